/**
 * Comparisons with "than": who is compared with whom, and which way it goes.
 */
import type { Graph, Unit } from './graph';

/** 1 for more, −1 for less, 0 for a word that compares nothing. */
export const degreeSign = (unit: Unit): number =>
	/^(?:less|fewer|least|fewest)$/.test(unit.lower) ? -1 : unit.degree === 'more' || unit.lower === 'more' ? 1 : 0;

/** Sign of the comparative that goes with a "than". */
function signBefore(graph: Graph, than: Unit): number {
	for (let k = than.i - 1; k >= Math.max(0, than.i - 8); k--) {
		const sign = degreeSign(graph.units[k]!);
		if (sign) return sign;
	}
	return 0;
}

export interface ThanComparison {
	/** Words of the statement on the same side of "than" as in the source, and on the other side. */
	straight: number;
	crossed: number;
	/** Something of each side stands on the other one. */
	exchanged: boolean;
	/** The comparatives go opposite ways ("more" and "less"). */
	turned: boolean;
}

/** How the two sentences' comparisons with "than" lie to each other; null when not both have one. */
export function thanComparison(statement: Graph, mask: Set<number>, source: Graph, map: Map<number, Unit>): ThanComparison | null {
	const mine = statement.units.find((unit) => unit.lower === 'than' && mask.has(unit.i));
	const theirs = source.units.find((unit) => unit.lower === 'than');
	if (!mine || !theirs) return null;
	let straight = 0;
	let crossed = 0;
	let leftward = 0;
	for (const [i, other] of map) {
		const unit = statement.units[i]!;
		if ((unit.kind === 'v' && unit.tag !== 'VBG') || unit.degree || Math.abs(unit.i - mine.i) > 12) continue;
		if (unit.i < mine.i === other.i < theirs.i) straight++;
		else {
			crossed++;
			if (unit.i > mine.i) leftward++;
		}
	}
	return {
		straight,
		crossed,
		exchanged: leftward > 0 && leftward < crossed,
		turned: signBefore(statement, mine) !== signBefore(source, theirs),
	};
}

/** Whether a comparison has its two sides exchanged. */
export const sidesExchanged = (than: ThanComparison | null): boolean =>
	!!than && ((than.crossed > 1 && than.crossed > than.straight !== than.turned) || (than.exchanged && !than.turned));

/** The same for two whole sentences, by the words that they share. */
export function comparisonTurned(statement: Graph, source: Graph): boolean {
	const map = new Map<number, Unit>();
	for (const unit of statement.units) {
		const same = source.units.filter(
			(other) => other.lemma === unit.lemma && other.kind === unit.kind && (unit.kind !== 'x' || unit.quantity),
		);
		if (same.length === 1) map.set(unit.i, same[0]!);
	}
	return sidesExchanged(thanComparison(statement, new Set(statement.units.map((unit) => unit.i)), source, map));
}
