/** Draws a FilmPlan: the film as H.264 (see film.ts), stills, contact sheets and thumbnails as PNG. */
import { writeFile } from 'node:fs/promises';
import type { Ports } from '../ports';
import { startNodeChild, withSlot } from '../media';
import type { RenderJob } from './jobs';
import type { OverJob, TitleJob } from './over';
import { checkPlan, type FilmPlan, type ThumbnailSpec } from './plan';
import type { InspectedFrame, SheetLayout } from './stills';

export * from './plan';
export { renderFilm, shareScenes, type FilmOutput, type Rendered } from './film';
export { freeSceneCache, openSceneCache, SCENE_CACHE_LIMITS } from './sceneCache';
export { rendererVersions, type RendererVersions } from './sceneKey';
export { PALETTE_NAMES } from './theme';
export { CAPTION_STRIP, TITLE_STRIP } from './strips';
export type { InspectedFrame, InspectedText } from './stills';

type PicturePorts = Pick<Ports, 'signal' | 'clock'>;

/** One job in a child of its own, as a job of the machine's own. */
async function inSlot<Reply>(job: RenderJob, ports: PicturePorts): Promise<Reply> {
	return (await allInSlot<Reply>([job], ports))[0]!;
}

/** Jobs one after the other in one child. */
async function allInSlot<Reply>(jobs: RenderJob[], ports: PicturePorts): Promise<Reply[]> {
	return await withSlot('compute', ports, async () => {
		const child = startNodeChild('render', { signal: ports.signal, maxOldSpaceMb: 256 });
		try {
			const replies: Reply[] = [];
			for (const job of jobs) replies.push(await child.ask<Reply>(job));
			child.end();
			await child.done;
			return replies;
		} catch (error) {
			child.kill();
			await child.done.catch(() => undefined);
			throw error;
		}
	});
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64');

/** Frames of the film as PNG, `width` pixels wide (default: the film's own width). */
export async function renderStills(plan: FilmPlan, frames: number[], ports: PicturePorts, width?: number): Promise<Buffer[]> {
	checkPlan(plan);
	const reply = await inSlot<string[]>({ kind: 'stills', plan, frames, ...(width ? { width } : {}) }, ports);
	return reply.map(fromBase64);
}

/** One frame of the film as PNG. */
export async function renderStill(plan: FilmPlan, frame: number, ports: PicturePorts, width?: number): Promise<Buffer> {
	return (await renderStills(plan, [frame], ports, width))[0]!;
}

/** A contact sheet as PNG. {@link settledFrames} names frames that show each scene complete. */
export async function renderSheet(
	plan: FilmPlan,
	frames: number[],
	o: { columns: number; cellWidth: number; gap?: number },
	ports: PicturePorts,
): Promise<Buffer> {
	checkPlan(plan);
	return fromBase64(await inSlot<string>({ kind: 'sheet', plan, frames, ...o }, ports));
}

/** A thumbnail as PNG: 1280x720 or 1080x1920. */
export async function renderThumbnail(spec: ThumbnailSpec, size: { width: number; height: number }, ports: PicturePorts): Promise<Buffer> {
	return fromBase64(await inSlot<string>({ kind: 'thumbnail', spec, ...size }, ports));
}

/** Texts and element boxes of the frames, with the contrast measured on the drawn pixels: for tests. */
export async function inspect(plan: FilmPlan, frames: number[], ports: PicturePorts): Promise<InspectedFrame[]> {
	checkPlan(plan);
	return await inSlot<InspectedFrame[]>({ kind: 'inspect', plan, frames }, ports);
}

/** Frames as PNG files of this width, and a sheet of them. */
export async function renderStoryboard(
	plan: FilmPlan,
	out: { frames: number[]; paths: string[]; width: number; sheet: SheetLayout & { path: string } },
	ports: PicturePorts,
): Promise<void> {
	checkPlan(plan);
	const { frames, paths, width, sheet } = out;
	const { path, ...layout } = sheet;
	const jobs: RenderJob[] = [
		{ kind: 'stills', plan, frames, width, paths },
		{ kind: 'sheet', files: paths, ...layout },
	];
	await writeFile(path, fromBase64((await allInSlot<string>(jobs, ports))[1]!));
}

/** Thumbnails as PNG files. */
export async function renderThumbnails(
	thumbnails: { spec: ThumbnailSpec; width: number; height: number; path: string }[],
	ports: PicturePorts,
): Promise<void> {
	const jobs = thumbnails.map(({ spec, width, height }): RenderJob => ({ kind: 'thumbnail', spec, width, height }));
	const pictures = await allInSlot<string>(jobs, ports);
	for (const [i, { path }] of thumbnails.entries()) await writeFile(path, fromBase64(pictures[i]!));
}

/**
 * Lets ffmpeg make a picture of 1080x1920 and lays captions over it (see over.ts), in a child of its own: the caller holds the slot.
 * `title` is drawn first. Progress counts frames.
 * Errors: CANCELLED, ENGINE_FAILED with ffmpeg's own words in `details.stderrTail`.
 */
export async function renderOver(
	job: OverJob,
	title: TitleJob | null,
	ports: Pick<Ports, 'signal'>,
	onFrames: (done: number) => void,
): Promise<{ cpuSeconds: number; peakRssBytes: number }> {
	const child = startNodeChild('render', { signal: ports.signal, maxOldSpaceMb: 256 });
	try {
		if (title) await child.ask({ kind: 'title', ...title } satisfies RenderJob);
		await child.ask({ kind: 'over', ...job } satisfies RenderJob, ({ done }: { done?: number }) => done && onFrames(done));
		child.end();
		const { cpuSeconds = 0, peakRssBytes = 0 } = await child.done;
		return { cpuSeconds, peakRssBytes };
	} catch (error) {
		child.kill();
		await child.done.catch(() => undefined);
		throw error;
	}
}
