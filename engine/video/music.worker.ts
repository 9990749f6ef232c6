import { writeFile } from 'node:fs/promises';
import { serveWorker } from '../runtime';
import { musicLoop, type Mood } from './synth';

export type MusicWorker = typeof methods;

const methods = {
	/** Writes one seamless loop as 16-bit stereo PCM WAV. */
	async loop(mood: Mood, seed: number, path: string): Promise<void> {
		const { sampleRate, left, right } = musicLoop(mood, seed);
		const data = Buffer.alloc(44 + left.length * 4);
		data.write('RIFF', 0, 'latin1');
		data.writeUInt32LE(36 + left.length * 4, 4);
		data.write('WAVEfmt ', 8, 'latin1');
		data.writeUInt32LE(16, 16);
		data.writeUInt16LE(1, 20);
		data.writeUInt16LE(2, 22);
		data.writeUInt32LE(sampleRate, 24);
		data.writeUInt32LE(sampleRate * 4, 28);
		data.writeUInt16LE(4, 32);
		data.writeUInt16LE(16, 34);
		data.write('data', 36, 'latin1');
		data.writeUInt32LE(left.length * 4, 40);
		for (let i = 0; i < left.length; i++) {
			data.writeInt16LE(Math.round(left[i]! * 32767), 44 + i * 4);
			data.writeInt16LE(Math.round(right[i]! * 32767), 46 + i * 4);
		}
		await writeFile(path, data);
	},
};

serveWorker(methods);
