/** Quotations of several sentences: which sentences belong to one, each with its own marks, and which of them tells whose words they are. */
import { hasAttribution } from './tidy';

export interface Quoted {
	/** The sentence with both marks of each quotation in it. */
	text: string;
	/** Index of the sentence that says who speaks; the sentence's own where it does. */
	told: number;
}

/** Longer "quotations" are marks that were forgotten. */
const MOST = 6;

const outside = (text: string): string =>
	text
		.replace(/["“][^"”]*["”]/g, ' ')
		.replace(/[\s.,]+/g, ' ')
		.trim();

/** Sentences whose quotation begins or ends in another one, or whose speaker stands in the one before; by index. */
export function quotationsOf(sentences: string[], paragraphs: number[]): Map<number, Quoted> {
	const found = new Map<number, Quoted>();
	const starts = [...new Set([0, ...paragraphs])].sort((a, b) => a - b);
	starts.forEach((from, k) => {
		const to = starts[k + 1] ?? sentences.length;
		for (let i = from; i < to; i++) {
			const first = sentences[i] ?? '';
			let last = i;
			let open = openAfter(first, false);
			while (open && last + 1 < to) open = openAfter(sentences[++last] ?? '', true);
			if (last > i && !open && last - i < MOST) {
				const own = Array.from({ length: last - i + 1 }, (_, n) => i + n);
				const marked = own.map((at, n) => `${n > 0 ? '"' : ''}${sentences[at]}${at < last ? '"' : ''}`);
				const speaks = marked.findIndex((text) => outside(text) !== '' && hasAttribution(outside(text)));
				if (speaks >= 0) own.forEach((at, n) => found.set(at, { text: marked[n] ?? '', told: i + speaks }));
				i = last;
			} else if (i > from && /^["“]/.test(first) && outside(first) === '') {
				// "…," said the mayor. "We shall see.": the same speaker goes on.
				const before = sentences[i - 1] ?? '';
				const told = found.get(i - 1)?.told ?? (/["“]/.test(before) && hasAttribution(outside(before)) ? i - 1 : undefined);
				if (told !== undefined) found.set(i, { text: first, told });
			}
		}
	});
	return found;
}

/** Whether a quotation stands open behind a sentence; an inch is no mark. */
function openAfter(text: string, open: boolean): boolean {
	for (const [mark] of text.matchAll(/(?<!\d)["“”]/g)) open = mark === '“' ? true : mark === '”' ? false : !open;
	return open;
}

/** Whether every quotation of a text begins and ends in it. */
export const marksClosed = (text: string): boolean => !openAfter(text, false) && !/^[^"“]*”/.test(text);

/** Two neighbouring parts of one quotation as one text: "We knew." + "It was over," he said. */
export const joinedQuotation = (before: string, text: string): string =>
	/["”]$/.test(before) && /^["“]/.test(text) ? `${before.slice(0, -1)} ${text.slice(1)}` : `${before} ${text}`;
