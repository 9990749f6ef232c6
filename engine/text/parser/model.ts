/**
 * The dependency parser's network: hashed word features, four convolutions, a part-of-speech layer and the parts of the transition scorer.
 * Weights: en_core_web_sm 3.8 (Explosion, MIT), int8 rows with one scale each (see THIRD-PARTY.md). The layout is ours (data/make-parser.py).
 */
import { readFileSync } from 'node:fs';
import { OperatorError } from '../../errors';
import { assetPath } from '../../runtime/paths';
import { matmulKernel, wasmMemory } from '../matmul';
import type { Multiply } from '../matmul';
import { hashKeys, hashText } from './hash';
import { normOf, shapeOf } from './words';
import type { Word } from './words';

export const WIDTH = 96;
const PIECES = 3;
const LAYERS = 5;
const FEATURES = 8;
const HIDDEN = 64;
const STATE = FEATURES * HIDDEN * 2;
/** Longest sentence; longer ones are cut by the caller. */
export const MAX_WORDS = 160;

interface Header {
	moves: string[];
	tags: string[];
	symbols: Record<string, number>;
	norm: Record<string, string>;
	tensors: Record<string, ['int8' | 'float', [number, number], number]>;
}

export interface Network {
	moves: string[];
	/** Part-of-speech tags (Penn Treebank) of the words, and for each word what it adds to the transition scorer's hidden layer. */
	read(words: Word[]): { tags: string[]; states: Float32Array };
	pad: Float32Array;
	stateBias: Float32Array;
	upper: Float32Array;
	upperBias: Float32Array;
}

let network: Network | undefined;

/** The parser's network, read once (about 20 ms). @throws ENGINE_MISSING when its file is not in the pack */
export function parserNetwork(): Network {
	network ??= load();
	return network;
}

