/**
 * Faces in a picture: BlazeFace (Bazarevsky et al. 2019, MediaPipe's model for the back camera), 256 by 256 pixels in, 896 anchors out.
 */
import type { Ort, Session } from '../../runtime/ort';

/** Side of the square picture that the network sees. */
export const SIDE = 256;
/** Weaker answers are not faces at all; what a face is worth is decided over time (see tracks.ts). */
const LEAST = 0.45;
/** Of two boxes that share more than this of their area one is the same face again. */
const SAME = 0.3;
/** Grids of anchors: cells a side, anchors a cell, and the outputs of scores and of boxes with 16 numbers. */
const GRIDS = [
	[16, 2, 'Identity:0', 'Identity_2:0'],
	[8, 6, 'Identity_1:0', 'Identity_3:0'],
] as const;

/** A box in pixels of the picture it was found in. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}
export interface Face extends Box {
	/** 0–1. */
	probability: number;
}

/** Share of their union that two boxes have in common. */
export function overlap(a: Box, b: Box): number {
	const width = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
	const height = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
	const both = width * height;
	return both / (a.width * a.height + b.width * b.height - both);
}

/** Keeps the most probable of boxes that mean the same face. */
export function distinct(faces: Face[]): Face[] {
	const kept: Face[] = [];
	for (const face of [...faces].sort((a, b) => b.probability - a.probability))
		if (!kept.some((other) => overlap(face, other) > SAME)) kept.push(face);
	return kept;
}

/**
 * Faces of one RGB picture of `width` by `height` bytes (at most {@link SIDE} each), in its own pixels.
 */
export async function findFaces(ort: Ort, session: Session, rgb: Uint8Array, width: number, height: number): Promise<Face[]> {
	const left = (SIDE - width) >> 1;
	const top = (SIDE - height) >> 1;
	// The bars around it are black, which is −1.
	const input = new Float32Array(SIDE * SIDE * 3).fill(-1);
	for (let y = 0; y < height; y++) {
		let to = ((y + top) * SIDE + left) * 3;
		for (let from = y * width * 3; from < (y + 1) * width * 3; from++) input[to++] = rgb[from]! / 127.5 - 1;
	}
	const output = await session.run({ 'input:0': ort.floats(input, [1, SIDE, SIDE, 3]) });
	const faces: Face[] = [];
	for (const [cells, anchors, scores, boxes] of GRIDS) {
		const score = output[scores]!.data;
		const box = output[boxes]!.data;
		for (let i = 0; i < cells * cells * anchors; i++) {
			const probability = 1 / (1 + Math.exp(-score[i]!));
			if (probability < LEAST) continue;
			const cell = Math.floor(i / anchors);
			const [x, y, w, h] = [box[i * 16]!, box[i * 16 + 1]!, box[i * 16 + 2]!, box[i * 16 + 3]!];
			const centreX = (((cell % cells) + 0.5) / cells) * SIDE + x - left;
			const centreY = ((Math.floor(cell / cells) + 0.5) / cells) * SIDE + y - top;
			faces.push({ x: centreX - w / 2, y: centreY - h / 2, width: w, height: h, probability });
		}
	}
	return distinct(faces);
}
