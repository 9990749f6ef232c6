/**
 * A music bed that is nobody's property, composed and played from a seed for one film: chords that lead into each other, a bass, a motif
 * that comes back, soft percussion, a filter that opens and closes slowly. It begins softly and ends with the film, on its home chord.
 * Two moods: "calm" (pad, bass, slow motif) and "drive" (pulse, percussion).
 */
import { random } from '../render/clock';
import { addNote, addNoise, SAMPLE_RATE, TABLES, room, type Bus } from './instruments';

export type Mood = 'calm' | 'drive';

interface MoodSpec {
	bpm: [number, number];
	/** Chord names of four bars. */
	progressions: string[];
	/** MIDI notes that the key may stand on. */
	roots: number[];
}

const MOODS: Record<Mood, MoodSpec> = {
	calm: {
		bpm: [68, 82],
		roots: [43, 45, 46, 48, 50, 52],
		progressions: ['I vi IV V', 'vi IV I V', 'I iii IV ii', 'IV I ii vi', 'I V vi IV', 'ii IV I vi', 'vi iii IV I'],
	},
	drive: {
		bpm: [96, 112],
		roots: [40, 41, 43, 45, 47, 48],
		progressions: ['vi IV I V', 'vi I V IV', 'ii vi IV V', 'I V vi IV', 'vi ii IV V', 'IV V vi I', 'vi V IV V'],
	},
};

/** Semitones above the root of a major key. */
const CHORDS: Record<string, number[]> = {
	I: [0, 4, 7],
	ii: [2, 5, 9],
	iii: [4, 7, 11],
	IV: [5, 9, 12],
	V: [7, 11, 14],
	vi: [9, 12, 16],
};

const frequency = (note: number): number => 440 * 2 ** ((note - 69) / 12);

/** Chord tones moved by octaves to lie as near as they can to those before: voices lead instead of jumping. */
function led(chord: number[], before: number[] | null, centre: number): number[] {
	const target = before ? before.reduce((a, b) => a + b, 0) / before.length : centre;
	return chord
		.map((tone) => {
			let note = tone;
			while (note - target > 6) note -= 12;
			while (target - note > 6) note += 12;
			return note;
		})
		.sort((a, b) => a - b);
}

/** What plays in a bar. */
interface Bar {
	chord: number[];
	bass: number;
	layers: { bass: boolean; motif: boolean; beat: boolean };
	last: boolean;
}

/** Bars of the whole film: a soft opening, phrases that build up and breathe, an end on the home chord. */
function compose(mood: Mood, count: number, next: () => number): Bar[] {
	const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
	const spec = MOODS[mood];
	const root = pick(spec.roots);
	const first = pick(spec.progressions);
	const second = pick(spec.progressions.filter((other) => other !== first));
	const breath = 3 + Math.floor(next() * 2);
	let before: number[] | null = null;
	return Array.from({ length: count }, (_, b) => {
		const phrase = Math.floor(b / 4);
		const last = b === count - 1;
		const names = (phrase % 4 === 2 ? second : first).split(' ');
		const tones = CHORDS[last ? 'I' : names[b % 4]!]!;
		const chord = led(
			tones.map((tone) => root + 12 + tone),
			before,
			root + 17,
		);
		before = chord;
		const opening = b < Math.min(2, count - 2);
		const breathing = phrase > 0 && phrase % breath === breath - 1 && b % 4 < 2;
		return {
			chord,
			bass: root - 12 + (tones[0]! % 12 > 7 ? (tones[0]! % 12) - 12 : tones[0]! % 12) + (root < 43 ? 12 : 0),
			layers: {
				bass: !opening,
				motif: !last && (b > 0 || mood === 'drive'),
				beat: !opening && !breathing && !last && (mood === 'drive' || phrase > 0),
			},
			last,
		};
	});
}

/**
 * The bed of a film of `seconds`: stereo, 24 kHz, peak ≤ 0.9. The seed chooses key, chords, motif, tempo and form.
 */
