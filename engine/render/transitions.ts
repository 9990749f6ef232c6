/** How a scene comes in: at most nine frames, the new picture covers more than half of the frame after four. */
import type { Canvas } from '@napi-rs/canvas';
import { EASES } from './clock';
import type { PlannedScene } from './plan';
import type { Stage } from './stage';
import type { Context } from './text';
import type { Palette } from './theme';

const LENGTH: Record<string, number> = { cut: 0, 'push-up': 8, 'push-left': 8, wipe: 7, 'zoom-cut': 6, iris: 8, blinds: 8 };

/** Frames of the scene's own start that its transition takes; a very short scene simply cuts. */
export function transitionFrames(scene: PlannedScene): number {
	const frames = LENGTH[scene.transition] ?? 0;
	return scene.frames > 3 * frames ? frames : 0;
}

/** As many of them as show the scene before: these alone change with it. */
export const overlapFrames = (scene: PlannedScene): number => (scene.transition === 'zoom-cut' ? 0 : transitionFrames(scene));

/** Draws frame `local` of the transition: the picture before, and the scene that comes. */
export function drawTransition(
	x: Context,
	scene: PlannedScene,
	stage: Stage,
	palette: Palette,
	local: number,
	before: Canvas,
	draw: (x: Context) => void,
): void {
	const { width, height } = stage;
	const frames = transitionFrames(scene);
	const t = (local + 1) / (frames + 1);
	const edge = palette.accents[scene.index % 2 ? 0 : 1];
	const comesIn = (dx: number, dy: number) => {
		x.save();
		x.translate(dx, dy);
		x.beginPath();
		x.rect(0, 0, width, height);
		x.clip();
		draw(x);
		x.restore();
	};
	if (scene.transition === 'push-up') {
		// Even offsets keep the chroma of the moving picture still.
		const offset = Math.round((height * EASES.inOut(t)) / 2) * 2;
		x.drawImage(before, 0, -offset);
		comesIn(0, height - offset);
		x.fillStyle = edge;
		x.fillRect(0, height - offset - 10, width, 20);
	} else if (scene.transition === 'push-left') {
		const offset = Math.round((width * EASES.inOut(t)) / 2) * 2;
		x.drawImage(before, -offset, 0);
		comesIn(width - offset, 0);
		x.fillStyle = edge;
		x.fillRect(width - offset - 10, 0, 20, height);
	} else if (scene.transition === 'wipe') {
		// A slanted edge runs over the picture; nothing is ever empty.
		const slant = width * 0.22;
		const at = (width + 2 * slant) * EASES.inOut(t) - slant;
		x.drawImage(before, 0, 0);
		x.save();
		x.fillStyle = edge;
		x.beginPath();
		x.moveTo(-1, 0);
		x.lineTo(at + slant + 34, 0);
		x.lineTo(at - slant + 34, height);
		x.lineTo(-1, height);
		x.fill();
		x.beginPath();
		x.moveTo(-1, 0);
		x.lineTo(at + slant, 0);
		x.lineTo(at - slant, height);
		x.lineTo(-1, height);
		x.clip();
		draw(x);
		x.restore();
	} else if (scene.transition === 'iris') {
		// Opens from the middle of the content, with a rim.
		const [cx, cy] = [width / 2, height * 0.42];
		const r = Math.hypot(Math.max(cx, width - cx), Math.max(cy, height - cy)) * EASES.inOut(t);
		x.drawImage(before, 0, 0);
		x.save();
		x.fillStyle = edge;
		x.beginPath();
		x.arc(cx, cy, r + 26, 0, 7);
		x.fill();
		x.beginPath();
		x.arc(cx, cy, r, 0, 7);
		x.clip();
		draw(x);
		x.restore();
	} else if (scene.transition === 'blinds') {
		// Strips that open one after the other, each a little later than the one before.
		const strips = width > height ? 8 : 5;
		const w = Math.ceil(width / strips);
		x.drawImage(before, 0, 0);
		x.save();
		x.beginPath();
		for (let i = 0; i < strips; i++) {
			const own = EASES.out(Math.max(0, Math.min(1, t * 1.6 - (0.6 * i) / (strips - 1))));
			const high = Math.round(height * own);
			if (high > 0) x.rect(i * w, i % 2 ? height - high : 0, w, high);
		}
		x.clip();
		draw(x);
		x.restore();
	} else {
		const scale = 1 + 0.14 * (1 - EASES.out(t));
		x.save();
		x.translate(width / 2, height / 2);
		x.scale(scale, scale);
		x.translate(-width / 2, -height / 2);
		draw(x);
		x.restore();
	}
}
