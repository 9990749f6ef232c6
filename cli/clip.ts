import { mkdir, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Clip, Envelope, FileRef } from '../engine/asset';
import { readText } from './inputs';
import { commandLine } from './ports';
import { filmClips, makeShorts, ownFilmAt } from './shorts';

type Engine = typeof import('../engine/index');

export const clipHelp = `ai-operator clip FILE [options]      shorts from a long video or a recording; of a package that make wrote
                                     (its folder, video.mp4 or recipe.json) the film is laid out anew instead of cropped

  --count N           how many (default: as many as it is good for)
  --shortest S --longest S   seconds of a clip (default: 15 and 60)
  --keywords A,B      what they should be about
  --range A-B         only this part, e.g. 10:00-25:30
  --language CODE     of what is said (default: heard)
  --words FILE        its SRT, VTT or word times (JSON), instead of listening
  --list FILE         your own clips: lines “1:10 - 1:45 Title”, CSV, JSON, or words that are said in them
  --snap sentences|words|exact   how times of the list are understood (default: sentences)
  --scenes s4-s9      scenes of a film of your own; may be given several times
  --moments           only show the moments, cut nothing
  --layout auto|fit|fill   follow faces, show the whole picture, or its middle
  --captions karaoke|plain|none    --no-title    --palette NAME
  --channel NAME      whose look they get (default: my-channel)
  --out DIR           where the packages go (default: out)
`;

/** Cuts a long video into shorts, without n8n. What was heard and cut before is reused. */
export async function clipCommand(engine: Engine, args: string[], signal: AbortSignal): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			count: { type: 'string', default: '0' },
			shortest: { type: 'string', default: '15' },
			longest: { type: 'string', default: '60' },
			keywords: { type: 'string', default: '' },
			range: { type: 'string' },
			language: { type: 'string', default: 'auto' },
			words: { type: 'string' },
			list: { type: 'string' },
			snap: { type: 'string', default: 'sentences' },
			scenes: { type: 'string', multiple: true, default: [] },
			moments: { type: 'boolean', default: false },
			layout: { type: 'string', default: 'auto' },
			captions: { type: 'string' },
			'no-title': { type: 'boolean', default: false },
			palette: { type: 'string' },
			channel: { type: 'string', default: 'my-channel' },
			out: { type: 'string', default: 'out' },
			help: { type: 'boolean', default: false },
		},
	});
	const [file] = positionals;
	if (values.help || !file) return void process.stdout.write(clipHelp);
	const pick = <T extends string>(name: string, value: string, of: readonly T[]): T => {
		if ((of as readonly string[]).includes(value)) return value as T;
		throw new engine.OperatorError('INPUT', `--${name} ${value} is unknown`, { fix: `Use one of ${of.join(', ')}.` });
	};
	const progress = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
		if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K  ${stage}${total ? ` ${Math.round((100 * done) / total)} %` : ''}`);
	};
	const context = await commandLine(engine, { signal, progress, contact: '' });
	const say = (line: string) => process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[2K' : ''}  ${line}\n`);
	const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		const began = Date.now();
		const result = await work();
		say(`✓ ${name} ${((Date.now() - began) / 1000).toFixed(1)} s`);
		return result;
	};
	try {
		const id = engine.channelId(values.channel);
		const channel = (await context.ledger.channels.get(id)) ?? engine.channelWithDefaults({ id, name: values.channel });
		const path = resolve(file);
		const root = resolve(values.out);
		const captionStyle = pick('captions', values.captions ?? channel.captions.style, ['karaoke', 'plain', 'none'] as const);
		const palette = values.palette ?? channel.brand.palette;
		const wishes = {
			minSeconds: Number(values.shortest),
			maxSeconds: Number(values.longest),
			count: Number(values.count),
			keywords: values.keywords.split(',').map((word) => word.trim()).filter(Boolean), // prettier-ignore
			...(values.range ? { range: engine.rangeOf(values.range) } : {}),
		};
		const own = values.layout === 'auto' && !values.list ? await ownFilmAt(engine, path) : null;
		if (own) {
			const moments = await timed('moments', () => filmClips(engine, own, wishes, values.scenes, context));
			if (values.moments) return void moments.forEach(({ clip }) => process.stdout.write(`${describe(engine, clip)}\n`));
			await mkdir(root, { recursive: true });
			const fail = (line: string) => {
				say(`! ${line}`);
				process.exitCode = 1;
			};
			const made = await timed('shorts', () => makeShorts(engine, moments, { channel, captionStyle, palette, root }, context, { warn: (line) => say(`! ${line}`), fail })); // prettier-ignore
			for (const { folder, clip } of made) process.stdout.write(`${folder}\t${describe(engine, clip)}\n`);
			return;
		}
		const video = await timed('opened', () => engine.openLongVideo({ path, name: basename(path) }, context));
		const ref: FileRef = { property: path, sha256: video.sha256, bytes: video.bytes, mime: `video/${video.info.container}` };
		const common = {
			channel,
			source: { from: 'path', name: video.name, file: ref } satisfies Clip['source'],
			transcript: {
				language: values.language,
				...(values.words ? { given: { text: await readText(engine, '--words', values.words), name: basename(values.words) } } : {}),
			},
		};
		const list = values.list && ((await stat(resolve(values.list)).catch(() => null)) ? await readText(engine, '--list', values.list) : values.list); // prettier-ignore
		const snap = pick('snap', values.snap, ['sentences', 'words', 'exact'] as const);
		const found = await timed('moments', () =>
			list ? engine.listStage(video, { ...common, list, snap }, context) : engine.momentsStage(video, { ...common, wishes }, context),
		);
		for (const warning of found.warnings) say(`! ${warning}`);
		for (const { message, fix } of found.problems) say(`! ${message}. ${fix}`);
		if (values.moments) {
			for (const { clip } of found.clips) process.stdout.write(`${describe(engine, clip)}\n`);
			return;
		}
		const settings = {
			channel,
			layout: pick('layout', values.layout, ['auto', 'fit', 'fill'] as const),
			captionStyle,
			palette,
			hookTitle: !values['no-title'],
		};
		const made = await timed('clips', () => engine.cutStage(video, found.clips, settings, context));
		await mkdir(root, { recursive: true });
		for (const [i, one] of made.clips.entries()) {
			if ('error' in one) {
				const { message, fix } = one.error as { message: string; fix?: string };
				say(`! ${found.clips[i]!.clip.title}: ${message}. ${fix ?? ''}`);
				process.exitCode = 1;
				continue;
			}
			const published = await engine.publishToFolder(one as Envelope, { root, pattern: '{asset}', scriptMarkdown: '' }, context);
			process.stdout.write(`${published.published!.at(-1)!.remoteId}\t${describe(engine, one.clip)}\n`);
		}
	} finally {
		await context.close();
	}
}

const describe = (engine: Engine, { startSeconds, endSeconds, title, reasons, scores }: Clip): string =>
	`${engine.clock(startSeconds)}-${engine.clock(endSeconds)}\t${scores.total === undefined ? '' : scores.total.toFixed(2)}\t${title}\t${reasons.join('; ')}`;
