/** Thumbnails, three ideas in two shapes: at most four words, legible 168 pixels wide, nothing over the subject. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { drawFloor } from './art';
import { random } from './clock';
import { countryAt, drawGlobe, radiusFor, viewOf } from './maps';
import type { ThumbnailSpec } from './plan';
import { loadSticker, putSticker } from './stickers';
import { drawText, loadFonts, sizeFor, type Box, type Context } from './text';
import { alpha, blend, onFill, paletteOf, type Palette } from './theme';
import { layPoster } from './poster';

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

/** The title as a poster: lines as wide as the column, marked words on a marker tilted a little; returns its lower edge. */
function heading(
	x: Context,
	title: string,
	box: Box,
	c: Colours,
	o: { max: number; maxLines: number; anchor?: 'top' | 'middle' | 'bottom'; align?: 'left' | 'center' },
): number {
	if (!title.trim()) return box.y;
	const poster = layPoster(title, { width: box.w, height: box.h, max: o.max, ratio: 1.5, maxLines: o.maxLines });
	let y = o.anchor === 'middle' ? box.y + (box.h - poster.height) / 2 : o.anchor === 'bottom' ? box.y + box.h - poster.height : box.y;
	for (const line of poster.lines) {
		const { size } = line;
		const base = y + size * 0.8;
		const left = o.align === 'center' ? box.x + (box.w - line.width) / 2 : box.x;
		const marked = line.words.filter((word) => word.marked);
		if (marked.length) {
			const from = Math.min(...marked.map((word) => word.x));
			const to = Math.max(...marked.map((word) => word.x + word.w));
			x.save();
			x.translate(left + (from + to) / 2, base - size * 0.32);
			x.rotate(-0.012);
			x.fillStyle = c.mark;
			x.fillRect(-(to - from) / 2 - size * 0.08, -size * 0.48, to - from + size * 0.16, size * 0.98);
			x.restore();
		}
		for (const word of line.words)
			drawText(x, word.text, left + word.x, base, { face: 'Display', size, colour: word.marked ? c.onMark : c.text, kind: 'title' });
		y += size * 0.98;
	}
	return y;
}

const on = (p: Palette, ground: string, mark: string): Colours => ({ text: onFill(p, ground), mark, onMark: onFill(p, mark) });

async function drawObject(x: Context, spec: Extract<ThumbnailSpec, { recipe: 'object' }>, p: Palette, w: number, h: number): Promise<void> {
	const tall = h > w;
	const ground = p.ink;
	x.fillStyle = ground;
	x.fillRect(0, 0, w, h);
	const [cx, foot, size] = tall ? [w * 0.5, 1400, 800] : [w * 0.745, h - 52, 560];
	const horizon = foot - size * 0.24;
	// A sun behind the object says where to look.
	x.fillStyle = blend(p.ink2, p.accents[2], 0.7);
	x.beginPath();
	x.arc(cx, foot - size * 0.56, size * 0.66, 0, 7);
	x.fill();
	drawFloor(x, { box: { x: 0, y: horizon, w, h: h - horizon }, x: cx, colour: p.accents[1] });
	x.fillStyle = 'rgba(0,0,0,.2)';
	x.beginPath();
	x.ellipse(cx, foot, size * 0.42, size * 0.06, 0, 0, 7);
	x.fill();
	const sticker = await loadSticker(spec.sticker, Math.round(size * 0.94));
	if (sticker) putSticker(x, sticker, cx, foot - size * 0.48, 1, -0.06 + 0.04 * random(spec.seed)());
	const c = on(p, ground, p.accents[0]);
	if (tall)
		heading(x, spec.title, { x: 76, y: 214, w: w - 152, h: foot - size * 1.02 - 214 }, c, {
			max: 300,
			maxLines: 3,
			anchor: 'middle',
			align: 'center',
		});
	else heading(x, spec.title, { x: 50, y: 30, w: w * 0.48, h: horizon - 46 }, c, { max: 230, maxLines: 4, anchor: 'middle' });
}

/** Least size of letters in an upright thumbnail: capitals of nine pixels and a half where it is shown 94 wide. */
const LEAST_TALL = 152;

