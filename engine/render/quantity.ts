/**
 * A number drawn as what it counts: so many things, a length on a tape, water in a tank, days on a calendar. A count is exact:
 * as many marks as the number says, or none. Where no picture is honest there is none.
 */

import { clamp, mix } from './clock';
import type { Kit } from './kit';
import { loadSticker } from './stickers';
import type { Box, Context } from './text';
import { blend, contrast } from './theme';

const TAU = 2 * Math.PI;
/** Most marks a frame shows one by one. */
const MOST = 240;

export interface Quantity {
	display: string;
	unit: string;
	value?: number;
	sticker?: string;
}
type Kind = 'things' | 'people' | 'crowd' | 'depth' | 'dots' | 'days' | 'length' | 'height' | 'volume' | 'money' | 'clock' | 'level';

/** The number a display shows, without its scale word; null where it is none. */
export function shownNumber(display: string): number | null {
	const match = /\d[\d,.\u00a0\u202f ]*\d|\d/.exec(display);
	if (!match) return null;
	const value = Number(match[0].replace(/[,\u00a0\u202f ](?=\d{3}(\D|$))/g, '').replace(',', '.'));
	return Number.isFinite(value) ? value : null;
}

const PEOPLE =
	/\b(people|persons|workers|soldiers|sailors|men|women|children|fans|players|passengers|residents|students|employees|migrants|inhabitants|runners|starters|riders|athletes|customers|voters|visitors|immigrants|refugees|lives)\b/i;
const LENGTH = /\b(m|metres?|meters?|km|kilomet(?:re|er)s?|miles?|feet|foot|ft|cm|centimet(?:re|er)s?|inch(?:es)?|yards?)\b/i;
const HEIGHT = /\b(high|tall|deep|above|below|climb\w*|height|depth|altitude|up|rises?|fall|drops?)\b/i;
const VOLUME = /\b(lit(?:re|er)s?|gallons?|barrels?|water)\b/i;
const DAYS = /\b(years?|days?|weeks?|months?|nights?|decades?|centuries)\b/i;
const CLOCK = /\b(hours?|minutes?|seconds?)\b/i;
/** Units that are measured, not counted. */
const MEASURED =
	/\b(degrees?|tons?|tonnes?|kilograms?|kg|grams?|pounds?|ounces?|volts?|watts?|amps?|points?|times|bars?|pascals?|square|cubic|hectares?|acres?|knots?|g)\b/i;
const DOWN = /\b(below|deep|depth|down|under|sink\w*|dived?|dives?)\b/i;
const MONEY = /[$£€¥]|\b(dollars?|euros?|cents?|yuan|yen|rupees?)\b/i;

/** What the number counts, by its unit. `near` is the scene's title: it says whether metres go up. */
export function kindOf(q: Quantity, near: string): Kind | null {
	const value = q.value ?? shownNumber(q.display);
	if (value === null || !(value > 0)) return null;
	// What is counted stands before "a day", "of water", "in the oven".
	const head = q.unit.split(/\s(?:a|an|per|of|in|on|at|for|from|with|without|under|above|below|to|the)\s/i)[0]!;
	const scaled = /\b(thousand|million|billion|trillion)\b/i.test(`${q.display} ${q.unit}`);
	const count = !scaled && Number.isInteger(value) && value >= 2 && value <= MOST;
	if (/%|\bper ?cent\b/i.test(`${q.display} ${q.unit}`)) return value <= 100 ? 'level' : null;
	if (MONEY.test(`${q.display} ${q.unit}`)) return 'money';
	if (LENGTH.test(`${q.display.replace(/[\d.,]+/g, ' ')} ${head}`) && !/\b(square|cubic|per|an hour)\b/i.test(q.unit))
		return /\b(?:long|wide|across)\b/i.test(q.unit)
			? 'length'
			: DOWN.test(`${q.unit} ${near}`)
				? 'depth'
				: HEIGHT.test(`${q.unit} ${near}`)
					? 'height'
					: 'length';
	if (VOLUME.test(head)) return 'volume';
	if (CLOCK.test(head) && value <= 60 && !scaled) return 'clock';
	if (DAYS.test(head)) return count ? 'days' : null;
	if (PEOPLE.test(head) && (scaled || value > MOST)) return 'crowd';
	if (!count || MEASURED.test(head) || LENGTH.test(head)) return null;
	if (PEOPLE.test(head)) return 'people';
	return q.sticker && value <= 120 ? 'things' : value >= 6 && value <= 150 && /^[a-z]/i.test(q.unit) ? 'dots' : null;
}

