/** "From sources": an extractive, cited script. Runs inside the script worker. */
import type { Scene, Script, SourceText, Topic } from '../asset';
import { OperatorError } from '../errors';
import { copiedShare, groundDrawn } from '../text';
import { languageName } from '../text/language';
import { bannedFilter, draft, ofAuthor, placeInList, withToldSteps, WORDS_PER_SECOND } from '../writing';
import type { Beat } from '../writing';
import { chaptersOf, headingAbove, isGenericHeading } from './chapters';
import { copiedWarning } from './credits';
import { describe } from './describe';
import { storyboard } from './storyboard';
import { tagsOf } from './tags';
import { distinct, titlesOf } from './titles';
import { contextOf } from './visuals/context';
import { candidatesOf } from './visuals/pick';

export interface ScriptSettings {
	kind: 'short' | 'video';
	/** Wished length; 52 for a short and 240 for a video where it is not given. */
	targetSeconds?: number;
	titleHint?: string;
	callToAction?: string;
	bannedWords?: string[];
	language: string;
	revision?: number;
}

export interface ScriptResult {
	script: Script;
	warnings: string[];
}

export interface FromSourcesInput {
	topic: Topic;
	texts: SourceText[];
	settings: ScriptSettings;
	minilmDir: string | null;
}

/** What the cited sentences stand on by their sources' own footnotes, each address once: the description credits that too. */
export function referencesOf(texts: SourceText[], scenes: Scene[]): { title: string; url: string }[] {
	const found = new Map<string, { title: string; url: string }>();
	for (const source of texts) {
		const cited = new Set(
			scenes.flatMap((scene) => scene.citations.filter((citation) => citation.sourceId === source.id).map((citation) => citation.quote)),
		);
		for (const { sentence, title, publisher, url } of source.references ?? [])
			if (cited.has(source.sentences[sentence] ?? '')) found.set(url, { title: [title, publisher].filter(Boolean).join(', '), url });
	}
	return [...found.values()];
}

/**
 * Writes the script. Throws INPUT when the sources hold too little, or when the language is not English.
 */
export function writeFromSources(input: FromSourcesInput): ScriptResult {
	const { topic, texts, settings } = input;
	const warnings: string[] = [];
	const english = englishOf(texts, settings, 'From sources writes', warnings);
	const allowed = bannedFilter(settings.bannedWords);
	const targetSeconds = targetOf(settings);
	const made = draft({
		texts: english,
		kind: settings.kind,
		targetSeconds,
		title: topic.title || (english[0]?.title ?? ''),
		minilmDir: input.minilmDir,
		allowed,
		pictured: (narration, source, sentence) =>
			candidatesOf(contextOf({ narration, source: english[source], cites: [sentence], role: 'body', step: -1 }, 1, 9, allowed)).some(
				(candidate) => candidate.visual.type !== 'statement',
			),
	});
	for (const { older, newer } of made.superseded.slice(0, 5)) {
		const day = (source: number): string => english[source]?.publishedAt?.slice(0, 10) ?? '';
		warnings.push(
			`An older figure was left out: "${older.text}" (${day(older.source)}). The later source says: "${newer.text}" (${day(newer.source)}).`,
		);
	}
	const scenes = storyboard({
		scenes: made.beats.map((beat, i) => ({
			id: `s${i + 1}`,
			narration: beat.narration,
			source: english[beat.source],
			cites: beat.cites,
			role: beat.role,
			step: beat.step,
			...headingOf(made.beats, i, english),
			...(beat.step >= 0 ? placeInList(english[beat.source], beat.step) : {}),
			headline: topic.title || (english[0]?.title ?? ''),
		})),
		allowed,
	});
	withCallToAction(scenes, settings, allowed, warnings);
	if (scenes.some(({ narration }) => ofAuthor(narration)))
		warnings.push('The script says “I” or “we”, as its source does: speak it only where that is you.');
	const seconds = made.words / WORDS_PER_SECOND;
	if (seconds < targetSeconds * 0.75)
		warnings.push(
			`The sources carry about ${Math.round(seconds)} seconds of script; ${Math.round(targetSeconds)} were asked. Add a source for a longer one.`,
		);
	const script = scriptAround({ scenes, beats: made.beats, texts: english, topic, settings, allowed, writer: 'extractive', warnings });
	return { script, warnings };
}

