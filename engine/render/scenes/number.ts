/** One number, as large as the frame allows, and what it counts. */
import type { Visual } from '../../asset';
import { addArt } from '../art';
import type { Kit } from '../kit';
import { compose } from '../layout';
import { hasSticker } from '../stickers';
import { addBlock, addFigure, addSticker, block, repeats } from './parts';

export async function buildNumber(kit: Kit, visual: Extract<Visual, { type: 'bignum' }>): Promise<void> {
	const { stage, tone } = kit;
	const bare = repeats(kit.scene.title, visual.display);
	const sticker = hasSticker(visual.sticker) ? visual.sticker : undefined;
	const c = compose(kit, { title: !bare, max: stage.tall ? 92 : 96, art: stage.tall || kit.skeleton !== 2 });
	const align = c.align;
	const box = c.picture;
	const px = align === 'center' ? box.x + box.w / 2 : box.x;
	const lead = block(bare ? kit.scene.title.replaceAll('*', '') : visual.lead, {
		face: bare ? 'Display' : 'Body',
		size: bare ? 72 : 50,
		width: box.w,
		maxLines: 2,
		least: 38,
	});
	const unit = block(visual.unit, { face: 'Display', size: 84, width: box.w, maxLines: 2, least: 48 });
	const words = lead.height + unit.height + 60;
	// The group of lead, figure and unit stands in the middle of what the sticker leaves.
	const room = box.h - words - (sticker ? Math.min(380, box.h * 0.36) + 20 : 0);
	const figureHeight = Math.min(room, stage.tall ? 330 : 360);
	const group = words + figureHeight;
	const stickerSize = sticker ? Math.min(430, box.h - group - 10) : 0;
	let y = sticker ? box.y : box.y + Math.max(0, (box.h - group) / 2 - 20);
	const under = kit.skeleton % 2 === 1;
	if (sticker && under && stickerSize > 180) {
		await addSticker(kit, sticker, {
			cx: align === 'center' ? px : box.x + box.w - stickerSize * 0.55,
			cy: y + stickerSize * 0.5,
			size: stickerSize * 0.9,
		});
		y += stickerSize + 10;
	}
	if (visual.lead || bare) addBlock(kit, 'lead', lead, px, y, { colour: tone.text, align, start: 0 });
	y += lead.height + 26;
	const figure = addFigure(kit, visual.display, {
		box: { x: box.x, y, w: box.w, h: figureHeight },
		max: 380,
		colour: tone.figure,
		align,
		start: Math.min(kit.cue(0, 1, 2), 24),
	});
	y = figure.y + figure.h + 22;
	addBlock(kit, 'unit', unit, px, y, { colour: tone.text, align, start: 6 });
	y += unit.height + 10;
	if (sticker && !under) {
		const size = Math.min(450, box.y + box.h - y);
		if (size > 170)
			await addSticker(kit, sticker, {
				cx: align === 'center' ? px : box.x + box.w * 0.64,
				cy: y + size * 0.52,
				size: size * 0.9,
				start: 8,
			});
	}
	if (!stage.tall && kit.skeleton === 2) addArt(kit);
}
