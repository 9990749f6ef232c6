/** Dated events as bands: 9:16 one below the other, the last running off the frame; 16:9 as a staircase. Each comes at its word. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { addEcho } from '../art';
import { compose } from '../layout';
import { drawText, measure, sizeFor, type Box } from '../text';
import { blend, readable } from '../theme';
import { addBand, addBandWords, bandTones, waitingTone } from './bands';
import { block, drawBlock } from './parts';

type Timeline = Extract<Visual, { type: 'timeline' }>;

export function buildTimeline(kit: Kit, visual: Timeline): void {
	const { stage } = kit;
	const c = compose(kit, { max: stage.tall ? 104 : 100, maxLines: 2, plate: true });
	if (!stage.tall) drawStairs(kit, visual, c.picture.y);
	else if (c.skeleton === 0) drawColumn(kit, visual, c.picture);
	else drawBands(kit, visual, c.skeleton === 3 ? c.picture.y - 48 : c.picture.y);
}

/** One below the other over the whole width: year left, words right. */
function drawBands(kit: Kit, visual: Timeline, top: number): void {
	addFoot(kit, visual);
	const { stage } = kit;
	const n = visual.items.length;
	const end = stage.content.y + stage.content.h;
	const step = (end + 24 - top) / n;
	const tones = bandTones(kit, n);
	const size = yearSize(visual, Math.min(128, step * 0.6), 330);
	const yearWidth = Math.max(...visual.items.map((item) => measure(item.year, { face: 'Display', size })));
	const x0 = stage.content.x;
	const textX = x0 + yearWidth + 44;
	const width = x0 + stage.content.w - textX;
	visual.items.forEach((item, i) => {
		const y = top + i * step;
		const start = i ? kit.cue(i, n, 2) : -8;
		addBand(kit, i, tones, { x: 0, y, w: stage.width, h: (i === n - 1 ? stage.height : y + step) - y + 1 }, start);
		const text = fitted(item.text, width, step - 24);
		addBandWords(
			kit,
			`event ${i}`,
			{ x: x0 - 10, y: y - 4, w: stage.content.w + 20, h: step + 8 },
			start,
			(x, alpha, there) => {
				const base = y + step / 2 + size * 0.35;
				drawText(x, item.year, x0, base, { face: 'Display', size, colour: there.text, kind: 'figure' });
				drawBlock(x, text, textX, y + (step - text.height) / 2, { colour: tones[i]!.text, alpha });
			},
			[waitingTone(tones, i), tones[i]!],
		);
	});
}

/** A column of years that grows down the frame; the words stand beside it. */
function drawColumn(kit: Kit, visual: Timeline, box: Box): void {
	addFoot(kit, visual);
	const { stage, tone } = kit;
	const n = visual.items.length;
	const step = (box.h + 20) / n;
	const tones = bandTones(kit, n);
	const size = yearSize(visual, Math.min(132, step * 0.62), 340);
	const yearWidth = Math.max(...visual.items.map((item) => measure(item.year, { face: 'Display', size })));
	const edge = Math.round(stage.content.x + yearWidth + 44);
	const textX = edge + 40;
	const width = stage.content.x + stage.content.w - textX;
	const line = readable(blend(tone.ground, tone.text, 0.3), tone.ground, 1.4);
	visual.items.forEach((item, i) => {
		const y = box.y + i * step;
		const start = i ? kit.cue(i, n, 2) : -8;
		addBand(kit, i, tones, { x: 0, y, w: edge, h: (i === n - 1 ? stage.height : y + step) - y + 1 }, start, 'below');
		const text = fitted(item.text, width, step - 24, 56);
		addBandWords(
			kit,
			`event ${i}`,
			{ x: stage.content.x - 10, y: y - 4, w: stage.content.w + stage.content.x, h: step + 8 },
			start,
			(x, alpha, there) => {
				if (i) {
					x.globalAlpha = alpha;
					x.fillStyle = line;
					x.fillRect(edge, Math.round(y) - 2, stage.width - edge, 4);
					x.globalAlpha = 1;
				}
				const base = y + step / 2 + size * 0.35;
				drawText(x, item.year, stage.content.x, base, { face: 'Display', size, colour: there.text, kind: 'figure' });
				drawBlock(x, text, textX, y + (step - text.height) / 2, { colour: tone.text, alpha });
			},
			[waitingTone(tones, i), tones[i]!],
		);
	});
}

