/**
 * What the drafter knows of each sentence: whether it may be spoken at all, and which earlier sentences a listener
 * must have heard to understand it (who "she" is, which "closure", whose surname).
 */
import type { SourceText } from '../asset';
import { looksLikeInjection, quantities, tag } from '../text';
import { entryAt } from '../text/entries';
import { escapePattern } from '../text/pattern';
import { countedRows, loneNumbers, withoutNumber } from './ordinals';
import { mainVerb, phraseTokens } from './phrase';
import { marksClosed, quotationsOf } from './quotations';
import { DATELINE, startsImperative } from './tidy';
import { countWords, normaliseSpaces } from './words';

export interface Unit {
	/** Position in the list of units (sources one after the other). */
	id: number;
	source: number;
	/** Index of the sentence in its source. */
	index: number;
	text: string;
	words: number;
	usable: boolean;
	/** Ids of earlier units without which this one cannot be understood. */
	needs: number[];
	paragraph: number;
	heading: number;
	/** Number of the step (0-based) it belongs to, or -1. */
	step: number;
	stepStart: boolean;
	quote: boolean;
	/** Id of the sentence that says whose words these are, where it is another one. */
	speaker?: number;
	/** What an entry of a list article speaks of, as its heading names it. */
	entry?: string;
	/** The term that it defines ("An airlift is the supply of a place by aircraft …"). */
	explains?: string;
}

const HOUSEKEEPING =
	/^(Sponsored|Advertisement|Paid content|Correction|Read more|READ MORE|Subscribe|Sign up)\b|earlier version of this|this (article|page|post|newsletter|website)|\b(click|subscribe|newsletter|cookies?|terms apply)\b|^We wrote\b|^That was wrong|^The table\b|^(See|Figure|Table) \d/i;
/** A page's furniture, unless it is a step ("Score the loaf", "Share the dough into four"). */
const FURNITURE = /^(Score|Photo|Image|Video|Listen|Share)\b/i;
const LINKS = /https?:|www\.|@\w|\b[\w-]+\.(?:com|org|net|io|example|co\.uk)\b/i;
const FIRST_PERSON = /\b(?:[Ww]e|us|[Oo]urs?|I|[Mm]y|me|myself|ourselves)\b/;

/** Openers that point back: pronouns, demonstratives, connectives. Existential "There is" stands alone. */
/** "Nor does thunder." */
const ECHOES = /^(?:Nor|So|Neither)\s(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)\b/;
const POINTS_BACK =
	/^(It|Its|They|Their|Them|He|His|She|Her|This|That|These|Those|Such|Both|Neither|Either|Others?|Another|Here|Then|So|But|Yet|And|Or|Instead|However|Still|Nevertheless|Even so|Even within|As a result|Therefore|Thus|Hence|For example|For instance|(?:In|For|On|At|By|From|With|Under|After|Before|Since|To) (?:that|those|this(?! (?:year|week|month|century|season|spring|summer|autumn|winter|morning|afternoon|evening|decade|article)\b)|these(?! days\b)) \p{Ll}+|After that|Before that|Long before that|Until then|From there|Not (everyone|very|all|so|only)|Among (them|the others)|Below that|Above that|One of (them|these|those)|Those|Most of (them|those)|Had (that|it)|The (two|three|four|other|others|same|rest|latter|former|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|first(?=,| (?:is|was|has|had|will|came)\b)|difference|reverse|result|effect|remainder|answer|reason)|Also|Again|Too|At the same time|In turn|Because of (this|that)|If (it|they|he|she|you skip|so)|When (it|they|he|she))\b/u;
/** References that cannot be resolved inside their sentence: "as old as that", "the other half", "such a case". */
const BACKWARD_INSIDE =
	/\bof the (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|dozen|\d+)(?=\s(?:have|has|had|is|are|was|were|will|would|can|could|do|did)\b|[.,;])|\b(of|than|as|for|after|above|below|before|with|from|to|by|in|within) (that|this|these|those)(?=[.,;:]|\s(?:is|was|are|were)\b|$)|^The (?:\w+ )?(?:\w+ )?ones\b|\b(such (a|an|cases?)|the other (half|side|way|group|two|one)|the others|the rest|the same (time|thing|way|period|report)|(?:shows?|did|does|do|said|says|happened|applies) the same(?! \w+ (?:as|that))|that (gap|match|point|year|day|time|number|sum|night|moment|date)|those who|these two|the first two|the third carries|did without|a year earlier still)\b/;
