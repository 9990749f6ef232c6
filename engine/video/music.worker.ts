import { toInt16, writeWav } from '../media/wav';
import { serveWorker } from '../runtime';
import { duckEnvelope, type Speech } from './ducking';
import { musicBed, type Mood } from './synth';

export type MusicWorker = typeof methods;

const methods = {
	/** Writes the bed of a film as 16-bit stereo WAV. */
	async bed(mood: Mood, seed: number, seconds: number, path: string): Promise<void> {
		const { sampleRate, left, right } = musicBed(mood, seed, seconds);
		const both = new Float32Array(left.length * 2);
		for (let i = 0; i < left.length; i++) {
			both[2 * i] = left[i]!;
			both[2 * i + 1] = right[i]!;
		}
		await writeWav(path, toInt16(both), sampleRate, 2);
	},
	/** Writes the gain of the bed over the film, see {@link duckEnvelope}, as 16-bit mono WAV. */
	async envelope(speech: Speech[], seconds: number, path: string): Promise<void> {
		const { sampleRate, gains } = duckEnvelope(speech, seconds);
		await writeWav(path, toInt16(gains), sampleRate, 1);
	},
};

serveWorker(methods);
