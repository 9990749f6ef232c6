/**
 * Clauses of a sentence: subject, verb group, marker. The grounding gate compares these.
 */
import { normalise } from './rewording';
import { lowerStart, tokenise } from './tokens';
import type { Token } from './tokens';

export type { Tense, Token } from './tokens';

/** main: own subject and verb; vp: verb only, subject of the clause before; rel: which/who/that; sub: if, because, that …; phrase: no finite verb. */
export type ClauseType = 'main' | 'vp' | 'rel' | 'sub' | 'phrase';

export interface Clause {
	type: ClauseType;
	start: number;
	end: number;
	marker: string;
	/** Token indexes of the subject's noun phrase; empty when it is another clause's. */
	subject: number[];
	/** Token indexes of the verb group, auxiliaries, "not" and "to" included. */
	verbs: number[];
	/** In brackets, dashes, or between commas. */
	aside: boolean;
}

export interface Parsed {
	text: string;
	tokens: Token[];
	clauses: Clause[];
}

const RELATIVE = new Set(['which', 'who', 'whose', 'whom', 'where']);
const SUBORDINATE = new Set([
	'if',
	'because',
	'although',
	'though',
	'while',
	'whereas',
	'when',
	'whenever',
	'unless',
	'until',
	'since',
	'after',
	'before',
	'whether',
	'once',
	'so',
	'as',
	'that',
	'than',
	'how',
	'why',
	'what',
]);
const COORDINATE = new Set(['and', 'but', 'or', 'nor', 'yet', '&']);
const NP = new Set(['DET', 'ADJ', 'NUM', 'NOUN', 'PROPN', 'PRON', 'ADV', 'SYM', 'Q']);

/** Whether the word at `i` opens a verb group that is finite enough to make a clause. */
const finite = (tokens: Token[], i: number): boolean => {
	const t = tokens[i]!;
	if (t.pos === 'AUX') return true;
	if (t.pos !== 'VERB' || t.tense === 'ing') return false;
	const before = tokens[i - 1];
	// "a body shared by …": a participle behind its noun.
	if (t.tense === 'past' && tokens[i + 1]?.lower === 'by' && before?.pos === 'NOUN') return false;
	return before?.lower !== 'to' && before?.pos !== 'DET' && before?.pos !== 'ADP';
};

/** Verb group from `i`: auxiliaries, adverbs, "not", "to" and verbs in one run. */
function verbGroup(tokens: Token[], i: number, end: number): number[] {
	const group: number[] = [];
	for (let k = i; k < end; k++) {
		const t = tokens[k]!;
		const verbal =
			t.pos === 'AUX' || t.pos === 'VERB' || t.pos === 'PART' || t.lower === 'not' || (t.lower === 'to' && tokens[k + 1]?.pos === 'VERB');
		const between = (t.pos === 'ADV' || t.lower === 'no') && k + 1 < end && group.length > 0;
		if (!verbal && !between) break;
		group.push(k);
	}
	while (group.length && tokens[group.at(-1)!]!.pos === 'ADV' && tokens[group.at(-1)!]!.lower !== 'not') group.pop();
	return group;
}

