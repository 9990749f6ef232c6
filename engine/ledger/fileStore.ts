/**
 * Finished files of assets, by content hash, beside the ledger. n8n prunes the binaries of old executions;
 * what a ledger part names must outlive them, so that a run after a kill finds what was finished.
 */
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../errors';
import { hashFile } from '../runtime/packages';
import { homeDirectory } from '../runtime/paths';
import { ownerAlive, thisOwner } from '../runtime/process';
import { syncFolder } from '../runtime/verify';
import { sweepLocks } from '../runtime/locks';
import { failpoint } from '../runtime/failpoints';

export { hashFile };

export interface FileStore {
	/** Folder of the store. */
	readonly dir: string;
	/** Copies a finished file in; the same content is stored once, whole and synced to the disk. Errors: DISK. */
	put(path: string): Promise<{ sha256: string; bytes: number; path: string }>;
	/**
	 * Path of stored content, or null. Marks it as used for `Free space`. With `bytes`, its expected size, a file that a
	 * crash or a disk error cut short counts as missing and is removed.
	 */
	find(sha256: string, bytes?: number): Promise<string | null>;
}

/** Where the locks of parts lie that are being made: who shares the stored files can reuse what another makes. */
export const partLocks = (dir: string): string => join(dir, '.locks');

/** The store in `dir`, by default `files` in the home directory of AI Operator. What dead processes left half written is removed. */
export function openFileStore(dir = join(homeDirectory(), 'files')): FileStore {
	const place = (sha256: string) => join(dir, sha256.slice(0, 2), sha256);
	const partials = join(dir, '.partial');
	void sweepOwned(partials);
	void sweepLocks(partLocks(dir));
	return {
		dir,
		async put(path) {
			let aside: string | undefined;
			try {
				const { sha256, bytes } = await hashFile(path);
				const target = place(sha256);
				const known = await stat(target).catch(() => null);
				if (known?.size === bytes) {
					// Wanted again: Free space must not take it for unused.
					await utimes(target, new Date(), new Date()).catch(() => undefined);
					return { sha256, bytes, path: target };
				}
				await sweepOwned(partials);
				aside = join(partials, ownedName());
				await mkdir(aside, { recursive: true, mode: 0o700 });
				const partial = join(aside, sha256);
				await copyFile(path, partial, constants.COPYFILE_FICLONE);
				await chmod(partial, 0o600);
				const handle = await open(partial, 'r+');
				await handle.sync().finally(() => handle.close());
				await mkdir(join(dir, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
				failpoint('store-copied');
				await rename(partial, target);
				failpoint('store-kept');
				await syncFolder(join(dir, sha256.slice(0, 2)));
				return { sha256, bytes, path: target };
			} catch (cause) {
				throw new OperatorError('DISK', `A finished file could not be kept in ${dir}: ${(cause as Error).message}`, {
					fix: 'Free space on the disk or set AI_OPERATOR_HOME to a folder on a larger one, then run this again.',
					cause,
					retryable: true,
				});
			} finally {
				if (aside) await rm(aside, { recursive: true, force: true }).catch(() => undefined);
			}
		},
		async find(sha256, bytes) {
			if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
			const target = place(sha256);
			const found = await stat(target).catch(() => null);
			if (!found) return null;
			if (bytes !== undefined && found.size !== bytes) {
				// An item that was edited by hand may name a wrong size: only content that is truly another goes.
				const content = await hashFile(target).catch(() => null);
				if (content?.sha256 !== sha256) {
					const now = await stat(target).catch(() => null);
					if (now?.ino === found.ino && now.mtimeMs === found.mtimeMs) await rm(target, { force: true }).catch(() => undefined);
					return null;
				}
			}
			const now = new Date();
			await utimes(target, now, now).catch(() => undefined);
			return target;
		},
	};
}

/** Another machine's or container's processes cannot be asked whether they live: what they left goes by age. */
const FOREIGN_MS = 24 * 3_600_000;
const OWNED = /^(\d+)-(\d*)-([0-9a-f]{12})-[0-9a-f]{12}$/;
const hostTag = (): string => createHash('sha256').update(thisOwner().host).digest('hex').slice(0, 12);

/** A new name for something half done by this process: its pid, start time and machine tell {@link sweepOwned} whether it is still at work. */
export function ownedName(): string {
	const { pid, start } = thisOwner();
	return `${pid}-${start ?? ''}-${hostTag()}-${randomBytes(6).toString('hex')}`;
}

/** Removes what dead processes left in `dir` under `prefix` + {@link ownedName}; returns how many. Never throws. */
export async function sweepOwned(dir: string, prefix = ''): Promise<number> {
	let swept = 0;
	for (const name of await readdir(dir).catch(() => [])) {
		const [, pid, start, host] = name.startsWith(prefix) ? (OWNED.exec(name.slice(prefix.length)) ?? []) : [];
		if (!pid) continue;
		const path = join(dir, name);
		const age = await lstat(path).then(
			(s) => Date.now() - s.mtimeMs,
			() => 0,
		);
		const alive = host === hostTag() ? ownerAlive({ pid: Number(pid), start: start || null, host: thisOwner().host }) : age < FOREIGN_MS;
		if (alive) continue;
		await rm(path, { recursive: true, force: true }).then(
			() => swept++,
			() => undefined,
		);
	}
	return swept;
}
