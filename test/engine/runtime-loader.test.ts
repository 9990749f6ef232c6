/** Which C library a Node is built against, read from its executable. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loaderOf } from '../../engine/runtime/onnxruntime';

const dir = mkdtempSync(join(tmpdir(), 'ai-operator-loader-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** An ELF-64 head whose interpreter stands behind `gap` bytes, as a patched executable has it. */
function elf(interpreter: string, gap: number): Buffer {
	const bytes = Buffer.alloc(64 + 2 * 56 + gap + interpreter.length + 1);
	bytes.write('\x7fELF\x02\x01', 'latin1');
	bytes.writeBigUInt64LE(64n, 32);
	bytes.writeUInt16LE(56, 54);
	bytes.writeUInt16LE(2, 56);
	bytes.writeUInt32LE(1, 64);
	bytes.writeUInt32LE(3, 120);
	bytes.writeBigUInt64LE(BigInt(64 + 112 + gap), 120 + 8);
	bytes.writeBigUInt64LE(BigInt(interpreter.length + 1), 120 + 32);
	bytes.write(interpreter, 64 + 112 + gap, 'latin1');
	return bytes;
}
const file = (name: string, bytes: Buffer): string => {
	writeFileSync(join(dir, name), bytes);
	return join(dir, name);
};

test('the loader is found wherever it stands in the file', () => {
	for (const gap of [0, 100_000]) {
		const musl = file('musl', elf('/lib/ld-musl-x86_64.so.1', gap));
		expect(loaderOf(musl)).toBe('/lib/ld-musl-x86_64.so.1');
	}
});
test('what is no such executable has none, and nothing is thrown', () => {
	const whole = elf('/lib64/ld-linux-x86-64.so.2', 10);
	for (const length of [0, 5, 64, 100, 150]) expect(loaderOf(file('cut', whole.subarray(0, length)))).toBe('');
	whole.writeBigUInt64LE(2n ** 63n, 32);
	expect(loaderOf(file('far', whole))).toBe('');
	expect(loaderOf(file('text', Buffer.from('#!/bin/sh\n'.repeat(20))))).toBe('');
	expect(loaderOf(join(dir, 'nothing'))).toBe('');
});
if (process.platform === 'linux') test('this Node names one', () => expect(loaderOf(process.execPath)).toMatch(/^\/lib.*\/ld-/));
