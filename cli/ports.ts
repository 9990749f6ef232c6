import { stat } from 'node:fs/promises';
import type { FileRef } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';
import type { FileStore } from '../engine/ledger/fileStore';
import type { Files, KeepAs, Progress, Workspace } from '../engine/ports';

type Engine = typeof import('../engine/index');

/** Outside n8n a file ref's property is a path in AI Operator's own store. */
class StoredFiles implements Files {
	constructor(
		private readonly engine: Engine,
		private readonly store: FileStore,
	) {}

	async local(file: FileRef): Promise<string> {
		const path = (await this.store.find(file.sha256, file.bytes)) ?? ((await stat(file.property).catch(() => null)) ? file.property : null);
		if (path) return path;
		throw new this.engine.OperatorError('NOT_FOUND', `The file ${file.property} is gone`, {
			fix: 'Run the command again: what is missing is made anew.',
		});
	}

	async keep(path: string, as: KeepAs): Promise<FileRef> {
		const kept = as.content ? { ...as.content, path } : await this.store.put(path);
		return { property: kept.path, sha256: kept.sha256, bytes: kept.bytes, mime: as.mime };
	}
}

/** Tells the person at the terminal what to look at; nothing of it stops the run. */
export function warn(warnings: string[]): void {
	for (const warning of warnings) process.stderr.write(`  ! ${warning}\n`);
}

/** The engine's ports for a command line; `close` removes the workspaces and gives the ledger back. */
export async function commandLine(
	engine: Engine,
	options: { signal: AbortSignal; progress: Progress; contact: string },
): Promise<StageContext & { close(): Promise<void> }> {
	const workspaces: Workspace[] = [];
	await engine.sweepOnce();
	const ledger = await engine.openLedger();
	const store = engine.openFileStore();
	const note = (message: string) => process.stderr.write(`${message}\n`);
	return {
		http: engine.createHttp({ userAgent: `ai-operator/${engine.version()}`, contact: options.contact }),
		clock: engine.systemClock,
		files: new StoredFiles(engine, store),
		logger: { debug: () => undefined, info: () => undefined, warn: note, error: note },
		progress: options.progress,
		signal: options.signal,
		async workspace(purpose) {
			const opened = await engine.openWorkspace(purpose);
			workspaces.push(opened);
			return opened;
		},
		ledger,
		store,
		async close() {
			for (const workspace of workspaces) await workspace.dispose();
			await ledger.close();
		},
	};
}
