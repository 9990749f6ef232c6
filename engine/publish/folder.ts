/** The platform that needs no account: a folder with everything a person uploads by hand. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Envelope, FileRef, Published } from '../asset';
import { isOperatorError, OperatorError, throwIfCancelled } from '../errors';
import { ownedName, sweepOwned } from '../ledger/fileStore';
import { textHash } from '../ledger/scriptText';
import type { StageContext } from '../ledger/finished';
import { lock, sweepLock } from '../runtime/locks';
import { uploadTexts } from './description';
import { HEAD, isSame, packageIn, replacePackage, type OwnFile } from './replace';
import { saysAll } from './saysAll';
import { cannotWrite, folderFor, makeParent, openRoot, targetInside, type CheckPath } from './target';
import { failpoint } from '../runtime/failpoints';

export interface FolderSettings {
	/** Folder the user named; made when it is missing. */
	root: string;
	/** Path under it; `{channel}`, `{date}`, `{slug}`, `{asset}`, `{parent}` (of a clip: the video it is of) are filled in. */
	pattern: string;
	/** script.md as a person reads it. */
	scriptMarkdown: string;
	/** The host's policy on files, asked about every folder before it is made: throws for one that may not be written to. */
	check?: CheckPath;
	/** What a person should know of what became of the folder: sentences. */
	tell?: (told: Told) => void;
}

/** `kept`: a file of the user's that stood in the way has another name now. `unchanged`: the package was just this one already and was not touched. */
export type Told = { what: 'kept' | 'unchanged'; sentence: string };

const SCRIPT = 'script.md';

/** Where a file of the user's is, and why. */
export const keptSentence = (target: string, from: string, to: string): string =>
	from === SCRIPT
		? `${join(target, from)} is the film's; yours said other words, which it was not made of: it is kept as ${to}.`
		: `${join(target, from)} was not as we left it: it is kept as ${to}.`;

/** What we need in the user's folder while we work begins with this; nothing of it stays. */
export const OURS = '.ai-operator-';

/**
 * Writes the package of a finished video: video.mp4, captions.srt and .vtt, thumbnails, titles.txt, description.txt (with the
 * times of the chapters), tags.txt, script.json, script.md, recipe.json, sheet.png.
 * A new package appears whole or not at all. The same asset again replaces its own package file by file and takes away what it no longer
 * has; a kill in the middle of that leaves old and new files side by side until the asset is published again, with script.json of the old
 * one. A package in which nothing changes is not touched at all. Never touched: another asset's package (the next free folder "…-2" is
 * taken) and files that the user brought or changed (where one stands in the way it is renamed). A script.md that the user edited is
 * replaced when this version was made from it and says all of it. Several processes may publish to the same folder at once.
 * Errors: INPUT for an item without a video and for folders that leave `root` or are not allowed, DISK, CANCELLED, NOT_FOUND for a file
 * of the asset that is gone.
 */
