/**
 * What stands on the screen beside the picture: the scene's title (at most six words, one to three of them marked) and its kicker. A title
 * is a phrase that stands alone; it says what the picture does not, and more than the caption that runs below it.
 */
import { names, tag } from '../text';
import { escapePattern } from '../text/pattern';
import { mainVerb, phraseFault, phraseTokens, sentenceTokens } from '../writing';
import { listOpened, pointOf, posterTexts } from './poster';
import { spansOf } from './spans';
import type { Words } from './spans';
import { CONTINENTS, numbersOf, sentenceCase, subjectOf, wordCount } from './visuals/context';
import { reports } from './visuals/leads';
import type { SceneContext } from './visuals/context';

export const TITLE_WORDS = 6;

interface Option {
	text: string;
	score: number;
	clause?: boolean;
	/** It opens the sentence: what the sentence is about. */
	subject?: boolean;
	/** The source's heading above the scene. */
	heading?: boolean;
	number?: boolean;
}

/** Titles given to earlier scenes of a film, in lower case. */
export type UsedTitles = Set<string>;

/** What a title has to fit: what its picture writes, the cue of the number or place it shows, and how the picture speaks for itself. */
export interface Shown {
	drawn: string;
	cue?: string | undefined;
	/** Without a title too much of the frame waits for its second half. */
	needed?: boolean;
	/**
	 * `number`: its words name what it measures, so that only what adds to them stands above; `share`: of whom, it says above; `place`: only the place itself or what is
	 * said of it may head a map; `named`: lists, comparisons, dates and quotations hold their words themselves; `bare`: nothing else is read.
	 */
	kind: 'number' | 'share' | 'place' | 'named' | 'bare';
}

/**
 * A drawable title with one marked phrase, not yet used in the film; an empty string where the scene holds none that fits its picture.
 * A title that says again what the picture writes loses against one that does not; one that belongs to another sentence is never taken.
 */
export function titleOf(context: SceneContext, used: UsedTitles, shown: Shown): string {
	const { drawn, cue, kind } = shown;
	const beside = sameClause(context.narration, cue);
	const options = optionsOf(context)
		.filter((option) => fits(option, context, shown))
		// "First half and 38 percent" over the 71 percent of the second.
		.filter(({ text }) => (kind !== 'share' && kind !== 'number') || !/\d\s?(?:percent|per cent|%)/.test(text))
		.filter(({ text }) => !sharesNumber(text, drawn) && !saysAll(text, context.narration) && beside(text))
		.map(({ text, score }) => ({ text, score: score - 1.6 * repeated(text, drawn) - (overlaps(text, used) ? 1.3 : 0) }));
	options.sort((a, b) => b.score - a.score);
	const found = options
		.slice(0, 40)
		.find(
			({ text, score }) =>
				score > -0.6 &&
				repeated(text, drawn) < (kind === 'number' ? 0.6 : 1) &&
				!shownBefore(text, used) &&
				stands(text) &&
				context.drawable(text),
		);
	const text =
		found?.text ??
		(kind === 'bare' ? fallback(context, used, drawn, beside) : kind === 'share' ? owned(context, used, drawn, beside, shown.needed) : '');
	if (!text) return '';
	used.add(text.toLowerCase());
	return mark(sentenceCase(text), context);
}

/** Above a share, a count or a cause: whose it is, what is said of it ("Mapped in detail by 2025"), or the part of the film it stands in. */
function owned(context: SceneContext, used: UsedTitles, drawn: string, beside: (text: string) => boolean, needed = false): string {
	const own = fallback(context, used, drawn, beside);
	// "Tempelhof" over "Tempelhof and Gatow were not enough" says nothing.
	if (own && (needed || repeated(own, drawn) < 0.5)) return own;
	const said = sentenceCase(pointOf(context.narration).predicate);
	const heading = context.heading?.text.replace(/[.:]$/, '') ?? '';
	const free = (text: string): boolean =>
		text !== '' && wordCount(text) <= TITLE_WORDS && !used.has(text.toLowerCase()) && !sharesNumber(text, drawn) && context.drawable(text);
	if (free(said) && repeated(said, drawn) < 0.5) return said;
	return free(heading) && stands(heading) ? heading : '';
}

