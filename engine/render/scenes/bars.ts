/** Ranked values: bars in rows, or columns that stand on the lower edge of the frame. Every value is final when it appears. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { compose } from '../layout';
import { skeletonsFor } from '../skeletons';
import { drawText, measure, sizeFor, wrap } from '../text';
import { onFill } from '../theme';
import { block } from './parts';

type Bars = Extract<Visual, { type: 'bars' }>;

export function buildBars(kit: Kit, visual: Bars): void {
	const { stage } = kit;
	const short = visual.items.length <= 4 && visual.items.every((item) => Math.max(...item.label.split(' ').map((w) => w.length)) <= 9);
	const columns = stage.tall && short && kit.skeleton >= 2;
	const c = compose(kit, {
		max: stage.tall ? 96 : 96,
		maxLines: stage.tall ? 2 : 4,
		art: stage.tall && !columns,
		plate: columns,
		allow: skeletonsFor('bars', stage.tall),
		...(columns ? { source: true } : {}),
	});
	if (columns) drawColumns(kit, visual, c.bleed.x, c.bleed.w, c.picture.y);
	else drawRows(kit, visual, c.picture);
}

function drawRows(kit: Kit, visual: Bars, box: { x: number; y: number; w: number; h: number }): void {
	const { tone } = kit;
	const n = visual.items.length;
	const unitRoom = visual.unit ? 76 : 0;
	const step = Math.min((box.h - unitRoom) / n, 210);
	const top = box.y + unitRoom + (box.h - unitRoom - step * n) / 2;
	const most = Math.max(...visual.items.map((item) => item.value), 1e-9);
	if (visual.unit)
		kit.add(
			'unit',
			{ x: box.x, y: top - 76, w: box.w, h: 50 },
			() => (x) => drawText(x, visual.unit, box.x, top - 40, { size: 36, colour: tone.muted }),
		);
	const valueSize = (i: number) => (i === visual.top ? 66 : 52);
	const room = Math.max(...visual.items.map((item, i) => measure(item.display, { face: 'Display', size: valueSize(i) }))) + 30;
	const full = box.w - room;
	visual.items.forEach((item, i) => {
		const y = top + i * step;
		const thick = Math.min(step - 58, 84);
		const label = sizeFor(item.label, 'Label', 40, box.w, 30);
		const length = Math.max(10, (full * item.value) / most);
		const lead = i === visual.top;
		const start = kit.scene.cueFrames[i] != null ? kit.cue(i, n) : 2 + i * 5;
		kit.add(
			`bar ${i}`,
			{ x: box.x - 4, y: y - 2, w: box.w + 8, h: step },
			(m) => {
				const show = m.tween(start, 6);
				const grow = m.tween(start, 16, 'out');
				const swell = lead ? m.nudges(kit.idle) : () => 0;
				return (x, frame) => {
					const t = show(frame);
					drawText(x, item.label, box.x, y + 38, { face: 'Label', size: label, colour: tone.text, alpha: t });
					x.fillStyle = tone.quiet;
					x.beginPath();
					x.roundRect(box.x, y + 52, full, thick, 10);
					x.fill();
					const g = grow(frame);
					if (g > 0) {
						x.fillStyle = lead ? tone.strong : tone.second;
						x.globalAlpha = lead ? 1 : 0.62;
						x.beginPath();
						x.roundRect(box.x, y + 52 - 4 * swell(frame), Math.max(20, length * g), thick + 8 * swell(frame), 10);
						x.fill();
						x.globalAlpha = 1;
					}
					drawText(x, item.display, box.x + box.w, y + 52 + thick / 2 + valueSize(i) * 0.36, {
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

function drawColumns(kit: Kit, visual: Bars, left: number, width: number, y: number): void {
	const { tone, stage } = kit;
	const n = visual.items.length;
	const gap = 24;
	const side = left === 0 ? 76 : 40;
	const column = (width - side - 76 - gap * (n - 1)) / n;
	const most = Math.max(...visual.items.map((item) => item.value), 1e-9);
	const labelRoom = 160;
	const base = stage.height;
	// Highest column ends below the room for its own label; all stand on the frame's lower edge, which is zero.
	const highest = base - (y + 54 + labelRoom + 70);
	if (visual.unit)
		kit.add(
			'unit',
			{ x: left + side, y: y - 4, w: width - side, h: 50 },
			() => (x) => drawText(x, visual.unit, left + side, y + 34, { size: 36, colour: tone.muted }),
		);
	visual.items.forEach((item, i) => {
		const high = Math.max(24, (highest * item.value) / most);
		const x0 = left + side + i * (column + gap);
		const lead = i === visual.top;
		const fill = lead ? tone.strong : tone.quiet;
		const value = sizeFor(item.display, 'Display', lead ? 76 : 60, column - 8, 36);
		const label = block(item.label, { face: 'Label', size: 38, width: column + gap - 8, maxLines: 2, least: 30 });
		// A column lower than the captions carries its words above them.
		const crown = Math.min(base - high, stage.content.y + stage.content.h - 14);
		const start = kit.scene.cueFrames[i] != null ? kit.cue(i, n) : 2 + i * 5;
		kit.add(
			`column ${i}`,
			{ x: x0, y: Math.min(base - high, crown) - 10, w: column, h: Math.max(high, base - crown) + 10 },
			(m) => {
				const grow = m.tween(start, 16, 'out');
				const swell = lead ? m.nudges(kit.idle) : () => 0;
				return (x, frame) => {
					const h = high * grow(frame) + 8 * swell(frame);
					if (crown < base - high) {
						// A stem leads from the words down to their low column.
						x.fillStyle = tone.quiet;
						x.fillRect(Math.round(x0 + column / 2) - 4, Math.round(crown), 8, Math.round(base - crown));
					}
					x.fillStyle = fill;
					x.beginPath();
					x.roundRect(x0, base - h, column, h + 30, 18);
					x.fill();
				};
			},
			{ over: true },
		);
		kit.add(
			`column label ${i}`,
			{ x: x0 - gap / 2, y: crown - 30 - label.height - value, w: column + gap, h: label.height + value + 30 },
			(m) => {
				const show = m.tween(start + 6, 7);
				return (x, frame) => {
					const t = show(frame);
					drawText(x, item.display, x0 + column / 2, crown - 22, {
						face: 'Display',
						size: value,
						colour: tone.text,
						align: 'center',
						alpha: t,
						kind: 'figure',
					});
					label.lines.forEach((line, row) =>
						drawText(x, line, x0 + column / 2, crown - 34 - value * 0.8 - (label.lines.length - 1 - row) * label.leading, {
							face: 'Label',
							size: label.size,
							colour: tone.muted,
							align: 'center',
							alpha: t,
						}),
					);
				};
			},
			{ over: true },
		);
	});
	void onFill;
	void wrap;
}
