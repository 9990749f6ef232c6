/** Things counted one by one, and hundredths as tiles: a picture that is read, and so keeps clear of the captions. */
import { clamp } from '../clock';
import type { Kit } from '../kit';
import { loadSticker } from '../stickers';
import type { Box, Context } from '../text';
import { blend } from '../theme';
import type { Kind } from './kinds';

const TAU = 2 * Math.PI;

/** Columns at which `count` squares fill a box with the largest cells; a last row that is nearly empty costs a little. */
export function gridOf(count: number, box: Pick<Box, 'w' | 'h'>): { columns: number; rows: number; cell: number } {
	let best = { columns: 1, rows: count, cell: 0, rank: 0 };
	for (let columns = 1; columns <= count; columns++) {
		const rows = Math.ceil(count / columns);
		const cell = Math.min(box.w / columns, box.h / rows);
		const rank = cell * (0.78 + (0.22 * (count - (rows - 1) * columns)) / columns);
		if (rank > best.rank) best = { columns, rows, cell, rank };
	}
	return best;
}

/** What is counted: `count` marks, of `of` in all. */
export interface Marks {
	kind: Kind;
	count: number;
	of?: number | undefined;
	sticker?: string | undefined;
}

/** As many marks as the number says; they come row by row. */
export async function addMarks(kit: Kit, marks: Marks, box: Box, start: number): Promise<void> {
	const { kind, count } = marks;
	const all = Math.max(count, marks.of ?? count);
	const { tone } = kit;
	const side = kit.stage.tall ? 30 : 24;
	const inner = { x: box.x + side, y: box.y + 10, w: box.w - 2 * side, h: box.h - 20 };
	// A person is narrower than high.
	const narrow = kind === 'people' ? 0.66 : 1;
	const { columns, rows, cell } = gridOf(all, { w: inner.w / narrow, h: inner.h });
	const size = Math.min(cell, 420);
	const [dx, dy] = [Math.min(inner.w / columns, size * narrow * 1.35), Math.min(inner.h / rows, size * 1.25)];
	const left = inner.x + (inner.w - columns * dx) / 2;
	const top = inner.y + (inner.h - rows * dy) / 2;
	const sticker = kind === 'things' ? await loadSticker(marks.sticker, Math.round(size * 0.74)) : null;
	// Plain enough that the frame is not half empty until they come.
	const waiting = blend(tone.ground, tone.strong, 0.24);
	kit.add(
		'count',
		box,
		(m) => {
			const show = m.tween(start, Math.min(30, 10 + count), 'out');
			const wave = m.nudges(kit.idle);
			return (x, frame) => {
				const t = show(frame);
				const lift = wave(frame);
				for (let i = 0; i < all; i++) {
					const [column, row] = [i % columns, Math.floor(i / columns)];
					const grown = i < count ? clamp((t * (count + 6) - i) / 6) : 0;
					const cx = left + column * dx + dx / 2;
					const cy = top + row * dy + dy / 2 - 10 * lift * (column % 2 ? 1 : 0.2);
					const s = size * (0.55 + 0.45 * grown);
					if (sticker) {
						x.globalAlpha = 0.16 + 0.84 * grown;
						const w = sticker.width * (0.55 + 0.45 * grown);
						x.drawImage(sticker, cx - w / 2, cy - w / 2, w, w);
						x.globalAlpha = 1;
						continue;
					}
					x.fillStyle = grown > 0 ? blend(waiting, tone.strong, grown) : waiting;
					x.beginPath();
					if (kind === 'people') person(x, cx, cy, s * 0.86);
					else if (kind === 'days') x.roundRect(cx - s * 0.43, cy - s * 0.43, s * 0.86, s * 0.86, s * 0.14);
					else x.arc(cx, cy, s * 0.42, 0, TAU);
					x.fill();
					if (kind === 'days' && size > 60) {
						x.fillStyle = tone.ground;
						x.fillRect(cx - s * 0.43, cy - s * 0.26, s * 0.86, s * 0.05);
					}
				}
			};
		},
		{ over: true, keep: true, ink: [{ x: left, y: top, w: columns * dx, h: rows * dy }] },
	);
}

/** Hundredths as tiles, filled along the diagonal; the tile of a part of one percent is filled in part. `align` says where they stand in the box. */
export function addTiles(kit: Kit, percent: number, box: Box, start: number, align: 'middle' | 'end' = 'middle'): void {
	const { tone } = kit;
	const cellOf = (columns: number) => Math.min(box.w / columns, (box.h * columns) / 100);
	const columns = [10, 20, 25].reduce((best, each) => (cellOf(each) > cellOf(best) ? each : best));
	const rows = 100 / columns;
	const tile = Math.min(cellOf(columns), 108);
	const left = box.x + (align === 'end' ? box.w - columns * tile : (box.w - columns * tile) / 2);
	const top = box.y + (align === 'end' ? box.h - rows * tile : (box.h - rows * tile) / 2);
	const field = { x: left, y: top, w: columns * tile, h: rows * tile };
	kit.add(
		'tiles',
		field,
		(m) => {
			const fill = m.tween(start - 2, 26, 'inOut');
			const twinkle = m.nudges(kit.idle);
			return (x, frame) => {
				const front = fill(frame) * 1.25;
				const bright = twinkle(frame);
				for (let i = 0; i < 100; i++) {
					const column = i % columns;
					const row = Math.floor(i / columns);
					const grown = clamp((front - (column + row) / (columns + rows - 2)) * 4);
					const put = (colour: string, scale: number) => {
						const s = (tile - Math.max(4, tile * 0.09)) * scale;
						x.fillStyle = colour;
						x.beginPath();
						x.roundRect(left + (column + 0.5) * tile - s / 2, top + (row + 0.5) * tile - s / 2, s, s, s * 0.18);
						x.fill();
					};
					put(tone.quiet, 1);
					const part = clamp(percent - i);
					if (grown > 0 && part > 0) put(tone.strong, grown * Math.sqrt(part) * (1 - 0.1 * bright * ((column + row) % 3)));
				}
			};
		},
		{ over: true, keep: true, ink: [field] },
	);
}

function person(x: Context, cx: number, cy: number, h: number): void {
	x.arc(cx, cy - h * 0.31, h * 0.17, 0, TAU);
	x.roundRect(cx - h * 0.27, cy - h * 0.1, h * 0.54, h * 0.58, [h * 0.24, h * 0.24, h * 0.05, h * 0.05]);
}