/** Whether a title of this kind may stand over this picture. */
function fits(option: Option, context: SceneContext, { drawn, cue, kind }: Shown): boolean {
	const { text, clause, heading, subject, number } = option;
	if (kind === 'bare') return true;
	// The name of a part of the film stands where it begins, over whatever picture but a map of another place.
	if (heading) return context.heading?.first === true && kind !== 'place';
	if (kind === 'named') return false;
	// "The trade body expects the harvest to …": whose expectation it is heads no figure of the harvest.
	if (!clause && reports(text, context.narration)) return false;
	if (kind === 'place') {
		// "6 percent in London": of what, only the sentence says.
		if (number && !clause && /%|\bpercent\b/.test(text)) return false;
		const own = text.includes(drawn.trim()) || (!!cue && text.includes(cue));
		return own || (clause === true && !context.places.some((place) => text.includes(place.name)));
	}
	return clause === true || (subject === true && repeated(text, drawn) === 0) || (kind === 'share' && number === true);
}

/** Whether an earlier scene has written these words, or more or less than them. */
export function shownBefore(text: string, used: UsedTitles): boolean {
	const own = text.replace(/\*/g, '').toLowerCase();
	return [...used].some(
		(other) => other === own || (wordCount(other) >= 3 && wordCount(own) >= 3 && (other.includes(own) || own.includes(other))),
	);
}

