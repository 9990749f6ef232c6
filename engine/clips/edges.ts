/** Where a clip may begin and end: in the pauses around whole sentences, at their quietest point. */
import type { Levels } from './levels';
import type { Range } from './types';

/** How far the times of words are believed: an edge is looked for this far on either side. */
const REACH = 0.25;
const LEAD = 0.35;
const TAIL = 0.45;
/** Where an edge would best lie before the first and after the last word. */
const WISHED_LEAD = 0.15;
const WISHED_TAIL = 0.3;
/** A pause shorter than this is none. */
export const LEAST_PAUSE = 0.1;
/** A dip this far under the speech around it counts as a pause where the voice detector saw none: between quick sentences. */
const DIP_DB = 18;

export interface Gap extends Range {
	/** The detector heard nobody, or the sound dips far enough. */
	quiet: boolean;
}

/**
 * The pause between two words. Times of words are only near the truth, so the pause that the voice detector saw counts where it lies within
 * reach; else a dip of the sound's level.
 * @param before end of the word before, @param after start of the word after.
 */
export function gapBetween(before: number, after: number, pauses: readonly Range[], levels: Levels): Gap {
	const [low, high] = [before - REACH, after + REACH];
	let best: Range | null = null;
	for (let i = firstAfter(pauses, low); i < pauses.length && pauses[i]!.startSeconds < high; i++) {
		const seen = { startSeconds: Math.max(low, pauses[i]!.startSeconds), endSeconds: Math.min(high, pauses[i]!.endSeconds) };
		if (length(seen) >= LEAST_PAUSE && (!best || length(seen) > length(best))) best = seen;
	}
	if (best) {
		// The detector is slow to wake: no word that was timed is given away to its pause.
		const clear = { startSeconds: Math.max(best.startSeconds, before - 0.05), endSeconds: Math.min(best.endSeconds, after + 0.01) };
		if (length(clear) >= LEAST_PAUSE / 2) return { ...clear, quiet: true };
	}
	// Between two words the level may dip without the detector noticing.
	const at = quietest(levels, before - 0.1, after + 0.1, (before + after) / 2);
	const dip = levels.loudest(before - 1.5, after + 1.5) - levels.at(at);
	return {
		startSeconds: Math.min(at - 0.02, Math.max(before, low)),
		endSeconds: Math.max(at + 0.02, Math.min(after, high)),
		quiet: dip >= DIP_DB,
	};
}

/** Start of a clip whose first word comes after the gap: at most .35 s and half of the gap before it, where it is quietest. */
export function startEdge(gap: Range, levels: Levels): number {
	const room = Math.min(LEAD, length(gap) / 2);
	return quietest(levels, gap.endSeconds - room, gap.endSeconds, gap.endSeconds - Math.min(WISHED_LEAD, room));
}

/** End of a clip whose last word comes before the gap: at most .45 s and half of the gap after it, where it is quietest. */
export function endEdge(gap: Range, levels: Levels): number {
	const room = Math.min(TAIL, length(gap) / 2);
	return quietest(levels, gap.startSeconds, gap.startSeconds + room, gap.startSeconds + Math.min(WISHED_TAIL, room));
}

/** How near a shot cut disturbs: a flash of another picture at the very edge. */
const FLASH = 0.3;

/**
 * Moves the edges off shot cuts: a clip begins with the cut that would flash just after its start, and ends with the one just before its end,
 * as long as no word is lost. @param cuts of the long video, @param words first start and last end.
 */
export function offCuts(edges: Range, cuts: readonly number[], words: Range): Range {
	let { startSeconds, endSeconds } = edges;
	const margin = 0.04;
	const early = cuts.filter((cut) => cut > startSeconds && cut - startSeconds < FLASH && cut <= words.startSeconds - margin).at(-1);
	if (early !== undefined) startSeconds = early;
	const late = cuts.find((cut) => cut < endSeconds && endSeconds - cut < FLASH && cut >= words.endSeconds + margin);
	if (late !== undefined) endSeconds = late;
	return { startSeconds, endSeconds };
}

const length = (range: Range): number => range.endSeconds - range.startSeconds;

/** The quietest 10 ms; of two that are about as quiet the one nearer to `wished`. */
function quietest(levels: Levels, from: number, to: number, wished: number): number {
	let best = Infinity;
	let at = wished;
	for (let t = from; t <= to + 1e-9; t += 0.01) {
		const cost = Math.max(-75, levels.at(t)) + 12 * Math.abs(t - wished);
		if (cost < best) [best, at] = [cost, t];
	}
	return at;
}

/** Index of the first range that ends after a time. */
function firstAfter(ranges: readonly Range[], seconds: number): number {
	let [low, high] = [0, ranges.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (ranges[middle]!.endSeconds > seconds) high = middle;
		else low = middle + 1;
	}
	return low;
}
