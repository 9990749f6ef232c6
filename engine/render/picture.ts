/** The user's own picture in a scene: filling the frame under words, panning a pixel a frame, or as a dark backdrop of a chart. */
import { createCanvas } from '@napi-rs/canvas';
import type { Kit } from './kit';
import { paintBelow } from './layout';
import { drawText, measure, type Box, type Context } from './text';
import { alpha, PICTURE_SHADE } from './theme';

/** Farthest a still is moved while its scene lasts, in pixels. */
const TRAVEL = 150;

/**
 * Adds the picture over a box of the frame. A still pans by two pixels every other frame: even offsets keep its chroma still and
 * cost half of a redraw. A clip plays.
 */
export function addPicture(kit: Kit, box: Box): void {
	const { picture, scene } = kit;
	if (!picture) return;
	if (picture.kind === 'clip') {
		kit.add(
			'picture',
			box,
			(m) => {
				m.tween(0, scene.frames, 'linear');
				return (x, frame) => picture.draw(x, box, frame);
			},
			{ loose: true, over: true },
		);
		return;
	}
	// Along the side on which the picture is longer than its box, so that most of it is seen.
	const across = picture.width / picture.height > box.w / box.h;
	const travel = Math.min(TRAVEL, 2 * Math.ceil(scene.frames / 2));
	const [w, h] = across ? [box.w + travel, box.h] : [box.w, box.h + travel];
	const canvas = createCanvas(w, h);
	picture.draw(canvas.getContext('2d', { alpha: false }) as Context, { x: 0, y: 0, w, h }, 0);
	const back = kit.random() < 0.5;
	kit.add(
		'picture',
		box,
		(m) => {
			const step = m.beat(2);
			return (x, frame) => {
				const moved = Math.min(travel, 2 * step(frame));
				const at = back ? travel - moved : moved;
				x.drawImage(canvas, box.x - (across ? at : 0), box.y - (across ? 0 : at));
			};
		},
		{ loose: true, over: true },
	);
}

/** Darkens the picture where words stand, from clear at `from` to nearly solid at `solid` and on to the box's end, or only to `until`. */
export function addScrim(kit: Kit, box: Box, from: number, solid: number, until?: number): void {
	const { palette } = kit;
	kit.add(
		'scrim',
		box,
		() => {
			const canvas = createCanvas(box.w, box.h);
			const c = canvas.getContext('2d');
			const end = until === undefined ? solid : Math.min(box.y + box.h, until + 300);
			const g = c.createLinearGradient(0, from - box.y, 0, end - box.y);
			const at = (y: number) => Math.max(0, Math.min(1, (y - from) / (end - from)));
			g.addColorStop(0, alpha(palette.ink, 0));
			g.addColorStop(at((from + solid) / 2), alpha(palette.ink, 0.6));
			g.addColorStop(at(solid), alpha(palette.ink, 0.88));
			if (until !== undefined) {
				g.addColorStop(at(until), alpha(palette.ink, 0.86));
				g.addColorStop(1, alpha(palette.ink, 0.25));
			}
			c.fillStyle = g;
			c.fillRect(0, 0, box.w, box.h);
			return (x) => x.drawImage(canvas, box.x, box.y);
		},
		{ loose: true, over: true },
	);
	// Above the picture, below everything that was added before it.
	const [scrim] = kit.elements.splice(-1);
	const picture = kit.elements.findLastIndex((element) => element.name === 'picture' || element.name === 'scrim');
	kit.elements.splice(picture + 1, 0, scrim!);
}

/** The credit of the picture, burnt in small on a plate of its own; `y` is its baseline. */
export function addCredit(kit: Kit, y: number, o: { x?: number; w?: number; align?: 'left' | 'right' } = {}): void {
	const credit = kit.picture?.credit;
	if (!credit) return;
	const x0 = o.x ?? kit.stage.content.x;
	const w = o.w ?? kit.stage.content.w;
	const style = { face: 'Body' as const, size: 26 };
	let shown = credit;
	while (measure(shown, style) > w - 36 && shown.length > 20) shown = shown.replace(/[\s,;:]*\S+$/, '…');
	const width = measure(shown, style);
	const left = o.align === 'right' ? x0 + w - width - 16 : x0 + 16;
	kit.add(
		'credit',
		{ x: left - 18, y: y - 32, w: width + 36, h: 46 },
		() => (x) => {
			x.fillStyle = alpha(kit.palette.ink, 1);
			x.beginPath();
			x.roundRect(left - 16, y - 30, width + 32, 42, 8);
			x.fill();
			drawText(x, shown, left, y, { size: 26, colour: kit.palette.light, kind: 'source' });
		},
		{ over: true },
	);
}

/** The picture as a dark ground under a chart: still, so that it costs nothing. */
export function paintBackdrop(kit: Kit): void {
	const { picture, palette, stage } = kit;
	if (!picture) return;
	paintBelow(kit, (x) => {
		const frame = { x: 0, y: 0, w: stage.width, h: stage.height };
		picture.draw(x, frame, 0);
		x.fillStyle = alpha(palette.ink, PICTURE_SHADE);
		x.fillRect(0, 0, stage.width, stage.height);
	});
}
