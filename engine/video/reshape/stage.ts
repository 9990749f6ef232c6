/** Moments of a film of ours as items of their own, and their shorts: what Shorts Clipper and the command line run. */
import type { Clip, Envelope, FileRef } from '../../asset';
import { throwIfCancelled } from '../../errors';
import type { StageContext } from '../../ledger/finished';
import type { Files } from '../../ports';
import { readRecipe } from '../recipe';
import { filmMoments, reshapedAsset, reshapeStage, type FilmMomentWishes, type ReshapeSettings } from './index';

/** A moment of a film, or its short: then with script, voice and video of its own. */
export type FilmClip = Pick<Envelope, 'channel' | 'asset'> & { clip: Clip } & Partial<Envelope>;

export interface FilmSource {
	/** Of the film: the recipe and the voice that its item carries. */
	recipe: FileRef;
	voice: FileRef;
	/** Where the film itself was found, for the clips. */
	source: Clip['source'];
	/** Scenes of the user's own choice, a list a short; then nothing is searched. */
	scenes?: string[][];
}

/** The moments of the film, best first, each an asset of its own. Errors: INPUT (no recipe of ours, nothing fits), NOT_FOUND. */
export async function filmMomentsStage(film: FilmSource, wishes: FilmMomentWishes, context: StageContext): Promise<FilmClip[]> {
	const recipe = await readRecipe(await context.files.local(film.recipe));
	const createdAt = new Date(context.clock.now()).toISOString();
	const moments = await filmMoments(recipe, wishes, context, film.scenes);
	const clips: FilmClip[] = [];
	for (const { sceneIds, ...moment } of moments) {
		const { head: asset } = await context.ledger.assets.open(reshapedAsset({ recipe, sceneIds }, createdAt), recipe.channel.id);
		const clip: Clip = {
			...moment,
			scores: moment.scores as Record<string, number>,
			source: film.source,
			film: { sceneIds, recipe: film.recipe, voice: film.voice },
		};
		clips.push({ channel: recipe.channel, asset, clip });
	}
	return clips;
}

/**
 * The shorts of moments that {@link filmMomentsStage} gave (titles may have been edited since). One that fails fails alone; `filesOf` gives the files
 * port of each. `topic` and `sources` of the film go along with each.
 * Errors: CANCELLED.
 */
export async function filmShortsStage(
	moments: FilmClip[],
	settings: ReshapeSettings,
	context: StageContext,
	more: { filesOf?: (index: number) => Files; film?: Pick<Envelope, 'topic' | 'sources'> } = {},
): Promise<{ clips: (FilmClip | { error: unknown })[]; made: number; warnings: string[] }> {
	const clips: (FilmClip | { error: unknown })[] = [];
	const warnings: string[] = [];
	let made = 0;
	for (const [i, { clip }] of moments.entries()) {
		throwIfCancelled(context.signal);
		try {
			const { sceneIds, recipe: file, voice } = clip.film!;
			const recipe = await readRecipe(await context.files.local(file));
			const own = { ...context, files: more.filesOf?.(i) ?? context.files };
			const short = await reshapeStage({ recipe, voiceFile: voice, sceneIds, title: clip.title, ...more.film }, settings, own);
			warnings.push(...short.warnings);
			if (!short.reused) made++;
			clips.push({ ...short.envelope, clip: { ...clip, layout: 'film', recipe: short.envelope.video!.recipe } });
		} catch (error) {
			throwIfCancelled(context.signal);
			clips.push({ error });
		}
		context.progress({ stage: 'shorts', done: i + 1, total: moments.length, unit: 'items' });
	}
	return { clips, made, warnings };
}
