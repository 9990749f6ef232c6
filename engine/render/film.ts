/**
 * A whole film: scenes that were drawn before come from the cache, the others are drawn by one child process a core (two at most), and
 * all are joined with the sound without encoding anything again.
 */
import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { hashOf } from '../ledger/keys';
import { ffmpeg, findFfmpeg, startNodeChild, withSlot, type ChildResult, type NodeChild } from '../media';
import type { Ports, Workspace } from '../ports';
import { computeThreads } from '../runtime';
import type { EncodeStats } from './encode';
import type { RenderJob } from './jobs';
import { checkPlan, settledFrames, type FilmPlan, type ThumbnailSpec } from './plan';
import { openSceneCache, SCENE_FILE, tidySceneCache, type SceneCache } from './sceneCache';
import { filmPieces, rendererVersions, type Piece, type RendererVersions } from './sceneKey';
import type { SheetLayout } from './stills';
import { failpoint } from '../runtime/failpoints';

type RenderPorts = Pick<Ports, 'logger' | 'progress' | 'signal' | 'clock'>;

interface Thumbnail {
	spec: ThumbnailSpec;
	width: number;
	height: number;
	path: string;
}
type KeyedThumbnail = Thumbnail & { key: string | null };

export interface FilmOutput {
	/** MP4: H.264, BT.709, and the sound where there is one. */
	videoPath: string;
	/** AAC in MP4, as long as the film. It may still be in the making while scenes are drawn. */
	soundPath?: string | Promise<string>;
	/** PNGs drawn along with the film. */
	thumbnails?: Thumbnail[];
	/** Contact sheet of the cover and every scene when it is complete. */
	sheet?: SheetLayout & { path: string };
	workspace: Workspace;
	/** By default the one of this machine. */
	cache?: SceneCache;
}

export interface Rendered {
	cpuSeconds: number;
	/** Sum over the children that ran at once. */
	peakRssBytes: number;
	/** Of each piece that was drawn now. */
	parts: EncodeStats[];
	/** Ids of the scenes that were drawn now; the others came from the cache, but for their transition where the scene before has changed. */
	drawn: string[];
	/** A PNG of each scene when it is complete, {@link stillWidth} pixels wide. They stay where they are: copy what is to be kept. */
	stills: string[];
	versions: RendererVersions;
}

/** Width of the stills that are kept with a scene: half of the film's. */
export const stillWidth = (plan: Pick<FilmPlan, 'width'>): number => plan.width / 2;
const STILL = 'still.png';
const COVER = 'cover.png';

/** Relative work of a scene: frames, and what it costs before its first one. */
const costOf = ({ visual, frames }: FilmPlan['scenes'][number]): number => {
	const map = visual.type === 'place' || visual.type === 'route';
	return frames + (map ? 73 : 22);
};

/** Shares scenes out in `count` runs of about the same work, each in order: neighbours share what is built for them. */
export function shareScenes(plan: FilmPlan, scenes: number[], count: number): number[][] {
	const whole = scenes.reduce((sum, i) => sum + costOf(plan.scenes[i]!), 0);
	const shares: number[][] = Array.from({ length: count }, () => []);
	let before = 0;
	for (const i of scenes) {
		const cost = costOf(plan.scenes[i]!);
		shares[Math.min(count - 1, Math.floor(((before + cost / 2) / whole) * count))]!.push(i);
		before += cost;
	}
	return shares;
}

/**
 * Renders the film into `out.videoPath`. Progress counts frames.
 * @throws OperatorError INPUT (a plan that cannot be drawn), ENGINE_MISSING, ENGINE_FAILED, DISK, CANCELLED.
 */
export async function renderFilm(plan: FilmPlan, out: FilmOutput, ports: RenderPorts): Promise<Rendered> {
	checkPlan(plan);
	const cache = out.cache ?? openSceneCache();
	const found = await findFfmpeg(ports as Ports);
	const versions = await rendererVersions(found);
	const pieces: KeptPiece[] = filmPieces(plan, versions, stillWidth(plan)).map((piece) => ({ ...piece, folder: null }));
	await findMissing(cache, pieces);
	const thumbnails = await keptThumbnails(out.thumbnails ?? [], cache, versions);
	const work = new Work(plan, { ...out, thumbnails }, { cache, pieces, ffmpegPath: found.path }, ports);
	// Thumbnails and sheet are made beside.
	const joined = work.allDrawn.then(async () => await joinPieces(plan, pieces, out, cache.dir, ports));
	joined.catch(() => undefined);
	const used =
		pieces.some((piece) => !piece.folder) || thumbnails.length || out.sheet
			? await withSlot('compute', ports, async () => {
					// Another process may have drawn them while we waited for our turn.
					await findMissing(cache, pieces);
					work.look();
					return await work.run();
				})
			: { cpuSeconds: 0, peakRssBytes: 0 };
	const mux = await joined;
	failpoint('film-joined');
	ports.progress({ stage: 'render', done: plan.durationFrames, total: plan.durationFrames, unit: 'frames' });
	tidySceneCache();
	return {
		...used,
		cpuSeconds: used.cpuSeconds + (mux.cpuSeconds ?? 0),
		parts: work.parts,
		drawn: work.drawn.sort((a, b) => a - b).map((i) => plan.scenes[i]!.id),
		stills: bodies(pieces).map((folder) => join(folder, STILL)),
		versions,
	};
}

