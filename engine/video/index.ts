/** A finished film from a spoken script: planning, drawing, sound, captions, thumbnails, contact sheet, recipe. */
import { writeFile } from 'node:fs/promises';
import type { Channel, Envelope, WordTimes } from '../asset';
import { measureLoudness } from '../media';
import type { Ports } from '../ports';
import { renderFilm } from '../render';
import { mixAudio } from './audio';
import { toSrt, toVtt } from './captions';
import type { EarlierFilm, FilmLook, LookSummary } from './looks';
import { planFilm, SIZES, type Shape } from './plan';
import { thumbnailSpecs } from './thumbnails';

export type { Shape } from './plan';

export interface FilmInput {
	envelope: Required<Pick<Envelope, 'channel' | 'asset' | 'script'>> & Pick<Envelope, 'topic' | 'voice' | 'sources'>;
	channel: Channel;
	words: WordTimes;
	/** The voice, levelled. */
	audioPath: string;
	music: Channel['music'];
	shape: Shape;
	/** The look kept with the asset. */
	earlier?: EarlierFilm;
	/** Looks of the channel's last films, newest first. */
	recent?: LookSummary[];
}

export interface Film {
	videoPath: string;
	srtPath: string;
	vttPath: string;
	thumbnailPaths: string[];
	sheetPath: string;
	recipePath: string;
	width: number;
	height: number;
	fps: number;
	durationSeconds: number;
	cpuSeconds: number;
	peakRssBytes: number;
	look: FilmLook;
}

/** Thumbnails for a vertical film are vertical, for a wide one 1280x720. */
const THUMBNAIL = { '9:16': { width: 1080, height: 1920 }, '16:9': { width: 1280, height: 720 } } as const;
const CELL_WIDTH = { '9:16': 216, '16:9': 384 } as const;

/** As many columns as leave the fewest cells of the last row empty. */
function sheetColumns(cells: number, shape: Shape): number {
	const choices = shape === '9:16' ? [8, 7, 6, 5] : [5, 4, 3];
	const empty = (columns: number) => (columns - (cells % columns)) % columns;
	return choices.reduce((best, columns) => (empty(columns) < empty(best) ? columns : best));
}

/**
 * Makes the film in a workspace of the ports; the caller keeps the files before that is disposed.
 * Errors: INPUT (words and script do not belong together), ENGINE_MISSING, ENGINE_FAILED, DISK, CANCELLED.
 */
export async function makeFilm(input: FilmInput, ports: Ports): Promise<Film> {
	const { envelope, channel, words, shape } = input;
	const { script } = envelope;
	const { plan, pages, look } = planFilm({
		assetId: `${envelope.asset.id}:${envelope.asset.variant}`,
		channel,
		script,
		words,
		shape,
		...(input.earlier ? { earlier: input.earlier } : {}),
		...(input.recent ? { recent: input.recent } : {}),
	});
	const workspace = await ports.workspace('video');
	const durationSeconds = plan.durationFrames / plan.fps;
	const sound = workspace.path('sound.m4a');
	const paths = {
		videoPath: workspace.path('video.mp4'),
		srtPath: workspace.path('captions.srt'),
		vttPath: workspace.path('captions.vtt'),
		sheetPath: workspace.path('sheet.png'),
		recipePath: workspace.path('recipe.json'),
	};
	const { integratedLufs: voiceLufs } = await measureLoudness(input.audioPath, ports);
	// The sound first: starting its programs while the render children fill the cores would hold n8n's loop for long.
	const bed = await mixAudio(
		{ voicePath: input.audioPath, voiceLufs, music: input.music, seed: plan.seed, durationSeconds, outPath: sound, workspace },
		ports,
	);
	const thumbnailLook = { palette: plan.palette, seed: plan.seed, ...(plan.colours ? { colours: plan.colours } : {}) };
	const thumbnails = thumbnailSpecs(script, thumbnailLook).map((spec, i) => ({
		spec,
		...THUMBNAIL[shape],
		path: workspace.path(`thumbnail-${i + 1}.png`),
	}));
	const cells = plan.scenes.length + 1;
	const sheet = { columns: sheetColumns(cells, shape), cellWidth: CELL_WIDTH[shape], path: paths.sheetPath };
	const rendered = await renderFilm(plan, { videoPath: paths.videoPath, soundPath: sound, thumbnails, sheet, workspace }, ports);
	await writeFile(paths.srtPath, toSrt(pages));
	await writeFile(paths.vttPath, toVtt(pages));
	const recipe = {
		v: 1,
		asset: envelope.asset,
		channel: envelope.channel,
		plan,
		sound: { music: input.music, ...bed, voiceLufs },
		...(envelope.voice ? { voice: { speaker: envelope.voice.speaker, sha256: envelope.voice.file.sha256 } } : {}),
		sources: (envelope.sources ?? []).map(({ id, url, title, publisher, file }) => ({ id, url, title, publisher, sha256: file.sha256 })),
		words,
		script: { revision: script.revision, writer: script.writer, scenes: script.scenes.map(({ id, citations }) => ({ id, citations })) },
	};
	await writeFile(paths.recipePath, JSON.stringify(recipe));
	return {
		...paths,
		thumbnailPaths: thumbnails.map(({ path }) => path),
		...SIZES[shape],
		fps: plan.fps,
		durationSeconds,
		cpuSeconds: rendered.cpuSeconds,
		peakRssBytes: rendered.peakRssBytes,
		look,
	};
}
