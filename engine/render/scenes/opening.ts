/** Openings that lead with a number: four of them, each whole on its first frame. */
import { floorColour, paintEcho, paintFloor } from '../art';
import type { Kit } from '../kit';
import { paintFoot, paintPanel, panelOf } from '../layout';
import { addPoster } from '../poster';
import { addQuantity, kindOf } from '../quantity';
import { addSource, addTitle } from '../title';
import { blend } from '../theme';
import { addBlock, addFigure, addSticker, block, footOf, scaled } from './parts';
import { echoOf } from './words';
import { paintShape, type TitledParts } from './titled';
import type { Box } from '../text';

type Opening = TitledParts & { number: { display: string; unit: string } };

/** Which of the four openings a film takes: its first scene's skeleton, turned by its seed. */
export const openingOf = (skeleton: number, seed: number): number => (((skeleton + seed) % 4) + 4) % 4;

export async function buildOpening(kit: Kit, o: Opening): Promise<void> {
	if (kit.stage.tall) await tall(kit, o);
	else await wide(kit, o);
}

/** The number with its unit below it; returns the lower edge. */
function slam(
	kit: Kit,
	number: Opening['number'],
	box: Box,
	o: { colour: string; text: string; align?: 'left' | 'center'; max?: number },
): number {
	const align = o.align ?? 'left';
	const { display, unit: what } = scaled(number.display, number.unit, box.w, Math.min(o.max ?? 430, box.h - 100));
	const unit = block(what, { face: 'Display', size: 72, width: box.w, maxLines: 2, least: 44, leading: 1.06 });
	const limit = number.limit ? block(number.limit, { face: 'Display', size: 60, width: box.w, maxLines: 1, least: 44 }) : null;
	const above = limit ? limit.height + 14 : 0;
	const figure = addFigure(kit, display, {
		box: { ...box, y: box.y + above, h: box.h - above - unit.height - 18 },
		max: o.max ?? 430,
		colour: o.colour,
		align,
		count: kit.scene.index > 0,
		punch: true,
	});
	const x = align === 'center' ? box.x + box.w / 2 : box.x;
	if (limit) addBlock(kit, 'limit', limit, x, figure.y - above, { colour: o.text, align, start: -8 });
	if (!what) return figure.y + figure.h;
	addBlock(kit, 'unit', unit, x, figure.y + figure.h + 18, {
		colour: o.text,
		align,
		start: -8,
	});
	return figure.y + figure.h + 18 + unit.height;
}

/** What stands below the words: the quantity itself, else the object on a floor, else a plain panel. */
async function below(kit: Kit, { number, sticker }: Opening, top: number): Promise<void> {
	const { width, height } = kit.stage;
	const shown = kit.scene.index === 0;
	const quantity = { ...number, ...(sticker ? { sticker } : {}) };
	const kind = kindOf(quantity, kit.scene.title);
	const foot = footOf(kit);
	if (sticker && foot - top > 220 && kind !== 'things') {
		const size = Math.min(640, foot - top);
		const horizon = foot - Math.min(150, size * 0.3);
		paintFloor(kit, { box: { x: 0, y: horizon, w: width, h: height - horizon }, x: width * 0.56, colour: floorColour(kit) });
		await addSticker(kit, sticker, { cx: width * 0.56, cy: foot - 4 - size * 0.48, size: size * 0.92, shown, turn: -0.05, ground: true });
		return;
	}
	const from = Math.max(top + 20, kit.stage.foot);
	if (await addQuantity(kit, quantity, { x: 0, y: Math.min(top + 30, from), w: width, h: height - Math.min(top + 30, from) }, -30)) return;
	paintFoot(kit, number.unit);
}

