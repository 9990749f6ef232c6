/**
 * Clauses that a statement uses: each keeps its subject, its whole verb group, its marker and its conditions.
 */
import { nounlike, verbless } from './additions';
import type { Clause, Token } from './clauses';
import type { Check } from './entail';
import { CONDITION, FACTIVE, LIMITING_PHRASE } from './rewording';

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
	lendSubjects(check, uses);
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

/** "Marchbank opened 11 shops, and its profit doubled" → "Marchbank's profit doubled": the first clause only lends its subject to the pronoun. */
function lendSubjects(check: Check, uses: boolean[]): void {
	const { tokens, clauses } = check.source;
	clauses.forEach((clause, c) => {
		if (!uses[c] || clause.type !== 'main' || !clause.subject.length) return;
		const kept = range(clause).filter((j) => check.used[j] && !tokens[j]!.punct);
		const head = clause.subject.filter((j) => nounlike(tokens[j])).at(-1);
		if (head === undefined || !check.used[head] || !kept.every((j) => clause.subject.includes(j))) return;
		const later = clauses.findIndex(
			(other, o) =>
				o > c &&
				uses[o] &&
				other.type === 'main' &&
				other.subject.some((j) => /^(?:it|its|they|their|he|his|she|her)$/.test(tokens[j]!.lower) && !check.used[j]),
		);
		if (later < 0 || clauses.slice(c + 1, later).some((other) => other.type === 'main')) return;
		for (const j of clauses[later]!.subject) if (tokens[j]!.pos === 'PRON') check.used[j] = true;
		for (const j of kept) check.used[j] = false;
		uses[c] = false;
	});
}

/** Token indexes of a clause. */
export const range = (clause: Clause): number[] => Array.from({ length: clause.end - clause.start }, (_, k) => clause.start + k);
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