/** Adds the picture of the quantity over the box, which may run off the frame; false where there is none. */
export async function addQuantity(kit: Kit, q: Quantity, box: Box, start = 2): Promise<boolean> {
	const kind = kindOf(q, kit.scene.title);
	if (!kind || box.h < 260) return false;
	const value = q.value ?? shownNumber(q.display)!;
	if (kind === 'things' || kind === 'people' || kind === 'dots' || kind === 'days') {
		await addMarks(kit, { kind, count: Math.round(value), sticker: q.sticker }, box, start);
		return true;
	}
	if (kind === 'length') addTape(kit, box, start);
	else if (kind === 'height') addMast(kit, box, start);
	else if (kind === 'depth') addDepth(kit, box, start);
	else if (kind === 'crowd') addCrowd(kit, box, start);
	else if (kind === 'volume') {
		const [, , water] = kit.palette.accents;
		addLevel(kit, box, 0.86, true, start, contrast(water, kit.tone.ground) >= 1.5 ? water : kit.tone.strong);
	} else if (kind === 'level') addLevel(kit, box, clamp(value / 100), false, start);
	else if (kind === 'money') addCoins(kit, box, start);
	else addClock(kit, box, value, start);
	return true;
}

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
	const { columns, rows, cell } = gridOf(all, inner);
	const size = Math.min(cell, 420);
	const [dx, dy] = [Math.min(inner.w / columns, size * 1.35), Math.min(inner.h / rows, size * 1.25)];
	const left = inner.x + (inner.w - columns * dx) / 2;
	const top = inner.y + (inner.h - rows * dy) / 2;
	const sticker = kind === 'things' ? await loadSticker(marks.sticker, Math.round(size * 0.74)) : null;
	// Plain enough that the frame is not half empty until they come.
	const waiting = blend(tone.ground, tone.strong, 0.24);
	kit.add(
		'count',
		{ x: box.x, y: box.y, w: box.w, h: box.h },
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
		{ over: true, keep: true },
	);
}

function person(x: Context, cx: number, cy: number, h: number): void {
	x.arc(cx, cy - h * 0.31, h * 0.17, 0, TAU);
	x.roundRect(cx - h * 0.27, cy - h * 0.1, h * 0.54, h * 0.58, [h * 0.24, h * 0.24, h * 0.05, h * 0.05]);
}

/** A measuring tape that unrolls over the whole width, its case at the end. */
function addTape(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const { tall, caption, height } = kit.stage;
	// Above the captions where there is room, else below them.
	const above = caption.centreY - caption.size - box.y;
	const low = tall && above < 330 && box.y + box.h >= height;
	const thick = low ? 300 : Math.min((above > 200 ? above : box.h) * 0.56, 330);
	const y = low ? 1500 : box.y + thick * 0.3;
	const ink = tone.kind === 'accent' ? tone.ground : palette.dark;
	const fill = tone.kind === 'accent' ? palette.dark : tone.strong;
	kit.add(
		'tape',
		{ x: box.x, y: y - 40, w: box.w, h: Math.min(box.y + box.h, y + thick * 1.9) - y + 40 },
		(m) => {
			const run = m.tween(start - 6, 26, 'inOut');
			const pull = m.nudges(kit.idle);
			return (x, frame) => {
				const case_ = thick * 1.25;
				const end = box.x + mix(box.w * 0.22, box.w - case_ * 0.74, run(frame)) - 22 * pull(frame);
				x.fillStyle = 'rgba(0,0,0,.18)';
				x.fillRect(box.x, y + thick * 0.5 + 12, end - box.x, thick * 0.5);
				x.fillStyle = fill;
				x.fillRect(box.x, y, end - box.x, thick);
				x.fillStyle = ink;
				const step = thick / 6;
				for (let i = 0; box.x + i * step < end - 6; i++) {
					const long = i % 10 === 0 ? 0.62 : i % 5 === 0 ? 0.44 : 0.26;
					x.fillRect(Math.round(box.x + i * step), y, i % 5 === 0 ? 8 : 5, thick * long);
				}
				x.fillStyle = tone.second === fill ? tone.text : tone.second;
				x.beginPath();
				x.roundRect(end - 12, y - thick * 0.24, case_, thick * 1.5, thick * 0.22);
				x.fill();
				x.fillStyle = tone.ground;
				x.beginPath();
				x.arc(end - 12 + case_ * 0.5, y + thick * 0.5, thick * 0.36, 0, TAU);
				x.fill();
			};
		},
		{ over: true, keep: true },
	);
}

