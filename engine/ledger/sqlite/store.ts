/** One SQLite connection: prepared statements, and the three kinds of transaction. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { OperatorError, isOperatorError } from '../../errors';
import { failpoint } from '../../runtime/failpoints';

export type Row = Record<string, SQLOutputValue>;

/** Methods of `Interface` as the worker runs them: the same arguments and results, at once instead of by promise. */
export type Synchronous<Interface> = {
	[Method in keyof Interface]: Interface[Method] extends (...args: infer Args) => Promise<infer Result> ? (...args: Args) => Result : never;
};

export class Store {
	private readonly statements = new Map<string, StatementSync>();
	private synchronous = '';

	constructor(
		readonly db: DatabaseSync,
		readonly now: () => number = Date.now,
	) {}

	get(sql: string, ...values: SQLInputValue[]): Row | undefined {
		return this.statement(sql).get(...values);
	}
	all(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.statement(sql).all(...values);
	}
	/** Rows whose integers may pass 2^53 (sums): every integer is a bigint. */
	allBig(sql: string, ...values: SQLInputValue[]): Row[] {
		const statement = this.statement(`${sql} -- bigint`);
		statement.setReadBigInts(true);
		return statement.all(...values);
	}
	/** Returns how many rows changed. */
	run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.statement(sql).run(...values).changes);
	}

	/** Reads of one moment. */
	read<T>(work: () => T): T {
		return this.transaction('BEGIN', work);
	}
	/** Ordinary writes: whole after any crash of a process; the last ones may be missing after a power cut, and are then made again. */
	write<T>(work: () => T): T {
		return this.transaction('BEGIN IMMEDIATE', work, 'NORMAL');
	}
	/** Acts and money: on the disk before it is acknowledged, because what was paid for cannot be made again for nothing. */
	act<T>(work: () => T): T {
		return this.transaction('BEGIN IMMEDIATE', work, 'FULL');
	}

	private transaction<T>(begin: string, work: () => T, synchronous?: 'NORMAL' | 'FULL'): T {
		try {
			if (synchronous && synchronous !== this.synchronous) {
				this.db.exec(`PRAGMA synchronous = ${synchronous}`); // has no effect inside a transaction
				this.synchronous = synchronous;
			}
			this.db.exec(begin);
			const result = work();
			if (synchronous) failpoint('ledger-in-transaction');
			this.db.exec('COMMIT');
			if (synchronous) failpoint('ledger-committed');
			return result;
		} catch (error) {
			if (this.db.isTransaction) this.db.exec('ROLLBACK');
			throw storeError(error, this.db.location() ?? 'the ledger');
		}
	}

	private statement(sql: string): StatementSync {
		let statement = this.statements.get(sql);
		if (!statement) this.statements.set(sql, (statement = this.db.prepare(sql)));
		return statement;
	}
}

/**
 * SQLite's primary result codes that a user can do something about (sqlite.org/rescode.html). 15: the shared index of the write-ahead log kept
 * changing hands for 10 s, as on a machine with far too much to do.
 */
const BUSY = [5, 6, 15];
const READ_ONLY = [3, 8];
const DISK = [10, 13];
const CANNOT_OPEN = 14;
const DAMAGED = [11, 26];

/** SQLite's words in one short line. */
const line = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

/** Any error of SQLite as an OperatorError that names the file and the next step. */
export function storeError(error: unknown, path: string): OperatorError {
	if (isOperatorError(error)) return error;
	const text = line(error instanceof Error ? error.message : String(error));
	const code = Number((error as { errcode?: number }).errcode ?? 0) & 0xff;
	const make = (kind: 'LEDGER' | 'DISK', message: string, fix: string, retryable = false): OperatorError =>
		new OperatorError(kind, `${message} (${path}: ${text})`, { fix, retryable, cause: error });
	if (BUSY.includes(code))
		return make(
			'LEDGER',
			'The ledger stayed locked by another process',
			'Run again; if it lasts, look for a stuck n8n or ai-operator process.',
			true,
		);
	if (DAMAGED.includes(code)) return damaged(path, text);
	if (READ_ONLY.includes(code))
		return make('LEDGER', 'The ledger cannot be written', "Give n8n's user write access to the file and its folder.");
	if (code === CANNOT_OPEN)
		return make('LEDGER', 'The ledger cannot be opened', 'Check that the folder exists and belongs to the user n8n runs as.');
	if (DISK.includes(code)) return make('DISK', 'The disk refused a write of the ledger', 'Free space on that disk, then run again.', true);
	return make('LEDGER', 'The ledger failed', 'This is unexpected: please report it with the text above.');
}

export function damaged(path: string, evidence: string): OperatorError {
	return new OperatorError('LEDGER', `The ledger ${path} is damaged or is no ledger: ${line(evidence)}`, {
		fix: 'Nothing was changed. Put back a backup, or move the file with its -wal and -shm companions aside to begin a new ledger.',
	});
}
