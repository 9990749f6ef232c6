/** Numbers that a page itself withdraws ("An earlier version said £14.1 million. It was £11.4 million."). */
import { foldSpace } from './html';

/** Sentences that say that something published before was wrong. */
const NOTE =
	/\b(?:(?:an? |the )?(?:earlier|previous|original|prior|initial) (?:version|draft|headline|edition)s?\b.{0,60}\b(?:said|stated|gave|misstated|reported|described|put|named|listed|contained|had|incorrectly|wrongly|mistakenly|referred)|this (?:article|story|post|report|page|piece|headline)(?: (?:has been|was|is))? (?:amended|corrected|updated to correct|edited to correct)|(?:we|it|this (?:article|story|page)) (?:originally|previously|initially|earlier|wrongly|mistakenly|incorrectly) (?:said|wrote|stated|reported|gave|put|published)|(?:wrongly|mistakenly|incorrectly) (?:said|stated|reported|gave|put|given|described)|we (?:wrote|said|reported|told you|posted|published)\b.{0,40}\b(?:that|was|had|were))/i;
const RETRACTION =
	/\b(?:that|this|it|which|we|the (?:figure|number|name|date|score|time))\b[^.!?]{0,20}\b(?:was|were|is|are) (?:wrong|incorrect|mistaken|an error|in error|a mistake|not (?:correct|right|true|so))\b/i;
const LABEL = /^\W*(?:correction|corrections and clarifications|clarification|editor'?s note|amendment|update and correction)\b/i;

const NUMBER_WORD =
	'(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|quarter|third|dozen)';
const QUANTITY = new RegExp(
	String.raw`(?:[£$€¥]\s?)?\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|trillion|bn|m|k)\b)?(?:\s?(?:%|percent|per cent|[a-z]{2,12}))?|\b${NUMBER_WORD}(?:[- ]${NUMBER_WORD})*(?: to ${NUMBER_WORD}(?:[- ]${NUMBER_WORD})*)?\b`,
	'gi',
);

/** The bare amount of a quantity with its scale: "£14.1 million" → "14.1 million", "21 seconds" → "21". */
const amount = (text: string): string =>
	foldSpace(text.toLowerCase().replace(/[£$€¥,]/g, '')).replace(
		/^(\d[\d.]*)\s?(million|billion|trillion|bn|m|k)?\b.*$/,
		(_, n: string, scale?: string) => (scale ? `${n} ${scale}` : n),
	);
const quantities = (text: string): string[] => [...text.matchAll(QUANTITY)].map((m) => foldSpace(m[0]));
const stems = (text: string): Set<string> =>
	new Set((text.toLowerCase().match(/[a-z]{4,}/g) ?? []).map((w) => w.replace(/(?:ing|ed|es|s)$/, '')).filter((w) => !COMMON.has(w)));
const COMMON = new Set(
	'earlier version article that said this with from have been were which their there about correction wrote wrong story page gave given state'.split(
		' ',
	),
);

export interface Correction {
	/** Index of the sentence that repeats the withdrawn statement, and of the one that gives the right one. */
	note: number;
	right: number | null;
	wrong: string[];
	/** A note under the article, not part of its story. */
	editorial: boolean;
}

/**
 * Corrections in a text. `wrong` are the quantities of the withdrawn statement that the right one does not repeat.
 */
export function findCorrections(sentences: string[]): Correction[] {
	const found: Correction[] = [];
	sentences.forEach((sentence, i) => {
		const next = sentences[i + 1] ?? '';
		const labelled = LABEL.test(sentence);
		if (!NOTE.test(sentence) && !(labelled && NOTE.test(next))) return;
		const fromWe = /\bwe (?:wrote|said|reported|told you|posted|published)\b/i.test(sentence);
		// "We said …" alone is reporting; it is a correction when the next sentence takes it back.
		if (fromWe && !/wrongly|mistakenly|incorrectly/i.test(sentence) && !RETRACTION.test(next) && !RETRACTION.test(sentence)) return;
		const both = /^(.*?)(?:,? (?:not|instead of|rather than|and not)\b|;|: it (?:is|was))(.*)$/i.exec(sentence);
		const right = quantities(next).map(amount);
		const inside = both && !right.length ? quantities(both[2]!).map(amount) : [];
		const stated = quantities(both && !right.length ? both[1]! : sentence.replace(/^\W*(?:correction|clarification)[^:.]{0,30}[:.]/i, ''));
		const wrong = stated.filter(
			(q) => !right.includes(amount(q)) && !inside.includes(amount(q)) && !/^(?:one|a)$/i.test(q) && !/^(?:19|20)\d\d$/.test(q),
		);
		found.push({ note: i, right: next ? i + 1 : null, wrong, editorial: labelled || !fromWe });
	});
	return found;
}

/** Whether a sentence still states what a correction withdrew: it holds the wrong amount and speaks of the same thing. */
export function statesWithdrawn(sentence: string, correction: Correction, note: string, right: string): boolean {
	const here = quantities(sentence).map(amount);
	const wrong = correction.wrong.map(amount);
	if (!wrong.length || !here.some((q) => wrong.includes(q))) return false;
	const about = stems(`${note} ${right}`);
	const shared = [...stems(sentence)].filter((w) => about.has(w)).length;
	return shared >= 2 || (shared >= 1 && about.size <= 4) || wrong.some((q) => here.includes(q) && / /.test(q));
}
