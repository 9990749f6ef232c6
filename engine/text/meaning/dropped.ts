/**
 * What a statement leaves out of the sentence that it tells: nothing that limits, narrows or heads what it kept.
 */
import type { Match } from './match';
import { isPredicate, subtree, surfaceSubject } from './graph';
import type { Graph, Unit } from './graph';
import { isTemporal } from './roles';
import { stanceOf } from './stance';

/** Words that limit what stands beside them. */
const LIMIT =
	/^(?:only|merely|just|solely|almost|nearly|hardly|barely|scarcely|mostly|mainly|largely|partly|partially|usually|often|sometimes|rarely|seldom|generally|typically|normally|roughly|approximately|about|around|probably|possibly|perhaps|maybe|likely|allegedly|reportedly|apparently|potentially|theoretically|virtually|practically|supposedly|too|enough|not|never)$/;
const QUANTIFIER =
	/^(?:all|every|each|any|both|some|most|many|much|few|several|half|no|none|neither|either|another|more|less|fewer|certain|various|part|majority|minority|quarter|third|number)$/;
/** Adjectives without which the noun is something else. */
const SHIFTING =
	/^(?:alleged|former|ex|fake|false|planned|proposed|possible|potential|expected|estimated|supposed|so-called|would-be|draft|suspected|apparent|average|mean|median|maximum|minimum|likely|future|next|unlikely|failed|attempted|intended|provisional|unofficial|interim|partial|net|gross|early|first|second|last|final|previous|earlier|original|initial|main|other|another|only|same|daily|weekly|monthly|annual|yearly|hourly|quarterly|total|overall|additional|extra|further|new|old|rival)$/;
/** Adds a reason for everything that was left out and must not be. */
export function losses(match: Match): void {
	const { source, told } = match;
	for (const i of told) {
		const unit = source.units[i]!;
		limits(match, unit);
		if (isPredicate(unit)) clauseLosses(match, unit);
		if ((unit.kind === 'n' || unit.quantity) && !unit.name) nounLosses(match, unit);
	}
	quantifiers(match);
}

/** Whether the unit, or anything below it, is told. */
const tells = (match: Match, unit: Unit): boolean => subtree(match.source, unit).some((part) => match.told.has(part.i));
const statementHas = (match: Match, pattern: RegExp | string): boolean =>
	match.statement.units.some(
		(unit) => match.mask.has(unit.i) && (typeof pattern === 'string' ? unit.lower === pattern : pattern.test(unit.lower)),
	);

function limits(match: Match, unit: Unit): void {
	for (const k of unit.kids) {
		const kid = match.source.units[k]!;
		if (!LIMIT.test(kid.lower) || match.told.has(k) || kid.quantity) continue;
		if (/^(?:not|never|likely|probably|possibly|perhaps|maybe|allegedly|reportedly|apparently|potentially)$/.test(kid.lower)) continue;
		if (kid.lower === 'too' && kid.i > unit.i && !unit.kids.some((other) => match.source.units[other]!.kind === 'a')) continue;
		if (kid.label === 'prep' || kid.label === 'prt') continue;
		if (!statementHas(match, kid.lower)) match.reasons.push(`a limiting word is missing: "${kid.text}"`);
	}
}

