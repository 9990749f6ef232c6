/** What a visual is chosen from: one scene's words, the sentences it cites, and the gate for everything drawn. */
import type { Place, SourceText, Visual } from '../../asset';
import { findPlaces, groundDrawn, names, parseDependencies, quantities, subtreeOf, tag } from '../../text';
import type { Quantity, Tagged } from '../../text';
import { sentenceTokens } from '../../writing';

export interface SceneContext {
	index: number;
	total: number;
	narration: string;
	/** The source the scene cites; undefined for a user's own words, where the narration is its own source. */
	source: SourceText | undefined;
	/** Indexes of the cited sentences. */
	cites: number[];
	role: 'hook' | 'body' | 'step' | 'close';
	/** 0-based step of a how-to, or -1. */
	step: number;
	/** The source's heading that the scene stands under, and whether it is the first scene there. */
	heading?: { text: string; first: boolean };
	/** The film's headline, for its opening. */
	headline?: string;
	/** Steps of the list that the scene's step belongs to. */
	stepCount?: number;
	tokens: Tagged[];
	numbers: Quantity[];
	places: Place[];
	/** Whether a text may be drawn: grounded, and free of banned words. */
	drawable: (text: string) => boolean;
	/** Free of banned words. */
	allowed: (text: string) => boolean;
	/** Whether a name, quotation or place that stands word for word in the scene may be drawn. */
	drawableName: (text: string) => boolean;
}

/** A visual with its worth for this scene and the sentences it needs cited beyond the scene's own. */
export interface Candidate {
	visual: Visual;
	score: number;
	alsoCites?: number[];
	/** A title that belongs to this visual, when it has one of its own. */
	title?: string;
}

export interface SceneInput {
	narration: string;
	source: SourceText | undefined;
	cites: number[];
	role: SceneContext['role'];
	step: number;
	heading?: { text: string; first: boolean };
	headline?: string;
	stepCount?: number;
}

export function contextOf(input: SceneInput, index: number, total: number, allowed: (text: string) => boolean): SceneContext {
	const { narration, source } = input;
	const own = source ?? textAsSource(narration);
	const cache = new Map<string, boolean>();
	const drawable = (text: string): boolean => {
		const bare = text.replace(/\*/g, '').trim();
		if (bare === '') return true;
		const known = cache.get(bare);
		if (known !== undefined) return known;
		const verdict = allowed(bare) && !/https?:|www\.|@|[<>{}]/.test(bare) && groundDrawn(bare, own).grounded;
		cache.set(bare, verdict);
		return verdict;
	};
	const drawableName = (text: string): boolean => text !== '' && allowed(text) && !/[<>{}]/.test(text) && narration.includes(text);
	return {
		...input,
		index,
		total,
		tokens: sentenceTokens(narration),
		numbers: numbersOf(narration),
		places: findPlaces(narration),
		allowed,
		drawable,
		drawableName,
	};
}

/** Tokens in which every word of a longer name counts as a name ("Utilities Conduct Authority" has no verb). */
export function taggedWithNames(text: string): Tagged[] {
	const spans = names(text).filter((name) => /\s/.test(name.text));
	return tag(text).map((token) =>
		/^\p{L}/u.test(token.text) && spans.some((name) => token.start >= name.start && token.end <= name.end)
			? { ...token, pos: 'PROPN' }
			: token,
	);
}

/** Numbers of a text without those of names ("Apollo 11, 14 and 15", "bus 14"). */
export function numbersOf(text: string): Quantity[] {
	const named = [
		...text.matchAll(
			/(?:(?!(?:About|Over|Nearly|Almost|Only|Some|Around|Under|In|On|At|By|From|Every|Each|Just|For|To|Below|Above|After|Before|Since|Until|Another|All|The|Within|Between|Roughly)\b)\p{Lu}\p{L}+|\b[Bb]us|\b[Rr]oute|\b[Nn]umber)\s\d{1,3}(?:, \d{1,3})*(?: and \d{1,3})?(?![\d,.]*\d)(?!\s(?:percent|million|billion))/gu,
		),
	].map((match) => ({ start: match.index, end: match.index + match[0].length }));
	return joined(
		quantities(text).filter(
			// "her two-year-old daughter" tells who she is.
			(quantity) =>
				!/^-\p{L}/u.test(text.slice(quantity.end)) &&
				(quantity.kind !== 'count' || !named.some((span) => quantity.start > span.start && quantity.start < span.end)),
		),
		text,
	);
}

const SMALLER: Record<string, RegExp> = { hour: /^(?:minute|second)$/, minute: /^second$/, foot: /^inch$/, pound: /^ounce$/ };

