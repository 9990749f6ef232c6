/** One number, as large as the frame allows, and what it counts. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { compose } from '../layout';
import { hasSticker } from '../stickers';
import { plainTitle } from '../title';
import { addBlock, addFigure, addSticker, block, repeats } from './parts';

export async function buildNumber(kit: Kit, visual: Extract<Visual, { type: 'bignum' }>): Promise<void> {
	const { stage, tone } = kit;
	const bare = repeats(kit.scene.title, visual.display);
	const sticker = hasSticker(visual.sticker) ? visual.sticker : undefined;
	const c = compose(kit, { title: !bare, max: stage.tall ? 92 : 96 });
	const { align } = c;
	const aside = !stage.tall && sticker !== undefined;
	const box = aside ? { ...c.picture, w: c.picture.w * 0.54 } : c.picture;
	const px = align === 'center' ? box.x + box.w / 2 : box.x;
	const said = bare ? plainTitle(kit.scene.title) : visual.lead;
	const lead = said ? block(said, { face: bare ? 'Display' : 'Body', size: bare ? 72 : 52, width: box.w, maxLines: 2, least: 38 }) : null;
	const unit = block(visual.unit, { face: 'Display', size: 88, width: box.w, maxLines: 2, least: 48 });
	const words = (lead ? lead.height + 26 : 0) + unit.height + 24;
	const above = stage.tall && sticker !== undefined && kit.skeleton % 2 === 1;
	// The sticker takes what the words and a large figure leave, in the vertical shape.
	const wanted = stage.tall && sticker ? Math.min(430, Math.max(0, box.h - words - 300)) : 0;
	const stickerSize = wanted >= 180 ? wanted : 0;
	const figureHeight = Math.min(box.h - words - stickerSize - (stickerSize ? 20 : 0), stage.tall ? 420 : 400);
	const group = words + figureHeight * 0.86 + (stickerSize ? stickerSize + 20 : 0);
	let y = box.y + Math.max(0, (box.h - group) * (stage.tall ? 0.35 : 0.5));
	const stickerX = align === 'center' ? px : box.x + box.w - stickerSize * 0.56;
	if (above && stickerSize) {
		await addSticker(kit, sticker, { cx: stickerX, cy: y + stickerSize * 0.5, size: stickerSize * 0.86 });
		y += stickerSize + 20;
	}
	if (lead) {
		addBlock(kit, 'lead', lead, px, y, { colour: tone.text, align, start: -8 });
		y += lead.height + 26;
	}
	const start = Math.min(kit.cue(0, 1, 2), 24);
	const figure = addFigure(kit, visual.display, {
		box: { x: box.x, y, w: box.w, h: figureHeight },
		max: stage.tall ? 480 : 420,
		colour: tone.figure,
		align,
		start,
	});
	y = figure.y + figure.h + 24;
	addBlock(kit, 'unit', unit, px, y, { colour: tone.text, align, start: 2 });
	y += unit.height + 20;
	if (stickerSize && !above)
		await addSticker(kit, sticker, { cx: stickerX, cy: y + stickerSize * 0.5, size: stickerSize * 0.86, start: 8 });
	if (aside) {
		const size = Math.min(c.picture.w * 0.4, 480);
		await addSticker(kit, sticker, { cx: c.picture.x + c.picture.w - size * 0.6, cy: c.picture.y + c.picture.h / 2, size, start: 6 });
	}
}