/** Quantifiers of told nouns are kept; a statement adds none. */
function quantifiers(match: Match): void {
	const { statement, source, map, reasons, mask } = match;
	for (const unit of statement.units) {
		if (!mask.has(unit.i)) continue;
		const theirs = map.get(unit.i);
		if (!theirs || unit.quantity || theirs.quantity) continue;
		if (unit.kind !== 'n' || theirs.kind !== 'n') continue;
		const mine = quantifierOf(statement, unit);
		const own = quantifierOf(source, theirs);
		if (
			mine === own ||
			(!own && mine === 'any') ||
			(/^(?:each|every|all|both)$/.test(own) && /^(?:each|every|all|both)$/.test(mine)) ||
			(own === 'no' && mine === 'any') ||
			(mine === 'no' && own === 'any')
		)
			continue;
		if (/^(?:no|neither|none)$/.test(own) || /^(?:no|neither|none)$/.test(mine)) continue; // counted as negation
		if (mine === 'some' && !own) continue;
		if ((own === 'each' || own === 'every') && unit.kids.some((k) => /^(?:a|an|per)$/.test(statement.units[k]!.lower))) continue;
		if (/^(?:several|many|various|numerous)$/.test(own) && /^(?:several|many|various|some|numerous)$/.test(mine)) continue;
		if ((mine === 'every' || mine === 'each') && !own && theirs.kids.some((k) => /^(?:a|an|per)$/.test(source.units[k]!.lower))) continue;
		if (own) reasons.push(`"${own} ${theirs.text}" became "${mine ? `${mine} ` : ''}${unit.text}"`);
		else reasons.push(`the source does not say "${mine} ${unit.text}"`);
	}
	// Words of extent that the statement adds.
	for (const unit of statement.units)
		if (
			mask.has(unit.i) &&
			/^(?:only|always|never|ever|all|every|most|first|last|best|worst|entirely|completely|exactly|already)$/.test(unit.lower) &&
			!unit.quantity
		) {
			if (/^(?:never|all|every|most|already)$/.test(unit.lower)) continue;
			if (!source.units.some((other) => other.lower === unit.lower || other.lemma === unit.lower))
				reasons.push(`the source does not say "${unit.text}"`);
		}
}

function quantifierOf(graph: Graph, unit: Unit): string {
	for (const k of unit.kids) {
		const kid = graph.units[k]!;
		if (QUANTIFIER.test(kid.lower) && /^(?:det|predet|amod|quantmod|nummod|nmod|poss)$/.test(kid.label)) return kid.lower;
	}
	// "most of the shops", "one of the hospitals"
	const head = graph.units[unit.head]!;
	if (unit.label === 'pobj' && head.lower === 'of') {
		const above = graph.units[head.head]!;
		if (QUANTIFIER.test(above.lower)) return above.lower;
		if (/^(?:one|two|three|four|five|six|seven|eight|nine|ten)$/.test(above.lower)) return `${above.lower} of the`;
	}
	return '';
}

/** Clauses and phrases on which a told verb depends. */
function clauseLosses(match: Match, verb: Unit): void {
	const { source, reasons, told } = match;
	const { units } = source;
	const generic = stanceOf(source, verb).tense !== 'past';
	alone(match, verb);
	for (const k of verb.kids) {
		const kid = units[k]!;
		if (told.has(k) || tells(match, kid)) continue;
		const phrase = subtree(source, kid)
			.sort((a, b) => a.i - b.i)
			.map((unit) => unit.text)
			.join(' ');
		if (kid.label === 'advcl') {
			const mark = kid.kids
				.map((m) => units[m]!)
				.find((unit) => unit.label === 'mark' || (unit.label === 'advmod' && /^(?:when|once|whenever)$/.test(unit.lower)));
			if (mark && /^(?:if|unless|provided|once|until|lest|whenever)$/.test(mark.lower))
				reasons.push(`the condition is missing: "${phrase}"`);
			else if (
				mark &&
				/^(?:when|while)$/.test(mark.lower) &&
				!(mark.lower === 'while' && units[mark.i - 1]?.text === ',') &&
				generic &&
				!stanceOf(source, verb).operators.has('will')
			)
				reasons.push(`the condition is missing: "${phrase}"`);
		} else if ((kid.label === 'prep' && kid.kids.length > 0) || kid.label === 'npadvmod') {
			if (/^(?:without|except|unless|until|despite|instead|excluding|besides|rather)$/.test(kid.lower) && !/^despite$/.test(kid.lower))
				reasons.push(`the limit is missing: "${phrase}"`);
			else if (kid.label === 'prep' && !temporal(source, kid) && scopes(source, verb, kid, generic) && !otherOfRow(match, kid))
				reasons.push(`the scope is missing: "${phrase}"`);
		} else if (kid.label === 'advmod' && /^(?:together|alone|jointly)$/.test(kid.lower) && !told.has(kid.i - 1))
			reasons.push(`a limiting word is missing: "${kid.text}"`);
		else if (kid.label === 'dobj' && verb.label !== 'acl') {
			// An object that is not told is checked with the verb's arguments.
		}
	}
	// "Both", "neither", and what is done together.
	for (const subject of surfaceSubject(source, verb)) {
		if (!told.has(subject.i)) continue;
		if (
			subject.kids.some((k) => /^(?:both|either|neither)$/.test(units[k]!.lower)) &&
			!statementHas(match, /^(?:both|either|neither|two)$/)
		)
			reasons.push('"both" is missing');
	}
}

