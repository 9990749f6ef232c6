/**
 * The words of a scene whose picture is its words: the clause that makes the point, or the predicate alone ("Still depends on the
 * weather"), for the caption below says of whom. One noun would leave a viewer with nothing to read.
 */
import { parseDependencies, subtreeOf } from '../text';
import type { Dependent } from '../text';
import { mainVerb, phraseFault, phraseTokens, startsImperative } from '../writing';
import { spansOf, wholeness } from './spans';
import { sentenceCase, wordCount } from './visuals/context';
import type { SceneContext } from './visuals/context';

const POSTER_WORDS = 8;
/** A whole sentence may be longer: nothing of it is left out. */
const WHOLE_WORDS = 10;
/** The longest that a frame holds at a size that is read at a glance. */
const MOST_WORDS = 24;
const LEAST_PREDICATE = 3;
/** Predicates that say nothing without their subject or what follows elsewhere. */
const EMPTY = /^(?:be|is|are|was|were|been|has|have|had|do|does|did|say|says|said|means?|meant|calls?|called|include[sd]?)$/i;
const POINTS = /\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|which|who|one|ones|there)\b/i;

/** Poster texts, best first; every word stands in the narration, in its order. */
export function posterTexts(context: SceneContext): string[] {
	const clauses = spansOf(context, POSTER_WORDS)
		.filter((span) => span.kind === 'clause' && wordCount(span.text) >= 3)
		// A clause cut before what belongs to it ("First American woman to walk" in space) says less, or something else.
		.map((span) => ({
			text: span.text,
			// An order without where and how ("Set one ice cube") says nothing.
			score:
				span.score +
				(/^\s*(?:[.,;:!?]|$)/.test(context.narration.slice(span.end))
					? 0.3
					: startsImperative(span.text.split(' ')[0] ?? '')
						? -2.6
						: -0.5),
		}));
	const half = (text: string): boolean =>
		/\bthan\b/.test(context.narration) && !/\bthan\b/.test(text) && /\b(?:more|fewer|less|\p{L}{3,}er)\b/iu.test(text);
	const { predicate, clause } = pointOf(context.narration);
	// A predicate alone wins only against a clause that leaves the point out.
	const found = [
		...clauses,
		{ text: predicate, score: 2.55 },
		{ text: clause, score: 2.35 },
		{ text: wholeOf(context.narration), score: wordCount(context.narration) <= POSTER_WORDS ? 2.7 : 1.9 },
		// Rather a long poster than a noun that says nothing.
		...wideOf(context.narration).map((text, i) => ({ text, score: 1 - 0.1 * i })),
	].filter(({ text }) => text !== '' && !half(text) && !listOpened(text, context.narration));
	return found.sort((a, b) => b.score - a.score).map(({ text }) => sentenceCase(text));
}

/** Whether a text stops at the first thing of a list: "You need two jump leads" of "two jump leads, a second car and dry hands". */
export function listOpened(text: string, narration: string): boolean {
	const rest = narration.slice(narration.indexOf(text) + text.length);
	const more = narration.includes(text) ? /^,\s((?:[^,.;]+,\s)*[^,.;]+\s(?:and|or)\s[^,.;]+)[.!]$/.exec(rest)?.[1] : undefined;
	return !!more && mainVerb(phraseTokens(more)) < 1;
}

