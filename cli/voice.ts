import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Channel, Envelope } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';
import type { FilmSettings } from '../engine/index';
import { readText } from './inputs';
import { commandLine, warn } from './ports';

type Engine = typeof import('../engine/index');

export const voiceHelp = `  --voice NAME        af_heart, am_michael, bf_emma, … or joe; "ai-operator voices" lists and previews them
  --say NAME=SOUND    how to say a name, e.g. "Siobhan=shi-VAWN"; kept in the channel; several are fine
  --names             stop before speaking when there are names that the voice would guess, and list them
  --espeak            let espeak-ng, where installed, guess unknown names
  --speed N           how fast it speaks: 1 is usual, 0.5 slow, 2 fast
  --recording FILE    your own recording of the script instead of a voice
`;
export const voicesHelp = `ai-operator voices [NAME …] [--line TEXT] [--out DIR]
                        lists the voices of this machine; with --out it writes a sample of each
ai-operator speak TEXT|FILE [--voice NAME] [--speed N] [--say NAME=SOUND] [--channel NAME] [--out DIR]
                        speaks any text: voice.wav, words.json, captions.srt
`;

/** Options of `make` that belong to the voice. */
export const voiceArguments = {
	voice: { type: 'string' },
	speed: { type: 'string' },
	say: { type: 'string', multiple: true, default: [] as string[] },
	names: { type: 'boolean', default: false },
	espeak: { type: 'boolean', default: false },
	recording: { type: 'string' },
} as const;

export interface VoiceValues {
	voice?: string;
	speed?: string;
	say: string[];
	names: boolean;
	espeak: boolean;
	recording?: string;
}

/** "Siobhan=shi-VAWN" arguments as a record. */
export function sayings(engine: Engine, say: string[]): Record<string, string> {
	const lines = engine.pronunciationLines(say.join('\n'));
	const bad = say.find((each) => !/^[^=]+=.*\S/.test(each));
	if (bad !== undefined)
		throw new engine.OperatorError('INPUT', `--say "${bad}" names no sound`, { fix: 'Write it as --say "Siobhan=shi-VAWN".' });
	return lines;
}

const guesserOf = ({ espeak }: { espeak: boolean }) => (espeak ? ('espeak' as const) : ('letters' as const));

/** A speaker belongs to one engine. */
export const voiceEngineOf = (speaker: string): 'piper' | 'kokoro' => (speaker === 'joe' ? 'piper' : 'kokoro');

/** Errors: INPUT. */
export function checkSpeed(engine: Engine, speed: string | undefined): void {
	if (speed !== undefined && !(Number(speed) >= 0.5 && Number(speed) <= 2))
		throw new engine.OperatorError('INPUT', `--speed ${speed} is no number from 0.5 to 2`, { fix: '1 is usual, 0.5 slow, 2 fast.' });
}

/** The user's recording of the script. */
export async function align(engine: Engine, envelope: Envelope, channel: Channel, recording: string, context: StageContext) {
	const path = resolve(recording);
	const { sha256 } = await engine.hashFile(path);
	const taken = { path, sha256, name: basename(path), trimSilence: true, language: channel.language };
	return await engine.recordingStage(envelope, taken, context);
}

/** The script in a voice of this machine. What is said of names now is kept in the channel. */
export async function speak(
	engine: Engine,
	envelope: Envelope,
	voice: { channel: Channel } & FilmSettings['voice'],
	values: Pick<VoiceValues, 'say' | 'names'>,
	context: StageContext,
) {
	const given = sayings(engine, values.say);
	if (Object.keys(given).length) await engine.keepNames(voice.channel, given, [], context);
	if (values.names) {
		const { names } = await engine.namesStage(
			envelope,
			{ channel: { ...voice.channel, pronunciations: voice.pronunciations }, given, guesser: voice.guesser },
			context,
		);
		if (names.length) {
			const lines = names.map(({ name, guess, sentence }) => `  --say "${name}=${guess}"    in: ${sentence}`);
			throw new engine.OperatorError('INPUT', `The voice would guess:\n${lines.join('\n')}`, {
				fix: 'Run it again with --say for those it guesses wrong, and without --names to accept the others.',
			});
		}
	}
	return await engine.voiceStage(envelope, voice, context);
}

/** Lists voices, or writes a sample of each to a folder. */
export async function voicesCommand(engine: Engine, args: string[], signal: AbortSignal): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { line: { type: 'string' }, out: { type: 'string' } },
	});
	const voices = engine.listVoices();
	if (values.out === undefined) {
		for (const { id, description } of voices) process.stdout.write(`${id.padEnd(12)} ${description}\n`);
		return;
	}
	const out = resolve(values.out);
	await mkdir(out, { recursive: true });
	const context = await commandLine(engine, { signal, progress: () => undefined, contact: '' });
	try {
		const asked = positionals.length ? positionals : voices.map(({ id }) => id);
		for (const { voice, path } of await engine.previewStage({ voices: asked, line: values.line }, context)) {
			await copyFile(path, join(out, `voice-${voice.id}.wav`));
			process.stdout.write(`${join(out, `voice-${voice.id}.wav`)}  ${voice.description}\n`);
		}
	} finally {
		await context.close();
	}
}

/** Speaks a text or a text file. */
export async function speakCommand(engine: Engine, args: string[], signal: AbortSignal): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			voice: { type: 'string' },
			speed: { type: 'string' },
			say: { type: 'string', multiple: true, default: [] },
			espeak: { type: 'boolean', default: false },
			channel: { type: 'string', default: 'my-channel' },
			out: { type: 'string', default: 'out' },
		},
	});
	const [given] = positionals;
	if (!given?.trim())
		throw new engine.OperatorError('INPUT', 'There is no text to speak', { fix: 'Give a text in quotes, or a text file.' });
	checkSpeed(engine, values.speed);
	// A file's name holds no line break and is not a sentence.
	const file = /^[^\n]{1,255}\.(txt|md)$/i.test(given) ? await readText(engine, 'The text', given) : undefined;
	const context = await commandLine(engine, { signal, progress: () => undefined, contact: '' });
	try {
		const id = engine.channelId(values.channel);
		const channel = (await context.ledger.channels.get(id)) ?? engine.channelWithDefaults({ id, name: values.channel });
		const made = await engine.textStage(
			file ?? given,
			{
				channel,
				engine: values.voice ? voiceEngineOf(values.voice) : channel.voice.engine,
				speaker: values.voice ?? channel.voice.speaker,
				speed: values.speed === undefined ? channel.voice.speed : Number(values.speed),
				pronunciations: sayings(engine, values.say),
				guesser: guesserOf(values),
			},
			context,
		);
		warn(made.warnings);
		const out = resolve(values.out);
		await mkdir(out, { recursive: true });
		await copyFile(await context.files.local(made.voice.file), join(out, 'voice.wav'));
		await writeFile(join(out, 'words.json'), JSON.stringify(made.words));
		await writeFile(join(out, 'captions.srt'), engine.toSrt(engine.captionPages(made.words.words, engine.WIDE_PAGES)));
		process.stdout.write(`${out}\n`);
	} finally {
		await context.close();
	}
}
