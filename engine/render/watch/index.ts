/**
 * Watches a film as a viewer does: every frame is painted, and what can be measured on it is noted. Captions are left out of the picture
 * (they are solid plates at a place of their own, and measured apart), so that what stands still is not hidden by words that come and go.
 */
import { createCanvas } from '@napi-rs/canvas';
import { cameraCentre, cameraOf } from '../camera';
import { Captions, layPage } from '../captions';
import type { BuiltScene, Element } from '../kit';
import { FilmPainter } from '../painter';
import type { FilmPlan } from '../plan';
import { sceneAt } from '../plan';
import { readPixels } from '../readback';
import { drawnSkeleton } from '../skeletons';
import { meets, type Stage } from '../stage';
import { collectInk, nameElement, type Box, type Ink } from '../text';
import { contrast } from '../theme';
import { transitionFrames } from '../transitions';
import { Changes, contrastOn, deadQuarter, halfEmpty, type Picture } from './pixels';

/** A text of a scene as it was seen at its best (largest, opaque), and the worst contrast it had while it was fully there. */
export interface WatchedText {
	kind: Ink['kind'];
	element: string;
	text: string;
	size: number;
	box: Box;
	contrast: number;
	/** Frame of the film of that contrast. */
	frame: number;
	/** Frames it was fully there. */
	seen: number;
	/** Contrasts of the last frames: one that lasts shorter nobody sees. */
	last: number[];
}

export interface WatchedScene {
	id: string;
	type: string;
	skeleton: number;
	startFrame: number;
	frames: number;
	transition: string;
	texts: WatchedText[];
	/** Figures that ran: the element, first and last frame at which its text changed, and the text it ended with. */
	counters: { element: string; from: number; to: number; final: string }[];
	/** Ink of two elements that met: how many frames, and the first of them. */
	meetings: { a: string; b: string; frames: number; frame: number }[];
	/** Of the first second: frames of which a half of the content held nothing. */
	halfEmptyFrames: number;
	/** At its end: whether a half of the content, and whether the lowest quarter of the whole frame, holds nothing. */
	endsHalfEmpty: boolean;
	deadQuarter: boolean;
}

export interface WatchedPage {
	startFrame: number;
	endFrame: number;
	text: string;
	words: number;
	size: number;
	plate: Box;
	/** Of its words to the plate. */
	contrast: number;
	/** Texts of the picture, and names of what is counted or read in it, that the plate covers. */
	covers: string[];
}

export interface Watched {
	scenes: WatchedScene[];
	pages: WatchedPage[];
	/** Frames at which something new was there: a cut, a camera move, an element that came or changed. */
	events: number[];
	/** Longest time between two events, and where it begins, in frames. */
	longestStill: { from: number; frames: number };
	/** Texts of frame 0. */
	cover: { text: string; kind: Ink['kind']; size: number; contrast: number }[];
	frames: number;
}

/** A change of this share of the frame is seen as one. */
const EVENT_SHARE = 0.0025;
/** Frames that a faint text must last to be noticed. */
const GLANCE = 7;
/** Text from this opacity on is there. */
const THERE = 0.9;
/** Of a line's size: how deep two boxes may reach into each other before their ink meets. */
const SLACK = 0.1;

/** Parts of a picture that are read, which an element declares as its ink. */
const NO_TEXT = { kind: 'mark', text: '', colour: '', alpha: 1 } as const;
const isText = ({ kind }: Ink): boolean => kind !== 'picture' && kind !== 'mark';

/** Paints every frame of the film and says what was seen. `onFrame` is told the frame done. */
export async function watchFilm(plan: FilmPlan, onFrame: (frame: number) => void = () => undefined): Promise<Watched> {
	const painter = new FilmPainter({ ...plan, captionStyle: 'none' });
	const { stage } = painter;
	const picture: Picture = { data: new Uint8Array(plan.width * plan.height * 4), width: plan.width, height: plan.height };
	const changes = new Changes(picture);
	const events: number[] = [];
	const scenes: WatchedScene[] = [];
	const pages = watchPages(plan, stage, painter);
	let cover: Watched['cover'] = [];
	let watcher: SceneWatcher | undefined;
	for (let frame = 0; frame < plan.durationFrames; frame++) {
		const dirty = await painter.paint(frame);
		for (const box of dirty) copy(painter, picture, box);
		// The wait lets the pixels be freed.
		if (dirty.length) await new Promise(setImmediate);
		const scene = await painter.scene(sceneAt(plan, frame));
		const local = frame - scene.scene.startFrame;
		if (local === 0) {
			watcher = new SceneWatcher(scene, plan, stage);
			scenes.push(watcher.seen);
		}
		watcher!.watch(frame, picture, dirty);
		if (frame === 0) cover = watcher!.cover();
		for (const page of pages)
			if (
				frame >= page.startFrame &&
				frame < page.endFrame &&
				local >= transitionFrames(scene.scene) &&
				(frame - page.startFrame) % 5 === 0
			)
				for (const text of watcher!.under(page.plate, local)) if (!page.covers.includes(text)) page.covers.push(text);
		if (local === 0) changes.touch({ x: 0, y: 0, w: plan.width, h: plan.height });
		else if (dirty.length) touched(scene, local).forEach((box) => changes.touch(box));
		if (frame === 0) changes.restart();
		else if ((dirty.length && changes.changed() >= EVENT_SHARE) || local === 0) {
			events.push(frame);
			changes.restart();
		}
		onFrame(frame);
	}
	let longestStill = { from: 0, frames: 0 };
	[0, ...events].forEach((from, i, all) => {
		const frames = (all[i + 1] ?? plan.durationFrames) - from;
		if (frames > longestStill.frames) longestStill = { from, frames };
	});
	return { scenes, pages, events, longestStill, cover, frames: plan.durationFrames };
}

