/**
 * Whether a word, name or number of a statement may stand for one of the source, and how prepositions and connectors compare.
 */
import type { Quantity } from '../quantities';
import type { Unit } from './graph';
import { relation } from './lexicon';
import { NEAR } from './near';
import type { WordClass } from './lexicon';

const NUMBER_SLACK = 1e-4;

/** Dimension and value that compare: percent, fractions and odds meet as ratios; years, decades and months as months. */
function measured(q: Quantity): { dimension: string; value: number | null; high?: number } {
	if (q.kind === 'percent' && q.value !== null) return { dimension: 'ratio', value: q.value / 100 };
	if (q.kind === 'fraction' && q.unit === 'fraction') return { dimension: 'ratio', value: q.value };
	if (q.kind === 'count') return { dimension: q.unit === 'times' ? 'times' : 'count', value: q.value };
	if (q.base?.dimension === 'percent') return { dimension: 'ratio', value: q.base.value / 100 };
	return { dimension: q.base?.dimension ?? q.kind, value: q.base?.value ?? null };
}

/** Bounds that say no more than the source's: equal, or "about" for a number that is stated flatly. */
function boundAllowed(mine: Quantity, theirs: Quantity): boolean {
	if (mine.bound === theirs.bound) return true;
	return mine.bound === 'about' && theirs.bound === null && !/ordinal|date|year|time/.test(theirs.kind);
}

const PLAIN_DATE = /[^\p{L}\p{N}:.–]/gu;
const MONTH = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i;

/** Whether two quantities say the same number. */
export function sameQuantity(mine: Quantity, theirs: Quantity): boolean {
	if (!boundAllowed(mine, theirs)) return false;
	const a = measured(mine);
	const b = measured(theirs);
	if (a.value === null || b.value === null) return sameDate(mine, theirs);
	const pounds = (q: Quantity): boolean => q.unit === 'pound' || q.unit === 'GBP';
	if (a.dimension !== b.dimension && !(pounds(mine) && pounds(theirs))) return false;
	const scale = Math.max(Math.abs(a.value), Math.abs(b.value), 1e-9);
	// Only a change of unit may round.
	const slack = mine.unit === theirs.unit ? 1e-9 : NUMBER_SLACK;
	return Math.abs(a.value - b.value) / scale < slack && (mine.kind === 'range') === (theirs.kind === 'range');
}

/** "9 March 1844" and "March 9, 1844"; "11 November" for "11 November 2024", never the other way round. */
function sameDate(mine: Quantity, theirs: Quantity): boolean {
	const shown = (q: Quantity): string => q.display.toLowerCase().replace(PLAIN_DATE, '');
	if (shown(mine) === shown(theirs)) return true;
	if (mine.kind !== 'date' || theirs.kind !== 'date') return false;
	const parts = (q: Quantity): { day?: string; month?: string; year?: string } => ({
		day: /(?<!\d)\d{1,2}(?!\d)/.exec(q.text)?.[0],
		month: MONTH.exec(q.text)?.[0]?.toLowerCase(),
		year: /\d{4}/.exec(q.text)?.[0],
	});
	const a = parts(mine);
	const b = parts(theirs);
	return a.month === b.month && (a.day === undefined || a.day === b.day) && (a.year === undefined || a.year === b.year) && !!a.month;
}

const DEMONYM = /(?:ians?|ans?|ish|ese|ics?|ch|i|is|men|man)$/;
/** "Kenya" and "Kenyan", "Portugal" and "Portuguese": a country's name and its adjective. */
function demonym(a: string, b: string): boolean {
	if (a.length < 4 || b.length < 4) return false;
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	if (!DEMONYM.test(long) && !DEMONYM.test(short)) return false;
	let shared = 0;
	while (shared < short.length && short[shared] === long[shared]) shared++;
	const rest = long.slice(shared);
	return (
		shared >= 4 &&
		shared >= short.length - 2 &&
		(/^(?:n|an|ian|ese|ish|i|ean|uese|nian)s?$/.test(rest) || DEMONYM.test(long)) &&
		rest.length <= 4
	);
}

