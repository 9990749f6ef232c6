/** Thumbnails, three ideas in two shapes: at most four words, legible 168 pixels wide, nothing over the subject. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { drawMotif } from './art';
import { random } from './clock';
import { countryAt, drawGlobe, radiusFor, viewOf } from './maps';
import type { ThumbnailSpec } from './plan';
import { loadSticker, putSticker } from './stickers';
import { drawText, loadFonts, measure, sizeFor, type Box, type Context } from './text';
import { alpha, blend, onFill, paletteOf, type Palette } from './theme';
import { fitTitle, marksOf } from './title';

interface Colours {
	text: string;
	mark: string;
	onMark: string;
}

/** Draws a thumbnail; the layout follows from the shape of the size. */
export async function drawThumbnail(spec: ThumbnailSpec, size: { width: number; height: number }): Promise<Buffer> {
	loadFonts();
	const p = paletteOf(spec);
	// Everything is designed at 1280x720 or 1080x1920 and scaled.
	const tall = size.height > size.width;
	const [w, h] = tall ? [1080, 1920] : [1280, 720];
	const canvas = createCanvas(size.width, size.height);
	const x = canvas.getContext('2d', { alpha: false });
	x.scale(size.width / w, size.height / h);
	if (spec.recipe === 'object') await drawObject(x, spec, p, w, h);
	else if (spec.recipe === 'number') await drawNumber(x, spec, p, w, h);
	else if (spec.recipe === 'contrast') await drawContrast(x, spec, p, w, h);
	else if (spec.recipe === 'picture') await drawPicture(x, spec, p, w, h);
	else await drawThreat(x, spec, p, w, h);
	return canvas.encode('png');
}

function heading(
	x: Context,
	title: string,
	box: Box,
	c: Colours,
	o: { max: number; maxLines: number; anchor?: 'top' | 'middle' | 'bottom'; align?: 'left' | 'center' },
): number {
	const fitted = fitTitle(title, { max: o.max, min: 60, width: box.w, height: box.h, maxLines: o.maxLines });
	const size = fitted.size;
	const height = fitted.height;
	const top = o.anchor === 'middle' ? box.y + (box.h - height) / 2 : o.anchor === 'bottom' ? box.y + box.h - height : box.y;
	const marks = marksOf(title);
	let at = 0;
	fitted.lines.forEach((line, row) => {
		const base = top + size * 0.8 + row * size * 1.04;
		const style = { face: 'Display' as const, size };
		const width = measure(line, style);
		let px = o.align === 'center' ? box.x + (box.w - width) / 2 : box.x;
		const words = line.split(' ').map((text) => ({ text, marked: marks[at++]?.marked ?? false }));
		const space = measure(' ', style);
		for (let i = 0; i < words.length;) {
			let j = i;
			while (j < words.length && words[j]!.marked === words[i]!.marked) j++;
			const run = words
				.slice(i, j)
				.map((word) => word.text)
				.join(' ');
			const runWidth = measure(run, style);
			if (words[i]!.marked) {
				x.save();
				x.translate(px + runWidth / 2, base - size * 0.32);
				x.rotate(-0.012);
				x.fillStyle = c.mark;
				x.fillRect(-runWidth / 2 - size * 0.1, -size * 0.52, runWidth + size * 0.2, size * 1.06);
				x.restore();
			}
			drawText(x, run, px, base, { ...style, colour: words[i]!.marked ? c.onMark : c.text, kind: 'title' });
			px += runWidth + space;
			i = j;
		}
	});
	return top + height;
}

const on = (p: Palette, ground: string, mark: string): Colours => ({ text: onFill(p, ground), mark, onMark: onFill(p, mark) });

