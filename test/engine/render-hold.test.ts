import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../engine/media';
import type { Ports } from '../../engine/ports';
import { H264 } from '../../engine/render/h264';
import { holdPictures, NotHeld } from '../../engine/render/hold';

const ports = { signal: new AbortController().signal, clock: { now: Date.now, sleep: async () => undefined } } as unknown as Ports;
const found = await findFfmpeg(ports).catch(() => null);

(found ? describe : describe.skip)(`pictures that stand still${found ? '' : ' (skipped: no ffmpeg)'}`, () => {
	let dir: string;
	beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'render-hold-'))));
	afterAll(() => rm(dir, { recursive: true, force: true }));

	const run = (args: string[]) => execFileSync(found!.path, ['-v', 'error', '-nostdin', ...args], { maxBuffer: 1 << 26 });
	/** Moving pictures as scenes are encoded, or otherwise. */
	const encoded = (size: string, frames: number, settings = H264) =>
		run([
			'-f',
			'lavfi',
			'-i',
			`testsrc2=s=${size}:r=30`,
			'-frames:v',
			String(frames),
			'-pix_fmt',
			'yuv420p',
			...settings,
			'-f',
			'h264',
			'-',
		]);
	/** Hash of each picture as it is decoded; a decoder that finds anything wrong fails. */
	const decoded = async (stream: Buffer): Promise<string[]> => {
		const path = join(dir, 'stream.h264');
		await writeFile(path, stream);
		const text = run(['-xerror', '-err_detect', 'explode', '-i', `file:${path}`, '-f', 'framemd5', '-']).toString();
		return text
			.split('\n')
			.filter((line) => line && !line.startsWith('#'))
			.map((line) => line.split(',').at(-1)!.trim());
	};

	it.each([
		['1080x1920', 24, {}],
		['1920x1080', 24, {}],
		// Key frames in between, and more pictures than their number counts to.
		['320x240', 90, { 'keyint=150': 'keyint=7' }],
	])('are shown as the picture before, %s', async (size, frames, replaced: Record<string, string>) => {
		const settings = H264.map((part) => Object.entries(replaced).reduce((text, [from, to]) => text.replace(from, to), part));
		const stream = encoded(size, frames, settings);
		const before = await decoded(stream);
		expect(before).toHaveLength(frames);
		const repeats = Array.from({ length: frames }, (_, i) => [0, 1, 0, 40, 3, 0, 17, 16][i % 8]!);
		const after = holdPictures(stream, repeats);
		expect(await decoded(after)).toEqual(before.flatMap((hash, i) => Array<string>(1 + repeats[i]!).fill(hash)));
		const held = repeats.reduce((a, b) => a + b, 0);
		expect(after.length - stream.length).toBeLessThan(held * 80);
	});

	it('leaves a stream without held pictures as it is', () => {
		const stream = encoded('640x360', 20);
		expect(holdPictures(stream, Array<number>(20).fill(0)).equals(stream)).toBe(true);
	});

	it('refuses what it cannot add to', () => {
		expect(() => holdPictures(encoded('320x240', 5), [0, 0, 0])).toThrow(NotHeld);
		// Pictures that are shown in another order than they are coded, and a coder without arithmetic coding.
		expect(() => holdPictures(encoded('320x240', 9, ['-c:v', 'libx264']), Array<number>(9).fill(0))).toThrow(NotHeld);
		expect(() => holdPictures(encoded('320x240', 9, ['-c:v', 'libx264', '-preset', 'ultrafast']), Array<number>(9).fill(0))).toThrow(
			NotHeld,
		);
	});
});
