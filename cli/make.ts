import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Envelope } from '../engine/asset';
import type { Recipe } from '../engine/index';
import { checkedFilm, copyStoryboard, makeFromRecipe } from './film';
import { oneOf, readText } from './inputs';
import { recipeBeside } from './package';
import { commandLine, warn } from './ports';
import { checkSettings, settingArguments, settled, spokenFilm } from './settings';
import { voiceHelp } from './voice';
import { writeScript, writingArguments, writingHelp } from './writing';

type Engine = typeof import('../engine/index');

export const makeHelp = `ai-operator make [options]

  --source FILE|URL   a text file, source pack or article; may be given several times
  --feed URL          a feed; its first-ranked topic is made; may be given several times
  --hacker-news WHAT  top, best, or words to search for: its first-ranked topic is made
  --keywords A,B      what the channel cares about; with --feed and --hacker-news the topics that fit come first
  --script FILE.md    your own script instead of sources; the script.md of a package goes on with that video: only what you
                      changed is spoken and drawn again, in its voice and look (see rerender)
  --topic TITLE       title of the topic
  --channel NAME      a saved channel (default: my-channel)
  --making short|video
${writingHelp}${voiceHelp}  --out DIR           where the package goes (default: out)
  --pictures DIR      pictures and clips of yours for the scenes: s3.jpg, 3-lock.png, or by their names; credits from credits.csv
  --music calm|drive|none, or a folder of yours
  --captions karaoke|plain|none   --palette NAME, or auto
  --storyboard        one still a scene instead of a film, before anything is spoken; with --voice or --recording the voice, too
  --recipe FILE       make a film again, to the bit, from the recipe.json of its package
  --again             make another asset of the same sources
`;

