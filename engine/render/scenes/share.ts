/** A share of a hundred: a field of tiles that runs off the frame, a tile block, or a ring. */
import type { Visual } from '../../asset';
import { clamp } from '../clock';
import type { Kit } from '../kit';
import { compose } from '../layout';
import type { Box } from '../text';
import { addBlock, addFigure, addSticker, block } from './parts';

export async function buildShare(kit: Kit, visual: Extract<Visual, { type: 'share' }>): Promise<void> {
	const { stage } = kit;
	const field = stage.tall && kit.skeleton === 2;
	const c = compose(kit, { max: stage.tall ? 92 : 96, maxLines: stage.tall ? 2 : 4, art: !field, plate: field });
	const box = c.picture;
	if (field) {
		const tile = 108;
		const top = 1920 - 10 * tile;
		words(kit, visual, { x: box.x, y: box.y - 16, w: box.w, h: top - box.y - 14 }, 'center');
		tiles(kit, visual.percent, { x: 0, y: top, w: 1080, h: 1080 }, tile, 5);
		return;
	}
	const ring = kit.skeleton === 1;
	if (stage.tall) {
		// Beside the tiles the words need their column.
		const size = ring ? Math.min(box.h - 250, box.w, 640) : Math.min(box.h - 20, box.w - 290, 640);
		const left = ring ? box.x + (box.w - size) / 2 : box.x;
		if (ring) {
			drawRing(kit, visual, left + size / 2, box.y + size / 2, size / 2 - 8);
			const label = block(visual.label, { size: 48, width: box.w, maxLines: 2 });
			addBlock(kit, 'label', label, box.x + box.w / 2, box.y + size + 34, { colour: kit.tone.text, align: 'center', start: 14 });
			if (visual.rest) {
				const rest = block(visual.rest, { size: 40, width: box.w, maxLines: 1 });
				addBlock(kit, 'rest', rest, box.x + box.w / 2, box.y + size + 44 + label.height, {
					colour: kit.tone.muted,
					align: 'center',
					start: 24,
				});
			}
			return;
		}
		const tile = Math.floor(size / 10);
		tiles(kit, visual.percent, { x: box.x, y: box.y, w: 10 * tile, h: 10 * tile }, tile, 5);
		const aside = { x: box.x + 10 * tile + 28, y: box.y, w: box.w - 10 * tile - 28, h: 10 * tile };
		if (aside.w >= 250) words(kit, visual, aside, 'left');
		else words(kit, visual, { x: box.x, y: box.y + 10 * tile + 24, w: box.w, h: box.h - 10 * tile - 24 }, 'left');
		if (aside.w >= 250 && box.h - 10 * tile > 200)
			await addSticker(kit, visual.sticker, { cx: box.x + box.w - 130, cy: box.y + 10 * tile + 110, size: 190, start: 16 });
		return;
	}
	const size = Math.min(box.h, box.w * 0.56, 700);
	const y = box.y + (box.h - size) / 2;
	if (ring) drawRing(kit, visual, box.x + size / 2, y + size / 2, size / 2 - 8);
	else tiles(kit, visual.percent, { x: box.x, y, w: size, h: size }, Math.floor(size / 10), 5);
	const aside = { x: box.x + size + 56, y, w: box.w - size - 56, h: size };
	if (ring) {
		const label = block(visual.label, { size: 52, width: aside.w, maxLines: 5 });
		addBlock(kit, 'label', label, aside.x, aside.y + (aside.h - label.height) / 2, { colour: kit.tone.text, start: 14 });
	} else words(kit, visual, aside, 'left');
}

/** The figure with its label, and what remains. */
function words(kit: Kit, visual: Extract<Visual, { type: 'share' }>, box: Box, align: 'left' | 'center'): void {
	const { tone } = kit;
	const px = align === 'center' ? box.x + box.w / 2 : box.x;
	const label = block(visual.label, { size: 46, width: box.w, maxLines: align === 'center' ? 2 : 5, least: 36 });
	const rest = visual.rest ? block(visual.rest, { size: 40, width: box.w, maxLines: 3, least: 36 }) : null;
	const below = label.height + 16 + (rest && align === 'left' ? rest.height + 24 : 0);
	const figure = addFigure(kit, visual.display, {
		box: { ...box, h: Math.max(90, Math.min(box.h - below, 280)) },
		max: 300,
		colour: tone.figure,
		align,
		start: 2,
	});
	let y = figure.y + figure.h + 18;
	addBlock(kit, 'label', label, px, y, { colour: tone.text, align, start: 8 });
	y += label.height + 24;
	if (rest && y + rest.height <= box.y + box.h) addBlock(kit, 'rest', rest, px, y, { colour: tone.muted, align, start: 30 });
}

/** Ten by ten tiles that fill along the diagonal; tiles of a part of one percent fill in part. */
function tiles(kit: Kit, percent: number, box: Box, tile: number, gap: number): void {
	const { tone } = kit;
	kit.add(
		'tiles',
		box,
		(m) => {
			const fill = m.tween(4, 26, 'inOut');
			const twinkle = m.nudges(kit.idle);
			return (x, frame) => {
				const front = fill(frame) * 1.25;
				const bright = twinkle(frame);
				for (let i = 0; i < 100; i++) {
					const column = i % 10;
					const row = Math.floor(i / 10);
					const grown = clamp((front - (column + row) / 18) * 4);
					const size = tile - 2 * gap;
					const cx = box.x + column * tile + tile / 2;
					const cy = box.y + row * tile + tile / 2;
					const put = (colour: string, scale: number) => {
						const s = size * scale;
						x.fillStyle = colour;
						x.beginPath();
						x.roundRect(cx - s / 2, cy - s / 2, s, s, s * 0.18);
						x.fill();
					};
					put(tone.quiet, 1);
					const part = clamp(percent - i);
					if (grown > 0 && part > 0) put(tone.strong, grown * Math.sqrt(part) * (1 - 0.1 * bright * ((column + row) % 3)));
				}
			};
		},
		{ over: true },
	);
}

function drawRing(kit: Kit, visual: Extract<Visual, { type: 'share' }>, cx: number, cy: number, r: number): void {
	const { tone } = kit;
	const thick = r * 0.3;
	kit.add(
		'ring',
		{ x: cx - r - 6, y: cy - r - 6, w: 2 * r + 12, h: 2 * r + 12 },
		(m) => {
			const sweep = m.tween(2, 24, 'out');
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
				const share = clamp(visual.percent / 100) * sweep(frame);
				if (share > 0) arc(tone.strong, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share, thick - 12 * swell(frame));
			};
		},
		{ over: true },
	);
	addFigure(kit, visual.display, {
		box: { x: cx - r * 0.58, y: cy - r * 0.5, w: r * 1.16, h: r },
		max: 220,
		colour: tone.figure,
		align: 'center',
		middle: true,
		start: 2,
	});
}
