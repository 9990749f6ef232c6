/** The user's own recording: what was said against the script, silences, and real recordings through the real recogniser. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg, openWorkspace, readWav, writeWav } from '../../engine/media/index';
import type { Ports } from '../../engine/ports';
import { random } from '../../engine/render/clock';
import { childPath, silentLogger, systemClock, workerPath } from '../../engine/runtime/index';
import { wordErrorRate } from '../../engine/speech/index';
import { speak } from '../../engine/voice/index';
import { alignRecording, type RecordedResult } from '../../engine/voice/recording/index';
import { cutSilences } from '../../engine/voice/recording/cut';
import { matchRecording } from '../../engine/voice/recording/match';

const scene = (narration: string) => [{ id: 's1', narration }];
const heardOf = (text: string) => text.split(' ').map((word, i) => ({ text: word, startSeconds: i * 0.4, endSeconds: i * 0.4 + 0.3 })); // prettier-ignore
/** What a match says: skipped words, changed words, added words. */
function matched(script: string, heard: string) {
	const match = matchRecording(scene(script), heardOf(heard));
	const words = match.words.flat();
	return {
		skipped: match.skipped.map((i) => words[i]).join(' '),
		doubtful: match.said.flatMap(({ word, doubtful }) => (doubtful ? [words[word!]] : [])).join(' '),
		changed: match.changed.map(({ word, heard: other }) => `${words[word]}→${other}`),
		added: match.added.map(({ text }) => text),
		share: match.share,
	};
}
const SCRIPT =
	'In 1969 a cable broke under the sea. Nobody noticed for 20 days, and $1.5 million was lost. Then Siobhan Ulvaeus found the two ends.';

describe('matching', () => {
	test('figures count as they are said, however either side writes them', () => {
		const heard =
			'In nineteen sixty-nine, a cable broke under the sea. Nobody noticed for twenty days, and 1.5 million dollars was lost. Then Siobhan Ulvaeus found the two ends.';
		expect(matched(SCRIPT, heard)).toMatchObject({ skipped: '', doubtful: '', changed: [], added: [], share: 1 });
	});

	test('a misheard name is the name', () => {
		expect(matched(SCRIPT, SCRIPT.replace('Siobhan Ulvaeus', 'Siobhaun Ulveyus'))).toMatchObject({ skipped: '', changed: [], added: [] });
	});

	test('skipped, repeated, added and changed words are told apart', () => {
		expect(matched(SCRIPT, SCRIPT.replace('Nobody noticed for 20 days, and ', ''))).toMatchObject({ skipped: 'Nobody noticed for 20 days, and', added: [] }); // prettier-ignore
		expect(matched(SCRIPT, SCRIPT.replace('the two ends', 'two ends'))).toMatchObject({ skipped: '', doubtful: 'the' });
		expect(matched(SCRIPT, SCRIPT.replace('a cable broke', 'a cable a cable broke'))).toMatchObject({ skipped: '', added: ['a cable'] });
		expect(matched(SCRIPT, SCRIPT.replace('Then', 'Well, you know, Then'))).toMatchObject({ added: ['Well, you know,'] });
		expect(matched(SCRIPT, SCRIPT.replace('noticed', 'whispered')).changed).toEqual(['noticed→whispered']);
		expect(matched(SCRIPT, 'Bread rises because tiny living things breathe inside of the dough.').share).toBeLessThan(0.2);
	});

	test('whatever is left out or put in: every said word comes once, in order, and nothing else is skipped', () => {
		const next = random(3);
		const vocabulary = 'amber bridge copper dragon ember falcon garden harbor island jungle kettle lantern marble needle orchard pepper quarry ribbon saddle timber'.split(' '); // prettier-ignore
		for (let round = 0; round < 200; round++) {
			// Distinct words: nothing can be mistaken for another.
			const words = [...vocabulary].sort(() => next() - 0.5);
			const from = Math.floor(next() * 12);
			const gone = words.slice(from, from + 3 + Math.floor(next() * 4));
			const extra = next() < 0.5 ? ['zebra', 'zither'] : [];
			// Words put right where others are left out would be changed words.
			const places = Array.from({ length: words.length - gone.length + 1 }, (_, k) => k).filter((k) => Math.abs(k - from) > 2);
			const at = places[Math.floor(next() * places.length)]!;
			const heard = words.filter((word) => !gone.includes(word));
			heard.splice(at, 0, ...extra);
			const match = matchRecording(scene(words.join(' ')), heardOf(heard.join(' ')));
			expect(match.said.map(({ text }) => text).filter((text) => text !== 'zebra' && text !== 'zither')).toEqual(words.filter((word) => !gone.includes(word))); // prettier-ignore
			expect(match.skipped.map((i) => words[i])).toEqual(gone);
			expect(match.added.map(({ text }) => text).join(' ')).toBe(extra.join(' '));
			const near = match.said.map(({ nearSeconds }) => nearSeconds!);
			expect(near).toEqual([...near].sort((a, b) => a - b));
		}
	});
});

