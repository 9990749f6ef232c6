/**
 * Whether one sentence of a source says what a statement says, whatever the words: every word, name and number of the statement has its
 * counterpart, in the same role of the same clause, with the same hedges, negation, tense and speaker, and nothing that limits was left out.
 */
import { sidesExchanged, thanComparison } from './comparison';
import { losses } from './dropped';
import { argumentsOf, clauseOf, contrasted, coordinated, isPassive, isPredicate, placeOf, subtree, surfaceSubject } from './graph';
import type { Graph, Unit } from './graph';
import { connector, likeness, prepositionsOppose } from './matching';
import { isTemporal, related } from './roles';
import type { Setting } from './setting';
import { speakersAgree, stanceAgrees } from './agree';
import { GOVERNING, stanceOf } from './stance';

export interface Comparison {
	ok: boolean;
	reasons: string[];
	/** Share of the statement's content that the sentence has, 0–1. */
	coverage: number;
}

/** State of one comparison of a statement (or of the part of it that `mask` holds) with a sentence. */
export interface Match {
	statement: Graph;
	mask: Set<number>;
	source: Graph;
	setting: Setting;
	/** Statement unit → source unit. */
	map: Map<number, Unit>;
	/** Units of the statement that need no counterpart: light verbs, stand-ins. */
	free: Set<number>;
	/** Units whose place was checked on its own. */
	settled: Set<number>;
	/** Source units that are told. */
	told: Set<number>;
	reasons: string[];
	/** Verbs of the statement that only join what the source joins in its own way ("has", "costs", "comes from"). */
	neutral: Set<number>;
	/** Counterparts beyond the lexicon's relations, for a comparison that weighs instead of refusing: 0 when there is none. */
	wide?: (mine: Unit, theirs: Unit) => number;
}

const SILENT_LABEL = /^(?:aux|auxpass|det|punct|cc|mark|case|prep|expl|preconj|predet|agent|prt|neg|dep)$/;
const SILENT_TAG = /^(?:IN|TO|DT|CC|WDT|WP|WP\$|WRB|EX|POS|RP|MD|PDT|,|\.|:|``|''|-LRB-|-RRB-|HYPH|NFP|SYM|\$|LS|XX|_SP)$/;
const FREE_ADVERB =
	/^(?:also|before|too|then|there|here|however|meanwhile|so|thus|therefore|now|itself|themselves|himself|herself|both|either|instead|currently|even|yet|still|already|just|back|again|ever|about|today|right|nowadays|instead|very|really|actually|simply|quite|rather|indeed|only|once|altogether|overall|far|much)$/;
const LIGHT_VERB =
	/^(?:make|take|have|give|do|get|be|see|come|go|happen|occur|carry|hold|show|become|turn|grow|remain|stay|put|lay|place)$/;

/** Whether a unit of a statement must have a counterpart. */
export function content(graph: Graph, unit: Unit): boolean {
	if (unit.quantity || unit.tag === 'UH') return true;
	if (
		/^(?:all|most|some|none|both|many|few|half|neither|each)$/.test(unit.lower) &&
		/^(?:nsubj|nsubjpass|dobj|pobj|attr|appos|conj|npadvmod)$/.test(unit.label)
	)
		return true;
	if (!/[\p{L}\p{N}]/u.test(unit.text)) return false;
	if (SILENT_TAG.test(unit.tag) || /^(?:PRP|PRP\$)$/.test(unit.tag)) return false;
	if (SILENT_LABEL.test(unit.label) && !unit.name) return false;
	if (unit.lemma === 'be' && unit.kind === 'v') return false;
	// "has to": an operator.
	if (unit.lemma === 'have' && unit.kind === 'v' && graph.units.some((other) => other.head === unit.i && other.label === 'xcomp'))
		return false;
	if ((unit.kind === 'r' || /^(?:today|much|right|now)$/.test(unit.lower)) && FREE_ADVERB.test(unit.lower)) return false;
	if (unit.lower === 'percent' || unit.lower === '%') return false;
	// "150 metres or more": part of the bound.
	if (/^(?:more|less|fewer|longer|higher|above|over|under|below|later|shorter|younger|older)$/.test(unit.lower) && unit.label === 'conj')
		return false;
	return true;
}

const isPronoun = (unit: Unit): boolean => /^(?:PRP|PRP\$)$/.test(unit.tag);

