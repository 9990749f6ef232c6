/** Time and readings: against the whole of their dial or scale. */
import { clamp } from '../clock';
import type { Kit } from '../kit';
import type { Box } from '../text';

const TAU = 2 * Math.PI;

/** A time as the part of `whole` that it fills: on a clock's face, or cell by cell where the box is low and wide. */
export function addTime(kit: Kit, box: Box, value: number, whole: number, start: number): void {
	if (box.w > 2.1 * box.h) addCells(kit, box, value, whole, start);
	else addClock(kit, box, value, whole, start);
}

/** Hours, minutes or seconds in a row, in groups as on a dial. */
function addCells(kit: Kit, box: Box, value: number, whole: number, start: number): void {
	const { tone } = kit;
	const group = whole === 60 ? 5 : 3;
	const unit = box.w / (whole + (whole / group - 1) * 0.5);
	const h = Math.min(box.h - 24, 230);
	const y = box.y + (box.h - h) / 2;
	const field = { x: box.x, y, w: box.w, h };
	kit.add(
		'time',
		field,
		(m) => {
			const fill = m.tween(start - 2, 28, 'inOut');
			const tick = m.nudges(kit.idle);
			return (x, frame) => {
				const done = Math.min(whole, value) * fill(frame);
				const drop = 0.12 * h * tick(frame);
				for (let i = 0; i < whole; i++) {
					const px = box.x + unit * (i + Math.floor(i / group) * 0.5);
					const cell = (colour: string, share: number, low = 0) => {
						x.fillStyle = colour;
						x.beginPath();
						x.roundRect(px, y + low, unit * 0.82 * share, h - low, Math.min(12, unit * 0.2));
						x.fill();
					};
					cell(tone.quiet, 1);
					const part = clamp(done - i);
					if (part > 0) cell(tone.kind === 'accent' ? tone.text : tone.strong, part, i === Math.ceil(done) - 1 ? drop : 0);
				}
			};
		},
		{ over: true, keep: true, ink: [field] },
	);
}

/** A reading on an instrument: half a ring, filled up to the needle. */
export function addGauge(kit: Kit, box: Box, share: number, start: number): void {
	const { tone } = kit;
	const r = Math.min(box.w / 2 - 10, box.h - 46);
	const [cx, cy] = [box.x + box.w / 2, box.y + (box.h - r - 36) / 2 + r];
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	const face = { x: cx - r, y: cy - r, w: 2 * r, h: r + 32 };
	kit.add(
		'gauge',
		{ x: face.x - 10, y: face.y - 10, w: face.w + 20, h: face.h + 20 },
		(m) => {
			const turn = m.tween(start - 4, 28, 'out');
			const shake = m.nudges(kit.idle, 20);
			return (x, frame) => {
				const angle = Math.PI * (1 + clamp(share) * turn(frame)) + 0.04 * shake(frame);
				const arc = (colour: string, to: number) => {
					x.strokeStyle = colour;
					x.lineWidth = r * 0.3;
					x.lineCap = 'butt';
					x.beginPath();
					x.arc(cx, cy, r * 0.85, Math.PI, to);
					x.stroke();
				};
				arc(tone.quiet, TAU);
				if (angle > Math.PI + 0.01) arc(fill, angle);
				const at = (a: number, reach: number) => [cx + Math.cos(a) * r * reach, cy + Math.sin(a) * r * reach] as const;
				x.strokeStyle = tone.ground;
				for (let i = 1; i < 20; i++) {
					const a = Math.PI + (Math.PI * i) / 20;
					x.lineWidth = i % 5 ? 4 : 9;
					x.beginPath();
					x.moveTo(...at(a, i % 5 ? 0.86 : 0.7));
					x.lineTo(...at(a, 1));
					x.stroke();
				}
				x.fillStyle = tone.text;
				x.beginPath();
				x.moveTo(...at(angle, 0.94));
				x.lineTo(...at(angle + Math.PI / 2, 0.07));
				x.lineTo(...at(angle - Math.PI / 2, 0.07));
				x.fill();
				x.beginPath();
				x.arc(cx, cy, r * 0.1, 0, TAU);
				x.fill();
			};
		},
		{ over: true, keep: true, ink: [face] },
	);
}

/** A clock's face, filled as far as the hand has gone. */
function addClock(kit: Kit, box: Box, value: number, whole: number, start: number): void {
	const { tone } = kit;
	const r = Math.min(box.w * 0.47, box.h / 2 - 12);
	const [cx, cy] = [box.x + box.w / 2, box.y + box.h / 2];
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	const thin = Math.min(1, r / 300);
	const face = { x: cx - r, y: cy - r, w: 2 * r, h: 2 * r };
	kit.add(
		'clock',
		{ x: cx - r - 10, y: cy - r - 10, w: 2 * r + 20, h: 2 * r + 20 },
		(m) => {
			const turn = m.tween(start - 4, 28, 'inOut');
			const tick = m.nudges(kit.idle);
			return (x, frame) => {
				x.fillStyle = tone.quiet;
				x.beginPath();
				x.arc(cx, cy, r, 0, TAU);
				x.fill();
				const angle = -Math.PI / 2 + TAU * Math.min(1, value / whole) * turn(frame) + 0.03 * tick(frame);
				x.fillStyle = fill;
				x.beginPath();
				x.moveTo(cx, cy);
				x.arc(cx, cy, r, -Math.PI / 2, angle);
				x.fill();
				for (let i = 0; i < 12; i++) {
					const a = (i / 12) * TAU;
					const inner = r * (i % 3 ? 0.88 : 0.8);
					x.strokeStyle = tone.ground;
					x.lineWidth = (i % 3 ? 8 : 14) * thin;
					x.beginPath();
					x.moveTo(cx + Math.cos(a) * inner, cy + Math.sin(a) * inner);
					x.lineTo(cx + Math.cos(a) * r, cy + Math.sin(a) * r);
					x.stroke();
				}
				x.strokeStyle = tone.text;
				x.lineCap = 'round';
				for (const [a, length, width] of [
					[-Math.PI / 2, 0.5, 22],
					[angle, 0.74, 14],
				] as const) {
					x.lineWidth = width * thin;
					x.beginPath();
					x.moveTo(cx, cy);
					x.lineTo(cx + Math.cos(a) * r * length, cy + Math.sin(a) * r * length);
					x.stroke();
				}
			};
		},
		{ over: true, keep: true, ink: [face] },
	);
}
