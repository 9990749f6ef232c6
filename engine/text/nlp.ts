/**
 * One wink-nlp instance, created on first use (about 150 ms). Only worker threads and children load this room's taggers.
 */
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';

export interface Tagged {
	text: string;
	/** Lower-cased base form. */
	lemma: string;
	/** Porter stem, lower-cased. */
	stem: string;
	/** Universal part of speech: NOUN, PROPN, VERB, AUX, ADJ, ADV, NUM, ADP, DET, PRON, CCONJ, SCONJ, PART, PUNCT, SYM, … */
	pos: string;
	/** A function word by wink's stop list. */
	stop: boolean;
	/** Character offsets in the text that was tagged. */
	start: number;
	end: number;
}

type Nlp = ReturnType<typeof winkNLP>;
let instance: Nlp | undefined;

let lexiconSize = 0;

const wordId = (word: string): number => {
	const ids = instance!
		.readDoc(word)
		.tokens()
		.out(instance!.its.uniqueId as never) as unknown as number[];
	return ids.length === 1 ? ids[0]! : Number.MAX_SAFE_INTEGER;
};

/** The shared wink-nlp instance. */
export function nlp(): Nlp {
	if (!instance) {
		instance = winkNLP(model);
		// Words outside the lexicon are numbered after it in the order they are met: this one is met first.
		lexiconSize = wordId('qzxvkwjq');
	}
	return instance;
}

/** Whether the tagger's lexicon (ordinary English words, in lower case) holds the word. Names are rarely in it. */
export function knownWord(word: string): boolean {
	nlp();
	return wordId(word.toLowerCase()) < lexiconSize;
}

/** Tokens of a text with lemma, stem and universal part of speech; offsets refer to `text`. */
export function tag(text: string): Tagged[] {
	const { its } = nlp();
	const tokens = nlp().readDoc(text).tokens();
	const values = tokens.out() as string[];
	const pos = tokens.out(its.pos) as string[];
	const lemmas = tokens.out(its.lemma as never) as unknown as string[];
	const stems = tokens.out(its.stem as never) as unknown as string[];
	const stops = tokens.out(its.stopWordFlag) as unknown as boolean[];
	const out: Tagged[] = [];
	let at = 0;
	values.forEach((value, i) => {
		const found = text.indexOf(value, at);
		const start = found < 0 ? at : found;
		const end = start + value.length;
		at = end;
		out.push({
			text: value,
			lemma: (lemmas[i] ?? value).toLowerCase(),
			stem: (stems[i] ?? value).toLowerCase(),
			pos: pos[i] ?? 'X',
			stop: !!stops[i],
			start,
			end,
		});
	});
	return out;
}
