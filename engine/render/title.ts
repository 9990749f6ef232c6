/** The title block: kicker and title, fitted to its column, with the marker on *marked* words. */
import { mix } from './clock';
import type { Kit } from './kit';
import { within } from './kit';
import type { Box, Context, Fitted } from './text';
import { drawText, fit, measure, RTL } from './text';

const LINE = 1.04;
const KICKER = 36;
const KICKER_ROOM = 66;

interface MarkedLine {
	words: { text: string; marked: boolean; x: number; w: number }[];
	width: number;
}

/** Words of a title with their marks; the asterisks are gone. */
export function marksOf(title: string): { text: string; marked: boolean }[] {
	const words: { text: string; marked: boolean }[] = [];
	let on = false;
	for (const raw of title.trim().split(/\s+/)) {
		const opens = raw.startsWith('*');
		if (opens) on = true;
		const text = raw.replaceAll('*', '');
		if (text) words.push({ text, marked: on });
		if (raw.slice(opens ? 1 : 0).includes('*')) on = false;
	}
	return words;
}
export const plainTitle = (title: string): string => title.replaceAll('*', '').replace(/\s+/g, ' ').trim();

/** Fits a title; a short marked phrase stays on one line where that costs little size. */
export function fitTitle(title: string, o: { max: number; min: number; width: number; height: number; maxLines: number }): Fitted {
	const options = { ...o, lineHeight: LINE };
	const free = fit(plainTitle(title), 'Display', options);
	const held = title.replace(/\*([^*]+)\*/g, (_, phrase: string) => phrase.trim().replace(/ /g, '\u00a0'));
	const kept = fit(plainTitle(held), 'Display', options);
	const chosen = kept.size >= free.size * 0.8 ? kept : free;
	return { ...chosen, lines: chosen.lines.map((line) => line.replace(/\u00a0/g, ' ')) };
}

function layLines(title: string, fitted: Fitted): MarkedLine[] {
	const marks = marksOf(title);
	const style = { face: 'Display' as const, size: fitted.size };
	const space = measure(' ', style);
	let at = 0;
	return fitted.lines.map((line) => {
		let x = 0;
		const words = line.split(' ').map((text) => {
			const word = { text, marked: marks[at++]?.marked ?? false, x, w: measure(text, style) };
			x += word.w + space;
			return word;
		});
		return { words: fromTheRight(words, x - space), width: x - space };
	});
}

/** Words of a right-to-left line run from the right; each word is shaped by itself. */
export function fromTheRight<Word extends { text: string; x: number; w: number }>(words: Word[], width: number): Word[] {
	if (!words.some((word) => RTL.test(word.text))) return words;
	return words.map((word) => ({ ...word, x: width - word.x - word.w }));
}

export interface TitleOptions {
	/** Column the block stands in. */
	box: Box;
	max: number;
	min?: number;
	maxLines?: number;
	align?: 'left' | 'center';
	/** Where in the box the block stands. */
	anchor?: 'top' | 'middle' | 'bottom';
	colours?: { text: string; mark: string; onMark: string; kicker: string };
	kicker?: boolean;
	/** First frame of the marker's sweep. */
	start?: number;
}

/** Adds kicker and title; returns the box they really take. */
export function addTitle(kit: Kit, o: TitleOptions): Box {
	const { scene, tone } = kit;
	const colours = o.colours ?? { text: tone.text, mark: tone.mark, onMark: tone.onMark, kicker: tone.accentText };
	const kicker = o.kicker !== false && scene.kicker ? scene.kicker : undefined;
	const room = kicker ? KICKER_ROOM : 0;
	const align = o.align ?? 'left';
	const fitted = fitTitle(scene.title, {
		max: o.max,
		min: o.min ?? 64,
		width: o.box.w - 24,
		height: o.box.h - room - 10,
		maxLines: o.maxLines ?? 3,
	});
	const lines = layLines(scene.title, fitted);
	const { size } = fitted;
	const height = room + fitted.height + size * 0.08;
	const top = o.anchor === 'bottom' ? o.box.y + o.box.h - height : o.anchor === 'middle' ? o.box.y + (o.box.h - height) / 2 : o.box.y;
	if (kicker) addKicker(kit, kicker, { x: o.box.x, y: top, w: o.box.w, h: 50 }, align, colours.kicker, colours.text);
	const first = top + room;
	const pad = size * 0.09;
	const block: Box = { x: o.box.x, y: top, w: o.box.w, h: height };
	const start = o.start ?? 8;
	const area = { x: o.box.x - size * 0.2, y: first - size * 0.14, w: o.box.w + size * 0.4, h: fitted.height + size * 0.34 };
	// After a cut nothing else moves the title in: it is almost there at once.
	const from = scene.transition === 'cut' || scene.transition === 'zoom-cut' ? -6 : -2;
	kit.add('title', area, (m) => {
		const rise = lines.map((_, i) => (scene.index === 0 ? () => 1 : m.tween(from + 2 * i, 9, 'out')));
		const sweep = lines.map((_, i) => m.tween(start + 5 * i, 9, 'inOut'));
		return (x, frame) =>
			lines.forEach((line, i) => {
				const base = first + size * 0.8 + i * size * LINE;
				const left = align === 'center' ? o.box.x + (o.box.w - line.width) / 2 : o.box.x;
				const t = rise[i]!(frame);
				within(x, { at: [0, mix(size * 0.35, 0, t)], alpha: t }, () =>
					drawMarkedLine(x, line, left, base, size, pad, colours, sweep[i]!(frame)),
				);
			});
	});
	return block;
}