export async function publishToFolder(envelope: Envelope, settings: FolderSettings, context: StageContext): Promise<Envelope> {
	if (!envelope.video || !(envelope.script ?? envelope.clip))
		throw new OperatorError('INPUT', 'The item has no finished video to publish', {
			fix: 'Put a Faceless Video or Shorts Clipper node before this one.',
		});
	const check = settings.check ?? (() => undefined);
	folderFor(envelope, settings); // a pattern that leaves the folder is refused before anything is made
	const root = await openRoot(settings.root, check);
	const wanted = folderFor(envelope, { root, pattern: settings.pattern });
	await targetInside(root, wanted, check);
	await sweep(root);
	const partial = join(root, `${OURS}${ownedName()}`);
	let target: string;
	try {
		await mkdir(partial, { mode: 0o755 });
		const files = await fill(partial, envelope, settings.scriptMarkdown, context);
		failpoint('package-filled');
		const { tell = () => undefined } = settings;
		const takesIn = await scriptReader(envelope, settings.scriptMarkdown, context);
		target = await place(partial, files, { root, wanted, assetId: envelope.asset.id, check, tell, takesIn }, context);
	} catch (cause) {
		throw isOperatorError(cause) ? cause : cannotWrite(wanted, cause);
	} finally {
		await rm(partial, { recursive: true, force: true }).catch(() => undefined);
	}
	failpoint('package-placed');
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

/** Writes all files of the package into an empty folder; returns what it wrote but script.json, which lists the others. */
async function fill(folder: string, envelope: Envelope, scriptMarkdown: string, context: StageContext): Promise<OwnFile[]> {
	const video = envelope.video!;
	const copies: [string, FileRef][] = [
		['video.mp4', video.file],
		['captions.srt', video.captions.srt],
		['captions.vtt', video.captions.vtt],
		...video.thumbnails.map((file, i): [string, FileRef] => [`thumbnail-${i + 1}.png`, file]),
		['recipe.json', video.recipe],
		['sheet.png', video.sheet],
	];
	const files: OwnFile[] = [];
	for (const [name, file] of copies) {
		throwIfCancelled(context.signal);
		const path = join(folder, name);
		await copyFile(await context.files.local(file), path, constants.COPYFILE_FICLONE);
		await chmod(path, 0o644); // our own store is private, what is published is the user's to share
		files.push({ name, bytes: file.bytes, sha256: file.sha256 });
	}
	throwIfCancelled(context.signal);
	const texts = await uploadTexts(envelope, context.files);
	if (scriptMarkdown) texts.push([SCRIPT, scriptMarkdown]);
	for (const [name, text] of texts) {
		await writeFile(join(folder, name), text, { mode: 0o644 });
		files.push(ownFile(name, text));
	}
	const head = {
		asset: envelope.asset,
		channel: envelope.channel,
		topic: envelope.topic,
		sources: envelope.sources?.map(({ file: _file, ...source }) => source),
		script: envelope.script,
		...(envelope.clip ? { clip: envelope.clip } : {}),
		files,
	};
	await writeFile(join(folder, HEAD), `${JSON.stringify(head, null, '\t')}\n`, { mode: 0o644 });
	return files;
}

const ownFile = (name: string, text: string): OwnFile => ({
	name,
	bytes: Buffer.byteLength(text),
	sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
});

/** Tells whether a script.md is the text that the envelope's script was read from, and the new one says all that it says. */
async function scriptReader(
	{ asset, script }: Envelope,
	written: string,
	{ ledger }: Pick<StageContext, 'ledger'>,
): Promise<(text: string) => boolean> {
	const part = script && (await ledger.parts.get(asset.id, 'script', script.revision));
	const read = (part?.json as { value?: { readFrom?: unknown } } | undefined)?.value?.readFrom;
	return (text) => read === textHash(text) && saysAll(written, text);
}

/** Moves a filled folder to the wanted place, or to the next free one when that holds something else. Each candidate is locked while we look. */
async function place(
	partial: string,
	files: OwnFile[],
	where: { root: string; wanted: string; assetId: string; check: CheckPath; tell(told: Told): void; takesIn(text: string): boolean },
	context: StageContext,
): Promise<string> {
	for (let n = 1; ; n++) {
		const target = await targetInside(where.root, n === 1 ? where.wanted : `${where.wanted}-${n}`, where.check);
		const held = await lock(lockOf(where.root, target), context, () =>
			context.logger.info(`${target}: another execution is publishing there, waiting for that`),
		);
		try {
			await makeParent(target);
			if (!(await lstat(target).catch(() => null))) {
				await rename(partial, target);
				return target;
			}
			const there = await packageIn(target);
			if (there?.assetId !== where.assetId) continue;
			if (await isSame(partial, target, there, files)) {
				where.tell({ what: 'unchanged', sentence: `Nothing was changed: ${target} stays as it is.` });
				return target;
			}
			const edited = await readFile(join(target, SCRIPT), 'utf8').catch(() => null);
			const known = edited !== null && where.takesIn(edited) ? [ownFile(SCRIPT, edited)] : [];
			await replacePackage(partial, target, { ...there, files: there.files && [...there.files, ...known] }, files, (from, to) =>
				where.tell({ what: 'kept', sentence: keptSentence(target, from, to) }),
			);
			return target;
		} finally {
			await held.release();
		}
	}
}

/** The lock of a package while it is looked at and replaced. */
export const lockOf = (root: string, target: string): string =>
	join(root, `${OURS}${createHash('sha256').update(target).digest('hex').slice(0, 24)}.lock`);

/** Takes away what killed processes left in the user's folder. */
async function sweep(root: string): Promise<void> {
	await sweepOwned(root, OURS);
	for (const name of await readdir(root).catch(() => []))
		if (name.startsWith(OURS) && name.endsWith('.lock')) await sweepLock(join(root, name)).catch(() => false);
}
