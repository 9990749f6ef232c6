/**
 * Reads CTranslate2's model.bin (version 6): `u32 version, str spec, u32 revision, u32 count`, then for each tensor
 * `str name, u8 rank, u32 dims[rank], u8 type, u32 bytes, data`. A str is a u16 length, the text and a NUL.
 * Source: https://github.com/OpenNMT/CTranslate2, python/ctranslate2/specs/model_spec.py.
 */
import { isOperatorError, OperatorError } from '../../errors';

export interface Ct2Tensor {
	dims: number[];
	/** Numbers in half precision (IEEE 754 binary16), little-endian. */
	data: Buffer;
}

const VERSION = 6;
const FLOAT16 = 4;
const damaged = (what: string) =>
	new OperatorError('ENGINE_FAILED', `The recognition model cannot be read: ${what}`, {
		fix: 'Run AI Operator Setup: Free space, then Download engines, so that the model is fetched anew.',
	});

/** The half-precision tensors of a model by name; the data are views of `file`. */
export function readCt2(file: Buffer): Map<string, Ct2Tensor> {
	const tensors = new Map<string, Ct2Tensor>();
	let at = 0;
	const u8 = () => file.readUInt8(at++);
	const u32 = () => file.readUInt32LE((at += 4) - 4);
	const text = () => {
		const length = file.readUInt16LE(at);
		const value = file.toString('utf8', at + 2, at + 1 + length);
		at += 2 + length;
		return value;
	};
	try {
		const version = u32();
		if (version !== VERSION) throw damaged(`version ${version} instead of ${VERSION}`);
		text();
		u32();
		for (let left = u32(); left > 0; left--) {
			const name = text();
			const dims = Array.from({ length: u8() }, u32);
			const type = u8();
			const bytes = u32();
			if (type === FLOAT16) tensors.set(name, { dims, data: file.subarray(at, at + bytes) });
			at += bytes;
		}
	} catch (error) {
		throw isOperatorError(error) ? error : damaged('it ends too early');
	}
	return tensors;
}

/** The tensor `name`. @throws OperatorError ENGINE_FAILED when the model has none. */
export function tensorOf(tensors: Map<string, Ct2Tensor>, name: string): Ct2Tensor {
	const found = tensors.get(name);
	if (!found) throw damaged(`${name} is missing`);
	return found;
}

let table: Float32Array | undefined;
/** All 65,536 half-precision numbers as floats. */
function halves(): Float32Array {
	if (table) return table;
	table = new Float32Array(65536);
	for (let bits = 0; bits < 65536; bits++) {
		const sign = bits & 0x8000 ? -1 : 1;
		const exponent = (bits >> 10) & 31;
		const fraction = bits & 1023;
		const magnitude =
			exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * 2 ** (exponent - 15);
		table[bits] = sign * magnitude;
	}
	return table;
}

export function toFloats({ data }: Ct2Tensor): Float32Array {
	const values = halves();
	const floats = new Float32Array(data.length >> 1);
	for (let i = 0; i < floats.length; i++) floats[i] = values[data[2 * i]! | (data[2 * i + 1]! << 8)]!;
	return floats;
}
