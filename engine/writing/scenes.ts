/** One sentence as one or more scenes of speakable length, each accepted by the grounding gate. */
import type { Unit } from './sentence';
import { clauses, shorterForms, tidy } from './tidy';
import { countWords } from './words';

/**
 * The narrations of a sentence, in order, each with at most `limit` words where the sentence allows it.
 * `shortest` prefers the shortest true form over the fullest. What the gate refuses falls back to the sentence as it stands.
 */
export function scenesOf(unit: Unit, limit: number, accepts: (text: string, unit: Unit) => boolean, shortest = false): string[] {
	// "Step 3." is a label of the list, not a word of the sentence.
	const verbatim = unit.text.replace(/^Step \d+[.:]\s*/, '');
	const mild = tidy(verbatim);
	const base = mild === verbatim || accepts(mild, unit) ? mild : verbatim;
	if (countWords(base) <= limit && !shortest) {
		const parts = clauses(base);
		// A semicolon is heard as a full stop anyway; two full clauses make two beats when both have substance.
		return parts.length > 1 && parts.every((part) => countWords(part) >= 6) && parts.every((part) => accepts(part, unit)) ? parts : [base];
	}
	const parts = clauses(base, limit);
	if (parts.length > 1 && parts.every((part) => accepts(part, unit))) {
		return group(parts, limit).map((part) => (countWords(part) > limit || shortest ? fit(part, limit, unit, accepts) : part));
	}
	return [fit(base, limit, unit, accepts)];
}

/** The longest shorter form within the limit, else the shortest that is accepted. */
function fit(text: string, limit: number, unit: Unit, accepts: (text: string, unit: Unit) => boolean): string {
	if (countWords(text) <= limit) return text;
	const accepted = shorterForms(text).filter((form) => accepts(form, unit));
	return accepted.find((form) => countWords(form) <= limit) ?? accepted.at(-1) ?? text;
}

/** Joins neighbouring clauses while they stay within the limit and one of them is short. */
function group(parts: string[], limit: number): string[] {
	const out: string[] = [];
	for (const part of parts) {
		const last = out.at(-1);
		if (last && countWords(last) + countWords(part) <= limit - 2 && Math.min(countWords(last), countWords(part)) <= 5)
			out[out.length - 1] = `${last} ${part}`;
		else out.push(part);
	}
	return out;
}
