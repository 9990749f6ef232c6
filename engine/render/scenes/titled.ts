/** Scenes led by their title: the hook (whose first frame is the film's cover), a statement, the outro. */
import type { Visual } from '../../asset';
import { addArt, drawMotif, motifOf } from '../art';
import type { Kit } from '../kit';
import { paintBelow } from '../layout';
import { hasSticker } from '../stickers';
import { onFill } from '../theme';
import { addSource, addTitle } from '../title';
import { addBlock, addFigure, addSticker, block } from './parts';

type Titled = Extract<Visual, { type: 'hook' | 'statement' | 'outro' }>;

export async function buildTitled(kit: Kit, visual: Titled): Promise<void> {
	const number = visual.type === 'hook' ? visual.number : undefined;
	const call = visual.type === 'outro' ? visual.callToAction : undefined;
	const sticker = hasSticker(visual.sticker) ? visual.sticker : undefined;
	if (kit.stage.tall) await tall(kit, { sticker, number, call });
	else await wide(kit, { sticker, number, call });
}

interface Parts {
	sticker: string | undefined;
	number: { display: string; unit: string } | undefined;
	call: string | undefined;
}

/** A disc behind the hero, cut from paper. */
function disc(kit: Kit, cx: number, cy: number, r: number): void {
	const colour = kit.ground === 'ink' || kit.ground === 'picture' ? kit.tone.second : kit.tone.quiet;
	paintBelow(kit, (x) => {
		x.fillStyle = colour;
		x.beginPath();
		x.arc(cx, cy, r, 0, 7);
		x.fill();
	});
}

