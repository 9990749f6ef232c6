/** How loud a sound is, moment by moment: what edges are put by. */
import { closeSync, openSync, readSync } from 'node:fs';
import { LEVEL_SECONDS } from './types';

const RATE = 16_000;
const STEP = RATE * LEVEL_SECONDS;
const CHUNK_STEPS = 6000;

/**
 * Loudness of a WAV of 16-bit mono samples of 16 kHz, one byte a 10 ms: −2 times the RMS level in dB (0 is full scale, 255 is −127.5 dB or
 * silence). Reads a minute at a time.
 */
export function levelsOf(wavPath: string): Uint8Array {
	const fd = openSync(wavPath, 'r');
	const parts: Uint8Array[] = [];
	try {
		const buffer = Buffer.alloc(CHUNK_STEPS * STEP * 2);
		// ffmpeg writes the samples as the last chunk.
		const head = buffer.subarray(0, readSync(fd, buffer, 0, 4096, 0));
		let at = head.indexOf('data', 12, 'latin1') + 8;
		for (;;) {
			const read = readSync(fd, buffer, 0, buffer.length, at);
			at += read;
			if (read < 2) break;
			const samples = new Int16Array(buffer.buffer, buffer.byteOffset, read >> 1);
			const part = new Uint8Array(Math.ceil(samples.length / STEP));
			for (let i = 0; i < part.length; i++) {
				let energy = 0;
				const end = Math.min(samples.length, (i + 1) * STEP);
				for (let k = i * STEP; k < end; k++) energy += (samples[k]! / 32768) ** 2;
				part[i] = Math.min(255, Math.max(0, Math.round(-20 * Math.log10(energy / STEP + 1e-13))));
			}
			parts.push(part);
			if (read < buffer.length) break;
		}
	} finally {
		closeSync(fd);
	}
	return new Uint8Array(Buffer.concat(parts));
}

/** Levels as they are asked for: in dB, at any time of the long video. */
export class Levels {
	constructor(
		private readonly bytes: Uint8Array,
		private readonly startSeconds: number,
	) {}

	static fromBase64(text: string, startSeconds: number): Levels {
		return new Levels(new Uint8Array(Buffer.from(text, 'base64')), startSeconds);
	}

	/** Mean level of 30 ms around a time, in dB below full scale (negative); −127 outside of the sound. */
	at(seconds: number): number {
		const i = Math.round((seconds - this.startSeconds) / LEVEL_SECONDS);
		let energy = 0;
		for (let k = i - 1; k <= i + 1; k++) energy += 10 ** (-(this.bytes[k] ?? 254) / 20);
		return 10 * Math.log10(energy / 3 + 1e-13);
	}

	/** The level that nine tenths of a stretch lie below: how loud the speech in it is. */
	loudest(startSeconds: number, endSeconds: number): number {
		const from = Math.max(0, Math.floor((startSeconds - this.startSeconds) / LEVEL_SECONDS));
		const to = Math.ceil((endSeconds - this.startSeconds) / LEVEL_SECONDS);
		const sorted = this.bytes.slice(from, Math.max(from + 1, to)).sort();
		return -(sorted[Math.floor(sorted.length * 0.1)] ?? 254) / 2;
	}
}
