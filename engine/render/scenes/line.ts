/** A curve of dated values that goes on as they are spoken: every point stands above the captions, the area below it fills the frame. */
import type { Visual } from '../../asset';
import { mix } from '../clock';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose, textOn } from '../layout';
import { GHOST } from '../poster';
import { drawText, measure, type Box, type Context } from '../text';
import { blend } from '../theme';

type Line = Extract<Visual, { type: 'line' }>;
type Spot = readonly [number, number];

const YEAR = 40;

export function buildLine(kit: Kit, visual: Line): void {
	const { stage, tone } = kit;
	const c = compose(kit, {
		max: stage.tall ? 108 : 104,
		maxLines: stage.tall ? 2 : 4,
		plate: true,
	});
	const box = c.picture;
	const end = box.y + box.h;
	// The unit stands above the curve once; with its values it would only push their neighbours away.
	const bare = (display: string) =>
		visual.unit && display.endsWith(` ${visual.unit}`) ? display.slice(0, -visual.unit.length - 1) : display;
	const points = [...visual.points].sort((a, b) => a.x - b.x).map((p) => ({ ...p, display: bare(p.display) }));
	const values = points.map((p) => p.y);
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const log = low > 0 && high / low > 1000;
	const scale = (v: number) => (log ? Math.log10(v) : v);
	// A linear axis starts at zero unless everything lies far above it.
	const base = log ? scale(low) - 0.3 * (scale(high) - scale(low)) : low > 0.7 * high ? low - (high - low) * 0.9 : Math.min(0, low);
	const unit = visual.unit + (log ? ', log scale' : '');
	const bottom = stage.height;
	const last = points.length - 1;
	const sizeAt = (i: number) => (i === last ? (last > 2 ? 112 : 128) : 64);
	const top = box.y + 60 + sizeAt(last) + YEAR + 30;
	// A value lower than those beside it has its words below it.
	const dips = points.map((p, i) => i > 0 && i < last && p.y < points[i - 1]!.y && p.y < points[i + 1]!.y);
	const axis = end - (dips.some(Boolean) ? 64 + YEAR + 70 : 44);
	const [x0, x1] = [points[0]!.x, points[last]!.x];
	const px = (v: number) => mix(box.x + 34, box.x + box.w - 44, x1 === x0 ? 0.5 : (v - x0) / (x1 - x0));
	const py = (v: number) => mix(axis, top, (scale(v) - base) / (scale(high) - base || 1));
	const spots = points.map((p): Spot => [px(p.x), py(p.y)]);
	const lengths = spots.slice(1).map((p, i) => Math.hypot(p[0] - spots[i]![0], p[1] - spots[i]![1]));
	const times = arrivals(kit, lengths);
	kit.add(
		'unit',
		{ x: box.x, y: box.y - 10, w: box.w, h: 54 },
		() => (x) =>
			drawText(x, unit, c.align === 'center' ? box.x + box.w / 2 : box.x, box.y + 28, { size: 38, colour: tone.muted, align: c.align }),
	);
	const fill = tone.kind === 'accent' ? tone.second : tone.strong;
	kit.add(
		'curve',
		{ x: c.bleed.x, y: top - 40, w: c.bleed.w, h: bottom - top + 40 },
		(m) => {
			const runs = lengths.map((_, i) => {
				const from = Math.max(times[i]! + 1, times[i + 1]! - 14);
				return m.tween(from, Math.max(2, times[i + 1]! - from), 'inOut');
			});
			return (x, frame) => {
				const walked = lengths.reduce((sum, length, i) => sum + length * runs[i]!(frame), 0);
				const done = runs.every((run) => run(frame) >= 1);
				const path = partial(spots, lengths, walked);
				const reach = done ? c.bleed.x + c.bleed.w : path.at(-1)![0];
				if (!done) {
					// What is still to come stands there as a shade.
					x.fillStyle = blend(tone.ground, fill, 0.3);
					x.beginPath();
					x.moveTo(c.bleed.x, bottom);
					x.lineTo(c.bleed.x, spots[0]![1]);
					for (const [a, b] of spots) x.lineTo(a, b);
					x.lineTo(c.bleed.x + c.bleed.w, spots[last]![1]);
					x.lineTo(c.bleed.x + c.bleed.w, bottom);
					x.fill();
				}
				const outline = () => {
					x.lineTo(c.bleed.x, path[0]![1]);
					for (const [a, b] of path) x.lineTo(a, b);
					if (done) x.lineTo(reach, path.at(-1)![1]);
				};
				// Flat, as if cut from paper.
				x.fillStyle = fill;
				x.beginPath();
				x.moveTo(c.bleed.x, bottom);
				outline();
				x.lineTo(reach, bottom);
				x.fill();
				// A line down from each value, to read it by.
				x.fillStyle = 'rgba(0,0,0,.16)';
				spots.forEach(([a, b], i) => {
					if (a <= reach + 1 && !dips[i]) x.fillRect(Math.round(a) - 2, Math.round(b), 4, bottom - Math.round(b));
				});
				x.strokeStyle = tone.text;
				x.lineWidth = 14;
				x.lineJoin = 'round';
				x.lineCap = 'round';
				x.beginPath();
				outline();
				x.stroke();
			};
		},
		{ over: true, keep: true },
	);
	addPoints(kit, { points, spots, box, end, sizeAt, times, dips, fill });
}

interface Laid {
	points: Line['points'];
	spots: Spot[];
	box: { x: number; y: number; w: number; h: number };
	end: number;
	sizeAt: (i: number) => number;
	/** Frame at which each point is reached. */
	times: number[];
	/** Points whose words stand below them. */
	dips: boolean[];
	fill: string;
}

