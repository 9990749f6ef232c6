/** Captions drawn on the picture: a solid plate as wide as its words, the spoken word in the accent. */
import type { CaptionPage, FilmPlan } from './plan';
import type { Stage } from './stage';
import type { Box, Context } from './text';
import { drawText, measure, RTL } from './text';
import { within } from './kit';
import type { Palette } from './theme';
import { blend, readable } from './theme';

interface LaidWord {
	text: string;
	x: number;
	/** Baseline below the plate's centre. */
	y: number;
}
export interface LaidPage {
	page: CaptionPage;
	words: LaidWord[];
	size: number;
	plate: Box;
}

/** Places the words of a page: one line, two where one is too wide, smaller only for a word that fits no line. Right-to-left pages run from the right. */
export function layPage(page: CaptionPage, stage: Stage): LaidPage {
	const { centreX, centreY, maxWidth } = stage.caption;
	const words = page.words.map((word) => word.text);
	const rtl = words.some((word) => RTL.test(word));
	let { size } = stage.caption;
	const widest = Math.max(...words.map((word) => measure(word, { face: 'Caption', size })));
	if (widest > maxWidth) size = Math.floor((size * maxWidth) / widest);
	const style = { face: 'Caption' as const, size };
	const space = measure(' ', style) * 1.12;
	const lengths = words.map((word) => measure(word, style));
	const total = (from: number, to: number) => lengths.slice(from, to).reduce((a, b) => a + b, 0) + space * Math.max(0, to - from - 1);
	let breakAt = words.length;
	if (total(0, words.length) > maxWidth) {
		let best = Infinity;
		for (let i = 1; i < words.length; i++) {
			const longer = Math.max(total(0, i), total(i, words.length));
			if (longer < best) [best, breakAt] = [longer, i];
		}
	}
	const lines =
		breakAt < words.length
			? [
					[0, breakAt],
					[breakAt, words.length],
				]
			: [[0, words.length]];
	const leading = size;
	const tallest = lines.length * leading;
	const padY = lines.length > 1 ? 14 : size * 0.22;
	const width = Math.max(...lines.map(([a, b]) => total(a!, b!))) + size * 0.8;
	const plateHeight = tallest + 2 * padY;
	// A second line grows upwards so that the lower edge stays inside the safe area.
	const centre = lines.length > 1 ? Math.min(centreY, stage.safe.y + stage.safe.h + 6 - plateHeight / 2) : centreY;
	const placed: LaidWord[] = [];
	lines.forEach(([from, to], row) => {
		const length = total(from!, to!);
		const y = centre - tallest / 2 + row * leading + leading * 0.5 + size * 0.345;
		let x = rtl ? centreX + length / 2 : centreX - length / 2;
		for (let i = from!; i < to!; i++) {
			if (rtl) x -= lengths[i]!;
			placed.push({ text: words[i]!, x, y });
			x += rtl ? -space : lengths[i]! + space;
		}
	});
	return { page, words: placed, size, plate: { x: centreX - width / 2, y: centre - plateHeight / 2, w: width, h: plateHeight } };
}

const POP = [0.94, 0.985, 1.012, 1];

/** What the captions show at a frame; equal keys mean equal pixels. */
export interface CaptionState {
	key: string;
	laid: LaidPage;
	active: number;
	scale: number;
}

export class Captions {
	private readonly laid = new Map<CaptionPage, LaidPage>();
	private readonly style: FilmPlan['captionStyle'];
	readonly colours: { plate: string; text: string; active: string };

	constructor(
		private readonly plan: Pick<FilmPlan, 'captions' | 'captionStyle'>,
		private readonly stage: Stage,
		palette: Palette,
	) {
		this.style = plan.captionStyle;
		const plate = blend(palette.ink, '#000000', 0.3);
		this.colours = { plate, text: '#FFFFFF', active: readable(palette.accents[0], plate, 4.8) };
	}

	at(frame: number): CaptionState | null {
		if (this.style === 'none') return null;
		const page = this.plan.captions.find((p) => frame >= p.startFrame && frame < p.endFrame);
		if (!page || page.words.length === 0) return null;
		let laid = this.laid.get(page);
		if (!laid) this.laid.set(page, (laid = layPage(page, this.stage)));
		let active = -1;
		if (this.style === 'karaoke') page.words.forEach((word, i) => frame >= word.startFrame && (active = i));
		const age = Math.min(POP.length - 1, frame - page.startFrame);
		return { key: `${page.startFrame}|${active}|${age}`, laid, active, scale: POP[age]! };
	}

	box(state: CaptionState): Box {
		const { plate } = state.laid;
		return { x: plate.x - 12, y: plate.y - 8, w: plate.w + 24, h: plate.h + 16 };
	}

	draw(x: Context, state: CaptionState): void {
		const { plate, words, size } = state.laid;
		const centre: [number, number] = [plate.x + plate.w / 2, plate.y + plate.h / 2];
		within(x, { at: centre, scale: state.scale }, () => {
			x.translate(-centre[0], -centre[1]);
			x.fillStyle = this.colours.plate;
			x.beginPath();
			x.roundRect(plate.x, plate.y, plate.w, plate.h, size * 0.3);
			x.fill();
			// A hairline keeps the plate's shape on dark grounds.
			x.strokeStyle = 'rgba(255,255,255,.16)';
			x.lineWidth = 2;
			x.stroke();
			words.forEach((word, i) =>
				drawText(x, word.text, word.x, word.y, {
					face: 'Caption',
					size,
					colour: i === state.active ? this.colours.active : this.colours.text,
					kind: 'caption',
				}),
			);
		});
	}
}
