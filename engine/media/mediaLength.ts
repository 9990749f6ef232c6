/** How long a file ought to be by its own outermost structure: the cheap way to notice that a download or copy was cut off. */
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes that the header promises; null when it promises nothing (pipes, live recordings, formats without a length). */
export function declaredBytes(path: string, container: string): number | null {
	const fd = openSync(path, 'r');
	try {
		const read = (at: number, length: number): Buffer => {
			const buffer = Buffer.alloc(length);
			return buffer.subarray(0, readSync(fd, buffer, 0, length, at));
		};
		if (container === 'mp4') return boxes(read);
		if (container === 'wav') return riff(read);
		if (container === 'webm') return segment(read);
		return null;
	} finally {
		closeSync(fd);
	}
}

type Read = (at: number, length: number) => Buffer;

/** End of the last top-level box (ISO 14496-12, 4.2); size 0 means "to the end". */
function boxes(read: Read): number | null {
	let at = 0;
	for (let count = 0; count < 10_000; count++) {
		const header = read(at, 16);
		if (header.length < 8) return at;
		let size = header.readUInt32BE(0);
		if (size === 0) return null;
		if (size === 1) {
			if (header.length < 16) return at + 16;
			size = Number(header.readBigUInt64BE(8));
		}
		if (size < 8 || !/^[\x20-\x7e\xa9]{4}$/.test(header.toString('latin1', 4, 8))) return null;
		at += size;
	}
	return null;
}

/** End of the data chunk; pipes leave its size 0 or at the maximum. */
function riff(read: Read): number | null {
	let at = 12;
	for (let count = 0; count < 1000; count++) {
		const header = read(at, 8);
		if (header.length < 8) return null;
		const size = header.readUInt32LE(4);
		if (header.toString('latin1', 0, 4) === 'data') return size === 0 || size >= 0x7ffff000 ? null : at + 8 + size;
		at += 8 + size + (size & 1);
	}
	return null;
}

/** End of the Matroska segment (RFC 8794, 5 and 6): an EBML header, then the segment with a known or unknown size. */
function segment(read: Read): number | null {
	const head = vint(read(4, 8));
	if (!head || head.value === null) return null;
	const at = 4 + head.length + head.value;
	const start = read(at, 12);
	if (start.length < 12 || start.readUInt32BE(0) !== 0x18538067) return null;
	const size = vint(start.subarray(4));
	return !size || size.value === null ? null : at + 4 + size.length + size.value;
}

function vint(bytes: Buffer): { length: number; value: number | null } | null {
	const first = bytes[0];
	if (!first) return null;
	const length = Math.clz32(first) - 23;
	if (bytes.length < length) return null;
	let value = BigInt(first & (0xff >> length));
	for (let i = 1; i < length; i++) value = (value << 8n) | BigInt(bytes[i] as number);
	const unknown = value === (1n << BigInt(7 * length)) - 1n;
	return { length, value: unknown ? null : Number(value) };
}