async function tall(kit: Kit, o: Opening): Promise<void> {
	const { content, width, height } = kit.stage;
	const { tone } = kit;
	const opening = openingOf(kit.skeleton, kit.plan.seed);
	const panel = panelOf(kit);
	const start = kit.scene.index === 0 ? 6 : 8;
	if (opening === 1) {
		// The number and its picture above, the claim on the panel.
		const title = addPoster(kit, {
			box: { x: content.x, y: content.y + 600, w: content.w, h: content.h - 600 },
			max: 150,
			ratio: 1.25,
			anchor: 'bottom',
			colours: panel,
			maxLines: 3,
		});
		const edge = Math.round(title.y - 46);
		const withSticker = o.sticker !== undefined;
		const bottom = slam(
			kit,
			o.number,
			{ x: content.x, y: 214, w: withSticker ? 480 : content.w, h: withSticker ? 360 : Math.min(420, edge - 254) },
			{ colour: tone.figure, text: tone.text },
		);
		if (o.sticker) {
			const size = Math.min(640, edge - 190);
			paintFloor(kit, {
				box: { x: 0, y: edge - 150, w: width, h: 150 },
				x: 740,
				colour: floorColour(kit) === panel.fill ? blend(tone.ground, tone.text, 0.2) : floorColour(kit),
			});
			await addSticker(kit, o.sticker, { cx: 770, cy: edge - 40 - size * 0.44, size: size * 0.88, shown: true, ground: true, over: true });
		} else await addQuantity(kit, o.number, { x: 0, y: bottom + 24, w: width, h: edge - bottom - 24 }, -30);
		paintPanel(kit, { x: 0, y: edge, w: width, h: height - edge }, panel.fill);
		paintEcho(kit, echoOf(kit.scene.title), { x: 0, y: 1446, w: width, h: height - 1446 }, blend(panel.fill, panel.text, 0.21));
		addSource(kit, { colour: panel.muted });
		return;
	}
	if (opening === 3) {
		// Two halves against each other: the number above, the claim below.
		const edge = o.sticker ? 640 : 700;
		const slant = 70;
		paintShape(kit, panel.fill, [
			[0, 0],
			[width, 0],
			[width, edge - slant],
			[0, edge + slant],
		]);
		const w = o.sticker ? 560 : content.w;
		slam(kit, o.number, { x: content.x, y: 214, w, h: edge - slant - 214 - 20 }, { colour: panel.text, text: panel.text, max: 400 });
		const title = addPoster(kit, {
			box: { x: content.x, y: edge + slant + 40, w: content.w, h: 1190 - edge - slant - 40 },
			max: 200,
			ratio: 1.3,
			anchor: 'top',
			maxLines: 4,
		});
		if (o.sticker) await addSticker(kit, o.sticker, { cx: 832, cy: edge - 170, size: 360, shown: true, over: true, turn: 0.1 });
		const from = Math.max(kit.stage.foot, title.y + title.h + 40);
		const quantity = await addQuantity(
			kit,
			{ ...o.number, ...(o.sticker ? { sticker: o.sticker } : {}) },
			{ x: 0, y: from, w: width, h: height - from },
			-30,
		);
		if (!quantity) {
			paintShape(kit, panel.fill, [
				[0, 1330],
				[width, 1230],
				[width, height],
				[0, height],
			]);
			paintEcho(kit, o.number.unit, { x: 0, y: 1446, w: width, h: height - 1446 }, blend(panel.fill, panel.text, 0.21));
		}
		addSource(kit, { plate: true });
		return;
	}
	if (opening === 2) {
		// The number on a sun, the claim under it.
		const r = 400;
		const cy = 300;
		kit.add(
			'sun',
			{ x: width / 2 - r - 160, y: 0, w: 2 * r + 320, h: cy + r + 120 },
			(m) => {
				const pulse = m.nudges([4, ...kit.idle], 16);
				return (x, frame) => {
					x.fillStyle = panel.fill;
					x.beginPath();
					x.arc(width / 2, cy, r + 34 + 22 * pulse(frame), 0, 7);
					x.fill();
				};
			},
			{ over: true, keep: true },
		);
		slam(
			kit,
			o.number,
			{ x: width / 2 - 350, y: 214, w: 700, h: 430 },
			{ colour: panel.text, text: panel.text, align: 'center', max: 330 },
		);
		const title = addTitle(kit, {
			box: { ...content, y: cy + r + 70, h: o.sticker ? 300 : 420 },
			max: 128,
			min: 84,
			maxLines: o.sticker ? 2 : 4,
			align: 'center',
			start,
		});
		await below(kit, o, title.y + title.h + 6);
		addSource(kit, { align: 'center', plate: true });
		return;
	}
	const bottom = slam(kit, o.number, { x: content.x, y: content.y, w: content.w, h: 440 }, { colour: tone.figure, text: tone.text });
	const title = addTitle(kit, {
		box: { ...content, y: bottom + 34, h: 1190 - bottom - 34 },
		max: 124,
		min: 84,
		maxLines: o.sticker ? 3 : 4,
		start,
	});
	await below(kit, o, title.y + title.h + 6);
	addSource(kit, { plate: true });
}

async function wide(kit: Kit, o: Opening): Promise<void> {
	const { content, width, height } = kit.stage;
	const { tone } = kit;
	const opening = openingOf(kit.skeleton, kit.plan.seed);
	const panel = panelOf(kit);
	const floor = floorColour(kit);
	const horizon = 760;
	const quantity = { ...o.number, ...(o.sticker ? { sticker: o.sticker } : {}) };
	if (opening === 2) {
		slam(
			kit,
			o.number,
			{ x: content.x, y: content.y, w: content.w, h: 470 },
			{ colour: tone.figure, text: tone.text, align: 'center', max: 400 },
		);
		addTitle(kit, { box: { ...content, y: content.y + 490, h: 300 }, max: 124, min: 84, maxLines: 2, align: 'center', start: 6 });
		paintFoot(kit, '');
		addSource(kit, { align: 'center', colour: panel.muted });
		return;
	}
	const mirrored = opening === 1;
	const split = opening === 3;
	const side: Box = { x: mirrored ? content.x : 1040, y: split && !o.sticker ? 230 : content.y, w: 784, h: 400 };
	if (split)
		paintShape(kit, panel.fill, [
			[960, 0],
			[width, 0],
			[width, height],
			[860, height],
		]);
	const colours = split ? { colour: panel.text, text: panel.text } : { colour: tone.figure, text: tone.text };
	const words = { x: mirrored ? 960 : content.x, y: content.y, w: split ? 740 : 860, h: content.h };
	if (o.sticker) {
		const cx = side.x + side.w / 2;
		if (!split) paintFloor(kit, { box: { x: 0, y: horizon, w: width, h: height - horizon }, x: cx, colour: floor });
		const bottom = slam(kit, o.number, side, { ...colours, max: 300, align: 'center' });
		const size = Math.min(420, 862 - bottom);
		await addSticker(kit, o.sticker, { cx, cy: 858 - size * 0.5, size: size * 0.94, shown: true, ground: true });
	} else {
		const bottom = slam(kit, o.number, side, { ...colours, align: 'center', max: 360 });
		const box = {
			x: mirrored ? 0 : split ? 960 : 980,
			y: bottom + 30,
			w: mirrored ? 900 : width - (split ? 960 : 980),
			h: height - bottom - 30,
		};
		if (!split) await addQuantity(kit, quantity, box, -30);
	}
	// Words stand above the floor, where something stands on one.
	const floored = !split && (o.sticker !== undefined || kindOf(quantity, kit.scene.title) === 'money');
	addPoster(kit, { box: { ...words, h: floored ? horizon - content.y - 20 : words.h }, max: 190, ratio: 1.3, maxLines: 4 });
	addSource(kit, { plate: true });
}
