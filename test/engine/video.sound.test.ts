import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg, findFfmpeg, measureLoudness, normalizeVoice, writeWav } from '../../engine/media';
import type { Ports } from '../../engine/ports';
import { assetPath, silentLogger, systemClock, workerPath } from '../../engine/runtime';
import { random } from '../../engine/render/clock';
import { bedTrack, chooseBed, mixAudio, type Bed } from '../../engine/video/audio';

const ports = {
	logger: silentLogger,
	progress: () => undefined,
	signal: new AbortController().signal,
	clock: systemClock,
} as unknown as Ports;
const built = existsSync(workerPath('music')) && existsSync(assetPath('stamp.json'));
const able = built ? await findFfmpeg(ports).catch(() => null) : null;

(able ? describe : describe.skip)(`the film's sound${able ? '' : ' (skipped: no build or no ffmpeg)'}`, () => {
	let dir: string;
	let voice: { path: string; lufs: number };
	const workspace = { dir: '', path: (name: string) => join(dir, name), dispose: async () => undefined };
	const words = [
		{ startSeconds: 0.2, endSeconds: 5 },
		{ startSeconds: 6.2, endSeconds: 15.5 },
	];
	const durationSeconds = 16;

	beforeAll(async () => {
		dir = await mkdtemp(join(tmpdir(), 'sound-'));
		// Bursts like syllables, with the crest of speech.
		const next = random(5);
		const samples = new Float32Array(16 * 24_000);
		let low = 0;
		for (let i = 0; i < samples.length; i++) {
			const at = i / 24_000;
			const speaks = words.some(({ startSeconds, endSeconds }) => at > startSeconds && at < endSeconds);
			low += (next() * 2 - 1 - low) * 0.25;
			samples[i] = speaks ? low * Math.sin(Math.PI * 4 * at) ** 4 * 0.9 : 0;
		}
		await writeWav(join(dir, 'raw.wav'), samples, 24_000);
		const { integratedLufs } = await normalizeVoice(join(dir, 'raw.wav'), join(dir, 'voice.wav'), { ports });
		voice = { path: join(dir, 'voice.wav'), lufs: integratedLufs };
		// The user's own music: softly, then very loud.
		const loud = ['-f', 'lavfi', '-i', `sine=frequency=220:duration=12,volume='if(lt(t,6),0.02,0.9)':eval=frame`, '-c:a', 'pcm_s16le'];
		await ffmpeg([...loud, join(dir, 'own.wav')], { ports });
	}, 900_000);
	afterAll(() => rm(dir, { recursive: true, force: true }));

	/** Loudness of a part of a file. */
	const partOf = async (path: string, from: number, to: number) => {
		const part = join(dir, 'part.wav');
		await ffmpeg(['-ss', String(from), '-t', String(to - from), '-i', path, '-c:a', 'pcm_f32le', '-f', 'wav', part], { ports });
		return (await measureLoudness(part, ports)).integratedLufs;
	};

	test.each<[string, () => Bed]>([
		['calm', () => ({ kind: 'calm', seed: 3 })],
		['drive', () => ({ kind: 'drive', seed: 4 })],
		["the user's own, soft and loud", () => ({ kind: 'own', path: join(dir, 'own.wav'), name: 'own.wav' })],
	])(
		'%s: at least 18 dB under the voice while it speaks, −14 ±1 LUFS, true peak ≤ −1.5 dB after AAC',
		async (_name, bed) => {
			const input = { voicePath: voice.path, voiceLufs: voice.lufs, words, bed: bed(), durationSeconds, workspace };
			const { path: under, peak } = (await bedTrack(input, ports))!;
			for (const [from, to] of [
				[0.3, 4.9],
				[6.3, 10.5],
				[10.5, 15.4],
			] as const)
				expect(voice.lufs - (await partOf(under, from, to))).toBeGreaterThanOrEqual(18);
			expect(peak).toBeLessThan(0.3);
			// Heard all the same.
			expect(voice.lufs - (await measureLoudness(under, ports)).integratedLufs).toBeLessThan(32);
			const outPath = join(dir, 'sound.m4a');
			await mixAudio({ ...input, outPath }, ports);
			const { integratedLufs, truePeakDb } = await measureLoudness(outPath, ports);
			expect(Math.abs(integratedLufs + 14)).toBeLessThanOrEqual(1);
			expect(truePeakDb).toBeLessThanOrEqual(-1.5);
		},
		900_000,
	);

	test('without music the voice alone; a folder of music gives each film one file of its own', async () => {
		const input = { voicePath: voice.path, voiceLufs: voice.lufs, words, bed: { kind: 'none' } as const, durationSeconds, workspace };
		expect(await bedTrack(input, ports)).toBeNull();
		const outPath = join(dir, 'alone.m4a');
		await mixAudio({ ...input, outPath }, ports);
		expect((await measureLoudness(outPath, ports)).truePeakDb).toBeLessThanOrEqual(-1.5);
		const chosen = new Set<string>();
		for (let seed = 0; seed < 6; seed++) {
			const bed = await chooseBed({ mood: 'calm', folder: dir }, seed, ports, () => undefined);
			if (bed.kind === 'own') chosen.add(bed.name);
		}
		expect(chosen.size).toBeGreaterThan(1);
		const told: string[] = [];
		const tell = (problem: string) => told.push(problem);
		expect(await chooseBed({ mood: 'drive', folder: join(dir, 'none') }, 5, ports, tell)).toEqual({ kind: 'drive', seed: 5 });
		expect(told).toEqual([expect.stringMatching(/none holds no sound file .*music is composed/)]);
		expect(await chooseBed({ mood: 'none', folder: dir }, 5, ports, tell)).toEqual({ kind: 'none' });
		expect(told).toHaveLength(1);
	}, 900_000);
});
