/**
 * How the scenes of a film look: layout, ground, transition, accent. Chosen once an asset and kept with it, so that a changed sentence
 * leaves the look of all other scenes; chosen against the last films of the channel, so that no two of its films begin or move alike.
 */
import type { Channel, Scene, Script, Visual } from '../asset';
import { ACCENT_ORDERS, SKELETONS, type GroundKind, type PlannedScene, type TransitionKind } from '../render';
import { random } from '../render/clock';
import { seedOf } from '../render/theme';
import { drawnSkeleton, skeletonsFor } from '../render/skeletons';

/** What stays with a scene. */
export interface SceneLook extends Pick<PlannedScene, 'id' | 'index' | 'skeleton' | 'ground' | 'transition'> {
	/** Drawn without its stickers: the film has enough of them. */
	bare?: boolean;
}

/** The look of a film as it is kept with its asset. */
export interface FilmLook {
	seed: number;
	scenes: SceneLook[];
	/** What the next films of the channel keep away from. */
	summary: LookSummary;
}

/** A film as it was planned before: its look, or its whole plan out of a recipe. */
export interface EarlierFilm {
	seed: number;
	scenes: (SceneLook & { visual?: Visual })[];
}

/** What a scene is to look like instead; what is left out changes to any other. */
export type Restyle = Partial<Pick<PlannedScene, 'skeleton' | 'ground' | 'transition'>>;

export interface LookSummary {
	/** Words spoken over each skeleton. */
	skeletons: number[];
	/** Layout of the first scene and what it leads with: "2 number". */
	opening: string;
	/** In which order the accents take turns. */
	accents: number;
	/** How often each transition comes. */
	transitions: Partial<Record<string, number>>;
	/** Grounds of the first scenes. */
	grounds: string[];
}

/** How many films back a new one looks. */
export const REMEMBERED_FILMS = 10;
/** Of all scenes, those led by a sticker and nothing else. */
export const MOST_STICKER_LED = 0.25;
const FLAT: readonly GroundKind[] = ['ink', 'paper', 'accent'];
const MOVEMENTS: readonly TransitionKind[] = ['push-up', 'push-left', 'wipe', 'zoom-cut'];

const isMap = ({ type }: Visual): boolean => type === 'place' || type === 'route';

/** Whether a sticker is all that the scene shows beside its words. */
export const stickerLed = ({ visual, picture }: Pick<Scene, 'visual' | 'picture'>): boolean =>
	!picture &&
	visual.sticker !== undefined &&
	(visual.type === 'statement' || visual.type === 'outro' || (visual.type === 'hook' && !visual.number));

/** Names of all stickers a visual shows. */
export function stickersOf(visual: Visual): string[] {
	const parts =
		visual.type === 'split'
			? [visual.left.sticker, visual.right.sticker]
			: visual.type === 'steps'
				? visual.items.map((item) => item.sticker)
				: [];
	return [visual.sticker, ...parts].filter((name): name is string => Boolean(name));
}

/** What a film opens with: the layout, and what leads beside the words. */
export function openingOf({ skeleton, visual, pictured }: { skeleton: number; visual: Visual; pictured: boolean }): string {
	const own = visual.type === 'hook' ? (visual.number ? 'number' : visual.sticker ? 'sticker' : 'words') : visual.type;
	return `${skeleton} ${pictured ? 'picture' : own}`;
}

const wordsOf = (scene: Scene): number => scene.narration.split(/\s+/).length;

export interface LookInput {
	assetId: string;
	channel: Pick<Channel, 'id'>;
	script: Pick<Script, 'scenes'>;
	tall: boolean;
	earlier?: EarlierFilm;
	/** Scenes that are to look otherwise. */
	restyle?: Record<string, Restyle>;
	/** The channel's last films, newest first. */
	recent?: LookSummary[];
	/** Whether the scene shows a picture of the user's. */
	pictured?: (scene: Scene) => boolean;
}