/** Counterparts of a statement's unit in the sentence, best first. */
function candidates(match: Match, unit: Unit): [Unit, number][] {
	const { source, setting } = match;
	const out: [Unit, number][] = [];
	for (const theirs of source.units) {
		if (!/[\p{L}\p{N}]/u.test(theirs.text)) continue;
		let score = SILENT_TAG.test(theirs.tag) && !theirs.quantity && theirs.lower !== unit.lower ? 0 : likeness(unit, theirs);
		if (SILENT_TAG.test(unit.tag) && unit.lower === theirs.lower) score = 1;
		if (!score && setting.standsFor(theirs, unit, source, match.statement)) score = 0.5;
		if (!score && match.wide) score = match.wide(unit, theirs);
		if (score === 0.9 && unit.name && theirs.name && unit.parts.length > theirs.parts.length && !setting.fullName(unit, theirs)) score = 0;
		if (score) out.push([theirs, score]);
	}
	return out.sort((a, b) => b[1] - a[1]);
}

/** Compares; `mask` limits the statement to a part of it. */
export function compare(
	statement: Graph,
	mask: Set<number>,
	source: Graph,
	setting: Setting,
	wide?: (mine: Unit, theirs: Unit) => number,
	out?: (match: Match) => void,
): Comparison {
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
		...(wide ? { wide } : {}),
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
	if (!all || (coverage < 0.5 && !wide)) return { ok: false, reasons: ['not said by this sentence'], coverage };
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
	if (!match.reasons.length || wide) {
		for (const unit of match.map.values()) match.told.add(unit.i);
		argumentsAgree(match, wanted, speeches);
		modifiersAgree(match, wanted, speeches);
		linksAgree(match, wanted);
		if (!match.reasons.length || wide) turnedPrepositions(match);
		if (sidesExchanged(thanComparison(statement, mask, source, match.map)))
			match.reasons.push('the comparison with "than" is turned round');
		stances(match, wanted, speeches);
		if (!match.reasons.length || wide) losses(match);
	}
	out?.(match);
	return { ok: !match.reasons.length, reasons: [...new Set(match.reasons)], coverage };
}

/** Verbs that say little more than that their arguments belong together. */
const NEUTRAL =
	/^(?:have|get|come|take|make|go|bring|involve|include|cover|date|run|last|contain|feature|belong|lie|stand|sit|receive|earn|cost|carry|hold|live|happen|occur|work|stay|spend|fit|require|start|exist|arise|amount|total|number|reach|own|be|set|become|mean|need|remain|operate|pay)$/;

/**
 * Whether a neutral verb's arguments stand together in the source: what it joins hangs on one verb there, or one on the other, and
 * the doer of the statement is not the one to whom it is done.
 */
function joined(match: Match, verb: Unit): boolean {
	const { statement, source, map } = match;
	const args = argumentsOf(statement, verb);
	const spot = (list: Unit[]): Unit[] => list.map((unit) => map.get(unit.i)).filter((unit): unit is Unit => !!unit);
	const doers = spot(args.subject);
	const others = spot([
		...args.object,
		...args.complement,
		...verb.kids
			.map((k) => statement.units[k]!)
			.flatMap((kid) => (kid.label === 'prep' || kid.label === 'agent' ? kid.kids.map((k) => statement.units[k]!) : /^(?:npadvmod|xcomp)$/.test(kid.label) ? [kid] : [])),
	]).filter((unit) => !doers.includes(unit));
	if (!others.length) return false;
	if (verb.lemma === 'pay' && !source.units.some((unit) => /^(?:fee|price|cost|fine|charge|bill|salary|wage|worth|grant|sum)$/.test(unit.lemma))) return false;
	// A named doer must be in the sentence, or be what its pronoun means.
	if (args.subject.some((unit) => (unit.name || unit.kind === 'n') && !map.has(unit.i) && !match.free.has(unit.i) && !spokenOf(match, unit))) return false;
	if (!doers.length) return args.subject.every((unit) => isPronoun(unit) || match.free.has(unit.i) || spokenOf(match, unit));
	return others.every((other) =>
		doers.some((doer) => {
			const clause = source.units[clauseOf(source, other)]!;
			const own = argumentsOf(source, clause);
			if (own.subject.includes(other) && own.object.includes(doer) && !own.subject.includes(doer)) return false;
			if (clauseOf(source, doer) === clause.i) {
				// Another subject of the same verb owns what hangs on it.
				const rival = own.subject.filter((unit) => unit !== doer && (unit.kind === 'n' || unit.name) && !subtree(source, unit).includes(doer));
				return own.subject.includes(doer) || !rival.length || own.object.includes(doer) || subtree(source, doer).includes(other);
			}
			return subtree(source, doer).includes(other) || subtree(source, other).includes(doer) || own.subject.some((unit) => unit === doer || match.setting.sameThing(source, unit, doer));
		}),
	);
}

