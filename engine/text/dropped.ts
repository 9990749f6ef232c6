/**
 * Left-out words inside the part that a statement keeps: nothing that limits, negates or heads what stayed; counts keep their noun.
 */
import { nounlike } from './additions';
import type { Clause, Token } from './clauses';
import type { Check } from './entail';
import { range } from './kept';
import { canonical, CRITICAL } from './rewording';

/** What was left out inside the used part: nothing that limits, negates or heads what stayed. */
export function dropped(check: Check): void {
	const { source, used, reasons } = check;
	const { tokens, clauses } = source;
	const first = used.indexOf(true);
	const last = used.lastIndexOf(true);
	tokens.forEach((t, j) => {
		// "in Germany alone": all that the claim speaks of.
		if (t.lower === 'alone' && !used[j] && j > 0 && !used[j - 1] && nounlike(tokens[j - 1]))
			reasons.push(`the scope is missing: "${tokens[j - 1]!.text} alone"`);
	});
	clauses.forEach((clause) => {
		const own = range(clause);
		if (!own.some((j) => used[j] && !tokens[j]!.punct)) return;
		for (const j of own) {
			const t = tokens[j]!;
			if (used[j] || t.punct) continue;
			// A limiting word counts when what it stands beside is used: the next words up to a preposition or mark.
			if (CRITICAL.has(t.lower) && reaches(check, j, clause)) reasons.push(`a limiting word is missing: "${t.text}"`);
			if (t.lower === 'of' && j > 0 && !used[j - 1] && j + 1 < tokens.length && headless(check, j))
				reasons.push(`the head is missing: "${tokens[j - 1]!.text} of"`);
			if (
				nounlike(t) &&
				j > 0 &&
				used[j - 1] &&
				/NOUN|ADJ|PROPN/.test(tokens[j - 1]!.pos) &&
				t.clause === tokens[j - 1]!.clause &&
				!(t.name && tokens[j - 1]!.pos === 'NOUN')
			)
				reasons.push(`cut inside a noun phrase: "${tokens[j - 1]!.text} ${t.text}"`);
			if (
				t.pos === 'VERB' &&
				j > first &&
				j < last &&
				!clause.verbs.includes(j) &&
				t.tense !== 'ing' &&
				nextUsedIsArgument(check, j, clause)
			)
				reasons.push(`a verb between was left out: "${t.text}"`);
			if (t.lower === 'to' && used[j + 1] && tokens[j + 1]?.pos === 'VERB') reasons.push(`cut before "to ${tokens[j + 1]!.text}"`);
		}
		const opening = own.filter((j) => !tokens[j]!.punct);
		// A fronted phrase sets the scope ("In the leaflet group …"): only dates and times may go.
		const at = opening[0];
		const scope =
			at !== undefined &&
			!used[at] &&
			(tokens[at]!.pos === 'ADP' || /^(?:for|in|on|at|under|with|within|among|below|above|to)$/.test(tokens[at]!.lower));
		if (scope && clause.type !== 'phrase' && clause.subject.length) {
			const until = clause.subject[0]!;
			const phrase = opening.filter((j) => j < until);
			if (phrase.length && phrase.every((j) => !used[j]) && !timePhrase(phrase.map((j) => tokens[j]!)))
				reasons.push(`the scope is missing: "${phrase.map((j) => tokens[j]!.text).join(' ')}"`);
		}
	});
	// Fronted phrases before a comma, and phrases right before a used clause.
	clauses.forEach((clause, c) => {
		if (clause.type !== 'phrase' || range(clause).some((j) => used[j])) return;
		const words = range(clause).filter((j) => !tokens[j]!.punct);
		const host = clauses[c + 1];
		const fronted =
			c === 0 || (c > 0 && /^[;:]$/.test(tokens[clauses[c - 1]!.end - 1]?.text ?? '')) || /^[;:]$/.test(tokens[clause.start]!.text);
		if (!fronted || !host || !range(host).some((j) => used[j]) || !words.length) return;
		if (tokens[words[0]!]!.pos === 'ADP' && !timePhrase(words.map((j) => tokens[j]!)))
			reasons.push(`the scope is missing: "${words.map((j) => tokens[j]!.text).join(' ')}"`);
		else if (words.some((j) => CRITICAL.has(tokens[j]!.lower)))
			reasons.push(`a limiting phrase is missing: "${words.map((j) => tokens[j]!.text).join(' ')}"`);
	});
	gaps(check);
}

const timePhrase = (tokens: Token[]): boolean =>
	/^(?:on|in|at|by|during|since|earlier|last|this)$/.test(tokens[0]!.lower) &&
	tokens.some(
		(t) =>
			(t.quantity && /date|year|time|decade|century/.test(t.quantity.kind)) ||
			/^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|morning|evening|afternoon|week|year|month|today|yesterday|weekend|night)$/.test(
				t.lower,
			),
	);

