/** What the music bed is played on: wavetables, noise and a small room, computed into stereo buses. */
import { random } from '../render/clock';

/** Enough for a bed that lies 20 dB under a voice. */
export const SAMPLE_RATE = 24_000;

// Local names: the sample loops call these millions of times.
const { exp, floor, max, min, round, sin, PI } = Math;

export interface Bus {
	left: Float32Array;
	right: Float32Array;
}

/** One period; a power of two so that the position wraps by a mask. */
const SIZE = 2048;
const MASK = SIZE - 1;
const table = (partials: number[]): Float32Array =>
	Float32Array.from({ length: SIZE }, (_, i) => partials.reduce((sum, gain, k) => sum + gain * sin((2 * PI * (k + 1) * i) / SIZE), 0));

/** A dark and a bright sound of each instrument: between them a slow filter moves. Few partials, so nothing aliases at the pitches used. */
export const TABLES = {
	pad: [table([0.7, 0.22, 0.1]), table([0.62, 0.32, 0.24, 0.17, 0.12, 0.08, 0.05])],
	pluck: [table([0.8, 0.12, 0.05]), table([0.66, 0.24, 0.16, 0.1, 0.05])],
	bass: [table([1, 0.12]), table([0.9, 0.25, 0.1])],
} as const satisfies Record<string, readonly [Float32Array, Float32Array]>;

export interface Note {
	tables: readonly [Float32Array, Float32Array];
	hertz: number;
	/** A pitch that falls (a drum): where it falls to. */
	endHertz?: number;
	startSeconds: number;
	seconds: number;
	gain: number;
	attack: number;
	/** Seconds to fall to 1/e; 0 holds until the release. */
	decay: number;
	release: number;
	/** −1 left … 1 right. */
	pan: number;
	/** How the sound opens and closes over the film. */
	bright?: { rate: number; phase: number };
}

/** Adds a note; what would ring past the end is left out. */
export function addNote(bus: Bus, note: Note): void {
	const { left, right } = bus;
	const start = round(note.startSeconds * SAMPLE_RATE);
	const count = min(left.length - start, round((note.seconds + note.release) * SAMPLE_RATE));
	const [dark, bright] = note.tables;
	const [gainLeft, gainRight] = [note.gain * min(1, 1 - note.pan * 0.5), note.gain * min(1, 1 + note.pan * 0.5)];
	const hold = note.seconds * SAMPLE_RATE;
	const rise = 1 / max(1, note.attack * SAMPLE_RATE);
	const fall = 1 / max(1, note.release * SAMPLE_RATE);
	const shrink = note.decay ? exp(-1 / (note.decay * SAMPLE_RATE)) : 1;
	const step = (note.hertz * SIZE) / SAMPLE_RATE;
	const endStep = ((note.endHertz ?? note.hertz) * SIZE) / SAMPLE_RATE;
	const glide = exp(-1 / (0.03 * SAMPLE_RATE));
	let open = 0.3;
	let phase = 0;
	let level = 1;
	let bend = step - endStep;
	for (let i = 0; i < count; i++) {
		const at = start + i;
		if (note.bright && (i & 63) === 0) open = 0.42 + 0.4 * sin(2 * PI * ((at / SAMPLE_RATE) * note.bright.rate + note.bright.phase));
		let envelope = level * min(1, i * rise);
		if (i > hold) envelope *= max(0, 1 - (i - hold) * fall);
		const index = floor(phase) & MASK;
		const value = (dark[index]! * (1 - open) + bright[index]! * open) * envelope;
		left[at]! += value * gainLeft;
		right[at]! += value * gainRight;
		level *= shrink;
		phase += endStep + bend;
		bend *= glide;
		if (phase >= SIZE) phase -= SIZE;
	}
}

/** Two seconds of white noise, the same in every film. */
const noise = (() => {
	const next = random(20_011);
	return Float32Array.from({ length: 2 * SAMPLE_RATE }, () => next() * 2 - 1);
})();

/** A brush or shaker: noise without its lows (`high`) or without its highs. */
export function addNoise(bus: Bus, o: { startSeconds: number; decay: number; gain: number; pan: number; high: boolean }): void {
	const start = round(o.startSeconds * SAMPLE_RATE);
	const count = min(bus.left.length - start, round(o.decay * 6 * SAMPLE_RATE));
	const shrink = exp(-1 / (o.decay * SAMPLE_RATE));
	const rise = 1 / (0.003 * SAMPLE_RATE);
	let level = o.gain;
	let low = 0;
	for (let i = 0; i < count; i++) {
		const raw = noise[(start * 7 + i) % noise.length]!;
		low += (raw - low) * (o.high ? 0.6 : 0.28);
		const value = (o.high ? raw - low : low) * level * min(1, i * rise);
		bus.left[start + i]! += value * (1 - o.pan * 0.5);
		bus.right[start + i]! += value * (1 + o.pan * 0.5);
		level *= shrink;
	}
}

/** Adds the notes of `wet` to the mix, with a small room around them and a little of it around the rest (four combs a side, after Schroeder). */
export function room(mix: Bus, wet: Bus): void {
	const combs = (offset: number) => [1117, 1277, 1361, 1499].map((size) => ({ line: new Float32Array(size + offset), at: 0, damp: 0 }));
	for (const side of ['left', 'right'] as const) {
		const [out, own] = [mix[side], wet[side]];
		const lines = combs(side === 'left' ? 0 : 23);
		for (let i = 0; i < out.length; i++) {
			const input = own[i]! * 0.6 + out[i]! * 0.12;
			let sum = 0;
			for (const comb of lines) {
				const heard = comb.line[comb.at]!;
				comb.damp += (heard - comb.damp) * 0.55;
				comb.line[comb.at] = input + comb.damp * 0.74;
				if (++comb.at === comb.line.length) comb.at = 0;
				sum += heard;
			}
			out[i]! += own[i]! + sum * 0.16;
		}
	}
}
