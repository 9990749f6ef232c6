/** Scenes led by their title: the hook (whose first frame is the film's cover), a statement, the outro. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { paintBelow, type PanelColours } from '../layout';
import { hasSticker } from '../stickers';
import { onFill } from '../theme';
import { addBlock, block } from './parts';
import { buildObject } from './object';
import { buildOpening } from './opening';
import { buildPhoto } from './photo';
import { buildWords } from './words';

type Titled = Extract<Visual, { type: 'hook' | 'statement' | 'outro' }>;

export interface TitledParts {
	sticker: string | undefined;
	number: { display: string; unit: string; limit?: string } | undefined;
	call: string | undefined;
}

/** The picture decides the layout: the user's own, a number, an object, or the words themselves. */
export async function buildTitled(kit: Kit, visual: Titled): Promise<void> {
	const parts: TitledParts = {
		sticker: hasSticker(visual.sticker) ? visual.sticker : undefined,
		number: visual.type === 'hook' ? visual.number : undefined,
		call: visual.type === 'outro' ? visual.callToAction : undefined,
	};
	if (kit.picture) buildPhoto(kit, parts);
	else if (parts.number) await buildOpening(kit, { ...parts, number: parts.number });
	else if (parts.sticker) await buildObject(kit, { ...parts, sticker: parts.sticker });
	else buildWords(kit, parts);
}

/** Room the call to action takes below a title. */
export const CALL_ROOM = 116;

/** A pill with the call to action, its upper edge at y. */
export function addCall(kit: Kit, call: string, o: { x: number; y: number; w: number; align: 'left' | 'center'; fill?: string }): void {
	const fill = o.fill ?? kit.tone.mark;
	const text = block(call, { face: 'Label', size: 44, width: o.w - 80, maxLines: 1, least: 36 });
	const w = text.width + 72;
	const left = o.align === 'center' ? o.x + (o.w - w) / 2 : o.x;
	kit.add(
		'call',
		{ x: left - 4, y: o.y - 4, w: w + 8, h: 94 },
		(m) => {
			const show = m.tween(16, 10, 'out');
			return (x, frame) => {
				const t = show(frame);
				if (t <= 0) return;
				x.globalAlpha = t;
				x.fillStyle = fill;
				x.beginPath();
				x.roundRect(left, o.y, w, 84, 42);
				x.fill();
			};
		},
		{ over: true },
	);
	addBlock(kit, 'call text', text, left + 36, o.y + (84 - text.height) / 2 - 3, { colour: onFill(kit.palette, fill), start: 16 });
}

/** A polygon of one colour in the ground. */
export function paintShape(kit: Kit, fill: string, points: [number, number][]): void {
	paintBelow(kit, (x) => {
		x.fillStyle = fill;
		x.beginPath();
		points.forEach(([px, py], i) => (i ? x.lineTo(px, py) : x.moveTo(px, py)));
		x.fill();
	});
}

export function paintDisc(kit: Kit, cx: number, cy: number, r: number, fill: string): void {
	paintBelow(kit, (x) => {
		x.fillStyle = fill;
		x.beginPath();
		x.arc(cx, cy, r, 0, 7);
		x.fill();
	});
}

/** Colours of words that stand on the plain ground, in a panel's terms. */
export const plainColours = ({ tone }: Kit): PanelColours => ({
	fill: tone.ground,
	text: tone.text,
	mark: tone.mark,
	onMark: tone.onMark,
	kicker: tone.accentText,
	muted: tone.muted,
});
