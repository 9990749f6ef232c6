/** The user's picture fills the frame; words stand in its lower third, on a panel or above it. */
import type { Kit } from '../kit';
import { paintPanel, panelColours, panelOf } from '../layout';
import { addCredit, addPicture, addScrim } from '../picture';
import { addPoster } from '../poster';
import { measure } from '../text';
import { addSource, addTitle } from '../title';
import { readable } from '../theme';
import { addBlock, addFigure, block } from './parts';
import { addCall, CALL_ROOM, type TitledParts } from './titled';

export function buildPhoto(kit: Kit, { number, call }: TitledParts): void {
	const { stage, palette, skeleton } = kit;
	const { content, width, height, tall } = stage;
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
		const lower = skeleton === 1 || skeleton === 3;
		if (lower) {
			const panel = panelOf(kit);
			const top = skeleton === 1;
			// On a panel: below the picture, or across the top of it.
			const title = addTitle(kit, {
				box: top
					? { x: content.x, y: content.y + 540, w: content.w, h: content.h - 540 - room }
					: { x: content.x, y: content.y, w: content.w, h: 430 - room },
				max: 132,
				maxLines: 4,
				anchor: top ? 'bottom' : 'top',
				colours: panel,
				start: first ? 6 : 8,
			});
			const edge = Math.round(top ? title.y - 52 - (number ? 0 : 0) : title.y + title.h + 44 + room);
			const view = top ? { x: 0, y: 0, w: width, h: edge } : { x: 0, y: edge, w: width, h: height - edge };
			addPicture(kit, view);
			if (number) {
				addScrim(
					kit,
					{ x: 0, y: top ? edge - 420 : 760, w: width, h: top ? 420 : height - 760 },
					top ? edge - 420 : 760,
					top ? edge - 200 : 1000,
				);
				figure(content.x, top ? edge - 20 : 1180, content.w, figureColour, palette.light);
			}
			paintPanel(kit, top ? { x: 0, y: edge, w: width, h: height - edge } : { x: 0, y: 0, w: width, h: edge }, panel.fill, 'none');
			moveLast(kit, 'title', 'kicker');
			addCredit(kit, top ? content.y + 36 : 1176, { align: 'right' });
			if (call)
				addCall(kit, call, {
					x: content.x,
					w: content.w,
					y: top ? content.y + content.h - 88 : edge - room + 4,
					align: 'left',
					fill: panel.mark,
				});
			addSource(kit, { plate: !top, ...(top ? { colour: panel.muted } : { on: palette.ink, colour: onInk.muted }) });
			return;
		}
		addPicture(kit, { x: 0, y: 0, w: width, h: height });
		if (skeleton === 2) {
			addScrim(kit, { x: 0, y: 0, w: width, h: 980 }, 980, 330);
			const title = addTitle(kit, {
				box: { ...content, h: 480 },
				max: 136,
				maxLines: 4,
				align: 'center',
				colours: words,
				start: first ? 6 : 8,
			});
			if (number) {
				addScrim(kit, { x: 0, y: 780, w: width, h: height - 780 }, 780, 1010);
				figure(content.x, 1180, content.w, figureColour, palette.light);
			}
			void title;
			addCredit(kit, number ? 900 : 1176, { align: 'right' });
		} else {
			addScrim(kit, { x: 0, y: 420, w: width, h: height - 420 }, 420, 900);
			const title = addPoster(kit, {
				box: { x: content.x, y: content.y + 330, w: content.w, h: content.h - 330 - room },
				max: 190,
				ratio: 1.2,
				anchor: 'bottom',
				colours: words,
				maxLines: 4,
			});
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
		addCredit(kit, content.y + 34, { align: 'right', x: left ? w : 0, w: width - w - 60 });
		addSource(kit, { plate: true });
		return;
	}
	addPicture(kit, { x: 0, y: 0, w: width, h: height });
	addScrim(kit, { x: 0, y: 240, w: width, h: height - 240 }, 240, 640);
	const align = skeleton === 2 ? 'center' : 'left';
	const title = addPoster(kit, {
		box: { x: content.x, y: content.y + 240, w: content.w, h: content.h - 240 - room },
		max: 170,
		ratio: 1.15,
		anchor: 'bottom',
		align,
		colours: words,
		maxLines: 3,
	});
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
