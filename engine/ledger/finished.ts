/**
 * Finished parts are not made again: a part is looked up by the hash of everything that decides it, and made only when
 * it, or one of its files, is missing.
 */
import { basename } from 'node:path';
import type { FileRef } from '../asset';
import type { Files, Ports } from '../ports';
import type { FileStore } from './fileStore';
import { hashOf } from './keys';
import type { Ledger } from './ledger';

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
async function mapRefs(value: unknown, map: (ref: FileRef) => Promise<FileRef>): Promise<unknown> {
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
 * `make` stores files through the `files` it is given.
 */
export async function finishedOrMake<T>(
	context: StageContext,
	what: { assetId: string; part: string; inputs: unknown },
	make: (files: Files) => Promise<T>,
): Promise<FinishedPart<T>> {
	const { ledger, store, files } = context;
	const hash = await inputsHash(what.inputs);
	const found = await ledger.parts.find(what.assetId, what.part, hash);
	if (found) {
		const stored = found.json as StoredPart<T>;
		let whole = true;
		const value = (await mapRefs(stored.value, async (ref) => {
			const path = await store.find(ref.sha256);
			if (!path) {
				whole = false;
				return ref;
			}
			return await files.keep(path, { name: stored.names[ref.sha256] ?? basename(path), mime: ref.mime });
		})) as T;
		if (whole) return { value, reused: true, revision: found.revision };
	}
	const names: Record<string, string> = {};
	const keeping: Files = {
		local: (ref) => files.local(ref),
		async keep(path, as) {
			const kept = await store.put(path);
			names[kept.sha256] = as.name;
			return await files.keep(kept.path, as);
		},
	};
	const value = await make(keeping);
	const { revision } = await ledger.parts.put({
		assetId: what.assetId,
		part: what.part,
		inputsHash: hash,
		json: { value, names } satisfies StoredPart<T>,
	});
	return { value, reused: false, revision };
}
