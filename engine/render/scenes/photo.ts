/** The user's picture fills the frame; words stand in its lower third, on a panel or above it. */
import type { Kit } from '../kit';
import { fillBox, paintPanel, panelColours, panelOf } from '../layout';
import { addCredit, addPicture, addScrim, addSideScrim } from '../picture';
import { addPoster } from '../poster';
import { measure } from '../text';
import { addSource, addTitle } from '../title';
import { readable } from '../theme';
import { addBlock, addFigure, block } from './parts';
import { addCall, CALL_ROOM, type TitledParts } from './titled';

/** Widest words beside a wide picture. */
const SIDE = 800;

export function buildPhoto(kit: Kit, { number, call }: TitledParts): void {
	const { stage, palette, skeleton } = kit;
	const { content, width, height, tall, foot } = stage;
	const first = kit.scene.index === 0;
	const figureColour = readable(palette.accents[0], palette.ink, 4.6);
	const room = call ? CALL_ROOM : 0;
	/** The number over the title, in one line with its unit. */
	const figure = (x: number, bottom: number, w: number, colour: string, text: string) => {
		if (!number) return;
		const unit = block(number.unit, { face: 'Display', size: 56, width: Math.min(w * 0.48, 440), maxLines: 2, least: 36, leading: 1.06 });
		const box = addFigure(kit, number.display, {
			box: { x, y: bottom - 210, w: w - unit.width - 30, h: 210 },
			max: 230,
			colour,
			count: !first,
		});
		addBlock(kit, 'unit', unit, box.x + box.w + 30, box.y + box.h / 2 - unit.height / 2 - 8, { colour: text, start: -8 });
	};
	const onInk = panelColours(kit, palette.ink);
	const words = { ...onInk, mark: readable(palette.accents[0], palette.dark, 5), onMark: palette.dark, kicker: figureColour };
	if (tall) {
		if (skeleton === 3) {
			// A slab across the top, the picture below it.
			const panel = panelOf(kit);
			const title = addTitle(kit, {
				box: { ...content, h: 460 - room },
				max: 140,
				maxLines: 4,
				colours: panel,
				start: first ? 6 : 8,
			});
			const edge = Math.round(title.y + title.h + 44 + room);
			paintPanel(kit, { x: 0, y: 0, w: width, h: edge }, panel.fill, 'none');
			addPicture(kit, { x: 0, y: edge, w: width, h: height - edge });
			if (number) {
				addScrim(kit, { x: 0, y: 800, w: width, h: height - 800 }, 800, 965);
				figure(content.x, 1180, content.w, figureColour, palette.light);
			}
			moveLast(kit, 'title', 'kicker');
			addCredit(kit, number ? edge + 60 : 1176, { align: 'right' });
			if (call) addCall(kit, call, { x: content.x, w: content.w, y: edge - room + 4, align: 'left', fill: panel.mark });
			addSource(kit, { plate: true, on: palette.ink, colour: onInk.muted });
			return;
		}
		addPicture(kit, { x: 0, y: 0, w: width, h: height });
		if (skeleton === 1) {
			// A band of colour across the picture, which goes on below it.
			const panel = panelOf(kit);
			const title = addTitle(kit, {
				box: { x: content.x, y: content.y + 480, w: content.w, h: content.h - 480 - room },
				max: 140,
				maxLines: 4,
				anchor: 'bottom',
				colours: panel,
				start: first ? 6 : 8,
			});
			const edge = Math.round(title.y - 46);
			const band = { x: 0, y: edge, w: width, h: foot - edge };
			if (number) {
				addScrim(kit, { x: 0, y: edge - 460, w: width, h: 460 }, edge - 460, edge - 240);
				figure(content.x, edge - 24, content.w, figureColour, palette.light);
			}
			kit.add('panel', band, () => (x) => fillBox(x, band, panel.fill), { loose: true, over: true });
			moveLast(kit, 'title', 'kicker');
			addCredit(kit, content.y + 36, { align: 'right' });
			if (call) addCall(kit, call, { x: content.x, w: content.w, y: content.y + content.h - 88, align: 'left', fill: panel.mark });
			addSource(kit, { colour: panel.muted });
			return;
		}
		if (skeleton === 2) {
			const title = addTitle(kit, {
				box: { ...content, h: 480 },
				max: 136,
				maxLines: 4,
				align: 'center',
				colours: words,
				start: first ? 6 : 8,
			});
			const under = Math.round(title.y + title.h);
			addScrim(kit, { x: 0, y: 0, w: width, h: under + 340 }, under + 340, under + 20);
			if (number) {
				addScrim(kit, { x: 0, y: 780, w: width, h: height - 780 }, 780, 965);
				figure(content.x, 1180, content.w, figureColour, palette.light);
			}
			addCredit(kit, number ? 900 : call ? 1070 : 1176, { align: 'right' });
		} else {
			const title = addPoster(kit, {
				box: { x: content.x, y: content.y + 330, w: content.w, h: content.h - 330 - room },
				max: 190,
				ratio: 1.2,
				anchor: 'bottom',
				colours: words,
				maxLines: 4,
			});
			const top = Math.round(title.y - (number ? 240 : 20));
			addScrim(kit, { x: 0, y: top - 300, w: width, h: height - top + 300 }, top - 300, top, 1250);
			figure(content.x, title.y - 14, content.w, figureColour, palette.light);
			addCredit(kit, content.y + 36, { align: 'right' });
		}
		if (call)
			addCall(kit, call, {
				x: content.x,
				w: content.w,
				y: content.y + content.h - 88,
				align: skeleton === 2 ? 'center' : 'left',
				fill: words.mark,
			});
		addSource(kit, { plate: true, on: palette.ink, colour: onInk.muted, align: skeleton === 2 ? 'center' : 'left' });
		return;
	}
	if (skeleton === 3 || skeleton === 1) {
		const panel = panelOf(kit);
		const w = 760;
		const left = skeleton === 3;
		const x0 = left ? 0 : width - w;
		addPicture(kit, { x: left ? w : 0, y: 0, w: width - w, h: height });
		paintPanel(kit, { x: x0, y: 0, w, h: height }, panel.fill, 'none');
		const inner = { x: left ? content.x : x0 + 60, y: content.y, w: w - content.x - 60, h: content.h - room - (number ? 230 : 0) };
		const title = addPoster(kit, {
			box: { ...inner, y: inner.y + (number ? 230 : 0) },
			max: 150,
			ratio: 1.25,
			colours: panel,
			anchor: number ? 'top' : 'middle',
		});
		figure(inner.x, title.y - 6, inner.w, panel.text, panel.text);
		if (call) addCall(kit, call, { x: inner.x, w: inner.w, y: content.y + content.h - 88, align: 'left', fill: panel.mark });
		addCredit(kit, content.y + 34, { align: 'right', x: left ? w : 0, w: width - w - 96 });
		addSource(kit, { plate: true });
		return;
	}
	const align = skeleton === 2 ? 'center' : 'left';
	// Words keep to the left, or to two lines at the foot: the picture is what is looked at, its middle beside them.
	const beside = skeleton === 0 && !number;
	const left = beside ? 420 : 0;
	addPicture(kit, { x: left, y: 0, w: width - left, h: height });
	const title = addPoster(kit, {
		box: { x: content.x, y: content.y + 240, w: beside ? SIDE : content.w, h: content.h - 240 - room },
		max: beside ? 150 : 132,
		ratio: 1.15,
		anchor: 'bottom',
		align,
		colours: words,
		maxLines: beside ? 4 : 2,
	});
	const top = Math.max(0, Math.round(title.y - (number ? 240 : 20)));
	if (beside) addSideScrim(kit, left, content.x + title.w + 30, content.x + title.w + 330);
	else addScrim(kit, { x: 0, y: Math.max(0, top - 240), w: width, h: height - Math.max(0, top - 240) }, top - 240, top);
	if (number) {
		const w = Math.min(content.w, measure(number.display, { face: 'Display', size: 230 }) + 500);
		figure(align === 'center' ? (width - w) / 2 : content.x, title.y - 12, w, figureColour, palette.light);
	}
	addCredit(kit, content.y + 34, { align: 'right' });
	if (call) addCall(kit, call, { x: content.x, w: content.w, y: content.y + content.h - 88, align, fill: words.mark });
	addSource(kit, { plate: true, on: palette.ink, colour: onInk.muted, align });
}

/** Elements drawn last, so that what was added after them does not cover them. */
function moveLast(kit: Kit, ...names: string[]): void {
	for (const name of names) {
		const at = kit.elements.findIndex((element) => element.name === name);
		if (at >= 0) kit.elements.push(...kit.elements.splice(at, 1));
	}
}
