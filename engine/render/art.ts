/** What carries a scene's picture: the floor it stands on, its grain, and a large echo of its own word where nothing else reaches. */
import type { Kit } from './kit';
import { paintBelow } from './layout';
import { drawText, measure, type Box, type Context } from './text';
import { alpha, blend } from './theme';

const TAU = 2 * Math.PI;

/** Fine texture of a ground: dots on paper, a grid on ink. */
export function drawTexture(x: Context, kit: Kit): void {
	const { width, height } = kit.stage;
	if (kit.ground === 'paper' || kit.ground === 'accent') {
		x.fillStyle = alpha(kit.tone.text, 0.06);
		for (let py = 27; py < height; py += 54) for (let px = 27; px < width; px += 54) x.fillRect(px, py, 3, 3);
		return;
	}
	x.fillStyle = alpha(kit.tone.text, 0.045);
	for (let px = 0; px < width; px += 108) x.fillRect(px, 0, 2, height);
	for (let py = 0; py < height; py += 108) x.fillRect(0, py, width, 2);
}

export interface Floor {
	/** Part of the frame the floor fills, from its horizon down. */
	box: Box;
	/** Where the light falls. */
	x: number;
	colour: string;
}

/** A floor in perspective: boards that run to a point on the horizon, and a pool of light where the object stands. */
export function drawFloor(x: Context, { box, x: cx, colour }: Floor): void {
	const light = blend(colour, '#ffffff', 0.16);
	x.save();
	x.beginPath();
	x.rect(box.x, box.y, box.w, box.h);
	x.clip();
	x.fillStyle = colour;
	x.fillRect(box.x, box.y, box.w, box.h);
	x.fillStyle = blend(colour, '#000000', 0.12);
	const reach = box.h * 3.2;
	for (let i = -14; i <= 14; i++) {
		const [a, b] = [cx + i * 26, cx + i * 26 * (1 + reach / 240)];
		x.beginPath();
		x.moveTo(a - 0.6, box.y);
		x.lineTo(a + 0.6, box.y);
		x.lineTo(b + 7, box.y + box.h);
		x.lineTo(b - 7, box.y + box.h);
		x.fill();
	}
	for (let i = 0, y = box.y; y < box.y + box.h; i++) {
		y = box.y + 10 * i + 7 * i * i;
		x.fillRect(box.x, y, box.w, 2 + i * 0.7);
	}
	x.globalAlpha = 0.75;
	x.fillStyle = light;
	x.beginPath();
	x.ellipse(cx, box.y + Math.min(box.h * 0.3, 190), Math.min(box.w * 0.46, 560), Math.min(box.h * 0.26, 150), 0, 0, TAU);
	x.fill();
	x.restore();
	const g = x.createLinearGradient(0, box.y, 0, box.y - 26);
	g.addColorStop(0, 'rgba(0,0,0,.16)');
	g.addColorStop(1, 'rgba(0,0,0,0)');
	x.fillStyle = g;
	x.fillRect(box.x, box.y - 26, box.w, 26);
}
/** The user's picture is ground enough: no floor hides half of it. */
export function paintFloor(kit: Kit, floor: Floor): void {
	if (kit.ground !== 'picture') paintBelow(kit, (x) => drawFloor(x, floor));
}

/** The colour a floor has on this ground. */
export function floorColour(kit: Kit): string {
	const { tone } = kit;
	if (kit.ground === 'accent') return tone.second;
	return tone.dark ? tone.second : tone.strong;
}

/** {@link paintEcho} as an element that comes at `start`, over what is drawn before it. */
export function addEcho(kit: Kit, text: string, box: Box, colour: string, start: number): void {
	kit.add(
		'echo',
		box,
		(m) => {
			const show = m.tween(start, 8, 'out');
			return (x, frame) => {
				x.globalAlpha = show(frame);
				drawFoot(x, kit, text, box, colour);
				x.globalAlpha = 1;
			};
		},
		{ over: true, keep: true },
	);
}

/** A word or figure of the scene, so large that it fills the foot of the frame: a backdrop, not a text. */
export const paintEcho = (kit: Kit, text: string, box: Box, colour = blend(kit.tone.ground, kit.tone.text, 0.18)): void =>
	paintBelow(kit, (x) => drawFoot(x, kit, text, box, colour));

/** Share of the foot's height that letters must have to carry it. */
const ECHO_LEAST = 0.42;

/** Words that say nothing by themselves. */
const EMPTY =
	/^(?:a|an|the|and|or|but|not|of|to|in|on|at|by|for|from|with|as|it|its|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|should|may|might|must|he|him|his|she|her|they|them|their|we|us|our|you|your|this|that|these|those|there|here|then|than|which|who|what|when|where|how|all|some|any|each|every|both|other|another|one|more|most|less|only|just|also|too|very|up|down|out|off|away|again)$/i;

