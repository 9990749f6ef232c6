/** Samples brought to a higher rate. */
import { sincPhases } from './meter';

const TAPS = 40;
const KAISER = 9;
/** The tap that stands on the sample itself. */
const SELF = TAPS / 2 - 1;

const divisor = (a: number, b: number): number => (b ? divisor(b, a % b) : a);

/** `samples` at `to` samples a second instead of `from`, without moving it: what stood at a time stands there still. `to` must not be lower. */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
	if (from === to) return samples;
	const common = divisor(from, to);
	const [phases, step] = [to / common, from / common];
	const filters = sincPhases(phases, TAPS, 1, KAISER);
	const length = Math.round((samples.length * to) / from);
	const out = new Float32Array(length);
	// Silence around it, so that the inner loop need not look where it is.
	const padded = new Float32Array(samples.length + 2 * TAPS);
	padded.set(samples, TAPS);
	const lead = TAPS - SELF;
	let [whole, phase] = [0, 0];
	for (let i = 0; i < length; i++) {
		const at = whole + lead;
		if (phase === 0) out[i] = padded[at + SELF]!;
		else {
			const taps = filters[phase]!;
			let sum = 0;
			for (let k = 0; k < TAPS; k++) sum += taps[k]! * padded[at + k]!;
			out[i] = sum;
		}
		phase += step;
		while (phase >= phases) {
			phase -= phases;
			whole++;
		}
	}
	return out;
}
