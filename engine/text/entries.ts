/** Entries of a list article ("1. Cast iron plant. It grows slowly …"): what stands below such a heading speaks of what it names. */
import type { SourceText } from '../asset';

export interface Entry {
	/** The heading without its number. */
	name: string;
	/** Its first sentence, and the one behind its last. */
	from: number;
	to: number;
}

const NUMBERED = /^(?:#\s?|no\.\s?|number\s)?(\d{1,3})\s?[.):–—-]\s*(\S.*)$/i;
const LEAST = 3;
const MOST_WORDS = 8;
/** A sentence that needs the heading above it to say of what it speaks. */
const LEANS =
	/^(?:It|Its|They|Their|He|She|His|Her|This|These)\s|^\p{Lu}\p{Ll}+\s(?:\p{Ll}+\s){0,2}(?:it|them)\b|\b(?:of|than|about) (?:it|them)\b/u;
/** Of the entries at least so many lean: headings of other texts only part them. */
const LEANING = 0.5;

const known = new WeakMap<SourceText, Entry[]>();

/** The entries of a text whose numbered headings name what is spoken of; none for any other text. */
export function entriesOf(source: SourceText): Entry[] {
	let entries = known.get(source);
	if (!entries) known.set(source, (entries = find(source)));
	return entries;
}

function find({ headings, sentences }: SourceText): Entry[] {
	const numbered = headings.flatMap(({ text, before }, i) => {
		const [, number, rest = ''] = NUMBERED.exec(text.trim()) ?? [];
		const name = rest.replace(/[.:;,]+$/, '').trim();
		return number && name ? [{ number: Number(number), name, from: before, to: headings[i + 1]?.before ?? sentences.length }] : [];
	});
	if (numbered.length < LEAST) return [];
	const step = numbered[1]!.number - numbered[0]!.number;
	if (Math.abs(step) !== 1 || numbered.some(({ number }, i) => i > 0 && number - numbered[i - 1]!.number !== step)) return [];
	const entries = numbered.filter(({ from, to, name }) => to > from && name.split(/\s+/).length <= MOST_WORDS);
	const leaning = entries.filter(({ from }) => LEANS.test(sentences[from] ?? '')).length;
	return entries.length >= LEAST && leaning >= LEANING * entries.length ? entries.map(({ name, from, to }) => ({ name, from, to })) : [];
}

/** The entry that a sentence of the text stands in. */
export const entryAt = (source: SourceText, index: number): Entry | undefined =>
	entriesOf(source).find(({ from, to }) => index >= from && index < to);
