/** A day, month or year as a leaf of a calendar, and what happened then. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import { drawText, sizeFor } from '../text';
import { onFill } from '../theme';
import { plainTitle } from '../title';
import { addBlock, block } from './parts';

const MONTHS = /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/;

/** "24 June 1948" → its parts; the largest stands in the middle of the leaf. */
export function leafOf(display: string): { head: string; large: string; foot: string } {
	const month = MONTHS.exec(display)?.[0] ?? '';
	const year = /\b\d{3,4}\b/.exec(display)?.[0] ?? '';
	const day = /\b\d{1,2}\b/.exec(display)?.[0] ?? '';
	if (month && day) return { head: month, large: day, foot: year };
	if (month && year) return { head: month, large: year, foot: '' };
	return { head: '', large: display, foot: '' };
}

export function buildDate(kit: Kit, visual: Extract<Visual, { type: 'date' }>): void {
	const { stage, tone } = kit;
	const same = plainTitle(kit.scene.title).toLowerCase() === visual.text.toLowerCase();
	const c = compose(kit, { max: stage.tall ? 96 : 100 });
	const box = c.picture;
	const text = same ? null : block(visual.text, { face: 'Display', size: 64, width: box.w, maxLines: 3, least: 40 });
	const room = box.h - (text ? text.height + 44 : 0);
	const h = Math.min(room, stage.tall ? 520 : 560);
	const w = Math.min(box.w, h * 1.06);
	const centred = c.align === 'center' || !stage.tall;
	const x0 = centred ? box.x + (box.w - w) / 2 : box.x;
	const y0 = box.y + Math.max(0, (room - h) / 2);
	const { head, large, foot } = leafOf(visual.display);
	const strip = h * 0.24;
	const fill = tone.mark;
	kit.add('leaf', { x: x0 - 16, y: y0 - 16, w: w + 32, h: h + 32 }, (m) => {
		const drop = m.tween(Math.min(kit.cue(0, 1, 0), 14), 10, 'back');
		const swell = m.nudges(kit.idle);
		return (x, frame) => {
			const t = drop(frame);
			within(x, { at: [x0 + w / 2, y0 + h / 2], scale: (0.84 + 0.16 * t) * (1 + 0.02 * swell(frame)), alpha: t * 2 }, () => {
				x.translate(-w / 2, -h / 2);
				x.fillStyle = tone.card;
				x.beginPath();
				x.roundRect(0, 0, w, h, 30);
				x.fill();
				x.fillStyle = fill;
				x.beginPath();
				x.roundRect(0, 0, w, strip, [30, 30, 0, 0]);
				x.fill();
				if (head)
					drawText(x, head, w / 2, strip * 0.72, {
						face: 'Display',
						size: sizeFor(head, 'Display', strip * 0.6, w - 60, 40),
						colour: onFill(kit.palette, fill),
						align: 'center',
					});
				const body = h - strip - (foot ? h * 0.2 : 0);
				const size = sizeFor(large, 'Display', body * 0.86, w - 70, 60);
				drawText(x, large, w / 2, strip + body / 2 + size * 0.36, {
					face: 'Display',
					size,
					colour: tone.onCard,
					align: 'center',
					kind: 'figure',
				});
				if (foot) drawText(x, foot, w / 2, h - h * 0.07, { face: 'Display', size: h * 0.14, colour: tone.mutedOnCard, align: 'center' });
			});
		};
	});
	if (text)
		addBlock(kit, 'event', text, centred ? box.x + box.w / 2 : box.x, y0 + h + 40, {
			colour: tone.text,
			align: centred ? 'center' : 'left',
			start: kit.cue(1, 2, 14),
		});
}
