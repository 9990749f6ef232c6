/** One object, large, standing on a floor, with the words that belong to it. */
import { floorColour, paintEcho, paintFloor } from '../art';
import type { Kit } from '../kit';
import { paintPanel, panelOf } from '../layout';
import { addPoster } from '../poster';
import { addSource, addTitle } from '../title';
import { blend } from '../theme';
import { addSticker, footOf } from './parts';
import { echoOf } from './words';
import { addCall, CALL_ROOM, paintDisc, plainColours, type TitledParts } from './titled';

export async function buildObject(kit: Kit, { sticker, call }: TitledParts & { sticker: string }): Promise<void> {
	if (kit.stage.tall) await tall(kit, sticker, call);
	else await wide(kit, sticker, call);
}

async function tall(kit: Kit, sticker: string, call: string | undefined): Promise<void> {
	const { content, width, height } = kit.stage;
	const { skeleton, tone } = kit;
	const shown = kit.scene.index === 0;
	const room = call ? CALL_ROOM : 0;
	const panel = panelOf(kit);
	const floor = floorColour(kit);
	/** An object that stands on the floor between the words and the captions. */
	const stand = async (top: number, cx: number, turn: number) => {
		const foot = footOf(kit);
		const size = Math.min(760, foot - top - 10);
		const horizon = foot - Math.min(150, size * 0.26);
		paintFloor(kit, { box: { x: 0, y: horizon, w: width, h: height - horizon }, x: cx, colour: floor });
		await addSticker(kit, sticker, { cx, cy: foot - size * 0.5, size: size * 0.94, shown, turn, ground: true });
	};
	if (skeleton === 1) {
		const title = addPoster(kit, {
			box: { x: content.x, y: content.y + 560, w: content.w, h: content.h - 560 - room },
			max: 200,
			ratio: 1.25,
			anchor: 'bottom',
			colours: panel,
			maxLines: 4,
		});
		const edge = Math.round(title.y - 48);
		const size = Math.min(860, edge - 110);
		paintFloor(kit, {
			box: { x: 0, y: edge - size * 0.24, w: width, h: size * 0.24 },
			x: width / 2,
			colour: blend(tone.ground, tone.text, 0.2),
		});
		paintPanel(kit, { x: 0, y: edge, w: width, h: height - edge }, panel.fill);
		paintEcho(kit, echoOf(kit.scene.title), { x: 0, y: 1446, w: width, h: height - 1446 }, blend(panel.fill, panel.text, 0.21));
		await addSticker(kit, sticker, { cx: width / 2, cy: edge - 50 - size * 0.45, size: size * 0.9, shown, turn: -0.05, ground: true });
		if (call) addCall(kit, call, { x: content.x, w: content.w, y: content.y + content.h - 88, align: 'left', fill: panel.mark });
		addSource(kit, { colour: panel.muted });
		return;
	}
	if (skeleton === 2) {
		const title = addTitle(kit, {
			box: { ...content, h: 430 },
			max: 150,
			min: 84,
			maxLines: 4,
			align: 'center',
			start: shown ? 6 : 8,
		});
		const top = title.y + title.h + (call ? CALL_ROOM + 20 : 30);
		if (call) addCall(kit, call, { x: content.x, w: content.w, y: title.y + title.h + 30, align: 'center' });
		const foot = footOf(kit);
		const size = Math.min(720, foot + 8 - top);
		// A planet's edge to stand on, a sun behind.
		paintDisc(kit, width / 2, top + size * 0.5, size * 0.56, blend(tone.ground, floor, 0.42));
		for (const [i, r] of [1900, 1770, 1620, 1440].entries())
			paintDisc(kit, width / 2, foot - 84 + 1900, r, blend(floor, '#000000', 0.07 * i));
		await addSticker(kit, sticker, { cx: width / 2, cy: top + size * 0.5, size: size * 0.9, shown, turn: 0.03, ground: true });
		addSource(kit, { align: 'center', plate: true });
		return;
	}
	if (skeleton === 3) {
		const title = addTitle(kit, {
			box: { ...content, h: 430 },
			max: 148,
			min: 84,
			maxLines: 4,
			colours: panel,
			start: shown ? 6 : 8,
		});
		const edge = Math.round(title.y + title.h + 44 + room);
		paintPanel(kit, { x: 0, y: 0, w: width, h: edge }, panel.fill, 'below');
		if (call) addCall(kit, call, { x: content.x, w: content.w, y: edge - 36 - 84, align: 'left', fill: panel.mark });
		await stand(edge - 30, width * 0.56, 0.07);
		addSource(kit, { plate: true });
		return;
	}
	const title = addPoster(kit, {
		box: { ...content, h: 520 },
		max: 210,
		ratio: 1.3,
		anchor: 'top',
		maxLines: 4,
	});
	if (call) addCall(kit, call, { x: content.x, w: content.w, y: title.y + title.h + 16, align: 'left' });
	await stand(title.y + title.h + room + 10, width * 0.5, -0.05);
	addSource(kit, { plate: true });
}

async function wide(kit: Kit, sticker: string, call: string | undefined): Promise<void> {
	const { content, width, height } = kit.stage;
	const { skeleton } = kit;
	const shown = kit.scene.index === 0;
	const room = call ? CALL_ROOM : 0;
	const panel = panelOf(kit);
	const floor = floorColour(kit);
	const horizon = 730;
	const stand = (cx: number, size: number, left: number, right: number) => {
		paintFloor(kit, { box: { x: left, y: horizon, w: right - left, h: height - horizon }, x: cx, colour: floor });
		return addSticker(kit, sticker, { cx, cy: 850 - size * 0.5, size, shown, turn: 0.04, ground: true });
	};
	if (skeleton === 2) {
		const title = addTitle(kit, { box: { ...content, h: 300 }, max: 140, min: 84, maxLines: 2, align: 'center', start: shown ? 6 : 8 });
		if (call) addCall(kit, call, { x: content.x, w: content.w, y: title.y + title.h + 22, align: 'center' });
		await stand(width / 2, Math.min(560, 850 - (title.y + title.h + room + 20)), 0, width);
		addSource(kit, { plate: true, align: 'center' });
		return;
	}
	const mirrored = skeleton === 1;
	const railed = skeleton === 3;
	const box = {
		x: mirrored ? 880 : content.x,
		y: content.y,
		w: railed ? 700 : width - content.x - 880,
		h: (railed ? content.h : horizon - content.y - 20) - room,
	};
	if (railed) paintPanel(kit, { x: 0, y: 0, w: 860, h: height }, panel.fill, 'right');
	const colours = railed ? panel : plainColours(kit);
	await stand(mirrored ? 450 : railed ? 1390 : 1440, 660, railed ? 860 : 0, width);
	const title = addPoster(kit, { box, max: 220, ratio: 1.3, colours, anchor: 'middle', maxLines: 4 });
	if (call)
		addCall(kit, call, { x: box.x, w: box.w, y: Math.min(title.y + title.h + 18, box.y + box.h + 14), align: 'left', fill: colours.mark });
	addSource(kit, { plate: true });
}
