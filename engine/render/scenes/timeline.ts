/** Dated events on a rail that grows to each at its word: downwards in 9:16, sideways in 16:9. */
import type { Visual } from '../../asset';
import { mix } from '../clock';
import type { Kit } from '../kit';
import { within } from '../kit';
import { compose } from '../layout';
import { drawText, measure, sizeFor } from '../text';
import { skeletonsFor } from '../skeletons';
import { onFill } from '../theme';
import { block, drawBlock } from './parts';

type Timeline = Extract<Visual, { type: 'timeline' }>;

export function buildTimeline(kit: Kit, visual: Timeline): void {
	const { stage } = kit;
	const c = compose(kit, { max: 96, maxLines: 2, plate: true, allow: skeletonsFor('timeline', stage.tall) });
	if (stage.tall) drawDown(kit, visual, c.picture, c.bleed.x);
	else drawAcross(kit, visual, c.picture);
}

function drawDown(kit: Kit, visual: Timeline, box: { x: number; y: number; w: number; h: number }, left: number): void {
	const { tone, stage } = kit;
	const n = visual.items.length;
	const step = box.h / n;
	const rail = left + (left ? 90 : 150);
	const textX = rail + 74;
	const width = box.x + box.w - textX;
	const knot = 30;
	const yearSize = Math.max(48, Math.min(112, step * 0.38));
	const ys = visual.items.map((_, i) => box.y + step * i + yearSize * 0.4);
	const starts = visual.items.map((_, i) => kit.cue(i, n, 4));
	// The rail begins above the first knot and, once all are reached, runs off the frame.
	kit.add(
		'rail',
		{ x: rail - 24, y: box.y - 10, w: 48, h: stage.height - box.y + 10 },
		(m) => {
			const legs = visual.items.map((_, i) => m.tween(Math.max(0, starts[i]! - 8), 9, 'inOut'));
			const out = m.tween(starts.at(-1)! + 10, 14, 'out');
			return (x, frame) => {
				let y = box.y;
				legs.forEach((leg, i) => (y = mix(y, ys[i]!, leg(frame))));
				y = mix(y, stage.height + 20, out(frame));
				x.fillStyle = tone.quiet;
				x.fillRect(rail - 6, box.y - 10, 12, stage.height);
				for (const each of ys) {
					x.beginPath();
					x.arc(rail, each, 20, 0, 7);
					x.fill();
				}
				x.fillStyle = tone.strong;
				x.fillRect(rail - 6, box.y - 10, 12, y - box.y + 10);
			};
		},
		{ over: true, loose: true },
	);
	visual.items.forEach((item, i) => {
		const y = ys[i]!;
		const year = sizeFor(item.year, 'Display', yearSize, width, 48);
		// Year and text together stay inside their step.
		const room = step - yearSize * 0.76 - 34;
		const size = room > 2 * 54 ? 46 : room > 54 && room < 86 ? Math.min(46, room / 1.18) : 38;
		const whole = block(item.text, { size, width, maxLines: Math.max(1, Math.floor(room / (size * 1.18))), least: 36 });
		// Rather two tight lines than a cut one.
		const text =
			whole.lines.at(-1)!.endsWith('…') && room >= 62 && room < 86
				? block(item.text, { size: 36, width, maxLines: 2, least: 36, leading: 1.06 })
				: whole;
		kit.add(
			`event ${i}`,
			{ x: rail - knot - 12, y: y - year * 0.7, w: box.x + box.w - rail + knot + 12, h: year * 0.8 + text.height + 46 },
			(m) => {
				const pop = m.tween(starts[i]!, 10, 'back');
				const swell = m.nudges(kit.idle.filter((_, j) => j % n === i));
				return (x, frame) => {
					const t = pop(frame);
					if (t <= 0) return;
					x.fillStyle = tone.ground;
					x.beginPath();
					x.arc(rail, y, (knot + 8) * t, 0, 7);
					x.fill();
					x.fillStyle = tone.strong;
					x.beginPath();
					x.arc(rail, y, knot * t * (1 + 0.16 * swell(frame)), 0, 7);
					x.fill();
					x.fillStyle = onFill(kit.palette, tone.strong);
					x.beginPath();
					x.arc(rail, y, 10 * t, 0, 7);
					x.fill();
					within(x, { alpha: t, at: [(1 - Math.min(1, t)) * 30, 0] }, () => {
						drawText(x, item.year, textX, y + year * 0.36, {
							face: 'Display',
							size: year,
							colour: year >= 84 ? tone.figure : tone.accentText,
							kind: 'figure',
						});
						drawBlock(x, text, textX + 2, y + year * 0.36 + 18, { colour: tone.text });
					});
				};
			},
			{ over: true },
		);
	});
}

