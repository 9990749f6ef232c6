/**
 * What a statement has that the source sentence has not: only free words, moved phrases, and names for the pronouns that stand for them.
 */
import { same } from './alignment';
import type { Parsed, Token } from './clauses';
import type { Check } from './entail';
import { CRITICAL, FREE, LIMITING_PHRASE, PRONOUN } from './rewording';

const CONTENT = /NOUN|PROPN|VERB|ADJ|NUM|Q|ADV/;
/** Common stand-ins for a named body. */
const BODY =
	/^(?:company|firm|group|chain|business|club|team|side|council|bank|agency|authority|charity|university|museum|archive|airline|carrier|operator|developer|retailer|maker|manufacturer|publisher|start-up|startup)$/;
export const nounlike = (t: Token | undefined): boolean => !!t && /NOUN|PROPN/.test(t.pos);
export const verbless = (t: Token): boolean => !/VERB|AUX/.test(t.pos);

const subjectOf = (parsed: Parsed): Token[] =>
	(parsed.clauses.find((clause) => clause.subject.length)?.subject ?? []).map((i) => parsed.tokens[i]!);

/** Tokens of the nearest named subjects before a sentence: what "it", "they" or "she" can stand for. */
export function antecedents(before: Parsed[]): Token[] {
	const out: Token[] = [];
	for (let k = before.length - 1; k >= 0 && k >= before.length - 3; k--) {
		const subject = subjectOf(before[k]!);
		out.push(...subject.filter(nounlike));
		// A subject that is itself a pronoun points further back; a named one ends the search.
		if (subject.some(nounlike) && !subject.some((t) => PRONOUN.has(t.lower))) break;
	}
	return out;
}

/** What "the company" can stand for: the named subject of the sentences before, where there is only one such name. */
function namedBody(before: Parsed[]): Token[] {
	const named = before.map((parsed) => subjectOf(parsed).filter((t) => t.name)).filter((list) => list.length);
	const keys = new Set(named.map((list) => list.map((t) => t.key).join(' ')));
	return keys.size === 1 ? named[0]! : [];
}

/** What the source tells besides the sentence and those before it. */
export interface Context {
	/** Words of who was quoted right before: what "it" may stand for. */
	speakers: Set<string>;
	/** Names of the source's title, each as its lower-case words. */
	topics: string[][];
	/** Full names of the source ("jess penhale"), lower case. */
	fullNames: Set<string>;
}

/** The one name of the title that the sentence before mentions: the topic, which a following "it" means. */
function salient(before: Parsed[], context: Context): string[] {
	const last = before.at(-1);
	if (!last) return [];
	const said = new Set(last.tokens.map((t) => t.lower));
	const mentioned = context.topics.filter((topic) => topic.every((word) => said.has(word)));
	return mentioned.length === 1 ? mentioned[0]! : [];
}

/** "Jess Penhale" for "Penhale": the added words make a full name that the source uses elsewhere. */
function fullName(run: Token[], at: number, check: Check, context: Context): boolean {
	if (!run.length || !run.every((t) => t.name)) return false;
	const { statement, map } = check;
	const first = statement.tokens.indexOf(run[0]!, Math.max(0, at - 2));
	let start = first;
	let end = first + run.length;
	while (start > 0 && statement.tokens[start - 1]!.name && map[start - 1]! >= 0) start--;
	while (end < map.length && statement.tokens[end]!.name && map[end]! >= 0) end++;
	if (end - start === run.length) return false;
	return context.fullNames.has(
		statement.tokens
			.slice(start, end)
			.map((t) => t.lower)
			.join(' '),
	);
}

