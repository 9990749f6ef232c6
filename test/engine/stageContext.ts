/** What a stage asks of its surroundings, with a ledger and a store of its own and one source kept in it. */
import { writeFileSync } from 'node:fs';
import type { FileRef, SourceText } from '../../engine/asset';
import { openLedger } from '../../engine/ledger';
import { openFileStore } from '../../engine/ledger/fileStore';
import type { StageContext } from '../../engine/ledger/finished';
import type { KeepAs } from '../../engine/ports';
import { silentLogger, systemClock } from '../../engine/runtime';

/** `path` is the beginning of all names; `keep` answers for files that the stage keeps, else they are taken for the source's. */
export async function openStage(
	path: string,
	source: SourceText,
	keep?: (path: string, as: KeepAs) => Promise<FileRef>,
): Promise<{ context: StageContext; ledger: StageContext['ledger']; file: FileRef }> {
	const ledger = await openLedger({ path: `${path}.sqlite` });
	const store = openFileStore(`${path}-files`);
	writeFileSync(`${path}.json`, JSON.stringify(source));
	const kept = await store.put(`${path}.json`);
	const file = { property: kept.path, sha256: kept.sha256, bytes: kept.bytes, mime: 'application/json' };
	const context = {
		ledger,
		store,
		clock: systemClock,
		logger: silentLogger,
		progress: () => undefined,
		signal: new AbortController().signal,
		files: { local: async () => kept.path, keep: keep ?? (async () => file) },
	} as unknown as StageContext;
	return { context, ledger, file };
}
