/**
 * Similarities of words: tf-idf cosine, Jaccard, longest common run, and the veto that keeps look-alike stories apart.
 */
import { tag } from './nlp';

const rawWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Stems of the content words of a text (numbers and names included), in order. */
export function contentStems(text: string): string[] {
	return tag(text)
		.filter((t) => !t.stop && /[\p{L}\p{N}]/u.test(t.text) && t.pos !== 'PUNCT')
		.map((t) => t.stem);
}

export interface TfIdf {
	/** Cosine (0–1) of two documents of the collection. */
	similarity(a: number, b: number): number;
	/** Terms of a document by weight, highest first. */
	keywords(index: number, count: number): string[];
}

/** Tf-idf over a collection: weight = (1 + ln tf) · ln(1 + N / df). */
export function tfIdf(documents: string[]): TfIdf {
	const counts = documents.map((document) => {
		const count = new Map<string, number>();
		for (const stem of contentStems(document)) count.set(stem, (count.get(stem) ?? 0) + 1);
		return count;
	});
	const frequency = new Map<string, number>();
	for (const count of counts) for (const term of count.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
	const vectors = counts.map((count) => {
		const vector = new Map<string, number>();
		for (const [term, n] of count) vector.set(term, (1 + Math.log(n)) * Math.log(1 + documents.length / frequency.get(term)!));
		const length = Math.hypot(...vector.values()) || 1;
		for (const [term, weight] of vector) vector.set(term, weight / length);
		return vector;
	});
	return {
		similarity(a, b) {
			let sum = 0;
			for (const [term, weight] of vectors[a]!) sum += weight * (vectors[b]!.get(term) ?? 0);
			return sum;
		},
		keywords: (index, count) =>
			[...vectors[index]!]
				.sort((x, y) => y[1] - x[1])
				.slice(0, count)
				.map(([term]) => term),
	};
}

/** Shared ÷ all distinct words, 0–1. */
export function jaccard(a: string, b: string): number {
	const left = new Set(rawWords(a));
	const right = new Set(rawWords(b));
	if (!left.size && !right.size) return 1;
	const shared = [...left].filter((word) => right.has(word)).length;
	return shared / (left.size + right.size - shared);
}

/** Length in words of the longest run that both texts share. */
export function longestCommonRun(a: string, b: string): number {
	const left = rawWords(a);
	const right = rawWords(b);
	let previous = new Uint16Array(right.length + 1);
	let best = 0;
	for (const word of left) {
		const row = new Uint16Array(right.length + 1);
		right.forEach((other, j) => {
			if (word === other) {
				row[j + 1] = previous[j]! + 1;
				best = Math.max(best, row[j + 1]!);
			}
		});
		previous = row;
	}
	return best;
}

const SMALL = new Set(
	'the a an of to in on is was at for its his her it by and that as be with from more than are over into not after will has have'.split(
		' ',
	),
);
const shortStems = (text: string): Set<string> =>
	new Set(
		(text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => !SMALL.has(word)).map((word) => word.replace(/(?:ing|ed|es|s)$/, '')),
	);
const capitals = (text: string): Set<string> =>
	new Set([...text.matchAll(/\p{Lu}\p{L}+/gu)].filter((m) => m.index > 0).map((m) => m[0].toLowerCase()));
const figures = (text: string): Set<string> =>
	new Set((text.match(/\d[\d.,]*/g) ?? []).map((n) => n.replace(/[.,]$/, '')).filter((n) => !/^(?:19|20)\d\d$/.test(n)));
const minus = (a: Set<string>, b: Set<string>): number => [...a].filter((word) => !b.has(word)).length;

/**
 * "Same template, other filler": at least 35 % of the smaller side's stems are shared while each side has a name, or each a number,
 * that the other lacks ("EU fines Meta" / "EU fines Apple"). Such a pair is not the same story, whatever its cosine.
 */
export function differentStories(a: string, b: string): boolean {
	const left = shortStems(a);
	const right = shortStems(b);
	const smaller = Math.min(left.size, right.size);
	if (!smaller) return false;
	const shared = [...left].filter((stem) => right.has(stem)).length / smaller;
	if (shared < 0.35) return false;
	const all = (text: string): Set<string> => new Set(rawWords(text));
	const named = minus(capitals(a), all(b)) > 0 && minus(capitals(b), all(a)) > 0;
	const counted = minus(figures(a), figures(b)) > 0 && minus(figures(b), figures(a)) > 0;
	return named || counted;
}