/** One line: plain text, then the marker and the text on it, both cut at the marker's moving edge. */
function drawMarkedLine(
	x: Context,
	line: MarkedLine,
	left: number,
	base: number,
	size: number,
	pad: number,
	colours: { text: string; mark: string; onMark: string },
	sweep: number,
): void {
	const runs: { from: number; to: number; words: MarkedLine['words'] }[] = [];
	let open: (typeof runs)[number] | undefined;
	for (const word of line.words) {
		if (!word.marked) open = undefined;
		else if (open) {
			open.from = Math.min(open.from, word.x);
			open.to = Math.max(open.to, word.x + word.w);
			open.words.push(word);
		} else runs.push((open = { from: word.x, to: word.x + word.w, words: [word] }));
	}
	for (const word of line.words)
		if (!word.marked || sweep < 1)
			drawText(x, word.text, left + word.x, base, { face: 'Display', size, colour: colours.text, kind: 'title' });
	if (sweep <= 0) return;
	for (const run of runs) {
		const from = left + run.from - pad;
		const width = (run.to - run.from + 2 * pad) * sweep;
		x.save();
		x.beginPath();
		x.rect(from, base - size * 0.82, width, size * 1.03);
		x.clip();
		x.fillStyle = colours.mark;
		x.fillRect(from, base - size * 0.82, width, size * 1.03);
		for (const word of run.words)
			drawText(x, word.text, left + word.x, base, { face: 'Display', size, colour: colours.onMark, kind: 'title' });
		x.restore();
	}
}

/** The small line above a title: a fact, place or date. */
export function addKicker(kit: Kit, text: string, box: Box, align: 'left' | 'center', colour: string, textColour = kit.tone.text): void {
	const size = KICKER;
	const tab = 30;
	const fits = (label: string, track: number) => measure(label, { face: 'Label', size, track }) <= box.w - tab;
	let label = text.toUpperCase();
	// Never smaller than a label may be: rather tighter, then its first part only, then fewer words.
	const style = { face: 'Label' as const, track: fits(label, 0.08) ? 0.08 : 0.02 };
	if (!fits(label, style.track)) label = label.split(/\s+[·|–—]\s+/)[0]!;
	while (!fits(label, style.track) && label.includes(' ')) label = label.replace(/\s+\S+$/, '');
	const width = measure(label, { ...style, size }) + tab;
	const left = align === 'center' ? box.x + (box.w - width) / 2 : box.x;
	kit.add('kicker', { x: box.x - 4, y: box.y - 4, w: box.w + 8, h: 56 }, (m) => {
		const show = m.tween(0, 8, 'out');
		return (x, frame) => {
			const t = kit.scene.index === 0 ? 1 : show(frame);
			x.fillStyle = colour;
			x.fillRect(left, box.y + 3, 14, 34 * t);
			drawText(x, label, left + tab, box.y + 33, { ...style, size, colour: textColour, kind: 'label' });
		};
	});
}

/** The source line, small, at its fixed place; `plate` lays it on a solid strip where art lies below. */
export function addSource(
	kit: Kit,
	o: { x?: number; w?: number; y?: number; align?: 'left' | 'center'; plate?: boolean; on?: string; colour?: string; start?: number } = {},
): void {
	const { scene, stage, tone } = kit;
	if (!scene.source) return;
	const x0 = o.x ?? stage.content.x;
	const w = o.w ?? stage.content.w;
	const y = o.y ?? stage.sourceY;
	const text = `Source: ${scene.source}`;
	let shown = text;
	while (measure(shown, { face: 'Body', size: 26 }) > w - 30 && shown.length > 20) shown = shown.replace(/[\s,;:]*\S+$/, '…');
	const width = measure(shown, { face: 'Body', size: 26 });
	const left = o.align === 'center' ? x0 + (w - width) / 2 : x0;
	kit.add('source', { x: left - 20, y: y - 32, w: width + 40, h: 48 }, (m) => {
		const show = m.tween(o.start ?? 8, 8, 'out');
		return (x, frame) => {
			const t = show(frame);
			if (o.plate) {
				x.globalAlpha = t;
				x.fillStyle = o.on ?? tone.ground;
				x.beginPath();
				x.roundRect(left - 16, y - 30, width + 32, 42, 10);
				x.fill();
				x.globalAlpha = 1;
			}
			drawText(x, shown, left, y, { size: 26, colour: o.colour ?? tone.muted, kind: 'source', alpha: t });
		};
	});
}
