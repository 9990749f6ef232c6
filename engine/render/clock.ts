/**
 * Time of a scene. Every element says when it moves; from that the renderer knows which frames and which pixels change,
 * so that everything else is held. A frame is drawn from its number alone: no state, no randomness.
 */

export const EASES = {
	linear: (t: number) => t,
	out: (t: number) => 1 - (1 - t) ** 3,
	inOut: (t: number) => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2),
	/** Goes 10 % beyond the end before it settles: boxes of such elements need the room. */
	back: (t: number) => 1 + 2.7 * (t - 1) ** 3 + 1.7 * (t - 1) ** 2,
	expo: (t: number) => (t >= 1 ? 1 : 1 - 2 ** (-10 * t)),
};
export type Ease = keyof typeof EASES;

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
export const clamp = (value: number, low = 0, high = 1): number => Math.min(high, Math.max(low, value));

/** Poses of a thing that "boils", in radians: alive at one redraw in nine frames. */
const POSES = [0, 0.035, -0.02, 0.02];

/** The moves of one element. Each method names a move once and returns its value as a function of the frame. */
export class Motion {
	readonly windows: [from: number, to: number][] = [];
	/** Those of the windows in which the element only swells and comes back: no event to a viewer. */
	readonly swells: [from: number, to: number][] = [];
	readonly beats: { every: number; phase: number; from: number }[] = [];

	/** 0 → 1 over `frames`, beginning at `start`. */
	tween(start: number, frames: number, ease: Ease = 'out'): (frame: number) => number {
		this.windows.push([start, start + frames]);
		const curve = EASES[ease];
		return (frame) => curve(clamp((frame - start) / frames));
	}

	/** A short swell, 0 → 1 → 0, once at each of the frames named: the second event of a long scene. */
	nudges(at: number[], frames = 14): (frame: number) => number {
		for (const start of at) {
			this.windows.push([start, start + frames]);
			this.swells.push([start, start + frames]);
		}
		return (frame) => {
			for (const start of at) {
				const t = (frame - start) / frames;
				if (t > 0 && t < 1) return Math.sin(t * Math.PI) ** 2;
			}
			return 0;
		};
	}

	/** Counts up once every `every` frames. */
	beat(every: number, phase = 0, from = 0): (frame: number) => number {
		this.beats.push({ every, phase, from });
		return (frame) => (frame < from ? 0 : Math.floor((frame + phase) / every));
	}

	/** Small turns, one every `every` frames, as if drawn anew by hand. */
	boil(every = 9, phase = 0): (frame: number) => number {
		const count = this.beat(every, phase);
		return (frame) => POSES[(count(frame) + phase) & 3]!;
	}

	/** The moves of an element that is there from frame `by` on, as much later as that. */
	later(by: number): Motion {
		const moved = new Motion();
		const shift = ([from, to]: [number, number]): [number, number] => [from + by, to + by];
		moved.windows.push([by - 1, by], ...this.windows.map(shift));
		moved.swells.push(...this.swells.map(shift));
		moved.beats.push(...this.beats.map(({ every, phase, from }) => ({ every, phase: phase - by, from: from + by })));
		return moved;
	}

	/** The number of moves that are over at the frame, or -1 while one runs; elements that beat never settle. */
	settled(frame: number): number {
		if (this.beats.length || this.windows.some(([from, to]) => frame > from && frame < to)) return -1;
		return this.windows.filter(([, to]) => frame >= to).length;
	}

	/** Whether the element comes, goes or changes at `frame`, as against swelling or beating. */
	happens(frame: number): boolean {
		const within = (list: [number, number][]) => list.filter(([from, to]) => frame > from && frame <= to).length;
		return within(this.windows) > within(this.swells);
	}

	/** Whether the element looks different at `frame` than at `frame - 1`. */
	moves(frame: number): boolean {
		return (
			this.windows.some(([from, to]) => frame > from && frame <= to) ||
			this.beats.some(
				({ every, phase, from }) => frame > from && Math.floor((frame + phase) / every) !== Math.floor((frame - 1 + phase) / every),
			)
		);
	}
}

/** mulberry32: a small seeded generator of numbers in [0, 1). */
export function random(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
