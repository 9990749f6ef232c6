/**
 * Readings: sentences that a page does not print and yet says, because it leaves a word to the sentence before, sets a value right or
 * names the actor elsewhere. Each keeps the printed sentences on which it rests.
 */
import { attribution } from '../cues';
import { withActor } from './authority';
import { corrected } from './corrections';
import { writtenOut } from './ellipsis';
import { listed, unitsFilled } from './lists';

export interface Reading {
	text: string;
	/** Index of the sentence whose context it has: what stands before that is what its pronouns mean. */
	at: number;
	/** Sentences of the page that it rests on. */
	support: number[];
}

/**
 * Readings of a page.
 * @param sentences normalised sentences
 * @param coreOf a sentence without its attributing phrase
 */
export function readings(sentences: readonly string[], coreOf: (index: number) => string): Reading[] {
	const out: Reading[] = [...corrected(sentences)];
	sentences.forEach((sentence, at) => {
		if (/\?["']*$/.test(sentence)) return;
		const own = (texts: readonly string[], support = [at]): void => {
			for (const text of texts) out.push({ text, at, support });
		};
		const actor = withActor(sentence, coreOf(at), sentences);
		if (actor) own([actor.text], [at, ...actor.confirmed]);
		// What somebody says is theirs, ellipsis and all.
		if (attribution(sentence) || sentence.includes('"')) return;
		if (sentence.includes(':')) own(listed(sentence, sentences.slice(Math.max(0, at - 2), at)), at ? [at - 1, at] : [at]);
		if (/[;,]|\b(?:and|but|while|whereas)\b/.test(sentence)) own(writtenOut(sentence, 'source')?.slice(1) ?? []);
		const filled = unitsFilled(sentence);
		if (filled) own([filled]);
	});
	return out;
}

export { writtenOut } from './ellipsis';
