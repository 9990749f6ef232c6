/** "First, … Second, … Finally, …": sentences that count themselves. */
import type { SourceText } from '../asset';
import { startsImperative } from './tidy';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const ORDINAL = new RegExp(`^(${ORDINALS.join('|')})(?:ly)?[,:]\\s+`, 'i');
/** "The first is to cut down …, The second is …". */
const NAMED = new RegExp(
	`^The (${ORDINALS.join('|')}) (?:(?:one|way|step|reason|rule|thing|point|lesson|mistake|tip|sign|stage) )?(?:is|was|are|were)\\b`,
	'i',
);
const CLOSES = /^(?:finally|lastly|last),\s+/i;
/** The number that opens such a sentence; a picture with a number of its own leaves it out. */
export const COUNTED = new RegExp(`${ORDINAL.source}|${CLOSES.source}`, 'i');
/** Between two sentences of a row stand at most so many that belong to the first of them. */
const BETWEEN = 4;
/** Shorter rows give reasons as often as an order. */
const LEAST = 3;

/** Rows of sentences that count themselves, each under one heading: the indices of their sentences in order. */
export function countedRows({ sentences, headings }: Pick<SourceText, 'sentences' | 'headings'>): number[][] {
	const rows: number[][] = [];
	let row: number[] = [];
	const end = () => {
		if (row.length >= LEAST) rows.push(row);
		row = [];
	};
	sentences.forEach((text, at) => {
		const last = row.at(-1);
		if (last !== undefined && (at - last > BETWEEN || headings.some(({ before }) => before > last && before <= at))) end();
		const ordinal = (ORDINAL.exec(text) ?? NAMED.exec(text))?.[1]?.toLowerCase();
		const closes = row.length >= LEAST - 1 && CLOSES.test(text);
		if (ordinal === 'first') {
			end();
			row = [at];
		} else if (row.length && (closes || ordinal === ORDINALS[row.length])) {
			row.push(at);
			if (closes) end();
		}
	});
	end();
	return rows;
}

/** What a sentence orders, without its number: "water the plant" of "First, water the plant". */
const ordered = (text: string): boolean => {
	const said = text.replace(COUNTED, '');
	return startsImperative(said.split(' ')[0] ?? '') || /^\p{Ll}+ (?:the|an?|your|it|them|each|every|some|any|all)\s/u.test(said);
};

/** The text with its counted orders as steps, where it has no steps of its own: a how-to that is told in running text. */
export function withToldSteps(source: SourceText): SourceText {
	if (source.steps.length) return source;
	const rows = countedRows(source).filter((row) => row.filter((at) => ordered(source.sentences[at]!)).length >= 0.7 * row.length);
	if (rows.length !== 1) return source;
	const [row] = rows as [number[]];
	return { ...source, steps: row.map((at, i) => [at, (row[i + 1] ?? at + 1) - 1]) };
}

/** Sentences that number themselves and stand in no row that is told whole: their number would leave a gap. */
export function loneNumbers(source: SourceText): Set<number> {
	const rows = new Set(countedRows(source).flat());
	return new Set(source.sentences.flatMap((text, at) => (ORDINAL.test(text) && !rows.has(at) ? [at] : [])));
}

/** A sentence without the number that opens it. */
export const withoutNumber = (text: string): string => text.replace(ORDINAL, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