/** The look of every scene, in order: the earlier one where there is one, else a new one. The same input gives the same look. */
export function chooseLook(input: LookInput): FilmLook {
	const { script, tall, earlier, restyle, pictured = () => false } = input;
	const recent = (input.recent ?? []).slice(0, REMEMBERED_FILMS);
	const seed = earlier?.seed ?? seedFor(input, recent);
	const before = new Map(earlier?.scenes.map((scene) => [scene.id, scene]));
	const fresh = new Set(script.scenes.flatMap(({ id }) => (before.has(id) ? [] : [id])));
	const next = random(earlier ? seed ^ seedOf([...fresh].join()) : seed);
	const choose = chooser(next, recent, tall);
	let index = Math.max(script.scenes.length, ...(earlier?.scenes.map((scene) => scene.index + 1) ?? []));
	const looks: SceneLook[] = [];
	script.scenes.forEach((scene, i) => {
		const was = before.get(scene.id);
		const own = { id: scene.id, index: i === 0 ? 0 : was ? was.index || index++ : earlier ? index++ : i };
		if (was) {
			const bare = was.bare ?? (was.visual ? stickersOf(scene.visual).length > 0 && stickersOf(was.visual).length === 0 : false);
			looks.push({ ...own, skeleton: was.skeleton, ground: was.ground, transition: was.transition, ...(bare ? { bare } : {}) });
			choose.note(scene, was.skeleton);
		} else looks.push({ ...own, ...choose.scene(scene, i, looks.slice(-2).reverse()) });
		const look = looks[i]!;
		look.ground = pictured(scene)
			? 'picture'
			: isMap(scene.visual)
				? 'map'
				: FLAT.includes(look.ground as GroundKind)
					? look.ground
					: choose.ground(i, looks);
		if (restyle?.[scene.id]) otherwise(look, scene, tall, restyle[scene.id]!);
		if (i === 0) look.transition = 'cut';
	});
	sparse(script.scenes, looks, fresh);
	return { seed, scenes: looks, summary: summarise(script.scenes, looks, tall, seed) };
}

/** The asset's seed, moved so that the accents take turns in the order that the channel's last films used least. */
function seedFor({ assetId, channel }: LookInput, recent: LookSummary[]): number {
	const seed = seedOf(`${channel.id}:${assetId}`) & 0x3fffffff;
	const next = random(seed);
	return (
		seed -
		(seed % ACCENT_ORDERS) +
		leastUsed(
			range(ACCENT_ORDERS),
			count(recent, (film) => film.accents),
			next,
		)
	);
}

/** Another layout and ground, or the ones asked for. */
function otherwise(look: SceneLook, { visual }: Scene, tall: boolean, wanted: Restyle): void {
	const skeletons = skeletonsFor(visual.type, tall);
	look.skeleton = skeletons[(skeletons.indexOf(drawnSkeleton(look.skeleton, visual.type, tall)) + 1) % skeletons.length]!;
	const at = FLAT.indexOf(look.ground as GroundKind);
	if (at >= 0) look.ground = FLAT[(at + 1) % FLAT.length]!;
	Object.assign(look, wanted);
}

