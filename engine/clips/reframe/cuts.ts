/** Where one shot ends and the next begins: hard cuts, seen in how much of the picture changes from frame to frame. */

/** Size of the pictures that are compared, planar YUV 4:2:0. Larger ones find the same cuts. */
export const CUT_WIDTH = 128;
export const CUT_HEIGHT = 72;
const LUMA = CUT_WIDTH * CUT_HEIGHT;
export const CUT_BYTES = LUMA + LUMA / 2;
/** Of a picture's range of 255: the threshold of ffmpeg's scdet, whose measure this is. */
const CHANGE = 10;
/** No two cuts are closer. */
const LEAST_SECONDS = 0.25;
/** A flash is over after as many frames. */
const FLASH_FRAMES = 3;

/** Mean difference of two pictures; colour counts as much as light. */
export function difference(a: Uint8Array, b: Uint8Array): number {
	let luma = 0;
	let chroma = 0;
	for (let i = 0; i < LUMA; i++) luma += Math.abs(a[i]! - b[i]!);
	for (let i = LUMA; i < CUT_BYTES; i++) chroma += Math.abs(a[i]! - b[i]!);
	return (luma / LUMA + chroma / (LUMA / 4)) / 2;
}

/** Reads pictures one after the other; after the last comes null. The same buffer may be given again after {@link FLASH_FRAMES} + 1 calls. */
export type Pictures = () => Uint8Array | null;

/**
 * Times of the cuts, in seconds, of pictures at `fps`. A cut is a change that is much larger than the one before it (ffmpeg's scdet) and
 * that stays: after a flash the picture is the old one again.
 */
export function findCuts(next: Pictures, fps: number): number[] {
	const cuts: number[] = [];
	/** The last few pictures, newest last. */
	const recent: Uint8Array[] = [];
	/** A change that a few more pictures must confirm: frame, and what was there before it. */
	let open: { frame: number; before: Uint8Array; until: number } | null = null;
	let last = 0;
	for (let frame = 0; ; frame++) {
		const picture = next();
		if (!picture) break;
		const before = recent.at(-1);
		recent.push(Uint8Array.from(picture));
		if (recent.length > 2) recent.shift();
		if (open) {
			if (difference(open.before, picture) < CHANGE) {
				// The old picture is back: it was a flash, and its end is no cut either.
				open = null;
				last = before ? difference(before, picture) : 0;
				continue;
			}
			if (frame >= open.until) {
				cuts.push(open.frame / fps);
				open = null;
			}
		}
		if (!before) continue;
		const change = difference(before, picture);
		const score = Math.min(change, Math.abs(change - last));
		last = change;
		if (score < CHANGE || open) continue;
		if (frame / fps - (cuts.at(-1) ?? -1) > LEAST_SECONDS) open = { frame, before: Uint8Array.from(before), until: frame + FLASH_FRAMES };
	}
	if (open) cuts.push(open.frame / fps);
	return cuts;
}
