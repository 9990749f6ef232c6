/** Stretches of our own film that stand alone as a short: whole scenes, so whole sentences, that open on a line worth opening with. */
import type { Scene, Script, SourceText, WordTimes } from '../../asset';
import { quantities, splitSentences } from '../../text';
import { countWords, hookFeatures, HOOK_WORDS, unitsOf } from '../../writing';
import { shortTitles } from './script';

export interface FilmMoment {
	/** Scenes that follow each other in the film. */
	sceneIds: string[];
	/** In the film, from its first to its last word. */
	startSeconds: number;
	endSeconds: number;
	title: string;
	/** What is said. */
	text: string;
	/** 0–1 each, higher is better; empty where the user chose. */
	scores: Partial<Record<'hook' | 'alone' | 'whole' | 'variety' | 'subject', number>>;
	/** Why it was chosen, in plain words. */
	reasons: string[];
}

export interface FilmMomentWishes {
	minSeconds: number;
	maxSeconds: number;
	/** 0: as many as the film is good for. */
	count: number;
	/** What it should be about. */
	keywords: string[];
	/** Only scenes within it. */
	range?: { startSeconds: number; endSeconds: number };
}

/** One short for so many seconds of film, at least three, at most nine. */
const SECONDS_A_SHORT = 45;
/** A short of this length is neither cut off nor long-winded. */
const BEST_SECONDS = 32;
const STEP_OF = /\bStep (\d+) of \*?(\d+)\*?/i;

interface Told {
	scene: Scene;
	startSeconds: number;
	endSeconds: number;
	chapter: number;
	/** Whether its first sentence goes on from the one before it. */
	carriesOn: boolean;
	/** Earlier scenes that explain a word of it. */
	needs: number[];
	/** First and last scene of the list of steps it belongs to. */
	steps: [number, number] | null;
}

/**
 * The best stretches of a film, best first; none shares a scene with another. Pure. Empty where the film has no stretch of that length
 * (`minSeconds` to `maxSeconds`) whose first scene can open a film.
 */
export function findFilmMoments(script: Script, words: WordTimes, wishes: FilmMomentWishes): FilmMoment[] {
	const told = toldOf(script, words);
	const seconds = words.durationSeconds;
	const count = wishes.count || Math.max(3, Math.min(9, Math.round(seconds / SECONDS_A_SHORT)));
	const chosen: Judged[] = [];
	// A weak opening only where there is no better one.
	for (const strict of [true, false]) {
		const all = stretches(script, told, wishes, strict).sort((a, b) => b.total - a.total || a.from - b.from);
		for (const moment of all) {
			if (chosen.length === count) break;
			if (chosen.every((other) => moment.to < other.from || moment.from > other.to)) chosen.push(moment);
		}
	}
	return chosen.map(({ total: _total, from: _from, to: _to, ...moment }) => moment);
}

/** Scenes that the user chose, as a moment. */
export function chosenMoment(script: Script, words: WordTimes, sceneIds: string[]): FilmMoment {
	const scenes = sceneIds.map((id) => script.scenes.find((scene) => scene.id === id)!);
	const said = words.words.filter(({ sceneId }) => sceneIds.includes(sceneId));
	const chapter = script.chapters.find(({ startSceneId }) => startSceneId === sceneIds[0])?.title;
	return {
		sceneIds,
		startSeconds: said[0]?.startSeconds ?? 0,
		endSeconds: said.at(-1)?.endSeconds ?? 0,
		title: shortTitles(script, scenes, chapter)[0]!,
		text: scenes.map(({ narration }) => narration).join(' '),
		scores: {},
		reasons: [`Your scenes: ${sceneIds.join(', ')}`],
	};
}

type Judged = FilmMoment & { total: number; from: number; to: number };

/** All stretches of the wished length that begin and end well. */
function stretches(script: Script, told: Told[], wishes: FilmMomentWishes, strict: boolean): Judged[] {
	const all: Judged[] = [];
	const { startSeconds = 0, endSeconds = Infinity } = wishes.range ?? {};
	for (let from = 0; from < told.length; from++) {
		if (told[from]!.startSeconds < startSeconds || opening(told[from]!, strict) === null) continue;
		for (let to = from; to < told.length; to++) {
			const seconds = told[to]!.endSeconds - told[from]!.startSeconds;
			if (seconds > wishes.maxSeconds || told[to]!.endSeconds > endSeconds || told[to]!.scene.visual.type === 'outro') break;
			if (seconds >= wishes.minSeconds && closes(told, from, to)) all.push(judged(script, told, from, to, wishes.keywords));
		}
	}
	return all;
}

