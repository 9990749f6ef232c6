/** Damaged media of every container we read: an answer or a clear error, in bounded time, without a crash of the decoder. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOperatorError } from '../../engine/errors';
import { ffmpeg, probe, readWav, safeInput } from '../../engine/media/index';
import { make, processes, scratch, testPorts } from './mediaSupport';

const ports = testPorts();
const dir = scratch();
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** mulberry32: the same numbers on every run. */
function random(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

function mutate(file: Buffer, next: () => number): Buffer {
	const bytes = Buffer.from(file);
	const place = () => Math.floor(next() * bytes.length);
	const kind = next();
	if (kind < 0.25) return bytes.subarray(0, place());
	if (kind < 0.35) return Buffer.concat([bytes.subarray(0, place()), bytes.subarray(place())]);
	if (kind < 0.45) return bytes.fill(0, place(), place());
	// Headers are where lengths and counts stand: half of the flips go there.
	const header = next() < 0.5 ? Math.min(700, bytes.length) : bytes.length;
	for (let i = 1 + Math.floor(next() * 20); i > 0; i--) bytes[Math.floor(next() * header)] = Math.floor(next() * 256);
	return bytes;
}

/** AI_OPERATOR_MUTATIONS=1000 runs the long campaign. */
const COUNT = Number(process.env.AI_OPERATOR_MUTATIONS ?? 100);

it(`answers or explains ${COUNT} damaged files`, async () => {
	const video = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=1'];
	const sound = ['-f', 'lavfi', '-i', 'sine=r=16000:d=1'];
	const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
	await make(ports, ...video, ...sound, ...x264, '-movflags', '+faststart', at('a.mp4'));
	await make(ports, ...video, ...sound, ...x264, '-movflags', '+frag_keyframe+empty_moov', at('b.mp4'));
	await make(ports, ...video, ...sound, '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '-8', '-c:a', 'libopus', at('c.webm'));
	await make(ports, ...sound, at('d.wav'));
	for (const [name, codec] of [
		['e.mp3', 'libmp3lame'],
		['f.flac', 'flac'],
		['g.ogg', 'libopus'],
	] as const)
		await make(ports, ...sound, '-c:a', codec, at(name));
	await make(ports, ...video, '-frames:v', '1', at('h.png'));
	await make(ports, ...video, '-frames:v', '1', at('i.jpg'));
	const weights = ['a.mp4', 'a.mp4', 'b.mp4', 'b.mp4', 'c.webm', 'c.webm', 'd.wav', 'e.mp3', 'f.flac', 'g.ogg', 'h.png', 'i.jpg'];
	const outcomes: Record<string, number> = {};
	const slowest = { seconds: 0, name: '' };
	const one = async (seed: number) => {
		const source = weights[seed % weights.length] as string;
		const file = at(`${seed}-${source}`);
		writeFileSync(file, mutate(readFileSync(at(source)), random(seed)));
		const start = performance.now();
		let outcome = 'read';
		try {
			const info = await probe(file, ports, { seconds: 1e9 });
			const arguments_ = safeInput(file, info.kind);
			await ffmpeg([...arguments_, '-t', '2', '-f', 'null', '-'], { ports, timeoutSeconds: 120, about: source });
			if (info.container === 'wav') await readWav(file);
		} catch (error) {
			if (!isOperatorError(error)) throw new Error(`seed ${seed} (${source}): not one of our errors`, { cause: error });
			outcome = error.code;
			// A signal means that ffmpeg crashed; TIMEOUT that it hung.
			if (error.details.signal || error.code === 'TIMEOUT' || !error.fix)
				throw new Error(`seed ${seed} (${source}): ${error.code} ${error.message}`);
		}
		outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
		const seconds = (performance.now() - start) / 1000;
		if (seconds > slowest.seconds) Object.assign(slowest, { seconds, name: file });
		rmSync(file);
	};
	const seeds = Array.from({ length: COUNT }, (_, i) => i + 1);
	await Promise.all(
		[0, 1].map(async () => {
			for (let seed = seeds.shift(); seed; seed = seeds.shift()) await one(seed);
		}),
	);
	console.log(`${COUNT} damaged files: ${JSON.stringify(outcomes)}, slowest ${slowest.seconds.toFixed(1)} s`);
	expect(Object.keys(outcomes).every((code) => ['read', 'INPUT', 'UNSAFE_MEDIA', 'TOO_LARGE', 'ENGINE_FAILED'].includes(code))).toBe(true);
	expect(outcomes.ENGINE_FAILED ?? 0).toBeLessThanOrEqual(COUNT / 100);
	expect(processes(dir)).toEqual([]);
}, 1_200_000);
