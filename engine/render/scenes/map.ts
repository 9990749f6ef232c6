/** A place or a route on a globe that fills the frame; the camera settles while the pin drops. */
import { geoInterpolate } from 'd3-geo';
import type { Place, Visual } from '../../asset';
import { mix, Motion } from '../clock';
import type { BuiltScene, Kit } from '../kit';
import { within } from '../kit';
import { compose, finish, paintBelow } from '../layout';
import { countryAt, countryOf, distance, drawGlobe, radiusFor, viewOf } from '../maps';
import { drawText, measure, sizeFor, type Box, type Context } from '../text';
import { alpha, blend, onFill, readable } from '../theme';
import { addFigure, addBlock, block } from './parts';

type Point = [number, number];
const point = (place: Place): Point => [place.longitude, place.latitude];

export async function buildMap(kit: Kit, visual: Extract<Visual, { type: 'place' | 'route' }>): Promise<BuiltScene> {
	const { stage, palette, tone } = kit;
	let paint: (x: Context) => void = () => undefined;
	paintBelow(kit, (x) => paint(x));
	const value = visual.type === 'place' ? visual.value : undefined;
	const c = compose(kit, {
		max: stage.tall ? 116 : 128,
		maxLines: stage.tall ? 2 : 4,
		plate: true,
		band: true,
		...(value ? { below: 340 } : {}),
	});
	const view = stage.tall ? { ...c.picture, h: c.picture.h - (value ? 250 : 0) } : c.picture;
	const at: Point = [view.x + view.w / 2, view.y + view.h / (stage.tall && c.title.y < 600 ? 1.8 : 2)];
	const colours = {
		space: blend(palette.ink, '#000000', 0.25),
		seaNear: blend(palette.sea, '#ffffff', 0.1),
		seaFar: blend(palette.sea, palette.ink, 0.35),
		land: palette.land,
		border: alpha(palette.ink, 0.4),
		highlight: palette.accents[1],
		line: 'rgba(255,255,255,.07)',
	};
	const dark = alpha(palette.ink, 0.94);
	const clear = alpha(palette.ink, 0);
	const scrim = (x: Context) => {
		const shade = (x0: number, y0: number, x1: number, y1: number, box: Box) => {
			const g = x.createLinearGradient(x0, y0, x1, y1);
			g.addColorStop(0, dark);
			g.addColorStop(0.62, alpha(palette.ink, 0.72));
			g.addColorStop(1, clear);
			x.fillStyle = g;
			x.fillRect(box.x, box.y, box.w, box.h);
		};
		const { width, height } = stage;
		if (!stage.tall) {
			// Words on the right begin further from their edge of the frame.
			const [from, to] = c.title.x < width / 2 ? [0, 860] : [width, width - 1100];
			return shade(from, 0, to, 0, { x: Math.min(from, to), y: 0, w: Math.abs(to - from), h: height });
		}
		const low = c.title.y > 600;
		if (low) {
			// The band carries the title; the value above it needs its own shade.
			if (!value) return;
			const edge = c.bleed.y + c.bleed.h;
			return shade(0, edge, 0, edge - 420, { x: 0, y: edge - 420, w: width, h: 420 });
		}
		shade(0, 0, 0, c.title.y + c.title.h + 130, { x: 0, y: 0, w: width, h: c.title.y + c.title.h + 130 });
		if (!value) return;
		// The value stands on a shade; below it the map comes back.
		const top = 950;
		const band = x.createLinearGradient(0, top - 150, 0, 1640);
		band.addColorStop(0, clear);
		band.addColorStop(150 / (1640 - top + 150), alpha(palette.ink, 0.86));
		band.addColorStop((1240 - top + 150) / (1640 - top + 150), alpha(palette.ink, 0.86));
		band.addColorStop(1, clear);
		x.fillStyle = band;
		x.fillRect(0, top - 150, width, 1640 - top + 150);
	};
	const labels: Box[] = [];
	if (visual.type === 'place') {
		const here = point(visual.place);
		// A late word must not leave the map standing.
		const pinned = Math.min(kit.cue(0, 1, 2), 6) - 4;
		const country = countryAt(here);
		const fitted = radiusFor(country, Math.min(view.w, view.h) * 0.95, here);
		// Close enough that a vertical frame is not black below the globe, unless the country would run off it.
		const radius = stage.tall ? Math.max(fitted, Math.min((stage.height - at[1]) * 1.02, fitted * 1.35)) : fitted;
		const globe = viewOf(here, at, radius);
		paint = (x) => {
			drawGlobe(x, globe, stage, colours, [countryOf(visual.place)]);
			scrim(x);
		};
		addRings(kit, at, pinned);
		addPin(kit, at, visual.place.name, pinned, labels, view);
	} else {
		const [a, b] = [point(visual.from), point(visual.to)];
		const way = geoInterpolate(a, b);
		const span = Math.max(distance(a, b), 0.012);
		const flat = viewOf(way(0.5), at, 1000);
		const [pa, pb] = [flat(a) ?? at, flat(b) ?? at];
		const [dx, dy] = [Math.abs(pa[0] - pb[0]) / 1000, Math.abs(pa[1] - pb[1]) / 1000];
		// Both pins lie whole inside the view.
		const high = 2 * Math.min(at[1] - view.y, view.y + view.h - at[1]) - 90;
		const fits = (share: number) => Math.min(((view.w - 90) * share) / Math.max(dx, 0.004), (high * share) / Math.max(dy, 0.004));
		// Close enough that the globe fills the frame's lower edge, if both ends still fit.
		const radius = Math.max(240, Math.min(9000, Math.max(fits(0.72), Math.min(fits(0.98), (stage.height - at[1]) * 1.04))));
		const globe = viewOf(way(0.5), at, radius);
		const ends = [countryOf(visual.from), countryOf(visual.to)];
		paint = (x) => {
			drawGlobe(x, globe, stage, { ...colours, highlight: blend(palette.land, '#ffffff', 0.35) }, ends);
			scrim(x);
		};
		const path = Array.from({ length: 81 }, (_, i) => {
			const [x, y] = globe(way(i / 80)) ?? at;
			return [x, y - Math.sin((i / 80) * Math.PI) * Math.min(70, span * radius * 0.12)] as Point;
		});
		const start = Math.min(kit.cue(0, 2, 2), 8) - 4;
		const end = Math.min(start + 90, Math.max(start + 24, kit.cue(1, 2, 30)));
		addRoute(kit, path, start + 4, end);
		addPin(kit, path[0]!, visual.from.name, start, labels, view);
		addPin(kit, path[80]!, visual.to.name, end - 4, labels, view);
	}
	if (value) {
		const below = stage.tall ? (c.title.y > 600 ? c.title.y - 270 : 960) : 0;
		const start = kit.cue(1, 2, 26);
		if (stage.tall) {
			const label = block(value.label, { face: 'Display', size: 54, width: 420, maxLines: 3, least: 36, leading: 1.08 });
			const size = sizeFor(value.display, 'Display', 190, stage.content.w - label.width - 40, 80);
			const align = c.align === 'center';
			const width = measure(value.display, { face: 'Display', size }) + 34 + label.width;
			const left = align ? stage.width / 2 - width / 2 : stage.content.x;
			const figure = addFigure(kit, value.display, {
				box: { x: left, y: below + 20, w: stage.content.w - label.width - 34, h: 190 },
				max: size,
				colour: readable(palette.accents[0], palette.ink, 4.6),
				start,
			});
			addBlock(kit, 'value label', label, figure.x + figure.w + 34, figure.y + figure.h / 2 - label.height / 2 - 8, {
				colour: palette.light,
				start,
			});
		} else {
			const left = c.title.x;
			const y = c.title.y + c.title.h + 40;
			const figure = addFigure(kit, value.display, {
				box: { x: left, y, w: 600, h: 170 },
				max: 170,
				colour: readable(palette.accents[0], palette.ink, 4.6),
				start,
			});
			const label = block(value.label, { face: 'Display', size: 48, width: 600, maxLines: 2, least: 36 });
			addBlock(kit, 'value label', label, left, figure.y + figure.h + 14, { colour: palette.light, start });
		}
	}
	const camera = new Motion();
	const settle = camera.tween(0, 26, 'out');
	kit.zoom = { motion: camera, at: (frame) => mix(1.14, 1, settle(frame)), centre: at };
	void tone;
	return finish(kit);
}

