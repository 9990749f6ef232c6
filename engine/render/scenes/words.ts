/** A statement that has no picture: its words are the picture. */
import { paintEcho } from '../art';
import type { Kit } from '../kit';
import { paintPanel, panelOf, paintBelow, type PanelColours } from '../layout';
import { addPoster, layPoster } from '../poster';
import { addSource, marksOf, plainTitle } from '../title';
import { blend, luminance, rgb } from '../theme';
import { addCall, CALL_ROOM, paintShape, plainColours, type TitledParts } from './titled';

/** The marked words, else the longest one. */
export function keyWord(title: string): string {
	const words = marksOf(title);
	const marked = words.filter((word) => word.marked).map((word) => word.text);
	if (marked.length) return marked.join(' ');
	return words.map((word) => word.text).sort((a, b) => b.length - a.length)[0] ?? '';
}

/** A second tone of a panel, away from its text's colour, so that the text reads on it at least as well. */
const toneBelow = ({ fill, text }: PanelColours): string => {
	if (luminance(rgb(text)) < 0.3) return blend(fill, '#ffffff', 0.2);
	return luminance(rgb(fill)) < 0.03 ? blend(fill, '#ffffff', 0.12) : blend(fill, '#000000', 0.16);
};

/** The key word, unless it is the whole title: that stands there already. */
export function echoOf(title: string): string {
	const key = keyWord(title);
	return key.length < plainTitle(title).length ? key : '';
}

export function buildWords(kit: Kit, { call }: Pick<TitledParts, 'call'>): void {
	const { stage, skeleton } = kit;
	const { content, width, height, tall, foot: below } = stage;
	const room = call ? CALL_ROOM : 0;
	const panel = panelOf(kit);
	// Beside a wide film's captions there is no room for it.
	const echo = tall ? echoOf(kit.scene.title) : '';
	const box = { ...content, h: content.h - room };
	// A short title in a wide frame stands in its middle: at the left it would leave half of the frame empty.
	const poster = layPoster(kit.scene.title, { width: box.w - 20, height: box.h - 100, max: 290 });
	const short = !tall && Math.max(0, ...poster.lines.map((line) => line.width)) < 0.64 * box.w;
	const callAt = (align: 'left' | 'center', fill?: string) => {
		if (call) addCall(kit, call, { x: content.x, w: content.w, y: content.y + content.h - 88, align, ...(fill ? { fill } : {}) });
	};
	if (skeleton === 1) {
		// The whole frame in the panel's colour.
		paintBelow(kit, (x) => {
			x.fillStyle = panel.fill;
			x.fillRect(0, 0, width, height);
			// Where nothing is echoed, the captions stand on a second tone of it.
			if (echo) return;
			x.fillStyle = toneBelow(panel);
			x.fillRect(0, below, width, height - below);
		});
		paintEcho(
			kit,
			echo,
			{ x: 34, y: tall ? 1470 : 900, w: width - 68, h: height - (tall ? 1470 : 900) - 34 },
			blend(panel.fill, panel.text, 0.21),
		);
		addPoster(kit, { box, max: tall ? 330 : 300, colours: panel, align: tall ? 'left' : 'center' });
		callAt(tall ? 'left' : 'center', panel.mark);
		addSource(kit, { colour: panel.text, align: tall ? 'left' : 'center' });
		return;
	}
	if (skeleton === 3) {
		// Cut in two by a slanted edge: words above, their echo below.
		const [a, b] = tall ? [1290, 1180] : [900, 860];
		paintShape(kit, panel.fill, [
			[0, a],
			[width, b],
			[width, height],
			[0, height],
		]);
		paintEcho(kit, echo, { x: 0, y: tall ? 1440 : 930, w: width, h: height - (tall ? 1440 : 930) }, blend(panel.fill, panel.text, 0.21));
		addPoster(kit, {
			box: { ...box, h: box.h - (tall ? 60 : 30) },
			max: tall ? 320 : 290,
			colours: plainColours(kit),
			align: short ? 'center' : 'left',
		});
		callAt('left');
		kit.late.push(() => addSource(kit, { plate: true }));
		return;
	}
	const align = skeleton === 2 || short ? 'center' : 'left';
	addPoster(kit, { box, max: tall ? 330 : 300, align });
	callAt(align);
	if (skeleton === 2 && echo) paintEcho(kit, echo, { x: 0, y: tall ? 1440 : 890, w: width, h: height - (tall ? 1440 : 890) });
	else {
		paintPanel(kit, { x: 0, y: below, w: width, h: height - below }, panel.fill);
		paintEcho(kit, echo, { x: 0, y: tall ? 1450 : 930, w: width, h: height - (tall ? 1450 : 930) }, blend(panel.fill, panel.text, 0.21));
	}
	addSource(kit, { align, plate: !tall });
}