/** A piece with the folder that holds it, once there is one. */
type KeptPiece = Piece & { folder: string | null };

async function findMissing(cache: SceneCache, pieces: KeptPiece[]): Promise<void> {
	for (const piece of pieces) piece.folder ??= await cache.find(piece.key, piece.frames);
}

/** Folders of the scenes' bodies, which hold their stills. */
const bodies = (pieces: KeptPiece[]): string[] => pieces.filter(({ part }) => part === 'body').map(({ folder }) => folder!);

const THUMBNAIL = 'thumbnail.png';
const thumbnailKey = ({ spec, width, height }: Thumbnail, versions: RendererVersions): string | null => {
	const picture = spec.recipe === 'picture' ? spec.picture : undefined;
	// A picture that no hash names is not known again.
	if (picture && !picture.sha256) return null;
	return hashOf(['thumbnail', versions, { ...spec, ...(picture ? { picture: { ...picture, path: undefined } } : {}) }, width, height]);
};

/** Writes those that were drawn before; returns the others, with the keys to keep them under. */
async function keptThumbnails(thumbnails: Thumbnail[], cache: SceneCache, versions: RendererVersions): Promise<KeyedThumbnail[]> {
	const missing: KeyedThumbnail[] = [];
	for (const thumbnail of thumbnails) {
		const key = thumbnailKey(thumbnail, versions);
		const folder = key && (await cache.find(key, 1));
		if (folder) await copyFile(join(folder, THUMBNAIL), thumbnail.path);
		else missing.push({ ...thumbnail, key });
	}
	return missing;
}

/** What has to be drawn, taken piece by piece by as many children as the machine has cores for. */
class Work {
	readonly parts: EncodeStats[] = [];
	readonly drawn: number[] = [];
	private whole!: () => void;
	/** Resolves when every scene is there. */
	readonly allDrawn = new Promise<void>((resolve) => (this.whole = resolve));
	private readonly done = new Map<Piece, number>();
	private shares: number[][] = [];
	private readonly thumbnails: KeyedThumbnail[];
	private readonly settled: number[];

	constructor(
		private readonly plan: FilmPlan,
		private readonly out: Pick<FilmOutput, 'sheet'> & { thumbnails: KeyedThumbnail[] },
		private readonly scenes: { cache: SceneCache; pieces: KeptPiece[]; ffmpegPath: string },
		private readonly ports: RenderPorts,
	) {
		this.thumbnails = [...out.thumbnails];
		this.look();
		this.settled = settledFrames(plan);
	}

	/** To be called when a piece was found or drawn. */
	look(): void {
		if (this.scenes.pieces.every(({ folder }) => folder)) this.whole();
	}

	async run(): Promise<{ cpuSeconds: number; peakRssBytes: number }> {
		const lacking = this.scenes.pieces.filter(({ folder }) => !folder);
		const missing = [...new Set(lacking.map(({ scene }) => scene))];
		// For a few frames of a transition no second child is worth its start.
		const long = lacking.filter(({ part }) => part === 'body').length + (this.thumbnails.length ? 1 : 0);
		const count = Math.max(1, Math.min(2, computeThreads(), long));
		this.shares = shareScenes(this.plan, missing, count);
		const stop = new AbortController();
		const signal = AbortSignal.any([this.ports.signal, stop.signal]);
		const used: { cpuSeconds?: number; peakRssBytes?: number }[] = [];
		let first: unknown;
		let working = count;
		// The first that fails stops the others; it is thrown when all are gone.
		await Promise.all(
			this.shares.map(async (own) => {
				try {
					const child = startNodeChild('render', { signal, maxOldSpaceMb: 256 });
					try {
						await this.serve(child, own);
						// The last one out makes the sheet: all its pictures are there now.
						if (--working === 0) await this.sheet(child);
						child.end();
						used.push(await child.done);
					} catch (error) {
						child.kill();
						await child.done.catch(() => undefined);
						throw error;
					}
				} catch (error) {
					first ??= error;
					stop.abort();
				}
			}),
		);
		if (first !== undefined) throw first;
		const sum = (key: 'cpuSeconds' | 'peakRssBytes') => used.reduce((total, each) => total + (each[key] ?? 0), 0);
		return { cpuSeconds: sum('cpuSeconds'), peakRssBytes: sum('peakRssBytes') };
	}

