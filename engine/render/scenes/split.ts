/** Two values against each other: two halves of the frame, the second one wiped in at its word. */
import type { SplitSide, Visual } from '../../asset';
import { addArt } from '../art';
import { createCanvas } from '@napi-rs/canvas';
import type { Kit } from '../kit';
import { Kit as KitClass } from '../kit';
import { loadSticker, putSticker } from '../stickers';
import { drawText, measure, sizeFor, type Box, type Context } from '../text';
import { toneOf, type Tone } from '../theme';
import { addSource, addTitle } from '../title';
import { block, drawBlock } from './parts';

export async function buildSplit(kit: Kit, visual: Extract<Visual, { type: 'split' }>): Promise<void> {
	const { stage } = kit;
	const { width, height, tall, content } = stage;
	const second = toneOf(kit.palette, kit.tone.dark ? (kit.ground === 'accent' ? 'paper' : 'accent') : 'ink', kit.scene.index);
	const start = Math.max(6, kit.cue(1, 2, 14) - 4);
	const slanted = kit.skeleton % 2 === 1;
	if (tall) {
		addArt(kit);
		const title = addTitle(kit, { box: { ...content, h: 230 }, max: 84, maxLines: 2 });
		const top = title.y + title.h + 34;
		const middle = top + (1196 - top) / 2 - 6;
		const slant = slanted ? 44 : 0;
		paintSide(
			kit,
			kit.tone,
			visual.left,
			{ x: content.x, y: top, w: content.w, h: middle - top - 20 - slant },
			0,
			2,
			await loadSticker(visual.left.sticker, 230),
		);
		coverHalf(
			kit,
			second,
			start,
			(x) => {
				x.moveTo(0, middle + slant);
				x.lineTo(width, middle - slant);
				x.lineTo(width, height);
				x.lineTo(0, height);
			},
			{ x: 0, y: middle - slant, w: width, h: height - middle + slant },
			'right',
		);
		lateArt(kit, second, start);
		paintSide(
			kit,
			second,
			visual.right,
			{ x: content.x, y: middle + 40 + slant, w: content.w, h: 1190 - middle - 40 - slant },
			1,
			start + 4,
			await loadSticker(visual.right.sticker, 230),
		);
		kit.late.push(() => addSource(kit, { colour: second.muted, plate: true, on: second.ground, start: start + 8 }));
		return;
	}
	const half = width / 2;
	const slant = slanted ? 60 : 0;
	addArt(kit, { x: 0, y: 900, w: width, h: 180 });
	coverHalf(
		kit,
		second,
		start,
		(x) => {
			x.moveTo(half + slant, 0);
			x.lineTo(width, 0);
			x.lineTo(width, height);
			x.lineTo(half - slant, height);
		},
		{ x: half - slant, y: 0, w: half + slant, h: height },
		'up',
	);
	const title = addTitle(kit, { box: { x: content.x, y: content.y, w: half - content.x - 90, h: 300 }, max: 76, maxLines: 3 });
	const y = title.y + title.h + 50;
	const h = content.y + content.h - y;
	paintSide(
		kit,
		kit.tone,
		visual.left,
		{ x: content.x, y, w: half - content.x - 90, h },
		0,
		2,
		await loadSticker(visual.left.sticker, 210),
	);
	paintSide(
		kit,
		second,
		visual.right,
		{ x: half + 90, y, w: width - half - 90 - content.x, h },
		1,
		start + 4,
		await loadSticker(visual.right.sticker, 210),
	);
	kit.late.push(() => addSource(kit, { plate: true }));
}

