/** How folders come into the runtime directory: filled aside under the owner's name, moved in one step, swept when the owner died. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isOperatorError, OperatorError } from '../errors';
import { ownerAlive, thisOwner } from './process';
import { syncFolder } from './verify';

export const mb = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** Full disks, read-only folders and the like as errors that say what to do. */
export function diskError(error: unknown, title: string, bytes: number, directory: string): unknown {
	if (isOperatorError(error)) return error;
	const code = (error as NodeJS.ErrnoException)?.code;
	if (code === 'ENOSPC' || code === 'EDQUOT') {
		return new OperatorError('DISK', `${title}: the disk of ${directory} became full${bytes ? ` (${mb(bytes)} needed)` : ''}`, {
			fix: 'Free some space, or set AI_OPERATOR_RUNTIME to a folder on a larger disk. What was fetched of it has been removed.',
			cause: error,
		});
	}
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
		return new OperatorError('DISK', `${title}: ${directory} cannot be written (${code})`, {
			fix: 'Give the user that runs n8n write permission there, or set AI_OPERATOR_RUNTIME to a folder it may write.',
			cause: error,
		});
	}
	return error;
}

/** The runtime directory, private. */
export async function prepareDirectory(directory: string): Promise<void> {
	await mkdir(directory, { recursive: true, mode: 0o700 });
	if (process.platform !== 'win32') await chmod(directory, 0o700);
}

const partialName = (id: string): string => {
	const { pid, start, host } = thisOwner();
	return `.partial-${id}+${pid}+${start ?? ''}+${Buffer.from(host).toString('base64url')}+${randomBytes(4).toString('hex')}`;
};

/** Removes what dead processes left of this entry. Called under the entry's lock. */
export async function sweepPartials(directory: string, id?: string): Promise<number> {
	let swept = 0;
	for (const name of await readdir(directory).catch(() => [])) {
		const [, of, pid, start, host] = /^\.partial-([^+]+)\+(\d+)\+(\d*)\+([^+]*)\+/.exec(name) ?? [];
		if (!of || (id && of !== id)) continue;
		const owner = { pid: Number(pid), start: start || null, host: Buffer.from(host!, 'base64url').toString() };
		// Under the lock nobody else works on this entry, so an owner on another machine is as good as dead.
		if (ownerAlive(owner) === true) continue;
		await rm(join(directory, name), { recursive: true, force: true });
		swept++;
	}
	return swept;
}

/** Runs `fill` on a new private folder, then moves it to `dir` in one step; leaves nothing behind when it fails. */
export async function intoPlace(directory: string, id: string, dir: string, fill: (partial: string) => Promise<void>): Promise<void> {
	const partial = join(directory, partialName(id));
	await mkdir(partial, { mode: 0o700 });
	try {
		await fill(partial);
		await syncFolder(partial);
		await mkdir(join(dir, '..'), { recursive: true, mode: 0o700 });
		// What stands there is damaged (or we would not be here): aside, then away.
		const aside = join(directory, partialName(id));
		const moved = await rename(dir, aside).then(
			() => true,
			() => false,
		);
		await rename(partial, dir);
		await syncFolder(join(dir, '..'));
		if (moved) await rm(aside, { recursive: true, force: true });
	} finally {
		await rm(partial, { recursive: true, force: true });
	}
}
