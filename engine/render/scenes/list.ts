/** Things without an order: rows with a tick, a cross or a dot, each at its word. */
import type { Canvas } from '@napi-rs/canvas';
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import { loadSticker, putSticker } from '../stickers';
import type { Box, Context } from '../text';
import { onFill } from '../theme';
import { block, drawBlock } from './parts';

type List = Extract<Visual, { type: 'list' }>;

export async function buildList(kit: Kit, visual: List): Promise<void> {
	const { stage } = kit;
	const c = compose(kit, { max: 100, maxLines: stage.tall ? 2 : 5 });
	const box = c.picture;
	const n = visual.items.length;
	const stickers = await Promise.all(visual.items.map((item) => loadSticker(item.sticker, 140)));
	const gap = 24;
	const h = Math.min((box.h - gap * (n - 1)) / n, 200);
	const top = box.y + (box.h - h * n - gap * (n - 1)) / 2;
	visual.items.forEach((item, i) =>
		addItem(kit, item.text, visual.mark, i, n, { x: box.x, y: top + i * (h + gap), w: box.w, h }, stickers[i] ?? null),
	);
}

function addItem(kit: Kit, text: string, mark: List['mark'], i: number, n: number, box: Box, sticker: Canvas | null): void {
	const { tone } = kit;
	const badge = Math.min(104, box.h * 0.56);
	const textX = badge + 66;
	const words = block(text, {
		face: 'Display',
		size: Math.min(72, box.h * 0.42),
		width: box.w - textX - (sticker ? 160 : 30),
		maxLines: 2,
		least: 38,
		leading: 1.06,
	});
	kit.add(`item ${i}`, { x: box.x - 44, y: box.y - 8, w: box.w + 60, h: box.h + 16 }, (m) => {
		const show = m.tween(kit.cue(i, n, 4), 9, 'out');
		const swell = m.nudges(kit.idle.filter((_, j) => j % n === i));
		return (x, frame) => {
			const t = show(frame);
			within(x, { at: [box.x - 36 * (1 - t), box.y], alpha: t }, () => {
				x.fillStyle = tone.card;
				x.beginPath();
				x.roundRect(0, 0, box.w, box.h, 24);
				x.fill();
				const r = (badge / 2) * (1 + 0.08 * swell(frame));
				x.fillStyle = tone.mark;
				x.beginPath();
				x.arc(34 + badge / 2, box.h / 2, r, 0, 7);
				x.fill();
				sign(x, mark, 34 + badge / 2, box.h / 2, r * 0.46, onFill(kit.palette, tone.mark));
				drawBlock(x, words, textX, (box.h - words.height) / 2 - 2, { colour: tone.onCard, kind: 'label' });
				if (sticker) putSticker(x, sticker, box.w - 92, box.h / 2, Math.min(1, box.h / 190), 0);
			});
		};
	});
}

function sign(x: Context, mark: List['mark'], cx: number, cy: number, r: number, colour: string): void {
	x.strokeStyle = colour;
	x.fillStyle = colour;
	x.lineWidth = Math.max(6, r * 0.42);
	x.lineCap = 'round';
	x.beginPath();
	if (mark === 'check') {
		x.moveTo(cx - r, cy);
		x.lineTo(cx - r * 0.25, cy + r * 0.75);
		x.lineTo(cx + r, cy - r * 0.7);
		x.stroke();
	} else if (mark === 'cross') {
		x.moveTo(cx - r * 0.8, cy - r * 0.8);
		x.lineTo(cx + r * 0.8, cy + r * 0.8);
		x.moveTo(cx + r * 0.8, cy - r * 0.8);
		x.lineTo(cx - r * 0.8, cy + r * 0.8);
		x.stroke();
	} else {
		x.arc(cx, cy, r * 0.7, 0, 7);
		x.fill();
	}
}
