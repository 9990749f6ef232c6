/** Are the files of a folder what they should be? By hash, remembered by inode, size and times, so that the next look is cheap. */
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { hashFile } from './packages';

export interface ExpectedFile {
	name: string;
	bytes: number;
	sha256: string;
}
type Seen = Record<string, { key: string; sha256: string }>;

const CACHE = '.checked.json';
export type FileProblem = { name: string; why: 'missing' | 'size' | 'hash'; got?: string };

/** Whether only we (or root) can write in the folder: else what is remembered in it proves nothing, and every use hashes anew. */
async function isOurs(dir: string): Promise<boolean> {
	if (!process.getuid) return true;
	const { uid, mode } = await stat(dir);
	return (uid === process.getuid() || uid === 0) && (mode & 0o022) === 0;
}

/** The first file that is missing or altered; null when all are as expected. */
export async function checkFolder(dir: string, files: readonly ExpectedFile[], signal?: AbortSignal): Promise<FileProblem | null> {
	let seen: Seen = {};
	try {
		if (!(await isOurs(dir))) throw new Error('its memory may be another’s');
		seen = JSON.parse(await readFile(join(dir, CACHE), 'utf8')) as Seen;
	} catch {
		// No look yet, or none to trust.
	}
	let fresh = false;
	let problem: FileProblem | null = null;
	for (const file of files) {
		const found = await stat(join(dir, file.name), { bigint: true }).catch(() => null);
		if (!found?.isFile()) problem = { name: file.name, why: 'missing' };
		else if (Number(found.size) !== file.bytes) problem = { name: file.name, why: 'size', got: `${found.size} bytes` };
		else {
			// ctime cannot be set back by a program, so replacing bytes in place and restoring mtime is noticed.
			const key = [found.ino, found.size, found.mtimeNs, found.ctimeNs].join('-');
			const known = seen[file.name];
			let sha256 = known?.key === key ? known.sha256 : undefined;
			if (sha256 === undefined) {
				sha256 = (await hashFile(join(dir, file.name), signal)).sha256;
				seen[file.name] = { key, sha256 };
				fresh = true;
			}
			if (sha256 !== file.sha256) problem = { name: file.name, why: 'hash', got: sha256 };
		}
		if (problem) break;
	}
	if (fresh) await replaceFile(join(dir, CACHE), JSON.stringify(seen)).catch(() => undefined);
	return problem;
}

/** Writes a file so that a reader sees the old or the new text, never half of one. */
export async function replaceFile(path: string, content: string): Promise<void> {
	const part = `${path}.${randomBytes(6).toString('hex')}`;
	try {
		await writeFile(part, content, { mode: 0o600 });
		await rename(part, path);
	} catch (error) {
		await rm(part, { force: true });
		throw error;
	}
}

/** Makes a folder's entries last a power cut. Not all systems allow it. */
export async function syncFolder(dir: string): Promise<void> {
	const handle = await open(dir, 'r').catch(() => null);
	await handle?.sync().catch(() => undefined);
	await handle?.close();
}

export async function makeParent(path: string): Promise<void> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
}