test('only silence is cut: around the words and inside long pauses; times move with it', () => {
	const rate = 8000;
	// Tone at 2–3 s, a cough at 4.5 s, tone at 6–7 s, 9–10 s; 12 s in all, with a little hum throughout.
	const samples = Float32Array.from({ length: 12 * rate }, (_, i) => {
		const t = i / rate;
		const tone = (t >= 2 && t < 3) || (t >= 6 && t < 7) || (t >= 9 && t < 10) || (t >= 4.5 && t < 4.7);
		return 0.002 * Math.sin(i) + (tone ? 0.5 * Math.sin((2 * Math.PI * 200 * i) / rate) : 0);
	});
	const cut = cutSilences(samples, rate, [
		[2, 3],
		[6, 7],
		[9, 10],
	]);
	const at = (seconds: number) => Math.abs(cut.samples.subarray(Math.round(cut.place(seconds) * rate), Math.round(cut.place(seconds) * rate) + 80).reduce((a, b) => Math.max(a, Math.abs(b)), 0)); // prettier-ignore
	expect(cut.place(2)).toBeCloseTo(0.12, 1);
	// The cough stays; the 2 s between the last two tones become half a second.
	expect(at(4.55)).toBeGreaterThan(0.3);
	expect(cut.place(9) - cut.place(7)).toBeCloseTo(0.5, 1);
	expect(cut.samples.length / rate - cut.place(10)).toBeLessThan(0.45);
	for (const word of [2.05, 6.05, 9.05]) expect(at(word)).toBeGreaterThan(0.3);
	for (const before of [1.95, 5.95, 8.95]) expect(at(before)).toBeLessThan(0.01);
	// No join clicks: nothing near zero steps by more than the hum.
	let step = 0;
	for (let i = 1; i < cut.samples.length; i++) if (Math.abs(cut.samples[i]!) < 0.01 && Math.abs(cut.samples[i - 1]!) < 0.01) step = Math.max(step, Math.abs(cut.samples[i]! - cut.samples[i - 1]!)); // prettier-ignore
	expect(step).toBeLessThan(0.02);
	expect(cut.removedSeconds).toBeCloseTo(12 - cut.samples.length / rate, 3);
});

const built = existsSync(workerPath('voice')) && existsSync(childPath('speech'));
const suite = built ? describe : describe.skip;
if (!built) console.warn('Skipped: dist is not built, so there is no voice worker and no recogniser');
const shared = process.env.AI_OPERATOR_SHARED ?? join(import.meta.dirname, '../../../shared');
const librivox = join(shared, 'media/librivox');
const recorded = existsSync(librivox) ? test : test.skip;
if (!existsSync(librivox)) console.warn('Skipped: no shared recordings beside the repository');

const quantile = (values: number[], q: number) => values.toSorted((a, b) => a - b)[Math.round(q * (values.length - 1))]!;

