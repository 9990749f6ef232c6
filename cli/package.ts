/** `ai-operator rerender` and `ai-operator thumbnails`: what is made again of a finished film, in the package where it lies. */
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Channel } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';
import type { Recipe, Told } from '../engine/index';
import { checkedFilm } from './film';
import { oneOf, readText } from './inputs';
import { commandLine, warn } from './ports';
import { checkSettings, settingArguments, settled, spokenFilm } from './settings';

type Engine = typeof import('../engine/index');

export const packageHelp = `ai-operator rerender PACKAGE [options]    a finished film again, in its folder: what you changed in its script.md is
                                         spoken and drawn anew, scenes you name get another look, all others stay
  --scenes s3,s7      scenes that should look otherwise: another layout and ground, or those you choose here
  --layout top|side|centred|rail   --ground dark|light|accent   --transition cut|push-left|push-up|wipe|zoom-cut
  --pictures DIR      pictures and clips of yours for the scenes, in place of those it shows
  --voice, --speed, --say, --recording, --captions, --palette, --music   as with make; what is not given stays as the film has it

ai-operator thumbnails PACKAGE [options]  its three thumbnails again; nothing else of it is touched
  --title "Ships *climb*"   at most four words for all three; *marked* ones stand out
  --scene s4          the first shows this scene
  --picture FILE      the first shows your own picture
  --round N           another arrangement of the same ideas (default: 1 where nothing else is asked for)
  --reset             the film's own again
                      what you choose stays when the film is made again
`;

/** The folder of a package that a path names: it, or a file in it. Errors: INPUT. */
async function packageFolder(engine: Engine, path: string | undefined, command: string): Promise<string> {
	if (!path)
		throw new engine.OperatorError('INPUT', 'No package is named', {
			fix: `Name its folder: ai-operator ${command} out/<asset id>.`,
		});
	const at = await stat(resolve(path)).catch(() => null);
	const folder = at?.isFile() ? dirname(resolve(path)) : resolve(path);
	if (at && (await stat(join(folder, 'recipe.json')).catch(() => null))) return await realpath(folder);
	throw new engine.OperatorError(
		'INPUT',
		`${path} is no package of a film: ${at ? 'no recipe.json lies there' : 'there is no such folder'}`,
		{
			fix: 'Name the folder that make or the Publisher wrote, or its script.md.',
		},
	);
}

/** The recipe that lies beside a script.md and belongs to its asset: the film goes on with that voice and that music. Null for any other text. */
export async function recipeBeside(engine: Engine, script: string, assetId: string): Promise<Recipe | null> {
	const recipe = await engine.readRecipe(join(dirname(resolve(script)), 'recipe.json')).catch(() => null);
	return recipe?.asset.id === assetId ? recipe : null;
}

async function channelOf(engine: Engine, recipe: Recipe, context: StageContext): Promise<Channel> {
	const { id, name } = recipe.channel;
	return (await context.ledger.channels.get(id)) ?? engine.channelWithDefaults({ id, name });
}

const LAYOUTS = ['top', 'side', 'centred', 'rail'] as const;
const GROUNDS = { dark: 'ink', light: 'paper', accent: 'accent' } as const;
const TRANSITIONS = ['cut', 'push-left', 'push-up', 'wipe', 'zoom-cut'] as const;

/** "s3, s7" as ids, each of which the script has. Errors: INPUT. */
function scenesOf(engine: Engine, option: string, text: string, known: string[]): string[] {
	const named = text.split(/[\s,;]+/).filter(Boolean);
	for (const id of named) oneOf(engine, option, id, known);
	return named;
}

