/**
 * Values that a page takes back: "An earlier version of this article said £14.1 million. It was £11.4 million."
 */
import { quantities } from './quantities';

export interface Disowned {
	/** Comparable value: display form. */
	display: string;
	text: string;
	/** Sentence in which the page takes it back. */
	by: number;
}

const CORRECTS =
	/\b(?:earlier|previous|original|first|initial) version of this\b|\b(?:this|the) (?:article|story|report|page|headline) (?:was|has been) (?:corrected|amended|updated|changed)\b|^(?:correction|clarification|update)\b|\b(?:incorrectly|wrongly|mistakenly|in error) (?:said|stated|gave|reported|put)\b|\bwe (?:said|reported|wrote) (?:wrongly|incorrectly|in error)\b/i;
const RIGHT =
	/\b(?:it (?:was|is|should (?:be|have been))|in fact|the (?:correct|right|true) (?:figure|number|name|date|value)|not\b|rather than|instead of|it has been)\b/i;

/** Numbers that the sentences of a page disown. The number after "It was …" is the right one. */
export function disowned(sentences: string[]): Disowned[] {
	const out: Disowned[] = [];
	sentences.forEach((sentence, by) => {
		if (!CORRECTS.test(sentence)) return;
		const right = RIGHT.exec(sentence);
		const wrongPart = right ? sentence.slice(0, right.index) : sentence;
		for (const q of quantities(wrongPart)) if (q.kind !== 'date' && q.kind !== 'year') out.push({ display: q.display, text: q.text, by });
	});
	return out;
}

/** A reason when the statement uses a value that the page takes back in another sentence. */
export function mentionsDisowned(statement: string, list: Disowned[], index: number): string | null {
	if (!list.length) return null;
	const mine = quantities(statement);
	const hit = list.find((item) => item.by !== index && mine.some((q) => q.display === item.display));
	return hit ? `the source itself corrects "${hit.text}"` : null;
}
