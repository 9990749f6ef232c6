/**
 * Every setting of a film's voice and look, decided in one place and one order: what is asked for now, else what the film was made with
 * (its recipe), else what the channel says, whose record has every default. Only of how names are said the channel goes before the recipe:
 * it keeps each answer that was given since.
 */
import type { Channel } from '../asset';
import type { StageContext } from '../ledger/finished';
import type { OwnPicture } from './pictures';
import type { Recipe } from './recipe';
import type { VideoStageSettings } from './stage';

/** What is asked for now; what is left out is looked up. */
export interface AskedSettings {
	voice?: { engine: Channel['voice']['engine']; speaker: string };
	/** 1 is usual. */
	speed?: number;
	pronunciations?: Record<string, string>;
	guesser?: 'letters' | 'espeak';
	shape?: VideoStageSettings['shape'];
	captionStyle?: Channel['captions']['style'];
	palette?: string;
	music?: Channel['music'];
	pictures?: OwnPicture[] | 'none';
}

export interface FilmSettings {
	voice: {
		engine: Channel['voice']['engine'];
		speaker: string;
		speed: number;
		pronunciations: Record<string, string>;
		guesser: 'letters' | 'espeak';
	};
	/** The film was spoken by a person, and no other voice is asked for. */
	recorded: boolean;
	look: Omit<VideoStageSettings, 'restyle'>;
	/** The film shows these pictures of the user's: its scenes keep them. */
	keepsPictures: boolean;
	/** Where a first film's pictures come from. */
	pictureFolder?: string;
}

/** The voice of a film and how it spoke; null for a recording. */
export function spokenVoice({ voice }: Pick<Recipe, 'voice'>): FilmSettings['voice'] | null {
	const [engine, speaker] = voice.speaker.split('/');
	if ((engine !== 'kokoro' && engine !== 'piper') || !speaker) return null;
	const { speed, pronunciations, guesser = 'letters' } = voice;
	return { engine, speaker, speed, pronunciations, guesser };
}

/**
 * The settings of a film: `recipe` is of the film that is made again, null of one that is made for the first time. `logoPath` is where the
 * channel's logo lies.
 */
export async function filmSettings(
	channel: Channel,
	recipe: Recipe | null,
	asked: AskedSettings,
	made: { kind: 'short' | 'video'; logoPath?: string },
	context: Pick<StageContext, 'store'>,
): Promise<FilmSettings> {
	const before = recipe && spokenVoice(recipe);
	const plan = recipe?.plan;
	const voice = asked.voice ?? before ?? channel.voice;
	const usual = made.kind === 'video' ? '16:9' : '9:16';
	const shape = asked.shape ?? (plan ? (plan.width > plan.height ? '16:9' : '9:16') : usual);
	const palette = asked.palette ?? plan?.palette ?? channel.brand.palette;
	const captionStyle = asked.captionStyle ?? plan?.captionStyle ?? channel.captions.style;
	const { colours: _colours, ...brand } = channel.brand;
	const colours = plan ? plan.colours : channel.brand.colours;
	const logo = plan ? await keptLogo(recipe, made.logoPath, context) : made.logoPath;
	const kept = asked.pictures === undefined && recipe !== null;
	const { engine, speaker } = voice;
	const speed = asked.speed ?? before?.speed ?? channel.voice.speed;
	return {
		voice: {
			engine,
			speaker,
			speed,
			pronunciations: { ...before?.pronunciations, ...channel.pronunciations, ...asked.pronunciations },
			guesser: asked.guesser ?? before?.guesser ?? 'letters',
		},
		recorded: recipe !== null && before === null && asked.voice === undefined,
		look: {
			channel: { ...channel, voice: { engine, speaker, speed }, brand: { ...brand, ...(colours ? { colours } : {}) } },
			...{ shape, palette, captionStyle, music: asked.music ?? channel.music },
			...(recipe && !asked.music ? { bed: recipe.bed } : {}),
			...(asked.pictures === undefined ? {} : { pictures: asked.pictures }),
			...(logo ? { logoPath: logo } : {}),
			...(recipe?.ownThumbnails ? { ownThumbnails: recipe.ownThumbnails } : {}),
		},
		keepsPictures: kept,
		...(asked.pictures === undefined && !recipe && channel.pictures?.folder ? { pictureFolder: channel.pictures.folder } : {}),
	};
}

/** The logo that the film shows; the channel's where its file is gone, none where it shows none. */
async function keptLogo(
	recipe: Recipe,
	ofChannel: string | undefined,
	{ store }: Pick<StageContext, 'store'>,
): Promise<string | undefined> {
	const { logo } = recipe.pictures;
	return logo && ((await store.find(logo.sha256, logo.bytes)) ?? ofChannel);
}
