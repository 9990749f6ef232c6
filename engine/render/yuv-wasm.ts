/**
 * Builds the WebAssembly module of yuv.ts: one function
 * convert(source, y, u, v, width, height, lumaStride) over packed RGBA rows. Expressions are byte arrays that nest like the code they stand for.
 */
type Code = number[];

function leb(value: number): Code {
	const bytes: Code = [];
	for (;;) {
		const byte = value & 0x7f;
		value >>= 7;
		if ((value === 0 && !(byte & 0x40)) || (value === -1 && byte & 0x40)) return [...bytes, byte];
		bytes.push(byte | 0x80);
	}
}
function unsigned(value: number): Code {
	const bytes: Code = [];
	do {
		bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
		value >>>= 7;
	} while (value);
	return bytes;
}
const section = (id: number, ...parts: Code[]): Code => {
	const body = parts.flat();
	return [id, ...unsigned(body.length), ...body];
};
const name = (text: string): Code => [text.length, ...Buffer.from(text)];

// Scalars
const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
const int = (value: number): Code => [0x41, ...leb(value)];
const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
const sub = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
const mul = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
const shl = (a: Code, bits: number): Code => [...a, ...int(bits), 0x74];
const shr = (a: Code, bits: number): Code => [...a, ...int(bits), 0x76];
const less = (a: Code, b: Code): Code => [...a, ...b, 0x48];
const greater = (a: Code, b: Code): Code => [...a, ...b, 0x4a];
/** a if condition, else b. */
const choose = (condition: Code, a: Code, b: Code): Code => [...a, ...b, ...condition, 0x1b];
const loopWhile = (body: Code, condition: Code): Code => [0x03, 0x40, ...body, ...condition, 0x0d, 0x00, 0x0b];

// Vectors of 128 bits
const simd = (op: number): Code => [0xfd, ...unsigned(op)];
const load = (address: Code, offset = 0): Code => [...address, ...simd(0x00), 0, ...unsigned(offset)];
const store = (address: Code, value: Code): Code => [...address, ...value, ...simd(0x0b), 0, 0];
const storeLow8 = (address: Code, value: Code): Code => [...address, ...value, ...simd(0x5b), 0, 0, 0];
const shuffle = (a: Code, b: Code, lanes: number[]): Code => [...a, ...b, ...simd(0x0d), ...lanes];
const splat16 = (value: number): Code => [...int(value), ...simd(0x10)];
const splat32 = (value: number): Code => [...int(value), ...simd(0x11)];
const two =
	(op: number) =>
	(a: Code, b: Code): Code => [...a, ...b, ...simd(op)];
const widen8 = (a: Code): Code => [...a, ...simd(0x89)]; // i16x8.extend_low_i8x16_u
const add16 = two(0x8e);
const mul16 = two(0x95);
const shr16u = (a: Code, bits: number): Code => [...a, ...int(bits), ...simd(0x8d)];
const pairs32 = (a: Code): Code => [...a, ...simd(0x7f)]; // i32x4.extadd_pairwise_i16x8_u
const add32 = two(0xae);
const mul32 = two(0xb5);
const shr32s = (a: Code, bits: number): Code => [...a, ...int(bits), ...simd(0xac)];
const narrow16 = two(0x66); // i8x16.narrow_i16x8_u
const narrow32 = two(0x85); // i16x8.narrow_i32x4_s

