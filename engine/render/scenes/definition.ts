/** A word and what it means: the word across the frame, its meaning below, as large as it goes. */
import type { Visual } from '../../asset';
import { paintEcho } from '../art';
import type { Kit } from '../kit';
import { compose, paintFoot, paintPanel, panelOf } from '../layout';
import { sizeFor } from '../text';
import { addSource, plainTitle } from '../title';
import { fittedWords } from './bands';
import { addBlock, block } from './parts';

export function buildDefinition(kit: Kit, visual: Extract<Visual, { type: 'definition' }>): void {
	const { stage, tone } = kit;
	const { tall, width, height, content } = stage;
	const same = plainTitle(kit.scene.title).toLowerCase() === visual.term.toLowerCase();
	const start = Math.min(kit.cue(0, 2, 0), 10) - 8;
	const panel = panelOf(kit);
	const upper = kit.skeleton === 1 || kit.skeleton === 3;
	if (!same && !upper) {
		const c = compose(kit, { max: tall ? 92 : 96, plate: true });
		place(c.picture, tone.figure, tone.text);
		if (tall) paintFoot(kit, visual.term);
		return;
	}
	// The word on a slab that bleeds off the frame, its meaning on the ground.
	const termWidth = tall ? content.w : 760;
	const term = block(visual.term, {
		face: 'Display',
		size: Math.min(tall ? 240 : 190, Math.max(84, sizeFor(longest(visual.term), 'Display', 240, termWidth))),
		width: termWidth,
		maxLines: 3,
		least: 64,
		leading: 1,
	});
	if (tall) {
		const edge = Math.round(content.y + term.height + 70);
		paintPanel(kit, { x: 0, y: 0, w: width, h: edge }, panel.fill, 'below');
		addBlock(kit, 'term', term, content.x, content.y, { colour: panel.text, kind: 'title', start });
		const room = { x: content.x, y: edge + 50, w: content.w, h: content.y + content.h - edge - 50 };
		const meaning = fittedWords(visual.meaning, room.w, room.h, 170);
		addBlock(kit, 'meaning', meaning, room.x, room.y, { colour: tone.text, start: Math.min(kit.cue(1, 2, 2), 6) - 6 });
		paintEcho(kit, visual.term, { x: 0, y: 1446, w: width, h: height - 1446 });
	} else {
		paintPanel(kit, { x: 0, y: 0, w: 920, h: height }, panel.fill, 'right');
		addBlock(kit, 'term', term, content.x, content.y + (content.h - term.height) / 2, { colour: panel.text, kind: 'title', start });
		const room = { x: 990, y: content.y, w: content.x + content.w - 990, h: content.h };
		const meaning = fittedWords(visual.meaning, room.w, room.h * 0.9, 190);
		addBlock(kit, 'meaning', meaning, room.x, room.y + (room.h - meaning.height) / 2, {
			colour: tone.text,
			start: Math.min(kit.cue(1, 2, 2), 6) - 6,
		});
	}
	pulse();
	addSource(kit, { plate: true });

	function place(box: { x: number; y: number; w: number; h: number }, figure: string, text: string): void {
		const word = block(visual.term, { face: 'Display', size: tall ? 170 : 150, width: box.w, maxLines: 2, least: 64, leading: 1.02 });
		const meaning = fittedWords(visual.meaning, box.w, box.h - word.height - 40, 80);
		const y = box.y + Math.max(0, (box.h - word.height - 36 - meaning.height) * 0.4);
		addBlock(kit, 'term', word, box.x, y, { colour: figure, kind: 'title', start });
		addBlock(kit, 'meaning', meaning, box.x, y + word.height + 36, { colour: text, start: Math.min(kit.cue(1, 2, 2), 6) - 6 });
		pulse();
	}

	/** A bar along the frame's edge that swells when nothing else happens. */
	function pulse(): void {
		kit.add(
			'edge',
			{ x: 0, y: 0, w: 40, h: height },
			(m) => {
				const swell = m.nudges(kit.idle);
				return (x, frame) => {
					const w = Math.round(18 + 20 * swell(frame));
					x.fillStyle = panel.fill === tone.mark ? tone.second : tone.mark;
					x.fillRect(0, 0, w, height);
				};
			},
			{ over: true, keep: true },
		);
	}
}

const longest = (text: string): string => text.split(' ').sort((a, b) => b.length - a.length)[0] ?? text;
