/** A track brought to a loudness under a true peak limit: gain, and a limiter that looks ahead. Times stay as they are. */
import { resample } from './resample';
import { integratedLufs, peaksAbove, SILENCE_LUFS, stepPowers, truePeakDb, type Channels, type Gain } from './meter';

export interface LevelTarget {
	lufs: number;
	/** dBTP. */
	peakDb: number;
	/** How near the loudness must come, LU. */
	within: number;
}

export interface Levelled {
	/** 16-bit samples of each channel, as numbers −1…1. */
	channels: Float32Array[];
	/** LUFS; −70 is silence. */
	integratedLufs: number;
	truePeakDb: number;
}

const AHEAD_SECONDS = 0.002;
const RELEASE_SECONDS = 0.025;
/** Where the limiter has let go this far, it rests. */
const LET_GO = 1e-6;
/** Gain that changes between two samples, and rounding to 16 bits, add a little to the peaks. */
const SPARE_DB = 0.2;
const MOST_PASSES = 12;
/** So much more gain may be tried before softer peaks must be known, too. */
const MARGIN_DB = 2;
/** Peaks that come near the limit are measured in the finished track. */
const LOUD = 0.85;
const AROUND = 64;
const RATE = 48_000;

const amplitude = (decibels: number): number => 10 ** (decibels / 20);

/**
 * The gain curve that keeps peaks under `ceiling` after `gain`: down within 2 ms before a peak, up again after it. Only regions in which
 * it does something are listed.
 */
export function limiterFor(peaks: { at: number[]; peak: number[] }, gain: number, ceiling: number, rate: number, length: number): Gain {
	const ahead = Math.round(AHEAD_SECONDS * rate);
	const keep = Math.exp(-1 / (RELEASE_SECONDS * rate));
	const rest = Math.ceil(Math.log(LET_GO) / Math.log(keep));
	const regions: Gain['regions'] = [];
	const { at, peak } = peaks;
	for (let first = 0; first < at.length;) {
		if (peak[first]! * gain <= ceiling) {
			first++;
			continue;
		}
		// The region goes on while the next peak comes before the limiter rests.
		let last = first;
		let next = first + 1;
		for (; next < at.length && at[next]! - at[last]! <= rest + 3 * ahead; next++) if (peak[next]! * gain > ceiling) last = next;
		const from = Math.max(0, at[first]! - 2 * ahead);
		const to = Math.min(length, at[last]! + rest + 2 * ahead);
		const curve = new Float64Array(to - from).fill(1);
		for (let k = first; k <= last; k++) if (peak[k]! * gain > ceiling) hold(curve, at[k]! - from, ceiling / (peak[k]! * gain));
		let reduced = 0;
		for (let i = 0; i < curve.length; i++) {
			reduced = Math.max(1 - curve[i]!, reduced * keep);
			curve[i] = 1 - reduced;
		}
		regions.push({ from, curve: Float32Array.from(smoothed(curve, ahead)) });
		first = last + 1;
	}
	return { gain, regions };
}

/** A peak between two samples is held down at both. */
function hold(curve: Float64Array, i: number, most: number): void {
	for (const k of [i, i + 1]) if (k < curve.length && curve[k]! > most) curve[k] = most;
}

/** The curve seen `ahead` samples early and its steps rounded; never above the curve itself. */
function smoothed(curve: Float64Array, ahead: number): Float64Array {
	const early = new Float64Array(curve.length);
	const queue = new Int32Array(curve.length);
	let [head, tail] = [0, 0];
	for (let i = curve.length - 1; i >= 0; i--) {
		while (tail > head && curve[queue[tail - 1]!]! >= curve[i]!) tail--;
		queue[tail++] = i;
		if (queue[head]! > i + ahead) head++;
		early[i] = curve[queue[head]!]!;
	}
	const half = Math.max(1, Math.floor(ahead / 2));
	return averaged(averaged(early, half), half);
}

/** Mean of each value and those before it, `count` in all; before the first stands 1. */
function averaged(values: Float64Array, count: number): Float64Array {
	const out = new Float64Array(values.length);
	let sum = count;
	for (let i = 0; i < values.length; i++) {
		sum += values[i]! - (i >= count ? values[i - count]! : 1);
		out[i] = sum / count;
	}
	return out;
}

/** The track with its gain. */
function applied(channels: Channels, { gain, regions }: Gain): Float32Array[] {
	return channels.map((samples) => {
		const out = samples.map((value) => value * gain);
		for (const { from, curve } of regions) for (let k = 0; k < curve.length; k++) out[from + k]! *= curve[k]!;
		return out;
	});
}

/** Rounded to what 16 bits hold, in place. */
function rounded(samples: Float32Array): Float32Array {
	for (let i = 0; i < samples.length; i++) samples[i] = Math.max(-32768, Math.min(32767, Math.round(samples[i]! * 32768))) / 32768;
	return samples;
}

/**
 * Levels a track of `rate` and brings it to 48 kHz and 16 bits. Sound with very high peaks may stay softer than the target: the peak
 * limit is kept first.
 */
export function level(channels: Channels, rate: number, target: LevelTarget): Levelled {
	const before = integratedLufs(stepPowers(channels, rate));
	const length = channels[0]!.length;
	const limit = amplitude(target.peakDb);
	let gainDb = target.lufs - before;
	let ceilingDb = target.peakDb - SPARE_DB;
	let known = -Infinity;
	let peaks: ReturnType<typeof peaksAbove> = { at: [], peak: [] };
	let last = { gainDb: 0, lufs: before };
	for (let pass = 1; ; pass++) {
		// Softer ones stay under the ceiling anyway.
		if (gainDb - ceilingDb > known) {
			known = gainDb - ceilingDb + MARGIN_DB;
			peaks = peaksAbove(channels, amplitude(-known));
		}
		const gain = amplitude(gainDb);
		const curve = limiterFor(peaks, gain, amplitude(ceilingDb), rate, length);
		const lufs = integratedLufs(stepPowers(channels, rate, curve));
		const miss = target.lufs - lufs;
		if (before <= SILENCE_LUFS || Math.abs(miss) <= target.within || pass >= MOST_PASSES) {
			const made = applied(channels, curve).map((samples) => rounded(resample(samples, rate, RATE)));
			const peak = truePeakDb(made, loudParts(peaks, (LOUD * limit) / gain, RATE / rate));
			if (peak <= target.peakDb || pass >= MOST_PASSES)
				return {
					channels: made,
					integratedLufs: integratedLufs(stepPowers(made, RATE)),
					truePeakDb: peak > 20 * Math.log10(LOUD * limit) ? peak : truePeakDb(made),
				};
			ceilingDb -= peak - target.peakDb + 0.02;
			continue;
		}
		// Of a decibel more, the limiter lets only a part through: the part it let through last time.
		const passed = (lufs - last.lufs) / (gainDb - last.gainDb);
		last = { gainDb, lufs };
		gainDb += miss / Math.min(1, Math.max(0.2, Number.isFinite(passed) ? passed : 1));
	}
}

/** Whether a stretch of the finished track holds a peak that was above `least` before. */
function loudParts({ at, peak }: { at: number[]; peak: number[] }, least: number, stretch: number): (from: number, to: number) => boolean {
	const loud = at.filter((_, k) => peak[k]! >= least).map((i) => i * stretch);
	let k = 0;
	return (from, to) => {
		if (from === 0) k = 0;
		while (k < loud.length && loud[k]! < from - AROUND) k++;
		return k < loud.length && loud[k]! < to + AROUND;
	};
}
