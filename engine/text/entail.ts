/**
 * Whether one source sentence, with the sentences before it, says what a statement says. Strict by design: the statement must be a
 * cut-down of the sentence that keeps subject, verb group, order, numbers with their nouns, and everything that limits the claim.
 */
import { additions } from './additions';
import type { Context } from './additions';
import { align, coverage } from './alignment';
import type { Parsed } from './clauses';
import { dropped, numbers } from './dropped';
import { clausesKept } from './kept';

export interface Entailment {
	ok: boolean;
	reasons: string[];
	/** 0–1: share of the statement that the sentence has. */
	coverage: number;
}

/** State of one comparison. */
export interface Check {
	statement: Parsed;
	source: Parsed;
	/** Statement token → source token; −1: not in the sentence; −2: licensed (a moved phrase, a name for its pronoun). */
	map: number[];
	/** Source tokens that are aligned or licensed. */
	used: boolean[];
	reasons: string[];
}

/**
 * Compares a statement with one sentence.
 * @param before the parsed sentences before it, nearest last
 */
export function entails(statement: Parsed, source: Parsed, before: Parsed[], context: Context): Entailment {
	const map = align(statement.tokens, source.tokens);
	const score = coverage(statement.tokens, map);
	const used = source.tokens.map(() => false);
	for (const j of map) if (j >= 0) used[j] = true;
	const check: Check = { statement, source, map, used, reasons: [] };
	if (score < 0.5) return { ok: false, reasons: ['not said by this sentence'], coverage: score };
	additions(check, before, context);
	if (check.reasons.length === 0) {
		clausesKept(check);
		dropped(check);
		numbers(check);
	}
	return { ok: check.reasons.length === 0, reasons: [...new Set(check.reasons)], coverage: score };
}