/** Tokens, clauses, subjects and verb groups of one sentence. */
export function parse(sentence: string): Parsed {
	const text = lowerStart(normalise(sentence));
	const tokens = tokenise(text);
	const cuts: number[] = [0];
	const asides = new Set<number>();
	tokens.forEach((t, i) => {
		if (/^[([]$/.test(t.text)) {
			asides.add(i);
			cuts.push(i);
		} else if (/^[)\]]$/.test(t.text)) {
			cuts.push(i + 1);
		} else if (/^[;:,]$|^[–—]+$|^--+$/.test(t.text)) cuts.push(i);
		else if (
			i > 0 &&
			!(t.lower === '&' && tokens[i - 1]!.name) &&
			(COORDINATE.has(t.lower) ||
				RELATIVE.has(t.lower) ||
				(SUBORDINATE.has(t.lower) && opensClause(tokens, i) && !waiting(tokens, cuts.at(-1)!, i)))
		)
			cuts.push(i);
	});
	const starts = [...new Set(cuts)].filter((cut) => cut < tokens.length).sort((a, b) => a - b);
	const pieces = starts.map((start, k) => ({ start, end: starts[k + 1] ?? tokens.length }));
	// A lone mark joins the piece after it: ", which" and ", and" open one clause.
	const merged: { start: number; end: number }[] = [];
	for (const piece of pieces) {
		const last = merged.at(-1);
		if (last && tokens.slice(last.start, last.end).every((t) => t.punct && !/^[)\]]$/.test(t.text))) last.end = piece.end;
		else merged.push({ ...piece });
	}
	joinSubjects(tokens, merged);
	const clauses: Clause[] = merged.map(({ start, end }) => {
		let s = start;
		while (s < end && tokens[s]!.punct) s++;
		let marker = '';
		let coordinated = s === 0;
		let opened = s;
		while (opened < end && (COORDINATE.has(tokens[opened]!.lower) || tokens[opened]!.lower === 'then')) {
			coordinated = true;
			opened++;
		}
		const head = tokens[opened];
		const relative =
			head !== undefined &&
			(RELATIVE.has(head.lower) || (head.lower === 'that' && opened > 0 && /NOUN|PROPN|Q/.test(tokens[opened - 1]!.pos)));
		const subordinate = head !== undefined && !relative && SUBORDINATE.has(head.lower) && opensClause(tokens, opened);
		if (relative || subordinate) marker = head.lower;
		const from = relative || subordinate ? opened + 1 : opened;
		let v = -1;
		for (let k = from; k < end; k++)
			if (finite(tokens, k)) {
				v = k;
				break;
			}
		const verbs = v >= 0 ? verbGroup(tokens, v, end) : [];
		const hard = start > 0 && /^[;:]$/.test(tokens[start]!.text);
		const subject = v >= 0 ? subjectBefore(tokens, from, v) : [];
		let type: ClauseType = 'phrase';
		if (v >= 0) {
			if (relative) type = 'rel';
			else if (subordinate) type = 'sub';
			else if (subject.length || hard) type = 'main';
			else if (coordinated || start === 0) type = start === 0 ? 'main' : 'vp';
			else type = 'vp';
		}
		const closing = tokens[end];
		const aside =
			asides.has(start) ||
			(start > 0 && /^[,–—]$/.test(tokens[start]!.text) && closing !== undefined && /^[,–—]$/.test(closing.text) && type !== 'main');
		return { type, start, end, marker, subject, verbs, aside };
	});
	adoptSubjects(tokens, clauses);
	clauses.forEach((clause, c) => {
		for (let k = clause.start; k < clause.end; k++) tokens[k]!.clause = c;
	});
	return { text, tokens, clauses };
}

/** "Passwords and payment data were …": noun phrases joined before one verb are one piece, not two. */
function joinSubjects(tokens: Token[], pieces: { start: number; end: number }[]): void {
	for (let k = 1; k < pieces.length; k++) {
		const a = pieces[k - 1]!;
		const b = pieces[k]!;
		if (!/^(?:and|or|&)$/.test(tokens[b.start]!.lower)) continue;
		const plain = tokens.slice(a.start, a.end).every((t) => t.punct || NP.has(t.pos) || t.pos === 'ADP' || SUBORDINATE.has(t.lower));
		const lead = tokens.slice(a.start, a.end).find((t) => !t.punct);
		const noun = tokens.slice(a.start, a.end).some((t) => /NOUN|PROPN/.test(t.pos));
		let v = b.start + 1;
		while (v < b.end && !finite(tokens, v)) v++;
		const fresh = a.start === 0 || /^[;:,]$/.test(tokens[a.start]!.text) || SUBORDINATE.has(tokens[a.start]!.lower);
		if (plain && noun && fresh && v < b.end && v > b.start + 1 && lead && lead.pos !== 'ADP') {
			pieces.splice(k - 1, 2, { start: a.start, end: b.end });
			k--;
		}
	}
}