/** "in the east on Monday and in the west on Tuesday": the statement tells the other place of the row. */
const otherOfRow = (match: Match, preposition: Unit): boolean =>
	match.source.units.some(
		(unit) =>
			unit.i > preposition.i &&
			match.told.has(unit.i) &&
			unit.label === 'pobj' &&
			match.source.units[unit.head]!.label === 'conj' &&
			match.source.units[unit.head]!.lower === preposition.lower,
	);

/** "in Germany alone", "only in summer": a place that is all the claim speaks of. */
function alone(match: Match, verb: Unit): void {
	const { source, told, reasons } = match;
	for (const unit of subtree(source, verb)) {
		if (!/^(?:alone|only)$/.test(unit.lower) || told.has(unit.i)) continue;
		const head = source.units[unit.head]!;
		if (head === verb || /^VB/.test(head.tag)) continue;
		if (!tells(match, head)) reasons.push(`the scope is missing: "${head.text} ${unit.text}"`);
	}
}

const temporal = (graph: Graph, unit: Unit): boolean =>
	/^(?:since|during|after|before|by)$/.test(unit.lower) ||
	// "over the same period": the time of the sentence before.
	unit.kids.some(
		(k) => /^(?:period|time|interval)$/.test(graph.units[k]!.lemma) && graph.units[k]!.kids.some((m) => graph.units[m]!.lower === 'same'),
	) ||
	subtree(graph, unit).some((part) => part.quantity?.base?.dimension?.startsWith('time') || isTemporal(part));

/** A phrase that sets where the claim holds: fronted ("In the leaflet group, …"), or the place of a habit. */
function scopes(graph: Graph, verb: Unit, preposition: Unit, generic: boolean): boolean {
	if (!/^(?:in|among|for|under|with|at|above|below|over|within|on|to)$/.test(preposition.lower)) return false;
	const subject = verb.kids.map((k) => graph.units[k]!).find((unit) => /^nsubj/.test(unit.label));
	const fronted = !!subject && preposition.i < subject.i && preposition.i < verb.i;
	if (fronted) return true;
	const bare =
		!!subject && subject.kind === 'n' && !subject.name && !subject.kids.some((k) => /^(?:det|poss|nummod)$/.test(graph.units[k]!.label));
	return generic && bare && /^(?:in|among|under|at|above|below|within)$/.test(preposition.lower);
}

