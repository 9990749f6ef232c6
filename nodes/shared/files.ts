import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import type { FileRef } from '../../engine/asset';
import type { FileStore } from '../../engine/ledger/fileStore';
import type { Files, KeepAs, Workspace } from '../../engine/ports';
import type { EngineModule } from './engine';

/** Text that people read comes in several formats of one stem (captions.srt and captions.vtt). */
const SEVERAL_FORMATS = /^\.(srt|vtt|ass|lrc|txt|md|html|csv)$/i;

/**
 * Property name of a file in the item: "thumbnail-1.png" → "thumbnail_1", "captions.srt" → "captions_srt". A property that holds a file
 * of another name, such as an upload of the user's, is not overwritten: then the extension is added, and a number if need be.
 */
export function propertyOf(name: string, binary: IBinaryKeyData): string {
	const extension = extname(name);
	const plain = (text: string) => text.replace(/[^A-Za-z0-9]+/g, '_');
	const free = (property: string) => !Object.hasOwn(binary, property) || binary[property]?.fileName === name;
	const full = plain(name);
	const wanted = SEVERAL_FORMATS.test(extension) ? full : plain(name.slice(0, name.length - extension.length));
	if (free(wanted)) return wanted;
	for (let n = 1; ; n++) if (free(n === 1 ? full : `${full}_${n}`)) return n === 1 ? full : `${full}_${n}`;
}

/**
 * The files port inside n8n: refs are binary properties of one item. A file is found by its hash, in AI Operator's own
 * store first, then in whatever property of the item holds it, so Set and Merge may rename properties.
 */
export class ItemFiles implements Files {
	/** Binary data of the outgoing item: what came in and what was kept. */
	readonly binary: IBinaryKeyData;
	private readonly fetched = new Map<string, string>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly engine: EngineModule,
		private readonly store: FileStore,
		private readonly openWorkspace: () => Promise<Workspace>,
	) {
		this.binary = { ...(context.getInputData()[itemIndex]?.binary ?? {}) };
	}

	async local(file: FileRef): Promise<string> {
		const stored = await this.store.find(file.sha256, file.bytes);
		if (stored) return stored;
		const known = this.fetched.get(file.sha256);
		if (known) return known;
		const properties = [file.property, ...Object.keys(this.binary).filter((name) => name !== file.property)].filter(
			(name) => this.binary[name],
		);
		const workspace = await this.openWorkspace();
		for (const [n, property] of properties.entries()) {
			const path = workspace.path(`input-${this.fetched.size}-${n}`);
			await this.download(property, path);
			const { sha256 } = await this.engine.hashFile(path);
			this.fetched.set(sha256, path);
			if (sha256 === file.sha256) return path;
		}
		throw new this.engine.OperatorError('NOT_FOUND', `The file "${file.property}" of this asset is no longer with the item`, {
			fix: 'Keep binary data when items pass through Set, Merge or Code nodes, or run the workflow again from its first node.',
		});
	}

	/** A file that the user put into the item, fetched to this machine. Errors: NOT_FOUND naming what there is. */
	async received(property: string): Promise<{ path: string; sha256: string; name: string }> {
		const data = this.context.getInputData()[this.itemIndex]?.binary?.[property];
		if (!data) {
			const there = Object.keys(this.context.getInputData()[this.itemIndex]?.binary ?? {});
			throw new this.engine.OperatorError('NOT_FOUND', `Item ${this.itemIndex} has no file in the field "${property}"`, {
				fix: there.length
					? `Choose one of its fields: ${there.join(', ')}.`
					: 'Read or upload the file before this node, and merge it into the item.',
			});
		}
		const path = (await this.openWorkspace()).path('received');
		await this.download(property, path);
		const { sha256 } = await this.engine.hashFile(path);
		return { path, sha256, name: data.fileName || property };
	}

	/** A local copy of what a binary property holds. */
	async fetch(property: string): Promise<string> {
		const path = (await this.openWorkspace()).path('fetched');
		await this.download(property, path);
		return path;
	}

	private async download(property: string, path: string): Promise<void> {
		const data = this.binary[property]!;
		if (data.id) await pipeline(await this.context.helpers.getBinaryStream(data.id), createWriteStream(path));
		else await writeFile(path, await this.context.helpers.getBinaryDataBuffer(this.itemIndex, property));
	}

	async keep(path: string, as: KeepAs): Promise<FileRef> {
		const { sha256, bytes } = as.content ?? (await this.engine.hashFile(path));
		const property = propertyOf(as.name, this.binary);
		this.binary[property] = await this.context.helpers.prepareBinaryData(createReadStream(path), as.name, as.mime);
		return { property, sha256, bytes, mime: as.mime };
	}
}
