/** Disk used by the runtime directory, and giving it back. */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { OperatorError } from '../errors';
import type { Clock } from '../ports';
import { catalogueEntry, ENGINE_IDS, versionFolder, type EngineId } from './catalogue';
import { lock } from './locks';
import { folderBytes } from './packages';
import { runtimeDirectory } from './paths';
import { sweepPartials } from './place';

export interface UsageEntry {
	/** `kokoro/1.0-int8`, `derived/minilm-q8/1`: what {@link remove} takes. */
	id: string;
	bytes: number;
	kind: 'engine' | 'derived' | 'partial';
	/** What this version of the package uses. Old versions may go. */
	current: boolean;
}

const folders = async (dir: string): Promise<string[]> =>
	(await readdir(dir, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

/** Everything in the runtime directory with its size. A derived version counts as current when it is the newest made of its kind. */
export async function usage(): Promise<UsageEntry[]> {
	const directory = runtimeDirectory();
	const found: UsageEntry[] = [];
	for (const id of await folders(directory)) {
		if (id.startsWith('.partial-')) {
			found.push({ id, bytes: await folderBytes(join(directory, id)), kind: 'partial', current: false });
			continue;
		}
		if (id.startsWith('.')) continue;
		if (id === 'derived') {
			for (const name of await folders(join(directory, id))) {
				const versions = await Promise.all(
					(await folders(join(directory, id, name))).map(async (version) => {
						const dir = join(directory, id, name, version);
						return { version, made: (await stat(dir)).mtimeMs, bytes: await folderBytes(dir) };
					}),
				);
				const newest = Math.max(...versions.map(({ made }) => made));
				for (const { version, made, bytes } of versions) {
					found.push({ id: `derived/${name}/${version}`, bytes, kind: 'derived', current: made === newest });
				}
			}
			continue;
		}
		const entry = ENGINE_IDS.includes(id as EngineId) ? catalogueEntry(id as EngineId) : null;
		for (const version of await folders(join(directory, id))) {
			const current = entry !== null && versionFolder(entry) === version;
			found.push({ id: `${id}/${version}`, bytes: await folderBytes(join(directory, id, version)), kind: 'engine', current });
		}
	}
	return found;
}

/**
 * Removes one of {@link usage}'s entries and returns the bytes freed. It is moved aside under the entry's lock first, so nobody finds half of it;
 * an engine in use keeps its open files, and is fetched or made again at the next need.
 * @throws NOT_FOUND for an id that `usage` does not list
 */
export async function remove(id: string, ports: { signal: AbortSignal; clock: Clock }): Promise<number> {
	const entry = (await usage()).find((known) => known.id === id);
	if (!entry)
		throw new OperatorError('NOT_FOUND', `There is no ${id} in ${runtimeDirectory()}`, {
			fix: 'Choose one of the names that Check this machine lists.',
		});
	const directory = runtimeDirectory();
	if (entry.kind === 'partial') {
		// Only what no living process works on.
		return (await sweepPartials(directory, /^\.partial-([^+]+)\+/.exec(id)?.[1])) > 0 ? entry.bytes : 0;
	}
	const held = await lock(join(directory, `.lock-${id.replaceAll('/', '-')}`), ports);
	try {
		const aside = join(directory, `.removed-${randomBytes(6).toString('hex')}`);
		await rename(join(directory, id), aside);
		await rm(aside, { recursive: true, force: true });
	} finally {
		await held.release();
	}
	return entry.bytes;
}