async function drawObject(x: Context, spec: Extract<ThumbnailSpec, { recipe: 'object' }>, p: Palette, w: number, h: number): Promise<void> {
	const tall = h > w;
	const ground = p.ink;
	x.fillStyle = ground;
	x.fillRect(0, 0, w, h);
	const [cx, cy, size] = tall ? [w * 0.54, 560, 720] : [w * 0.74, h * 0.49, 470];
	// Rays behind the object say where to look.
	x.save();
	x.translate(cx, cy);
	const first = random(spec.seed)();
	for (let i = 0; i < 18; i++) {
		x.fillStyle = i % 2 ? p.ink2 : blend(p.ink2, p.accents[2], 0.35);
		x.beginPath();
		x.moveTo(0, 0);
		x.arc(0, 0, 2200, first + (i / 18) * 2 * Math.PI, first + ((i + 1) / 18) * 2 * Math.PI);
		x.fill();
	}
	x.restore();
	x.fillStyle = p.accents[1];
	x.beginPath();
	x.arc(cx, cy, size * 0.6, 0, 7);
	x.fill();
	const sticker = await loadSticker(spec.sticker, size);
	if (sticker) putSticker(x, sticker, cx, cy, 1, -0.06);
	const c = on(p, ground, p.accents[0]);
	if (tall) heading(x, spec.title, { x: 76, y: 1060, w: w - 152, h: 380 }, c, { max: 230, maxLines: 3 });
	else heading(x, spec.title, { x: 56, y: 40, w: w * 0.47, h: h - 80 }, c, { max: 190, maxLines: 4, anchor: 'middle' });
	x.strokeStyle = p.accents[0];
	x.lineWidth = tall ? 24 : 18;
	x.strokeRect(x.lineWidth / 2, x.lineWidth / 2, w - x.lineWidth, h - x.lineWidth);
}

async function drawNumber(x: Context, spec: Extract<ThumbnailSpec, { recipe: 'number' }>, p: Palette, w: number, h: number): Promise<void> {
	const tall = h > w;
	const ground = p.accents[0];
	x.fillStyle = ground;
	x.fillRect(0, 0, w, h);
	const dark = onFill(p, ground);
	drawMotif(
		x,
		'halftone',
		{ x: 0, y: h * (tall ? 0.7 : 0.5), w, h: h * (tall ? 0.3 : 0.5) },
		{ back: alpha(dark, 0.12), middle: alpha(dark, 0.12), front: alpha(dark, 0.12) },
		0,
		0,
	);
	const sticker = await loadSticker(spec.sticker, tall ? 620 : 400);
	const width = tall ? w - 140 : sticker ? w * 0.6 : w - 112;
	const size = sizeFor(spec.number, 'Display', tall ? 560 : 430, width);
	const base = tall ? 260 + size * 0.76 : 60 + size * 0.76;
	drawText(x, spec.number, tall ? 66 : 50, base, { face: 'Display', size, colour: dark, kind: 'figure' });
	const c: Colours = { text: dark, mark: dark, onMark: onFill(p, dark) };
	const top = base + size * 0.14 + (tall ? 30 : 14);
	const end = heading(x, spec.title, { x: tall ? 76 : 56, y: top, w: width, h: tall ? 420 : h - top - 40 }, c, {
		max: tall ? 190 : 150,
		maxLines: 2,
	});
	if (!sticker) return;
	if (tall) putSticker(x, sticker, w * 0.5, Math.max(end + 350, 1300), 1, -0.05);
	else putSticker(x, sticker, w * 0.8, h * 0.46, 1, 0.06);
}

async function drawContrast(
	x: Context,
	spec: Extract<ThumbnailSpec, { recipe: 'contrast' }>,
	p: Palette,
	w: number,
	h: number,
): Promise<void> {
	const tall = h > w;
	const [first, second] = [p.paper, p.accents[1]];
	x.fillStyle = first;
	x.fillRect(0, 0, w, h);
	x.fillStyle = second;
	x.beginPath();
	if (tall) {
		x.moveTo(0, 790);
		x.lineTo(w, 650);
		x.lineTo(w, h);
		x.lineTo(0, h);
	} else {
		x.moveTo(w * 0.55, 0);
		x.lineTo(w, 0);
		x.lineTo(w, h);
		x.lineTo(w * 0.45, h);
	}
	x.fill();
	const value = (text: string, box: Box, colour: string) => {
		const size = Math.min(sizeFor(text, 'Display', 330, box.w), box.h);
		drawText(x, text, box.x + box.w / 2, box.y + box.h / 2 + size * 0.36, {
			face: 'Display',
			size,
			colour,
			align: 'center',
			kind: 'figure',
		});
	};
	if (tall) {
		value(spec.left, { x: 76, y: 240, w: w - 152, h: 380 }, onFill(p, first));
		value(spec.right, { x: 76, y: 800, w: w - 152, h: 330 }, onFill(p, second));
	} else {
		value(spec.left, { x: 40, y: 110, w: w * 0.42, h: 340 }, onFill(p, first));
		value(spec.right, { x: w * 0.55, y: 110, w: w * 0.42, h: 340 }, onFill(p, second));
	}
	const strip = tall ? { x: 0, y: 1180, w, h: 290 } : { x: 0, y: 520, w, h: 200 };
	x.fillStyle = p.ink;
	x.fillRect(strip.x, strip.y, strip.w, strip.h);
	heading(x, spec.title, { x: 56, y: strip.y + 10, w: w - (tall ? 112 : 260), h: strip.h - 20 }, on(p, p.ink, p.accents[0]), {
		max: tall ? 150 : 140,
		maxLines: tall ? 2 : 1,
		anchor: 'middle',
	});
}

