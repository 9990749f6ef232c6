/** A package that is published again: our own files are replaced, the user's are kept; one in which nothing changes is not touched. */
import { lstat, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { hashFile } from '../ledger/fileStore';

/** A file as we wrote it; script.json lists those beside it. */
export interface OwnFile {
	name: string;
	bytes: number;
	sha256: string;
}

export interface Package {
	assetId: string;
	/** Null in a package whose list is missing: then its files are known by their names. */
	files: OwnFile[] | null;
}

/** Holds the list and the asset's id: it is written last, so what it says is whole. */
export const HEAD = 'script.json';
const OUR_NAMES = /^(video\.mp4|captions\.(srt|vtt)|thumbnail-\d+\.png|recipe\.json|sheet\.png|script\.md)$/;

/** The package that lies in a folder, or null for a folder that is not ours. */
export async function packageIn(folder: string): Promise<Package | null> {
	try {
		const head = JSON.parse(await readFile(join(folder, HEAD), 'utf8')) as { asset?: { id?: unknown }; files?: unknown };
		if (typeof head.asset?.id !== 'string') return null;
		const listed = Array.isArray(head.files) ? (head.files as OwnFile[]).filter((f) => isPlainName(f?.name)) : null;
		return { assetId: head.asset.id, files: listed };
	} catch {
		return null;
	}
}

/** A list edited by hand must not lead out of the folder. */
const isPlainName = (name: unknown): boolean =>
	typeof name === 'string' && name !== '' && !/[/\\\0]/.test(name) && name !== '.' && name !== '..';

/** Whether a package lies in `target` just as it lies in `partial`: every file of `files`, script.json and no other file of ours. */
export async function isSame(partial: string, target: string, old: Package, files: OwnFile[]): Promise<boolean> {
	const heads = [partial, target].map(async (folder) => await readFile(join(folder, HEAD)).catch(() => null));
	const [made, there] = await Promise.all(heads);
	if (!old.files || !made || !there?.equals(made)) return false;
	for (const { name } of files)
		if (!(await lstat(join(target, name)).catch(() => null)) || !(await isOurs(target, name, files))) return false;
	return true;
}

/**
 * Puts the files of `partial` (all of `files` but those that `stay` as they lie in `target`, and script.json) over the package there. First script.json is made to list the old
 * and the new files, then each is renamed into place, old ones that are no longer made go, and script.json comes last: after a kill at
 * any point the next call still knows which files are ours. A file that the user changed or brought is never lost: where its name is
 * needed it is renamed ("script.md" to "script.yours.md") and `kept` is told.
 */
export async function replacePackage(
	partial: string,
	target: string,
	old: Package,
	files: OwnFile[],
	kept: (from: string, to: string) => void,
	stay: ReadonlySet<string> = new Set(),
): Promise<void> {
	const head = JSON.parse(await readFile(join(target, HEAD), 'utf8')) as Record<string, unknown>;
	const ours = old.files && [...old.files, ...files];
	if (ours) {
		await writeFile(join(partial, `${HEAD}.old`), `${JSON.stringify({ ...head, files: ours }, null, '\t')}\n`, { mode: 0o644 });
		await rename(join(partial, `${HEAD}.old`), join(target, HEAD));
	}
	for (const { name } of files) {
		if (stay.has(name)) continue;
		if (!(await isOurs(target, name, ours))) {
			const { free, same } = await keptName(target, name);
			if (same) await rm(join(target, name));
			else await rename(join(target, name), join(target, free));
			kept(name, free);
		}
		await rename(join(partial, name), join(target, name));
	}
	const made = new Set(files.map((file) => file.name));
	const before = new Set(ours ? ours.map((file) => file.name) : (await readdir(target)).filter((name) => OUR_NAMES.test(name)));
	for (const name of before)
		if (!made.has(name) && name !== HEAD && (await isOurs(target, name, ours))) await rm(join(target, name), { force: true });
	await rename(join(partial, HEAD), join(target, HEAD));
}

/** Whether what has this name may be replaced: nothing, or a file exactly as we wrote it. */
async function isOurs(target: string, name: string, ours: OwnFile[] | null): Promise<boolean> {
	const found = await lstat(join(target, name)).catch(() => null);
	if (!found) return true;
	if (!found.isFile()) return false;
	if (!ours) return OUR_NAMES.test(name);
	const same = ours.filter((file) => file.name === name && file.bytes === found.size);
	if (!same.length) return false;
	const { sha256 } = await hashFile(join(target, name));
	return same.some((file) => file.sha256 === sha256);
}

/** The name under which a file of the user's is kept; `same` where that very content is kept there already. */
async function keptName(target: string, name: string): Promise<{ free: string; same: boolean }> {
	const extension = extname(name);
	const stem = name.slice(0, name.length - extension.length);
	const path = join(target, name);
	const whole = (await lstat(path)).isFile() ? (await hashFile(path)).sha256 : null;
	for (let n = 1; ; n++) {
		const free = `${stem}.yours${n === 1 ? '' : `-${n}`}${extension}`;
		const found = await lstat(join(target, free)).catch(() => null);
		if (!found) return { free, same: false };
		if (whole && found.isFile() && (await hashFile(join(target, free))).sha256 === whole) return { free, same: true };
	}
}
