/** Just enough protobuf to take a message apart into its fields and put it together again (protobuf.dev/programming-guides/encoding). */

export interface Field {
	number: number;
	/** 0 varint, 1 eight bytes, 2 bytes, 5 four bytes. */
	wire: number;
	/** The value of a varint. */
	value: bigint;
	/** The contents of wire type 2; for others the raw value's bytes. */
	bytes: Buffer;
	/** The whole field, tag included, as it stands. */
	raw: Buffer;
}

function readVarint(bytes: Buffer, at: number): [bigint, number] {
	let value = 0n;
	for (let shift = 0n; ; shift += 7n) {
		const byte = bytes[at++];
		if (byte === undefined) throw new RangeError('A message ends inside a number');
		value |= BigInt(byte & 127) << shift;
		if (byte < 128) return [value, at];
	}
}

/** The fields of a message, in order. */
export function fields(bytes: Buffer): Field[] {
	const out: Field[] = [];
	for (let at = 0; at < bytes.length;) {
		const start = at;
		const [tag, afterTag] = readVarint(bytes, at);
		const number = Number(tag >> 3n);
		const wire = Number(tag & 7n);
		let value = 0n;
		let from = afterTag;
		let to: number;
		if (wire === 0) [value, to] = readVarint(bytes, afterTag);
		else if (wire === 1) to = afterTag + 8;
		else if (wire === 5) to = afterTag + 4;
		else if (wire === 2) {
			const [length, begin] = readVarint(bytes, afterTag);
			from = begin;
			to = begin + Number(length);
		} else throw new RangeError(`Unknown wire type ${wire}`);
		if (to > bytes.length) throw new RangeError('A message ends inside a field');
		out.push({ number, wire, value, bytes: bytes.subarray(from, to), raw: bytes.subarray(start, to) });
		at = to;
	}
	return out;
}

export function varint(value: number | bigint): Buffer {
	const out: number[] = [];
	let rest = BigInt(value);
	while (rest > 127n) {
		out.push(Number(rest & 127n) | 128);
		rest >>= 7n;
	}
	out.push(Number(rest));
	return Buffer.from(out);
}

/** A field of text or bytes. */
export function bytesField(number: number, value: string | Buffer): Buffer {
	const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
	return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}
export const numberField = (number: number, value: number | bigint): Buffer => Buffer.concat([varint(number << 3), varint(value)]);
