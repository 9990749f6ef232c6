/**
 * Words of a statement that need no counterpart: verbs that only join, frames of a number, nouns that the page has just spoken of.
 */
import { otherSideOf } from './converse';
import { argumentsOf, clauseOf, isPredicate, placeOf, subtree } from './graph';
import type { Unit } from './graph';
import { isPronoun } from './match';
import type { Match } from './match';
import { likeness } from './matching';
import { stanceOf } from './stance';

/** Verbs that say little more than that their arguments belong together. */
export const NEUTRAL =
	/^(?:have|get|come|take|make|go|bring|involve|include|cover|date|run|last|contain|feature|belong|lie|stand|sit|receive|earn|cost|carry|hold|live|happen|occur|work|stay|spend|fit|require|start|exist|arise|amount|total|number|reach|own|be|set|become|mean|need|remain|operate|pay)$/;

/**
 * Whether a neutral verb's arguments stand together in the source: what it joins hangs on one verb there, or one on the other, and
 * the doer of the statement is not the one to whom it is done.
 */
export function joined(match: Match, verb: Unit): boolean {
	const { statement, source, map } = match;
	const args = argumentsOf(statement, verb);
	const spot = (list: Unit[]): Unit[] => list.map((unit) => map.get(unit.i)).filter((unit): unit is Unit => !!unit);
	const doers = spot(args.subject);
	const others = spot([
		...args.object,
		...args.complement,
		...verb.kids
			.map((k) => statement.units[k]!)
			.flatMap((kid) =>
				kid.label === 'prep' || kid.label === 'agent'
					? kid.kids.map((k) => statement.units[k]!)
					: /^(?:npadvmod|xcomp)$/.test(kid.label)
						? [kid]
						: [],
			),
	]).filter((unit) => !doers.includes(unit));
	if (!others.length) return false;
	if (
		verb.lemma === 'pay' &&
		!source.units.some((unit) => /^(?:fee|price|cost|fine|charge|bill|salary|wage|worth|grant|sum)$/.test(unit.lemma))
	)
		return false;
	// A named doer must be in the sentence, or be what its pronoun means.
	if (
		args.subject.some((unit) => (unit.name || unit.kind === 'n') && !map.has(unit.i) && !match.free.has(unit.i) && !spokenOf(match, unit))
	)
		return false;
	if (!doers.length) return args.subject.every((unit) => isPronoun(unit) || match.free.has(unit.i) || spokenOf(match, unit));
	return others.every((other) =>
		doers.some((doer) => {
			const clause = source.units[clauseOf(source, other)]!;
			// Who belongs to somebody does not own him.
			if (otherSideOf(verb.lemma, clause.lemma)) return false;
			if (!isPredicate(clause)) return subtree(source, doer).includes(other) && other.head !== doer.i;
			// "prefer males with a deep voice": the voice is the males', who are not told.
			if (OWNING.test(verb.lemma) && doer !== other && strangerBetween(match, other, doer, clause)) return false;
			const own = argumentsOf(source, clause);
			if (own.subject.includes(other) && own.object.includes(doer) && !own.subject.includes(doer)) return false;
			if (clauseOf(source, doer) === clause.i) {
				// Another subject of the same verb owns what hangs on it.
				const rival = own.subject.filter(
					(unit) => unit !== doer && (unit.kind === 'n' || unit.name) && !subtree(source, unit).includes(doer),
				);
				return own.subject.includes(doer) || !rival.length || own.object.includes(doer) || subtree(source, doer).includes(other);
			}
			return (
				subtree(source, doer).includes(other) ||
				subtree(source, other).includes(doer) ||
				own.subject.some((unit) => unit === doer || match.setting.sameThing(source, unit, doer))
			);
		}),
	);
}

const OWNING = /^(?:have|own|get|receive|contain|hold|carry|include|feature)$/;

/** A noun that the statement does not tell, on the way up from a unit to its clause. */
function strangerBetween(match: Match, unit: Unit, doer: Unit, clause: Unit): boolean {
	const { source, map } = match;
	const told = [...map.values()];
	for (let at = source.units[unit.head]!, steps = 0; at !== clause && steps < 12; at = source.units[at.head]!, steps++) {
		if (at === doer || at.head === at.i) return false;
		if ((at.kind === 'n' || at.name) && !told.includes(at) && !at.quantity && /^(?:dobj|pobj)$/.test(at.label)) return true;
	}
	return false;
}

