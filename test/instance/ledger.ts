/** The ledger of a running or killed n8n, and n8n's own database, read from outside. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Who closes a ledger last, and who opens one after a kill, holds it alone for a moment while the write-ahead log is taken in; without a
 * timeout a reader is refused then. The engine itself waits longer (engine/ledger/sqlite/open.ts).
 */
const BUSY_TIMEOUT_MS = 10_000;

/** Rows of one query on the ledger below n8n's user folder; none where no node has run yet. */
export const ledgerRows = <T>(userFolder: string, sql: string): T[] =>
	rowsOf<T>(join(userFolder, '.n8n', 'ai-operator', 'ledger.sqlite'), sql);

/** How an execution stands in n8n's own database. */
export const statusOf = (userFolder: string, execution: string): string | undefined =>
	rowsOf<{ status: string }>(
		join(userFolder, '.n8n', 'database.sqlite'),
		`SELECT status FROM execution_entity WHERE id = ${Number(execution)}`,
	)[0]?.status;

function rowsOf<T>(path: string, sql: string): T[] {
	if (!existsSync(path)) return [];
	const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
	try {
		return database.prepare(sql).all() as T[];
	} finally {
		database.close();
	}
}
