/** What a scene is made of: a ground that is painted once, and elements that know their box and their moves. */
import type { Canvas } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import type { VisualType } from '../asset';
import { Motion, random } from './clock';
import type { FilmPlan, GroundKind, PlannedScene } from './plan';
import { ACCENT_ORDERS, CUE_LATEST, GROUNDS } from './plan';
import { drawnSkeleton } from './skeletons';
import type { Stage } from './stage';
import type { Box, Context } from './text';
import type { Palette, Tone } from './theme';
import { toneOf } from './theme';

export interface Element {
	name: string;
	/** Every pixel the element can ever draw; whole numbers. Drawing is clipped to it. */
	box: Box;
	motion: Motion;
	draw: (x: Context, frame: number) => void;
	/** Exact under any clip (fills, blits): does not have to be redrawn whole. */
	loose: boolean;
	/** Elements that may lie over others on purpose (art under a label's plate, a pin on a map). */
	over: boolean;
	/** Parts of a picture that are read: nothing may cover them, captions least of all. */
	ink: Box[];
}

/** The scene's picture, ready to draw: `draw` fills the box (cover fit, clipped), frames count from the scene's start. */
export interface ScenePicture {
	kind: 'image' | 'clip';
	width: number;
	height: number;
	credit?: string;
	draw: (x: Context, box: Box, frame: number) => void;
}

export interface BuiltScene {
	scene: PlannedScene;
	/** Painted once; opaque, as large as the frame. */
	ground: Canvas;
	/** Scale of the ground at a frame, for maps that zoom; 1 when it stands. */
	zoom?: { motion: Motion; at: (frame: number) => number; centre: [number, number] };
	elements: Element[];
}

export class Kit {
	readonly elements: Element[] = [];
	readonly tone: Tone;
	readonly ground: GroundKind;
	readonly skeleton: number;
	/** Length that spreads and waits go by, in frames: see {@link PlannedScene.spokenFrames}. */
	private readonly length: number;
	readonly random: () => number;
	/** Frames at which something must happen because nothing else does. */
	readonly idle: number[] = [];
	zoom?: BuiltScene['zoom'];
	/** Added after everything else, so that it lies on top. */
	readonly late: (() => void)[] = [];

	constructor(
		readonly stage: Stage,
		readonly palette: Palette,
		/** A picture may give it a title where it has none. */
		public scene: PlannedScene,
		readonly plan: Pick<FilmPlan, 'seed'> & Partial<Pick<FilmPlan, 'captions'>>,
		readonly picture?: ScenePicture,
		/** The channel's logo, ready to draw. */
		readonly logo?: Canvas,
	) {
		// A scene without a title shows its first words, unless its picture is read without one.
		if (!scene.title.replaceAll('*', '').trim() && !READS_ALONE.has(scene.visual.type))
			this.scene = { ...scene, title: placeNames(scene.visual) || firstWords(scene, plan.captions ?? []) };
		this.length = scene.spokenFrames ?? scene.frames;
		this.ground = (GROUNDS as readonly string[]).includes(scene.ground) ? (scene.ground as GroundKind) : 'ink';
		if (scene.visual.type === 'place' || scene.visual.type === 'route') this.ground = 'map';
		else if (this.ground === 'map') this.ground = 'ink';
		if (this.ground === 'picture' && !picture) this.ground = 'ink';
		else if (picture && this.ground !== 'map') this.ground = 'picture';
		this.tone = toneOf(palette, this.ground, scene.index + Math.abs(plan.seed % ACCENT_ORDERS));
		this.skeleton = drawnSkeleton(scene.skeleton, scene.visual.type, stage.tall);
		this.random = random(plan.seed * 7919 + scene.index * 104729 + 1);
		for (let at = stage.patience - 8; at < this.length - 14; at += stage.patience) this.idle.push(at);
	}

	/** The same scene as though it began `lead` frames later. */
	later(lead: number): Kit {
		const { scene } = this;
		const less = {
			...scene,
			frames: scene.frames - lead,
			...(scene.spokenFrames === undefined ? {} : { spokenFrames: scene.spokenFrames - lead }),
			cueFrames: scene.cueFrames.map((cue) => cue && Math.max(0, cue - lead)),
		};
		return new Kit(this.stage, this.palette, less, this.plan, this.picture, this.logo);
	}

	/** Frame at which element i appears: its cue word, else an even spread over the first part of the scene. */
	cue(i: number, count: number, from = 10): number {
		const cued = this.scene.cueFrames[i];
		const latest = CUE_LATEST[this.scene.visual.type] ?? Infinity;
		if (typeof cued === 'number') return Math.max(0, Math.min(cued, this.length - 16, latest));
		const span = Math.min(this.length * 0.55, 26 * count);
		return Math.round(from + (count > 1 ? (span * i) / count : 0));
	}

