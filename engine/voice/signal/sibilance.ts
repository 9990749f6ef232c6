/**
 * Sibilants (s, sh, ch): how far they stand out, and a gentle de-esser. The band above 4.8 kHz is split off by a filter without
 * delay (odd, symmetric), so that what is taken out of it leaves the rest untouched.
 */
import { activeLevel } from './trim';

const SPLIT_HZ = 4800;
const TAPS = 63;
const FRAME = 0.01;
/** Share of the sounding frames that counts as the sibilants' top. */
const TOP = 0.02;

/** Windowed-sinc high-pass (Blackman), centred. */
function highPass(sampleRate: number): Float32Array {
	const cutoff = SPLIT_HZ / sampleRate;
	const middle = (TAPS - 1) / 2;
	const low = Float32Array.from({ length: TAPS }, (_, n) => {
		const x = n - middle;
		const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
		return sinc * (0.42 - 0.5 * Math.cos((2 * Math.PI * n) / (TAPS - 1)) + 0.08 * Math.cos((4 * Math.PI * n) / (TAPS - 1)));
	});
	const sum = low.reduce((a, b) => a + b, 0);
	return low.map((value, n) => (n === middle ? 1 : 0) - value / sum);
}

/** The part of a sound above 4.8 kHz, sample for sample. */
export function highBand(audio: Float32Array, sampleRate: number): Float32Array {
	const taps = highPass(sampleRate);
	const half = (TAPS - 1) / 2;
	const out = new Float32Array(audio.length);
	for (let i = 0; i < audio.length; i++) {
		let sum = 0;
		const from = Math.max(0, half - i);
		const to = Math.min(TAPS, audio.length + half - i);
		for (let k = from; k < to; k++) sum += taps[k]! * audio[i + k - half]!;
		out[i] = sum;
	}
	return out;
}

/**
 * Level of the loudest 2 % of the frames of 10 ms in the high band, in dB against the level of all that sounds.
 * Half of the voices on this machine lie above −4.6 dB, the sharpest at +2 (bench/voices.mjs).
 */
export function sibilance(audio: Float32Array, sampleRate: number): number {
	const speech = activeLevel(audio, 0, audio.length, sampleRate);
	if (speech === 0) return -Infinity;
	const band = highBand(audio, sampleRate);
	const step = Math.round(FRAME * sampleRate);
	const levels: number[] = [];
	for (let at = 0; at + step <= audio.length; at += step) {
		let high = 0;
		let whole = 0;
		for (let i = at; i < at + step; i++) {
			high += band[i]! ** 2;
			whole += audio[i]! ** 2;
		}
		if (Math.sqrt(whole / step) > speech * 0.1) levels.push(Math.sqrt(high / step));
	}
	if (levels.length === 0) return -Infinity;
	levels.sort((a, b) => a - b);
	return 20 * Math.log10(levels[Math.floor(levels.length * (1 - TOP))]! / speech + 1e-9);
}

/** What stands out more than in the middle voice is drawn down by two thirds of the excess, and by 6 dB at most. */
export const SHARP_DB = -4.5;
const MOST_DB = 6;
const STRENGTH = 2 / 3;
const ATTACK = 0.001;
const RELEASE = 0.02;

/**
 * Softens what stands out above {@link SHARP_DB}, in place. Sound whose sibilants lie below stays bit for bit as it is.
 * Returns the greatest reduction in dB.
 */
export function soften(audio: Float32Array, sampleRate: number, speech = activeLevel(audio, 0, audio.length, sampleRate)): number {
	if (speech === 0) return 0;
	const band = highBand(audio, sampleRate);
	const threshold = speech * 10 ** (SHARP_DB / 20);
	const rise = 1 - Math.exp(-1 / (ATTACK * sampleRate));
	const fall = 1 - Math.exp(-1 / (RELEASE * sampleRate));
	let power = 0;
	let most = 0;
	for (let i = 0; i < audio.length; i++) {
		const now = band[i]! ** 2;
		power += (now > power ? rise : fall) * (now - power);
		const level = Math.sqrt(power);
		if (level <= threshold) continue;
		const reduction = Math.min(MOST_DB, STRENGTH * 20 * Math.log10(level / threshold));
		most = Math.max(most, reduction);
		audio[i] = audio[i]! - (1 - 10 ** (-reduction / 20)) * band[i]!;
	}
	return most;
}
