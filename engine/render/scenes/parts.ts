/** Parts several scene types share: the sticker, the hero figure, wrapped labels. */
import type { Kit } from '../kit';
import { within } from '../kit';
import { loadSticker, putSticker } from '../stickers';
import { drawText, measure, sizeFor, wrap, type Box, type Context, type DrawOptions } from '../text';

/**
 * Adds the sticker, `size` pixels wide, its centre at (cx, cy); returns false where there is none. It pops in, boils, and swells
 * when nothing else happens. `ground` lays its shadow below it, as on a floor.
 */
export async function addSticker(
	kit: Kit,
	name: string | undefined,
	o: {
		cx: number;
		cy: number;
		size: number;
		start?: number;
		shown?: boolean;
		turn?: number;
		over?: boolean;
		ground?: boolean;
		order?: number;
	},
): Promise<boolean> {
	const sticker = await loadSticker(name, Math.round(o.size));
	if (!sticker) return false;
	const reach = o.size * (o.size > 380 ? 0.66 : 0.72);
	const lean = o.turn ?? (kit.random() - 0.5) * 0.22;
	kit.add(
		'sticker',
		{ x: o.cx - reach, y: o.cy - reach, w: 2 * reach, h: 2 * reach },
		(m) => {
			const pop = m.tween(o.start ?? -3, 11, 'back');
			const boil = m.boil(o.size > 380 ? 12 : 9, kit.scene.index + (o.order ?? 0));
			const swell = m.nudges(kit.idle);
			return (x, frame) => {
				const t = o.shown ? 0.92 + 0.08 * pop(frame) : pop(frame);
				if (o.ground && t > 0) {
					x.fillStyle = 'rgba(0,0,0,.13)';
					for (const wide of [0.44, 0.37]) {
						x.beginPath();
						x.ellipse(o.cx, o.cy + o.size * 0.5, o.size * wide * t, o.size * wide * 0.16 * t, 0, 0, 7);
						x.fill();
					}
				}
				putSticker(
					x,
					sticker,
					o.cx,
					o.cy - (o.ground ? o.size * 0.03 * swell(frame) : 0),
					t * (1 + 0.05 * swell(frame)),
					lean + boil(frame) * 0.8 + (1 - t) * -0.25,
				);
			};
		},
		{ over: o.over ?? false },
	);
	return true;
}

/** Where an object stands in a vertical frame: above the source line, if there is one, and above the captions. */
export const footOf = (kit: Kit): number => (kit.scene.source ? 1190 : 1254);

/** The text of a counter on its way to `display`: same prefix, suffix, grouping and decimals. t = 1 gives `display` itself. */
export function counting(display: string, t: number): string {
	if (t >= 1) return display;
	const match = /\d[\d,.\u00a0\u202f ]*\d|\d/.exec(display);
	if (!match) return display;
	const digits = match[0];
	const decimal = /[.,](\d{1,2})$/.exec(digits.replace(/[,.](?=\d{3}(\D|$))/g, ''));
	const decimals = decimal ? decimal[1]!.length : 0;
	const whole = decimals ? digits.slice(0, -decimals - 1) : digits;
	const group = /\d([,.\u00a0\u202f ])\d{3}/.exec(whole)?.[1] ?? '';
	const value = Number(whole.replace(/\D/g, '') + (decimals ? `.${decimal![1]}` : ''));
	const now = (value * Math.max(0, t)).toFixed(decimals);
	const [a, b] = now.split('.');
	const grouped = group ? a!.replace(/\B(?=(\d{3})+$)/g, group) : a!;
	return display.slice(0, match.index) + grouped + (b ? digits.at(-decimals - 1)! + b : '') + display.slice(match.index + digits.length);
}

/** How far below its plain foot a figure's commas and letters hang, as a share of its size: what stands below keeps clear of them. */
export const descent = (text: string): number => (/[,;Qgjpqy$()]/.test(text) ? 0.08 : 0);

/** Longest run of a hero counter, in frames (.8 s). */
export const COUNT_FRAMES = 22;

/**
 * A long figure as number and scale word: "£84.1 million" is wide and low, "£84.1" over "million" fills its room. As it is where the number
 * alone would not stand much larger in a room of this width and height.
 */
export function scaled(display: string, unit: string, width: number, height: number): { display: string; unit: string } {
	const match = /^(\S*\d\S*)[ \u00a0](thousand|million|billion|trillion)$/i.exec(display.trim());
	if (!match) return { display, unit };
	const [, number = '', scale = ''] = match;
	const sizeOf = (text: string) => sizeFor(text, 'Display', height / 0.9, width);
	return sizeOf(number) < 1.35 * sizeOf(display) ? { display, unit } : { display: number, unit: `${scale} ${unit}`.trim() };
}

