import { writeFile } from 'node:fs/promises';
import type { Channel, Envelope, Scene, Script, Video, WordTimes } from '../asset';
import { readWordTimes } from '../envelope';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { hashFile } from '../ledger/fileStore';
import type { Files } from '../ports';
import { chooseBed } from './audio';
import { designFilm, type DesignInput } from './index';
import { keepLook, looksFor } from './keptLook';
import type { Restyle } from './looks';
import type { OwnThumbnails } from './ownThumbnails';
import { examine, matchPictures, showsMap, type OwnPicture } from './pictures';
import { preparePictures, produceFilm, type DesignedBed, type Film, type FilmDesign } from './produce';
import { varietyOf } from './variety';
import { recipeOf, type Recipe, type SpokenEnvelope } from './recipe';

/** Raised when the same design would be made differently. */
const FILM_VERSION = 15;

export interface VideoStageSettings {
	channel: Channel;
	shape: '9:16' | '16:9';
	captionStyle: Channel['captions']['style'];
	music: Channel['music'];
	/** The very music of an earlier film, in place of what `music` would choose. */
	bed?: DesignedBed;
	palette: string;
	/** Pictures of the user's to match with scenes; "none" also drops those that scenes have. */
	pictures?: OwnPicture[] | 'none';
	/** The channel's logo. */
	logoPath?: string;
	/** Thumbnails that were chosen for the film before. */
	ownThumbnails?: OwnThumbnails;
	/** Scenes that are to look otherwise. */
	restyle?: Record<string, Restyle>;
}

export interface VideoStageResult {
	envelope: Envelope;
	reused: boolean;
	cpuSeconds: number;
	/** Ids of the scenes that were drawn now. */
	drawn: string[];
	/** Sentences for a person: pictures that could not be shown. */
	warnings: string[];
}

/** The channel as a film sees it. */
export const channelFor = (settings: VideoStageSettings): Channel => ({
	...settings.channel,
	captions: { style: settings.captionStyle },
	brand: { ...settings.channel.brand, palette: settings.palette },
});

/** Renders the envelope's spoken script. Errors: INPUT without script or voice, or when a scene was changed after it was spoken. */
export async function videoStage(envelope: Envelope, settings: VideoStageSettings, context: StageContext): Promise<VideoStageResult> {
	const { voice, asset } = envelope;
	if (!envelope.script?.scenes.length)
		throw new OperatorError('INPUT', 'The item has no script to show', { fix: 'Put a Script Generator before this node.' });
	if (!voice) throw new OperatorError('INPUT', 'The item has no voice', { fix: 'Put a Voice-Over between the script and this node.' });
	const warnings: string[] = [];
	const words = await readWordTimes(await context.files.local(voice.words));
	checkSpoken(envelope.script, words);
	const script = await withPictures(envelope.script, settings.pictures, context, warnings);
	const input = await designInput(envelope, { ...settings, script, words }, context, warnings);
	const chosen = await stillThere(settings.ownThumbnails, script, context, warnings);
	const design = { ...(await designFilm(input, context)), ...chosen };
	// Kept before it is drawn: after a kill the film is planned the same again.
	const lookKey = { assetId: asset.id, channelId: settings.channel.id, variant: asset.variant, shape: settings.shape };
	await keepLook(lookKey, design.look, context);
	const { look: _look, ...inputs } = design;
	let made: Film | undefined;
	const part = await finishedOrMake<Video>(
		context,
		{ assetId: asset.id, part: 'video', inputs: { v: FILM_VERSION, design: inputs, voice: voice.file, words: voice.words, script } },
		async (files) => {
			const workspace = await context.workspace('video');
			const prepared = await preparePictures(design.pictures, workspace, context, (message) => warnings.push(message));
			const whole = Object.keys(prepared).length === Object.keys(design.pictures).length;
			const left = { ...input, pictures: pick(input.pictures, Object.keys(prepared)) };
			const final = whole ? design : { ...(await designFilm(left, context)), ...chosen };
			const spoken = { path: await context.files.local(voice.file), sha256: voice.file.sha256, loudnessLufs: voice.loudnessLufs, words };
			made = await produceFilm(final, prepared, spoken, workspace, context);
			return await keepFilm(made, files, { ...envelope, script, voice }, final, words, settings.channel, workspace.path('recipe.json'));
		},
	);
	const { storyboard: _approved, ...rest } = envelope;
	return {
		envelope: { ...rest, script, video: part.value },
		reused: part.reused,
		cpuSeconds: made?.cpuSeconds ?? 0,
		drawn: made?.drawn ?? [],
		warnings,
	};
}

