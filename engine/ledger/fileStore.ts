/**
 * Finished files of assets, by content hash, beside the ledger. n8n prunes the binaries of old executions;
 * what a ledger part names must outlive them, so that a run after a kill finds what was finished.
 */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { OperatorError } from '../errors';
import { homeDirectory } from '../runtime/paths';

export interface FileStore {
	/** Copies a finished file in; the same content is stored once. Errors: DISK. */
	put(path: string): Promise<{ sha256: string; bytes: number; path: string }>;
	/** Path of stored content, or null. Marks it as used for `Free space`. */
	find(sha256: string): Promise<string | null>;
}

/** SHA-256 of a file in hex, streamed. */
export async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(path)) {
		hash.update(chunk as Buffer);
		bytes += (chunk as Buffer).length;
	}
	return { sha256: hash.digest('hex'), bytes };
}

/** The store in `dir`, by default `files` in the home directory of AI Operator. */
export function openFileStore(dir = join(homeDirectory(), 'files')): FileStore {
	const place = (sha256: string) => join(dir, sha256.slice(0, 2), sha256);
	return {
		async put(path) {
			const { sha256, bytes } = await hashFile(path);
			const target = place(sha256);
			const known = await stat(target).catch(() => null);
			if (known?.size === bytes) return { sha256, bytes, path: target };
			const partial = `${target}.${randomBytes(6).toString('hex')}`;
			try {
				await mkdir(join(dir, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
				await copyFile(path, partial, constants.COPYFILE_FICLONE);
				await chmod(partial, 0o600);
				await rename(partial, target);
			} catch (cause) {
				await rm(partial, { force: true });
				throw new OperatorError('DISK', `A finished file could not be kept in ${dir}: ${(cause as Error).message}`, {
					fix: 'Free space on the disk or set AI_OPERATOR_HOME to a folder on a larger one, then run this again.',
					cause,
					retryable: true,
				});
			}
			return { sha256, bytes, path: target };
		},
		async find(sha256) {
			if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
			const target = place(sha256);
			if (!(await stat(target).catch(() => null))) return null;
			const now = new Date();
			await utimes(target, now, now).catch(() => undefined);
			return target;
		},
	};
}
