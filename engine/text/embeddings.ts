/**
 * Sentence embeddings: all-MiniLM-L6-v2 (Apache-2.0) in TypeScript with a wasm SIMD matrix product. No native module; any libc.
 * 13–18 ms of CPU a sentence: use it in a worker thread, on sentences rather than paragraphs (cost grows with the square of length).
 */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../errors';
import { matmulKernel, wasmMemory } from './matmul';
import { openTensors, packInt8 } from './safetensors';
import type { Tensors } from './safetensors';
import { loadWordPiece } from './wordpiece';

export const EMBEDDING_SIZE = 384;
const LAYERS = 6;
const HEADS = 12;
const HEAD = EMBEDDING_SIZE / HEADS;
const HIDDEN = 1536;
const MAX_TOKENS = 256;
const PACKED = 'model-int8.safetensors';
const WORDS = 'embeddings.word_embeddings.weight';

export interface Embedder {
	/** One vector of 384 numbers with length 1 for each sentence. */
	embed(sentences: string[]): Float32Array[];
}

/** Cosine of two vectors of length 1, −1 … 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
	return sum;
}

/** Writes the int8 form of the model into `to` (for `derived` of the runtime room): 90.9 MB become 22.9 MB. */
export function packEmbedder(modelDir: string, to: string): void {
	packInt8(join(modelDir, 'model.safetensors'), join(to, `${PACKED}.part`));
	renameSync(join(to, `${PACKED}.part`), join(to, PACKED));
}

/**
 * Loads the embedder.
 * @param dir folder of the runtime's "minilm" entry (model.safetensors, tokenizer.json)
 * @param packedDir folder that {@link packEmbedder} wrote; without it the float model is read
 * @throws ENGINE_MISSING when the files are not there, ENGINE_TAMPERED when they cannot be read
 */
export function createEmbedder(dir: string, packedDir: string = dir): Embedder {
	const packed = join(packedDir, PACKED);
	const model = existsSync(packed) ? packed : join(dir, 'model.safetensors');
	const tokenizer = join(dir, 'tokenizer.json');
	for (const path of [model, tokenizer]) {
		if (!existsSync(path))
			throw new OperatorError('ENGINE_MISSING', `The sentence model is not on this machine (${path})`, {
				fix: 'Run "Download engines" of the AI Operator Setup node.',
			});
	}
	const tensors = openTensors(model);
	try {
		return build(tensors, loadWordPiece(tokenizer, MAX_TOKENS));
	} finally {
		tensors.close();
	}
}

/** Gauss error function, Abramowitz & Stegun 7.1.26 (|error| ≤ 1.5e-7). */
function erf(x: number): number {
	const size = Math.abs(x);
	const t = 1 / (1 + 0.3275911 * size);
	const y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-size * size);
	return x < 0 ? -y : y;
}