/** Makes one video from sources or a script, without n8n. Finished parts of an earlier run are reused. */
export async function make(engine: Engine, args: string[], signal: AbortSignal): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			source: { type: 'string', multiple: true, default: [] },
			feed: { type: 'string', multiple: true, default: [] },
			'hacker-news': { type: 'string' },
			keywords: { type: 'string', default: '' },
			script: { type: 'string' },
			topic: { type: 'string' },
			channel: { type: 'string', default: 'my-channel' },
			making: { type: 'string' },
			...writingArguments,
			...settingArguments,
			out: { type: 'string', default: 'out' },
			storyboard: { type: 'boolean', default: false },
			recipe: { type: 'string' },
			again: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return void process.stdout.write(makeHelp);
	const news = values['hacker-news'];
	if (!values.source.length && !values.feed.length && news === undefined && !values.script && !values.recipe) {
		throw new engine.OperatorError('INPUT', 'Nothing to make a video from', {
			fix: 'Give --source, --feed, --hacker-news, --script or --recipe.',
		});
	}
	// What is mistyped is said now, not after minutes of work.
	const making = values.making === undefined ? undefined : oneOf(engine, '--making', values.making, ['short', 'video'] as const);
	await checkSettings(engine, values);
	const files = values.source.filter((source) => !/^https?:/i.test(source));
	const texts =
		values.script === undefined && !values.recipe ? await Promise.all(files.map((file) => readText(engine, '--source', file))) : [];
	const markdown = values.script === undefined ? undefined : await readText(engine, '--script', values.script);
	let stage = '';
	const progress = ({ stage: name, done, total }: { stage: string; done: number; total: number }) => {
		if (!process.stderr.isTTY) return;
		process.stderr.write(`\r\x1b[2K  ${stage}: ${name}${total ? ` ${Math.round((100 * done) / total)} %` : ''}`);
	};
	const id = engine.channelId(values.channel);
	const context = await commandLine(engine, { signal, progress, contact: '' });
	const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		stage = name;
		const began = Date.now();
		const result = await work();
		process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[2K' : ''}  ✓ ${name} ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
		return result;
	};
	try {
		if (values.recipe) return await makeFromRecipe(engine, resolve(values.recipe), resolve(values.out), context, timed, warn);
		let channel = (await context.ledger.channels.get(id)) ?? engine.channelWithDefaults({ id, name: values.channel });
		let kind: 'short' | 'video' = making ?? channel.format;
		const slot = values.again ? new Date().toISOString() : '';
		let envelope: Envelope;
		let before: Recipe | null = null;
		if (markdown !== undefined) {
			if (values.source.length || values.feed.length || news !== undefined)
				warn([
					'Beside --script no source is read: the script is spoken as it is written. Leave --script out to have one written from the sources.',
				]);
			const opened = await engine.openOwnScript(markdown, { channel, kind, slot }, context);
			({ envelope, channel } = opened);
			kind = envelope.asset.kind === 'video' ? 'video' : 'short';
			warn(opened.warnings);
			before = await recipeBeside(engine, values.script!, envelope.asset.id);
		} else {
			const inputs = [
				...texts.map((text) => ({ kind: 'text' as const, text })),
				...values.source.filter((source) => /^https?:/i.test(source)).map((url) => ({ kind: 'link' as const, url })),
				...values.feed.map((url) => ({ kind: 'feed' as const, url })),
				...(news === undefined
					? []
					: [
							{
								kind: 'hackernews' as const,
								minPoints: 50,
								...(news === 'top' || news === 'best' ? { list: news as 'top' | 'best' } : { list: 'search' as const, query: news }),
							},
						]),
			];
			const words = [values.topic ?? '', ...values.keywords.split(',')].map((word) => word.trim()).filter(Boolean);
			// A site's owner may ask who reads: the channel's contact stands in each request.
			const http = engine.createHttp({ userAgent: `ai-operator/${engine.version()}`, contact: channel.contact });
			const found = await timed('topic', () =>
				engine.topicStage(
					{
						channel,
						kind,
						inputs,
						keywords: words,
						limit: 1,
						slot,
						mode: values.feed.length || news !== undefined ? 'find' : 'read',
						...(values.topic ? { title: values.topic } : {}),
					},
					{ ...context, http },
				),
			);
			warn(found.warnings);
			for (const problem of found.problems) process.stderr.write(`  ! ${problem.input}: ${problem.message}. ${problem.fix}\n`);
			const [first] = found.envelopes;
			if (!first)
				throw new engine.OperatorError('INPUT', 'No topic was found', {
					fix: 'Give other sources; the lines above say what was wrong with these.',
				});
			envelope = first;
		}
		const written = await timed('script', () => writeScript(engine, envelope, channel, markdown, values, context));
		warn(written.warnings);
		const made = { channel, recipe: before, kind };
		const { envelope: pictured, settings } = await settled(engine, { ...made, envelope: written.envelope }, values, context);
		const voiced = { ...made, envelope: pictured, settings, script: values.script ?? 'script.md' };
		if (values.storyboard) {
			const heard = values.voice !== undefined || values.recording !== undefined;
			const said = heard ? await timed('voice', () => spokenFilm(engine, voiced, values, context)) : { envelope: pictured, warnings: [] };
			if (heard) warn(said.warnings);
			const drawn = await timed('storyboard', () => engine.storyboardStage(said.envelope, settings.look, context));
			warn(drawn.warnings);
			return void process.stdout.write(`${await copyStoryboard(drawn.envelope, resolve(values.out), context)}\n`);
		}
		const spoken = await timed('voice', () => spokenFilm(engine, voiced, values, context));
		warn(spoken.warnings);
		const filmed = await timed('video', () => engine.videoStage(spoken.envelope, settings.look, context));
		warn(filmed.warnings);
		if (filmed.drawn.length < filmed.envelope.script!.scenes.length && filmed.drawn.length)
			process.stderr.write(`    drawn anew: ${filmed.drawn.join(', ')}\n`);
		const { variety } = filmed.envelope.video!;
		if (variety)
			process.stderr.write(
				`    ${variety.layouts} layouts (${variety.mostOnOneLayoutPercent} % of the time on one), ${variety.transitions} kinds of transition, ${variety.stickerLedPercent} % of scenes led by a sticker\n`,
			);
		warn(await timed('check', () => checkedFilm(engine, filmed.envelope, channel, context)));
		const root = resolve(values.out);
		await mkdir(root, { recursive: true });
		const scriptMarkdown = engine.scriptToMarkdown(filmed.envelope.script!, filmed.envelope.sources ?? [], filmed.envelope);
		const published = await engine.publishToFolder(
			filmed.envelope,
			{ root, pattern: '{asset}', scriptMarkdown, tell: ({ sentence }) => warn([sentence]) },
			context,
		);
		process.stdout.write(`${published.published!.at(-1)!.remoteId}\n`);
	} finally {
		await context.close();
	}
}
