/**
 * The outline of a clause by character offsets: what leads it in, its subject, its verb group and what follows.
 */
import { parseDependencies } from '../parser';
import type { Dependent } from '../parser';

export interface Shape {
	words: Dependent[];
	/** Index of the main verb. */
	verb: number;
	/** Index of the subject's head. */
	subject: number;
	/** Text before the subject ("In the same room "), the subject, the verb group with its auxiliaries, and the rest. */
	lead: string;
	noun: string;
	group: string;
	rest: string;
}

const AUXILIARY = /^(?:aux|auxpass|neg)$/;
const below = (words: Dependent[], top: number, i: number): boolean => {
	for (let at = i, steps = 0; steps < words.length; steps++) {
		if (at === top) return true;
		if (words[at]!.head === at) return false;
		at = words[at]!.head;
	}
	return false;
};

/** Outline of a text with one main clause; null where it has no subject before its verb. */
export function shapeOf(text: string): Shape | null {
	const words = parseDependencies(text);
	const verb = words.findIndex((word, i) => word.head === i && /^VB/.test(word.tag));
	if (verb < 0) return null;
	const subject = words.findIndex((word, i) => i < verb && word.head === verb && /^nsubj(?:pass)?$/.test(word.label));
	if (subject < 0) return null;
	const phrase = words.map((_, i) => i).filter((i) => i < verb && below(words, subject, i));
	const first = Math.min(...phrase);
	const last = Math.max(...phrase);
	let open = verb;
	while (open > last + 1 && words[open - 1]!.head === verb && AUXILIARY.test(words[open - 1]!.label)) open--;
	return {
		words,
		verb,
		subject,
		lead: text.slice(0, words[first]!.start),
		noun: text.slice(words[first]!.start, words[last]!.end),
		group: text.slice(words[open]!.start, words[verb]!.end),
		rest: text.slice(words[verb]!.end),
	};
}

/** A text as a sentence: capital and full stop. */
export const asSentence = (text: string): string => {
	const trimmed = text.trim().replace(/[,;:]$/, '');
	return `${trimmed.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())}${/[.!?]["')]*$/.test(trimmed) ? '' : '.'}`;
};

/** The first letter small, unless it opens a name. */
export const lowered = (text: string): string =>
	text.replace(/^(?:The|A|An|Its|Their|His|Her|This|That|In|On|At)\b/, (word) => word.toLowerCase());