/** A name for a name: the same, or some of its words ("Odell" for "Marisa Odell"); more words than the source has are checked by the caller. */
function nameLikeness(mine: Unit, theirs: Unit): number {
	if (mine.name && theirs.name) {
		if (mine.lower === theirs.lower) return 1;
		const shared = mine.parts.filter((part) => theirs.parts.includes(part));
		if (shared.length === mine.parts.length) return 0.95;
		if (shared.length === theirs.parts.length) return shared.length ? 0.9 : 0;
		if (mine.parts.length === 1 && theirs.parts.length === 1) {
			const [a, b] = [mine.lower, theirs.lower];
			if (a.replace(/s$/, '') === b.replace(/s$/, '')) return 0.9;
			return demonym(a, b) ? 0.7 : 0;
		}
		return 0;
	}
	const [name, word] = mine.name ? [mine, theirs] : [theirs, mine];
	if (name.parts.length === 1) {
		if (name.lower === word.lower || name.lower === word.lemma) return 0.9;
		if (word.kind === 'a' && demonym(name.lower, word.lower)) return 0.7;
		// A capital at the start of a sentence makes no name of an ordinary word.
		if (word.kind === 'n' && relation(theirs.name ? name.lower : word.lemma, 'n', theirs.name ? word.lemma : name.lower, 'n') === 'near')
			return 0.7;
	}
	return name.parts.length > 1 && (name.parts.includes(word.lemma) || (word.lemma === 'doctor' && name.parts.includes('dr'))) ? 0.6 : 0;
}

/** How well `mine` (statement) stands for `theirs` (source): 1 the same, 0 not at all. */
export function likeness(mine: Unit, theirs: Unit): number {
	if (mine.quantity || theirs.quantity) {
		if (mine.quantity && theirs.quantity) return sameQuantity(mine.quantity, theirs.quantity) ? 1 : 0;
		// "Slate 3", "Apollo 11": a number inside a name.
		return mine.lower === theirs.lower ? 1 : 0;
	}
	if (mine.name || theirs.name) return nameLikeness(mine, theirs);
	if (mine.lower === theirs.lower) return mine.lemma === theirs.lemma ? 1 : 0.9;
	if (mine.kind !== 'x' && mine.kind === theirs.kind && NEAR[mine.kind].get(theirs.lower)?.has(mine.lower)) return 0.8;
	if (mine.degree !== theirs.degree && !(mine.kind === 'n' || theirs.kind === 'n')) {
		if (!(mine.degree === 'more' && theirs.degree === 'more')) return 0;
	}
	if (mine.kind === 'r' && theirs.kind === 'x' && NEAR.r.get(theirs.lower)?.has(mine.lower)) return 0.8;
	if (mine.kind === 'x' || theirs.kind === 'x') return mine.lemma === theirs.lemma ? 0.9 : 0;
	if (mine.lemma === theirs.lemma) return mine.kind === theirs.kind ? 1 : 0.8;
	switch (relation(theirs.lemma, theirs.kind as WordClass, mine.lemma, mine.kind as WordClass)) {
		case 'same':
			return 1;
		case 'near':
			return 0.8;
		case 'derived':
			return 0.7;
		case 'broader':
			return 0.6;
		default:
			return participle(mine, theirs);
	}
}

/** A participle used as an adjective on one side, a verb on the other; an adjective's noun. */
function participle(mine: Unit, theirs: Unit): number {
	const verbForm = (unit: Unit): string | null => (unit.kind === 'v' ? unit.lemma : null);
	const a = verbForm(mine);
	const b = verbForm(theirs);
	if (b && mine.kind === 'a' && NEAR.a.get(theirs.lower)?.has(mine.lower)) return 0.7;
	if (a && theirs.kind === 'a' && (theirs.lower === mine.lower || relation(theirs.lemma, 'a', a, 'v'))) return 0.7;
	if (b && mine.kind === 'a' && (theirs.lower === mine.lower || relation(b, 'v', mine.lemma, 'a'))) return 0.7;
	return 0;
}

