import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage, createCanvas } from '@napi-rs/canvas';
import { demoPlan } from '../../bench/render-demo';
import { childPath } from '../../engine/runtime/paths';
import { findFfmpeg, probe, runChild } from '../../engine/media';
import { transitionFrames } from '../../engine/render/transitions';
import { freeSceneCache, openSceneCache, renderFilm, renderStill, renderThumbnail, type FilmPlan } from '../../engine/render';
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
	/** A film through a cache of its own folder, with what was drawn for it. */
	const film = async (plan: FilmPlan, cacheName: string, signal?: AbortSignal, progress?: Ports['progress']) => {
		const videoPath = join(dir, `${cacheName}.mp4`);
		const cache = openSceneCache(join(dir, cacheName));
		const { drawn, parts } = await renderFilm(plan, { videoPath, workspace, cache }, portsOf(signal, progress));
		return { drawn, frames: parts.reduce((sum, part) => sum + part.frames, 0), bytes: await readFile(videoPath) };
	};
	/** The scenes one after the other, wherever they stood, with the captions that belong to them. */
	const sequence = (plan: FilmPlan, order: number[]): FilmPlan => {
		let at = 0;
		const captions: FilmPlan['captions'] = [];
		const scenes = order.map((from, i) => {
			const scene = plan.scenes[from]!;
			const by = at - scene.startFrame;
			const own = plan.captions.filter((page) => page.startFrame >= scene.startFrame && page.startFrame < scene.startFrame + scene.frames);
			for (const page of own)
				captions.push({
					startFrame: page.startFrame + by,
					endFrame: Math.min(page.endFrame, scene.startFrame + scene.frames) + by,
					words: page.words.map((word) => ({ ...word, startFrame: word.startFrame + by, endFrame: word.endFrame + by })),
				});
			at += scene.frames;
			return { ...scene, startFrame: at - scene.frames, index: i === 0 ? 0 : scene.index || 40, last: i === order.length - 1 };
		});
		return { ...plan, scenes, captions, durationFrames: at };
	};

	it('draws only what changed, and the film is to the bit the one drawn anew', async () => {
		const long = demoPlan('9:16', 'harbour', { secondsPerWord: 0.16 });
		const plan = sequence(long, [0, 1, 2, 4, 5]);
		expect((await film(plan, 'kept')).drawn).toEqual(['s1', 's2', 's3', 's5', 's6']);
		expect((await film(plan, 'kept')).drawn).toEqual([]);

		// A title in the middle: the scene itself, and of the next the transition, which shows it.
		const titled = structuredClone(plan);
		titled.scenes[2]!.title = 'Another *title*';
		const changed = await film(titled, 'kept');
		expect(changed.drawn).toEqual(['s3']);
		expect(changed.frames).toBe(titled.scenes[2]!.frames + transitionFrames(titled.scenes[3]!));
		expect((await film(titled, 'anew')).bytes.equals(changed.bytes)).toBe(true);

		// A longer sentence moves what comes later: nothing else of it is drawn.
		const longer = structuredClone(plan);
		for (const scene of longer.scenes.slice(2)) scene.startFrame += 12;
		longer.scenes[1]!.frames += 12;
		longer.durationFrames += 12;
		for (const page of longer.captions)
			if (page.startFrame >= plan.scenes[2]!.startFrame) {
				page.startFrame += 12;
				page.endFrame += 12;
				for (const word of page.words) [word.startFrame, word.endFrame] = [word.startFrame + 12, word.endFrame + 12];
			}
		expect((await film(longer, 'kept')).drawn).toEqual(['s2']);

		// Inserted, taken out, moved: only what has a new neighbour before it is drawn, where its transition shows that.
		const cut = (of: FilmPlan): FilmPlan => ({ ...of, scenes: of.scenes.map((scene) => ({ ...scene, transition: 'cut' })) });
		await film(cut(plan), 'kept');
		expect((await film(cut(sequence(long, [0, 1, 3, 2, 4, 5])), 'kept')).drawn).toEqual(['s4']);
		expect((await film(cut(sequence(long, [0, 1, 4, 5])), 'kept')).drawn).toEqual([]);
		const moved = await film(cut(sequence(long, [0, 4, 2, 1, 5])), 'kept');
		expect(moved.drawn).toEqual([]);
		expect((await film(cut(sequence(long, [0, 4, 2, 1, 5])), 'moved')).bytes.equals(moved.bytes)).toBe(true);

		// Two at once.
		const both = await Promise.all([film(plan, 'both'), film(titled, 'both')]);
		expect(both[0].drawn.length + both[1].drawn.length).toBe(6);
		expect(both[1].bytes.equals(changed.bytes)).toBe(true);
	}, 900_000);

	it('keeps finished scenes when it is stopped, mends damaged ones, and frees what was not used for long', async () => {
		const plan = clip();
		const whole = await film(plan, 'reference');
		const stop = new AbortController();
		const stopped = film(plan, 'stopped', stop.signal, () => {
			const finished = readdirSync(join(dir, 'stopped'), { recursive: true, encoding: 'utf8' });
			if (finished.some((name) => name.endsWith('still.png') && !name.startsWith('.partial'))) stop.abort();
		});
		await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
		const again = await film(plan, 'stopped');
		expect(again.drawn.length).toBeLessThan(plan.scenes.length);
		expect(again.bytes.equals(whole.bytes)).toBe(true);
		expect(await readdir(join(dir, 'stopped', '.partial'))).toEqual([]);

		const folder = join(dir, 'stopped');
		const names = await readdir(folder, { recursive: true });
		const scenes = names.filter((name) => name.endsWith('still.png')).map((name) => name.replace('still.png', 'about.json'));
		expect(scenes).toHaveLength(3);
		// The second and third come in over the scene before: these frames are kept by themselves.
		expect(names.filter((name) => name.endsWith('about.json'))).toHaveLength(5);
		await appendFile(join(folder, scenes[1]!.replace('about.json', 'scene.h264')), 'x');
		const mended = await film(plan, 'stopped');
		expect(mended.drawn).toHaveLength(1);
		expect(mended.bytes.equals(whole.bytes)).toBe(true);

		expect((await freeSceneCache({ bytes: 0 }, folder)).bytes).toBe(0); // just used
		const old = new Date(Date.now() - 40 * 24 * 3_600_000);
		await utimes(join(folder, scenes[0]!), old, old);
		expect((await freeSceneCache({}, folder)).bytes).toBeGreaterThan(10_000);
		expect((await film(plan, 'stopped')).drawn).toHaveLength(1);
	}, 900_000);

	it('gives every frame of the plan, in order, as the stills show them, tagged BT.709', async () => {
		const plan = clip();
		const done: number[] = [];
		const videoPath = join(dir, 'film.mp4');
		const rendered = await renderFilm(
			plan,
			{ videoPath, workspace, cache: openSceneCache(join(dir, 'cache')) },
			portsOf(undefined, (event) => done.push(event.done)),
		);
		expect(rendered.parts.reduce((sum, part) => sum + part.frames, 0)).toBe(plan.durationFrames);
		expect(done.at(-1)).toBe(plan.durationFrames);
		const info = await probe(videoPath, portsOf());
		expect(info.video).toMatchObject({ width: 1080, height: 1920, fps: 30, codec: 'h264' });
		expect(info.durationSeconds).toBeCloseTo(plan.durationFrames / 30, 1);

		// Both sides of every joint between two scenes.
		const joints = plan.scenes.slice(1).flatMap((scene) => [scene.startFrame - 1, scene.startFrame]);
		for (const frame of [0, ...joints, plan.durationFrames - 1]) {
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
	}, 900_000);

	it('stops when cancelled, with nothing of it left running', async () => {
		const stop = new AbortController();
		const start = Date.now();
		let stopped = 0;
		const work = renderFilm(
			demoPlan(),
			{ videoPath: join(dir, 'never.mp4'), workspace, cache: openSceneCache(join(dir, 'never')) },
			portsOf(stop.signal, () => {
				if (!stopped) {
					stopped = Date.now();
					stop.abort();
				}
			}),
		);
		await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(stopped).toBeGreaterThan(start);
		expect(Date.now() - stopped).toBeLessThan(10_000);
		expect(existsSync(join(dir, 'never.mp4'))).toBe(false);
	}, 900_000);

	it('names the scene that cannot be drawn', async () => {
		const plan = clip();
		plan.scenes[1] = { ...plan.scenes[1]!, visual: { type: 'timeline', items: null } as never };
		await expect(renderStill(plan, plan.scenes[1]!.startFrame + 20, portsOf())).rejects.toMatchObject({
			code: 'ENGINE_FAILED',
			message: expect.stringContaining('s2'),
			fix: expect.stringContaining('s2'),
		});
	}, 900_000);

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
	}, 900_000);
});
