/** Models' bytes, speech files and the assembled track, without any engine. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extraOutput, toFloatCompute } from '../../engine/voice/model/graph';
import { bytesField, fields, numberField } from '../../engine/voice/model/protobuf';
import { kokoroTokens, piperTokens } from '../../engine/voice/model/tokens';
import { CALIBRATION, listVoices } from '../../engine/voice/model/voices';
import type { Chunk } from '../../engine/voice/plan';
import { assemble } from '../../engine/voice/signal/assemble';
import { speechEdges, tighten } from '../../engine/voice/signal/trim';
import { readSpeech, writeSpeech } from '../../engine/voice/speech-file';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'voice-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const text = (field: { bytes: Buffer }): string => field.bytes.toString();

describe('models', () => {
	const tensor = (name: string, dims: number[], type: number, raw: number[]) =>
		bytesField(
			5,
			Buffer.concat([
				...dims.map((dim) => numberField(1, dim)),
				numberField(2, type),
				bytesField(8, name),
				bytesField(9, Buffer.from(raw)),
			]),
		);
	const node = (op: string, inputs: string[], outputs: string[]) =>
		bytesField(
			1,
			Buffer.concat([
				...inputs.map((name) => bytesField(1, name)),
				...outputs.map((name) => bytesField(2, name)),
				bytesField(3, outputs[0]!),
				bytesField(4, op),
			]),
		);
	const value = (name: string) => bytesField(1, name);
	const small = (biased: boolean) =>
		Buffer.concat([
			numberField(1, 9),
			bytesField(
				7,
				Buffer.concat([
					node('DynamicQuantizeLinear', ['x'], ['xq', 'xs', 'xz']),
					node('ConvInteger', ['xq', 'w', 'xz', 'wz'], ['ci']),
					...(biased ? [node('Add', ['ci', 'bq'], ['cb']), node('Cast', ['b'], ['bq'])] : []),
					node('Cast', [biased ? 'cb' : 'ci'], ['cf']),
					node('Mul', ['xs', 'ws'], ['s']),
					node('Mul', ['cf', 's'], ['y']),
					tensor('w', [1, 1, 2], 2, [3, 4]),
					tensor('wz', [], 2, [1]),
					tensor('ws', [], 1, [0, 0, 128, 63]),
					tensor('b', [1, 1, 1], 1, [0, 0, 0, 0]),
					bytesField(11, value('x')),
					bytesField(12, value('y')),
					bytesField(13, value('ci')),
				]),
			),
		]);

	test.each([false, true])('8-bit convolutions become float ones (bias: %s)', (biased) => {
		const { model, layers } = toFloatCompute(small(biased), ['times']);
		expect(layers).toBe(1);
		const graph = fields(fields(model).find((field) => field.number === 7)!.bytes);
		const nodes = graph.filter((part) => part.number === 1).map((part) => fields(part.bytes));
		const ops = nodes.map((parts) => text(parts.find((part) => part.number === 4)!));
		expect(ops).toEqual(['DequantizeLinear', 'Conv']);
		const conv = nodes[1]!;
		expect(conv.filter((part) => part.number === 1).map(text)[0]).toBe('x');
		expect(conv.filter((part) => part.number === 1)).toHaveLength(biased ? 3 : 2);
		expect(text(conv.find((part) => part.number === 2)!)).toBe('y');
		const outputs = graph.filter((part) => part.number === 12).map((part) => text(fields(part.bytes)[0]!));
		expect(outputs).toEqual(['y', 'times']);
	});

	test('a model quantised in another way is refused', () => {
		const odd = Buffer.from(small(false).toString('latin1').replace('Cast', 'Mean'), 'latin1');
		expect(() => toFloatCompute(odd, [])).toThrow(/known way/);
	});

	test('an output is added by appending bytes', () => {
		const graphs = fields(Buffer.concat([small(false), extraOutput('times')])).filter((field) => field.number === 7);
		expect(graphs).toHaveLength(2);
		expect(text(fields(fields(graphs[1]!.bytes)[0]!.bytes)[0]!)).toBe('times');
	});
});

test('tokens carry the word they belong to', () => {
	const words = [
		{ owner: 0, code: "h'2", pause: '' },
		{ owner: 1, code: "D'A", pause: '.' },
	];
	for (const tokens of [kokoroTokens(words), piperTokens(words)]) {
		expect(tokens.ids).toHaveLength(tokens.owners.length);
		const owned = tokens.owners.filter((owner) => owner >= 0);
		expect(owned).toEqual([...owned].sort((a, b) => a - b));
		expect(new Set(owned)).toEqual(new Set([0, 1]));
	}
});

test('lists at least ten English voices of Kokoro, the default first, and Joe', () => {
	const voices = listVoices();
	expect(voices[0]).toMatchObject({ id: 'af_heart', engine: 'kokoro', gender: 'female', accent: 'American' });
	expect(voices.filter((voice) => voice.engine === 'kokoro').length).toBeGreaterThanOrEqual(10);
	expect(voices.find((voice) => voice.id === 'bm_george')).toMatchObject({ accent: 'British', gender: 'male' });
	expect(voices.find((voice) => voice.engine === 'piper')).toMatchObject({ id: 'joe' });
	expect(new Set(voices.map((voice) => voice.id)).size).toBe(voices.length);
});

describe('speech files', () => {
	test('come back as written; a cut one counts as missing', () => {
		const path = join(dir, 'a.speech');
		const samples = Int16Array.from({ length: 999 }, (_, i) => i - 500);
		writeSpeech(path, { sampleRate: 24000, durations: [1, 2, 3], samples });
		expect(readSpeech(path)).toEqual({ sampleRate: 24000, durations: [1, 2, 3], samples });
		truncateSync(path, 900);
		expect(readSpeech(path)).toBeNull();
		writeFileSync(path, 'nonsense');
		expect(readSpeech(path)).toBeNull();
		expect(readSpeech(join(dir, 'none'))).toBeNull();
	});
});

const RATE = CALIBRATION.kokoro.sampleRate;
const HOP = CALIBRATION.kokoro.hop;
/** A chunk of words of 12 frames each (300 ms of tone), padded by 12 and 20 frames of silence as Kokoro does. */
function fakeChunk(
	name: string,
	scene: number,
	owners: number[],
	level: number,
	pauseFrames = 0,
	heard = 1,
): { chunk: Chunk; path: string } {
	const ids = [0];
	const who = [-1];
	const durations = [12];
	owners.forEach((owner, i) => {
		if (i > 0) {
			ids.push(pauseFrames ? 3 : 16);
			who.push(-1);
			durations.push(pauseFrames || 1);
		}
		ids.push(50);
		who.push(owner);
		durations.push(12);
	});
	ids.push(0);
	who.push(-1);
	durations.push(20);
	const samples = new Int16Array(durations.reduce((a, b) => a + b, 0) * HOP);
	let at = 0;
	durations.forEach((frames, i) => {
		if (who[i]! >= 0)
			for (let k = 0; k < frames * HOP * heard; k++) samples[at + k] = Math.round(level * 32767 * Math.sin((2 * Math.PI * 220 * k) / RATE));
		at += frames * HOP;
	});
	const path = join(dir, `${name}.speech`);
	writeSpeech(path, { sampleRate: RATE, durations, samples });
	return { chunk: { key: name, scene, ids, owners: who, closing: '.' }, path };
}

