/** The recipe of a film: everything it was made from, so that it can be made again to the bit. */
import { readFile } from 'node:fs/promises';
import type { Envelope, Script, Source, Voice, WordTimes } from '../asset';
import { OperatorError } from '../errors';
import { checkPlan, type FilmPlan, type RendererVersions } from '../render';
import { SOUND_VERSION } from './audio';
import type { Film, FilmDesign } from './produce';

export interface Recipe extends FilmDesign {
	v: 2;
	asset: Envelope['asset'];
	channel: Envelope['channel'];
	topic?: Envelope['topic'];
	/** Programs it was made with; another one may give other bits. */
	made: RendererVersions & { sound: number };
	/** The finished MP4. */
	film: { sha256: string; bytes: number };
	voice: { speaker: string; sha256: string; bytes: number; loudnessLufs: number; speed: number; pronunciations: Record<string, string> };
	sources: (Pick<Source, 'id' | 'url' | 'title' | 'publisher'> & { sha256: string })[];
	words: WordTimes;
	/** As it was spoken and drawn; derived values carry their formula where they have one. */
	script: NonNullable<Envelope['script']>;
}

/** An envelope whose script was spoken. */
export type SpokenEnvelope = Pick<Envelope, 'channel' | 'asset' | 'topic' | 'sources'> & {
	script: Script;
	voice: Pick<Voice, 'file' | 'loudnessLufs' | 'speaker'>;
};

export function recipeOf(
	envelope: SpokenEnvelope,
	design: FilmDesign,
	film: Pick<Film, 'versions'> & { sha256: string; bytes: number },
	words: WordTimes,
	spoken: { speed: number; pronunciations: Record<string, string> },
): Recipe {
	const { asset, channel, topic, script, voice } = envelope;
	return {
		v: 2,
		asset,
		channel,
		...(topic ? { topic } : {}),
		made: { ...film.versions, sound: SOUND_VERSION },
		film: { sha256: film.sha256, bytes: film.bytes },
		voice: { speaker: voice.speaker, sha256: voice.file.sha256, bytes: voice.file.bytes, loudnessLufs: voice.loudnessLufs, ...spoken },
		sources: (envelope.sources ?? []).map(({ id, url, title, publisher, file }) => ({ id, url, title, publisher, sha256: file.sha256 })),
		...design,
		words,
		script,
	};
}

/** Reads recipe.json. Errors: NOT_FOUND, INPUT for anything but a recipe of this version. */
export async function readRecipe(path: string): Promise<Recipe> {
	const text = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw new OperatorError('NOT_FOUND', `${path} cannot be read`, { fix: 'Give the recipe.json of a package.', cause });
	});
	const refuse = (why: string, cause?: unknown): never => {
		throw new OperatorError('INPUT', `${path} is no recipe that can be followed: ${why}`, {
			fix: 'Give the recipe.json of a package made by this version, or run its script.md with --script.',
			cause,
		});
	};
	let recipe: Partial<Recipe>;
	try {
		recipe = JSON.parse(text) as Partial<Recipe>;
	} catch (cause) {
		return refuse('it is no JSON', cause);
	}
	if (recipe.v !== 2) return refuse(`its version is ${String(recipe.v)}, not 2`);
	const { plan, words, script, voice, bed, thumbnails, pictures, film, asset, channel, made } = recipe;
	if (
		!plan ||
		!words?.words?.length ||
		!script?.scenes?.length ||
		!voice ||
		!bed ||
		!thumbnails ||
		!pictures ||
		!film ||
		!asset ||
		!channel ||
		!made
	)
		return refuse('something is missing in it');
	try {
		checkPlan(plan as FilmPlan);
	} catch (cause) {
		return refuse((cause as Error).message, cause);
	}
	for (const { sha256 } of [voice, film, ...Object.values(pictures)])
		if (!/^[0-9a-f]{64}$/.test(sha256)) return refuse('a hash in it is none');
	return recipe as Recipe;
}

const NAMES: Record<keyof Recipe['made'], string> = {
	renderer: 'the drawing program',
	assets: 'fonts, stickers or maps',
	canvas: 'the canvas library',
	ffmpeg: 'ffmpeg',
	encoder: 'the settings of the encoder',
	platform: 'the kind of machine',
	sound: 'how sound is mixed',
};

/** What makes films here now that did not make this one: sentences for a person; none when the result must be the same to the bit. */
export function differences(recipe: Recipe, now: RendererVersions): string[] {
	const present: Recipe['made'] = { ...now, sound: SOUND_VERSION };
	return (Object.keys(NAMES) as (keyof Recipe['made'])[])
		.filter((key) => recipe.made[key] !== present[key])
		.map((key) => `${NAMES[key]} differs: ${String(recipe.made[key])} then, ${String(present[key])} now`);
}
