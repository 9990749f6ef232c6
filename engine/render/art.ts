/** Cut-paper art that fills what no text may use: the lower quarter of a vertical film, the corners of a wide one. It boils slowly. */
import type { Canvas } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import type { Kit } from './kit';
import type { Box, Context } from './text';
import { alpha } from './theme';

export const MOTIFS = ['waves', 'rays', 'arcs', 'stripes', 'blocks', 'halftone', 'hills'] as const;
export type Motif = (typeof MOTIFS)[number];

interface Inks {
	back: string;
	middle: string;
	front: string;
}

function inksOf(kit: Kit): Inks {
	const { tone } = kit;
	if (kit.ground === 'accent') return { back: tone.quiet, middle: tone.second, front: tone.text };
	return { back: tone.quiet, middle: tone.second, front: tone.strong };
}

const TAU = 2 * Math.PI;

/** One pose of a motif inside the box; `phase` moves it a little, `lean` (0–1) is the film's own variation. */
export function drawMotif(x: Context, motif: Motif, box: Box, inks: Inks, phase: number, lean: number): void {
	const { x: left, y: top, w, h } = box;
	const bottom = top + h;
	const wobble = [0, 1, 0.4, -0.6][phase & 3]!;
	const shape = (colour: string, path: () => void) => {
		x.fillStyle = colour;
		x.beginPath();
		path();
		x.fill();
	};
	if (motif === 'waves' || motif === 'hills') {
		const sharp = motif === 'hills';
		[inks.back, inks.middle, inks.front].forEach((colour, layer) => {
			const base = top + h * (0.12 + 0.27 * layer);
			const swing = h * (sharp ? 0.16 : 0.07) * (1 - 0.2 * layer);
			const length = w * (sharp ? 0.95 : 0.52) * (1 - 0.12 * layer);
			const shift = (lean * 3 + layer * 0.37) * length + wobble * (sharp ? 5 : 14) * (layer % 2 ? -1 : 1);
			shape(colour, () => {
				x.moveTo(left, bottom);
				for (let px = left; px <= left + w + 12; px += 12) x.lineTo(px, base - swing * Math.sin(((px + shift) / length) * TAU));
				x.lineTo(left + w, bottom);
			});
		});
	} else if (motif === 'rays') {
		const [cx, cy] = [left + w * (0.3 + 0.4 * lean), bottom + h * 0.06];
		const reach = Math.hypot(w, h);
		const turn = wobble * 0.012 + lean;
		x.save();
		x.beginPath();
		x.arc(cx, cy, h * 1.02, 0, TAU);
		x.clip();
		shape(inks.back, () => x.arc(cx, cy, h * 1.02, 0, TAU));
		for (let i = 0; i < 28; i += 2)
			shape(inks.middle, () => {
				x.moveTo(cx, cy);
				x.lineTo(cx + reach * Math.cos((i / 28) * TAU + turn), cy + reach * Math.sin((i / 28) * TAU + turn));
				x.lineTo(cx + reach * Math.cos(((i + 1) / 28) * TAU + turn), cy + reach * Math.sin(((i + 1) / 28) * TAU + turn));
			});
		x.restore();
		shape(inks.front, () => x.arc(cx, cy, h * 0.5 + wobble * 3, 0, TAU));
	} else if (motif === 'arcs') {
		const right = lean > 0.5;
		const [cx, cy] = [right ? left + w * 0.86 : left + w * 0.14, bottom];
		[1.06, 0.86, 0.66, 0.46, 0.26].forEach((radius, i) => {
			const r = Math.min(h, w) * radius * 1.0 + wobble * (i % 2 ? 4 : -4);
			shape([inks.back, inks.middle, inks.back, inks.front, inks.middle][i]!, () => x.arc(cx, cy, Math.min(r, h - 2), 0, TAU));
		});
	} else if (motif === 'stripes') {
		const step = w / 7;
		const rise = h * 0.86;
		for (let i = -4; i < 10; i++) {
			const from = left + i * step + wobble * 5;
			shape([inks.middle, inks.back, inks.front][((i % 3) + 3) % 3]!, () => {
				const high = bottom - rise * (0.55 + 0.45 * Math.abs(Math.sin(i * 1.7 + lean * 5)));
				const slide = (bottom - high) * 0.5;
				x.moveTo(from, bottom);
				x.lineTo(from + slide, high);
				x.lineTo(from + slide + step * 0.62, high);
				x.lineTo(from + step * 0.62, bottom);
			});
		}
	} else if (motif === 'blocks') {
		const count = 9;
		const step = w / count;
		for (let i = 0; i < count; i++) {
			const high = h * (0.2 + 0.68 * Math.abs(Math.sin(i * 2.3 + lean * 9)));
			const move = (i + phase) % 3 === 0 ? 10 : 0;
			shape([inks.back, inks.middle, inks.back, inks.front][(i + Math.round(lean * 4)) % 4]!, () =>
				x.roundRect(left + i * step + 5, bottom - high + move, step - 10, high + 40, 14),
			);
		}
	} else {
		const pitch = 46;
		const rows = Math.floor(h / (pitch * 0.87));
		x.fillStyle = inks.front;
		for (let row = 0; row < rows; row++) {
			const radius = pitch * 0.5 * Math.pow(1 - row / rows, 0.8) * (1 + 0.06 * wobble);
			if (radius < 2) break;
			x.fillStyle = row % 5 === 3 ? inks.middle : inks.front;
			x.beginPath();
			for (let column = -1; column * pitch < w + pitch; column++) {
				const cx = left + column * pitch + (row % 2 ? pitch / 2 : 0) + lean * pitch;
				const cy = bottom - 8 - row * pitch * 0.87;
				x.moveTo(cx + radius, cy);
				x.arc(cx, cy, radius, 0, TAU);
			}
			x.fill();
		}
	}
}

