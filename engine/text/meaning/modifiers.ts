/**
 * Whether modifiers, phrases, numbers and subordinate clauses of a statement hang on what they hang on in the sentence.
 */
import { argumentsOf, clauseOf, contrasted, isPredicate, placeOf, subtree } from './graph';
import type { Graph, Unit } from './graph';
import type { Match } from './match';
import { connector, likeness, prepositionsOppose } from './matching';
import { isTemporal, related } from './roles';
import { stanceOf } from './stance';

/** Modifiers, prepositional phrases and numbers hang on the same things. */
export function modifiersAgree(match: Match, wanted: Unit[], speeches: Set<number>): void {
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
export function linksAgree(match: Match, wanted: Unit[]): void {
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

/**
 * Numbers picked from a row: "9 percent here, 4 percent there" told as "9 percent there". The statement's number stands on one side of a
 * break in the sentence, what it is said of on the other, where the sentence has another number of the kind that nobody tells.
 */
export function picked(match: Match, wanted: Unit[]): void {
	const { statement, source, map, reasons } = match;
	const breaks = source.units.filter(
		(unit) =>
			/^(?:;|or|but|while|whereas|against)$/.test(unit.lower) ||
			(unit.lower === 'and' && unit.i > 0 && source.units[unit.head]!.kind !== 'n'),
	);
	if (!breaks.length) return;
	const side = (unit: Unit): number => breaks.filter((at) => at.i < unit.i).length;
	const taken = new Set([...map.values()]);
	for (const unit of wanted) {
		const number = map.get(unit.i);
		if (!unit.quantity || !number || /^(?:date|year|decade|century|time|ordinal)$/.test(unit.quantity.kind)) continue;
		for (const other of wanted) {
			const there = map.get(other.i);
			if (other === unit || !there || isTemporal(there) || there.quantity || side(there) === side(number)) continue;
			if (/^(?:nsubj|nsubjpass)$/.test(there.label) || isPredicate(there) === isPredicate(number)) if (!isPredicate(other)) continue;
			if (
				clauseOf(statement, other) !== clauseOf(statement, unit) &&
				statement.units[clauseOf(statement, other)]!.head !== clauseOf(statement, unit)
			)
				continue;
			const rival = source.units.find(
				(third) => third.quantity && !taken.has(third) && third.quantity.kind === unit.quantity!.kind && side(third) === side(there),
			);
			if (rival) {
				reasons.push(`the number "${unit.text}" belongs to another part of the sentence than "${other.text}"`);
				return;
			}
		}
	}
}

/** "voted for" where the source has "voted against", "walked up" for "walked down". */
export function turnedPrepositions(match: Match): void {
	const { statement, source, map, mask, reasons } = match;
	for (const [i, theirs] of map) {
		const unit = statement.units[i]!;
		const side = (graph: Graph, of: Unit): Unit[] =>
			of.kids.map((k) => graph.units[k]!).filter((kid) => /^(?:prep|prt|advmod)$/.test(kid.label));
		const own = side(source, theirs).map((kid) => kid.lower);
		for (const word of side(statement, unit)) {
			if (!mask.has(word.i) || own.includes(word.lower)) continue;
			const against = own.find((other) => prepositionsOppose(word.lower, other));
			const free = word.kids.some((k) => map.has(k));
			if (against && !free) reasons.push(`"${word.text}" stands for "${against}" in the source`);
		}
	}
}
