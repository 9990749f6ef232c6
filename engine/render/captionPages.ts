/** Caption pages for the picture, and subtitle files for the platforms. */
import type { Word } from '../asset';

/** A page in seconds; words keep their display form ("2022", "1.5 million"). */
export interface TimedPage {
	startSeconds: number;
	endSeconds: number;
	words: Word[];
}

export interface PageLimits {
	maxWords: number;
	maxCharacters: number;
	/** Of a page that holds what must not be broken: two lines in the vertical shape. */
	mostCharacters: number;
}
/** 84 px letters in 928 px hold about 19 characters; the wide shape has room for more. */
export const VERTICAL_PAGES: PageLimits = { maxWords: 4, maxCharacters: 19, mostCharacters: 34 };
export const WIDE_PAGES: PageLimits = { maxWords: 4, maxCharacters: 30, mostCharacters: 36 };
const MIN_PAGE_SECONDS = 0.4;
/** A page stays this long after its last word, where nothing follows. */
const BREATH_SECONDS = 0.25;

const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}$£€]+|[^\p{L}\p{N}%]+$/gu, '');
const LEANS_ON_NEXT = new Set(
	'a an the this that these those my your his her its our their of in on at to from by for with and or but nor as than into over under about between per no not is are was were be been has have had will would can could may might must very more most less each every some any'.split(
		' ',
	),
);
const NUMBER_WORD =
	/^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|several|many|few|first|second|third|last|next)$/i;
const MONTH = /^(January|February|March|April|May|June|July|August|September|October|November|December)$/;
const TIME = /^(hours?|minutes?|seconds?|feet|pounds?|years?|days?|weeks?|months?|degrees?)$/i;
const SCALE = /^(million|billion|trillion|thousand|hundred|percent)$/i;
const FUNCTION_WORD =
	/^(the|a|an|in|on|at|by|for|from|with|after|before|when|while|if|as|but|and|or|so|it|its|he|she|they|we|you|i|this|that|these|those|there|his|her|their|most|no|not|only|between|under|over)$/i;