function addRings(kit: Kit, [cx, cy]: Point, start: number): void {
	const reach = 250;
	kit.add(
		'rings',
		{ x: cx - reach, y: cy - reach, w: 2 * reach, h: 2 * reach },
		(m) => {
			const waves = [0, 7, 14].map((delay) => m.tween(start + delay, 20, 'out'));
			const again = kit.idle.filter((at) => at > start + 20).map((at) => m.tween(at, 24, 'out'));
			return (x, frame) => {
				const ring = (r: number, opacity: number) => {
					x.strokeStyle = alpha('#ffffff', opacity);
					x.lineWidth = 7;
					x.beginPath();
					x.arc(cx, cy, r, 0, 7);
					x.stroke();
				};
				waves.forEach((wave, i) => {
					const t = wave(frame);
					if (t > 0) ring(44 + t * (62 + i * 58), 0.75 - 0.45 * t - i * 0.06);
				});
				for (const wave of again) {
					const t = wave(frame);
					if (t > 0 && t < 1) ring(40 + t * 200, 0.8 * (1 - t));
				}
			};
		},
		{ over: true },
	);
}

function addRoute(kit: Kit, path: Point[], start: number, end: number): void {
	const xs = path.map((p) => p[0]);
	const ys = path.map((p) => p[1]);
	const pad = 34;
	const box = {
		x: Math.min(...xs) - pad,
		y: Math.min(...ys) - pad,
		w: Math.max(...xs) - Math.min(...xs) + 2 * pad,
		h: Math.max(...ys) - Math.min(...ys) + 2 * pad,
	};
	const colour = kit.palette.accents[0];
	kit.add(
		'route',
		box,
		(m) => {
			const draw = m.tween(start, Math.max(12, end - start), 'inOut');
			const runs = kit.idle.filter((at) => at > end).map((at) => m.tween(at, 22, 'inOut'));
			return (x, frame) => {
				const count = Math.floor(draw(frame) * 80);
				if (count < 1) return;
				const stroke = (style: string, width: number) => {
					x.strokeStyle = style;
					x.lineWidth = width;
					x.lineJoin = 'round';
					x.lineCap = 'round';
					x.beginPath();
					path.slice(0, count + 1).forEach(([a, b], i) => (i ? x.lineTo(a, b) : x.moveTo(a, b)));
					x.stroke();
				};
				stroke(alpha(kit.palette.ink, 0.35), 26);
				stroke(colour, 12);
				for (const run of runs) {
					const t = run(frame);
					if (t <= 0 || t >= 1) continue;
					const [a, b] = path[Math.round(t * 80)]!;
					x.fillStyle = '#ffffff';
					x.beginPath();
					x.arc(a, b, 16, 0, 7);
					x.fill();
				}
			};
		},
		{ over: true },
	);
}