async function drawThreat(x: Context, spec: Extract<ThumbnailSpec, { recipe: 'threat' }>, p: Palette, w: number, h: number): Promise<void> {
	const tall = h > w;
	const at: [number, number] = tall ? [w / 2, 690] : [w * 0.62, h * 0.66];
	if (spec.place) {
		const here: [number, number] = [spec.place.longitude, spec.place.latitude];
		const country = countryAt(here);
		const view = viewOf(here, at, radiusFor(country, tall ? 760 : 520));
		drawGlobe(
			x,
			view,
			{ width: w, height: h },
			{
				space: p.ink,
				seaNear: blend(p.sea, '#ffffff', 0.12),
				seaFar: blend(p.sea, p.ink, 0.35),
				land: p.land,
				border: alpha(p.ink, 0.35),
				highlight: p.accents[0],
				line: 'rgba(255,255,255,.06)',
			},
			[country],
		);
	} else {
		x.fillStyle = p.ink;
		x.fillRect(0, 0, w, h);
		drawMotif(
			x,
			'rays',
			{ x: 0, y: tall ? 300 : 60, w, h: h - (tall ? 300 : 60) },
			{ back: p.ink2, middle: p.ink3, front: p.accents[0] },
			0,
			0.5,
		);
		const sticker = await loadSticker(spec.sticker, tall ? 560 : 380);
		if (sticker) putSticker(x, sticker, at[0], at[1] - (tall ? 0 : 30), 1, -0.08);
	}
	const shade = x.createLinearGradient(0, tall ? 1500 : 0, 0, tall ? 950 : 380);
	shade.addColorStop(0, alpha(p.ink, 0.97));
	shade.addColorStop(0.55, alpha(p.ink, 0.85));
	shade.addColorStop(1, alpha(p.ink, 0));
	x.fillStyle = shade;
	x.fillRect(0, tall ? 950 : 0, w, tall ? h - 950 : 380);
	if (spec.place) {
		const r = tall ? 74 : 54;
		const off = tall ? 0 : 30;
		for (const [colour, width] of [
			['#ffffff', r * 0.95],
			[p.accents[1], r * 0.55],
		] as const) {
			x.strokeStyle = colour;
			x.lineWidth = width;
			x.lineCap = 'round';
			x.beginPath();
			x.moveTo(at[0] - r, at[1] - r + off);
			x.lineTo(at[0] + r, at[1] + r + off);
			x.moveTo(at[0] + r, at[1] - r + off);
			x.lineTo(at[0] - r, at[1] + r + off);
			x.stroke();
		}
	}
	const c = on(p, p.ink, p.accents[1]);
	if (tall) heading(x, spec.title, { x: 76, y: 1080, w: w - 152, h: 360 }, c, { max: 220, maxLines: 2, anchor: 'middle' });
	else heading(x, spec.title, { x: 56, y: 36, w: w - 112, h: 210 }, c, { max: 180, maxLines: 1, anchor: 'middle' });
}

/** The picture fills the frame; the title stands on a ground of its own where it must read on anything. */
async function drawPicture(
	x: Context,
	spec: Extract<ThumbnailSpec, { recipe: 'picture' }>,
	p: Palette,
	w: number,
	h: number,
): Promise<void> {
	const tall = h > w;
	const image = await loadImage(spec.picture.path);
	const scale = Math.max(w / image.width, h / image.height);
	x.fillStyle = p.ink;
	x.fillRect(0, 0, w, h);
	x.drawImage(image, (w - image.width * scale) / 2, (h - image.height * scale) / 2, image.width * scale, image.height * scale);
	if (!spec.title) return;
	const box = tall ? { x: 76, y: 1060, w: w - 152, h: 380 } : { x: 56, y: 470, w: w - 300, h: 210 };
	const ground = { y: box.y - (tall ? 60 : 40), h: box.h + (tall ? 120 : 80) };
	x.fillStyle = p.ink;
	x.fillRect(0, ground.y, w, ground.h);
	x.fillStyle = p.accents[0];
	x.fillRect(0, ground.y, w, tall ? 18 : 12);
	heading(x, spec.title, box, on(p, p.ink, p.accents[0]), { max: tall ? 200 : 150, maxLines: 2, anchor: 'middle' });
}
