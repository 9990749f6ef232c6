/** How the window moves within one shot: as little as keeps its target inside, known ahead, without a jerk. */

/** One coordinate of what is to stay inside, at one moment. */
export interface Span {
	from: number;
	to: number;
}

/** Room that a face should have on either side, as a share of its width, where the window has it to give. */
const MARGIN = 0.12;
/** The target may stray this share of the window's width from its middle before the window follows. */
const DEAD_ZONE = 0.1;
/** And of the room that is left beside it: a face that fills the window is followed closely. */
const SLACK_SHARE = 0.45;
/** Weight that draws a standing window to the middle of its target, against that of moving at all. */
const CENTRING = 0.002;
/** Standard deviation of the smoothing that takes the corners off the path. */
const SOFTEN_SECONDS = 0.3;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Middle value of each moment and its neighbours: what one picture alone sees is not followed. */
export function median(values: number[], reach = 1): number[] {
	return values.map((_, i) => {
		const near = values.slice(Math.max(0, i - reach), i + reach + 1).sort((a, b) => a - b);
		return near.length % 2 ? near[near.length >> 1]! : (near[near.length / 2 - 1]! + near[near.length / 2]!) / 2;
	});
}

/** Fills what was not seen by what was before and after it, on a straight line; at the ends it stays as it is. */
export function filled(spans: (Span | null)[]): Span[] {
	const seen = spans.flatMap((span, i) => (span ? [i] : []));
	return spans.map((span, i) => {
		if (span) return span;
		const after = seen.find((at) => at > i);
		const before = seen.findLast((at) => at < i);
		const [a, b] = [spans[before ?? after!]!, spans[after ?? before!]!];
		const share = before === undefined || after === undefined ? 0 : (i - before) / (after - before);
		return { from: a.from + (b.from - a.from) * share, to: a.to + (b.to - a.to) * share };
	});
}

/**
 * Positions of a window of `size` within 0…`whole` at each moment, so that it holds the spans and moves as little as may be: the minimum of
 * Σ (step)² + c Σ (distance from the middle)² with every position bound to the dead zone, by projected successive over-relaxation (Cryer 1971).
 */
export function follow(spans: (Span | null)[], size: number, whole: number): number[] {
	const room = whole - size;
	if (room <= 0) return spans.map(() => 0);
	if (spans.every((span) => span === null)) return spans.map(() => room / 2);
	const known = filled(spans);
	const middles = median(known.map(({ from, to }) => (from + to) / 2));
	const widths = median(
		known.map(({ from, to }) => to - from),
		2,
	);
	const wished = middles.map((middle) => clamp(middle - size / 2, 0, room));
	const zone = widths.map((width) => Math.max(0, Math.min(DEAD_ZONE * size, (SLACK_SHARE * (size - width * (1 + 2 * MARGIN))) / 2)));
	const at = [...wished];
	const last = at.length - 1;
	for (let round = 0, moved = Infinity; moved > 0.01 && round < 4000; round++) {
		moved = 0;
		for (let i = 0; i <= last; i++) {
			const near = [...(i > 0 ? [at[i - 1]!] : []), ...(i < last ? [at[i + 1]!] : [])];
			// Where nobody is seen nothing draws the window.
			const pull = spans[i] ? CENTRING : 0;
			const best = (near.reduce((a, b) => a + b, 0) + pull * wished[i]!) / (near.length + pull || 1);
			const relaxed = at[i]! + 1.7 * ((near.length + pull ? best : wished[i]!) - at[i]!);
			const bound = spans[i]
				? clamp(relaxed, Math.max(0, wished[i]! - zone[i]!), Math.min(room, wished[i]! + zone[i]!))
				: clamp(relaxed, 0, room);
			moved = Math.max(moved, Math.abs(bound - at[i]!));
			at[i] = bound;
		}
	}
	return at;
}

/** Values at `times` of a line through `values` at steps of `step` seconds, flat beyond its ends. */
export function sampled(values: number[], step: number, times: number[]): number[] {
	return times.map((time) => {
		const place = clamp(time / step, 0, values.length - 1);
		const i = Math.min(values.length - 2, Math.floor(place));
		return i < 0 ? values[0]! : values[i]! + (values[i + 1]! - values[i]!) * (place - i);
	});
}

/** Rounds the corners of a line sampled every `step` seconds: a Gaussian, mirrored at the ends so that they stay where they are. */
export function softened(values: number[], step: number, seconds = SOFTEN_SECONDS): number[] {
	const sigma = seconds / step;
	const reach = Math.ceil(3 * sigma);
	const weights = Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
	const last = values.length - 1;
	// Point-mirrored: a line that ends rising goes on rising, so that its end is not flattened.
	const at = (i: number): number =>
		i < 0 ? 2 * values[0]! - values[Math.min(last, -i)]! : i > last ? 2 * values[last]! - values[Math.max(0, 2 * last - i)]! : values[i]!;
	return values.map((value, i) => {
		let [sum, total] = [value, 1];
		for (let k = 1; k <= reach; k++) {
			sum += weights[k]! * (at(i - k) + at(i + k));
			total += 2 * weights[k]!;
		}
		return sum / total;
	});
}

/** Indexes of the points of a line that are enough to draw it within `tolerance` (Ramer–Douglas–Peucker over several coordinates). */
export function enough(lines: number[][], tolerance: number): number[] {
	const kept = new Set([0, lines[0]!.length - 1]);
	const parts: [number, number][] = [[0, lines[0]!.length - 1]];
	for (let part = parts.pop(); part; part = parts.pop()) {
		const [from, to] = part;
		let [worst, where] = [tolerance, -1];
		for (let i = from + 1; i < to; i++)
			for (const line of lines) {
				const off = Math.abs(line[i]! - (line[from]! + ((line[to]! - line[from]!) * (i - from)) / (to - from)));
				if (off > worst) [worst, where] = [off, i];
			}
		if (where < 0) continue;
		kept.add(where);
		parts.push([from, where], [where, to]);
	}
	return [...kept].sort((a, b) => a - b);
}
