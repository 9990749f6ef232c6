/**
 * Paints frames of a film onto one canvas and says which rectangles changed. Only these are drawn, read back and converted;
 * a rectangle always grows until it holds every element it meets, so that a clip edge never cuts through a glyph or a curve
 * and the result equals a full redraw.
 */
import type { Canvas } from '@napi-rs/canvas';
import { clearAllCache, createCanvas } from '@napi-rs/canvas';
import { OperatorError } from '../errors';
import { cameraCentre, cameraOf } from './camera';
import { Captions, type CaptionState } from './captions';
import type { BuiltScene } from './kit';
import { Kit } from './kit';
import { loadLogo } from './logo';
import type { FilmPlan } from './plan';
import { openPicture, type OpenPicture } from './pictures';
import { checkPlan, sceneAt } from './plan';
import { buildScene } from './scenes';
import { dropStickers } from './stickers';
import { even, meets, stageOf, union, type Stage } from './stage';
import { loadFonts, nameElement, type Box, type Context } from './text';
import { paletteOf, type Palette } from './theme';
import { drawTransition, transitionFrames } from './transitions';

/** Above this share of the frame one full redraw is cheaper than its parts. */
const FULL_SHARE = 0.62;

export class FilmPainter {
	readonly stage: Stage;
	readonly palette: Palette;
	readonly canvas: Canvas;
	readonly context: Context;
	readonly captions: Captions;
	private readonly built = new Map<number, BuiltScene & { picture?: OpenPicture }>();
	private readonly whole: Box;
	private last = -2;
	private lastCaption: CaptionState | null = null;
	private loadedLogo: Promise<Canvas | null> | undefined;
	private before: { index: number; picture: Canvas } | null = null;
	/** Redraws every frame in full: what the banded way is tested against. */
	always = false;

	constructor(readonly plan: FilmPlan) {
		checkPlan(plan);
		loadFonts();
		this.stage = stageOf(plan.width, plan.height);
		this.palette = paletteOf(plan);
		this.whole = { x: 0, y: 0, w: plan.width, h: plan.height };
		this.canvas = createCanvas(plan.width, plan.height);
		this.context = this.canvas.getContext('2d', { alpha: false });
		this.captions = new Captions(plan, this.stage, this.palette);
	}

	private logo(): Promise<Canvas | null> {
		return (this.loadedLogo ??= loadLogo(this.plan.logo, this.stage));
	}

	/** The scene's ground and elements; kept while the film is near it. */
	async scene(index: number): Promise<BuiltScene> {
		const known = this.built.get(index);
		if (known) return known;
		const planned = this.plan.scenes[index]!;
		for (const i of this.built.keys()) if (i < index - 1 || i > index + 1) this.built.delete(i);
		dropStickers();
		try {
			const picture = planned.picture && (await openPicture(planned.picture));
			const scene = await buildScene(new Kit(this.stage, this.palette, planned, this.plan, picture, (await this.logo()) ?? undefined));
			this.built.set(index, { ...scene, ...(picture ? { picture } : {}) });
			return scene;
		} catch (error) {
			throw new OperatorError(
				'ENGINE_FAILED',
				`Scene ${planned.id} (${planned.visual.type}) cannot be drawn: ${(error as Error).message}`,
				{
					fix: `Change what scene ${planned.id} shows in script.md and render again.`,
					cause: error,
				},
			);
		}
	}

	/** Builds what {@link paintNow} needs. */
	async prepare(frame: number): Promise<void> {
		const index = sceneAt(this.plan, frame);
		const { scene } = await this.scene(index);
		const local = frame - scene.startFrame;
		await this.built.get(index)?.picture?.prepare(local);
		if (index === 0 || local >= transitionFrames(scene)) return;
		const before = await this.scene(index - 1);
		await this.built.get(index - 1)?.picture?.prepare(before.scene.frames);
	}

	/** Paints the frame and returns what changed since the frame painted before (all of it after a jump). */
	async paint(frame: number): Promise<Box[]> {
		await this.prepare(frame);
		return this.paintNow(frame);
	}

