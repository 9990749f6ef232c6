/** Full-bleed bands of one colour that deepens from the first to the last: what timelines and lists are drawn on. */
import type { Kit } from '../kit';
import type { Box, Context } from '../text';
import { blend, luminance, readable, rgb, solid } from '../theme';
import { block, type Block } from './parts';

export interface BandTone {
	fill: string;
	text: string;
	muted: string;
}

/** Fills that deepen step by step in the ground's own colour, the last one strong, with text that reads on each. */
export function bandTones(kit: Kit, n: number): BandTone[] {
	const { tone, palette } = kit;
	return Array.from({ length: n }, (_, i) => {
		const t = n < 3 ? 0 : i / (n - 2);
		const wanted =
			i === n - 1
				? tone.kind === 'accent'
					? tone.text
					: tone.strong
				: tone.kind === 'accent'
					? blend(tone.ground, palette.paper, 0.62 - 0.5 * t)
					: tone.dark
						? blend(tone.card, palette.ink3, t)
						: blend(tone.ground, palette.dark, 0.07 + 0.13 * t);
		const { fill, text } = solid(palette, wanted);
		return { fill, text, muted: readable(blend(text, fill, 0.12), fill) };
	});
}

/**
 * Adds one band. It is there from the start, so that the frame is never half empty: the last one, which is the strong one, waits in the
 * colour of the one before it and is filled at `start`; the others light up then.
 */
export function addBand(kit: Kit, i: number, tones: BandTone[], box: Box, start: number, from: 'left' | 'below' = 'left'): void {
	const whole: Box = { x: Math.round(box.x), y: Math.round(box.y), w: Math.round(box.w), h: Math.round(box.h) };
	const n = tones.length;
	// At once, as its words change colour with it.
	const { fill } = tones[i]!;
	const waiting = waitingTone(tones, i).fill;
	kit.add(
		`band ${i}`,
		whole,
		(m) => {
			const wipe = waiting === fill ? () => 1 : m.tween(start - 1, 1, 'linear');
			const flash = m.nudges([...(i ? [start] : []), ...kit.idle.filter((_, j) => j % n === i)], 16);
			// Away from the colour of its words, so that they read meanwhile.
			const lit = blend(fill, luminance(rgb(tones[i]!.text)) > 0.3 ? '#000000' : '#ffffff', 0.18);
			return (x, frame) => {
				const t = wipe(frame);
				if (t < 1) {
					x.fillStyle = waiting;
					x.fillRect(whole.x, whole.y, whole.w, whole.h);
				}
				const s = flash(frame);
				x.fillStyle = s > 0 ? blend(fill, lit, s) : fill;
				if (from === 'left') x.fillRect(whole.x, whole.y, Math.round(whole.w * t), whole.h);
				else x.fillRect(whole.x, whole.y + Math.round(whole.h * (1 - t)), whole.w, Math.round(whole.h * t));
			};
		},
		{ over: true, keep: true },
	);
}

/** Colours of a band before its turn. */
export const waitingTone = (tones: BandTone[], i: number): BandTone => tones[i === tones.length - 1 ? Math.max(0, i - 1) : i]!;

/** Adds the words of a band: what stands there from the start is drawn in `there`'s colours, the rest comes with `alpha`. */
export function addBandWords(
	kit: Kit,
	name: string,
	box: Box,
	start: number,
	draw: (x: Context, alpha: number, there: BandTone) => void,
	tones: [before: BandTone, after: BandTone],
): void {
	kit.add(
		name,
		box,
		(m) => {
			const show = m.tween(start, 8, 'out');
			return (x, frame) => draw(x, show(frame), tones[frame >= start ? 1 : 0]);
		},
		{ over: true },
	);
}

/** Display words at the largest size at which they fit the room whole. */
export function fittedWords(text: string, width: number, height: number, most: number): Block {
	for (let size = Math.floor(most); size > 36; size -= 2) {
		const tried = block(text, { face: 'Display', size, width, maxLines: 9, least: size, leading: 1.06 });
		if (tried.height <= height && tried.width <= width && !tried.lines.at(-1)!.endsWith('…')) return tried;
	}
	return block(text, { face: 'Display', size: 36, width, maxLines: Math.max(1, Math.floor(height / 37)), least: 36, leading: 1.02 });
}
