/** What bounds a number in its sentence: where it is written large its bound stands with it, or the number says something else. */
import { escapePattern } from './pattern';

/** At the end of the words before a number: it says that the number bounds, or is not exact. */
export const LIMIT =
	/\b((?:more|less|fewer|higher|lower|longer|shorter|better) than|over|under|above|below|at (?:least|most)|(?<!\b(?:go|goes|went|gone|rise|rises|rose|risen|move|moved|climb|climbed|came|add|adds|added)\s)up to|as (?:many|much|few|little|high|low|long) as|nearly|almost|about|around|roughly|approximately|an estimated|only|just)(?:\s(?:about|some|around))?$/i;

const CURRENCY = /[\s\p{Sc}]+$/u;
/** "Two and a half hours" is no half. */
const CUT_HALF = /^half\b/i;
const RATE =
	/^\s(?:per\s|(?:an?|each|every)\s(?:second|minute|hour|day|night|week|month|quarter|year|head|person|metre|kilometre|mile|litre|kilo|tonne|degree|square)s?\b)/;
const BEHIND = /^(?:\s\p{L}+){0,2}\s(?:or|and) (?:more|less|fewer|over|under)\b/iu;

/** The words that bound `number` wherever the sentence says it: "more than"; undefined where it once stands free. */
export function boundOf(narration: string, number: string): string | undefined {
	let bound: string | undefined;
	for (const { index } of narration.matchAll(new RegExp(`(?<![\\p{L}\\d.,])${escapePattern(number)}(?![\\p{L}\\d]|[.,]\\d)`, 'giu'))) {
		// "Only 18": how many it is, the number says itself.
		const found = LIMIT.exec(narration.slice(0, index).replace(CURRENCY, ''))?.[1];
		if (!found || /^(?:only|just)$/i.test(found)) return undefined;
		bound ??= found;
	}
	return bound;
}

/**
 * Whether a text says a number of the sentence without what bounds it there, or cut short: "100 bacteria" of "more than 100 bacteria", "237
 * watts" of "237 watts per metre".
 */
export function unbounded(text: string, narration: string): boolean {
	if (CUT_HALF.test(text) && /\band a half\b/i.test(narration)) return true;
	for (const { 0: number, index } of text.matchAll(/\d[\d.,]*\d|\d/g)) {
		const said = text.slice(index);
		const at = narration.indexOf(said);
		if (at >= 0 && RATE.test(narration.slice(at + said.length))) return true;
		const from = narration.indexOf(number);
		if (from >= 0 && BEHIND.test(narration.slice(from + number.length)) && !BEHIND.test(said.slice(number.length))) return true;
		if (boundOf(narration, number) && !LIMIT.test(text.slice(0, index).replace(CURRENCY, ''))) return true;
	}
	return false;
}
