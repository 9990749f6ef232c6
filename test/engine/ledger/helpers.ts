import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerClient } from '../../../engine/ledger/client';
import type { Ledger } from '../../../engine/ledger';
import { LedgerThread } from '../../../engine/ledger/rpc';
import { workerPath } from '../../../engine/runtime/paths';

const made: string[] = [];

/** A fresh folder of the test's own; {@link removeFolders} clears them all. */
export function folder(): string {
	const dir = mkdtempSync(join(tmpdir(), 'ao-ledger-'));
	made.push(dir);
	return dir;
}
export function removeFolders(): void {
	for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** A ledger with a thread and a connection of its own, as another process would have. */
export function separateLedger(path: string): Ledger {
	const thread = new LedgerThread(workerPath('ledger'), path);
	return ledgerClient(thread, async () => await thread.close());
}
