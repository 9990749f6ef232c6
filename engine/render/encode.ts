/** Draws scenes of a film into H.264 elementary streams, one a scene: painter → I420 → ffmpeg. Runs in the render child. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { OperatorError } from '../errors';
import { BT709, H264 } from './h264';
import { FilmPainter } from './painter';
import type { FilmPlan } from './plan';
import { readPixels } from './readback';
import { scaled } from './stills';
import { createConverter, type Converter } from './yuv';

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

export interface SceneJob {
	/** Index of the scene in the plan. */
	scene: number;
	ffmpegPath: string;
	/** Where its Annex B stream goes: closed, with its own parameter sets and key frame. */
	out: string;
	/** Frames of the film that lie in the scene, to be kept as PNG of this width too. */
	stills: { frame: number; path: string; width: number }[];
}

/** Draws and encodes scenes of one film; consecutive ones share what was built for the last. */
export class FilmEncoder {
	private readonly painter: FilmPainter;
	private readonly converter: Converter;

	constructor(private readonly plan: FilmPlan) {
		this.painter = new FilmPainter(plan);
		this.converter = createConverter(plan.width, plan.height);
	}

	/** Every scene has an encoder of its own: its bits depend on nothing before it. */
	async encode(job: SceneJob, onProgress: (done: number) => void): Promise<EncodeStats> {
		const { plan, painter, converter } = this;
		const { startFrame, frames } = plan.scenes[job.scene]!;
		const encoder = startEncoder(plan, job);
		const stats: EncodeStats = { frames: 0, drawn: 0, share: 0, kernel: converter.kind };
		const all = plan.width * plan.height;
		const stills: Promise<void>[] = [];
		const frame = Buffer.from(converter.frame.buffer, converter.frame.byteOffset, converter.frame.byteLength);
		for (let at = startFrame; at < startFrame + frames && !encoder.broken(); at++) {
			const dirty = await painter.paint(at);
			for (const box of dirty) {
				readPixels(painter.canvas, painter.context, box, (pixels) => converter.convert(pixels, box.x, box.y, box.w, box.h));
				stats.share += (box.w * box.h) / all;
			}
			if (dirty.length) stats.drawn++;
			stats.frames++;
			for (const still of job.stills.filter((wanted) => wanted.frame === at))
				stills.push(
					scaled(painter.canvas, still.width, true)
						.encode('png')
						.then((png) => writeFile(still.path, png)),
				);
			// The waits let finalisers run (pixel buffers are freed by them) and keep ffmpeg's own queues, of 3 MB a frame, short.
			await encoder.write(frame, stats.frames);
			if (stats.frames % 15 === 0) onProgress(stats.frames);
		}
		await encoder.end(stats.frames === frames);
		await Promise.all(stills);
		stats.share /= Math.max(1, stats.frames);
		return stats;
	}
}

/** ffmpeg that turns raw frames into the stream of one scene. It lives in the render child's process group: whoever ends the child ends it too. */
function startEncoder(plan: FilmPlan, { ffmpegPath, out }: SceneJob) {
	const args = [
		...['-hide_banner', '-nostdin', '-v', 'error', '-y', '-filter_threads', '1', '-threads', '1'],
		...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${plan.width}x${plan.height}`, '-r', String(plan.fps), '-i', 'pipe:0'],
		...[...H264, ...BT709, '-f', 'h264', '-flush_packets', '1', 'pipe:1'],
	];
	const child = spawn(ffmpegPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH ?? '' } });
	let said = '';
	child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
	let broken: Error | undefined;
	child.stdin.on('error', (error) => (broken ??= error));
	const closed = once(child, 'close') as Promise<[number | null, string | null]>;
	const pictures = new PictureCounter();
	child.stdout.on('data', (chunk: Buffer) => pictures.read(chunk));
	const written = pipeline(child.stdout, createWriteStream(out));
	written.catch((error: Error) => (broken ??= error));
	void closed.then(() => pictures.stop());
	const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
	failed.catch((error: Error) => (broken ??= error));
	return {
		broken: () => broken !== undefined,
		/** `count`: frames written with this one. */
		async write(frame: Buffer, count: number) {
			await pictures.atLeast(count - IN_FLIGHT);
			await new Promise<void>((resolve) => child.stdin.write(frame, () => resolve()));
		},
		async end(whole: boolean) {
			child.stdin.end();
			const [code, signal] = await Promise.race([closed, failed]);
			await written.catch(() => undefined);
			if (code === 0 && whole && !broken) return;
			throw new OperatorError(
				'ENGINE_FAILED',
				`ffmpeg ended with ${signal ?? `code ${code}`} while encoding: ${said.trim() || broken?.message || 'no message'}`,
				{
					fix: /No space left/.test(`${said} ${broken?.message ?? ''}`)
						? 'Free some disk space and render again.'
						: 'Run AI Operator Setup: Check this machine, then render again.',
					retryable: true,
				},
			);
		},
	};
}