/** A depth: water that darkens layer by layer, and a plumb line let down to its floor. */
function addDepth(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const layers = 6;
	const [, , water] = palette.accents;
	const floor = blend(palette.ink, '#000000', 0.35);
	const cx = Math.round(box.x + box.w * 0.78);
	kit.add(
		'depth',
		box,
		(m) => {
			const sink = m.tween(start - 2, 30, 'inOut');
			const sway = m.nudges(kit.idle, 20);
			return (x, frame) => {
				for (let i = 0; i < layers; i++) {
					const y = Math.round(box.y + (box.h * i) / layers);
					x.fillStyle = blend(water, floor, i / (layers - 0.4));
					x.fillRect(box.x, y, box.w, Math.ceil(box.h / layers) + 1);
				}
				const end = box.y + box.h * mix(0.12, 0.86, sink(frame));
				const px = cx + 10 * sway(frame);
				x.fillStyle = tone.kind === 'accent' || !tone.dark ? palette.accents[0] : palette.light;
				x.fillRect(px - 5, box.y, 10, end - box.y);
				x.beginPath();
				x.moveTo(px - 38, end);
				x.lineTo(px + 38, end);
				x.lineTo(px + 16, end + 92);
				x.lineTo(px - 16, end + 92);
				x.fill();
			};
		},
		{ over: true, keep: true },
	);
}

