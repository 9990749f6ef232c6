/** Shared by the runtime's tests: hand-made archives, a misbehaving web server, programs bundled for processes of their own. */
import { build } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { ProgressEvent } from '../../engine/ports';
import type { RuntimePorts } from '../../engine/runtime/engines';
import { systemClock } from '../../engine/runtime/plain';

export const repository = dirname(dirname(import.meta.dirname));
export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

const made: string[] = [];
export function scratch(): string {
	const dir = mkdtempSync(join(tmpdir(), 'ao-runtime-test-'));
	made.push(dir);
	return dir;
}
export function removeScratch(): void {
	for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

export interface Told {
	progress: ProgressEvent[];
	log: string[];
}
export function testPorts(signal: AbortSignal = new AbortController().signal): RuntimePorts & { told: Told } {
	const told: Told = { progress: [], log: [] };
	const say = (message: string): void => void told.log.push(message);
	return {
		told,
		signal,
		clock: systemClock,
		progress: (event) => told.progress.push(event),
		logger: { debug: say, info: say, warn: say, error: say },
	};
}

export interface ZipEntry {
	name: string;
	data: Uint8Array;
	/** Unix mode with file type bits. */
	mode?: number;
	flags?: number;
	store?: boolean;
	/** Lies for the directory. */
	claimedSize?: number;
	headerName?: string;
}
export function zip(entries: ZipEntry[]): Buffer {
	const bodies: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const entry of entries) {
		const packed = entry.store ? Buffer.from(entry.data) : deflateRawSync(entry.data);
		const name = Buffer.from(entry.name);
		const headerName = Buffer.from(entry.headerName ?? entry.name);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(entry.flags ?? 0, 2);
		common.writeUInt16LE(entry.store ? 0 : 8, 4);
		common.writeUInt32LE(crc32(entry.data), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(entry.claimedSize ?? entry.data.length, 18);
		const local = Buffer.from(common);
		local.writeUInt16LE(headerName.length, 22);
		const body = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), local, headerName, packed]);
		const central = Buffer.alloc(46);
		central.writeUInt32LE(0x02014b50, 0);
		central.writeUInt16LE(0x031e, 4);
		common.copy(central, 6);
		central.writeUInt16LE(name.length, 28);
		central.writeUInt32LE(((entry.mode ?? 0o100644) * 65_536) >>> 0, 38);
		central.writeUInt32LE(offset, 42);
		directory.push(central, name);
		bodies.push(body);
		offset += body.length;
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...bodies, list, end]);
}

export interface TarEntry {
	name: string;
	data?: Uint8Array;
	type?: string;
	link?: string;
}
export function tar(entries: TarEntry[], spoil?: (block: Buffer) => void): Buffer {
	const parts: Buffer[] = [];
	for (const { name, data = Buffer.alloc(0), type = '0', link = '' } of entries) {
		const block = Buffer.alloc(512);
		block.write(name.slice(0, 100), 0);
		block.write('0000644\0', 100);
		block.write(data.length.toString(8).padStart(11, '0') + '\0', 124);
		block.write('        ', 148);
		block.write(type, 156);
		block.write(link, 157);
		block.write('ustar\x0000', 257);
		const sum = block.reduce((a, b) => a + b, 0);
		block.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
		spoil?.(block);
		parts.push(block, Buffer.from(data), Buffer.alloc((512 - (data.length % 512)) % 512));
	}
	return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
export const tgz = (entries: TarEntry[]): Buffer => gzipSync(tar(entries));

export interface TestServer {
	url: string;
	host: string;
	port: number;
	/** Paths asked for, in order. */
	asked: string[];
	/** Whole requests, in order. */
	requests: { path: string; headers: IncomingMessage['headers']; method: string; body: string }[];
	close(): Promise<void>;
}
export async function serve(answer: (path: string, response: ServerResponse, request: IncomingMessage) => void): Promise<TestServer> {
	const asked: string[] = [];
	const requests: TestServer['requests'] = [];
	const server: Server = createServer({ maxHeaderSize: 1 << 20 }, (request, response) => {
		const path = decodeURIComponent(request.url ?? '/');
		asked.push(path);
		const entry = { path, headers: request.headers, method: request.method ?? '', body: '' };
		requests.push(entry);
		request.on('data', (chunk: Buffer) => (entry.body += chunk.toString()));
		request.on('end', () => answer(path, response, request));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		host: `127.0.0.1:${port}`,
		port,
		asked,
		requests,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

/** Bundles TypeScript source to a CommonJS file that a process or worker can run. */
export async function bundle(source: string, to: string): Promise<string> {
	await build({
		stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node24',
		outfile: to,
		define: { 'import.meta.dirname': JSON.stringify(repository) },
		logLevel: 'silent',
	});
	return to;
}

export interface Run {
	child: ChildProcess;
	lines: string[];
	done: Promise<{ code: number | null; signal: string | null; lines: string[]; stderr: string }>;
	/** Resolves when a line contains the text. */
	line(text: string): Promise<void>;
}
export function run(script: string, args: string[], env: Record<string, string>): Run {
	const child = spawn(process.execPath, [script, ...args], {
		env: { PATH: process.env.PATH!, HOME: process.env.HOME!, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lines: string[] = [];
	const waiters: { text: string; resolve: () => void }[] = [];
	let rest = '';
	let stderr = '';
	child.stdout!.on('data', (chunk: Buffer) => {
		rest += chunk.toString();
		for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
			const line = rest.slice(0, at);
			rest = rest.slice(at + 1);
			lines.push(line);
			for (const waiter of waiters) if (line.includes(waiter.text)) waiter.resolve();
		}
	});
	child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	return {
		child,
		lines,
		done: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, lines, stderr }))),
		line: (text) =>
			lines.some((line) => line.includes(text)) ? Promise.resolve() : new Promise((resolve) => waiters.push({ text, resolve })),
	};
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
