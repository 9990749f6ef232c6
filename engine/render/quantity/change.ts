/** A change: an arrow up or down. It says which way and not how far: no scale stands beside it. */
import type { Kit } from '../kit';
import type { Box } from '../text';

/** An arrow from corner to corner of the box, over the plain lines of a chart without values; it grows and then leans on. */
export function addChange(kit: Kit, box: Box, way: 'rise' | 'fall', start: number): void {
	const { tone } = kit;
	const thick = Math.min(110, box.h * 0.2, box.w * 0.14);
	const head = thick * 1.5;
	const w = Math.min(box.w, box.h * 2.4);
	const x0 = box.x + (box.w - w) / 2;
	const lines = Math.max(3, Math.round(box.h / 130));
	const from = { x: x0 + thick * 0.7, y: way === 'rise' ? box.y + box.h - thick * 0.8 : box.y + thick * 0.8 };
	const to = { x: x0 + w - thick * 0.5, y: way === 'rise' ? box.y + thick * 0.5 : box.y + box.h - thick * 0.5 };
	const angle = Math.atan2(to.y - from.y, to.x - from.x);
	const length = Math.hypot(to.x - from.x, to.y - from.y);
	kit.add(
		way,
		box,
		(m) => {
			const grow = m.tween(start - 8, 24, 'inOut');
			const lean = m.nudges(kit.idle);
			return (x, frame) => {
				x.fillStyle = tone.quiet;
				for (let i = 0; i < lines; i++) x.fillRect(x0, Math.round(box.y + ((i + 0.5) * box.h) / lines) - 3, w, 6);
				const reach = length * (0.3 + 0.7 * grow(frame)) - 0.18 * thick * (1 - lean(frame));
				x.save();
				x.translate(from.x, from.y);
				x.rotate(angle);
				x.fillStyle = tone.kind === 'accent' ? tone.text : tone.strong;
				x.beginPath();
				x.moveTo(-thick * 0.1, -thick / 2);
				x.lineTo(reach - head, -thick / 2);
				x.lineTo(reach - head, -thick * 1.05);
				x.lineTo(reach, 0);
				x.lineTo(reach - head, thick * 1.05);
				x.lineTo(reach - head, thick / 2);
				x.lineTo(-thick * 0.1, thick / 2);
				x.fill();
				x.restore();
			};
		},
		{ over: true, keep: true, ink: [{ x: x0, y: box.y, w, h: box.h }] },
	);
}
