/** Whether a number stands in cited sentences or follows from their numbers by one plain step. */
import { boundsOf } from './hardBounds';
import { sameQuantity } from './meaning/matching';
import type { Bound, Quantity } from './quantities';

/** How far "about", "more than" and "less than" may round. */
const ROUNDS = { about: 0.05, beyond: 0.5 };
/** How far the ratio of two numbers may lie from "nearly three times", and beyond "more than half". */
const RATIOS = { about: 0.1, beyond: 0.3 };
const SHARE = /^(?:percent|fraction)$/;
/** Words that say a number without being one. */
const SPOKEN: [RegExp, number][] = [
	[/\b(?:an? (?:pair|couple)|both|twins?|duo|twice|double[sd]?|doubling)\b/, 2],
	[/\b(?:trio|triplets?|triple[sd]?|tripling|treble[sd]?)\b/, 3],
];
const SPOKEN_SHARE: [RegExp, number][] = [
	[/\b(?:halv\w+|halfway|twice|doubl\w+|every (?:second|other))\b/, 0.5],
	[/\b(?:quarter(?:s|ed|ly)?|quadrupl\w+)\b/, 0.25],
];

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
const shareOf = (q: Quantity): number | null =>
	q.value === null || !SHARE.test(q.kind) ? null : q.kind === 'percent' ? q.value / 100 : q.value;
const valueOf = (q: Quantity): number | null => q.base?.value ?? q.value;

/** A quantity of a text, with all that its surroundings may say of its bound. */
export interface Bounded extends Quantity {
	bounds: Set<Bound>;
	/** "three times", "twice". */
	factor: boolean;
	/** "a day" right behind it. */
	per: string | null;
}

export const bounded = (text: string, found: Quantity[]): Bounded[] =>
	found.map((quantity) => ({
		...quantity,
		bounds: boundsOf(text, quantity),
		factor: quantity.unit === 'times' || /^(?: times\b|-?fold\b)/.test(text.slice(quantity.end)),
		per: /^ (?:an?|per|each|every) (\p{L}+)/u.exec(text.slice(quantity.end))?.[1] ?? null,
	}));

/** "A year and a half" as one number, which the reader does not know. */
export const halvesWritten = (text: string): string =>
	text.replace(
		/\b(?:an?|one|the first|first) (second|minute|hour|day|week|month|year|decade|century|mile|kilometre|metre|litre|million|billion) and a half\b/gi,
		'1.5 $1s',
	);

/**
 * @param theirs numbers of the cited sentences; @param text those sentences
 */
export function numberFollows(mine: Bounded, theirs: Bounded[], text: string): boolean {
	if (theirs.some((other) => stands(mine, other) || rounded(mine, other))) return true;
	const lower = text.toLowerCase();
	// As written, where the reader found no number there; else its bound ("about") counts too.
	const own = mine.text.toLowerCase();
	if (lower.includes(own) && !theirs.some((other) => other.text.toLowerCase() === own)) return true;
	// "one" for "a"; "the first to" says no number.
	if (/^(?:one|first)\b/i.test(mine.text)) return true;
	if (mine.kind === 'count' && SPOKEN.some(([word, value]) => mine.value === value && word.test(lower))) return true;
	if (SPOKEN_SHARE.some(([word, share]) => shareOf(mine) === share && word.test(lower))) return true;
	return derived(mine, theirs, lower);
}

/** The same number, its bound read in every way that either side allows. */
function stands(mine: Bounded, theirs: Bounded): boolean {
	if (sameQuantity(mine, theirs) || withoutUnit(mine, theirs)) return true;
	for (const bound of mine.bounds)
		if (theirs.bounds.has(bound)) {
			const [a, b] = [
				{ ...mine, bound },
				{ ...theirs, bound },
			];
			if (sameQuantity(a, b) || withoutUnit(a, b)) return true;
		}
	// "half an hour a day", where the reader took the day for no part of it.
	const per = /^([^/]+)\/(.+)$/.exec(mine.base?.dimension ?? '');
	const same = !!per && !!mine.base && theirs.base?.dimension === per[1] && near(mine.base.value, theirs.base!.value);
	return same && (theirs.per ?? /an? (\p{L}+)$/u.exec(theirs.text)?.[1]) === per[2] && mine.bounds.has(theirs.bound);
}

/** "430 megabits" where the source gives the unit elsewhere, "for 17 years" for "the 17th year in a row". */
const withoutUnit = (mine: Quantity, theirs: Quantity): boolean =>
	mine.value !== null &&
	mine.value === theirs.value &&
	mine.bound === theirs.bound &&
	(theirs.kind === 'count' || mine.kind === 'count' || theirs.kind === 'ordinal') &&
	!/percent|fraction|year/.test(`${mine.kind} ${theirs.kind}`);

