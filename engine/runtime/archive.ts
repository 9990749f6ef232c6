/**
 * Takes named members out of zip (wheels) and tar.gz (npm) archives. Only members asked for by their exact name are ever written, to paths the
 * caller chose, so a name in an archive can never choose a path. Links, encrypted and doubled members are refused, sizes are capped before inflating.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { OperatorError, throwIfCancelled } from '../errors';

export interface Wanted {
	member: string;
	to: string;
	/** The member may not unpack to more. */
	maxBytes: number;
}
export interface Taken {
	bytes: number;
	sha256: string;
}

const MAX_ENTRIES = 65_000;
const MAX_DIRECTORY = 16 * 2 ** 20;
/** All of a tar is read to find its members: a bomb must end early. */
const MAX_TAR = 2 * 2 ** 30;

const bad = (archive: string, what: string): OperatorError =>
	new OperatorError('ENGINE_TAMPERED', `${archive} is not an acceptable archive: ${what}`, {
		fix: 'Nothing was unpacked from it. Another source will be tried; check AI_OPERATOR_MIRROR and AI_OPERATOR_ENGINES_FOLDER if you set them.',
	});

class Sink {
	private readonly hash = createHash('sha256');
	bytes = 0;
	private constructor(
		private readonly handle: FileHandle,
		private readonly archive: string,
		private readonly wanted: Wanted,
	) {}
	static async open(archive: string, wanted: Wanted): Promise<Sink> {
		return new Sink(await open(wanted.to, 'wx', 0o600), archive, wanted);
	}
	async write(chunk: Uint8Array): Promise<void> {
		this.bytes += chunk.length;
		if (this.bytes > this.wanted.maxBytes)
			throw bad(this.archive, `${this.wanted.member} unpacks to more than ${this.wanted.maxBytes} bytes`);
		this.hash.update(chunk);
		let written = 0;
		while (written < chunk.length) written += (await this.handle.write(chunk, written)).bytesWritten;
	}
	async finish(): Promise<Taken> {
		await this.handle.sync();
		await this.handle.close();
		return { bytes: this.bytes, sha256: this.hash.digest('hex') };
	}
	close(): Promise<void> {
		return this.handle.close().catch(() => undefined);
	}
}

/**
 * Unpacks `wanted` from the archive at `path` and returns size and hash of each, by member name.
 * @throws ENGINE_TAMPERED for a malformed or hostile archive or a missing member; CANCELLED.
 */
export function takeMembers(path: string, kind: 'zip' | 'tgz', wanted: Wanted[], signal?: AbortSignal): Promise<Map<string, Taken>> {
	return kind === 'zip' ? takeFromZip(path, wanted, signal) : takeFromTar(path, wanted, signal);
}

interface ZipMember {
	name: string;
	flags: number;
	method: number;
	packed: number;
	size: number;
	offset: number;
	mode: number;
}

async function readDirectory(handle: FileHandle, path: string): Promise<ZipMember[]> {
	const { size } = await handle.stat();
	const tail = Buffer.alloc(Math.min(size, 22 + 65_535));
	await handle.read(tail, 0, tail.length, size - tail.length);
	const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
	if (end < 0 || end + 22 > tail.length) throw bad(path, 'no zip directory found (cut short?)');
	const count = tail.readUInt16LE(end + 10);
	const length = tail.readUInt32LE(end + 12);
	const start = tail.readUInt32LE(end + 16);
	if (count > MAX_ENTRIES || length > MAX_DIRECTORY || start + length > size) throw bad(path, 'its directory is out of bounds');
	const directory = Buffer.alloc(length);
	await handle.read(directory, 0, length, start);
	const members: ZipMember[] = [];
	let at = 0;
	for (let i = 0; i < count; i++) {
		if (at + 46 > length || directory.readUInt32LE(at) !== 0x02014b50) throw bad(path, 'its directory is damaged');
		const nameLength = directory.readUInt16LE(at + 28);
		members.push({
			name: directory.toString('utf8', at + 46, at + 46 + nameLength),
			flags: directory.readUInt16LE(at + 8),
			method: directory.readUInt16LE(at + 10),
			packed: directory.readUInt32LE(at + 20),
			size: directory.readUInt32LE(at + 24),
			offset: directory.readUInt32LE(at + 42),
			mode: directory.readUInt16LE(at + 40),
		});
		at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
	}
	return members;
}

