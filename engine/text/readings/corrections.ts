/**
 * What a page takes back and what it says instead: "An earlier version of this article said £14.1 million. It was £11.4 million.",
 * "We wrote that the lead was 21 seconds. That was wrong: it is 23."
 */
import { attribution } from '../cues';
import { escapePattern } from '../pattern';
import { quantities } from '../quantities';
import type { Quantity } from '../quantities';
import { asSentence, shapeOf } from './shape';
import { inUnitOf, isBare } from './units';

export interface Correction {
	/** Sentences of the page in which it corrects itself. */
	by: number[];
	/** Values taken back, without those that it says again. */
	wrong: Quantity[];
	/** Each value that goes with the one that stands instead, as written; empty where they cannot be paired. */
	pairs: { wrong: Quantity; right: string }[];
	/** What was said wrongly, up to the value and behind it: "the overall lead had shrunk to 21 seconds". */
	claim: string;
	/** "is" or "was", of the right value. */
	verb: string;
}

const CORRECTS =
	/\b(?:earlier|previous|original|first|initial) version of this\b|\b(?:this|the) (?:article|story|report|page|headline) (?:was|has been) (?:corrected|amended|updated|changed)\b|^(?:correction|clarification|update)\b|\b(?:incorrectly|wrongly|mistakenly|in error) (?:said|stated|gave|reported|put)\b|\bwe (?:said|reported|wrote) (?:wrongly|incorrectly|in error)\b/i;
const WROTE =
	/^(?:we|this (?:article|story|report|page)|our (?:first |earlier )?(?:report|story|article)) (?:had |first |originally |earlier )*(?:wrote|said|reported|stated|gave|written|put)\b/i;
const TAKEN_BACK =
	/^(?:that|this|it|the figure|the number) (?:was|is) (?:wrong|incorrect|a mistake|an error|mistaken|not (?:right|correct|true))(?=[.,:;–—]|$)/i;
const RIGHT =
	/\b(?:it (?:was|is|should (?:be|have been))|in fact|the (?:correct|right|true) (?:figure|number|name|date|value)|it has been)\b/i;
/** A sentence of its own that gives the right value. */
const AT_ONCE = /^(?:it|the (?:correct|right|true) \p{L}+) (?:was|is|should (?:be|have been))\b/iu;
const INSTEAD = /,? (?:not|rather than|instead of) /i;
const usual = (quantity: Quantity): boolean => quantity.kind !== 'date' && quantity.kind !== 'year';
const shownIn = (list: Quantity[], quantity: Quantity): boolean => list.some((other) => other.display === quantity.display);

/** The corrections of a page. */
export function corrections(sentences: readonly string[]): Correction[] {
	const out: Correction[] = [];
	sentences.forEach((sentence, index) => {
		const next = sentences[index + 1] ?? '';
		if (CORRECTS.test(sentence)) {
			const right = RIGHT.exec(sentence);
			if (right) out.push(correction(sentence.slice(0, right.index), sentence.slice(right.index), [index]));
			else if (INSTEAD.test(sentence)) {
				// "This was corrected: the fee is £12, not £10."
				const at = INSTEAD.exec(sentence)!;
				out.push({ ...correction(sentence.slice(at.index), sentence.slice(0, at.index), [index]), pairs: [] });
			} else out.push(correction(sentence, AT_ONCE.test(next) ? next : '', AT_ONCE.test(next) ? [index, index + 1] : [index]));
		} else if (WROTE.test(sentence) && TAKEN_BACK.test(next)) {
			const same = next.slice(TAKEN_BACK.exec(next)![0].length);
			const after = quantities(same).length ? next : `${next} ${sentences[index + 2] ?? ''}`;
			out.push(correction(sentence, after, after === next ? [index, index + 1] : [index, index + 1, index + 2]));
		}
	});
	return out.filter((item) => item.wrong.length);
}

function correction(wrongPart: string, rightPart: string, by: number[]): Correction {
	const said = RIGHT.exec(rightPart);
	const [first, instead = ''] = said ? (rightPart.slice(said.index).split(INSTEAD) as [string, string?]) : [rightPart];
	const right = quantities(first.split(/[.!?](?=\s|$)/)[0]!);
	const stated = quantities(wrongPart);
	const all = stated.filter(
		(quantity) => usual(quantity) || (right.length === 1 && right[0]!.kind === quantity.kind && stated.length === 1),
	);
	const wrong = all.filter((quantity) => !shownIn(right, quantity));
	// "It was £11.4 million": the value itself, not something else that was.
	const plainly =
		!!said && !!right[0] && /^\s*(?:(?:is|was|in fact|actually|really) )?$/.test(first.slice(said[0].length, right[0].boundStart));
	const pairs =
		plainly && all.length === right.length
			? all.flatMap((quantity, k) => {
					const other = right[k]!;
					if (other.display === quantity.display) return [];
					const alike = other.kind === quantity.kind && other.base?.dimension === quantity.base?.dimension;
					const value = isBare(other) ? inUnitOf(other, quantity) : alike ? other.text : null;
					return value === null ? [] : [{ wrong: quantity, right: value }];
				})
			: [];
	return {
		by,
		// "It should be £12 instead of £10": what stands behind "instead of" is taken back, too.
		wrong: [...wrong, ...quantities(instead).filter(usual)],
		pairs: pairs.length === wrong.length ? pairs : [],
		claim: claimOf(wrongPart),
		verb: /^it (is|was)\b/i.exec(first)?.[1]?.toLowerCase() ?? '',
	};
}

