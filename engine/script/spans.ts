/**
 * The phrases inside a narration that could stand alone on a screen: whole small clauses and noun phrases of a few words. A span never
 * parts a number from its unit or bound, a name, a noun from what restricts it, or a verb from its subject, its "not" or its condition.
 */
import { headsOf, names, parseDependencies } from '../text';
import type { Quantity, Tagged } from '../text';
import { faultOf, finiteAt, mainVerb, sentenceTokens } from '../writing';
import { numbersOf, wordCount } from './visuals/context';

export interface Words {
	narration: string;
	tokens: Tagged[];
	numbers: Quantity[];
}

export interface Span {
	text: string;
	/** Higher is better; about 0–4. */
	score: number;
	kind: 'clause' | 'phrase';
	number: boolean;
	start: number;
	end: number;
}

const NEGATION = /^(not|never|no|nobody|none|nothing|neither|nor|without|hardly|cannot|n['’]t)$/i;
const LIMIT =
	/^(only|about|nearly|almost|some|roughly|around|over|under|least|most|than|just|even|perhaps|exactly|up|every|each|any|all|both|no|half|another|this|that|these|those|as|so|too|very|more|less|fewer|twice)$/i;
const CONDITION = /^(if|unless|until|whether|when|whenever|once|except|provided)$/i;
const SAYING =
	/^(says?|said|told|adds?|added|wrote|claims?|claimed|reported|reports|thinks?|thought|believes?|believed|expects?|expected|hopes?|hoped|warned|warns|found|estimates?|estimated|announced)$/i;
const CONTINUES =
	/^(of|that|who|which|whose|where|than|as|into|onto|for|with|to|from|against|between|among|per|’s|'s|-|–|%|percent|million|billion|trillion|°C)$/i;
const ADJUNCT =
	/^(in|on|at|by|during|after|before|since|near|inside|outside|across|over|under|through|throughout|along|around|above|below|beside|behind|within|despite|because|while|so|but|and)$/i;
const PARTICLE =
	/^(ahead|back|off|out|up|down|away|apart|forward|late|early|home|together|open|alone|first|last|dry|free|farther|further|again|overboard)$/i;
const NOMINAL = new Set(['NOUN', 'PROPN', 'ADJ', 'NUM']);
const BREAK = /^[,;:.!?“”"()–—]$/;

const joins = (token: Tagged | undefined): boolean => !!token && /^(&|-|['’]s|['’])$/.test(token.text);

/** All spans of at most `limit` words, best first. */
export function spansOf(words: Words, limit: number): Span[] {
	const all = spansIn(words, limit);
	// "Freight, which makes up about a third of sales, grew 31 percent": the sentence without what stands between two commas.
	const bare = words.narration.replace(
		/,\s(?:which|who|whose|an?|the|at|in|on|with|or|including)\s[^,;.“”"]{3,60},(?=\s(?!and\b|or\b))/u,
		'',
	);
	if (bare !== words.narration)
		for (const span of spansIn({ narration: bare, tokens: sentenceTokens(bare), numbers: numbersOf(bare) }, limit))
			if (span.kind === 'clause' && !all.some((other) => other.text === span.text)) all.push({ ...span, score: span.score - 0.2 });
	return all.sort((a, b) => b.score - a.score);
}

function spansIn(words: Words, limit: number): Span[] {
	const { narration, tokens } = words;
	const parsed = parseDependencies(narration);
	const entire = wholeness(narration, parsed);
	// "two mills and a steel works": what the parser knows for a noun is no verb.
	const nouns = new Set(parsed.filter((word) => /^NN/.test(word.tag) && /^(?:conj|dobj|pobj)$/.test(word.label)).map((word) => word.start));
	const keep = [...words.numbers.map((q) => ({ start: q.start, end: q.end })), ...names(narration)];
	const dateEnds = new Set(words.numbers.filter((q) => q.kind === 'year' || q.kind === 'date' || q.kind === 'range').map((q) => q.end));
	const found = new Map<string, Span>();
	for (let i = 0; i < tokens.length; i++) {
		const first = tokens[i] as Tagged;
		if (BREAK.test(first.text) || joins(first)) continue;
		// Inside a statement these open a clause that leans on it.
		if (/^(when|where|who|which|whose|that|what|how|why)$/i.test(first.text)) continue;
		if (!startsWell(tokens, i, dateEnds)) continue;
		for (let j = i; j < Math.min(tokens.length, i + limit + 5); j++) {
			const last = tokens[j] as Tagged;
			if (/^[;:.!?“”"()]$/.test(last.text)) break;
			if (last.text === ',') continue;
			if (wordCount(narration.slice(first.start, last.end)) > limit + 2) break;
			if (keep.some((range) => (range.start < last.end && range.end > last.end) || (range.start < first.start && range.end > first.start)))
				continue;
			const inside = tokens.slice(i, j + 1);
			const comma = inside.findIndex((token) => token.text === ',');
			if (comma >= 0 && !inside.slice(comma).some((token) => /^(and|or)$/i.test(token.text))) continue;
			// "a ship that crosses Panama" keeps its article.
			if (/^an?$/i.test(tokens[i - 1]?.text ?? '') && inside.some((token) => /^(that|who|which)$/.test(token.text))) continue;
			const verb = mainVerb(inside);
			if (comma >= 0 && verb > comma) continue;
			if (verb >= 0 && nouns.has(inside[verb]?.start ?? -1)) continue;
			if (!endsWell(tokens, i, j, verb >= 0)) continue;
			if (verb >= 0 ? !clauseBegins(tokens, i, verb) : !phraseBegins(tokens, i, j)) continue;
			if (faultOf(inside) || !entire(first.start, last.end) || !entire.subjects(first.start, last.end)) continue;
			const text = lean(narration.slice(first.start, last.end), limit, verb >= 0);
			if (!text || found.has(text.toLowerCase())) continue;
			found.set(text.toLowerCase(), rate(words, inside, i, j, verb, text));
		}
	}
	return [...found.values()].sort((a, b) => b.score - a.score);
}

/** Whether a range cuts nothing apart; `subjects`: whether no verb in it leaves its subject outside. */
export type Wholeness = ((start: number, end: number) => boolean) & { subjects: (start: number, end: number) => boolean };

const CLAUSE = /^(?:relcl|ccomp|advcl|acl|pcomp|csubj)$/;
const MODIFIER = /^(?:amod|compound|nummod|poss|nmod|neg)$/;

/**
 * Whether a range of a text cuts nothing that belongs together: a clause inside it ("a radiator that is warm | at the bottom") goes to its
 * end, and no noun loses what stands before it. @param words the text's parse, where it is at hand.
 */
export function wholeness(text: string, words = parseDependencies(text)): Wholeness {
	// A sentence read as a noun with clauses ("A ship that crosses [Panama has to climb …]") was read wrongly: nothing is known of it.
	if (!words.some((word) => word.label === 'ROOT' && /^(?:VB|MD)/.test(word.tag))) {
		const unknown = (): boolean => true;
		return Object.assign(unknown, { subjects: unknown });
	}
	const last = words.map((_, i) => i);
	const heads = words.map((_, i) => headsOf(words, i));
	// Right edge of each subtree, by lifting every word to its heads.
	heads.forEach((above, i) => above.forEach((k) => (last[k] = Math.max(last[k]!, i))));
	const edge = (i: number): number => (/^[.,;:!?”"]$/.test(words[last[i]!]!.text) ? last[i]! - 1 : last[i]!);
	const within = (start: number, end: number) => (i: number) => words[i]!.start >= start && words[i]!.end <= end;
	// "one plate of the | Earth's crust slides": the verb's own subject stays outside.
	const subjects = (start: number, end: number): boolean => {
		const inside = within(start, end);
		return !words.some((word, i) => /^nsubj/.test(word.label) && !inside(i) && inside(word.head) && words[word.head]!.end <= end);
	};
	const entire = (start: number, end: number): boolean => {
		const inside = within(start, end);
		return words.every((word, i) => {
			if (MODIFIER.test(word.label) && i < word.head && inside(i) !== inside(word.head)) return false;
			// "ever | since": an adverb keeps what it belongs to.
			if (word.label === 'advmod' && i < word.head && inside(i) && words[word.head]!.start >= end) return false;
			// "Energy that Earth | loses": a piece of a clause without its verb.
			if (inside(i) && heads[i]!.some((k) => CLAUSE.test(words[k]!.label) && !inside(k) && inside(words[k]!.head))) return false;
			return !(CLAUSE.test(word.label) && inside(i) && inside(word.head) && words[edge(i)]!.end > end);
		});
	};
	return Object.assign(entire, { subjects });
}

/** A span within the limit; an opening article goes where it must, or where no verb needs it. */
function lean(raw: string, limit: number, clause: boolean): string | null {
	const opened = raw.replace(/^(?:the|a|an)\s/i, '');
	const forms = clause ? [raw, opened] : [/\s(?:that|who|which)\s/.test(raw) ? raw : opened, opened];
	return forms.find((form) => wordCount(form) <= limit) ?? null;
}

function startsWell(tokens: Tagged[], i: number, dateEnds: Set<number>): boolean {
	const before = tokens[i - 1];
	const token = tokens[i] as Tagged;
	if (!before) return true;
	if (joins(before)) return false;
	// "Apollo 11, | 14 and 15": the second of several numbers.
	if (token.pos === 'NUM' && before.text === ',' && tokens[i - 2]?.pos === 'NUM') return false;
	// "24 ships | a day": a rate.
	if (/^an?$/i.test(before.text) && NOMINAL.has(tokens[i - 2]?.pos ?? '') && !dateEnds.has(tokens[i - 2]?.end ?? -1)) return false;
	// "The | two could meet again": persons, no number of them.
	if (/^the$/i.test(before.text) && token.pos === 'NUM' && !/\d/.test(token.text) && !NOMINAL.has(tokens[i + 1]?.pos ?? '')) return false;
	// "twice a | year"
	if (/^an?$/i.test(before.text) && /^(?:once|twice|thrice|times)$/i.test(tokens[i - 2]?.text ?? '')) return false;
	// "Thirteen spans, | each more than 200 feet long,": of what stands before it.
	if (/^(?:each|both|all|none|most|some|one)$/i.test(token.text) && before.text === ',') return false;
	if (/^[$£€%]$/.test(before.text)) return false;
	if (BREAK.test(before.text)) return true;
	if (LIMIT.test(before.text) || NEGATION.test(before.text)) return false;
	if (before.pos === 'PART' || /^to$/i.test(before.text)) return false;
	const opens =
		token.pos === 'DET' || /^(only|about|nearly|almost|every|each|no|nobody|more|at|half|most|many|some|all|the|a|an)$/i.test(token.text);
	if (/^an?$/i.test(token.text) && NOMINAL.has(before.pos) && !dateEnds.has(before.end)) return false;
	if (NOMINAL.has(before.pos) || before.pos === 'PRON') return (opens && token.pos !== 'ADP') || dateEnds.has(before.end);
	return true;
}

/** Whether the span may stop at `j`. */
function endsWell(tokens: Tagged[], i: number, j: number, clause: boolean): boolean {
	const last = tokens[j] as Tagged;
	const next = tokens[j + 1];
	if (!next || /^[;:.!?)]$/.test(next.text)) return true;
	if (joins(next) || joins(last)) return false;
	if (next.text === ',') {
		// In a list ("roads, rails and canals") each part leans on the next; a relative clause after a comma adds only.
		const rest = tokens.slice(j + 2);
		// "beat Ana Kovač 6–7, 7–6, 7–5": one of several scores tells another match.
		if (/\d$/.test(last.text) && /^\d/.test(rest[0]?.text ?? '')) return false;
		const until = rest.findIndex((token) => /^[,;.]$/.test(token.text));
		const piece = rest.slice(0, until < 0 ? rest.length : until);
		const verbal = piece.some((token) => token.pos === 'VERB' || token.pos === 'AUX');
		return verbal || !rest.some((token, k) => /^(and|or)$/i.test(token.text) && k < 9) || !NOMINAL.has(last.pos);
	}
	if (/^[“”"(–—]$/.test(next.text)) return true;
	// "had never won a match | on the main tour": what is denied keeps where and when.
	if (
		clause &&
		ADJUNCT.test(next.text) &&
		!/^(?:because|while|so|but|and)$/i.test(next.text) &&
		tokens.slice(i, j + 1).some((token) => NEGATION.test(token.text) && token.text !== 'without')
	)
		return false;
	const following = tokens
		.slice(j + 2, j + 5)
		.map((token) => token.text)
		.join(' ');
	const time =
		/^(for|from)$/i.test(next.text) &&
		/^(?:(?:the|a|this|next|last|that|more than|about|\d+|two|three|four|five|ten)\s)*(?:years?|days?|weeks?|months?|hours?|minutes?|seconds?|quarter|season|time|centur(?:y|ies)|decades?)\b/i.test(
			following,
		);
	const compared = next.text === 'than' && last.pos === 'NOUN' && tokens.slice(i, j + 1).some((token) => token.pos === 'NUM');
	// "The city had food | for 36 days" is not what is said.
	const counted = /^(?:(?:about|more than|only|just|at least)\s)?(?:\d|two|three|four|five|six|seven|eight|nine|ten)/i.test(following);
	if (((time && !(clause && counted)) || compared) && last.pos !== 'VERB') return true;
	// "the first woman | at the deepest point": what it is the first of belongs to it.
	if (
		NOMINAL.has(last.pos) &&
		/^(?:first|last|only|next|\p{L}{2,}est|most|least)$/iu.test(tokens[j - 1]?.text ?? '') &&
		/^(?:ADP|PART|SCONJ|VERB)$/.test(next.pos)
	)
		return false;
	if (CONTINUES.test(next.text) || CONDITION.test(next.text) || NEGATION.test(next.text)) return false;
	if (NOMINAL.has(next.pos) || next.pos === 'PRON' || PARTICLE.test(next.text)) return false;
	if (next.pos === 'VERB' || next.pos === 'AUX') return !clause && !/(ed|ing|en)$/.test(next.text) && subjectAt(tokens, i);
	if (/^(and|or)$/i.test(next.text))
		return (
			!NOMINAL.has(tokens[j + 2]?.pos ?? '') &&
			tokens[j + 2]?.pos !== 'DET' &&
			!(clause && ['VERB', 'AUX'].includes(tokens[j + 2]?.pos ?? ''))
		);
	if (next.pos === 'ADV' && !ADJUNCT.test(next.text)) return false;
	if (next.pos === 'DET') return !clause || !['NOUN', 'PROPN', 'ADJ'].includes(last.pos) ? false : false;
	// After a bare verb the phrase that follows is what it wants.
	if (clause && (last.pos === 'VERB' || last.pos === 'AUX'))
		return last.pos === 'VERB' && /^(in|on|at|by|after|before|during|since)$/i.test(next.text);
	return ADJUNCT.test(next.text) || next.pos === 'PUNCT' || next.pos === 'CCONJ' || next.pos === 'SCONJ';
}

/** Whether a noun phrase that begins at `i` is the subject of its clause. */
function subjectAt(tokens: Tagged[], i: number): boolean {
	const before = tokens[i - 1];
	return (
		!before ||
		BREAK.test(before.text) ||
		before.pos === 'DET' ||
		before.pos === 'CCONJ' ||
		before.pos === 'SCONJ' ||
		NOMINAL.has(before.pos)
	);
}

/** Whether a clause may begin here: at its own start, with nothing left behind that denies, limits or conditions it. */
function clauseBegins(tokens: Tagged[], i: number, verb: number): boolean {
	let k = i - 1;
	if (k >= 0 && tokens[k]?.pos === 'DET') {
		if (!/^(the|a|an)$/i.test(tokens[k]?.text ?? '')) return false;
		k--;
	}
	const before = tokens[k];
	if (!before) return true;
	if (before.pos === 'VERB' || before.pos === 'AUX' || before.pos === 'ADP' || before.pos === 'ADJ') return false;
	if (/^(that|which|who|whose|where|how|why|what)$/i.test(before.text)) return false;
	// Back to the beginning of the clause's sentence or the last semicolon.
	for (let b = k; b >= 0; b--) {
		const token = tokens[b] as Tagged;
		if (/^[;:.!?]$/.test(token.text)) break;
		if (CONDITION.test(token.text) || SAYING.test(token.text) || NEGATION.test(token.text)) return false;
		if (/^(but|so|and)$/i.test(token.text) && tokens[b - 1]?.text === ',') break;
	}
	if (before.pos === 'CCONJ' && (k === 0 || /^[.;:]$/.test(tokens[k - 1]?.text ?? ''))) return true;
	const opened = tokens.slice(0, k).findLastIndex((token) => /^[.;:!?]$/.test(token.text)) + 1;
	if (before.pos === 'CCONJ') return tokens.slice(opened, k).some((_, b) => finiteAt(tokens, opened + b)) && verb > 0;
	return true;
}

function phraseBegins(tokens: Tagged[], i: number, j: number): boolean {
	let k = i - 1;
	if (tokens[k]?.pos === 'DET' && /^(the|a|an)$/i.test(tokens[k]?.text ?? '')) k--;
	const before = tokens[k];
	if (!before) return true;
	if (/^(to|from|by|between|than|as|into|without|like|and|or|per|plus|minus|that|which|who|whose)$/i.test(before.text)) return false;
	// "asked one bank | for 42 billion", "with a rope | in 1875": what follows the noun belongs to the verb.
	const inner = tokens
		.slice(i + 1, j + 1)
		.filter((token) => token.pos === 'ADP')
		.map((token) => token.text.toLowerCase());
	if (before.pos === 'VERB' && inner.some((word) => /^(for|to|with|into|as|from)$/.test(word))) return false;
	if (before.pos === 'ADP' && inner.some((word) => word !== 'of' && word !== 'per')) return false;
	for (let b = k; b >= Math.max(0, k - 6); b--) {
		const token = tokens[b] as Tagged;
		if (/^[,;:.!?]$/.test(token.text)) break;
		if (NEGATION.test(token.text)) return false;
	}
	return true;
}

function rate(words: Words, inside: Tagged[], i: number, j: number, verb: number, text: string): Span {
	const { tokens, narration } = words;
	const [start, end] = [inside[0]?.start ?? 0, inside.at(-1)?.end ?? 0];
	const number = words.numbers.some((q) => q.kind !== 'ordinal' && q.start >= start && q.end <= end);
	const size = wordCount(text);
	const next = tokens[j + 1];
	const closed = !next || /^[,;:.!?]$/.test(next.text);
	const content = inside.filter((token) => ['NOUN', 'PROPN', 'VERB', 'NUM', 'ADJ'].includes(token.pos)).length;
	const full = wordCount(narration);
	const repeats = size >= 0.8 * full;
	let score = verb >= 0 ? 2.1 : 1.15;
	score += (number ? 0.35 : 0) + (closed ? 0.4 : 0) - 0.08 * Math.abs(size - 5) + 0.12 * Math.min(4, content);
	if (repeats) score -= 0.7;
	else if (i === 0 && size > 3) score -= 0.15;
	if (verb < 0) {
		const before = tokens[i - 1]?.pos === 'DET' ? tokens[i - 2] : tokens[i - 1];
		if (before?.pos === 'ADP') score -= 0.5;
		if (size < 3 && !number && !inside.some((token) => token.pos === 'PROPN')) score -= 0.5;
		if (number && ['NUM', 'ADV'].includes(inside[0]?.pos ?? '')) score += 0.35;
		if (VAGUE.test(text)) score -= 0.9;
		// "one piece", "two looks": a small number and a plain word.
		if (/^(?:one|two|three|a|an)\s\p{Ll}+$/iu.test(text)) score -= 1;
	}
	if (/\b(not|never|no|nobody|nothing|only)\b/i.test(text)) score += 0.15;
	return { text, score, kind: verb >= 0 ? 'clause' : 'phrase', number, start, end };
}

/** Nouns that say where a thing is within another, and not what it is. */
const VAGUE =
	/^(?:the\s)?(?:\p{L}+\s)?(?:middle|front|mouth|order|head|end|top|bottom|side|part|half|rest|way|kind|sort|number|amount|list|news|note|much|more|most|people|thing|things|time|temperature|result|point|home|others?|few)\b(?:\sof\b)?/iu;
