/** Titles of a script. Every title is cut from the sources' words. */
import type { Scene, SourceText, Topic } from '../asset';
import { groundDrawn, looksLikeInjection, names, splitSentences, tag } from '../text';
import { entriesOf } from '../text/entries';
import { mainVerb, normaliseSpaces, phraseFault, phraseTokens, sentenceTokens } from '../writing';
import { headlinePieces } from './headline';
import { pointOf } from './poster';
import { spansOf } from './spans';
import { CALENDAR } from './tags';
import type { Span } from './spans';
import { numbersOf, sentenceCase, trimFragment, wordCount } from './visuals/context';

export const TITLE_LIMIT = 60;

/** A title that leans on what stands before it ("In July it had expected …") or only leads over ("Energy is another matter"). */
const LEANS =
	/^(?:(?:In|On|By|At|After|Before|Since|From|On the)\s[^,]{2,24},?\s)?(?:it|they|he|she|this|that|these|those)\s|\b(?:another|a different) (?:matter|story|question)$|^(?:The|Those|These) (?:two|three|others?|ones|same|second|third)\b|^(?:about |some |another )?[\d.,]+ (?:more|others?)\b|\b(?:of|than|from|to|for|with|about|by) (?:it|them)\b/i;

interface TitleInput {
	texts: SourceText[];
	topic: Topic | undefined;
	hint: string | undefined;
	scenes: Scene[];
	allowed: (text: string) => boolean;
}

