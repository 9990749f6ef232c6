import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../../errors';
import { MIGRATIONS } from './migrations';
import type { Migration } from './migrations';
import { missingFromSchema, openSchema } from './schema';
import { Store, storeError } from './store';

/**
 * How long a write waits for another process's. Writes take milliseconds; the worst stall met was 1.3 s, when a writer was killed.
 * Too short loses work under load, too long only delays the message about a stuck process.
 */
const BUSY_TIMEOUT_MS = 15_000;

export interface OpenStore {
	store: Store;
	schemaVersion: number;
}

/** Opens or makes the ledger's file; folder (0700) and file (0600) are private where they are ours to make. */
export function openStore(path: string, migrations: readonly Migration[] = MIGRATIONS): OpenStore {
	let db: DatabaseSync | undefined;
	try {
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		// SQLite gives the -wal and -shm companions the file's own mode.
		if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
		db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
		db.enableDefensive(true);
		db.exec('PRAGMA trusted_schema = OFF');
		const { version } = openSchema(db, path, migrations);
		if (version === migrations.at(-1)?.version) refuseDrift(db, path, migrations);
		db.exec('PRAGMA foreign_keys = ON');
		return { store: new Store(db), schemaVersion: version };
	} catch (error) {
		db?.close();
		throw openError(error, path);
	}
}

function refuseDrift(db: DatabaseSync, path: string, migrations: readonly Migration[]): void {
	const expected = new DatabaseSync(':memory:');
	openSchema(expected, ':memory:', migrations);
	const missing = missingFromSchema(db, expected);
	expected.close();
	if (missing.length === 0) return;
	throw new OperatorError('LEDGER', `The ledger ${path} was changed by hand: ${missing.slice(0, 5).join(', ')} missing`, {
		fix: 'Put back a backup of the file. Nothing was changed.',
	});
}

function openError(error: unknown, path: string): OperatorError {
	const code = (error as NodeJS.ErrnoException).code ?? '';
	if (!/^E(ACCES|PERM|ROFS|NOTDIR|EXIST|ISDIR|NOSPC|DQUOT)$/.test(code)) return storeError(error, path);
	const full = code === 'ENOSPC' || code === 'EDQUOT';
	return new OperatorError(full ? 'DISK' : 'LEDGER', `The ledger ${path} cannot be made (${(error as Error).message})`, {
		fix: full
			? 'Free space on that disk, then run again.'
			: 'Set AI_OPERATOR_HOME or AI_OPERATOR_LEDGER to a place that the user n8n runs as may write.',
		cause: error,
	});
}
