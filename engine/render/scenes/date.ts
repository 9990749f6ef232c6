/** A day, month or year as a leaf of a calendar that fills the frame, and what happened then. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import { drawText, sizeFor } from '../text';
import { blend, readable } from '../theme';
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
	const { stage, tone, palette } = kit;
	const { tall, height } = stage;
	const same = plainTitle(kit.scene.title).toLowerCase() === visual.text.toLowerCase();
	const c = compose(kit, { max: tall ? 108 : 104, plate: true, echo: leafOf(visual.display).foot || visual.display });
	const box = c.picture;
	const centred = c.align === 'center' || !tall;
	const text = same ? null : block(visual.text, { face: 'Display', size: 68, width: box.w, maxLines: 3, least: 40, leading: 1.06 });
	const below = c.skeleton === 1 && tall;
	if (text)
		addBlock(kit, 'event', text, centred ? box.x + box.w / 2 : box.x, box.y, {
			colour: tone.text,
			align: centred ? 'center' : 'left',
			start: -8,
		});
	const top = box.y + (text ? text.height + 40 : 0);
	// The leaf runs off the lower edge; its words stay above the captions.
	const foot = below ? c.bleed.h : height + 40;
	const w = Math.min(tall ? 860 : 900, box.w);
	const x0 = centred ? box.x + (box.w - w) / 2 : box.x + (tall ? (box.w - w) / 2 : 0);
	const { head, large, foot: year } = leafOf(visual.display);
	const words = (below ? box.y + box.h + 20 : box.y + box.h) - top;
	const strip = head ? Math.min(170, words * 0.26) : 64;
	const fill = tone.mark;
	const leaf = tone.dark ? palette.paper : kit.ground === 'accent' ? palette.paper : blend(palette.paper, '#ffffff', 0.7);
	const yearRoom = year ? Math.min(150, words * 0.24) : 0;
	const body = words - strip - yearRoom;
	const size = Math.min(sizeFor(large, 'Display', 600, w - 90), body * 1.06);
	kit.add(
		'leaf',
		{ x: x0 - 30, y: top - 30, w: w + 60, h: foot - top + 40 },
		(m) => {
			const drop = m.tween(-5, 11, 'back');
			const swell = m.nudges(kit.idle);
			return (x, frame) => {
				const t = drop(frame);
				within(x, { at: [x0 + w / 2, top + 200], turn: (1 - t) * 0.05 + 0.012 * swell(frame) }, () => {
					x.translate(-w / 2, -200);
					x.fillStyle = 'rgba(0,0,0,.2)';
					x.beginPath();
					x.roundRect(14, 18, w, foot - top, 34);
					x.fill();
					x.fillStyle = leaf;
					x.beginPath();
					x.roundRect(0, 0, w, foot - top, 34);
					x.fill();
					x.fillStyle = fill;
					x.beginPath();
					x.roundRect(0, 0, w, strip, [34, 34, 0, 0]);
					x.fill();
					// Holes of the binding.
					x.fillStyle = tone.ground;
					for (const part of [0.2, 0.8]) {
						x.beginPath();
						x.arc(w * part, strip * 0.24, 15, 0, 7);
						x.fill();
					}
					// Weeks of the month behind the captions.
					x.fillStyle = blend(leaf, palette.dark, 0.1);
					const cell = w / 7;
					for (let y = words + 60; y < foot - top; y += cell * 0.8)
						for (let column = 0; column < 7; column++) {
							x.beginPath();
							x.roundRect(column * cell + 14, y, cell - 28, cell * 0.8 - 24, 12);
							x.fill();
						}
				});
			};
		},
		{ over: true, keep: true },
	);
	kit.add(
		'day',
		{ x: x0, y: top, w, h: words },
		(m) => {
			const show = m.tween(-8, 8, 'out');
			return (x, frame) => {
				const alpha = show(frame);
				const cx = x0 + w / 2;
				if (head)
					drawText(x, head, cx, top + strip * 0.74, {
						face: 'Display',
						size: sizeFor(head, 'Display', strip * 0.62, w - 260, 40),
						colour: tone.onMark,
						align: 'center',
						alpha,
					});
				drawText(x, large, cx, top + strip + body / 2 + size * 0.36, {
					face: 'Display',
					size,
					colour: palette.dark,
					align: 'center',
					kind: 'figure',
					alpha,
				});
				if (year)
					drawText(x, year, cx, top + strip + body + yearRoom * 0.66, {
						face: 'Display',
						size: yearRoom * 0.86,
						colour: readable(palette.accents[1], leaf, 4.6),
						align: 'center',
						alpha,
					});
			};
		},
		{ over: true },
	);
}
