/** What is not counted one by one: a crowd, what a tank holds, coins in stacks. */
import { mix } from '../clock';
import type { Kit } from '../kit';
import type { Box, Context } from '../text';
import { blend, contrast } from '../theme';

const TAU = 2 * Math.PI;

/** A crowd too large to count: heads and shoulders row behind row. */
export function addCrowd(kit: Kit, box: Box, start: number): void {
	const { tone } = kit;
	const rows = Math.max(4, Math.min(9, Math.round(box.h / 110)));
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	kit.add(
		'crowd',
		box,
		(m) => {
			const rise = Array.from({ length: rows }, (_, i) => m.tween(start - 8 + 2 * i, 12, 'out'));
			const cheer = m.nudges(kit.idle);
			return (x, frame) => {
				for (let row = 0; row < rows; row++) {
					const t = row / (rows - 1);
					const size = mix(64, 170, t);
					const y = mix(box.y + 60, box.y + box.h - 60, t ** 1.15) + (1 - rise[row]!(frame)) * 90;
					x.fillStyle = blend(blend(tone.ground, fill, 0.3), fill, t);
					for (let px = box.x - size + ((row * 0.37) % 1) * size, i = 0; px < box.x + box.w + size; px += size, i++) {
						const lift = (i + row) % 3 ? 0 : 16 * cheer(frame);
						x.beginPath();
						x.arc(px, y - lift, size * 0.28, 0, TAU);
						x.roundRect(px - size * 0.52, y + size * 0.32 - lift, size * 1.04, size * 1.8, size * 0.4);
						x.fill();
					}
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** A tank filled to a share of the box, with scale marks. */
export function addLevel(
	kit: Kit,
	box: Box,
	share: number,
	start: number,
	fill = kit.tone.kind === 'accent' ? kit.tone.text : kit.tone.strong,
): void {
	const { tone } = kit;
	const surface = box.y + box.h * (1 - share);
	kit.add(
		'level',
		box,
		(m) => {
			const rise = m.tween(start - 8, 30, 'out');
			const slosh = m.nudges(kit.idle, 20);
			return (x, frame) => {
				const y = mix(Math.min(box.y + box.h, surface + box.h * 0.35), surface, rise(frame));
				const s = slosh(frame);
				wave(x, box, y, 14 * s, 2 * s, fill);
				x.fillStyle = blend(tone.ground, tone.text, 0.5);
				for (let i = 1; i < 10; i++) x.fillRect(box.x + box.w - (i === 5 ? 96 : 56), Math.round(box.y + (box.h * i) / 10) - 3, 96, 6);
			};
		},
		{ over: true, keep: true },
	);
}

/** Everything below a waving line. */
function wave(x: Context, box: Box, y: number, high: number, phase: number, colour: string): void {
	x.fillStyle = colour;
	x.beginPath();
	x.moveTo(box.x, box.y + box.h);
	for (let px = 0; px <= box.w + 12; px += 12) x.lineTo(box.x + px, y + high * Math.sin((px / box.w) * TAU * 1.5 + phase));
	x.lineTo(box.x + box.w, box.y + box.h);
	x.fill();
}

/** Water that fills most of the box: bright at its surface, a little deeper layer by layer, bubbles in it. */
export function addWater(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const [, , own] = palette.accents;
	const water = contrast(own, tone.ground) >= 1.5 ? own : tone.strong;
	const surface = box.y + Math.min(90, box.h * 0.14);
	const depth = box.y + box.h - surface;
	// On a dark ground it is lit, so that it does not lie there as a shadow.
	const near = blend(water, '#ffffff', tone.dark && kit.ground !== 'accent' ? 0.3 : 0.14);
	const bubbles = Array.from({ length: Math.round(box.w / 70) }, () => ({
		x: box.x + kit.random() * box.w,
		y: 0.16 + 0.8 * kit.random(),
		r: 6 + 20 * kit.random() ** 2,
	}));
	kit.add(
		'water',
		box,
		(m) => {
			const rise = m.tween(start - 8, 30, 'out');
			const slosh = m.nudges(kit.idle, 24);
			return (x, frame) => {
				const y = mix(surface + depth * 0.3, surface, rise(frame));
				const s = slosh(frame);
				wave(x, box, y - 30, 18 + 14 * s, 1.6 + 2 * s, blend(tone.ground, near, 0.45));
				[0, 0.2, 0.46, 0.74].forEach((at, i) => wave(x, box, y + at * depth, 18 + 14 * s, 1.1 * i + 2 * s, blend(near, water, i / 2.4)));
				x.strokeStyle = blend(near, '#ffffff', 0.45);
				x.lineWidth = 5;
				for (const bubble of bubbles) {
					const at = y + depth * bubble.y - 60 * s;
					if (at < y + 60) continue;
					x.beginPath();
					x.arc(bubble.x, at, bubble.r, 0, TAU);
					x.stroke();
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** Stacks of coins that grow to the right, on the lower edge of the box. */
export function addCoins(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const stacks = Math.max(3, Math.min(6, Math.round((box.w / box.h) * 2.4)));
	const w = Math.min(box.w / stacks, 260);
	const left = box.x + (box.w - w * stacks) / 2;
	const r = w * 0.43;
	const thick = r * 0.27;
	const face = tone.kind === 'accent' ? palette.dark : palette.accents[0];
	const light = blend(face, '#ffffff', tone.kind === 'accent' ? 0.2 : 0.35);
	const edge = blend(face, tone.kind === 'accent' ? '#ffffff' : '#000000', tone.kind === 'accent' ? 0.38 : 0.3);
	const hop = 26;
	const base = box.y + box.h - r * 0.32 - 8;
	const most = (base - box.y - hop - r * 0.32) / thick;
	const heights = Array.from({ length: stacks }, (_, i) => Math.max(2, Math.floor(most * mix(0.3, 1, i / (stacks - 1)))));
	const middle = (i: number) => left + (i + 0.5) * w;
	kit.add(
		'coins',
		box,
		(m) => {
			const drop = heights.map((_, i) => m.tween(start - 8 + 3 * i, 14, 'out'));
			const jump = m.nudges(kit.idle);
			return (x, frame) => {
				heights.forEach((full, i) => {
					const count = Math.max(2, Math.round(full * mix(0.55, 1, drop[i]!(frame))));
					x.fillStyle = 'rgba(0,0,0,.15)';
					x.beginPath();
					x.ellipse(middle(i) + r * 0.1, base + r * 0.06, r * 1.1, r * 0.3, 0, 0, TAU);
					x.fill();
					for (let k = 0; k < count; k++) {
						const last = k === count - 1;
						const y = base - k * thick - (last ? hop * jump(frame) : 0);
						const cx = middle(i) + Math.round(6 * Math.sin(k * 1.9 + i));
						x.fillStyle = edge;
						x.beginPath();
						x.ellipse(cx, y, r, r * 0.32, 0, 0, Math.PI);
						x.lineTo(cx - r, y - thick * 0.8);
						x.lineTo(cx + r, y - thick * 0.8);
						x.fill();
						x.fillStyle = face;
						x.beginPath();
						x.ellipse(cx, y - thick * 0.8, r, r * 0.32, 0, 0, TAU);
						x.fill();
						if (!last) continue;
						x.fillStyle = light;
						x.beginPath();
						x.ellipse(cx, y - thick * 0.8, r * 0.72, r * 0.22, 0, 0, TAU);
						x.fill();
					}
				});
			};
		},
		{
			over: true,
			keep: true,
			ink: heights.map((full, i) => {
				const top = base - full * thick - r * 0.32;
				return { x: middle(i) - r, y: top, w: 2 * r, h: base + r * 0.32 - top };
			}),
		},
	);
}
