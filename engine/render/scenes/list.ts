/** Things without an order on full-bleed bands, each with a tick, a cross or a dot, each at its word. */
import type { Visual } from '../../asset';
import { addEcho } from '../art';
import { within, type Kit } from '../kit';
import { compose } from '../layout';
import { loadSticker, putSticker } from '../stickers';
import type { Context } from '../text';
import { blend } from '../theme';
import { addBand, addBandWords, bandTones, fittedWords, waitingTone } from './bands';
import { drawBlock } from './parts';
import { echoOf } from './words';

type List = Extract<Visual, { type: 'list' }>;

export async function buildList(kit: Kit, visual: List): Promise<void> {
	const { stage } = kit;
	const { tall, width, height, content } = stage;
	const c = compose(kit, { max: tall ? 112 : 104, maxLines: tall ? 2 : 5, plate: true });
	const n = visual.items.length;
	const end = content.y + content.h;
	// Wide films keep the list beside the title, from the upper to the lower edge of the frame.
	const beside = !tall && c.skeleton !== 2;
	const top = beside ? content.y : c.picture.y - (tall && c.skeleton === 3 ? 48 : 0);
	const step = (end + (tall ? 20 : 6) - top) / n;
	const x0 = tall || !beside ? 0 : c.bleed.x;
	const right = tall || !beside ? width : c.bleed.x + c.bleed.w;
	const left = Math.max(content.x, x0 + 50);
	const edge = Math.min(content.x + content.w, right - 30);
	// No order, so no colour deepens: the bands take turns, the last is not the strongest.
	const tones = bandTones(kit, n + 2).slice(0, n);
	const badge = Math.min(112, step * 0.6);
	const textX = left + badge + 40;
	const words = visual.items.map((item) => fittedWords(item.text, edge - textX - (item.sticker ? step * 0.9 : 0), step - 24, 84));
	const size = Math.min(...words.map((word) => word.size));
	for (const [i, item] of visual.items.entries()) {
		const y = top + i * step;
		const tone = tones[i]!;
		const start = i ? kit.cue(i, n, 2) : -8;
		const up = i === 0 && beside ? 0 : y;
		addBand(kit, i, tones, { x: x0, y: up, w: right - x0, h: (i === n - 1 ? height : y + step) - up + 1 }, start);
		const text = fittedWords(item.text, edge - textX - (item.sticker ? step * 0.9 : 0), step - 24, Math.min(84, size * 1.25));
		addBandWords(
			kit,
			`item ${i}`,
			{ x: left - 8, y: y + 2, w: edge - left + 16, h: step - 4 },
			start,
			(x, alpha, there) => {
				// A place kept open until its thing is named.
				x.strokeStyle = there.text;
				x.lineWidth = 5;
				x.globalAlpha = 0.4;
				x.beginPath();
				x.arc(left + badge / 2, y + step / 2, badge / 2 - 3, 0, 7);
				x.stroke();
				x.globalAlpha = 1;
				within(x, { at: [left + badge / 2, y + step / 2], alpha, scale: 0.7 + 0.3 * alpha }, () =>
					drawMark(x, visual.mark, badge, tone.text, tone.fill),
				);
				drawBlock(x, text, textX, y + (step - text.height) / 2, { colour: tone.text, alpha });
			},
			[waitingTone(tones, i), tone],
		);
		const sticker = await loadSticker(item.sticker, Math.round(Math.min(230, step * 0.76)));
		if (!sticker) continue;
		const [cx, cy] = [edge - sticker.width * 0.42, y + step / 2];
		const reach = sticker.width * 0.58;
		kit.add(
			`item picture ${i}`,
			{ x: cx - reach, y: cy - reach, w: 2 * reach, h: 2 * reach },
			(m) => {
				const pop = m.tween(start + 3, 11, 'back');
				const boil = m.boil(12, i);
				return (x, frame) => putSticker(x, sticker, cx, cy, pop(frame), boil(frame));
			},
			{ over: true },
		);
	}
	const last = tones.at(-1)!;
	if (tall)
		addEcho(
			kit,
			echoOf(kit.scene.title),
			{ x: 0, y: 1446, w: width, h: height - 1446 },
			blend(last.fill, last.text, 0.21),
			kit.cue(n - 1, n, 2),
		);
}

/** The mark around (0, 0): a disc with a tick or a cross cut out, or a plain dot. */
function drawMark(x: Context, mark: List['mark'], size: number, colour: string, cut: string): void {
	const r = size / 2;
	x.fillStyle = colour;
	x.beginPath();
	x.arc(0, 0, mark === 'dot' ? r * 0.42 : r, 0, 7);
	x.fill();
	if (mark === 'dot') return;
	x.strokeStyle = cut;
	x.lineWidth = r * 0.26;
	x.lineCap = 'round';
	x.lineJoin = 'round';
	x.beginPath();
	if (mark === 'check') {
		x.moveTo(-r * 0.42, r * 0.04);
		x.lineTo(-r * 0.1, r * 0.36);
		x.lineTo(r * 0.46, -r * 0.34);
	} else {
		x.moveTo(-r * 0.34, -r * 0.34);
		x.lineTo(r * 0.34, r * 0.34);
		x.moveTo(r * 0.34, -r * 0.34);
		x.lineTo(-r * 0.34, r * 0.34);
	}
	x.stroke();
}
