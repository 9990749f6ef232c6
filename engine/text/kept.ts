/**
 * What a statement may leave out of the source sentence: nothing that is subject, verb, condition, limit or head of what it keeps.
 */
import { nounlike, verbless } from './additions';
import type { Clause, Token } from './clauses';
import type { Check } from './entail';
import { canonical, CONDITION, CRITICAL, FACTIVE, LIMITING_PHRASE } from './rewording';

const CONTENT = /NOUN|PROPN|VERB|ADJ|NUM|Q|ADV/;

/** Every used clause keeps its subject, its whole verb group, its marker and its conditions. */
export function clausesKept(check: Check): void {
	const { source, used, reasons } = check;
	const { clauses, tokens } = source;
	const inUse = (clause: Clause): boolean =>
		range(clause).some(
			(j) => used[j] && !tokens[j]!.punct && (CONTENT.test(tokens[j]!.pos) || tokens[j]!.pos === 'PRON' || tokens[j]!.pos === 'AUX'),
		);
	const uses = clauses.map(inUse);
	const text = (list: number[]): string => list.map((j) => tokens[j]!.text).join(' ');
	let host = -1;
	clauses.forEach((clause, c) => {
		const finite = clause.type !== 'phrase';
		if (clause.type === 'main' || clause.type === 'sub' || clause.type === 'rel') host = clause.type === 'main' ? c : host;
		if (!uses[c]) {
			const attached = c > 0 && (uses[c - 1] || uses[c + 1]);
			const dated =
				/^(?:when|once)$/.test(clause.marker) &&
				tokens[clause.start]!.text === ',' &&
				clause.start > 0 &&
				/date|year|time/.test(tokens[clause.start - 1]!.quantity?.kind ?? '');
			if (
				clause.type === 'sub' &&
				CONDITION.has(clause.marker) &&
				attached &&
				!clause.aside &&
				!dated &&
				sameSentencePart(clauses, tokens, c, uses)
			)
				reasons.push(`the condition is missing: "${text(range(clause)).trim()}"`);
			if (clause.type === 'phrase' && c > 0 && uses[c - 1] && LIMITING_PHRASE.test(text(range(clause).filter((j) => !tokens[j]!.punct))))
				reasons.push(`the limit is missing: "${text(range(clause))}"`);
			if (clause.type === 'sub' && CONDITION.has(clause.marker) && c === 0 && uses[1])
				reasons.push(`the condition is missing: "${text(range(clause))}"`);
			return;
		}
		if (!finite) return;
		const missing = clause.verbs.filter((j) => !used[j] && tokens[j]!.pos !== 'ADV');
		const continues = clauses.some(
			(other, o) =>
				o > c && other.type === 'vp' && uses[o] && !clauses.slice(c + 1, o).some((mid) => mid.type === 'main' || mid.type === 'sub'),
		);
		const named = clauses.some(
			(other, o) => o > c && other.type === 'rel' && uses[o] && other.verbs.every((j) => used[j]) && nounsOnly(check, clause),
		);
		if (missing.length && missing.length === clause.verbs.length && clause.type === 'main' && (continues || named)) {
			// "X fell and rose": the second verb alone; "showed the X that will cost …": the noun and its clause alone.
		} else if (missing.length) reasons.push(`the verb is not whole: "${text(clause.verbs)}"`);
		if ((clause.type === 'sub' || clause.type === 'rel') && !named) {
			const marker = range(clause).find((j) => tokens[j]!.lower === clause.marker);
			if (
				marker !== undefined &&
				!used[marker] &&
				clause.type === 'sub' &&
				!(clause.marker === 'that' && factive(check, c)) &&
				!independent(clause)
			)
				reasons.push(`"${clause.marker}" is missing`);
			if (clause.type === 'sub' && clause.marker === 'that' && c > 0 && !clauses[c - 1]!.verbs.some((j) => used[j]) && !factive(check, c))
				reasons.push('what is only said or thought is stated as a fact');
		}
		if (
			clause.type === 'rel' &&
			clause.marker === 'that' &&
			clause.subject.length &&
			c > 0 &&
			!clauses[c - 1]!.verbs.some((j) => used[j]) &&
			!factive(check, c)
		)
			reasons.push('what is only said or thought is stated as a fact');
		if (clause.type === 'rel' && !/^(?:who|which|that)$/.test(clause.marker)) {
			const marker = range(clause).find((j) => tokens[j]!.lower === clause.marker);
			if (marker !== undefined && !used[marker]) reasons.push(`"${clause.marker}" is missing`);
		}
		const holder =
			clause.type === 'vp' || (clause.type === 'main' && !clause.subject.length)
				? clauses
						.slice(0, c)
						.reverse()
						.find((other) => other.subject.length && other.type !== 'rel')
				: clause;
		if (holder?.subject.length && !(named && clause.type === 'main')) subjectKept(check, holder.subject);
		if (clause.type === 'rel' && clause.start > 0 && clause.subject.length === 0) {
			let head = clause.start - 1;
			while (head > 0 && (tokens[head]!.punct || !nounlike(tokens[head]))) head--;
			const np = clauses
				.slice(0, c)
				.reverse()
				.find((other) => range(other).some((j) => used[j] && nounlike(tokens[j])));
			if (!used[head] && !np) reasons.push(`whom it is said of is missing: "${tokens[head]!.text}"`);
			if (!used[head] && np && clauses[c - 1] !== undefined && !(clauses[c - 1]!.type === 'phrase'))
				reasons.push(`said of something else: "${tokens[head]!.text}"`);
		}
	});
}

