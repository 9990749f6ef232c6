/** Small word tools that the drafter and the script room share. */
import { escapePattern } from '../text/pattern';

export const normaliseSpaces = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Spoken words: numbers, names and hyphenated words count as one. */
export const countWords = (text: string): number => (text.match(/[\p{L}\p{N}][^\s]*/gu) ?? []).length;

/** Words as a voice says them, for time: "2022" is said as two, "14,239" as six, "$1.5 million" as four. */
export function spokenWords(text: string): number {
	let words = countWords(text);
	for (const [figure] of text.matchAll(/[$£€]?\d[\d,.]*%?/g)) {
		const digits = figure.replace(/\D/g, '').replace(/0+$/, '');
		const said = /^\d{4}$/.test(figure) || digits.length <= 1 ? (figure.length === 4 ? 2 : 1) : Math.ceil(digits.length * 1.15);
		words += said - 1 + (/[$£€%]/.test(figure) ? 1 : 0);
	}
	return words;
}

export const capitalise = (text: string): string =>
	text.replace(/^(["“‘']?)(\p{Ll})/u, (_, quote: string, letter: string) => quote + letter.toUpperCase());

/** Ends a text with a full stop unless it already ends a sentence. */
export const closeSentence = (text: string): string => {
	const bare = text
		.trim()
		// What was cut off behind a comma leaves it before the stop.
		.replace(/[,;:–—-]+\s*\.?$/u, (end) => (end.includes('.') ? '.' : ''))
		.trim();
	return /[.!?]["”’']?$/.test(bare) ? bare : `${bare}.`;
};

/** A test whether a text is free of banned words: whole words, any case, plurals too. */
export function bannedFilter(banned: string[] | undefined): (text: string) => boolean {
	const list = (banned ?? []).map((word) => normaliseSpaces(word)).filter(Boolean);
	if (list.length === 0) return () => true;
	const escaped = list.map((word) => escapePattern(word).replace(/ /g, '\\s+'));
	const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?:e?s|['’]s)?(?![\\p{L}\\p{N}])`, 'iu');
	return (text) => !pattern.test(text.replace(/\*/g, ''));
}

/** First banned word found in a text, for error messages. */
export const bannedWordIn = (text: string, banned: string[] | undefined): string | undefined =>
	(banned ?? []).find((word) => !bannedFilter([word])(text));
