/**
 * The channel's own pronunciations. A value is either phonemes between slashes ("/ʃɪvˈɔn/") or a respelling of plain
 * syllables joined by hyphens with the stressed one in capitals ("shiv-AWN"); a value of plain words ("see quell") says these words instead.
 */
import { OperatorError } from '../../errors';
import { fromSymbols, isVowel } from './alphabet';
import { fromRespelling } from './respelling';

export type Lexicon = Map<string, { code: string } | { words: string[] }>;

/**
 * Reads a channel's pronunciations.
 * @throws OperatorError INPUT naming the word whose pronunciation cannot be read.
 */
export function readLexicon(pronunciations: Record<string, string>): Lexicon {
	const lexicon: Lexicon = new Map();
	for (const [word, raw] of Object.entries(pronunciations)) {
		const text = raw.trim();
		if (!text || !word.trim()) continue;
		const slashes = /^\/(.+)\/$|^\[(.+)\]$/.exec(text);
		let entry: { code: string } | { words: string[] };
		if (slashes) entry = { code: fromSymbols(slashes[1] ?? slashes[2]!) };
		else if (/[-·]/.test(text) || !/\s/.test(text)) entry = { code: fromRespelling(text.normalize('NFD').replace(/\p{M}/gu, '')) };
		else entry = { words: text.split(/\s+/) };
		if ('code' in entry && ![...entry.code].some(isVowel)) {
			throw new OperatorError('INPUT', `The pronunciation “${raw}” of “${word}” has no sound that the voice knows`, {
				fix: 'Write it in syllables with the stressed one in capitals, such as shiv-AWN, or as phonemes between slashes, such as /ʃɪvˈɔn/.',
			});
		}
		lexicon.set(word.trim().toLowerCase(), entry);
	}
	return lexicon;
}