/** `ai-operator rerender`. */
export async function rerenderCommand(engine: Engine, args: string[], signal: AbortSignal): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			...{
				scenes: { type: 'string', default: '' },
				layout: { type: 'string' },
				ground: { type: 'string' },
				transition: { type: 'string' },
			},
			...settingArguments,
			help: { type: 'boolean', default: false },
		} as const,
	});
	if (values.help) return void process.stdout.write(packageHelp);
	const folder = await packageFolder(engine, positionals[0], 'rerender');
	const recipe = await engine.readRecipe(join(folder, 'recipe.json'));
	const markdown = await readText(engine, 'The script', join(folder, 'script.md'));
	const look = {
		...(values.layout === undefined ? {} : { skeleton: LAYOUTS.indexOf(oneOf(engine, '--layout', values.layout, LAYOUTS)) }),
		...(values.ground === undefined
			? {}
			: { ground: GROUNDS[oneOf(engine, '--ground', values.ground, Object.keys(GROUNDS) as (keyof typeof GROUNDS)[])] }),
		...(values.transition === undefined ? {} : { transition: oneOf(engine, '--transition', values.transition, TRANSITIONS) }),
	};
	if (Object.keys(look).length && !values.scenes.trim())
		throw new engine.OperatorError('INPUT', 'No scene is named that should look like that', {
			fix: `Name them: --scenes ${recipe.script.scenes[1]?.id ?? 's1'}.`,
		});
	await checkSettings(engine, values);
	const context = await commandLine(engine, { signal, progress: () => undefined, contact: '' });
	try {
		await context.ledger.assets.open(recipe.asset, recipe.channel.id);
		const own = await channelOf(engine, recipe, context);
		const kind: 'short' | 'video' = recipe.asset.kind === 'video' ? 'video' : 'short';
		const opened = await engine.openOwnScript(markdown, { channel: own, kind, slot: '' }, context);
		if (opened.envelope.asset.id !== recipe.asset.id)
			throw new engine.OperatorError('CONFLICT', `script.md in ${folder} belongs to another film than its recipe.json`, {
				fix: 'Put its own script.md back, or make the other film with make --script.',
			});
		warn(opened.warnings);
		const written = await engine.scriptStage(opened.envelope, { channel: own, useEmbeddings: false, markdown }, context);
		warn(written.warnings);
		const script = written.envelope.script!;
		const named = scenesOf(engine, '--scenes', values.scenes, script.scenes.map(({ id }) => id)); // prettier-ignore
		const film = { channel: own, recipe, kind };
		const { envelope, settings } = await settled(engine, { ...film, envelope: written.envelope }, values, context);
		const spoken = await spokenFilm(engine, { ...film, envelope, settings, script: join(folder, 'script.md') }, values, context);
		warn(spoken.warnings);
		const restyle = named.length ? { restyle: Object.fromEntries(named.map((id) => [id, look])) } : {};
		const filmed = await engine.videoStage(spoken.envelope, { ...settings.look, ...restyle }, context);
		warn(filmed.warnings);
		process.stderr.write(
			filmed.drawn.length
				? `    drawn anew: ${filmed.drawn.join(', ')} (${filmed.drawn.length} of ${script.scenes.length} scenes)\n`
				: '    nothing had to be drawn anew\n',
		);
		warn(await checkedFilm(engine, filmed.envelope, own, context));
		const scriptMarkdown = engine.scriptToMarkdown(filmed.envelope.script!, filmed.envelope.sources ?? [], filmed.envelope);
		const where = { root: dirname(folder), pattern: basename(folder), scriptMarkdown, tell: ({ sentence }: Told) => warn([sentence]) };
		const published = await engine.publishToFolder(filmed.envelope, where, context);
		process.stdout.write(`${published.published!.at(-1)!.remoteId}\n`);
	} finally {
		await context.close();
	}
}

/** `ai-operator thumbnails`. */
export async function thumbnailsCommand(engine: Engine, args: string[], signal: AbortSignal): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			...{ title: { type: 'string', default: '' }, scene: { type: 'string' }, picture: { type: 'string' }, round: { type: 'string' } },
			reset: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		} as const,
	});
	if (values.help) return void process.stdout.write(packageHelp);
	const folder = await packageFolder(engine, positionals[0], 'thumbnails');
	const asked = values.title.trim() !== '' || values.scene !== undefined || values.picture !== undefined;
	const round = values.round === undefined ? (asked ? 0 : 1) : Number(values.round);
	if (!Number.isInteger(round) || round < 0 || round > 100)
		throw new engine.OperatorError('INPUT', `--round ${values.round} is no number from 0 to 100`, { fix: 'Give 0, 1, 2, …' });
	if (values.reset && (asked || values.round !== undefined))
		throw new engine.OperatorError('INPUT', "--reset brings the film's own thumbnails back: nothing else can be asked for with it", {
			fix: 'Leave --reset or the others out.',
		});
	if (values.scene !== undefined && values.picture !== undefined)
		throw new engine.OperatorError('INPUT', '--scene and --picture both ask for the first thumbnail', { fix: 'Leave one of them out.' });
	const recipe = await engine.readRecipe(join(folder, 'recipe.json'));
	if (values.scene !== undefined) oneOf(engine, '--scene', values.scene, recipe.script.scenes.map(({ id }) => id)); // prettier-ignore
	const context = await commandLine(engine, { signal, progress: () => undefined, contact: '' });
	try {
		await context.ledger.assets.open(recipe.asset, recipe.channel.id);
		let why = '';
		const picture = values.picture
			? await engine.examinePicture(resolve(values.picture), basename(values.picture), (problem) => (why = problem))
			: undefined;
		if (picture === null)
			throw new engine.OperatorError('INPUT', `--picture ${why}`, { fix: 'Name a JPEG, PNG or WebP picture, or a clip.' });
		const wishes = {
			...{ title: values.title, round },
			...(values.scene === undefined ? {} : { sceneId: values.scene }),
			...(picture ? { picture } : {}),
		};
		const made = await engine.drawThumbnails(recipe, values.reset ? null : wishes, context);
		for (const path of await engine.replaceThumbnails(folder, made, context)) process.stdout.write(`${path}\n`);
	} finally {
		await context.close();
	}
}
