/** So many things, one by one: a field of marks (people, days, the sticker, else dots) that fills up, with the figure beside or above it. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { compose, paintFoot } from '../layout';
import { addMarks, kindOf, type Marks } from '../quantity';
import { hasSticker } from '../stickers';
import { sizeFor } from '../text';
import { addBlock, addFigure, block, descent } from './parts';

type Count = Extract<Visual, { type: 'count' }>;

/** Most marks a field shows: of more things it shows none rather than too few. */
const MOST = 150;

export async function buildCount(kit: Kit, visual: Count): Promise<void> {
	const { stage, tone } = kit;
	const { tall, content } = stage;
	const c = compose(kit, { max: tall ? 92 : 96, maxLines: tall ? 2 : 5, plate: true });
	const box = c.picture;
	const end = content.y + content.h;
	// Where the picture has the whole width of a wide frame, the field stands beside the words.
	const beside = !tall && box.w > 1200;
	const room = beside ? { ...box, w: Math.round(box.w * 0.4), h: end - box.y - 20 } : box;
	const label = block(visual.label, { face: 'Display', size: 84, width: room.w, maxLines: 2, least: 44, leading: 1.06 });
	const labelRoom = visual.label ? label.height + 18 : 0;
	const most = beside ? Math.min(420, room.h - labelRoom) : Math.min(tall ? 280 : 240, box.h * 0.36);
	const size = Math.min(sizeFor(visual.display, 'Display', 420, room.w), most / (0.86 + descent(visual.display)));
	const group = size * (0.84 + descent(visual.display)) + labelRoom;
	const px = c.align === 'center' ? room.x + room.w / 2 : room.x;
	const start = Math.min(kit.cue(0, 1, 2), 24);
	const figure = addFigure(kit, visual.display, {
		box: { ...room, y: beside ? room.y + Math.max(0, (room.h - group) / 2) : room.y, h: most },
		max: size,
		colour: tone.figure,
		align: c.align,
		start,
		count: false,
	});
	const labelY = figure.y + figure.h + 18;
	if (visual.label) addBlock(kit, 'label', label, px, labelY, { colour: tone.text, align: c.align, start: 2 });
	const top = labelY + labelRoom + 16;
	const field = beside
		? { x: room.x + room.w + 60, y: box.y, w: box.w - room.w - 60, h: end - box.y - 10 }
		: { x: box.x, y: top, w: box.w, h: box.y + box.h - top - (tall && c.skeleton !== 1 ? 24 : 0) };
	const marks = marksOf(visual);
	if (field.h >= 80 && Math.max(marks.count, marks.of ?? 0) <= MOST) await addMarks(kit, marks, field, start + 4);
	if (tall ? c.skeleton !== 1 : beside) paintFoot(kit, visual.label);
}

function marksOf(visual: Count): Marks {
	const { display, label, value, of } = visual;
	const sticker = hasSticker(visual.sticker) ? visual.sticker : undefined;
	const kind = kindOf({ display, unit: label, value, ...(sticker ? { sticker } : {}) }, '');
	const known = kind === 'people' || kind === 'days' || kind === 'things';
	return {
		kind: known ? kind : sticker ? 'things' : 'dots',
		count: Math.max(1, Math.round(value)),
		of,
		sticker,
	};
}