function build(tensors: Tensors, tokenise: (text: string) => number[]): Embedder {
	const kept = tensors.names.filter(
		(name) =>
			!name.endsWith('.scale') &&
			name !== WORDS &&
			(name.startsWith('encoder.') || /embeddings\.(?:LayerNorm|position_embeddings|token_type)/.test(name)),
	);
	const count = (name: string): number => tensors.shape(name).reduce((a, b) => a * b, 1);
	const align = (bytes: number): number => (bytes + 15) & ~15;
	const weightBytes = kept.reduce((sum, name) => sum + align(count(name) * 4), 16);
	const workBytes = MAX_TOKENS * (EMBEDDING_SIZE * 6 + HIDDEN) * 4;
	const memory = wasmMemory(weightBytes + workBytes + 1024);
	const multiply = matmulKernel(memory);
	let top = 16;
	const weights = new Map<string, { at: number; values: Float32Array }>();
	for (const name of kept) {
		const values = new Float32Array(memory.buffer, top, count(name));
		values.set(tensors.floats(name));
		weights.set(name, { at: top, values });
		top += align(count(name) * 4);
	}
	const weight = (name: string): { at: number; values: Float32Array } => {
		const found = weights.get(name);
		if (!found)
			throw new OperatorError('ENGINE_TAMPERED', `The sentence model has no tensor ${name}`, {
				fix: 'Delete the engine "minilm" in AI Operator Setup and download it again.',
			});
		return found;
	};
	const buffer = (width: number): { at: number; values: Float32Array } => {
		const at = top;
		top += MAX_TOKENS * width * 4;
		return { at, values: new Float32Array(memory.buffer, at, MAX_TOKENS * width) };
	};
	// The 30,522 × 384 word matrix stays int8 outside the wasm memory: only its rows in use become floats.
	const wordScale = tensors.isInt8(WORDS) ? tensors.floats(`${WORDS}.scale`) : null;
	const wordRows = wordScale ? tensors.int8(WORDS) : tensors.floats(WORDS);
	const position = weight('embeddings.position_embeddings.weight').values;
	const type = weight('embeddings.token_type_embeddings.weight').values;
	const [x, query, key, value, mixed, y] = [0, 1, 2, 3, 4, 5].map(() => buffer(EMBEDDING_SIZE)) as [Work, Work, Work, Work, Work, Work];
	const wide = buffer(HIDDEN);
	const scores = new Float32Array(MAX_TOKENS);

	const linear = (from: Work, to: Work, name: string, tokens: number, outputs: number, depth: number): void => {
		multiply(from.at, weight(`${name}.weight`).at, to.at, (tokens + 3) & ~3, outputs, depth);
		const bias = weight(`${name}.bias`).values;
		for (let t = 0, k = 0; t < tokens; t++) for (let j = 0; j < outputs; j++, k++) to.values[k]! += bias[j]!;
	};
	/** x = LayerNorm(input + residual). */
	const norm = (input: Float32Array, residual: Float32Array | null, name: string, tokens: number): void => {
		const gain = weight(`${name}.weight`).values;
		const bias = weight(`${name}.bias`).values;
		for (let t = 0; t < tokens; t++) {
			const row = t * EMBEDDING_SIZE;
			let mean = 0;
			for (let j = 0; j < EMBEDDING_SIZE; j++) mean += x.values[row + j] = input[row + j]! + (residual ? residual[row + j]! : 0);
			mean /= EMBEDDING_SIZE;
			let variance = 0;
			for (let j = 0; j < EMBEDDING_SIZE; j++) variance += (x.values[row + j]! - mean) ** 2;
			const scale = 1 / Math.sqrt(variance / EMBEDDING_SIZE + 1e-12);
			for (let j = 0; j < EMBEDDING_SIZE; j++) x.values[row + j] = (x.values[row + j]! - mean) * scale * gain[j]! + bias[j]!;
		}
	};
	const attention = (tokens: number): void => {
		mixed.values.fill(0, 0, tokens * EMBEDDING_SIZE);
		for (let head = 0; head < HEADS; head++) {
			const shift = head * HEAD;
			for (let i = 0; i < tokens; i++) {
				let peak = -Infinity;
				for (let j = 0; j < tokens; j++) {
					let dot = 0;
					for (let d = 0; d < HEAD; d++) dot += query.values[i * EMBEDDING_SIZE + shift + d]! * key.values[j * EMBEDDING_SIZE + shift + d]!;
					scores[j] = dot / Math.sqrt(HEAD);
					if (scores[j]! > peak) peak = scores[j]!;
				}
				let sum = 0;
				for (let j = 0; j < tokens; j++) sum += scores[j] = Math.exp(scores[j]! - peak);
				for (let j = 0; j < tokens; j++) {
					const share = scores[j]! / sum;
					for (let d = 0; d < HEAD; d++)
						mixed.values[i * EMBEDDING_SIZE + shift + d]! += share * value.values[j * EMBEDDING_SIZE + shift + d]!;
				}
			}
		}
	};

	const one = (text: string): Float32Array => {
		const ids = tokenise(text);
		const tokens = ids.length;
		ids.forEach((id, t) => {
			const scale = wordScale ? wordScale[id]! : 1;
			for (let j = 0; j < EMBEDDING_SIZE; j++)
				y.values[t * EMBEDDING_SIZE + j] = wordRows[id * EMBEDDING_SIZE + j]! * scale + position[t * EMBEDDING_SIZE + j]! + type[j]!;
		});
		norm(y.values, null, 'embeddings.LayerNorm', tokens);
		for (let layer = 0; layer < LAYERS; layer++) {
			const name = `encoder.layer.${layer}`;
			for (const [part, to] of [
				['query', query],
				['key', key],
				['value', value],
			] as const)
				linear(x, to, `${name}.attention.self.${part}`, tokens, EMBEDDING_SIZE, EMBEDDING_SIZE);
			attention(tokens);
			linear(mixed, y, `${name}.attention.output.dense`, tokens, EMBEDDING_SIZE, EMBEDDING_SIZE);
			norm(y.values, x.values, `${name}.attention.output.LayerNorm`, tokens);
			linear(x, wide, `${name}.intermediate.dense`, tokens, HIDDEN, EMBEDDING_SIZE);
			for (let k = 0; k < tokens * HIDDEN; k++) wide.values[k] = 0.5 * wide.values[k]! * (1 + erf(wide.values[k]! * Math.SQRT1_2));
			linear(wide, y, `${name}.output.dense`, tokens, EMBEDDING_SIZE, HIDDEN);
			norm(y.values, x.values, `${name}.output.LayerNorm`, tokens);
		}
		// Mean over tokens, then length 1.
		const out = new Float32Array(EMBEDDING_SIZE);
		for (let t = 0; t < tokens; t++) for (let j = 0; j < EMBEDDING_SIZE; j++) out[j]! += x.values[t * EMBEDDING_SIZE + j]!;
		const length = Math.hypot(...out);
		return out.map((v) => v / length);
	};
	return { embed: (sentences) => sentences.map(one) };
}

interface Work {
	at: number;
	values: Float32Array;
}