function copy(painter: FilmPainter, picture: Picture, box: Box): void {
	const { x, y, w, h } = box;
	const { width } = picture;
	readPixels(painter.canvas, painter.context, box, (data) => {
		if (w === width) picture.data.set(data, y * width * 4);
		else for (let row = 0; row < h; row++) picture.data.set(data.subarray(row * w * 4, (row + 1) * w * 4), ((y + row) * width + x) * 4);
	});
}

/** Where something happens at a scene's frame, as against a pose that changes. */
function touched(scene: BuiltScene, local: number): Box[] {
	const all = { x: 0, y: 0, w: scene.ground.width, h: scene.ground.height };
	if (local < transitionFrames(scene.scene) || cameraOf(scene.scene).moves(local) || scene.zoom?.motion.moves(local)) return [all];
	const happening = scene.elements.filter((element) => element.motion.happens(local)).map((element) => element.box);
	return happening.length && cameraOf(scene.scene).scale(local) !== 1 ? [all] : happening;
}

/** The captions: placed as they are drawn, their colours as they are drawn. */
function watchPages(plan: FilmPlan, stage: Stage, painter: FilmPainter): WatchedPage[] {
	if (plan.captionStyle === 'none') return [];
	const { colours } = new Captions(plan, stage, painter.palette);
	const worst = Math.min(contrast(colours.text, colours.plate), contrast(colours.active, colours.plate));
	return plan.captions.map((page) => {
		const { size, plate } = layPage(page, stage);
		const text = page.words.map((word) => word.text).join(' ');
		return {
			startFrame: page.startFrame,
			endFrame: page.endFrame,
			text,
			words: page.words.length,
			size,
			plate,
			contrast: worst,
			covers: [],
		};
	});
}

class SceneWatcher {
	readonly seen: WatchedScene;
	private readonly inks = new Map<Element, Ink[]>();
	private readonly texts = new Map<string, WatchedText>();
	private readonly figures = new Map<string, { text: string; from: number; to: number }>();
	private readonly meetings = new Map<string, WatchedScene['meetings'][number]>();
	private readonly scratch = createCanvas(2, 2).getContext('2d');
	private readonly coming: number;

	constructor(
		private readonly scene: BuiltScene,
		plan: FilmPlan,
		private readonly stage: Stage,
	) {
		const { id, visual, skeleton, startFrame, frames, transition } = scene.scene;
		this.coming = startFrame > 0 ? transitionFrames(scene.scene) : 0;
		this.seen = {
			id,
			type: visual.type,
			skeleton: drawnSkeleton(skeleton, visual.type, plan.height > plan.width),
			startFrame,
			frames,
			transition,
			texts: [],
			counters: [],
			meetings: [],
			halfEmptyFrames: 0,
			endsHalfEmpty: false,
			deadQuarter: false,
		};
	}

	watch(frame: number, picture: Picture, dirty: Box[]): void {
		const { startFrame, frames } = this.scene.scene;
		const local = frame - startFrame;
		const moving = this.scene.elements.filter((element) => local === 0 || element.motion.moves(local));
		for (const element of moving) this.inks.set(element, this.inkOf(element, local));
		if (moving.length) {
			this.figuresAt(frame);
			this.meetingsAt(frame);
		}
		if (local >= this.coming) this.textsAt(frame, picture, dirty);
		if (local < 30 && halfEmpty(picture, this.stage.content)) this.seen.halfEmptyFrames++;
		if (local !== frames - 1) return;
		this.seen.endsHalfEmpty = halfEmpty(picture, this.stage.content);
		this.seen.deadQuarter = deadQuarter(picture, this.stage.content);
		this.seen.texts = [...this.texts.values()];
		this.seen.meetings = [...this.meetings.values()];
		this.seen.counters = [...this.figures].flatMap(([element, { text, from, to }]) =>
			to > from ? [{ element, from, to, final: text }] : [],
		);
	}

