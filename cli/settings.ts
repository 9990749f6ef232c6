/** The options that decide a film's voice and look, for `make` and `rerender` alike, and the film made with them. */
import { resolve } from 'node:path';
import type { Channel, Envelope, Script } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';
import type { FilmSettings, OwnPicture, Recipe } from '../engine/index';
import { checkFile, checkMusic, oneOf } from './inputs';
import { warn } from './ports';
import { align, checkSpeed, sayings, speak, voiceArguments, voiceEngineOf, type VoiceValues } from './voice';

type Engine = typeof import('../engine/index');

const CAPTIONS = ['karaoke', 'plain', 'none'] as const;

/** The options themselves. */
export const settingArguments = {
	...voiceArguments,
	captions: { type: 'string' },
	palette: { type: 'string' },
	music: { type: 'string' },
	pictures: { type: 'string' },
} as const;

export interface SettingValues extends VoiceValues {
	captions?: string;
	palette?: string;
	music?: string;
	pictures?: string;
}

/** What is mistyped is said before anything is made. Errors: INPUT. */
export async function checkSettings(engine: Engine, values: SettingValues): Promise<void> {
	if (values.voice !== undefined) oneOf(engine, '--voice', values.voice, engine.listVoices().map(({ id }) => id)); // prettier-ignore
	checkSpeed(engine, values.speed);
	if (values.captions !== undefined) oneOf(engine, '--captions', values.captions, CAPTIONS);
	if (values.palette !== undefined) oneOf(engine, '--palette', values.palette, ['auto', ...engine.PALETTE_NAMES]);
	if (values.music !== undefined) await checkMusic(engine, values.music);
	if (values.recording !== undefined) await checkFile(engine, '--recording', values.recording);
	sayings(engine, values.say);
}

/** A mood by its name, or a folder. */
function musicOf(given: string, channel: Channel): Channel['music'] {
	if (given === 'calm' || given === 'drive' || given === 'none') return { mood: given };
	return { mood: channel.music.mood === 'none' ? 'calm' : channel.music.mood, folder: resolve(given) };
}

/** What the options, the film's recipe and the channel say, and the script with the pictures that it keeps. */
export async function settled(
	engine: Engine,
	film: { envelope: Envelope; channel: Channel; recipe: Recipe | null; kind: 'short' | 'video' },
	values: SettingValues,
	context: StageContext,
): Promise<{ envelope: Envelope; settings: FilmSettings }> {
	const { channel, recipe, kind } = film;
	const { logo } = channel.brand;
	const picturesOf = async (folder: string): Promise<OwnPicture[]> => {
		const problems: string[] = [];
		const found = await engine.picturesInFolder(resolve(folder), (problem) => problems.push(problem));
		warn(problems);
		return found;
	};
	const settings = await engine.filmSettings(
		channel,
		recipe,
		{
			...(values.voice === undefined ? {} : { voice: { engine: voiceEngineOf(values.voice), speaker: values.voice } }),
			...(values.speed === undefined ? {} : { speed: Number(values.speed) }),
			...(values.espeak ? { guesser: 'espeak' as const } : {}),
			...(values.captions === undefined ? {} : { captionStyle: oneOf(engine, '--captions', values.captions, CAPTIONS) }),
			...(values.palette === undefined ? {} : { palette: values.palette }),
			...(values.music === undefined ? {} : { music: musicOf(values.music, channel) }),
			...(values.pictures === undefined ? {} : { pictures: await picturesOf(values.pictures) }),
			pronunciations: sayings(engine, values.say),
		},
		{ kind, ...(logo ? { logoPath: resolve(logo) } : {}) },
		context,
	);
	if (settings.pictureFolder) settings.look.pictures = await picturesOf(settings.pictureFolder);
	const envelope = recipe && settings.keepsPictures ? withPicturesOf(recipe, film.envelope) : film.envelope;
	return { envelope, settings };
}

/** The envelope with the pictures of the user's that its film showed: script.md does not name them. */
function withPicturesOf(recipe: Recipe, envelope: Envelope): Envelope {
	const shown = new Map(recipe.script.scenes.map(({ id, picture }) => [id, picture]));
	const scenes = envelope.script!.scenes.map((scene) => {
		const picture = scene.picture ?? shown.get(scene.id);
		return picture ? { ...scene, picture } : scene;
	});
	return { ...envelope, script: { ...envelope.script!, scenes } };
}

/**
 * The script in its voice: one of this machine, the user's recording, or the recording that the film has already.
 * Errors: INPUT for a film spoken by the user that says other words now, and what the stages throw.
 */
export async function spokenFilm(
	engine: Engine,
	film: { envelope: Envelope; channel: Channel; recipe: Recipe | null; settings: FilmSettings; script: string },
	values: SettingValues,
	context: StageContext,
): Promise<{ envelope: Envelope; warnings: string[] }> {
	const { envelope, channel, recipe, settings } = film;
	if (values.recording !== undefined) return await align(engine, envelope, channel, values.recording, context);
	if (!recipe || !settings.recorded) return await speak(engine, envelope, { channel, ...settings.voice }, values, context);
	const said = ({ scenes }: Script) => scenes.map(({ id, narration }) => `${id} ${narration}`).join('\n');
	if (said(envelope.script!) !== said(recipe.script))
		throw new engine.OperatorError('INPUT', 'This film was spoken by yourself, and script.md says other words now', {
			fix: `Record them: ai-operator make --script ${film.script} --recording FILE; or choose a voice with --voice.`,
		});
	const { voice } = await engine.spokenEnvelope(recipe, context);
	if (!voice)
		throw new engine.OperatorError('NOT_FOUND', "The recording of this film is not in AI Operator's store any more", {
			fix: `Give it again: ai-operator make --script ${film.script} --recording FILE; or choose a voice with --voice.`,
		});
	return { envelope: { ...envelope, voice }, warnings: [] };
}
