/** A curve of three or more dated values; the area under it runs off the frame. */
import type { Visual } from '../../asset';
import { mix } from '../clock';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import { skeletonsFor } from '../skeletons';
import { drawText, measure, type Context } from '../text';

export function buildLine(kit: Kit, visual: Extract<Visual, { type: 'line' }>): void {
	const { stage, tone } = kit;
	const c = compose(kit, {
		max: stage.tall ? 96 : 96,
		maxLines: stage.tall ? 2 : 4,
		art: false,
		plate: true,
		allow: skeletonsFor('line', stage.tall),
	});
	const box = c.picture;
	const points = [...visual.points].sort((a, b) => a.x - b.x);
	const values = points.map((p) => p.y);
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const log = low > 0 && high / low > 1000;
	const scale = (v: number) => (log ? Math.log10(v) : v);
	// A linear axis starts at zero unless everything lies far above it.
	const base = log ? scale(low) - 0.12 * (scale(high) - scale(low)) : low > 0.7 * high ? low - (high - low) * 0.9 : Math.min(0, low);
	const unit = visual.unit + (log ? ', log scale' : '');
	const left = box.x + 12;
	const right = box.x + box.w - 24;
	const top = box.y + 172;
	const bottom = box.y + box.h - 76;
	const [x0, x1] = [points[0]!.x, points.at(-1)!.x];
	const px = (v: number) => mix(left + 20, right - 40, x1 === x0 ? 0.5 : (v - x0) / (x1 - x0));
	const py = (v: number) => mix(bottom, top, (scale(v) - base) / (scale(high) - base || 1));
	const spots = points.map((p) => [px(p.x), py(p.y)] as const);
	const lengths = spots.slice(1).map((p, i) => Math.hypot(p[0] - spots[i]![0], p[1] - spots[i]![1]));
	const whole = lengths.reduce((a, b) => a + b, 0) || 1;
	const start = -2;
	const run = 30;
	const frameBottom = stage.height;

	kit.add(
		'unit',
		{ x: box.x, y: box.y - 6, w: box.w, h: 52 },
		() => (x) => drawText(x, unit, box.x, box.y + 32, { size: 36, colour: tone.muted }),
	);
	kit.add(
		'curve',
		{ x: c.bleed.x, y: top - 40, w: c.bleed.w, h: frameBottom - top + 40 },
		(m) => {
			const draw = m.tween(start, run, 'inOut');
			return (x, frame) => {
				const path = partial(spots, lengths, whole * draw(frame));
				const end = path.at(-1)!;
				// Flat, as if cut from paper.
				x.fillStyle = tone.strong;
				x.beginPath();
				x.moveTo(c.bleed.x, frameBottom);
				x.lineTo(c.bleed.x, path[0]![1]);
				for (const [a, b] of path) x.lineTo(a, b);
				const done = draw(frame) >= 1;
				if (done) x.lineTo(c.bleed.x + c.bleed.w, end[1]);
				x.lineTo(done ? c.bleed.x + c.bleed.w : end[0], frameBottom);
				x.fill();
				x.strokeStyle = tone.text;
				x.lineWidth = 12;
				x.lineJoin = 'round';
				x.lineCap = 'round';
				x.beginPath();
				x.moveTo(c.bleed.x, path[0]![1]);
				for (const [a, b] of path) x.lineTo(a, b);
				if (done) x.lineTo(c.bleed.x + c.bleed.w, end[1]);
				x.stroke();
			};
		},
		{ over: true },
	);
	// Labels of the x axis: first, last and what fits between.
	const sizeAt = (i: number) => (i === points.length - 1 ? 92 : 54);
	const widthAt = (i: number) => measure(points[i]!.display, { face: 'Display', size: sizeAt(i) });
	const labelLeft = (i: number) => Math.max(box.x, Math.min(spots[i]![0] - widthAt(i) / 2, box.x + box.w - widthAt(i)));
	const heightAt = (x: number) => {
		const right = spots.findIndex((spot) => spot[0] >= x);
		if (right <= 0) return right === 0 ? spots[0]![1] : spots.at(-1)![1];
		const [a, b] = [spots[right - 1]!, spots[right]!];
		return mix(a[1], b[1], (x - a[0]) / (b[0] - a[0]));
	};
	// The last value is always labelled, then the first, then what fits between.
	const kept = new Set<number>();
	for (const i of [points.length - 1, ...points.keys()]) {
		const free = [...kept].every((k) => labelLeft(i) > labelLeft(k) + widthAt(k) + 16 || labelLeft(k) > labelLeft(i) + widthAt(i) + 16);
		if (free) kept.add(i);
	}
	let walked = 0;
	points.forEach((p, i) => {
		if (i) walked += lengths[i - 1]!;
		const at = Math.round(start + run * inverseInOut(walked / whole));
		const [cx, cy] = spots[i]!;
		const last = i === points.length - 1;
		const size = sizeAt(i);
		const w = measure(p.display, { face: 'Display', size });
		// Labels stand above the curve, pushed inside; those that would meet their left neighbour are left out, never the last.
		const lx = labelLeft(i);
		const fits = kept.has(i);
		// Above the curve over the label's whole width.
		const ly = Math.min(
			cy - 40,
			...spots.filter(([x]) => x > lx - 10 && x < lx + w + 10).map(([, y]) => y - 34),
			heightAt(lx) - 26,
			heightAt(lx + w) - 26,
		);
		kit.add(
			`point ${i}`,
			{ x: Math.min(lx, cx - 40) - 8, y: ly - size, w: Math.max(w, 80) + Math.abs(cx - w / 2 - lx) + 24, h: cy + 50 - ly + size },
			(m) => {
				const pop = m.tween(at, 8, 'back');
				const swell = last ? m.nudges(kit.idle) : () => 0;
				return (x, frame) => {
					const t = pop(frame);
					if (t <= 0) return;
					dot(x, cx, cy, 17 * t * (1 + 0.4 * swell(frame)), tone.strong, tone.text);
					if (fits)
						within(x, { alpha: t }, () => drawText(x, p.display, lx, ly, { face: 'Display', size, colour: tone.text, kind: 'figure' }));
				};
			},
			{ over: true },
		);
		const year = String(p.x);
		const yw = measure(year, { face: 'Label', size: 38 });
		const yx = Math.max(box.x, Math.min(cx - yw / 2, box.x + box.w - yw));
		if (i === 0 || last || fits)
			kit.add(
				`x ${i}`,
				{ x: yx - 14, y: bottom + 20, w: yw + 28, h: 52 },
				(m) => {
					const show = m.tween(Math.max(0, at - 4), 6);
					return (x, frame) =>
						within(x, { alpha: show(frame) }, () => {
							x.fillStyle = tone.ground;
							x.beginPath();
							x.roundRect(yx - 12, bottom + 22, yw + 24, 48, 10);
							x.fill();
							drawText(x, year, yx, bottom + 59, { face: 'Label', size: 38, colour: tone.text });
						});
				},
				{ over: true },
			);
	});
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
function partial(spots: (readonly [number, number])[], lengths: number[], length: number): (readonly [number, number])[] {
	const path = [spots[0]!];
	for (let i = 0; i < lengths.length && length > 0; i++) {
		const t = Math.min(1, length / (lengths[i]! || 1));
		path.push([mix(spots[i]![0], spots[i + 1]![0], t), mix(spots[i]![1], spots[i + 1]![1], t)]);
		length -= lengths[i]!;
	}
	return path;
}

/** When the inOut curve reaches v. */
function inverseInOut(v: number): number {
	return v < 0.5 ? Math.cbrt(v / 4) : 1 - Math.cbrt((1 - v) / 4);
}
