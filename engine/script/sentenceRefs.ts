/** Names of sources' sentences in questions to a model and in its answers. Imports nothing: the exam of a judge is marked in n8n itself. */

/** A sentence of a source, by index. */
export interface SentenceRef {
	source: number;
	sentence: number;
}

/** Name of a sentence in the prompt: "a12" is the twelfth of the first source. */
export const refName = ({ source, sentence }: SentenceRef): string => `${String.fromCharCode(97 + source)}${sentence + 1}`;

/** Sources that can be named by one letter. */
export const MOST_SOURCES = 26;

/** "a12", "[a12]", "a12, b3" or lists of these. */
export function refsOf(value: unknown): SentenceRef[] {
	const text = (Array.isArray(value) ? value : [value])
		.filter((part) => typeof part === 'string')
		.join(' ')
		.slice(0, 200);
	return [...text.matchAll(/\b([a-z])(\d{1,4})\b/gi)].slice(0, 6).map(([, letter = 'a', number = '1']) => ({
		source: letter.toLowerCase().charCodeAt(0) - 97,
		sentence: Number(number) - 1,
	}));
}
