/** Draws a FilmPlan: the film as H.264 (by one child process a core, two at most), stills, contact sheets and thumbnails as PNG. */
import { rm } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Ports, Workspace } from '../ports';
import { ffmpeg, findFfmpeg, startNodeChild, withSlot } from '../media';
import { computeThreads } from '../runtime';
import type { EncodeStats } from './encode';
import type { RenderJob } from './jobs';
import { checkPlan, type FilmPlan, type ThumbnailSpec } from './plan';
import type { InspectedFrame } from './stills';

export * from './plan';
export { PALETTE_NAMES } from './theme';
export type { InspectedFrame, InspectedText } from './stills';

type RenderPorts = Pick<Ports, 'logger' | 'progress' | 'signal' | 'clock'>;

export interface Rendered {
	cpuSeconds: number;
	/** Sum over the children that ran at once. */
	peakRssBytes: number;
	/** Per child. */
	parts: EncodeStats[];
}

/** One job in a child of its own. The film's children share one slot; single pictures take one each. */
async function inChild<Reply>(job: RenderJob, ports: Pick<RenderPorts, 'signal'>, onReply?: (reply: { done: number }) => void) {
	const child = startNodeChild('render', { signal: ports.signal, maxOldSpaceMb: 256 });
	try {
		const reply = await child.ask<Reply>(job, onReply);
		child.end();
		return { reply, result: await child.done };
	} catch (error) {
		child.kill();
		await child.done.catch(() => undefined);
		throw error;
	}
}

/** {@link inChild} as a job of the machine's own. */
const inSlot = <Reply>(job: RenderJob, ports: Pick<RenderPorts, 'signal' | 'clock'>) =>
	withSlot('compute', ports, () => inChild<Reply>(job, ports));

/** Relative work of each frame, for cutting the film into parts of equal length in time. */
function frameCosts(plan: FilmPlan): number[] {
	const costs = new Array<number>(plan.durationFrames).fill(1);
	for (const scene of plan.scenes) {
		const map = scene.visual.type === 'place' || scene.visual.type === 'route';
		for (let i = 0; i < scene.frames; i++) if (i < (map ? 27 : 9)) costs[scene.startFrame + i] = 2.6;
		// What a scene costs before its first frame.
		costs[scene.startFrame]! += map ? 30 : 8;
	}
	return costs;
}

/** First frames of `count` parts that take about the same time. */
export function cutFilm(plan: FilmPlan, count: number): number[] {
	const costs = frameCosts(plan);
	const whole = costs.reduce((a, b) => a + b, 0);
	const starts = [0];
	let sum = 0;
	for (let frame = 0; frame < costs.length && starts.length < count; frame++) {
		sum += costs[frame]!;
		if (sum >= (whole * starts.length) / count) starts.push(frame + 1);
	}
	return starts.filter((start) => start < plan.durationFrames);
}

/**
 * Renders the film without sound into `videoPath` (MP4, H.264, BT.709). Progress counts frames.
 * @throws OperatorError INPUT (a plan that cannot be drawn), ENGINE_MISSING, ENGINE_FAILED, DISK, CANCELLED.
 */
export async function renderFilm(plan: FilmPlan, out: { videoPath: string; workspace: Workspace }, ports: RenderPorts): Promise<Rendered> {
	checkPlan(plan);
	const { path } = await findFfmpeg(ports as Ports);
	const starts = cutFilm(plan, Math.min(2, computeThreads(), Math.max(1, Math.floor(plan.durationFrames / 90))));
	const done = starts.map(() => 0);
	const parts = await withSlot('compute', ports, () =>
		allOrNone(
			starts.map((from, i) => async (signal: AbortSignal) => {
				const job: RenderJob = {
					kind: 'encode',
					plan,
					from,
					to: starts[i + 1] ?? plan.durationFrames,
					ffmpegPath: path,
					out: out.workspace.path(`part-${i}.h264`),
				};
				return inChild<EncodeStats>(job, { ...ports, signal }, (reply) => {
					done[i] = reply.done;
					ports.progress({ stage: 'render', done: done.reduce((a, b) => a + b, 0), total: plan.durationFrames, unit: 'frames' });
				});
			}),
			ports.signal,
		),
	);
	const files = starts.map((_, i) => out.workspace.path(`part-${i}.h264`));
	// Elementary streams join byte by byte: every part begins with its parameter sets and a key frame.
	for (const file of files.slice(1)) {
		await pipeline(createReadStream(file), createWriteStream(files[0]!, { flags: 'a' }));
		await rm(file);
	}
	const mux = await ffmpeg(
		[
			'-v',
			'error',
			'-f',
			'h264',
			'-framerate',
			String(plan.fps),
			'-i',
			`file:${files[0]}`,
			'-c',
			'copy',
			'-movflags',
			'+faststart',
			`file:${out.videoPath}`,
		],
		{
			ports: ports as Ports,
		},
	);
	await rm(files[0]!, { force: true });
	ports.progress({ stage: 'render', done: plan.durationFrames, total: plan.durationFrames, unit: 'frames' });
	const all = parts.map((part) => part.result);
	return {
		cpuSeconds: all.reduce((sum, r) => sum + (r.cpuSeconds ?? 0), mux.cpuSeconds ?? 0),
		peakRssBytes: all.reduce((sum, r) => sum + (r.peakRssBytes ?? 0), 0),
		parts: parts.map((part) => part.reply),
	};
}

