/** A film made again from its recipe. */
import { writeFile } from 'node:fs/promises';
import type { Envelope, FileRef, Voice } from '../asset';
import { OperatorError } from '../errors';
import type { StageContext } from '../ledger/finished';
import { findFfmpeg } from '../media';
import { rendererVersions } from '../render';
import { preparePictures, produceFilm, type FilmDesign } from './produce';
import { differences, type Recipe } from './recipe';
import { keepFilm } from './stage';

export interface RecipeResult {
	envelope: Envelope;
	/** Whether the MP4 is to the bit the one the recipe belongs to. */
	identical: boolean;
	/** What makes films here now that did not make that one; none when it must be identical. */
	differences: string[];
	drawn: string[];
}

/** How a recipe's voice was spoken, as its envelope says it. */
export const spokenPartOf = ({ speed, pronunciations, guesser }: Recipe['voice']): Pick<Voice, 'spoken'> => ({
	spoken: { speed, pronunciations, ...(guesser ? { guesser } : {}) },
});

/** The envelope a recipe was written of, without its film; with its voice when that file is still in the store. */
export async function envelopeOfRecipe(
	recipe: Recipe,
	context: Pick<StageContext, 'store'>,
): Promise<Envelope & { voiceFile: FileRef | null }> {
	const { asset, channel, topic, script, voice } = recipe;
	const path = await context.store.find(voice.sha256, voice.bytes);
	const voiceFile = path ? { property: path, sha256: voice.sha256, bytes: voice.bytes, mime: 'audio/wav' } : null;
	return { asset, channel, ...(topic ? { topic } : {}), script, voiceFile };
}

/** The film of a recipe as it was spoken; without a voice when that is not stored any more. */
export async function spokenEnvelope(recipe: Recipe, context: StageContext): Promise<Envelope> {
	const { voiceFile: file, ...envelope } = await envelopeOfRecipe(recipe, context);
	if (!file) return envelope;
	const path = (await context.workspace('words')).path('words.json');
	await writeFile(path, JSON.stringify(recipe.words));
	const { speaker, loudnessLufs } = recipe.voice;
	const words = await context.files.keep(path, { name: 'words.json', mime: 'application/json' });
	return { ...envelope, voice: { file, durationSeconds: recipe.words.durationSeconds, words, loudnessLufs, speaker } };
}

/**
 * Makes the film again, exactly as the recipe's plan says: nothing is planned anew. `voiceFile` must be the recorded voice.
 * Errors: INPUT (another voice, a picture that is gone), NOT_FOUND, and what drawing throws.
 */
export async function renderRecipe(recipe: Recipe, voiceFile: FileRef, context: StageContext): Promise<RecipeResult> {
	const { plan, thumbnails, ownThumbnails, bed, pictures, words, voice, script, asset, channel } = recipe;
	const design: FilmDesign = { plan, thumbnails, bed, pictures, ...(ownThumbnails ? { ownThumbnails } : {}) };
	if (voiceFile.sha256 !== voice.sha256)
		throw new OperatorError('INPUT', 'The voice is not the one of the recipe: the film could not be the same', {
			fix: 'Use the voice engine of that time, or make a new film from script.md with --script.',
		});
	const versions = await rendererVersions(await findFfmpeg(context));
	const workspace = await context.workspace('recipe');
	const missing: string[] = [];
	const prepared = await preparePictures(pictures, workspace, context, (message) => missing.push(message));
	if (missing.length)
		throw new OperatorError('NOT_FOUND', `Pictures of the recipe are missing: ${missing.join('; ')}`, {
			fix: 'Run it where the film was made, or make a new film from script.md with --script.',
		});
	const spoken = { path: await context.files.local(voiceFile), sha256: voice.sha256, loudnessLufs: voice.loudnessLufs, words };
	const film = await produceFilm(design, prepared, spoken, workspace, context);
	const envelope: Envelope = { channel, asset, ...(recipe.topic ? { topic: recipe.topic } : {}), script };
	const video = await keepFilm(
		film,
		context.files,
		{ ...envelope, script, voice: { file: voiceFile, loudnessLufs: voice.loudnessLufs, speaker: voice.speaker, ...spokenPartOf(voice) } },
		design,
		words,
		{
			voice: { engine: 'kokoro', speaker: voice.speaker, speed: voice.speed },
			pronunciations: voice.pronunciations,
			sources: recipe.sources,
		},
		workspace.path('recipe.json'),
	);
	const wordsPath = workspace.path('words.json');
	await writeFile(wordsPath, JSON.stringify(words));
	const spokenPart: Voice = {
		file: voiceFile,
		durationSeconds: words.durationSeconds,
		words: await context.files.keep(wordsPath, { name: 'words.json', mime: 'application/json' }),
		loudnessLufs: voice.loudnessLufs,
		speaker: voice.speaker,
		...spokenPartOf(voice),
	};
	return {
		envelope: { ...envelope, voice: spokenPart, video },
		identical: video.file.sha256 === recipe.film.sha256,
		differences: differences(recipe, versions),
		drawn: film.drawn,
	};
}
