/**
 * Times of words: dynamic time warping over the heads of the decoder whose attention follows the sound (whisper/timing.py), with one
 * change that matters most: frames without speech are taken out first, so that no word can lie in a pause.
 */
import { RATE } from './pcm';
import { probability, type Heard, type Whisper } from './whisper';

/** Seconds a column of the attention. */
const COLUMN = 0.02;
const COLUMN_SAMPLES = RATE * COLUMN;
const MEDIAN = 7;
/** Whisper base puts words inside of a phrase this much early: measured on words labelled by hand. */
const BIAS = 0.045;
/** After such a pause the sound itself marks the start. */
const PAUSE = 0.2;

export interface TimedWord {
	text: string;
	startSeconds: number;
	endSeconds: number;
	/** Product of the probabilities of its tokens. */
	probability: number;
}

/** Removed columns that make a pause: shorter ones are the closures of plosives. */
const GAP_COLUMNS = 6;

/**
 * Which columns of 20 ms hold sound that can be speech: above the quietest twentieth by 12 dB (less where noise leaves speech little
 * room), and less than 35 dB below the loudest twentieth. Gaps below 120 ms are closed: plosives.
 */
export function loudColumns(sound: Float32Array): boolean[] {
	const count = Math.ceil(sound.length / COLUMN_SAMPLES);
	const level = Float64Array.from({ length: count }, (_, i) => {
		let energy = 0;
		const end = Math.min(sound.length, (i + 1) * COLUMN_SAMPLES);
		for (let k = i * COLUMN_SAMPLES; k < end; k++) energy += sound[k]! ** 2;
		return 10 * Math.log10(energy / COLUMN_SAMPLES + 1e-9);
	});
	const sorted = level.toSorted();
	const [floor, peak] = [sorted[Math.floor(count * 0.05)] ?? 0, sorted[Math.floor(count * 0.95)] ?? 0];
	const threshold = Math.max(floor + Math.min(12, 0.45 * (peak - floor)), peak - 35);
	const loud = Array.from(level, (value) => value > threshold);
	for (let i = 0; i < count;) {
		let end = i;
		while (end < count && !loud[end]) end++;
		if (end > i && end - i < GAP_COLUMNS && i > 0 && end < count) loud.fill(true, i, end);
		i = Math.max(end, i + 1);
	}
	return loud;
}

/**
 * Times of known tokens in one window. `speech` tells which columns may hold words; seconds count from the window's start.
 * One decoder run over all tokens (teacher forcing).
 */
export async function timeWords(
	whisper: Whisper,
	heard: Heard,
	words: { ids: number[]; text: string }[],
	language: string,
	seconds: number,
	speech: boolean[],
): Promise<TimedWord[]> {
	const { tokens } = whisper;
	const ids = words.flatMap((word) => word.ids);
	const prompt = tokens.prompt(language);
	const { logits, alignment } = await whisper.step([...prompt, ...ids, tokens.end], whisper.nothing(), heard);
	// Row i of what follows belongs to the step that predicts token i.
	const first = prompt.length - 1;
	const probabilities = ids.map((id, i) =>
		probability(logits!.data.subarray((first + i) * tokens.size, (first + i + 1) * tokens.size), id),
	);
	const rows = ids.length + 1;
	const columns = Math.max(1, Math.min(alignment!.dims[2]!, Math.round(seconds / COLUMN)));
	let kept = Array.from({ length: columns }, (_, i) => i).filter((i) => speech[i] ?? true);
	if (kept.length < rows) kept = Array.from({ length: columns }, (_, i) => i);
	const attention = smoothed(alignment!.data, alignment!.dims, columns, first, rows, kept);
	const starts = warp(attention, rows, kept.length);

	const startOf = (row: number) => kept[starts[row]!]! * COLUMN;
	/** The end of the last kept column before the next word's. */
	const endBefore = (row: number) => (starts[row]! > 0 ? (kept[starts[row]! - 1]! + 1) * COLUMN : startOf(row));
	let row = 0;
	const timed = words.map(({ ids: own, text }) => {
		const from = row;
		row += own.length;
		const spoken = own.map((_, i) => from + i).filter((i) => !tokens.isMark(ids[i]!));
		const [head, tail] = [spoken[0] ?? from, spoken.at(-1) ?? row - 1];
		return {
			text,
			startSeconds: startOf(head),
			endSeconds: tail + 1 < rows ? Math.max(endBefore(tail + 1), startOf(head)) : startOf(head),
			probability: own.reduce((product, _, i) => product * probabilities[from + i]!, 1),
		};
	});
	const whole = unbridged(corrected(timed), pauses(speech));
	return language === 'en' ? weakWords(whole) : whole;
}