/** A hero figure laid into a room, as large as that allows: one line, a range in two ("£35 million" over "to £38 million") where one is small. */
export function layFigure(text: string, box: Pick<Box, 'w' | 'h'>, max: number): { lines: string[]; size: number; height: number } {
	const sizeOf = (line: string) => sizeFor(line, 'Display', max, box.w);
	const hang = descent(text);
	const lines = text.split(/\s(?=(?:to|and|or)\s)/);
	const two = Math.floor(Math.min(...lines.map(sizeOf), box.h / (1.86 + hang)));
	const one = Math.floor(Math.min(sizeOf(text), box.h / (0.86 + hang)));
	const range = lines.length === 2 && two > 1.3 * one;
	const size = range ? two : one;
	return { lines: range ? lines : [text], size, height: size * ((range ? 1.84 : 0.84) + hang) };
}

/** Adds the hero figure of a scene: as large as the box allows, in one line, a range in two; returns the box it takes. */
export function addFigure(
	kit: Kit,
	text: string,
	o: {
		box: Box;
		max: number;
		colour: string;
		align?: 'left' | 'center' | 'right';
		start?: number;
		count?: boolean;
		middle?: boolean;
		punch?: boolean;
	},
): Box {
	const { lines, size, height } = layFigure(text, o.box, o.max);
	const more = lines.length - 1;
	const align = o.align ?? 'left';
	const base = o.box.y + (o.middle ? (o.box.h + size * (0.72 - more)) / 2 : size * 0.76);
	const px = align === 'center' ? o.box.x + o.box.w / 2 : align === 'right' ? o.box.x + o.box.w : o.box.x;
	const start = Math.min(o.start ?? -4, 24) - 2;
	const width = Math.max(...lines.map((line) => measure(line, { face: 'Display', size })));
	const left = align === 'center' ? px - width / 2 : align === 'right' ? px - width : px;
	// On its way "3-2" would be other scores.
	const counts = o.count !== false && !more && !/\d[–-]\d/.test(text);
	kit.add('figure', { x: left - size * 0.12, y: base - size * 0.95, w: width + size * 0.24, h: size * (1.3 + more) }, (m) => {
		const count = m.tween(start, COUNT_FRAMES, 'out');
		// A cover cannot count up: it is struck instead.
		const swell = m.nudges(o.punch && kit.scene.index === 0 ? [3, ...kit.idle] : kit.idle);
		return (x, frame) => {
			const t = count(frame);
			const shown = counts ? [counting(text, t >= 1 ? 1 : 0.2 + 0.8 * t)] : lines;
			// The film's first frame is its cover: everything of the hook stands there.
			const alpha = !counts && kit.scene.index > 0 ? t * 3 : 1;
			within(x, { at: [left + width / 2, base - size * 0.36], scale: 1 + 0.03 * swell(frame), alpha }, () =>
				shown.forEach((line, i) =>
					drawText(x, line, px - left - width / 2, size * (0.36 + i), {
						face: 'Display',
						size,
						colour: o.colour,
						align,
						kind: 'figure',
					}),
				),
			);
		};
	});
	return { x: left, y: base - size * 0.76, w: width, h: height };
}

/** Wrapped lines of one style; returns their height. Nothing is drawn. */
export function block(
	text: string,
	o: { face?: DrawOptions['face']; size: number; width: number; maxLines?: number; least?: number; leading?: number },
) {
	const face = o.face ?? 'Body';
	let { size } = o;
	const least = o.least ?? 36;
	let lines = wrap(text, { face, size }, o.width);
	while (size > least && (lines.length > (o.maxLines ?? 3) || lines.some((line) => measure(line, { face, size }) > o.width))) {
		size -= 2;
		lines = wrap(text, { face, size }, o.width);
	}
	const limit = o.maxLines ?? 3;
	if (lines.length > limit) {
		lines = lines.slice(0, limit);
		lines[limit - 1] = lines[limit - 1]!.replace(/[\s,;:.]*$/, '…');
	}
	const leading = size * (o.leading ?? 1.18);
	return {
		face,
		size,
		lines,
		leading,
		height: lines.length * leading,
		width: Math.max(...lines.map((line) => measure(line, { face, size }))),
	};
}
export type Block = ReturnType<typeof block>;

/** Draws a block with its upper edge at y. */
export function drawBlock(x: Context, b: Block, px: number, y: number, o: Omit<DrawOptions, 'size' | 'face'>): void {
	b.lines.forEach((line, i) => drawText(x, line, px, y + i * b.leading + b.size * 0.86, { ...o, face: b.face, size: b.size }));
}

/** Adds a block that fades in at `start`. */
export function addBlock(
	kit: Kit,
	name: string,
	b: Block,
	px: number,
	y: number,
	o: Omit<DrawOptions, 'size' | 'face'> & { start?: number },
): void {
	const left = o.align === 'center' ? px - b.width / 2 : o.align === 'right' ? px - b.width : px;
	kit.add(name, { x: left - 6, y: y - 4, w: b.width + 12, h: b.height + b.size * 0.2 + 8 }, (m) => {
		const show = m.tween(o.start ?? 6, 8, 'out');
		return (x, frame) => drawBlock(x, b, px, y, { ...o, alpha: show(frame) });
	});
}

/** Words of a title that repeats what the figure says make no title. */
export const repeats = (title: string, display: string): boolean => {
	const digits = display.replace(/[^\d]/g, '');
	return digits.length > 0 && title.replace(/[^\d]/g, '').includes(digits);
};