/** "2 hours, 58 minutes and 50 seconds" is one quantity: what follows in a smaller unit belongs to it. */
function joined(all: Quantity[], text: string): Quantity[] {
	const out: Quantity[] = [];
	for (const quantity of all) {
		const last = out.at(-1);
		const smaller = last?.kind === 'measure' && quantity.kind === 'measure' && SMALLER[last.unit ?? '']?.test(quantity.unit ?? '');
		if (last && smaller && /^,?\s(?:and\s)?$/.test(text.slice(last.end, quantity.start)))
			out[out.length - 1] = { ...last, end: quantity.end, text: text.slice(last.start, quantity.end) };
		else out.push(quantity);
	}
	return out;
}

/** A user's own words as a source of their own. */
export function textAsSource(text: string): SourceText {
	return {
		v: 1,
		id: 'own',
		url: '',
		title: '',
		publisher: '',
		author: null,
		publishedAt: null,
		language: 'en',
		sentences: [text],
		paragraphs: [0],
		headings: [],
		steps: [],
	};
}

/** The narration's word (as its captions show it, without punctuation) at a character offset. */
export function cueAt(narration: string, offset: number): string {
	let from = offset;
	while (from > 0 && !/\s/.test(narration[from - 1] ?? ' ')) from--;
	const word = /^\S+/.exec(narration.slice(from))?.[0] ?? '';
	return word.replace(/^[^\p{L}\p{N}$€£]+|[^\p{L}\p{N}%°]+$/gu, '');
}

/** Cue of the first occurrence of a phrase, or an empty string. */
export function cueOf(narration: string, phrase: string): string {
	const at = narration.indexOf(phrase);
	return at < 0 ? '' : cueAt(narration, at);
}

export const wordCount = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Sentence case for a fragment: first letter up, the rest as in the source. */
export const sentenceCase = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** Takes function words from both ends of a fragment. */
export function trimFragment(text: string): string {
	let out = text.trim();
	for (let before = ''; before !== out;) {
		before = out;
		out = out
			.replace(
				/^(?:and|or|but|so|that|which|who|to|of|in|on|at|by|for|from|with|as|than|is|are|was|were|be|been|it|its|they|he|she|the|a|an|this|these|their|his|her|had|has|have|about|some)\s+/i,
				'',
			)
			.replace(
				/[\s,;:–—-]+(?:and|or|but|so|that|which|who|to|of|in|on|at|by|for|from|with|as|than|is|are|was|were|be|been|it|its|the|a|an|this|these|their|his|her|had|has|have|about|some|against|compared|only|up|came|rose|fell|said)$/i,
				'',
			)
			.replace(/^[\s,;:–—-]+|[\s,;:.–—-]+$/g, '');
	}
	return out;
}

/** Subject of a clause by its parse, without its article, at most five words; with where its predicate begins. Null where it has none. */
export function parsedSubject(clause: string): { text: string; predicate: number } | null {
	const words = parseDependencies(clause);
	const root = words.findIndex((word) => word.label === 'ROOT');
	const subject = words.findIndex((word, i) => i < root && word.head === root && /^nsubj/.test(word.label));
	if (subject < 0) return null;
	const inside = subtreeOf(words, subject);
	const [first, last] = [words[inside[0]!]!, words[inside.at(-1)!]!];
	const after = words[inside.at(-1)! + 1];
	if (!after || inside.at(-1)! - inside[0]! !== inside.length - 1) return null;
	const text = clause.slice(first.start, last.end).replace(/^(?:the|an?|its|their|his|her)\s/i, '');
	return wordCount(text) <= 5 && wordCount(text) >= 1 ? { text, predicate: after.start } : null;
}

/** First noun phrase of a clause, at most five words: "The operating margin widened by" → "operating margin". */
export function subjectOf(clause: string): string {
	const tokens = tag(clause);
	let i = 0;
	while (tokens[i] && ['CCONJ', 'SCONJ', 'PUNCT', 'ADV', 'DET'].includes(tokens[i]?.pos ?? '')) i++;
	if (tokens[i]?.pos === 'ADP') {
		while (tokens[i] && tokens[i]?.text !== ',') i++;
		i++;
		while (tokens[i]?.pos === 'DET') i++;
	}
	const from = i;
	if (/ing$/.test(tokens[i]?.text ?? '') && tokens[i + 1]?.pos === 'NOUN') i++;
	while (tokens[i] && (/^(NOUN|PROPN|ADJ|NUM|PART)$/.test(tokens[i]?.pos ?? '') || /^(of|in|the|&|-|'s|’s)$/.test(tokens[i]?.text ?? '')))
		i++;
	const [first, last] = [tokens[from], tokens[i - 1]];
	if (!first || !last || i === from) return '';
	const text = trimFragment(clause.slice(first.start, last.end));
	return wordCount(text) <= 5 ? text : '';
}

/** Too wide to be where something is: a pin in the middle of one points at something that nobody spoke of. */
export const CONTINENTS = new Set(['Europe', 'Africa', 'Asia', 'North America', 'South America']);
