/** Finds what a list asks for in the words of a video, and snaps it to whole sentences or words. */
import { OperatorError } from '../errors';
import { endEdge, gapBetween, startEdge } from './edges';
import type { Levels } from './levels';
import type { ListEntry } from './list';
import { textOf, type Material } from './moments';
import { shortened, titleOf } from './titles';
import { clock } from './clock';
import type { Moment, Range, Transcript } from './types';

/** `sentences`: whole sentences around what is asked; `words`: no word is cut; `exact`: as given, to the frame. */
export type Snap = 'sentences' | 'words' | 'exact';

const fold = (text: string): string[] => text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '').match(/[\p{L}\p{N}]+/gu) ?? []; // prettier-ignore

/** Words of a quote that must be found in order for it to count as said. */
const LEAST_SHARE = 0.7;

/**
 * The stretch of words [from, to) that says a quote best: the window of about its length that shares most words in order with it.
 * Null where less than seven tenths of it are said.
 */
export function findQuote(quote: string, words: readonly { text: string }[]): { from: number; to: number } | null {
	const wanted = fold(quote);
	const said: { text: string; word: number }[] = words.flatMap(({ text }, word) => fold(text).map((part) => ({ text: part, word })));
	if (!wanted.length) return null;
	const places = new Map<string, number[]>();
	said.forEach(({ text }, i) => places.set(text, [...(places.get(text) ?? []), i]));
	// Where the quote would begin if each of its words were the one at this place; the rarest words know best.
	const votes = new Map<number, number>();
	wanted.forEach((text, k) => {
		const found = places.get(text) ?? [];
		for (const i of found) votes.set(i - k, (votes.get(i - k) ?? 0) + 1 / found.length);
	});
	const starts = [...votes].sort((a, b) => b[1] - a[1]).slice(0, 30);
	let best: { from: number; to: number; share: number } | null = null;
	for (const [start] of starts) {
		const low = Math.max(0, start - 3);
		const window = said.slice(low, Math.min(said.length, start + Math.ceil(wanted.length * 1.3) + 4));
		const run = common(wanted, window.map(({ text }) => text)); // prettier-ignore
		const share = run.count / wanted.length;
		if (run.count && (!best || share > best.share)) best = { from: said[low + run.first]!.word, to: said[low + run.last]!.word + 1, share };
	}
	return best && best.share >= LEAST_SHARE ? { from: best.from, to: best.to } : null;
}

/** Longest common subsequence, with the places in `b` of its first and last element. */
function common(a: string[], b: string[]): { count: number; first: number; last: number } {
	const width = b.length + 1;
	const table = new Uint16Array((a.length + 1) * width);
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			table[i * width + j] =
				a[i] === b[j] ? table[(i + 1) * width + j + 1]! + 1 : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
	let [first, last] = [-1, -1];
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		if (a[i] === b[j]) {
			if (first < 0) first = j;
			last = j;
			i++;
			j++;
		} else if (table[(i + 1) * width + j]! >= table[i * width + j + 1]!) i++;
		else j++;
	}
	return { count: table[0]!, first, last };
}

/** The clip of one line of the list. @throws OperatorError INPUT where the quote is not said or the times lie outside. */
export function locate(entry: ListEntry, snap: Snap, transcript: Transcript, material: Material, levels: Levels): Moment {
	const { words, durationSeconds, language } = transcript;
	const asked = askedRange(entry, transcript);
	const spoken = (range: Range) => words.filter((word) => word.endSeconds > range.startSeconds && word.startSeconds < range.endSeconds);
	const moment = (range: Range, text: string, title: string, reason: string): Moment => ({
		startSeconds: Math.max(0, round(range.startSeconds)),
		endSeconds: Math.min(durationSeconds, round(range.endSeconds)),
		title: entry.title ?? title,
		text,
		scores: {},
		reasons: [reason],
	});
	const inside = spoken(asked);
	if (snap === 'exact' || !inside.length) {
		const text = inside.map((word) => word.text).join(' ');
		return moment(asked, text, text ? shortened(text) : `Clip at ${clock(asked.startSeconds)}`, 'Your times, to the frame');
	}
	if (snap === 'words') {
		// A word belongs to the clip when its middle does.
		const own = inside.filter((word) => between((word.startSeconds + word.endSeconds) / 2, asked));
		const kept = own.length ? own : inside;
		const from = words.indexOf(kept[0]!);
		const to = words.indexOf(kept.at(-1)!) + 1;
		const range = aroundWords(from, to, transcript, levels);
		const text = kept.map((word) => word.text).join(' ');
		return moment(range, text, shortened(text), 'Your choice, to whole words');
	}
	const { sentences, gaps } = material;
	// A sentence of which only the edge is touched does not belong to it, unless it is the only one.
	const touched = sentences.flatMap((sentence, i) => {
		const share = overlap(sentence, asked);
		return share > 0 ? [{ i, share: share / Math.max(0.1, sentence.endSeconds - sentence.startSeconds) }] : [];
	});
	const most = Math.max(...touched.map(({ share }) => share));
	const belong = entry.quote ? touched : touched.filter(({ share }) => share >= Math.min(0.35, most));
	const from = belong[0]!.i;
	const to = belong.at(-1)!.i + 1;
	const range = { startSeconds: startEdge(gaps[from]!, levels), endSeconds: endEdge(gaps[to]!, levels) };
	return moment(range, textOf(material, from, to), titleOf(material, from, to, language), 'Your choice, to whole sentences');
}

function askedRange(entry: ListEntry, { words, durationSeconds }: Transcript): Range {
	if (entry.quote !== undefined) {
		const found = findQuote(entry.quote, words);
		if (!found)
			throw new OperatorError('INPUT', `Clip ${entry.line} of the list is not said in the video: “${entry.quote.slice(0, 80)}”`, {
				fix: 'Copy the words from the transcript, or give times.',
			});
		return { startSeconds: words[found.from]!.startSeconds, endSeconds: words[found.to - 1]!.endSeconds };
	}
	const [startSeconds, endSeconds] = [entry.startSeconds!, entry.endSeconds!];
	if (startSeconds >= durationSeconds || endSeconds > durationSeconds + 1)
		throw new OperatorError(
			'INPUT',
			`Clip ${entry.line} of the list ends at ${clock(endSeconds)}, but the video lasts ${clock(durationSeconds)}`,
			{
				fix: 'Correct its times.',
			},
		);
	return { startSeconds, endSeconds: Math.min(endSeconds, durationSeconds) };
}

function aroundWords(from: number, to: number, { words, pauses, range }: Transcript, levels: Levels): Range {
	const before = words[from - 1]?.endSeconds ?? range.startSeconds;
	const after = words[to]?.startSeconds ?? range.endSeconds;
	const first = words[from]!.startSeconds;
	const last = words[to - 1]!.endSeconds;
	return {
		startSeconds: startEdge(gapBetween(Math.min(before, first), first, pauses, levels), levels),
		endSeconds: endEdge(gapBetween(last, Math.max(after, last), pauses, levels), levels),
	};
}

const between = (seconds: number, range: Range): boolean => seconds >= range.startSeconds && seconds <= range.endSeconds;
const overlap = (a: Range, b: Range): number => Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds);
const round = (value: number): number => Math.round(value * 1000) / 1000;