/** The second half's ground, wiped in. */
function coverHalf(kit: Kit, tone: Tone, start: number, path: (x: Context) => void, box: Box, from: 'right' | 'up'): void {
	// Drawn once and copied, so that its slanted edge is the same under any clip.
	const area = { x: Math.floor(box.x), y: Math.floor(box.y), w: Math.ceil(box.w) + 1, h: Math.ceil(box.h) + 1 };
	const shape = createCanvas(area.w, area.h);
	const s = shape.getContext('2d');
	s.translate(-area.x, -area.y);
	s.fillStyle = tone.ground;
	s.beginPath();
	path(s);
	s.fill();
	kit.add(
		'half',
		area,
		(m) => {
			const wipe = m.tween(start, 10, 'inOut');
			return (x, frame) => {
				const t = wipe(frame);
				if (t <= 0) return;
				const { width, height } = kit.stage;
				x.beginPath();
				if (from === 'right') x.rect(0, 0, Math.round(width * t), height);
				else x.rect(0, Math.round(height * (1 - t)), width, height);
				x.clip();
				x.drawImage(shape, area.x, area.y);
			};
		},
		{ loose: true, over: true },
	);
}

/** Art in the colours of the second half, there once its ground is. */
function lateArt(kit: Kit, tone: Tone, start: number): void {
	const inner = new KitClass(kit.stage, kit.palette, { ...kit.scene, index: kit.scene.index + 1, ground: tone.kind }, kit.plan);
	addArt(inner);
	for (const element of inner.elements) {
		const wipe = element.motion.tween(start, 10, 'inOut');
		const { draw } = element;
		kit.elements.push({
			...element,
			draw: (x, frame) => {
				const t = wipe(frame);
				if (t <= 0) return;
				x.beginPath();
				x.rect(0, 0, Math.round(kit.stage.width * t), kit.stage.height);
				x.clip();
				draw(x, frame);
			},
		});
	}
}

function paintSide(
	kit: Kit,
	tone: Tone,
	side: SplitSide,
	box: Box,
	order: number,
	start: number,
	sticker: Awaited<ReturnType<typeof loadSticker>>,
): void {
	const valueWidth = sticker && kit.stage.tall ? box.w - 250 : box.w;
	const kicker = sizeFor(side.kicker, 'Label', 52, box.w, 36);
	const label = block(side.label, { size: 44, width: valueWidth, maxLines: 2, least: 36 });
	const most = Math.max(90, box.h - kicker * 1.5 - label.height - 20);
	const value = Math.min(sizeFor(side.value, 'Display', kit.stage.tall ? 190 : 210, valueWidth, 60), most / 0.9);
	const total = kicker * 1.35 + value * 0.92 + label.height + 16;
	const top = box.y + Math.max(0, (box.h - total) * (kit.stage.tall ? 0.4 : 0.2));
	const valueBase = top + kicker * 1.35 + value * 0.78;
	const labelTop = valueBase + value * 0.18;
	const w = Math.max(
		measure(side.kicker, { face: 'Label', size: kicker }),
		measure(side.value, { face: 'Display', size: value }),
		label.width,
	);
	kit.add(
		`side ${order}`,
		{ x: box.x - 14, y: top - 10, w: w + 28, h: labelTop + label.height - top + 24 },
		(m) => {
			const show = m.tween(start, 8, 'out');
			return (x, frame) => {
				const t = show(frame);
				drawText(x, side.kicker, box.x, top + kicker * 0.82, { face: 'Label', size: kicker, colour: tone.accentText, alpha: t });
				drawText(x, side.value, box.x, valueBase, { face: 'Display', size: value, colour: tone.text, alpha: t, kind: 'figure' });
				drawBlock(x, label, box.x, labelTop, { colour: tone.muted, alpha: t });
			};
		},
		{ over: true },
	);
	if (!sticker) return;
	const [cx, cy] = kit.stage.tall ? [box.x + box.w - 120, top + total / 2] : [box.x + 120, labelTop + label.height + 136];
	if (!kit.stage.tall && cy + 108 > box.y + box.h) return;
	const reach = sticker.width * 0.62;
	kit.add(
		`side sticker ${order}`,
		{ x: cx - reach, y: cy - reach, w: 2 * reach, h: 2 * reach },
		(m) => {
			const pop = m.tween(start + 2, 12, 'back');
			const boil = m.boil(9, order);
			const swell = m.nudges(kit.idle.filter((_, i) => i % 2 === order));
			return (x, frame) =>
				putSticker(x, sticker, cx, cy, pop(frame) * 0.92 * (1 + 0.07 * swell(frame)), (order ? 0.06 : -0.06) + boil(frame));
		},
		{ over: true },
	);
}
