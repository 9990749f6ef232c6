/** What `make` does beside the plain road: pictures and music of the user's own, storyboards, films made again from a recipe. */
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel, Envelope } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';

type Engine = typeof import('../engine/index');
type Timed = <T>(name: string, work: () => Promise<T>) => Promise<T>;
type Warn = (warnings: string[]) => void;

/** What a person should look at before publishing: the checks of Review & Approve that do not pass. How much is copied was said with the script. */
export async function checkedFilm(engine: Engine, envelope: Envelope, channel: Channel, context: StageContext): Promise<string[]> {
	const texts = await engine.sourceTexts(envelope, context);
	const { checks } = await engine.checkAsset(envelope, texts, { channel, mostCopied: 1 }, context);
	return checks.filter(({ outcome }) => outcome !== 'pass').map(({ name, outcome, evidence }) => `${name}: ${outcome}, ${evidence}`);
}

/** Copies a storyboard's files into a folder of the asset; returns that. */
export async function copyStoryboard({ asset, storyboard, voice }: Envelope, out: string, context: StageContext): Promise<string> {
	const folder = join(out, `${asset.id}-storyboard`);
	await mkdir(folder, { recursive: true });
	// Stills of an earlier storyboard with more scenes would stay.
	for (const name of await readdir(folder)) if (/^(\d\d-s\d+\.png|voice\.wav)$/.test(name)) await rm(join(folder, name));
	await copyFile(await context.files.local(storyboard!.sheet), join(folder, 'storyboard.png'));
	if (voice) await copyFile(await context.files.local(voice.file), join(folder, 'voice.wav'));
	for (const [i, { id, file }] of storyboard!.scenes.entries())
		await copyFile(
			await context.files.local(file),
			join(folder, `${String(i + 1).padStart(2, '0')}-${id.replace(/[^A-Za-z0-9_-]+/g, '')}.png`),
		);
	return folder;
}

/** Makes a film again from its recipe; the voice comes from the store, or is spoken again with the recorded settings. */
export async function makeFromRecipe(
	engine: Engine,
	path: string,
	out: string,
	context: StageContext,
	timed: Timed,
	warn: Warn,
): Promise<void> {
	const recipe = await engine.readRecipe(path);
	const { voiceFile: kept, ...envelope } = await engine.envelopeOfRecipe(recipe, context);
	await context.ledger.assets.open(recipe.asset, recipe.channel.id);
	const saved =
		(await context.ledger.channels.get(recipe.channel.id)) ??
		engine.channelWithDefaults({ id: recipe.channel.id, name: recipe.channel.name });
	const [voiceEngine = 'kokoro', speaker = ''] = recipe.voice.speaker.split('/');
	const { speed, pronunciations, guesser } = recipe.voice;
	if (!kept && voiceEngine !== 'kokoro' && voiceEngine !== 'piper')
		throw new engine.OperatorError('NOT_FOUND', "The recording this film was made with is not in AI Operator's store any more", {
			fix: 'Make the film again from script.md with --script and --recording.',
		});
	const voiceFile =
		kept ??
		(await timed('voice', async () => {
			const settings = {
				channel: { ...saved, pronunciations },
				engine: voiceEngine as Channel['voice']['engine'],
				speaker,
				speed,
				pronunciations: {},
				...(guesser ? { guesser } : {}),
			};
			return (await engine.voiceStage(envelope, settings, context)).envelope.voice!.file;
		}));
	const made = await timed('video', () => engine.renderRecipe(recipe, voiceFile, context));
	warn(made.differences);
	process.stderr.write(made.identical ? '    identical to the bit\n' : '    not identical: see what differs above\n');
	await mkdir(out, { recursive: true });
	// Their texts may be gone; the package only names them.
	const sources = recipe.sources.map(({ sha256, publishedAt, licence, ...source }) => ({
		...source,
		publishedAt: publishedAt ?? null,
		...(licence ? { licence } : {}),
		file: { property: '', sha256, bytes: 0, mime: 'application/json' },
	}));
	const scriptMarkdown = engine.scriptToMarkdown(recipe.script, sources, made.envelope);
	const published = await engine.publishToFolder(
		{ ...made.envelope, ...(sources.length ? { sources } : {}) },
		{ root: out, pattern: '{asset}', scriptMarkdown },
		context,
	);
	process.stdout.write(`${published.published!.at(-1)!.remoteId}\n`);
	if (!made.identical) process.exitCode = 3;
}
