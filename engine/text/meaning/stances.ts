/**
 * Whether every verb that is told keeps the hedges, negation, tense and speaker that it has in the sentence.
 */
import { speakersAgree, stanceAgrees } from './agree';
import { argumentsOf, clauseOf, isPredicate, subtree } from './graph';
import type { Graph, Unit } from './graph';
import type { Match } from './match';
import { stanceOf } from './stance';

/** Hedges, negation, tense and speakers of every verb (and copula) that is told. */
export function stances(match: Match, wanted: Unit[], speeches: Set<number>): void {
	const { statement, source, map, reasons } = match;
	for (const verb of wanted) {
		if (!isPredicate(verb) || speeches.has(verb.i)) continue;
		let theirs = map.get(verb.i);
		if (!theirs && (verb.lemma === 'be' || match.neutral.has(verb.i))) {
			const args = argumentsOf(statement, verb);
			const spots = [...args.complement, ...args.object, ...args.subject]
				.map((unit) => map.get(unit.i))
				.filter((unit): unit is Unit => !!unit);
			theirs =
				spots[0] ??
				subtree(statement, verb)
					.map((unit) => map.get(unit.i))
					.find((unit): unit is Unit => !!unit);
			if (!theirs) reasons.push(`"${verb.text}" has nothing in the source to stand on`);
		}
		if (!theirs) continue;
		const clause = isPredicate(theirs) ? theirs : source.units[clauseOf(source, theirs)]!;
		const mine = stanceOf(statement, verb);
		const own = stanceOf(source, clause);
		if (match.neutral.has(verb.i) && mine.tense === 'past' && (own.tense === 'present' || own.operators.has('will')))
			reasons.push(`the source does not say that "${verb.text}" has happened`);
		if (
			mine.operators.has('if') &&
			!own.operators.has('if') &&
			clause.kids.some((k) => /^(?:when|whenever)$/.test(source.units[k]!.lower)) &&
			own.tense !== 'past'
		)
			mine.operators.delete('if');
		// "To get the grant, …" does not say that anybody gets it.
		if (purpose(source, theirs) && !purpose(statement, verb) && mine.tense !== 'none' && !mine.operators.size && !mine.imperative)
			reasons.push(`the source does not say that "${theirs.text}" has happened`);
		// "Rain is expected" does not say that it rained.
		if (
			!isPredicate(theirs) &&
			OPEN.test(clause.lemma) &&
			theirs.head === clause.i &&
			/^(?:nsubjpass|dobj)$/.test(theirs.label) &&
			![...map.values()].includes(clause) &&
			!mine.operators.size
		)
			reasons.push(`the source does not say that "${theirs.text}" has happened`);
		if (!isPredicate(theirs)) own.negations = negationsAround(source, theirs, clause, own.negations);
		reasons.push(...stanceAgrees(mine, own, theirs, clause, isPredicate(theirs)));
		reasons.push(...speakersAgree(match, mine, own, verb));
	}
	for (const unit of wanted) {
		const theirs = map.get(unit.i);
		if (!theirs || speeches.has(unit.i) || isPredicate(unit)) continue;
		// A noun for a verb: what the source only plans or denies is no thing yet.
		if (isPredicate(theirs) && !wanted.some((verb) => isPredicate(verb) && map.get(verb.i) === theirs)) {
			const own = stanceOf(source, theirs);
			const mine = stanceOf(statement, statement.units[clauseOf(statement, unit)]!);
			const open = [...own.operators].filter(
				(operator) => !/^(?:to|said:.*)$/.test(operator) && !mine.operators.has(operator) && !(operator === 'will' && mine.progressive),
			);
			if (own.negations % 2 || open.length) reasons.push(`the source does not say that "${theirs.text}" has happened`);
		}
		// "a warning and not an emergency"
		else if (
			/^(?:conj|appos|dep|npadvmod)$/.test(theirs.label) &&
			(theirs.kids.some((k) => /^(?:not|n't)$/.test(source.units[k]!.lower)) ||
				source.units.slice(Math.max(0, theirs.i - 3), theirs.i).some((other) => other.lower === 'not' && other.head === theirs.head))
		) {
			const mine = stanceOf(statement, statement.units[clauseOf(statement, unit)]!);
			if (mine.negations % 2 === 0) reasons.push(`the source denies "${theirs.text}"`);
		}
	}
}

/** Verbs whose object need not be. */
const OPEN =
	/^(?:expect|plan|predict|forecast|propose|consider|fear|hope|promise|threaten|reject|cancel|postpone|prevent|avoid|ban|forbid|deny|suspect|seek|demand|want|discuss|oppose)$/;
/** An infinitive that only tells what something is for. */
const purpose = (graph: Graph, verb: Unit): boolean =>
	verb.label === 'advcl' && verb.kids.some((k) => graph.units[k]!.lower === 'to' && graph.units[k]!.label === 'aux');

/** Negations that reach a word inside a clause: its own ("allowed but not compulsory"), and the verb's unless it is coordinated away from it. */
function negationsAround(graph: Graph, unit: Unit, clause: Unit, above: number): number {
	let count = 0;
	let split = false;
	for (let at = unit, steps = 0; at !== clause && steps < 12; steps++) {
		for (const k of at.kids) if (/^(?:not|n't|never)$/.test(graph.units[k]!.lower) && at !== clause) count++;
		const before = graph.units[at.i - 1];
		if (at.label === 'conj') {
			split = true;
			if (before?.lower === 'not' && !at.kids.includes(before.i)) count++;
		}
		if (at.head === at.i) break;
		at = graph.units[at.head]!;
	}
	return split ? count : above;
}
