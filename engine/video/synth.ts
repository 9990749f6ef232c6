/**
 * A music bed that is nobody's property: chords, a bass and a few plucked notes, computed from a seed.
 * Two moods: "calm" (pad and slow arpeggio) and "drive" (pulsing bass, offbeat plucks).
 */
import { random } from '../render/clock';

export type Mood = 'calm' | 'drive';

// Local names: the sample loops call these millions of times.
const { abs, exp, max, min, round } = Math;

interface MoodSpec {
	bpm: number;
	/** Chord degrees of a major key, as semitones from the root, one chord a bar. */
	progressions: number[][][];
	root: number[];
}

const MAJOR: Record<string, number[]> = {
	I: [0, 4, 7, 14],
	IV: [5, 9, 12, 19],
	vi: [9, 12, 16, 23],
	ii: [2, 5, 9, 16],
	V: [7, 11, 14, 21],
	iii: [4, 7, 11, 18],
};
const chords = (names: string): number[][] => names.split(' ').map((name) => MAJOR[name]!);

const MOODS: Record<Mood, MoodSpec> = {
	calm: {
		bpm: 76,
		root: [45, 48, 50, 43],
		progressions: [chords('I vi IV V I vi ii V'), chords('vi IV I V vi IV ii V'), chords('I iii vi IV I iii IV V')],
	},
	drive: {
		bpm: 104,
		root: [45, 47, 40, 42],
		progressions: [chords('vi IV I V vi IV I V'), chords('vi vi IV V vi vi ii V'), chords('I V vi IV I V IV V')],
	},
};

const frequency = (note: number): number => 440 * 2 ** ((note - 69) / 12);

/** One period of a soft saw, band-limited to eight partials: cheap to read, no aliasing at the pitches used. */
const TABLE = 2048;
const softSaw = Float32Array.from({ length: TABLE }, (_, i) => {
	let sum = 0;
	for (let k = 1; k <= 8; k++) sum += Math.sin((2 * Math.PI * k * i) / TABLE) / (k * k ** 0.45);
	return sum * 0.6;
});
const sine = Float32Array.from({ length: TABLE }, (_, i) => Math.sin((2 * Math.PI * i) / TABLE));

interface Note {
	table: Float32Array;
	hertz: number;
	startSeconds: number;
	seconds: number;
	gain: number;
	attack: number;
	/** Seconds to fall to 1/e; 0 holds until the release. */
	decay: number;
	release: number;
	pan: number;
}

/**
 * A bed that loops without a seam: eight bars, stereo, 24 kHz, peak ≤ 0.9. `seed` chooses key, chords and pattern.
 * Returns left and right channels of equal length.
 */
export function musicLoop(mood: Mood, seed: number): { sampleRate: number; left: Float32Array; right: Float32Array } {
	const sampleRate = 24000;
	const spec = MOODS[mood];
	const next = random(seed);
	const pick = <T>(list: T[]): T => list[Math.floor(next() * list.length)]!;
	const progression = pick(spec.progressions);
	const root = pick(spec.root);
	const beat = 60 / spec.bpm;
	const bar = beat * 4;
	const length = round(bar * progression.length * sampleRate);
	const left = new Float32Array(length);
	const right = new Float32Array(length);
	const order = pick([
		[0, 1, 2, 3, 2, 1, 2, 3],
		[0, 2, 1, 3, 0, 2, 3, 1],
		[3, 2, 1, 0, 1, 2, 3, 2],
	]);
	for (const [b, chord] of progression.entries()) {
		const at = b * bar;
		for (const [v, step] of chord.entries()) {
			for (const detune of [-0.06, 0.06])
				add({
					table: softSaw,
					hertz: frequency(root + 12 + step + detune),
					startSeconds: at,
					seconds: bar,
					gain: mood === 'calm' ? 0.05 : 0.034,
					attack: mood === 'calm' ? 0.9 : 0.3,
					decay: 0,
					release: 0.9,
					pan: (v - 1.5) * 0.3 + detune * 4,
				});
		}
		const bassNote = root - 12 + chord[0]!;
		if (mood === 'calm')
			add({
				table: sine,
				hertz: frequency(bassNote),
				startSeconds: at,
				seconds: bar * 0.9,
				gain: 0.2,
				attack: 0.05,
				decay: 2.4,
				release: 0.5,
				pan: 0,
			});
		else
			for (let pulse = 0; pulse < 8; pulse++)
				add({
					table: softSaw,
					hertz: frequency(bassNote),
					startSeconds: at + (pulse * beat) / 2,
					seconds: beat * 0.45,
					gain: pulse % 2 ? 0.1 : 0.15,
					attack: 0.006,
					decay: 0.16,
					release: 0.05,
					pan: 0,
				});
		const steps = mood === 'calm' ? 8 : 16;
		for (let s = 0; s < steps; s++) {
			if (next() < (mood === 'calm' ? 0.28 : 0.42)) continue;
			const step = chord[order[s % order.length]!]!;
			const swing = mood === 'calm' ? (next() - 0.5) * 0.02 : 0;
			const startSeconds = max(0, at + (s * bar) / steps + swing);
			add({
				table: sine,
				hertz: frequency(root + 24 + step),
				startSeconds,
				seconds: 0.9,
				gain: 0.07 + next() * 0.03,
				attack: 0.004,
				decay: 0.35,
				release: 0.2,
				pan: (next() - 0.5) * 1.2,
			});
			add({
				table: sine,
				hertz: frequency(root + 36 + step),
				startSeconds,
				seconds: 0.4,
				gain: 0.018,
				attack: 0.002,
				decay: 0.1,
				release: 0.1,
				pan: (next() - 0.5) * 1.2,
			});
		}
	}
	let peak = 0;
	for (let i = 0; i < length; i++) peak = max(peak, abs(left[i]!), abs(right[i]!));
	const scale = peak > 0 ? 0.9 / peak : 1;
	for (let i = 0; i < length; i++) {
		left[i]! *= scale;
		right[i]! *= scale;
	}
	return { sampleRate, left, right };

	/** Adds a note; what rings past the end comes back at the beginning, so the loop has no seam. */
	function add(note: Note): void {
		const count = round((note.seconds + note.release) * sampleRate);
		const step = (note.hertz * TABLE) / sampleRate;
		const [gainLeft, gainRight] = [note.gain * min(1, 1 - note.pan * 0.5), note.gain * min(1, 1 + note.pan * 0.5)];
		const hold = note.seconds * sampleRate;
		let phase = 0;
		let at = round(note.startSeconds * sampleRate) % length;
		for (let i = 0; i < count; i++) {
			const t = i / sampleRate;
			let envelope = min(1, t / note.attack);
			if (note.decay) envelope *= exp(-t / note.decay);
			if (i > hold) envelope *= max(0, 1 - (i - hold) / (note.release * sampleRate));
			const value = note.table[phase | 0]! * envelope;
			left[at]! += value * gainLeft;
			right[at]! += value * gainRight;
			phase += step;
			if (phase >= TABLE) phase -= TABLE;
			if (++at === length) at = 0;
		}
	}
}