/** When the curve reaches its points: at their words; all soon where none is spoken. The first is there from the start. */
function arrivals(kit: Kit, lengths: number[]): number[] {
	const cues = lengths.map((_, i) => kit.scene.cueFrames[i + 1] ?? null);
	const whole = lengths.reduce((a, b) => a + b, 0) || 1;
	let walked = 0;
	if (cues.every((cue) => cue === null)) return [-12, ...lengths.map((length) => Math.round(-10 + (28 * (walked += length)) / whole))];
	const times = [-12];
	cues.forEach((cue, i) => {
		const before = times[i]!;
		const next = cues.slice(i).findIndex((each) => each !== null);
		const known = next < 0 ? before + 12 : cues[i + next]!;
		// A value whose word is not known comes on the way to the next one that is.
		times.push(Math.max(before + 6, cue ?? Math.round(mix(before, known, 1 / (Math.max(0, next) + 1)))));
	});
	return times;
}

function addPoints(kit: Kit, o: Laid): void {
	const { tone } = kit;
	const { points, spots, box } = o;
	const last = points.length - 1;
	const yearOf = (i: number) => String(points[i]!.x);
	const widthAt = (i: number) =>
		Math.max(measure(points[i]!.display, { face: 'Display', size: o.sizeAt(i) }), measure(yearOf(i), { face: 'Label', size: YEAR }));
	const leftOf = (i: number) => Math.max(box.x, Math.min(spots[i]![0] - widthAt(i) / 2, box.x + box.w - widthAt(i)));
	// The last value always has its words, then the first, then what fits between.
	const kept = new Set<number>();
	for (const i of [last, ...points.keys()]) {
		const free = [...kept].every(
			(k) => o.dips[i] !== o.dips[k] || leftOf(i) > leftOf(k) + widthAt(k) + 22 || leftOf(k) > leftOf(i) + widthAt(i) + 22,
		);
		if (free) kept.add(i);
	}
	points.forEach((p, i) => {
		const at = o.times[i]! - 4;
		const [cx, cy] = spots[i]!;
		const size = o.sizeAt(i);
		const w = widthAt(i);
		const lx = leftOf(i);
		const words = kept.has(i);
		const low = o.dips[i]!;
		// Above the curve over the words' whole width, and above the captions.
		const above = Math.min(
			cy - 40,
			o.end - 14,
			...spots.filter(([x]) => x > lx - 10 && x < lx + w + 10).map(([, y]) => y - 36),
			heightAt(spots, lx) - 28,
			heightAt(spots, lx + w) - 28,
		);
		const ly = low ? cy + 44 + size * 0.76 : above;
		const yearY = low ? ly + 14 + YEAR * 0.86 : ly - size * 0.8 - 8;
		const middle = lx + w / 2;
		const left = Math.min(lx, cx - 44) - 8;
		const top = Math.min(cy - 50, low ? cy : ly - size * 0.8 - YEAR - 20);
		const foot = Math.max(cy + 50, low ? yearY + 16 : cy);
		const dotBox: Box = { x: cx - 28, y: cy - 28, w: 56, h: 56 };
		kit.add(
			`point ${i}`,
			{ x: left, y: top, w: Math.max(lx + w, cx + 44) + 8 - left, h: foot - top },
			(m) => {
				const pop = m.tween(at, 8, 'back');
				const swell = i === last ? m.nudges(kit.idle) : () => 0;
				const value = low ? textOn(kit, o.fill) : tone.text;
				const year = low ? value : tone.muted;
				return (x, frame) => {
					const t = pop(frame);
					const date = { face: 'Label', size: YEAR, align: 'center' } as const;
					if (t <= 0) {
						// Its year is there before its value.
						if (words && !low) drawText(x, yearOf(i), middle, yearY, { ...date, colour: tone.text, alpha: GHOST, kind: 'ornament' });
						return;
					}
					if (words && !low && cy - ly > 70) {
						// A stem leads from the words down to their low point.
						x.fillStyle = tone.muted;
						x.fillRect(Math.round(cx) - 2, Math.round(ly) + 16, 4, Math.round((cy - ly - 16) * Math.min(1, t)));
					}
					dot(x, cx, cy, 19 * t * (1 + 0.4 * swell(frame)), o.fill, tone.text);
					if (!words) return;
					within(x, { alpha: t }, () => {
						drawText(x, yearOf(i), middle, yearY, { ...date, colour: year });
						drawText(x, p.display, middle, ly, { face: 'Display', size, colour: value, align: 'center', kind: 'figure' });
					});
				};
			},
			{ over: true, ink: [dotBox] },
		);
	});
}

/** Height of the polyline at x. */
function heightAt(spots: Spot[], x: number): number {
	const right = spots.findIndex((spot) => spot[0] >= x);
	if (right <= 0) return right === 0 ? spots[0]![1] : spots.at(-1)![1];
	const [a, b] = [spots[right - 1]!, spots[right]!];
	return mix(a[1], b[1], (x - a[0]) / (b[0] - a[0]));
}

function dot(x: Context, cx: number, cy: number, r: number, colour: string, ring: string): void {
	x.fillStyle = ring;
	x.beginPath();
	x.arc(cx, cy, r * 1.5, 0, 7);
	x.fill();
	x.fillStyle = colour;
	x.beginPath();
	x.arc(cx, cy, r, 0, 7);
	x.fill();
}

/** The part of a polyline that is `length` pixels long. */
function partial(spots: Spot[], lengths: number[], length: number): Spot[] {
	const path = [spots[0]!];
	for (let i = 0; i < lengths.length && length > 0; i++) {
		const t = Math.min(1, length / (lengths[i]! || 1));
		path.push([mix(spots[i]![0], spots[i + 1]![0], t), mix(spots[i]![1], spots[i + 1]![1], t)]);
		length -= lengths[i]!;
	}
	return path;
}
