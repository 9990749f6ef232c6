/** `ai-operator clip` of a film of our own: laid out anew from the recipe of its package. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Channel, Envelope, FileRef } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';
import type { FilmClip, FilmMomentWishes } from '../engine/index';

type Engine = typeof import('../engine/index');

export interface OwnFilm {
	/** Path of its recipe.json. */
	recipe: string;
	/** Path of the film. */
	video: string;
}

/** The package that a path names: its folder, its recipe.json, or the film beside it; null for any other file. */
export async function ownFilmAt(engine: Engine, path: string): Promise<OwnFilm | null> {
	const at = await stat(path).catch(() => null);
	const folder = at?.isDirectory() ? path : dirname(path);
	const recipe = join(folder, 'recipe.json');
	const video = join(folder, 'video.mp4');
	if (!at || !(await stat(recipe).catch(() => null))) return null;
	if (at.isDirectory() || resolve(path) === recipe) return { recipe, video };
	if (resolve(path) !== video) return null;
	// A film that was cut or exported again is no longer the recipe's.
	// A recipe that cannot be read belongs to no film: this one is cut like anybody's.
	const named = await engine.readRecipe(recipe).catch(() => null);
	return named?.film.sha256 === (await engine.hashFile(video)).sha256 ? { recipe, video } : null;
}

/** "s4-s9" or "s4,s6,s9" as ids of the film's scenes. */
export function scenesNamed(text: string, ids: string[]): string[] {
	return text.split(',').flatMap((part) => {
		const [from = '', to] = part.split('-').map((id) => id.trim());
		if (to === undefined) return [from];
		const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
		return a < 0 || b < a ? [from, to] : ids.slice(a, b + 1);
	});
}

/** Moments of the film; what is to be shown of them is the caller's. */
export async function filmClips(
	engine: Engine,
	film: OwnFilm,
	wishes: FilmMomentWishes,
	scenes: string[],
	context: StageContext,
): Promise<FilmClip[]> {
	const recipe = await engine.readRecipe(film.recipe);
	const { voiceFile, ...envelope } = await engine.envelopeOfRecipe(recipe, context);
	if (!voiceFile)
		throw new engine.OperatorError('NOT_FOUND', "The voice of this film is not in AI Operator's store any more", {
			fix: `Make the film again with make --recipe ${film.recipe}, then cut it.`,
		});
	await context.ledger.assets.open(envelope.asset, recipe.channel.id);
	const ref = async (path: string, mime: string): Promise<FileRef> => ({ property: path, ...(await engine.hashFile(path)), mime });
	const ids = recipe.script.scenes.map(({ id }) => id);
	return await engine.filmMomentsStage(
		{
			recipe: await ref(film.recipe, 'application/json'),
			voice: voiceFile,
			source: { from: 'path', name: basename(dirname(film.video)), file: { property: film.video, ...recipe.film, mime: 'video/mp4' } },
			...(scenes.length ? { scenes: scenes.map((text) => scenesNamed(text, ids)) } : {}),
		},
		wishes,
		context,
	);
}

/** Makes the shorts of moments; each becomes a package in `root`. Returns the folders with their clips; failures are told through `fail`. */
export async function makeShorts(
	engine: Engine,
	moments: FilmClip[],
	look: { channel: Channel; captionStyle: Channel['captions']['style']; palette: string; root: string },
	context: StageContext,
	tell: { warn(line: string): void; fail(line: string): void },
): Promise<{ folder: string; clip: FilmClip['clip'] }[]> {
	const { channel, captionStyle, palette, root } = look;
	const { logo } = channel.brand;
	const settings = { channel, captionStyle, palette, music: channel.music, ...(logo ? { logoPath: resolve(logo) } : {}) };
	const made = await engine.filmShortsStage(moments, settings, context);
	for (const warning of made.warnings) tell.warn(warning);
	const folders: { folder: string; clip: FilmClip['clip'] }[] = [];
	for (const [i, one] of made.clips.entries()) {
		if ('error' in one) {
			const { message, fix = '' } = one.error as { message: string; fix?: string };
			tell.fail(`${moments[i]!.clip.title}: ${message}. ${fix}`);
			continue;
		}
		const scriptMarkdown = engine.scriptToMarkdown(one.script!, [], one as Envelope);
		const published = await engine.publishToFolder(one as Envelope, { root, pattern: '{asset}', scriptMarkdown }, context);
		folders.push({ folder: published.published!.at(-1)!.remoteId, clip: one.clip });
	}
	return folders;
}
