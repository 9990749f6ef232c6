/** Titles, tags, description and chapters of a script. Every title is cut from the sources' words. */
import type { Scene, Source, SourceText, Topic } from '../asset';
import { groundDrawn, names, tag } from '../text';
import { closeSentence, normaliseSpaces } from '../writing';
import { creditOf } from './credits';
import { sentenceCase, trimFragment, wordCount } from './visuals/context';

export const TITLE_LIMIT = 60;

interface TitleInput {
	texts: SourceText[];
	topic: Topic | undefined;
	hint: string | undefined;
	scenes: Scene[];
	allowed: (text: string) => boolean;
}

/** Five different titles of at most 60 characters, best first; fewer only when the text yields no more. */
export function titlesOf(input: TitleInput): string[] {
	const { texts, scenes, allowed } = input;
	const titles: string[] = [];
	const grounded = (text: string): boolean => texts.length === 0 || texts.some((source) => groundDrawn(text, source).grounded);
	const take = (raw: string | undefined, trusted = false): void => {
		if (titles.length >= 5 || !raw) return;
		const title = sentenceCase(normaliseSpaces(raw.replace(/\*/g, '')).replace(/[.,;:–—-]+$/, ''));
		if (title.length < 8 || title.length > TITLE_LIMIT || wordCount(title) < 2 || !allowed(title)) return;
		if (!trusted && /^(So|But|And|Then|It|Its|They|Their|He|She|His|Her|This|That|These|Those|Yet|Or)\b/.test(title)) return;
		if (titles.some((other) => alike(other, title))) return;
		if (!trusted && !grounded(title)) return;
		titles.push(title);
	};
	take(input.hint ? shorten(input.hint) : undefined, true);
	const headline = input.topic?.title || texts[0]?.title || '';
	take(shorten(headline), true);
	const hook = scenes[0];
	take(hook ? shorten(hook.narration) : undefined);
	const whole = (scene: Scene): boolean =>
		/^(?!It\b|They\b|He\b|She\b|This\b|That\b|These\b|But\b|So\b|Then\b|And\b|Its\b|Their\b|His\b|Her\b|If\b)[^"“”]*[.]$/.test(
			scene.narration,
		) && scene.narration.length <= TITLE_LIMIT;
	for (const scene of [...scenes]
		.filter(whole)
		.sort((a, b) => weight(b) - weight(a))
		.slice(0, 2))
		take(scene.narration);
	const subject = subjectName(texts, headline);
	for (const scene of [...scenes].sort((a, b) => weight(b) - weight(a))) {
		if (scene === hook || scene.visual.type === 'outro') continue;
		const point = scene.onScreen.title.replace(/\*/g, '');
		if (subject && !point.includes(subject) && scene.narration.includes(subject) && `${subject}: ${point}`.length <= TITLE_LIMIT)
			take(`${subject}: ${lowerFirst(point, scene.narration)}`);
		else if (wordCount(point) >= 3) take(point);
	}
	for (const source of texts) {
		take(shorten(source.title), true);
		for (const part of source.title.split(/\s[–—-]\s|:\s|,\s|\s\|\s/)) if (wordCount(part) >= 3) take(part, true);
		for (const heading of source.headings) if (wordCount(heading.text) >= 3) take(heading.text, true);
	}
	for (const scene of scenes) if (scene.narration.length <= TITLE_LIMIT && !/["“]/.test(scene.narration)) take(scene.narration);
	for (const scene of scenes) take(shorten(scene.narration));
	return titles;
}

const weight = (scene: Scene): number =>
	(/\d/.test(scene.onScreen.title) ? 1 : 0) +
	(/\b(not|never|no|only|but)\b/i.test(scene.onScreen.title) ? 0.8 : 0) +
	(wordCount(scene.onScreen.title) >= 4 ? 0.5 : 0);

const lowerFirst = (text: string, narration: string): string =>
	narration.includes(text) && /^\p{Lu}/u.test(text) && !names(text).some((name) => name.start === 0)
		? text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase())
		: narration.includes(text)
			? text
			: text.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());

/** Titles of which no two are alike, in order. */
export const distinct = (titles: string[]): string[] =>
	titles.filter((title, i) => !titles.slice(0, i).some((other) => alike(other, title)));

