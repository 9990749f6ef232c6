/**
 * A number drawn as what it counts: so many things, a length on a tape, water in a tank, days on a calendar. Where no picture is honest
 * there is none. What is read mark by mark stands clear of the captions; what only fills the frame may run off it.
 */
import { floorColour, paintFloor } from '../art';
import type { Kit } from '../kit';
import { paintFoot } from '../layout';
import type { Box } from '../text';
import { addGauge, addTime } from './dial';
import { isCounted, kindOf, scaleOf, shownNumber, wholeTime, type Kind, type Quantity } from './kinds';
import { addDepth, addMast, addRoad, addTape } from './lengths';
import { addMarks, addTiles } from './marks';
import { addChange } from './change';
import { addCoins, addCrowd, addWater } from './masses';

export { gridOf, addMarks, addTiles, type Marks } from './marks';
export { changeOf, isCounted, kindOf, shownNumber, type Kind, type Quantity } from './kinds';
export { addLevel } from './masses';

/** Least height of a picture that is read, and of one that fills. */
const LEAST = { counted: 190, filling: 260 };
/** What stands on a floor rather than above the foot. */
const STANDING = new Set<Kind>(['money', 'things']);

/**
 * Adds the picture of the quantity over the box, which may run off the frame; false where there is none. `near` is what stands beside the
 * number, `lead` what stands before it.
 */
export async function addQuantity(kit: Kit, q: Quantity, box: Box, start = 2, near = kit.scene.title, lead = ''): Promise<boolean> {
	const kind = kindOf(q, near, lead);
	if (!kind) return false;
	if (isCounted(kind)) return await addCounted(kit, q, kind, box, start);
	if (box.h < LEAST.filling || (lies(kind) && !hasRoom(kit, box))) return false;
	if (kind === 'length') addTape(kit, box, start);
	else if (kind === 'road') addRoad(kit, box, start);
	else if (kind === 'height') addMast(kit, box, start);
	else if (kind === 'depth') addDepth(kit, box, start);
	else if (kind === 'crowd') addCrowd(kit, box, start);
	else addWater(kit, box, start);
	return true;
}

const lies = (kind: Kind): boolean => kind === 'length' || kind === 'road';
/** What lies across a wide frame lies above the captions; in a tall one it may lie below them. */
const hasRoom = ({ stage }: Kit, box: Box): boolean => stage.tall || stage.foot - box.y >= 200;

/** Within the safe part of the box; where that reaches the frame's lower edge, a floor or the foot fills the rest. */
async function addCounted(kit: Kit, q: Quantity, kind: Kind, box: Box, start: number): Promise<boolean> {
	const { content, width, height } = kit.stage;
	const end = content.y + content.h;
	const x = Math.max(box.x, content.x);
	const room = {
		x,
		y: box.y,
		w: Math.min(box.x + box.w, content.x + content.w) - x,
		h: Math.min(box.y + box.h, end) - box.y,
	};
	if (room.h < LEAST.counted) return false;
	const value = q.value ?? shownNumber(q.display)!;
	const foot = box.y + box.h >= height - 4;
	if (foot && STANDING.has(kind)) {
		const horizon = end - Math.min(110, room.h * 0.24);
		paintFloor(kit, { box: { x: 0, y: horizon, w: width, h: height - horizon }, x: room.x + room.w / 2, colour: floorColour(kit) });
	} else if (foot) paintFoot(kit, q.unit);
	if (kind === 'rise' || kind === 'fall') addChange(kit, room, kind, start);
	else if (kind === 'money') addCoins(kit, room, start);
	else if (kind === 'clock') addTime(kit, room, value, wholeTime(q), start);
	else if (kind === 'gauge') addGauge(kit, room, value / (scaleOf(q) ?? value), start);
	else if (kind === 'level') addTiles(kit, value, room, start);
	else await addMarks(kit, { kind, count: Math.round(value), sticker: q.sticker }, room, start);
	return true;
}
