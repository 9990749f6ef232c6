/** Whether a number stands in cited sentences or follows from their numbers by one plain step. */
import { sameQuantity } from './meaning/matching';
import type { Quantity } from './quantities';

/** How far "about", "more than" and "less than" may round. */
const ROUNDS = { about: 0.05, beyond: 0.1 };
const SHARE = /^(?:percent|fraction)$/;

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
const shareOf = (q: Quantity): number | null =>
	q.value === null || !SHARE.test(q.kind) ? null : q.kind === 'percent' ? q.value / 100 : q.value;
const valueOf = (q: Quantity): number | null => q.base?.value ?? q.value;

/**
 * @param theirs numbers of the cited sentences; @param text those sentences
 */
export function numberFollows(mine: Quantity, theirs: Quantity[], text: string): boolean {
	if (theirs.some((other) => sameQuantity(mine, other) || withoutUnit(mine, other) || rounded(mine, other))) return true;
	const lower = text.toLowerCase();
	// As written, where the reader found no number there; else its bound ("about") counts too.
	const own = mine.text.toLowerCase();
	if (lower.includes(own) && !theirs.some((other) => other.text.toLowerCase() === own)) return true;
	// "one" for "a"; "the first to" says no number.
	if (/^(?:one|first)\b/i.test(mine.text)) return true;
	if (mine.value === 2 && /\b(?:twice|doubl\w+|half|halv\w+)\b/.test(lower) && /twice|two times|doubl/i.test(mine.text)) return true;
	if (shareOf(mine) === 0.5 && /\b(?:halv\w+|halfway|twice|doubl\w+)\b/.test(lower)) return true;
	return derived(mine, theirs);
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

/** A sum, difference or product of two numbers, or the rest of a whole. */
function derived(mine: Quantity, theirs: Quantity[]): boolean {
	// What follows from "about 40" is "about" something.
	const list = theirs.filter((q) => q.value !== null && (q.bound === null || mine.bound !== null) && !/^(?:year|date|time)$/.test(q.kind));
	const own = shareOf(mine);
	if (own !== null)
		return (
			list.some((q) => shareOf(q) !== null && near(1 - shareOf(q)!, own)) ||
			list.some((q) => q.kind === 'ordinal' && near(1 / q.value!, own)) ||
			list.some((a) => list.some((b) => a !== b && b.value !== 0 && near(a.value! / b.value!, own)))
		);
	const value = valueOf(mine);
	if (value === null || /^(?:ordinal|year|date|time|decade|century)$/.test(mine.kind)) return false;
	if (list.some((q) => shareOf(q) !== null && shareOf(q) !== 0 && mine.bound !== 'over' && near(1 / shareOf(q)!, value))) return true;
	const values = list.map((q) => valueOf(q)!);
	return values.some((a, i) =>
		values.some((b, k) => i !== k && (near(a - b, value) || (i < k && (near(a + b, value) || near(a * b, value))))),
	);
}
