/** Type as the picture: a title whose lines each fill the column, and whose words land when they are spoken. */
import { mix } from './clock';
import type { Kit } from './kit';
import { within } from './kit';
import { landings } from './words';
import { drawText, measure, type Box, type Context } from './text';
import { addKicker, fromTheRight, marksOf } from './title';

interface PosterWord {
	text: string;
	marked: boolean;
	x: number;
	w: number;
}
export interface PosterLine {
	words: PosterWord[];
	size: number;
	width: number;
}
export interface Poster {
	lines: PosterLine[];
	height: number;
}

const LEADING = 0.98;
/** Opacity of words before they are said. */
export const GHOST = 0.2;
/** On a cover all words stand there: its first marker moves by then, in frames, wherever in the title its words are. */
const FIRST_SWEEP = 14;
const STYLE = { face: 'Display' as const, size: 100 };

/** Groups of words whose longest line is as short as it can be in `count` lines; a break inside a marked phrase costs a little. */
function breakInto(words: { text: string; marked: boolean }[], count: number): (typeof words)[] {
	const space = measure(' ', STYLE);
	const lengths = words.map((word) => measure(word.text, STYLE));
	const widthOf = (from: number, to: number) => lengths.slice(from, to).reduce((a, b) => a + b, 0) + space * (to - from - 1);
	const cost = (from: number, to: number) =>
		widthOf(from, to) * (to < words.length && words[to - 1]!.marked && words[to]!.marked ? 1.14 : 1);
	const n = words.length;
	const best = Array.from({ length: count + 1 }, () => new Array<number>(n + 1).fill(Infinity));
	const cut = Array.from({ length: count + 1 }, () => new Array<number>(n + 1).fill(0));
	best[0]![0] = 0;
	for (let row = 1; row <= count; row++)
		for (let end = row; end <= n; end++)
			for (let from = row - 1; from < end; from++) {
				const worst = Math.max(best[row - 1]![from]!, cost(from, end));
				if (worst < best[row]![end]!) {
					best[row]![end] = worst;
					cut[row]![end] = from;
				}
			}
	const lines: (typeof words)[] = [];
	for (let row = count, end = n; row > 0; row--) {
		lines.unshift(words.slice(cut[row]![end]!, end));
		end = cut[row]![end]!;
	}
	return lines;
}

/** The poster that fills the box best: each line as wide as the box where that keeps sizes within `ratio` of the smallest. */
export function layPoster(title: string, o: { width: number; height: number; max: number; ratio?: number; maxLines?: number }): Poster {
	const words = marksOf(title);
	let chosen: Poster | undefined;
	let chosenArea = -1;
	for (let count = 1; count <= Math.min(o.maxLines ?? 6, words.length); count++) {
		const groups = breakInto(words, count);
		const space = measure(' ', STYLE);
		const raw = groups.map((group) => group.reduce((sum, word) => sum + measure(word.text, STYLE), 0) + space * (group.length - 1));
		const wanted = raw.map((width) => Math.min(o.max, (o.width * 100) / Math.max(1, width)));
		const least = Math.min(...wanted);
		let sizes = wanted.map((size) => Math.min(size, least * (o.ratio ?? 1.45)));
		const total = sizes.reduce((a, b) => a + b * LEADING, 0);
		if (total > o.height) sizes = sizes.map((size) => (size * o.height) / total);
		sizes = sizes.map(Math.floor);
		// What counts is how large the smallest line is, then how much is filled; a short word should not stand alone.
		const filled = raw.map((width, i) => (width * sizes[i]!) / 100);
		const orphan = count > 1 && Math.min(...filled) < 0.36 * Math.max(...filled);
		const area = (Math.min(...sizes) * 1000 + sizes.reduce((a, b) => a + b, 0)) * (orphan ? 0.8 : 1);
		if (area <= chosenArea) continue;
		chosenArea = area;
		const lines = groups.map((group, i): PosterLine => {
			const style = { ...STYLE, size: sizes[i]! };
			let x = 0;
			const laid = group.map((word) => {
				const w = measure(word.text, style);
				const at = { ...word, x, w };
				x += w + measure(' ', style);
				return at;
			});
			const width = x - measure(' ', style);
			return { words: fromTheRight(laid, width), size: sizes[i]!, width };
		});
		chosen = { lines, height: lines.reduce((sum, line) => sum + line.size * LEADING, 0) };
	}
	return chosen ?? { lines: [], height: 0 };
}

export interface PosterOptions {
	box: Box;
	max: number;
	align?: 'left' | 'center';
	anchor?: 'top' | 'middle' | 'bottom';
	colours?: { text: string; mark: string; onMark: string; kicker: string };
	ratio?: number;
	maxLines?: number;
	/** Latest frame at which the last word lands. */
	latest?: number;
}