/** The narration itself, where it is one short sentence. */
function wholeOf(narration: string): string {
	const bare = narration.replace(/[.!]$/, '');
	return /[.!?;“”"]/.test(bare) || wordCount(bare) > WHOLE_WORDS ? '' : bare;
}

/** The point in up to eleven words; the first clause where it stands alone; all that is said. */
function wideOf(narration: string): string[] {
	const { predicate, clause } = pointOf(narration, POSTER_WORDS + 3);
	const bare = narration.replace(/[.!]$/, '');
	const first = bare.split(/[,;]\s/)[0] ?? '';
	const alone =
		first !== bare &&
		wordCount(first) >= 4 &&
		wordCount(first) <= 12 &&
		!POINTS.test(first) &&
		phraseFault(first) === null &&
		mainVerb(phraseTokens(first)) > 0;
	return [clause, predicate, alone ? first : '', wordCount(bare) <= MOST_WORDS ? bare : ''];
}

/**
 * What the last sentence says of its subject, and the same with its subject, each in at most `most` words; empty where that
 * leans on what is not there.
 */
export function pointOf(narration: string, most = POSTER_WORDS): { predicate: string; clause: string } {
	const none = { predicate: '', clause: '' };
	const sentence = narration.split(/(?<=[.!?])\s+(?=\p{Lu})/u).at(-1) ?? '';
	if (/["“”?]/.test(sentence)) return none;
	const words = parseDependencies(sentence);
	const root = words.findIndex((word) => word.label === 'ROOT');
	const verb = words[root];
	if (!verb || !/^(?:VB|MD)/.test(verb.tag)) return none;
	const children = words.flatMap((word, i) => (i !== root && word.head === root ? [i] : []));
	// "If the pump fails, …" and "Nobody knows …": half of it would say something else.
	if (children.some((i) => i < root && /^(?:advcl|ccomp|expl|parataxis)$/.test(words[i]!.label))) return none;
	const subject = children.find((i) => /^[nc]subj/.test(words[i]!.label) && i < root);
	if (subject === undefined) return none;
	const entire = wholeness(sentence, words);
	const from = opening(words, root, children);
	const first = words[from];
	const cut = (start: number, end: number): string => (entire(start, end) ? sentence.slice(start, end).trim() : '');
	const denied = [subject, ...words.flatMap((word, i) => (word.head === subject ? [i] : []))].some((i) => LIMITS.test(words[i]!.text));
	const to = ending(words, root, from, most);
	const predicate = first && !denied && !EMPTY.test(first.text) ? cut(first.start, words[to]!.end) : '';
	const begins = subtreeOf(words, subject)[0]!;
	// "More people have walked on the Moon" than what?
	const compared = words.some((word) => /^than$/i.test(word.text));
	const clause = compared ? '' : cut(words[begins]!.start, words[ending(words, root, begins, most)]!.end);
	const size = wordCount(predicate);
	return {
		predicate: POINTS.test(predicate) || size < LEAST_PREDICATE || size > most ? '' : predicate,
		// The whole sentence may point where it likes: it stands in the caption as well.
		clause: wordCount(clause) > most || wordCount(clause) < LEAST_PREDICATE ? '' : clause,
	};
}

const LIMITS = /^(?:no|nobody|nothing|none|neither|few|hardly|only|more|fewer|less)$/i;

/** Where the predicate begins: with its adverbs and its "not"; a plain form of "be" or "have" is left out before something heavier. */
function opening(words: Dependent[], root: number, children: number[]): number {
	let from = root;
	while (from > 0 && children.includes(from - 1) && /^(?:advmod|neg|aux|auxpass)$/.test(words[from - 1]!.label)) from--;
	while (from < root && /^(?:is|are|was|were|be|been|has|have|had)$/i.test(words[from]!.text)) from++;
	// "was never hungry enough", "were the largest planes ever seen": the copula is the root; what it says begins behind it.
	if (
		from === root &&
		/^(?:is|are|was|were|became|becomes)$/i.test(words[root]!.text) &&
		!/^(?:prep|punct)$/.test(words[root + 1]?.label ?? 'punct')
	)
		return root + 1;
	return from;
}

/** Last word before the next border; a phrase too long for a poster ends before its last adjunct. */
function ending(words: Dependent[], root: number, from: number, limit: number): number {
	const borders = words.flatMap((word, i) => (i > root && /^(?:[,;:.!?–—()]|and|but|while|because|so)$/i.test(word.text) ? [i] : []));
	let to = (borders[0] ?? words.length) - 1;
	const adjuncts = words.flatMap((word, i) =>
		i > root + 1 && i <= to && word.head === root && /^(?:prep|advcl|npadvmod)$/.test(word.label) ? [i] : [],
	);
	while (to - from + 1 > limit && adjuncts.length) to = adjuncts.pop()! - 1;
	return to;
}