/** Reports every word of the statement that nothing licenses. */
export function additions(check: Check, before: Parsed[], context: Context): void {
	const { statement, source, map, used, reasons } = check;
	movedPhrases(check);
	let i = 0;
	while (i < map.length) {
		if (map[i] !== -1 || statement.tokens[i]!.punct) {
			i++;
			continue;
		}
		let end = i;
		while (end < map.length && map[end] === -1) end++;
		const run = statement.tokens.slice(i, end).filter((t) => !t.punct);
		const left = i === 0 ? -1 : Math.max(-1, ...map.slice(0, i));
		const rights = map.slice(end).filter((j) => j >= 0);
		const right = rights.length ? rights[0]! : source.tokens.length;
		const gap = Array.from({ length: Math.max(0, right - left - 1) }, (_, k) => left + 1 + k).filter(
			(j) => !used[j] && !source.tokens[j]!.punct,
		);
		i = end;
		if (run.every((t) => FREE.has(t.lower) && !t.quantity)) continue;
		if (fullName(run, i - run.length, check, context) || standsIn(run, gap, check, before, context)) continue;
		const bad = run.find((t) => !FREE.has(t.lower)) ?? run[0]!;
		reasons.push(`${bad.quantity ? 'number' : bad.name ? 'name' : 'word'} not in this sentence: "${bad.text}"`);
	}
}

/** Prepositional phrases that stand elsewhere in a clause of which the verb is used ("in winter", fronted): marked −2 and used. */
function movedPhrases(check: Check): void {
	const { statement, map } = check;
	statement.tokens.forEach((t, i) => {
		if (t.pos !== 'ADP' || LIMITING_PHRASE.test(t.lower)) return;
		const ends: number[] = [];
		for (let k = i + 1; k <= map.length; k++) {
			const next = statement.tokens[k];
			if (!next || next.punct || /VERB|AUX|CCONJ|SCONJ|ADP|PRON/.test(next.pos) || (next.pos === 'DET' && k > i + 1)) ends.push(k);
			if (!next || next.punct || /VERB|AUX|CCONJ|SCONJ|PRON/.test(next.pos)) break;
		}
		for (const end of ends.reverse()) {
			const at = Array.from({ length: end - i }, (_, k) => i + k);
			if (!at.some((k) => map[k] === -1 && CONTENT.test(statement.tokens[k]!.pos)) && map[i] !== -1) continue;
			if (at.some((k) => map[k] === -1) && putBack(check, at)) return;
		}
	});
}

function putBack(check: Check, at: number[]): boolean {
	const { statement, source, map, used } = check;
	const { tokens, clauses } = source;
	for (let j = 0; j + at.length <= tokens.length; j++) {
		if (
			!at.every(
				(i, k) => same(statement.tokens[i]!, tokens[j + k]!) && (!used[j + k] || map[i] === j + k || !CONTENT.test(tokens[j + k]!.pos)),
			)
		)
			continue;
		// The whole phrase moves: it must end where the source's phrase ends.
		const after = tokens[j + at.length];
		if (after && !after.punct && !/ADP|CCONJ|SCONJ|VERB|AUX|DET|PRON|PART|ADV|PROPN/.test(after.pos)) continue;
		const c = tokens[j]!.clause;
		const hard = (n: number): boolean => /^[;:]$/.test(tokens[clauses[n]!.start]!.text);
		const near =
			clauses[c]!.type === 'phrase' ? [...(hard(c) ? [] : [c - 1, c - 2]), ...(clauses[c + 1] && !hard(c + 1) ? [c + 1] : [])] : [c];
		if (!near.some((n) => clauses[n] !== undefined && clauses[n].verbs.length > 0 && clauses[n].verbs.every((v) => used[v]))) continue;
		if (!hosts(check, at[0]!).some((n) => near.includes(n))) continue;
		at.forEach((i, k) => {
			if (map[i]! >= 0 && map[i] !== j + k) used[map[i]!] = false;
			map[i] = -2;
			used[j + k] = true;
		});
		return true;
	}
	return false;
}

/** Source clauses that carry the verb to which the phrase at statement token `i` belongs. */
function hosts(check: Check, i: number): number[] {
	const { statement, source, map } = check;
	const own = statement.tokens[i]!.clause;
	const verbsOf = (c: number): number[] => statement.clauses[c]?.verbs ?? [];
	const verbs = verbsOf(own).length ? verbsOf(own) : [...verbsOf(own - 1), ...verbsOf(own + 1)];
	return verbs.filter((v) => map[v]! >= 0).map((v) => source.tokens[map[v]!]!.clause);
}

