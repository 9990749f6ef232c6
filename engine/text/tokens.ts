/**
 * Tokens of a sentence for the grounding gate: tagged words with quantities merged into one token each.
 */
import { names } from './names';
import { knownWord, tag } from './nlp';
import { quantities } from './quantities';
import type { Quantity } from './quantities';
import { canonical } from './rewording';

export type Tense = 'past' | 'present' | 'ing' | 'none';

export interface Token {
	text: string;
	lower: string;
	lemma: string;
	pos: string;
	/** Comparable form: canonical lemma, lower-case name, or the value of a quantity. */
	key: string;
	tense: Tense;
	quantity: Quantity | null;
	/** Of the clauses of the sentence. */
	clause: number;
	/** Capitalised inside the sentence, or unknown to the lexicon. */
	name: boolean;
	punct: boolean;
}

const AUX = new Set(
	'be am is are was were been being have has had do does did will would shall should can could may might must'.split(' '),
);
const tenseOf = (lower: string, lemma: string, pos: string): Tense => {
	if (pos !== 'VERB' && pos !== 'AUX') return 'none';
	if (lower === lemma || lower === `${lemma}s` || lower === `${lemma}es` || /^(?:is|are|am|has|does|.+ies)$/.test(lower)) return 'present';
	if (/ing$/.test(lower)) return 'ing';
	return /^(?:can|may|must|will|shall|could|might|would|should)$/.test(lower) ? 'none' : 'past';
};

/** Comparable value of a quantity: dimension, value and bound; exact conversions meet here. */
function quantityKey(q: Quantity): string {
	let dimension = q.base?.dimension ?? q.kind;
	let value = q.base?.value ?? null;
	if (q.kind === 'percent' && value !== null) [dimension, value] = ['ratio', value / 100];
	else if (q.kind === 'fraction' && q.unit === 'fraction') dimension = 'ratio';
	else if (q.kind === 'count') dimension = q.unit === 'times' ? 'times' : 'count';
	const shown = value === null ? q.display.toLowerCase().replace(/[^\p{L}\p{N}:.–]/gu, '') : Number(value.toPrecision(10)).toString();
	return `#${dimension}=${shown}${q.bound ? `/${q.bound}` : ''}`;
}

const CALENDAR =
	/^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$/;

/** Ordinary words at the start lose their capital, so that the tagger does not take them for names. */
export function lowerStart(text: string): string {
	return text.replace(/^(["'(]*)(\p{Lu}\p{Ll}*)(?=[^\p{L}]|$)/u, (whole, quote: string, word: string) =>
		knownWord(word) && word.length > 1 && !CALENDAR.test(word) ? quote + word.toLowerCase() : whole,
	);
}

/** Tokens of a normalised sentence; the words of a quantity and its bound become one token. */
export function tokenise(text: string): Token[] {
	const spans = names(text);
	// "Slate 3", "Apollo 11": a number inside a name is no quantity.
	const found = quantities(text).filter((q) => !(q.kind === 'count' && spans.some((span) => q.start > span.start && q.end <= span.end)));
	const tagged = tag(text);
	const out: Token[] = [];
	let inside: Quantity | null = null;
	for (const t of tagged) {
		const q: Quantity | undefined = found.find((candidate) => t.start >= candidate.boundStart && t.start < candidate.end);
		if (q) {
			if (q !== inside) {
				out.push({
					text: q.text,
					lower: q.text.toLowerCase(),
					lemma: q.text.toLowerCase(),
					pos: 'Q',
					key: quantityKey(q),
					tense: 'none',
					quantity: q,
					clause: 0,
					name: false,
					punct: false,
				});
			}
			inside = q;
			continue;
		}
		inside = null;
		const lower = t.text.toLowerCase();
		if (lower === "'s" || lower === "'" || lower === '"') continue;
		const punct = t.pos === 'PUNCT' || !/[\p{L}\p{N}&%]/u.test(lower);
		const pos = AUX.has(lower) ? 'AUX' : lower === 'to' && t.pos !== 'ADP' ? 'PART' : t.pos;
		const name = /^\p{Lu}/u.test(t.text) && lower !== 'i' && (t.start > 0 || !knownWord(lower));
		const lemma = pos === 'PROPN' || name ? lower : t.lemma;
		out.push({
			text: t.text,
			lower,
			lemma,
			pos: name && pos !== 'AUX' ? 'PROPN' : pos,
			key: punct ? lower : canonical(lemma),
			tense: tenseOf(lower, t.lemma, pos),
			quantity: null,
			clause: 0,
			name,
			punct,
		});
	}
	// After a modal or "to" a base form is a verb, whatever the tagger thought ("will cost").
	out.forEach((t, i) => {
		let before = i - 1;
		while (before >= 0 && (out[before]!.pos === 'ADV' || out[before]!.lower === 'not')) before--;
		if (
			(t.pos === 'NOUN' || t.pos === 'ADJ') &&
			t.lower === t.lemma &&
			before >= 0 &&
			/^(?:will|would|can|could|may|might|must|shall|should|do|does|did)$/.test(out[before]!.lower)
		)
			Object.assign(t, { pos: 'VERB', tense: 'present' });
	});
	return out;
}
