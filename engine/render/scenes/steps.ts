/** Steps or things of a list on full-bleed fields: quarters of the frame, or bands; each comes at its word. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { addEcho } from '../art';
import { compose } from '../layout';
import { hasSticker, loadSticker, putSticker } from '../stickers';
import { drawText, measure, type Box } from '../text';
import { blend } from '../theme';
import { addBand, addBandWords, bandTones, fittedWords, waitingTone, type BandTone } from './bands';
import { block, drawBlock, type Block } from './parts';
import { buildStep, countedStep } from './step';

type Steps = Extract<Visual, { type: 'steps' }>;
type Item = Steps['items'][number];

interface Cell {
	item: Item;
	i: number;
	n: number;
	number: number;
	tone: BandTone;
	tones: BandTone[];
	/** The field, to the frame's edge. */
	field: Box;
	/** Where words may stand in it. */
	safe: Box;
	/** Where its picture stands. */
	picture: Box;
	/** Size of its number, and the largest its words may have. */
	numeral: number;
	most: number;
}

export async function buildSteps(kit: Kit, visual: Steps): Promise<void> {
	const { stage } = kit;
	const { tall, width, height, content } = stage;
	const n = visual.items.length;
	const counted = n === 1 && !hasSticker(visual.items[0]!.sticker) ? countedStep(kit.scene.title) : null;
	if (counted && !visual.items[0]!.detail) return buildStep(kit, visual.items[0]!.text, counted);
	const quarters = tall && n === 4 && (kit.skeleton === 0 || kit.skeleton === 2);
	const c = compose(kit, { max: tall ? 108 : 104, maxLines: tall ? 2 : 5, plate: true });
	const tones = bandTones(kit, n);
	const end = content.y + content.h;
	// The fewer they are, the larger: a row of two has to fill the frame as one of four does.
	const inRow = n === 2 ? { numeral: 300, most: 128 } : n === 3 ? { numeral: 220, most: 100 } : { numeral: 150, most: 80 };
	const cell = (i: number, field: Box, safe: Box, picture: Box, sizes: Pick<Cell, 'numeral' | 'most'>): Cell => ({
		item: visual.items[i]!,
		i,
		n,
		number: (visual.firstNumber ?? 1) + i,
		tone: tones[i]!,
		tones,
		field,
		safe,
		picture,
		...sizes,
	});
	const cells: Cell[] = [];
	let stacked = true;
	if (quarters) {
		const top = c.picture.y - (c.skeleton === 3 ? 48 : 0);
		const middle = top + Math.round((end - top) * 0.52);
		for (let i = 0; i < 4; i++) {
			const [x0, lower] = [(i % 2) * (width / 2), i > 1];
			const y = lower ? middle : top;
			const field = { x: x0, y, w: width / 2, h: (lower ? height : middle) - y };
			const safe = {
				x: i % 2 ? x0 + 36 : content.x,
				y: y + 26,
				w: width / 2 - 36 - (i % 2 ? content.x : content.x),
				h: (lower ? end : middle - 20) - y - 26,
			};
			// The lower fields go on behind the captions; their pictures stand there.
			const picture = lower ? { x: x0 + 70, y: 1450, w: 400, h: 400 } : { x: x0 + width / 2 - 196, y: y + 12, w: 170, h: 170 };
			cells.push(cell(i, field, safe, picture, { numeral: 104, most: 78 }));
		}
	} else if (n === 1) {
		// One step alone has the whole picture.
		const top = tall ? c.picture.y - (c.skeleton === 3 ? 48 : 0) : c.skeleton === 2 ? c.picture.y : 0;
		const x0 = tall || c.skeleton === 2 ? 0 : c.bleed.x;
		const w = tall || c.skeleton === 2 ? width : c.bleed.w;
		const left = Math.max(content.x, x0 + 60);
		const safe = {
			x: left,
			y: Math.max(top, content.y) + 30,
			w: Math.min(content.x + content.w, x0 + w - 40) - left,
			h: end - Math.max(top, content.y) - 30,
		};
		const size = tall ? 420 : 300;
		const picture = tall ? { x: 600, y: 1450, w: size, h: size } : { x: left + safe.w - size, y: safe.y, w: size, h: size };
		cells.push(cell(0, { x: x0, y: top, w, h: height - top }, safe, picture, { numeral: tall ? 360 : 300, most: 150 }));
	} else if (!tall && c.skeleton === 2) {
		const top = c.picture.y;
		for (let i = 0; i < n; i++) {
			const [x0, x1] = [Math.round((width * i) / n), Math.round((width * (i + 1)) / n)];
			const inset = i === 0 ? content.x - x0 : 40;
			const safe = { x: x0 + inset, y: top + 34, w: x1 - x0 - inset - (i === n - 1 ? content.x + 10 : 30), h: end - top - 34 };
			const size = Math.min(220, x1 - x0 - 150);
			cells.push(
				cell(
					i,
					{ x: x0, y: top, w: x1 - x0, h: height - top },
					safe,
					{ x: x1 - size - (i === n - 1 ? 90 : 30), y: top + 14, w: size, h: size },
					inRow,
				),
			);
		}
		// Side by side they are set in one size.
		const most = Math.min(...cells.map((each) => textOf(each, true).text.size));
		cells.forEach((each) => (each.most = most));
	} else {
		stacked = false;
		const top = tall ? c.picture.y - (c.skeleton === 3 ? 48 : 0) : 0;
		const last = tall ? end + 20 : end + 6;
		const first = !tall ? content.y : top;
		const step = (last - first) / n;
		for (let i = 0; i < n; i++) {
			const y = first + i * step;
			const up = i === 0 ? (tall ? y : 0) : y;
			const down = i === n - 1 ? height : y + step;
			const x0 = tall ? 0 : c.bleed.x;
			const right = tall ? content.x + content.w : Math.min(content.x + content.w, c.bleed.x + c.bleed.w - 40);
			const left = tall ? content.x : Math.max(content.x, x0 + 50);
			const size = Math.min(step * 0.92, 230);
			cells.push(
				cell(
					i,
					{ x: x0, y: Math.floor(up), w: c.bleed.w, h: Math.ceil(down) - Math.floor(up) },
					{ x: left, y: y + 8, w: right - left, h: step - 16 },
					{ x: right - size + 20, y: y + (step - size) / 2, w: size, h: size },
					{ numeral: Math.min(190, (step - 16) * 0.72), most: n === 2 ? 96 : 70 },
				),
			);
		}
	}
	for (const each of cells) await addCell(kit, each, stacked);
	// The last field goes on below the captions: its picture stands there, else its number.
	const lastCell = cells.at(-1)!;
	if (tall && !quarters) addFoot(kit, lastCell);
	if (quarters)
		for (const each of cells.slice(2))
			if (!hasSticker(each.item.sticker))
				addEcho(
					kit,
					String(each.number),
					{ ...each.field, y: 1446, h: height - 1446 },
					blend(each.tone.fill, each.tone.text, 0.21),
					kit.cue(each.i, n, 2),
				);
}

