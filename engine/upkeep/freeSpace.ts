/**
 * Free space: what AI Operator keeps on this machine and can do without. Caches are made again when they are wanted; of finished files only those go
 * that nothing asks for any more. What a live run may hold, and what the latest revision of any part names, stays.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../errors';
import type { StageContext } from '../ledger/finished';
import type { LedgerFile } from '../ledger/ledger';
import { sweepWorkspaces } from '../media/workspace';
import { freeSceneCache } from '../render/sceneCache';
import { homeDirectory } from '../runtime/paths';

export interface FreeSpaceSettings {
	/** Says what would go and removes nothing. */
	dryRun: boolean;
	/** What the caches of drawn scenes, and of voices, sounds and pages, may take at most, each. */
	cacheBytes: number;
	/** What was not used for so many days goes. */
	days: number;
	/** What the finished files of one channel may take; the films published longest ago go first. 0: no limit. */
	channelBytes: number;
}

export interface FreedSpace {
	dryRun: boolean;
	/** Bytes that went, or would go. */
	freedBytes: number;
	freed: { what: string; files: number; bytes: number; detail: string }[];
	/** Bytes of finished files that stay, by channel. */
	channels: { channelId: string; bytes: number }[];
}

/** What was used so recently may be in use, whoever names it. */
const IN_USE_MS = 2 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

interface Found {
	path: string;
	name: string;
	bytes: number;
	usedMs: number;
}

/** Frees what the settings allow. Errors: LEDGER, CANCELLED; a file that cannot be removed is left and not counted. */
export async function freeSpace(settings: FreeSpaceSettings, context: StageContext): Promise<FreedSpace> {
	const freed: FreedSpace['freed'] = [];
	const { dryRun, days, cacheBytes } = settings;
	const now = context.clock.now();
	const took = (what: string, gone: { files: number; bytes: number }, detail: string) => freed.push({ what, ...gone, detail });

	const scenes = await freeSceneCache({ bytes: cacheBytes, days, dryRun });
	took('drawn scenes', scenes, 'drawn again when they are wanted');
	const home = homeDirectory();
	const others = (await Promise.all(['voice', 'sounds', 'pages'].map(async (name) => await filesIn(join(home, 'cache', name))))).flat();
	took('spoken sentences, sounds and pages', await remove(oldest(others, cacheBytes, days, now), now, settings), 'made or fetched again');
	throwIfCancelled(context.signal);

	const stored = (await filesIn(context.store.dir)).filter(({ name }) => /^[0-9a-f]{64}$/.test(name));
	const named = await context.ledger.parts.files();
	const needed = new Set(named.filter(({ latest }) => latest).map(({ sha256 }) => sha256));
	const unused = stored.filter(({ name, usedMs }) => !needed.has(name) && now - usedMs > days * DAY_MS);
	took('finished files of earlier revisions', await remove(unused, now, settings), 'nothing names them any more');

	const gone = new Set(unused.map(({ name }) => name));
	const kept = stored.filter(({ name }) => !gone.has(name));
	const over = settings.channelBytes > 0 ? await overLimit(kept, named, settings.channelBytes, context) : [];
	took('films published longest ago', await remove(over, now, settings), 'their packages stay; run again they are made anew');

	if (dryRun) took('workspaces', { files: 0, bytes: 0 }, 'those of dead processes go');
	else took('workspaces', { files: await sweepWorkspaces(), bytes: 0 }, 'of dead processes');
	const left = new Set(over.map(({ name }) => name));
	return {
		dryRun,
		freedBytes: freed.reduce((sum, { bytes }) => sum + bytes, 0),
		freed,
		channels: byChannel(
			kept.filter(({ name }) => !left.has(name)),
			named,
		),
	};
}

async function filesIn(dir: string): Promise<Found[]> {
	const found: Found[] = [];
	for (const entry of await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])) {
		if (!entry.isFile() || entry.parentPath.includes('/.')) continue;
		const path = join(entry.parentPath, entry.name);
		const info = await stat(path).catch(() => null);
		if (info) found.push({ path, name: entry.name, bytes: info.size, usedMs: info.mtimeMs });
	}
	return found;
}

/** Of a cache: what is too old, and what was used longest ago above its size. */
function oldest(files: Found[], most: number, days: number, now: number): Found[] {
	let kept = 0;
	return [...files]
		.sort((a, b) => b.usedMs - a.usedMs)
		.filter(({ bytes, usedMs }) => {
			const stays = now - usedMs <= days * DAY_MS && kept + bytes <= most;
			if (stays) kept += bytes;
			return !stays;
		});
}

/** Files of published assets, the oldest first, until their channel is below its limit. Shared files and those of assets not published stay. */
async function overLimit(stored: Found[], named: LedgerFile[], most: number, { ledger }: StageContext): Promise<Found[]> {
	const bySha = new Map(stored.map((file) => [file.name, file]));
	const users = new Map<string, Set<string>>();
	for (const { sha256, assetId } of named) users.set(sha256, (users.get(sha256) ?? new Set()).add(assetId));
	const out = new Map<string, Found>();
	for (const { channelId, bytes } of byChannel(stored, named)) {
		let size = bytes;
		const assets = [...new Set(named.filter((file) => file.channelId === channelId).map(({ assetId }) => assetId))];
		const published: { assetId: string; at: string }[] = [];
		for (const assetId of assets) {
			const last = (await ledger.published.list(assetId)).at(-1);
			if (last) published.push({ assetId, at: last.at });
		}
		for (const { assetId } of published.sort((a, b) => a.at.localeCompare(b.at))) {
			if (size <= most) break;
			for (const { sha256 } of named.filter((file) => file.assetId === assetId)) {
				const file = bySha.get(sha256);
				if (!file || out.has(sha256) || users.get(sha256)!.size > 1) continue;
				out.set(sha256, file);
				size -= file.bytes;
			}
		}
	}
	return [...out.values()];
}

function byChannel(stored: Found[], named: LedgerFile[]): FreedSpace['channels'] {
	const owner = new Map(named.map(({ sha256, channelId }) => [sha256, channelId]));
	const sizes = new Map<string, number>();
	for (const { name, bytes } of stored) {
		const channelId = owner.get(name);
		if (channelId) sizes.set(channelId, (sizes.get(channelId) ?? 0) + bytes);
	}
	return [...sizes].map(([channelId, bytes]) => ({ channelId, bytes })).sort((a, b) => b.bytes - a.bytes);
}

/** Removes what nobody took up since we looked. */
async function remove(files: Found[], now: number, { dryRun }: FreeSpaceSettings): Promise<{ files: number; bytes: number }> {
	const gone = { files: 0, bytes: 0 };
	for (const { path, bytes } of files) {
		const info = await stat(path).catch(() => null);
		if (!info || now - info.mtimeMs < IN_USE_MS) continue;
		const removed = dryRun || (await rm(path).then(() => true, () => false)); // prettier-ignore
		if (!removed) continue;
		gone.files++;
		gone.bytes += bytes;
	}
	return gone;
}
