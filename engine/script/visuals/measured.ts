/** The words that say what a number measures: before it, behind it, or in the clause that it leads into. */
import { tag } from '../../text';
import type { Quantity } from '../../text';
import { finiteAt, phraseFault, sentenceTokens } from '../../writing';
import { spansOf } from '../spans';
import { parsedSubject, subjectOf, wordCount } from './context';
import type { SceneContext } from './context';

/** Where a quantity begins with what bounds it ("about", "more than"). */
export const opensAt = ({ boundStart, start }: Quantity): number => Math.min(boundStart ?? start, start);

/** "of the sea floor" before its verb, where the words up to the next border are too many. */
function ofWhat(text: string, from: number): string {
	if (!/^\sof\s/.test(text.slice(from))) return '';
	const verb = sentenceTokens(text).find((token, k, all) => token.start >= from && finiteAt(all, k));
	return verb ? tail(text.slice(0, verb.start), from, 5) : '';
}

/** Words from `from` to the next natural border, at most `limit`; never ends on a function word. */
export function tail(text: string, from: number, limit: number): string {
	const rest = text.slice(from).split(/[,;:.!?](?=\s|$)|["“”()–—]/)[0] ?? '';
	const cut = rest.split(/\s(?:but|while|although|because|and|than|if|when|which|that|who|until|after|before|against|compared)\s/)[0] ?? '';
	// "in the months | that followed": which months, only the clause says.
	if (/^\s(?:that|which|who|when)\s/.test(rest.slice(cut.length)) && /(?:^|\s)(?:in|on|at|during|for)\sthe\s\p{L}+$/u.test(cut)) return '';
	const words = cut.trim().split(/\s+/).filter(Boolean);
	if (/\d|[$€£]/.test(cut)) return '';
	if (words.length > limit) {
		for (let take = limit; take > 0; take--) {
			if (/^(of|in|on|at|by|for|from|to|with|per|as|every|each|over|under)$/.test(words[take] ?? ''))
				return trimEnd(words.slice(0, take).join(' '));
		}
		return '';
	}
	return trimEnd(words.join(' '));
}

function trimEnd(text: string): string {
	const cut = text
		.replace(
			/(?:\s|^)(?:and|or|of|in|on|at|by|for|from|to|with|the|a|an|is|are|was|were|as|than|that|which|about|up|(?<!\b(?:in|at)\s)all|each|every|both|its|their|his|her|it|means?|(?:to )?be|been|at the \p{Ll}+(?:th|nd|rd|st))$/iu,
			'',
		)
		.trim();
	return cut === text ? cut : trimEnd(cut);
}

/** Words before an offset, back to the last natural border, at most `limit`; empty when they would be cut inside a phrase. */
export function lead(text: string, until: number, limit: number): string {
	const before = text.slice(0, until);
	const border = Math.max(
		...[
			...before.matchAll(
				// "was built in 1974 and can hold": between two years stands another "and".
				/[,;:.!?"“”]\s|(?<!\d)\s(?:and|but|while|so(?!\s(?:\p{L}+\s){1,2}that\b))\s|(?<=\d)\s(?:and|but)\s(?=(?:can|could|has|had|have|is|are|was|were|will|would|\p{Ll}{2,}ed)\s)/gu,
			),
		].map((match) => match.index + match[0].length),
		0,
	);
	const phrase = before
		.slice(border)
		.trim()
		.replace(/^(?:and|but|so|yet)\s/i, '');
	// "4-6, 7-6, 7-5 in three hours": of a row of figures the last one leads to nothing.
	if (/^[\d–:-]+(?:\s\p{Ll}{1,5})?$/u.test(phrase)) return '';
	return wordCount(phrase) <= limit && wordCount(phrase) >= 1 ? phrase : '';
}

/** "In water 75 metres deep, a wave …": the number of a leading phrase is not what the sentence says. */
export const inLeadingPhrase = (narration: string, at: number): boolean =>
	!hasVerb(narration.slice(0, at)) &&
	((/^(?:In|At|On|For|Over|Within|After|By|Under|Below|Above|With)\s/.test(narration) && narration.indexOf(',') > at) ||
		/^(?:Below|Above|Under|Over|Within|After|At|Beyond)\s/.test(narration));

export const hasVerb = (text: string): boolean => tag(text).some((token) => token.pos === 'VERB' || token.pos === 'AUX');

/** Whether an offset lies between quotation marks. */
export const quotedAt = (text: string, at: number): boolean => ((text.slice(0, at).match(/["“”]/g) ?? []).length & 1) === 1;

/** Whether a number is the whole of which the one before it is a part: "23 of its 148 shops", "46 of 92 kilometres". */
export const wholeOf = (text: string, before: Quantity | undefined, quantity: Quantity): boolean =>
	!!before && /^\s(?:\p{L}+\s)?of\s(?:(?:its|the|their|his|her)\s)?$/u.test(text.slice(before.end, quantity.start));

/**
 * Words behind a number that belong to it, at most four: up to the verb ("27 | leap seconds"), or with it where the number is what the
 * clause is about and ends with it.
 */
export function labelAfter(text: string, quantity: Quantity, end: number): string {
	// "six minutes before half-time", "five minutes left": without it the time would be another.
	const timed =
		/^\s(?:left|ago|earlier|later|late|behind|ahead|(?:before|after)\s(?:(?:the|his|her|its|their)\s)?(?![\p{L}-]+ing\b)[\p{L}-]+)(?=[\s.,;]|$)/u.exec(
			text.slice(end),
		)?.[0];
	// "before the dust caught fire" is a clause, and the dust its subject.
	const clause =
		/^\s(?:before|after)\s/.test(timed ?? '') &&
		/^\s(?!(?:in|on|at|of|and|but|with|when|by|for|to)\s)/.test(text.slice(end + (timed ?? '').length));
	if (timed) return clause ? '' : timed.trim();
	// "two metres long | stand in thickets"
	const measured = /^\s(long|high|tall|deep|wide|thick|old|away|apart|across)(?=[\s.,;]|$)/.exec(text.slice(end))?.[1];
	// "68 percent | old glass": what has no length or age is not so long or old.
	if (measured && quantity.unit && !['percent', 'money'].includes(quantity.kind)) return measured;
	const raw = tail(text, end, 4) || ofWhat(text, end);
	if (!raw) return '';
	const at = text.indexOf(raw, end);
	const tokens = sentenceTokens(text);
	const verb = tokens.findIndex(
		(token, k) => token.start >= at && token.start < at + raw.length && finiteAt(tokens, k) && tokens[k - 1]?.pos !== 'DET',
	);
	if (verb < 0) return raw;
	const whole = /^\s*(?:[.,;!?]|$)/.test(text.slice(at + raw.length));
	const first = tokens.findIndex((token) => token.start >= opensAt(quantity));
	const subject = first >= 0 && !tokens.slice(0, first).some((_, k) => finiteAt(tokens, k));
	if (whole && subject) return raw;
	// "decades | the country ran", "minutes | on Saturday the wait seemed".
	const inside = tokens.filter((token, k) => token.start >= at && k < verb);
	const opens = inside.findIndex((token, k) => k > 0 && ['DET', 'PRON'].includes(token.pos) && inside[k - 1]?.pos !== 'ADP');
	const stop = opens > 0 ? inside[opens] : tokens[verb];
	return trimEnd(text.slice(at, stop?.start ?? at).trim()).replace(/\s(?:on|in|at)\s\p{L}+$/u, '');
}

/** What the verb before a number has for its object: "an operating profit of" before "£38 million to £41 million"; empty where none fits. */
export function objectBefore(text: string, until: number): string {
	const tokens = sentenceTokens(text).filter((token) => token.end <= until);
	const verb = tokens.findLastIndex((token, k) => finiteAt(tokens, k) || (token.pos === 'VERB' && k > 0));
	const object = verb < 0 ? '' : text.slice(tokens[verb]?.end ?? 0, until).trim();
	const words = wordCount(object);
	// "leaves the rock at": where, and not what the number is of.
	if (words < 2 || words > 6 || /[\d,;:.“”"]/.test(object) || /\s(?:at|in|on|from|into|with|after|before|and|or|but)$/.test(object))
		return '';
	return tokens.slice(verb + 1).some((token) => token.pos === 'NOUN') ? object.replace(/^(?:\p{L}+ly|now|also|still|only)\s/u, '') : '';
}

/** The subject of the clause that a number stands in, without what says where and when: "Revenue" of "Revenue in the three months to …". */
export function aboutOf(text: string, until: number): string {
	const clause =
		text
			.slice(0, until)
			.split(/[;:]\s|,\s(?:and|but|while)\s/)
			.at(-1) ?? '';
	const parsed = parsedSubject(text.slice(text.indexOf(clause)))?.text;
	const named = parsed ?? subjectOf(clause);
	const short = named.split(/\s(?:in|for|to|at|on|over|during)\s/)[0] ?? '';
	return clause.includes(short) && phraseFault(short, { term: true }) === null ? short : '';
}

/** The clause behind a leading phrase, as a title over the number in it. */
export const clauseAfter = (context: SceneContext, from: number): string | undefined =>
	spansOf(context, 6).find(
		(span) =>
			span.kind === 'clause' &&
			span.start >= from &&
			wordCount(span.text) >= 3 &&
			// "Half of their crowd was already" in the car park.
			(/^\s*(?:[.,;:!?]|$)/.test(context.narration.slice(span.end)) ||
				!/\b(?:is|are|was|were|be|been|already|still|not|only|just)$/.test(span.text)),
	)?.text;

/**
 * The subject of a verb that stands alone before a number ("costs $20 more", "stays at £169"), as the title above it; undefined where the
 * words before the number need none, null where there is none that could be shown.
 */
export function ownerOf(context: SceneContext, opening: string, label: string, at: number): string | undefined | null {
	const tokens = sentenceTokens(opening);
	if (/^of\s/.test(label) && !hasVerb(opening)) return null;
	// "had cost": the tagger reads a noun behind an auxiliary that opens.
	const bare = /^(?:had|has|have|will|would|could|can|may|might)\s\p{L}+$/iu.test(opening);
	if (!hasVerb(opening) || (!bare && tokens.some((token) => ['NOUN', 'PROPN', 'PRON'].includes(token.pos)))) return undefined;
	const sentence =
		context.narration
			.slice(0, at)
			.split(/[.!?]\s(?=\p{Lu})/u)
			.at(-1) ?? '';
	const subject = parsedSubject(context.narration.slice(context.narration.indexOf(sentence)))?.text ?? subjectOf(sentence);
	const good =
		subject &&
		/\p{L}{3}/u.test(subject) &&
		wordCount(subject) <= 6 &&
		!/^(?:those|these|this|that|it|they)\b/i.test(subject) &&
		phraseFault(subject, { term: true }) === null;
	return good && context.drawable(subject) ? subject : null;
}

/** Whether the words around a number name what it measures: a thing or a deed, and not its unit alone. */
export function tellsWhat(opening: string, label: string, unit: string): boolean {
	const content = (text: string): number => tag(text).filter((token) => ['NOUN', 'PROPN', 'VERB'].includes(token.pos)).length;
	return (
		content(opening) > 0 ||
		hasVerb(opening) ||
		(content(label.startsWith(unit) ? label.slice(unit.length) : label) > 0 && !(unit === '' && MEASURE.test(label))) ||
		(content(label) > 0 && !MEASURE.test(label))
	);
}
/** Units of measure: "7 decibels" says not of what; "212 adults" does. */
export const MEASURE =
	/^(?:(?:an?|per|each|every)\s)?(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|yards?|feet|inch(?:es)?|(?:kilo|milli)?grams?|tons?|tonnes?|pounds?|lit(?:re|er)s?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries|percent|points?|degrees?|decibels?|°[CF]|kronor|euros?|dollars?|pence|cents?|°[CF]|millimoles per litre|times)\b/i;
