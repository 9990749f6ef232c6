/** Opens a ledger's file: recognises it, checks it, brings its schema up to date, or refuses with the reason and leaves it as it was. */
import type { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../../errors';
import type { Migration } from './migrations';
import { damaged } from './store';

/** "AIOP": stands in the file's header, so that another program's database is not taken for a ledger. */
const APPLICATION_ID = 0x41494f50;

export interface SchemaVersion {
	version: number;
	/** The oldest code that may work on this file, by the newest schema version it knows. */
	minReader: number;
}

/**
 * Safe when several processes do it at once: the version is read again inside the writing transaction, and all pending migrations
 * commit together or not at all. Returns the file's version. Throws LEDGER for a damaged, foreign, newer or hand-changed file.
 */
export function openSchema(db: DatabaseSync, path: string, migrations: readonly Migration[]): SchemaVersion {
	checkWhole(db, path);
	const known = migrations.at(-1)?.version ?? 0;
	let found = readVersion(db, path);
	if (found.version < known) {
		useWriteAheadLog(db);
		db.exec('BEGIN IMMEDIATE');
		try {
			found = readVersion(db, path);
			for (const migration of migrations.slice(found.version)) found = apply(db, migration, found);
			db.exec('COMMIT');
		} catch (error) {
			if (db.isTransaction) db.exec('ROLLBACK');
			throw error;
		}
	}
	if (found.minReader > known) {
		throw new OperatorError(
			'LEDGER',
			`The ledger ${path} was written by a newer AI Operator (schema ${found.version}; this one knows ${known})`,
			{
				fix: 'Update the n8n-nodes-ai-operator package here to at least the version that wrote it. Nothing was changed.',
			},
		);
	}
	useWriteAheadLog(db);
	return found;
}

/** Tables and columns that the migrations make and the file lacks, as "table" or "table.column": what somebody changed by hand. */
export function missingFromSchema(db: DatabaseSync, expected: DatabaseSync): string[] {
	const live = columns(db);
	return [...columns(expected)].filter((name) => !live.has(name));
}

function columns(db: DatabaseSync): Set<string> {
	const rows = db
		.prepare(
			"SELECT t.name AS t, c.name AS c FROM sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
		)
		.all();
	return new Set(rows.map((row) => `${String(row.t)}.${String(row.c)}`));
}

function checkWhole(db: DatabaseSync, path: string): void {
	let answer: string;
	try {
		answer = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		if ([11, 26].includes(Number((error as { errcode?: number }).errcode) & 0xff)) throw damaged(path, text);
		throw error;
	}
	if (answer !== 'ok') throw damaged(path, answer);
}

function readVersion(db: DatabaseSync, path: string): SchemaVersion {
	const id = Number(db.prepare('PRAGMA application_id').get()?.application_id);
	const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n);
	if (id === 0 && tables === 0) return { version: 0, minReader: 0 };
	if (id !== APPLICATION_ID) throw damaged(path, "it is another program's SQLite database");
	const row = db.prepare('SELECT max(version) AS version, max(min_reader) AS reader FROM schema_version').get();
	return { version: Number(row?.version), minReader: Number(row?.reader) };
}

function apply(db: DatabaseSync, migration: Migration, before: SchemaVersion): SchemaVersion {
	if (before.version === 0) {
		db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
		db.exec(
			'CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, min_reader INTEGER NOT NULL, at TEXT NOT NULL) STRICT',
		);
	}
	db.exec(migration.sql);
	const after = { version: migration.version, minReader: migration.breaking ? migration.version : before.minReader };
	db.prepare('INSERT INTO schema_version VALUES (?, ?, ?, ?)').run(
		after.version,
		migration.name,
		after.minReader,
		new Date().toISOString(),
	);
	return after;
}

/** Several processes that switch a new file at once meet a lock which busy_timeout does not wait for: it is waited for here, as long. */
function useWriteAheadLog(db: DatabaseSync): void {
	const pause = new Int32Array(new SharedArrayBuffer(4));
	for (let left = 600; ; left--) {
		try {
			if (db.prepare('PRAGMA journal_mode').get()?.journal_mode !== 'wal') db.exec('PRAGMA journal_mode = WAL');
			return;
		} catch (error) {
			if (left === 0 || (Number((error as { errcode?: number }).errcode) & 0xff) !== 5) throw error;
			Atomics.wait(pause, 0, 0, 25);
		}
	}
}
