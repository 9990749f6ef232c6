/** Time on a dial. */
import type { Kit } from '../kit';
import type { Box } from '../text';

const TAU = 2 * Math.PI;

/** A clock's face: the share of the hour (minutes), of the minute (seconds), of twelve or of 24 hours is filled. */
export function addClock(kit: Kit, box: Box, value: number, unit: string, start: number): void {
	const { tone } = kit;
	const r = Math.min(box.w * 0.47, box.h / 2 - 12);
	const [cx, cy] = [box.x + box.w / 2, box.y + box.h / 2];
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	const thin = Math.min(1, r / 300);
	const whole = !/\bhours?\b/i.test(unit) ? 60 : value <= 12 ? 12 : 24;
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
