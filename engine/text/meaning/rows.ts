/**
 * Sentences that tell two things side by side or tie what they tell to a condition: what a statement may not pick from one for the other,
 * and what it may not leave out.
 */
import { crossed, isRelation } from './crossed';
import type { Found } from './crossed';
import { isPredicate, subtree, surfaceSubject } from './graph';
import type { Graph, Unit } from './graph';
import { likeness } from './matching';

const nominal = (unit: Unit): boolean => unit.kind === 'n' || unit.name || !!unit.quantity;
const has = (graph: Graph, word: RegExp): boolean => graph.units.some((unit) => word.test(unit.lower));

/** Why the statement mixes or cuts what the sentence sets side by side, or null. */
export function rows(statement: Graph, source: Graph): string | null {
	const found = counterparts(statement, source);
	return (
		crossed(source, found) ??
		eitherLost(statement, source, found) ??
		elseLost(statement, source, found) ??
		ofTheRest(statement, source) ??
		branchLost(source, found) ??
		onesWithout(source, found) ??
		setAside(statement, source, found) ??
		excepted(statement, source, found) ??
		conditionLost(statement, source, found) ??
		untilLost(statement, source, found) ??
		onlyFor(source, found) ??
		restWithout(source, found) ??
		differenceLost(statement, source)
	);
}

function counterparts(statement: Graph, source: Graph): Found {
	const out: Found = new Map();
	for (const unit of statement.units) {
		if (unit.kind === 'x' && !unit.quantity) {
			const same = isRelation(unit) ? source.units.filter((other) => other.lower === unit.lower) : [];
			if (same.length) out.set(unit, same);
			continue;
		}
		const there = source.units.filter((other) => (other.kind !== 'x' || other.quantity) && likeness(unit, other) >= 0.7);
		if (there.length) out.set(unit, there);
	}
	return out;
}
const toldOf = (found: Found): Set<Unit> => new Set([...found.values()].flat());