/** "Nimbrel, which makes …, left …": a verb after an aside has the noun phrase before the aside as its subject. */
function adoptSubjects(tokens: Token[], clauses: Clause[]): void {
	clauses.forEach((clause, c) => {
		if (clause.subject.length || !clause.verbs.length || c === 0 || clause.type === 'rel' || clause.type === 'sub') return;
		const open = clause.start;
		if (!/^[,)–—]$/.test(tokens[open]!.text) && !/^[)]$/.test(tokens[open - 1]?.text ?? '')) return;
		if (COORDINATE.has(tokens[open + 1]?.lower ?? '')) return;
		let h = c - 1;
		while (h > 0 && (clauses[h]!.type === 'rel' || clauses[h]!.aside || clauses[h]!.type === 'sub')) h--;
		const host = clauses[h]!;
		if (host.type !== 'phrase' || h === c - 1) return;
		const nouns: number[] = [];
		let s = host.start;
		while (s < host.end && tokens[s]!.punct) s++;
		if (tokens[s]?.pos === 'ADP') {
			// "In September 1847 the Clearing House, a body …, advised": the subject starts at the determiner.
			const next = tokens.findIndex((t, k) => k > s + 1 && k < host.end && t.pos === 'DET' && tokens[k - 1]!.pos !== 'ADP');
			if (next < 0) return;
			s = next;
		}
		for (let k = s; k < host.end && tokens[k]!.pos !== 'ADP'; k++) if (!tokens[k]!.punct) nouns.push(k);
		if (nouns.some((k) => /NOUN|PROPN|PRON|Q/.test(tokens[k]!.pos))) {
			clause.subject = nouns;
			clause.type = 'main';
		}
	});
}

/** Whether the clause that began at `from` still waits for its verb: then "after" at `i` is a preposition inside its subject. */
function waiting(tokens: Token[], from: number, i: number): boolean {
	if (!/^(?:after|before|since|until|as|than)$/.test(tokens[i]!.lower)) return false;
	let nouns = 0;
	for (let k = from; k < i; k++) {
		if (finite(tokens, k)) return false;
		if (/NOUN|PROPN/.test(tokens[k]!.pos)) nouns++;
	}
	return nouns > 0 && !tokens[i - 1]!.punct && tokens[from]!.pos !== 'ADP';
}

/** Prepositions that are also conjunctions open a clause only when a verb follows before the next mark. */
function opensClause(tokens: Token[], i: number): boolean {
	const lower = tokens[i]!.lower;
	if (/^(?:if|because|although|though|unless|whether|whereas|while|whenever)$/.test(lower)) return true;
	if (lower === 'so' && /^(?:far|much|many|long)$/.test(tokens[i + 1]?.lower ?? '')) return false;
	let nouns = 0;
	for (let k = i + 1; k < tokens.length && !tokens[k]!.punct; k++) {
		if (finite(tokens, k)) return nouns > 0 || lower === 'that' || lower === 'when';
		if (COORDINATE.has(tokens[k]!.lower) || RELATIVE.has(tokens[k]!.lower)) return false;
		if (/NOUN|PROPN|PRON|Q/.test(tokens[k]!.pos)) nouns++;
	}
	return false;
}

/** The noun phrase that the verb group at `v` has as its subject: the last chain of noun phrases and prepositions before it, fronted phrases left out. */
function subjectBefore(tokens: Token[], from: number, v: number): number[] {
	// Walk back over noun phrases and the prepositions that hang on them, then keep the first noun phrase of that run.
	let start = v;
	while (
		start > from &&
		(NP.has(tokens[start - 1]!.pos) || tokens[start - 1]!.pos === 'ADP' || /^(?:&|and|or)$/.test(tokens[start - 1]!.lower)) &&
		!tokens[start - 1]!.punct
	)
		start--;
	let first = start;
	// A fronted phrase without a comma ("At 100 decibels the time is …"): skip it where another noun phrase with a determiner follows.
	if (tokens[first]?.pos === 'ADP') {
		const next = tokens.findIndex(
			(t, k) =>
				k > first + 1 && k < v && (t.pos === 'DET' || (t.pos === 'PRON' && tokens[k - 1]!.pos !== 'ADP')) && tokens[k - 1]!.pos !== 'ADP',
		);
		if (next < 0) return [];
		first = next;
	}
	const out: number[] = [];
	for (let k = first; k < v; k++) {
		if (tokens[k]!.pos === 'ADP') break;
		out.push(k);
	}
	return out.some((k) => /NOUN|PROPN|PRON|Q|NUM|DET/.test(tokens[k]!.pos)) ? out : [];
}
