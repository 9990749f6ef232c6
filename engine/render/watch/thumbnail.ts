/** A thumbnail as it is seen small: size of its letters, contrast, what stands over what. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { ThumbnailSpec } from '../plan';
import { meets } from '../stage';
import { collectInkOf, type Ink } from '../text';
import { drawThumbnail } from '../thumbnails';
import { contrastOn } from './pixels';

export interface WatchedThumbnail {
	recipe: ThumbnailSpec['recipe'];
	/** What it says, piece by piece. */
	texts: string[];
	words: number;
	/** Height of the smallest capitals, in pixels, when it is shown 168 (upright: 94) pixels wide. */
	smallest: number;
	/** Worst contrast of a text, measured on the picture at three times that size. */
	contrast: number;
	faults: string[];
}

/** Height of a capital, of the size of the type. */
const CAPITAL = 0.72;
const SMALL = { wide: 168, tall: 94 };

export async function watchThumbnail(spec: ThumbnailSpec, size: { width: number; height: number }): Promise<WatchedThumbnail> {
	let png: Buffer = Buffer.alloc(0);
	const inks = await collectInkOf(async () => {
		png = await drawThumbnail(spec, size);
	});
	const texts = inks.filter((ink) => ink.kind !== 'picture');
	const shrink = (size.width > size.height ? SMALL.wide : SMALL.tall) / size.width;
	const small = createCanvas(Math.round(size.width * shrink * 3), Math.round(size.height * shrink * 3));
	const x = small.getContext('2d');
	x.drawImage(await loadImage(png), 0, 0, small.width, small.height);
	const { data } = x.getImageData(0, 0, small.width, small.height);
	const picture = { data: new Uint8Array(data.buffer, data.byteOffset, data.length), width: small.width, height: small.height };
	const contrast = texts.map((ink) => {
		const k = shrink * 3;
		return contrastOn(picture, ink.colour, { x: ink.box.x * k, y: ink.box.y * k, w: ink.box.w * k, h: ink.box.h * k });
	});
	return {
		recipe: spec.recipe,
		texts: texts.map((ink) => ink.text),
		words: texts.filter((ink) => ink.kind !== 'figure').reduce((sum, ink) => sum + ink.text.split(/\s+/).filter(Boolean).length, 0),
		smallest: Math.min(...texts.map((ink) => ink.size * CAPITAL * shrink)),
		contrast: Math.min(21, ...contrast),
		faults: faultsOf(inks, size),
	};
}

function faultsOf(inks: Ink[], { width, height }: { width: number; height: number }): string[] {
	const faults: string[] = [];
	inks.forEach((ink, i) => {
		if (ink.kind === 'picture') return;
		const { box } = ink;
		if (box.x < 4 || box.y < 4 || box.x + box.w > width - 4 || box.y + box.h > height - 4) faults.push(`“${ink.text}” is cut off`);
		const core = { x: box.x + 4, y: box.y + box.h * 0.08, w: box.w - 8, h: box.h * 0.84 };
		for (const other of inks.slice(i + 1).concat(inks.slice(0, i).filter((each) => each.kind === 'picture')))
			if (meets(core, other.box)) faults.push(`“${ink.text}” meets ${other.kind === 'picture' ? 'the subject' : `“${other.text}”`}`);
	});
	return faults;
}
