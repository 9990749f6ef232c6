/** Loudness (EBU R 128, ITU-R BS.1770-5) and true peak of samples in memory: what ffmpeg's meter says, in a small part of its time. */

// Local names: the sample loops run tens of millions of times.
const { abs, ceil, floor, log10, max, min, PI, round, sin, sqrt, tan } = Math;

/** Channels of equal length, −1…1. */
export type Channels = readonly Float32Array[];

/** What a track is multiplied by: `gain` all over, and in the regions (in order, apart from each other) a curve besides. */
export interface Gain {
	gain: number;
	regions: { from: number; curve: Float32Array }[];
}
export const UNITY: Gain = { gain: 1, regions: [] };

/** Blocks are measured in steps of this. */
const STEP_SECONDS = 0.1;
export const SILENCE_LUFS = -70;
export const LOWEST_DB = -144;

interface Biquad {
	b0: number;
	b1: number;
	b2: number;
	a1: number;
	a2: number;
}

/** The two filters of BS.1770 at any rate: their analogue prototypes, brought there by the bilinear transform. */
function weighting(rate: number): [Biquad, Biquad] {
	const shelf = { hertz: 1681.974450955533, decibels: 3.999843853973347, q: 0.7071752369554196 };
	const k = tan((PI * shelf.hertz) / rate);
	const high = 10 ** (shelf.decibels / 20);
	const band = high ** 0.4996667741545416;
	const a0 = 1 + k / shelf.q + k * k;
	const first = {
		b0: (high + (band * k) / shelf.q + k * k) / a0,
		b1: (2 * (k * k - high)) / a0,
		b2: (high - (band * k) / shelf.q + k * k) / a0,
		a1: (2 * (k * k - 1)) / a0,
		a2: (1 - k / shelf.q + k * k) / a0,
	};
	const pass = { hertz: 38.13547087602444, q: 0.5003270373238773 };
	const l = tan((PI * pass.hertz) / rate);
	const c0 = 1 + l / pass.q + l * l;
	return [first, { b0: 1, b1: -2, b2: 1, a1: (2 * (l * l - 1)) / c0, a2: (1 - l / pass.q + l * l) / c0 }];
}

/** Mean weighted power of each tenth of a second, over all channels; an unfinished one at the end is left out. */
export function stepPowers(channels: Channels, rate: number, { gain, regions }: Gain = UNITY): Float64Array {
	const size = round(rate * STEP_SECONDS);
	const powers = new Float64Array(floor((channels[0]?.length ?? 0) / size));
	const [p, q] = weighting(rate);
	const { b0, b1, b2, a1, a2 } = p;
	const { a1: c1, a2: c2 } = q;
	for (const samples of channels) {
		let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0];
		let region = 0;
		for (let step = 0; step < powers.length; step++) {
			let sum = 0;
			const to = (step + 1) * size;
			for (let i = step * size; i < to;) {
				const next = regions[region];
				const inside = next !== undefined && i >= next.from;
				const end = next === undefined ? to : min(to, inside ? next.from + next.curve.length : next.from);
				const shift = inside ? next.from : 0;
				for (; i < end; i++) {
					const x = samples[i]! * (inside ? gain * next.curve[i - shift]! : gain);
					const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
					const z = y - 2 * y1 + y2 - c1 * z1 - c2 * z2;
					x2 = x1;
					x1 = x;
					y2 = y1;
					y1 = y;
					z2 = z1;
					z1 = z;
					sum += z * z;
				}
				if (inside && i >= next.from + next.curve.length) region++;
			}
			powers[step]! += sum / size;
		}
	}
	return powers;
}

const lufs = (power: number): number => (power > 0 ? -0.691 + 10 * log10(power) : -Infinity);
const mean = (values: ArrayLike<number> & Iterable<number>): number => {
	let sum = 0;
	for (const value of values) sum += value;
	return values.length ? sum / values.length : 0;
};

/** Mean power of every stretch of `steps` steps. */
function blocks(powers: Float64Array, steps: number): Float64Array {
	const out = new Float64Array(max(0, powers.length - steps + 1));
	for (let i = 0; i < out.length; i++) for (let k = 0; k < steps; k++) out[i]! += powers[i + k]! / steps;
	return out;
}

/** Integrated loudness, LUFS: blocks of 400 ms, gated at −70 and 10 LU under their mean. −70 is silence. */
export function integratedLufs(powers: Float64Array): number {
	const heard = blocks(powers, 4).filter((power) => lufs(power) > SILENCE_LUFS);
	const gate = lufs(mean(heard)) - 10;
	return max(SILENCE_LUFS, lufs(mean(heard.filter((power) => lufs(power) > gate))));
}