/** Runs all; the first that fails stops the others, and is thrown when all are gone. */
async function allOrNone<T>(work: ((signal: AbortSignal) => Promise<T>)[], outer: AbortSignal): Promise<T[]> {
	const stop = new AbortController();
	const signal = AbortSignal.any([outer, stop.signal]);
	let first: unknown;
	const results = await Promise.allSettled(
		work.map((each) =>
			each(signal).catch((error: unknown) => {
				first ??= error;
				stop.abort();
				throw error;
			}),
		),
	);
	if (first !== undefined) throw first;
	return results.map((result) => (result as PromiseFulfilledResult<T>).value);
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64');

/** Frames of the film as PNG, `width` pixels wide (default: the film's own width). */
export async function renderStills(
	plan: FilmPlan,
	frames: number[],
	ports: Pick<RenderPorts, 'signal' | 'clock'>,
	width?: number,
): Promise<Buffer[]> {
	checkPlan(plan);
	const { reply } = await inSlot<string[]>({ kind: 'stills', plan, frames, ...(width ? { width } : {}) }, ports);
	return reply.map(fromBase64);
}

/** One frame of the film as PNG. */
export async function renderStill(
	plan: FilmPlan,
	frame: number,
	ports: Pick<RenderPorts, 'signal' | 'clock'>,
	width?: number,
): Promise<Buffer> {
	return (await renderStills(plan, [frame], ports, width))[0]!;
}

/** A contact sheet as PNG. {@link settledFrames} names frames that show each scene complete. */
export async function renderSheet(
	plan: FilmPlan,
	frames: number[],
	o: { columns: number; cellWidth: number; gap?: number },
	ports: Pick<RenderPorts, 'signal' | 'clock'>,
): Promise<Buffer> {
	checkPlan(plan);
	return fromBase64((await inSlot<string>({ kind: 'sheet', plan, frames, ...o }, ports)).reply);
}

/** A thumbnail as PNG: 1280x720 or 1080x1920. */
export async function renderThumbnail(
	spec: ThumbnailSpec,
	size: { width: number; height: number },
	ports: Pick<RenderPorts, 'signal' | 'clock'>,
): Promise<Buffer> {
	return fromBase64((await inSlot<string>({ kind: 'thumbnail', spec, ...size }, ports)).reply);
}

/** Texts and element boxes of the frames, with the contrast measured on the drawn pixels: for tests. */
export async function inspect(plan: FilmPlan, frames: number[], ports: Pick<RenderPorts, 'signal' | 'clock'>): Promise<InspectedFrame[]> {
	checkPlan(plan);
	return (await inSlot<InspectedFrame[]>({ kind: 'inspect', plan, frames }, ports)).reply;
}

/** A frame of each scene at which everything has appeared and no counter runs, and a caption page is up where there is one. */
export function settledFrames(plan: FilmPlan): number[] {
	return plan.scenes.map((scene) => {
		const end = scene.startFrame + scene.frames;
		const cued = Math.max(0, ...scene.cueFrames.map((cue) => cue ?? 0)) + 30;
		const earliest = scene.startFrame + Math.min(scene.frames - 3, Math.max(cued, 70));
		for (let frame = end - 4; frame > earliest; frame--)
			if (plan.captions.some((page) => page.startFrame + 3 < frame && frame < page.endFrame)) return frame;
		return Math.max(scene.startFrame, end - 4);
	});
}
