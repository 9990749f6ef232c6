/**
 * Grounding of what is drawn: titles, labels, chart values, kickers. A fragment need not be a sentence, but its numbers, names and words
 * must stand together in one clause of the source, with their bounds.
 */
import type { SourceText } from '../asset';
import { antecedents } from './additions';
import { same } from './alignment';
import type { Clause, Parsed, Token } from './clauses';
import { parse } from './clauses';
import { direction } from './cues';
import { mentionsDisowned } from './disowned';
import { ground, nearness } from './grounding';
import type { GroundVerdict, SourcedVerdict } from './grounding';
import { names } from './names';
import { prepare } from './prepared';
import type { PreparedSource } from './prepared';
import { refusalOf } from './repair';
import { CRITICAL, FREE, normalise, PRONOUN, verbatimKey } from './rewording';

/** Structure, not claims: "Step 3", "2 of 5". */
const STRUCTURE = /^(?:(?:step|part|chapter|no|number|day|lesson|tip)\.?\s*)?\d{1,2}(?:\s*(?:\/|of)\s*\d{1,2})?$/i;
const SIGNED_UP = /(?:^|[\s(:])[+↑▲]\s?[\d$£€]/u;
const SIGNED_DOWN = /(?:^|[\s(:])[−–↓▼-]\s?[$£€]?\d[\d.,]*\s?(?:%|percent|points?|pp)|[↓▼]/u;
const NEGATING = /^(?:not|no|never|none|nobody|nothing|neither|nor|without|hardly|cannot)$/;
const SMALL = /^(?:ADP|DET|AUX|CCONJ|SCONJ|PART|PUNCT|SYM|PRON)$/;
const stem = (lower: string): string => lower.replace(/(?:ies|es|s|ed|ing|e)$/, '');
const keyWords = (text: string): string[] => verbatimKey(text).split(' ').filter(Boolean);

/** A drawn number may drop "about", never "up to" or "less than". */
function alike(a: Token, b: Token): boolean {
	// "Slate 3": a number inside a name of the source.
	if (a.quantity && !b.quantity) return a.quantity.kind === 'count' && a.text === b.text;
	if (a.quantity && b.quantity) {
		if (same(a, b)) return true;
		const loose = (t: Token): string => t.key.replace(/\/about$/, '');
		return (
			loose(a) === loose(b) ||
			(a.quantity.display === b.quantity.display && (a.quantity.bound ?? 'about') === (b.quantity.bound ?? 'about'))
		);
	}
	if (NEGATING.test(a.lower) && NEGATING.test(b.lower)) return true;
	return same(a, b) || (!a.quantity && !b.quantity && a.lower.length > 3 && stem(a.lower) === stem(b.lower));
}

/**
 * Whether the source supports a drawn string. Verbatim pieces, names, quotations with their speaker, the source's own title, publisher,
 * headings and table cells pass; else all numbers, names and content words must stand in one clause (with its subject) of one sentence.
 * Given several sources, one of them must support the whole string; the verdict then tells how to repair a refused one.
 */
export function groundDrawn(fragment: string, source: SourceText): GroundVerdict;
export function groundDrawn(fragment: string, sources: readonly SourceText[]): SourcedVerdict;
export function groundDrawn(fragment: string, source: SourceText | readonly SourceText[]): GroundVerdict | SourcedVerdict {
	if (!isList(source)) return drawnIn(fragment, source);
	let miss: { verdict: GroundVerdict; source: SourceText } | null = null;
	for (const one of source) {
		const verdict = drawnIn(fragment, one);
		if (verdict.grounded)
			return {
				grounded: true,
				reasons: [],
				refusals: [],
				citations: verdict.support.map((index) => ({ sourceId: one.id, index, quote: one.sentences[index]! })),
			};
		if (!miss || nearness(fragment, verdict, one) > nearness(fragment, miss.verdict, miss.source)) miss = { verdict, source: one };
	}
	const reasons = miss?.verdict.reasons ?? ['there is no source'];
	const index = miss?.verdict.support[0];
	const nearest = miss && index !== undefined ? { sourceId: miss.source.id, index, quote: miss.source.sentences[index]! } : null;
	return { grounded: false, reasons, refusals: [refusalOf(fragment, reasons, nearest)], citations: [] };
}
const isList = (source: SourceText | readonly SourceText[]): source is readonly SourceText[] => Array.isArray(source);

/** A name alone, or a quotation with its speaker, word for word as the page has it. */
function wordForWord(text: string, source: SourceText): number | null {
	const own = ` ${verbatimKey(text)} `;
	const spans = names(`so ${text}`);
	const name = spans.length === 1 && spans[0]!.start <= 3 && spans[0]!.end >= text.replace(/[.,]+$/, '').length + 3;
	// "“…,” said Ruth Ansah-Cole" of "“…,” said Ruth Ansah-Cole, the director": cut at the comma behind the speaker.
	const quotation =
		/^["'].{12,}["'][,]? (?:said|says|wrote|writes|added|adds|told|explained|warned|argued|recalled|asked) [\p{Lu}][\p{L}.'-]+(?: [\p{Lu}][\p{L}.'-]+){0,3}\.?$/u.test(
			text,
		);
	if (!name && !quotation) return null;
	const index = source.sentences.findIndex((sentence) => {
		const theirs = normalise(sentence);
		// Capitals and all: "Funded" is no name.
		if (name) return theirs.includes(text.replace(/[.,]+$/, '')) && ` ${verbatimKey(theirs)} `.includes(own);
		const bare = text.replace(/\.$/, '');
		return theirs.startsWith(bare) && /^[,;.]|^ (?:of|who)\b|^$/.test(theirs.slice(bare.length));
	});
	return index < 0 ? null : index;
}

function drawnIn(fragment: string, source: SourceText): GroundVerdict {
	const written = normalise(fragment.replace(/[*_]/g, ''));
	// The sign before a number is a direction, checked on its own.
	const sign = SIGNED_UP.test(written) ? 'up' : SIGNED_DOWN.test(written) ? 'down' : null;
	const text = written.replace(/(^|[\s(:])[+↑▲↓▼−–-]\s?(?=[\d$£€])/gu, '$1').trim();
	if (!/[\p{L}\p{N}]/u.test(text) || STRUCTURE.test(text)) return { grounded: true, reasons: [], support: [] };
	const ready = prepare(source);
	const named = [source.publisher, source.author ?? '', source.title, ...source.headings.map((heading) => heading.text)].map(verbatimKey);
	const own = verbatimKey(text);
	if (named.some((name) => name && (name === own || ` ${name} `.includes(` ${own} `)))) return { grounded: true, reasons: [], support: [] };
	if (tableSays(own, source)) return { grounded: true, reasons: [], support: [] };
	const literal = wordForWord(text, source);
	if (literal !== null && !sign && !mentionsDisowned(text, ready.disowned, literal))
		return { grounded: true, reasons: [], support: [literal] };
	const whole = ground(text, source);
	if (whole.grounded && !sign) return whole;
	const wanted = parse(text);
	// A whole clause is a statement: it passes as one, or not at all.
	if (wanted.clauses.some((clause) => clause.type === 'main' && clause.subject.length && clause.verbs.length)) return whole;
	let nearest: GroundVerdict = { grounded: false, reasons: ['nothing in the source says this'], support: [] };
	let fewest = Infinity;
	for (let index = 0; index < source.sentences.length; index++) {
		const { missing, reasons } = fits(wanted, sign, ready, index);
		if (missing === 0 && reasons.length === 0) {
			const stale = mentionsDisowned(text, ready.disowned, index);
			if (!stale) return { grounded: true, reasons: [], support: [index] };
			reasons.push(stale);
		}
		if (missing < fewest && missing < wanted.tokens.length) {
			fewest = missing;
			nearest = { grounded: false, reasons, support: [index] };
		}
	}
	return nearest;
}

/** A cell, or a cell with its row's or column's label. */
function tableSays(own: string, source: SourceText): boolean {
	const words = new Set(own.split(' '));
	return (source.table ?? []).some(({ header, rows }) =>
		rows.some((row) =>
			row.some((cell, c) => {
				const key = verbatimKey(cell);
				if (!key) return false;
				if (key === own) return true;
				const allowed = new Set([key, row[0] ?? '', header[c] ?? ''].flatMap((part) => keyWords(part)));
				return keyWords(cell).every((word) => words.has(word)) && [...words].every((word) => allowed.has(word));
			}),
		),
	);
}

/** Whether a number is where something went from or to. */
function stepBefore({ tokens }: Parsed, at: number): 'from' | 'to' | null {
	let before = at - 1;
	while (/^(?:about|around|nearly|almost|over|under|just|only|some|a|an|the)$/.test(tokens[before]?.lower ?? '')) before--;
	const word = tokens[before]?.lower;
	return word === 'from' || word === 'to' ? word : null;
}

function fits(wanted: Parsed, sign: 'up' | 'down' | null, ready: PreparedSource, index: number): { missing: number; reasons: string[] } {
	const parsed = ready.parsed(index);
	const content = wanted.tokens.filter(
		(t) => !t.punct && !FREE.has(t.lower) && (t.quantity || !SMALL.test(t.pos) || NEGATING.test(t.lower)),
	);
	if (!content.length) return { missing: 1, reasons: ['it says nothing that can be checked'] };
	const standIn = parsed.tokens.some((t) => PRONOUN.has(t.lower))
		? new Set(antecedents(precedingOf(ready, index)).map((t) => t.lower))
		: new Set<string>();
	const spots: number[][] = content.map((t) => parsed.tokens.flatMap((s, j) => (alike(t, s) ? [j] : [])));
	const absent = content.filter((t, i) => spots[i]!.length === 0 && !standIn.has(t.lower));
	if (absent.length)
		return {
			missing: absent.length,
			reasons: absent.map((t) => `${t.quantity ? 'number' : t.name ? 'name' : 'word'} not in the sentence: "${t.text}"`),
		};
	const run = contiguous(wanted, parsed);
	const home =
		run >= 0
			? new Set(parsed.tokens.slice(run, run + wanted.tokens.filter((t) => !t.punct).length).map((t) => t.clause))
			: clauseOf(
					parsed,
					spots.filter((list) => list.length),
				);
	if (!home) return { missing: 0, reasons: ['its words stand in different clauses of the source'] };
	const reasons: string[] = [];
	const clauses = [...home].map((c) => parsed.clauses[c]!);
	const verbs = clauses.flatMap((clause) => clause.verbs);
	const usesVerb = verbs.some((v) => parsed.tokens[v]!.pos === 'VERB' && content.some((t) => alike(t, parsed.tokens[v]!)));
	const has = (word: string): boolean => wanted.tokens.some((t) => t.lower === word);
	for (const v of verbs) {
		const { lower } = parsed.tokens[v]!;
		const kept = NEGATING.test(lower) ? wanted.tokens.some((t) => NEGATING.test(t.lower)) : has(lower);
		const limits = NEGATING.test(lower) || /^(?:may|might|could|would|should|will|can|must)$/.test(lower);
		// A limit of the verb, or a verb that governs it ("hopes to place"), must be drawn with it.
		if (usesVerb && limits && !kept && !(lower === 'will' && has('to'))) reasons.push(`"${lower}" is missing`);
		else if (usesVerb && parsed.tokens[v]!.pos === 'VERB' && !wanted.tokens.some((t) => alike(t, parsed.tokens[v]!)))
			reasons.push(`"${lower}" is missing`);
	}
	// "from 31 to 40" is not "from 40 to 31", whichever of them the sentence names first.
	for (const [i, token] of content.entries()) {
		const mine = token.quantity ? stepBefore(wanted, wanted.tokens.indexOf(token)) : null;
		const theirs = mine ? spots[i]!.map((spot) => stepBefore(parsed, spot)) : [];
		if (theirs.length && theirs.every((step) => step !== null && step !== mine))
			reasons.push(`"${mine} ${token.text}" is "${theirs[0]} ${token.text}" in the source`);
	}
	// A limiting word right before a used word must be drawn too ("only two", "most shops", "not affected").
	for (const list of spots)
		for (const j of list.slice(0, 1)) {
			const before = parsed.tokens[j - 1];
			if (
				before &&
				!before.quantity &&
				CRITICAL.has(before.lower) &&
				!/^(?:the|its|their|about|last|next|first|over|up|every|each|usually)$/.test(before.lower) &&
				!has(before.lower) &&
				!(NEGATING.test(before.lower) && wanted.tokens.some((t) => NEGATING.test(t.lower))) &&
				home.has(before.clause) &&
				!verbs.includes(j - 1)
			)
				reasons.push(`a limiting word is missing: "${before.text}"`);
		}
	// Signs and rising or falling words.
	if (sign) {
		const said = direction(
			clauses
				.map((clause) =>
					parsed.tokens
						.slice(clause.start, clause.end)
						.map((t) => t.text)
						.join(' '),
				)
				.join(' '),
		);
		if (said !== sign) reasons.push(`the source does not say that it goes ${sign}`);
	}
	const theirs = clauses.some((clause) => clause.type === 'sub' && /^(?:if|unless)$/.test(clause.marker));
	if (theirs && !has('if') && usesVerb) reasons.push('it is only a condition in the source');
	return { missing: 0, reasons };
}

const precedingOf = (ready: PreparedSource, index: number): Parsed[] =>
	Array.from({ length: Math.min(3, index) }, (_, k) => ready.parsed(index - Math.min(3, index) + k));

/** Start of the fragment as one unbroken run of the sentence's words, or −1. */
function contiguous(wanted: Parsed, parsed: Parsed): number {
	const words = wanted.tokens.filter((t) => !t.punct);
	const theirs = parsed.tokens.map((t, j) => ({ t, j })).filter(({ t }) => !t.punct);
	for (let k = 0; k + words.length <= theirs.length; k++) if (words.every((t, n) => same(t, theirs[k + n]!.t))) return theirs[k]!.j;
	return -1;
}

/** The clause (with its subject's clause and the verbless phrases that hang on it) in which every wanted token has a place; null when none has. */
function clauseOf(parsed: Parsed, spots: number[][]): Set<number> | null {
	for (let c = 0; c < parsed.clauses.length; c++) {
		const group = family(parsed, c);
		const inside = (j: number): boolean => group.clauses.has(parsed.tokens[j]!.clause) || group.subject.has(j);
		if (spots.every((list) => list.some(inside))) return group.clauses;
	}
	return null;
}

/** A clause, the verbless asides right behind it, and its subject, borrowed from an earlier clause where it has none. */
function family(parsed: Parsed, c: number): { clauses: Set<number>; subject: Set<number> } {
	const { clauses, tokens } = parsed;
	const members = new Set([c]);
	const joined = (clause: Clause): boolean =>
		clause.type === 'phrase' &&
		!/^(?:;|:|and|but|or|against|compared)$/.test(tokens[clause.start]!.lower) &&
		!/^(?:and|but|or|against|compared)$/.test(tokens[clause.start + 1]?.lower ?? '');
	for (let n = c + 1; n < clauses.length && joined(clauses[n]!); n++) members.add(n);
	for (
		let n = c - 1;
		n >= 0 && joined(clauses[n]!) && clauses[n]!.type === 'phrase' && !clauses.slice(n, c).some((clause) => clause.verbs.length);
		n--
	)
		members.add(n);
	const holder = clauses[c]!.subject.length
		? clauses[c]!
		: clauses
				.slice(0, c)
				.reverse()
				.find((clause) => clause.subject.length && clause.type !== 'rel');
	const subject = new Set(clauses[c]!.verbs.length || clauses[c]!.type === 'phrase' ? (holder?.subject ?? []) : []);
	// "X, which makes Y, left Z": a relative clause speaks of the noun before it.
	if (clauses[c]!.type === 'rel')
		for (let j = clauses[c]!.start - 1; j >= 0 && j > clauses[c]!.start - 10; j--) if (/NOUN|PROPN/.test(tokens[j]!.pos)) subject.add(j);
	// Prepositions that hang on the subject ("Sales in the year to 31 March").
	const first = Math.min(...subject);
	const contrast =
		clauses[c]!.type === 'phrase' &&
		/^(?:against|compared|and|but|versus)$/.test(tokens.slice(clauses[c]!.start, clauses[c]!.end).find((t) => !t.punct)?.lower ?? '');
	if (Number.isFinite(first) && holder && !contrast) for (let j = first; j < (holder.verbs[0] ?? holder.end); j++) subject.add(j);
	return { clauses: members, subject };
}
