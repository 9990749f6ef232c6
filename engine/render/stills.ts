/** Single frames of a film as PNG, sheets of them, and what tests ask about a frame. Runs in the render child. */
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { FilmPainter } from './painter';
import type { FilmPlan } from './plan';
import { sceneAt } from './plan';
import { collectInk, type Box, type Context, type Ink } from './text';
import { luminance } from './theme';

/** Frames as PNG, `width` pixels wide (default: the film's own); given to `take` one by one where it is there, else returned. */
export async function drawStills(
	plan: FilmPlan,
	frames: number[],
	width = plan.width,
	take?: (picture: Buffer, index: number) => Promise<void>,
): Promise<Buffer[]> {
	const painter = new FilmPainter(plan);
	const pictures: Buffer[] = [];
	for (const [i, frame] of frames.entries()) {
		await painter.paint(clampFrame(plan, frame));
		const picture = await scaled(painter.canvas, width).encode('png');
		if (take) await take(picture, i);
		else pictures.push(picture);
	}
	return pictures;
}

const clampFrame = (plan: FilmPlan, frame: number): number => Math.max(0, Math.min(plan.durationFrames - 1, Math.round(frame)));

/** The picture at another width; the canvas itself at its own, unless a `copy` is asked for. */
export function scaled(canvas: Canvas, width: number, copy = false): Canvas {
	if (width === canvas.width && !copy) return canvas;
	const out = createCanvas(Math.round(width), Math.round((canvas.height * width) / canvas.width));
	const x = out.getContext('2d', { alpha: false });
	x.imageSmoothingEnabled = true;
	x.imageSmoothingQuality = 'high';
	x.drawImage(canvas, 0, 0, out.width, out.height);
	return out;
}

export interface SheetLayout {
	columns: number;
	cellWidth: number;
	/** Pixels between the pictures; 8 by default. */
	gap?: number;
}

/** One PNG with frames of a film, or pictures that were drawn before, in rows: a contact sheet. */
export async function drawSheet(of: { plan: FilmPlan; frames: number[] } | { files: string[] }, o: SheetLayout): Promise<Buffer> {
	const gap = o.gap ?? 8;
	const painter = 'plan' in of ? new FilmPainter(of.plan) : null;
	const cells = 'plan' in of ? of.frames : of.files;
	let sheet: Canvas | undefined;
	let x: Context;
	for (const [i, cell] of cells.entries()) {
		if (painter) await painter.paint(clampFrame(painter.plan, cell as number));
		const picture = painter ? scaled(painter.canvas, o.cellWidth) : await loadImage(cell as string);
		const cellHeight = Math.round((picture.height * o.cellWidth) / picture.width);
		if (!sheet) {
			sheet = createCanvas(o.columns * (o.cellWidth + gap) + gap, Math.ceil(cells.length / o.columns) * (cellHeight + gap) + gap);
			x = sheet.getContext('2d', { alpha: false });
			x.fillStyle = '#8a8d96';
			x.fillRect(0, 0, sheet.width, sheet.height);
			x.imageSmoothingEnabled = true;
			x.imageSmoothingQuality = 'high';
		}
		const at = [gap + (i % o.columns) * (o.cellWidth + gap), gap + Math.floor(i / o.columns) * (cellHeight + gap)] as const;
		x!.drawImage(picture, ...at, o.cellWidth, cellHeight);
		// Forces the picture to be drawn now, before its canvas changes.
		x!.getImageData(0, 0, 1, 1);
	}
	return (sheet ?? createCanvas(gap, gap)).encode('png');
}

export interface InspectedText extends Ink {
	/** Contrast of the text's colour to the pixels around its letters, 1–21. */
	contrast: number;
}
export interface InspectedFrame {
	frame: number;
	sceneId: string;
	texts: InspectedText[];
	elements: { name: string; box: Box; over: boolean }[];
}

/** What stands on the frames: text with size, colour, box and measured contrast, and the boxes of the elements. */
export async function inspectFrames(plan: FilmPlan, frames: number[]): Promise<InspectedFrame[]> {
	const painter = new FilmPainter(plan);
	painter.always = true;
	const found: InspectedFrame[] = [];
	for (const frame of frames) {
		const index = sceneAt(plan, frame);
		await painter.prepare(frame);
		const scene = await painter.scene(index);
		const inks = collectInk(() => painter.paintNow(frame)).filter((ink) => ink.kind !== 'picture');
		const pixels = painter.canvas.data();
		found.push({
			frame,
			sceneId: plan.scenes[index]!.id,
			texts: inks.map((ink) => ({ ...ink, contrast: contrastOn(pixels, plan.width, plan.height, ink) })),
			elements: scene.elements.map(({ name, box, over }) => ({ name, box, over })),
		});
	}
	return found;
}

/** Contrast between the text's colour and the commonest other colour in its box. */
function contrastOn(pixels: Buffer, width: number, height: number, ink: Ink): number {
	const own = parse(ink.colour);
	const counts = new Map<number, { n: number; c: number[] }>();
	const { box } = ink;
	for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.h); y += 2)
		for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(width, box.x + box.w); x += 2) {
			const at = (y * width + x) * 4;
			const c = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
			if (Math.abs(c[0]! - own[0]!) + Math.abs(c[1]! - own[1]!) + Math.abs(c[2]! - own[2]!) < 60) continue;
			const key = ((c[0]! >> 4) << 8) | ((c[1]! >> 4) << 4) | (c[2]! >> 4);
			const entry = counts.get(key);
			if (entry) entry.n++;
			else counts.set(key, { n: 1, c });
		}
	let most = { n: 0, c: own };
	for (const entry of counts.values()) if (entry.n > most.n) most = entry;
	const [a, b] = [luminance(own), luminance(most.c)].sort((p, q) => q - p) as [number, number];
	return Math.round(((a + 0.05) / (b + 0.05)) * 100) / 100;
}

const parse = (colour: string): number[] =>
	colour.startsWith('#')
		? [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16))
		: (colour.match(/\d+/g) ?? ['0', '0', '0']).slice(0, 3).map(Number);
