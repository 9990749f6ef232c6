/** Somebody's words, set in a serif face, with who said them. */
import type { Visual } from '../../asset';
import { addArt } from '../art';
import { mix } from '../clock';
import type { Kit } from '../kit';
import { within } from '../kit';
import { paintBelow, RAIL } from '../layout';
import { drawText, fit, measure } from '../text';
import { addKicker, addSource, marksOf, plainTitle } from '../title';
import { alpha } from '../theme';
import { addBlock, block } from './parts';

export function buildQuote(kit: Kit, visual: Extract<Visual, { type: 'quote' }>): void {
	const { stage, tone, skeleton } = kit;
	const { content, tall, width, height } = stage;
	const centred = skeleton === 2;
	const railed = skeleton === 3;
	addArt(kit);
	const left = tall ? (railed ? RAIL + 48 : content.x) : railed ? 420 : 240;
	const columnWidth = tall ? content.x + content.w - left : 1440 - (railed ? 120 : 0);
	if (railed)
		paintBelow(kit, (x) => {
			x.fillStyle = tone.mark;
			x.fillRect(0, 0, tall ? RAIL : 300, height);
		});
	const markSize = tall ? 420 : 360;
	const who = block(visual.who, { face: 'Label', size: 46, width: columnWidth - 120, maxLines: 2 });
	const role = visual.role ? block(visual.role, { size: 38, width: columnWidth - 120, maxLines: 2 }) : null;
	const signature = 50 + who.height + (role ? role.height + 6 : 0);
	const kicker = kit.scene.kicker;
	const top = content.y + (kicker ? 70 : 0);
	if (kicker)
		addKicker(kit, kicker, { x: left, y: content.y, w: columnWidth, h: 50 }, centred && tall ? 'center' : 'left', tone.accentText);
	const quoteTop = top + (tall ? 210 : 110);
	const fitted = fit(plainTitle(visual.text), 'Serif', {
		max: tall ? 116 : 104,
		min: 56,
		width: columnWidth,
		height: content.y + content.h - quoteTop - signature,
		maxLines: 9,
		lineHeight: 1.1,
	});
	const align = centred ? 'center' : 'left';
	const px = centred ? left + columnWidth / 2 : left;
	// A giant quotation mark, half behind the first line.
	const markX = centred ? px - measure('“', { face: 'Serif', size: markSize }) / 2 : left - 16;
	kit.add(
		'quotation mark',
		{ x: markX - 10, y: top - 40, w: markSize * 0.62, h: markSize * 0.62 },
		(m) => {
			const pop = m.tween(0, 10, 'back');
			const boil = m.boil(12);
			const swell = m.nudges(kit.idle);
			return (x, frame) =>
				within(
					x,
					{
						at: [markX + markSize * 0.2, top + markSize * 0.2],
						scale: (0.7 + 0.3 * pop(frame)) * (1 + 0.08 * swell(frame)),
						turn: boil(frame),
					},
					() => {
						x.fillStyle = tone.figure;
						drawText(x, '“', -markSize * 0.2, markSize * 0.46, { face: 'Serif', size: markSize, colour: tone.figure, kind: 'figure' });
					},
				);
		},
		{ over: true },
	);
	const marks = marksOf(visual.text);
	let at = 0;
	fitted.lines.forEach((line, i) => {
		const lineMarks = line.split(' ').map((text) => ({ text, marked: marks[at++]?.marked ?? false }));
		const size = fitted.size;
		const style = { face: 'Serif' as const, size };
		const w = measure(line, style);
		const x0 = align === 'center' ? px - w / 2 : px;
		const base = quoteTop + size * 0.86 + i * size * 1.1;
		kit.add(
			`quote line ${i}`,
			{ x: x0 - 14, y: base - size * 0.9, w: w + 28, h: size * 1.2 },
			(m) => {
				const show = m.tween(2 + i * 4, 10, 'out');
				const sweep = m.tween(26 + i * 5, 10, 'inOut');
				return (x, frame) => {
					const t = show(frame);
					let cx = x0;
					lineMarks.forEach((word, j) => {
						const ww = measure(word.text, style);
						const space = measure(' ', style);
						if (word.marked) {
							x.fillStyle = alpha(tone.dark ? tone.second : kit.palette.accents[0], tone.dark ? 0.45 : 0.85);
							x.fillRect(cx - 6, base - size * 0.68, (ww + 12 + (lineMarks[j + 1]?.marked ? space : 0)) * sweep(frame), size * 0.9);
						}
						cx += ww + space;
					});
					drawText(x, line, x0, base + mix(18, 0, t), { ...style, colour: tone.text, alpha: t, kind: 'title' });
				};
			},
			{ over: true },
		);
	});
	const y = quoteTop + fitted.height + 44;
	const start = Math.min(24 + fitted.lines.length * 3, kit.scene.frames - 20);
	kit.add('rule', { x: px - (centred ? 50 : 0), y, w: 100, h: 8 }, (m) => {
		const grow = m.tween(start - 6, 8, 'out');
		return (x, frame) => {
			x.fillStyle = tone.strong;
			x.fillRect(centred ? px - 50 * grow(frame) : px, y, 100 * grow(frame), 8);
		};
	});
	addBlock(kit, 'who', who, px, y + 26, { colour: tone.text, align, start });
	if (role) addBlock(kit, 'role', role, px, y + 32 + who.height, { colour: tone.muted, align, start: start + 4 });
	addSource(kit, { plate: !tall, align: centred ? 'center' : 'left', x: left, w: columnWidth });
	void width;
}