/** The heading that a beat stands under, and whether it is the first there. */
export function headingOf(beats: Beat[], i: number, texts: SourceText[]): { heading?: { text: string; first: boolean } } {
	const beat = beats[i];
	const text = headingAbove(beat, texts);
	const before = beats[i - 1];
	return beat && text && !isGenericHeading(text)
		? { heading: { text, first: before?.heading !== beat.heading || before.source !== beat.source } }
		: {};
}

/** The sources that can be read. Throws INPUT when the channel's language, or every source's, is not English. */
export function englishOf(texts: SourceText[], settings: ScriptSettings, who: string, warnings: string[]): SourceText[] {
	if (!/^en\b/i.test(settings.language || 'en')) {
		throw new OperatorError('INPUT', `${who} English only; the channel's language is "${settings.language}"`, {
			fix: 'Set the channel\'s language to English, or write the script yourself and choose "Use my script".',
		});
	}
	const readable = texts.filter((source) => source.sentences.length > 0);
	const [english, foreign] = [true, false].map((wanted) => readable.filter(({ language }) => /^en\b/i.test(language || 'en') === wanted)) as [SourceText[], SourceText[]]; // prettier-ignore
	if (foreign[0] && !english.length) {
		throw new OperatorError('INPUT', `${who} English only; "${foreign[0].title}" is in ${languageName(foreign[0].language)}`, {
			fix: 'Use a source in English, or translate it, if you may, and give the text.',
		});
	}
	for (const { title, language } of foreign) warnings.push(`"${title}" is in ${languageName(language)}, not in English: it was left out.`);
	return english.map(withToldSteps);
}

export interface AroundInput {
	scenes: Scene[];
	/** Of the scenes, in order; a call to action has none. */
	beats: Beat[];
	texts: SourceText[];
	topic: Topic;
	settings: ScriptSettings;
	allowed: (text: string) => boolean;
	writer: string;
	/** Grounded titles and tags that go before those cut from the sources. */
	titles?: string[];
	tags?: string[];
	/** The sentence about copied words is added. */
	warnings: string[];
}

/** Titles, description, chapters, tags and the copied share around scenes, whoever wrote them. */
export function scriptAround({ scenes, beats, texts, topic, settings, allowed, writer, warnings, ...given }: AroundInput): Script {
	const used = texts.filter((source) => scenes.some((scene) => scene.citations.some((citation) => citation.sourceId === source.id)));
	const about = { texts: used, topic, hint: settings.titleHint, scenes, allowed };
	const share = copiedShare(
		beats.map((beat) => beat.narration),
		texts,
	);
	warnings.push(...copiedWarning(share));
	const told = (title: string): boolean => allowed(title) && used.some((source) => groundDrawn(title, source).grounded);
	return {
		titles: distinct([...(given.titles ?? []), ...titlesOf(about)]).slice(0, 5),
		hook: scenes[0]?.narration ?? '',
		scenes,
		description: describe(scenes, used, referencesOf(used, scenes), allowed),
		chapters: settings.kind === 'video' ? chaptersOf(beats, texts, scenes, topic, told) : [],
		tags: [...new Set([...(given.tags ?? []), ...tagsOf(about)])].slice(0, 12),
		writer,
		copiedShare: share,
		revision: settings.revision ?? 1,
	};
}

/** How long the film should be. */
export const targetOf = ({ kind, targetSeconds }: ScriptSettings): number =>
	clamp(targetSeconds ?? (kind === 'short' ? 55 : 240), 15, kind === 'short' ? 180 : 900);

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** The id after the highest one: an id that was ever used is not used again. */
export const nextId = (taken: Iterable<string>): string =>
	`s${Math.max(0, ...[...taken].map((id) => Number(/^s(\d+)$/.exec(id)?.[1] ?? 0))) + 1}`;

/** A last scene with the channel's call to action, when it has one. */
export function withCallToAction(scenes: Scene[], settings: ScriptSettings, allowed: (text: string) => boolean, warnings: string[]): void {
	const text = settings.callToAction
		?.replace(/[\p{Cc}\p{Cf}<>*]/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (!text) return;
	if (!allowed(text)) {
		warnings.push('The call to action holds a banned word; it was left out.');
		return;
	}
	const spoken = /[.!?]$/.test(text) ? text : `${text}.`;
	scenes.push({
		id: nextId(scenes.map((scene) => scene.id)),
		narration: spoken,
		onScreen: {
			title: text
				.split(' ')
				.slice(0, 6)
				.join(' ')
				.replace(/[.,;:!?]+$/, ''),
		},
		visual: { type: 'outro', callToAction: text },
		citations: [],
	});
}
