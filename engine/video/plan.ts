/** From a spoken script to a film plan: which frames each scene has, how it looks and comes in, when its elements appear. */
import { createHash } from 'node:crypto';
import type { Channel, Script, Visual, Word, WordTimes } from '../asset';
import { OperatorError } from '../errors';
import {
	PALETTE_NAMES,
	SKELETONS,
	type CaptionPage,
	type FilmPlan,
	type GroundKind,
	type PlannedScene,
	type TransitionKind,
} from '../render';
import { random } from '../render/clock';
import { captionPages, VERTICAL_PAGES, WIDE_PAGES, type TimedPage } from './captions';

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
	earlier?: Pick<FilmPlan, 'seed' | 'scenes'>;
	/** Scenes that are to look otherwise: with these fields, or `{}` for any other layout and ground. */
	restyle?: Record<string, Partial<Look>>;
}

/** Nearest frame; times in whole milliseconds give the same one wherever in the film the scene stands. */
const frameOf = (seconds: number): number => Math.round(Number((seconds * FPS).toFixed(3)));

/** 32-bit seed of any text. */
export const seedOf = (text: string): number => createHash('sha256').update(text).digest().readInt32LE(0);

/** The palette of a channel: the one it names, or for "auto" always the same one of its own. */
export function paletteFor(channel: Channel): string {
	const { palette } = channel.brand;
	if (PALETTE_NAMES.includes(palette)) return palette;
	return PALETTE_NAMES[Math.abs(seedOf(channel.id)) % PALETTE_NAMES.length]!;
}

const bare = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase();

/** Frames, relative to the scene, of its cue words in order; null for a word that is not spoken. */
export function cueFrames(cues: string[], words: Word[], startFrame: number, frames: number): (number | null)[] {
	let from = 0;
	return cues.map((cue) => {
		const wanted = bare(cue.split(/\s+/)[0] ?? '');
		const at = wanted ? words.findIndex((word, i) => i >= from && bare(word.text) === wanted) : -1;
		if (at < 0) return null;
		from = at + 1;
		return Math.min(frames - 1, Math.max(0, frameOf(words[at]!.startSeconds) - startFrame - CUE_LEAD_FRAMES));
	});
}

/** Plans the film. Errors: INPUT when words and script do not belong together. */
export function planFilm(input: PlanInput): { plan: FilmPlan; pages: TimedPage[] } {
	const { script, words, channel, shape } = input;
	const spoken = words.words.at(-1);
	if (!spoken) throw new OperatorError('INPUT', 'The voice has no words', { fix: 'Speak the script again.' });
	const durationFrames = frameOf(spoken.endSeconds + TAIL_SECONDS);
	// Not of the revision: a corrected script is the same film.
	const seed = input.earlier?.seed ?? seedOf(input.assetId);
	const looks = keepLooks(script, assignLooks(script, seed, channel), input);
	const starts = script.scenes.map((scene, i) => {
		const times = words.scenes.find((candidate) => candidate.id === scene.id);
		if (!times)
			throw new OperatorError('INPUT', `Scene ${scene.id} was never spoken`, { fix: 'Speak the script again after changing it.' });
		return i === 0 ? 0 : Math.max(1, frameOf(times.startSeconds) - LEAD_FRAMES);
	});
	const scenes = script.scenes.map((scene, index): PlannedScene => {
		const startFrame = starts[index]!;
		const frames = (starts[index + 1] ?? durationFrames) - startFrame;
		const { title, kicker, source } = scene.onScreen;
		const own = words.words.filter((word) => word.sceneId === scene.id);
		return {
			id: scene.id,
			index: looks[index]!.index,
			total: script.scenes.length,
			startFrame,
			frames,
			title,
			...(kicker ? { kicker } : {}),
			...(source ? { source } : {}),
			visual: scene.visual,
			cueFrames: cueFrames(scene.visual.cues ?? [], own, startFrame, frames),
			...looks[index]!.look,
		};
	});
	const pages = captionPages(words.words, shape === '9:16' ? VERTICAL_PAGES : WIDE_PAGES);
	const { colours } = channel.brand;
	const plan: FilmPlan = {
		v: 1,
		...SIZES[shape],
		fps: FPS,
		seed,
		palette: paletteFor(channel),
		...(colours ? { colours } : {}),
		durationFrames,
		scenes,
		captions: pages.map((page) => toFrames(page, durationFrames)),
		captionStyle: channel.captions.style,
	};
	return { plan, pages };
}

