/** The picture or clip of a scene, ready to draw. Runs in the render child; the files are our own, see {@link PlannedPicture}. */
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { join } from 'node:path';
import type { ScenePicture } from './kit';
import type { PlannedPicture } from './plan';

export interface OpenPicture extends ScenePicture {
	/** Makes the frame ready that `draw` shows next. */
	prepare(frame: number): Promise<void>;
}

/** Opens a prepared picture. A clip holds one frame at a time. */
export async function openPicture(planned: PlannedPicture): Promise<OpenPicture> {
	const { kind, width, height, path, credit } = planned;
	const frames = Math.max(1, planned.frames ?? 1);
	let canvas: Canvas | undefined;
	let shown = -1;
	const show = async (file: string) => {
		const image = await loadImage(file);
		// On a canvas it stays decoded; an image may be decoded again at every use.
		canvas ??= createCanvas(image.width, image.height);
		canvas.getContext('2d', { alpha: false }).drawImage(image, 0, 0, canvas.width, canvas.height);
	};
	const prepare = async (frame: number) => {
		const at = kind === 'clip' ? Math.max(0, Math.min(frames - 1, Math.floor(frame))) : 0;
		if (at === shown) return;
		await show(kind === 'clip' ? join(path, `${String(at + 1).padStart(5, '0')}.jpg`) : path);
		shown = at;
	};
	await prepare(0);
	return {
		kind,
		width,
		height,
		...(credit ? { credit } : {}),
		prepare,
		draw(x, box) {
			const from = canvas!;
			const scale = Math.max(box.w / from.width, box.h / from.height);
			const [w, h] = [box.w / scale, box.h / scale];
			x.drawImage(from, (from.width - w) / 2, (from.height - h) / 2, w, h, box.x, box.y, box.w, box.h);
		},
	};
}
