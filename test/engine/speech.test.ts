/** The recogniser on real sound. Fetches its engines into the runtime directory when they are missing. */
import { jest } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeWav } from '../../engine/media/index';
import type { ProgressEvent } from '../../engine/ports';
import { childPath, ensure } from '../../engine/runtime/index';
import { align, transcribe, voiceActivity, wordErrorRate } from '../../engine/speech/index';
import { quantize } from '../../engine/speech/model/convert';
import { readCt2, tensorOf, toFloats } from '../../engine/speech/model/ct2';
import { Tokenizer } from '../../engine/speech/model/tokenizer';
import { make, processes, scratch, sharedMedia, testPorts, until } from './mediaSupport';

const built = existsSync(childPath('speech'));
const shared = sharedMedia();
const missing = !built ? 'the pack is not built' : shared === null ? 'no shared media on this machine' : '';
const onMedia = missing ? describe.skip : describe;
if (missing) console.warn(`speech.test: recordings are skipped: ${missing}`);
const media = (name: string) => join(shared ?? '', name);
const libri = (id: string) => media(`librivox/sense_and_sensibility_01_austen_64kb-${id}.wav`);

jest.setTimeout(900_000);
// Workspaces of these tests only, so that what stays behind can be seen.
process.env.AI_OPERATOR_TMP = mkdtempSync(join(tmpdir(), 'ao-speech-'));
const dir = scratch();
const at = (name: string) => join(dir, name);
const ports = testPorts();
afterAll(() => {
	rmSync(dir, { recursive: true, force: true });
	rmSync(process.env.AI_OPERATOR_TMP!, { recursive: true, force: true });
});

/** The launcher's own folder lives as long as it does. */
const workspaces = () =>
	readdirSync(process.env.AI_OPERATOR_TMP!)
		.flatMap((user) => readdirSync(join(process.env.AI_OPERATOR_TMP!, user)))
		.filter((name) => !name.startsWith('launch-'));
const said = (words: { text: string }[]) => words.map((word) => word.text).join(' ');
/** The published text repeats one article that the reader does not say. */
const texts = () =>
	[...readFileSync(media('librivox/librivox_transcription.txt'), 'utf8').matchAll(/<s> (.*) <\/s> \(.*-(\d+)\)/g)].map(
		([, text, id]) => [id!, text!.replace('more a amiable', 'more amiable')] as const,
	);

