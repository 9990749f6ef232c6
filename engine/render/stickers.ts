/** Stickers: emoji pictures with a white outline and a soft shadow, drawn once at the size they are shown. */
import type { Canvas } from '@napi-rs/canvas';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { assetPath } from '../runtime/paths';
import { noteSticker, type Context } from './text';

/** Where the picture's deflated SVG body stands in stickers.bin. */
interface Icon {
	at: number;
	bytes: number;
	width: number;
	height: number;
}
let icons: Record<string, Icon> | undefined;
const set = (): Record<string, Icon> =>
	(icons ??= JSON.parse(readFileSync(assetPath('stickers', 'stickers.json'), 'utf8')) as Record<string, Icon>);

async function bodyOf({ at, bytes }: Icon): Promise<string> {
	const file = await open(assetPath('stickers', 'stickers.bin'));
	try {
		const packed = Buffer.alloc(bytes);
		await file.read(packed, 0, bytes, at);
		return inflateRawSync(packed).toString();
	} finally {
		await file.close();
	}
}

/** Whether the bundled set has this picture. */
export const hasSticker = (name: string | undefined): name is string => name !== undefined && Object.hasOwn(set(), name);

const cache = new Map<string, Canvas>();
/** The picture `size` pixels wide inside a canvas padded by 16 %; null for an unknown name. */
export async function loadSticker(name: string | undefined, size: number, outline = true): Promise<Canvas | null> {
	if (!hasSticker(name)) return null;
	const key = `${name}|${size}|${outline}`;
	const known = cache.get(key);
	if (known) return known;
	const icon = set()[name]!;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${icon.width} ${icon.height}" width="${size}" height="${size}">${await bodyOf(icon)}</svg>`;
	const image = await loadImage(Buffer.from(svg));
	const pad = Math.ceil(size * 0.16);
	const full = size + 2 * pad;
	const canvas = createCanvas(full, full);
	const x = canvas.getContext('2d');
	if (outline) {
		const white = createCanvas(full, full);
		const w = white.getContext('2d');
		w.drawImage(image, pad, pad, size, size);
		w.globalCompositeOperation = 'source-in';
		w.fillStyle = '#ffffff';
		w.fillRect(0, 0, full, full);
		const edge = createCanvas(full, full);
		const e = edge.getContext('2d');
		const reach = Math.max(5, size * 0.035);
		for (let i = 0; i < 32; i++) e.drawImage(white, Math.cos((i / 32) * 2 * Math.PI) * reach, Math.sin((i / 32) * 2 * Math.PI) * reach);
		x.shadowColor = 'rgba(6,8,22,.38)';
		x.shadowBlur = size * 0.05;
		x.shadowOffsetY = size * 0.035;
		x.drawImage(edge, 0, 0);
		x.shadowColor = 'transparent';
	}
	x.drawImage(image, pad, pad, size, size);
	cache.set(key, canvas);
	return canvas;
}

/** Forgets drawn stickers (a film uses each once). */
export const dropStickers = (): void => cache.clear();

/** Draws a sticker with its centre at (cx, cy). */
export function putSticker(x: Context, sticker: Canvas, cx: number, cy: number, scale: number, turn: number): void {
	if (scale <= 0.01) return;
	x.save();
	x.translate(cx, cy);
	x.rotate(turn);
	x.scale(scale, scale);
	x.drawImage(sticker, -sticker.width / 2, -sticker.height / 2);
	// Without its padding and the corners that most pictures leave free.
	noteSticker(x, sticker.width * 0.62);
	x.restore();
}
