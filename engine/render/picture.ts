/** The user's own picture in a scene: filling the frame under words, panning a pixel a frame; before a chart alone, then as its dark backdrop. */
import { createCanvas } from '@napi-rs/canvas';
import type { BuiltScene, Kit } from './kit';
import { paintBelow } from './layout';
import type { PlannedScene } from './plan';
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
	const end = until === undefined ? solid : Math.min(box.y + box.h, until + 300);
	const at = (y: number) => Math.max(0, Math.min(1, (y - from) / (end - from)));
	const stops: [number, number][] = [
		[0, 0],
		[at((from + solid) / 2), 0.6],
		[at(solid), 0.88],
	];
	if (until !== undefined) stops.push([at(until), 0.86], [1, 0.25]);
	addShade(kit, box, (c) => {
		const g = c.createLinearGradient(0, from - box.y, 0, end - box.y);
		for (const [where, how] of stops) g.addColorStop(where, alpha(palette.ink, how));
		return g;
	});
}

/** Darkens a wide picture that begins at `left`: no edge is seen there, nearly solid up to `solid`, clear from `clear` on. */
export function addSideScrim(kit: Kit, left: number, solid: number, clear: number): void {
	const { palette, stage } = kit;
	addShade(kit, { x: 0, y: 0, w: Math.min(stage.width, Math.ceil(clear)), h: stage.height }, (c) => {
		const g = c.createLinearGradient(0, 0, clear, 0);
		g.addColorStop(left / clear, palette.ink);
		g.addColorStop(solid / clear, alpha(palette.ink, 0.86));
		g.addColorStop((solid + clear) / 2 / clear, alpha(palette.ink, 0.5));
		g.addColorStop(1, alpha(palette.ink, 0));
		return g;
	});
}

function addShade(kit: Kit, box: Box, gradient: (c: Context) => ReturnType<Context['createLinearGradient']>): void {
	kit.add(
		'scrim',
		box,
		() => {
			const canvas = createCanvas(box.w, box.h);
			const c = canvas.getContext('2d') as Context;
			c.fillStyle = gradient(c);
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

/** The credit under a chart: on the line of the source where both fit, else above or beside the captions. */
export function addCreditBelow(kit: Kit): void {
	const { content, tall, sourceY } = kit.stage;
	if (!tall) return addCredit(kit, 1052, { align: 'right', w: content.w - (kit.logo ? 240 : 0) });
	const source = kit.elements.find(({ name }) => name === 'source')?.box;
	const from = source ? source.x + source.w + 20 : content.x;
	const room = content.x + content.w - from;
	const fits = measure(kit.picture?.credit ?? '', { face: 'Body', size: 26 }) <= room - 36;
	if (fits) addCredit(kit, sourceY, { x: from, w: room, align: source ? 'right' : 'left' });
	else addCredit(kit, 1278);
}

/** How dark the picture is below the captions of the vertical shape, where nothing is read. */
const FOOT_SHADE = 0.3;

/** The picture as a dark ground under a chart: still, so that it costs nothing. */
export function paintBackdrop(kit: Kit): void {
	const { picture, palette, stage } = kit;
	if (!picture) return;
	paintBelow(kit, (x) => {
		const { width, height, tall, safe } = stage;
		picture.draw(x, { x: 0, y: 0, w: width, h: height }, 0);
		const shade = x.createLinearGradient(0, 0, 0, height);
		shade.addColorStop(0, alpha(palette.ink, PICTURE_SHADE));
		if (tall) {
			const end = safe.y + safe.h;
			shade.addColorStop((end - 60) / height, alpha(palette.ink, PICTURE_SHADE));
			shade.addColorStop((end + 120) / height, alpha(palette.ink, FOOT_SHADE));
		}
		shade.addColorStop(1, alpha(palette.ink, tall ? FOOT_SHADE : PICTURE_SHADE));
		x.fillStyle = shade;
		x.fillRect(0, 0, width, height);
	});
}

/** Frames that a picture stands alone before a chart lies on it: at least, at most, and what the chart then still needs. */
const LEAD = { least: 24, most: 45, share: 0.34, chart: 54 } as const;
/** Frames in which it darkens. */
const DARKENS = 7;

/** How long a scene shows its picture before its chart, in frames; 0 where there is no time, and on the cover, which must be read at once. */
export function pictureLead({ index, frames, spokenFrames = frames }: Pick<PlannedScene, 'index' | 'frames' | 'spokenFrames'>): number {
	const lead = Math.min(LEAD.most, Math.round(spokenFrames * LEAD.share), spokenFrames - LEAD.chart);
	return index === 0 || lead < LEAD.least ? 0 : lead;
}

/** The scene with its picture bright and alone for `lead` frames; `later` is what it shows from then on. The logo stands there all the time. */
export function pictureFirst(kit: Kit, later: BuiltScene, lead: number): BuiltScene {
	const { picture, stage, palette, scene } = kit;
	if (!picture) return later;
	const frame = { x: 0, y: 0, w: stage.width, h: stage.height };
	const still = picture.kind === 'image' ? createCanvas(frame.w, frame.h) : undefined;
	if (still) picture.draw(still.getContext('2d', { alpha: false }) as Context, frame, 0);
	kit.add(
		'picture',
		frame,
		(m) => {
			if (!still) m.tween(0, lead, 'linear');
			const darker = m.tween(lead - DARKENS, DARKENS, 'linear');
			return (x, at) => {
				if (at >= lead) return;
				if (still) x.drawImage(still, 0, 0);
				else picture.draw(x, frame, at);
				x.fillStyle = alpha(palette.ink, PICTURE_SHADE * darker(at));
				x.fillRect(0, 0, frame.w, frame.h);
			};
		},
		{ loose: true, over: true },
	);
	// At the top, where no caption can cover it; with the chart it goes to the chart's place.
	addCredit(kit, stage.content.y + 36, { align: 'right' });
	const [shown, ...credit] = kit.elements;
	for (const element of credit) {
		const { draw } = element;
		element.motion.tween(lead - 1, 1);
		element.draw = (x, at) => {
			if (at < lead) draw(x, at);
		};
	}
	const moved = later.elements.map((element) =>
		element.name === 'logo'
			? element
			: {
					...element,
					motion: element.motion.later(lead),
					draw: (x: Context, at: number) => {
						if (at >= lead) element.draw(x, at - lead);
					},
				},
	);
	return { ...later, scene, elements: [shown!, ...credit, ...moved] };
}
