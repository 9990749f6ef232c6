/** From a design, which says everything about a film, to its files: pictures, sound, drawing, captions, thumbnails, sheet. */
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRef, Word, WordTimes } from '../asset';
import { hashOf } from '../ledger/keys';
import { findFfmpeg } from '../media';
import type { Ports, Workspace } from '../ports';
import { openSceneCache, renderFilm, type FilmPlan, type PlannedPicture, type RendererVersions, type ThumbnailSpec } from '../render';
import { homeDirectory } from '../runtime';
import { mixAudio, SOUND_VERSION, type Bed } from './audio';
import { captionPages, toSrt, toVtt, VERTICAL_PAGES, WIDE_PAGES } from '../render/captionPages';
import { chosenSpecs, thumbnailSize, type OwnThumbnails } from './ownThumbnails';
import { isUnshowable, preparePicture, type PictureUse } from './pictures';
import { failpoint } from '../runtime/failpoints';

/** A picture as a recipe names it. */
export type UsedPicture = PictureUse & { bytes: number };

/** Music as a recipe names it: composed from a seed, or a file of the user's by its hash. */
export type DesignedBed = Exclude<Bed, { kind: 'own' }> | { kind: 'own'; name: string; sha256: string; bytes: number };

export interface FilmDesign {
	/** Pictures in it are named, not yet prepared: their `path` is empty. */
	plan: FilmPlan;
	/** The film's own ideas. */
	thumbnails: ThumbnailSpec[];
	/** What a person chose to be drawn in place of them. */
	ownThumbnails?: OwnThumbnails;
	bed: DesignedBed;
	/** What is shown, by scene id; "logo" is the channel's. */
	pictures: Record<string, UsedPicture>;
}

export interface FilmVoice {
	/** Levelled. */
	path: string;
	sha256: string;
	loudnessLufs: number;
	words: WordTimes;
}

export interface Film {
	videoPath: string;
	srtPath: string;
	vttPath: string;
	thumbnailPaths: string[];
	sheetPath: string;
	width: number;
	height: number;
	fps: number;
	durationSeconds: number;
	cpuSeconds: number;
	peakRssBytes: number;
	/** Ids of the scenes that were drawn now; the others were drawn before. */
	drawn: string[];
	versions: RendererVersions;
}

/** As many columns as leave the fewest cells of the last row empty. */
export function sheetLayout(plan: Pick<FilmPlan, 'width' | 'height'>, cells: number): { columns: number; cellWidth: number } {
	const tall = plan.height > plan.width;
	const choices = tall ? [8, 7, 6, 5] : [5, 4, 3];
	const empty = (columns: number) => (columns - (cells % columns)) % columns;
	return { columns: choices.reduce((best, columns) => (empty(columns) < empty(best) ? columns : best)), cellWidth: tall ? 216 : 384 };
}

const refOf = ({ name, sha256, bytes }: { name: string; sha256: string; bytes: number }): FileRef => ({
	property: name,
	sha256,
	bytes,
	mime: 'application/octet-stream',
});

/**
 * Prepares the design's pictures; those that cannot be shown are told through `problem` and left out of the answer.
 * Errors: CANCELLED, DISK, ENGINE_MISSING.
 */
export async function preparePictures(
	pictures: Record<string, UsedPicture>,
	workspace: Workspace,
	ports: Ports,
	problem: (message: string) => void,
): Promise<Record<string, PlannedPicture>> {
	const prepared: Record<string, PlannedPicture> = {};
	for (const [id, use] of Object.entries(pictures)) {
		try {
			const plain = `picture-${id.replace(/[^A-Za-z0-9]+/g, '_')}`;
			prepared[id] = await preparePicture(await ports.files.local(refOf(use)), use, plain, workspace, ports);
		} catch (error) {
			if (ports.signal.aborted || !isUnshowable(error)) throw error;
			problem(`${use.name} is not shown: ${(error as Error).message}`);
		}
	}
	return prepared;
}

/** The plan with its pictures in place; all that the plan names must be prepared. */
export function withPictures(plan: FilmPlan, prepared: Record<string, PlannedPicture>): FilmPlan {
	const scenes = plan.scenes.map((scene) => (scene.picture ? { ...scene, picture: prepared[scene.id]! } : scene));
	return { ...plan, scenes, ...(plan.logo ? { logo: prepared.logo! } : {}) };
}

