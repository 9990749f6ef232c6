/** Draws scenes of a film into H.264 elementary streams, one a scene: painter → I420 → ffmpeg. Runs in the render child. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { OperatorError } from '../errors';
import { BT709, H264 } from './h264';
import { holdPictures, NotHeld } from './hold';
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
	/** First frame of the film, and how many: a scene or a part of one. */
	startFrame: number;
	frames: number;
	ffmpegPath: string;
	/** Where its Annex B stream goes: closed, with its own parameter sets and key frame. */
	out: string;
	/** Frames of the film that lie in it, to be kept as PNG of this width too. */
	stills: { frame: number; path: string; width: number }[];
}

/** Draws and encodes pieces of one film; consecutive ones share what was built for the last. */
export class FilmEncoder {
	private readonly painter: FilmPainter;
	private readonly converter: Converter;
	private holds = true;

	constructor(private readonly plan: FilmPlan) {
		this.painter = new FilmPainter(plan);
		this.converter = createConverter(plan.width, plan.height);
	}

	/** Every piece has an encoder of its own: its bits depend on nothing before it. */
	async encode(job: SceneJob, onProgress: (done: number) => void): Promise<EncodeStats> {
		try {
			return await this.draw(job, onProgress, this.holds);
		} catch (error) {
			if (!(error instanceof NotHeld)) throw error;
			// Another encoder than ours: it gets every frame.
			this.holds = false;
			return await this.draw(job, onProgress, false);
		}
	}

	private async draw(job: SceneJob, onProgress: (done: number) => void, holds: boolean): Promise<EncodeStats> {
		const { plan, painter, converter } = this;
		const { startFrame, frames } = job;
		const encoder = startEncoder(plan, job);
		const stats: EncodeStats = { frames: 0, drawn: 0, share: 0, kernel: converter.kind };
		const all = plan.width * plan.height;
		const stills: Promise<void>[] = [];
		/** For each picture that the encoder got, how many frames more it stands. */
		const repeats: number[] = [];
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
			if (holds && !dirty.length) repeats[repeats.length - 1]!++;
			else {
				repeats.push(0);
				// The waits let pixels be freed and keep ffmpeg's own queues, of 3 MB a frame, short.
				await encoder.write(frame, repeats.length);
			}
			if (stats.frames % 15 === 0) onProgress(stats.frames);
		}
		const stream = await encoder.end(stats.frames === frames);
		await writeFile(job.out, holds ? holdPictures(stream, repeats) : stream);
		await Promise.all(stills);
		stats.share /= Math.max(1, stats.frames);
		return stats;
	}
}

/** ffmpeg that turns raw frames into the stream of one scene. It lives in the render child's process group: whoever ends the child ends it too. */
function startEncoder(plan: FilmPlan, { ffmpegPath }: Pick<SceneJob, 'ffmpegPath'>) {
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
	/** Of one scene: a few megabytes. */
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => {
		chunks.push(chunk);
		pictures.read(chunk);
	});
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
		/** The whole stream. */
		async end(whole: boolean): Promise<Buffer> {
			child.stdin.end();
			const [code, signal] = await Promise.race([closed, failed]);
			if (code === 0 && whole && !broken) return Buffer.concat(chunks);
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