async function takeFromZip(path: string, wanted: Wanted[], signal?: AbortSignal): Promise<Map<string, Taken>> {
	const handle = await open(path, 'r');
	try {
		const { size } = await handle.stat();
		const members = await readDirectory(handle, path);
		const taken = new Map<string, Taken>();
		for (const want of wanted) {
			throwIfCancelled(signal);
			const found = members.filter((member) => member.name === want.member);
			const member = found[0];
			if (!member) throw bad(path, `${want.member} is missing`);
			if (found.length > 1) throw bad(path, `${want.member} stands in it ${found.length} times`);
			const type = member.mode & 0o170000;
			if (type !== 0 && type !== 0o100000) throw bad(path, `${want.member} is a link or device, not a file`);
			if (member.flags & 1) throw bad(path, `${want.member} is encrypted`);
			if (member.method !== 0 && member.method !== 8) throw bad(path, `${want.member} is packed by an unknown method`);
			if (member.size > want.maxBytes) throw bad(path, `${want.member} unpacks to more than ${want.maxBytes} bytes`);
			const header = Buffer.alloc(30);
			await handle.read(header, 0, 30, member.offset);
			if (header.readUInt32LE(0) !== 0x04034b50) throw bad(path, `${want.member} has no header where the directory says`);
			const nameLength = header.readUInt16LE(26);
			const name = Buffer.alloc(nameLength);
			await handle.read(name, 0, nameLength, member.offset + 30);
			if (name.toString('utf8') !== member.name) throw bad(path, `${want.member} is named differently in its header`);
			const from = member.offset + 30 + nameLength + header.readUInt16LE(28);
			if (from + member.packed > size) throw bad(path, `${want.member} lies beyond the end of the file`);
			const sink = await Sink.open(path, want);
			try {
				if (member.packed > 0) {
					const raw = createReadStream(path, { start: from, end: from + member.packed - 1, highWaterMark: 1 << 18 });
					const stream = member.method === 8 ? pipeline(raw, createInflateRaw({ chunkSize: 1 << 18 }), () => undefined) : raw;
					for await (const chunk of stream as AsyncIterable<Buffer>) {
						throwIfCancelled(signal);
						await sink.write(chunk);
					}
				}
				const result = await sink.finish();
				if (result.bytes !== member.size) throw bad(path, `${want.member} is shorter or longer than its directory says`);
				taken.set(want.member, result);
			} catch (error) {
				throw readable(error, path);
			} finally {
				await sink.close();
			}
		}
		return taken;
	} finally {
		await handle.close();
	}
}

function readable(error: unknown, path: string): unknown {
	const code = (error as NodeJS.ErrnoException)?.code;
	return typeof code === 'string' && /^Z_|ERR_ZLIB|ERR_BUFFER/.test(code) ? bad(path, `it cannot be unpacked (${code})`) : error;
}

const text = (block: Buffer, from: number, to: number): string => {
	const end = block.indexOf(0, from);
	return block.toString('utf8', from, end >= from && end < to ? end : to);
};
const octal = (block: Buffer, from: number, to: number): number => {
	const value = parseInt(text(block, from, to).trim() || '0', 8);
	return Number.isSafeInteger(value) && value >= 0 ? value : -1;
};

