/** Chapters of a long film: at least three, each long enough for a platform to show it, each with a short name that tells. */
import type { Scene, Script, SourceText, Topic } from '../asset';
import { looksLikeInjection } from '../text';
import { phraseFault, sentenceTokens, spokenWords, WORDS_PER_SECOND } from '../writing';
import type { Beat } from '../writing';
import { headlinePieces } from './headline';
import { shorten } from './titles';
import { numbersOf, sentenceCase, wordCount } from './visuals/context';
import { spansOf } from './spans';

/** Platforms show chapters of ten seconds and more; a fast voice takes a fifth off. */
const LEAST_SECONDS = 12.5;
const LONGEST_NAME = 40;
const MOST = 10;

/** Share of a chapter's words that must come from below a heading for the chapter to bear its name. */
const OF_HEADING = 0.6;
/** Headings that name a place in a text and not what is told there. */
const GENERIC =
	/^(?:(?:an? |the )?(?:brief |short |general |final |quick |some )*(?:introductions?|intro|conclusions?|summary|overview|background|preface|foreword|prologue|epilogue|abstract|contents|thoughts|words|notes?|remarks?|references|sources|further reading|see also|faqs?|appendix|discussion|results?|wrap(?:ping)? up|closing|outlook|tl;?dr|in (?:short|brief|summary|conclusion)|getting started|afterwards?|more|key (?:points|takeaways)|takeaways))$/i;

/** Whether a heading says nothing of what stands below it: "Introduction". */
export const isGenericHeading = (heading: string): boolean => GENERIC.test(heading.replace(/[.:]+$/, '').trim());

interface Mark {
	scene: number;
	title: string;
}