function toFrames(page: TimedPage, durationFrames: number): CaptionPage {
	const at = (seconds: number) => Math.min(durationFrames, frameOf(seconds));
	return {
		startFrame: Math.max(0, at(page.startSeconds) - 1),
		endFrame: Math.max(0, at(page.endSeconds) - 1),
		words: page.words.map((word) => ({ text: word.text, startFrame: at(word.startSeconds), endFrame: at(word.endSeconds) })),
	};
}

export type Look = Pick<PlannedScene, 'skeleton' | 'ground' | 'transition'>;

/** Looks as assigned, but for scenes that the earlier plan holds: these stay as they were, unless they are to look otherwise. */
function keepLooks(script: Script, assigned: Look[], { earlier, restyle }: PlanInput): { look: Look; index: number }[] {
	const before = new Map(earlier?.scenes.map((scene) => [scene.id, scene]));
	let fresh = Math.max(script.scenes.length, ...(earlier?.scenes.map((scene) => scene.index + 1) ?? []));
	return script.scenes.map((scene, i) => {
		const was = before.get(scene.id);
		const look = { ...assigned[i]! };
		if (was) {
			for (const key of Object.keys(look) as (keyof Look)[]) Object.assign(look, { [key]: was[key] });
			if (MAP_TYPES.has(scene.visual.type) !== (was.ground === 'map')) look.ground = assigned[i]!.ground;
		}
		const wanted = restyle?.[scene.id];
		if (wanted) {
			look.skeleton = (look.skeleton + 1) % SKELETONS;
			const at = FLAT_GROUNDS.indexOf(look.ground as GroundKind);
			if (at >= 0) look.ground = FLAT_GROUNDS[(at + 1) % FLAT_GROUNDS.length]!;
			Object.assign(look, wanted);
		}
		if (i === 0) look.transition = 'cut';
		return { look, index: i === 0 ? 0 : was ? was.index || fresh++ : earlier ? fresh++ : i };
	});
}

const FLAT_GROUNDS: GroundKind[] = ['ink', 'paper', 'accent'];
const MAP_TYPES = new Set<Visual['type']>(['place', 'route']);

/** Layout, ground and transition of every scene: varied inside a film and between the films of a channel, the same for the same seed. */
function assignLooks(script: Script, seed: number, channel: Channel): Look[] {
	const next = random(seed ^ seedOf(channel.id));
	const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
	const flat = FLAT_GROUNDS;
	const movements: TransitionKind[] = ['push-up', 'push-left', 'wipe', 'zoom-cut'];
	// Each film leads with two movements of the four; cuts come between.
	const lead = pick(movements);
	const second = pick(movements.filter((kind) => kind !== lead));
	const third = pick(movements.filter((kind) => kind !== lead && kind !== second));
	const looks: Look[] = [];
	for (const [i, scene] of script.scenes.entries()) {
		const before = looks[i - 1];
		const beforeThat = looks[i - 2];
		const skeletons = Array.from({ length: SKELETONS }, (_, n) => n).filter(
			(n) => n !== before?.skeleton && !(n === beforeThat?.skeleton && next() < 0.6),
		);
		const grounds = flat.filter((ground) => ground !== before?.ground && !(ground === 'accent' && beforeThat?.ground === 'accent'));
		const ground: GroundKind = MAP_TYPES.has(scene.visual.type)
			? 'map'
			: scene.visual.type === 'hook' && i === 0
				? pick(['ink', 'accent'])
				: pick(grounds.length ? grounds : flat);
		const transition: TransitionKind = i === 0 ? 'cut' : pick([lead, lead, second, second, third, 'cut']);
		looks.push({
			skeleton: pick(skeletons.length ? skeletons : [0]),
			ground,
			transition: transition === before?.transition && transition !== 'cut' ? pick([second, third, 'cut']) : transition,
		});
	}
	return looks;
}
