/** A share of a hundred: a tank filled so far, a field of a hundred tiles, a ring, a bar across the frame. */
import type { Visual } from '../../asset';
import { clamp, mix } from '../clock';
import type { Kit } from '../kit';
import { compose, paintFoot, textOn } from '../layout';
import { addLevel, addTiles } from '../quantity';
import { sizeFor, type Box } from '../text';
import { readable } from '../theme';
import { addBlock, addFigure, block } from './parts';

type Share = Extract<Visual, { type: 'share' }>;

export async function buildShare(kit: Kit, visual: Share): Promise<void> {
	if (kit.stage.tall) tall(kit, visual);
	else wide(kit, visual);
}

function tall(kit: Kit, visual: Share): void {
	const c = compose(kit, { maxLines: 2, plate: true, echo: visual.display });
	const box = c.picture;
	if (!kit.scene.title && (c.skeleton === 1 || c.skeleton === 3)) {
		// Without a title the ring has all of the frame above the captions.
		const r = 470;
		ring(kit, visual, 540, box.y + r, r, 0.72, { end: 1190, width: r * 0.72 * 1.72 });
		paintFoot(kit, visual.display);
	} else if (c.skeleton === 2) {
		field(kit, visual, box, 'center');
	} else if (c.skeleton === 1) {
		const size = Math.min(box.h + 60, 640);
		const aside = box.w - size >= 250;
		const [cx, cy] = [aside ? box.x + size / 2 : 540, box.y + box.h / 2];
		ring(kit, visual, cx, cy, size / 2, 0.62);
		if (aside) {
			const label = block(visual.label, { face: 'Label', size: 46, width: box.w - size - 36, maxLines: 6, least: 36 });
			addBlock(kit, 'label', label, box.x + size + 36, cy - label.height / 2, { colour: kit.tone.text, start: 6 });
		}
	} else if (c.skeleton === 3) {
		// Whole above the captions.
		const r = box.h / 2 - 14;
		ring(kit, visual, 540, box.y + box.h / 2 - 8, r, 0.74, { end: 1190, width: r * 0.74 * 1.56 });
		paintFoot(kit, visual.display);
	} else if (visual.percent < 20) {
		field(kit, visual, box, 'left');
	} else {
		tank(kit, visual, { x: 0, y: box.y, w: 1080, h: 1920 - box.y }, box);
	}
}

/** The figure over a field of a hundred tiles that runs from edge to edge above the captions. */
function field(kit: Kit, visual: Share, box: Box, align: 'left' | 'center'): void {
	const { content, width } = kit.stage;
	const end = content.y + content.h;
	const high = (width / 20) * 5;
	words(kit, visual, { x: box.x, y: box.y - 20, w: box.w, h: end - high - 24 - box.y }, align, undefined, 'middle');
	addTiles(kit, visual.percent, { x: 0, y: end - high, w: width, h: high }, 2);
	paintFoot(kit, visual.display);
}

function wide(kit: Kit, visual: Share): void {
	const { stage, tone } = kit;
	const skeleton = kit.skeleton;
	if (skeleton === 2) {
		// The frame's width is the whole.
		const c = compose(kit, { plate: true });
		const top = c.picture.y + 10;
		const at = Math.round(stage.width * clamp(visual.percent / 100));
		const fill = tone.kind === 'accent' ? tone.text : tone.strong;
		kit.add(
			'bar',
			{ x: 0, y: top, w: stage.width, h: stage.height - top },
			(m) => {
				const grow = m.tween(-6, 28, 'out');
				const swell = m.nudges(kit.idle);
				return (x, frame) => {
					x.fillStyle = tone.quiet;
					x.fillRect(0, top, stage.width, stage.height - top);
					x.fillStyle = fill;
					x.fillRect(0, top, Math.round(at * grow(frame) + 14 * swell(frame)), stage.height - top);
					x.fillStyle = tone.ground;
					for (let i = 1; i < 10; i++) x.fillRect(Math.round((stage.width * i) / 10) - 2, top, 4, i === 5 ? 60 : 34);
				};
			},
			{ over: true, keep: true },
		);
		const inside = visual.percent >= 42;
		const room = inside ? at - 96 - 60 : stage.width - 96 - at - 70;
		const ground = inside ? fill : tone.quiet;
		const x0 = inside ? 96 : at + 60;
		const text = textOn(kit, ground);
		words(kit, visual, { x: x0, y: top + 80, w: Math.min(room, 1100), h: 874 - top - 80 }, 'left', { figure: text, text, muted: text });
		return;
	}
	if (skeleton === 3) {
		const c = compose(kit, { maxLines: 4, plate: true });
		// Of another colour than the title's panel beside it.
		tank(kit, visual, c.bleed, c.picture, tone.second);
		return;
	}
	if (skeleton === 1) {
		const c = compose(kit, { maxLines: 4, plate: true });
		const r = 392;
		ring(kit, visual, (c.picture.x + c.picture.w / 2) * 0.94, 64 + 405, r, 0.68, { end: 874, width: r * 0.68 * 1.5 });
		return;
	}
	const c = compose(kit, { maxLines: 3, max: 96, below: 400 });
	addTiles(kit, visual.percent, { x: 900, y: stage.content.y, w: 924, h: stage.content.h - 10 }, 2, 'end');
	paintFoot(kit, '');
	words(kit, visual, { x: c.title.x, y: c.title.y + c.title.h + 30, w: 660, h: 874 - c.title.y - c.title.h - 30 }, 'left');
}