/** Loudness range, LU (EBU Tech 3342): blocks of 3 s, gated at −70 and 20 LU under their mean, from their 10th to their 95th percentile. */
export function loudnessRange(powers: Float64Array): number {
	const heard = blocks(powers, 30).filter((power) => lufs(power) > SILENCE_LUFS);
	const gate = lufs(mean(heard)) - 20;
	const levels = [...heard].map(lufs).filter((level) => level > gate).sort((a, b) => a - b); // prettier-ignore
	const at = (share: number) => levels[round((levels.length - 1) * share)] ?? 0;
	return levels.length ? at(0.95) - at(0.1) : 0;
}

/** A windowed sinc (Kaiser) sampled at `phases` places between two samples; each phase passes a constant as it is. */
export function sincPhases(phases: number, taps: number, cutoff: number, beta: number): Float64Array[] {
	const bessel = (x: number) => {
		let [sum, term] = [1, 1];
		for (let k = 1; term > sum * 1e-12; k++) sum += term *= (x / (2 * k)) ** 2;
		return sum;
	};
	const half = taps / 2;
	return Array.from({ length: phases }, (_, phase) => {
		const own = Float64Array.from({ length: taps }, (_each, k) => {
			const x = k - half + 1 - phase / phases;
			const window = abs(x) >= half ? 0 : bessel(beta * sqrt(1 - (x / half) ** 2)) / bessel(beta);
			return window * (x === 0 ? cutoff : sin(PI * x * cutoff) / (PI * x));
		});
		const sum = own.reduce((total, value) => total + value, 0);
		return own.map((value) => value / sum);
	});
}

/** Four times the rate, as BS.1770-5 (annex 2) asks at least of a meter. */
const OVER = 4;
const TAPS = 20;
const PHASES = sincPhases(OVER, TAPS, 1, 6);
/** No point between samples is larger than this times the largest sample around it. */
const MOST_OVER = max(...PHASES.map((phase) => phase.reduce((sum, value) => sum + abs(value), 0)));
const RUN = 64;
/** Whether samples from one to before another are to be looked at. */
type Wanted = (from: number, to: number) => boolean;

/**
 * Calls `seen` with the true peak between each sample and the next, for every stretch in which one may exceed `least()`. The bound of
 * what can stand between samples is exact, so nothing above is missed; most of a track is never looked at.
 */
function eachPeak(samples: Float32Array, least: () => number, seen: (i: number, peak: number) => void, wanted?: Wanted): void {
	const { length } = samples;
	const half = TAPS / 2;
	const loudest = new Float32Array(ceil(length / RUN));
	for (let run = 0; run < loudest.length; run++) {
		let top = 0;
		for (let i = run * RUN, end = min(length, i + RUN); i < end; i++) {
			const value = samples[i]!;
			if (value > top) top = value;
			else if (-value > top) top = -value;
		}
		loudest[run] = top;
	}
	const around = new Float64Array(RUN + TAPS);
	const [, first, second, third] = PHASES as [Float64Array, Float64Array, Float64Array, Float64Array];
	for (let run = 0; run < loudest.length; run++) {
		if (wanted && !wanted(run * RUN, (run + 1) * RUN)) continue;
		if (max(loudest[run - 1] ?? 0, loudest[run]!, loudest[run + 1] ?? 0) * MOST_OVER <= least()) continue;
		const from = run * RUN;
		for (let k = 0; k < around.length; k++) around[k] = samples[from + k - half + 1] ?? 0;
		for (let i = 0; i < RUN && from + i < length; i++) {
			let [a, b, c] = [0, 0, 0];
			for (let k = 0; k < TAPS; k++) {
				const value = around[i + k]!;
				a += first[k]! * value;
				b += second[k]! * value;
				c += third[k]! * value;
			}
			seen(from + i, max(abs(around[i + half - 1]!), abs(a), abs(b), abs(c)));
		}
	}
}

/** Samples at which, or before the next of which, a channel's true peak passes `least`, in order. */
export function peaksAbove(channels: Channels, least: number): { at: number[]; peak: number[] } {
	const found = channels.map((samples) => {
		const [at, peak]: [number[], number[]] = [[], []];
		eachPeak(samples, () => least, (i, value) => value > least && (at.push(i), peak.push(value))); // prettier-ignore
		return { at, peak };
	});
	return found.reduce((all, { at, peak }) => {
		const out: { at: number[]; peak: number[] } = { at: [], peak: [] };
		for (let [a, b] = [0, 0]; a < all.at.length || b < at.length;) {
			const [i, k] = [all.at[a] ?? Infinity, at[b] ?? Infinity];
			out.at.push(min(i, k));
			out.peak.push(max(i <= k ? all.peak[a]! : 0, k <= i ? peak[b]! : 0));
			if (i <= k) a++;
			if (k <= i) b++;
		}
		return out;
	});
}

/** True peak of a track, dBTP; at least −144. `wanted` leaves out what is known to lie lower. */
export function truePeakDb(channels: Channels, wanted?: Wanted): number {
	let top = 0;
	for (const samples of channels) eachPeak(samples, () => top, (_, value) => value > top && (top = value), wanted); // prettier-ignore
	return top > 0 ? max(LOWEST_DB, 20 * log10(top)) : LOWEST_DB;
}
