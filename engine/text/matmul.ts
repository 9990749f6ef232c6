/**
 * Matrix product in WebAssembly SIMD, assembled here: Y[t][o] = Σ_k X[t][k] · W[o][k], in tiles of 4 rows × 2 columns.
 * The bytes are written by the small assembler below; op codes are those of the WebAssembly core specification (SIMD included).
 */

/** The part of WebAssembly that is used here (Node's types declare no values for it). */
export interface WasmMemory {
	readonly buffer: ArrayBuffer;
}
const wasm = (globalThis as unknown as { WebAssembly: unknown }).WebAssembly as {
	Memory: new (size: { initial: number }) => WasmMemory;
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

/** A fresh memory of at least `bytes`. */
export const wasmMemory = (bytes: number): WasmMemory => new wasm.Memory({ initial: Math.ceil(bytes / 65536) });

type Code = (number | Code)[];

const bytes = (code: Code): number[] => code.flat(Infinity as 1) as number[];
/** LEB128, unsigned and signed. */
function unsigned(value: number): number[] {
	const out: number[] = [];
	do {
		const low = value & 127;
		value >>>= 7;
		out.push(value ? low | 128 : low);
	} while (value);
	return out;
}
function signed(value: number): number[] {
	const out: number[] = [];
	for (;;) {
		const low = value & 127;
		value >>= 7;
		if ((value === 0 && !(low & 64)) || (value === -1 && low & 64)) return [...out, low];
		out.push(low | 128);
	}
}

const I32 = 0x7f;
const V128 = 0x7b;
const get = (local: number): Code => [0x20, unsigned(local)];
const set = (local: number): Code => [0x21, unsigned(local)];
const constant = (value: number): Code => [0x41, signed(value)];
const ADD = 0x6a;
const MUL = 0x6c;
const F32_ADD = 0x92;
const simd = (op: number, ...rest: number[]): Code => [0xfd, unsigned(op), ...rest];
const ZERO = simd(12, ...new Array<number>(16).fill(0));
const load = (offset = 0): Code => simd(0, 2, ...unsigned(offset));
const F32X4_MUL = simd(0xe6);
const F32X4_ADD = simd(0xe4);
const lane = (index: number): Code => simd(0x1f, index);
const storeF32 = (offset: number): Code => [0x38, 2, unsigned(offset)];

/** for (local = 0; local < limit; local += step) body — runs at least once. */
const loop = (local: number, limit: number, step: number, body: Code): Code => [
	constant(0), set(local), 0x03, 0x40, body, get(local), constant(step), ADD, set(local), get(local), get(limit), 0x48, 0x0d, 0, 0x0b,
]; // prettier-ignore

const ROWS = 4;
const COLUMNS = 2;

function program(): number[] {
	// Parameters: addresses of X, W, Y; rows T (a multiple of 4), outputs O (of 2), depth K (of 4).
	const [X, W, Y, T, O, K] = [0, 1, 2, 3, 4, 5] as const;
	const [o, t, k, xp, wp, rowBytes, outBytes, yp] = [6, 7, 8, 9, 10, 11, 12, 13] as const;
	const firstVector = 14;
	const sum = (row: number, column: number): number => firstVector + row * COLUMNS + column;
	const weight = [firstVector + 8, firstVector + 9] as const;
	const input = firstVector + 10;
	const rows = [0, 1, 2, 3];
	const columns = [0, 1] as const;
	const rowOffset = (row: number, stride: number): Code => (row ? [get(stride), constant(row), MUL, ADD] : []);

	const clear = rows.map((r) => columns.map((c) => [ZERO, set(sum(r, c))]));
	const pointers: Code = [get(X), get(t), get(rowBytes), MUL, ADD, set(xp), get(W), get(o), get(rowBytes), MUL, ADD, set(wp)];
	const step: Code = [
		[get(wp), load(), set(weight[0])],
		[get(wp), get(rowBytes), ADD, load(), set(weight[1])],
		rows.map((r) => [
			get(xp),
			rowOffset(r, rowBytes),
			load(),
			set(input),
			columns.map((c) => [get(sum(r, c)), get(input), get(weight[c]), F32X4_MUL, F32X4_ADD, set(sum(r, c))]),
		]),
		[get(xp), constant(16), ADD, set(xp), get(wp), constant(16), ADD, set(wp)],
	];
	const total = (vector: number): Code => [
		get(vector),
		lane(0),
		get(vector),
		lane(1),
		F32_ADD,
		get(vector),
		lane(2),
		F32_ADD,
		get(vector),
		lane(3),
		F32_ADD,
	];
	const write: Code = [
		[get(Y), get(t), get(outBytes), MUL, ADD, get(o), constant(4), MUL, ADD, set(yp)],
		rows.map((r) => columns.map((c) => [get(yp), rowOffset(r, outBytes), total(sum(r, c)), storeF32(c * 4)])),
	];
	return bytes([
		[get(K), constant(4), MUL, set(rowBytes), get(O), constant(4), MUL, set(outBytes)],
		loop(o, O, COLUMNS, loop(t, T, ROWS, [clear, pointers, loop(k, K, 4, step), write])),
		0x0b,
	]);
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
	const section = (id: number, body: number[]): number[] => [id, ...unsigned(body.length), ...body];
	const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
	// 8 i32 locals after the 6 parameters, then 11 vectors.
	const body = [2, 8, I32, 11, V128, ...program()];
	return Uint8Array.from([
		0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
		...section(1, [1, 0x60, 6, I32, I32, I32, I32, I32, I32, 0]),
		...section(2, [1, ...name('e'), ...name('m'), 2, 0, ...unsigned(1)]),
		...section(3, [1, 0]),
		...section(7, [1, ...name('multiply'), 0, 0]),
		...section(10, [1, ...unsigned(body.length), ...body]),
	]); // prettier-ignore
}

/** `multiply(x, w, y, rows, outputs, depth)`: byte addresses in the memory; rows a multiple of 4, outputs of 2, depth of 4. */
export type Multiply = (x: number, w: number, y: number, rows: number, outputs: number, depth: number) => void;

/** The kernel over a memory of the caller's. */
export function matmulKernel(memory: WasmMemory): Multiply {
	return new wasm.Instance(new wasm.Module(moduleBytes()), { e: { m: memory } }).exports.multiply as Multiply;
}
