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
export const paintFloor = (kit: Kit, floor: Floor): void => paintBelow(kit, (x) => drawFloor(x, floor));

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
				drawEcho(x, text, box, colour);
				x.globalAlpha = 1;
			};
		},
		{ over: true, keep: true },
	);
}

/** A word or figure of the scene, so large that it fills the foot of the frame: a backdrop, not a text. */
export const paintEcho = (kit: Kit, text: string, box: Box, colour = kit.tone.quiet): void =>
	paintBelow(kit, (x) => drawEcho(x, text, box, colour));

function drawEcho(x: Context, text: string, box: Box, colour: string): void {
	const word = text.replaceAll('*', '').trim();
	if (!word) return;
	// As wide as the box, so that it is read whole.
	const size = Math.min(box.h * 1.24, (box.w * 0.97 * 100) / Math.max(1, measure(word, { face: 'Display', size: 100 })));
	x.save();
	x.beginPath();
	x.rect(box.x, box.y, box.w, box.h);
	x.clip();
	const base = box.y + box.h - Math.max(box.h * 0.06, (box.h - size * 0.72) * 0.42);
	drawText(x, word, box.x + box.w / 2, base, { face: 'Display', size, colour, align: 'center', kind: 'ornament' });
	x.restore();
}
