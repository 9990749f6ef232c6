import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage, createCanvas } from '@napi-rs/canvas';
import { demoPlan } from '../../bench/render-demo';
import { childPath } from '../../engine/runtime/paths';
import { findFfmpeg, probe, runChild } from '../../engine/media';
import { renderFilm, renderStill, renderThumbnail, type FilmPlan } from '../../engine/render';
import type { Ports } from '../../engine/ports';

const quiet = () => undefined;
const portsOf = (signal = new AbortController().signal, progress: Ports['progress'] = quiet) =>
	({
		logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
		progress,
		signal,
		clock: { now: Date.now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) },
	}) as unknown as Ports;

/** Three scenes, about four seconds. */
function clip(): FilmPlan {
	const plan = demoPlan('9:16', 'harbour', { secondsPerWord: 0.2 });
	const scenes = plan.scenes.slice(0, 3);
	const last = scenes.at(-1)!;
	return { ...plan, scenes, durationFrames: last.startFrame + last.frames };
}

// The children are built by `npm run build`; ffmpeg is the one the machine has, or the fetched one.
const built = ['render', 'supervisor'].every((name) => existsSync(childPath(name)));
const found = built ? await findFfmpeg(portsOf()).catch(() => null) : null;
const reason = built ? 'no ffmpeg on this machine and none could be fetched' : 'the pack is not built (npm run build)';

(found ? describe : describe.skip)(`rendering a film${found ? '' : ` (skipped: ${reason})`}`, () => {
	let dir: string;
	const workspace = { dir: '', path: (name: string) => join(dir, name), dispose: async () => undefined };
	beforeAll(async () => {
		workspace.dir = dir = await mkdtemp(join(tmpdir(), 'render-film-'));
	});
	afterAll(() => rm(dir, { recursive: true, force: true }));

	it('gives every frame of the plan, in order, as the stills show them, tagged BT.709', async () => {
		const plan = clip();
		const done: number[] = [];
		const videoPath = join(dir, 'film.mp4');
		const rendered = await renderFilm(
			plan,
			{ videoPath, workspace },
			portsOf(undefined, (event) => done.push(event.done)),
		);
		expect(rendered.parts.reduce((sum, part) => sum + part.frames, 0)).toBe(plan.durationFrames);
		expect(done.at(-1)).toBe(plan.durationFrames);
		const info = await probe(videoPath, portsOf());
		expect(info.video).toMatchObject({ width: 1080, height: 1920, fps: 30, codec: 'h264' });
		expect(info.durationSeconds).toBeCloseTo(plan.durationFrames / 30, 1);
		expect(await readdir(dir)).toEqual(['film.mp4']);

		// A frame of each scene, and both sides of the joint between the two parts.
		const joint = rendered.parts[0]!.frames;
		for (const frame of [0, joint - 1, joint, plan.durationFrames - 1]) {
			const [w, h] = [270, 480];
			const decoded = await runChild({
				command: found!.path,
				args: [
					'-v',
					'error',
					'-i',
					videoPath,
					'-vf',
					`select=eq(n\\,${frame}),scale=${w}:${h}:flags=area,format=rgba`,
					'-frames:v',
					'1',
					'-f',
					'rawvideo',
					'pipe:1',
				],
			});
			const canvas = createCanvas(w, h);
			const x = canvas.getContext('2d');
			x.drawImage(await loadImage(await renderStill(plan, frame, portsOf(), w)), 0, 0);
			const still = x.getImageData(0, 0, w, h).data;
			let error = 0;
			for (let i = 0; i < still.length; i++) error += (still[i]! - decoded.stdout[i]!) ** 2;
			const psnr = 10 * Math.log10(255 ** 2 / (error / (still.length * 0.75)));
			expect({ frame, good: psnr > 26 }).toEqual({ frame, good: true });
		}
	}, 120_000);

	it('stops when cancelled, with nothing of it left running', async () => {
		const stop = new AbortController();
		const start = Date.now();
		let stopped = 0;
		const work = renderFilm(
			demoPlan(),
			{ videoPath: join(dir, 'never.mp4'), workspace },
			portsOf(stop.signal, () => {
				if (!stopped) {
					stopped = Date.now();
					stop.abort();
				}
			}),
		);
		await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(stopped).toBeGreaterThan(start);
		expect(Date.now() - stopped).toBeLessThan(4000);
		expect(existsSync(join(dir, 'never.mp4'))).toBe(false);
	}, 60_000);

	it('names the scene that cannot be drawn', async () => {
		const plan = clip();
		plan.scenes[1] = { ...plan.scenes[1]!, visual: { type: 'timeline', items: null } as never };
		await expect(renderStill(plan, plan.scenes[1]!.startFrame + 20, portsOf())).rejects.toMatchObject({
			code: 'ENGINE_FAILED',
			message: expect.stringContaining('s2'),
			fix: expect.stringContaining('s2'),
		});
	}, 60_000);

	it('draws thumbnails in both shapes', async () => {
		for (const [width, height] of [
			[1280, 720],
			[1080, 1920],
		] as const) {
			const image = await loadImage(
				await renderThumbnail(
					{ recipe: 'number', number: '82 km', title: 'saves *13,000*', sticker: 'anchor', palette: 'clay', seed: 1 },
					{ width, height },
					portsOf(),
				),
			);
			expect([image.width, image.height]).toEqual([width, height]);
		}
	}, 60_000);
});
