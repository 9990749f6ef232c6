/**
 * The four skeletons of a scene, for each shape: where the title stands, which box the picture gets, what lies behind.
 * 0 title on top (16:9: left), 1 title below the picture (16:9: right), 2 centred over a picture that bleeds off the frame, 3 a coloured rail.
 */
import type { Canvas } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import { addArt, artBox, drawTexture, type Motif } from './art';
import type { BuiltScene, Kit } from './kit';
import type { Box, Context } from './text';
import { addSource, addTitle, type TitleOptions } from './title';
import { onFill, readable } from './theme';

export interface Composition {
	/** Where the scene's picture goes; text in it is safe. */
	picture: Box;
	/** Larger box for pictures that may run off the frame. */
	bleed: Box;
	title: Box;
	align: 'left' | 'center';
}

export interface ComposeOptions {
	/** Largest title size. */
	max?: number;
	maxLines?: number;
	/** false: no art, the picture fills the frame. */
	art?: boolean | Motif;
	/** Panel of the rail; default yes. */
	title?: boolean;
	source?: boolean;
	/** Source line on a plate because the picture lies below it. */
	plate?: boolean;
	/** Room kept free below a title that stands in a column of its own (16:9). */
	below?: number;
	/** Skeletons this scene can take; others are mapped onto them. */
	allow?: readonly number[];
}

export const RAIL = 128;

/** Panels painted into the ground, by kit. */
const panels = new WeakMap<Kit, ((x: Context) => void)[]>();
export function paintBelow(kit: Kit, paint: (x: Context) => void): void {
	panels.set(kit, [...(panels.get(kit) ?? []), paint]);
}

/** The ground: plain colour, texture, then what the layout painted below. */
export function paintGround(kit: Kit): Canvas {
	const { width, height } = kit.stage;
	const canvas = createCanvas(width, height);
	const x = canvas.getContext('2d', { alpha: false });
	x.fillStyle = kit.tone.ground;
	x.fillRect(0, 0, width, height);
	drawTexture(x, kit);
	for (const paint of panels.get(kit) ?? []) paint(x);
	return canvas;
}

export function finish(kit: Kit): BuiltScene {
	for (const add of kit.late) add();
	return { scene: kit.scene, ground: paintGround(kit), elements: kit.elements, ...(kit.zoom ? { zoom: kit.zoom } : {}) };
}

/** Skeleton after the scene's own wishes. */
export function skeletonOf(kit: Kit, allow?: readonly number[]): number {
	if (!allow || allow.includes(kit.skeleton)) return kit.skeleton;
	return allow[kit.skeleton % allow.length]!;
}

/** Adds art, title and source by skeleton and returns the boxes that are left. */
export function compose(kit: Kit, o: ComposeOptions = {}): Composition {
	const skeleton = skeletonOf(kit, o.allow);
	if (o.art !== false) {
		// The rail stays clear of it.
		const from = skeleton === 3 ? (kit.stage.tall ? RAIL : 660) : 0;
		const { x, y, w, h } = artBox(kit);
		addArt(kit, { x: x + from, y, w: w - from, h }, typeof o.art === 'string' ? o.art : undefined);
	}
	return kit.stage.tall ? composeTall(kit, skeleton, o) : composeWide(kit, skeleton, o);
}

function titled(kit: Kit, o: ComposeOptions, options: Omit<TitleOptions, 'max'> & { max: number }): Box {
	if (o.title === false) {
		const { box, anchor } = options;
		return { x: box.x, y: anchor === 'bottom' ? box.y + box.h : box.y, w: box.w, h: 0 };
	}
	return addTitle(kit, { maxLines: o.maxLines ?? 3, ...options, max: o.max ?? options.max });
}

