/** Fonts, measuring, fitting and drawing of text. In inspect mode every run that is drawn is also noted with its box. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { existsSync } from 'node:fs';
import { OperatorError } from '../errors';
import { assetPath } from '../runtime/paths';

export type Context = SKRSContext2D;
export type Face = 'Display' | 'Body' | 'Label' | 'Caption' | 'Serif';
const FACES: Record<Face, string> = {
	Display: 'display.ttf',
	Body: 'body.ttf',
	Label: 'label.ttf',
	Caption: 'caption.ttf',
	Serif: 'serif.ttf',
};
/** Families that stand in for glyphs our five fonts lack, where the machine has them. */
const FALLBACK = '"Noto Sans", "Noto Sans CJK SC", "Noto Naskh Arabic", "Noto Color Emoji", sans-serif';

export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

/** A drawn run of text, in pixels of the frame. */
export interface Ink {
	/** An ornament is a glyph used as a picture: it is not noted. A mark is a part of a picture that is read. */
	kind: 'title' | 'label' | 'source' | 'caption' | 'figure' | 'ornament' | 'picture' | 'mark';
	text: string;
	size: number;
	colour: string;
	box: Box;
	/** Opacity it was drawn with. */
	alpha: number;
	element: string;
}
let collector: Ink[] | null = null;
let watched: Context | null = null;
let element = '';
/** Runs `draw` and returns the text it drew onto `context`, or onto any; stickers too, as ink of the kind "picture". */
export function collectInk(draw: () => void, context: Context | null = null): Ink[] {
	const inks: Ink[] = (collector = []);
	watched = context;
	try {
		draw();
	} finally {
		collector = null;
	}
	return inks;
}
/** {@link collectInk} for drawing that waits; nothing else may draw meanwhile. */
export async function collectInkOf(draw: () => Promise<void>): Promise<Ink[]> {
	const inks: Ink[] = (collector = []);
	watched = null;
	try {
		await draw();
	} finally {
		collector = null;
	}
	return inks;
}
const collects = (x: Context): boolean => collector !== null && (watched === null || watched === x);
export const nameElement = (name: string): void => {
	element = name;
};

let ready = false;
/** Registers the five fonts once a process. */
export function loadFonts(): void {
	if (ready) return;
	for (const [face, file] of Object.entries(FACES)) {
		const path = assetPath('fonts', file);
		if (!existsSync(path) || !GlobalFonts.registerFromPath(path, face))
			throw new OperatorError('ENGINE_MISSING', `The font ${file} of the pack is missing`, {
				fix: 'Install the pack again, or build it with "npm run build".',
			});
	}
	ready = true;
}

const scratch = createCanvas(8, 8).getContext('2d');
/** Letter spacing by face, in em: large type is set tight. */
const TRACK: Record<Face, number> = { Display: -0.028, Body: 0, Label: 0, Caption: -0.005, Serif: -0.012 };

export interface TextStyle {
	face: Face;
	size: number;
	track?: number;
}
function setFont(x: Context, { face, size, track }: TextStyle): void {
	x.font = `${size}px "${face}", ${FALLBACK}`;
	x.letterSpacing = `${((track ?? TRACK[face]) * size).toFixed(2)}px`;
}

const widths = new Map<string, number>();
/** Width of a run in pixels. */
export function measure(text: string, style: TextStyle): number {
	const key = `${style.face}|${style.size}|${style.track ?? ''}|${text}`;
	let width = widths.get(key);
	if (width === undefined) {
		setFont(scratch, style);
		width = scratch.measureText(text).width;
		if (widths.size > 5000) widths.clear();
		widths.set(key, width);
	}
	return width;
}

/** The largest size ≤ `size` at which the run is not wider than `width`, but never below `least`. */
export function sizeFor(text: string, face: Face, size: number, width: number, least = 20): number {
	const full = measure(text, { face, size });
	return full <= width ? size : Math.max(least, Math.floor((size * width) / full));
}

export interface DrawOptions {
	face?: Face;
	size: number;
	colour: string;
	align?: 'left' | 'center' | 'right';
	alpha?: number;
	track?: number;
	kind?: Ink['kind'];
}

