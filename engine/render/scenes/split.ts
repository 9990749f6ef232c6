/** Two values against each other: two halves of the frame, or two columns to scale where both are numbers of one unit. */
import type { SplitSide, Visual } from '../../asset';
import { paintEcho } from '../art';
import type { Kit } from '../kit';
import { compose } from '../layout';
import { shownNumber } from '../quantity';
import { loadSticker, putSticker } from '../stickers';
import { drawText, measure, sizeFor, type Box } from '../text';
import { blend, readable, toneOf, type Tone } from '../theme';
import { addSource, addTitle } from '../title';
import { addColumns } from './columns';
import { GHOST } from '../poster';
import { fittedWords } from './bands';
import { block, drawBlock } from './parts';
import { paintShape } from './titled';

type Split = Extract<Visual, { type: 'split' }>;

export async function buildSplit(kit: Kit, given: Split): Promise<void> {
	const visual = titled(kit, { ...given, left: withUnit(given.left), right: withUnit(given.right) });
	const pair = comparable(visual);
	// In a tall frame, and in a wide one without a title, the columns leave too much of it waiting for the second word.
	const carried = given.left.unit ?? given.right.unit;
	if (pair && kit.skeleton >= 2 && (!carried || (!kit.stage.tall && kit.scene.title !== ''))) {
		const c = compose(kit, { maxLines: kit.stage.tall ? 2 : 4, plate: true });
		addColumns(
			kit,
			[visual.left, visual.right].map((side, i) => ({ label: side.kicker, display: side.value, value: pair[i]!, detail: side.label })),
			c.bleed,
			c.picture,
		);
		return;
	}
	await buildHalves(kit, visual);
}

/** A value with the unit that its sentence leaves to the other one. */
const withUnit = ({ unit, ...side }: SplitSide): SplitSide => (unit ? { ...side, value: `${side.value} ${unit}` } : side);

/** "From $2 to $5": what changed heads both where nothing else does, rather than standing under the first value. */
function titled(kit: Kit, visual: Split): Split {
	const { left, right } = visual;
	if (kit.scene.title || left.kicker !== 'From' || right.kicker !== 'To' || !left.label) return visual;
	kit.scene = { ...kit.scene, title: left.label };
	return { ...visual, left: { ...left, label: '' } };
}