/** "by the salt, not by the frost". */
function setAside(statement: Graph, source: Graph, found: Found): string | null {
	if (has(statement, /^(?:not|n't|never|no|neither|nor|without|instead|rather|unlike)$/)) return null;
	for (const not of source.units.filter(
		(unit) => unit.lower === 'not' && /^(?:[,–—]|but|and)$/.test(source.units[unit.i - 1]?.lower ?? ''),
	)) {
		const end = source.units.findIndex((unit) => unit.i > not.i && /^[,;.–—]$/.test(unit.text));
		const aside = source.units.slice(not.i + 1, end < 0 ? source.units.length : end);
		if (aside.some(isPredicate) || aside[0]?.lower === 'only') continue;
		for (const [unit, there] of found) {
			if (!nominal(unit)) continue;
			const loose = there.filter(
				(other) => !aside.includes(other) && !(other.label === 'poss' && !toldOf(found).has(source.units[other.head]!)),
			);
			if (there.some((other) => aside.includes(other)) && !loose.length) return `the source says "not" of "${unit.text}"`;
		}
	}
	return null;
}

/** "All the villages except Ruda". */
function excepted(statement: Graph, source: Graph, found: Found): string | null {
	const WORD = /^(?:except|excluding|besides|barring|bar)$/;
	if (has(statement, WORD) || has(statement, /^(?:not|n't|no|never|only|apart|other|rest)$/)) return null;
	for (const word of source.units.filter((unit) => WORD.test(unit.lower))) {
		const next = source.units.slice(word.i + 1);
		const end = next.findIndex((unit) => /^[,.;]$/.test(unit.text) || /^(?:VB|MD)/.test(unit.tag));
		const below = next.slice(0, end < 0 ? next.length : end);
		for (const [unit, there] of found)
			if (nominal(unit) && there.every((other) => below.includes(other))) return `"${unit.text}" is excepted in the source`;
	}
	return null;
}

/** "for six minutes if they come from the fridge". */
function conditionLost(statement: Graph, source: Graph, found: Found): string | null {
	if (has(statement, /^(?:if|unless|when|whenever|once|provided|otherwise|while|with|without|in)$/)) return null;
	const told = toldOf(found);
	for (const mark of source.units) {
		if (!/^(?:if|unless)$/.test(mark.lower) || mark.label !== 'mark' || /^(?:as|even)$/.test(source.units[mark.i - 1]?.lower ?? ''))
			continue;
		const clause = source.units[mark.head]!;
		if (clause.label !== 'advcl' || !told.has(source.units[clause.head]!)) continue;
		const inside = subtree(source, clause).filter((unit) => unit.i > mark.i);
		const all = [...found].filter(([, there]) => there.every((unit) => inside.includes(unit)));
		if (!all.length) return `the condition is missing: "${mark.text} … ${clause.text}"`;
	}
	return null;
}

/** "every 20 minutes until eight". */
function untilLost(statement: Graph, source: Graph, found: Found): string | null {
	if (has(statement, /^(?:until|till|before|by|to|up)$/)) return null;
	const told = toldOf(found);
	for (const until of source.units) {
		if (!/^(?:until|till)\b/.test(until.lower) || until.label === 'mark') continue;
		const phrase = subtree(source, until);
		if (phrase.some((unit) => told.has(unit))) continue;
		const rest = source.units.slice(until.i + 1).map((unit) => unit.lower);
		const before = source.units.slice(Math.max(0, until.i - 3), until.i);
		if (before.some((unit) => told.has(unit)) && rest.some((word) => /^(?:and|but|then)$/.test(word)))
			return `the limit is missing: "until ${phrase.at(-1)!.text}"`;
	}
	return null;
}

/** "for foreign students only" told as "for students". */
function onlyFor(source: Graph, found: Found): string | null {
	const told = toldOf(found);
	for (const only of source.units) {
		if (!/^(?:only|alone)$/.test(only.lower)) continue;
		const noun = source.units[only.i - 1];
		if (!noun || noun.kind !== 'n' || !told.has(noun)) continue;
		const lost = noun.kids.map((k) => source.units[k]!).find((kid) => /^(?:amod|compound)$/.test(kid.label) && !told.has(kid));
		if (lost) return `"${lost.text}" is missing before "${noun.text}"`;
	}
	return null;
}

/** "The letters to Hart were burnt; those to his wife survived" told as "The letters were burnt". */
function restWithout(source: Graph, found: Found): string | null {
	const told = toldOf(found);
	for (const rest of source.units) {
		if (!/^(?:those|others|ones?)$/.test(rest.lower) || !/^(?:DT|NN|NNS|CD|PRP)$/.test(rest.tag) || rest.label === 'det') continue;
		const marks = rest.kids.map((k) => source.units[k]!.lower).filter((word) => /^(?:to|from|in|of|with|without|for|on|at|by)$/.test(word));
		for (const noun of source.units) {
			if (noun.i > rest.i || noun.kind !== 'n' || noun.name || !/^nsubj/.test(noun.label) || !told.has(noun)) continue;
			const lost = noun.kids.map((k) => source.units[k]!).find((kid) => kid.label === 'prep' && marks.includes(kid.lower));
			if (lost && !subtree(source, lost).some((unit) => told.has(unit)))
				return `"${noun.text}" is narrower in the source: "${noun.text} ${lost.text} …"`;
		}
	}
	return null;
}

/** "four kilograms less" told as "four kilograms". */
function differenceLost(statement: Graph, source: Graph): string | null {
	const compares = (unit: Unit | undefined): boolean =>
		!!unit && (/^(?:JJR|RBR)$/.test(unit.tag) || /^(?:more|less|fewer|too)$/.test(unit.lower));
	if (
		statement.units.some(compares) ||
		has(
			statement,
			/^(?:by|before|after|ahead|behind|short|extra|additional|another|up|down|apart|difference|gap|lead|from|than|off|late|early)$/,
		)
	)
		return null;
	for (const unit of statement.units) {
		if (!unit.quantity || /^(?:ordinal|date|year|decade|century|time)$/.test(unit.quantity.kind)) continue;
		const there = source.units.filter((other) => other.quantity && likeness(unit, other) >= 0.8);
		const next = there.map((other) => source.units[other.i + 1]);
		// "ten more people" counts people.
		const counted = (other: Unit | undefined): boolean => source.units[(other?.i ?? 0) + 1]?.kind === 'n';
		if (there.length && next.every((other) => compares(other) && !counted(other)))
			return `"${next[0]!.text}" is missing after "${unit.text}"`;
	}
	return null;
}

/** "Either the signal failed or the driver missed it" told as one of the two. */
function eitherLost(statement: Graph, source: Graph, found: Found): string | null {
	if (has(statement, /^(?:or|either|may|might|could|perhaps|possibly|if)$/)) return null;
	const told = toldOf(found);
	for (const either of source.units.filter((unit) => unit.lower === 'either')) {
		const or = source.units.find((unit) => unit.i > either.i && unit.lower === 'or');
		if (!or) continue;
		const end = source.units.findIndex((unit) => unit.i > or.i && /^[;,.:–—]$/.test(unit.text));
		const sides = [source.units.slice(either.i + 1, or.i), source.units.slice(or.i + 1, end < 0 ? source.units.length : end)];
		const clauses = sides.every((side) => side.some(isPredicate));
		const [one, other] = sides.map((side) => side.some((unit) => told.has(unit) && (clauses ? isPredicate(unit) : unit.kind !== 'x')));
		if (one !== other) return 'the source says "either … or"';
	}
	return null;
}

/** "everybody else" told as "everybody". */
function elseLost(statement: Graph, source: Graph, found: Found): string | null {
	if (has(statement, /^(?:else|other|others|rest|apart)$/)) return null;
	const told = toldOf(found);
	const lost = source.units.find((unit) => unit.lower === 'else' && told.has(source.units[unit.i - 1]!));
	return lost ? `"else" is missing after "${source.units[lost.i - 1]!.text}"` : null;
}

/** "Half were taken and the rest stayed empty" told as "Half stayed empty". */
function ofTheRest(statement: Graph, source: Graph): string | null {
	const REST = /^(?:rest|remainder|others?|remaining)$/;
	if (has(statement, REST)) return null;
	for (const verb of statement.units.filter(isPredicate)) {
		const same = source.units.filter((other) => isPredicate(other) && other.lemma === verb.lemma);
		const subject = same.length === 1 ? surfaceSubject(source, same[0]!) : [];
		// The word before the verb, too, where the parse hangs it on another noun.
		const before = same.length === 1 ? source.units.slice(0, same[0]!.i).findLast((unit) => !/^aux/.test(unit.label)) : undefined;
		const rest =
			subject.length && subject.every((unit) => REST.test(unit.lower)) ? subject[0] : before && REST.test(before.lower) ? before : null;
		if (rest) return `"${verb.text}" is said of "the ${rest.text}"`;
	}
	return null;
}

/** "closed to lorries at night and to cars on Sundays" told as "closed at night". */
function branchLost(source: Graph, found: Found): string | null {
	const told = toldOf(found);
	for (const second of source.units) {
		const before = source.units[second.i - 1];
		if (!/^(?:to|for|from|with|against)$/.test(second.lower) || before?.lower !== 'and') continue;
		const first = source.units.findLast((unit) => unit.i < second.i && unit.lower === second.lower && /^(?:prep|dative)$/.test(unit.label));
		if (!first || source.units.slice(first.i, second.i).some((unit) => isPredicate(unit) || /^[,;:]$/.test(unit.text))) continue;
		const end = source.units.findIndex((unit) => unit.i > second.i && /^[,;.:–—]$/.test(unit.text));
		const objectOf = (preposition: Unit): Unit | undefined =>
			preposition.kids.map((k) => source.units[k]!).find((kid) => kid.label === 'pobj');
		for (const [preposition, branch] of [
			[first, source.units.slice(first.i + 1, before.i)],
			[second, source.units.slice(second.i + 1, end < 0 ? source.units.length : end)],
		] as const) {
			const object = objectOf(preposition);
			if (!object || told.has(object)) continue;
			const only = [...found.values()].some((there) =>
				there.every((unit) => branch.includes(unit) && !subtree(source, object).includes(unit)),
			);
			if (only) return `"${preposition.text} ${object.text}" is missing`;
		}
	}
	return null;
}

/** "The red tablets before meals and the white ones at bedtime" told as "the tablets". */
function onesWithout(source: Graph, found: Found): string | null {
	const told = toldOf(found);
	const marks = (unit: Unit): Unit[] =>
		unit.kids.map((k) => source.units[k]!).filter((kid) => /^(?:amod|compound|nummod)$/.test(kid.label));
	for (const ones of source.units) {
		if (!/^ones?$/.test(ones.lower) || !marks(ones).length || marks(ones).some((mark) => told.has(mark))) continue;
		const noun = source.units.findLast(
			(unit) => unit.i < ones.i && unit.kind === 'n' && !unit.name && told.has(unit) && marks(unit).length > 0,
		);
		if (noun && !marks(noun).some((mark) => told.has(mark))) return `"${marks(noun)[0]!.text}" is missing before "${noun.text}"`;
	}
	return null;
}
