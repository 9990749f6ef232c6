/** Thumbnails made again: other ideas, a title of the user's, a frame of the film or a picture of the user's. The recipe keeps what was chosen. */
import { writeFile } from 'node:fs/promises';
import type { Channel, Envelope, FileRef, Video } from '../asset';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import type { Workspace } from '../ports';
import { renderThumbnails, type FilmPlan } from '../render';
import { paletteFor } from '../render/theme';
import { chosenSpecs, ledBy, thumbnailSize, type OwnThumbnails } from './ownThumbnails';
import type { OwnPicture } from './pictures';
import { preparePictures, withPictures } from './produce';
import { readRecipe, type Recipe } from './recipe';

/** Raised when the same thumbnails would be drawn differently. */
const THUMBNAILS_VERSION = 6;

export interface ThumbnailWishes {
	/** At most four words, `*some*` marked; '' takes those of the ideas. */
	title: string;
	/** A scene whose picture fills the first thumbnail. */
	sceneId?: string;
	/** The user's own picture, filling the first thumbnail. */
	picture?: OwnPicture;
	/** Raised for other arrangements of the same ideas. */
	round: number;
	/** In place of the film's; "auto" is the channel's own. */
	palette?: { name: string; channel: Channel };
}

export interface DrawnThumbnails {
	thumbnails: FileRef[];
	/** The film's recipe, with what was chosen. */
	recipe: FileRef;
	reused: boolean;
}

/**
 * Replaces the thumbnails of a finished film; without wishes its own come back.
 * Errors: INPUT without a film, or for a scene that it does not have; NOT_FOUND for pictures that are gone.
 */
export async function thumbnailStage(
	envelope: Envelope,
	wishes: ThumbnailWishes | null,
	context: StageContext,
): Promise<{ envelope: Envelope; reused: boolean }> {
	const { video } = envelope;
	if (!video)
		throw new OperatorError('INPUT', 'The item has no finished video to make thumbnails for', {
			fix: 'Put Faceless Video: Render before this node.',
		});
	const film = await readRecipe(await context.files.local(video.recipe));
	const { thumbnails, recipe, reused } = await drawThumbnails(film, wishes, context);
	return { envelope: { ...envelope, video: { ...video, thumbnails, recipe } }, reused };
}

/**
 * One of a finished film's thumbnails before the others, also when the film is made again. Errors: as {@link thumbnailStage}.
 */
export async function leadThumbnail(envelope: Envelope & { video: Video }, index: number, context: StageContext): Promise<Envelope> {
	const { video } = envelope;
	const film = await readRecipe(await context.files.local(video.recipe));
	const own: OwnThumbnails = film.ownThumbnails ?? { title: '', round: 0 };
	const first = ledBy([...video.thumbnails.keys()], own.first)[index];
	if (first === undefined) return envelope;
	const { thumbnails, recipe } = await drawChosen(film, { ...own, first }, context);
	return { ...envelope, video: { ...video, thumbnails, recipe } };
}

/** Thumbnails of a recipe's film. Errors: as {@link thumbnailStage}. */
export async function drawThumbnails(film: Recipe, wishes: ThumbnailWishes | null, context: StageContext): Promise<DrawnThumbnails> {
	return await drawChosen(film, wishes && (await choiceOf(film, wishes, context)), context);
}

async function drawChosen(film: Recipe, own: OwnThumbnails | null, context: StageContext): Promise<DrawnThumbnails> {
	const { ownThumbnails: _earlier, ...plain } = film;
	const recipe: Recipe = own ? { ...plain, ownThumbnails: own } : plain;
	const part = await finishedOrMake<Omit<DrawnThumbnails, 'reused'> & { film: string }>(
		context,
		{ assetId: film.asset.id, part: 'thumbnails', inputs: { v: THUMBNAILS_VERSION, recipe } },
		async (files) => {
			const workspace = await context.workspace('thumbnails');
			const size = thumbnailSize(film.plan);
			const plan = own?.sceneId ? await pictured(film, workspace, context) : film.plan;
			const specs = own ? await chosenSpecs({ plan, thumbnails: film.thumbnails }, own, workspace, context) : film.thumbnails;
			const drawn = specs.map((spec, i) => ({ spec, ...size, path: workspace.path(`thumbnail-${i + 1}.png`) }));
			await renderThumbnails(drawn, context);
			const thumbnails: FileRef[] = [];
			for (const [i, { path }] of drawn.entries())
				thumbnails.push(await files.keep(path, { name: `thumbnail-${i + 1}.png`, mime: 'image/png' }));
			const path = workspace.path('recipe.json');
			await writeFile(path, JSON.stringify(recipe));
			return { film: film.film.sha256, thumbnails, recipe: await files.keep(path, { name: 'recipe.json', mime: 'application/json' }) };
		},
	);
	const { thumbnails, recipe: kept } = part.value;
	return { thumbnails, recipe: kept, reused: part.reused };
}

/** The film's plan with its pictures in place. */
async function pictured({ plan, pictures }: Recipe, workspace: Workspace, context: StageContext): Promise<FilmPlan> {
	const problems: string[] = [];
	const prepared = await preparePictures(pictures, workspace, context, (problem) => problems.push(problem));
	if (problems.length)
		throw new OperatorError('NOT_FOUND', `Pictures of the film are missing: ${problems.join('; ')}`, {
			fix: 'Make the film again, or let a picture or an idea lead.',
		});
	return withPictures(plan, prepared);
}

/** What the recipe keeps of the wishes; the user's picture is kept in the store. */
async function choiceOf({ plan }: Recipe, wishes: ThumbnailWishes, context: StageContext): Promise<OwnThumbnails> {
	const { title, round, sceneId, picture, palette } = wishes;
	if (sceneId && !plan.scenes.some(({ id }) => id === sceneId))
		throw new OperatorError('INPUT', `The script has no scene "${sceneId}"`, {
			fix: `Choose one of ${plan.scenes.map(({ id }) => id).join(', ')}.`,
		});
	if (picture) await context.store.put(picture.path);
	const painted = palette && paletteFor({ ...palette.channel, brand: { ...palette.channel.brand, palette: palette.name } });
	return {
		title: title.trim(),
		round,
		...(sceneId && !picture ? { sceneId } : {}),
		...(picture ? { picture: { kind: picture.kind, name: picture.name, sha256: picture.sha256, bytes: picture.bytes } } : {}),
		...(painted && painted !== plan.palette ? { palette: painted } : {}),
	};
}