/** Silences (under −60 dB) between sounds, in seconds. */
function silences(samples: Float32Array, rate: number): number[] {
	const out: number[] = [];
	let run = 0;
	let heard = false;
	for (const sample of samples) {
		if (Math.abs(sample) < 0.001) run++;
		else {
			if (heard && run / rate > 0.05) out.push(run / rate);
			heard = true;
			run = 0;
		}
	}
	return out;
}

describe('the track', () => {
	const scenes = [
		{ id: 's1', words: ['One', '—', 'two', 'three'] },
		{ id: 's2', words: ['four', '😀', 'five.'] },
	];
	const build = (pauseFrames = 0) => {
		const parts = [fakeChunk('a', 0, [0, 2], 0.4), fakeChunk('b', 0, [3], 0.2), fakeChunk('c', 1, [0, 2], 0.8, pauseFrames)];
		return assemble('kokoro', scenes, parts.map((part) => part.chunk), parts.map((part) => part.path)); // prettier-ignore
	};

	test('gives every display word one time, in order and inside the sound', () => {
		const { words, samples, sampleRate, silentWords } = build();
		expect(words.words.map((word) => word.text)).toEqual(scenes.flatMap((scene) => scene.words));
		expect(words.words.map((word) => word.sceneId)).toEqual(['s1', 's1', 's1', 's1', 's2', 's2', 's2']);
		expect(silentWords).toBe(2);
		expect(words.durationSeconds).toBeCloseTo(samples.length / sampleRate, 6);
		let clock = 0;
		for (const { startSeconds, endSeconds } of words.words) {
			expect(startSeconds).toBeGreaterThanOrEqual(clock);
			expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
			clock = endSeconds;
		}
		expect(clock).toBeLessThanOrEqual(words.durationSeconds);
		expect(words.words[0]!.startSeconds).toBeLessThanOrEqual(0.25);
		expect(words.durationSeconds - clock).toBeLessThanOrEqual(0.4);
		expect(words.scenes.map((scene) => scene.id)).toEqual(['s1', 's2']);
		expect(words.scenes[0]!.endSeconds).toBe(words.scenes[1]!.startSeconds);
		expect(words.scenes[1]!.endSeconds).toBeCloseTo(words.durationSeconds, 2);
	});

	test('the end comes with the last sound, not with the silence that a model counts to its last word', () => {
		const { chunk, path } = fakeChunk('d', 0, [0], 0.5, 0, 0.4);
		const { words, samples, sampleRate } = assemble('kokoro', [{ id: 's1', words: ['Tests.'] }], [chunk], [path]);
		const last = samples.findLastIndex((sample) => Math.abs(sample) > 0.02) / sampleRate;
		expect(words.words.at(-1)!.endSeconds - last).toBeLessThan(0.05);
		expect(words.durationSeconds - last).toBeLessThan(0.3);
	});

	test('words start where the tone starts', () => {
		const { words, samples, sampleRate } = build();
		for (const index of [0, 3, 4]) {
			const start = Math.round(words.words[index]!.startSeconds * sampleRate);
			const onset = samples.findIndex((sample, i) => i > start - 2000 && Math.abs(sample) > 0.02);
			// The calibration is all that stands between them.
			expect(Math.abs(Math.abs(onset - start) / sampleRate + CALIBRATION.kokoro.afterPause)).toBeLessThan(0.012);
		}
	});

	test('pauses between sentences by sense, none longer than 0.7 s even where the model makes one', () => {
		const between = silences(build().samples, RATE);
		expect(between.length).toBeGreaterThanOrEqual(2);
		for (const seconds of between) expect(seconds).toBeLessThan(0.5);
		const [withinHook, afterHook] = between.filter((seconds) => seconds > 0.15);
		expect(withinHook).toBeGreaterThan(0.2);
		expect(afterHook).toBeGreaterThan(0.25);
		for (const seconds of silences(build(48).samples, RATE)) expect(seconds).toBeLessThan(0.5);
	});

	test('no sample jumps at the joins, and levels drawn together', () => {
		const { samples } = build();
		let jump = 0;
		for (let i = 1; i < samples.length; i++) jump = Math.max(jump, Math.abs(samples[i]! - samples[i - 1]!));
		expect(jump).toBeLessThan(0.06);
		expect(samples[0]).toBe(0);
		expect(samples.at(-1)).toBe(0);
		const peak = (from: number, to: number) => samples.subarray(from * RATE, to * RATE).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
		const { words } = build();
		const loud = (i: number) => peak(words.words[i]!.startSeconds, words.words[i]!.endSeconds);
		expect(20 * Math.log10(loud(4) / loud(3))).toBeLessThan(9);
	});
});

test('trimming keeps the sound and 30–60 ms around it', () => {
	const audio = new Float32Array(RATE * 2);
	for (let i = RATE * 0.5; i < RATE * 1.2; i++) audio[i] = 0.5 * Math.sin(i / 9);
	const { from, to } = speechEdges(audio, 0.5, 1.2, RATE);
	expect(0.5 - from / RATE).toBeGreaterThanOrEqual(0.03);
	expect(0.5 - from / RATE).toBeLessThanOrEqual(0.06);
	expect(to / RATE - 1.2).toBeGreaterThanOrEqual(0.03);
	expect(to / RATE - 1.2).toBeLessThanOrEqual(0.08);
	const kept = tighten(audio, from, to, RATE);
	expect(kept.length).toBe(to - from);
	expect(kept.place(from)).toBe(0);
});