/** What the correcting sentence says was said: "…said that X was W" → "X was W", "…gave the vote as W" → "the vote was W". */
function claimOf(wrongPart: string): string {
	const part = wrongPart.trim().replace(/[.:;]$/, '');
	const that = /\b(?:said|wrote|reported|stated|claimed) (?:(?:wrongly|incorrectly|mistakenly|in error) )?that (.+)$/i.exec(part);
	if (that) return that[1]!;
	const as = /\b(?:gave|put|reported|stated|listed) (.{3,60}?) (?:as|at) (.+)$/i.exec(part);
	return as ? `${as[1]} was ${as[2]}` : '';
}

/** Verbs after which a value is where something stands now. */
const STANDS =
	/^(?:(?:was|is|were|are|stood|stands) (?:at )?|(?:(?:had|has|have) )?(?:shr[aiu]nk|grown|grew|fallen|fell|risen|rose|dropped|come|came|been cut|widened|narrowed) to )$/i;
const NOUN_WORD = /^[\p{L}'-]+$/u;

export interface Corrected {
	text: string;
	/** The sentence whose context it has. */
	at: number;
	support: number[];
}

/** Sentences of the page with the right value in the place of the wrong one. */
export function corrected(sentences: readonly string[]): Corrected[] {
	const out: Corrected[] = [];
	for (const item of corrections(sentences)) {
		if (!item.pairs.length) continue;
		const [first] = item.by;
		const swap = (text: string): string | null => swapped(text, item);
		const claim = item.claim && swap(item.claim);
		if (claim) out.push({ text: asSentence(claim), at: first!, support: item.by });
		const subject = item.claim && item.pairs.length === 1 ? standing(item) : null;
		const value = item.pairs[0]!.right;
		if (subject && item.verb) out.push({ text: asSentence(`${subject} ${item.verb} ${value}`), at: first!, support: item.by });
		const noun = subject?.split(' ').at(-1);
		sentences.forEach((sentence, index) => {
			// Nobody is made to say the right value who said the wrong one.
			if (item.by.includes(index) || /"/.test(sentence) || attribution(sentence)) return;
			// The same value of something else is not meant.
			const about = noun ?? shapeOf(`${item.claim}.`)?.noun.split(' ').at(-1);
			if (!about || !/^\p{L}{4,}$/u.test(about) || /^(?:they|that|this|these|those|there)$/i.test(about)) return;
			if (!new RegExp(`\\b${escapePattern(about)}\\b`, 'i').test(sentence)) return;
			const text = swap(sentence);
			if (text === null) return;
			const support = [index, ...item.by];
			out.push({ text, at: index, support });
			const owner = subject && item.verb ? holderOf(sentence, subject, sentences) : null;
			for (const owned of owner ?? []) out.push({ text: asSentence(`${owned} ${item.verb} ${value}`), at: index, support });
		});
	}
	return out;
}

/** A text with every wrong value replaced; null where none is in it. */
function swapped(text: string, item: Correction): string | null {
	let out = text;
	const hits = quantities(text)
		.map((quantity) => ({
			quantity,
			pair: item.pairs.find((pair) => pair.wrong.display === quantity.display && pair.wrong.kind === quantity.kind),
		}))
		.filter((hit) => hit.pair);
	for (const { quantity, pair } of hits.reverse()) out = out.slice(0, quantity.start) + pair!.right + out.slice(quantity.end);
	return hits.length ? out : null;
}

/** What the claim says has the value: "the overall lead" of "the overall lead had shrunk to 21 seconds". */
function standing(item: Correction): string | null {
	const shape = shapeOf(asSentence(item.claim));
	const value = shape && quantities(shape.rest)[0];
	if (!shape || shape.lead.trim() || !value || value.display !== item.pairs[0]!.wrong.display) return null;
	if (!STANDS.test(`${shape.group}${shape.rest.slice(0, value.start)}`)) return null;
	return shape.noun.replace(/^\p{Lu}(?=he |ts |is |er |heir )/u, (letter) => letter.toLowerCase());
}

/** "Solheim keeps the overall lead": the lead is Solheim's; without "overall" where the page knows no other lead. */
function holderOf(sentence: string, subject: string, sentences: readonly string[]): string[] | null {
	const words = subject.replace(/^the /i, '').split(' ');
	if (!/^the /i.test(subject) || words.length > 3 || !words.every((word) => NOUN_WORD.test(word))) return null;
	const shape = shapeOf(sentence);
	if (!shape || !/^(?:keeps?|kept|holds?|held|has|had|retains?|retained|takes?|took)$/.test(shape.group)) return null;
	if (!/^\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*){0,3}$/u.test(shape.noun)) return null;
	if (!new RegExp(`^ the ${escapePattern(words.join(' '))}\\b`, 'i').test(shape.rest)) return null;
	const noun = words.at(-1)!;
	const others = sentences.some((other) =>
		[...other.matchAll(new RegExp(`([\\p{L}'-]+) ${escapePattern(noun)}\\b`, 'giu'))].some(
			(match) =>
				!/^(?:the|a|an|his|her|its|their|this|that|own)$/i.test(match[1]!) &&
				match[1]!.toLowerCase() !== words.at(-2)?.toLowerCase() &&
				!/'s$/.test(match[1]!),
		),
	);
	return [words.join(' '), ...(others || words.length < 2 ? [] : [noun])].map((thing) => `${shape.noun}'s ${thing}`);
}
