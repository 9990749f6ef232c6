/**
 * Alignment of a statement with a source sentence: in order, word by word, as contiguous as it can be.
 */
import type { Token } from './clauses';

/** Whether two tokens say the same: equal quantity, equal name, or equal lemma in the same tense. */
export function same(a: Token, b: Token): boolean {
	if (a.quantity || b.quantity) return !!a.quantity && !!b.quantity && quantityEqual(a, b);
	if (a.punct || b.punct) return a.lower === b.lower;
	if (a.lower === b.lower) return true;
	if (a.name !== b.name && a.pos === 'PROPN' && b.pos === 'PROPN') return a.lower === b.lower;
	if (a.key !== b.key) return false;
	const verbs = a.tense !== 'none' && b.tense !== 'none';
	return verbs ? a.tense === b.tense : (a.tense === 'none') === (b.tense === 'none') || a.pos === 'ADJ' || b.pos === 'ADJ';
}

/** Pounds are money and mass: "£5" and "5 pounds" meet as money. */
function quantityEqual(a: Token, b: Token): boolean {
	if (a.key === b.key) return true;
	const qa = a.quantity!;
	const qb = b.quantity!;
	const pounds = (unit: string | null): boolean => unit === 'pound' || unit === 'GBP';
	return pounds(qa.unit) && pounds(qb.unit) && qa.value === qb.value && qa.bound === qb.bound;
}

const weight = (t: Token): number => (t.punct ? 0.05 : t.quantity ? 2 : /NOUN|PROPN|VERB|ADJ|NUM/.test(t.pos) ? 1 : 0.35);

/**
 * Best monotonic alignment. Returns for every statement token the index of its source token, or −1.
 * Score: weights of matched tokens plus a bonus where neighbours stay neighbours.
 */
export function align(statement: Token[], source: Token[]): number[] {
	const n = statement.length;
	const m = source.length;
	// [i][j]: best score of statement[i…], source[j…]; `next` says whether i matched j.
	const width = m + 1;
	const free = new Float64Array((n + 1) * width);
	const tied = new Float64Array((n + 1) * width);
	const choice = new Uint8Array((n + 1) * width * 2);
	const BONUS = 0.3;
	for (let i = n; i >= 0; i--) {
		for (let j = m; j >= 0; j--) {
			const at = i * width + j;
			if (i === n || j === m) continue;
			const skip = Math.max(free[at + width]!, free[at + 1]!);
			const skipChoice = free[at + width]! >= free[at + 1]! ? 1 : 2;
			let match = -1;
			if (same(statement[i]!, source[j]!)) match = weight(statement[i]!) + tied[at + width + 1]!;
			free[at] = match >= skip ? match : skip;
			choice[at * 2] = match >= skip ? 3 : skipChoice;
			const joined = match >= 0 ? match + BONUS : -1;
			tied[at] = joined >= skip ? joined : skip;
			choice[at * 2 + 1] = joined >= skip ? 3 : skipChoice;
		}
	}
	const out = new Array<number>(n).fill(-1);
	let i = 0;
	let j = 0;
	let state = 0;
	while (i < n && j < m) {
		const step = choice[(i * width + j) * 2 + state]!;
		if (step === 3) {
			out[i] = j;
			i++;
			j++;
			state = 1;
		} else if (step === 1) {
			i++;
			state = 0;
		} else {
			j++;
			state = 0;
		}
	}
	return out;
}

/** Share of the statement's weight that is aligned, 0–1. */
export function coverage(statement: Token[], alignment: number[]): number {
	let all = 0;
	let hit = 0;
	statement.forEach((t, i) => {
		if (t.punct) return;
		all += weight(t);
		if (alignment[i]! >= 0) hit += weight(t);
	});
	return all ? hit / all : 0;
}