/** The two values, if both are plain numbers of the same unit that can be drawn to one scale. */
export function comparable({ left, right }: Split): [number, number] | null {
	// From 19th to 16th is a climb; as columns it would fall.
	if ([left, right].some(({ value }) => /^\d+(?:st|nd|rd|th)\b/i.test(value))) return null;
	const [a, b] = [shownNumber(left.value), shownNumber(right.value)];
	const unit = (text: string) => text.replace(/\d[\d,. \u00a0]*/, '#').toLowerCase();
	if (a === null || b === null || a <= 0 || b <= 0 || unit(left.value) !== unit(right.value)) return null;
	if (/^#$/.test(unit(left.value)) && a >= 1400 && a <= 2100 && b >= 1400 && b <= 2100) return null;
	const ratio = Math.max(a, b) / Math.min(a, b);
	return ratio <= 40 ? [a, b] : null;
}

async function buildHalves(kit: Kit, visual: Split): Promise<void> {
	const { stage } = kit;
	const { width, height, tall, content } = stage;
	const second = toneOf(kit.palette, kit.tone.dark ? (kit.ground === 'accent' ? 'paper' : 'accent') : 'ink', kit.scene.index);
	// The second half is there from the start, with its name; its value comes at its word.
	const cue = Math.max(4, kit.cue(1, 2, 12) - 2);
	const slanted = kit.skeleton % 2 === 1;
	if (tall) {
		const title = addTitle(kit, { box: { ...content, h: 230 }, max: 92, maxLines: 2 });
		const top = title.y + title.h + 30;
		const middle = top + (1190 - top) * 0.5;
		const slant = slanted ? 44 : 0;
		await addSide(kit, kit.tone, visual.left, { x: content.x, y: top, w: content.w, h: middle - top - 16 - slant }, 0, -8);
		paintShape(kit, second.ground, [
			[0, middle + slant],
			[width, middle - slant],
			[width, height],
			[0, height],
		]);
		await addSide(kit, second, visual.right, { x: content.x, y: middle + 34 + slant, w: content.w, h: 1190 - middle - 34 - slant }, 1, cue);
		// Below the captions the second half goes on: with its object, else with its value.
		if (!visual.right.sticker)
			paintEcho(kit, visual.right.value, { x: 0, y: 1446, w: width, h: height - 1446 }, blend(second.ground, second.text, 0.14));
		kit.late.push(() => addSource(kit, { colour: second.muted, plate: true, on: second.ground }));
		return;
	}
	const half = width / 2;
	const slant = slanted ? 60 : 0;
	paintShape(kit, second.ground, [
		[half + slant, 0],
		[width, 0],
		[width, height],
		[half - slant, height],
	]);
	const title = addTitle(kit, { box: { x: content.x, y: content.y, w: half - content.x - 90, h: 260 }, max: 84, maxLines: 3 });
	const y = title.y + title.h + 30;
	await addSide(kit, kit.tone, visual.left, { x: content.x, y, w: half - content.x - 90, h: content.y + content.h - y }, 0, -8);
	await addSide(kit, second, visual.right, { x: half + 90, y: content.y, w: width - half - 90 - content.x, h: content.h }, 1, cue);
	kit.late.push(() => addSource(kit, { plate: true }));
}

/** "18,400 repairs" as its number over its unit, where that stands much larger. */
function parted(side: SplitSide, width: number, max: number): SplitSide {
	const match = /^(\S*\d\S*)\s(\p{L}.*)$/u.exec(side.value);
	if (!match || /\s\d/.test(side.value)) return side;
	const [, number = '', unit = ''] = match;
	const sizeOf = (text: string) => sizeFor(text, 'Display', max, width);
	if (sizeOf(number) < 1.3 * sizeOf(side.value)) return side;
	return { ...side, value: number, label: [unit, side.label].filter(Boolean).join(' ') };
}

/** One side: its name, its value as large as the half allows, what it says, and its object. */
async function addSide(kit: Kit, tone: Tone, given: SplitSide, box: Box, order: number, start: number): Promise<void> {
	const { tall } = kit.stage;
	const side = parted(given, box.w, tall ? 250 : 260);
	const beside = tall && order === 0;
	const room = beside ? 330 : 0;
	const hasObject = side.sticker !== undefined;
	const width = hasObject && beside ? box.w - room : box.w;
	const kicker = sizeFor(side.kicker, 'Label', 56, box.w, 36);
	// A unit that was taken from the value is read with it.
	const label =
		side === given
			? block(side.label, { face: 'Label', size: 48, width, maxLines: 2, least: 36 })
			: block(side.label, { face: 'Display', size: 76, width, maxLines: 2, least: 44, leading: 1.06 });
	const below = !tall && hasObject ? 300 : 0;
	const most = Math.max(90, box.h - below - kicker * 1.5 - label.height - 20);
	const single = Math.min(sizeFor(side.value, 'Display', tall ? 250 : 260, width, 60), most / 0.9);
	// Words rather than a figure take the lines they need.
	const long = single < 120 && side.value.includes(' ') ? fittedWords(side.value, width, most, 150) : null;
	const value = long ? long.height / 0.92 : single;
	const total = kicker * 1.35 + value * 0.92 + label.height + 16;
	const top = box.y + Math.max(0, (box.h - below - total) * (tall ? 0.45 : 0.5));
	const valueTop = top + kicker * 1.35;
	const valueBase = valueTop + value * 0.78;
	const labelTop = long ? valueTop + long.height + 10 : valueBase + value * 0.18;
	const w = Math.max(
		measure(side.kicker, { face: 'Label', size: kicker }),
		long ? long.width : measure(side.value, { face: 'Display', size: value }),
		label.width,
	);
	kit.add(
		`side ${order}`,
		{ x: box.x - 14, y: top - 10, w: w + 28, h: labelTop + label.height - top + 24 },
		(m) => {
			const show = m.tween(start, 8, 'out');
			const swell = m.nudges(kit.idle.filter((_, i) => i % 2 === order));
			return (x, frame) => {
				const t = show(frame);
				const lift = 5 * swell(frame);
				drawText(x, side.kicker, box.x, top + kicker * 0.82, { face: 'Label', size: kicker, colour: tone.accentText });
				const colour = order ? readable(tone.figure, tone.ground, long ? 4.6 : 3.2) : tone.text;
				if (t < 1) {
					const ghost = { colour: tone.text, alpha: GHOST * (1 - t), kind: 'ornament' as const };
					if (long) drawBlock(x, long, box.x, valueTop, ghost);
					else drawText(x, side.value, box.x, valueBase, { ...ghost, face: 'Display', size: value });
				}
				if (long) drawBlock(x, long, box.x, valueTop - lift, { colour, alpha: t, kind: 'figure' });
				else drawText(x, side.value, box.x, valueBase - lift, { face: 'Display', size: value, colour, alpha: t, kind: 'figure' });
				drawBlock(x, label, box.x, labelTop, { colour: tone.text, alpha: t });
			};
		},
		{ over: true },
	);
	// In a vertical film the second object stands below the captions, where its half goes on.
	const spot = tall
		? order
			? { cx: 760, cy: 1670, size: 430 }
			: { cx: box.x + box.w - 140, cy: box.y + box.h / 2, size: Math.min(330, box.h - 10) }
		: { cx: box.x + 170, cy: Math.min(labelTop + label.height + 175, box.y + box.h - 140), size: 280 };
	if (!tall && spot.cy - 140 < labelTop + label.height) return;
	const sticker = await loadSticker(side.sticker, Math.round(spot.size * 0.92));
	if (!sticker) return;
	const reach = sticker.width * 0.56;
	kit.add(
		`side sticker ${order}`,
		{ x: spot.cx - reach, y: spot.cy - reach, w: 2 * reach, h: 2 * reach },
		(m) => {
			const pop = m.tween(start + 2, 12, 'back');
			const boil = m.boil(12, order);
			const swell = m.nudges(kit.idle.filter((_, i) => i % 2 === order));
			return (x, frame) =>
				putSticker(x, sticker, spot.cx, spot.cy, pop(frame) * 0.96 * (1 + 0.05 * swell(frame)), (order ? 0.06 : -0.06) + boil(frame) * 0.8);
		},
		{ over: true },
	);
}
