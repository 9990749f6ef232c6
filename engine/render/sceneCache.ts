/**
 * Drawn scenes, kept by what shapes their pixels: `<home>/cache/scenes/<aa>/<key>/` holds scene.h264, still PNGs and about.json.
 * A scene appears whole or not at all, is checked by hash before it is used, and goes when it was not used for long.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../errors';
import { ownedName, sweepOwned } from '../ledger/fileStore';
import { homeDirectory } from '../runtime';
import { folderBytes, hashFile } from '../runtime/packages';
import { failpoint } from '../runtime/failpoints';

export const SCENE_FILE = 'scene.h264';
const ABOUT = 'about.json';
/** What renderings leave behind at most; Setup's Free space may ask for less. */
export const SCENE_CACHE_LIMITS = { bytes: 4e9, days: 30 };
/** What was used so recently may be in use. */
const IN_USE_MS = 2 * 3_600_000;
const TIDY_EVERY_MS = 3_600_000;

interface About {
	frames: number;
	files: { name: string; bytes: number; sha256: string }[];
}

export interface SceneCache {
	readonly dir: string;
	/** Folder of a whole scene with this number of frames, or null. Marks it as used. */
	find(key: string, frames: number): Promise<string | null>;
	/** A private folder to draw a scene into. */
	open(): Promise<string>;
	/** Moves a filled folder to its place; returns that. The same scene, made elsewhere meanwhile, is as good. Errors: DISK. */
	keep(aside: string, key: string, frames: number): Promise<string>;
}

export function openSceneCache(dir = join(homeDirectory(), 'cache', 'scenes')): SceneCache {
	const place = (key: string) => join(dir, key.slice(0, 2), key);
	const partials = join(dir, '.partial');
	const find = async (key: string, frames: number) => {
		const folder = place(key);
		try {
			const about = JSON.parse(await readFile(join(folder, ABOUT), 'utf8')) as About;
			if (about.frames !== frames) throw new Error('another scene');
			for (const { name, bytes, sha256 } of about.files) {
				const found = await hashFile(join(folder, name));
				if (found.bytes !== bytes || found.sha256 !== sha256) throw new Error('damaged');
			}
			const now = new Date();
			await utimes(join(folder, ABOUT), now, now).catch(() => undefined);
			return folder;
		} catch (error) {
			// Damaged by a crash or a disk: it must not stand in the way of a new one.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') await rm(folder, { recursive: true, force: true }).catch(() => undefined);
			return null;
		}
	};
	return {
		dir,
		find,
		async open() {
			try {
				await sweepOwned(partials);
				const aside = join(partials, ownedName());
				await mkdir(aside, { recursive: true, mode: 0o700 });
				return aside;
			} catch (cause) {
				throw disk(dir, cause);
			}
		},
		async keep(aside, key, frames) {
			const target = place(key);
			try {
				const files = await Promise.all(
					(await readdir(aside)).sort().map(async (name) => ({ name, ...(await hashFile(join(aside, name))) })),
				);
				await writeFile(join(aside, ABOUT), JSON.stringify({ frames, files } satisfies About), { mode: 0o600 });
				await mkdir(join(dir, key.slice(0, 2)), { recursive: true, mode: 0o700 });
				// What stands there is damaged, half removed, or was finished by another process a moment ago.
				failpoint('scene-moving');
				for (let tries = 0; ; tries++) {
					try {
						await rename(aside, target);
						return target;
					} catch (error) {
						if (await find(key, frames)) break;
						if (tries > 2) throw error;
						await rm(target, { recursive: true, force: true });
					}
				}
				await rm(aside, { recursive: true, force: true });
				return target;
			} catch (cause) {
				throw disk(dir, cause);
			}
		},
	};
}

function disk(dir: string, cause: unknown): OperatorError {
	return new OperatorError('DISK', `A drawn scene could not be kept in ${dir}: ${(cause as Error).message}`, {
		fix: 'Free space on the disk or set AI_OPERATOR_HOME to a folder on a larger one, then run this again.',
		cause,
		retryable: true,
	});
}

/**
 * Removes the scenes that were not used for the longest, until what is left fits; returns what was freed, or would be in a dry run.
 * Scenes used within the last two hours stay. `{ bytes: 0 }` removes all others.
 */
export async function freeSceneCache(
	limits: { bytes?: number; days?: number; dryRun?: boolean } = {},
	dir = openSceneCache().dir,
): Promise<{ files: number; bytes: number }> {
	const { bytes: most, days, dryRun } = { ...SCENE_CACHE_LIMITS, dryRun: false, ...limits };
	await sweepOwned(join(dir, '.partial'));
	const scenes: { path: string; usedMs: number; bytes: number }[] = [];
	for (const part of await readdir(dir).catch(() => [])) {
		if (!/^[0-9a-f]{2}$/.test(part)) continue;
		for (const key of await readdir(join(dir, part)).catch(() => [])) {
			const path = join(dir, part, key);
			const used = await stat(join(path, ABOUT)).catch(() => stat(path).catch(() => null));
			if (used) scenes.push({ path, usedMs: used.mtimeMs, bytes: await folderBytes(path) });
		}
	}
	scenes.sort((a, b) => b.usedMs - a.usedMs);
	const now = Date.now();
	let kept = 0;
	const freed = { files: 0, bytes: 0 };
	for (const scene of scenes) {
		const age = now - scene.usedMs;
		kept += scene.bytes;
		if (age < IN_USE_MS || (kept <= most && age < days * 24 * 3_600_000)) continue;
		await (dryRun ? Promise.resolve() : rm(scene.path, { recursive: true, force: true })).then(
			() => {
				freed.files++;
				freed.bytes += scene.bytes;
				kept -= scene.bytes;
			},
			() => undefined,
		);
	}
	return freed;
}

let tidied = 0;

/** As {@link freeSceneCache}, at most once an hour, in the background. */
export function tidySceneCache(): void {
	if (Date.now() - tidied < TIDY_EVERY_MS) return;
	tidied = Date.now();
	void freeSceneCache().catch(() => undefined);
}