function toldOf(script: Script, words: WordTimes): Told[] {
	const sentences = script.scenes.flatMap((scene, i) => splitSentences(scene.narration).map((text) => ({ text, i })));
	const chapterStarts = new Set(script.chapters.map(({ startSceneId }) => startSceneId));
	const text: SourceText = {
		...{ v: 1, id: 'film', url: '', title: script.titles[0] ?? '', publisher: '', author: null, publishedAt: null, language: 'en' },
		sentences: sentences.map((sentence) => sentence.text),
		paragraphs: [0],
		headings: [],
		steps: [],
	};
	const units = unitsOf([text], () => true);
	const runs = stepRuns(script.scenes);
	let chapter = 0;
	return script.scenes.map((scene, i) => {
		if (i > 0 && chapterStarts.has(scene.id)) chapter++;
		const own = words.words.filter((word) => word.sceneId === scene.id);
		const first = sentences.findIndex((sentence) => sentence.i === i);
		const needs = units.flatMap((unit, at) => (sentences[at]?.i === i ? unit.needs.map((need) => ({ at, need })) : []));
		return {
			scene,
			startSeconds: own[0]?.startSeconds ?? 0,
			endSeconds: own.at(-1)?.endSeconds ?? 0,
			chapter,
			carriesOn: needs.some(({ at, need }) => at === first && need === first - 1),
			needs: [...new Set(needs.map(({ need }) => sentences[need]!.i).filter((other) => other < i))],
			steps: runs.find(([from, to]) => i >= from && i <= to) ?? null,
		};
	});
}

/** Lists of steps are told whole: from the scene that says "Step 1 of 4" to the one that says "Step 4 of 4". */
function stepRuns(scenes: Scene[]): [number, number][] {
	const runs: [number, number][] = [];
	scenes.forEach(({ onScreen }, i) => {
		const [, step, of] = STEP_OF.exec(`${onScreen.kicker ?? ''} ${onScreen.title}`) ?? [];
		if (!step) return;
		const open = runs.at(-1);
		if (step === '1' || !open) runs.push([i, i + Number(of) - Number(step)]);
		else open[1] = Math.max(open[1], i);
	});
	return runs.map(([from, to]) => [from, Math.min(to, scenes.length - 1)]);
}

/** What a scene has that a first one needs: features of its line; null where it cannot open. */
function opening({ scene, carriesOn }: Told, strict: boolean): string[] | null {
	if (carriesOn || scene.visual.type === 'outro') return null;
	const features = hookFeatures(scene.narration);
	if (strict && (countWords(scene.narration) > HOOK_WORDS || features.length === 0)) return null;
	return countWords(scene.narration) > HOOK_WORDS + 8 ? null : features;
}

/** Whether the stretch ends where something ends, and cuts no list of steps. */
function closes(told: Told[], from: number, to: number): boolean {
	const last = told[to]!;
	if (/[?:…]["”’)]*$/.test(last.scene.narration.trim())) return false;
	// The next scene finishes this one's thought.
	if (told[to + 1]?.carriesOn && told[to + 1]!.chapter === last.chapter) return false;
	return told.slice(from, to + 1).every(({ steps }) => !steps || (steps[0] >= from && steps[1] <= to));
}

function judged(script: Script, told: Told[], from: number, to: number, keywords: string[]): Judged {
	const part = told.slice(from, to + 1);
	const text = part.map(({ scene }) => scene.narration).join(' ');
	const [first, last] = [part[0]!, part.at(-1)!];
	const features = hookFeatures(first.scene.narration);
	const missing = part.reduce((sum, { needs }, i) => sum + needs.filter((need) => need < from).length * (i === 0 ? 1 : 0.5), 0);
	const begins = from === 0 || told[from - 1]!.chapter !== first.chapter;
	const ends = to === told.length - 1 || told[to + 1]!.chapter !== last.chapter;
	const crossed = last.chapter - first.chapter;
	const types = new Set(part.map(({ scene }) => scene.visual.type)).size;
	const scores: Record<'hook' | 'alone' | 'whole' | 'variety', number> & { subject?: number } = {
		hook: Math.min(1, 0.4 * features.length + (quantities(first.scene.narration).length ? 0.3 : 0)),
		alone: 1 / (1 + missing),
		whole: Math.max(0, (begins ? 0.5 : 0) + (ends ? 0.5 : 0) - 0.25 * crossed),
		variety: Math.min(1, (types - 1) / 4),
	};
	const seconds = last.endSeconds - first.startSeconds;
	const wanted = keywords.map((word) => word.trim().toLowerCase()).filter(Boolean);
	const said = wanted.filter((word) => text.toLowerCase().includes(word));
	if (wanted.length) scores.subject = said.length / wanted.length;
	const total =
		1.2 * scores.hook +
		1.2 * scores.alone +
		0.8 * scores.whole +
		0.6 * scores.variety +
		2 * (scores.subject ?? 0) -
		0.35 * crossed -
		Math.abs(seconds - BEST_SECONDS) / 60;
	const chapter = begins ? script.chapters.find(({ startSceneId }) => startSceneId === first.scene.id)?.title : undefined;
	const reasons = [
		`Opens with “${first.scene.narration}”${features.length ? ` (${features.join(', ')})` : ''}`,
		...(begins && ends && crossed === 0 && chapter ? [`All of the chapter “${chapter}”`] : []),
		...(missing === 0 ? ['Needs nothing that was said before it'] : []),
		...(said.length ? [`Speaks of ${said.join(', ')}`] : []),
		`${part.length} scenes, ${types} kinds of picture`,
	];
	return {
		sceneIds: part.map(({ scene }) => scene.id),
		startSeconds: first.startSeconds,
		endSeconds: last.endSeconds,
		title: shortTitles(script, part.map(({ scene }) => scene), chapter)[0]!, // prettier-ignore
		text,
		scores,
		reasons,
		total,
		from,
		to,
	};
}