function composeTall(kit: Kit, skeleton: number, o: ComposeOptions): Composition {
	const { content, width, height } = kit.stage;
	const end = content.y + content.h;
	const gap = 56;
	const source = (options: Parameters<typeof addSource>[1] = {}) => {
		if (o.source !== false) kit.late.push(() => addSource(kit, { plate: o.plate ?? false, ...options }));
	};
	if (skeleton === 1) {
		const title = titled(kit, o, {
			box: { x: content.x, y: content.y + 560, w: content.w, h: content.h - 560 },
			max: 108,
			anchor: 'bottom',
		});
		source();
		const bottom = title.y - gap;
		return {
			picture: { x: content.x, y: content.y, w: content.w, h: bottom - content.y },
			bleed: { x: 0, y: 0, w: width, h: bottom },
			title,
			align: 'left',
		};
	}
	if (skeleton === 2) {
		const title = titled(kit, o, { box: { ...content, h: 330 }, max: 100, align: 'center' });
		source({ align: 'center' });
		const top = title.y + title.h + (title.h ? gap : 0);
		return {
			picture: { x: content.x, y: top, w: content.w, h: end - top },
			bleed: { x: 0, y: top, w: width, h: height - top },
			title,
			align: 'center',
		};
	}
	if (skeleton === 3) {
		const rail = kit.tone.mark;
		paintBelow(kit, (x) => {
			x.fillStyle = rail;
			x.fillRect(0, 0, RAIL, height);
		});
		const left = RAIL + 48;
		const w = content.x + content.w - left;
		const title = titled(kit, o, { box: { x: left, y: content.y, w, h: 360 }, max: 100 });
		source({ x: left, w });
		const top = title.y + title.h + (title.h ? gap : 0);
		return {
			picture: { x: left, y: top, w, h: end - top },
			bleed: { x: RAIL, y: top, w: width - RAIL, h: height - top },
			title,
			align: 'left',
		};
	}
	const title = titled(kit, o, { box: { ...content, h: 360 }, max: 112 });
	source();
	const top = title.y + title.h + (title.h ? gap : 0);
	return {
		picture: { x: content.x, y: top, w: content.w, h: end - top },
		bleed: { x: 0, y: top, w: width, h: height - top },
		title,
		align: 'left',
	};
}

function composeWide(kit: Kit, skeleton: number, o: ComposeOptions): Composition {
	const { content, width, height } = kit.stage;
	const end = content.y + content.h;
	const bare = o.title === false;
	const source = (options: Parameters<typeof addSource>[1] = {}) => {
		if (o.source !== false) kit.late.push(() => addSource(kit, { plate: true, ...options }));
	};
	if (skeleton === 1) {
		const box = { x: 1190, y: content.y, w: content.x + content.w - 1190, h: content.h - (o.below ?? 0) };
		const title = titled(kit, o, { box, max: 104, anchor: 'middle', maxLines: o.maxLines ?? 5 });
		source();
		const picture = { x: content.x, y: content.y + 16, w: bare ? content.w : 1010, h: content.h - 16 };
		return { picture, bleed: { x: 0, y: 0, w: bare ? width : 1150, h: height }, title, align: 'left' };
	}
	if (skeleton === 2) {
		const title = titled(kit, o, { box: { ...content, h: 240 }, max: 96, align: 'center', maxLines: 2 });
		source({ align: 'center' });
		const top = title.y + title.h + (title.h ? 44 : 0);
		return {
			picture: { x: content.x + 120, y: top, w: content.w - 240, h: end - top },
			bleed: { x: 0, y: top, w: width, h: height - top },
			title,
			align: 'center',
		};
	}
	if (skeleton === 3) {
		const panel = { x: 0, y: 0, w: 660, h: height };
		const fill = kit.tone.mark;
		const text = onFill(kit.palette, fill);
		paintBelow(kit, (x) => {
			x.fillStyle = fill;
			x.fillRect(panel.x, panel.y, panel.w, panel.h);
		});
		const mark = text === kit.palette.dark ? kit.palette.dark : kit.palette.light;
		const title = titled(kit, o, {
			box: { x: content.x, y: content.y, w: panel.w - content.x - 60, h: content.h },
			max: 96,
			anchor: 'middle',
			maxLines: o.maxLines ?? 5,
			colours: { text, mark, onMark: onFill(kit.palette, mark), kicker: text },
		});
		source({ x: panel.w + 60, w: 1100 });
		const left = panel.w + 70;
		return {
			picture: { x: left, y: content.y + 16, w: content.x + content.w - left, h: content.h - 16 },
			bleed: { x: panel.w, y: 0, w: width - panel.w, h: height },
			title,
			align: 'left',
		};
	}
	const title = titled(kit, o, {
		box: { x: content.x, y: content.y, w: 640, h: content.h - (o.below ?? 0) },
		max: 116,
		anchor: 'middle',
		maxLines: o.maxLines ?? 5,
	});
	source();
	const left = bare ? content.x : 812;
	return {
		picture: { x: left, y: content.y + 16, w: content.x + content.w - left, h: content.h - 16 },
		bleed: { x: bare ? 0 : 780, y: 0, w: bare ? width : width - 780, h: height },
		title,
		align: 'left',
	};
}

/** Text colour for a fill, moved until it reads. */
export const textOn = (kit: Kit, fill: string): string => readable(onFill(kit.palette, fill), fill);
