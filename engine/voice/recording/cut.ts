/** A recording made tight: its silences shortened, its words' times moved with them. Positions are samples unless they say seconds. */
import { activeLevel } from '../signal/trim';

/** Silence before the first word and after the last. */
const LEAD = 0.12;
const TAIL = 0.3;
/** Pauses longer than this are cut to the second length. */
const LONGEST_PAUSE = 0.7;
const SHORTENED_PAUSE = 0.5;
/** A sound may reach this far beyond the time of its word. */
const REACH = 0.12;
/** What lies this far below the speech is silence: breaths and words that nobody recognised are louder. */
const QUIET_DB = -28;
const STEP = 0.01;
const FADE = 0.008;

export type Span = readonly [start: number, end: number];

export interface Cut {
	samples: Float32Array;
	/** Seconds of the recording → seconds of the result. */
	place(seconds: number): number;
	removedSeconds: number;
}

/**
 * Cuts silence only: around all words, and the middle of pauses above 0.7 s. What is not silent between words (a laugh, an
 * unrecognised word) stays. `spans` are all words that are said, in order, in seconds.
 */
export function cutSilences(samples: Float32Array, sampleRate: number, spans: readonly Span[]): Cut {
	const length = samples.length / sampleRate;
	const cuts: [number, number][] = [];
	const first = spans[0]?.[0] ?? 0;
	const last = spans.at(-1)?.[1] ?? length;
	const level = activeLevel(samples, 0, samples.length, sampleRate);
	const silent = (from: number, to: number) => quietRun(samples, sampleRate, from, to, level * 10 ** (QUIET_DB / 20));
	const head = silent(0, first);
	if (head && head[1] > LEAD) cuts.push([0, head[1] - LEAD]);
	for (let i = 1; i < spans.length; i++) {
		const run = silent(spans[i - 1]![1] + REACH / 2, spans[i]![0]);
		if (!run || run[1] - run[0] <= LONGEST_PAUSE - REACH) continue;
		const spare = spans[i]![0] - spans[i - 1]![1] - SHORTENED_PAUSE;
		const take = Math.min(spare, run[1] - run[0] - REACH);
		if (take <= 0.1) continue;
		const middle = (run[0] + run[1]) / 2;
		cuts.push([middle - take / 2, middle + take / 2]);
	}
	const tail = silent(last + REACH / 2, length);
	if (tail && length - tail[0] > TAIL) cuts.push([tail[0] + TAIL, length]);
	return take(samples, sampleRate, cuts);
}

/** The longest run of quiet inside a range, in seconds, or null. */
function quietRun(samples: Float32Array, sampleRate: number, from: number, to: number, threshold: number): [number, number] | null {
	const step = Math.round(STEP * sampleRate);
	let best: [number, number] | null = null;
	let begin = -1;
	const end = Math.min(samples.length, Math.round(to * sampleRate));
	for (let at = Math.max(0, Math.round(from * sampleRate)); at < end; at += step) {
		const until = Math.min(end, at + step);
		let sum = 0;
		for (let i = at; i < until; i++) sum += samples[i]! ** 2;
		if (Math.sqrt(sum / (until - at)) > threshold) {
			begin = -1;
			continue;
		}
		if (begin < 0) begin = at;
		if (!best || (until - begin) / sampleRate > best[1] - best[0]) best = [begin / sampleRate, until / sampleRate];
	}
	return best;
}

/** Takes ranges out; the ends at each join fade to zero. */
function take(samples: Float32Array, sampleRate: number, cuts: [number, number][]): Cut {
	const ranges = cuts.map(([from, to]) => [Math.round(from * sampleRate), Math.min(samples.length, Math.round(to * sampleRate))] as const);
	const removed = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
	const out = new Float32Array(samples.length - removed);
	const fade = Math.round(FADE * sampleRate);
	let at = 0;
	let start = 0;
	const keep = (to: number) => {
		const piece = samples.slice(start, to);
		for (let i = 0; i < Math.min(fade, piece.length >> 1); i++) {
			const gain = 0.5 - 0.5 * Math.cos((Math.PI * i) / fade);
			if (start > 0) piece[i]! *= gain;
			if (to < samples.length) piece[piece.length - 1 - i]! *= gain;
		}
		out.set(piece, at);
		at += piece.length;
	};
	for (const [from, to] of ranges) {
		keep(from);
		start = to;
	}
	keep(samples.length);
	return {
		samples: out,
		removedSeconds: removed / sampleRate,
		place(seconds) {
			let gone = 0;
			for (const [from, to] of cuts) {
				if (seconds >= to) gone += to - from;
				else if (seconds > from) return from - gone;
				else break;
			}
			return seconds - gone;
		},
	};
}