/** Adds the model's bias to words inside of a phrase, and keeps words from overlapping. */
function corrected(words: TimedWord[]): TimedWord[] {
	const out = words.map((word) => ({ ...word }));
	words.forEach((word, i) => {
		const before = words[i - 1];
		if (!before || word.startSeconds - before.endSeconds >= PAUSE) return;
		const current = out[i]!;
		current.startSeconds = Math.min(word.startSeconds + BIAS, Math.max(word.startSeconds, word.endSeconds - COLUMN));
		if (before.endSeconds >= word.startSeconds - COLUMN) out[i - 1]!.endSeconds = current.startSeconds;
	});
	return out;
}

function pauses(speech: boolean[]): [number, number][] {
	const found: [number, number][] = [];
	for (let i = 0; i < speech.length; i++) {
		let end = i;
		while (end < speech.length && !speech[end]) end++;
		if (end - i >= GAP_COLUMNS) found.push([i * COLUMN, end * COLUMN]);
		i = end;
	}
	return found;
}

/** Of a word on both sides of a pause, a part this short belongs to its neighbour. */
const SCRAP_BEFORE = 0.16;
const SCRAP_AFTER = 0.1;

/** No word has a pause inside: one that seems to begin just before a pause begins after it, one that seems to end just after it ends before. */
export function unbridged(words: TimedWord[], gaps: readonly [number, number][]): TimedWord[] {
	const out = words.map((word) => ({ ...word }));
	out.forEach((word, i) => {
		const [before, after] = [out[i - 1], out[i + 1]];
		const end = after ? Math.min(after.startSeconds, word.endSeconds) : word.endSeconds;
		const gap = gaps.find(([from, to]) => from > word.startSeconds && to < end);
		if (!gap) return;
		const [head, tail] = [gap[0] - word.startSeconds, end - gap[1]];
		if (before && head <= SCRAP_BEFORE && tail > head && word.startSeconds - before.endSeconds < 2 * COLUMN) {
			before.endSeconds = gap[0];
			word.startSeconds = gap[1];
		} else if (after && tail <= SCRAP_AFTER && tail < head && after.startSeconds - word.endSeconds < 2 * COLUMN) {
			word.endSeconds = gap[0];
			after.startSeconds = gap[1];
		}
	});
	return out;
}

/** English words that are hardly ever stressed. */
const WEAK = new Set(
	`a an the to of in on at is are am be been was were and or but nor for from with by as that than this these if into can could will would
	may might shall should must has have had do does did it its he she his her him they them their we our us you your i my me there so`.split(
		/\s+/,
	),
);
/** Usual seconds of a weak word, and how many times as many are believed. Measured against the durations of two synthetic voices. */
const weakSeconds = (letters: number): number => 0.05 + 0.035 * letters;
const BELIEVED = 1.8;
const LIKELY = 1.3;

/**
 * The decoder looks ahead over weak words, so they seem to begin in the end of the word before: one that seems far too long inside of a
 * phrase begins later. Before a pause words are truly longer.
 */
