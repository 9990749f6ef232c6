/**
 * Which word of a sentence stands for which word of a statement.
 */
import { argumentsOf, clauseOf, placeOf } from './graph';
import type { Unit } from './graph';
import { SILENT_TAG } from './match';
import type { Match } from './match';
import { likeness } from './matching';
import { related } from './roles';

const LIGHT_VERB =
	/^(?:make|take|have|give|do|get|be|see|come|go|happen|occur|carry|hold|show|become|turn|grow|remain|stay|put|lay|place)$/;

/** Counterparts of a statement's unit in the sentence, best first. */
export function candidates(match: Match, unit: Unit): [Unit, number][] {
	const { source, setting } = match;
	const out: [Unit, number][] = [];
	for (const theirs of source.units) {
		if (!/[\p{L}\p{N}]/u.test(theirs.text)) continue;
		let score = SILENT_TAG.test(theirs.tag) && !theirs.quantity && theirs.lower !== unit.lower ? 0 : likeness(unit, theirs);
		if (SILENT_TAG.test(unit.tag) && unit.lower === theirs.lower) score = 1;
		if (!score && setting.standsFor(theirs, unit, source, match.statement)) score = 0.5;
		if (score === 0.9 && unit.name && theirs.name && unit.parts.length > theirs.parts.length && !setting.fullName(unit, theirs)) score = 0;
		if (score) out.push([theirs, score]);
	}
	return out.sort((a, b) => b[1] - a[1]);
}

/** Chooses one counterpart each: verbs first, then what hangs on them, preferring counterparts in the same relation. */
export function assign(match: Match, lists: Map<number, [Unit, number][]>, wanted: Unit[]): void {
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
export function lightVerbs(match: Match, lists: Map<number, [Unit, number][]>): void {
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