/** The last year, huge, on the last band where it goes on below the captions. */
function addFoot(kit: Kit, visual: Timeline): void {
	const tone = bandTones(kit, visual.items.length).at(-1)!;
	const { width, height } = kit.stage;
	const full = kit.skeleton !== 0;
	kit.late.push(() =>
		addEcho(
			kit,
			visual.items.at(-1)!.year,
			{ x: 0, y: 1446, w: width, h: height - 1446 },
			full ? blend(tone.fill, tone.text, 0.21) : kit.tone.quiet,
			kit.cue(visual.items.length - 1, visual.items.length, 2),
		),
	);
}

/** A staircase that climbs to the right, from the title's line to the lower edge. */
function drawStairs(kit: Kit, visual: Timeline, top: number): void {
	const { stage } = kit;
	const n = visual.items.length;
	const step = stage.width / n;
	const tones = bandTones(kit, n);
	// The first and last step keep their words in the safe area.
	const leftOf = (i: number) => Math.max(stage.safe.x - 4, i * step + 32);
	const inner = (i: number) => Math.min((i + 1) * step - 28, stage.safe.x + stage.safe.w) - leftOf(i);
	const size = yearSize(visual, 150, Math.min(inner(0), inner(n - 1)));
	const laid = (most: number) =>
		visual.items.map((item, i) => block(item.text, { face: 'Label', size: most, width: inner(i), maxLines: 5, least: 36 }));
	const textSize = Math.min(...laid(50).map((text) => text.size));
	const texts = laid(textSize);
	const tallest = size + 40 + Math.max(...texts.map((text) => text.height));
	const rise = Math.max(0, Math.min(90, (874 - 24 - top - tallest) / Math.max(1, n - 1)));
	visual.items.forEach((item, i) => {
		const x0 = i * step;
		const y = top + rise * (n - 1 - i);
		const start = i ? kit.cue(i, n, 2) : -8;
		addBand(kit, i, tones, { x: x0, y, w: Math.round((i + 1) * step) - Math.round(x0), h: stage.height - y }, start, 'below');
		const text = texts[i]!;
		const px = leftOf(i);
		addBandWords(
			kit,
			`event ${i}`,
			{ x: x0 + 8, y: y + 8, w: step - 16 + (px - x0 - 32), h: size + text.height + 60 },
			start,
			(x, alpha, there) => {
				drawText(x, item.year, px, y + 34 + size * 0.76, { face: 'Display', size, colour: there.text, kind: 'figure' });
				drawBlock(x, text, px, y + 50 + size * 0.9, { colour: tones[i]!.text, alpha });
			},
			[waitingTone(tones, i), tones[i]!],
		);
	});
}

const yearSize = (visual: Timeline, most: number, width: number): number =>
	Math.floor(Math.min(most, ...visual.items.map((item) => sizeFor(item.year, 'Display', most, width, 48))));

/** Words of an event at the largest size at which they fit whole. */
function fitted(text: string, width: number, height: number, most = 54) {
	for (let size = most; size > 36; size -= 2) {
		const tried = block(text, { face: 'Label', size, width, maxLines: 5, least: size, leading: 1.1 });
		if (tried.height <= height && !tried.lines.at(-1)!.endsWith('…') && tried.width <= width) return tried;
	}
	return block(text, { face: 'Label', size: 36, width, maxLines: Math.max(1, Math.floor(height / 39)), least: 36, leading: 1.08 });
}
