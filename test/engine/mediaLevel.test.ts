/** Metering and levelling in memory, against ffmpeg's own meter. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureLoudness, readWav, toInt16, writeWav } from '../../engine/media/index';
import { level, limiterFor } from '../../engine/media/sound/level';
import { integratedLufs, loudnessRange, peaksAbove, stepPowers, truePeakDb } from '../../engine/media/sound/meter';
import { resample } from '../../engine/media/sound/resample';
import { scratch, testPorts } from './mediaSupport';

const ports = testPorts();
const dir = scratch();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Bursts of noise as syllables, softer and louder stretches, pauses, and a click of 0.4 ms a second. */
function voice(rate: number, seconds: number, seed: number): Float32Array {
	let low = 0;
	return Float32Array.from({ length: rate * seconds }, (_, i) => {
		seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
		const at = i / rate;
		const syllable = at % 4 > 3.4 ? 0 : Math.max(0, Math.sin(at * 2 * Math.PI * 3)) ** 2;
		low += (seed / 2 ** 31 - low) * 0.4;
		const click = Math.max(0, 1 - Math.abs((at % 1) - 0.5) / 0.0002);
		return low * 0.12 * syllable * (at % 10 > 6 ? 0.3 : 1) + 0.9 * click;
	});
}

test.each([22_050, 24_000, 48_000])('the meter says what ffmpeg says, at %d samples a second', async (rate) => {
	for (const channels of [[voice(rate, 11, 1)], [voice(rate, 11, 1), voice(rate, 11, 7)]]) {
		const both = new Float32Array(channels.length * channels[0]!.length);
		channels.forEach((samples, side) => samples.forEach((value, i) => (both[channels.length * i + side] = value)));
		const path = join(dir, 'meter.wav');
		await writeWav(path, both, rate, channels.length);
		const theirs = await measureLoudness(path, ports);
		const powers = stepPowers(channels, rate);
		expect(Math.abs(integratedLufs(powers) - theirs.integratedLufs)).toBeLessThanOrEqual(0.1);
		expect(Math.abs(loudnessRange(powers) - theirs.range)).toBeLessThanOrEqual(0.3);
		expect(Math.abs(truePeakDb(channels) - theirs.truePeakDb)).toBeLessThanOrEqual(0.25);
	}
});

test('a peak that stands between the samples is found', () => {
	// A quarter of the rate, sampled 45 degrees off its peaks: samples say 3 dB less.
	const samples = Float32Array.from({ length: 4800 }, (_, i) => 0.5 * Math.sin((Math.PI / 2) * i + Math.PI / 4));
	expect(Math.abs(truePeakDb([samples.subarray(200, 4600)]) - 20 * Math.log10(0.5))).toBeLessThan(0.2);
	expect(truePeakDb([new Float32Array(100)])).toBe(-144);
	expect(integratedLufs(stepPowers([new Float32Array(48_000)], 48_000))).toBe(-70);
});

test.each([22_050, 24_000, 48_000])(
	'quiet, loud and peaky sound comes to −14 LUFS under −1.5 dBTP without moving, from %d samples a second',
	async (rate) => {
		const plain = voice(rate, 12, 3);
		for (const factor of [0.02, 1, 1.8]) {
			const samples = plain.map((value) => value * factor);
			const made = level([samples], rate, { lufs: -14, peakDb: -1.5, within: 0.1 });
			const path = join(dir, 'level.wav');
			await writeWav(path, toInt16(made.channels[0]!), 48_000);
			const theirs = await measureLoudness(path, ports);
			expect(Math.abs(theirs.integratedLufs + 14)).toBeLessThanOrEqual(0.3);
			expect(Math.abs(theirs.integratedLufs - made.integratedLufs)).toBeLessThanOrEqual(0.1);
			expect(theirs.truePeakDb).toBeLessThanOrEqual(-1.4);
			expect(made.truePeakDb).toBeLessThanOrEqual(-1.5);
			const wav = await readWav(path);
			expect(wav).toMatchObject({ sampleRate: 48_000, channels: 1 });
			expect(wav.samples.length).toBe(48_000 * 12);
			// The click of second 5.5 is where it was.
			const part = wav.samples.subarray(48_000 * 5.48, 48_000 * 5.52).map(Math.abs);
			expect(Math.abs(part.indexOf(Math.max(...part)) / 48_000 - 0.02)).toBeLessThan(0.0002);
		}
	},
);

test('the limiter is down in time, lets go again, and makes no step that could be heard', () => {
	const samples = new Float32Array(48_000).fill(0.1);
	for (const at of [9_000, 9_100, 30_000]) samples[at] = 0.95;
	const { regions } = limiterFor(peaksAbove([samples], 0.3), 1, 0.5, 48_000, samples.length);
	const gains = new Float32Array(48_000).fill(1);
	for (const { from, curve } of regions) gains.set(curve, from);
	expect(regions.length).toBe(1 + Number(regions.length > 1));
	for (const at of [9_000, 9_100, 30_000]) expect(samples[at]! * gains[at]!).toBeLessThanOrEqual(0.5 + 1e-6);
	expect(Math.max(...gains.subarray(1, 48_000).map((gain, i) => Math.abs(gain - gains[i]!)))).toBeLessThan(0.03);
	expect(gains[8_000]).toBe(1);
	expect(gains[47_999]).toBe(1);
	expect(gains[29_000]).toBeGreaterThan(0.99999);
});

test('silence is told, and at a higher rate nothing moves', () => {
	expect(level([new Float32Array(24_000)], 24_000, { lufs: -14, peakDb: -1.5, within: 0.1 }).integratedLufs).toBe(-70);
	const tone = Float32Array.from({ length: 22_050 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 22_050));
	const out = resample(tone, 22_050, 48_000);
	expect(out.length).toBe(48_000);
	for (let i = 500; i < 47_500; i += 37) expect(Math.abs(out[i]! - Math.sin((2 * Math.PI * 440 * i) / 48_000))).toBeLessThan(1e-3);
	expect(resample(tone, 48_000, 48_000)).toBe(tone);
});
