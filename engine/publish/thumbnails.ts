/** New thumbnails in a package that is there, and the recipe that says how they were chosen: nothing else of it is touched. */
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileRef } from '../asset';
import { isOperatorError, OperatorError } from '../errors';
import { ownedName } from '../ledger/fileStore';
import type { StageContext } from '../ledger/finished';
import { lock } from '../runtime/locks';
import { keptSentence, lockOf, OURS } from './folder';
import { HEAD, packageIn, replacePackage, type OwnFile } from './replace';
import { cannotWrite } from './target';

const THUMBNAIL = /^thumbnail-\d+\.png$/;
const RECIPE = 'recipe.json';

/**
 * Replaces the thumbnails and the recipe of the package in `target` and returns the thumbnails' paths; one that the user changed is kept beside them under
 * another name. Errors: INPUT for a folder that holds no package, DISK, NOT_FOUND for a thumbnail that is gone.
 */
export async function replaceThumbnails(
	target: string,
	{ thumbnails, recipe }: { thumbnails: FileRef[]; recipe: FileRef },
	context: StageContext,
): Promise<string[]> {
	const root = dirname(target);
	const partial = join(root, `${OURS}${ownedName()}`);
	const held = await lock(lockOf(root, target), context, () =>
		context.logger.info(`${target}: another execution is publishing there, waiting for that`),
	);
	try {
		const there = await packageIn(target);
		if (!there) throw new OperatorError('INPUT', `${target} is no package`, { fix: 'Name the folder that a film was published to.' });
		await mkdir(partial, { mode: 0o755 });
		const files: OwnFile[] = [];
		const made: [string, FileRef][] = [
			...thumbnails.map((file, i): [string, FileRef] => [`thumbnail-${i + 1}.png`, file]),
			[RECIPE, recipe],
		];
		for (const [name, file] of made) {
			await copyFile(await context.files.local(file), join(partial, name));
			await chmod(join(partial, name), 0o644);
			files.push({ name, bytes: file.bytes, sha256: file.sha256 });
		}
		const all = listed(there.files ?? [], files);
		const stay = new Set(all.map(({ name }) => name).filter((name) => !files.some((file) => file.name === name)));
		const head = JSON.parse(await readFile(join(target, HEAD), 'utf8')) as Record<string, unknown>;
		await writeFile(join(partial, HEAD), `${JSON.stringify({ ...head, files: all }, null, '\t')}\n`, { mode: 0o644 });
		await replacePackage(
			partial,
			target,
			{ ...there, files: there.files ?? [] },
			all,
			(from, to) => context.logger.warn(keptSentence(target, from, to)),
			stay,
		);
		return files.filter(({ name }) => name !== RECIPE).map(({ name }) => join(target, name));
	} catch (error) {
		throw isOperatorError(error) ? error : cannotWrite(target, error);
	} finally {
		await held.release();
		await rm(partial, { recursive: true, force: true }).catch(() => undefined);
	}
}

/** The list with the new files where the old ones stood: a film published with the same ones has the same list. */
function listed(old: OwnFile[], made: OwnFile[]): OwnFile[] {
	const others = old.filter(({ name }) => !THUMBNAIL.test(name)).map((file) => made.find(({ name }) => name === file.name) ?? file);
	const first = old.findIndex(({ name }) => THUMBNAIL.test(name));
	others.splice(first < 0 ? others.length : first, 0, ...made.filter(({ name }) => !others.some((file) => file.name === name)));
	return others;
}
