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

/** The shared wink-nlp instance. */
export function nlp(): Nlp {
	instance ??= winkNLP(model);
	return instance;
}

/** Tokens of a text with lemma, stem and universal part of speech; offsets refer to `text`. */
export function tag(text: string): Tagged[] {
	const { its } = nlp();
	const tokens = nlp().readDoc(text).tokens();
	const values = tokens.out() as string[];
	const pos = tokens.out(its.pos) as string[];
	const lemmas = tokens.out(its.lemma) as string[];
	const stems = tokens.out(its.stem) as string[];
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