/** Chooses the motif of a scene; neighbours never share one. */
export function motifOf(kit: Kit): Motif {
	// Round shapes need height: a wide film's strip does without them.
	const choice = kit.stage.tall ? MOTIFS : MOTIFS.filter((motif) => motif !== 'rays' && motif !== 'arcs');
	const turn = Math.abs(kit.plan.seed * 3 + kit.scene.index * 2 + Math.floor(kit.scene.index / choice.length)) % choice.length;
	return choice[turn]!;
}

export const artBox = ({ stage }: Kit): Box =>
	stage.tall ? { x: 0, y: 1286, w: stage.width, h: stage.height - 1286 } : { x: 0, y: 900, w: stage.width, h: 180 };

/** Adds the scene's art. Vertical: the whole width below the content. Wide: the strip behind the captions. */
export function addArt(kit: Kit, box?: Box, motif: Motif = motifOf(kit)): void {
	const area = box ?? artBox(kit);
	const lean = kit.random();
	const inks = inksOf(kit);
	kit.add(
		'art',
		area,
		(m) => {
			const pose = m.beat(10, kit.scene.index);
			// Each pose is drawn once and then copied: exact under any clip, and cheap where captions change above it.
			const poses: Canvas[] = [];
			return (x, frame) => {
				const phase = pose(frame) & 3;
				let canvas = poses[phase];
				if (!canvas) {
					canvas = poses[phase] = createCanvas(area.w, area.h);
					const c = canvas.getContext('2d');
					c.translate(-area.x, -area.y);
					drawMotif(c, motif, area, inks, phase, lean);
				}
				x.drawImage(canvas, area.x, area.y);
			};
		},
		{ loose: true, over: true },
	);
}

/** Fine texture of a ground: dots on paper, a grid on ink. */
export function drawTexture(x: Context, kit: Kit): void {
	const { width, height } = kit.stage;
	if (kit.ground === 'paper' || kit.ground === 'accent') {
		x.fillStyle = alpha(kit.tone.text, 0.06);
		for (let py = 27; py < height; py += 54) for (let px = 27; px < width; px += 54) x.fillRect(px, py, 3, 3);
		return;
	}
	x.fillStyle = alpha(kit.tone.text, 0.045);
	for (let px = 0; px < width; px += 108) x.fillRect(px, 0, 2, height);
	for (let py = 0; py < height; py += 108) x.fillRect(0, py, width, 2);
}