suite('real recordings', () => {
	let dir: string;
	const ports = { clock: systemClock, logger: silentLogger, progress: () => undefined, signal: new AbortController().signal, workspace: openWorkspace } as unknown as Ports; // prettier-ignore
	beforeAll(() => {
		dir = mkdtempSync(join(tmpdir(), 'voice-recording-'));
		process.env.AI_OPERATOR_SLOT_FOLDER = join(dir, 'slots');
	});
	afterAll(() => rmSync(dir, { recursive: true, force: true }));

	async function check({ audioPath, words, loudnessLufs, truePeakDb }: RecordedResult, texts: string[]): Promise<void> {
		const wav = await readWav(audioPath);
		expect([wav.sampleRate, wav.channels]).toEqual([48_000, 1]);
		expect(wav.samples.length / 48_000).toBeCloseTo(words.durationSeconds, 2);
		expect(Math.abs(loudnessLufs + 14)).toBeLessThanOrEqual(1);
		expect(truePeakDb).toBeLessThanOrEqual(-1.5);
		expect(words.words.map((word) => word.text)).toEqual(texts.flatMap((text) => text.split(/\s+/)));
		words.words.forEach((word, i) => {
			expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
			if (i) expect(word.startSeconds).toBeGreaterThanOrEqual(words.words[i - 1]!.endSeconds);
		});
		expect(words.scenes.at(-1)!.endSeconds).toBeCloseTo(words.durationSeconds, 2);
	}

	test('our own voice, whose times are exact, as an MP3: words are found again; a script of something else is refused', async () => {
		const scenes = [
			{ id: 's1', narration: 'In 2022, a cable broke under the sea. Nobody noticed.' },
			{ id: 's2', narration: 'It cost $1.5 million to mend, and 20 ships had to wait for 3 days.' },
			{ id: 's3', narration: 'Today 2Africa carries most of the traffic between the two coasts.' },
		];
		const own = await speak({ scenes, engine: 'kokoro', speaker: 'am_michael', speed: 1, pronunciations: {} }, ports);
		const mp3 = join(dir, 'take.mp3');
		await ffmpeg(['-v', 'error', '-i', own.audioPath, '-b:a', '128k', mp3], { ports, stdout: 'ignore' });
		const found = await alignRecording({ path: mp3, name: 'take.mp3', scenes, trimSilence: false, language: 'en' }, ports);
		await check(
			found,
			scenes.map(({ narration }) => narration),
		);
		expect(found).toMatchObject({ skipped: [], changed: [], added: [], warnings: [] });
		const off = found.words.words.map((word, i) => Math.abs(word.startSeconds - own.words.words[i]!.startSeconds));
		// Both sides err: the recogniser's attention and the voice's own calibration.
		expect(quantile(off, 0.5)).toBeLessThanOrEqual(0.06);
		expect(quantile(off, 0.9)).toBeLessThanOrEqual(0.12);

		const other = [
			{ id: 's1', narration: 'Bread rises because tiny living things breathe inside the dough, and eat the sugar in the flour.' },
		];
		await expect(
			alignRecording({ path: mp3, name: 'take.mp3', scenes: other, trimSilence: true, language: 'en' }, ports),
		).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringMatching(/take\.mp3 says something else .*“In 2022.*“Bread rises/),
		});
		const silence = join(dir, 'silence.wav');
		await writeWav(silence, new Float32Array(48_000 * 3), 48_000);
		await expect(
			alignRecording({ path: silence, name: 'silence.wav', scenes, trimSilence: true, language: 'en' }, ports),
		).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('Nobody is heard'),
		});
		const text = join(dir, 'fake.wav');
		writeFileSync(text, '#EXTM3U\nfile:///etc/passwd\n');
		await expect(alignRecording({ path: text, name: 'fake.wav', scenes, trimSilence: true, language: 'en' }, ports)).rejects.toMatchObject({
			code: expect.stringMatching(/INPUT|UNSAFE_MEDIA/),
		});
	}, 900_000);

	recorded(
		'a reader with pauses, a sentence left out and a passage besides',
		async () => {
			const clips = [...readFileSync(join(librivox, 'librivox_transcription.txt'), 'utf8').matchAll(/<s> (.*) <\/s> \((.*-(\d+))\)/g)].map(
				([, text, name]) => ({ text: text!.replace('more a amiable', 'more amiable'), path: join(librivox, `${name}.wav`) }),
			);
			// The third clip is not in the script, the fourth sentence of the script is not read.
			const rate = 16_000;
			const pieces: Float32Array[] = [new Float32Array(rate)];
			for (const clip of clips) pieces.push((await readWav(clip.path)).samples, new Float32Array(1.4 * rate));
			const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
			pieces.reduce((at, piece) => (joined.set(piece, at), at + piece.length), 0);
			const path = join(dir, 'reader.wav');
			await writeWav(path, joined, rate);
			const texts = [clips[0]!.text, clips[1]!.text, clips[3]!.text, 'The committee will meet again on the second Tuesday of every month.', clips[4]!.text]; // prettier-ignore
			const scenes = texts.map((narration, i) => ({ id: `s${i + 1}`, narration }));
			const found = await alignRecording({ path, name: 'reader.wav', scenes, trimSilence: true, language: 'en' }, ports);
			await check(found, texts);
			expect(found.skipped).toEqual([texts[3]]);
			expect(found.changed).toEqual([]);
			expect(found.added).toHaveLength(1);
			expect(wordErrorRate(clips[2]!.text, found.added[0]!.text).rate).toBe(0);
			// 1 s before, five pauses of 1.4 s and more: at most half a second of each is left.
			expect(found.removedSeconds).toBeGreaterThan(4);
			expect(found.words.words[0]!.startSeconds).toBeLessThanOrEqual(0.3);
			expect(found.words.scenes[3]).toMatchObject({ id: 's4' });
			expect(found.warnings.join(' ')).toMatch(/Not said in the recording.*Tuesday/);
		},
		900_000,
	);
});
