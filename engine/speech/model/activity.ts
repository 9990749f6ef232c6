/** Where somebody speaks: Silero VAD (https://github.com/snakers4/silero-vad), 16 kHz, the file that takes many frames in one run. */
import type { Ort, Session, Tensor } from '../../runtime/ort';
import { RATE, type Pcm } from './pcm';

/** Samples a frame, and of the sound before it that the network sees too. */
const FRAME = 512;
const CONTEXT = 64;
const STATE = 128;
/** Frames a run: 16 s. */
const BATCH = 512;
export const FRAME_SECONDS = FRAME / RATE;

export interface Range {
	startSeconds: number;
	endSeconds: number;
}

/** The probability of speech in each frame of 32 ms. */
export async function speechProbabilities(
	ort: Ort,
	session: Session,
	pcm: Pcm,
	onSeconds?: (seconds: number) => void,
): Promise<Float32Array> {
	const frames = Math.ceil(pcm.samples / FRAME);
	const probabilities = new Float32Array(frames);
	let h: Tensor = ort.floats(new Float32Array(STATE), [1, 1, STATE]);
	let c: Tensor = ort.floats(new Float32Array(STATE), [1, 1, STATE]);
	for (let first = 0; first < frames; first += BATCH) {
		const count = Math.min(BATCH, frames - first);
		const input = new Float32Array(count * (CONTEXT + FRAME));
		const before = first === 0 ? 0 : CONTEXT;
		const sound = pcm.read(first * FRAME - before, (first + count) * FRAME);
		for (let i = 0; i < count; i++) {
			const at = i * FRAME + before;
			const context = sound.subarray(Math.max(0, at - CONTEXT), at);
			const row = i * (CONTEXT + FRAME);
			input.set(context, row + CONTEXT - context.length);
			input.set(sound.subarray(at, at + FRAME), row + CONTEXT);
		}
		const result = await session.run({ input: ort.floats(input, [count, CONTEXT + FRAME]), h, c });
		h = result.hn!;
		c = result.cn!;
		probabilities.set(result.speech_probs!.data, first);
		onSeconds?.(Math.min((first + count) * FRAME_SECONDS, pcm.seconds));
	}
	return probabilities;
}

export interface RangeOptions {
	/** Speech begins at this probability … */
	begin: number;
	/** … and ends below this one. */
	end: number;
	minSpeechSeconds: number;
	minSilenceSeconds: number;
	/** Added on both sides. */
	padSeconds: number;
}

/** Measured on read speech, dialogue and music: lower loses the ends of phrases, higher lets music through. */
export const RANGE_OPTIONS: RangeOptions = { begin: 0.35, end: 0.2, minSpeechSeconds: 0.25, minSilenceSeconds: 0.3, padSeconds: 0.2 };

/** Ranges of speech, in order; padding never makes two of them overlap. */
export function speechRanges(probabilities: ArrayLike<number>, durationSeconds: number, options: RangeOptions = RANGE_OPTIONS): Range[] {
	const raw: Range[] = [];
	let start = -1;
	let silent = -1;
	const close = (end: number) => {
		if (end - start >= options.minSpeechSeconds) raw.push({ startSeconds: start, endSeconds: end });
		start = silent = -1;
	};
	for (let i = 0; i < probabilities.length; i++) {
		const time = i * FRAME_SECONDS;
		const value = probabilities[i]!;
		if (value >= options.begin) {
			if (start < 0) start = time;
			silent = -1;
		} else if (value < options.end && start >= 0) {
			if (silent < 0) silent = time;
			if (time - silent >= options.minSilenceSeconds) close(silent);
		}
	}
	if (start >= 0) close(silent < 0 ? durationSeconds : silent);
	return raw.map(({ startSeconds, endSeconds }, i) => {
		const before = raw[i - 1];
		const after = raw[i + 1];
		return {
			startSeconds: Math.max(
				0,
				startSeconds - (before ? Math.min(options.padSeconds, (startSeconds - before.endSeconds) / 2) : options.padSeconds),
			),
			endSeconds: Math.min(
				durationSeconds,
				endSeconds + (after ? Math.min(options.padSeconds, (after.startSeconds - endSeconds) / 2) : options.padSeconds),
			),
		};
	});
}

/** Whisper hears 30 s at once; its last two seconds are its worst. */
export const WINDOW_SECONDS = 28;
/** Speech without a pause is cut where a breath is likeliest, in the last third of the window. */
const LAST_THIRD = 19;

/**
 * Packs ranges into as few windows of at most 28 s as possible, cut in pauses: an encoder run costs the same whatever it holds.
 */
export function packWindows(ranges: Range[], probabilities: ArrayLike<number>): Range[] {
	const windows: Range[] = [];
	for (const range of ranges.flatMap((each) => splitLong(each, probabilities))) {
		const last = windows.at(-1);
		if (last && range.endSeconds - last.startSeconds <= WINDOW_SECONDS) last.endSeconds = range.endSeconds;
		else windows.push({ ...range });
	}
	return windows;
}

function splitLong(range: Range, probabilities: ArrayLike<number>): Range[] {
	const parts: Range[] = [];
	let { startSeconds } = range;
	while (range.endSeconds - startSeconds > WINDOW_SECONDS) {
		const cut = quietest(probabilities, startSeconds + LAST_THIRD, startSeconds + WINDOW_SECONDS);
		parts.push({ startSeconds, endSeconds: cut });
		startSeconds = cut;
	}
	return [...parts, { startSeconds, endSeconds: range.endSeconds }];
}

/** The middle of the five frames that least sound like speech. */
function quietest(probabilities: ArrayLike<number>, from: number, to: number): number {
	let best = Infinity;
	let at = to;
	for (let i = Math.ceil(from / FRAME_SECONDS) + 2; (i + 3) * FRAME_SECONDS <= to; i++) {
		let sum = 0;
		for (let k = -2; k <= 2; k++) sum += probabilities[i + k] ?? 0;
		if (sum < best) [best, at] = [sum, (i + 0.5) * FRAME_SECONDS];
	}
	return at;
}
