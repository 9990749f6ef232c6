import { integratedLufs, loudnessRange, stepPowers } from '../media/sound/meter';
import { readWav, writeWav } from '../media/wav';
import { serveWorker } from '../runtime';
import { duckEnvelope, PAUSE_GAIN_DB, type Speech } from './ducking';
import { musicBed, type Mood } from './synth';

export type MusicWorker = typeof methods;

/** Music from a seed, or a file that is as long as the film. */
export type Played = { mood: Mood; seed: number } | { path: string };

/** How loud the bed is: its louder stretches count, not its mean. */
function levelOf(channels: Float32Array[], rate: number): number {
	const powers = stepPowers(channels, rate);
	return integratedLufs(powers) + Math.min(6, Math.max(0, loudnessRange(powers) / 2));
}

async function play(music: Played, seconds: number): Promise<{ sampleRate: number; channels: Float32Array[]; both: Float32Array }> {
	if ('mood' in music) {
		const { sampleRate, left, right } = musicBed(music.mood, music.seed, seconds);
		return { sampleRate, channels: [left, right], both: new Float32Array(2 * left.length) };
	}
	const { sampleRate, samples } = await readWav(music.path);
	const channels = [0, 1].map((side) => {
		const own = new Float32Array(samples.length >> 1);
		for (let i = 0; i < own.length; i++) own[i] = samples[2 * i + side]!;
		return own;
	});
	// A long film's samples are many: theirs are written over.
	return { sampleRate, channels, both: samples };
}

const methods = {
	/**
	 * Writes the bed of a film as stereo WAV: `underDb` under a voice of `voiceLufs` while it speaks, louder in pauses (see
	 * {@link duckEnvelope}). Returns its highest sample.
	 */
	async bed(music: Played, speech: Speech[], seconds: number, voice: { lufs: number; underDb: number }, path: string): Promise<number> {
		const { sampleRate, channels, both } = await play(music, seconds);
		const gain = 10 ** ((voice.lufs - voice.underDb + PAUSE_GAIN_DB - levelOf(channels, sampleRate)) / 20);
		const { gains, sampleRate: steps } = duckEnvelope(speech, seconds);
		const end = gains.length - 1;
		let peak = 0;
		channels.forEach((samples, side) => {
			for (let i = 0; i < samples.length; i++) {
				const at = Math.min(end, (i * steps) / sampleRate);
				const before = gains[Math.floor(at)]!;
				const value = samples[i]! * gain * (before + (gains[Math.min(end, Math.floor(at) + 1)]! - before) * (at % 1));
				both[2 * i + side] = value;
				if (Math.abs(value) > peak) peak = Math.abs(value);
			}
		});
		await writeWav(path, both, sampleRate, 2);
		return peak;
	},
};

serveWorker(methods);
