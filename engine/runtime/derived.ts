/** Files made on this machine from engines (packed models, built dictionaries): made once, under a lock, kept with their hashes. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { OperatorError } from '../errors';
import type { RuntimePorts } from './engines';
import { lock } from './locks';
import { hashFile } from './packages';
import { runtimeDirectory } from './paths';
import { diskError, intoPlace, prepareDirectory, sweepPartials } from './place';
import { checkFolder, replaceFile, type ExpectedFile } from './verify';

const MANIFEST = '.made.json';
const PLAIN = /^[a-z0-9][a-z0-9._-]{0,80}$/i;

async function isWhole(dir: string, signal: AbortSignal): Promise<boolean> {
	try {
		const files = JSON.parse(await readFile(join(dir, MANIFEST), 'utf8')) as ExpectedFile[];
		return (await checkFolder(dir, files, signal)) === null;
	} catch (error) {
		if (signal.aborted) throw error;
		return false;
	}
}

/**
 * The folder of something made once on this machine; `make` fills an empty private folder when it is missing, of another version or damaged.
 * `version` names everything that changes the result: versions of the inputs and of the recipe. Whatever `make` throws is passed on, and nothing is kept.
 */
export async function derived(id: string, version: string, ports: RuntimePorts, make: (dir: string) => Promise<void>): Promise<string> {
	if (!PLAIN.test(id) || !PLAIN.test(version)) {
		throw new OperatorError('INPUT', `"${id}" and "${version}" must be plain names`, {
			fix: 'Use letters, digits, dots, dashes and underscores.',
		});
	}
	const directory = runtimeDirectory();
	const dir = join(directory, 'derived', id, version);
	if (await isWhole(dir, ports.signal)) return dir;
	try {
		await prepareDirectory(directory);
		const held = await lock(join(directory, `.lock-derived-${id}-${version}`), ports, () => {
			ports.logger.info(`${id}: another process is making it, waiting for that`);
		});
		try {
			if (await isWhole(dir, ports.signal)) return dir;
			await sweepPartials(directory, `derived-${id}`);
			await intoPlace(directory, `derived-${id}`, dir, async (partial) => {
				await make(partial);
				const files: ExpectedFile[] = [];
				for (const name of await readdir(partial, { recursive: true })) {
					if (!(await stat(join(partial, name))).isFile()) continue;
					files.push({ name: name.split(sep).join('/'), ...(await hashFile(join(partial, name), ports.signal)) });
				}
				await replaceFile(join(partial, MANIFEST), JSON.stringify(files));
			});
			return dir;
		} finally {
			await held.release();
		}
	} catch (error) {
		throw diskError(error, id, 0, directory);
	}
}