const isNumber = (text: string): boolean => /^[$£€]?\d/.test(text);
const isName = (text: string): boolean => /^\p{Lu}/u.test(text);
const SENTENCE_END = /[.!?…]["”’)]*$/;
const CLAUSE_END = /[,;:—–]["”’)]*$/;

/** How bad a page break after each word would be; 0 is free, below 0 is wanted. */
function breakCosts(words: Word[]): number[] {
	const texts = words.map((word) => bare(word.text));
	const ended = words.map((word) => SENTENCE_END.test(word.text) && !/^\p{Lu}\.$/u.test(word.text));
	const clause = words.map((word) => CLAUSE_END.test(word.text));
	const number = texts.map((text) => isNumber(text) || NUMBER_WORD.test(text));
	// A year counts nothing: it belongs to what is before it.
	const year = texts.map(
		(text, i) => /^(1[0-9]|20)\d\d$/.test(text) && /^(in|since|until|by|from|of|between|and|to)$|^\p{Lu}/u.test(texts[i - 1] ?? ''),
	);
	// A capital names something, but for a sentence's own first word with no other capital behind it.
	const name = texts.map(
		(text, i) => isName(text) && !FUNCTION_WORD.test(text) && ((i > 0 && !ended[i - 1]) || isName(texts[i + 1] ?? '')),
	);
	return words.slice(0, -1).map((left, i) => {
		if (ended[i]) return -8;
		const [l, r] = [texts[i]!, texts[i + 1]!];
		let cost = clause[i] ? -4 : 0;
		if (/^(a|an|the)$/i.test(l)) cost += 14;
		else if (LEANS_ON_NEXT.has(l.toLowerCase())) cost += 5;
		// A number belongs to its unit or scale, and these to what follows them: "1.8 million tons", "18 degrees Celsius", "21 kilometres an hour".
		if (number[i] && !year[i] && !clause[i] && !number[i + 1] && !LEANS_ON_NEXT.has(r.toLowerCase())) cost += 15;
		if (number[i] && number[i + 1]) cost += 10;
		if (SCALE.test(r)) cost += 10;
		if (number[i - 1] && !clause[i] && (SCALE.test(l) || /^(degrees?|square|cubic|per)$/i.test(l) || /^(Celsius|Fahrenheit)$/.test(r)))
			cost += 18;
		if (number[i - 1] && /^(an?|per|of)$/i.test(r) && TIME.test(texts[i + 2] ?? '')) cost += 10;
		if (TIME.test(l) && /^an?|per$/i.test(texts[i - 1] ?? '') && number[i - 2]) cost -= 2;
		// Dates and ranges: "26 June 1948", "from 1930 to 1933", "2 hours, 58 minutes".
		if ((MONTH.test(l) && isNumber(r)) || (number[i] && MONTH.test(r))) cost += 11;
		if (TIME.test(l) && isNumber(r) && number[i - 1]) cost += 12;
		if (/^(to|and|or)$/i.test(r) && number[i] && number[i + 2]) cost += 13;
		if (/^(to|and|or)$/i.test(l) && number[i - 1] && number[i + 1]) cost += 13;
		if (isNumber(r) && /^(no|nos|about|around|nearly|almost|over|under|some|bus|flight|route|version|chapter|step)$/i.test(l)) cost += 4;
		if (name[i + 1] && (name[i] || number[i]) && !clause[i]) cost += 14;
		// "Federal Republic of Germany"
		if (/^of$/i.test(r) && name[i] && isName(texts[i + 2] ?? '')) cost += 14;
		if (/^of$/i.test(l) && name[i - 1] && name[i + 1]) cost += 14;
		if (words[i + 1]!.startSeconds - left.endSeconds > 0.18) cost -= 3;
		return cost;
	});
}

/** Splits the words of a scene into pages by the cheapest breaks (dynamic programming over page ends). */
function pagesOfScene(words: Word[], limits: PageLimits): Word[][] {
	const n = words.length;
	const best = new Array<number>(n + 1).fill(Infinity);
	const from = new Array<number>(n + 1).fill(0);
	best[0] = 0;
	const costs = breakCosts(words);
	for (let end = 1; end <= n; end++) {
		for (let start = Math.max(0, end - limits.maxWords - 1); start < end; start++) {
			const page = words.slice(start, end);
			const characters = page.reduce((sum, word) => sum + word.text.length + 1, -1);
			// Longer pages take a second line: only for what must not be broken.
			if (characters > limits.mostCharacters && page.length > 1) continue;
			let cost = best[start]! + 1.2 + (characters > limits.maxCharacters && page.length > 1 ? 5 : 0);
			// One word more than usual, for a name that needs it.
			if (page.length > limits.maxWords) cost += 9;
			if (page.length === 1 && n > 1) cost += 6;
			// How long it can stay: until the next word, or a breath after the last one.
			const until = words[end]?.startSeconds ?? page.at(-1)!.endSeconds + BREATH_SECONDS;
			if (until - page[0]!.startSeconds < MIN_PAGE_SECONDS + 0.04) cost += 40;
			// A sentence that ends inside a page hides its rhythm.
			if (page.slice(0, -1).some((word) => SENTENCE_END.test(word.text))) cost += 12;
			if (end < n) cost += costs[end - 1]!;
			if (cost < best[end]!) {
				best[end] = cost;
				from[end] = start;
			}
		}
	}
	const pages: Word[][] = [];
	for (let end = n; end > 0; end = from[end]!) pages.unshift(words.slice(from[end]!, end));
	return pages;
}

/** Pages of one scene by its own words alone; each stays until the next one, the last for a breath after its last word. */
export function scenePages(words: Word[], limits: PageLimits): TimedPage[] {
	const pages = pagesOfScene(words, limits).map((page) => ({
		startSeconds: page[0]!.startSeconds,
		endSeconds: Math.max(page.at(-1)!.endSeconds + BREATH_SECONDS, page[0]!.startSeconds + MIN_PAGE_SECONDS),
		words: page,
	}));
	return joinedPages(pages);
}

/** Pages that never overlap and leave no gap too short to be read as a pause. */
export function joinedPages(pages: TimedPage[]): TimedPage[] {
	return pages.map((page, i) => {
		const next = pages[i + 1]?.startSeconds ?? Infinity;
		return { ...page, endSeconds: next - page.endSeconds < 0.35 ? next : page.endSeconds };
	});
}

/** Words of each scene, in order. */
export function wordsByScene(words: Word[]): Map<string, Word[]> {
	const scenes = new Map<string, Word[]>();
	for (const word of words) {
		const own = scenes.get(word.sceneId);
		if (own) own.push(word);
		else scenes.set(word.sceneId, [word]);
	}
	return scenes;
}

/** Pages of 2–4 words that never straddle scenes. */
export function captionPages(words: Word[], limits: PageLimits): TimedPage[] {
	return joinedPages([...wordsByScene(words).values()].flatMap((own) => scenePages(own, limits)));
}

export interface SubtitleCue {
	startSeconds: number;
	endSeconds: number;
	/** One or two lines. */
	text: string;
}

/** What is read comfortably: two lines of 42 characters, 1–6 s, 17 characters a second, two frames between cues. */
const CUE = { characters: 78, seconds: 6, least: 1, perSecond: 17, gap: 0.067 } as const;

/** Pages of one sentence in as few cues as hold them, evenly filled, ending with a clause where it fits. */
function cuesOf(sentence: TimedPage[]): TimedPage[][] {
	const n = sentence.length;
	const length = (from: number, to: number) => textOf(sentence.slice(from, to)).length;
	const seconds = (from: number, to: number) => sentence[to - 1]!.words.at(-1)!.endSeconds - sentence[from]!.startSeconds;
	const count = Math.ceil(Math.max(length(0, n) / CUE.characters, seconds(0, n) / CUE.seconds));
	const even = length(0, n) / count;
	const best = new Array<number>(n + 1).fill(Infinity);
	const from = new Array<number>(n + 1).fill(0);
	best[0] = 0;
	for (let end = 1; end <= n; end++)
		for (let start = end - 1; start >= 0; start--) {
			const fits = length(start, end) <= CUE.characters && seconds(start, end) <= CUE.seconds;
			if (!fits && start < end - 1) break;
			const clause = end < n && CLAUSE_END.test(sentence[end - 1]!.words.at(-1)!.text) ? 0.25 : 0;
			const cost = best[start]! + 1 + ((length(start, end) - even) / even) ** 2 - clause;
			if (cost < best[end]!) [best[end], from[end]] = [cost, start];
		}
	const cues: TimedPage[][] = [];
	for (let end = n; end > 0; end = from[end]!) cues.unshift(sentence.slice(from[end]!, end));
	return cues;
}

const textOf = (pages: TimedPage[]): string => pages.flatMap((page) => page.words.map((word) => word.text)).join(' ');

/**
 * Pages joined to subtitles as broadcasters set them: a sentence (or its part) a cue, up to two lines of 42 characters, 1–6 s. A cue stays
 * long enough to be read where the next one leaves the time; short sentences of a scene share one.
 */
export function subtitleCues(pages: TimedPage[]): SubtitleCue[] {
	const sentences: TimedPage[][] = [];
	for (const page of pages) {
		const open = sentences.at(-1);
		const last = open?.at(-1);
		if (!open || !last || last.words[0]!.sceneId !== page.words[0]!.sceneId || SENTENCE_END.test(last.words.at(-1)!.text))
			sentences.push([page]);
		else open.push(page);
	}
	const cues = sentences.flatMap(cuesOf);
	// A cue too short to be read joins the next of its scene, else the one before.
	for (let i = 0; i < cues.length; i++) {
		const own = cues[i]!;
		const short = own.at(-1)!.words.at(-1)!.endSeconds - own[0]!.startSeconds < CUE.least;
		for (const j of short ? [i + 1, i - 1] : []) {
			const other = cues[j];
			if (!other || other[0]!.words[0]!.sceneId !== own[0]!.words[0]!.sceneId) continue;
			const joined = j > i ? [...own, ...other] : [...other, ...own];
			if (textOf(joined).length > CUE.characters || joined.at(-1)!.endSeconds - joined[0]!.startSeconds > CUE.seconds) continue;
			cues.splice(Math.min(i, j), 2, joined);
			i = Math.max(-1, i - 2);
			break;
		}
	}
	return cues.map((own, i) => {
		const { startSeconds } = own[0]!;
		const text = textOf(own);
		const spoken = own.at(-1)!.words.at(-1)!.endSeconds;
		const next = cues[i + 1]?.[0]!.startSeconds ?? Infinity;
		const wished = Math.max(spoken + 0.2, startSeconds + CUE.least, startSeconds + text.length / CUE.perSecond);
		// Between close cues the text stays; a gap too short to be seen as one is closed to two frames.
		const end = Math.min(wished, next - CUE.gap, startSeconds + CUE.seconds + 1);
		return { startSeconds, endSeconds: end, text: twoLines(own.flatMap((page) => page.words)) };
	});
}

/** One line of 42 characters, or two: broken where a page could break, not inside a name or a number with its unit. */
function twoLines(words: Word[]): string {
	const texts = words.map((word) => word.text);
	const text = texts.join(' ');
	if (text.length <= 42) return text;
	const costs = breakCosts(words);
	let best = text;
	let bestCost = Infinity;
	for (let i = 1; i < texts.length; i++) {
		const [a, b] = [texts.slice(0, i).join(' '), texts.slice(i).join(' ')];
		const longest = Math.max(a.length, b.length);
		const cost = longest + 12 * Math.max(0, longest - 42) + 1.6 * costs[i - 1]!;
		if (cost < bestCost) [best, bestCost] = [`${a}\n${b}`, cost];
	}
	return best;
}

const stamp = (seconds: number, comma: string): string => {
	const ms = Math.max(0, Math.round(seconds * 1000));
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(ms / 3600000))}:${two(Math.floor(ms / 60000) % 60)}:${two(Math.floor(ms / 1000) % 60)}${comma}${String(ms % 1000).padStart(3, '0')}`;
};
const plain = (text: string): string => text.replaceAll('-->', '→');

/** SubRip text. */
export const toSrt = (pages: TimedPage[]): string =>
	subtitleCues(pages)
		.map((cue, i) => `${i + 1}\n${stamp(cue.startSeconds, ',')} --> ${stamp(cue.endSeconds, ',')}\n${plain(cue.text)}\n`)
		.join('\n');

/** WebVTT text (W3C WebVTT §4.1); markup characters are escaped. */
export const toVtt = (pages: TimedPage[]): string =>
	`WEBVTT\n\n${subtitleCues(pages)
		.map(
			(cue) =>
				`${stamp(cue.startSeconds, '.')} --> ${stamp(cue.endSeconds, '.')}\n${plain(cue.text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}\n`,
		)
		.join('\n')}`;