async function tall(kit: Kit, { sticker, number, call }: Parts): Promise<void> {
	const { content, width } = kit.stage;
	const first = kit.scene.index === 0;
	const end = content.y + content.h;
	const skeleton = kit.skeleton;
	addArt(kit);
	const callRoom = call ? 130 : 0;
	const figure = async (y: number, h: number, align: 'left' | 'center') => {
		const unit = block(number!.unit, { face: 'Display', size: 64, width: content.w, maxLines: 2 });
		const box = addFigure(kit, number!.display, {
			box: { x: content.x, y, w: content.w, h: h - unit.height - 12 },
			max: 330,
			colour: kit.tone.figure,
			align,
			count: !first,
		});
		addBlock(kit, 'unit', unit, align === 'center' ? width / 2 : content.x, box.y + box.h + 14, {
			colour: kit.tone.text,
			align,
			start: -8,
		});
		return box.y + box.h + 14 + unit.height;
	};
	const title = (o: { y: number; h: number; anchor: 'top' | 'middle' | 'bottom'; align?: 'left' | 'center'; max?: number }) =>
		addTitle(kit, {
			box: { x: content.x, y: o.y, w: content.w, h: o.h },
			max: o.max ?? 168,
			min: 84,
			maxLines: 5,
			anchor: o.anchor,
			align: o.align ?? 'left',
			start: first ? 6 : 8,
		});

	let block0: { y: number; h: number };
	if (skeleton === 1) {
		// Title on top, the object large below it, reaching under the captions' line.
		let top = content.y;
		if (number) top = (await figure(top, 400, 'left')) + 40;
		block0 = title({ y: top, h: sticker ? 560 - (number ? 120 : 0) : end - callRoom - top, anchor: sticker ? 'top' : 'middle' });
		const from = block0.y + block0.h + 30 + callRoom;
		const size = Math.min(620, (1196 - from) * 0.94);
		if (sticker && size > 170) {
			disc(kit, width * 0.58, (from + 1196) / 2, size * 0.53);
			await addSticker(kit, sticker, { cx: width * 0.58, cy: (from + 1196) / 2, size: size * 0.74, shown: first });
		}
	} else if (skeleton === 2) {
		const centre = { cx: width / 2, cy: 470 };
		let top = content.y;
		if (number) top = (await figure(content.y, sticker ? 310 : 460, 'center')) + 24;
		if (sticker) {
			const size = number ? 240 : 430;
			const cy = number ? top + size * 0.5 : centre.cy;
			if (!number) disc(kit, centre.cx, cy, size * 0.72);
			await addSticker(kit, sticker, { cx: centre.cx, cy, size, shown: first });
			top = number ? cy + size * 0.62 : cy + size * 0.86;
		}
		block0 = title({ y: top, h: end - callRoom - top, anchor: sticker || number ? 'top' : 'middle', align: 'center', max: 150 });
	} else if (skeleton === 3) {
		// A slab of the accent above, the title stands on the ground below.
		const slab = 690;
		const fill = kit.tone.mark;
		paintBelow(kit, (x) => {
			x.fillStyle = fill;
			x.beginPath();
			x.moveTo(0, 0);
			x.lineTo(width, 0);
			x.lineTo(width, slab - 90);
			x.lineTo(0, slab + 30);
			x.fill();
		});
		if (sticker) await addSticker(kit, sticker, { cx: width * (number ? 0.715 : 0.66), cy: 410, size: number ? 400 : 440, shown: first });
		else if (!number) addSlabArt(kit, slab);
		if (number) {
			const unit = block(number.unit, { face: 'Display', size: 60, width: sticker ? 380 : content.w, maxLines: 2 });
			const colour = onFill(kit.palette, fill);
			const box = addFigure(kit, number.display, {
				box: { x: content.x, y: sticker ? 300 : 214, w: sticker ? 420 : content.w, h: 300 },
				max: 320,
				colour,
				count: !first,
			});
			addBlock(kit, 'unit', unit, content.x, box.y + box.h + 10, { colour, start: -8 });
		}
		block0 = title({ y: slab + 50, h: end - callRoom - slab - 50, anchor: 'top', max: 150 });
	} else {
		// The object above, the title large below it.
		let top = content.y;
		if (number && sticker) {
			// Figure left, object right.
			const unit = block(number.unit, { face: 'Display', size: 60, width: 460, maxLines: 2 });
			const box = addFigure(kit, number.display, {
				box: { x: content.x, y: content.y + 40, w: 470, h: 260 },
				max: 270,
				colour: kit.tone.figure,
				count: !first,
			});
			addBlock(kit, 'unit', unit, content.x, box.y + box.h + 14, { colour: kit.tone.text, start: -8 });
			disc(kit, 820, content.y + 210, 216);
			await addSticker(kit, sticker, { cx: 820, cy: content.y + 210, size: 330, shown: first });
			top = content.y + 470;
		} else if (number) top = (await figure(content.y, 480, 'left')) + 40;
		else if (sticker) {
			disc(kit, width * 0.66, content.y + 240, 300);
			await addSticker(kit, sticker, { cx: width * 0.66, cy: content.y + 240, size: 450, shown: first });
			top = content.y + 540;
		}
		block0 = title({ y: top, h: end - callRoom - top, anchor: number && !sticker ? 'top' : sticker ? 'bottom' : 'middle' });
	}
	if (call) addCall(kit, call, skeleton === 2 ? 'center' : 'left', block0.y + block0.h + 36);
	addSource(kit, { align: skeleton === 2 ? 'center' : 'left' });
}

/** Art of the slab where no sticker fits the words. */
function addSlabArt(kit: Kit, slab: number): void {
	const ink = onFill(kit.palette, kit.tone.mark);
	const lean = kit.random();
	const { width } = kit.stage;
	paintBelow(kit, (x) => {
		x.save();
		x.beginPath();
		x.moveTo(0, 0);
		x.lineTo(width, 0);
		x.lineTo(width, slab - 90);
		x.lineTo(0, slab + 30);
		x.clip();
		x.globalAlpha = 0.16;
		drawMotif(x, 'rays', { x: 0, y: 0, w: width, h: slab + 30 }, { back: kit.tone.mark, middle: ink, front: ink }, 0, lean);
		x.restore();
	});
}

