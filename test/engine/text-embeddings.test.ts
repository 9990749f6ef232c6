import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure, silentLogger, systemClock } from '../../engine/runtime';
import { cosine, createEmbedder, packEmbedder } from '../../engine/text';
import { matmulKernel, wasmMemory } from '../../engine/text/matmul';
import { openTensors, packInt8 } from '../../engine/text/safetensors';
import { loadWordPiece } from '../../engine/text/wordpiece';

const dir = mkdtempSync(join(tmpdir(), 'ai-operator-text-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('the wasm product equals the plain one', () => {
	const memory = wasmMemory(1 << 20);
	const multiply = matmulKernel(memory);
	for (const [rows, outputs, depth] of [
		[4, 2, 4],
		[8, 6, 32],
		[12, 384, 16],
	] as const) {
		const x = new Float32Array(memory.buffer, 16, rows * depth);
		const w = new Float32Array(memory.buffer, 65536, outputs * depth);
		const y = new Float32Array(memory.buffer, 262144, rows * outputs);
		for (let i = 0; i < x.length; i++) x[i] = Math.sin(i + rows);
		for (let i = 0; i < w.length; i++) w[i] = Math.cos(3 * i);
		multiply(16, 65536, 262144, rows, outputs, depth);
		for (let r = 0; r < rows; r++)
			for (let o = 0; o < outputs; o++) {
				let sum = 0;
				for (let k = 0; k < depth; k++) sum += x[r * depth + k]! * w[o * depth + k]!;
				expect(y[r * outputs + o]!).toBeCloseTo(sum, 4);
			}
	}
});

/** A safetensors file with float tensors. */
function write(path: string, tensors: Record<string, { shape: number[]; values: number[] }>): void {
	const header: Record<string, unknown> = {};
	let at = 0;
	for (const [name, { shape, values }] of Object.entries(tensors)) {
		header[name] = { dtype: 'F32', shape, data_offsets: [at, at + values.length * 4] };
		at += values.length * 4;
	}
	const json = Buffer.from(JSON.stringify(header));
	const size = Buffer.alloc(8);
	size.writeBigUInt64LE(BigInt(json.length));
	writeFileSync(
		path,
		Buffer.concat([size, json, ...Object.values(tensors).map(({ values }) => Buffer.from(new Float32Array(values).buffer))]),
	);
}

test('packing to int8 keeps every weight within half a step of its row and leaves vectors alone', () => {
	const values = Array.from({ length: 24 }, (_, i) => Math.sin(i) * (i < 12 ? 1 : 50));
	write(join(dir, 'a.safetensors'), {
		matrix: { shape: [2, 12], values },
		bias: { shape: [3], values: [1, -2, 3] },
		'pooler.dense.weight': { shape: [1, 1], values: [9] },
	});
	packInt8(join(dir, 'a.safetensors'), join(dir, 'b.safetensors'));
	const packed = openTensors(join(dir, 'b.safetensors'));
	expect(packed.names.sort()).toEqual(['bias', 'matrix', 'matrix.scale']);
	expect(packed.isInt8('matrix')).toBe(true);
	expect([...packed.floats('bias')]).toEqual([1, -2, 3]);
	const scale = packed.floats('matrix.scale');
	packed
		.floats('matrix')
		.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(scale[Math.floor(i / 12)]! / 2 + 1e-6));
	packed.close();
	writeFileSync(join(dir, 'bad.safetensors'), 'this is no tensor file at all');
	expect(() => openTensors(join(dir, 'bad.safetensors'))).toThrow(/no readable safetensors/);
});

test('word pieces: longest match first, accents and marks, unknown words, a limit', () => {
	const vocabulary = Object.fromEntries(
		['[UNK]', '[CLS]', '[SEP]', 'run', '##ning', '##n', 'cafe', '!', '中', 'a'].map((token, id) => [token, id]),
	);
	writeFileSync(join(dir, 'tokenizer.json'), JSON.stringify({ model: { vocab: vocabulary } }));
	const tokenise = loadWordPiece(join(dir, 'tokenizer.json'), 8);
	expect(tokenise('Running café!')).toEqual([1, 3, 4, 6, 7, 2]);
	expect(tokenise('run\u200bning zzz 中a')).toEqual([1, 3, 4, 0, 8, 9, 2]);
	expect(tokenise('')).toEqual([1, 2]);
	expect(tokenise('a '.repeat(50))).toHaveLength(8);
	expect(tokenise('x'.repeat(101))).toEqual([1, 0, 2]);
});

test('a missing model says how to get it', () => {
	expect(() => createEmbedder(join(dir, 'nowhere'))).toThrow(
		expect.objectContaining({ code: 'ENGINE_MISSING', fix: expect.stringContaining('Download engines') }),
	);
});

// The real model comes through the runtime room; without network and cache this part says why it is left out.
const ports = { logger: silentLogger, progress: () => undefined, signal: new AbortController().signal, clock: systemClock };
const model = await ensure('minilm', ports).catch((error: Error) => error.message);
const real = typeof model === 'string' ? describe.skip : describe;
if (typeof model === 'string') console.warn(`skipped: the sentence model is not to be had here (${model})`);

real('all-MiniLM-L6-v2', () => {
	const from = typeof model === 'string' ? '' : model.dir;
	test('int8 vectors equal the float ones (cosine ≥ .999, odd strings ≥ .99) and the published values', () => {
		packEmbedder(from, dir);
		expect(statSync(join(dir, 'model-int8.safetensors')).size).toBe(22880176);
		expect(existsSync(join(from, 'model.safetensors'))).toBe(true);
		const packed = createEmbedder(from, dir);
		const float = createEmbedder(from);
		const sentences = ['This is an example sentence', 'Ω 你好 🙂 \u200b', '', 'word '.repeat(400)];
		const a = packed.embed(sentences);
		const b = float.embed(sentences);
		a.forEach((vector, i) => {
			expect(vector).toHaveLength(384);
			expect(cosine(vector, vector)).toBeCloseTo(1, 4);
			// Sentences of words keep their direction; odd strings lose a little more.
			expect(cosine(vector, b[i]!)).toBeGreaterThan(i === 0 ? 0.999 : 0.99);
		});
		// First values of the model card's example.
		[0.0677, 0.0635, 0.0487, 0.0793, 0.0374].forEach((value, i) => expect(b[0]![i]!).toBeCloseTo(value, 3));
	});
	test('nearer meaning, higher cosine', () => {
		const [eat, bread, baby, shares, stocks] = createEmbedder(from, dir).embed([
			'A man is eating food.',
			'A man is eating a piece of bread.',
			'The girl is carrying a baby.',
			'Shares in the company fell 12 percent.',
			"The firm's stock dropped sharply.",
		]);
		expect(cosine(eat!, bread!)).toBeGreaterThan(0.7);
		expect(cosine(eat!, baby!)).toBeLessThan(0.2);
		expect(cosine(shares!, stocks!)).toBeGreaterThan(cosine(shares!, eat!) + 0.3);
	});
});
