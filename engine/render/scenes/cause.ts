/** A cause and what follows from it: two cards, an arrow between them. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import type { Box } from '../text';
import { onFill } from '../theme';
import { block, drawBlock } from './parts';

export function buildCause(kit: Kit, visual: Extract<Visual, { type: 'cause' }>): void {
	const { stage, tone } = kit;
	const c = compose(kit, { max: stage.tall ? 88 : 96, maxLines: stage.tall ? 2 : 5 });
	const box = c.picture;
	// Side by side only where the picture is wide enough for both.
	const across = !stage.tall && box.w > 1200;
	const gap = 120;
	const w = across ? (box.w - gap) / 2 : box.w;
	const h = Math.min(across ? box.h : (box.h - gap) / 2, 330);
	const x0 = box.x;
	const y0 = box.y + (box.h - (across ? h : 2 * h + gap)) / 2;
	const second: Box = across ? { x: x0 + w + gap, y: y0, w, h } : { x: x0, y: y0 + h + gap, w, h };
	card(kit, visual.cause, { x: x0, y: y0, w, h }, 0, tone.card, tone.onCard);
	card(kit, visual.effect, second, 1, tone.mark, onFill(kit.palette, tone.mark));
	const [ax, ay] = across ? [x0 + w + gap / 2, y0 + h / 2] : [x0 + w / 2, y0 + h + gap / 2];
	kit.add(
		'arrow',
		{ x: ax - 60, y: ay - 60, w: 120, h: 120 },
		(m) => {
			const show = m.tween(Math.max(4, kit.cue(1, 2, 16) - 8), 10, 'back');
			const swell = m.nudges(kit.idle);
			return (x, frame) =>
				within(x, { at: [ax, ay], turn: across ? 0 : Math.PI / 2, scale: show(frame) * (1 + 0.14 * swell(frame)) }, () => {
					x.fillStyle = tone.strong;
					x.beginPath();
					x.moveTo(-44, -14);
					x.lineTo(0, -14);
					x.lineTo(0, -42);
					x.lineTo(46, 0);
					x.lineTo(0, 42);
					x.lineTo(0, 14);
					x.lineTo(-44, 14);
					x.fill();
				});
		},
		{ over: true },
	);
}

function card(kit: Kit, text: string, box: Box, i: number, fill: string, colour: string): void {
	const width = box.w - 80;
	let words = block(text, { face: 'Display', size: 72, width, maxLines: 4, least: 40, leading: 1.08 });
	for (let size = 68; size >= 40 && words.height > box.h - 56; size -= 4)
		words = block(text, { face: 'Display', size, width, maxLines: 4, least: 40, leading: 1.08 });
	kit.add(`card ${i}`, { x: box.x - 10, y: box.y - 10, w: box.w + 20, h: box.h + 20 }, (m) => {
		const pop = m.tween(kit.cue(i, 2, 2), 10, 'back');
		return (x, frame) => {
			const t = pop(frame);
			within(x, { at: [box.x + box.w / 2, box.y + box.h / 2], scale: 0.9 + 0.1 * t, alpha: t }, () => {
				x.translate(-box.w / 2, -box.h / 2);
				x.fillStyle = fill;
				x.beginPath();
				x.roundRect(0, 0, box.w, box.h, 28);
				x.fill();
				drawBlock(x, words, 40, (box.h - words.height) / 2, { colour, kind: 'label' });
			});
		};
	});
}