function summarise(scenes: Scene[], looks: SceneLook[], tall: boolean, seed: number): LookSummary {
	const skeletons = range(SKELETONS).map(() => 0);
	const transitions: LookSummary['transitions'] = {};
	scenes.forEach((scene, i) => {
		const { skeleton, transition } = looks[i]!;
		skeletons[drawnSkeleton(skeleton, scene.visual.type, tall)]! += wordsOf(scene);
		if (i > 0) transitions[transition] = (transitions[transition] ?? 0) + 1;
	});
	const [scene] = scenes;
	const [look] = looks;
	const first = scene &&
		look && {
			skeleton: drawnSkeleton(look.skeleton, scene.visual.type, tall),
			visual: shownVisual(scene.visual, look),
			pictured: look.ground === 'picture',
		};
	return {
		skeletons,
		opening: first ? openingOf(first) : '',
		accents: Math.abs(seed % ACCENT_ORDERS),
		transitions,
		grounds: looks.slice(0, 4).map((look) => look.ground),
	};
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function count<T extends string | number>(films: LookSummary[], key: (film: LookSummary) => T): Map<T, number> {
	const counts = new Map<T, number>();
	for (const film of films) counts.set(key(film), (counts.get(key(film)) ?? 0) + 1);
	return counts;
}

/** The one that was used least; among equals the generator decides. */
function leastUsed<T>(options: readonly T[], used: { get(option: T): number | undefined }, next: () => number): T {
	const scored = options.map((option) => ({ option, score: (used.get(option) ?? 0) + next() * 0.9 }));
	return scored.reduce((best, each) => (each.score < best.score ? each : best)).option;
}

/** Chooses looks scene by scene; what the film and the channel's last films used much is used less. */
function chooser(next: () => number, recent: LookSummary[], tall: boolean) {
	const used = range(SKELETONS).map((skeleton) => recent.reduce((sum, film) => sum + (film.skeletons[skeleton] ?? 0), 0));
	const here = range(SKELETONS).map(() => 0);
	// The last two films count double.
	const openings = count([...recent, ...recent.slice(0, 2)], (film) => Number.parseInt(film.opening, 10));
	const grounds = count(recent, (film) => film.grounds[0] ?? 'ink');
	const moved = new Map(MOVEMENTS.map((kind) => [kind, recent.reduce((sum, film) => sum + (film.transitions[kind] ?? 0), 0)]));
	// Each film leads with two movements of the four, those its channel used least; cuts come between.
	const lead = leastUsed(MOVEMENTS, scaled(moved), next);
	const second = leastUsed(
		MOVEMENTS.filter((kind) => kind !== lead),
		scaled(moved),
		next,
	);
	const third = MOVEMENTS.filter((kind) => kind !== lead && kind !== second)[Math.floor(next() * 2)]!;
	const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
	const note = (scene: Scene, skeleton: number): void => {
		const drawn = drawnSkeleton(skeleton, scene.visual.type, tall);
		used[drawn]! += wordsOf(scene);
		here[drawn]! += wordsOf(scene);
	};
	const share = (list: number[], skeleton: number) =>
		list[skeleton]! /
		Math.max(
			1,
			list.reduce((a, b) => a + b, 0),
		);
	return {
		note,
		ground(i: number, looks: SceneLook[]): string {
			const [before, beforeThat] = [looks[i - 1], looks[i - 2]];
			const free = FLAT.filter((ground) => ground !== before?.ground && !(ground === 'accent' && beforeThat?.ground === 'accent'));
			if (i === 0) return leastUsed(['ink', 'accent'], grounds, next);
			// The first scenes are what a channel's films are known by.
			return i < 4
				? leastUsed(
						free,
						count(recent.slice(0, 4), (film) => film.grounds[i] ?? ''),
						next,
					)
				: pick(free);
		},
		scene(scene: Scene, i: number, [before, beforeThat]: SceneLook[]): Omit<SceneLook, 'id' | 'index'> {
			const all = skeletonsFor(scene.visual.type, tall);
			const others = all.filter((skeleton) => skeleton !== before?.skeleton);
			const weights = {
				get: (option: number) => 5 * share(used, option) + 4 * share(here, option) + (option === beforeThat?.skeleton ? 0.5 : 0),
			};
			const skeleton = leastUsed(others.length ? others : all, i === 0 ? openings : weights, next);
			let transition = pick([lead, lead, second, second, third, 'cut' as const]);
			if (transition === before?.transition && transition !== 'cut') transition = pick([second, third, 'cut' as const]);
			note(scene, skeleton);
			return { skeleton, ground: '', transition };
		},
	};
}

/** Counts as shares of the most used, so that the generator still decides among what is nearly even. */
function scaled<T>(counts: Map<T, number>): { get(option: T): number } {
	const most = Math.max(1, ...counts.values());
	return { get: (option) => (2 * (counts.get(option) ?? 0)) / most };
}

/** Drops stickers that come a second time, and those of sticker-led scenes beyond their share; only new scenes lose theirs. */
function sparse(scenes: Scene[], looks: SceneLook[], fresh: ReadonlySet<string>): void {
	const shown = new Set(scenes.flatMap((scene, i) => (fresh.has(scene.id) || looks[i]!.bare ? [] : stickersOf(scene.visual))));
	const led = (i: number) => stickerLed(scenes[i]!) && !looks[i]!.bare;
	scenes.forEach((scene, i) => {
		if (!fresh.has(scene.id)) return;
		const own = stickersOf(scene.visual);
		if (own.some((name) => shown.has(name)) || new Set(own).size < own.length) looks[i]!.bare = true;
		else own.forEach((name) => shown.add(name));
	});
	const all = range(scenes.length).filter(led);
	let over = all.length - Math.floor(scenes.length * MOST_STICKER_LED);
	// The hook keeps its own longest; the others give way evenly over the film.
	const others = all.filter((i) => i > 0);
	const order = [...others.filter((_, k) => k % 2), ...others.filter((_, k) => k % 2 === 0), 0];
	for (const i of order) if (fresh.has(scenes[i]?.id ?? '') && led(i) && over-- > 0) looks[i]!.bare = true;
}

/** The visual as a look shows it. */
export function shownVisual(visual: Visual, look: SceneLook): Visual {
	if (!look.bare) return visual;
	const { sticker: _, ...rest } = structuredClone(visual);
	const plain = rest as Visual;
	if (plain.type === 'steps') plain.items.forEach((item) => delete item.sticker);
	if (plain.type === 'split') [plain.left, plain.right].forEach((side) => delete side.sticker);
	return plain;
}
