/** A cause and what follows from it: two fields of the frame, the first pointing into the second. */
import type { Visual } from '../../asset';
import { addEcho } from '../art';
import type { Kit } from '../kit';
import { compose } from '../layout';
import type { Box } from '../text';
import { blend } from '../theme';
import { addBandWords, bandTones, fittedWords } from './bands';
import { drawBlock } from './parts';
import { echoOf } from './words';

export function buildCause(kit: Kit, visual: Extract<Visual, { type: 'cause' }>): void {
	const { stage } = kit;
	const { tall, width, height, content } = stage;
	const c = compose(kit, { max: tall ? 104 : 100, maxLines: tall ? 2 : 5, plate: true, band: true });
	const [first, second] = bandTones(kit, 2) as [ReturnType<typeof bandTones>[number], ReturnType<typeof bandTones>[number]];
	const start = Math.max(4, kit.cue(1, 2, 16) - 6);
	const across = !tall && c.skeleton === 2;
	const point = across ? 110 : 90;
	const low = tall && c.skeleton === 1;
	const top = low ? 0 : c.skeleton === 3 && tall ? c.picture.y - 48 : tall || across ? c.picture.y : 0;
	const x0 = tall || across ? 0 : c.bleed.x;
	const right = tall || across ? width : c.bleed.x + c.bleed.w;
	const end = low ? c.bleed.h : content.y + content.h;
	const from = Math.max(top, low || !tall ? content.y : top + 8);
	const middle = across ? Math.round(width / 2) : Math.round(from + (end - from) * 0.47);
	const foot = low ? c.bleed.h : height;
	// Drawn over the second field, so that its point lies on it.
	const field = (name: string, box: Box, fill: string, at: number, tip: boolean) =>
		kit.add(
			name,
			box,
			(m) => {
				const wipe = m.tween(at, 10, 'inOut');
				const nudge = tip ? m.nudges(kit.idle) : () => 0;
				return (x, frame) => {
					const t = wipe(frame);
					if (t <= 0) return;
					x.fillStyle = fill;
					if (!tip) {
						if (across) x.fillRect(box.x, box.y, Math.round(box.w * t), box.h);
						else x.fillRect(box.x, box.y, box.w, Math.round(box.h * t));
						return;
					}
					const reach = (point - 24) * t + 20 * nudge(frame);
					x.beginPath();
					if (across) {
						x.rect(box.x, box.y, middle - box.x, box.h);
						x.moveTo(middle, (from + end) / 2 - 150);
						x.lineTo(middle + reach, (from + end) / 2);
						x.lineTo(middle, (from + end) / 2 + 150);
					} else {
						const cx = (x0 + right) / 2;
						x.rect(box.x, box.y, box.w, middle - box.y);
						x.moveTo(cx - 150, middle);
						x.lineTo(cx, middle + reach);
						x.lineTo(cx + 150, middle);
					}
					x.fill();
				};
			},
			{ over: true, keep: true },
		);
	const rest = across ? { x: middle, y: top, w: width - middle, h: foot - top } : { x: x0, y: middle, w: right - x0, h: foot - middle };
	field('effect field', rest, second.fill, -12, false);
	field(
		'cause field',
		across ? { x: 0, y: top, w: middle + point, h: foot - top } : { x: x0, y: top, w: right - x0, h: middle + point - top },
		first.fill,
		-12,
		true,
	);
	if (low) for (let i = 0; i < 2; i++) kit.elements.unshift(kit.elements.pop()!);
	const left = Math.max(content.x, x0 + 50);
	const edge = Math.min(content.x + content.w, right - 40);
	const spots: Box[] = across
		? [
				{ x: content.x, y: from + 40, w: middle - content.x - 60, h: end - from - 60 },
				{ x: middle + point + 30, y: from + 40, w: content.x + content.w - middle - point - 30, h: end - from - 60 },
			]
		: [
				{ x: left, y: from + 14, w: edge - left, h: middle - from - 28 },
				{ x: left, y: middle + point + 4, w: edge - left, h: end - middle - point - 14 },
			];
	[visual.cause, visual.effect].forEach((text, i) => {
		const box = spots[i]!;
		const tone = i ? second : first;
		const words = fittedWords(text, box.w, box.h, 116);
		addBandWords(
			kit,
			i ? 'effect' : 'cause',
			{ x: box.x - 8, y: box.y - 8, w: box.w + 16, h: box.h + 16 },
			// Without a title half of the frame would wait for its words.
			i && kit.scene.title ? start + 4 : i ? -4 : -8,
			(x, alpha) => drawBlock(x, words, box.x, box.y + (box.h - words.height) / 2, { colour: tone.text, alpha }),
			[tone, tone],
		);
	});
	if (tall && !low)
		addEcho(kit, echoOf(kit.scene.title), { x: 0, y: 1446, w: width, h: height - 1446 }, blend(second.fill, second.text, 0.21), start + 6);
}