const FAMILY: Record<string, string> = {
	in: 'in', at: 'in', on: 'in', during: 'in', within: 'within', inside: 'in', throughout: 'in', across: 'in', into: 'to', onto: 'to', to: 'to', toward: 'to', towards: 'to',
	of: 'of', for: 'for', by: 'by', with: 'with', using: 'with', through: 'through', via: 'through', over: 'over', above: 'over', beneath: 'under', under: 'under', underneath: 'under', below: 'under',
	since: 'since', from: 'from', off: 'off', until: 'until', till: 'until', after: 'after', following: 'after', before: 'before', than: 'than', without: 'without', against: 'against', about: 'about', regarding: 'about',
	near: 'near', close: 'near', beside: 'near', alongside: 'near', between: 'between', among: 'among', amongst: 'among', despite: 'despite', per: 'per', except: 'except', like: 'like', as: 'as', because: 'because', due: 'because',
}; // prettier-ignore
/** Prepositions that turn a claim round when they change. */
const STRICT = new Set(
	'since from until after before than without against despite except because to off by between within per over under'.split(' '),
);

export const familyOf = (role: string): string => FAMILY[role.replace(/^prep:/, '')] ?? role.replace(/^prep:/, '');

/** Prepositions that exclude each other. */
const OPPOSED: [RegExp, RegExp][] = [
	[/^(?:in|inside|within|at|on|into)$/, /^(?:outside|out|off)$/],
	[/^(?:over|above|on)$/, /^(?:under|below|beneath|underneath)$/],
	[/^before$/, /^(?:after|since|following)$/],
	[/^(?:until|till|by)$/, /^(?:since|from|after)$/],
	[/^with$/, /^without$/],
	[/^from$/, /^(?:to|into|for)$/],
	[/^for$/, /^against$/],
	[/^by$/, /^(?:of|for|to)$/],
	[/^up$/, /^down$/],
];
/** Whether one preposition says the opposite of the other. */
export const prepositionsOppose = (a: string, b: string): boolean =>
	OPPOSED.some(([x, y]) => (x.test(a) && y.test(b)) || (y.test(a) && x.test(b)));

/** Families that the same phrase often takes in other words ("research into" apart: those change the claim). */
const TRADED = new Set(
	'by with;through with;by through;for in;for of;from of;among of;in of;about of;in over;in off;in near;for to;from off;of with;in with;for with;among in;against of;of over;in within'.split(
		';',
	),
);

/** Whether two prepositions may stand for each other. */
export function prepositionsAgree(mine: string, theirs: string): boolean {
	const a = familyOf(mine);
	const b = familyOf(theirs);
	if (a === 'outside' || b === 'outside') return a === b;
	// What is near a place is not in it.
	if (a === 'in' && b === 'near') return false;
	if (a === b || TRADED.has([a, b].sort().join(' '))) return true;
	return !STRICT.has(a) && !STRICT.has(b);
}

/** Kind of link that a subordinating word makes; null for those that only join. */
export function connector(word: string): string | null {
	if (/^(?:because|since|as|so|therefore|thus|due)$/.test(word)) return 'cause';
	if (/^(?:after|once)$/.test(word)) return 'after';
	if (/^(?:before|until|till)$/.test(word)) return word === 'before' ? 'before' : 'until';
	if (/^(?:when|whenever|while)$/.test(word)) return 'when';
	if (/^(?:if|unless|whether|provided|lest)$/.test(word)) return word === 'unless' ? 'unless' : 'if';
	if (/^than$/.test(word)) return 'than';
	return null;
}