/** Whether a left-out limiting word stands on something that is used. */
function reaches(check: Check, j: number, clause: Clause): boolean {
	const { source, used } = check;
	const { tokens } = source;
	for (let k = j + 1; k < clause.end && k <= j + 4; k++) {
		if (used[k] && !tokens[k]!.punct) return true;
		if (tokens[k]!.punct || (tokens[k]!.pos === 'ADP' && tokens[k]!.lower !== 'than')) break;
	}
	// Behind the word: an adverb on the verb before it.
	return clause.verbs.some((v) => used[v] && Math.abs(v - j) <= 1);
}

/** "23 of its 148 shops" → "148 shops"; "the end of September" → "September". A noun before a number ("a profit of £33 million") may go. */
function headless(check: Check, j: number): boolean {
	const { tokens } = check.source;
	let k = j + 1;
	while (k < tokens.length && !tokens[k]!.punct && !/NOUN|PROPN|Q|NUM/.test(tokens[k]!.pos)) k++;
	if (!check.used[k]) return false;
	if (tokens[k]!.quantity && nounlike(tokens[j - 1]) && tokens[j - 1]!.pos === 'NOUN' && k === j + 1) return false;
	return true;
}

/** Whether the next used token after a left-out verb in the clause hangs on that verb. */
function nextUsedIsArgument(check: Check, j: number, clause: Clause): boolean {
	const { tokens } = check.source;
	for (let k = j + 1; k < clause.end; k++) {
		if (tokens[k]!.punct) return false;
		if (check.used[k]) return true;
	}
	return false;
}

/** Phrases joined across something left out: the part after a comma or "and" must not take over the part before. */
function gaps(check: Check): void {
	const { source, used, reasons, map } = check;
	const { tokens, clauses } = source;
	const list = map.filter((j) => j >= 0 && !tokens[j]!.punct);
	for (let k = 1; k < list.length; k++) {
		const a = list[k - 1]!;
		const b = list[k]!;
		if (b <= a + 1) continue;
		const between = Array.from({ length: b - a - 1 }, (_, n) => a + 1 + n).filter((j) => !used[j]);
		const words = between.map((j) => tokens[j]!).filter((t) => !t.punct);
		if (!words.length) continue;
		const crosses = tokens[a]!.clause !== tokens[b]!.clause;
		const target = clauses[tokens[b]!.clause]!;
		const hasItem = words.some((t) => t.quantity || nounlike(t));
		const joint =
			between.some((j) => /^(?:and|or|but|against|,|compared|versus|;|:)$/.test(tokens[j]!.lower)) ||
			/^(?:and|or|but|against|compared)$/.test(tokens[b]!.lower);
		const bracketed = between.length > 1 && /^[,(–—]$/.test(tokens[between[0]!]!.text) && /^[,)–—]$/.test(tokens[between.at(-1)!]!.text);
		if (
			target.type === 'phrase' &&
			crosses &&
			hasItem &&
			joint &&
			!bracketed &&
			!(tokens[b]!.pos === 'ADP' && !words.some((t) => t.quantity || t.name))
		)
			reasons.push(`joined over something left out: "${words.map((t) => t.text).join(' ')}"`);
		if (
			!crosses &&
			joint &&
			words.some((t) => t.quantity || t.name) &&
			(tokens[b]!.quantity || tokens[b]!.pos === 'ADP' || nounlike(tokens[b]))
		)
			reasons.push(`joined over something left out: "${words.map((t) => t.text).join(' ')}"`);
	}
}

/** Counts keep the noun that they count. */
export function numbers(check: Check): void {
	const { statement, source, map, reasons } = check;
	statement.tokens.forEach((t, i) => {
		const j = map[i]!;
		if (!t.quantity || j < 0 || !/count|range|fraction|ordinal/.test(t.quantity.kind)) return;
		const mine = counted(statement.tokens, i);
		const theirs = counted(source.tokens, j);
		if (mine && theirs && canonical(mine.lemma) !== canonical(theirs.lemma))
			reasons.push(`"${t.text}" counts "${theirs.text}", not "${mine.text}"`);
		else if (mine && !theirs && t.quantity.kind !== 'ordinal') {
			const aligned = map[statement.tokens.indexOf(mine)]!;
			if (aligned < 0 || aligned < j) reasons.push(`"${t.text}" does not count "${mine.text}" in the source`);
		} else if (!mine && theirs && theirs.pos === 'NOUN' && source.tokens[j + 1] === theirs)
			reasons.push(`"${t.text}" lost what it counts: "${theirs.text}"`);
	});
}

/** The noun after a number, up to a mark, preposition or verb. */
function counted(tokens: Token[], i: number): Token | null {
	let found: Token | null = null;
	for (let k = i + 1; k < tokens.length && k <= i + 5; k++) {
		const t = tokens[k]!;
		if (nounlike(t)) found = t;
		else if (found || t.punct || /VERB|AUX|ADP|CCONJ|SCONJ|PRON|DET|Q|PART/.test(t.pos)) break;
	}
	return found;
}
