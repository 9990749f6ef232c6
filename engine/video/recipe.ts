/** The recipe of a film: everything it was made from, so that it can be made again to the bit. */
import { basename } from 'node:path';
import type { Envelope, Script, Source, Voice, WordTimes } from '../asset';
import { assetHead, bytes, channelRef, script as scriptShape, sha256, topic, wordTimes } from '../envelope';
import { isOperatorError, OperatorError } from '../errors';
import { checkPlan, type RendererVersions } from '../render';
import { filmPlan, thumbnailSpec } from '../render/planShape';
import { flag, list, number, object, oneOf, readShaped, record, tagged, text } from '../shape';
import { SOUND_VERSION } from './audio';
import { ownThumbnailsShape } from './ownThumbnails';
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
	voice: {
		speaker: string;
		sha256: string;
		bytes: number;
		loudnessLufs: number;
		speed: number;
		pronunciations: Record<string, string>;
		guesser?: 'espeak';
	};
	sources: (Pick<Source, 'id' | 'url' | 'title' | 'publisher'> & { sha256: string; publishedAt?: string; licence?: string })[];
	words: WordTimes;
	/** As it was spoken and drawn; derived values carry their formula where they have one. */
	script: NonNullable<Envelope['script']>;
}

/** An envelope whose script was spoken. */
export type SpokenEnvelope = Pick<Envelope, 'channel' | 'asset' | 'topic' | 'sources'> & {
	script: Script;
	voice: Pick<Voice, 'file' | 'loudnessLufs' | 'speaker' | 'spoken'>;
};

export function recipeOf(
	envelope: SpokenEnvelope,
	design: FilmDesign,
	film: Pick<Film, 'versions'> & { sha256: string; bytes: number },
	words: WordTimes,
	spoken: { speed: number; pronunciations: Record<string, string>; sources?: Recipe['sources'] },
): Recipe {
	const { asset, channel, topic, script, voice } = envelope;
	const { speed, pronunciations, guesser } = voice.spoken ?? { ...spoken, guesser: undefined };
	const { ownThumbnails, ...own } = design;
	return {
		v: 2,
		asset,
		channel,
		...(topic ? { topic } : {}),
		made: { ...film.versions, sound: SOUND_VERSION },
		film: { sha256: film.sha256, bytes: film.bytes },
		voice: {
			speaker: voice.speaker,
			sha256: voice.file.sha256,
			bytes: voice.file.bytes,
			loudnessLufs: voice.loudnessLufs,
			speed,
			pronunciations,
			...(guesser ? { guesser } : {}),
		},
		sources: spoken.sources ?? (envelope.sources ?? []).map(sourceOf),
		...own,
		words,
		script,
		...(ownThumbnails ? { ownThumbnails } : {}),
	};
}

const sourceOf = ({ id, url, title, publisher, publishedAt, licence, file }: Source): Recipe['sources'][number] => ({
	...{ id, url, title, publisher, sha256: file.sha256 },
	...(publishedAt ? { publishedAt } : {}),
	...(licence ? { licence } : {}),
});

const size = number(1, 16_384, { whole: true });
const version = text(200);
const shape = object(
	{
		...{ v: oneOf(2), asset: assetHead, channel: channelRef, plan: filmPlan, words: wordTimes, script: scriptShape },
		made: object({ renderer: version, assets: version, canvas: version, ffmpeg: version, encoder: text(2000), platform: version, sound: number(0, 1e6) }), // prettier-ignore
		film: object({ sha256, bytes }),
		voice: object({ speaker: version, sha256, bytes, loudnessLufs: number(-200, 50), speed: number(0.1, 10), pronunciations: record(text(400)) }, { guesser: oneOf('espeak') }), // prettier-ignore
		sources: list(
			object(
				{ id: text(400), url: text(8000), title: text(2000), publisher: text(1000), sha256 },
				{ publishedAt: text(100), licence: text(1000) },
			),
			{ most: 200 },
		),
		thumbnails: list(thumbnailSpec, { most: 12 }),
		bed: tagged('kind', {
			none: object({}),
			calm: object({ seed: number(-(2 ** 53), 2 ** 53) }),
			drive: object({ seed: number(-(2 ** 53), 2 ** 53) }),
			own: object({ name: text(400), sha256, bytes }),
		}),
		pictures: record(
			object(
				{
					kind: oneOf('image', 'clip'),
					sha256,
					bytes,
					name: text(400),
					width: size,
					height: size,
					frames: number(0, 216_000, { whole: true }),
				},
				{ credit: text(600), alpha: flag },
			),
			400,
		),
	},
	{ topic, ownThumbnails: ownThumbnailsShape },
);

/** Reads recipe.json. Errors: NOT_FOUND, INPUT for anything but a recipe of this version. */
export async function readRecipe(path: string): Promise<Recipe> {
	const fix = 'Give the recipe.json of a package made by this version, or run its script.md with --script.';
	const recipe = await readShaped<Recipe>(path, shape, `The recipe ${basename(path)}`, fix);
	const refuse = (why: string): never => {
		throw new OperatorError('INPUT', `The recipe ${basename(path)} cannot be used: ${why}`, { fix });
	};
	try {
		checkPlan(recipe.plan);
	} catch (error) {
		if (!isOperatorError(error)) throw error;
		refuse(error.message);
	}
	// A picture of the plan is prepared under its scene's id.
	const { plan, pictures, words, script, ownThumbnails } = recipe;
	for (const { id, picture } of plan.scenes)
		if (picture && !Object.hasOwn(pictures, id)) refuse(`the picture of scene ${id} is missing in it`);
	if (plan.logo && !Object.hasOwn(pictures, 'logo')) refuse('its logo is missing in it');
	const ids = script.scenes.map(({ id }) => id).join(' ');
	if (plan.scenes.map(({ id }) => id).join(' ') !== ids || words.scenes.map(({ id }) => id).join(' ') !== ids)
		refuse('its plan, its words and its script have other scenes');
	const led = ownThumbnails?.sceneId;
	if (led && !plan.scenes.some(({ id }) => id === led)) refuse(`the scene ${led} of its thumbnail is missing in it`);
	return recipe;
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
