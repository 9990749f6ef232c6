/** The heavy half of the quality room. */
import type { QualityCheck } from '../asset';
import { serveWorker } from '../runtime';
import { checkWords, type WordsInput } from './words';

const methods = {
	words: async (input: WordsInput): Promise<QualityCheck[]> => checkWords(input),
};
export type QualityWorker = typeof methods;

serveWorker(methods);