/** A pin with its name on a plate, kept inside the view and clear of the plates before it. */
function addPin(kit: Kit, [cx, cy]: Point, name: string, start: number, taken: Box[], view: Box): void {
	const { palette } = kit;
	const size = sizeFor(name, 'Label', 48, Math.min(view.w - 60, 620), 36);
	const w = measure(name, { face: 'Label', size }) + 52;
	const h = 78;
	const clampX = (x: number) => Math.max(view.x - 10, Math.min(x, view.x + view.w + 10 - w));
	const choices: Box[] = [
		{ x: clampX(cx - w / 2), y: cy + 46, w, h },
		{ x: clampX(cx - w / 2), y: cy - 46 - h, w, h },
		{ x: clampX(cx + 46), y: cy - h / 2, w, h },
		{ x: clampX(cx - 46 - w), y: cy - h / 2, w, h },
	];
	const clear = (box: Box) => taken.every((t) => box.x > t.x + t.w || t.x > box.x + box.w || box.y > t.y + t.h || t.y > box.y + box.h);
	const plate = choices.find((box) => clear(box) && box.y + box.h <= view.y + view.h + 40) ?? choices[0]!;
	taken.push(plate, { x: cx - 40, y: cy - 40, w: 80, h: 80 });
	const box = { x: Math.min(plate.x, cx - 44) - 10, y: Math.min(plate.y, cy - 44) - 10, w: 0, h: 0 };
	box.w = Math.max(plate.x + w, cx + 44) + 10 - box.x;
	box.h = Math.max(plate.y + h, cy + 44) + 10 - box.y;
	kit.add(
		`pin ${name}`,
		box,
		(m) => {
			const pop = m.tween(start, 11, 'back');
			return (x, frame) => {
				const t = pop(frame);
				if (t <= 0) return;
				for (const [r, colour] of [
					[34, alpha(palette.ink, 0.35)],
					[26, '#ffffff'],
					[17, palette.accents[1]],
				] as const) {
					x.fillStyle = colour;
					x.beginPath();
					x.arc(cx, cy, r * t, 0, 7);
					x.fill();
				}
				within(x, { at: [plate.x + w / 2, plate.y + h / 2], scale: 0.7 + 0.3 * t, alpha: t }, () => {
					x.fillStyle = palette.paper;
					x.beginPath();
					x.roundRect(-w / 2, -h / 2, w, h, 14);
					x.fill();
					drawText(x, name, 0, size * 0.35, { face: 'Label', size, colour: onFill(palette, palette.paper), align: 'center' });
				});
			};
		},
		{ over: true, ink: [{ x: cx - 34, y: cy - 34, w: 68, h: 68 }] },
	);
}
