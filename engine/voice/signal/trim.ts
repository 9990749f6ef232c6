/** Edges, fades and silences of one spoken chunk. Positions are samples unless they say seconds. */

/** What stays before the first and after the last sound. */
const KEEP_BEFORE = 0.04;
const KEEP_AFTER = 0.06;
/** How far the sound may reach beyond the times that the model names. */
const REACH_BEFORE = 0.15;
const REACH_AFTER = 0.3;
const STEP = 0.005;
const QUIET = 0.006;
/** Silences inside a sentence longer than this are cut down to the second length. */
const LONGEST_SILENCE = 0.46;
const SHORTENED_SILENCE = 0.36;

/** Loudness of steps of 5 ms (RMS). */
function envelope(audio: Float32Array, sampleRate: number): Float32Array {
	const step = Math.round(STEP * sampleRate);
	const out = new Float32Array(Math.ceil(audio.length / step));
	for (let i = 0; i < out.length; i++) {
		let sum = 0;
		const end = Math.min(audio.length, (i + 1) * step);
		for (let k = i * step; k < end; k++) sum += audio[k]! * audio[k]!;
		out[i] = Math.sqrt(sum / Math.max(1, end - i * step));
	}
	return out;
}

/** First and last sample to keep: the model's own padding (up to 700 ms) goes, the sounds' attack and decay stay. */
export function speechEdges(
	audio: Float32Array,
	startSeconds: number,
	endSeconds: number,
	sampleRate: number,
): { from: number; to: number } {
	const levels = envelope(audio, sampleRate);
	const loudest = levels.reduce((a, b) => Math.max(a, b), 0);
	const quiet = loudest * QUIET;
	const sounds = (i: number) => (levels[i] ?? 0) > quiet;
	let first = Math.round(startSeconds / STEP);
	for (let i = first; i >= Math.max(0, Math.round((startSeconds - REACH_BEFORE) / STEP)); i--) if (sounds(i)) first = i;
	let last = Math.round(endSeconds / STEP);
	for (let i = last; i <= Math.round((endSeconds + REACH_AFTER) / STEP) && i < levels.length; i++) {
		if (sounds(i)) last = i + 1;
		else if (i - last > 8) break;
	}
	return {
		from: Math.max(0, Math.round((first * STEP - KEEP_BEFORE) * sampleRate)),
		to: Math.min(audio.length, Math.round((last * STEP + KEEP_AFTER) * sampleRate)),
	};
}

/** How much of the kept edges lies 38 dB and more under the chunk's loudest moment: silence to a listener. */
export function quietEdges(audio: Float32Array, from: number, to: number, sampleRate: number): { quietHead: number; quietTail: number } {
	const step = Math.round(STEP * sampleRate);
	const levels = envelope(audio.subarray(from, to), sampleRate);
	const quiet = levels.reduce((a, b) => Math.max(a, b), 0) * 0.012;
	let head = 0;
	while (head < levels.length && levels[head]! <= quiet) head++;
	let tail = levels.length;
	while (tail > head && levels[tail - 1]! <= quiet) tail--;
	return { quietHead: head * step, quietTail: Math.max(0, to - from - tail * step) };
}

/** Raised-cosine fades, so that a chunk begins and ends at exactly zero. */
export function fadeEdges(audio: Float32Array, from: number, to: number, sampleRate: number): void {
	const rise = Math.min(Math.round(0.01 * sampleRate), (to - from) >> 1);
	const fall = Math.min(Math.round(0.03 * sampleRate), (to - from) >> 1);
	for (let i = 0; i < rise; i++) audio[from + i]! *= 0.5 - 0.5 * Math.cos((Math.PI * i) / rise);
	for (let i = 0; i < fall; i++) audio[to - 1 - i]! *= 0.5 - 0.5 * Math.cos((Math.PI * i) / fall);
}

export interface Piece {
	audio: Float32Array;
	from: number;
	to: number;
	/** Where it goes. */
	at: number;
}

/** The chunk without the middles of its long silences; `place` maps a position in the chunk to one in the result. */
export function tighten(
	audio: Float32Array,
	from: number,
	to: number,
	sampleRate: number,
): { pieces: Piece[]; length: number; place(position: number): number } {
	const step = Math.round(STEP * sampleRate);
	const levels = envelope(audio, sampleRate);
	const quiet = levels.reduce((a, b) => Math.max(a, b), 0) * 0.012;
	const cuts: [number, number][] = [];
	let begin = -1;
	for (let i = Math.ceil(from / step); i * step < to; i++) {
		const silent = levels[i]! <= quiet;
		if (silent && begin < 0) begin = i;
		if (silent || begin < 0) continue;
		const seconds = (i - begin) * STEP;
		if (begin * step > from + step && seconds > LONGEST_SILENCE) {
			const spare = Math.round((seconds - SHORTENED_SILENCE) * sampleRate);
			const middle = Math.round(((begin + i) / 2) * step);
			cuts.push([middle - (spare >> 1), middle - (spare >> 1) + spare]);
		}
		begin = -1;
	}
	const pieces: Piece[] = [];
	let start = from;
	let at = 0;
	const fade = Math.round(0.006 * sampleRate);
	for (const [cutFrom, cutTo] of [...cuts, [to, to] as [number, number]]) {
		pieces.push({ audio, from: start, to: cutFrom, at });
		at += cutFrom - start;
		if (cutTo > cutFrom) {
			for (let i = 0; i < fade; i++) {
				audio[cutFrom - 1 - i]! *= i / fade;
				audio[cutTo + i]! *= i / fade;
			}
		}
		start = cutTo;
	}
	return {
		pieces,
		length: at,
		place(position) {
			for (const piece of pieces) if (position < piece.to) return piece.at + Math.max(0, position - piece.from);
			return at;
		},
	};
}

/** RMS of the parts that sound. */
export function activeLevel(audio: Float32Array, from: number, to: number, sampleRate: number): number {
	const levels = envelope(audio.subarray(from, to), sampleRate);
	const floor = levels.reduce((a, b) => Math.max(a, b), 0) * 0.05;
	let sum = 0;
	let n = 0;
	for (const level of levels) {
		if (level < floor) continue;
		sum += level * level;
		n++;
	}
	return n ? Math.sqrt(sum / n) : 0;
}