const pick = <T>(record: Record<string, T>, keys: string[]): Record<string, T> =>
	Object.fromEntries(keys.filter((key) => Object.hasOwn(record, key)).map((key) => [key, record[key]!]));

/** The choice of thumbnails without what the film does not have any more. */
async function stillThere(
	own: OwnThumbnails | undefined,
	script: Script,
	context: StageContext,
	warnings: string[],
): Promise<Pick<FilmDesign, 'ownThumbnails'>> {
	if (!own) return {};
	const { sceneId, picture, ...rest } = own;
	const scene = sceneId && script.scenes.some(({ id }) => id === sceneId) ? { sceneId } : {};
	if (sceneId && !scene.sceneId) warnings.push(`The scene ${sceneId} of your thumbnail is gone: an idea of the film stands in its place.`);
	const kept = picture && (await context.store.find(picture.sha256, picture.bytes)) ? { picture } : {};
	if (picture && !kept.picture)
		warnings.push(`${picture.name} of your thumbnail is not in AI Operator's store any more: an idea of the film stands in its place.`);
	return { ownThumbnails: { ...rest, ...scene, ...kept } };
}

/** What a film of the envelope is designed from: its pictures and music found, its earlier look looked up. */
export async function designInput(
	envelope: Envelope,
	settings: VideoStageSettings & { script: Script; words: WordTimes },
	context: StageContext,
	warnings: string[],
): Promise<DesignInput> {
	const { asset } = envelope;
	const { script, words, shape } = settings;
	const channel = channelFor(settings);
	const assetId = `${asset.id}:${asset.variant}`;
	const looks = await looksFor({ assetId: asset.id, channelId: channel.id, variant: asset.variant, shape }, context);
	const pictures: DesignInput['pictures'] = {};
	for (const { id, picture } of script.scenes)
		if (picture) {
			const { sha256, bytes, property } = picture.file;
			pictures[id] = { kind: picture.kind, sha256, bytes, name: property, ...(picture.credit ? { credit: picture.credit } : {}) };
		}
	if (settings.logoPath) {
		const logo = await examine(settings.logoPath, 'The logo', (message) => warnings.push(message));
		if (logo?.kind === 'image') {
			await context.store.put(logo.path);
			pictures.logo = { kind: 'image', sha256: logo.sha256, bytes: logo.bytes, name: 'logo' };
		}
	}
	return {
		assetId,
		channel,
		script,
		words,
		shape,
		bed: settings.bed ?? (await bedOf(settings.music, assetId, context, warnings)),
		pictures,
		...looks,
		...(settings.restyle ? { restyle: settings.restyle } : {}),
	};
}

/** The film's music; a file of the user's is kept, so that the recipe can name it. */
async function bedOf(music: Channel['music'], assetId: string, context: StageContext, warnings: string[]): Promise<DesignedBed> {
	const bed = await chooseBed(music, musicSeed(assetId), context, (problem) => warnings.push(problem));
	if (bed.kind !== 'own') return bed;
	const { sha256, bytes } = await context.store.put(bed.path);
	return { kind: 'own', name: bed.name, sha256, bytes };
}

/** FNV-1a of the asset's id: every film of a channel has music of its own. */
function musicSeed(text: string): number {
	let hash = 0x811c9dc5;
	for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash | 0;
}