/** A heading of the author's as a chapter's name, without its number; nothing for one that is long or names no part of the story. */
export function authorsName(heading: string | undefined, allowed: (text: string) => boolean): string | undefined {
	const bare = (heading ?? '')
		.replace(/[*_`]/g, '')
		.replace(/^\s*(?:(?:step|part|chapter|section|lesson)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5})\s*(?:[.):]|[-–—]\s)\s*/i, '')
		.replace(/[.:;,]+$/, '')
		.replace(/\s+/g, ' ')
		.trim();
	if (!/\p{L}{3}/u.test(bare) || bare.length > LONGEST_NAME || GENERIC.test(bare)) return undefined;
	return allowed(bare) && !looksLikeInjection(bare) ? sentenceCase(bare) : undefined;
}

/** Chapters from the sources' headings, else from their paragraphs, each named by the author's heading where its scenes come from below one; none below three. */
export function chaptersOf(
	beats: Beat[],
	texts: SourceText[],
	scenes: Scene[],
	topic: Topic,
	allowed: (text: string) => boolean,
): Script['chapters'] {
	const seconds = (from: number, to: number): number =>
		beats.slice(from, to).reduce((sum, beat) => sum + spokenWords(beat.narration), 0) / WORDS_PER_SECOND;
	const named = (text: string | undefined): string | undefined => {
		const title = sentenceCase((text ?? '').replace(/\*/g, '').replace(/[.:]$/, '').trim());
		return title && title.length <= LONGEST_NAME && allowed(title) && phraseFault(title, { term: true }) === null ? title : undefined;
	};
	const opening =
		named(scenes[0]?.onScreen.title) ??
		headlinePieces(topic.title || (texts[0]?.title ?? ''))
			.map(named)
			.find(Boolean) ??
		'Introduction';
	const usable = (marks: Mark[]): Mark[] => {
		const kept: Mark[] = [{ scene: 0, title: opening }];
		for (const mark of marks) {
			const previous = kept.at(-1) as Mark;
			if (mark.scene <= 0 || kept.some((other) => other.title.toLowerCase() === mark.title.toLowerCase())) continue;
			if (seconds(previous.scene, mark.scene) >= LEAST_SECONDS) kept.push(mark);
		}
		while (kept.length > 1 && seconds((kept.at(-1) as Mark).scene, beats.length) < LEAST_SECONDS) kept.pop();
		return kept;
	};
	const found = usable(headingMarks(beats, texts, scenes, named, (heading) => authorsName(heading, allowed)));
	const total = seconds(0, beats.length);
	const chapters = found.length >= 3 ? found : usable(paragraphMarks(beats, texts, scenes, named, total, seconds));
	if (chapters.length < 3) return [];
	const shown = chapters.slice(0, MOST);
	const ends = shown.map((_, i) => shown[i + 1]?.scene ?? beats.length);
	const byAuthor = shown.map(({ scene }, i) => authorsName(mostlyUnder(beats.slice(scene, ends[i]), texts), allowed));
	const titles: string[] = [];
	for (const [i, { scene, title }] of shown.entries()) {
		const taken = new Set([...titles, ...byAuthor.flatMap((name) => name ?? [])].map((name) => name.toLowerCase()));
		const own = byAuthor[i] && byAuthor.indexOf(byAuthor[i]) === i ? byAuthor[i] : undefined;
		// A heading under which most of the chapter does not stand would promise too much.
		const heading = authorsName(headingAbove(beats[scene], texts), allowed)?.toLowerCase() === title.toLowerCase();
		titles.push(
			own ?? ((heading || taken.has(title.toLowerCase())) && i > 0 ? sceneNames(scene, scenes, named, taken) : undefined) ?? title,
		);
	}
	return shown.map(({ scene }, i) => ({ startSceneId: scenes[scene]?.id ?? 's1', title: titles[i]! }));
}

/** The author's heading that a beat stands below. */
export const headingAbove = (beat: Beat | undefined, texts: SourceText[]): string | undefined =>
	beat && texts[beat.source]?.headings[beat.heading]?.text;

/** The heading below which most of what the beats say stands. */
function mostlyUnder(beats: Beat[], texts: SourceText[]): string | undefined {
	const words = new Map<string, { heading: string | undefined; count: number }>();
	let all = 0;
	for (const beat of beats) {
		const key = `${beat.source}/${beat.heading}`;
		const count = spokenWords(beat.narration);
		all += count;
		words.set(key, { heading: headingAbove(beat, texts), count: (words.get(key)?.count ?? 0) + count });
	}
	return [...words.values()].find(({ count }) => count >= OF_HEADING * all)?.heading;
}

/** Where a heading or another source begins; a heading that is too long gives way to the title of its first scene. */
function headingMarks(
	beats: Beat[],
	texts: SourceText[],
	scenes: Scene[],
	named: (text: string | undefined) => string | undefined,
	authors: (heading: string | undefined) => string | undefined,
): Mark[] {
	let last = `${beats[0]?.source}/${beats[0]?.heading}`;
	return beats.flatMap((beat, i) => {
		const key = `${beat.source}/${beat.heading}`;
		if (i === 0 || key === last) return [];
		const source = texts[beat.source];
		const another = !last.startsWith(`${beat.source}/`);
		last = key;
		const heading = headingAbove(beat, texts);
		if (!heading && !another) return [];
		const title =
			authors(heading) ??
			(heading
				? undefined
				: (named(shorten(source?.title ?? '')) ??
					headlinePieces(source?.title ?? '')
						.map(named)
						.find(Boolean)));
		const own = title ?? sceneNames(i, scenes, named);
		return own ? [{ scene: i, title: own }] : [];
	});
}

/** Parts of about the same length that begin with a paragraph, named after a scene of theirs. */
function paragraphMarks(
	beats: Beat[],
	texts: SourceText[],
	scenes: Scene[],
	named: (text: string | undefined) => string | undefined,
	total: number,
	seconds: (from: number, to: number) => number,
): Mark[] {
	if (total < 3 * LEAST_SECONDS) return [];
	const count = Math.max(3, Math.min(8, Math.round(total / 50)));
	const starts = beats.map((beat) => texts[beat.source]?.paragraphs.includes(beat.cites[0] ?? -1) ?? false);
	const marks: Mark[] = [];
	const taken = new Set<string>();
	let from = 0;
	for (let part = 1; part < count; part++) {
		const wanted = (total * part) / count;
		const options = beats
			.map((_, i) => i)
			.filter((i) => i > from && seconds(from, i) >= LEAST_SECONDS && seconds(i, beats.length) >= LEAST_SECONDS * (count - part))
			.sort((a, b) => cost(a) - cost(b));
		function cost(i: number): number {
			return Math.abs(seconds(0, i) - wanted) + (starts[i] ? 0 : 6) + (beats[i]?.step === -1 ? 0 : 2);
		}
		const scene = options.find((i) => sceneNames(i, scenes, named, taken));
		const title = scene === undefined ? undefined : sceneNames(scene, scenes, named, taken);
		if (scene === undefined || !title) continue;
		taken.add(title.toLowerCase());
		marks.push({ scene, title });
		from = scene;
	}
	return marks;
}

/** The title of this scene or of the next four that can name a chapter, else a short clause or the subject of what they say. */
function sceneNames(
	i: number,
	scenes: Scene[],
	named: (text: string | undefined) => string | undefined,
	taken = new Set<string>(),
): string | undefined {
	const near = scenes.slice(i, i + 5);
	// "The company" names no part of a film.
	const free = (titles: (string | undefined)[]): string[] =>
		titles.flatMap((title) => named(title) ?? []).filter((title) => !taken.has(title.toLowerCase()) && phraseFault(title) === null);
	const titles = free(near.map((scene) => scene.onScreen.title).filter((title) => !/^\*?Step \d/.test(title)));
	return titles.find((title) => wordCount(title) >= 3) ?? titles[0] ?? free(near.flatMap((scene) => phrasesOf(scene.narration)))[0];
}

/** Short clauses of a narration and the noun phrase it opens with, best first. */
function phrasesOf(narration: string): string[] {
	if (/["“”?]/.test(narration)) return [];
	return spansOf({ narration, tokens: sentenceTokens(narration), numbers: numbersOf(narration) }, 6)
		.filter((span) => (span.kind === 'clause' || /^(?:(?:the|an?)\s)?$/i.test(narration.slice(0, span.start))) && !POINTS.test(span.text))
		.map((span) => span.text);
}
const POINTS = /\b(?:it|its|they|them|their|he|she|his|her|this|that|these|those)\b/i;
