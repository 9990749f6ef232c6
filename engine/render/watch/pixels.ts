/** What is measured on the pixels of a frame: contrast around letters, empty halves, what changed. Pixels are RGBA, the frame's width a row. */
import type { Box } from '../text';
import { luminance } from '../theme';

export interface Picture {
	data: Uint8Array;
	width: number;
	height: number;
}

const parse = (colour: string): [number, number, number] =>
	(colour.startsWith('#')
		? [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16))
		: (colour.match(/\d+/g) ?? ['0', '0', '0']).slice(0, 3).map(Number)) as [number, number, number];

/** A colour of the surroundings counts from this share of them: less is the blur of the letters' own edges. */
const NOTABLE = 0.15;

/**
 * Contrast (WCAG 2.1, 1–21) of a text's colour to what stands around its letters: the worst of all colours that make up a notable part of
 * its box. Every third pixel of every third row is read.
 */
export function contrastOn({ data, width, height }: Picture, colour: string, box: Box): number {
	const [r, g, b] = parse(colour);
	const counts = new Map<number, { n: number; sum: [number, number, number] }>();
	let others = 0;
	for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.h); y += 3)
		for (let x = Math.max(0, Math.floor(box.x)); x < Math.min(width, box.x + box.w); x += 3) {
			const at = (y * width + x) * 4;
			const [pr, pg, pb] = [data[at]!, data[at + 1]!, data[at + 2]!];
			if (Math.abs(pr - r) + Math.abs(pg - g) + Math.abs(pb - b) < 60) continue;
			others++;
			const key = ((pr >> 5) << 6) | ((pg >> 5) << 3) | (pb >> 5);
			const entry = counts.get(key);
			if (entry) {
				entry.n++;
				entry.sum[0] += pr;
				entry.sum[1] += pg;
				entry.sum[2] += pb;
			} else counts.set(key, { n: 1, sum: [pr, pg, pb] });
		}
	// All of the box has the text's own colour: it cannot be read.
	if (others === 0) return 1;
	const own = luminance([r, g, b]);
	const list = [...counts.values()].sort((a, c) => c.n - a.n);
	let worst = 21;
	for (const [i, { n, sum }] of list.entries()) {
		if (i > 0 && n < NOTABLE * others) break;
		const other = luminance(sum.map((v) => v / n));
		worst = Math.min(worst, (Math.max(own, other) + 0.05) / (Math.min(own, other) + 0.05));
	}
	return worst;
}

const CELL = 36;
/** Colours of a cell that holds something differ by more than this: textures of the grounds do not. */
const BUSY = 60;

/** Whether the cell holds an edge: text, a line, the border of a shape. */
function busy({ data, width }: Picture, x0: number, y0: number, w: number, h: number): boolean {
	let low = 1000;
	let high = -1;
	for (let y = y0; y < y0 + h; y += 4)
		for (let x = x0; x < x0 + w; x += 4) {
			const at = (y * width + x) * 4;
			const light = data[at]! + data[at + 1]! + data[at + 2]!;
			if (light < low) low = light;
			if (light > high) high = light;
			if (high - low > BUSY) return true;
		}
	return false;
}

/** Share of the cells of a box that hold something, 0–1. */
export function filled(picture: Picture, box: Box): number {
	let n = 0;
	let all = 0;
	for (let y = Math.floor(box.y); y + CELL <= box.y + box.h; y += CELL)
		for (let x = Math.floor(box.x); x + CELL <= box.x + box.w; x += CELL) {
			all++;
			if (busy(picture, x, y, CELL, CELL)) n++;
		}
	return all ? n / all : 0;
}

/** Below this share of its cells a part of the frame is empty. */
const EMPTY = 0.03;

/** Whether the upper, lower, left or right half of the box holds nothing. */
export function halfEmpty(picture: Picture, { x, y, w, h }: Box): boolean {
	const halves: Box[] = [
		{ x, y, w, h: h / 2 },
		{ x, y: y + h / 2, w, h: h / 2 },
		{ x, y, w: w / 2, h },
		{ x: x + w / 2, y, w: w / 2, h },
	];
	return halves.some((half) => filled(picture, half) < EMPTY);
}

/** The commonest colour of a box, 0–255 a channel, to a thirty-second. */
function ground({ data, width }: Picture, { x, y, w, h }: Box): [number, number, number] {
	const counts = new Map<number, number>();
	for (let py = Math.floor(y); py < y + h; py += 8)
		for (let px = Math.floor(x); px < x + w; px += 8) {
			const at = (py * width + px) * 4;
			const key = ((data[at]! >> 3) << 10) | ((data[at + 1]! >> 3) << 5) | (data[at + 2]! >> 3);
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
	return [(most >> 10) << 3, ((most >> 5) & 31) << 3, (most & 31) << 3];
}

/** Whether the lowest quarter of the frame holds nothing and is of one ground with what is above it. */
export function deadQuarter(picture: Picture, content: Box): boolean {
	const { width, height } = picture;
	const quarter = { x: 0, y: height * 0.75, w: width, h: height * 0.25 };
	if (filled(picture, quarter) >= EMPTY) return false;
	const [low, above] = [ground(picture, quarter), ground(picture, content)];
	return low.every((v, i) => Math.abs(v - above[i]!) < 24);
}

/** Distance of the samples that tell what changed, in pixels. */
const STEP = 6;

/**
 * What has changed since the last event, where something happened: samples on a grid. `touch` marks where something happened (not where
 * only a pose changed), `changed` is the share of the frame there that looks otherwise than at the event.
 */
export class Changes {
	private readonly columns: number;
	private readonly rows: number;
	private readonly live: Uint8Array;
	private readonly before: Uint8Array;

	constructor(private readonly picture: Picture) {
		this.columns = Math.floor(picture.width / STEP);
		this.rows = Math.floor(picture.height / STEP);
		this.live = new Uint8Array(this.columns * this.rows);
		this.before = new Uint8Array(this.columns * this.rows * 3);
	}

	touch({ x, y, w, h }: Box): void {
		const [x0, x1] = [Math.max(0, Math.floor(x / STEP)), Math.min(this.columns, Math.ceil((x + w) / STEP))];
		for (let row = Math.max(0, Math.floor(y / STEP)); row < Math.min(this.rows, (y + h) / STEP); row++)
			this.live.fill(1, row * this.columns + x0, row * this.columns + Math.max(x0, x1));
	}

	changed(): number {
		const { data, width } = this.picture;
		let n = 0;
		for (let i = 0; i < this.live.length; i++) {
			if (!this.live[i]) continue;
			const at = (Math.floor(i / this.columns) * STEP * width + (i % this.columns) * STEP) * 4;
			const was = i * 3;
			if (
				Math.abs(data[at]! - this.before[was]!) +
					Math.abs(data[at + 1]! - this.before[was + 1]!) +
					Math.abs(data[at + 2]! - this.before[was + 2]!) >
				48
			)
				n++;
		}
		return n / this.live.length;
	}

	/** From here on changes are told against the picture as it is now. */
	restart(): void {
		const { data, width } = this.picture;
		this.live.fill(0);
		for (let i = 0; i < this.live.length; i++) {
			const at = (Math.floor(i / this.columns) * STEP * width + (i % this.columns) * STEP) * 4;
			this.before[i * 3] = data[at]!;
			this.before[i * 3 + 1] = data[at + 1]!;
			this.before[i * 3 + 2] = data[at + 2]!;
		}
	}
}