/** Two titles are alike when they share most of their content words. */
function alike(a: string, b: string): boolean {
	const words = (text: string): Set<string> =>
		new Set(tag(text).flatMap((token) => (token.stop || !/[\p{L}\p{N}]/u.test(token.text) ? [] : [token.stem])));
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
	for (const at of borders.reverse()) {
		const cut = trimFragment(whole.slice(0, at));
		if (cut.length >= 18 && wordCount(cut) >= 3 && /\w/.test(cut)) return cut;
	}
	return undefined;
}

/** The name that the sources speak of most, when it stands in the headline. */
function subjectName(texts: SourceText[], headline: string): string | undefined {
	const counts = new Map<string, number>();
	for (const source of texts)
		for (const sentence of source.sentences) for (const name of names(sentence)) counts.set(name.text, (counts.get(name.text) ?? 0) + 1);
	return [...counts].filter(([name]) => headline.includes(name) && name.length <= 24).sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Five to twelve tags: keywords of the topic, names, and the nouns that return. */
export function tagsOf(input: TitleInput): string[] {
	const tags: string[] = [];
	const take = (raw: string): void => {
		const text = normaliseSpaces(raw.replace(/[*#,"“”]/g, '').replace(/['’]s$/, '')).toLowerCase();
		if (
			tags.length < 12 &&
			text.length >= 3 &&
			text.length <= 30 &&
			!tags.includes(text) &&
			input.allowed(text) &&
			!tags.some((other) => other === `${text}s` || text === `${other}s`)
		)
			tags.push(text);
	};
	for (const word of input.topic?.keywords ?? []) take(word);
	const narration = input.scenes.map((scene) => scene.narration);
	const nameCounts = new Map<string, number>();
	for (const text of narration) for (const name of names(text)) nameCounts.set(name.text, (nameCounts.get(name.text) ?? 0) + 1);
	for (const [name] of [...nameCounts].sort((a, b) => b[1] - a[1]).slice(0, 5))
		if (wordCount(name) <= 3 && !/[.!?]\s|\d/.test(name)) take(name);
	const nouns = new Map<string, { text: string; count: number }>();
	for (const text of narration) {
		for (const token of tag(text)) {
			if (token.pos !== 'NOUN' || token.stop || token.text.length < 4) continue;
			const entry = nouns.get(token.stem) ?? { text: token.text, count: 0 };
			entry.count++;
			nouns.set(token.stem, entry);
		}
	}
	const inTitle = tag([input.topic?.title ?? '', ...input.texts.map((source) => source.title)].join(' ')).map((token) => token.stem);
	const ranked = [...nouns].sort(([a, x], [b, y]) => y.count + (inTitle.includes(b) ? 2 : 0) - x.count - (inTitle.includes(a) ? 2 : 0));
	for (const [, noun] of ranked) if (tags.length < 10) take(noun.text);
	return tags;
}

/** Text under the video: what it says, then every source with its address. Chapter times are added once the voice is known. */
export function describe(
	scenes: Scene[],
	sources: (Source | SourceText)[],
	references: { title: string; url: string }[],
	allowed: (text: string) => boolean,
): string {
	const spoken = scenes.filter((scene) => scene.visual.type !== 'outro');
	const middle = spoken
		.slice(1, -1)
		.find((scene) => /\d/.test(scene.narration) && !/^(It|They|He|She|This|That|Its|Their|But|So|Then)\b/.test(scene.narration));
	const summary = [spoken[0]?.narration, middle?.narration]
		.filter((text): text is string => !!text)
		.map(closeSentence)
		.join(' ');
	const lines = [summary];
	if (sources.length) {
		lines.push('', sources.length === 1 ? 'Source:' : 'Sources:');
		for (const source of sources) lines.push(`- ${creditOf(source, allowed)}`);
	}
	const more = references.filter((reference) => reference.url && !sources.some((source) => source.url === reference.url)).slice(0, 20);
	if (more.length) {
		lines.push('', 'Further references:');
		for (const reference of more)
			lines.push(`- ${[allowed(reference.title) ? reference.title : '', reference.url].filter(Boolean).join(', ')}`);
	}
	return lines.join('\n').trim();
}
