import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel, Envelope, Voice, WordTimes } from '../asset';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import type { Files } from '../ports';
import { homeDirectory } from '../runtime';
import { clearLanguage } from '../text/language';
import { keepNames } from './channelNames';
import { speak, type SpeakInput, type SpokenResult } from './index';
import { unknownNames, type Guesser, type UnknownName } from './names';
import type { SceneText } from './plan';
import { PREVIEW_LINE, previewVoices, type Preview } from './preview';
import { alignRecording, type RecordedResult } from './recording/index';

/** Raised when the sound of the same text changes. */
const VOICE_VERSION = 9;
/** Raised when the times of the same recording change. */
const RECORDING_VERSION = 2;

const cacheDir = () => join(homeDirectory(), 'cache', 'voice');

export interface VoiceStageSettings {
	channel: Channel;
	engine: 'kokoro' | 'piper' | 'auto';
	speaker: string;
	speed: number;
	/** Added to the channel's. */
	pronunciations: Record<string, string>;
	/** Who guesses unknown names; default letter rules. */
	guesser?: Guesser;
	/** Whether to stop, before anything is spoken, when there are names that would be guessed. */
	unknownNames?: 'guess' | 'stop';
}

export interface VoiceStageResult {
	envelope: Envelope;
	warnings: string[];
	reused: boolean;
	cpuSeconds: number;
}

function scenesOf(envelope: Envelope): SceneText[] {
	const scenes = envelope.script?.scenes ?? [];
	if (scenes.length === 0)
		throw new OperatorError('INPUT', 'The item has no script to speak', { fix: 'Put a Script Generator before this node.' });
	return scenes.map(({ id, narration }) => ({ id, narration }));
}

/**
 * Speaks the envelope's script. Errors: INPUT without a script, or with unknown names where `unknownNames` is 'stop'; UNSPEAKABLE for text
 * no voice can say.
 */
export async function voiceStage(envelope: Envelope, settings: VoiceStageSettings, context: StageContext): Promise<VoiceStageResult> {
	const input = {
		scenes: scenesOf(envelope),
		engine: settings.engine,
		speaker: settings.speaker,
		speed: settings.speed,
		pronunciations: { ...settings.channel.pronunciations, ...settings.pronunciations },
		...(settings.guesser === 'espeak' ? { guesser: settings.guesser } : {}),
	};
	if (settings.unknownNames === 'stop') {
		const names = await unknownNames(input.scenes, input.pronunciations, context, settings.guesser);
		if (names.length) {
			await keepNames(settings.channel, {}, names, context);
			throw new OperatorError(
				'INPUT',
				`The voice would guess ${names.length === 1 ? 'a name' : `${names.length} names`}: ${listed(names)}`,
				{
					fix: 'Fill in how to say them in this node (⋮ → Refresh list under “Say Found Names Like”), or let it guess: Unknown Names → Guess.',
					details: { names: names.slice(0, 40) },
				},
			);
		}
	}
	let cpuSeconds = 0;
	const part = await finishedOrMake<{ voice: Voice; warnings: string[] }>(
		context,
		{ assetId: envelope.asset.id, part: 'voice', inputs: { v: VOICE_VERSION, ...input, variant: envelope.asset.variant } },
		async (files) => {
			const spoken = await speak({ ...input, cacheDir: cacheDir() }, context);
			cpuSeconds = spoken.cpuSeconds;
			const voice = await keptVoice(spoken, `${spoken.engine}/${spoken.speaker}`, files, context);
			return { voice: { ...voice, spoken: howSpoken(input) }, warnings: spoken.warnings };
		},
	);
	return { envelope: { ...envelope, voice: part.value.voice }, warnings: part.value.warnings, reused: part.reused, cpuSeconds };
}

/** How a script was spoken, as its recipe keeps it: of the pronunciations those of words that stand in it. */
function howSpoken({ scenes, speed, pronunciations, guesser }: Pick<SpeakInput, 'scenes' | 'speed' | 'pronunciations' | 'guesser'>) {
	const said = scenes.map(({ narration }) => narration.toLowerCase()).join(' ');
	const used = Object.entries(pronunciations).filter(([word]) => said.includes(word.toLowerCase()));
	return { speed, pronunciations: Object.fromEntries(used), ...(guesser === 'espeak' ? { guesser } : {}) };
}

const listed = (names: UnknownName[]): string =>
	names.slice(0, 12).map(({ name, guess }) => `${name} (${guess})`).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : ''); // prettier-ignore