/** Words that only frame another: "the age of twelve", "in size", "the price". */
export function padding(match: Match, unit: Unit): boolean {
	const { statement } = match;
	const near = statement.units.slice(Math.max(0, unit.i - 3), unit.i + 4).filter((other) => other.quantity);
	if (/^(?:age)$/.test(unit.lemma)) return near.length > 0;
	if (/^(?:price|cost|fee|sum|amount)$/.test(unit.lemma)) return near.some((other) => other.quantity!.kind === 'money');
	if (/^(?:size|length)$/.test(unit.lemma)) return /^(?:prep:in|prep:of)$/.test(placeOf(statement, unit).role);
	if (/^(?:fact|course|turn|way)$/.test(unit.lemma)) return /^(?:in|of)$/.test(statement.units[unit.head]!.lower);
	if (/^(?:one|a|an)$/.test(unit.lower) && unit.quantity) return true;
	return false;
}

/**
 * A common noun that the sentences just before, or the title, speak of, where the sentence itself has a pronoun or leaves it out:
 * "the starter" for the "it" of a page on starters. Nothing else in the sentence may have its place.
 */
export function spokenOf(match: Match, unit: Unit): boolean {
	const { statement, source, setting, map } = match;
	if (unit.kind !== 'n' || unit.name || unit.quantity) return false;
	const place = placeOf(statement, unit);
	const known =
		setting.before.some((graph) => graph.units.some((other) => other.kind === 'n' && likeness(unit, other) >= 0.8)) || setting.titled(unit);
	if (!known) return false;
	if (source.units.some((other) => other.kind === 'n' && other.label === unit.label && likeness(unit, other) > 0)) return false;
	const stand = source.units.some(
		(other) => /^(?:it|its|they|them|their|one|ones|itself)$/.test(other.lower) && /^(?:PRP|PRP\$|NN|CD)$/.test(other.tag),
	);
	const above = place.governor >= 0 ? map.get(place.governor) : undefined;
	if (place.role === 'subject' || place.role === 'object') {
		if (place.role === 'subject' && elsewhereNamed(match, place.governor)) return false;
		if (!above || !isPredicate(above)) return stand;
		const list = argumentsOf(source, above)[place.role];
		if (list.some((other) => other.kind === 'n' || other.name || other.quantity)) return false;
		// An instruction leaves its object out.
		return stand || (place.role === 'object' && stanceOf(source, above).imperative);
	}
	if (!setting.titled(unit) || !/^(?:prep:(?:of|in|at)|compound|poss|nmod)$/.test(place.role)) return false;
	return !above?.kids.some(
		(k) => /^(?:compound|poss|nmod|amod|prep)$/.test(source.units[k]!.label) && !match.told.has(k) && source.units[k]!.lower !== 'of',
	);
}

/** What a statement says that its subject is, where the source names it in another role: "the buyer is a museum" of "one belongs to a museum". */
function elsewhereNamed({ statement, source, map }: Match, verb: number): boolean {
	if (statement.units[verb]?.lemma !== 'be') return false;
	return argumentsOf(statement, statement.units[verb]).complement.some((unit) => {
		const theirs = map.get(unit.i);
		return !!theirs && unit.kind === 'n' && theirs.kind === 'n' && !/^(?:complement|appos|root|conj)$/.test(placeOf(source, theirs).role);
	});
}

/** Whether "up from B" (or "down from B") holds for the number A before it in the statement, and the source compares the two. */
export function rises(match: Match, unit: Unit): boolean {
	const { statement, source, map } = match;
	const after = statement.units.slice(unit.i + 1, unit.i + 4).find((other) => other.quantity);
	const before = statement.units.slice(0, unit.i).findLast((other) => other.quantity && other.quantity.kind === after?.quantity?.kind);
	if (!after || !before || statement.units[unit.i + 1]?.lower !== 'from') return false;
	const [a, b] = [map.get(before.i), map.get(after.i)];
	if (!a || !b || a.i > b.i) return false;
	const words = source.units.slice(a.i, b.i).map((other) => other.lower);
	if (!words.some((word) => /^(?:compared|from|against|after|versus)$/.test(word))) return false;
	const [high, low] = [before.quantity!.value ?? 0, after.quantity!.value ?? 0];
	match.settled.add(after.i);
	return unit.lower === 'up' ? high > low : high < low;
}
