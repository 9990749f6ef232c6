/** The words of titles and thumbnails, read without the text engine. */

export const STOP = new Set(
	'a an the of in on at to for and or but nor is are was were be been it its this that these those with by from as has have had than then into over under about between per not no so could would can will may might must inside only every each more most their his her our your my one two three four five six nine ten enough nothing some all many much'.split(
		' ',
	),
);
export const MOST_WORDS = 4;

export const plain = (text: string): string => text.replace(/\*/g, '').replace(/\s+/g, ' ').trim();

/** Content words of a text in lower case, figures included. */
export const plainWords = (text: string): string[] =>
	plain(text)
		.toLowerCase()
		.split(/[^\p{L}\p{N}$£€%.,]+/u)
		.map((word) => word.replace(/^[.,]+|[.,]+$/g, ''))
		.filter((word) => word && !STOP.has(word));

const stem = (word: string): string => (/\d/.test(word) ? word : word.replace(/(ies|es|s|ed|ing)$/, ''));

/** Share of a text's content words that stand in the title too, 0–1. */
export function overlapOf(text: string, title: string): number {
	const words = plainWords(text).map(stem);
	const known = new Set(plainWords(title).map(stem));
	return words.length ? words.filter((word) => known.has(word)).length / words.length : 0;
}

/** The first words of a phrase, at most four, that end on a word with content. */
export function fourWords(phrase: string): string {
	const words = plain(phrase).split(' ').filter(Boolean).slice(0, MOST_WORDS);
	while (words.length > 1 && STOP.has(words.at(-1)!.toLowerCase())) words.pop();
	return words.join(' ').replace(/[,;:.]+$/, '');
}

/** A title of the user's: its first four words as they are, `*some*` marked. */
export function ownTitle(title: string): string {
	const text = title
		.trim()
		.split(/\s+/)
		.slice(0, MOST_WORDS)
		.join(' ')
		.replace(/[,;:.]+$/, '');
	// A mark that ends behind the fourth word ends with it.
	return text.split('*').length % 2 ? text : `${text}*`;
}
