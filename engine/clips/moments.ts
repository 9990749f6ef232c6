/**
 * Stretches of a long video that could be shorts: whole sentences from one that stands alone to one that comes to an end, between quiet
 * points. Each gets a score in parts, every part its place among all stretches, and the reasons for it.
 */
import { countsOf, sum, tellingScores, type Counts } from './features';
import { endEdge, gapBetween, startEdge, type Gap } from './edges';
import type { Levels } from './levels';
import { cannotClose, cannotOpen } from './standsAlone';
import { sentencesOf, type Sentence } from './sentences';
import { stemsOf, Subjects } from './subjects';
import type { Moment, MomentWishes, Transcript } from './types';

export interface Candidate {
	/** Sentences from … up to and not including. */
	from: number;
	to: number;
	startSeconds: number;
	endSeconds: number;
	scores: Record<string, number>;
	total: number;
}

/** Weights of the parts; what is not asked for (no keywords) does not count. */
const WEIGHTS = { telling: 0.36, opening: 0.24, whole: 0.24, length: 0.16, subject: 0.9 } as const;
type Part = keyof typeof WEIGHTS;

/** A silence inside of a clip that loses the viewer. */
const DEAD_AIR = 3.5;

export interface Material {
	sentences: Sentence[];
	/** The pause before sentence i; one more for the end. */
	gaps: Gap[];
	/** Why sentence i cannot open or close a clip. */
	opens: (string | null)[];
	closes: (string | null)[];
	counts: Counts[];
	subjects: Subjects;
}

/** Speech this near to the end of what was listened to may go on beyond it. */
const TORN = 0.6;

/** Sentences with what is needed to judge stretches of them. */
export function materialOf(transcript: Transcript, levels: Levels): Material {
	const { words, language, pauses, range, durationSeconds } = transcript;
	const sentences = sentencesOf(words, language);
	const torn = {
		first: range.startSeconds > 0 && (sentences[0]?.startSeconds ?? Infinity) < range.startSeconds + TORN,
		last: range.endSeconds < durationSeconds - 0.01 && (sentences.at(-1)?.endSeconds ?? 0) > range.endSeconds - TORN,
	};
	const gaps = Array.from({ length: sentences.length + 1 }, (_, i) => {
		const before = sentences[i - 1]?.endSeconds;
		const after = sentences[i]?.startSeconds;
		// Nothing is said before the first and after the last sentence.
		if (before === undefined) return { startSeconds: range.startSeconds, endSeconds: after ?? range.endSeconds, quiet: true };
		if (after === undefined) return { startSeconds: before, endSeconds: range.endSeconds, quiet: true };
		return gapBetween(before, after, pauses, levels);
	});
	return {
		sentences,
		gaps,
		opens: sentences.map(({ text }, i) => {
			if (sentences[i - 1]?.open) return 'goes on from what is said before';
			return i === 0 && torn.first ? 'may have begun before the range' : cannotOpen(text, language);
		}),
		closes: sentences.map(({ text, open }, i) => {
			if (i === sentences.length - 1) return torn.last ? 'may go on after the range' : cannotClose(text, language);
			return open ? 'ends without a full stop' : cannotClose(text, language);
		}),
		counts: sentences.map(({ text }) => countsOf(text)),
		subjects: new Subjects(sentences.map(({ text }) => text)),
	};
}

/** Every stretch of whole sentences that is long enough, opens and closes well, and lies between quiet points. */
export function candidatesOf(material: Material, levels: Levels, wishes: MomentWishes, strict = true): Candidate[] {
	const { sentences, gaps, opens, closes } = material;
	const { range, minSeconds, maxSeconds } = wishes;
	const found: Candidate[] = [];
	for (let from = 0; from < sentences.length; from++) {
		if (!gaps[from]!.quiet || (strict && opens[from])) continue;
		const startSeconds = startEdge(gaps[from]!, levels);
		if (range && startSeconds < range.startSeconds) continue;
		for (let to = from + 1; to <= sentences.length; to++) {
			const last = sentences[to - 1]!;
			if (last.endSeconds - startSeconds > maxSeconds) break;
			if (to - 1 > from && last.startSeconds - sentences[to - 2]!.endSeconds > DEAD_AIR) break;
			if (last.endSeconds - startSeconds < minSeconds - 0.8 || !gaps[to]!.quiet || (strict && closes[to - 1])) continue;
			const endSeconds = endEdge(gaps[to]!, levels);
			if (endSeconds - startSeconds < minSeconds || endSeconds - startSeconds > maxSeconds) continue;
			if (range && endSeconds > range.endSeconds) break;
			found.push({ from, to, startSeconds, endSeconds, scores: {}, total: 0 });
		}
	}
	return found;
}

/** Places of values among themselves, 0–1, the largest 1; equal ones share theirs. */
export function ranked(values: readonly number[]): number[] {
	const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
	const out = new Array<number>(values.length).fill(1);
	if (values.length < 2) return out;
	for (let i = 0; i < order.length;) {
		let end = i;
		while (end < order.length && values[order[end]!] === values[order[i]!]) end++;
		for (let k = i; k < end; k++) out[order[k]!] = (i + end - 1) / 2 / (values.length - 1);
		i = end;
	}
	return out;
}

