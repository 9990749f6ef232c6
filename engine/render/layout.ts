/**
 * The four skeletons of a scene, for each shape: where the title stands, and which part of the frame the picture fills.
 * 9:16: 0 title on top, 1 title on a panel that runs off the lower edge, 2 title centred, 3 title on a slab across the top.
 * 16:9: 0 title left, 1 title right, 2 title across the top, 3 title on a coloured panel left.
 * Pictures run off the frame; only words keep the safe area.
 */
import type { Canvas } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import { drawTexture, paintEcho } from './art';
import type { BuiltScene, Kit } from './kit';
import { addLogo } from './logo';
import type { Box, Context } from './text';
import { addSource, addTitle, type TitleOptions } from './title';
import { blend, onFill, readable, solid } from './theme';

export interface Composition {
	skeleton: number;
	/** Where the scene's picture goes; text in it is safe. */
	picture: Box;
	/** Larger box for what may run off the frame. */
	bleed: Box;
	title: Box;
	align: 'left' | 'center';
}

export interface ComposeOptions {
	/** Largest title size. */
	max?: number;
	maxLines?: number;
	title?: boolean;
	source?: boolean;
	/** Source line on a plate because the picture lies below it. */
	plate?: boolean;
	/** Room kept free below a title that stands in a column of its own (16:9). */
	below?: number;
	/** 9:16, title below: a band across the picture, which goes on under it, rather than a panel down to the lower edge. */
	band?: boolean;
	/** What runs along the foot of such a panel: the scene's own word or figure. */
	echo?: string;
}

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
	addLogo(kit);
	return { scene: kit.scene, ground: paintGround(kit), elements: kit.elements, ...(kit.zoom ? { zoom: kit.zoom } : {}) };
}

/** Colours of words on a filled panel. */
export interface PanelColours {
	fill: string;
	text: string;
	mark: string;
	onMark: string;
	kicker: string;
	muted: string;
}

/** The panel of a ground: the accent on ink, ink on paper and on the accent. */
export function panelOf(kit: Kit): PanelColours {
	const { palette: p, tone } = kit;
	const fill = tone.dark ? tone.mark : kit.ground === 'accent' ? p.dark : tone.strong;
	return panelColours(kit, fill);
}
export function panelColours({ palette: p }: Kit, colour: string): PanelColours {
	const { fill, text } = solid(p, colour);
	const onDark = text === p.light;
	const mark = onDark ? readable(p.accents[0], p.dark, 5) : p.dark;
	return { fill, text, mark, onMark: onFill(p, mark), kicker: text, muted: readable(blend(text, fill, 0.25), fill) };
}

/** A flat box with a soft edge of shadow above it, as if laid on the picture. */
export function paintPanel(kit: Kit, box: Box, fill: string, shadow: 'above' | 'below' | 'right' | 'none' = 'above'): void {
	paintBelow(kit, (x) => {
		const reach = 34;
		if (shadow !== 'none') {
			const [x0, y0, x1, y1] =
				shadow === 'above'
					? [0, box.y, 0, box.y - reach]
					: shadow === 'below'
						? [0, box.y + box.h, 0, box.y + box.h + reach]
						: [box.x + box.w, 0, box.x + box.w + reach, 0];
			const g = x.createLinearGradient(x0, y0, x1, y1);
			g.addColorStop(0, 'rgba(0,0,0,.22)');
			g.addColorStop(1, 'rgba(0,0,0,0)');
			x.fillStyle = g;
			x.fillRect(Math.min(x0, x1), Math.min(y0, y1), shadow === 'right' ? reach : box.w, shadow === 'right' ? box.h : reach);
		}
		fillBox(x, box, fill);
	});
}

/** The foot of a frame, from the captions down: a panel, in the vertical shape with the scene's own word or figure along it. */
export function paintFoot(kit: Kit, echo: string): void {
	const { width, height, tall, foot } = kit.stage;
	const panel = panelOf(kit);
	paintPanel(kit, { x: 0, y: foot, w: width, h: height - foot }, panel.fill);
	if (tall) paintEcho(kit, echo, { x: 0, y: 1440, w: width, h: height - 1440 }, blend(panel.fill, panel.text, 0.21));
}

/** Fills a box with one colour. */
export function fillBox(x: Context, box: Box, fill: string): void {
	x.fillStyle = fill;
	x.fillRect(box.x, box.y, box.w, box.h);
}

/** Adds title and source by skeleton and returns the boxes that are left. */
export function compose(kit: Kit, o: ComposeOptions = {}): Composition {
	const options = kit.scene.title ? o : { ...o, title: false };
	if (kit.stage.tall) return composeTall(kit, kit.skeleton, options);
	// A picture without a title beside it stands in the middle of a wide frame.
	return composeWide(kit, kit.scene.title ? kit.skeleton : 2, options);
}

function titled(kit: Kit, o: ComposeOptions, options: Omit<TitleOptions, 'max'> & { max: number }): Box {
	if (o.title === false) {
		const { box, anchor } = options;
		return { x: box.x, y: anchor === 'bottom' ? box.y + box.h : box.y, w: box.w, h: 0 };
	}
	return addTitle(kit, { maxLines: o.maxLines ?? 3, ...options, max: o.max ?? options.max });
}