/** Keeps a finished voice's sound and word times. */
async function keptVoice(made: SpokenResult | RecordedResult, speaker: string, files: Files, context: StageContext): Promise<Voice> {
	const workspace = await context.workspace('voice-words');
	try {
		const wordsPath = workspace.path('words.json');
		await writeFile(wordsPath, JSON.stringify(made.words));
		return {
			file: await files.keep(made.audioPath, { name: 'voice.wav', mime: 'audio/wav' }),
			durationSeconds: made.words.durationSeconds,
			words: await files.keep(wordsPath, { name: 'words.json', mime: 'application/json' }),
			loudnessLufs: made.loudnessLufs,
			speaker,
		};
	} finally {
		await workspace.dispose();
	}
}

/**
 * Names of the script that the voice would guess, before anything is spoken. What is given is kept in the channel, what is found waits
 * there. Errors: INPUT without a script or for a pronunciation that cannot be read; UNSPEAKABLE.
 */
export async function namesStage(
	envelope: Envelope,
	settings: { channel: Channel; given: Record<string, string>; guesser?: Guesser },
	context: StageContext,
): Promise<{ names: UnknownName[]; channel: Channel }> {
	const scenes = scenesOf(envelope);
	const pronunciations = { ...settings.channel.pronunciations, ...settings.given };
	const names = await unknownNames(scenes, pronunciations, context, settings.guesser);
	return { names, channel: await keepNames(settings.channel, settings.given, names, context) };
}

/** Speaks a text that belongs to no asset; paragraphs are parted by empty lines. Errors: INPUT without text, UNSPEAKABLE. */
export async function textStage(
	text: string,
	settings: Omit<VoiceStageSettings, 'unknownNames'>,
	context: StageContext,
): Promise<{ voice: Voice; words: WordTimes; warnings: string[] }> {
	const scenes = text
		.split(/\n\s*\n/)
		.map((paragraph) => paragraph.trim())
		.filter(Boolean)
		.map((narration, i) => ({ id: `p${i + 1}`, narration }));
	if (scenes.length === 0) throw new OperatorError('INPUT', 'There is no text to speak', { fix: 'Fill in “Text”.' });
	const { channel, engine, speaker, speed, guesser } = settings;
	const pronunciations = { ...channel.pronunciations, ...settings.pronunciations };
	const spoken = await speak({ scenes, engine, speaker, speed, guesser, pronunciations, cacheDir: cacheDir() }, context);
	return {
		voice: await keptVoice(spoken, `${spoken.engine}/${spoken.speaker}`, context.files, context),
		words: spoken.words,
		warnings: spoken.warnings,
	};
}

/** One short line said by each voice, level matched; finished samples are kept. Errors: INPUT for an unknown voice, UNSPEAKABLE. */
export async function previewStage(settings: { voices: string[]; line?: string }, context: StageContext): Promise<Preview[]> {
	return await previewVoices(
		{ voices: settings.voices, line: settings.line || PREVIEW_LINE, cacheDir: join(homeDirectory(), 'cache', 'previews') },
		context,
	);
}

/**
 * The user's own recording in place of a voice, aligned to the script.
 * Errors: INPUT (no script, no sound, says something else), UNSAFE_MEDIA.
 */
export async function recordingStage(
	envelope: Envelope,
	settings: { path: string; sha256: string; name: string; trimSilence: boolean; language: string },
	context: StageContext,
): Promise<VoiceStageResult & { recording: Pick<RecordedResult, 'skipped' | 'changed' | 'added' | 'removedSeconds'> }> {
	const scenes = scenesOf(envelope);
	const { path, sha256, name, trimSilence } = settings;
	// A script may be in another language than its channel.
	const language = clearLanguage(scenes.map(({ narration }) => narration).join(' ')) ?? settings.language;
	type Made = { voice: Voice; warnings: string[]; recording: Pick<RecordedResult, 'skipped' | 'changed' | 'added' | 'removedSeconds'> };
	const part = await finishedOrMake<Made>(
		context,
		{
			assetId: envelope.asset.id,
			part: 'voice',
			inputs: { v: RECORDING_VERSION, recording: sha256, scenes, trimSilence, language, variant: envelope.asset.variant },
		},
		async (files) => {
			const made = await alignRecording({ path, name, scenes, trimSilence, language }, context);
			const { skipped, changed, added, removedSeconds } = made;
			const voice = await keptVoice(made, 'own recording', files, context);
			return { voice, warnings: made.warnings, recording: { skipped, changed, added, removedSeconds } };
		},
	);
	const { voice, warnings, recording } = part.value;
	return { envelope: { ...envelope, voice }, warnings, recording, reused: part.reused, cpuSeconds: 0 };
}