function addFoot(kit: Kit, c: Cell): void {
	const { width, height } = kit.stage;
	addEcho(
		kit,
		String(c.number),
		{ x: 0, y: 1446, w: width, h: height - 1446 },
		blend(c.tone.fill, c.tone.text, 0.21),
		kit.cue(c.i, c.n, 2),
	);
}

/** Words of a step, fitted to the room beside or below its number and picture. */
function textOf(c: Cell, stacked: boolean): { text: Block; textX: number; width: number; top: number; room: number } {
	const sticker = hasSticker(c.item.sticker);
	const clear = sticker && c.picture.y > c.safe.y + c.safe.h;
	const { numeral } = c;
	const numeralWidth = measure(String(c.number), { face: 'Display', size: numeral });
	const textX = stacked ? c.safe.x : c.safe.x + Math.max(numeralWidth, numeral * 0.62) + 40;
	const beside = sticker && !clear && !stacked ? c.picture.w + 6 : 0;
	const width = c.safe.x + c.safe.w - textX - beside;
	const top = stacked ? c.safe.y + numeral * 0.9 + (sticker && !clear ? Math.max(0, c.picture.h - numeral) : 0) : c.safe.y;
	const room = c.safe.y + c.safe.h - top - (stacked ? 6 : 0);
	return { text: fittedWords(c.item.text, width, c.item.detail ? room * 0.66 : room, c.most), textX, width, top, room };
}

async function addCell(kit: Kit, c: Cell, stacked: boolean): Promise<void> {
	const start = c.i ? kit.cue(c.i, c.n, 2) : -8;
	addBand(kit, c.i, c.tones, c.field, start, stacked ? 'below' : 'left');
	const sticker = await loadSticker(c.item.sticker, Math.round(c.picture.w * 0.82));
	const { numeral } = c;
	const { text, textX, width, top, room } = textOf(c, stacked);
	const detailRoom = room - text.height - 8;
	const fitted = c.item.detail
		? block(c.item.detail, { size: 40, width, maxLines: Math.max(1, Math.floor(detailRoom / 44)), least: 36 })
		: null;
	const detail = fitted && fitted.height <= detailRoom && !fitted.lines.at(-1)!.endsWith('…') ? fitted : null;
	const height = text.height + (detail ? detail.height + 6 : 0);
	const y = stacked ? top + 6 : c.safe.y + (c.safe.h - height) / 2;
	addBandWords(
		kit,
		`step ${c.i}`,
		{ x: c.safe.x - 8, y: c.safe.y - 10, w: c.safe.w + 16, h: c.safe.h + 20 },
		start,
		(x, alpha, there) => {
			const base = stacked ? c.safe.y + numeral * 0.72 : c.safe.y + c.safe.h / 2 + numeral * 0.35;
			drawText(x, String(c.number), c.safe.x - numeral * 0.03, base, {
				face: 'Display',
				size: numeral,
				colour: there.text,
				kind: 'figure',
			});
			drawBlock(x, text, textX, y, { colour: c.tone.text, alpha });
			if (detail) drawBlock(x, detail, textX, y + text.height + 6, { colour: c.tone.muted, alpha });
		},
		[waitingTone(c.tones, c.i), c.tone],
	);
	if (!sticker) return;
	const [cx, cy] = [c.picture.x + c.picture.w / 2, c.picture.y + c.picture.h / 2];
	const reach = sticker.width * 0.58;
	kit.add(
		`step picture ${c.i}`,
		{ x: cx - reach, y: cy - reach, w: 2 * reach, h: 2 * reach },
		(m) => {
			const pop = m.tween(start + 3, 11, 'back');
			const boil = m.boil(12, c.i);
			return (x, frame) => putSticker(x, sticker, cx, cy, pop(frame), boil(frame));
		},
		{ over: true },
	);
}
