/** The two shapes a film can have, and where a layout may put its text. Pictures and grounds fill the frame; only text keeps the safe area. */
import { OperatorError } from '../errors';
import type { Box } from './text';

export interface Stage {
	width: number;
	height: number;
	/** 9:16 rather than 16:9. */
	tall: boolean;
	/** Where text may stand: clear of the players' own buttons and titles. */
	safe: Box;
	/** Part of the safe area above the captions. */
	content: Box;
	caption: { centreX: number; centreY: number; size: number; maxWidth: number };
	/** Where the foot begins, a part of the frame of its own on which the captions stand. */
	foot: number;
	/** Baseline of the source line. */
	sourceY: number;
	/** Longest time without an event, in frames. */
	patience: number;
}

/** The stage of a size: 1080x1920 or 1920x1080. */
export function stageOf(width: number, height: number): Stage {
	if (width === 1080 && height === 1920)
		return {
			width,
			height,
			tall: true,
			safe: { x: 76, y: 214, w: 928, h: 1216 },
			content: { x: 76, y: 214, w: 928, h: 976 },
			caption: { centreX: 540, centreY: 1356, size: 84, maxWidth: 936 },
			foot: 1262,
			sourceY: 1224,
			patience: 62,
		};
	if (width === 1920 && height === 1080)
		return {
			width,
			height,
			tall: false,
			safe: { x: 96, y: 64, w: 1728, h: 980 },
			content: { x: 96, y: 64, w: 1728, h: 810 },
			caption: { centreX: 960, centreY: 956, size: 84, maxWidth: 1728 },
			foot: 884,
			sourceY: 1046,
			patience: 100,
		};
	throw new OperatorError('INPUT', `No layout exists for ${width}x${height}`, { fix: 'Use 1080x1920 (vertical) or 1920x1080.' });
}

export const inset = (box: Box, x: number, y = x): Box => ({ x: box.x + x, y: box.y + y, w: box.w - 2 * x, h: box.h - 2 * y });
export const meets = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
export const union = (a: Box, b: Box): Box => {
	const x = Math.min(a.x, b.x);
	const y = Math.min(a.y, b.y);
	return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
};
/** The box on even pixels, inside the frame, at least 16 wide: what chroma subsampling and the SIMD kernel need. */
export function even(box: Box, width: number, height: number): Box {
	let x = Math.max(0, Math.floor(box.x / 2) * 2);
	const y = Math.max(0, Math.floor(box.y / 2) * 2);
	let right = Math.min(width, Math.ceil((box.x + box.w) / 2) * 2);
	const bottom = Math.min(height, Math.ceil((box.y + box.h) / 2) * 2);
	if (right - x < 16) {
		x = Math.max(0, Math.min(x, width - 16));
		right = Math.max(right, x + 16);
	}
	return { x, y, w: right - x, h: Math.max(0, bottom - y) };
}