/** Bytes of the module. Memory comes from env.memory. */
export function buildYuvModule(): Uint8Array<ArrayBuffer> {
	const [source, yTo, uTo, vTo, width, height, stride] = [0, 1, 2, 3, 4, 5, 6] as const;
	const [row, column, x, s0, s1, d, c] = [7, 8, 9, 10, 11, 12, 13] as const;
	const firstVector = 14;
	const [r0, g0, b0, r1, g1, b1, yA, yB, uA, vA] = Array.from({ length: 10 }, (_, i) => firstVector + i) as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const [a0, a1] = [firstVector + 10, firstVector + 11];
	const vectors = 12;

	/** Byte `channel` of eight pixels (two vectors of four) as eight 16-bit numbers. */
	const channel = (lo: number, hi: number, index: number): Code =>
		widen8(shuffle(get(lo), get(hi), [0, 4, 8, 12, 16, 20, 24, 28].map((lane) => lane + index).concat(Array<number>(8).fill(0))));
	const luma = (r: number, g: number, b: number): Code =>
		add16(
			splat16(16),
			shr16u(add16(add16(mul16(get(r), splat16(47)), mul16(get(g), splat16(157))), add16(mul16(get(b), splat16(16)), splat16(128))), 8),
		);
	/** Sum over 2 × 2 pixels, four of them. */
	const quad = (top: number, bottom: number): Code => pairs32(add16(get(top), get(bottom)));
	const chroma = (kr: number, kg: number, kb: number): Code =>
		shr32s(
			add32(
				add32(mul32(quad(r0, r1), splat32(kr)), mul32(quad(g0, g1), splat32(kg))),
				add32(mul32(quad(b0, b1), splat32(kb)), splat32(131584)),
			),
			10,
		);

	/** Eight pixels of both rows, beginning `bytes` after s0 and s1. */
	const eight = (bytes: number, then: Code): Code => [
		...set(a0, load(get(s0), bytes)),
		...set(a1, load(get(s0), bytes + 16)),
		...[r0, g0, b0].flatMap((to, i) => set(to, channel(a0, a1, i))),
		...set(a0, load(get(s1), bytes)),
		...set(a1, load(get(s1), bytes + 16)),
		...[r1, g1, b1].flatMap((to, i) => set(to, channel(a0, a1, i))),
		...then,
	];
	const packChroma = (first: number, second: Code): Code => {
		const words = narrow32(get(first), second);
		return narrow16(words, words);
	};
	const sixteen: Code = [
		// The last step is moved back so that it ends at the row's end: 1080 is no multiple of 16.
		...set(x, choose(greater(get(column), sub(get(width), int(16))), sub(get(width), int(16)), get(column))),
		...set(s0, add(get(source), shl(add(mul(get(row), get(width)), get(x)), 2))),
		...set(s1, add(get(s0), shl(get(width), 2))),
		...set(d, add(get(yTo), add(mul(get(row), get(stride)), get(x)))),
		...set(c, shr(add(mul(get(row), shr(get(stride), 1)), get(x)), 1)),
		...eight(0, [
			...set(yA, luma(r0, g0, b0)),
			...set(yB, luma(r1, g1, b1)),
			...set(uA, chroma(-26, -87, 113)),
			...set(vA, chroma(112, -102, -10)),
		]),
		...eight(32, [
			...store(get(d), narrow16(get(yA), luma(r0, g0, b0))),
			...store(add(get(d), get(stride)), narrow16(get(yB), luma(r1, g1, b1))),
			...storeLow8(add(get(uTo), get(c)), packChroma(uA, chroma(-26, -87, 113))),
			...storeLow8(add(get(vTo), get(c)), packChroma(vA, chroma(112, -102, -10))),
		]),
	];
	const rows = loopWhile(
		[
			...set(column, int(0)),
			...loopWhile([...sixteen, ...set(column, add(get(column), int(16)))], less(get(column), get(width))),
			...set(row, add(get(row), int(2))),
		],
		less(get(row), get(height)),
	);
	const locals = [2, ...unsigned(7), 0x7f, ...unsigned(vectors), 0x7b];
	const body = [...locals, ...rows, 0x0b];
	return Uint8Array.from([
		...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, [1, 0x60, 7, ...Array<number>(7).fill(0x7f), 0]),
		...section(2, [1], name('env'), name('memory'), [0x02, 0x00, ...unsigned(1)]),
		...section(3, [1, 0]),
		...section(7, [1], name('convert'), [0x00, 0x00]),
		...section(10, [1], unsigned(body.length), body),
	]);
}
