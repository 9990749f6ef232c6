/** Fills the weights files of the shipped graphs from the fetched model: matrices as bytes, everything else as floats. About 2 CPU-seconds. */
import { closeSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OperatorError } from '../../errors';
import { readCt2, tensorOf, toFloats, type Ct2Tensor } from './ct2';

/** What skeleton/make.py wrote: where each tensor stands in the weights file, and what is made of its source. */
export interface WeightsPlan {
	bytes: number;
	tensors: { source: string; part: 'float' | 'half' | 'bytes' | 'scale' | 'zero'; offset: number; bytes: number }[];
}
export const GRAPHS = ['encoder', 'decoder'] as const;
/** Changes when graphs, plan or arithmetic change: made weights are then made again. */
export const RECIPE = 'int8-1';

interface Quantized {
	bytes: Uint8Array;
	scale: Float32Array;
	zero: Uint8Array;
}

/**
 * A matrix [outputs, inputs] as unsigned bytes [inputs, outputs] with one scale and zero point an output:
 * w ≈ (byte − zero) · scale, where the range always includes 0 (the scheme of ONNX's DynamicQuantizeLinear).
 */
export function quantize(weights: Float32Array, outputs: number, inputs: number): Quantized {
	const rows = new Uint8Array(outputs * inputs);
	const scale = new Float32Array(outputs);
	const zero = new Uint8Array(outputs);
	for (let o = 0; o < outputs; o++) {
		const start = o * inputs;
		let low = 0;
		let high = 0;
		for (let i = start; i < start + inputs; i++) {
			const value = weights[i]!;
			if (value < low) low = value;
			if (value > high) high = value;
		}
		const step = Math.fround((high - low) / 255) || 1;
		const origin = Math.max(0, Math.min(255, Math.round(-low / step)));
		scale[o] = step;
		zero[o] = origin;
		for (let i = start; i < start + inputs; i++) rows[i] = Math.max(0, Math.min(255, Math.round(weights[i]! / step) + origin));
	}
	// Transposed in blocks of columns that stay in the processor's cache.
	const bytes = new Uint8Array(rows.length);
	for (let from = 0; from < outputs; from += 64) {
		const to = Math.min(outputs, from + 64);
		for (let i = 0; i < inputs; i++) for (let o = from; o < to; o++) bytes[i * outputs + o] = rows[o * inputs + i]!;
	}
	return { bytes, scale, zero };
}

/** Makes `encoder.onnx`, `encoder.bin`, `decoder.onnx` and `decoder.bin` in `dir`. `data` is the folder of the shipped graphs. */
export function convertWhisper(modelPath: string, data: string, dir: string): void {
	const tensors = readCt2(readFileSync(modelPath));
	const plans = JSON.parse(readFileSync(join(data, 'whisper-base-weights.json'), 'utf8')) as Record<string, WeightsPlan>;
	for (const graph of GRAPHS) {
		writeFileSync(join(dir, `${graph}.onnx`), gunzipSync(readFileSync(join(data, `whisper-base-${graph}.onnx.gz`))));
		writeWeights(plans[graph]!, tensors, join(dir, `${graph}.bin`));
	}
}

function writeWeights(plan: WeightsPlan, tensors: Map<string, Ct2Tensor>, path: string): void {
	const file = openSync(path, 'w', 0o600);
	try {
		ftruncateSync(file, plan.bytes);
		// The parts of one matrix follow each other: only the last one is kept.
		let made: { source: string; matrix: Quantized } | undefined;
		for (const { source, part, offset, bytes } of plan.tensors) {
			const tensor = tensorOf(tensors, source);
			let values: Uint8Array | Float32Array;
			if (part === 'half') values = tensor.data;
			else if (part === 'float') values = toFloats(tensor);
			else {
				if (made?.source !== source) made = { source, matrix: quantize(toFloats(tensor), tensor.dims[0]!, tensor.dims[1]!) };
				values = made.matrix[part];
			}
			if (values.byteLength !== bytes) {
				throw new OperatorError('ENGINE_FAILED', `${source} of the recognition model has ${values.byteLength} bytes instead of ${bytes}`, {
					fix: 'Run AI Operator Setup: Free space, then Download engines, so that the model is fetched anew.',
				});
			}
			const buffer = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
			for (let done = 0; done < bytes;) done += writeSync(file, buffer, done, bytes - done, offset + done);
		}
	} finally {
		closeSync(file);
	}
}
