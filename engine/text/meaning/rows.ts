/**
 * Sentences that tell two things side by side or tie what they tell to a condition: what a statement may not pick from one for the other,
 * and what it may not leave out.
 */
import { isPredicate, placeOf, subtree } from './graph';
import type { Graph, Unit } from './graph';
import { likeness } from './matching';
import { isTemporal } from './roles';

const nominal = (unit: Unit): boolean => unit.kind === 'n' || unit.name || !!unit.quantity;
const has = (graph: Graph, word: RegExp): boolean => graph.units.some((unit) => word.test(unit.lower));

/** Why the statement mixes or cuts what the sentence sets side by side, or null. */
export function rows(statement: Graph, source: Graph): string | null {
	const found = counterparts(statement, source);
	return (
		crossed(source, found) ??
		setAside(statement, source, found) ??
		excepted(statement, source, found) ??
		conditionLost(statement, source, found) ??
		untilLost(statement, source, found) ??
		onlyFor(source, found) ??
		restWithout(source, found) ??
		differenceLost(statement, source)
	);
}

/** Source units for each content unit of the statement. */
type Found = Map<Unit, Unit[]>;
function counterparts(statement: Graph, source: Graph): Found {
	const out: Found = new Map();
	for (const unit of statement.units) {
		if (unit.kind === 'x' && !unit.quantity) continue;
		const there = source.units.filter((other) => (other.kind !== 'x' || other.quantity) && likeness(unit, other) >= 0.7);
		if (there.length) out.set(unit, there);
	}
	return out;
}
const toldOf = (found: Found): Set<Unit> => new Set([...found.values()].flat());

/** What a unit is in a row: a number of its dimension, a time, else its preposition or its class. */
function slotOf(graph: Graph, unit: Unit): string {
	if (unit.quantity ? !/^(?:date|year|decade|century|time)$/.test(unit.quantity.kind) : unit.tag === 'CD')
		return `number:${unit.quantity?.unit ? (unit.quantity.base?.dimension ?? '') : ''}`;
	if (isTemporal(unit) || /^weekdays?$/.test(unit.lower)) return 'time';
	const { role } = placeOf(graph, unit);
	return role.startsWith('prep:') ? role : unit.kind;
}

/** Whether two may stand in one another's place; a bare number in that of any other. */
const sameSlot = (a: string, b: string): boolean =>
	a === b || (a.startsWith('number:') && b.startsWith('number:') && (a === 'number:' || b === 'number:'));

/** "in the north on Friday and in the south on Saturday" told as "in the south on Friday". */
function crossed(source: Graph, found: Found): string | null {
	const told = toldOf(found);
	const breaks = source.units.filter((unit) => /^(?:and|but|or|while|whereas|,|;|:|–|—)$/.test(unit.lower)).map((unit) => unit.i);
	const weighs = (unit: Unit): boolean => nominal(unit) || unit.kind === 'a' || /^(?:once|twice|thrice)$/.test(unit.lower);
	for (const [k, at] of breaks.entries()) {
		const [before, after] = [
			source.units.slice(k ? breaks[k - 1]! + 1 : 0, at),
			source.units.slice(at + 1, breaks[k + 1] ?? source.units.length),
		];
		const [left, right] = [before.filter(weighs), after.filter(weighs)];
		if (!left.length || !right.length) continue;
		const loose = leansOn(after);
		const slot = (unit: Unit): string =>
			loose && nominal(unit) && !/^(?:number:.*|time)$/.test(slotOf(source, unit)) ? 'noun' : slotOf(source, unit);
		const only = (side: Unit[]): [Unit, Unit][] =>
			[...found].filter(([, there]) => there.every((other) => side.includes(other))).map(([unit, there]) => [unit, there[0]!]);
		const rival = (unit: Unit, side: Unit[]): boolean => side.some((other) => !told.has(other) && sameSlot(slot(other), slot(unit)));
		const fromLeft = only(left).filter(([, unit]) => (loose || !/^nsubj/.test(unit.label)) && rival(unit, right));
		const fromRight = only(right).filter(([, unit]) => rival(unit, left));
		for (const [a, x] of fromLeft)
			for (const [b, y] of fromRight)
				if (loose || !sameSlot(slot(x), slot(y))) return `"${a.text}" and "${b.text}" stand apart in the source`;
	}
	return null;
}

/** A part that has its verb from the one before: "and the daughter the drums", "in autumn bulbs". */
function leansOn(part: Unit[]): boolean {
	if (part.some(isPredicate) || part.filter(nominal).length < 2) return false;
	const words = part.filter((unit) => !/^[.,;:!?'"”’)]+$/.test(unit.text));
	const links = words.filter((unit) => unit.tag === 'IN' || unit.tag === 'TO');
	if (!links.length) return words.filter((unit) => unit.tag === 'DT' || unit.name).length >= 2;
	return links.length === 1 && words[0] === links[0] && nominal(words.at(-1)!) && nominal(words.at(-2)!) && !words.at(-1)!.name;
}

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
