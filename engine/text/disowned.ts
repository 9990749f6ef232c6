/**
 * Values that a page takes back: "An earlier version of this article said £14.1 million. It was £11.4 million."
 */
import { quantities } from './quantities';
import { corrections } from './readings/corrections';

export interface Disowned {
	/** Comparable value: display form. */
	display: string;
	text: string;
	/** Sentences in which the page takes it back. */
	by: number[];
}

/** Numbers that the sentences of a page disown. The number after "It was …" is the right one. */
export const disowned = (sentences: string[]): Disowned[] =>
	corrections(sentences).flatMap(({ by, wrong }) => wrong.map(({ display, text }) => ({ display, text, by })));

/** Words of a statement that tells of the error itself. */
const OF_THE_ERROR = /\b(?:earlier version|first version|wrote|said|gave|reported|correct\p{L}*|wrong\p{L}*|error|mistake\p{L}*)\b/iu;

/** A reason when the statement uses a value that the page takes back, and does not itself tell of the error in the page's words. */
export function mentionsDisowned(statement: string, list: Disowned[], index: number): string | null {
	if (!list.length) return null;
	const mine = quantities(statement);
	const hit = list.find(
		(item) => !(item.by.includes(index) && OF_THE_ERROR.test(statement)) && mine.some((q) => q.display === item.display),
	);
	return hit ? `the source itself corrects "${hit.text}"` : null;
}
