/** Columns that stand on the lower edge of the frame, which is zero; every value is final when it appears. */
import type { Kit } from '../kit';
import { drawText, measure, sizeFor, type Box } from '../text';
import { blend } from '../theme';
import { block } from './parts';

export interface ColumnItem {
	label: string;
	display: string;
	value: number;
	detail?: string;
}

/** Whether every label stands over its column in two whole lines. */
export function columnsFit(items: Pick<ColumnItem, 'label' | 'display'>[], width: number): boolean {
	const column = (width - 18 * (items.length - 1)) / items.length;
	return items.every((item) => {
		const label = block(item.label, { face: 'Label', size: 42, width: column, maxLines: 2, least: 36 });
		return !label.lines.at(-1)!.endsWith('…') && label.width <= column && measure(item.display, { face: 'Display', size: 44 }) <= column;
	});
}

/** Columns over a box that reaches the frame's lower edge; words stand above them, never lower than the captions allow. */
export function addColumns(kit: Kit, items: ColumnItem[], box: Box, safe: Box): void {
	const { tone, stage } = kit;
	const n = items.length;
	const gap = n > 2 ? 18 : 30;
	const left = Math.max(box.x + 40, stage.content.x);
	const right = Math.min(box.x + box.w - 40, stage.content.x + stage.content.w);
	const column = (right - left - gap * (n - 1)) / n;
	const most = Math.max(...items.map((item) => item.value), 1e-9);
	const base = stage.height;
	const end = stage.content.y + stage.content.h - 14;
	const lead = items.findIndex((item) => item.value === most);
	const values = items.map((item, i) => Math.min(i === lead ? 130 : 104, sizeFor(item.display, 'Display', 130, column - 2, 36)));
	const labels = items.map((item) => block(item.label, { face: 'Label', size: n > 2 ? 42 : 50, width: column, maxLines: 2, least: 36 }));
	const details = items.map((item) => (item.detail ? block(item.detail, { size: 38, width: column, maxLines: 3, least: 36 }) : null));
	const head = (i: number) => labels[i]!.height + values[i]! * 0.82 + (details[i] ? details[i]!.height + 8 : 0) + 40;
	const highest = base - (safe.y + head(lead));
	items.forEach((item, i) => {
		const high = Math.max(24, (highest * item.value) / most);
		const x0 = left + i * (column + gap);
		const leads = i === lead;
		const fill = leads
			? tone.kind === 'accent'
				? tone.text
				: tone.strong
			: tone.kind === 'accent'
				? blend(tone.ground, tone.text, 0.34)
				: blend(tone.ground, tone.second, tone.dark ? 0.62 : 0.5);
		// A column lower than the captions carries its words above them.
		const crown = Math.min(base - high, end);
		const start = kit.scene.cueFrames[i] != null ? kit.cue(i, n) : -6 + i * 4;
		kit.add(
			`column ${i}`,
			{
				x: Math.floor(x0),
				y: Math.floor(Math.min(base - high, crown)) - 14,
				w: Math.ceil(column) + 1,
				h: base - Math.min(base - high, crown) + 14,
			},
			(m) => {
				const grow = m.tween(start, 16, 'out');
				const swell = leads ? m.nudges(kit.idle) : () => 0;
				return (x, frame) => {
					const h = Math.round(high * (0.25 + 0.75 * grow(frame)) + 10 * swell(frame));
					if (crown < base - high) {
						// A stem leads from the words down to their low column.
						x.fillStyle = tone.quiet;
						x.fillRect(Math.round(x0 + column / 2) - 4, Math.round(crown), 8, Math.round(base - crown));
					}
					x.fillStyle = fill;
					x.fillRect(Math.round(x0), base - h, Math.round(column), h);
				};
			},
			{ over: true, keep: true },
		);
		const headHeight = head(i);
		kit.add(
			`column label ${i}`,
			{ x: x0 - gap / 2 - 4, y: crown - headHeight - 4, w: column + gap + 8, h: headHeight },
			(m) => {
				const show = m.tween(start + 4, 7);
				return (x, frame) => {
					const t = show(frame);
					const cx = x0 + column / 2;
					let y = crown - headHeight + 12;
					const label = labels[i]!;
					label.lines.forEach((line, row) =>
						drawText(x, line, cx, y + row * label.leading + label.size * 0.86, {
							face: 'Label',
							size: label.size,
							colour: tone.muted,
							align: 'center',
							alpha: t,
						}),
					);
					y += label.height + values[i]! * 0.8;
					drawText(x, item.display, cx, y, {
						face: 'Display',
						size: values[i]!,
						colour: tone.text,
						align: 'center',
						alpha: t,
						kind: 'figure',
					});
					const detail = details[i];
					detail?.lines.forEach((line, row) =>
						drawText(x, line, cx, y + 14 + row * detail.leading + detail.size * 0.86, {
							size: detail.size,
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
}