/** Words that only frame another: "the age of twelve", "in size", "the price". */
function padding(match: Match, unit: Unit): boolean {
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
function spokenOf(match: Match, unit: Unit): boolean {
	const { statement, source, setting, map } = match;
	if (unit.kind !== 'n' || unit.name || unit.quantity) return false;
	const place = placeOf(statement, unit);
	const known = setting.before.some((graph) => graph.units.some((other) => other.kind === 'n' && likeness(unit, other) >= 0.8)) || setting.titled(unit);
	if (!known) return false;
	if (source.units.some((other) => other.kind === 'n' && other.label === unit.label && likeness(unit, other) > 0)) return false;
	const stand = source.units.some((other) => /^(?:it|its|they|them|their|one|ones|itself)$/.test(other.lower) && /^(?:PRP|PRP\$|NN|CD)$/.test(other.tag));
	const above = place.governor >= 0 ? map.get(place.governor) : undefined;
	if (place.role === 'subject' || place.role === 'object') {
		if (!above || !isPredicate(above)) return stand;
		const list = argumentsOf(source, above)[place.role];
		if (list.some((other) => other.kind === 'n' || other.name || other.quantity)) return false;
		// An instruction leaves its object out.
		return stand || (place.role === 'object' && imperativeOf(source, above));
	}
	if (!setting.titled(unit) || !/^(?:prep:(?:of|in|at)|compound|poss|nmod)$/.test(place.role)) return false;
	return !above?.kids.some((k) => /^(?:compound|poss|nmod|amod|prep)$/.test(source.units[k]!.label) && !match.told.has(k) && source.units[k]!.lower !== 'of');
}

/** "voted for" where the source has "voted against", "walked up" for "walked down". */
function turnedPrepositions(match: Match): void {
	const { statement, source, map, mask, reasons } = match;
	for (const [i, theirs] of map) {
		const unit = statement.units[i]!;
		const side = (graph: Graph, of: Unit): Unit[] => of.kids.map((k) => graph.units[k]!).filter((kid) => /^(?:prep|prt|advmod)$/.test(kid.label));
		const own = side(source, theirs).map((kid) => kid.lower);
		for (const word of side(statement, unit)) {
			if (!mask.has(word.i) || own.includes(word.lower)) continue;
			const against = own.find((other) => prepositionsOppose(word.lower, other));
			const free = word.kids.some((k) => map.has(k));
			if (against && !free) reasons.push(`"${word.text}" stands for "${against}" in the source`);
		}
	}
}

/** Whether "up from B" (or "down from B") holds for the number A before it in the statement, and the source compares the two. */
function rises(match: Match, unit: Unit): boolean {
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

/** Chooses one counterpart each: verbs first, then what hangs on them, preferring counterparts in the same relation. */
function assign(match: Match, lists: Map<number, [Unit, number][]>, wanted: Unit[]): void {
	const { statement, source, map } = match;
	const depth = (unit: Unit): number => {
		let d = 0;
		for (let at = unit; at.head !== at.i && d < 30; at = statement.units[at.head]!) d++;
		return d;
	};
	const order = wanted.filter((unit) => lists.get(unit.i)?.length).sort((a, b) => depth(a) - depth(b));
	for (let round = 0; round < 3; round++)
		for (const unit of order) {
			const list = lists.get(unit.i)!;
			let best = list[0]!;
			let top = -Infinity;
			for (const [theirs, strength] of list) {
				let score = strength * 3;
				const place = placeOf(statement, unit);
				const above = place.governor >= 0 ? map.get(place.governor) : undefined;
				if (above && above !== theirs) {
					if (related(source, above, theirs, place.role, statement, unit)) score += 2;
					else if (clauseOf(source, above) === clauseOf(source, theirs)) score += 0.5;
				}
				for (const other of order) {
					if (other === unit || placeOf(statement, other).governor !== unit.i) continue;
					const below = map.get(other.i) ?? lists.get(other.i)?.[0]?.[0];
					if (below && below !== theirs && related(source, theirs, below, placeOf(statement, other).role, statement, other)) score += 1;
				}
				for (const [i, taken] of map) if (i !== unit.i && taken === theirs) score -= 1.5;
				if (theirs.label === placeOf(statement, unit).role || theirs.label === unit.label) score += 0.3;
				if (score > top) {
					top = score;
					best = [theirs, strength];
				}
			}
			map.set(unit.i, best[0]);
		}
}

/** "made 17 saves" for "saved 17 shots": the light verb goes with its noun. */
function lightVerbs(match: Match, lists: Map<number, [Unit, number][]>): void {
	const { statement, map, free } = match;
	for (const [i, list] of lists) {
		const unit = statement.units[i]!;
		if (unit.kind !== 'v' || !LIGHT_VERB.test(unit.lemma)) continue;
		const args = argumentsOf(statement, unit);
		const noun = [...args.object, ...args.complement].find((other) => map.get(other.i)?.kind === 'v' && other.kind !== 'v');
		if (noun && !list.some(([theirs, score]) => score === 1 && theirs.kind === 'v')) {
			map.set(i, map.get(noun.i)!);
			free.add(noun.i);
		}
	}
}

/** Verbs that say the same with or without an agent ("the storm sank the boat", "the boat sank"). */
const ERGATIVE =
	/^(?:rise|raise|increase|decrease|grow|drop|lower|reduce|fall|open|close|shut|begin|start|end|finish|stop|break|change|move|shift|turn|sink|overturn|capsize|double|halve|triple|improve|worsen|slow|speed|expand|widen|narrow|shrink|spread|split|melt|freeze|boil|dry|burn|heat|warm|cool|empty|drain|fill|gather|return|continue|last|delay|develop|lengthen|shorten|weaken|strengthen|drown|launch|ring|light|drive|push|relocate|transfer)$/;

/** Subjects, objects and complements of every verb. */
function argumentsAgree(match: Match, wanted: Unit[], speeches: Set<number>): void {
	const { statement, source, map, reasons, free } = match;
	for (const verb of wanted) {
		if (!isPredicate(verb) || speeches.has(verb.i)) continue;
		if (match.neutral.has(verb.i)) continue;
		if (verb.lemma === 'be' && verb.kind === 'v') {
			copula(match, verb);
			continue;
		}
		const theirs = map.get(verb.i);
		if (!theirs) continue;
		const mine = argumentsOf(statement, verb);
		const full = isPredicate(theirs) || theirs.kind === 'v' ? argumentsOf(source, theirs) : null;
		for (const role of ['subject', 'object'] as const) {
			for (const unit of mine[role]) {
				if (!match.mask.has(unit.i) || free.has(unit.i)) continue;
				const target = map.get(unit.i);
				if (!target && !isPronoun(unit)) continue;
				if (!full) {
					// A noun for the verb: what hangs on it may be either.
					if (target && !related(source, theirs, target, role, statement, unit))
						reasons.push(`"${verb.text}" is not said of "${unit.text}"`);
					continue;
				}
				const list = full[role].flatMap((other) => coordinated(source, other));
				if (target && (list.includes(target) || list.some((other) => match.setting.sameThing(source, other, target)))) continue;
				if (isPronoun(unit)) {
					if (match.setting.pronounFits(statement, unit, list, source)) continue;
					if (!list.length && (role === 'subject' ? imperativeOf(source, theirs) : false)) continue;
					reasons.push(`it is not clear whom "${unit.text}" means`);
					continue;
				}
				const inchoative =
					(ERGATIVE.test(verb.lemma) || ERGATIVE.test(theirs.lemma)) &&
					role === 'subject' &&
					!mine.object.length &&
					target &&
					full.object.flatMap((unit) => coordinated(source, unit)).includes(target);
				const agentless =
					(ERGATIVE.test(verb.lemma) || ERGATIVE.test(theirs.lemma)) &&
					role === 'object' &&
					target &&
					full.subject.includes(target) &&
					!full.object.length &&
					isPassive(statement, verb);
				if (inchoative || agentless) continue;
				// "ends support" for "stops supporting": the object is the verb's own clause.
				if (role === 'object' && target && target.head === theirs.i && /^(?:xcomp|ccomp|pcomp)$/.test(target.label)) continue;
				// "became automatic" for "was automated".
				if (
					role === 'subject' &&
					/^(?:become|get|turn|go|be)$/.test(verb.lemma) &&
					isPassive(source, theirs) &&
					target &&
					full.object.includes(target)
				)
					continue;
				// "has 412 shops and 7,300 employees" for "employs 7,300 people and runs 412 shops".
				if (role === 'object' && verb.lemma === 'have' && target) {
					const place = placeOf(source, target);
					const holder = place.governor >= 0 ? source.units[place.governor]! : null;
					const owns =
						holder &&
						place.role === 'object' &&
						likeness(verb, holder) > 0 &&
						surfaceSubject(source, holder).some((unit) => surfaceSubject(source, theirs).includes(unit));
					if (owns || (target === theirs && unit.kind === 'n')) continue;
				}
				// A recipient: "gave the town a park".
				if (role === 'object' && unit.label === 'dative' && target && related(source, theirs, target, 'prep:to', statement, unit)) continue;
				// "employs 7,300 people" for "has 7,300 employees": the numbers agree elsewhere.
				if (
					unit.quantity &&
					target &&
					related(source, theirs, target, 'npadvmod', statement, unit) &&
					role === 'object' &&
					!full.object.some((o) => o.quantity)
				)
					continue;
				reasons.push(
					list.length
						? `"${verb.text}" is said of "${list.map((o) => o.text).join(' ')}", not of "${unit.text}"`
						: `"${verb.text}" is not said of "${unit.text}"`,
				);
			}
		}
		if (
			full &&
			full.object.length &&
			!full.object.some((unit) => match.told.has(unit.i)) &&
			!mine.object.length &&
			!isPassive(statement, verb) &&
			mine.subject.length &&
			!ERGATIVE.test(verb.lemma) &&
			!mine.complement.length
		) {
			const carried = statement.units.some(
				(unit) =>
					match.mask.has(unit.i) && unit.head === verb.i && /^(?:prep|xcomp|ccomp|npadvmod|advmod)$/.test(unit.label) && unit.i !== verb.i,
			);
			if (!carried) reasons.push(`what "${theirs.text}" is done to is missing: "${full.object.map((o) => o.text).join(' ')}"`);
		}
	}
}

const imperativeOf = (graph: Graph, verb: Unit): boolean => stanceOf(graph, verb).imperative;

/** "X is Y": the source says so with a copula, an apposition, an adjective before its noun, or a title before a name. */
function copula(match: Match, verb: Unit): void {
	const { statement, source, map, reasons, mask } = match;
	const mine = argumentsOf(statement, verb);
	const subjects = mine.subject.filter((unit) => mask.has(unit.i));
	for (const complement of mine.complement) {
		if (!mask.has(complement.i)) continue;
		const b = map.get(complement.i);
		if (!b) {
			if (isPronoun(complement)) reasons.push(`it is not clear whom "${complement.text}" means`);
			continue;
		}
		for (const subject of subjects) {
			const a = map.get(subject.i);
			if (!a) {
				if (isPronoun(subject)) {
					const owners = holders(source, b);
					if (!match.setting.pronounFits(statement, subject, owners, source)) reasons.push(`it is not clear whom "${subject.text}" means`);
				}
				continue;
			}
			if (a === b) continue;
			const owners = holders(source, b);
			if (owners.some((owner) => owner === a || match.setting.sameThing(source, owner, a))) continue;
			const reverse = holders(source, a);
			if (reverse.some((owner) => owner === b || match.setting.sameThing(source, owner, b))) continue;
			reasons.push(`"${complement.text}" is not said of "${subject.text}"`);
		}
	}
	// "The study was in Belgium": what hangs on "be" itself is checked as a modifier of its subject.
	if (!mine.complement.length)
		for (const subject of subjects) {
			const a = map.get(subject.i);
			for (const k of verb.kids.flatMap((kid) => [
				statement.units[kid]!,
				...statement.units[kid]!.kids.map((kk) => statement.units[kk]!),
			])) {
				const b = map.get(k.i);
				if (!a || !b || k === subject || a === b || !mask.has(k.i)) continue;
				if (clauseOf(source, a) !== clauseOf(source, b) && !subtree(source, a).includes(b))
					reasons.push(`"${k.text}" is not said of "${subject.text}"`);
			}
		}
}

/** Everything of which a unit is said in the sentence: subjects of its copula, nouns it modifies, names it titles, verbs' subjects. */
export function holders(graph: Graph, unit: Unit): Unit[] {
	const { units } = graph;
	const out: Unit[] = [];
	const head = units[unit.head]!;
	if (isPredicate(unit)) {
		const args = argumentsOf(graph, unit);
		out.push(...(isPassive(graph, unit) ? args.object : args.subject), ...args.object);
	}
	if (/^(?:attr|acomp|oprd|dobj)$/.test(unit.label) || (unit.label === 'conj' && /^(?:attr|acomp|oprd)$/.test(head.label))) {
		const verb = unit.label === 'conj' ? units[head.head]! : head;
		const args = argumentsOf(graph, verb);
		if (
			verb.lemma === 'be' ||
			/^(?:become|remain|stay|seem|feel|look|stand|have|do|make|earn|cause|total|reach|number|appear|turn|get|keep|make|measure|weigh|cost)$/.test(
				verb.lemma,
			)
		)
			out.push(...args.subject);
		if (unit.label === 'oprd') out.push(...args.object);
	}
	if (/^(?:amod|compound|appos|nmod|nummod|poss|relcl|acl|nounmod)$/.test(unit.label)) out.push(head);
	for (const k of unit.kids) if (/^(?:appos|compound|nmod|amod|nummod|relcl|acl)$/.test(units[k]!.label)) out.push(units[k]!);
	if (unit.label === 'pobj' && /^(?:of|at|as|with|in|under|above|on)$/.test(head.lower)) {
		const above = units[head.head]!;
		out.push(above);
		if (/^VB/.test(above.tag)) out.push(...argumentsOf(graph, above).subject, ...argumentsOf(graph, above).object);
	}
	if (unit.label === 'conj') out.push(...holders(graph, head).filter((other) => other !== unit && other !== head));
	if (/^(?:nsubj|nsubjpass)$/.test(unit.label) && head.lemma === 'be') out.push(...argumentsOf(graph, head).complement);
	return out.flatMap((other) => coordinated(graph, other));
}

/** Modifiers, prepositional phrases and numbers hang on the same things. */
function modifiersAgree(match: Match, wanted: Unit[], speeches: Set<number>): void {
	const { statement, source, map, reasons, free } = match;
	for (const unit of wanted) {
		const theirs = map.get(unit.i);
		if (!theirs || free.has(unit.i) || match.settled.has(unit.i) || speeches.has(unit.i)) continue;
		if (contrasted(source, theirs) !== contrasted(statement, unit)) reasons.push(`"${theirs.text}" is what the source sets it against`);
		const place = placeOf(statement, unit);
		if (place.governor < 0 || !match.mask.has(place.governor)) continue;
		const governor = statement.units[place.governor]!;
		if (/^(?:subject|object|complement|root)$/.test(place.role) && isPredicate(governor)) continue;
		let above = map.get(governor.i);
		// What hangs on "be" hangs on its subject and complement.
		if (!above && match.neutral.has(governor.i)) continue;
		if (!above && governor.lemma === 'be') {
			const args = argumentsOf(statement, governor);
			const spots = [...args.complement, ...args.subject].map((other) => map.get(other.i)).filter((other): other is Unit => !!other);
			const split = args.complement.some((other) => {
				const spot = map.get(other.i);
				return (
					spot &&
					source.units.some(
						(rival) =>
							rival.i > spot.i &&
							rival.i < theirs.i &&
							rival.label === 'conj' &&
							rival.kind === spot.kind &&
							spot.kind === 'a' &&
							!match.told.has(rival.i),
					)
				);
			});
			if (!split && (!spots.length || spots.some((spot) => spot === theirs || related(source, spot, theirs, place.role, statement, unit))))
				continue;
			reasons.push(misplaced(unit, source, theirs, governor));
			continue;
		}
		if (!above && free.has(governor.i)) above = map.get(placeOf(statement, governor).governor);
		if (!above || above === theirs) continue;
		if (/^(?:relcl|acl|advcl|ccomp|xcomp|parataxis|pcomp)$/.test(place.role) && isPredicate(unit)) continue;
		if (related(source, above, theirs, place.role, statement, unit) || match.setting.sameThing(source, above, theirs)) continue;
		// The governor stands for a pronoun or "there": what hangs on it hangs on what it means.
		if (/^(?:PRP|PRP\$)$/.test(above.tag) || above.lower === 'there')
			if (
				source.units.some(
					(other) => other !== above && likeness(governor, other) >= 0.6 && related(source, other, theirs, place.role, statement, unit),
				)
			)
				continue;
		reasons.push(misplaced(unit, source, theirs, governor));
	}
}

function misplaced(unit: Unit, source: Graph, theirs: Unit, governor: Unit): string {
	const place = placeOf(source, theirs);
	const owner = place.governor >= 0 ? source.units[place.governor]!.text : '';
	return `${unit.quantity ? 'the number' : ''} "${unit.text}" belongs to "${owner}" in the source, not to "${governor.text}"`.trim();
}

/** "because", "after", "if", "to" between two clauses join the same two clauses in the source. */
function linksAgree(match: Match, wanted: Unit[]): void {
	const { statement, source, map, reasons, mask } = match;
	for (const unit of wanted) {
		if (!isPredicate(unit) || !/^(?:advcl|pcomp|ccomp)$/.test(unit.label)) continue;
		const head = statement.units[unit.head]!;
		const marks =
			unit.label === 'pcomp'
				? [head]
				: unit.kids
						.map((k) => statement.units[k]!)
						.filter((kid) => kid.label === 'mark' || (kid.label === 'advmod' && /^(?:when|once|whenever)$/.test(kid.lower)));
		const kind = marks.map((mark) => connector(mark.lower)).find(Boolean);
		if (!kind || !mask.has(unit.head)) continue;
		const mine = map.get(unit.i);
		if (!mine) continue;
		const found = linksOf(source, mine);
		if (kind === 'if' && found.includes('when') && stanceOf(source, source.units[clauseOf(source, mine)]!).tense !== 'past') continue;
		if (found.includes(kind) || (kind === 'when' && found.some((other) => /^(?:after|cause|if)$/.test(other)))) continue;
		// "since it was founded in 2016": a time.
		if (marks.some((mark) => mark.lower === 'since') && subtree(statement, unit).some(isTemporal)) continue;
		// "since"/"as" tell time as well as cause.
		if (kind === 'cause' && marks.some((mark) => /^(?:since|as)$/.test(mark.lower)) && found.length) continue;
		reasons.push(`the source does not link these with "${marks[0]!.text}"`);
	}
}

/** Kinds of links that a unit's clause has with what stands above it. */
function linksOf(graph: Graph, unit: Unit): string[] {
	const out: string[] = [];
	for (let at = unit, steps = 0; steps < 12; steps++) {
		for (const k of at.kids) {
			const kid = graph.units[k]!;
			const kind = (kid.label === 'mark' || kid.label === 'advmod' || kid.label === 'prep') && connector(kid.lower);
			if (kind) out.push(kind);
		}
		if (at.label === 'pcomp' && /^(?:for|over)$/.test(graph.units[at.head]!.lower)) out.push('cause');
		const own = connector(at.lower);
		if (own && /^(?:IN|RB|WRB)$/.test(at.tag)) out.push(own);
		if (/^(?:following)$/.test(at.lower)) out.push('after');
		if (at.head === at.i) break;
		at = graph.units[at.head]!;
	}
	return out;
}

/** Hedges, negation, tense and speakers of every verb (and copula) that is told. */
function stances(match: Match, wanted: Unit[], speeches: Set<number>): void {
	const { statement, source, map, reasons } = match;
	for (const verb of wanted) {
		if (!isPredicate(verb) || speeches.has(verb.i)) continue;
		let theirs = map.get(verb.i);
		if (!theirs && (verb.lemma === 'be' || match.neutral.has(verb.i))) {
			const args = argumentsOf(statement, verb);
			const spots = [...args.complement, ...args.object, ...args.subject].map((unit) => map.get(unit.i)).filter((unit): unit is Unit => !!unit);
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
		if (match.neutral.has(verb.i) && mine.tense === 'past' && (own.tense === 'present' || own.operators.has('will'))) reasons.push(`the source does not say that "${verb.text}" has happened`);
		if (
			mine.operators.has('if') &&
			!own.operators.has('if') &&
			clause.kids.some((k) => /^(?:when|whenever)$/.test(source.units[k]!.lower)) &&
			own.tense !== 'past'
		)
			mine.operators.delete('if');
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
