/** A word and what it means, as a dictionary sets them. */
import type { Visual } from '../../asset';
import type { Kit } from '../kit';
import { compose } from '../layout';
import { plainTitle } from '../title';
import { addBlock, block } from './parts';

export function buildDefinition(kit: Kit, visual: Extract<Visual, { type: 'definition' }>): void {
	const { stage, tone } = kit;
	const same = plainTitle(kit.scene.title).toLowerCase() === visual.term.toLowerCase();
	const c = compose(kit, { title: !same, max: stage.tall ? 92 : 96 });
	const box = c.picture;
	const inset = 44;
	const term = block(visual.term, { face: 'Display', size: stage.tall ? 150 : 140, width: box.w - inset, maxLines: 2, least: 64 });
	const room = box.h - term.height - 40;
	let meaning = block(visual.meaning, { size: 68, width: box.w - inset, maxLines: 12, least: 40 });
	for (let size = 64; size >= 40 && meaning.height > room; size -= 4)
		meaning = block(visual.meaning, { size, width: box.w - inset, maxLines: 12, least: 40 });
	const height = term.height + 40 + meaning.height;
	const y = box.y + Math.max(0, (box.h - height) * (stage.tall ? 0.35 : 0.5));
	kit.add('rule', { x: box.x, y, w: 14, h: height }, (m) => {
		const grow = m.tween(0, 12, 'out');
		const swell = m.nudges(kit.idle);
		return (x, frame) => {
			x.fillStyle = tone.strong;
			x.fillRect(box.x, y, 10 + 4 * swell(frame), height * grow(frame));
		};
	});
	addBlock(kit, 'term', term, box.x + inset, y, { colour: tone.figure, kind: 'title', start: Math.min(kit.cue(0, 2, 0), 12) });
	addBlock(kit, 'meaning', meaning, box.x + inset, y + term.height + 40, { colour: tone.text, start: kit.cue(1, 2, 14) });
}
