/**
 * Whether one sentence of a source says what a statement says, whatever the words: every word, name and number of the statement has its
 * counterpart, in the same role of the same clause, with the same hedges, negation, tense and speaker, and nothing that limits was left out.
 */
import { argumentsAgree } from './arguments';
import { assign, candidates, lightVerbs } from './assign';
import { sidesExchanged, thanComparison } from './comparison';
import { losses } from './dropped';
import { isPredicate, placeOf } from './graph';
import type { Graph, Unit } from './graph';
import { content } from './match';
import type { Match } from './match';
import { linksAgree, modifiersAgree, picked, turnedPrepositions } from './modifiers';
import { joined, NEUTRAL, padding, rises, spokenOf } from './neutral';
import { related } from './roles';
import type { Setting } from './setting';
import { stances } from './stances';
import { GOVERNING, stanceOf } from './stance';

export interface Comparison {
	ok: boolean;
	reasons: string[];
	/** Share of the statement's content that the sentence has, 0–1. */
	coverage: number;
}

/** Compares; `mask` limits the statement to a part of it. */
export function compare(statement: Graph, mask: Set<number>, source: Graph, setting: Setting): Comparison {
	const wanted = statement.units.filter((unit) => mask.has(unit.i));
	const speeches = speechUnits(statement, mask);
	const match: Match = {
		statement,
		mask,
		source,
		setting,
		map: new Map(),
		free: new Set(),
		settled: new Set(),
		neutral: new Set(),
		told: new Set(),
		reasons: [],
	};
	const lists = new Map<number, [Unit, number][]>();
	let all = 0;
	let hit = 0;
	for (const unit of wanted) {
		if (!content(statement, unit) || speeches.has(unit.i)) continue;
		const list = candidates(match, unit);
		if (!list.length && unit.lower === 'one' && unit.quantity) continue;
		lists.set(unit.i, list);
		const weight = unit.quantity ? 2 : 1;
		all += weight;
		if (list.length) hit += weight;
	}
	const coverage = all ? hit / all : 0;
	if (!wanted.some((unit) => isPredicate(unit) && !speeches.has(unit.i)))
		return { ok: false, reasons: ['it is no whole sentence'], coverage };
	if (!all || coverage < 0.5) return { ok: false, reasons: ['not said by this sentence'], coverage };
	assign(match, lists, wanted);
	lightVerbs(match, lists);
	for (const [i, list] of lists) {
		const unit = statement.units[i]!;
		const implied = match.map.has(i) && outOfPlace(match, unit) && setting.impliedOwner(unit, match);
		if (implied) {
			match.map.delete(i);
			match.free.add(i);
		}
		if (list.length || match.map.has(i) || match.free.has(i)) continue;
		// "is meant to carry": an operator, compared with the stance.
		if (
			(unit.kind === 'v' || unit.kind === 'a') &&
			GOVERNING.has(unit.lemma) &&
			unit.kids.some((k) => /^(?:xcomp|ccomp)$/.test(statement.units[k]!.label))
		) {
			match.free.add(i);
			continue;
		}
		// "up from 5.4 percent": the two numbers tell the direction.
		if (/^(?:up|down)$/.test(unit.lower) && rises(match, unit)) {
			match.free.add(i);
			continue;
		}
		// "for the first time": "first" says it.
		if (
			unit.lemma === 'time' &&
			unit.kids.some((k) => statement.units[k]!.quantity?.kind === 'ordinal' || /^(?:first|last|only)$/.test(statement.units[k]!.lower))
		) {
			match.free.add(i);
			continue;
		}
		if (setting.impliedOwner(unit, match)) {
			match.free.add(i);
			continue;
		}
		if (unit.kind === 'v' && isPredicate(unit) && NEUTRAL.test(unit.lemma) && joined(match, unit)) {
			match.free.add(i);
			match.neutral.add(i);
			continue;
		}
		if (padding(match, unit) || spokenOf(match, unit)) {
			match.free.add(i);
			continue;
		}
		match.reasons.push(`${unit.quantity ? 'number' : unit.name ? 'name' : 'word'} not in this sentence: "${unit.text}"`);
	}
	// "The painting was painted": one word of the source cannot be both the deed and the thing.
	for (const verb of wanted)
		if (isPredicate(verb) && !match.free.has(verb.i) && match.map.get(verb.i)?.kind === 'n')
			for (const unit of wanted)
				if (unit.kind === 'n' && unit.lemma.startsWith(verb.lemma.replace(/e$/, '')) && match.map.get(unit.i) === match.map.get(verb.i))
					match.reasons.push(`the source does not say "${verb.text}"`);
	if (!match.reasons.length) {
		for (const unit of match.map.values()) match.told.add(unit.i);
		argumentsAgree(match, wanted, speeches);
		modifiersAgree(match, wanted, speeches);
		linksAgree(match, wanted);
		turnedPrepositions(match);
		picked(match, wanted);
		if (sidesExchanged(thanComparison(statement, mask, source, match.map)))
			match.reasons.push('the comparison with "than" is turned round');
		stances(match, wanted, speeches);
		if (!match.reasons.length) losses(match);
	}
	return { ok: !match.reasons.length, reasons: [...new Set(match.reasons)], coverage };
}

/** A modifier of the statement that hangs on something else in the source. */
function outOfPlace(match: Match, unit: Unit): boolean {
	const place = placeOf(match.statement, unit);
	const above = place.governor >= 0 ? match.map.get(place.governor) : undefined;
	const theirs = match.map.get(unit.i);
	return !!above && !!theirs && !related(match.source, above, theirs, place.role, match.statement, unit);
}

/** Units that only say who says so, in the statement: compared as a speaker, not word by word. */
function speechUnits(graph: Graph, mask: Set<number>): Set<number> {
	const out = new Set<number>();
	for (const unit of graph.units)
		if (mask.has(unit.i) && isPredicate(unit))
			for (const speech of stanceOf(graph, unit).speeches) for (const i of speech.units) out.add(i);
	return out;
}
