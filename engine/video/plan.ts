/** From a spoken script to a film plan: which frames each scene has, how it looks and comes in, when its elements appear. */
import type { Channel, Script, Visual, Word, WordTimes } from '../asset';
import { OperatorError } from '../errors';
import type { CameraMove, CaptionPage, FilmPlan, PlannedPicture, PlannedScene } from '../render';
import { CUE_LATEST } from '../render/plan';
import { drawnSkeleton } from '../render/skeletons';
import { joinedPages, scenePages, VERTICAL_PAGES, WIDE_PAGES, wordsByScene, type TimedPage } from '../render/captionPages';
import { chooseLook, shownVisual, type EarlierFilm, type FilmLook, type LookSummary, type Restyle } from './looks';

import { paletteFor } from '../render/theme';

export { paletteFor, seedOf } from '../render/theme';

const FPS = 30;
/** Last word to the end of the film. */
const TAIL_SECONDS = 0.35;
/** A scene's picture comes just before its first word. */
const LEAD_FRAMES = 4;
/** An element appears this long before the word that names it. */
const CUE_LEAD_FRAMES = 2;

export const SIZES = { '9:16': { width: 1080, height: 1920 }, '16:9': { width: 1920, height: 1080 } } as const;
export type Shape = keyof typeof SIZES;

export interface PlanInput {
	assetId: string;
	channel: Channel;
	script: Script;
	words: WordTimes;
	shape: Shape;
	/** The film as it was planned before: scenes that are still there keep their look. */
	earlier?: EarlierFilm;
	/** Scenes that are to look otherwise: with these fields, or `{}` for any other layout and ground. */
	restyle?: Record<string, Restyle>;
	/** The last films of the channel, newest first: a new film keeps away from their looks. */
	recent?: LookSummary[];
	/** Prepared pictures by scene id; a scene without one is drawn without. */
	pictures?: Record<string, PlannedPicture>;
}

/** Nearest frame; times in whole milliseconds give the same one wherever in the film the scene stands. */
const frameOf = (seconds: number): number => Math.round(Number((seconds * FPS).toFixed(3)));

const bare = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase();

/** Frames, relative to the scene, of its cue words in order; null for a word that is not spoken. `local` gives the frame of a time. */
export function cueFrames(cues: string[], words: Word[], local: (seconds: number) => number, frames: number): (number | null)[] {
	let from = 0;
	return cues.map((cue) => {
		const wanted = bare(cue.split(/\s+/)[0] ?? '');
		const at = wanted ? words.findIndex((word, i) => i >= from && bare(word.text) === wanted) : -1;
		if (at < 0) return null;
		from = at + 1;
		return Math.min(frames - 1, Math.max(0, local(words[at]!.startSeconds) - CUE_LEAD_FRAMES));
	});
}

/** Types whose elements come one by one at their words; the others are complete at once. */
const CUED = new Set<Visual['type']>(['timeline', 'steps', 'split', 'bars', 'list', 'cause', 'line']);

/**
 * Frames at which a scene's elements really come, for {@link cameraMoves}: the first of those that come one by one stands there from the
 * start (bars grow), and the second half of some waits only so long.
 */
export function comingFrames(visual: Visual, cues: (number | null)[]): (number | null)[] {
	const { type } = visual;
	if (!CUED.has(type)) return [];
	const latest = CUE_LATEST[type] ?? Infinity;
	return cues.map((cue, i) => (cue === null || (i === 0 && type !== 'bars') ? null : Math.min(cue, latest)));
}

/** Between two events of a scene, in frames: what the viewer's patience leaves. */
const PATIENCE = { '9:16': 60, '16:9': 98 } as const;
/** By then what a scene begins with has come to rest. */
const OPENING_FRAMES = 12;
/** From the last word to the next scene. */
const CLOSING_FRAMES = 12;
/** By then a viewer has decided; until then something changes as often as this, in frames. */
const HOOKED_FRAMES = 84;
const EAGER = 28;
/** How close the camera goes. */
const CLOSER = 1.035;

/**
 * Moves of the camera for a scene of `spoken` frames, where its own elements leave it standing: closer, back, closer. A move takes
 * half a second, so it begins early enough.
 */
export function cameraMoves(cues: (number | null)[], spoken: number, shape: Shape, first = false): CameraMove[] {
	const moves: CameraMove[] = [];
	// The film's first three seconds want three changes.
	const patience = (at: number) => (first && at < HOOKED_FRAMES ? EAGER : PATIENCE[shape]);
	const events = [
		...cues.filter((cue): cue is number => cue !== null && cue > OPENING_FRAMES).sort((a, b) => a - b),
		spoken + CLOSING_FRAMES,
	];
	let last = OPENING_FRAMES;
	for (const event of events) {
		while (event - last > patience(last)) {
			// Evenly between what comes anyway.
			const gap = event - last;
			const at = last + Math.min(patience(last), Math.round(gap / Math.ceil(gap / PATIENCE[shape])));
			moves.push({ at, scale: moves.length % 2 ? 1 : CLOSER });
			last = at;
		}
		last = event;
	}
	return moves;
}

