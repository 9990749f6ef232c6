/**
 * State of a comparison of a statement with one sentence of a source, and which words of the statement need a counterpart.
 */
import type { Graph, Unit } from './graph';
import type { Setting } from './setting';

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
}

const SILENT_LABEL = /^(?:aux|auxpass|det|punct|cc|mark|case|prep|expl|preconj|predet|agent|prt|neg|dep)$/;
export const SILENT_TAG = /^(?:IN|TO|DT|CC|WDT|WP|WP\$|WRB|EX|POS|RP|MD|PDT|,|\.|:|``|''|-LRB-|-RRB-|HYPH|NFP|SYM|\$|LS|XX|_SP)$/;
const FREE_ADVERB =
	/^(?:also|before|too|then|there|here|however|meanwhile|so|thus|therefore|now|itself|themselves|himself|herself|both|either|instead|currently|even|yet|still|already|just|back|again|ever|about|today|right|nowadays|instead|very|really|actually|simply|quite|rather|indeed|only|once|altogether|overall|far|much)$/;

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

export const isPronoun = (unit: Unit): boolean => /^(?:PRP|PRP\$)$/.test(unit.tag);