	/**
	 * Adds an element; `make` names its moves and returns how it is drawn at a frame. `keep`, for pictures without text, copies
	 * what it looks like between its moves, so that a large one costs little where captions change above it.
	 */
	add(
		name: string,
		box: Box,
		make: (m: Motion) => (x: Context, frame: number) => void,
		options: { loose?: boolean; over?: boolean; keep?: boolean; ink?: Box[] } = {},
	): void {
		const motion = new Motion();
		let draw = make(motion);
		const x = Math.max(0, Math.floor(box.x));
		const y = Math.max(0, Math.floor(box.y));
		const whole = {
			x,
			y,
			w: Math.min(this.stage.width, Math.ceil(box.x + box.w)) - x,
			h: Math.min(this.stage.height, Math.ceil(box.y + box.h)) - y,
		};
		if (whole.w <= 0 || whole.h <= 0) return;
		if (options.keep) draw = kept(motion, whole, draw);
		const loose = (options.loose ?? false) || (options.keep ?? false);
		this.elements.push({ name, box: whole, motion, draw, loose, over: options.over ?? false, ink: options.ink ?? [] });
	}
}

/** Draws once for each time between two moves and copies that: exact under any clip. */
function kept(motion: Motion, box: Box, draw: (x: Context, frame: number) => void): (x: Context, frame: number) => void {
	let copy: { key: number; canvas: Canvas } | undefined;
	return (x, frame) => {
		const key = motion.settled(frame);
		if (key < 0) return draw(x, frame);
		if (copy?.key !== key) {
			const canvas = createCanvas(box.w, box.h);
			const c = canvas.getContext('2d');
			c.translate(-box.x, -box.y);
			draw(c, frame);
			copy = { key, canvas };
		}
		x.drawImage(copy.canvas, box.x, box.y);
	};
}

/** Pictures that say themselves what they are of. */
const READS_ALONE = new Set<VisualType>(['bignum', 'share', 'split', 'list', 'steps', 'cause', 'date', 'timeline', 'count', 'quote']);

/** A map without a title is headed by where it is: the first words of its sentence may stop anywhere. */
export function placeNames(visual: PlannedScene['visual']): string {
	if (visual.type === 'place') return visual.place.name;
	return visual.type === 'route' ? `${visual.from.name} – ${visual.to.name}` : '';
}

/** The first words spoken in a scene; see {@link openingWords}. */
function firstWords(scene: PlannedScene, pages: FilmPlan['captions']): string {
	const spoken = pages
		.flatMap((page) => page.words)
		.filter((word) => word.startFrame >= scene.startFrame - 4 && word.startFrame < scene.startFrame + scene.frames)
		.map((word) => word.text);
	return openingWords(spoken);
}

const OPENING_WORDS = 6;
/** Words that lead on to the next: nothing may end with one. */
const LEADS_ON =
	/^(?:an?|the|this|that|these|those|its|their|his|her|our|your|my|of|in|on|at|by|for|from|to|with|into|onto|over|under|through|about|around|between|after|before|since|until|as|than|and|or|but|nor|so|if|when|while|where|which|who|whose|because|is|are|was|were|be|been|has|have|had|can|could|will|would|may|might|must|not|every|each|some|any|no|more|most|very|up)$/i;

/** At most six first words of what is said, ended where a phrase may end: before a comma, never on an article or a preposition. */
export function openingWords(spoken: string[]): string {
	const taken = spoken.slice(0, OPENING_WORDS);
	const pause = taken.findIndex((word, i) => i >= 1 && /[,;:]$/.test(word));
	const words = pause > 0 && spoken.length > OPENING_WORDS ? taken.slice(0, pause + 1) : taken;
	while (spoken.length > words.length && words.length > 2 && LEADS_ON.test(words.at(-1)!)) words.pop();
	return words.join(' ').replace(/[.,;:!]+$/, '');
}

/** Draws with the given transform and opacity, then restores. */
export function within(x: Context, o: { at?: [number, number]; scale?: number; turn?: number; alpha?: number }, draw: () => void): void {
	if (o.alpha !== undefined && o.alpha <= 0) return;
	if (o.scale !== undefined && o.scale <= 0) return;
	x.save();
	if (o.at) x.translate(o.at[0], o.at[1]);
	if (o.turn) x.rotate(o.turn);
	if (o.scale !== undefined) x.scale(o.scale, o.scale);
	if (o.alpha !== undefined) x.globalAlpha *= Math.min(1, o.alpha);
	draw();
	x.restore();
}

export function roundRect(x: Context, box: Box, radius: number, colour: string): void {
	x.fillStyle = colour;
	x.beginPath();
	x.roundRect(box.x, box.y, box.w, box.h, radius);
	x.fill();
}