onMedia('read speech', () => {
	const heard = new Map<string, Awaited<ReturnType<typeof transcribe>>>();
	const progress: ProgressEvent[] = [];
	beforeAll(async () => {
		for (const [id] of texts()) heard.set(id, await transcribe(libri(id), {}, { ...ports, progress: (event) => progress.push(event) }));
	});

	it('is understood: at most 3 % word error', () => {
		let errors = 0;
		let words = 0;
		for (const [id, text] of texts()) {
			const found = wordErrorRate(text, said(heard.get(id)!.words));
			errors += found.rate * found.words;
			words += found.words;
		}
		expect(words).toBeGreaterThan(60);
		expect(errors / words).toBeLessThanOrEqual(0.03);
		expect([...heard.values()].map(({ language }) => language)).toEqual(['en', 'en', 'en', 'en', 'en']);
	});

	it('gives words in order, inside of the recording, and the same text as sentences', () => {
		for (const { words, segments, durationSeconds, unclear, peakRssBytes } of heard.values()) {
			words.forEach((word, i) => {
				expect(word.startSeconds).toBeGreaterThanOrEqual(i ? words[i - 1]!.endSeconds - 1e-6 : 0);
				expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
				expect(word.probability).toBeGreaterThan(0);
				expect(word.probability).toBeLessThanOrEqual(1);
			});
			expect(words.at(-1)!.endSeconds).toBeLessThanOrEqual(durationSeconds + 1e-6);
			expect(segments.map(({ text }) => text).join(' ')).toBe(said(words));
			expect(unclear).toEqual([]);
			expect(peakRssBytes).toBeLessThan(700e6);
		}
	});

	it('reports progress in seconds of sound', () => {
		const spoken = progress.filter(({ stage }) => stage === 'transcribe');
		expect(spoken.length).toBeGreaterThanOrEqual(10);
		for (const { done, total, unit } of spoken) expect([unit, done <= total, done > 0]).toEqual(['seconds', true, true]);
		expect(spoken.at(-1)!.done).toBe(spoken.at(-1)!.total);
	});

	const labels = join(dirname(shared ?? ''), 'lab/speech/truth.json');
	(existsSync(labels) ? it : it.skip)(
		'has words where they are heard: starts within 20 ms at the median, 80 ms at the ninth decile',
		async () => {
			const truth = JSON.parse(readFileSync(labels, 'utf8')) as Record<string, [string, number, number][]>;
			const errors: Record<string, number[]> = { heard: [], known: [] };
			for (const [name, words] of Object.entries(truth)) {
				const id = name.slice(2);
				const known = await align(
					libri(id),
					words.map(([text]) => text),
					ports,
				);
				for (const [kind, found] of [
					['heard', heard.get(id)!.words],
					['known', known.words],
				] as const) {
					expect(found.length).toBe(words.length);
					found.forEach(({ startSeconds }, i) => errors[kind]!.push(Math.max(words[i]![1] - startSeconds, startSeconds - words[i]![2], 0)));
				}
				expect(known.words.filter((word) => word.mismatch)).toEqual([]);
			}
			for (const list of Object.values(errors)) {
				const sorted = list.toSorted((a, b) => a - b);
				expect(sorted.length).toBe(27);
				expect(sorted[13]).toBeLessThanOrEqual(0.02);
				expect(sorted[23]).toBeLessThanOrEqual(0.08);
			}
		},
	);

	it('tells which words of a script are not said', async () => {
		const script = 'He might even have been made purple banana himself.'.split(' ');
		const { words } = await align(libri('0930'), script, ports);
		expect(words.map(({ text }) => text)).toEqual(script);
		const wrong = words.filter(({ mismatch }) => mismatch).map(({ text }) => text);
		expect(wrong).toEqual(expect.arrayContaining(['purple', 'banana']));
		expect(wrong.length).toBeLessThanOrEqual(3);
	});

	it('is understood the same where only WebAssembly runs', async () => {
		process.env.AI_OPERATOR_ORT = 'wasm';
		try {
			const { words, peakRssBytes } = await transcribe(libri('0880'), {}, ports);
			expect(wordErrorRate('he was not an ill disposed young man', said(words)).rate).toBe(0);
			words.forEach((word, i) => expect(Math.abs(word.startSeconds - heard.get('0880')!.words[i]!.startSeconds)).toBeLessThan(0.1));
			// WebAssembly keeps its heap at its highest: with the first conversion of the weights on top.
			expect(peakRssBytes).toBeLessThan(1e9);
		} finally {
			delete process.env.AI_OPERATOR_ORT;
		}
	});

	it('said four times is said four times: no loop of the decoder', async () => {
		await make(ports, '-stream_loop', '3', '-i', libri('0870'), at('again.wav'));
		const { words, unclear } = await transcribe(at('again.wav'), { language: 'en' }, ports);
		expect([words.filter(({ text }) => text === 'Dashwood').length, unclear]).toEqual([4, []]);
	});

	it('longer than one window: all of it, each word in its place', async () => {
		const order = [...texts(), ...texts()];
		const inputs = order.flatMap(([id]) => ['-i', libri(id)]);
		await make(
			ports,
			...inputs,
			'-filter_complex',
			`${order.map((_, i) => `[${i}:a]`).join('')}concat=n=${order.length}:v=0:a=1`,
			at('long.wav'),
		);
		const script = order.map(([, text]) => text).join(' ');
		const found = await transcribe(at('long.wav'), { language: 'en' }, ports);
		expect(found.durationSeconds).toBeGreaterThan(45);
		expect(wordErrorRate(script, said(found.words)).rate).toBeLessThanOrEqual(0.03);
		const known = await align(at('long.wav'), script.split(' '), ports);
		const halves = [known.words.findIndex(({ text }) => text === 'dashwood'), known.words.findLastIndex(({ text }) => text === 'dashwood')];
		const [first, second] = halves.map((i) => known.words[i]!.startSeconds);
		expect(second! - first!).toBeCloseTo(found.durationSeconds / 2, 0);
		known.words.forEach((word, i) => expect(word.startSeconds).toBeGreaterThanOrEqual(known.words[i - 1]?.startSeconds ?? 0));
	});
});

