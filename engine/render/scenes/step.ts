/**
 * One step of many: its number on a panel of its own with the row of all steps, and the instruction beside or below it, as large as it
 * fits. "Step 3 of 9" as a title would say the number twice and the work once.
 */
import { paintEcho } from '../art';
import type { Kit } from '../kit';
import { compose, paintBelow, paintPanel, panelOf, type PanelColours } from '../layout';
import { drawText, measure, sizeFor, type Box } from '../text';
import { plainTitle } from '../title';
import { blend } from '../theme';
import { fittedWords } from './bands';
import { addBlock } from './parts';
import { plainColours } from './titled';
import { echoOf } from './words';

/** Number and count of a title that counts steps, or null. */
export function countedStep(title: string): { step: number; of: number } | null {
	const match = /^Step (\d{1,2}) of (\d{1,2})$/.exec(plainTitle(title));
	return match ? { step: Number(match[1]), of: Number(match[2]) } : null;
}

const PANEL = 640;
/** In the vertical shape: lower edge of the panel on top. */
const EDGE = 520;

export function buildStep(kit: Kit, text: string, at: { step: number; of: number }): void {
	compose(kit, { title: false, plate: true });
	if (kit.stage.tall) tall(kit, text, at);
	else wide(kit, text, at);
}

function wide(kit: Kit, text: string, at: { step: number; of: number }): void {
	const { stage, skeleton } = kit;
	const { width, height, content } = stage;
	const right = skeleton === 1 || skeleton === 2;
	const panel = panelOf(kit);
	const x0 = right ? width - PANEL : 0;
	paintPanel(kit, { x: x0, y: 0, w: PANEL, h: height }, panel.fill, right ? 'none' : 'right');
	const left = right ? content.x : PANEL + 80;
	addInstruction(kit, text, { x: left, y: content.y, w: (right ? width - PANEL - 70 : content.x + content.w) - left, h: content.h - 20 });
	const inner = { x: right ? x0 + 70 : content.x, w: PANEL - 70 - (right ? width - content.x - content.w : content.x) };
	addNumeral(kit, String(at.step), { ...inner, y: content.y, h: 560 }, panel);
	addRow(kit, { ...inner, y: content.y + 620, h: 110 }, panel, at);
}

/** The number on a panel over the instruction, or below the captions on one at the foot. */
function tall(kit: Kit, text: string, at: { step: number; of: number }): void {
	const { width, height, content, foot } = kit.stage;
	const panel = panelOf(kit);
	const end = content.y + content.h;
	const number = String(at.step);
	if (kit.skeleton === 2) {
		paintPanel(kit, { x: 0, y: foot, w: width, h: height - foot }, panel.fill);
		// The row says the number; the large one is its picture.
		paintBelow(kit, (x) => {
			const size = sizeFor(number, 'Display', 500, content.w);
			drawText(x, number, width / 2, 1446 + (height - 1446 + size * 0.72) / 2, {
				face: 'Display',
				size,
				colour: panel.text,
				align: 'center',
				kind: 'ornament',
			});
		});
		const mark = kit.ground === 'accent' ? kit.tone.second : panel.fill;
		addRow(kit, { x: content.x, y: content.y, w: content.w, h: 110 }, { ...plainColours(kit), mark }, at);
		addInstruction(kit, text, { x: content.x, y: content.y + 170, w: content.w, h: end - content.y - 190 });
		return;
	}
	paintPanel(kit, { x: 0, y: 0, w: width, h: EDGE }, panel.fill, 'below');
	const right = kit.skeleton === 3;
	const w = Math.min(440, measure(number, { face: 'Display', size: 350 }) + 10);
	addNumeral(kit, number, { x: right ? content.x + content.w - w : content.x, y: content.y, w, h: EDGE - 56 - content.y }, panel);
	addRow(kit, { x: right ? content.x : content.x + w + 50, y: EDGE - 56 - 96, w: content.w - w - 50, h: 110 }, panel, at);
	addInstruction(kit, text, { x: content.x, y: EDGE + 40, w: content.w, h: end - EDGE - 60 });
	paintEcho(kit, echoOf(text), { x: 0, y: 1446, w: width, h: height - 1446 });
}

function addInstruction(kit: Kit, text: string, box: Box): void {
	const words = fittedWords(text, box.w, box.h, kit.stage.tall ? 140 : 150);
	addBlock(kit, 'step', words, box.x, box.y + (box.h - words.height) / 2, { colour: kit.tone.text, start: -8 });
}

function addNumeral(kit: Kit, text: string, box: Box, panel: PanelColours): void {
	const size = Math.min(sizeFor(text, 'Display', 700, box.w), box.h / 0.74);
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
