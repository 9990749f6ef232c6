/**
 * Shorts out of our own films: not cropped, but laid out anew in 9:16 from the recipe. The scenes keep their ids, words, citations and the
 * sound of their voice; layouts, cover, captions and music are the short's own.
 */
import { writeFile } from 'node:fs/promises';
import type { AssetHead, Envelope, FileRef, Voice, WordTimes } from '../../asset';
import { OperatorError } from '../../errors';
import { finishedOrMake, type StageContext } from '../../ledger/finished';
import { assetId } from '../../ledger/keys';
import { normalizeVoice } from '../../media';
import { offload } from '../../runtime';
import type { Recipe } from '../recipe';
import { videoStage, type VideoStageResult, type VideoStageSettings } from '../stage';
import type { FilmMoment, FilmMomentWishes } from './moments';
import type { FilmWorker } from '../film.worker';

export type { FilmMoment, FilmMomentWishes } from './moments';

/** Raised when the same scenes would be cut out of a voice otherwise. */
const RESHAPE_VERSION = 1;
/** Shorter films are shorts already; longer shorts no platform takes. */
const LONGEST_SECONDS = 180;

/**
 * The best stretches of a film that was made from `recipe`, best first: whole scenes that open on a line worth opening with and need little
 * of what was said before; or the user's own choice of `scenes`. Errors: INPUT when no stretch has that length, CANCELLED.
 */
export async function filmMoments(
	recipe: Pick<Recipe, 'script' | 'words'>,
	wishes: FilmMomentWishes,
	context: Pick<StageContext, 'signal'>,
	scenes?: string[][],
): Promise<FilmMoment[]> {
	const worker = offload<FilmWorker>('film');
	const { signal } = context;
	if (scenes) {
		for (const sceneIds of scenes) check(recipe, sceneIds);
		return await worker.call('chosen', [recipe.script, recipe.words, scenes], { signal });
	}
	const found = await worker.call('moments', [recipe.script, recipe.words, wishes], { signal });
	if (found.length) return found;
	throw new OperatorError(
		'INPUT',
		`The film has no scenes of ${wishes.minSeconds} to ${wishes.maxSeconds} s together that could be a short of their own`,
		{ fix: 'Allow shorter or longer shorts.' },
	);
}

export interface ReshapeInput {
	recipe: Recipe;
	/** The film's voice, as the recipe names it: `envelope.voice.file`, or what {@link envelopeOfRecipe} finds in the store. */
	voiceFile: FileRef;
	/** Ids of the film's scenes, in the order they are to be told: of a {@link FilmMoment}, or the user's own choice. */
	sceneIds: string[];
	title?: string;
	/** What the film's item carries along. */
	sources?: Envelope['sources'];
	topic?: Envelope['topic'];
}

/** How the short is to look: the channel's, in 9:16. */
export type ReshapeSettings = Omit<VideoStageSettings, 'shape' | 'pictures' | 'restyle'>;

/** The short's own asset; the same scenes of the same film are the same one. */
export function reshapedAsset({ recipe, sceneIds }: Pick<ReshapeInput, 'recipe' | 'sceneIds'>, createdAt: string): AssetHead {
	const { asset, channel } = recipe;
	const storyId = `scenes of ${asset.id}:${asset.variant} ${sceneIds.join(' ')}`;
	const id = assetId({ channelId: channel.id, kind: 'short', storyId });
	return { v: 1, id, kind: 'short', parentId: asset.id, createdAt, variant: 0 };
}

/**
 * A vertical short of some scenes of a film of ours. Nothing is spoken again: the voice is cut at quiet points. Done before, it is reused; scenes
 * that were drawn before in this look come from the cache.
 * Errors: INPUT (unknown scenes, another voice, too long), NOT_FOUND (voice or pictures that are gone), and what drawing throws.
 */
export async function reshapeStage(input: ReshapeInput, settings: ReshapeSettings, context: StageContext): Promise<VideoStageResult> {
	const { recipe, voiceFile, sceneIds, title } = input;
	check(recipe, sceneIds);
	if (voiceFile.sha256 !== recipe.voice.sha256)
		throw new OperatorError('INPUT', 'The voice is not the one the film was made with', {
			fix: 'Use the voice of the same item as the recipe.',
		});
	const createdAt = new Date(context.clock.now()).toISOString();
	const { head: asset } = await context.ledger.assets.open(reshapedAsset(input, createdAt), recipe.channel.id);
	const worker = offload<FilmWorker>('film');
	const script = await worker.call('script', [recipe.script, sceneIds, title], { signal: context.signal });
	const voice = await finishedOrMake<Voice>(
		context,
		{
			assetId: asset.id,
			part: 'voice',
			inputs: { v: RESHAPE_VERSION, voice: voiceFile, words: recipe.words, sceneIds },
		},
		async (files) => {
			const workspace = await context.workspace('reshape');
			const [cut, level, wordsPath] = [workspace.path('cut.wav'), workspace.path('voice.wav'), workspace.path('words.json')];
			const path = await files.local(voiceFile);
			const words: WordTimes = await worker.call('voice', [path, recipe.words, sceneIds, cut], { signal: context.signal });
			const { integratedLufs } = await normalizeVoice(cut, level, { ports: context });
			await writeFile(wordsPath, JSON.stringify(words));
			return {
				file: await files.keep(level, { name: 'voice.wav', mime: 'audio/wav' }),
				durationSeconds: words.durationSeconds,
				words: await files.keep(wordsPath, { name: 'words.json', mime: 'application/json' }),
				loudnessLufs: integratedLufs,
				speaker: recipe.voice.speaker,
			};
		},
	);
	const topic = input.topic ?? recipe.topic;
	const envelope: Envelope = {
		channel: recipe.channel,
		asset,
		...(topic ? { topic } : {}),
		...(input.sources ? { sources: input.sources } : {}),
		script,
		voice: voice.value,
	};
	return await videoStage(envelope, { ...settings, shape: '9:16' }, context);
}

function check(recipe: Pick<Recipe, 'script' | 'words'>, sceneIds: string[]): void {
	const fail = (what: string, fix: string): never => {
		throw new OperatorError('INPUT', what, { fix });
	};
	if (!sceneIds.length) fail('No scene was chosen for the short', 'Name scenes of the film, such as s4 to s9.');
	if (new Set(sceneIds).size < sceneIds.length) fail('A scene was chosen twice for the short', 'Name each scene once.');
	const times = new Map(recipe.words.scenes.map((scene) => [scene.id, scene.endSeconds - scene.startSeconds]));
	const known = new Set(recipe.script.scenes.map(({ id }) => id));
	const unknown = sceneIds.filter((id) => !known.has(id) || !times.has(id));
	if (unknown.length) fail(`The film has no scene ${unknown.join(', ')}`, `It has ${[...known].slice(0, 12).join(', ')}.`);
	const seconds = sceneIds.reduce((sum, id) => sum + times.get(id)!, 0);
	if (seconds > LONGEST_SECONDS)
		fail(`The chosen scenes last ${Math.round(seconds)} s; a short has at most ${LONGEST_SECONDS} s`, 'Choose fewer scenes.');
}
