/** Which of many stretches become clips: the best that do not overlap and do not say the same. */
import { candidatesOf, momentOf, score, type Candidate, type Material } from './moments';
import type { Levels } from './levels';
import { cosine } from './subjects';
import { titleOf } from './titles';
import type { Moment, MomentWishes } from './types';

/** Two clips more alike than this are one too many. */
const ALIKE = 0.6;

/**
 * How many clips a video is good for: people who got one to three came back far less often than those who got four to nine.
 * @param seconds of the part that is looked at.
 */
export function wantedCount(seconds: number): { wanted: number; least: number } {
	const wanted = Math.max(3, Math.min(10, Math.round(seconds / 90) + 2));
	return { wanted, least: Math.min(wanted, seconds >= 240 ? 4 : seconds >= 90 ? 2 : 1) };
}

/** The moments of a video in order of rank. */
export function chooseMoments(material: Material, levels: Levels, language: string, wishes: MomentWishes): Moment[] {
	const { sentences } = material;
	const range = wishes.range ?? { startSeconds: 0, endSeconds: sentences.at(-1)?.endSeconds ?? 0 };
	const spoken = sentences.filter((s) => s.startSeconds >= range.startSeconds && s.endSeconds <= range.endSeconds);
	const seconds = spoken.length ? spoken.at(-1)!.endSeconds - spoken[0]!.startSeconds : 0;
	const { wanted, least } = wishes.count > 0 ? { wanted: wishes.count, least: wishes.count } : wantedCount(seconds);
	let candidates = scored(material, levels, wishes, true);
	let chosen = pick(candidates, material, wanted, least);
	if (chosen.length < least) {
		// Better a clip that leans on what was said before than none: it says so among its reasons.
		candidates = [...candidates, ...scored(material, levels, wishes, false).filter((one) => !candidates.some((c) => c.from === one.from && c.to === one.to))]; // prettier-ignore
		chosen = pick(candidates, material, wanted, least);
	}
	return chosen
		.sort((a, b) => b.total - a.total)
		.map((one) => momentOf(one, material, wishes, titleOf(material, one.from, one.to, language)));
}

function scored(material: Material, levels: Levels, wishes: MomentWishes, strict: boolean): Candidate[] {
	const candidates = candidatesOf(material, levels, wishes, strict);
	score(candidates, material, wishes);
	// The weak ones come after every one that stands alone.
	if (!strict) for (const one of candidates) one.total -= (material.opens[one.from] ? 0.5 : 0) + (material.closes[one.to - 1] ? 0.3 : 0);
	return candidates;
}

function pick(candidates: Candidate[], material: Material, wanted: number, least: number): Candidate[] {
	const greedy = best(candidates, material, wanted);
	// The best few may take up all the room; then as many as are the least are chosen together.
	return greedy.length >= least ? greedy : (together(candidates, least) ?? greedy);
}

const apart = (a: Candidate, b: Candidate): boolean => a.endSeconds <= b.startSeconds || b.endSeconds <= a.startSeconds;

function best(candidates: Candidate[], { subjects }: Material, wanted: number): Candidate[] {
	const chosen: Candidate[] = [];
	for (const one of [...candidates].sort((a, b) => b.total - a.total || a.startSeconds - b.startSeconds)) {
		if (chosen.length >= wanted) break;
		if (!chosen.every((other) => apart(one, other))) continue;
		const own = subjects.vector(one.from, one.to);
		if (chosen.some((other) => cosine(own, subjects.vector(other.from, other.to)) > ALIKE)) continue;
		chosen.push(one);
	}
	return chosen;
}

/** The `count` stretches without overlap whose scores add up to most (dynamic programming over ends), or null where there are not as many. */
export function together(candidates: Candidate[], count: number): Candidate[] | null {
	const sorted = [...candidates].sort((a, b) => a.endSeconds - b.endSeconds);
	const ends = sorted.map(({ endSeconds }) => endSeconds);
	// Index after the last one that ends before this one starts.
	const before = sorted.map(({ startSeconds }) => {
		let [low, high] = [0, ends.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (ends[middle]! <= startSeconds) low = middle + 1;
			else high = middle;
		}
		return low;
	});
	const rows: Float64Array[] = [new Float64Array(sorted.length + 1)];
	for (let k = 1; k <= count; k++) {
		const row = new Float64Array(sorted.length + 1).fill(-Infinity);
		for (let i = 1; i <= sorted.length; i++) row[i] = Math.max(row[i - 1]!, rows[k - 1]![before[i - 1]!]! + 1 + sorted[i - 1]!.total);
		rows.push(row);
	}
	if (!Number.isFinite(rows[count]![sorted.length]!)) return count > 1 ? together(candidates, count - 1) : null;
	const chosen: Candidate[] = [];
	for (let k = count, i = sorted.length; k > 0;) {
		if (rows[k]![i] === rows[k]![i - 1]) i--;
		else {
			chosen.push(sorted[i - 1]!);
			i = before[i - 1]!;
			k--;
		}
	}
	return chosen;
}
