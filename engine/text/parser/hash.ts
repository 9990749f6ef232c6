/**
 * The two MurmurHash forms by which the dependency parser finds its rows: 64A over a word's UTF-8 bytes, and 128-bit mixing of that number.
 * Public domain, Austin Appleby.
 */
const M64 = 0xffffffffffffffffn;
const mul = (a: bigint, b: bigint): bigint => (a * b) & M64;

/** MurmurHash64A with seed 1. */
export function hashText(text: string): bigint {
	const data = Buffer.from(text, 'utf8');
	const m = 0xc6a4a7935bd1e995n;
	let h = (1n ^ mul(BigInt(data.length), m)) & M64;
	const whole = data.length - (data.length % 8);
	for (let i = 0; i < whole; i += 8) {
		let k = mul(data.readBigUInt64LE(i), m);
		k = mul(k ^ (k >> 47n), m);
		h = mul(h ^ k, m);
	}
	if (whole < data.length) {
		let tail = 0n;
		for (let i = data.length - 1; i >= whole; i--) tail = (tail << 8n) | BigInt(data[i]!);
		h = mul(h ^ tail, m);
	}
	h = mul(h ^ (h >> 47n), m);
	return h ^ (h >> 47n);
}

function finish(h: bigint): bigint {
	h = mul(h ^ (h >> 33n), 0xff51afd7ed558ccdn);
	h = mul(h ^ (h >> 33n), 0xc4ceb9fe1a85ec53n);
	return h ^ (h >> 33n);
}

/** Four 32-bit keys of a 64-bit number (MurmurHash3 128, as the model was trained with). */
export function hashKeys(value: bigint, seed: number): [number, number, number, number] {
	const s = BigInt(seed);
	let h1 = mul(value & M64, 0x87c37b91114253d5n);
	h1 = ((h1 << 31n) | (h1 >> 33n)) & M64;
	h1 = mul(h1, 0x4cf5ad432745937fn) ^ s ^ 8n;
	let h2 = s ^ 8n;
	h1 = (h1 + h2) & M64;
	h2 = (h2 + h1) & M64;
	h1 = finish(h1);
	h2 = finish(h2);
	h1 = (h1 + h2) & M64;
	h2 = (h2 + h1) & M64;
	return [Number(h1 & 0xffffffffn), Number(h1 >> 32n), Number(h2 & 0xffffffffn), Number(h2 >> 32n)];
}