	/** As {@link paint}, once the frame is prepared. */
	paintNow(frame: number): Box[] {
		const index = sceneAt(this.plan, frame);
		const scene = this.built.get(index)!;
		const local = frame - scene.scene.startFrame;
		const coming = index > 0 ? transitionFrames(scene.scene) : 0;
		const caption = this.captions.at(frame);
		const follows = frame === this.last + 1 && !this.always;
		this.last = frame;
		const captionBefore = this.lastCaption;
		this.lastCaption = caption;
		if (local < coming) {
			const before = this.pictureBefore(index);
			drawTransition(this.context, scene.scene, this.stage, this.palette, local, before, (x) => this.drawScene(x, scene, local));
			if (caption) this.captions.draw(this.context, caption);
			return [this.whole];
		}
		const camera = cameraOf(scene.scene);
		if (local === coming || !follows || scene.zoom?.motion.moves(local) || camera.moves(local)) {
			this.drawRegion(scene, local, this.whole, caption);
			return [this.whole];
		}
		if (local > coming && this.before) {
			// What the transition needed is done with.
			this.before = null;
			this.built.delete(index - 1);
			clearAllCache();
		}
		let dirty = scene.elements.filter((e) => e.motion.moves(local)).map((e) => e.box);
		if (caption?.key !== captionBefore?.key) {
			if (captionBefore) dirty.push(this.captions.box(captionBefore));
			if (caption) dirty.push(this.captions.box(caption));
		}
		dirty = this.close(dirty, scene, caption);
		const area = dirty.reduce((sum, box) => sum + box.w * box.h, 0);
		// Off its place the scene is drawn whole: its boxes do not lie on pixels then.
		if (dirty.length && (camera.scale(local) !== 1 || area > FULL_SHARE * this.whole.w * this.whole.h)) dirty = [this.whole];
		for (const box of dirty) this.drawRegion(scene, local, box, caption);
		return dirty;
	}

	/** Grows rectangles over everything they meet and joins those that touch. */
	private close(boxes: Box[], scene: BuiltScene, caption: CaptionState | null): Box[] {
		const { width, height } = this.stage;
		const solid = scene.elements.filter((e) => !e.loose).map((e) => e.box);
		if (caption) solid.push(this.captions.box(caption));
		let list = boxes.map((box) => even(box, width, height)).filter((box) => box.h > 0);
		for (let changed = true; changed;) {
			changed = false;
			list = list.map((box) => {
				let grown = box;
				for (const other of solid) if (meets(grown, other)) grown = union(grown, other);
				grown = even(grown, width, height);
				if (grown.w !== box.w || grown.h !== box.h) changed = true;
				return grown;
			});
			const joined: Box[] = [];
			for (const box of list) {
				const at = joined.findIndex((other) => meets(box, other));
				if (at < 0) joined.push(box);
				else {
					joined[at] = union(joined[at]!, box);
					changed = true;
				}
			}
			list = joined;
		}
		return list;
	}

	private drawRegion(scene: BuiltScene, local: number, box: Box, caption: CaptionState | null): void {
		const x = this.context;
		x.save();
		x.beginPath();
		x.rect(box.x, box.y, box.w, box.h);
		x.clip();
		this.drawScene(x, scene, local, box);
		if (caption && meets(box, this.captions.box(caption))) {
			nameElement('caption');
			this.captions.draw(x, caption);
		}
		x.restore();
	}

	/** Ground and elements of a scene, those that meet `region` only. */
	private drawScene(x: Context, scene: BuiltScene, local: number, region?: Box): void {
		const scale = cameraOf(scene.scene).scale(local);
		if (scale !== 1) {
			const [cx, cy] = cameraCentre(this.stage);
			x.save();
			x.translate(cx - cx * scale, cy - cy * scale);
			x.scale(scale, scale);
			this.drawStanding(x, scene, local);
			x.restore();
		} else this.drawStanding(x, scene, local, region);
	}

	private drawStanding(x: Context, scene: BuiltScene, local: number, region?: Box): void {
		const zoom = scene.zoom?.at(local) ?? 1;
		if (zoom === 1) x.drawImage(scene.ground, 0, 0);
		else {
			const [cx, cy] = scene.zoom!.centre;
			x.drawImage(scene.ground, cx - cx * zoom, cy - cy * zoom, this.stage.width * zoom, this.stage.height * zoom);
		}
		for (const element of scene.elements) {
			if (region && !meets(element.box, region)) continue;
			const { box } = element;
			nameElement(element.name);
			x.save();
			x.beginPath();
			x.rect(box.x, box.y, box.w, box.h);
			x.clip();
			element.draw(x, local);
			x.restore();
		}
	}

	/** The last picture of the scene before this one, without captions. */
	private pictureBefore(index: number): Canvas {
		if (this.before?.index === index) return this.before.picture;
		const before = this.built.get(index - 1)!;
		const picture = createCanvas(this.stage.width, this.stage.height);
		this.drawScene(picture.getContext('2d', { alpha: false }), before, before.scene.frames);
		this.before = { index, picture };
		return picture;
	}
}