/** "Tarnbeck" for "it" or "the company", "it" for "Tarnbeck", "the spoon" for "the one": true when the source sentences make them the same. */
function standsIn(run: Token[], gap: number[], check: Check, before: Parsed[], context: Context): boolean {
	const { source, used } = check;
	if (run.some((t) => t.quantity || !verbless(t) || CRITICAL.has(t.lower) || t.pos === 'ADP')) return false;
	const content = run.filter((t) => (CONTENT.test(t.pos) || t.pos === 'PRON') && !PRONOUN.has(t.lower) && !FREE.has(t.lower));
	// The subject of the clause that the gap holds, else the whole gap.
	const whole = source.clauses.find((c) => c.subject.length && c.subject.every((j) => gap.includes(j)))?.subject;
	const place = whole?.some((j) => nounlike(source.tokens[j])) ? whole : gap;
	const inGap = place.map((j) => source.tokens[j]!);
	// "two other lines" are not the one before.
	const pronoun = gap.findLast((j) => PRONOUN.has(source.tokens[j]!.lower) && !/^(?:an)?others?$/.test(source.tokens[j]!.lower));
	const definite =
		inGap.length > 0 &&
		inGap.length <= 3 &&
		/^(?:the|this|that|these|those)$/.test(inGap[0]!.lower) &&
		inGap.every((t) => verbless(t) && !t.name);
	// "its profit" → "Marchbank's profit": only the possessive goes; "its rival Marchbank" stands for nobody else.
	const possessive = pronoun !== undefined && /^(?:its|their|his|her)$/.test(source.tokens[pronoun]!.lower);
	if (possessive && inGap.length > 1) return false;
	if (content.length === 0) {
		// A pronoun of the statement for the subject of the sentence.
		const clause = source.clauses.find((c) => c.subject.length && gap.length && c.subject.every((j) => gap.includes(j)));
		if (!clause || !inGap.some(nounlike) || inGap.some((t) => CRITICAL.has(t.lower) || t.quantity)) return false;
		for (const j of gap) used[j] = true;
		return true;
	}
	if (pronoun === undefined && !definite) return false;
	// "the droppings" after a sentence that speaks of droppings are those, not its subject.
	const head = inGap.findLast(nounlike);
	if (
		pronoun === undefined &&
		head &&
		!BODY.test(head.lemma) &&
		before.some((parsed) => parsed.tokens.some((t) => t.lower === head.lower || (nounlike(t) && t.lemma === head.lemma)))
	)
		return false;
	// Inside a sentence the nearest subject before the pronoun; else what the sentences before were about.
	const own = source.clauses
		.filter((c) => c.subject.length && (pronoun ?? gap[0]!) >= c.end)
		.flatMap((c) => c.subject.map((j) => source.tokens[j]!))
		.filter(nounlike);
	const keys = new Set((own.length ? own : antecedents(before)).map((t) => t.key));
	if (!own.length && pronoun !== undefined) {
		for (const word of context.speakers) keys.add(word);
		for (const word of salient(before, context)) keys.add(word);
	}
	if (definite && inGap.some((t) => BODY.test(t.lemma))) {
		for (const t of namedBody(before)) keys.add(t.key);
		for (const word of context.speakers) keys.add(word);
	}
	const one = pronoun !== undefined && /^ones?$/.test(source.tokens[pronoun]!.lower);
	if (one) for (const parsed of before.slice(-2)) for (const t of parsed.tokens) if (t.pos === 'NOUN') keys.add(t.key);
	if (!content.every((t) => keys.has(t.key) || t.lower === '&') || !nounlike(content.at(-1))) return false;
	for (const j of gap) if (j === pronoun || (definite && place.includes(j))) used[j] = true;
	return true;
}