/** Draws one run with its baseline at y; returns its width. */
export function drawText(x: Context, text: string, px: number, y: number, o: DrawOptions): number {
	const face = o.face ?? 'Body';
	const opacity = o.alpha ?? 1;
	const width = measure(text, { face, size: o.size, ...(o.track === undefined ? {} : { track: o.track }) });
	if (opacity <= 0 || text === '') return width;
	setFont(x, { face, size: o.size, ...(o.track === undefined ? {} : { track: o.track }) });
	x.textAlign = 'left';
	x.textBaseline = 'alphabetic';
	x.fillStyle = o.colour;
	const before = x.globalAlpha;
	x.globalAlpha = before * opacity;
	const left = o.align === 'right' ? px - width : o.align === 'center' ? px - width / 2 : px;
	x.fillText(text, left, y);
	if (collects(x) && o.kind !== 'ornament') note(x, text, left, y, width, o, before * opacity);
	x.globalAlpha = before;
	x.letterSpacing = '0px';
	return width;
}

function note(x: Context, text: string, left: number, y: number, width: number, o: DrawOptions, opacity: number): void {
	const m = x.getTransform();
	const [top, bottom] = [y - o.size * 0.74, y + o.size * 0.2];
	const corners = [
		[left, top],
		[left + width, top],
		[left, bottom],
		[left + width, bottom],
	].map(([a, b]) => [m.a * a! + m.c * b! + m.e, m.b * a! + m.d * b! + m.f] as const);
	const xs = corners.map((c) => c[0]);
	const ys = corners.map((c) => c[1]);
	const [bx, by] = [Math.min(...xs), Math.min(...ys)];
	collector!.push({
		kind: o.kind ?? 'label',
		text,
		size: o.size * Math.hypot(m.a, m.b),
		colour: o.colour,
		box: { x: bx, y: by, w: Math.max(...xs) - bx, h: Math.max(...ys) - by },
		alpha: opacity,
		element,
	});
}

/** Notes a picture `side` pixels wide and high around the context's origin, as ink that text may not meet. */
export function noteSticker(x: Context, side: number): void {
	if (!collects(x)) return;
	const m = x.getTransform();
	const scale = Math.hypot(m.a, m.b);
	const half = (side * scale) / 2;
	collector!.push({
		kind: 'picture',
		text: '',
		size: side * scale,
		colour: '',
		box: { x: m.e - half, y: m.f - half, w: 2 * half, h: 2 * half },
		alpha: x.globalAlpha,
		element,
	});
}

/** Greedy lines no wider than `width`; a single word may be wider. No-break spaces hold. */
function greedy(text: string, style: TextStyle, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const next = line ? `${line} ${word}` : word;
		if (line && measure(next, style) > width) {
			lines.push(line);
			line = word;
		} else line = next;
	}
	if (line) lines.push(line);
	return lines;
}

/** Lines of even length: the narrowest column that needs no more lines than the given width does. */
export function wrap(text: string, style: TextStyle, width: number): string[] {
	const lines = greedy(text, style, width);
	if (lines.length < 2) return lines;
	let low = width * 0.35;
	let high = width;
	for (let i = 0; i < 9; i++) {
		const middle = (low + high) / 2;
		const tried = greedy(text, style, middle);
		if (tried.length <= lines.length && tried.every((line) => measure(line, style) <= middle)) high = middle;
		else low = middle;
	}
	return greedy(text, style, high);
}

export interface Fitted {
	size: number;
	lines: string[];
	height: number;
}

/** The largest size between `max` and `min` at which the text fits the box in at most `maxLines` balanced lines without an orphan. */
export function fit(
	text: string,
	face: Face,
	o: { max: number; min: number; width: number; height: number; maxLines: number; lineHeight: number },
): Fitted {
	let fallback: Fitted | undefined;
	for (let size = o.max; size >= o.min; size -= 4) {
		const style = { face, size };
		const lines = wrap(text, style, o.width);
		const height = lines.length * size * o.lineHeight;
		const lengths = lines.map((line) => measure(line, style));
		if (lines.length > o.maxLines || height > o.height || Math.max(...lengths) > o.width) continue;
		// An orphan in large type beats a line much smaller.
		if (fallback && size < fallback.size * 0.72) break;
		const fitted = { size, lines, height };
		if (lines.length === 1 || Math.min(...lengths) >= 0.36 * Math.max(...lengths)) return fitted;
		fallback ??= fitted;
	}
	if (fallback) return fallback;
	// Too long for the smallest size: smaller still, so that nothing is cut.
	for (let size = o.min; size >= 24; size -= 2) {
		const lines = wrap(text, { face, size }, o.width);
		const height = lines.length * size * o.lineHeight;
		if (height <= o.height && lines.every((line) => measure(line, { face, size }) <= o.width)) return { size, lines, height };
	}
	const lines = wrap(text, { face, size: 24 }, o.width);
	return { size: 24, lines, height: lines.length * 24 * o.lineHeight };
}

export const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
