/**
 * Things told side by side, and a statement that takes the one from here and the other from there: "in the north on Friday and in the
 * south on Saturday" told as "in the south on Friday".
 */
import { isPredicate, placeOf } from './graph';
import type { Graph, Unit } from './graph';
import { familyOf } from './matching';
import { isTemporal } from './roles';

/** Source units for each content unit of the statement. */
export type Found = Map<Unit, Unit[]>;

const TIMES = /^(?:once|twice|thrice)$/;
const nominal = (unit: Unit): boolean => unit.kind === 'n' || unit.name || !!unit.quantity;
/** Prepositions that are one another's alternative ("before eight … after eight"). */
export const isRelation = (unit: Unit): boolean =>
	unit.kind === 'x' &&
	!unit.quantity &&
	unit.label === 'prep' &&
	/^(?:before|after|until|till|since|above|below|over|under|inside|outside|within|beyond)$/.test(unit.lower);

/** What a unit is in a row: a number of its dimension, a time, else its preposition or its class. */
function slotOf(graph: Graph, unit: Unit): string {
	if (TIMES.test(unit.lower)) return 'number:';
	if (unit.quantity ? !/^(?:date|year|decade|century|time)$/.test(unit.quantity.kind) : unit.tag === 'CD')
		return `number:${unit.quantity?.unit ? (unit.quantity.base?.dimension ?? '').replace('time-month', 'time') : ''}`;
	if (isRelation(unit)) return 'relation';
	if (isTemporal(unit) || /^weekdays?$/.test(unit.lower)) return 'time';
	const { role } = placeOf(graph, unit);
	return role.startsWith('prep:') ? `prep:${familyOf(role) || role.slice(5)}` : unit.kind;
}

/** Whether two may stand in one another's place; a bare number in that of any other. */
const sameSlot = (a: string, b: string): boolean =>
	a === b || (a.startsWith('number:') && b.startsWith('number:') && (a === 'number:' || b === 'number:'));

/** How a part without its own verb leans on the one before it. */
type Lean = 'no' | 'loose' | 'parallel';

/** A part that has its verb from the one before: "and the daughter the drums", "in autumn bulbs", "the white ones at bedtime"; or what stands beside it in the same order: "beans along the fence". */
function leanOf(part: Unit[]): Lean {
	const stands = (unit: Unit): boolean => nominal(unit) || nounFirst(part, unit);
	if (part.some((unit) => isPredicate(unit) && !stands(unit)) || part.filter(stands).length < 2) return 'no';
	const words = part.filter((unit) => !/^[.,;:!?'"”’)]+$/.test(unit.text));
	const links = words.filter((unit) => unit.tag === 'IN' || unit.tag === 'TO');
	if (!links.length) return words.filter((unit) => unit.tag === 'DT' || unit.name).length >= 2 ? 'loose' : 'no';
	const opens = words[0] === links[0];
	// "the dam beside it in 1803"
	if (links.length > 1)
		return !opens && words[0]!.tag === 'DT' && stands(words[words.indexOf(links[0]!) - 1]!) && nominal(words.at(-1)!) ? 'parallel' : 'no';
	if (opens) return nominal(words.at(-1)!) && nominal(words.at(-2)!) && !words.at(-1)!.name ? 'loose' : 'no';
	if (words.some((unit) => /^(?:ones?|those)$/.test(unit.lower) && unit.i < links[0]!.i)) return 'loose';
	return stands(words[words.indexOf(links[0]!) - 1]!) && nominal(words.at(-1)!) ? 'parallel' : 'no';
}

/** A part's first word, taken for a verb, that may be a noun in the plural: ", drops for children". */
const nounFirst = (part: Unit[], unit: Unit): boolean =>
	part[0] === unit && unit.tag === 'VBZ' && /[^s]s$/.test(unit.lower) && unit.lemma !== 'be';

/** Parts of a sentence between its marks and conjunctions. */
function partsOf(source: Graph): Unit[][] {
	const parts: Unit[][] = [[]];
	for (const unit of source.units)
		if (/^(?:and|but|or|while|whereas|,|;|:|–|—)$/.test(unit.lower)) parts.push([]);
		else parts.at(-1)!.push(unit);
	return parts.filter((part) => part.length > 0);
}

const RELATIVE = /^(?:who|which|whose|where)$/;
/** Whether a unit stands in a relative clause. */
function inRelative(source: Graph, unit: Unit): boolean {
	for (let at = unit, steps = 0; at.head !== at.i && steps < 20; at = source.units[at.head]!, steps++)
		if (at.label === 'relcl') return true;
	return false;
}

/** Why a statement mixes two parts, or null. */
export function crossed(source: Graph, found: Found): string | null {
	const told = new Set([...found.values()].flat());
	const parts = partsOf(source);
	for (let i = 0; i < parts.length; i++)
		for (let j = i + 1; j < parts.length; j++) {
			const lean = leanOf(parts[j]!);
			// Far apart, a part takes along the one beside it ("in the port, where they were lowest, and on the hill, where …").
			const left = [...parts[i]!, ...(j > i + 2 ? parts[i + 1]! : [])];
			const right = [...(j > i + 2 ? parts[j - 1]! : []), ...parts[j]!];
			const reason = between(source, found, told, left, right, lean);
			if (reason) return reason;
		}
	return null;
}

function between(source: Graph, found: Found, told: Set<Unit>, before: Unit[], after: Unit[], lean: Lean): string | null {
	const weighs = (unit: Unit): boolean =>
		nominal(unit) || nounFirst(after, unit) || unit.kind === 'a' || TIMES.test(unit.lower) || isRelation(unit);
	const [left, right] = [before.filter(weighs), after.filter(weighs)];
	if (!left.length || !right.length) return null;
	const slot = (unit: Unit): string => {
		const own = slotOf(source, unit);
		if (lean === 'no' || !(nominal(unit) || nounFirst(after, unit)) || /^(?:number:.*|time)$/.test(own)) return own;
		return lean === 'loose' ? 'noun' : own.startsWith('prep:') ? 'below' : 'noun';
	};
	const only = (side: Unit[]): [Unit, Unit][] =>
		[...found].filter(([, there]) => there.every((other) => side.includes(other))).map(([unit, there]) => [unit, there[0]!]);
	const rival = (unit: Unit, side: Unit[]): boolean => side.some((other) => !told.has(other) && sameSlot(slot(other), slot(unit)));
	// "Lisa, who designed the tower, and Jan, who designed the hall": each is told of by the clause behind.
	const described = [before, after].filter((side) => side.some((unit) => RELATIVE.test(unit.lower) && /^nsubj/.test(unit.label)));
	const isOf = (a: Unit, b: Unit): boolean => described.length > 1 && [a, b].filter((unit) => inRelative(source, unit)).length === 1;
	const fromLeft = only(left).filter(
		([, unit]) => (lean !== 'no' || !/^nsubj/.test(unit.label) || described.length > 1) && rival(unit, right),
	);
	const fromRight = only(right).filter(([, unit]) => rival(unit, left));
	for (const [a, x] of fromLeft)
		for (const [b, y] of fromRight)
			if (lean === 'loose' || isOf(x, y) || (!sameSlot(slot(x), slot(y)) && !/^nsubj/.test(lean === 'no' ? x.label : '')))
				return `"${a.text}" and "${b.text}" stand apart in the source`;
	return null;
}
