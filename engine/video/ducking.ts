/** The bed makes way for the voice: known from the words' times, so it is down before a word begins, not after. */
import type { Word } from '../asset';

export interface Speech {
	startSeconds: number;
	endSeconds: number;
}

/** Shorter pauses are speech: a bed that pumps between words is worse than one that stays down. */
const SHORTEST_PAUSE_SECONDS = 0.35;
const DOWN_SECONDS = 0.12;
const UP_SECONDS = 0.4;
/** In pauses, before the first word and after the last, the bed may be this much louder. */
export const PAUSE_GAIN_DB = 5;
const RATE = 6000;

/** Where the voice speaks, short pauses included. */
export function speechOf(words: Pick<Word, 'startSeconds' | 'endSeconds'>[]): Speech[] {
	const speech: Speech[] = [];
	for (const { startSeconds, endSeconds } of words) {
		const last = speech.at(-1);
		if (last && startSeconds - last.endSeconds < SHORTEST_PAUSE_SECONDS) last.endSeconds = Math.max(last.endSeconds, endSeconds);
		else speech.push({ startSeconds, endSeconds });
	}
	return speech;
}

/** Gain of the bed over the film: 1 in pauses, {@link PAUSE_GAIN_DB} less while the voice speaks. */
export function duckEnvelope(speech: Speech[], seconds: number): { sampleRate: number; gains: Float32Array } {
	const down = 10 ** (-PAUSE_GAIN_DB / 20);
	const gains = new Float32Array(Math.max(1, Math.round(seconds * RATE))).fill(1);
	for (const { startSeconds, endSeconds } of speech) {
		const from = Math.max(0, Math.floor((startSeconds - DOWN_SECONDS) * RATE));
		const to = Math.min(gains.length, Math.ceil((endSeconds + UP_SECONDS) * RATE));
		for (let i = from; i < to; i++) {
			const at = i / RATE;
			const before = Math.max(0, (startSeconds - at) / DOWN_SECONDS);
			const after = Math.max(0, (at - endSeconds) / UP_SECONDS);
			gains[i] = Math.min(gains[i]!, down + (1 - down) * Math.min(1, Math.max(before, after)));
		}
	}
	return { sampleRate: RATE, gains };
}