function load(): Network {
	const path = assetPath('data', 'parser.bin');
	let file: Buffer;
	try {
		file = readFileSync(path);
	} catch (cause) {
		throw new OperatorError('ENGINE_MISSING', `The grammar tables are not in this pack (${path})`, {
			fix: 'Build the pack again (npm run build), or reinstall it.',
			cause,
		});
	}
	const length = file.readUInt32LE(0);
	const header = JSON.parse(file.toString('utf8', 4, 4 + length)) as Header;
	const base = 4 + length;
	const bytes = (from: number, size: number): ArrayBuffer =>
		Uint8Array.prototype.slice.call(file, base + from, base + from + size).buffer as ArrayBuffer;
	const floats = (name: string): Float32Array => {
		const [kind, [rows, columns], at] = header.tensors[name]!;
		if (kind === 'float') return new Float32Array(bytes(at, rows * columns * 4));
		const scales = new Float32Array(bytes(at, rows * 4));
		const values = new Int8Array(bytes(at + rows * 4, rows * columns));
		return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / columns)]!);
	};

	const embed = Array.from({ length: 6 }, (_, i) => floats(`embed.${i}`));
	const vectors = embed.map(() => new Map<string, Float32Array>());
	const feature = (column: number, text: string | number): Float32Array => {
		const key = String(text);
		const known = vectors[column]!.get(key);
		if (known) return known;
		const table = embed[column]!;
		const rows = table.length / WIDTH;
		const id = typeof text === 'number' ? BigInt(text) : text === '' ? 0n : BigInt(header.symbols[text] ?? hashText(text));
		const out = new Float32Array(WIDTH);
		for (const hash of hashKeys(id, 8 + column)) {
			const at = (hash % rows) * WIDTH;
			for (let k = 0; k < WIDTH; k++) out[k]! += table[at + k]!;
		}
		if (vectors[column]!.size > 20000) vectors[column]!.clear();
		vectors[column]!.set(key, out);
		return out;
	};

	const names = [...Array.from({ length: LAYERS }, (_, i) => `layer.${i}.W`), 'narrow.W', 'state.W', 'tag.W'];
	const matrices = names.map(floats);
	const size = matrices.reduce((sum, matrix) => sum + matrix.length * 4, 0);
	const inputAt = Math.ceil(size / 16) * 16;
	const outputAt = inputAt + MAX_WORDS * 576 * 4;
	const memory = wasmMemory(outputAt + MAX_WORDS * STATE * 4);
	const multiply: Multiply = matmulKernel(memory);
	const all = new Float32Array(memory.buffer);
	const places: Record<string, { at: number; outputs: number; depth: number }> = {};
	let next = 0;
	matrices.forEach((matrix, i) => {
		const [, [outputs, depth]] = header.tensors[names[i]!]!;
		places[names[i]!] = { at: next * 4, outputs, depth };
		all.set(matrix, next);
		next += matrix.length;
	});
	const input = new Float32Array(memory.buffer, inputAt, MAX_WORDS * 576);
	const output = new Float32Array(memory.buffer, outputAt, MAX_WORDS * STATE);
	const product = (name: string, rows: number): void => {
		const { at, outputs, depth } = places[name]!;
		multiply(inputAt, at, outputAt, Math.ceil(rows / 4) * 4, outputs, depth);
	};
	const layers = Array.from({ length: LAYERS }, (_, i) => ({
		bias: floats(`layer.${i}.b`),
		gain: floats(`layer.${i}.gain`),
		shift: floats(`layer.${i}.shift`),
	}));
	const narrowBias = floats('narrow.b');
	const tagBias = floats('tag.b');

	/** Maxout over three pieces, then layer norm, from `output` into `to` (added when `residual`). */
	const maxout = (layer: number, rows: number, to: Float32Array, residual: boolean): void => {
		const { bias, gain, shift } = layers[layer]!;
		const best = new Float32Array(WIDTH);
		for (let t = 0; t < rows; t++) {
			let mean = 0;
			for (let o = 0; o < WIDTH; o++) {
				let value = -Infinity;
				for (let p = 0; p < PIECES; p++) {
					const k = o * PIECES + p;
					value = Math.max(value, output[t * WIDTH * PIECES + k]! + bias[k]!);
				}
				best[o] = value;
				mean += value / WIDTH;
			}
			let variance = 1e-8;
			for (let o = 0; o < WIDTH; o++) variance += (best[o]! - mean) ** 2 / WIDTH;
			const scale = 1 / Math.sqrt(variance);
			for (let o = 0; o < WIDTH; o++) {
				const value = (best[o]! - mean) * scale * gain[o]! + shift[o]!;
				to[t * WIDTH + o] = (residual ? to[t * WIDTH + o]! : 0) + value;
			}
		}
	};

	return {
		moves: header.moves,
		pad: floats('state.pad'),
		stateBias: floats('state.b'),
		upper: floats('upper.W'),
		upperBias: floats('upper.b'),
		read(words) {
			const n = words.length;
			words.forEach((word, t) => {
				const { text } = word;
				const points = [...text];
				const columns = [
					normOf(text, header.norm, words[t + 1]?.text),
					points[0] ?? '',
					points.slice(-3).join(''),
					shapeOf(text),
					word.space ? 1 : 0,
					0,
				];
				columns.forEach((value, c) => input.set(feature(c, value), t * 576 + c * WIDTH));
			});
			const hidden = new Float32Array(n * WIDTH);
			product('layer.0.W', n);
			maxout(0, n, hidden, false);
			for (let layer = 1; layer < LAYERS; layer++) {
				for (let t = 0; t < n; t++)
					for (let w = -1; w <= 1; w++) {
						const at = t * 288 + (w + 1) * WIDTH;
						if (t + w < 0 || t + w >= n) input.fill(0, at, at + WIDTH);
						else input.set(hidden.subarray((t + w) * WIDTH, (t + w + 1) * WIDTH), at);
					}
				product(`layer.${layer}.W`, n);
				maxout(layer, n, hidden, true);
			}
			input.set(hidden);
			product('tag.W', n);
			const count = header.tags.length;
			const tags = words.map((_, t) => {
				let best = 0;
				for (let o = 1; o < count; o++) if (output[t * count + o]! + tagBias[o]! > output[t * count + best]! + tagBias[best]!) best = o;
				return header.tags[best]!;
			});
			product('narrow.W', n);
			for (let t = 0; t < n; t++) for (let o = 0; o < HIDDEN; o++) input[t * HIDDEN + o] = output[t * HIDDEN + o]! + narrowBias[o]!;
			product('state.W', n);
			return { tags, states: output.slice(0, n * STATE) };
		},
	};
}