/** The script with the user's pictures put to its scenes; their files are kept in the store, what is not shown goes to `warnings`. */
export async function withPictures(
	script: Script,
	given: VideoStageSettings['pictures'],
	context: StageContext,
	warnings: string[],
): Promise<Script> {
	if (given === undefined) return script;
	if (given === 'none') return { ...script, scenes: script.scenes.map(({ picture: _picture, ...scene }) => scene) };
	const matched = matchPictures(script.scenes, given);
	if (given.length && !matched.size)
		warnings.push(
			`No scene took a picture of yours: name a file for its scene (${script.scenes[1]?.id ?? 's1'}.jpg) or by words that a scene says.`,
		);
	const scenes: Scene[] = [];
	for (const scene of script.scenes) {
		const picture = matched.get(scene.id);
		if (picture && showsMap(scene))
			warnings.push(
				`${picture.name} is not shown: scene ${scene.id} is a map. Write "picture: statement" under it in script.md, or name the file for another scene.`,
			);
		if (!picture || showsMap(scene)) {
			scenes.push(scene);
			continue;
		}
		await context.store.put(picture.path);
		const { name, sha256, bytes, kind, credit } = picture;
		const file = { property: name, sha256, bytes, mime: kind === 'clip' ? 'video/*' : 'image/*' };
		scenes.push({ ...scene, picture: { file, kind, ...(credit ? { credit } : {}) } });
	}
	return { ...script, scenes };
}

/** Every scene must be spoken as it stands. */
function checkSpoken(script: Script, words: WordTimes): void {
	const bare = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
	for (const { id, narration } of script.scenes) {
		const said = words.words.filter((word) => word.sceneId === id).map((word) => word.text);
		if (said.length && bare(said.join('')) !== bare(narration))
			throw new OperatorError('INPUT', `Scene ${id} was changed after it was spoken`, {
				fix: 'Put a Voice-Over between the changed script and this node: only changed sentences are spoken again.',
			});
	}
}

/** Keeps the film's files, and writes and keeps its recipe. */
export async function keepFilm(
	film: Film,
	files: Files,
	envelope: SpokenEnvelope,
	design: FilmDesign,
	words: WordTimes,
	channel: Pick<Channel, 'voice' | 'pronunciations'> & { sources?: Recipe['sources'] },
	recipePath: string,
): Promise<Video> {
	const thumbnails = [];
	for (const [i, path] of film.thumbnailPaths.entries())
		thumbnails.push(await files.keep(path, { name: `thumbnail-${i + 1}.png`, mime: 'image/png' }));
	const { plan, thumbnails: specs, bed, pictures, ownThumbnails } = design;
	const recorded: FilmDesign = { plan, thumbnails: specs, bed, pictures, ...(ownThumbnails ? { ownThumbnails } : {}) };
	const { speed } = channel.voice;
	const content = await hashFile(film.videoPath);
	const recipe = recipeOf(envelope, recorded, { ...content, versions: film.versions }, words, {
		speed,
		pronunciations: channel.pronunciations,
		...(channel.sources ? { sources: channel.sources } : {}),
	});
	await writeFile(recipePath, JSON.stringify(recipe));
	return {
		file: await files.keep(film.videoPath, { name: 'video.mp4', mime: 'video/mp4' }),
		width: film.width,
		height: film.height,
		fps: film.fps,
		durationSeconds: film.durationSeconds,
		captions: {
			srt: await files.keep(film.srtPath, { name: 'captions.srt', mime: 'application/x-subrip' }),
			vtt: await files.keep(film.vttPath, { name: 'captions.vtt', mime: 'text/vtt' }),
		},
		thumbnails,
		sheet: await files.keep(film.sheetPath, { name: 'sheet.png', mime: 'image/png' }),
		recipe: await files.keep(recipePath, { name: 'recipe.json', mime: 'application/json' }),
		variety: varietyOf(plan),
	};
}