const range = (clause: Clause): number[] => Array.from({ length: clause.end - clause.start }, (_, k) => clause.start + k);
const independent = (clause: Clause): boolean => /^(?:while|whereas|although|though|because|since|so|as|after|before)$/.test(clause.marker);

/** Whether a condition belongs to the used clause beside it, and not to another one behind a semicolon. */
function sameSentencePart(clauses: Clause[], tokens: Token[], c: number, uses: boolean[]): boolean {
	const starts = tokens[clauses[c]!.start]!.text;
	if (/^[;:]$/.test(starts)) return false;
	if (uses[c - 1]) return true;
	const next = clauses[c + 1];
	return !!next && uses[c + 1]! && !/^[;:]$/.test(tokens[next.start]!.text);
}

function factive(check: Check, c: number): boolean {
	const host = check.source.clauses[c - 1];
	return (
		!!host &&
		host.verbs.some((j) => FACTIVE.has(check.source.tokens[j]!.lemma)) &&
		!host.verbs.some((j) => check.source.tokens[j]!.lower === 'not')
	);
}

/** Only nouns of this clause are used: it lends a noun to the relative clause after it. */
function nounsOnly(check: Check, clause: Clause): boolean {
	return range(clause).every((j) => !check.used[j] || verbless(check.source.tokens[j]!)) && !clause.subject.some((j) => check.used[j]);
}

function subjectKept(check: Check, subject: number[]): void {
	const { tokens } = check.source;
	// "Passwords and payment data were …": either may stand alone, unless the two are meant together.
	const joint = subject.findIndex((j) => /^(?:and|or)$/.test(tokens[j]!.lower));
	const together = subject.some((j) => /^(?:both|together|between|neither|either|nor)$/.test(tokens[j]!.lower) || tokens[j]!.quantity);
	if (joint > 0 && !together && !tokens[subject[joint - 1]!]!.name) {
		const kept = [subject.slice(0, joint), subject.slice(joint + 1)].filter((side) => side.some((j) => check.used[j]));
		if (kept.length === 1 && kept[0]!.some((j) => nounlike(tokens[j]))) return subjectKept(check, kept[0]!);
	}
	const heads = subject
		.filter((j) => !/(?:self|selves)$/.test(tokens[j]!.lower))
		.filter((j) => nounlike(tokens[j]) || tokens[j]!.pos === 'Q' || tokens[j]!.pos === 'PRON' || tokens[j]!.pos === 'NUM');
	const head = heads.at(-1);
	if (head === undefined) return;
	const named = heads.filter((j) => tokens[j]!.name);
	const lost = [head, ...named].filter((j) => !check.used[j]);
	// "Robert Auchterlonie" → "Auchterlonie": the last of the names stands for all.
	if (lost.length && !(named.length > 1 && check.used[named.at(-1)!] && check.used[head]))
		check.reasons.push(`said of something else: "${subject.map((j) => tokens[j]!.text).join(' ')}"`);
}

/** What was left out inside the used part: nothing that limits, negates or heads what stayed. */
export function dropped(check: Check): void {
	const { source, used, reasons } = check;
	const { tokens, clauses } = source;
	const first = used.indexOf(true);
	const last = used.lastIndexOf(true);
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