export function musicBed(mood: Mood, seed: number, seconds: number): { sampleRate: number; left: Float32Array; right: Float32Array } {
	const next = random(seed ^ (mood === 'calm' ? 0x5ca1ab1e : 0x0d41be));
	const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
	const [slow, fast] = MOODS[mood].bpm;
	const wanted = (4 * 60) / (slow + next() * (fast - slow));
	const count = Math.max(2, Math.round(seconds / wanted));
	// The tempo gives way by a hair, so that the last bar ends with the film.
	const bar = seconds / count;
	const beat = bar / 4;
	const bars = compose(mood, count, next);
	const length = Math.max(1, Math.round(seconds * SAMPLE_RATE));
	const bus: Bus = { left: new Float32Array(length), right: new Float32Array(length) };
	const wet: Bus = { left: new Float32Array(length), right: new Float32Array(length) };
	const calm = mood === 'calm';
	// A motif of eight steps, each a chord tone or a rest, that comes back all through the film, and an answer to it.
	const steps = calm ? 8 : 16;
	const motif = () =>
		Array.from({ length: steps }, (_, s) => (next() < (s % 4 === 0 ? 0.15 : calm ? 0.42 : 0.38) ? -1 : Math.floor(next() * 4)));
	const motifs = [motif(), motif()];
	const bright = { rate: 1 / (9 + next() * 7), phase: next() };
	const shuffle = calm ? 0 : pick([0, 0, 0.08]);
	bars.forEach((own, b) => {
		const at = b * bar;
		const hold = own.last ? bar * 0.55 : bar;
		own.chord.forEach((note, v) => {
			for (const detune of [-0.05, 0.055])
				addNote(bus, {
					tables: TABLES.pad,
					hertz: frequency(note + detune),
					startSeconds: at,
					seconds: hold,
					gain: calm ? 0.06 : 0.04,
					attack: calm ? 0.7 : 0.25,
					decay: 0,
					release: own.last ? bar * 0.4 : 0.8,
					pan: (v - 1) * 0.4 + detune * 5,
					bright,
				});
		});
		if (own.layers.bass) {
			if (calm || own.last)
				for (const [offset, share] of own.last
					? [[0, 0.6]]
					: [
							[0, 0.6],
							[2.5, 0.3],
						])
					addNote(bus, {
						...BASS,
						hertz: frequency(own.bass),
						startSeconds: at + offset! * beat,
						seconds: bar * share!,
						gain: 0.2,
						decay: 1.8,
					});
			else
				for (let pulse = 0; pulse < 8; pulse++)
					addNote(bus, {
						...BASS,
						hertz: frequency(own.bass + (pulse === 7 ? 12 : 0)),
						startSeconds: at + (pulse * beat) / 2,
						seconds: beat * 0.42,
						gain: pulse % 2 ? 0.11 : 0.16,
						decay: 0.22,
					});
		}
		if (own.layers.motif) {
			const line = motifs[Math.floor(b / 2) % 4 === 3 ? 1 : 0]!;
			line.forEach((tone, s) => {
				if (tone < 0) return;
				const note = (own.chord[tone % 3] ?? own.chord[0]!) + 12 + (tone === 3 ? 12 : 0);
				const startSeconds = at + (s * bar) / steps + (s % 2 ? shuffle * beat : 0) + (calm ? next() * 0.012 : 0);
				const gain = (s % 4 ? 0.06 : 0.085) + next() * 0.02;
				// Two echoes, softer and on the other side.
				for (const [echo, level] of [
					[0, 1],
					[1, 0.34],
					[2, 0.14],
				] as const)
					addNote(wet, {
						tables: TABLES.pluck,
						hertz: frequency(note),
						startSeconds: startSeconds + echo * beat * 0.75,
						seconds: 0.7,
						gain: gain * level,
						attack: 0.004,
						decay: calm ? 0.4 : 0.24,
						release: 0.2,
						pan: (echo % 2 ? -1 : 1) * (0.25 + 0.1 * (s % 3)),
						bright,
					});
			});
		}
		if (own.layers.beat) percussion(bus, mood, at, beat, b % 4 === 3, next);
	});
	room(bus, wet);
	return finished(bus);
}

const BASS = { tables: TABLES.bass, attack: 0.012, release: 0.12, pan: 0 };

function percussion(bus: Bus, mood: Mood, at: number, beat: number, turn: boolean, next: () => number): void {
	const calm = mood === 'calm';
	for (const step of calm ? [0, 2.5] : [0, 1, 2, 3])
		addNote(bus, {
			tables: TABLES.bass,
			hertz: 96,
			endHertz: 44,
			startSeconds: at + step * beat,
			seconds: 0.16,
			gain: calm ? 0.13 : 0.2,
			attack: 0.003,
			decay: 0.07,
			release: 0.04,
			pan: 0,
		});
	for (let half = 0; half < 8; half++) {
		if (calm && half % 2 === 0) continue;
		const gain = (calm ? 0.016 : 0.026) * (half % 2 ? 1 : 0.55) * (0.85 + next() * 0.3);
		addNoise(bus, { startSeconds: at + (half * beat) / 2, decay: 0.035, gain, pan: half % 4 < 2 ? 0.3 : -0.3, high: true });
	}
	if (!calm)
		for (const step of turn ? [1, 3, 3.75] : [1, 3])
			addNoise(bus, { startSeconds: at + step * beat, decay: 0.08, gain: 0.05, pan: 0.05, high: false });
}

function finished({ left, right }: Bus): { sampleRate: number; left: Float32Array; right: Float32Array } {
	let peak = 0;
	for (let i = 0; i < left.length; i++) peak = Math.max(peak, Math.abs(left[i]!), Math.abs(right[i]!));
	const scale = peak > 0 ? 0.9 / peak : 1;
	const fade = Math.min(left.length, Math.round(0.6 * SAMPLE_RATE));
	for (let i = 0; i < left.length; i++) {
		const gain = scale * Math.min(1, i / (0.25 * SAMPLE_RATE), (left.length - 1 - i) / fade);
		left[i]! *= gain;
		right[i]! *= gain;
	}
	return { sampleRate: SAMPLE_RATE, left, right };
}
