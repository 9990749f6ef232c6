/** Sound as the recogniser wants it: a headless file of 16-bit samples, 16 kHz, one channel, of which pieces are read as needed. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export const RATE = 16_000;

export class Pcm {
	readonly samples: number;
	private readonly file: number;

	constructor(path: string) {
		this.file = openSync(path, 'r');
		this.samples = fstatSync(this.file).size >> 1;
	}

	get seconds(): number {
		return this.samples / RATE;
	}

	/** Samples `from` up to before `to` as −1…1; what lies outside of the recording is left out. */
	read(from: number, to: number): Float32Array {
		const start = Math.max(0, Math.min(from, this.samples));
		const count = Math.max(0, Math.min(to, this.samples) - start);
		const bytes = Buffer.alloc(count * 2);
		let done = 0;
		while (done < bytes.length) {
			const got = readSync(this.file, bytes, done, bytes.length - done, start * 2 + done);
			if (got === 0) break;
			done += got;
		}
		const floats = new Float32Array(count);
		for (let i = 0; i < count; i++) floats[i] = bytes.readInt16LE(i * 2) / 32768;
		return floats;
	}

	close(): void {
		closeSync(this.file);
	}
}