/**
 * Makes the film in `workspace`. Scenes and sound that were made before are reused; what comes out is to the bit the same either way.
 * Errors: INPUT, NOT_FOUND (music that is gone), ENGINE_MISSING, ENGINE_FAILED, DISK, CANCELLED.
 */
export async function produceFilm(
	design: FilmDesign,
	prepared: Record<string, PlannedPicture>,
	voice: FilmVoice,
	workspace: Workspace,
	ports: Ports,
): Promise<Film> {
	const plan = withPictures(design.plan, prepared);
	const durationSeconds = plan.durationFrames / plan.fps;
	const paths = {
		videoPath: workspace.path('video.mp4'),
		srtPath: workspace.path('captions.srt'),
		vttPath: workspace.path('captions.vtt'),
		sheetPath: workspace.path('sheet.png'),
	};
	const { ownThumbnails } = design;
	const specs = ownThumbnails
		? await chosenSpecs({ plan, thumbnails: design.thumbnails }, ownThumbnails, workspace, ports)
		: design.thumbnails;
	const thumbnails = specs.map((spec, i) => ({ spec, ...thumbnailSize(plan), path: workspace.path(`thumbnail-${i + 1}.png`) }));
	const sheet = { ...sheetLayout(plan, plan.scenes.length + 1), path: paths.sheetPath };
	// The sound is mixed while scenes are drawn: what fails stops the other, and nothing is left running.
	const stop = new AbortController();
	const own: Ports = { ...ports, signal: AbortSignal.any([ports.signal, stop.signal]) };
	let failed: { error: unknown } | undefined;
	const fail = (error: unknown) => {
		failed ??= { error };
		stop.abort();
		throw error;
	};
	const soundPath = soundOf(design, voice, durationSeconds, workspace, own).catch(fail);
	const drawing = renderFilm(plan, { videoPath: paths.videoPath, soundPath, thumbnails, sheet, workspace }, own).catch(fail);
	await Promise.allSettled([soundPath, drawing]);
	if (failed) throw failed.error;
	const rendered = await drawing;
	const pages = captionPages(voice.words.words, plan.height > plan.width ? VERTICAL_PAGES : WIDE_PAGES);
	await writeFile(paths.srtPath, toSrt(pages));
	await writeFile(paths.vttPath, toVtt(pages));
	const { cpuSeconds, peakRssBytes, drawn, versions } = rendered;
	const { width, height, fps } = plan;
	return {
		...paths,
		thumbnailPaths: thumbnails.map(({ path }) => path),
		width,
		height,
		fps,
		durationSeconds,
		cpuSeconds,
		peakRssBytes,
		drawn,
		versions,
	};
}

export const soundCacheFolder = (): string => join(homeDirectory(), 'cache', 'sounds');
const SOUND_FILE = 'sound.m4a';

/** The film's sound; the same one is mixed once. */
async function soundOf(design: FilmDesign, voice: FilmVoice, durationSeconds: number, workspace: Workspace, ports: Ports): Promise<string> {
	const { bed, plan } = design;
	const { version } = await findFfmpeg(ports);
	const times: Pick<Word, 'startSeconds' | 'endSeconds'>[] = voice.words.words.map(({ startSeconds, endSeconds }) => ({
		startSeconds,
		endSeconds,
	}));
	const key = hashOf(['sound', SOUND_VERSION, version, process.arch, bed, voice.sha256, voice.loudnessLufs, times, durationSeconds]);
	const cache = openSceneCache(soundCacheFolder());
	const known = await cache.find(key, plan.durationFrames);
	if (known) return join(known, SOUND_FILE);
	const outPath = workspace.path(SOUND_FILE);
	const playable: Bed = bed.kind === 'own' ? { kind: 'own', name: bed.name, path: await ports.files.local(refOf(bed)) } : bed;
	await mixAudio(
		{ voicePath: voice.path, voiceLufs: voice.loudnessLufs, words: times, bed: playable, durationSeconds, outPath, workspace },
		ports,
	);
	failpoint('sound-mixed');
	const aside = await cache.open();
	await copyFile(outPath, join(aside, SOUND_FILE));
	return join(await cache.keep(aside, key, plan.durationFrames), SOUND_FILE);
}
