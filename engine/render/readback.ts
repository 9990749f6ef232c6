/** Pixels of a canvas, lent for one use. */
import type { Canvas } from '@napi-rs/canvas';
import type { Box, Context } from './text';

/** `transfer` is of ES2024; our TypeScript library is older. */
type Transferable = ArrayBuffer & { transfer?(bytes: number): ArrayBuffer };

/**
 * Gives the packed RGBA of the box to `use` and frees it at once. It lies outside V8's heap: left to the collector, a film's read-backs
 * pile up by hundreds of megabytes, have the heap marked again every few frames and take fresh pages from the system each time.
 */
export function readPixels<T>(canvas: Canvas, context: Context, { x, y, w, h }: Box, use: (rgba: Uint8Array | Uint8ClampedArray) => T): T {
	const whole = x === 0 && y === 0 && w === canvas.width && h === canvas.height;
	const pixels = whole ? canvas.data() : context.getImageData(x, y, w, h).data;
	try {
		return use(pixels);
	} finally {
		const buffer: Transferable = pixels.buffer as ArrayBuffer;
		// A buffer that holds nothing else: what it held is given back with the next turn of the event loop.
		if (buffer.byteLength === pixels.byteLength) buffer.transfer?.(0);
	}
}
