/**
 * Whether subjects, objects and complements of a statement's verbs are those of the sentence.
 */
import { argumentsOf, clauseOf, coordinated, isPassive, isPredicate, placeOf, subtree, surfaceSubject } from './graph';
import type { Graph, Unit } from './graph';
import { isPronoun } from './match';
import type { Match } from './match';
import { likeness } from './matching';
import { related } from './roles';
import { stanceOf } from './stance';

/** Verbs that say the same with or without an agent ("the storm sank the boat", "the boat sank"). */
const ERGATIVE =
	/^(?:rise|raise|increase|decrease|grow|drop|lower|reduce|fall|open|close|shut|begin|start|end|finish|stop|break|change|move|shift|turn|sink|overturn|capsize|double|halve|triple|improve|worsen|slow|speed|expand|widen|narrow|shrink|spread|split|melt|freeze|boil|dry|burn|heat|warm|cool|empty|drain|fill|gather|return|continue|last|delay|develop|lengthen|shorten|weaken|strengthen|drown|launch|ring|light|drive|push|relocate|transfer)$/;

/** Subjects, objects and complements of every verb. */
export function argumentsAgree(match: Match, wanted: Unit[], speeches: Set<number>): void {
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
				// A pronoun cannot mean one thing of the sentence before and the noun for another one that stands here at once.
				const one = (other: Unit): boolean =>
					match.setting.sameThing(source, other, target!) &&
					(!isPronoun(target!) ||
						likeness(unit, other) > 0 ||
						!match.setting.before.some((graph) => graph.units.some((earlier) => earlier.lower === other.lower && earlier.kind === 'n')));
				if (target && (list.includes(target) || list.some(one))) continue;
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
				// Who was killed died.
				if (role === 'subject' && verb.lemma === 'die' && theirs.lemma === 'kill' && target && full.object.includes(target)) continue;
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
function holders(graph: Graph, unit: Unit): Unit[] {
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
