/** Lengths, heights and depths: pictures that run off the frame. */
import { mix } from '../clock';
import type { Kit } from '../kit';
import type { Box } from '../text';
import { blend, contrast } from '../theme';

const TAU = 2 * Math.PI;

/** What of a box lies above the captions, in pixels, and whether a band that runs across stands below them for want of room. */
function roomIn({ stage: { tall, caption, height } }: Kit, box: Box): { above: number; low: boolean } {
	const above = caption.centreY - caption.size - box.y;
	return { above, low: tall && above < 330 && box.y + box.h >= height };
}

/** A measuring tape that unrolls over the whole width, its case at the end. */
export function addTape(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const { above, low } = roomIn(kit, box);
	const thick = low ? 300 : Math.min((above > 200 ? above : box.h) * 0.56, 330);
	const y = low ? 1500 : box.y + thick * 0.3;
	const ink = tone.kind === 'accent' ? tone.ground : palette.dark;
	const fill = tone.kind === 'accent' ? palette.dark : tone.strong;
	kit.add(
		'tape',
		{ x: box.x, y: y - 40, w: box.w, h: Math.min(box.y + box.h, y + thick * 1.9) - y + 40 },
		(m) => {
			const run = m.tween(start - 6, 26, 'inOut');
			const pull = m.nudges(kit.idle);
			return (x, frame) => {
				const case_ = thick * 1.25;
				const end = box.x + mix(box.w * 0.22, box.w - case_ * 0.74, run(frame)) - 22 * pull(frame);
				x.fillStyle = 'rgba(0,0,0,.18)';
				x.fillRect(box.x, y + thick * 0.5 + 12, end - box.x, thick * 0.5);
				x.fillStyle = fill;
				x.fillRect(box.x, y, end - box.x, thick);
				x.fillStyle = ink;
				const step = thick / 6;
				for (let i = 0; box.x + i * step < end - 6; i++) {
					const long = i % 10 === 0 ? 0.62 : i % 5 === 0 ? 0.44 : 0.26;
					x.fillRect(Math.round(box.x + i * step), y, i % 5 === 0 ? 8 : 5, thick * long);
				}
				x.fillStyle = tone.second === fill ? tone.text : tone.second;
				x.beginPath();
				x.roundRect(end - 12, y - thick * 0.24, case_, thick * 1.5, thick * 0.22);
				x.fill();
				x.fillStyle = tone.ground;
				x.beginPath();
				x.arc(end - 12 + case_ * 0.5, y + thick * 0.5, thick * 0.36, 0, TAU);
				x.fill();
			};
		},
		{ over: true, keep: true },
	);
}

/** A road with milestones that runs on over the frame's edge. */
export function addRoad(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const { above, low } = roomIn(kit, box);
	const thick = low ? 250 : Math.min((above > 200 ? above : box.h) * 0.46, 250);
	const y = low ? 1540 : box.y + Math.max(thick * 0.5, Math.min((above - thick) * 0.6, 190));
	const road = tone.dark && tone.kind !== 'accent' ? tone.strong : palette.dark;
	const line = contrast(tone.ground, road) >= 3 ? tone.ground : palette.light;
	const cap = tone.second === road ? tone.text : tone.second;
	const gap = thick * 1.25;
	const post = thick * 0.46;
	kit.add(
		'road',
		{ x: box.x, y: y - post - 24, w: box.w, h: thick + post + 48 },
		(m) => {
			const run = m.tween(start - 6, 26, 'inOut');
			const pass = m.nudges(kit.idle, 20);
			return (x, frame) => {
				const end = box.x + mix(box.w * 0.3, box.w + 10, run(frame));
				x.fillStyle = road;
				x.fillRect(box.x, y, end - box.x, thick);
				x.fillStyle = line;
				x.fillRect(box.x, y + thick * 0.07, end - box.x, thick * 0.035);
				x.fillRect(box.x, y + thick * 0.895, end - box.x, thick * 0.035);
				const drive = gap * 0.5 * pass(frame);
				for (let px = box.x + gap * 0.25 - drive; px < end; px += gap)
					x.fillRect(
						Math.round(Math.max(box.x, px)),
						y + thick * 0.47,
						Math.max(0, Math.min(px + gap * 0.55, end) - Math.max(box.x, px)),
						thick * 0.06,
					);
				for (let px = box.x + gap * 0.5; px < end - 20; px += gap) {
					x.fillStyle = blend(tone.ground, tone.text, 0.55);
					x.fillRect(Math.round(px) - 7, y - post, 14, post);
					x.fillStyle = cap;
					x.beginPath();
					x.roundRect(Math.round(px) - 22, y - post - 12, 44, post * 0.5, 8);
					x.fill();
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** A depth: water that darkens layer by layer, and a plumb line let down to its floor. */
export function addDepth(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const layers = 6;
	const [, , water] = palette.accents;
	const floor = blend(palette.ink, '#000000', 0.35);
	const cx = Math.round(box.x + box.w * 0.78);
	kit.add(
		'depth',
		box,
		(m) => {
			const sink = m.tween(start - 2, 30, 'inOut');
			const sway = m.nudges(kit.idle, 20);
			return (x, frame) => {
				for (let i = 0; i < layers; i++) {
					const y = Math.round(box.y + (box.h * i) / layers);
					x.fillStyle = blend(water, floor, i / (layers - 0.4));
					x.fillRect(box.x, y, box.w, Math.ceil(box.h / layers) + 1);
				}
				const end = box.y + box.h * mix(0.12, 0.86, sink(frame));
				const px = cx + 10 * sway(frame);
				x.fillStyle = tone.kind === 'accent' || !tone.dark ? palette.accents[0] : palette.light;
				x.fillRect(px - 5, box.y, 10, end - box.y);
				x.beginPath();
				x.moveTo(px - 38, end);
				x.lineTo(px + 38, end);
				x.lineTo(px + 16, end + 92);
				x.lineTo(px - 16, end + 92);
				x.fill();
			};
		},
		{ over: true, keep: true },
	);
}

/** A height: steps that climb from the lower left to the upper right, a flag on the last. */
export function addMast(kit: Kit, box: Box, start: number): void {
	const { tone } = kit;
	const steps = 7;
	const w = box.w / steps;
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	kit.add(
		'climb',
		box,
		(m) => {
			const grow = Array.from({ length: steps }, (_, i) => m.tween(start - 4 + 3 * i, 10, 'out'));
			const hop = m.nudges(kit.idle);
			return (x, frame) => {
				const bottom = box.y + box.h;
				for (let i = 0; i < steps; i++) {
					const t = i / (steps - 2);
					const high = box.h * mix(0.3, 0.94, i / (steps - 1)) * mix(0.75, 1, grow[i]!(frame));
					const last = i === steps - 1;
					x.fillStyle = last
						? fill
						: tone.dark
							? blend(tone.card, blend(kit.palette.ink3, tone.text, 0.25), t)
							: blend(tone.ground, kit.palette.dark, 0.08 + 0.16 * t);
					x.fillRect(Math.round(box.x + i * w), Math.round(bottom - high - (last ? 14 * hop(frame) : 0)), Math.ceil(w) + 1, high + 20);
				}
			};
		},
		{ over: true, keep: true },
	);
}
