/** So many things, one by one: a field of dots (or of the sticker) that fills up, with the figure beside it. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { compose } from '../layout';
import { loadSticker, putSticker } from '../stickers';
import { addBlock, addFigure, block } from './parts';

/** Columns of a field of `n` things in a box of this shape, so that the cells come out square. */
export function columnsOf(n: number, w: number, h: number): number {
	if (n <= 3) return n;
	let best = 1;
	let size = 0;
	for (let columns = 1; columns <= n; columns++) {
		const cell = Math.min(w / columns, h / Math.ceil(n / columns));
		if (cell > size + 0.5) [best, size] = [columns, cell];
	}
	return best;
}

export async function buildCount(kit: Kit, visual: Extract<Visual, { type: 'count' }>): Promise<void> {
	const { stage, tone } = kit;
	const c = compose(kit, { max: stage.tall ? 92 : 96, maxLines: stage.tall ? 2 : 5, plate: true });
	const box = c.picture;
	const label = block(visual.label, { face: 'Display', size: 60, width: box.w, maxLines: 2, least: 40 });
	const figureHeight = Math.min(stage.tall ? 250 : 230, box.h * 0.34);
	const figure = addFigure(kit, visual.display, {
		box: { x: box.x, y: box.y, w: box.w, h: figureHeight },
		max: 260,
		colour: tone.figure,
		start: Math.min(kit.cue(0, 1, 2), 24),
		count: false,
	});
	const labelY = figure.y + figure.h + 14;
	if (visual.label) addBlock(kit, 'label', label, box.x, labelY, { colour: tone.text, start: 2 });
	const top = labelY + (visual.label ? label.height : 0) + 34;
	// The field fills the picture to the frame's lower edge; captions and source lie on plates above it.
	const end = c.bleed.y + c.bleed.h >= stage.height - 4 ? stage.height - 40 : box.y + box.h;
	const field = { x: box.x, y: top, w: box.w, h: end - top };
	if (field.h < 80) return;
	const n = Math.max(1, Math.min(150, visual.of ?? visual.value));
	const columns = columnsOf(n, field.w, field.h);
	const cell = Math.min(field.w / columns, field.h / Math.ceil(n / columns), stage.tall ? 330 : 230);
	const sticker = await loadSticker(visual.sticker, Math.round(cell * 0.86));
	kit.add('field', { x: field.x - 6, y: field.y - 6, w: field.w + 12, h: field.h + 12 }, (m) => {
		const each = Math.max(0.15, Math.min(3, 26 / visual.value));
		const start = Math.min(kit.cue(0, 1, 4), 24) + 4;
		const fill = m.tween(start, Math.ceil(each * visual.value) + 4, 'out');
		const swell = m.nudges(kit.idle);
		return (x, frame) => {
			const shown = fill(frame) * visual.value;
			for (let i = 0; i < n; i++) {
				const cx = field.x + cell * ((i % columns) + 0.5);
				const cy = field.y + cell * (Math.floor(i / columns) + 0.5);
				const t = Math.max(0, Math.min(1, shown - i));
				const on = i < visual.value ? t : 0;
				if (visual.of !== undefined || on < 1) {
					x.fillStyle = tone.quiet;
					x.beginPath();
					x.arc(cx, cy, cell * 0.34, 0, 7);
					x.fill();
				}
				if (on <= 0) continue;
				const scale = on * (1 + 0.05 * swell(frame));
				if (sticker) putSticker(x, sticker, cx, cy, scale, 0);
				else {
					x.fillStyle = tone.strong;
					x.beginPath();
					x.arc(cx, cy, cell * 0.38 * scale, 0, 7);
					x.fill();
				}
			}
		};
	});
}
