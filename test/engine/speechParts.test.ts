import { packWindows, speechRanges, FRAME_SECONDS, RANGE_OPTIONS, WINDOW_SECONDS } from '../../engine/speech/model/activity';
import { quantize } from '../../engine/speech/model/convert';
import { placeWords } from '../../engine/speech/model/place';
import { loudColumns, unbridged, warp, weakWords } from '../../engine/speech/model/times';
import { isLooping, repetition } from '../../engine/speech/model/whisper';
import { segmentsOf } from '../../engine/speech/segments';

/** The same numbers in every run (mulberry32). */
function randomly(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Probabilities of speech as they come: stretches of speech and silence. */
function talk(random: () => number, seconds: number): Float32Array {
	const frames = Math.round(seconds / FRAME_SECONDS);
	const values = new Float32Array(frames);
	for (let i = 0, speaks = false; i < frames; speaks = !speaks) {
		const end = Math.min(frames, i + Math.ceil((speaks ? random() ** 3 * 60 : random() * 1.5) / FRAME_SECONDS));
		for (; i < end; i++) values[i] = speaks ? 0.5 + random() / 2 : random() * 0.15;
	}
	return values;
}

describe('ranges and windows', () => {
	it('are in order, within the recording, at most 28 s, and hold all speech exactly once', () => {
		for (let seed = 1; seed <= 60; seed++) {
			const random = randomly(seed);
			const duration = 20 + random() * 200;
			const probabilities = talk(random, duration);
			const ranges = speechRanges(probabilities, duration);
			const windows = packWindows(ranges, probabilities);
			for (const list of [ranges, windows]) {
				list.forEach(({ startSeconds, endSeconds }, i) => {
					expect(startSeconds).toBeGreaterThanOrEqual(list[i - 1]?.endSeconds ?? 0);
					expect(endSeconds).toBeGreaterThan(startSeconds);
					expect(endSeconds).toBeLessThanOrEqual(duration);
				});
			}
			for (const { startSeconds, endSeconds } of windows) expect(endSeconds - startSeconds).toBeLessThanOrEqual(WINDOW_SECONDS + 1e-6);
			const spoken = (list: typeof ranges, time: number) => list.some((r) => r.startSeconds <= time && time <= r.endSeconds);
			for (let time = 0.01; time < duration; time += 0.13) if (spoken(ranges, time)) expect(spoken(windows, time)).toBe(true);
			// Fewer than one window every 14 s of speech would mean that packing does nothing.
			const span = windows.length ? windows.at(-1)!.endSeconds - windows[0]!.startSeconds : 0;
			expect(windows.length).toBeLessThanOrEqual(Math.ceil(span / 14) + 1);
		}
	});

	it('cuts endless speech where it sounds least like speech', () => {
		const probabilities = new Float32Array(Math.round(40 / FRAME_SECONDS)).fill(0.95);
		const breath = Math.round(23.5 / FRAME_SECONDS);
		probabilities.fill(0.3, breath - 3, breath + 4);
		const windows = packWindows(speechRanges(probabilities, 40), probabilities);
		expect(windows.length).toBe(2);
		expect(Math.abs(windows[0]!.endSeconds - 23.5)).toBeLessThan(0.1);
		expect(windows[1]!.startSeconds).toBe(windows[0]!.endSeconds);
	});

	it('leaves out clicks, keeps a word, pads without overlap', () => {
		const frames = (seconds: number) => Math.round(seconds / FRAME_SECONDS);
		const probabilities = new Float32Array(frames(6));
		probabilities.fill(0.9, frames(1), frames(1.1));
		probabilities.fill(0.9, frames(2), frames(2.5));
		probabilities.fill(0.9, frames(2.85), frames(3.4));
		const [first, second, ...rest] = speechRanges(probabilities, 6);
		expect(rest).toEqual([]);
		expect(first!.startSeconds).toBeCloseTo(2 - RANGE_OPTIONS.padSeconds, 1);
		expect(first!.endSeconds).toBeCloseTo(second!.startSeconds, 5);
		expect(speechRanges(new Float32Array(100), 3.2)).toEqual([]);
	});
});

describe('failing decoders', () => {
	it('a loop is seen whatever its period, ordinary repetition is none', () => {
		const random = randomly(7);
		const head = Array.from({ length: 30 }, () => Math.floor(random() * 50000));
		for (let period = 1; period <= 8; period++) {
			const phrase = Array.from({ length: period }, (_, i) => 100 + i);
			const times = Math.max(5, Math.ceil(10 / period));
			const looped = [...head, ...Array.from({ length: times }, () => phrase).flat()];
			expect(isLooping(looped)).toBe(true);
			expect(isLooping(looped.slice(0, -1))).toBe(false);
			expect(isLooping([...looped, 9])).toBe(false);
		}
		expect(repetition('no, no, no, that is not what he meant at all')).toBeLessThan(2.4);
		expect(repetition('and he went to the shop '.repeat(12))).toBeGreaterThan(2.4);
		expect(repetition('')).toBe(0);
	});
});

describe('times', () => {
	it('warping finds a path that stays on the bright cells', () => {
		const random = randomly(3);
		for (let round = 0; round < 20; round++) {
			const lengths = Array.from({ length: 12 }, () => 1 + Math.floor(random() * 9));
			const columns = lengths.reduce((a, b) => a + b, 0);
			const attention = new Float64Array(12 * columns).map(() => random() * 0.3 - 1);
			const starts: number[] = [];
			lengths.reduce((at, length, row) => {
				starts.push(at);
				attention.fill(2, row * columns + at, row * columns + at + length);
				return at + length;
			}, 0);
			expect(warp(attention, 12, columns)).toEqual(starts);
		}
	});

	it('loud columns: speech over noise, closed at plosives, open at pauses', () => {
		const random = randomly(5);
		const sound = new Float32Array(16000 * 2).map(() => (random() - 0.5) * 0.002);
		const speak = (from: number, to: number) => {
			for (let i = from * 16000; i < to * 16000; i++) sound[i] = Math.sin(i * 0.08) * 0.2;
		};
		speak(0.4, 0.8);
		speak(0.88, 1.2);
		speak(1.5, 1.7);
		const loud = loudColumns(sound);
		const runs = loud.map((value, i) => (value !== (loud[i - 1] ?? false) ? i * 0.02 : null)).filter((at) => at !== null);
		[0.4, 1.2, 1.5, 1.7].forEach((at, i) => expect(Math.abs(runs[i]! - at)).toBeLessThan(0.03));
		expect(runs.length).toBe(4);
		expect(loudColumns(new Float32Array(0))).toEqual([]);
	});

	it('no word has a pause inside', () => {
		const word = (text: string, startSeconds: number, endSeconds: number) => ({ text, startSeconds, endSeconds, probability: 1 });
		const words = [word('not', 0.5, 0.9), word('an', 0.9, 1.3), word('old', 1.3, 1.9), word('man', 1.9, 2.3)];
		expect(unbridged(words, [[0.95, 1.15]]).map((w) => [w.startSeconds, w.endSeconds])).toEqual([
			[0.5, 0.95],
			[1.15, 1.3],
			[1.3, 1.9],
			[1.9, 2.3],
		]);
		expect(unbridged(words, [[1.7, 1.85]]).map((w) => [w.startSeconds, w.endSeconds])).toEqual([
			[0.5, 0.9],
			[0.9, 1.3],
			[1.3, 1.7],
			[1.85, 2.3],
		]);
		expect(unbridged(words, [[1.5, 1.65]])).toEqual(words);
	});
});

describe('weak words', () => {
	const words = (...list: [string, number, number][]) =>
		list.map(([text, startSeconds, endSeconds]) => ({ text, startSeconds, endSeconds, probability: 1 }));
	it('that seem far too long begin later, and the word before ends there', () => {
		const [before, and] = weakWords(words(['selfish', 2.7, 3.3], ['and', 3.3, 3.9], ['to', 3.9, 4]));
		expect(and!.startSeconds).toBeCloseTo(3.9 - 1.3 * 0.155, 5);
		expect(before!.endSeconds).toBe(and!.startSeconds);
		expect(and!.endSeconds).toBe(3.9);
	});
	it('stay as they are when short, after or before a pause, at an end, or stressed words', () => {
		for (const list of [
			words(['selfish', 2.7, 3.3], ['and', 3.3, 3.5], ['to', 3.5, 3.7]),
			words(['selfish', 2.7, 3.1], ['and', 3.3, 3.9], ['to', 3.9, 4]),
			words(['waiting', 2.7, 3.3], ['for', 3.3, 3.9], ['years', 4.2, 4.5]),
			words(['waiting', 2.7, 3.3], ['for.', 3.3, 3.9], ['It', 3.9, 4]),
			words(['waiting', 2.7, 3.3], ['for', 3.3, 3.9]),
			words(['a', 2.7, 2.8], ['long', 2.8, 3.6], ['way', 3.6, 4]),
		])
			expect(weakWords(list)).toEqual(list);
	});
});

describe('a known script in windows', () => {
	it('is shared out by what was heard, whole and in order', () => {
		const script = 'Ships lay the cables. They sink to the floor, and stay for years. Repairs take weeks.'.split(' ');
		const heard = ['ships lay cables'.split(' '), 'they sink to the floor and hello stay'.split(' '), [], 'repairs take a week'.split(' ')];
		const { ranges, matched } = placeWords(script, heard);
		expect(script.filter((_, i) => !matched[i]).join(' ')).toBe('the for years. weeks.');
		expect(ranges.map(({ from, to }) => script.slice(from, to).join(' '))).toEqual([
			'Ships lay the cables.',
			'They sink to the floor, and stay for years.',
			'',
			'Repairs take weeks.',
		]);
	});

	it('has no gaps even when nothing was understood', () => {
		const script = ['one', 'two', 'three'];
		for (const heard of [
			[[], []],
			[['x'], ['y']],
			[[], ['three']],
		]) {
			const { ranges } = placeWords(script, heard);
			expect(ranges.flatMap(({ from, to }) => script.slice(from, to))).toEqual(script);
		}
		expect(placeWords([], [['a'], ['b']]).ranges).toEqual([
			{ from: 0, to: 0 },
			{ from: 0, to: 0 },
		]);
	});
});

it('bytes stand for a matrix to half a step, zero exactly, transposed', () => {
	const random = randomly(11);
	const [outputs, inputs] = [70, 33];
	const weights = new Float32Array(outputs * inputs).map(() => (random() - 0.3) * 4);
	weights[5] = 0;
	weights.fill(0, 3 * inputs, 4 * inputs);
	const { bytes, scale, zero } = quantize(weights, outputs, inputs);
	for (let o = 0; o < outputs; o++) {
		for (let i = 0; i < inputs; i++) {
			const value = (bytes[i * outputs + o]! - zero[o]!) * scale[o]!;
			expect(Math.abs(value - weights[o * inputs + i]!)).toBeLessThanOrEqual(scale[o]! * (weights[o * inputs + i] === 0 ? 0 : 0.75));
		}
	}
});

it('segments are sentences; titles and initials end none; long ones are cut', () => {
	const words = 'Mr. J. Dashwood left. He had, by then, spent it all! Was it so? Yes'.split(' ').map((text, i) => ({
		text,
		startSeconds: i * 0.4,
		endSeconds: i * 0.4 + 0.3,
	}));
	expect(segmentsOf(words, 'en').map((s) => s.text)).toEqual([
		'Mr. J. Dashwood left.',
		'He had, by then, spent it all!',
		'Was it so?',
		'Yes',
	]);
	expect(segmentsOf(words, 'en')[1]).toMatchObject({ startSeconds: 1.6, endSeconds: 4.3 });
	const endless = Array.from({ length: 90 }, (_, i) => ({ text: i % 7 ? 'on' : 'and,', startSeconds: i * 0.4, endSeconds: i * 0.4 + 0.3 }));
	const cut = segmentsOf(endless, 'en');
	expect(Math.max(...cut.map((s) => s.endSeconds - s.startSeconds))).toBeLessThan(19);
	expect(cut.flatMap((s) => s.text.split(' ')).length).toBe(90);
	expect(segmentsOf([], 'en')).toEqual([]);
});
