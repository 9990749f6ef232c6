/**
 * WordPiece tokeniser of BERT (uncased), as the model's tokenizer.json defines it.
 */
import { readFileSync } from 'node:fs';
import { OperatorError } from '../errors';

export type Tokenise = (text: string) => number[];

const MAX_WORD = 100;

/** Loads the vocabulary and returns a function from text to token ids ([CLS] … [SEP]), cut at `limit` ids. */
export function loadWordPiece(tokenizerJson: string, limit = 256): Tokenise {
	const { model } = JSON.parse(readFileSync(tokenizerJson, 'utf8')) as { model?: { vocab?: Record<string, number> } };
	const vocabulary = new Map(Object.entries(model?.vocab ?? {}));
	const id = (token: string): number => {
		const found = vocabulary.get(token);
		if (found === undefined)
			throw new OperatorError('ENGINE_TAMPERED', `The tokenizer of the sentence model has no ${token}`, {
				fix: 'Delete the engine "minilm" in AI Operator Setup and download it again.',
			});
		return found;
	};
	const [unknown, opening, closing] = [id('[UNK]'), id('[CLS]'), id('[SEP]')];

	const pieces = (word: string): number[] => {
		if (word.length > MAX_WORD) return [unknown];
		const out: number[] = [];
		for (let start = 0; start < word.length;) {
			let end = word.length;
			let found: number | undefined;
			for (; end > start; end--) {
				found = vocabulary.get((start ? '##' : '') + word.slice(start, end));
				if (found !== undefined) break;
			}
			if (found === undefined) return [unknown];
			out.push(found);
			start = end;
		}
		return out;
	};

	return (text) => {
		const clean = text
			.replace(/[\p{Cf}\ufffd]|(?![\t\n\r])\p{Cc}/gu, '')
			.normalize('NFD')
			.replace(/\p{Mn}/gu, '')
			.toLowerCase()
			.replace(/[\u4e00-\u9fff\u3400-\u4dbf]/g, ' $& ')
			.replace(/[\p{P}$+<=>^`|~]/gu, ' $& ');
		const ids = [opening];
		for (const word of clean.split(/\s+/)) {
			if (word) ids.push(...pieces(word));
			if (ids.length >= limit - 1) break;
		}
		return [...ids.slice(0, limit - 1), closing];
	};
}