onMedia('no speech', () => {
	it('music, effects and wind give no words', async () => {
		for (const name of ['tears-of-steel.webm', 'flower.mp4']) {
			const { words, segments } = await transcribe(media(name), {}, ports);
			expect([name, words, segments]).toEqual([name, [], []]);
		}
	});

	it('silence, hum and noise give no words and no activity; ranges of speech are where it is', async () => {
		await writeWav(at('silence.wav'), new Int16Array(16000 * 40), 16000);
		await make(
			ports,
			'-f',
			'lavfi',
			'-i',
			'anoisesrc=d=8:c=pink:a=0.1:seed=3',
			'-f',
			'lavfi',
			'-i',
			'sine=f=110:d=8',
			'-filter_complex',
			'amix=2',
			at('noise.wav'),
		);
		for (const name of ['silence.wav', 'noise.wav']) {
			expect((await transcribe(at(name), {}, ports)).words).toEqual([]);
			expect((await voiceActivity(at(name), ports)).ranges).toEqual([]);
		}
		await make(ports, '-i', libri('0880'), '-af', 'adelay=5000,apad=pad_dur=5', at('late.wav'));
		const { ranges, durationSeconds } = await voiceActivity(at('late.wav'), ports);
		expect(durationSeconds).toBeCloseTo(13, 0);
		expect(ranges.length).toBeGreaterThan(0);
		expect(ranges[0]!.startSeconds).toBeGreaterThan(4.8);
		expect(ranges[0]!.startSeconds).toBeLessThan(5.5);
		expect(ranges.at(-1)!.endSeconds).toBeLessThan(8.5);
		const late = await transcribe(at('late.wav'), {}, ports);
		expect(late.words[0]).toMatchObject({ text: 'He', startSeconds: expect.closeTo(5.25, 1) });
	});

	it('no sound at all, no media, an unknown language: each says what to do', async () => {
		await make(ports, '-f', 'lavfi', '-i', 'testsrc=d=1:s=64x64', '-c:v', 'libx264', at('mute.mp4'));
		await expect(transcribe(at('mute.mp4'), {}, ports)).rejects.toMatchObject({
			code: 'INPUT',
			fix: expect.stringContaining('audio track'),
		});
		await expect(transcribe(at('nothing.wav'), {}, ports)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(transcribe(libri('0880'), { language: 'tlh' }, ports)).rejects.toMatchObject({
			code: 'INPUT',
			fix: expect.stringContaining('auto'),
		});
		expect(workspaces()).toEqual([]);
	});
});

onMedia('stopping', () => {
	it('ends the process within 2 s and leaves nothing behind', async () => {
		await make(ports, '-stream_loop', '60', '-i', libri('0870'), at('endless.wav'));
		const controller = new AbortController();
		const mine = testPorts(controller.signal);
		const work = transcribe(
			at('endless.wav'),
			{ language: 'en' },
			{
				...mine,
				progress: ({ stage, done }) => stage === 'transcribe' && done > 12 && controller.abort(),
			},
		);
		await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(await until(() => processes(childPath('speech')).length === 0, 2)).toBeLessThan(2);
		expect(workspaces()).toEqual([]);
	});
});

onMedia('the model', () => {
	it('spells and unspells any text; words join their marks', async () => {
		const tokens = new Tokenizer((await ensure('whisper-base', ports)).dir);
		for (const text of [' Hello, world!', ' 3.5 % of £20', " it's “naïve” – 日本語 😀", ' a  b\n c'])
			expect(tokens.decode(tokens.encode(text))).toBe(text);
		expect(tokens.encode(' Hello world')).toEqual([2425, 1002]);
		expect(tokens.words(tokens.encode(' Well, ill-disposed men - they say - left.'), 'en').map(({ text }) => text)).toEqual([
			'Well,',
			'ill-disposed',
			'men -',
			'they',
			'say -',
			'left.',
		]);
		expect(tokens.encode(' Unless to be rather').map((id) => tokens.decode([id]))).toEqual([' Unless', ' to', ' be', ' rather']);
		const japanese = tokens.words(tokens.encode('今日は、いい天気です'), 'ja').map(({ text }) => text);
		expect(japanese.join('')).toBe('今日は、いい天気です');
		expect(japanese.length).toBeGreaterThanOrEqual(3);
	});

	it('is read to the last tensor, and a damaged file is refused', async () => {
		const file = readFileSync((await ensure('whisper-base', ports)).file('model.bin'));
		const tensors = readCt2(file);
		const { dims } = tensorOf(tensors, 'decoder/embeddings/weight');
		expect(dims).toEqual([51865, 512]);
		const gamma = toFloats(tensorOf(tensors, 'decoder/layer_norm/gamma'));
		expect([gamma.length, gamma.every((value) => Number.isFinite(value) && Math.abs(value) < 100)]).toEqual([512, true]);
		const one = tensorOf(tensors, 'encoder/layer_0/self_attention/linear_1/weight');
		const { scale } = quantize(toFloats(one), one.dims[0]!, one.dims[1]!);
		expect(Math.max(...scale)).toBeLessThan(0.05);
		expect(() => readCt2(file.subarray(0, 1_000))).toThrow(expect.objectContaining({ code: 'ENGINE_FAILED' }));
		expect(() => readCt2(Buffer.alloc(64))).toThrow(expect.objectContaining({ code: 'ENGINE_FAILED' }));
	});
});