function composeTall(kit: Kit, skeleton: number, o: ComposeOptions): Composition {
	const { content, width, height, foot } = kit.stage;
	const end = content.y + content.h;
	const bare = o.title === false;
	const gap = 48;
	const source = (options: Parameters<typeof addSource>[1] = {}) => {
		if (o.source !== false) kit.late.push(() => addSource(kit, { plate: o.plate ?? false, ...options }));
	};
	const below = (title: Box, align: 'left' | 'center', pad = gap): Composition => {
		const top = title.y + title.h + (title.h ? pad : 0);
		return {
			skeleton,
			picture: { x: content.x, y: top, w: content.w, h: end - top },
			bleed: { x: 0, y: bare ? 0 : top, w: width, h: height - (bare ? 0 : top) },
			title,
			align,
		};
	};
	if (skeleton === 1 && !bare) {
		const panel = panelOf(kit);
		const title = titled(kit, o, {
			box: { x: content.x, y: content.y + 620, w: content.w, h: content.h - 620 },
			max: 112,
			anchor: 'bottom',
			colours: panel,
		});
		const top = Math.round(title.y - 46);
		if (o.band) {
			// Not part of the ground: that moves with the camera.
			const band = { x: 0, y: top, w: width, h: foot - top };
			kit.add('panel', band, () => (x) => fillBox(x, band, panel.fill), { loose: true, over: true });
			kit.elements.unshift(kit.elements.pop()!);
		} else paintPanel(kit, { x: 0, y: top, w: width, h: height - top }, panel.fill);
		if (!o.band) paintEcho(kit, o.echo ?? '', { x: 0, y: 1446, w: width, h: height - 1446 }, blend(panel.fill, panel.text, 0.15));
		source({ plate: false, colour: panel.muted });
		return {
			skeleton,
			picture: { x: content.x, y: content.y, w: content.w, h: top - 40 - content.y },
			bleed: { x: 0, y: 0, w: width, h: top },
			title,
			align: 'left',
		};
	}
	if (skeleton === 2) {
		const title = titled(kit, o, { box: { ...content, h: 330 }, max: 104, align: 'center' });
		source({ align: 'center' });
		return below(title, 'center');
	}
	if (skeleton === 3 && !bare) {
		const panel = panelOf(kit);
		const title = titled(kit, o, { box: { ...content, h: 350 }, max: 112, colours: panel });
		const bottom = Math.round(title.y + title.h + 40);
		paintPanel(kit, { x: 0, y: 0, w: width, h: bottom }, panel.fill, 'below');
		source();
		return below(title, 'left', 40 + gap);
	}
	const title = titled(kit, o, { box: { ...content, h: 360 }, max: 116 });
	source();
	return below(title, 'left');
}

function composeWide(kit: Kit, skeleton: number, o: ComposeOptions): Composition {
	const { content, width, height } = kit.stage;
	const end = content.y + content.h;
	const bare = o.title === false;
	const source = (options: Parameters<typeof addSource>[1] = {}) => {
		if (o.source !== false) kit.late.push(() => addSource(kit, { plate: o.plate ?? true, ...options }));
	};
	if (skeleton === 1) {
		const box = { x: 1190, y: content.y, w: content.x + content.w - 1190, h: content.h - (o.below ?? 0) };
		const title = titled(kit, o, { box, max: 108, anchor: 'middle', maxLines: o.maxLines ?? 5 });
		source();
		const picture = { x: content.x, y: content.y + 16, w: bare ? content.w : 1010, h: content.h - 16 };
		return { skeleton, picture, bleed: { x: 0, y: 0, w: bare ? width : 1150, h: height }, title, align: 'left' };
	}
	if (skeleton === 2) {
		const title = titled(kit, o, { box: { ...content, h: 240 }, max: 104, align: 'center', maxLines: 2 });
		source();
		const top = title.y + title.h + (title.h ? 36 : 0);
		return {
			skeleton,
			picture: { x: content.x + 60, y: top, w: content.w - 120, h: end - top },
			bleed: { x: 0, y: bare ? 0 : top, w: width, h: height - (bare ? 0 : top) },
			title,
			align: 'center',
		};
	}
	if (skeleton === 3 && !bare) {
		const w = 680;
		const panel = panelOf(kit);
		paintPanel(kit, { x: 0, y: 0, w, h: height }, panel.fill, 'right');
		const title = titled(kit, o, {
			box: { x: content.x, y: content.y, w: w - content.x - 56, h: content.h - (o.below ?? 0) },
			max: 104,
			anchor: 'middle',
			maxLines: o.maxLines ?? 5,
			colours: panel,
		});
		source({ x: w + 60, w: 1100 });
		const left = w + 60;
		return {
			skeleton,
			picture: { x: left, y: content.y + 16, w: content.x + content.w - left, h: content.h - 16 },
			bleed: { x: w, y: 0, w: width - w, h: height },
			title,
			align: 'left',
		};
	}
	const title = titled(kit, o, {
		box: { x: content.x, y: content.y, w: 640, h: content.h - (o.below ?? 0) },
		max: 120,
		anchor: 'middle',
		maxLines: o.maxLines ?? 5,
	});
	source();
	const left = bare ? content.x : 812;
	return {
		skeleton,
		picture: { x: left, y: content.y + 16, w: content.x + content.w - left, h: content.h - 16 },
		bleed: { x: bare ? 0 : 780, y: 0, w: bare ? width : width - 780, h: height },
		title,
		align: 'left',
	};
}

/** Text colour for a fill, moved until it reads. */
export const textOn = (kit: Kit, fill: string): string => readable(onFill(kit.palette, fill), fill);