/** A crowd too large to count: heads and shoulders row behind row. */
function addCrowd(kit: Kit, box: Box, start: number): void {
	const { tone } = kit;
	const rows = Math.max(4, Math.min(9, Math.round(box.h / 110)));
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	kit.add(
		'crowd',
		box,
		(m) => {
			const rise = Array.from({ length: rows }, (_, i) => m.tween(start - 8 + 2 * i, 12, 'out'));
			const cheer = m.nudges(kit.idle);
			return (x, frame) => {
				for (let row = 0; row < rows; row++) {
					const t = row / (rows - 1);
					const size = mix(64, 170, t);
					const y = mix(box.y + 60, box.y + box.h - 60, t ** 1.15) + (1 - rise[row]!(frame)) * 90;
					x.fillStyle = blend(blend(tone.ground, fill, 0.3), fill, t);
					for (let px = box.x - size + ((row * 0.37) % 1) * size, i = 0; px < box.x + box.w + size; px += size, i++) {
						const lift = (i + row) % 3 ? 0 : 16 * cheer(frame);
						x.beginPath();
						x.arc(px, y - lift, size * 0.28, 0, TAU);
						x.roundRect(px - size * 0.52, y + size * 0.32 - lift, size * 1.04, size * 1.8, size * 0.4);
						x.fill();
					}
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** A height: steps that climb from the lower left to the upper right, a flag on the last. */
function addMast(kit: Kit, box: Box, start: number): void {
	const { tone } = kit;
	const steps = 7;
	const w = box.w / steps;
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	kit.add(
		'climb',
		box,
		(m) => {
			const grow = Array.from({ length: steps }, (_, i) => m.tween(start - 4 + 3 * i, 10, 'out'));
			const hop = m.nudges(kit.idle);
			return (x, frame) => {
				const bottom = box.y + box.h;
				for (let i = 0; i < steps; i++) {
					const t = i / (steps - 2);
					const high = box.h * mix(0.3, 0.94, i / (steps - 1)) * mix(0.75, 1, grow[i]!(frame));
					const last = i === steps - 1;
					x.fillStyle = last
						? fill
						: tone.dark
							? blend(tone.card, kit.palette.ink3, t)
							: blend(tone.ground, kit.palette.dark, 0.08 + 0.16 * t);
					x.fillRect(Math.round(box.x + i * w), Math.round(bottom - high - (last ? 14 * hop(frame) : 0)), Math.ceil(w) + 1, high + 20);
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** A tank filled to a share of the box; with scale marks, or with waves where it holds water. */
export function addLevel(
	kit: Kit,
	box: Box,
	share: number,
	waves: boolean,
	start: number,
	fill = kit.tone.kind === 'accent' ? kit.tone.text : kit.tone.strong,
): void {
	const { tone } = kit;
	const surface = box.y + box.h * (1 - share);
	kit.add(
		'level',
		{ x: box.x, y: box.y, w: box.w, h: box.h },
		(m) => {
			const rise = m.tween(start - 8, 30, 'out');
			const slosh = m.nudges(kit.idle, 20);
			return (x, frame) => {
				const y = mix(Math.min(box.y + box.h, surface + box.h * 0.35), surface, rise(frame));
				const s = slosh(frame);
				const layer = (colour: string, lift: number, phase: number) => {
					x.fillStyle = colour;
					x.beginPath();
					x.moveTo(box.x, box.y + box.h);
					for (let px = 0; px <= box.w + 12; px += 12)
						x.lineTo(box.x + px, y - lift + (waves ? 16 + 16 * s : 14 * s) * Math.sin((px / box.w) * TAU * 1.5 + phase + 2 * s));
					x.lineTo(box.x + box.w, box.y + box.h);
					x.fill();
				};
				if (waves) layer(blend(tone.ground, fill, 0.45), 34, 1.6);
				layer(fill, 0, 0);
				if (waves) layer(blend(fill, kit.palette.ink, 0.3), -120, 2.4);
				else {
					x.fillStyle = blend(tone.ground, tone.text, 0.5);
					for (let i = 1; i < 10; i++) x.fillRect(box.x + box.w - (i === 5 ? 96 : 56), Math.round(box.y + (box.h * i) / 10) - 3, 96, 6);
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** Stacks of coins that grow to the right and run off the lower edge. */
function addCoins(kit: Kit, box: Box, start: number): void {
	const { tone, palette } = kit;
	const stacks = kit.stage.tall ? 4 : 6;
	const w = box.w / stacks;
	const r = w * 0.43;
	const thick = r * 0.27;
	const face = tone.kind === 'accent' ? palette.dark : palette.accents[0];
	const light = blend(face, '#ffffff', tone.kind === 'accent' ? 0.2 : 0.35);
	const edge = blend(face, tone.kind === 'accent' ? '#ffffff' : '#000000', tone.kind === 'accent' ? 0.38 : 0.3);
	kit.add(
		'coins',
		box,
		(m) => {
			const drop = Array.from({ length: stacks }, (_, i) => m.tween(start - 8 + 3 * i, 14, 'out'));
			const hop = m.nudges(kit.idle);
			return (x, frame) => {
				for (let i = 0; i < stacks; i++) {
					const full = Math.floor((box.h * mix(0.34, 0.9, i / (stacks - 1))) / thick);
					const count = Math.max(3, Math.round(full * mix(0.55, 1, drop[i]!(frame))));
					const cx = box.x + (i + 0.5) * w;
					for (let k = 0; k < count; k++) {
						const last = k === count - 1;
						const y = box.y + box.h + thick - k * thick - (last ? 26 * hop(frame) : 0);
						const sway = Math.round(6 * Math.sin(k * 1.9 + i));
						x.fillStyle = edge;
						x.beginPath();
						x.ellipse(cx + sway, y, r, r * 0.32, 0, 0, Math.PI);
						x.lineTo(cx + sway - r, y - thick * 0.8);
						x.lineTo(cx + sway + r, y - thick * 0.8);
						x.fill();
						x.fillStyle = face;
						x.beginPath();
						x.ellipse(cx + sway, y - thick * 0.8, r, r * 0.32, 0, 0, TAU);
						x.fill();
						if (!last) continue;
						x.fillStyle = light;
						x.beginPath();
						x.ellipse(cx + sway, y - thick * 0.8, r * 0.72, r * 0.22, 0, 0, TAU);
						x.fill();
					}
				}
			};
		},
		{ over: true, keep: true },
	);
}

/** A clock's face, where there is room so large that it runs off the frame; the share of the hour, or of twelve hours, is filled. */
function addClock(kit: Kit, box: Box, value: number, start: number): void {
	const { tone } = kit;
	// Where it does not reach the frame's edge it is whole.
	const off = box.y + box.h >= kit.stage.height - 4;
	const r = Math.min(box.w * 0.47, off ? box.h * 0.62 : box.h / 2 - 20);
	const [cx, cy] = [box.x + box.w / 2, off ? box.y + r + 30 : box.y + box.h / 2];
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	const whole = value <= 12 ? 12 : value <= 24 ? 24 : 60;
	kit.add(
		'clock',
		{ x: cx - r - 10, y: cy - r - 10, w: 2 * r + 20, h: 2 * r + 20 },
		(m) => {
			const turn = m.tween(start - 4, 28, 'inOut');
			const tick = m.nudges(kit.idle);
			return (x, frame) => {
				x.fillStyle = tone.quiet;
				x.beginPath();
				x.arc(cx, cy, r, 0, TAU);
				x.fill();
				const angle = -Math.PI / 2 + TAU * Math.min(1, value / whole) * turn(frame) + 0.03 * tick(frame);
				x.fillStyle = fill;
				x.beginPath();
				x.moveTo(cx, cy);
				x.arc(cx, cy, r, -Math.PI / 2, angle);
				x.fill();
				for (let i = 0; i < 12; i++) {
					const a = (i / 12) * TAU;
					const inner = r * (i % 3 ? 0.88 : 0.8);
					x.strokeStyle = tone.ground;
					x.lineWidth = i % 3 ? 8 : 14;
					x.beginPath();
					x.moveTo(cx + Math.cos(a) * inner, cy + Math.sin(a) * inner);
					x.lineTo(cx + Math.cos(a) * r, cy + Math.sin(a) * r);
					x.stroke();
				}
				x.strokeStyle = tone.text;
				x.lineCap = 'round';
				for (const [a, length, width] of [
					[-Math.PI / 2, 0.5, 22],
					[angle, 0.74, 14],
				] as const) {
					x.lineWidth = width;
					x.beginPath();
					x.moveTo(cx, cy);
					x.lineTo(cx + Math.cos(a) * r * length, cy + Math.sin(a) * r * length);
					x.stroke();
				}
			};
		},
		{ over: true, keep: true },
	);
}
