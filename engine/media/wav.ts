/** WAV files in memory: what the voices, the recogniser and the mixer pass between them. Up to about 15 minutes. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { OperatorError } from '../errors';

export interface Wav {
	sampleRate: number;
	channels: number;
	/** −1…1, channels interleaved. */
	samples: Float32Array;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * Reads integer PCM of 8, 16, 24 or 32 bits or floats of 32 or 64. A file that was cut off gives the samples it has.
 * @throws OperatorError INPUT for anything else.
 */
export async function readWav(path: string): Promise<Wav> {
	return parseWav(await readFile(path), basename(path));
}

export function parseWav(file: Buffer, name = 'The file'): Wav {
	const refuse = (why: string) => new OperatorError('INPUT', `${name} ${why}`, { fix: 'Export it again as WAV, 16 bit PCM.' });
	if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
		throw refuse('is not a WAV file');
	let format: { tag: number; channels: number; sampleRate: number; bits: number } | undefined;
	for (let at = 12; at + 8 <= file.length;) {
		const id = file.toString('latin1', at, at + 4);
		const size = file.readUInt32LE(at + 4);
		const start = at + 8;
		if (id === 'fmt ' && size >= 16 && start + 16 <= file.length) {
			const tag = file.readUInt16LE(start);
			format = {
				tag: tag === EXTENSIBLE && size >= 26 && start + 26 <= file.length ? file.readUInt16LE(start + 24) : tag,
				channels: file.readUInt16LE(start + 2),
				sampleRate: file.readUInt32LE(start + 4),
				bits: file.readUInt16LE(start + 14),
			};
		} else if (id === 'data') {
			if (!format) throw refuse('has no format before its samples');
			const { tag, channels, sampleRate, bits } = format;
			const read = READERS[`${tag}/${bits}`];
			if (!read || channels < 1 || channels > 64 || sampleRate < 1)
				throw refuse(`holds an encoding that is not supported (format ${tag}, ${bits} bit)`);
			const frame = (bits / 8) * channels;
			// Programs that write to a pipe leave the size 0 or at its maximum.
			const bytes = Math.min(size === 0 ? file.length : size, file.length - start);
			return { sampleRate, channels, samples: read(file.subarray(start, start + Math.floor(bytes / frame) * frame)) };
		}
		at = start + size + (size & 1);
	}
	throw refuse('holds no samples');
}

const READERS: Record<string, (data: Buffer) => Float32Array> = {
	[`${PCM}/8`]: (data) => scaled(data, 128, 128),
	[`${PCM}/16`]: (data) => scaled(new Int16Array(aligned(data)), 32768),
	[`${PCM}/24`]: (data) => {
		const samples = new Float32Array(data.length / 3);
		for (let i = 0; i < samples.length; i++) samples[i] = data.readIntLE(i * 3, 3) / 8388608;
		return samples;
	},
	[`${PCM}/32`]: (data) => scaled(new Int32Array(aligned(data)), 2147483648),
	[`${FLOAT}/32`]: (data) => new Float32Array(aligned(data)),
	[`${FLOAT}/64`]: (data) => new Float32Array(new Float64Array(aligned(data))),
};

function scaled(values: Uint8Array | Int16Array | Int32Array, one: number, zero = 0): Float32Array {
	const samples = new Float32Array(values.length);
	for (let i = 0; i < samples.length; i++) samples[i] = ((values[i] as number) - zero) / one;
	return samples;
}

/** A copy that starts on an address any typed array accepts. All machines we run on are little-endian, as WAV is. */
const aligned = (data: Buffer): ArrayBuffer => data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;

/**
 * Writes interleaved samples: 32-bit float from a Float32Array, 16-bit PCM from an Int16Array.
 * @throws OperatorError TOO_LARGE over 4 GiB.
 */
export async function writeWav(path: string, samples: Float32Array | Int16Array, sampleRate: number, channels = 1): Promise<void> {
	await writeFile(path, wavFile(samples, sampleRate, channels));
}

export function wavFile(samples: Float32Array | Int16Array, sampleRate: number, channels = 1): Buffer {
	const float = samples instanceof Float32Array;
	const width = samples.BYTES_PER_ELEMENT;
	if (samples.byteLength > 0xffffffff - 64)
		throw new OperatorError('TOO_LARGE', 'A WAV file holds at most 4 GiB', { fix: 'Use a shorter recording.' });
	const header = Buffer.alloc(44);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(36 + samples.byteLength, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(float ? FLOAT : PCM, 20);
	header.writeUInt16LE(channels, 22);
	header.writeUInt32LE(sampleRate, 24);
	header.writeUInt32LE(sampleRate * channels * width, 28);
	header.writeUInt16LE(channels * width, 32);
	header.writeUInt16LE(width * 8, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(samples.byteLength, 40);
	return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}

/** Rounded to 16 bits; what lies outside −1…1 is clipped. */
export function toInt16(samples: Float32Array): Int16Array {
	const rounded = new Int16Array(samples.length);
	for (let i = 0; i < rounded.length; i++) rounded[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] as number) * 32768)));
	return rounded;
}

/** The mean of all channels. */
export function toMono({ samples, channels }: Wav): Float32Array {
	if (channels === 1) return samples;
	const mono = new Float32Array(Math.floor(samples.length / channels));
	for (let i = 0; i < mono.length; i++) {
		let sum = 0;
		for (let c = 0; c < channels; c++) sum += samples[i * channels + c] ?? 0;
		mono[i] = sum / channels;
	}
	return mono;
}