/** Gives every candidate its scores. */
export function score(candidates: Candidate[], material: Material, wishes: MomentWishes): void {
	if (!candidates.length) return;
	const { counts, sentences } = material;
	const telling = tellingScores(candidates.map(({ from, to }) => sum(counts.slice(from, to))));
	const opening = tellingScores(candidates.map(({ from }) => counts[from]!)).map((value, i) => value + openingBonus(sentences[candidates[i]!.from]!)); // prettier-ignore
	const keywords = wishes.keywords.flatMap(stemsOf);
	const parts: Partial<Record<Part, number[]>> = {
		telling,
		opening,
		whole: candidates.map((one) => wholeness(one, material)),
		length: candidates.map(({ startSeconds, endSeconds }) => lengthFit(endSeconds - startSeconds, wishes)),
		...(keywords.length ? { subject: candidates.map(({ from, to }) => material.subjects.share(from, to, keywords)) } : {}),
	};
	const names = Object.keys(parts) as Part[];
	const weight = names.reduce((total, name) => total + WEIGHTS[name], 0);
	for (const name of names)
		ranked(parts[name]!).forEach((place, i) => {
			// Nothing of the wished subject is no place at all.
			const value = name === 'subject' && parts.subject![i] === 0 ? 0 : place;
			candidates[i]!.scores[name] = round(value);
			candidates[i]!.total += (value * WEIGHTS[name]) / weight;
		});
	const totals = ranked(candidates.map(({ total }) => total));
	candidates.forEach((one, i) => (one.scores.total = round(totals[i]!)));
}

/** Short first sentences are heard before anybody swipes away. */
function openingBonus({ startSeconds, endSeconds, text }: Sentence): number {
	const seconds = endSeconds - startSeconds;
	return (seconds <= 6 ? 0.3 : seconds > 12 ? -0.4 : 0) + (/\?["”’)]*$/.test(text) ? 0.3 : 0);
}

/** Whether a stretch is a thing of its own: pauses around it, other subjects before and after it, one subject within. */
function wholeness({ from, to }: Candidate, { gaps, subjects }: Material): number {
	const pause = (gap: Gap) => Math.min(1.5, gap.endSeconds - gap.startSeconds);
	return 0.5 * (pause(gaps[from]!) + pause(gaps[to]!)) + 2 * (subjects.turn(from) + subjects.turn(to)) + subjects.unity(from, to);
}

/** Best in the middle of what is allowed, a little towards the short end. */
function lengthFit(seconds: number, { minSeconds, maxSeconds }: MomentWishes): number {
	const best = minSeconds + 0.4 * (maxSeconds - minSeconds);
	return -Math.abs(Math.log(seconds / best));
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Why a candidate was chosen, in plain words. */
export function reasonsOf(one: Candidate, material: Material, wishes: MomentWishes): string[] {
	const { sentences, gaps, counts, subjects } = material;
	const { from, to, scores } = one;
	const first = sentences[from]!;
	const own = sum(counts.slice(from, to));
	const reasons: string[] = [];
	const named = wishes.keywords.filter((keyword) => subjects.share(from, to, stemsOf(keyword)) > 0);
	if (named.length) reasons.push(`Speaks of ${named.slice(0, 4).join(', ')}`);
	if (/\?["”’)]*$/.test(first.text)) reasons.push('Opens with a question');
	else if ((scores.opening ?? 0) >= 0.75) reasons.push('Opens strongly: its first sentence is short and personal or direct');
	const { firstPerson, secondPerson, contrast, family } = own.lists;
	const per = (count: number) => (100 * count) / Math.max(1, own.words);
	if (per(firstPerson) >= 5) reasons.push('Told in the first person');
	if (per(secondPerson) >= 4) reasons.push('Speaks to the viewer');
	if (own.questions >= 2) reasons.push(`Asks ${own.questions} questions`);
	if (per(contrast) >= 4) reasons.push('Turns on a contrast');
	if (per(family) >= 2) reasons.push('Is about people close to the speaker');
	const [before, after] = [gaps[from]!, gaps[to]!].map((gap) => gap.endSeconds - gap.startSeconds);
	if (before! >= 0.6 && after! >= 0.6) reasons.push(`Stands between pauses of ${before!.toFixed(1)} and ${after!.toFixed(1)} s`);
	if ((scores.whole ?? 0) >= 0.8) reasons.push('One subject from beginning to end');
	const count = to - from;
	reasons.push(`${count} whole sentence${count === 1 ? '' : 's'}, ${Math.round(one.endSeconds - one.startSeconds)} s`);
	if (material.opens[from]) reasons.push(`Its first sentence ${material.opens[from]}: nothing better was found`);
	return reasons;
}

export const momentOf = (one: Candidate, material: Material, wishes: MomentWishes, title: string): Moment => ({
	startSeconds: round(one.startSeconds),
	endSeconds: round(one.endSeconds),
	title,
	text: textOf(material, one.from, one.to),
	scores: one.scores,
	reasons: reasonsOf(one, material, wishes),
});

export const textOf = ({ sentences }: Material, from: number, to: number): string =>
	sentences.slice(from, to).map(({ text }) => text).join(' '); // prettier-ignore
