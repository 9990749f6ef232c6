/** A spoken chunk on disk: one line of JSON, then 16-bit samples. Written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export interface Speech {
	sampleRate: number;
	/** Frames of each id, in the model's own unit ({@link Calibration.hop} samples). */
	durations: number[];
	samples: Int16Array;
}

export function writeSpeech(path: string, { sampleRate, durations, samples }: Speech): void {
	const head = JSON.stringify({ v: 1, sampleRate, samples: samples.length, durations });
	const partial = `${path}.${randomBytes(6).toString('hex')}.part`;
	try {
		writeFileSync(partial, Buffer.concat([Buffer.from(`${head}\n`), Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]), { mode: 0o600 }); // prettier-ignore
		renameSync(partial, path);
	} catch (error) {
		rmSync(partial, { force: true });
		throw error;
	}
}

/** The speech of a file, or null when it is missing or damaged. */
export function readSpeech(path: string): Speech | null {
	let file: Buffer;
	try {
		file = readFileSync(path);
	} catch {
		return null;
	}
	const end = file.indexOf(10);
	if (end < 0) return null;
	try {
		const head = JSON.parse(file.toString('utf8', 0, end)) as { v: number; sampleRate: number; samples: number; durations: number[] };
		if (head.v !== 1 || file.length !== end + 1 + head.samples * 2) return null;
		const samples = new Int16Array(head.samples);
		Buffer.from(samples.buffer).set(file.subarray(end + 1));
		return { sampleRate: head.sampleRate, durations: head.durations, samples };
	} catch {
		return null;
	}
}