/** What somebody says in a sentence too long for a poster, word for word and in its marks. */
function quotedCore({ narration, drawable, drawableName }: SceneContext, used: UsedTitles): string | undefined {
	if (!/\b(?:said|says|asked|wrote|added|replied)\b/.test(narration.replace(/["“][^"“”]*["”]/g, ''))) return undefined;
	const said = [...narration.matchAll(/["“]([^"“”]{8,})["”]/g)].map(([, words = '']) => words.replace(/[,.]$/, ''));
	const core = said.find((words) => /^\p{Lu}/u.test(words) && wordCount(words) >= 3 && wordCount(words) <= 14 && drawableName(words));
	const marked = core === undefined ? undefined : `“${core}”`;
	return marked && drawable(marked) && !shownBefore(marked, used) ? marked : undefined;
}

/** The words of a picture of words: a whole clause or what is said of the subject; rather all that is said than a noun alone. */
export function posterOf(context: SceneContext, used: UsedTitles): string {
	const texts = posterTexts(context);
	const best = texts.find((option) => !shownBefore(option, used) && context.drawable(option));
	const text =
		(best && wordCount(best) <= 12 && !/["“”]/.test(best) ? best : undefined) ??
		quotedCore(context, used) ??
		best ??
		(wordCount(context.narration) > MOST_READ ? openingClause(context) : undefined) ??
		context.narration.replace(/[.!]$/, '');
	used.add(text.toLowerCase());
	const quoted = `“${text.replace(/["“”]/g, '')}”`;
	// All of it is somebody's words.
	if (/^["“][^"“”]*["”]$/.test(context.narration.trim()) && context.drawable(quoted)) return mark(quoted, context);
	return mark(paired(text), context);
}

/** Words that nobody reads from a picture before it goes. */
const MOST_READ = 22;

/** Of a sentence that offers nothing shorter, its first clause: the caption says the rest. */
function openingClause({ narration, drawable }: SceneContext): string | undefined {
	const clause = narration.split(/[,;:]\s/)[0] ?? '';
	if (wordCount(clause) < 5 || wordCount(clause) > 14 || /["“”]|^(?:If|When|Unless|Until|Although|While|Because|As|Since)\s/.test(clause))
		return undefined;
	return mainVerb(phraseTokens(clause)) > 0 && drawable(clause) ? clause : undefined;
}

/** A text without the marks of a quotation that goes on in another sentence. */
const paired = (text: string): string => ((text.match(/["“”]/g) ?? []).length & 1 ? text.replace(/["“”]/g, '') : text);

/** Whether a title stands alone as it will be written. */
const stands = (text: string): boolean => phraseFault(sentenceCase(text), { term: true }) === null;

function optionsOf(context: SceneContext): Option[] {
	const question = /\?["”]?$/.test(context.narration.trim());
	const options: Option[] = question
		? []
		: spansOf(context, TITLE_WORDS)
				.filter(({ text }) => !listOpened(text, context.narration))
				.map(({ text, score, kind, start, number }) => ({
					text,
					score,
					number,
					clause: kind === 'clause',
					subject: /^(?:(?:the|an?|its|their|his|her)\s)?$/i.test(context.narration.slice(0, start)),
				}));
	const { heading } = context;
	if (heading && wordCount(heading.text) >= 2 && wordCount(heading.text) <= TITLE_WORDS)
		options.push({ text: heading.text.replace(/[.:]$/, ''), score: heading.first ? 2.75 : 1.25, heading: true });
	const whole = context.narration.replace(/[.!]+$/, '');
	if (question && wordCount(whole) <= TITLE_WORDS) options.push({ text: whole, score: 2.5, clause: true });
	for (const name of names(context.narration))
		if (/\s/.test(name.text) && wordCount(name.text) <= 4 && !/[.!?]\s/.test(name.text))
			options.push({ text: name.text, score: 0.9, subject: name.start === 0 });
	// "in Derby, Hull and Swansea": the whole list heads a map, a part of it would not.
	const towns = /(?<=\b(?:in|at|near|to|from|of)\s)\p{Lu}\p{L}+(?:, \p{Lu}\p{L}+)+ and \p{Lu}\p{L}+/u.exec(context.narration)?.[0];
	if (towns && wordCount(towns) <= TITLE_WORDS) options.push({ text: towns, score: 1.4 });
	return options;
}

/** The opening's title: a piece of the film's headline, else the best phrase of the hook. */
export function hookTitle(context: SceneContext, used: UsedTitles): string {
	const headline = context.headline ?? '';
	const said = new Set(stems(context.narration));
	// "…, rival Corrie Line slips": another part of the headline may tell another story than the hook.
	const aside = (text: string): boolean =>
		headline
			.split(/[,;]\s/)
			.slice(1)
			.some((part) => part.includes(text)) && !stems(text).some((word) => said.has(word));
	const pieces: Option[] = headlinePieces(headline)
		.filter((text) => !aside(text))
		.map((text, i) => ({ text, score: 3.6 - 0.25 * i }));
	const options = [...pieces, ...optionsOf(context)].sort((a, b) => b.score - a.score);
	const found = options.find(
		({ text }) => wordCount(text) >= 2 && stands(text) && context.drawable(text) && !saysAll(text, context.narration),
	);
	// A short opening says more than the name it mentions.
	const whole = context.narration.replace(/[.!]$/, '');
	const bare = !found && wordCount(whole) <= TITLE_WORDS + 3 && stands(whole) && context.drawable(whole) ? whole : '';
	// The cover always says something: the subject, what the film is about, or the hook itself.
	const about = [...names(headline).map((name) => name.text), subjectOf(headline)].find(
		(name) => wordCount(name) <= TITLE_WORDS && stands(name) && context.drawable(name),
	);
	const subjects = found ? [] : [fallback(context, used, ''), about ?? ''].filter(Boolean);
	const name = subjects.find((each) => wordCount(each) > 1) ?? subjects[0] ?? '';
	const text = found?.text ?? ((wordCount(name) < 2 ? bare || name : name) || whole);
	used.add(text.toLowerCase());
	return mark(sentenceCase(text), { ...context, numbers: context.numbers });
}

/** Whole phrases of at most six words out of a headline, longest part first. */
export function headlinePieces(headline: string): string[] {
	const whole = headline.trim().replace(/[.:]+$/, '');
	// "The ferry that sank in nine minutes", "Your broadband bill is about to rise": the opening word is the one to spare.
	const spare = (text: string): string => sentenceCase(text.replace(/^(?:The|An?|Your|Our|My)\s/, ''));
	const spared = spare(whole);
	const parts = [...whole.split(/:\s|\?\s/), ...whole.split(/\s[–—|-]\s|:\s|;\s|,\s|\?\s/)].map((part) => part.trim());
	const found = [whole, spared, ...parts.flatMap((part) => (wordCount(part) > TITLE_WORDS ? [part, spare(part)] : [part]))];
	for (const at of [...whole.matchAll(/,?\s(?:as|after|because|while|but|so|without|with|on|at|over|and)\s/g)].map((match) => match.index))
		if (wordCount(whole.slice(0, at)) > 2) found.push(whole.slice(0, at));
	// "How to jump-start a car", "Why the Bay of Fundy has the tallest tides on Earth": what they are about.
	const about = sentenceCase(whole.replace(/^(?:How|Why) (?:to )?/, ''));
	// "Fix a dripping tap" of "… in twenty minutes"
	const taught = about.replace(/\s(?:in|with|before|after|for|without|at|on|when|if|and)\s.*$/, '');
	if (taught !== whole && wordCount(taught) > 2) found.push(taught);
	const words = { narration: about, tokens: sentenceTokens(about), numbers: numbersOf(about) };
	found.push(
		...spansOf(words, TITLE_WORDS)
			.filter((span) => span.score > 1.4 && wordCount(span.text) >= 3 && !/\sand\s|^\p{L}+\swithout\s/u.test(span.text))
			.map((span) => span.text),
	);
	return [...new Set(found)].filter(
		(text) =>
			wordCount(text) <= TITLE_WORDS &&
			wordCount(text) >= 2 &&
			// A whole headline may be a name with its clause ("Ferry that sank in nine minutes"), a piece of one may not.
			!phraseFault(text, { term: text === whole || text === spared }) &&
			balanced(text),
	);
}

const balanced = (text: string): boolean => ((text.match(/["“”]/g) ?? []).length & 1) === 0;

const stems = (text: string): string[] =>
	tag(text.replace(/\*/g, '')).flatMap((token) => (token.stop || !/[\p{L}\p{N}]/u.test(token.text) ? [] : [token.stem]));

/** Whether words stand in the clause of the number that is drawn: another company's name above it would give it to the wrong one. */
function sameClause(narration: string, cue: string | undefined): (text: string) => boolean {
	const spot = cue ? narration.indexOf(cue) : -1;
	return (text) => {
		const at = narration.indexOf(text);
		if (spot < 0 || at < 0) return true;
		return !/[;.]\s|,?\s(?:and|but|while|so|whereas)\s/.test(narration.slice(Math.min(at + text.length, spot), Math.max(at, spot)));
	};
}

/** Whether an opening's title and its number belong to one clause; true where the title is not of these words at all. */
export const besideNumber = (context: SceneContext, title: string, cue: string | undefined): boolean => {
	const text = title.replace(/\*/g, '');
	const at = context.narration.toLowerCase().indexOf(text.toLowerCase());
	return at < 0 || sameClause(context.narration, cue)(context.narration.slice(at, at + text.length));
};

/** Share of a title's content words that the picture writes too. */
export function repeated(title: string, drawn: string): number {
	const own = stems(title);
	const theirs = new Set(stems(drawn));
	return own.length ? own.filter((word) => theirs.has(word)).length / own.length : 0;
}

const LIGHT = new Set('the a an of in on at by for from to with and or is are was were has have had it its as that this'.split(' '));
const heavy = (text: string): string[] =>
	(text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.,'’-]*/gu) ?? []).filter((word) => !LIGHT.has(word));

/** Whether a title says all that is said: the caption below it says the same at the same time. */
function saysAll(title: string, narration: string): boolean {
	const [own, said] = [heavy(title), heavy(narration)];
	return said.length > 3 && own.filter((word) => said.includes(word)).length >= 0.8 * said.length;
}

const digits = (text: string): string[] => text.match(/\d[\d.,]*\d|\d/g) ?? [];
/** Whether both texts write the same number, in figures or as a word ("Seventeen runners" above "Seventeen"). */
export const sharesNumber = (title: string, drawn: string): boolean => {
	const theirs = new Set(digits(drawn));
	const said = new Set(drawn.toLowerCase().split(/\W+/));
	const words = title.toLowerCase().match(NUMBER_WORDS) ?? [];
	return digits(title).some((number) => theirs.has(number)) || words.some((word) => said.has(word));
};
const NUMBER_WORDS =
	/\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|third|quarter|two-thirds)\b/g;

function overlaps(text: string, used: UsedTitles): boolean {
	const words = new Set(stems(text));
	return [...used].some((other) => stems(other).filter((word) => words.has(word)).length >= Math.max(2, 0.7 * words.size));
}

/** The subject of the sentence or a name in it: short, but whole, and never of another sentence. */
function fallback(context: SceneContext, used: UsedTitles, drawn: string, beside: (text: string) => boolean = () => true): string {
	const subject = subjectOf(context.narration);
	const named = names(context.narration).map((name) => name.text.replace(/^(?:At|In|On|For|From|The|But|And|Then|So)\s/, ''));
	const quoted = escapePattern(subject);
	const article = new RegExp(`\\b(?:the|every|each|most|some|many)\\s${quoted}`, 'i').exec(context.narration)?.[0];
	const options = [article ?? '', subject, ...named].filter(
		(text) =>
			/\p{L}{3}/u.test(text) &&
			!MONTH.test(text) &&
			!reports(text, context.narration) &&
			wordCount(text) <= TITLE_WORDS &&
			!used.has(text.toLowerCase()) &&
			stands(text) &&
			!sharesNumber(text, drawn) &&
			beside(text) &&
			context.drawable(text),
	);
	return options.find((text) => !overlaps(text, used)) ?? options[0] ?? '';
}

/** "March" alone heads nothing. */
const MONTH =
	/^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:\s\d+)*$/;
const NEGATION = /^(not|never|no|nobody|none|nothing|neither|nor|without|hardly|n['’]t)$/i;

/** Marks one to three words: the number with its unit, the negated predicate, else the last noun phrase. */
export function mark(title: string, context: Words): string {
	const words = title.split(' ');
	if (words.length <= 2) return `*${title}*`;
	const lower = title.toLowerCase();
	const number = context.numbers.find(
		(quantity) =>
			quantity.kind !== 'ordinal' && lower.includes(quantity.text.toLowerCase()) && !/^(one|a|an|half an?)$/i.test(quantity.text),
	);
	if (number) {
		const first = words.findIndex((_, i) =>
			lower
				.split(' ')
				.slice(i)
				.join(' ')
				.startsWith(number.text.toLowerCase().split(' ')[0] ?? '§'),
		);
		let count = wordCount(number.text);
		const nouns = new Set(context.tokens.filter((token) => token.pos === 'NOUN').map((token) => token.text.toLowerCase()));
		const follower = words[first + count]?.toLowerCase();
		if (
			count < 3 &&
			follower &&
			(nouns.has(follower) || /^(percent|%|degrees?)$/.test(follower)) &&
			number.kind !== 'year' &&
			number.kind !== 'date'
		)
			count++;
		// "two match points": a compound is marked whole.
		while (count > 1 && count < 3 && follower && nouns.has(follower) && nouns.has(words[first + count]?.toLowerCase() ?? '')) count++;
		if (first >= 0 && count <= 3 && first + count <= words.length && !lightOnly(words.slice(first, first + count)))
			return wrap(words, first, count);
	}
	const negation = words.findIndex((word) => NEGATION.test(word));
	if (negation >= 0 && words.length - negation <= 3) return wrap(words, negation, words.length - negation);
	const superlative = words.findIndex((word) => SUPERLATIVE.test(word) && is('ADJ', word, context));
	if (superlative >= 0) {
		const noun = words.findIndex((word, i) => i >= superlative && (is('NOUN', word, context) || is('PROPN', word, context)));
		return wrap(words, superlative, Math.max(1, Math.min(3, noun - superlative + 1, words.length - superlative)));
	}
	const light = new Set(
		[...context.tokens, ...tag(title)]
			.filter((token) => ['ADP', 'DET', 'AUX', 'VERB', 'CCONJ', 'PART', 'PRON'].includes(token.pos))
			.map((token) => token.text.toLowerCase()),
	);
	let to = words.length;
	// "until then", "how far away they are": an adverb of time, an auxiliary or a pronoun alone is no point.
	while (to > 2 && (WEAK.test(words[to - 1]!) || is('AUX', words[to - 1]!, context) || is('PRON', words[to - 1]!, context))) to--;
	// "there is air in it", "to tell the grandchildren about": no preposition is the point either.
	while (to > 2 && (STRANDED.test(words[to - 1]!) || (to < words.length && /^(?:in|on)$/i.test(words[to - 1]!)))) to--;
	let from = to - 1;
	// "give up", "at all": a particle belongs to what stands before it.
	if (from > 1 && /^(?:up|off|out|down|away|back|over|all|again|on|in)$/i.test(words[from]!)) from--;
	while (from > 1 && to - from < 2 && !light.has((words[from - 1] ?? '').toLowerCase())) from--;
	return wrap(words, from, to - from);
}

const WEAK = /^(?:then|there|here|now|yet|too|since|before|after|until|later|earlier|ever|soon|still|once|ago|today|instead|together)$/i;
const STRANDED = /^(?:about|of|for|with|from|to|by|at|into|onto|like)$/i;
const lightOnly = (words: string[]): boolean => words.every((word) => LIGHT.has(word.toLowerCase()));
const SUPERLATIVE = /^(?:\p{L}{2,}est|best|worst)$/iu;
const is = (pos: string, word: string, { tokens }: Words): boolean =>
	tokens.some((token) => token.text === word.replace(/[.,;:]$/, '') && token.pos === pos);

const wrap = (words: string[], from: number, count: number): string => {
	const marked = words.slice(from, from + count).join(' ');
	return [
		...words.slice(0, from),
		`*${marked.replace(/[,;:]$/, '')}*${/[,;:]$/.exec(marked)?.[0] ?? ''}`,
		...words.slice(from + count),
	].join(' ');
};

/**
 * The small line above the title: the date or place at which the sentence says that something is or happened. Undefined where it names
 * none, or where the title or picture shows it.
 */
export function kickerOf(context: SceneContext, title: string, drawn: string): string | undefined {
	const seen = `${title} ${drawn}`.replace(/\*/g, '').toLowerCase();
	const fresh = (text: string): boolean =>
		text.length > 1 && text.length <= 28 && !seen.includes(text.toLowerCase()) && context.drawable(text);
	const { narration } = context;
	// Two clauses may be about two places or days: the wrong one above the title would mislead.
	if (/;|,\s(?:but|while)\s|\.\s\p{Lu}/u.test(narration)) return undefined;
	const dates = context.numbers.filter((quantity) => quantity.kind === 'date' || quantity.kind === 'year');
	const [date] = dates;
	// "a ship that was lost in 1867 has been opened": the date of a clause inside is not the sentence's.
	if (date && /\b(?:that|who|which|whose)\s[^,]*$/.test(narration.slice(0, date.start))) return undefined;
	const before = date && /\b(in|on|since|by|until|from|before|after)\s$/i.exec(narration.slice(0, date.start))?.[1]?.toLowerCase();
	if (date && before && dates.length === 1) {
		// "Since 1972" is not "1972".
		const when = before === 'in' || before === 'on' ? date.text : `${before} ${date.text}`;
		return fresh(when) && !seen.includes(date.text.toLowerCase()) ? sentenceCase(when) : undefined;
	}
	// What a hook left out of its sentence ("In June 1948 …") may stand above it.
	const cited = context.source?.sentences[context.cites[0] ?? -1] ?? '';
	const lead =
		/^(?:In|On)\s((?:\d{1,2}\s)?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s)?\d{4})\b/.exec(
			cited,
		)?.[1];
	if (lead && dates.length === 0 && !narration.includes(lead) && fresh(lead) && context.index === 0) return lead;
	const places = context.places.filter((found) => narration.includes(found.name) && !CONTINENTS.has(found.name));
	const [place] = places;
	if (!place || places.length !== 1 || !fresh(place.name)) return undefined;
	const at = narration.indexOf(place.name);
	const located = /\b(?:in|at|near|off|across|outside)\s(?:the\s)?$/i.test(narration.slice(0, at));
	return located && !/^['’\s]s?\s?\p{Lu}/u.test(narration.slice(at + place.name.length)) ? place.name : undefined;
}
