/**
 * One step of many in a wide frame: its number on a panel of its own above the row of all steps, and the instruction beside it, as large
 * as it fits. "Step 3 of 9" as a title would say the number twice and the work once.
 */
import type { Kit } from '../kit';
import { compose, paintPanel, panelOf, type PanelColours } from '../layout';
import { drawText, sizeFor, type Box } from '../text';
import { plainTitle } from '../title';
import { blend } from '../theme';
import { addBand, addBandWords, bandTones, fittedWords } from './bands';
import { drawBlock } from './parts';

/** Number and count of a title that counts steps, or null. */
export function countedStep(title: string): { step: number; of: number } | null {
	const match = /^Step (\d{1,2}) of (\d{1,2})$/.exec(plainTitle(title));
	return match ? { step: Number(match[1]), of: Number(match[2]) } : null;
}

const PANEL = 640;

export function buildStep(kit: Kit, text: string, { step, of }: { step: number; of: number }): void {
	const { stage, skeleton } = kit;
	const { width, height, content } = stage;
	compose(kit, { title: false, plate: true });
	const right = skeleton === 1 || skeleton === 2;
	const panel = panelOf(kit);
	const x0 = right ? width - PANEL : 0;
	paintPanel(kit, { x: x0, y: 0, w: PANEL, h: height }, panel.fill, right ? 'none' : 'right');
	const [tone] = bandTones(kit, 1);
	const field = { x: right ? 0 : PANEL, y: 0, w: width - PANEL, h: height };
	addBand(kit, 0, [tone!], field, -8, 'below');
	const left = right ? content.x : PANEL + 80;
	const safe = { x: left, y: content.y, w: (right ? width - PANEL - 70 : content.x + content.w) - left, h: content.h - 20 };
	const block = fittedWords(text, safe.w, safe.h, 150);
	addBandWords(
		kit,
		'step',
		{ x: safe.x - 8, y: safe.y - 10, w: safe.w + 16, h: safe.h + 20 },
		-8,
		(x, alpha, there) => drawBlock(x, block, safe.x, safe.y + (safe.h - block.height) / 2, { colour: there.text, alpha }),
		[tone!, tone!],
	);
	const inner = { x: right ? x0 + 70 : content.x, w: PANEL - 70 - (right ? width - content.x - content.w : content.x) };
	addNumeral(kit, String(step), { ...inner, y: content.y, h: 560 }, panel);
	addRow(kit, { ...inner, y: content.y + 620, h: 110 }, panel, { step, of });
}

function addNumeral(kit: Kit, text: string, box: Box, panel: PanelColours): void {
	const size = sizeFor(text, 'Display', 700, box.w);
	kit.add(
		'numeral',
		box,
		(m) => {
			const grow = m.tween(-8, 9, 'out');
			return (x, frame) => {
				const t = grow(frame);
				drawText(x, text, box.x - size * 0.04, box.y + box.h - (box.h - size * 0.72) / 2 + (1 - t) * 30, {
					face: 'Display',
					size,
					colour: panel.text,
					kind: 'figure',
				});
			};
		},
		{ over: true },
	);
}

/** All steps as a row of blocks: those done are filled, this one fills as it is spoken. */
function addRow(kit: Kit, box: Box, panel: PanelColours, { step, of }: { step: number; of: number }): void {
	const gap = of > 12 ? 6 : 12;
	const w = (box.w - gap * (of - 1)) / of;
	const waiting = blend(panel.fill, panel.text, 0.28);
	kit.add(
		'steps row',
		{ x: box.x - 2, y: box.y - 2, w: box.w + 4, h: box.h + 4 },
		(m) => {
			const fill = m.tween(4, 24, 'inOut');
			return (x, frame) => {
				for (let i = 0; i < of; i++) {
					const at = box.x + i * (w + gap);
					x.fillStyle = i < step - 1 ? panel.text : waiting;
					x.fillRect(at, box.y, w, 22);
					if (i !== step - 1) continue;
					x.fillStyle = panel.mark;
					x.fillRect(at, box.y, w * fill(frame), 22);
				}
				drawText(x, `Step ${step} of ${of}`, box.x, box.y + 84, { face: 'Label', size: 46, colour: panel.text });
			};
		},
		{ over: true },
	);
}