/** Reads exactly `n` bytes at a time from a stream of chunks. */
class Blocks {
	private chunk: Buffer = Buffer.alloc(0);
	private total = 0;
	constructor(
		private readonly source: AsyncIterator<Buffer>,
		private readonly archive: string,
	) {}
	/** Up to `n` bytes, at least one; null at the end. */
	async some(n: number): Promise<Buffer | null> {
		while (this.chunk.length === 0) {
			const next = await this.source.next();
			if (next.done) return null;
			this.chunk = next.value;
			this.total += this.chunk.length;
			if (this.total > MAX_TAR) throw bad(this.archive, `it unpacks to more than ${MAX_TAR} bytes`);
		}
		const part = this.chunk.subarray(0, n);
		this.chunk = this.chunk.subarray(part.length);
		return part;
	}
	async exactly(n: number): Promise<Buffer | null> {
		const parts: Buffer[] = [];
		let left = n;
		while (left > 0) {
			const part = await this.some(left);
			if (!part) {
				if (parts.length === 0) return null;
				throw bad(this.archive, 'it ends in the middle of a member');
			}
			parts.push(part);
			left -= part.length;
		}
		return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
	}
	async each(n: number, take?: (part: Buffer) => Promise<void>): Promise<void> {
		let left = n;
		while (left > 0) {
			const part = await this.some(left);
			if (!part) throw bad(this.archive, 'it ends in the middle of a member');
			left -= part.length;
			await take?.(part);
		}
	}
}

async function takeFromTar(path: string, wanted: Wanted[], signal?: AbortSignal): Promise<Map<string, Taken>> {
	const stream = pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), createGunzip({ chunkSize: 1 << 18 }), () => undefined);
	const blocks = new Blocks((stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]() as AsyncIterator<Buffer>, path);
	const taken = new Map<string, Taken>();
	let nextName: string | null = null;
	let nextSize: number | null = null;
	try {
		for (let entries = 0; taken.size < wanted.length; entries++) {
			throwIfCancelled(signal);
			if (entries > MAX_ENTRIES) throw bad(path, 'it has too many members');
			const block = await blocks.exactly(512);
			if (!block || block.every((byte) => byte === 0)) break;
			const sum = block.reduce((s, byte, i) => s + (i >= 148 && i < 156 ? 32 : byte), 0);
			if (octal(block, 148, 156) !== sum) throw bad(path, 'a header does not match its checksum');
			const type = String.fromCharCode(block[156]!);
			const size = nextSize ?? octal(block, 124, 136);
			if (size < 0) throw bad(path, 'a member has no proper size');
			const padding = (512 - (size % 512)) % 512;
			if (type === 'x' || type === 'L' || type === 'g') {
				if (size > 1 << 20) throw bad(path, 'a header is too long');
				const data = await blocks.exactly(size);
				await blocks.each(padding);
				if (data && type === 'L') nextName = text(data, 0, data.length);
				if (data && type === 'x') {
					// Records are "length key=value\n".
					for (const [, key, value] of data.toString('utf8').matchAll(/\d+ ([^=\n]+)=([^\n]*)\n/g)) {
						if (key === 'path') nextName = value!;
						if (key === 'size') nextSize = Number(value);
					}
				}
				continue;
			}
			const prefix = text(block, 257, 262) === 'ustar' ? text(block, 345, 500) : '';
			const name = nextName ?? (prefix ? `${prefix}/${text(block, 0, 100)}` : text(block, 0, 100));
			nextName = null;
			nextSize = null;
			const want = wanted.find((w) => w.member === name);
			if (!want) {
				await blocks.each(size + padding);
				continue;
			}
			if (type !== '0' && type !== '\0') throw bad(path, `${name} is a link or device, not a file`);
			if (taken.has(name)) throw bad(path, `${name} stands in it twice`);
			if (size > want.maxBytes) throw bad(path, `${name} unpacks to more than ${want.maxBytes} bytes`);
			const sink = await Sink.open(path, want);
			try {
				await blocks.each(size, async (part) => {
					throwIfCancelled(signal);
					await sink.write(part);
				});
				taken.set(name, await sink.finish());
			} finally {
				await sink.close();
			}
			await blocks.each(padding);
		}
	} catch (error) {
		throw readable(error, path);
	} finally {
		stream.destroy();
	}
	const missing = wanted.find((w) => !taken.has(w.member));
	if (missing) throw bad(path, `${missing.member} is missing`);
	return taken;
}