/** What can stand alone and large: not "them", not "15,", not "°C". */
function wordOf(text: string): string {
	const word = text
		.replaceAll('*', '')
		.trim()
		.replace(/[\s.,;:!?…]+$/, '');
	const words = word.split(/\s+/);
	return words.every((each) => EMPTY.test(each)) || !/\p{L}{3}|\d/u.test(word) ? '' : word;
}

/** The foot of a frame: the scene's word where it is short enough to be large, in two scenes of three; a pattern in the others. */
function drawFoot(x: Context, kit: Kit, text: string, box: Box, colour: string): void {
	const word = wordOf(text);
	// In a wide frame the captions leave no foot.
	if (!word && !kit.stage.tall) return;
	const turn = kit.scene.index + kit.plan.seed;
	const large = word !== '' && echoSize(word, box) * 0.72 >= ECHO_LEAST * box.h;
	if (large && turn % 3 !== 2) drawEcho(x, word, box, colour);
	else {
		// A pattern runs off the frame where a word kept clear of its edges.
		const { width, height } = kit.stage;
		drawPattern(x, turn % 4, box.w > 0.9 * width ? { x: 0, y: box.y, w: width, h: height - box.y } : box, colour);
	}
}

/** Dots that grow, rays, rings or stripes, over the whole width of a box and off its lower edge. */
function drawPattern(x: Context, which: number, box: Box, colour: string): void {
	const [cx, foot] = [box.x + box.w / 2, box.y + box.h];
	x.save();
	x.beginPath();
	x.rect(box.x, box.y, box.w, box.h);
	x.clip();
	// It comes out of the ground rather than beginning at a line.
	const g = x.createLinearGradient(0, box.y, 0, box.y + box.h * 0.55);
	g.addColorStop(0, alpha(colour, 0));
	g.addColorStop(1, colour);
	x.fillStyle = which === 0 ? colour : g;
	x.beginPath();
	if (which === 0) {
		const step = box.w / 16;
		for (let row = 0, y = box.y + step * 0.6; y < foot + step; row++, y += step * 0.8) {
			const radius = Math.min(step * 0.42, 3 + ((y - box.y) / box.h) * step * 0.46);
			for (let i = -1; i < 17; i++) {
				const px = box.x + step * (i + (row % 2 ? 1 : 0.5));
				x.moveTo(px + radius, y);
				x.arc(px, y, radius, 0, TAU);
			}
		}
	} else if (which === 1) {
		const reach = Math.hypot(box.w, box.h) * 1.1;
		for (let i = 0; i < 13; i++) {
			const [a, b] = [Math.PI + (Math.PI * i) / 13, Math.PI + (Math.PI * (i + 0.5)) / 13];
			x.moveTo(cx, foot + 60);
			x.lineTo(cx + reach * Math.cos(a), foot + 60 + reach * Math.sin(a));
			x.lineTo(cx + reach * Math.cos(b), foot + 60 + reach * Math.sin(b));
		}
	} else if (which === 2) {
		const wide = box.h / 7;
		for (let radius = wide; radius < box.w * 1.1; radius += 2 * wide) {
			x.moveTo(box.x + radius + wide, foot);
			x.arc(box.x, foot, radius + wide, 0, TAU);
			x.moveTo(box.x + radius, foot);
			x.arc(box.x, foot, radius, 0, TAU, true);
		}
	} else {
		const wide = box.w / 14;
		for (let px = box.x - box.h; px < box.x + box.w + wide; px += 2 * wide) {
			x.moveTo(px, foot);
			x.lineTo(px + box.h, box.y);
			x.lineTo(px + box.h + wide, box.y);
			x.lineTo(px + wide, foot);
		}
	}
	x.fill();
	x.restore();
}

/** Size at which a word is as wide as the box, so that it is read whole, and not higher. */
const echoSize = (word: string, box: Box): number =>
	Math.min(box.h * 1.24, (box.w * 0.97 * 100) / Math.max(1, measure(word, { face: 'Display', size: 100 })));

function drawEcho(x: Context, word: string, box: Box, colour: string): void {
	const size = echoSize(word, box);
	x.save();
	x.beginPath();
	x.rect(box.x, box.y, box.w, box.h);
	x.clip();
	const base = box.y + box.h - Math.max(box.h * 0.06, (box.h - size * 0.72) * 0.42);
	drawText(x, word, box.x + box.w / 2, base, { face: 'Display', size, colour, align: 'center', kind: 'ornament' });
	x.restore();
}
