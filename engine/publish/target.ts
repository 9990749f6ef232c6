/** Where a package may lie: inside the user's folder, seen without symbolic links, and where the host allows it. */
import { lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Envelope } from '../asset';
import { isOperatorError, OperatorError } from '../errors';

/** Throws when the host does not allow writing to a path without symbolic links; `named` is how the user wrote it. Called before anything is made there. */
export type CheckPath = (path: string, named: string) => void | Promise<void>;

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
export function folderFor(envelope: Envelope, settings: { root: string; pattern: string }): string {
	const values: Record<string, string> = {
		channel: slug(envelope.channel.id),
		date: envelope.asset.createdAt.slice(0, 10),
		slug: slug(envelope.script?.titles[0] ?? envelope.clip?.title ?? envelope.topic?.title ?? envelope.asset.id),
		asset: slug(envelope.asset.id),
		parent: slug(envelope.asset.parentId ?? envelope.asset.id),
	};
	const filled = settings.pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
	const root = resolve(settings.root);
	const target = resolve(root, filled);
	if (!isBelow(root, target)) {
		throw new OperatorError('INPUT', `The folder pattern "${settings.pattern}" does not stay inside ${root}`, {
			fix: 'Use a pattern such as {channel}/{date}-{slug}.',
		});
	}
	return target;
}

/**
 * Makes the user's folder and gives its path without symbolic links. That path is checked before and after it is made, so nothing
 * appears where the host does not allow it. Errors: what `check` throws, DISK when it cannot be made.
 */
export async function openRoot(named: string, check: CheckPath): Promise<string> {
	const lexical = resolve(named);
	try {
		const wanted = await withoutLinks(lexical);
		await check(wanted, lexical);
		await makeFolders(wanted);
		const root = await realpath(lexical);
		if (root !== wanted) await check(root, lexical);
		await readdir(root); // a file of that name fails here, with its reason
		return root;
	} catch (error) {
		throw cannotWrite(lexical, error);
	}
}

/**
 * The path of `wanted` (below `root`, both as {@link openRoot} and {@link folderFor} give them) without symbolic links.
 * Errors: INPUT when a link on the way leads out of `root`; what `check` throws; DISK for a link that leads nowhere.
 */
export async function targetInside(root: string, wanted: string, check: CheckPath): Promise<string> {
	const target = await withoutLinks(wanted).catch((error: unknown) => {
		throw cannotWrite(wanted, error);
	});
	if (!isBelow(root, target)) {
		throw new OperatorError('INPUT', `${wanted} leads out of ${root} through a symbolic link, to ${target}`, {
			fix: 'Remove that link, or name the folder it leads to as the folder to publish to.',
		});
	}
	await check(target, wanted);
	return target;
}

/** Makes the folder that will hold `target`; a link that came in its way meanwhile ends the publishing. Errors: DISK, INPUT. */
export async function makeParent(target: string): Promise<void> {
	const parent = dirname(target);
	try {
		await makeFolders(parent);
		if ((await realpath(parent)) === parent) return;
	} catch (error) {
		throw cannotWrite(parent, error);
	}
	throw new OperatorError('INPUT', `${parent} became a symbolic link while the package was written`, {
		fix: 'Find out which program changes that folder, then run this again.',
	});
}

const isBelow = (root: string, path: string): boolean => path !== root && path.startsWith(root.endsWith(sep) ? root : root + sep);

/** One by one: Node's recursive mkdir tries for ever where the system answers ENOENT for a new folder, such as below /proc. */
async function makeFolders(path: string): Promise<void> {
	const make = async () => {
		await mkdir(path, { mode: 0o755 }).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== 'EEXIST') throw error;
		});
	};
	try {
		await make();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
		await makeFolders(dirname(path));
		await make();
	}
}

/** The deepest folder on the way that exists, resolved, and the rest as named. A link that leads nowhere fails with ENOENT. */
async function withoutLinks(path: string): Promise<string> {
	for (let known = path; ; known = dirname(known)) {
		if (known !== dirname(known) && !(await lstat(known).catch(unlessMissing))) continue;
		return join(await realpath(known), relative(known, path));
	}
}

function unlessMissing(error: NodeJS.ErrnoException): null {
	if (error.code === 'ENOENT') return null;
	throw error;
}

/** What stands in the way of making or writing a folder, with the next step. */
export function cannotWrite(path: string, error: unknown): unknown {
	if (isOperatorError(error)) return error;
	const { code, message, path: at } = error as NodeJS.ErrnoException;
	const why: Record<string, [string, string]> = {
		ENOENT: ['something is missing, or a symbolic link leads nowhere', 'Make that folder or remove that link, then run this again.'],
		ENOTDIR: ['a file lies where a folder is needed', `Move that file away or choose another folder than ${basename(path)}.`],
		EEXIST: ['a file lies where a folder is needed', `Move that file away or choose another folder than ${basename(path)}.`],
		ELOOP: ['symbolic links on the way lead in a circle', 'Remove them.'],
		EROFS: ['its disk is read-only', 'Choose a folder on a disk that may be written.'],
		EXDEV: ['it lies on another disk than the folder above', 'Name a folder on that disk as the folder to publish to.'],
		ENOSPC: ['the disk is full', 'Free some space, then run this again.'],
		EDQUOT: ['the disk quota is used up', 'Free some space, then run this again.'],
	};
	const denied: [string, string] = [
		'permission was denied',
		'Let the user that runs this write there (chown or chmod), then run it again.',
	];
	const [cause, fix] =
		why[code ?? ''] ?? (code === 'EACCES' || code === 'EPERM' ? denied : [message, 'See that it can be written, then run this again.']);
	return new OperatorError(
		'DISK',
		`The folder ${path} cannot be written: ${cause}${code ? ` (${code}${at && at !== path ? ` at ${at}` : ''})` : ''}`,
		{
			fix,
			cause: error,
			retryable: true,
		},
	);
}