const EXISTENTIAL = /^There (is|are|was|were|has|have|will|may|can)\b/;

/** Nouns that usually rename something said just before. */
const RENAMES = new Set(
	'crew place site process company firm group team vessel ship device move decision plan project work deal city town study trial report authority agency board union club chain closure delay fall rise increase decrease drop method process test finding fault update change price cost total figure number amount pair former latter man woman couple family custom rule effect mistake error bar box buyer notebook park job cube layer'.split(
		' ',
	),
);

const stem = (word: string): string =>
	word
		.toLowerCase()
		.replace(/['’]s$/, '')
		.replace(/(ures?|ings?|ions?|ed|ies|es|s|e|y)$/, '');
const contentStems = (text: string): Set<string> => new Set((text.match(/\p{L}[\p{L}'’-]+/gu) ?? []).map(stem));

/** Head noun of a sentence-initial "The (adjective) noun", or null. */
function definiteSubject(text: string): string | null {
	const match = /^(?:The|This|That|These|Those)\s+((?:[\p{Ll}\d-]+\s+){0,3}?[\p{Ll}-]+)(?=\s+(?:\p{Ll}+|[“"'])|[,.])/u.exec(text);
	if (!match) return null;
	const words: string[] = [];
	for (const token of tag(text).slice(1, 6)) {
		if (token.pos === 'ADJ' || token.pos === 'NUM' || token.pos === 'ADV' || token.text === '-') words.push('');
		else if (token.pos === 'NOUN') words.push(token.text);
		else break;
	}
	return words.filter(Boolean).at(-1)?.toLowerCase() ?? null;
}

const FULL_NAME = /\b[A-Z][\p{L}’'-]+(?:\s(?:(?:van|von|de|der|da|al|bin)\s)?[A-Z][\p{L}’'-]+)+/gu;

/** Splits a source into units and links each to what it presupposes. */
export function unitsOf(texts: SourceText[], allowed: (text: string) => boolean): Unit[] {
	const units: Unit[] = [];
	texts.forEach((source, sourceIndex) => {
		const offset = units.length;
		const sentences = source.sentences.map(normaliseSpaces);
		// "By Marta Osei, Wednesday 4 March" above a report holds nothing that its first sentence could lean on.
		const opens = sentences.findIndex(endsWhole);
		const surnames = new Map<string, number>();
		const terms = new Map<string, number>();
		const explained = definitions(sentences, source.title);
		const rows = source.steps.length ? [] : countedRows(source);
		const asked = questionsPut(source, sentences);
		const lone = loneNumbers(source);
		const quotations = quotationsOf(sentences, source.paragraphs);
		let paragraph = -1;
		sentences.forEach((text, index) => {
			const quoted = quotations.get(index);
			if (source.paragraphs.includes(index)) paragraph++;
			const stepRange = source.steps.findIndex(([from, to]) => index >= from && index <= to);
			const unit: Unit = {
				id: offset + index,
				source: sourceIndex,
				index,
				text: quoted?.text ?? (lone.has(index) ? withoutNumber(text) : text),
				words: countWords(text),
				usable:
					speakable(quoted?.text ?? text, source, stepRange >= 0) &&
					allowed(text) &&
					!asked.has(index) &&
					(quoted !== undefined || marksClosed(text)) &&
					!(index === Math.max(0, opens) && namesNothing(text, sentences.length)),
				needs: [],
				paragraph: Math.max(0, paragraph),
				heading: source.headings.reduce((last, heading, i) => (heading.before <= index ? i : last), -1),
				step: stepRange,
				stepStart: stepRange >= 0 && source.steps[stepRange]?.[0] === index,
				quote: /^["“]/.test(quoted?.text ?? text),
			};
			const term = explained.find(({ at }) => at === index)?.term;
			if (term) unit.explains = term;
			unit.needs = [...presupposes(text.replace(DATELINE, ''), index, sentences, surnames, terms, contentStems(source.title))]
				.filter((i) => i >= opens)
				.map((i) => offset + i);
			const entry = entryAt(source, index);
			if (entry) {
				unit.entry = entry.name;
				// What leans there leans on its heading.
				if (!sentences.slice(entry.from, index).some((earlier) => speakable(earlier, source, false)))
					unit.needs = unit.needs.filter((need) => need < offset || need >= offset + index);
			}
			// A term is explained before it is used.
			for (const { term, at } of explained)
				if (at < index && !unit.stepStart && new RegExp(`\\b${escapePattern(term)}s?\\b`, 'i').test(text)) unit.needs.push(offset + at);
			// Somebody's words are told with whose they are.
			const { told = index } = quoted ?? {};
			if (told !== index) unit.needs.push((unit.speaker = offset + told));
			unit.needs = [...new Set(unit.needs)];
			// What counts itself is told whole, or not at all.
			const row = rows.find((each) => each.includes(index));
			// "The speed did.", "That they answer quickly.": an answer that only its question makes a sentence of.
			if (
				asked.has(index - 1) &&
				!asked.has(index) &&
				(unit.words <= SHORT_ANSWER || /^(?:That|Because|Yes|No|Where|To|Not|By)\b|\b(?:it|they|them|so)\b/.test(text))
			)
				unit.needs.push(offset + index - 1);
			if (row) unit.needs.push(offset + row.at(row.indexOf(index) - 1)!);
			// "There are four ways to make it easier." promises them.
			const announced = rows.find((each) => each[0] === index + 1);
			if (announced && /\b(?:two|three|four|five|six|seven|eight|nine|ten|several|following)\b/i.test(text))
				unit.needs.push(offset + announced.at(-1)!);
			// Steps are told whole: each needs the one before it, the first the last one.
			if (unit.stepStart) unit.needs = stepNeeds(source, stepRange).map((i) => offset + i);
			units.push(unit);
			for (const [full] of text.matchAll(FULL_NAME)) {
				const last = full.split(/\s/).at(-1) ?? full;
				if (!surnames.has(last)) surnames.set(last, index);
			}
			const called = /\bcall(?:ed|s)?\s+(?:this\s|it\s|them\s)?(?:the\s|a\s|an\s)?(\p{Ll}{4,}(?:\s\p{Ll}{5,})?)(?=[,.:;]|\s(?:is|along))/u
				.exec(text)?.[1]
				?.split(' ')
				.at(-1);
			if (called && !terms.has(called)) terms.set(called, index);
		});
	});
	dropLeaning(units);
	return units;
}

/** Most words of an answer that leans on its question. */
const SHORT_ANSWER = 6;

/** An interview's questions, with what leads to them: paragraphs that end in a question mark, where there are three or more. */
function questionsPut({ paragraphs }: SourceText, sentences: string[]): Set<number> {
	const questions = paragraphs.flatMap((from, i) => {
		const to = (paragraphs[i + 1] ?? sentences.length) - 1;
		return /\?["”’]?$/.test(sentences[to] ?? '') && to - from < 3 ? [Array.from({ length: to - from + 1 }, (_, k) => from + k)] : [];
	});
	return new Set(questions.length >= 3 ? questions.flat() : []);
}

/** Fewer sentences can spare none. */
const SPARES = 8;

/**
 * "It looks like a lost cause: a crust on top …" above a page: the headline says what, and no film speaks its headline. Not "It takes an hour
 * to …", "It was here that …", "This spring …", which lean on nothing.
 */
const namesNothing = (text: string, sentences: number): boolean =>
	sentences >= SPARES &&
	/^(?:It|They|He|She|Its|Their|His|Her|This|That|These|Those)\s/.test(text) &&
	!/^(?:This|That|These|Those) (?:spring|summer|autumn|fall|winter|year|month|week|morning|evening|season|time|\p{Lu})/u.test(text) &&
	!/^It(?:['’]s|\s\p{Ll}+)\s(?:[^,;:]*?\s)?(?:to|that|who|when|where|before|until|since)\s/u.test(text) &&
	!/^It (?:rained|snowed|is|was) (?:\p{Ll}+ )?(?:raining|snowing|cold|dark|hot|late|early|\d|spring|summer|autumn|winter|morning|night)/u.test(
		text,
	);

/** A unit whose foundation cannot be spoken cannot be spoken either. */
export function dropLeaning(units: Unit[]): void {
	for (let pass = 0; pass < 4; pass++) for (const unit of units) if (unit.needs.some((need) => !units[need]?.usable)) unit.usable = false;
}

/** Whether a text ends as a sentence does: a byline above a report does not. */
export const endsWhole = (text: string): boolean => /[.!?]["”’')]*$/.test(text);

/** A text without what stands in quotation marks. */
const unquoted = (text: string): string => text.replace(/["“][^"”]*["”]/g, '');

/** What a step presupposes: its predecessor in the same list, and for the first one the end of the list. */
function stepNeeds(source: SourceText, step: number): number[] {
	const { steps } = source;
	const joined = (a: number): boolean =>
		!!steps[a] && !!steps[a + 1] && (steps[a + 1] as [number, number])[0] <= (steps[a] as [number, number])[1] + 1;
	if (step > 0 && joined(step - 1)) return [(steps[step - 1] as [number, number])[0]];
	let last = step;
	while (joined(last)) last++;
	return last > step ? [(steps[last] as [number, number])[0]] : [];
}

/** Definitions of terms ("A bank run is a rush of customers who …"): the term, and the sentence that explains it. */
function definitions(sentences: string[], title: string): { term: string; at: number }[] {
	return sentences.flatMap((text, at) => {
		const found =
			/^(?:A|An|The)\s((?:\p{Ll}[\p{L}-]*\s){0,2}\p{Ll}[\p{L}-]+)\sis\s(?:an?|the)\s(?!\p{L}*est\b|only\b|first\b|last\b|same\b)[^.]*\b(?:that|who|which|where|when|of|with)\b/u.exec(
				text,
			)?.[1] ??
			/^(\p{Lu}[\p{Ll}-]+(?:\s\p{Ll}+)?)\sis\s(?:an?|the)\s(?!\p{L}*est\b)[^.]*\b(?:that|who|which|where)\b/u
				.exec(text)?.[1]
				?.toLowerCase();
		if (!found || at === 0 || title.toLowerCase().includes(found)) return [];
		return [{ term: found, at }];
	});
}

/** Whether a text of a few words has any verb at all: "A dry towel for the floor." is an entry of a list. */
const verbless = (text: string): boolean =>
	countWords(text) <= 9 &&
	!/[?!"”]$/.test(text) &&
	!startsImperative(text.split(' ')[0] ?? '') &&
	mainVerb(phraseTokens(text)) < 0 &&
	!tag(text).some((token) => token.pos === 'AUX' || (token.pos === 'VERB' && !/ing$/.test(token.text)));

/** Whether a sentence speaks of its author, outside of quotation marks. */
export const ofAuthor = (text: string): boolean => FIRST_PERSON.test(unquoted(text));

const PERSONAL = 0.3;
const personalPages = new WeakMap<SourceText, boolean>();

/**
 * Whether a text is its giver's own account ("I ended the year with 1,914 receipts"): without its "I" it says nothing. What stands at an
 * address on the web is somebody else's, and no channel says "I" for them.
 */
function personal(source: SourceText): boolean {
	if (source.url) return false;
	let known = personalPages.get(source);
	if (known === undefined) {
		const own = source.sentences.filter((text) => /\b(?:I|my|me|myself)\b/.test(unquoted(text))).length;
		known = own >= PERSONAL * source.sentences.length;
		personalPages.set(source, known);
	}
	return known;
}

function speakable(text: string, source: SourceText, step: boolean): boolean {
	if (!endsWhole(text)) return false;
	if (!/\p{L}{2}/u.test(text) || countWords(text) < 3 || countWords(text) > 60) return false;
	if (HOUSEKEEPING.test(text) || (!step && FURNITURE.test(text)) || LINKS.test(text) || looksLikeInjection(text)) return false;
	if (/(\p{L})\1{4}/u.test(text) || /[\p{Extended_Pictographic}{}<>[\]|\\]/u.test(text)) return false;
	if (ofAuthor(text) && !/\bwe\b/i.test(source.title) && !personal(source)) return false;
	// "If your flat is small, no.": the answer to a question that is not asked.
	if (/,\s(?:no|yes|probably|perhaps|maybe|certainly|hardly)\.$/i.test(text)) return false;
	// A numbered line is an order, also where its verb looks like a noun ("Shape a ball", "Score the loaf").
	return step || !verbless(text.replace(/^Step \d+[.:]\s*/, ''));
}

function presupposes(
	text: string,
	index: number,
	sentences: string[],
	surnames: Map<string, number>,
	terms: Map<string, number>,
	title: Set<string>,
): Set<number> {
	const needs = new Set<number>();
	if (index === 0) return needs;
	const bare = text.replace(/^["“‘']/, '');
	if ((POINTS_BACK.test(bare) && !EXISTENTIAL.test(bare)) || ECHOES.test(bare)) needs.add(index - 1);
	if (
		danglingPronoun(text) ||
		pointedNoun(text) ||
		BACKWARD_INSIDE.test(bare) ||
		pointsAtAll(bare) ||
		pointsAtDeed(bare) ||
		leansInTime(bare) ||
		unitOutside(bare) ||
		cutShort(bare) ||
		unplaced(bare) ||
		unnamed(text)
	)
		needs.add(index - 1);
	for (const noun of definiteNouns(text)) {
		if (title.has(stem(noun))) continue; // what the film is about needs no introduction
		const introduced = introductionOf(noun, index, sentences);
		if (introduced !== undefined) needs.add(introduced);
		else if (RENAMES.has(noun)) needs.add(lastMention(noun, index, sentences) ?? index - 1);
	}
	const head = definiteSubject(text);
	if (head && !new RegExp(`^The (?:[\\p{Ll}-]+ ){0,2}${escapePattern(head)} of \\p{Lu}`, 'u').test(text) && !title.has(stem(head))) {
		const key = stem(head);
		const first = sentences.slice(0, index).findIndex((earlier) => key.length > 2 && contentStems(earlier).has(key));
		if (introductionOf(head, index, sentences) === undefined && first >= 0)
			needs.add(RENAMES.has(head) ? (lastMention(head, index, sentences) ?? first) : first);
		else if (RENAMES.has(head) && first < 0) needs.add(index - 1);
	}
	const full = [...text.matchAll(FULL_NAME)].map(([name]) => name);
	for (const [name] of text.matchAll(/\b[A-Z][\p{L}’'-]{2,}/gu)) {
		const bareName = name.replace(/['’]s$/, '');
		const at = surnames.get(bareName);
		if (at !== undefined && at < index && !full.some((phrase) => phrase.includes(bareName))) needs.add(at);
	}
	for (const [term, at] of terms) if (at < index && new RegExp(`\\b${escapePattern(term)}\\b`, 'i').test(text)) needs.add(at);
	return needs;
}

/** Whether a sentence points at nothing outside of itself, as far as its own words tell. */
export const standsAlone = (text: string): boolean => presupposes(text, 1, ['', text], new Map(), new Map(), new Set()).size === 0;

const SPAN = '(?:minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))';
/** "four months later", "A year earlier", "by then": counted from something. */
const COUNTED_FROM = new RegExp(
	`(?<!\\bthan\\s)\\b(?:[\\d.]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?few|some|several|many)\\s${SPAN}\\s(?:later|earlier|afterwards|before(?=[,.;]))(?!\\sthan\\b)|\\bby then\\b|^The\\s(?:${SPAN}|morning|evening|night)\\s(?:before|after)(?=[,.;]|\\s\\p{Ll}+\\s\\p{Ll}+ed\\b)`,
	'iu',
);

/** Whether a time is counted from something that its own sentence has not told before. */
function leansInTime(text: string): boolean {
	const at = COUNTED_FROM.exec(text)?.index ?? -1;
	if (at < 0) return false;
	// "closed in 1868, and two years later …", "opened, was hit and two days later sank": told here.
	const before = text.slice(0, at);
	return !/\b(?:1\d|20)\d\d\b/.test(before) && !/,?\s(?:and|but)\s(?:only\s|just\s|about\s)?$/.test(before);
}

/** "could run for 40 days on that": what a whole sentence before it told; not what its own first half did. */
const pointsAtAll = (text: string): boolean =>
	/^[^,;:]*\b(?:on|of|for|with|from|by|than|at|after|before|like|to|about|without)\s(?:that|this|these|those)(?=[.!?;]|,\s|$)/i.test(text);

/** "Do this three times", "raised the premium after it": the deed or event is told in the sentence before. */
const pointsAtDeed = (text: string): boolean =>
	/^(?:Do|Repeat|Say|Try|Use|Keep) (?:this|that|these|those|it|so)\b(?!\s(?:\p{Ll}+\s)?\p{Ll}+\s(?:is|are|that|which)\b)/u.test(text) ||
	/^[^,;:]*\s(?:after|before|since|until) (?:it|them)(?=[.!?]$)/.test(text);

/** "Valdeira loads 22,000.", "Within five the site was crowded": what is counted, the sentence before tells. */
function unitOutside(text: string): boolean {
	return quantities(text).some(
		({ kind, unit, start, end, text: number }, i, all) =>
			kind === 'count' &&
			!unit &&
			// "conducts 237 watts; pine conducts about 0.12": the first one tells.
			!all.slice(0, i).some((other) => other.unit) &&
			(/\d/.test(number)
				? /^[.!?;]|^, (?:and|but)\s/.test(text.slice(end))
				: /^\s(?:the|its|their)\s/.test(text.slice(end)) && /^(?:Within|After|In|By|For|Before) $/.test(text.slice(0, start))) &&
			!NUMERIC.test(text.slice(0, start)) &&
			!/\b(?:at|aged?|turned|was|were|is|are|to|of|and|in|than)\s(?:about\s|only\s|nearly\s|almost\s)?$/i.test(text.slice(0, start)),
	);
}

/** Openings and ends whose noun or clause stands in the sentence before. */
const CUT_SHORT = [
	// "One was a magazine."
	/^(?:One|Two|Three|Four|Five|Six|Some|None|Several|Half|Most) (?:is|was|are|were|has|have|had)\b/,
	// "Put one in a bowl of water."
	/^(?!Not\b)\p{Lu}\p{Ll}+ (?:one|some|another|both|a few) (?:in|into|on|onto|to|at|with|under|over|from|aside|out|up)\b/u,
	// "The tallest known is 60 metres high."
	/^The (?:\p{L}{3,}est|best|worst|(?:most|least) \p{Ll}+)(?=,| (?:known|of them|so far|is|was|are|were|has|had)\b)/u,
	/^(?:Half|Most|Much|Part|All|None|Some|One|Two|Three|Four|An? (?:third|quarter|half|part|tenth)) of (?:its|their|his|her|it|them)\b/,
	/\b(?:whether|if|because|why|how|but|though|although) (?:that|this) (?:is|was|has|had|will|would|can|could|may|might|\p{Ll}+(?<!es)s)\s/u,
];

/** What a sentence leaves to the one before it: "Seven fines, all near my door.", "I did not buy more.", "I had thirteen." */
function cutShort(text: string): boolean {
	if (CUT_SHORT.some((pattern) => pattern.test(text))) return true;
	if (
		/\b(?:more|less|fewer|better|worse|longer|faster)[.!]$/.test(text) &&
		!/\b(?:no|any|once|ever|some|what is|one|much) \p{L}+[.!]$/u.test(text)
	)
		return true;
	const tokens = phraseTokens(text).filter(({ text: word }) => /[\p{L}\p{N}]/u.test(word));
	const last = tokens.at(-1);
	// "I had thirteen."
	if (
		last &&
		/^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty)$/i.test(last.text)
	) {
		const verb = tokens.at(-2);
		if (verb && (verb.pos === 'VERB' || /^(?:had|has|have)$/i.test(verb.text))) return true;
	}
	// "Seven fines, all near my door."
	return COUNTING.test(text) && (/^\S+ (?:\p{Ll}+ )?\p{Ll}+, (?:all|most|each|none|both|half|some) /u.test(text) || mainVerb(tokens) < 0);
}

const COUNTING = /^(?:\d[\d,.]*|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Dozens|Hundreds|Thousands|Not|Just|Only|All)\s/;

/** Nouns that are numbers themselves, as a pattern: "The attendance was 6,412". */
export const NUMBER_NOUNS =
	'attendances?|crowd|number|total|sum|population|count|factor|score|index|ratio|figure|membership|circulation|toll|rank(?:ing)?|year|age';
/** And those that a number only names: "bus 14". */
const NUMERIC = new RegExp(`\\b(?:${NUMBER_NOUNS}|bus|route|page|chapter|step|level|part|room|flight|platform)\\b`, 'i');

/** "There were two clay courts": where, the sentence before tells. */
const unplaced = (text: string): boolean =>
	/^There (?:is|are|was|were)\s/.test(text) &&
	!tag(text.split(/[,;:]\s/)[0] ?? '').some(
		(token) => token.pos === 'ADP' || token.pos === 'SCONJ' || /^(?:no|enough|that|who)$/i.test(token.text),
	);

/** Whether somebody is named by what they are ("The Croatian held two match points", "said the 27-year-old"), or words stand in quotation marks without a speaker. */
const unnamed = (text: string): boolean =>
	/\bthe \d+-year-old(?=[,.;]|\s(?:said|says|had|has|is|was|who|in|on|at|from|won|lost|made|told)\b)/i.test(text) ||
	/^The \p{Lu}\p{Ll}+(?:an|ese|ish|ch)\s(?:had|has|is|was|will|would|could|\p{Ll}+ed|held|won|lost|beat|hit|ran|came|took|made|led|went|said)\b/u.test(
		text,
	) ||
	(/^["“]/.test(text) && !/\p{L}/u.test(text.replace(/["“][^"”]*["”]/g, '')));

/** "to walk that distance", "in those months": a noun that is pointed at and was not named before in the sentence. */
function pointedNoun(text: string): boolean {
	const tokens = tag(text.replace(/["“][^"”]*["”]/g, ' '));
	return tokens.some((token, i) => {
		const noun = tokens.slice(i + 1, i + 3).find(({ pos }) => pos !== 'ADJ');
		if (
			i < 2 ||
			!/^(?:that|those|these)$/.test(token.text) ||
			noun?.pos !== 'NOUN' ||
			/^(?:year|month|week|time|day|way)s?$/.test(noun.text)
		)
			return false;
		// "a rule that banks follow": behind a noun it opens a clause.
		if (['NOUN', 'PROPN'].includes(tokens[i - 1]?.pos ?? '') && token.text === 'that') return false;
		const key = stem(noun.text);
		return !tokens.slice(0, i).some((earlier) => stem(earlier.text) === key);
	});
}

/** Nouns that stand with "the" inside a sentence and not with "a" before in it. */
function definiteNouns(text: string): string[] {
	const tokens = tag(text);
	const nouns: string[] = [];
	tokens.forEach((token, i) => {
		if (token.text !== 'the' && token.text !== 'The') return;
		// "in the next town", "the average house": any one of them.
		if (/^(?:next|nearest|average|whole)$/.test(tokens[i + 1]?.text ?? '')) return;
		let head: string | undefined;
		let behind = i + 1;
		for (const next of tokens.slice(i + 1, i + 5)) {
			if (next.pos === 'NOUN') head = next.text.toLowerCase();
			// "in the Hartwell test": the name says whose, not what was told of it.
			else if (next.pos === 'PROPN' && !head && tokens[behind + 1]?.pos === 'NOUN') {
				behind++;
				continue;
			}
			// "the four injured workers"
			else if (next.pos !== 'ADJ' && next.pos !== 'NUM' && !(next.pos === 'VERB' && /ed$/.test(next.text) && !head)) break;
			behind++;
		}
		// "The port authority of Valdeira": a name says which.
		if (tokens[behind]?.text === 'of' && tokens[behind + 1]?.pos === 'PROPN') return;
		if (head && !new RegExp(`\\b(?:an?|one)\\s(?:\\p{L}+\\s){0,2}${escapePattern(stem(head))}`, 'iu').test(text)) nouns.push(head);
	});
	return nouns;
}

/** The earlier sentence that introduces a noun ("a clock"), or undefined. */
function introductionOf(noun: string, index: number, sentences: string[]): number | undefined {
	const key = stem(noun);
	if (key.length < 3) return undefined;
	const pattern = new RegExp(
		`\\b(?:an?|one|two|three|four|some|another|his|her|their|its)\\s(?:[\\p{L}\\d-]+\\s){0,3}?${escapePattern(key)}`,
		'iu',
	);
	const introduces = (earlier: string): boolean => pattern.test(earlier) && contentStems(earlier).has(key);
	// "Set a cube on a pan and another on wood. The cube on the pan …": the sentence before is meant, whatever pan was named earlier.
	if (introduces(sentences[index - 1] ?? '')) return index - 1;
	const found = sentences.slice(0, index).findIndex(introduces);
	return found < 0 ? undefined : found;
}

function lastMention(noun: string, index: number, sentences: string[]): number | undefined {
	const key = stem(noun);
	const found = sentences.slice(0, index).findLastIndex((earlier) => contentStems(earlier).has(key));
	return found < 0 ? undefined : found;
}

const PERSON =
	/^(man|woman|men|boy|girl|driver|clerk|farmer|doctor|owner|teacher|captain|king|queen|president|engineer|carpenter|father|mother|son|daughter|scientist|fisherman|rider|winner|player|person|nobody|anyone|everyone|someone)$/;

/** Whether a personal pronoun has nothing before it in its own sentence to refer to. */
function danglingPronoun(text: string): boolean {
	let nounSeen = false;
	let nameSeen = false;
	let personSeen = false;
	const tokens = tag(text);
	if (objectOutside(text)) return true;
	// In "On the largest tides it rises" the noun of the leading phrase is no antecedent.
	const lead = tokens[0]?.pos === 'ADP' || tokens[0]?.pos === 'SCONJ';
	const subject = tokens.findIndex((token) => /^(it|they|he|she|both)$/i.test(token.text));
	const verb = tokens.findIndex((token) => token.pos === 'VERB' || token.pos === 'AUX');
	if (lead && subject > 0 && verb === subject + 1) return true;
	if (/\bboth (are|were|is|have|had)\b/.test(text)) return true;
	for (const token of tokens) {
		const word = token.text.toLowerCase();
		if (/^(he|she|him|his|her|hers)$/.test(word) && !nameSeen && !personSeen) return true;
		if (PERSON.test(word)) personSeen = true;
		if (/^(they|them|their|it|its)$/.test(word) && !nounSeen && !nameSeen) return true;
		// "Most of the time it can be saved."
		if (token.pos === 'NOUN' && !/^(?:times?|days?|weeks?|months?|years?|mornings?|evenings?|nights?|way|moment|end)$/.test(word))
			nounSeen = true;
		if (token.pos === 'PROPN') nameSeen = true;
	}
	// `"…," he said`: the speaker is named before.
	return /["”],?\s(he|she|they|it)\s(said|says|added|wrote)\b/.test(text) || /,\s(he|she|they|it)\s(added|said)\b/.test(text);
}

const CLAUSE =
	/^(?:[,;:]|who|that|which|and|but|or|when|where|while|if|unless|because|than|as|until|before|after|so|what|how|why|once|since|although|though)$/i;

/**
 * Whether the object of a sentence's first verb is a pronoun ("Only the three smallest sharks carried it"): the subject cannot be meant; or "it"
 * stands behind things of which there are several ("Fourteen men died building it").
 */
function objectOutside(text: string): boolean {
	const tokens = phraseTokens(text.replace(/["“][^"”]*["”]/g, ' '));
	const at = tokens.findIndex(
		(token, i) =>
			i > 1 &&
			/^(?:it|them|him)$/.test(token.text) &&
			(tokens[i - 1]?.pos === 'VERB' || /ing$|^(?:do|does|did)$/.test(tokens[i - 1]?.text ?? '')),
	);
	// "Crabs graze on them": with a preposition between.
	const on = tokens.findIndex((token, i) => i > 2 && /^(?:it|them|him)$/.test(token.text) && tokens[i - 1]?.pos === 'ADP');
	if (on > 0 && mainVerb(tokens.slice(0, on - 1)) === on - 2) return true;
	if (at < 0) return false;
	const before = tokens.slice(0, at);
	// "A night without food should kill it", "One cup is enough to cause it": what the subject does is done to something else.
	const main = mainVerb(before);
	if (
		main > 0 &&
		!before.slice(main + 1).some(({ pos }) => ['NOUN', 'PROPN', 'PRON'].includes(pos)) &&
		!before.some(({ text: word }) => CLAUSE.test(word))
	)
		return true;
	if (before.some((token, i) => /^[,;:]$/.test(token.text) || token.pos === 'SCONJ' || (i === 0 && token.pos === 'ADP'))) return false;
	if (mainVerb(before) === at - 1) return true;
	const nouns = before.slice(0, -1).filter((token) => token.pos === 'NOUN' || token.pos === 'PROPN' || token.pos === 'PRON');
	return (
		tokens[at]!.text === 'it' &&
		nouns.length > 0 &&
		nouns.every((token) => token.pos === 'NOUN' && (/[^s]s$/.test(token.text) || /^(?:men|women|people|children)$/i.test(token.text)))
	);
}
