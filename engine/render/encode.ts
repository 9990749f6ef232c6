/** Draws a part of a film into an H.264 elementary stream: painter → I420 → ffmpeg, one frame in flight. Runs in the render child. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../errors';
import { FilmPainter } from './painter';
import type { FilmPlan } from './plan';
import { createConverter } from './yuv';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees the pixel buffers of frames that are done. They are outside V8's heap, so V8 alone would let hundreds of megabytes
 * pile up before it looks; a minor collection of our small heap takes about a millisecond.
 */
function collector(): () => void {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
	return () => collect({ type: 'minor' });
}
/** Pixels read back between two collections: about three full frames. */
const COLLECT_BYTES = 24 << 20;

/** Both children use the same settings, so that their streams can be joined byte by byte. */
export const X264 = 'rc-lookahead=0:bframes=0:mbtree=0:scenecut=0:keyint=150:cabac=1:no-deblock=0:deblock=0,0';
export const BT709 = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];

export interface EncodeStats {
	frames: number;
	/** Frames of which anything was drawn, and the mean share of the frame that was. */
	drawn: number;
	share: number;
	kernel: 'wasm' | 'js';
}

/** Frames given to ffmpeg of which no picture has come back yet. */
const IN_FLIGHT = 6;

/** Counts the pictures in an Annex B stream: one slice each, since x264 runs with one thread. */
class PictureCounter {
	count = 0;
	private zeros = 0;
	private atNal = false;
	private wake: () => void = () => undefined;
	private wanted = 0;

	read(chunk: Buffer): void {
		for (const byte of chunk) {
			if (this.atNal) {
				const type = byte & 31;
				if (type === 1 || type === 5) this.count++;
				this.atNal = false;
			}
			if (byte === 0) this.zeros++;
			else {
				this.atNal = byte === 1 && this.zeros >= 2;
				this.zeros = 0;
			}
		}
		if (this.count >= this.wanted) this.wake();
	}

	/** Resolves once `count` pictures have come, or the stream has ended. An encoder that holds more back is not waited for again. */
	async atLeast(count: number): Promise<void> {
		if (this.count >= count) return;
		this.wanted = count;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(() => this.stop(), 15_000);
			this.wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	stop(): void {
		this.count = Infinity;
		this.wake();
	}
}

/** Frames [from, to) of the plan as Annex B H.264 into `out`. */
export async function encodePart(
	plan: FilmPlan,
	o: { from: number; to: number; ffmpegPath: string; out: string; onProgress: (done: number) => void },
): Promise<EncodeStats> {
	const painter = new FilmPainter(plan);
	const converter = createConverter(plan.width, plan.height);
	const args = [
		...['-hide_banner', '-nostdin', '-v', 'error', '-y', '-filter_threads', '1', '-threads', '1'],
		...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${plan.width}x${plan.height}`, '-r', String(plan.fps), '-i', 'pipe:0'],
		...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-x264-params', X264, '-threads', '1', ...BT709],
		...['-f', 'h264', '-flush_packets', '1', 'pipe:1'],
	];
	// It lives in the render child's process group: whoever ends the child ends it too.
	const encoder = spawn(o.ffmpegPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH ?? '' } });
	let said = '';
	encoder.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
	let broken: Error | undefined;
	encoder.stdin.on('error', (error) => (broken ??= error));
	const closed = once(encoder, 'close') as Promise<[number | null, string | null]>;
	const pictures = new PictureCounter();
	const file = createWriteStream(o.out);
	encoder.stdout.on('data', (chunk: Buffer) => pictures.read(chunk));
	const written = pipeline(encoder.stdout, file);
	written.catch((error: Error) => (broken ??= error));
	void closed.then(() => pictures.stop());
	const failed = once(encoder, 'error').then(([error]) => Promise.reject(error as Error));
	failed.catch((error: Error) => (broken ??= error));
	const stats: EncodeStats = { frames: 0, drawn: 0, share: 0, kernel: converter.kind };
	const all = plan.width * plan.height;
	const collect = collector();
	let read = 0;
	const frame = Buffer.from(converter.frame.buffer, converter.frame.byteOffset, converter.frame.byteLength);
	for (let at = o.from; at < o.to && !broken; at++) {
		const dirty = await painter.paint(at);
		for (const box of dirty) {
			const whole = box.w === plan.width && box.h === plan.height;
			const pixels = whole ? painter.canvas.data() : painter.context.getImageData(box.x, box.y, box.w, box.h).data;
			converter.convert(pixels, box.x, box.y, box.w, box.h);
			stats.share += (box.w * box.h) / all;
			read += box.w * box.h * 4;
		}
		if (dirty.length) stats.drawn++;
		stats.frames++;
		// The waits let finalisers run (pixel buffers are freed by them) and keep ffmpeg's own queues, of 3 MB a frame, short.
		await pictures.atLeast(stats.frames - IN_FLIGHT);
		await new Promise<void>((resolve) => encoder.stdin.write(frame, () => resolve()));
		if (read > COLLECT_BYTES) {
			collect();
			read = 0;
		}
		if (stats.frames % 15 === 0) o.onProgress(stats.frames);
	}
	encoder.stdin.end();
	const [code, signal] = await Promise.race([closed, failed]);
	await written.catch(() => undefined);
	if (code !== 0 || stats.frames < o.to - o.from) {
		throw new OperatorError(
			'ENGINE_FAILED',
			`ffmpeg ended with ${signal ?? `code ${code}`} while encoding: ${said.trim() || broken?.message || 'no message'}`,
			{
				fix: /No space left/.test(said)
					? 'Free some disk space and render again.'
					: 'Run AI Operator Setup: Check this machine, then render again.',
				retryable: true,
			},
		);
	}
	stats.share /= Math.max(1, stats.frames);
	return stats;
}