/** Modifiers without which a told noun is more, or another thing. */
function nounLosses(match: Match, noun: Unit): void {
	const { source, reasons, told } = match;
	const { units } = source;
	const subject = isSubject(source, noun);
	const named = noun.kids.some((k) => units[k]!.name && /^(?:compound|appos|poss)$/.test(units[k]!.label) && told.has(k));
	const fixed = noun.kids.some(
		(k) => /^(?:the|this|that|these|those|its|their|his|her)$/.test(units[k]!.lower) || units[k]!.label === 'poss',
	);
	const counted = noun.kids.some((k) => units[k]!.quantity && told.has(k));
	const superlative = noun.kids.some(
		(k) => told.has(k) && (units[k]!.degree === 'most' || /^(?:only|first|last|sole)$/.test(units[k]!.lower)),
	);
	const denied = negatedAround(source, noun) || superlative;
	for (const k of noun.kids) {
		const kid = units[k]!;
		if (told.has(k) || tells(match, kid)) continue;
		if (kid.partitive && kid.quantity) {
			reasons.push(`"${kid.text} of ${noun.text}" became "${noun.text}"`);
			continue;
		}
		const phrase = subtree(source, kid)
			.sort((a, b) => a.i - b.i)
			.map((unit) => unit.text)
			.join(' ');
		if (/^(?:amod|compound|nmod)$/.test(kid.label)) {
			if (SHIFTING.test(kid.lower) || kid.degree) {
				if (!statementHas(match, kid.lower)) reasons.push(`"${kid.text} ${noun.text}" became "${noun.text}"`);
			} else if (
				!/^(?:such|own|same|particular)$/.test(kid.lower) &&
				(superlative || ((subject || denied) && !fixed)) &&
				!named &&
				!counted &&
				!noun.quantity &&
				!kid.name
			)
				reasons.push(`"${kid.text}" is missing before "${noun.text}"`);
			else if (kid.label === 'compound' && kid.i < noun.i && !kid.name && !fixed && subject)
				reasons.push(`"${kid.text}" is missing before "${noun.text}"`);
		} else if (kid.quantity?.bound && kid.label === 'prep' && !noun.quantity) {
			// "people over 70"
			reasons.push(`"${noun.text}" is narrower in the source: "${noun.text} ${phrase}"`);
		} else if (kid.label === 'prep' && kid.lower === 'of') {
			const role = /^(?:NNP|NNPS)$/.test(units[kid.kids[0] ?? kid.i]!.tag) && fixed && !subject;
			if (!role && !noun.quantity && !ownerImplied(match, noun)) reasons.push(`what it is of is missing: "${noun.text} ${phrase}"`);
		} else if (kid.label === 'prep' && !temporal(source, kid)) {
			if (
				(superlative || ((subject || denied) && !fixed)) &&
				!named &&
				/^(?:in|at|on|with|for|from|among|under|over|without|between|against)$/.test(kid.lower)
			)
				reasons.push(`"${noun.text}" is narrower in the source: "${noun.text} ${phrase}"`);
			else if (/^(?:without|except|excluding)$/.test(kid.lower)) reasons.push(`the limit is missing: "${phrase}"`);
		} else if (/^(?:relcl|acl)$/.test(kid.label)) {
			const comma = units.slice(noun.i + 1, kid.i + 1).some((unit) => unit.text === ',' || unit.text === '–' || unit.text === '—');
			if (!comma && !(superlative && fixed) && (subject || denied) && (!fixed || kid.label === 'relcl') && !named && !counted)
				reasons.push(`"${noun.text}" is narrower in the source: "${noun.text} ${phrase}"`);
		}
	}
}

/** "its price", "the price of flour": the owner is told another way. */
function ownerImplied(match: Match, noun: Unit): boolean {
	for (const [i, theirs] of match.map) {
		if (theirs !== noun) continue;
		const mine = match.statement.units[i]!;
		if (
			mine.kids.some((k) => match.statement.units[k]!.label === 'poss' || /^(?:the|this|that)$/.test(match.statement.units[k]!.lower)) &&
			mine.kids.some((k) => match.statement.units[k]!.label === 'poss')
		)
			return true;
	}
	return false;
}

const isSubject = (graph: Graph, noun: Unit): boolean => {
	let at = noun;
	while (at.label === 'conj' && at.head !== at.i) at = graph.units[at.head]!;
	return /^(?:nsubj|nsubjpass|csubj)$/.test(at.label);
};

/** Whether the noun stands under a negation ("found no large effect"): there a wider noun says more. */
function negatedAround(graph: Graph, noun: Unit): boolean {
	let at = noun;
	for (let steps = 0; steps < 8; steps++) {
		if (at.kids.some((k) => graph.units[k]!.label === 'neg' || /^(?:no|not|never|without)$/.test(graph.units[k]!.lower))) return true;
		if (isPredicate(at) || at.head === at.i) break;
		at = graph.units[at.head]!;
	}
	return false;
}