/** The box is the whole, filled from its lower edge; the figure stands on the level or in it. */
function tank(kit: Kit, visual: Share, bleed: Box, safe: Box, fill = kit.tone.kind === 'accent' ? kit.tone.text : kit.tone.strong): void {
	const { stage } = kit;
	const share = clamp(visual.percent / 100);
	const surface = bleed.y + bleed.h * (1 - share);
	addLevel(kit, bleed, share, 2, fill);
	const end = stage.content.y + stage.content.h;
	const above = surface - 30 - safe.y;
	const inside = end - surface - 50;
	if (above >= inside) {
		words(
			kit,
			visual,
			{ x: safe.x, y: safe.y, w: safe.w - 80, h: Math.min(above, end - safe.y) },
			'left',
			undefined,
			kit.scene.title ? 'bottom' : 'middle',
		);
		return;
	}
	const text = textOn(kit, fill);
	words(kit, visual, { x: safe.x, y: surface + 50, w: safe.w - 80, h: inside }, 'left', { figure: text, text, muted: text });
}

/** The figure with its label, and what remains. */
function words(
	kit: Kit,
	visual: Share,
	box: Box,
	align: 'left' | 'center',
	colours = { figure: kit.tone.figure, text: kit.tone.text, muted: kit.tone.muted },
	anchor: 'top' | 'middle' | 'bottom' = 'top',
): void {
	const px = align === 'center' ? box.x + box.w / 2 : box.x;
	// The label is as large as leaves the figure most of the room.
	const lay = (face: 'Display' | 'Label', size: number) =>
		block(visual.label, {
			face,
			size,
			width: box.w,
			maxLines: align === 'center' ? 2 : 4,
			least: 36,
			leading: face === 'Display' ? 1.06 : 1.18,
		});
	const large = lay('Display', 76);
	const label = large.height <= box.h * 0.28 && large.lines.length < 4 ? large : lay('Label', 52);
	const rest = visual.rest ? block(visual.rest, { size: 40, width: box.w, maxLines: 2, least: 36 }) : null;
	const most = Math.min(420, box.h - label.height - 24);
	const withRest = rest !== null && box.h - label.height - rest.height - 50 > 200;
	const height = Math.max(90, Math.min(most, withRest ? box.h - label.height - rest.height - 50 : most));
	const total = height * 0.86 + 18 + label.height + (withRest ? rest.height + 20 : 0);
	const spare = Math.max(0, box.h - total - 20);
	const top = anchor === 'bottom' ? box.y + spare : anchor === 'middle' ? box.y + spare / 2 : box.y;
	const figure = addFigure(kit, visual.display, { box: { ...box, y: top, h: height }, max: 460, colour: colours.figure, align, start: 2 });
	let y = figure.y + figure.h + 18;
	addBlock(kit, 'label', label, px, y, { colour: colours.text, align, start: -8 });
	y += label.height + 20;
	if (rest && withRest && y + rest.height <= box.y + box.h + 4)
		addBlock(kit, 'rest', rest, px, y, { colour: colours.muted, align, start: 24 });
}

/** A ring around the figure; `hole` is the share of the radius that stays open, `inside` where its label stands in it too. */
function ring(kit: Kit, visual: Share, cx: number, cy: number, r: number, hole: number, inside?: { end: number; width: number }): void {
	const { tone } = kit;
	const thick = r * (1 - hole);
	const fill = tone.kind === 'accent' ? tone.text : tone.strong;
	kit.add(
		'ring',
		{ x: cx - r - 12, y: cy - r - 12, w: 2 * r + 24, h: 2 * r + 24 },
		(m) => {
			const sweep = m.tween(-4, 28, 'out');
			const swell = m.nudges(kit.idle);
			return (x, frame) => {
				const arc = (colour: string, from: number, to: number, width: number) => {
					x.strokeStyle = colour;
					x.lineWidth = width;
					x.lineCap = 'butt';
					x.beginPath();
					x.arc(cx, cy, r - thick / 2, from, to);
					x.stroke();
				};
				arc(tone.quiet, 0, 2 * Math.PI, thick);
				const share = clamp(visual.percent / 100) * mix(0.15, 1, sweep(frame));
				if (share > 0) arc(fill, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share, thick + 16 * swell(frame));
			};
		},
		{ over: true, keep: true },
	);
	const inner = r * hole * 1.62;
	if (inside) {
		const label = block(visual.label, { face: 'Label', size: 48, width: inside.width, maxLines: 3, least: 36 });
		const size = Math.min(r * 0.56, sizeFor(visual.display, 'Display', 300, inside.width));
		const total = size * 0.86 + 10 + label.height;
		const top = Math.min(cy - total / 2, inside.end - total - 6);
		addFigure(kit, visual.display, {
			box: { x: cx - inside.width / 2, y: top, w: inside.width, h: size },
			max: size,
			colour: readable(tone.figure, tone.ground, 4.6),
			align: 'center',
			start: 2,
		});
		addBlock(kit, 'label', label, cx, top + size * 0.86 + 10, { colour: tone.text, align: 'center', start: -8 });
		return;
	}
	addFigure(kit, visual.display, {
		box: { x: cx - inner / 2, y: cy - r * 0.5, w: inner, h: r },
		max: r * 0.66,
		colour: readable(tone.figure, tone.ground, 4.6),
		align: 'center',
		middle: true,
		start: 2,
	});
}