	cover(): Watched['cover'] {
		return [...this.texts.values()].map(({ text, kind, size, contrast: value }) => ({ text, kind, size, contrast: value }));
	}

	/** Texts, and parts of pictures that are read, now under a box of the frame. */
	under(box: Box, local: number): string[] {
		const scale = cameraOf(this.scene.scene).scale(local);
		const [cx, cy] = cameraCentre(this.stage);
		const seen = ({ x, y, w, h }: Box): Box => ({ x: cx + (x - cx) * scale, y: cy + (y - cy) * scale, w: w * scale, h: h * scale });
		return this.now()
			.filter((ink) => ink.kind !== 'picture' && ink.alpha > 0.5 && meets(seen(core(ink)), box))
			.map((ink) => ink.text || ink.element);
	}

	private now(): Ink[] {
		return this.scene.elements.flatMap((element) => this.inks.get(element) ?? []);
	}

	private inkOf(element: Element, local: number): Ink[] {
		const x = this.scratch;
		nameElement(element.name);
		x.save();
		try {
			const drawn = collectInk(() => element.draw(x, local), x);
			return [...drawn, ...element.ink.map((box): Ink => ({ ...NO_TEXT, size: box.h, box, element: element.name }))];
		} finally {
			x.restore();
		}
	}

	/** Notes the figures whose text is not what it was. */
	private figuresAt(frame: number): void {
		for (const [element, inks] of this.inks)
			inks
				.filter((ink) => ink.kind === 'figure')
				.forEach((ink, i) => {
					const key = i ? `${element.name} ${i}` : element.name;
					const known = this.figures.get(key);
					if (!known) this.figures.set(key, { text: ink.text, from: frame, to: frame });
					// It runs from the first change on.
					else if (known.text !== ink.text)
						Object.assign(known, { text: ink.text, from: known.to > known.from ? known.from : frame - 1, to: frame });
				});
	}

	private meetingsAt(frame: number): void {
		const inks = this.scene.elements.flatMap((element) => (this.inks.get(element) ?? []).map((ink) => ({ ink, element })));
		inks.forEach(({ ink, element }, i) => {
			if (ink.alpha < 0.5) return;
			for (const { ink: other, element: otherElement } of inks.slice(i + 1)) {
				if (otherElement === element || other.alpha < 0.5) continue;
				// Declared: a sticker that lies under or over words on purpose, two stickers that overlap.
				const pictures = [ink, other].filter((each) => !isText(each)).length;
				const marks = [ink, other].some((each) => each.kind === 'mark');
				if (pictures === 2 || (pictures === 1 && !marks && (element.over || otherElement.over))) continue;
				if (!meets(core(ink), core(other))) continue;
				const [a, b] = [nameOf(ink), nameOf(other)];
				const known = this.meetings.get(`${a}|${b}`);
				if (known) known.frames++;
				else this.meetings.set(`${a}|${b}`, { a, b, frames: 1, frame });
			}
		});
	}

	private textsAt(frame: number, picture: Picture, dirty: Box[]): void {
		const local = frame - this.scene.scene.startFrame;
		const camera = cameraOf(this.scene.scene);
		const scale = camera.scale(local);
		for (const [element, inks] of this.inks)
			for (const ink of inks) {
				if (!isText(ink) || ink.alpha < THERE) continue;
				const key = `${element.name}|${ink.kind}|${ink.kind === 'figure' ? '' : ink.text}`;
				let text = this.texts.get(key);
				if (!text) {
					const { kind, size, box } = ink;
					text = { kind, element: element.name, text: ink.text, size, box, contrast: 21, frame, seen: 0, last: [] };
					this.texts.set(key, text);
				}
				text.seen++;
				if (ink.size >= text.size) Object.assign(text, { size: ink.size, box: ink.box, text: ink.text });
				// The marker is running over it: both colours of the word stand there at once.
				if (inks.some((other) => other !== ink && other.text === ink.text && meets(core(other), core(ink)))) continue;
				const known = text.last.at(-1);
				const value =
					known !== undefined && (scale !== 1 || !dirty.some((box) => meets(box, ink.box)))
						? known
						: contrastOn(picture, ink.colour, ink.box);
				text.last.push(value);
				if (text.last.length > GLANCE) text.last.shift();
				const lasting = Math.max(...text.last);
				if ((text.last.length === GLANCE || frame === 0) && lasting < text.contrast) Object.assign(text, { contrast: lasting, frame });
			}
	}
}

const nameOf = (ink: Ink): string => (isText(ink) ? `"${ink.text}"` : ink.element);

/** The part of a text's box that holds ink. */
function core({ box, size, kind }: Pick<Ink, 'box' | 'size' | 'kind'>): Box {
	if (kind === 'picture' || kind === 'mark') return box;
	return { x: box.x + 2, y: box.y + size * SLACK, w: Math.max(1, box.w - 4), h: Math.max(1, box.h - 2 * size * SLACK) };
}