export function weakWords(words: TimedWord[]): TimedWord[] {
	const out = words.map((word) => ({ ...word }));
	out.forEach((word, i) => {
		const [before, after] = [out[i - 1], out[i + 1]];
		if (!before || !after || !WEAK.has(word.text.toLowerCase())) return;
		if (word.startSeconds - before.endSeconds > COLUMN || after.startSeconds - word.endSeconds > PAUSE / 2) return;
		const usual = weakSeconds(word.text.length);
		if (word.endSeconds - word.startSeconds <= BELIEVED * usual) return;
		word.startSeconds = before.endSeconds = word.endSeconds - LIKELY * usual;
	});
	return out;
}

/** Mean over the heads of the attention: softmax over time, standardised over tokens, median over time; the kept columns of the wanted rows. */
function smoothed(
	scores: Float32Array,
	dims: readonly number[],
	columns: number,
	first: number,
	rows: number,
	kept: number[],
): Float64Array {
	const [heads, tokens, width] = dims as [number, number, number];
	const out = new Float64Array(rows * kept.length);
	const weights = new Float64Array(tokens * columns);
	const window = new Float64Array(MEDIAN);
	const half = MEDIAN >> 1;
	for (let head = 0; head < heads; head++) {
		for (let token = 0; token < tokens; token++) {
			const from = (head * tokens + token) * width;
			let top = -Infinity;
			for (let j = 0; j < columns; j++) top = Math.max(top, scores[from + j]!);
			let total = 0;
			for (let j = 0; j < columns; j++) total += weights[token * columns + j] = Math.exp(scores[from + j]! - top);
			for (let j = 0; j < columns; j++) weights[token * columns + j]! /= total;
		}
		for (let j = 0; j < columns; j++) {
			let mean = 0;
			for (let token = 0; token < tokens; token++) mean += weights[token * columns + j]! / tokens;
			let variance = 0;
			for (let token = 0; token < tokens; token++) variance += (weights[token * columns + j]! - mean) ** 2 / tokens;
			const deviation = Math.sqrt(variance) || 1e-9;
			for (let token = 0; token < tokens; token++) weights[token * columns + j] = (weights[token * columns + j]! - mean) / deviation;
		}
		for (let row = 0; row < rows; row++) {
			const from = (first + row) * columns;
			kept.forEach((column, k) => {
				for (let w = 0; w < MEDIAN; w++) {
					// Mirrored at the edges.
					let j = Math.abs(column + w - half);
					if (j >= columns) j = Math.max(0, 2 * columns - 2 - j);
					window[w] = weights[from + j]!;
				}
				out[row * kept.length + k]! += window.sort()[half]! / heads;
			});
		}
	}
	return out;
}

/** The column at which each row begins on the path of most attention, from the first row and column to the last. */
export function warp(attention: Float64Array, rows: number, columns: number): number[] {
	const width = columns + 1;
	const cost = new Float64Array((rows + 1) * width).fill(Infinity);
	/** 0: both on, 1: next row, 2: next column. */
	const move = new Int8Array((rows + 1) * width);
	cost[0] = 0;
	for (let j = 1; j <= columns; j++) {
		for (let i = 1; i <= rows; i++) {
			const both = cost[(i - 1) * width + j - 1]!;
			const down = cost[(i - 1) * width + j]!;
			const on = cost[i * width + j - 1]!;
			const least = Math.min(both, down, on);
			move[i * width + j] = both < down && both < on ? 0 : down < both && down < on ? 1 : 2;
			cost[i * width + j] = least - attention[(i - 1) * columns + j - 1]!;
		}
	}
	move.fill(2, 0, width);
	for (let i = 0; i <= rows; i++) move[i * width] = 1;
	const starts = new Array<number>(rows).fill(0);
	for (let i = rows, j = columns; i > 0 || j > 0;) {
		if (i > 0) starts[i - 1] = Math.max(0, j - 1);
		const step = move[i * width + j]!;
		if (step !== 2) i--;
		if (step !== 1) j--;
	}
	return starts;
}
