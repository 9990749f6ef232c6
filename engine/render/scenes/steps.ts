/** Steps or things of a list: cards in a grid, or rows with large numerals; each comes at its word. */
import type { Visual } from '../../asset';
import type { Canvas } from '@napi-rs/canvas';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import { loadSticker, putSticker } from '../stickers';
import { drawText, type Box, type Context } from '../text';
import { blend, onFill } from '../theme';
import { block, drawBlock } from './parts';

type Steps = Extract<Visual, { type: 'steps' }>;

export async function buildSteps(kit: Kit, visual: Steps): Promise<void> {
	const { stage } = kit;
	const c = compose(kit, { max: 100, maxLines: stage.tall ? 2 : 5 });
	const box = c.picture;
	const n = visual.items.length;
	const stickers = await Promise.all(visual.items.map((item) => loadSticker(item.sticker, 150)));
	const rows = kit.skeleton === 1 || kit.skeleton === 3 || n === 3;
	const gap = 26;
	if (stage.tall ? rows : kit.skeleton !== 2) {
		const height = Math.min((box.h - gap * (n - 1)) / n, stage.tall ? 230 : 200);
		const top = box.y + (box.h - height * n - gap * (n - 1)) / 2;
		visual.items.forEach((item, i) =>
			addRow(
				kit,
				item,
				i,
				n,
				(visual.firstNumber ?? 1) + i,
				{ x: box.x, y: top + i * (height + gap), w: box.w, h: height },
				stickers[i] ?? null,
			),
		);
		return;
	}
	const across = stage.tall ? 2 : n;
	const down = Math.ceil(n / across);
	const width = (box.w - gap * (across - 1)) / across;
	const height = Math.min((box.h - gap * (down - 1)) / down, stage.tall ? 400 : 460);
	const top = box.y + (stage.tall ? 0 : (box.h - height) / 2);
	visual.items.forEach((item, i) =>
		addCard(
			kit,
			item,
			i,
			n,
			(visual.firstNumber ?? 1) + i,
			{ x: box.x + (i % across) * (width + gap), y: top + Math.floor(i / across) * (height + gap), w: width, h: height },
			stickers[i] ?? null,
		),
	);
}

/** The place of a card that has not come yet. */
function ghost(kit: Kit, x: Context, box: Box, radius: number): void {
	x.fillStyle = blend(kit.tone.ground, kit.tone.card, 0.5);
	x.beginPath();
	x.roundRect(box.x, box.y, box.w, box.h, radius);
	x.fill();
	x.strokeStyle = kit.tone.quiet;
	x.lineWidth = 4;
	x.stroke();
}

function addCard(kit: Kit, item: Steps['items'][number], i: number, n: number, number: number, box: Box, sticker: Canvas | null): void {
	const { tone } = kit;
	const inner = box.w - 60;
	const fitted = (size: number) => block(item.text, { face: 'Display', size, width: inner, maxLines: 4, least: 38, leading: 1.06 });
	let text = fitted(58);
	// Below the numeral, or below the picture where the words leave it room.
	const roomBelow = (top: number) => box.h - top - 26;
	if (sticker && fitted(44).height > roomBelow(196)) sticker = null;
	const from = sticker ? 196 : 128;
	for (let size = 54; size >= 38 && text.height > roomBelow(from); size -= 4) text = fitted(size);
	const wanted = item.detail ? block(item.detail, { size: 38, width: inner, maxLines: 3, least: 36 }) : null;
	const detail = wanted && text.height + 8 + wanted.height <= roomBelow(from) ? wanted : null;
	kit.add(`card ${i}`, { x: box.x - 12, y: box.y - 12, w: box.w + 24, h: box.h + 24 }, (m) => {
		const pop = m.tween(kit.cue(i, n, 4), 10, 'back');
		const boil = sticker ? m.boil(9, i) : () => 0;
		const swell = m.nudges(kit.idle.filter((_, j) => j % n === i));
		return (x, frame) => {
			const t = pop(frame);
			if (t < 1) ghost(kit, x, box, 26);
			within(x, { at: [box.x + box.w / 2, box.y + box.h / 2], scale: (0.86 + 0.14 * t) * (1 + 0.02 * swell(frame)), alpha: t }, () => {
				x.translate(-box.w / 2, -box.h / 2);
				x.fillStyle = tone.card;
				x.beginPath();
				x.roundRect(0, 0, box.w, box.h, 26);
				x.fill();
				x.fillStyle = tone.mark;
				x.beginPath();
				x.roundRect(28, 28, 84, 84, 42);
				x.fill();
				drawText(x, String(number), 70, 88, { face: 'Display', size: 54, colour: onFill(kit.palette, tone.mark), align: 'center' });
				if (sticker) putSticker(x, sticker, box.w - 108, 112, 0.95, boil(frame));
				const below = text.height + (detail ? detail.height + 8 : 0);
				const y = Math.max(from, box.h - below - 26);
				drawBlock(x, text, 30, y, { colour: tone.onCard, kind: 'label' });
				if (detail) drawBlock(x, detail, 30, y + text.height + 8, { colour: tone.mutedOnCard });
			});
		};
	});
}

function addRow(kit: Kit, item: Steps['items'][number], i: number, n: number, number: number, box: Box, sticker: Canvas | null): void {
	const { tone } = kit;
	const room = sticker ? 170 : 0;
	const numeral = Math.min(140, box.h * 0.62);
	const textX = numeral * 0.66 * String(number).length + 62;
	const inner = box.w - textX - room - 26;
	const text = block(item.text, {
		face: 'Display',
		size: Math.min(60, box.h * 0.36),
		width: inner,
		maxLines: item.detail ? 2 : 3,
		least: 36,
		leading: 1.06,
	});
	const left = box.h - 36 - text.height;
	const fitted = item.detail
		? block(item.detail, { size: 38, width: inner, maxLines: Math.max(1, Math.floor(left / 44)), least: 36 })
		: null;
	const detail = fitted && fitted.height <= left ? fitted : null;
	kit.add(`row ${i}`, { x: box.x - 44, y: box.y - 8, w: box.w + 60, h: box.h + 16 }, (m) => {
		const show = m.tween(kit.cue(i, n, 4), 9, 'out');
		const boil = sticker ? m.boil(9, i) : () => 0;
		const swell = m.nudges(kit.idle.filter((_, j) => j % n === i));
		return (x, frame) => {
			const t = show(frame);
			if (t < 1) ghost(kit, x, box, 24);
			within(x, { at: [box.x - 36 * (1 - t), box.y], alpha: t }, () => {
				x.fillStyle = tone.card;
				x.beginPath();
				x.roundRect(0, 0, box.w, box.h, 24);
				x.fill();
				x.fillStyle = tone.mark;
				x.beginPath();
				x.roundRect(0, 0, 18 + 10 * swell(frame), box.h, [24, 0, 0, 24]);
				x.fill();
				drawText(x, String(number), 44, box.h / 2 + numeral * 0.36, {
					face: 'Display',
					size: numeral,
					colour: tone.onCard,
					kind: 'figure',
				});
				const height = text.height + (detail ? detail.height + 6 : 0);
				const y = (box.h - height) / 2 - 2;
				drawBlock(x, text, textX, y, { colour: tone.onCard });
				if (detail) drawBlock(x, detail, textX, y + text.height + 6, { colour: tone.mutedOnCard });
				if (sticker) putSticker(x, sticker, box.w - 96, box.h / 2, Math.min(1, box.h / 210), boil(frame));
			});
		};
	});
}
