/**
 * Finished parts are not made again: a part is looked up by the hash of everything that decides it, and made only when
 * it, or one of its files, is missing.
 */
import { basename, join } from 'node:path';
import type { FileRef } from '../asset';
import { isOperatorError, OperatorError } from '../errors';
import type { Files, Ports } from '../ports';
import { lock, type FileLock } from '../runtime/locks';
import { partLocks, type FileStore } from './fileStore';
import { hashOf } from './keys';
import type { Ledger } from './ledger';
import { failpoint } from '../runtime/failpoints';

/** What a stage needs beside the ports. */
export interface StageContext extends Ports {
	ledger: Ledger;
	store: FileStore;
}

export interface FinishedPart<T> {
	value: T;
	reused: boolean;
	revision: number;
}

interface StoredPart<T> {
	value: T;
	/** File names by content hash: a ref alone does not carry them. */
	names: Record<string, string>;
}

const isRef = (value: unknown): value is FileRef =>
	typeof value === 'object' && value !== null && 'sha256' in value && 'property' in value && 'bytes' in value && 'mime' in value;

/** Replaces every file ref in a JSON value. */
export async function mapRefs(value: unknown, map: (ref: FileRef) => Promise<FileRef>): Promise<unknown> {
	if (isRef(value)) return await map(value);
	if (Array.isArray(value)) {
		const out: unknown[] = [];
		for (const part of value) out.push(await mapRefs(part, map));
		return out;
	}
	if (typeof value === 'object' && value !== null) {
		const out: Record<string, unknown> = {};
		for (const [key, part] of Object.entries(value)) out[key] = await mapRefs(part, map);
		return out;
	}
	return value;
}

/** Hash of a part's inputs: canonical JSON in which a file counts by its content, not by where it lies. */
export async function inputsHash(inputs: unknown): Promise<string> {
	const plain = await mapRefs(inputs, async (ref) => ({ sha256: ref.sha256 }) as FileRef);
	return hashOf(plain);
}

/**
 * The part made from these inputs: the finished one when the ledger has it and its files are there, else made now and kept.
 * `make` stores files through the `files` it is given. Executions that want the same part at the same time, in this process or
 * in another, make it once: the others wait and reuse it, or make it themselves when the first failed or was killed.
 * Errors: CANCELLED while waiting, DISK when no lock can be written, whatever `make` throws.
 */
export async function finishedOrMake<T>(
	context: StageContext,
	what: { assetId: string; part: string; inputs: unknown },
	make: (files: Files) => Promise<T>,
): Promise<FinishedPart<T>> {
	const hash = await inputsHash(what.inputs);
	const find = async () => await findFinished<T>(context, what.assetId, what.part, hash);
	const found = await find();
	if (found) return found;
	const held = await lockPart(context, what.assetId, what.part, hash);
	try {
		failpoint('part-locked');
		return (await find()) ?? (await makeAndKeep(context, { ...what, hash }, make));
	} finally {
		await held.release();
	}
}

async function lockPart(context: StageContext, assetId: string, part: string, hash: string): Promise<FileLock> {
	const folder = partLocks(context.store.dir);
	try {
		return await lock(join(folder, `${hashOf({ assetId, part, hash })}.lock`), context, () => {
			context.logger.info(`${part} of ${assetId}: another execution is making it, waiting for that`);
		});
	} catch (cause) {
		if (isOperatorError(cause)) throw cause;
		throw new OperatorError('DISK', `No lock can be written to ${folder}: ${(cause as Error).message}`, {
			fix: 'Free space on the disk, or set AI_OPERATOR_HOME to a folder that the user n8n runs as may write to.',
			cause,
			retryable: true,
		});
	}
}

async function findFinished<T>(context: StageContext, assetId: string, part: string, hash: string): Promise<FinishedPart<T> | null> {
	const { ledger, store, files } = context;
	const found = await ledger.parts.find(assetId, part, hash);
	if (!found) return null;
	const stored = found.json as StoredPart<T>;
	let whole = true;
	// All files are looked for before the first is kept: a part that must be made again leaves nothing with the item.
	await mapRefs(stored.value, async (ref) => {
		whole &&= (await store.find(ref.sha256, ref.bytes)) !== null;
		return ref;
	});
	if (!whole) return null;
	const value = (await mapRefs(stored.value, async (ref) => {
		const path = await store.find(ref.sha256);
		if (!path) {
			whole = false;
			return ref;
		}
		return await files.keep(path, { name: stored.names[ref.sha256] ?? basename(path), mime: ref.mime, content: ref });
	})) as T;
	return whole ? { value, reused: true, revision: found.revision } : null;
}

async function makeAndKeep<T>(
	context: StageContext,
	what: { assetId: string; part: string; hash: string },
	make: (files: Files) => Promise<T>,
): Promise<FinishedPart<T>> {
	const { ledger, store, files } = context;
	const names: Record<string, string> = {};
	const keeping: Files = {
		local: (ref) => files.local(ref),
		async keep(path, as) {
			const kept = await store.put(path);
			names[kept.sha256] = as.name;
			return await files.keep(kept.path, { ...as, content: kept });
		},
	};
	const value = await make(keeping);
	failpoint('part-made');
	const { revision } = await ledger.parts.put({
		assetId: what.assetId,
		part: what.part,
		inputsHash: what.hash,
		json: { value, names } satisfies StoredPart<T>,
	});
	failpoint('part-put');
	return { value, reused: false, revision };
}