/** Five different titles of at most 60 characters, best first; fewer only when the text yields no more. Each is a phrase that stands alone. */
export function titlesOf(input: TitleInput): string[] {
	const { texts, allowed } = input;
	const titles: string[] = [];
	const headline = input.topic?.title || texts[0]?.title || '';
	const later: string[] = [];
	const steps = new Set(orders(texts));
	const grounded = (text: string): boolean => texts.length === 0 || texts.some((source) => groundDrawn(text, source).grounded);
	// One entry of a list names not the whole.
	const entries = new Set(texts.flatMap((source) => entriesOf(source).map(({ name }) => name.toLowerCase())));
	const take = (raw: string | undefined, trusted = false, late = false): void => {
		if (titles.length >= 5 || !raw) return;
		const title = sentenceCase(normaliseSpaces(raw.replace(/\*/g, '')).replace(/[.,;:–—-]+$/, ''));
		if (looksLikeInjection(raw) || title.length < 8 || title.length > TITLE_LIMIT || wordCount(title) < 2 || !allowed(title)) return;
		if (titles.some((other) => alike(other, title))) return;
		if (!trusted && (LEANS.test(title) || pointsOut(title))) return;
		if (!trusted && (phraseFault(title) !== null || !pointFirst(title) || !grounded(title))) return;
		if (!trusted && !late && (leaning(title, headline) || steps.has(title) || entries.has(title.toLowerCase())))
			return void later.push(title);
		titles.push(title);
	};
	take(input.hint ? shorten(input.hint) : undefined, true);
	// A headline that opens with what somebody said: “I was paid to listen to ice”.
	const said = /^(["“][^"“”]{12,56}["”]):/.exec(headline)?.[1];
	if (headline.length > TITLE_LIMIT) take(said, true);
	take(shorten(headline), headline.length <= TITLE_LIMIT);
	if (!titles.length) for (const piece of headlinePieces(headline)) take(piece);
	const { pool, figures } = titlePool(input, headline);
	for (const { text } of pool.sort((a, b) => b.score - a.score)) take(text);
	// A short page says little: its other sentences may name it as well.
	if (titles.length < 5) for (const { text } of unspoken(texts, headline).sort((a, b) => b.score - a.score)) take(text);
	// What leans, or is one step of many, names a film only where nothing else does.
	for (const text of later) take(text, false, true);
	for (const text of figures) take(text, false, true);
	return titles;
}

/** Steps of a how-to as titles: one of them says nothing of the whole. */
const orders = (texts: SourceText[]): string[] =>
	texts.flatMap(({ steps, sentences }) =>
		steps.flatMap(([from, to]) => sentences.slice(from, to + 1).map((text) => sentenceCase(text.replace(/[.!]$/, '')))),
	);

const COMPARES = /^\s(?:behind|ahead|clear|above|below|more|less|fewer|higher|lower|short|away|before|after|later|earlier|older|younger)\b/;

/** Whether a title has a pronoun for something it does not name itself. */
function pointsOut(title: string): boolean {
	const tokens = tag(title);
	return tokens.some(
		(token, i) =>
			/^(?:it|they|them|he|she|him|her)$/i.test(token.text) &&
			!tokens
				.slice(0, i)
				.some(
					({ pos, text }) =>
						(pos === 'NOUN' && !CALENDAR.test(text) && !/^percent$/.test(text)) ||
						(pos === 'PROPN' && /^(?:he|she|him|her)$/i.test(token.text)),
				),
	);
}

const COUNTED_FROM =
	/\b(?:[\d.]+|an?|one|two|three|four|five|six|seven|eight|nine|ten|few|some|several|many)\s(?:minutes?|hours?|days?|weeks?|months?|years?|decades?)\s(?:later|earlier|afterwards)\b/i;

/** Whether a title leans on a sentence that its viewers have not heard: counted from some day, or of "the number", "the largest", "the team" that only the film names. */
function leaning(title: string, headline: string): boolean {
	if (COUNTED_FROM.test(title)) return true;
	const subject =
		/^The\s((?:\p{Ll}[\p{L}-]+\s){1,3}?)(?:is|are|was|were|has|have|had|will|would|could|can|may|fell|rose|came|went|took|lost|won|\p{Ll}{2,}ed|\p{Ll}{3,}s)\b/u.exec(
			title,
		)?.[1];
	if (!subject || /\s(?:of|in|for|to|on|that|who)\s/.test(` ${subject}`)) return false;
	const about = new Set(contentStems(headline));
	return !contentStems(subject).some((word) => about.has(word));
}

/**
 * What could be a title: whole short sentences, the clauses of longer ones, headings, other sources' headlines, "subject: figure"; and figures
 * alone ("more than 1,600 homes"), for a page that yields nothing else.
 */
function titlePool({ texts, scenes }: TitleInput, headline: string): { pool: { text: string; score: number }[]; figures: string[] } {
	const pool: { text: string; score: number }[] = [];
	const figures: string[] = [];
	const subject = subjectName(texts, headline);
	const near = nearness(headline);
	const spoken = scenes.filter((scene) => scene.visual.type !== 'outro');
	spoken.forEach((scene, i) => {
		const { narration } = scene;
		if (/["“”]/.test(narration)) return;
		const place = i === 0 ? 0.9 : i === spoken.length - 1 ? 0.2 : 0;
		for (const sentence of splitSentences(narration)) {
			const whole = sentenceCase(sentence.replace(/[.!]$/, '').replace(/^(?:But|And|Yet|So|Or|Then)\s/, ''));
			for (const form of [frontLoaded(whole), whole])
				if (form && form.length <= TITLE_LIMIT) pool.push({ text: form, score: 2 + near(form) + weight(form) + place - lateness(form) });
		}
		const words = { narration, tokens: sentenceTokens(narration), numbers: numbersOf(narration) };
		const spans = spansOf(words, 11);
		// "are now two points" of "two points behind the leaders" is another thing.
		const whole = (text: string): boolean => !COMPARES.test(narration.slice(narration.indexOf(text.slice(1)) + text.length - 1));
		for (const text of clausesOf(spans, narration).filter(whole).slice(0, 3))
			pool.push({ text, score: 1.5 + near(text) + weight(text) + place - lateness(text) });
		const figure = spans.find(
			({ kind, number, text }) =>
				kind === 'phrase' && number && wordCount(text) >= 4 && wordCount(text) <= 9 && mainVerb(phraseTokens(text)) < 1,
		);
		if (figure && subject && !figure.text.includes(subject) && narration.includes(subject))
			pool.push({ text: `${subject}: ${figure.text}`, score: 1.3 });
		else if (figure) figures.push(figure.text);
	});
	for (const source of texts) {
		pool.push({ text: shorten(source.title) ?? '', score: 2.2 });
		for (const piece of headlinePieces(source.title)) if (wordCount(piece) >= 3) pool.push({ text: piece, score: 1.1 });
		for (const heading of source.headings)
			if (wordCount(heading.text) >= 3)
				pool.push({ text: heading.text.replace(/[.]$/, ''), score: 1.4 + 0.15 * Math.min(4, wordCount(heading.text)) });
	}
	return { pool, figures };
}

/** Sentences of a source in the form of titles, whether the film says them or not. */
function unspoken(texts: SourceText[], headline: string): { text: string; score: number }[] {
	const near = nearness(headline);
	return texts.flatMap((source) =>
		source.sentences.slice(0, 60).flatMap((sentence) => {
			if (/["“”]/.test(sentence) || looksLikeInjection(sentence)) return [];
			const words = { narration: sentence, tokens: sentenceTokens(sentence), numbers: numbersOf(sentence) };
			const whole = sentenceCase(sentence.replace(/[.!]$/, '').replace(/^(?:But|And|Yet|So|Or|Then)\s/, ''));
			// "… is recalling packs after listeria was found in a test": what went before is told as a fact.
			const cause = /\safter\s(\p{Ll}[^,;.]{12,})[,;.]/u.exec(sentence)?.[1] ?? '';
			const fact = mainVerb(phraseTokens(cause)) > 0 ? [sentenceCase(cause)] : [];
			return [whole, ...clausesOf(spansOf(words, 11), sentence).slice(0, 2), pointOf(sentence, 11).clause, ...fact]
				.filter((text) => text.length <= TITLE_LIMIT)
				.map((text) => ({ text, score: near(text) + weight(text) - lateness(text) - (text === whole ? 0 : 0.3) }));
		}),
	);
}

/** Clauses with the article that a label would go without: "The Moon moves …", not "Moon moves …". */
const clausesOf = (spans: Span[], narration: string): string[] =>
	spans
		.filter(({ kind, text }) => kind === 'clause' && wordCount(text) >= 3)
		.map(({ text }) => {
			const at = narration.toLowerCase().indexOf(text.toLowerCase());
			const article = /\b(?:the|an?)\s$/i.exec(narration.slice(0, Math.max(0, at)))?.[0] ?? '';
			return sentenceCase(article.toLowerCase() + text);
		});

/** How much a title speaks of what the headline speaks of, 0 to .6. */
function nearness(headline: string): (text: string) => number {
	const about = new Set(contentStems(headline));
	return (text) => 0.3 * Math.min(2, new Set(contentStems(text).filter((word) => about.has(word))).size);
}

const contentStems = (text: string): string[] =>
	tag(text).flatMap((token) => (token.stop || !/[\p{L}\p{N}]/u.test(token.text) ? [] : [token.stem]));

/** "Between 1930 and 1933 about 9,000 banks failed" → "About 9,000 banks failed between 1930 and 1933": the point comes first. */
function frontLoaded(sentence: string): string | undefined {
	const match =
		/^((?:In|On|Since|By|Between|During|From)\s(?:\p{Lu}?\p{L}*\s)?\d[\d\s\p{L}]*?\d{2,4}|(?:In|On|Since|By)\s(?:\d{1,2}\s)?(?:\p{Lu}\p{L}+\s)?\d{4}(?:\sand\s\d{4})?),?\s(?!and\b|or\b)(.+)$/u.exec(
			sentence,
		);
	const [, when, rest] = match ?? [];
	if (!when || !rest || /\d{4}$/.test(rest)) return undefined;
	return `${sentenceCase(rest)} ${when[0]?.toLowerCase() ?? ''}${when.slice(1)}`;
}

const weight = (text: string): number =>
	(/\d/.test(text) ? 0.5 : 0) +
	(/\b(not|never|no|nobody|only|nothing)\b/i.test(text) ? 0.4 : 0) +
	(/\b\p{L}{3,}est\b|\bfirst\b|\blargest\b/u.test(text) ? 0.2 : 0) -
	(wordCount(text) < 4 ? 0.4 : 0);

/** A fronted phrase puts the point late. */
const lateness = (text: string): number =>
	/^(?:In|On|At|After|Before|Since|During|By|Between|For|From|With|Until)\s/.test(text) ? 0.5 : 0;

/** Whether the first forty characters hold a thing and what is said of it, or a figure. */
function pointFirst(title: string): boolean {
	const head = title.length > 40 ? title.slice(0, 40).replace(/\S*$/, '') : title;
	return /\d/.test(head) || tag(head).filter((token) => !token.stop && ['NOUN', 'PROPN', 'VERB', 'ADJ'].includes(token.pos)).length >= 2;
}

/** Titles of which no two are alike, in order. */
export const distinct = (titles: string[]): string[] =>
	titles.filter((title, i) => !titles.slice(0, i).some((other) => alike(other, title)));

/** Two titles are alike when they share most of their content words. */
function alike(a: string, b: string): boolean {
	const words = (text: string): Set<string> => new Set(contentStems(text));
	const [left, right] = [words(a), words(b)];
	const shared = [...left].filter((word) => right.has(word)).length;
	return shared >= 0.7 * Math.min(left.size, right.size);
}

/** A headline within the limit, cut at a natural border so that the point comes first. */
export function shorten(text: string): string | undefined {
	const whole = normaliseSpaces(text).replace(/[.]$/, '');
	if (whole.length <= TITLE_LIMIT) return whole;
	const borders = [
		...whole.matchAll(/\s[–—-]\s|:\s|;\s|,\s|\s(?:as|after|because|while|but|and|who|which|that|so|with|for|by|in|at|on|to)\s/g),
	]
		.map((match) => match.index)
		.filter((at) => at >= 18 && at <= TITLE_LIMIT);
	const cuts = borders
		.reverse()
		.map((at) => trimFragment(whole.slice(0, at)))
		.filter((cut) => cut.length >= 18 && wordCount(cut) >= 3);
	// "Your bill is about to rise, and what" breaks off; "Your bill is about to rise" does not.
	return cuts.find((cut) => phraseFault(cut) === null) ?? cuts[0];
}

/** The name that the sources speak of most, when it stands in the headline. */
function subjectName(texts: SourceText[], headline: string): string | undefined {
	const counts = new Map<string, number>();
	for (const source of texts)
		for (const sentence of source.sentences) for (const name of names(sentence)) counts.set(name.text, (counts.get(name.text) ?? 0) + 1);
	return [...counts].filter(([name]) => headline.includes(name) && name.length <= 24).sort((a, b) => b[1] - a[1])[0]?.[0];
}