function addCall(kit: Kit, call: string, align: 'left' | 'center', y: number): void {
	const { content, width } = kit.stage;
	const fill = kit.tone.mark;
	const text = block(call, { face: 'Label', size: 46, width: content.w - 80, maxLines: 1, least: 36 });
	const w = text.width + 72;
	const left = align === 'center' ? width / 2 - w / 2 : content.x;
	kit.add(
		'call',
		{ x: left - 4, y: y - 4, w: w + 8, h: 98 },
		(m) => {
			const show = m.tween(16, 10, 'out');
			return (x, frame) => {
				const t = show(frame);
				if (t <= 0) return;
				x.globalAlpha = t;
				x.fillStyle = fill;
				x.beginPath();
				x.roundRect(left, y, w, 88, 44);
				x.fill();
			};
		},
		{ over: true },
	);
	addBlock(kit, 'call text', text, left + 36, y + 16, { colour: onFill(kit.palette, fill), start: 16 });
}

async function wide(kit: Kit, { sticker, number, call }: Parts): Promise<void> {
	const { content, width, height } = kit.stage;
	const first = kit.scene.index === 0;
	const { skeleton } = kit;
	const picture = sticker !== undefined || number !== undefined;
	const mirrored = skeleton === 1;
	const centred = (skeleton === 2 && !number) || !picture;
	if (skeleton === 3 && picture) {
		const fill = kit.tone.mark;
		paintBelow(kit, (x) => {
			x.fillStyle = fill;
			x.beginPath();
			x.moveTo(width * 0.6, 0);
			x.lineTo(width, 0);
			x.lineTo(width, height);
			x.lineTo(width * 0.52, height);
			x.fill();
		});
	} else addArt(kit, undefined, motifOf(kit));
	const callRoom = call ? 120 : 0;
	const titleBox = centred
		? { x: content.x + 140, y: sticker ? content.y + 330 : content.y, w: content.w - 280, h: content.h - callRoom - (sticker ? 330 : 0) }
		: { x: mirrored ? 830 : content.x, y: content.y, w: skeleton === 3 ? 880 : 980, h: content.h - callRoom };
	const align = centred ? 'center' : 'left';
	if (number && !centred) {
		const spot = { x: mirrored ? content.x : 1150, y: 190, w: 660, h: 330 };
		const colour = skeleton === 3 ? onFill(kit.palette, kit.tone.mark) : kit.tone.figure;
		const box = addFigure(kit, number.display, {
			box: sticker ? { ...spot, y: 90, h: 260 } : { ...spot, h: 400 },
			max: 340,
			colour,
			align: 'center',
			count: !first,
		});
		const unit = block(number.unit, { face: 'Display', size: 64, width: spot.w, maxLines: 2 });
		addBlock(kit, 'unit', unit, spot.x + spot.w / 2, box.y + box.h + 16, {
			colour: skeleton === 3 ? colour : kit.tone.text,
			align: 'center',
			start: -8,
		});
		if (sticker)
			await addSticker(kit, sticker, { cx: spot.x + spot.w / 2, cy: box.y + box.h + unit.height + 230, size: 340, shown: first });
	} else if (sticker) {
		const cx = centred ? width / 2 : mirrored ? 430 : 1490;
		const cy = centred ? content.y + 150 : 450;
		const size = centred ? 250 : 560;
		if (!centred && skeleton !== 3) disc(kit, cx, cy, size * 0.66);
		await addSticker(kit, sticker, { cx, cy, size, shown: first });
	}
	const title = addTitle(kit, { box: titleBox, max: 158, min: 84, maxLines: 4, anchor: 'middle', align, start: first ? 6 : 8 });
	if (call) {
		const text = block(call, { face: 'Label', size: 44, width: titleBox.w, maxLines: 1 });
		addBlock(kit, 'call', text, centred ? width / 2 : titleBox.x, title.y + title.h + 40, {
			colour: kit.tone.accentText,
			align,
			start: 14,
		});
	}
	addSource(kit, { plate: true, align: centred ? 'center' : 'left' });
}