	/** Draws its own share in order, then what is left at the end of another's, then thumbnails. */
	private async serve(child: NodeChild, own: number[]): Promise<void> {
		let told = false;
		for (;;) {
			const next = own.shift() ?? this.shares.find((share) => share.length)?.pop();
			if (next === undefined) break;
			if (!told) await child.ask({ kind: 'film', plan: this.plan } satisfies RenderJob);
			told = true;
			await this.scene(child, next);
		}
		for (let next = this.thumbnails.shift(); next; next = this.thumbnails.shift()) {
			const { spec, width, height, path, key } = next;
			const png = await child.ask<string>({ kind: 'thumbnail', spec, width, height } satisfies RenderJob);
			await writeFile(path, Buffer.from(png, 'base64'));
			if (!key) continue;
			const aside = await this.scenes.cache.open();
			await copyFile(path, join(aside, THUMBNAIL));
			await this.scenes.cache.keep(aside, key, 1);
		}
	}

	/** Draws what is missing of a scene. */
	private async scene(child: NodeChild, index: number): Promise<void> {
		for (const piece of this.scenes.pieces) if (piece.scene === index && !piece.folder) await this.piece(child, piece);
	}

	private async piece(child: NodeChild, piece: KeptPiece): Promise<void> {
		const { cache, ffmpegPath } = this.scenes;
		const { scene, part, key, startFrame, frames } = piece;
		const aside = await cache.open();
		try {
			const width = stillWidth(this.plan);
			const stills = part === 'body' ? [{ frame: this.settled[scene]!, path: join(aside, STILL), width }] : [];
			// The cover is kept with the scene it opens.
			if (scene === 0) stills.push({ frame: 0, path: join(aside, COVER), width });
			const job = { kind: 'scene', startFrame, frames, ffmpegPath, out: join(aside, SCENE_FILE), stills } satisfies RenderJob;
			this.parts.push(
				await child.ask<EncodeStats>(job, (reply: { done: number }) => {
					failpoint('frames-drawn');
					this.tell(piece, reply.done);
				}),
			);
			failpoint('scene-drawn');
			piece.folder = await cache.keep(aside, key, frames);
			failpoint('scene-kept');
			if (part === 'body') this.drawn.push(scene);
			this.look();
			this.tell(piece, frames);
		} catch (error) {
			await rm(aside, { recursive: true, force: true }).catch(() => undefined);
			throw error;
		}
	}

	private async sheet(child: NodeChild): Promise<void> {
		if (!this.out.sheet) return;
		const { path, ...layout } = this.out.sheet;
		const folders = bodies(this.scenes.pieces);
		const files = [join(folders[0]!, COVER), ...folders.map((folder) => join(folder, STILL))];
		const png = await child.ask<string>({ kind: 'sheet', files, ...layout } satisfies RenderJob);
		await writeFile(path, Buffer.from(png, 'base64'));
	}

	private tell(piece: Piece, frames: number): void {
		this.done.set(piece, frames);
		const done = this.scenes.pieces.reduce((sum, each) => sum + (this.done.get(each) ?? (each.folder ? each.frames : 0)), 0);
		this.ports.progress({ stage: 'render', done, total: this.plan.durationFrames, unit: 'frames' });
	}
}

/** Joins the pieces' streams, byte by byte, and the sound into one MP4. */
async function joinPieces(plan: FilmPlan, pieces: KeptPiece[], out: FilmOutput, dir: string, ports: RenderPorts): Promise<ChildResult> {
	// Paths from the cache's own folder hold nothing but hexadecimal digits, so none is read as a separator.
	const list = pieces.map(({ folder }) => join(relative(dir, folder!), SCENE_FILE).split(sep).join('/')).join('|');
	const soundPath = await out.soundPath;
	const sound = soundPath ? ['-i', `file:${soundPath}`, '-map', '0:v', '-map', '1:a'] : [];
	const args = ['-v', 'error', '-f', 'h264', '-framerate', String(plan.fps), '-i', `concat:${list}`, ...sound];
	return await ffmpeg([...args, '-c', 'copy', '-movflags', '+faststart', `file:${out.videoPath}`], { ports: ports as Ports, cwd: dir });
}