/**
 * Plans the film. What a scene is drawn from depends on its own script, its own words (counted from its first) and its own look, so
 * that a changed sentence moves the others but does not redraw them.
 * Errors: INPUT when words and script do not belong together.
 */
export function planFilm(input: PlanInput): { plan: FilmPlan; pages: TimedPage[]; look: FilmLook } {
	const { script, words, channel, shape } = input;
	const spoken = words.words.at(-1);
	if (!spoken) throw new OperatorError('INPUT', 'The voice has no words', { fix: 'Speak the script again.' });
	const { pictures } = input;
	const look = chooseLook({ ...input, tall: shape === '9:16', pictured: (scene) => pictures?.[scene.id] !== undefined });
	const ofScene = wordsByScene(words.words);
	const starts = script.scenes.map((scene, i) => {
		const first = ofScene.get(scene.id)?.[0];
		if (!first || !words.scenes.some((candidate) => candidate.id === scene.id))
			throw new OperatorError('INPUT', `Scene ${scene.id} was never spoken`, { fix: 'Speak the script again after changing it.' });
		return { seconds: first.startSeconds, frame: i === 0 ? 0 : Math.max(1, frameOf(first.startSeconds) - LEAD_FRAMES) };
	});
	const durationFrames = Math.max(starts.at(-1)!.frame + 1, frameOf(spoken.endSeconds + TAIL_SECONDS));
	const captions: CaptionPage[] = [];
	const pages: TimedPage[] = [];
	const scenes = script.scenes.map((scene, index): PlannedScene => {
		const start = starts[index]!;
		const frames = (starts[index + 1]?.frame ?? durationFrames) - start.frame;
		const { title, kicker, source } = scene.onScreen;
		const own = ofScene.get(scene.id)!;
		const lead = index === 0 ? frameOf(start.seconds) : LEAD_FRAMES;
		const local = (seconds: number) => lead + frameOf(seconds - start.seconds);
		const spokenFrames = local(own.at(-1)!.endSeconds);
		const cues = cueFrames(scene.visual.cues ?? [], own, local, spokenFrames);
		const ofPage = scenePages(own, shape === '9:16' ? VERTICAL_PAGES : WIDE_PAGES);
		pages.push(...ofPage);
		captions.push(...framedPages(ofPage, local, frames, start.frame));
		const mine = look.scenes[index]!;
		const camera = cameraMoves(comingFrames(scene.visual, cues), spokenFrames, shape, index === 0);
		const picture = pictures?.[scene.id];
		return {
			id: scene.id,
			index: mine.index,
			last: index === script.scenes.length - 1,
			startFrame: start.frame,
			frames,
			spokenFrames,
			title,
			...(kicker ? { kicker } : {}),
			...(source ? { source } : {}),
			visual: shownVisual(scene.visual, mine),
			cueFrames: cues,
			skeleton: drawnSkeleton(mine.skeleton, scene.visual.type, shape === '9:16'),
			ground: mine.ground,
			transition: mine.transition,
			...(camera.length ? { camera } : {}),
			...(picture ? { picture } : {}),
		};
	});
	const { colours } = channel.brand;
	const plan: FilmPlan = {
		v: 1,
		...SIZES[shape],
		fps: FPS,
		seed: look.seed,
		palette: paletteFor(channel),
		...(colours ? { colours } : {}),
		durationFrames,
		scenes,
		captions,
		captionStyle: channel.captions.style,
	};
	return { plan, pages: joinedPages(pages), look };
}

/**
 * Pages of a scene in frames of the film. The first stands from the scene's first frame, so that the words never blink at a cut; the last
 * goes with its scene.
 */
function framedPages(pages: TimedPage[], local: (seconds: number) => number, frames: number, startFrame: number): CaptionPage[] {
	const at = (seconds: number) => startFrame + Math.max(0, Math.min(frames, local(seconds)));
	const lastFrame = (page: TimedPage) => {
		const end = at(page.endSeconds);
		return startFrame + frames - end <= FPS / 2 ? startFrame + frames : end;
	};
	return pages.map((page, i) => ({
		startFrame: i === 0 && startFrame > 0 ? startFrame : Math.max(startFrame, at(page.startSeconds) - 1),
		endFrame: i < pages.length - 1 ? Math.max(startFrame, at(page.endSeconds) - 1) : lastFrame(page),
		words: page.words.map((word) => ({ text: word.text, startFrame: at(word.startSeconds), endFrame: at(word.endSeconds) })),
	}));
}
