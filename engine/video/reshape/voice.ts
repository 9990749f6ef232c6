/** The voice of some scenes out of a film's: cut where it is quiet, joined with a pause between scenes that did not follow each other. */
import type { Word, WordTimes } from '../../asset';
import { OperatorError } from '../../errors';

/** What is taken of a voice, in samples; `at` is where it goes. */
export interface VoicePiece {
	from: number;
	to: number;
	at: number;
}

/** Silence before the first word and after the last, where the pauses beside them are long enough. */
const LEAD_SECONDS = 0.06;
const TAIL_SECONDS = 0.2;
/** A cut lies within this of the word that it stands before or after … */
const REACH_SECONDS = 0.22;
/** … and scenes that are brought together have this between their words. */
const PAUSE_SECONDS = 0.4;
/** Stretch of sound whose loudness is looked at, and how many decibels a second of distance is worth. */
const LOOK_SECONDS = 0.01;
const DISTANCE_DB = 80;
const FADE_SECONDS = 0.004;

/** The quietest place between two times, near to `wished`. In samples. */
function quietest(samples: Float32Array, rate: number, from: number, to: number, wished: number): number {
	const step = Math.max(1, Math.round(LOOK_SECONDS * rate));
	let [best, where] = [Infinity, Math.round(Math.max(from, Math.min(to, wished)) * rate)];
	for (let at = Math.ceil(from * rate); at + step <= to * rate && at + step <= samples.length; at += step >> 1) {
		let power = 0;
		for (let i = at; i < at + step; i++) power += samples[i]! * samples[i]!;
		const middle = at + (step >> 1);
		const cost = 10 * Math.log10(power / step + 1e-9) + DISTANCE_DB * Math.abs(middle / rate - wished);
		if (cost < best) [best, where] = [cost, middle];
	}
	return where;
}

/**
 * Plans the cut: scenes in the order of `sceneIds`; those that follow each other in the film stay in one piece. Words keep the sound they had.
 * Throws INPUT for a scene that was not spoken.
 */
export function planVoice(
	samples: Float32Array,
	rate: number,
	words: WordTimes,
	sceneIds: string[],
): { pieces: VoicePiece[]; words: WordTimes } {
	const order = words.scenes.map(({ id }) => id);
	const ofScene = (id: string): Word[] => words.words.filter((word) => word.sceneId === id);
	const runs: string[][] = [];
	for (const id of sceneIds) {
		if (!ofScene(id).length)
			throw new OperatorError('INPUT', `Scene ${id} of the film was never spoken`, { fix: 'Choose scenes of the film that are spoken.' });
		const run = runs.at(-1);
		if (run && order.indexOf(id) === order.indexOf(run.at(-1)!) + 1) run.push(id);
		else runs.push([id]);
	}
	const pieces: VoicePiece[] = [];
	const moved: WordTimes = { v: 1, durationSeconds: 0, words: [], scenes: [] };
	let at = 0;
	runs.forEach((run, i) => {
		const [first, last] = [ofScene(run[0]!)[0]!, ofScene(run.at(-1)!).at(-1)!];
		const before = words.words[words.words.indexOf(first) - 1]?.endSeconds ?? 0;
		const after = words.words[words.words.indexOf(last) + 1]?.startSeconds ?? samples.length / rate;
		const from = quietest(samples, rate, Math.max(before, first.startSeconds - REACH_SECONDS), first.startSeconds, first.startSeconds - LEAD_SECONDS); // prettier-ignore
		const to = quietest(samples, rate, last.endSeconds, Math.min(after, last.endSeconds + REACH_SECONDS + TAIL_SECONDS), last.endSeconds + TAIL_SECONDS); // prettier-ignore
		const previous = moved.words.at(-1);
		if (previous && i > 0) at = Math.max(at, Math.round((previous.endSeconds + PAUSE_SECONDS) * rate) - Math.round(first.startSeconds * rate - from)); // prettier-ignore
		const shift = (seconds: number) => round(seconds + (at - from) / rate);
		for (const id of run) {
			const own = ofScene(id);
			moved.words.push(...own.map((word) => ({ ...word, startSeconds: Math.max(0, shift(word.startSeconds)), endSeconds: shift(word.endSeconds) }))); // prettier-ignore
			moved.scenes.push({ id, startSeconds: Math.max(0, shift(own[0]!.startSeconds)), endSeconds: 0 });
		}
		pieces.push({ from, to, at });
		at += to - from;
	});
	moved.durationSeconds = round(at / rate);
	moved.scenes.forEach((scene, i) => (scene.endSeconds = moved.scenes[i + 1]?.startSeconds ?? moved.durationSeconds));
	return { pieces, words: moved };
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The sound of the pieces, faded at their ends so that no cut clicks. */
export function joinVoice(samples: Float32Array, rate: number, pieces: VoicePiece[]): Float32Array {
	const last = pieces.at(-1)!;
	const joined = new Float32Array(last.at + last.to - last.from);
	const fade = Math.round(FADE_SECONDS * rate);
	for (const { from, to, at } of pieces)
		for (let i = 0; i < to - from; i++) {
			const gain = Math.min(1, (i + 0.5) / fade, (to - from - i - 0.5) / fade);
			joined[at + i] = (samples[from + i] ?? 0) * gain;
		}
	return joined;
}
