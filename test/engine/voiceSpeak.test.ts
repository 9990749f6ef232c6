/** Real speech by the real engines, fetched through the runtime. Needs the built pack (npm run build): worker and speaking process come from dist. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureLoudness, openWorkspace, readWav } from '../../engine/media/index';
import type { Ports } from '../../engine/ports';
import { childPath, silentLogger, systemClock, workerPath } from '../../engine/runtime/index';
import { speak, unknownNames, type SpeakInput, type SpokenResult } from '../../engine/voice/index';
import { previewVoices } from '../../engine/voice/preview';
import { displayWords } from '../../engine/voice/normalise/index';

const built = existsSync(workerPath('voice')) && existsSync(childPath('speak'));
const suite = built ? describe : describe.skip;
if (!built) console.warn('Skipped: dist is not built, so there is no voice worker and no speaking process');

let cacheDir: string;
beforeAll(() => {
	cacheDir = mkdtempSync(join(tmpdir(), 'voice-cache-'));
	// Slots of its own: the test does not wait for renders of other programs.
	process.env.AI_OPERATOR_SLOT_FOLDER = join(cacheDir, '..', `voice-slots-${process.pid}`);
});
afterAll(() => {
	rmSync(cacheDir, { recursive: true, force: true });
	rmSync(process.env.AI_OPERATOR_SLOT_FOLDER!, { recursive: true, force: true });
});

function ports(signal = new AbortController().signal, progress: Ports['progress'] = () => undefined): Ports {
	return { clock: systemClock, logger: silentLogger, progress, signal, workspace: openWorkspace } as unknown as Ports;
}
const input: SpeakInput = {
	scenes: [
		{ id: 's1', narration: 'In 2022, a cable broke. Nobody noticed.' },
		{ id: 's2', narration: 'It cost $1.5 million — and 20 ships — to mend 😀.' },
	],
	engine: 'kokoro',
	speaker: '',
	speed: 1,
	pronunciations: {},
};

async function check(result: SpokenResult, { scenes }: SpeakInput): Promise<void> {
	const { words, audioPath, loudnessLufs, truePeakDb } = result;
	const wav = await readWav(audioPath);
	expect([wav.sampleRate, wav.channels]).toEqual([48_000, 1]);
	expect(wav.samples.length / 48_000).toBeCloseTo(words.durationSeconds, 2);
	expect(Math.abs(loudnessLufs + 14)).toBeLessThanOrEqual(1);
	expect(truePeakDb).toBeLessThanOrEqual(-1.5);
	expect(words.words.map((word) => word.text)).toEqual(scenes.flatMap((scene) => displayWords(scene.narration)));
	let clock = 0;
	for (const { startSeconds, endSeconds } of words.words) {
		expect(startSeconds).toBeGreaterThanOrEqual(clock);
		expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
		clock = endSeconds;
	}
	expect(words.words[0]!.startSeconds).toBeLessThanOrEqual(0.25);
	expect(words.durationSeconds - clock).toBeGreaterThanOrEqual(0);
	expect(words.durationSeconds - clock).toBeLessThanOrEqual(0.4);
	// Silence as heard: nothing above −50 dB of full scale.
	let run = 0;
	let longest = 0;
	for (const sample of wav.samples) longest = Math.max(longest, (run = Math.abs(sample) < 0.003 ? run + 1 : 0));
	expect(longest / 48_000).toBeLessThanOrEqual(0.7);
}

suite('speaking', () => {
	test('Kokoro: sound and times; a changed sentence is spoken alone; a damaged one again', async () => {
		const first = await speak({ ...input, cacheDir }, ports());
		await check(first, input);
		expect(first).toMatchObject({ engine: 'kokoro', speaker: 'af_heart', spoken: 3, reused: 0, unknownNames: [] });
		expect(first.peakRssBytes).toBeLessThan(800e6);

		const changed = { ...input, scenes: [{ id: 's1', narration: 'In 2022, a cable broke. Everybody noticed.' }, input.scenes[1]!] };
		const second = await speak({ ...changed, cacheDir }, ports());
		await check(second, changed);
		expect(second).toMatchObject({ spoken: 1, reused: 2 });

		const again = await speak({ ...input, cacheDir }, ports());
		expect(again).toMatchObject({ spoken: 0, reused: 3, cpuSeconds: 0 });
		expect(again.words).toEqual(first.words);
		expect(readFileSync(again.audioPath).equals(readFileSync(first.audioPath))).toBe(true);

		truncateSync(join(cacheDir, readdirSync(cacheDir)[0]!), 500);
		const mended = await speak({ ...changed, cacheDir }, ports());
		const whole = await speak({ ...input, cacheDir }, ports());
		expect(mended.spoken + whole.spoken).toBe(1);
	}, 900_000);

	test('Piper speaks the same script, the same way each time', async () => {
		const piper: SpeakInput = { ...input, engine: 'piper' };
		const one = await speak(piper, ports());
		await check(one, piper);
		expect(one).toMatchObject({ engine: 'piper', speaker: 'joe', spoken: 3 });
		const two = await speak(piper, ports());
		expect(readFileSync(one.audioPath).equals(readFileSync(two.audioPath))).toBe(true);
	}, 900_000);

	test('previews are equally loud, and kept', async () => {
		const folder = join(cacheDir, 'previews');
		const asked = { voices: ['am_michael', 'joe', 'am_michael'], line: 'Nobody noticed.', cacheDir: folder };
		const first = await previewVoices(asked, ports());
		expect(first.map(({ voice }) => voice.id)).toEqual(['am_michael', 'joe']);
		for (const { path, durationSeconds } of first) {
			const { integratedLufs, truePeakDb } = await measureLoudness(path, ports());
			expect(Math.abs(integratedLufs + 14)).toBeLessThanOrEqual(1);
			expect(truePeakDb).toBeLessThanOrEqual(-1.4);
			const wav = await readWav(path);
			expect(wav.samples.length / wav.sampleRate).toBeCloseTo(durationSeconds, 2);
		}
		const made = first.map(({ path }) => statSync(path).mtimeMs);
		const again = await previewVoices(asked, ports());
		expect(again.map(({ path }) => statSync(path).mtimeMs)).toEqual(made);
		await expect(previewVoices({ ...asked, voices: ['nobody'] }, ports())).rejects.toMatchObject({ code: 'INPUT' });
	}, 900_000);

	test('names that have to be guessed are reported before speaking', async () => {
		const scenes = [{ id: 's1', narration: 'Ulvaeus met Siobhan in London.' }];
		expect(await unknownNames(scenes, {}, ports())).toEqual([
			{
				name: 'Ulvaeus',
				guess: expect.stringMatching(/^[a-zA-Z-]+$/),
				phonemes: expect.stringMatching(/^\/.+\/$/),
				scene: 's1',
				sentence: 'Ulvaeus met Siobhan in London.',
			},
		]);
		expect(await unknownNames(scenes, { ulvaeus: 'ool-VAY-us' }, ports())).toEqual([]);
	}, 900_000);

	test('what cannot be said, or by whom, is refused with the next step', async () => {
		const bad = { ...input, scenes: [input.scenes[0]!, { id: 's2', narration: 'Привет мир' }] };
		await expect(speak(bad, ports())).rejects.toMatchObject({ code: 'UNSPEAKABLE', message: expect.stringContaining('scene “s2”') });
		await expect(speak({ ...input, speaker: 'nobody' }, ports())).rejects.toMatchObject({
			code: 'INPUT',
			fix: expect.stringContaining('af_heart'),
		});
		await expect(speak({ ...input, speaker: 'joe' }, ports())).rejects.toMatchObject({ code: 'INPUT' });
		await expect(speak({ ...input, speed: 9 }, ports())).rejects.toMatchObject({ code: 'INPUT' });
		await expect(speak({ ...input, scenes: [] }, ports())).rejects.toMatchObject({ code: 'UNSPEAKABLE' });
	}, 900_000);

	test('stopping ends the speaking processes and leaves no half-written speech', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'voice-stop-'));
		const controller = new AbortController();
		const sentence = (i: number) => ({
			id: `s${i}`,
			narration: `Number ${i} is a sentence that nobody ever spoke before, and it goes on for a good while.`,
		});
		const long = { ...input, scenes: Array.from({ length: 12 }, (_, i) => sentence(i)), cacheDir: folder };
		let stoppedAt = 0;
		const work = speak(long, ports(controller.signal, ({ done }) => {
			if (done < 1 || stoppedAt) return;
			stoppedAt = Date.now();
			controller.abort();
		})); // prettier-ignore
		await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(Date.now() - stoppedAt).toBeLessThan(10_000);
		expect(speakingChildren()).toBe(0);
		expect(readdirSync(folder).filter((name) => !name.endsWith('.speech') && !name.endsWith('.part'))).toEqual([]);
		rmSync(folder, { recursive: true, force: true });
	}, 900_000);
});

/** Speaking processes below this one. */
function speakingChildren(): number {
	const parents = new Map<number, number>();
	const speaking: number[] = [];
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
			const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			parents.set(Number(name), Number(parent));
			if (state !== 'Z' && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('speak.js')) speaking.push(Number(name));
		} catch {
			// Gone meanwhile.
		}
	}
	return speaking.filter((pid) => {
		for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === process.pid) return true;
		return false;
	}).length;
}
