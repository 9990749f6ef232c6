/** Ranked values: bars across the whole frame in rows, or columns on its lower edge. Every value is final when it appears. */
import type { Visual } from '../../asset';
import { paintEcho } from '../art';
import type { Kit } from '../kit';
import { compose, type Composition } from '../layout';
import { hasSticker } from '../stickers';
import { drawText, measure, sizeFor } from '../text';
import { blend } from '../theme';
import { addColumns, columnsFit } from './columns';
import { addSticker } from './parts';

type Bars = Extract<Visual, { type: 'bars' }>;

export async function buildBars(kit: Kit, visual: Bars): Promise<void> {
	const { stage } = kit;
	const width = stage.tall ? stage.content.w : kit.skeleton === 3 ? 1100 : stage.content.w;
	const columns = kit.skeleton >= 2 && columnsFit(visual.items, width);
	const c = compose(kit, {
		max: stage.tall ? 108 : 100,
		maxLines: stage.tall ? 2 : 4,
		plate: true,
		echo: visual.items[visual.top]?.display ?? '',
	});
	const top = c.picture.y;
	if (visual.unit) {
		const x0 = c.align === 'center' ? stage.width / 2 : c.picture.x;
		kit.add(
			'unit',
			{ x: c.picture.x - 4, y: top - 10, w: c.picture.w + 8, h: 54 },
			() => (x) => drawText(x, visual.unit, x0, top + 28, { size: 38, colour: kit.tone.muted, align: c.align }),
		);
	}
	const y = top + (visual.unit ? 54 : 0);
	const room = { ...c.picture, y, h: c.picture.y + c.picture.h - y };
	if (columns) addColumns(kit, visual.items, c.bleed, room);
	else {
		drawRows(kit, visual, c, room);
		if (stage.tall && c.skeleton !== 1) await addFoot(kit, visual);
	}
}

/** Below the captions: the thing that is ranked, else the highest value as a backdrop. */
async function addFoot(kit: Kit, visual: Bars): Promise<void> {
	const { width, height } = kit.stage;
	if (hasSticker(visual.sticker)) await addSticker(kit, visual.sticker, { cx: 800, cy: 1690, size: 440, turn: -0.06 });
	else paintEcho(kit, visual.items[visual.top]?.display ?? '', { x: 0, y: 1446, w: width, h: height - 1446 });
}

function drawRows(kit: Kit, visual: Bars, c: Composition, box: { x: number; y: number; w: number; h: number }): void {
	const { tone, stage } = kit;
	const n = visual.items.length;
	const step = Math.min(box.h / n, stage.tall ? 260 : 230);
	const top = box.y + (box.h - step * n) / 2;
	const most = Math.max(...visual.items.map((item) => item.value), 1e-9);
	const right = Math.min(stage.width, c.bleed.x + c.bleed.w);
	// Many rows: the value stands on its label's line, and the bar has the whole width.
	const dense = step < 150;
	const valueSize = (i: number) => (dense ? 54 : i === visual.top ? 88 : 64);
	const room = dense ? 0 : Math.max(...visual.items.map((item, i) => measure(item.display, { face: 'Display', size: valueSize(i) }))) + 44;
	// Bars begin at the frame's edge; the longest ends where the values stand.
	const from = c.bleed.x;
	const full = box.x + box.w - room - from;
	const leadFill = tone.kind === 'accent' ? tone.text : tone.strong;
	const otherFill = tone.kind === 'accent' ? blend(tone.ground, tone.text, 0.42) : blend(tone.ground, tone.second, 0.6);
	visual.items.forEach((item, i) => {
		const y = Math.round(top + i * step);
		const thick = Math.round(Math.min(step - (dense ? 56 : 62), 150));
		const label = sizeFor(item.label, 'Label', 44, box.w - (dense ? measure(item.display, { face: 'Display', size: 54 }) + 30 : 0), 36);
		const length = Math.max(box.x - from + 12, (full * item.value) / most);
		const lead = i === visual.top;
		const start = kit.scene.cueFrames[i] != null ? kit.cue(i, n) : -4 + i * 4;
		const bar = { x: from, y: y + 52, w: right - from, h: thick };
		kit.add(
			`bar ${i}`,
			{ ...bar, y: bar.y - 6, h: bar.h + 12 },
			(m) => {
				const grow = m.tween(start, 16, 'out');
				const swell = lead ? m.nudges(kit.idle) : () => 0;
				return (x, frame) => {
					x.fillStyle = tone.quiet;
					x.fillRect(bar.x, bar.y, bar.w, bar.h);
					x.fillStyle = lead ? leadFill : otherFill;
					x.fillRect(bar.x, bar.y, Math.round(length * grow(frame) + 14 * swell(frame)), bar.h);
				};
			},
			{ over: true, keep: true },
		);
		kit.add(
			`bar words ${i}`,
			{ x: box.x - 8, y: y - 2, w: box.w + 16, h: thick + 60 },
			(m) => {
				const show = m.tween(start, 6);
				return (x, frame) => {
					const t = show(frame);
					drawText(x, item.label, box.x, y + 38, { face: 'Label', size: label, colour: tone.text, alpha: t });
					drawText(x, item.display, box.x + box.w, dense ? y + 40 : bar.y + thick / 2 + valueSize(i) * 0.36, {
						face: 'Display',
						size: valueSize(i),
						colour: tone.text,
						align: 'right',
						alpha: t,
						kind: 'figure',
					});
				};
			},
			{ over: true },
		);
	});
}