/** "About 40,000" for 40,075; "more than 40,000" too. */
function rounded(mine: Quantity, theirs: Quantity): boolean {
	const [a, b] = [valueOf(mine), valueOf(theirs)];
	if (a === null || b === null || a <= 0 || (mine.base?.dimension ?? mine.unit) !== (theirs.base?.dimension ?? theirs.unit)) return false;
	if (theirs.bound !== null && theirs.bound !== 'about') return false;
	const off = (b - a) / a;
	if (mine.bound === 'about') return Math.abs(off) <= ROUNDS.about;
	if (theirs.bound !== null) return false;
	return mine.bound === 'over' ? off > 0 && off <= ROUNDS.beyond : mine.bound === 'under' ? off < 0 && off >= -ROUNDS.beyond : false;
}

/** Whether a ratio is what a number says: exactly, or "nearly", "more than" and "less than" it. */
function ratioFits(ratio: number, value: number, bound: Bound): boolean {
	if (near(ratio, value)) return bound === null || bound === 'about';
	const off = (ratio - value) / value;
	if (bound === 'about') return Math.abs(off) <= RATIOS.about;
	if (bound === 'over') return off > 0 && off <= RATIOS.beyond;
	return bound === 'under' && off < 0 && off >= -RATIOS.beyond;
}

/** A sum, difference, product or ratio of two numbers, or the rest of a whole. */
function derived(mine: Bounded, theirs: Bounded[], lower: string): boolean {
	// What follows from "about 40" is "about" something.
	const list = theirs.filter((q) => q.value !== null && (q.bound === null || mine.bound !== null) && !/^(?:year|date|time)$/.test(q.kind));
	const own = shareOf(mine);
	// Of two counts or two measures, as written: "14 of the 22 kilometres".
	const ratio = (fits: (ratio: number) => boolean): boolean =>
		list.some((a) => list.some((b) => a !== b && shareOf(a) === null && shareOf(b) === null && b.value !== 0 && fits(a.value! / b.value!)));
	if (own !== null)
		return (
			list.some((q) => shareOf(q) !== null && near(1 - shareOf(q)!, own)) ||
			list.some((q) => q.kind === 'ordinal' && near(1 / q.value!, own)) ||
			ratio((value) => ratioFits(value, own, mine.bound))
		);
	const value = valueOf(mine);
	if (value === null || /^(?:ordinal|year|date|time|decade|century)$/.test(mine.kind)) return false;
	if (list.some((q) => shareOf(q) !== null && shareOf(q) !== 0 && mine.bound !== 'over' && near(1 / shareOf(q)!, value))) return true;
	if (mine.factor && ratio((found) => ratioFits(found, mine.value!, mine.bound))) return true;
	const steps = (all: number[], wanted: number): boolean =>
		all.some((a, i) => all.some((b, k) => i !== k && (near(a - b, wanted) || (i < k && near(a + b, wanted)))));
	const alike = list.filter(
		(q) => (q.base?.dimension ?? null) === (mine.base?.dimension ?? null) || (q.kind === 'count' && mine.kind === 'count'),
	);
	if (
		steps(
			alike.map((q) => valueOf(q)!),
			value,
		)
	)
		return true;
	if (list.some((a) => list.some((b) => a !== b && near(valueOf(a)! * valueOf(b)!, value)))) return true;
	// The unit may stand at the one number alone.
	const plain = list.filter((q) => shareOf(q) === null && (q.kind === 'count' || q.unit === mine.unit)).map((q) => q.value!);
	// "only one of the nine": the other eight. The reader takes that "one" for a pronoun.
	if (/\b(?:only|just|all but|except|but|save) one\b/.test(lower) && !plain.includes(1)) plain.push(1);
	if (mine.value !== null && steps(plain, mine.value)) return true;
	// "three times the number it was built for", "fell by a quarter to 30"
	const base = list.filter((q) => shareOf(q) === null && !q.factor);
	return base.some((q) =>
		list.some(
			(by) =>
				by !== q &&
				((by.factor && by.value! > 1 && near(valueOf(q)! / by.value!, value)) ||
					(shareOf(by) !== null &&
						shareOf(by)! < 1 &&
						(near(valueOf(q)! / (1 - shareOf(by)!), value) || near(valueOf(q)! * shareOf(by)!, value)))),
		),
	);
}
