/** The platform that needs no account: a folder with everything a person uploads by hand. */
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve, sep } from 'node:path';
import type { Envelope, Published } from '../asset';
import { OperatorError } from '../errors';
import type { StageContext } from '../ledger/finished';

export interface FolderSettings {
	/** Folder the user named, already checked against n8n's allowed directories. */
	root: string;
	/** Path under it; `{channel}`, `{date}`, `{slug}`, `{asset}` are filled in. */
	pattern: string;
	/** script.md as a person reads it. */
	scriptMarkdown: string;
}

/** One safe name of a folder: letters, digits and dashes, at most 80 characters. */
export function slug(text: string): string {
	const safe = text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 80)
		.replace(/-+$/, '');
	return safe || 'untitled';
}

/** Folder of an asset under `root`. Errors: INPUT for a pattern that leaves it. */
export function folderFor(envelope: Envelope, settings: Pick<FolderSettings, 'root' | 'pattern'>): string {
	const values: Record<string, string> = {
		channel: slug(envelope.channel.id),
		date: envelope.asset.createdAt.slice(0, 10),
		slug: slug(envelope.script?.titles[0] ?? envelope.topic?.title ?? envelope.asset.id),
		asset: slug(envelope.asset.id),
	};
	const filled = settings.pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
	const root = resolve(settings.root);
	const target = resolve(root, filled);
	if (target === root || !target.startsWith(root + sep)) {
		throw new OperatorError('INPUT', `The folder pattern "${settings.pattern}" does not stay inside ${root}`, {
			fix: 'Use a pattern such as {channel}/{date}-{slug}.',
		});
	}
	return target;
}

/**
 * Writes the package of a finished video: video.mp4, captions.srt and .vtt, thumbnails, script.json, script.md, recipe.json, sheet.png.
 * It appears whole or not at all; the same asset again replaces its own package and never another's.
 */
export async function publishToFolder(envelope: Envelope, settings: FolderSettings, context: StageContext): Promise<Envelope> {
	const { video, script } = envelope;
	if (!video || !script)
		throw new OperatorError('INPUT', 'The item has no finished video to publish', { fix: 'Put a Faceless Video node before this one.' });
	const target = await freeFolder(folderFor(envelope, settings), envelope.asset.id);
	const partial = join(dirname(target), `.${randomBytes(6).toString('hex')}.partial`);
	const copies: [string, { sha256: string; property: string; bytes: number; mime: string }][] = [
		['video.mp4', video.file],
		['captions.srt', video.captions.srt],
		['captions.vtt', video.captions.vtt],
		...video.thumbnails.map((file, i): [string, typeof file] => [`thumbnail-${i + 1}.png`, file]),
		['recipe.json', video.recipe],
		['sheet.png', video.sheet],
	];
	try {
		await mkdir(partial, { recursive: true });
		for (const [name, file] of copies) await copyFile(await context.files.local(file), join(partial, name));
		const head = {
			asset: envelope.asset,
			channel: envelope.channel,
			topic: envelope.topic,
			sources: envelope.sources?.map(({ file: _file, ...source }) => source),
		};
		await writeFile(join(partial, 'script.json'), `${JSON.stringify({ ...head, script }, null, '\t')}\n`);
		await writeFile(join(partial, 'script.md'), settings.scriptMarkdown);
		if (await stat(target).catch(() => null)) {
			// The user may keep notes of their own in it: only our files are replaced.
			for (const name of await readdir(partial)) await rename(join(partial, name), join(target, name));
			await rm(partial, { recursive: true });
		} else await rename(partial, target);
	} catch (cause) {
		await rm(partial, { recursive: true, force: true }).catch(() => undefined);
		throw new OperatorError('DISK', `The package could not be written to ${target}: ${(cause as Error).message}`, {
			fix: 'Check that the folder is writable for n8n and that the disk has room, then run this again.',
			cause,
			retryable: true,
		});
	}
	const entry: Published = {
		platform: 'folder',
		remoteId: target,
		url: `file://${target}`,
		status: 'draft',
		at: new Date(context.clock.now()).toISOString(),
	};
	await context.ledger.published.add(envelope.asset.id, entry);
	return { ...envelope, published: [...(envelope.published ?? []).filter((p) => p.remoteId !== target), entry] };
}

/** The wanted folder, or the next free one when it holds another asset. */
async function freeFolder(wanted: string, assetId: string): Promise<string> {
	for (let n = 1; ; n++) {
		const folder = n === 1 ? wanted : `${wanted}-${n}`;
		if (!(await stat(folder).catch(() => null))) return folder;
		if ((await assetOf(folder)) === assetId) return folder;
	}
}

/** Id of the asset whose package lies in a folder, or null for a folder that is not ours. */
async function assetOf(folder: string): Promise<string | null> {
	try {
		const script = JSON.parse(await readFile(join(folder, 'script.json'), 'utf8')) as { asset?: { id?: string } };
		return script.asset?.id ?? null;
	} catch {
		return null;
	}
}
