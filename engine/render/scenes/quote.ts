/** Somebody's words, set in a serif face, with who said them. */
import type { Visual } from '../../asset';
import { mix } from '../clock';
import type { Kit } from '../kit';
import { within } from '../kit';
import { paintBelow, panelOf } from '../layout';
import { drawText, fit, measure, RTL } from '../text';
import { addKicker, addSource, marksOf, plainTitle } from '../title';
import { blend } from '../theme';
import { addBlock, block } from './parts';

export function buildQuote(kit: Kit, visual: Extract<Visual, { type: 'quote' }>): void {
	const { stage, tone, skeleton } = kit;
	const { content, tall, height } = stage;
	const centred = skeleton === 2;
	const framed = skeleton === 1;
	const split = skeleton === 3;
	const panel = panelOf(kit);
	const left = tall ? content.x : 240;
	const columnWidth = tall ? content.w : 1440;
	// Who speaks stands on a panel that runs off the frame; the closing mark, huge, says where the words end.
	const words = framed
		? { ...panel, figure: panel.text, accent: panel.mark }
		: { ...tone, fill: tone.ground, figure: tone.figure, accent: tone.strong };
	paintBelow(kit, (x) => {
		if (framed) {
			x.fillStyle = panel.fill;
			x.fillRect(0, 0, stage.width, height);
		}
		if (split) {
			x.fillStyle = panel.fill;
			x.fillRect(0, stage.foot, stage.width, height);
		}
		const under = split || framed ? panel.fill : tone.ground;
		const over = split || framed ? panel.text : tone.text;
		drawText(x, '”', stage.width + (tall ? 20 : 110), tall ? 2190 : 1500, {
			face: 'Serif',
			size: tall ? 1500 : 1250,
			colour: blend(under, over, 0.14),
			align: 'right',
			kind: 'ornament',
		});
	});
	const markSize = tall ? 460 : 400;
	const markRoom = markSize * 0.42;
	const who = block(visual.who, { face: 'Label', size: 48, width: columnWidth - 120, maxLines: 2 });
	const role = visual.role ? block(visual.role, { size: 40, width: columnWidth - 120, maxLines: 2 }) : null;
	const signature = 76 + who.height + (role ? role.height + 6 : 0);
	const kicker = kit.scene.kicker;
	const room = content.h - (kicker ? 80 : 0);
	const fitted = fit(plainTitle(visual.text), 'Serif', {
		max: tall ? 230 : 190,
		min: 56,
		width: columnWidth,
		height: room - markRoom - signature,
		maxLines: 9,
		lineHeight: 1.1,
	});
	const align = centred ? 'center' : 'left';
	const px = centred ? left + columnWidth / 2 : left;
	// Mark, words and signature stand together in the middle of the room.
	const top = content.y + (kicker ? 80 : 0) + Math.max(0, (room - markRoom - fitted.height - signature) / 2);
	if (kicker)
		addKicker(
			kit,
			kicker,
			{ x: left, y: content.y, w: columnWidth, h: 50 },
			centred ? 'center' : 'left',
			words.accent === tone.strong ? tone.accentText : panel.kicker,
			words.text,
		);
	const quoteTop = top + markRoom;
	// A giant quotation mark above the first line.
	const markX = centred ? px - measure('“', { face: 'Serif', size: markSize }) / 2 : left - 12;
	kit.add(
		'quotation mark',
		{ x: markX - 10, y: top - 20, w: markSize * 0.62, h: markSize * 0.5 },
		(m) => {
			const pop = m.tween(0, 10, 'back');
			const boil = m.boil(12);
			const swell = m.nudges(kit.idle);
			return (x, frame) =>
				within(
					x,
					{
						at: [markX + markSize * 0.2, top + markSize * 0.18],
						scale: (0.7 + 0.3 * pop(frame)) * (1 + 0.08 * swell(frame)),
						turn: boil(frame),
					},
					() => {
						drawText(x, '“', -markSize * 0.2, markSize * 0.49, { face: 'Serif', size: markSize, colour: words.figure, kind: 'ornament' });
					},
				);
		},
		{ over: true },
	);
	const marks = marksOf(visual.text);
	// A marker that leaves the words' colour legible.
	const marker = framed
		? blend(panel.fill, panel.text === kit.palette.dark ? '#ffffff' : '#000000', 0.4)
		: blend(tone.ground, tone.dark ? tone.second : kit.palette.accents[0], tone.dark ? 0.42 : kit.ground === 'accent' ? 0 : 0.85);

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
				const show = m.tween(-7 + i * 3, 8, 'out');
				const sweep = m.tween(26 + i * 5, 10, 'inOut');
				return (x, frame) => {
					const t = show(frame);
					let cx = x0;
					const rtl = RTL.test(line);
					lineMarks.forEach((word, j) => {
						const ww = measure(word.text, style);
						const space = measure(' ', style);
						if (word.marked) {
							x.fillStyle = marker;
							const w = ww + 12 + (lineMarks[j + 1]?.marked ? space : 0);
							const left = rtl ? 2 * x0 + measure(line, style) - cx - w + 6 : cx - 6;
							x.fillRect(left, base - size * 0.68, w * sweep(frame), size * 0.9);
						}
						cx += ww + space;
					});
					drawText(x, line, x0, base + mix(18, 0, t), { ...style, colour: words.text, alpha: t, kind: 'title' });
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
			x.fillStyle = words.accent;
			x.fillRect(centred ? px - 50 * grow(frame) : px, y, 100 * grow(frame), 8);
		};
	});
	addBlock(kit, 'who', who, px, y + 26, { colour: words.text, align, start });
	if (role) addBlock(kit, 'role', role, px, y + 32 + who.height, { colour: words.muted, align, start: start + 4 });
	addSource(kit, {
		plate: !tall && !framed,
		align: centred ? 'center' : 'left',
		x: left,
		w: columnWidth,
		...(framed ? { colour: panel.muted } : {}),
	});
}