async function drawNumber(x: Context, spec: Extract<ThumbnailSpec, { recipe: 'number' }>, p: Palette, w: number, h: number): Promise<void> {
	const tall = h > w;
	const ground = p.accents[0];
	x.fillStyle = ground;
	x.fillRect(0, 0, w, h);
	const dark = onFill(p, ground);
	const sticker = await loadSticker(spec.sticker, tall ? 640 : 400);
	const foot = tall ? 1404 : h - 60;
	const size0 = tall ? 560 : 430;
	const cx = tall ? w * 0.5 : w * 0.79;
	if (sticker) {
		const horizon = foot - size0 * 0.22;
		drawFloor(x, { box: { x: 0, y: horizon, w, h: h - horizon }, x: cx, colour: p.accents[1] });
		x.fillStyle = 'rgba(0,0,0,.2)';
		x.beginPath();
		x.ellipse(cx, foot, size0 * 0.42, size0 * 0.06, 0, 0, 7);
		x.fill();
		putSticker(x, sticker, cx, foot - size0 * 0.47, 1, 0.05);
	} else {
		x.fillStyle = p.accents[1];
		x.fillRect(0, tall ? 1420 : h - 74, w, h);
	}
	const width = tall ? w - 140 : sticker ? w * 0.58 : w - 100;
	const words = { text: dark, mark: dark, onMark: onFill(p, dark) };
	// "More than" stands above its number.
	const limit = spec.limit ? Math.min(sizeFor(spec.limit, 'Display', tall ? 190 : 118, width), tall ? 190 : 118) : 0;
	const room = (tall ? (sticker ? foot - size0 - 230 : 1180) : h - 60 - (sticker ? 60 : 90)) - limit;
	// What it counts is read at a thumb's size first; the number takes the rest.
	const least = tall ? LEAST_TALL : 0;
	const below =
		spec.title.trim() && least ? layPoster(spec.title, { width, height: 2 * least, max: 230, ratio: 1.5, maxLines: 2 }).height + 20 : 0;
	const size = Math.min(sizeFor(spec.number, 'Display', tall ? 560 : 470, width), below ? (room - below) / 0.89 : room * 0.72);
	const first = tall ? 214 : sticker ? 36 : 60;
	if (spec.limit)
		drawText(x, spec.limit, tall ? 76 : 52, first + limit * 0.76, { face: 'Display', size: limit, colour: dark, kind: 'title' });
	const top = first + limit;
	const base = top + size * 0.76;
	drawText(x, spec.number, tall ? 70 : 46, base, { face: 'Display', size, colour: dark, kind: 'figure' });
	const from = base + size * 0.13;
	heading(x, spec.title, { x: tall ? 76 : 52, y: from, w: width, h: Math.max(80, top + room - from) }, words, {
		max: tall || !sticker ? 230 : 150,
		maxLines: 2,
	});
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
		const size = Math.min(sizeFor(text, 'Display', 400, box.w), box.h);
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
		value(spec.right, { x: 76, y: spec.title ? 760 : 820, w: w - 152, h: spec.title ? 350 : 480 }, onFill(p, second));
	} else {
		const y = spec.title ? 90 : 170;
		value(spec.left, { x: 36, y, w: w * 0.43, h: 360 }, onFill(p, first));
		value(spec.right, { x: w * 0.55, y, w: w * 0.43, h: 360 }, onFill(p, second));
	}
	if (!spec.title.trim()) return;
	const strip = tall ? { x: 0, y: 1150, w, h: 290 } : { x: 0, y: 520, w, h: 200 };
	x.fillStyle = p.ink;
	x.fillRect(strip.x, strip.y, strip.w, strip.h);
	heading(x, spec.title, { x: 56, y: strip.y + 16, w: w - (tall ? 112 : 260), h: strip.h - 32 }, on(p, p.ink, p.accents[0]), {
		max: tall ? 150 : 150,
		maxLines: tall ? 2 : 1,
		anchor: 'middle',
	});
}

/** Words with no picture of their own fill the frame: a disc without anything on it would be dead space. */
function drawWords(x: Context, title: string, p: Palette, w: number, h: number): void {
	const tall = h > w;
	x.fillStyle = p.ink;
	x.fillRect(0, 0, w, h);
	x.fillStyle = p.accents[1];
	x.fillRect(0, tall ? 1420 : h - 74, w, h);
	const box = tall ? { x: 76, y: 230, w: w - 152, h: 1120 } : { x: 56, y: 44, w: w - 112, h: h - 74 - 88 };
	heading(x, title, box, on(p, p.ink, p.accents[0]), { max: tall ? 380 : 330, maxLines: tall ? 4 : 3, anchor: 'middle' });
}

async function drawThreat(x: Context, spec: Extract<ThumbnailSpec, { recipe: 'threat' }>, p: Palette, w: number, h: number): Promise<void> {
	const tall = h > w;
	const at: [number, number] = tall ? [w / 2, 690] : [w * 0.62, h * 0.66];
	if (!spec.place && !spec.sticker) return drawWords(x, spec.title, p, w, h);
	if (spec.place) {
		const here: [number, number] = [spec.place.longitude, spec.place.latitude];
		const country = countryAt(here);
		const view = viewOf(here, at, radiusFor(country, tall ? 760 : 520, here));
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
		x.fillStyle = p.accents[1];
		x.beginPath();
		x.arc(at[0], at[1], tall ? 430 : 330, 0, 7);
		x.fill();
		const sticker = await loadSticker(spec.sticker, tall ? 620 : 400);
		if (sticker) putSticker(x, sticker, at[0], at[1] - (tall ? 0 : 6), 1, -0.08);
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
	const c = on(p, p.ink, p.accents[spec.place ? 1 : 0]);
	if (tall) heading(x, spec.title, { x: 76, y: 1080, w: w - 152, h: 350 }, c, { max: 240, maxLines: 2, anchor: 'middle' });
	else heading(x, spec.title, { x: 50, y: 26, w: w - 100, h: 220 }, c, { max: 210, maxLines: 2, anchor: 'middle' });
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