function drawAcross(kit: Kit, visual: Timeline, box: { x: number; y: number; w: number; h: number }): void {
	const { tone, stage } = kit;
	const n = visual.items.length;
	const x0 = stage.content.x;
	const step = stage.content.w / n;
	const y = box.y + box.h * 0.4;
	// One size for all years and one for all texts.
	const year = Math.min(...visual.items.map((item) => sizeFor(item.year, 'Display', 150, step - 40, 48)));
	const textSize = Math.min(...visual.items.map((item) => block(item.text, { size: 54, width: step - 40, maxLines: 4, least: 36 }).size));
	const starts = visual.items.map((_, i) => kit.cue(i, n, 4));
	const xs = visual.items.map((_, i) => x0 + step * i + 34);
	kit.add(
		'rail',
		{ x: 0, y: y - 24, w: stage.width, h: 48 },
		(m) => {
			const legs = visual.items.map((_, i) => m.tween(Math.max(0, starts[i]! - 8), 9, 'inOut'));
			const out = m.tween(starts.at(-1)! + 10, 14, 'out');
			return (x, frame) => {
				let at = 0;
				legs.forEach((leg, i) => (at = mix(at, xs[i]!, leg(frame))));
				at = mix(at, stage.width + 10, out(frame));
				x.fillStyle = tone.quiet;
				x.fillRect(0, y - 6, stage.width, 12);
				for (const each of xs) {
					x.beginPath();
					x.arc(each, y, 20, 0, 7);
					x.fill();
				}
				x.fillStyle = tone.strong;
				x.fillRect(0, y - 6, at, 12);
			};
		},
		{ over: true, loose: true },
	);
	visual.items.forEach((item, i) => {
		const cx = xs[i]!;
		const width = step - 40;

		const text = block(item.text, { size: textSize, width, maxLines: 4, least: 36 });
		kit.add(
			`event ${i}`,
			{
				x: cx - 44,
				y: y - 60 - year,
				w: Math.max(width, measure(item.year, { face: 'Display', size: year })) + 60,
				h: year + text.height + 150,
			},
			(m) => {
				const pop = m.tween(starts[i]!, 10, 'back');
				const swell = m.nudges(kit.idle.filter((_, j) => j % n === i));
				return (x, frame) => {
					const t = pop(frame);
					if (t <= 0) return;
					x.fillStyle = tone.ground;
					x.beginPath();
					x.arc(cx, y, 36 * t, 0, 7);
					x.fill();
					x.fillStyle = tone.strong;
					x.beginPath();
					x.arc(cx, y, 28 * t * (1 + 0.16 * swell(frame)), 0, 7);
					x.fill();
					within(x, { alpha: t, at: [0, (1 - Math.min(1, t)) * 24] }, () => {
						drawText(x, item.year, cx - 30, y - 60, {
							face: 'Display',
							size: year,
							colour: year >= 84 ? tone.figure : tone.accentText,
							kind: 'figure',
						});
						drawBlock(x, text, cx - 28, y + 52, { colour: tone.text });
					});
				};
			},
			{ over: true },
		);
	});
}