/** Adds kicker and poster; returns the box they take. The film's first frame shows it whole. */
export function addPoster(kit: Kit, o: PosterOptions): Box {
	const { scene, tone } = kit;
	const colours = o.colours ?? { text: tone.text, mark: tone.mark, onMark: tone.onMark, kicker: tone.accentText };
	const align = o.align ?? 'left';
	const room = scene.kicker ? 66 : 0;
	const poster = layPoster(scene.title, {
		width: o.box.w - 20,
		height: o.box.h - room - 20,
		max: o.max,
		...(o.ratio === undefined ? {} : { ratio: o.ratio }),
		...(o.maxLines === undefined ? {} : { maxLines: o.maxLines }),
	});
	const height = room + poster.height + 12;
	const top = o.anchor === 'bottom' ? o.box.y + o.box.h - height : o.anchor === 'top' ? o.box.y : o.box.y + (o.box.h - height) / 2;
	if (scene.kicker) addKicker(kit, scene.kicker, { x: o.box.x, y: top, w: o.box.w, h: 50 }, align, colours.kicker, colours.text);
	const cover = scene.index === 0;
	const words = poster.lines.flatMap((line) => line.words);
	const latest = Math.min(o.latest ?? 34, Math.max(12, scene.frames - 24));
	const frames = landings(
		kit,
		words.map((word) => word.text),
		latest,
	);
	const pad = Math.max(...poster.lines.map((line) => line.size)) * 0.2;
	const marked = poster.lines.findIndex((line) => line.words.some((word) => word.marked));
	const early = Math.max(0, 5 + 3 * poster.lines.slice(0, marked + 1).flatMap((line) => line.words).length - FIRST_SWEEP);
	kit.add('title', { x: o.box.x - pad, y: top + room - pad, w: o.box.w + 2 * pad, h: poster.height + 2.4 * pad }, (m) => {
		let at = 0;
		const rows = poster.lines.map((line) => {
			const lands = line.words.map(() => {
				const frame = frames[at++]!;
				return cover ? () => 1 : m.tween(at < 3 ? Math.min(frame, at - 6) : frame - 4, 8, 'out');
			});
			const runs = runsOf(line).map((run) => {
				const after = frames[at - line.words.length + run.last]!;
				return { ...run, sweep: m.tween(cover ? 5 + 3 * at - early : after + 4, 9, 'inOut') };
			});
			return { line, lands, runs };
		});
		const swell = m.nudges(kit.idle);
		return (x, frame) => {
			let y = top + room;
			const lift = swell(frame);
			for (const { line, lands, runs } of rows) {
				const base = y + line.size * 0.8;
				const left = align === 'center' ? o.box.x + (o.box.w - line.width) / 2 : o.box.x;
				line.words.forEach((word, i) => {
					const t = lands[i]!(frame);
					const run = runs.find((each) => i >= each.first && i <= each.last);
					if (run && run.sweep(frame) >= 1) return;
					// A word that is not said yet is there as a shade.
					if (t < 1)
						drawText(x, word.text, left + word.x, base, {
							...STYLE,
							size: line.size,
							colour: colours.text,
							kind: 'ornament',
							alpha: GHOST * (1 - t),
						});
					within(x, { at: [0, mix(line.size * 0.22, 0, t)], alpha: t }, () =>
						drawText(x, word.text, left + word.x, base, { face: 'Display', size: line.size, colour: colours.text, kind: 'title' }),
					);
				});
				for (const run of runs) drawRun(x, line, run, run.sweep(frame), left, base, colours, lift);
				y += line.size * LEADING;
			}
		};
	});
	return { x: o.box.x, y: top, w: o.box.w, h: height };
}

interface Run {
	first: number;
	last: number;
}
function runsOf(line: PosterLine): Run[] {
	const runs: Run[] = [];
	line.words.forEach((word, i) => {
		if (!word.marked) return;
		const open = runs.at(-1);
		if (open?.last === i - 1) open.last = i;
		else runs.push({ first: i, last: i });
	});
	return runs;
}

/** The marker over a run of words and the words on it, both cut at its moving edge. */
function drawRun(
	x: Context,
	line: PosterLine,
	run: Run,
	sweep: number,
	left: number,
	base: number,
	colours: { mark: string; onMark: string },
	lift: number,
): void {
	if (sweep <= 0) return;
	const { size } = line;
	const pad = size * 0.07;
	const [a, b] = [line.words[run.first]!, line.words[run.last]!];
	const [first, end] = [Math.min(a.x, b.x), Math.max(a.x + a.w, b.x + b.w)];
	const from = left + first - pad - 6 * lift;
	const width = (end - first + 2 * pad + 12 * lift) * sweep;
	x.save();
	x.beginPath();
	x.rect(from, base - size * 0.8, width, size * 0.99);
	x.clip();
	x.fillStyle = colours.mark;
	x.fillRect(from, base - size * 0.8, width, size * 0.99);
	for (const word of line.words.slice(run.first, run.last + 1))
		drawText(x, word.text, left + word.x, base, { face: 'Display', size, colour: colours.onMark, kind: 'title' });
	x.restore();
}
