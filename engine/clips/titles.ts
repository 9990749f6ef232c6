/** A clip's title, from its own words: the sentence, or the part of one, that says best what it is about. */
import { clauses, shorterForms, tidy } from '../writing/tidy';
import { capitalise } from '../writing/words';
import type { Material } from './moments';
import { cannotOpen } from './standsAlone';
import { stemsOf } from './subjects';

/** What stays readable over a picture and in a list of shorts. */
const MOST_LETTERS = 58;
const LEAST_WORDS = 3;
const MOST_WORDS = 11;

/** Words that mean something said elsewhere. */
const REFERS = /\b(?:it|they|them|he|him|she|her|this|that|these|those|there|here|so|such|one|ones)\b/gi;

/** Ends that hang in the air. */
const HANGS = /\b(?:a|an|the|and|or|but|of|to|in|on|at|for|with|from|by|as|that|which|who|is|are|was|were|be|have|has|had|will|would|can|could|not|very|so|because|if|when|my|your|our|their|his|her|its|this|these|those)$/i; // prettier-ignore

const bare = (text: string): string => text.replace(/[.,;:…–—-]+["”’)]*$/u, '').replace(/^["“‘']+|["”’']+$/gu, '').trim(); // prettier-ignore
const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** A title for the sentences from … up to to. */
export function titleOf(material: Material, from: number, to: number, language: string): string {
	const { sentences, subjects } = material;
	const top = subjects.top(from, to, 8);
	let best = { text: '', worth: -Infinity };
	for (let i = from; i < to; i++) {
		for (const form of formsOf(sentences[i]!.text, language)) {
			const text = capitalise(bare(form));
			const words = wordsIn(text);
			if (text.length > MOST_LETTERS || words < LEAST_WORDS || words > MOST_WORDS || HANGS.test(text)) continue;
			if (cannotOpen(text, language) || /\b(?:I|I'm|I’m) (?:mean|guess|think)\b/.test(text)) continue;
			const known = stemsOf(text).reduce((sum, stem) => sum + (top.includes(stem) ? 1 / (2 + top.indexOf(stem)) : 0), 0);
			const whole = form === sentences[i]!.text ? 0.15 : 0;
			const worth =
				known +
				(/\?$/.test(text) ? 0.3 : 0) +
				(i === from ? 0.2 : i === to - 1 ? 0.1 : 0) +
				whole -
				Math.abs(words - 6) * 0.03 -
				0.25 * (text.match(REFERS) ?? []).length;
			if (worth > best.worth) best = { text, worth };
		}
	}
	if (best.text) return best.text;
	return shortened(sentences[from]!.text);
}

/** A sentence and the shorter ones inside of it. */
function formsOf(text: string, language: string): string[] {
	if (language !== 'en') return [text, ...text.split(/(?<=[,;:])\s+/)];
	try {
		const clean = tidy(text);
		const parts = clauses(clean);
		return [...new Set([text, clean, ...parts, ...parts.flatMap((part) => shorterForms(part))])];
	} catch {
		// What the tagger cannot read stays whole.
		return [text];
	}
}

/** The beginning of a sentence, whole words, with an ellipsis where something is left out. */
export function shortened(text: string): string {
	const clean = bare(text);
	if (clean.length <= MOST_LETTERS) return capitalise(clean);
	const words = clean
		.slice(0, MOST_LETTERS - 1)
		.split(/\s+/)
		.slice(0, -1);
	while (words.length > LEAST_WORDS && HANGS.test(words.join(' '))) words.pop();
	const cut = words.join(' ') || clean.slice(0, MOST_LETTERS - 1);
	return `${capitalise(cut.replace(/[,;:–—-]+$/u, ''))}…`;
}
