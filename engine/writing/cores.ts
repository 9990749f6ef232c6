/**
 * The core of a sentence that is too long to be read at a glance: its words from where a clause begins to where it could end, in their order,
 * with nothing left out between. What is cut off only adds; whatever limits, denies or conditions stays, or there is no core.
 */
import { parseDependencies, subtreeOf } from '../text';
import type { Dependent } from '../text';
import { mainVerb, phraseFault, phraseTokens } from './phrase';
import { capitalise, countWords } from './words';

const LEAST = 4;
const MOST = 12;
const NEGATION = /^(?:no|not|never|nobody|none|nothing|neither|nor|few|fewer|hardly|without|cannot|n['’]t|only)$/i;
/** Clauses behind a verb that only add to it. */
const CONCEDES = /^even (?:when|if|though|after)$/i;
const ADDS = /^(?:because|although|though|while|whereas|after|since|as)$/i;
const NEEDED =
	/^(?:dobj|attr|acomp|xcomp|ccomp|oprd|dative|pcomp|pobj|neg|aux|auxpass|prt|agent|nsubj|nsubjpass|csubj|poss|amod|nummod|compound|quantmod|det|case|mark|expl|preconj|predet|acl|conj|cc|nmod|meta|intj|dep|advmod)$/;
/** Verbs that tell nothing without what follows them. */
const LIGHT =
	/^(?:am|is|are|was|were|be|ha[sd]|have|do|does|did|go|goes|went|get|gets|got|come|comes|came|stands?|stood|lies?|lay|puts?|sets?|takes?|took|makes?|made|becomes?|became|remain(?:s|ed)?|lives?|lived|look(?:s|ed)?|leads?|led|runs?|ran|says?|said|seem(?:s|ed)?|keeps?|kept|lets?|holds?|held|brings?|brought|gives?|gave|turns?|turned|shows?|showed|used?|needs?|needed|wants?|wanted|could|would|can|will)$/i;
const COMPLEMENT = /^(?:dobj|attr|acomp|xcomp|ccomp|oprd|prep|agent|prt|advmod|npadvmod|dative)$/;

/** Cores of a narration in `least` to `most` words, the one that says most first. */
export function coresOf(narration: string, least = LEAST, most = MOST): string[] {
	const found: { text: string; worth: number }[] = [];
	for (const sentence of narration.split(/(?<=[.!])\s+(?=\p{Lu})/u)) {
		// "Only last year did a team … find out why": the order of its words is another.
		if (/["“”?]|^(?:Only|Never|Not|Nor|Rarely|Seldom|Hardly)\b/.test(sentence)) continue;
		for (const { from, to, words, whole } of windows(sentence)) {
			const text = sentence.slice(words[from]!.start, words[to]!.end);
			const size = countWords(text);
			if (size < least || size > most || (text.includes(',') && mainVerb(phraseTokens(text)) < 1)) continue;
			// What the sentence itself points at, its beginning may point at as well: the caption holds both.
			const fault = phraseFault(capitalise(text));
			if (fault !== null && !(from === 0 && / points elsewhere$/.test(fault))) continue;
			if (/^[^,]+,\s(?:who|which)\s[^,]*$/.test(text)) continue;
			found.push({ text, worth: (whole ? 0.6 : 0) + (/\d/.test(text) ? 0.4 : 0) - 0.06 * Math.abs(size - 0.75 * most) });
		}
	}
	return found.sort((a, b) => b.worth - a.worth).map(({ text }) => text);
}

interface Window {
	from: number;
	to: number;
	words: Dependent[];
	/** With its subject. */
	whole: boolean;
}

function windows(sentence: string): Window[] {
	const words = parseDependencies(sentence);
	const root = words.findIndex((word) => word.label === 'ROOT');
	if (root < 0 || !/^(?:VB|MD)/.test(words[root]!.tag)) return [];
	// Every verb with a subject of its own in the main line of the sentence: the root, and what is joined to it.
	const verbs = words.flatMap((word, i) =>
		i === root || (/^(?:VB|MD)/.test(word.tag) && mainLine(words, i, root) && subjectOf(words, i) !== undefined) ? [i] : [],
	);
	const conditioned = words.some(
		(word, i) =>
			word.label === 'advcl' && word.head === root && i < root && /^(?:if|when|unless|until|once|whenever)$/i.test(opener(words, i)),
	);
	return verbs.flatMap((verb) => {
		const subject = subjectOf(words, verb);
		const begins = subject === undefined ? -1 : subtreeOf(words, subject)[0]!;
		const starts = [
			...(verb === root || begins === 0 ? [{ from: 0, whole: true }] : []),
			...(begins > 0 && !conditioned ? [{ from: begins, whole: true }] : []),
		];
		return starts.flatMap(({ from, whole }) =>
			words.flatMap((_, to) => (to >= verb && endsAt(words, from, to, verb) ? [{ from, to, words, whole }] : [])),
		);
	});
}

const subjectOf = (words: Dependent[], verb: number): number | undefined => {
	const at = words.findIndex((word, i) => i < verb && word.head === verb && /^[nc]subj/.test(word.label));
	return at < 0 ? undefined : at;
};

/** Whether a verb hangs on the root by nothing but "and", "but", or stands before it as a sentence of its own ("The two rhythms match; …"). */
function mainLine(words: Dependent[], verb: number, root: number): boolean {
	const aside = (i: number): boolean =>
		words[i]!.label === 'ccomp' &&
		i < root &&
		words.slice(i, root).some((word, k) => /^[;:]$/.test(word.text) || (word.text === ',' && /^so$/i.test(words[i + k + 1]?.text ?? '')));
	let at = verb;
	for (let steps = 0; at !== root && steps < 5; steps++) {
		if (words[at]!.label !== 'conj' && !aside(at)) return false;
		at = words[at]!.head;
	}
	return at === root;
}

/** What opens a clause ("because"); `whole`: with the word that stands before it ("even when"). */
function opener(words: Dependent[], clause: number, whole = false): string {
	const at = words.findIndex((word) => word.head === clause && /^(?:mark|advmod)$/.test(word.label));
	if (at < 0) return '';
	const text = words[at]!.text;
	return !whole
		? text
		: /^even$/i.test(text)
			? `even ${words[at + 1]?.text ?? ''}`
			: /^even$/i.test(words[at - 1]?.text ?? '')
				? `even ${text}`
				: text;
}

/** Whether a text may stop behind word `to`: what belongs to the words before it lies before it, or only adds. */
function endsAt(words: Dependent[], from: number, to: number, verb: number): boolean {
	const next = words[to + 1];
	if (next && /^[-–/’'%]$/.test(next.text)) return false;
	// "6–7, 7–6, 7–5": one of several scores tells another match.
	if (/\d$/.test(words[to]!.text) && next?.text === ',' && /^\d/.test(words[to + 2]?.text ?? '')) return false;
	if (/^(?:and|or|but|the|a|an|to|of|[,;:.!(–—])$/i.test(words[to]!.text)) return false;
	// Verb and what it wants: "put right", "is a warning"; "fourteen people died" wants nothing.
	const alone = to === verb && /^VB[DZP]$/.test(words[verb]!.tag) && !LIGHT.test(words[verb]!.text);
	if (!alone && !words.some((word, i) => i > verb && i <= to && word.head === verb && COMPLEMENT.test(word.label))) return false;
	const denied = words.slice(from, to + 1).some((word) => NEGATION.test(word.text));
	const inside = (i: number): boolean => i >= from && i <= to;
	return words.every((word, i) => {
		if (i === word.head || inside(i) || !inside(word.head)) return true;
		if (word.label === 'punct') return true;
		if (i < from) return !NEGATION.test(word.text) && /^(?:prep|npadvmod|cc|advmod|intj|punct)$/.test(word.label);
		return adds(words, i, denied);
	});
}

/** Whether what begins with word `i`, behind the text, only adds to it. */
function adds(words: Dependent[], i: number, denied: boolean): boolean {
	const word = words[i]!;
	const head = words[word.head]!;
	// Inside of "that light travels in a vacuum" every word says which.
	const verbal = /^(?:VB|MD)/.test(head.tag) && !/^(?:relcl|acl|csubj|advcl|pcomp)$/.test(head.label);
	const comma = /^[,;]$/.test(words[subtreeOf(words, i)[0]! - 1]?.text ?? '');
	switch (word.label) {
		case 'prep':
		case 'npadvmod':
			// "cut off | as a result of the error": without it more would be denied.
			return !denied && (verbal || dated(words, i)) && (word.label === 'npadvmod' || WHERE.test(word.text));
		case 'advcl':
			return CONCEDES.test(opener(words, i, true)) || (ADDS.test(opener(words, i)) && (comma || /^because$/i.test(opener(words, i))));
		case 'relcl':
			return comma || (!denied && indefinite(words, word.head) && pronounOf(words, i));
		case 'appos':
			return comma;
		case 'cc':
			return verbal && /^(?:and|but)$/i.test(word.text);
		case 'conj':
			return verbal && /^(?:VB|MD)/.test(word.tag) && !/^or$/i.test(conjunction(words, word.head));
		case 'advmod':
			return comma;
		default:
			return !NEEDED.test(word.label) && comma;
	}
}

/** Whether a phrase tells a year or a day: it belongs to the deed, wherever the parser hangs it. */
const dated = (words: Dependent[], top: number): boolean =>
	subtreeOf(words, top).some((i) =>
		/^(?:1\d|20)\d\d$|^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/.test(words[i]!.text),
	);

/** Where and when: without them less is said, and nothing else. */
const WHERE =
	/^(?:in|between|on|at|during|before|after|over|under|across|near|inside|outside|beside|around|through|along|within|above|below|behind|throughout|since)$/i;

const conjunction = (words: Dependent[], head: number): string =>
	words.find((word) => word.head === head && word.label === 'cc')?.text ?? '';

/** "a drain that had been repaired", and not "a rule that doors must open outwards", where the clause says what it is. */
const pronounOf = (words: Dependent[], clause: number): boolean =>
	words.some((word) => word.head === clause && /^W/.test(word.tag) && /^(?:nsubj|nsubjpass|dobj)$/.test(word.label));

/** "a drain | that had been repaired": one of many, whichever; "the distance that light travels" is only that. */
const indefinite = (words: Dependent[], noun: number): boolean =>
	words.some((word) => word.head === noun && word.label === 'det' && /^an?$/i.test(word.text));
