/** The SQLite file: where it lies, what is refused and left as it was, how its schema grows. */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../../engine/ledger';
import type { Migration } from '../../engine/ledger/sqlite/migrations';
import { openStore } from '../../engine/ledger/sqlite/open';
import { act, channel, head } from './ledger/behaviour';
import { folder, removeFolders } from './ledger/helpers';

const environment = { ...process.env };
afterEach(() => {
	process.env = { ...environment };
});
afterAll(removeFolders);

/** A ledger with something in it, closed; returns its path. */
async function filled(): Promise<string> {
	const path = join(folder(), 'ledger.sqlite');
	const ledger = await openLedger({ path });
	await ledger.channels.save(channel('c1', 'Kept'));
	await ledger.assets.open(head('a1'), 'c1');
	for (let i = 0; i < 40; i++) await ledger.parts.put({ assetId: 'a1', part: 'p', inputsHash: `h${i}`, json: 'x'.repeat(3000) });
	await ledger.close();
	return path;
}

function change(path: string, sql: string): void {
	const db = new DatabaseSync(path);
	db.exec(sql);
	db.close();
}

describe('where it lies', () => {
	test('in the private folder of AI Operator by default, both unreadable to others', async () => {
		process.env.AI_OPERATOR_HOME = join(folder(), 'home');
		delete process.env.AI_OPERATOR_LEDGER;
		mkdirSync(process.env.AI_OPERATOR_HOME, { mode: 0o755 });
		const ledger = await openLedger();
		const { path } = await ledger.describe();
		expect(path).toBe(join(process.env.AI_OPERATOR_HOME, 'ledger.sqlite'));
		await ledger.channels.save(channel('c1'));
		expect(statSync(dirname(path as string)).mode & 0o777).toBe(0o700);
		for (const file of readdirSync(dirname(path as string))) expect(statSync(join(dirname(path as string), file)).mode & 0o077).toBe(0);
		await ledger.close();
	});

	test('where AI_OPERATOR_LEDGER says; a missing folder is made private', async () => {
		process.env.AI_OPERATOR_LEDGER = join(folder(), 'new', 'shared.sqlite');
		const ledger = await openLedger();
		expect((await ledger.describe()).path).toBe(process.env.AI_OPERATOR_LEDGER);
		expect(statSync(dirname(process.env.AI_OPERATOR_LEDGER)).mode & 0o777).toBe(0o700);
		await ledger.close();
	});

	test('in queue mode a ledger of this machine’s own is refused, a shared one is not; a server is refused with the reason', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		delete process.env.AI_OPERATOR_LEDGER;
		await expect(openLedger()).rejects.toMatchObject({ code: 'LEDGER', fix: expect.stringContaining('AI_OPERATOR_LEDGER') });
		process.env.AI_OPERATOR_LEDGER = join(folder(), 'shared.sqlite');
		await (await openLedger()).close();
		process.env.AI_OPERATOR_LEDGER = 'postgres://user:secret@db/n8n';
		const refused = openLedger().catch((error: Error) => error);
		expect(await refused).toMatchObject({ code: 'LEDGER' });
		expect(JSON.stringify(await refused) + String(await refused)).not.toContain('secret');
	});

	test('one thread a file, by whatever name; it closes with the last handle, and a closed handle says so', async () => {
		const path = await filled();
		const alias = join(folder(), 'alias.sqlite');
		symlinkSync(path, alias);
		const [one, two] = await Promise.all([openLedger({ path }), openLedger({ path: alias })]);
		expect((await two.describe()).path).toBe((await one.describe()).path);
		await one.close();
		await one.close();
		await expect(one.channels.list()).rejects.toMatchObject({ code: 'LEDGER' });
		expect((await two.channels.list()).map((c) => c.name)).toEqual(['Kept']);
		expect(existsSync(`${path}-wal`)).toBe(true);
		await two.close();
		expect(existsSync(`${path}-wal`)).toBe(false); // closed cleanly: nothing left beside the file
	});
});

describe('what is refused, and left as it was', () => {
	const refusedUnchanged = async (path: string, message: RegExp): Promise<void> => {
		const before = readFileSync(path);
		await expect(openLedger({ path })).rejects.toMatchObject({
			code: 'LEDGER',
			message: expect.stringMatching(message),
			fix: expect.stringMatching(/\w+/),
		});
		expect(readFileSync(path).equals(before)).toBe(true);
	};

	test('a file that is no database', async () => {
		const path = join(folder(), 'ledger.sqlite');
		writeFileSync(path, 'Dear diary, '.repeat(500));
		await refusedUnchanged(path, /damaged or is no ledger/);
	});

	test('pages overwritten, or cut off', async () => {
		const path = await filled();
		const whole = readFileSync(path);
		const overwritten = Buffer.from(whole);
		overwritten.fill(0xa5, 4096 * 2, 4096 * 6);
		writeFileSync(path, overwritten);
		await refusedUnchanged(path, /damaged/);
		writeFileSync(path, whole.subarray(0, whole.length - 4096 * 10));
		await refusedUnchanged(path, /damaged/);
		writeFileSync(path, whole);
		const mended = await openLedger({ path }); // the cause is gone: the same process can open it now
		expect((await mended.channels.list()).length).toBe(1);
		await mended.close();
	});

	test('another program’s database', async () => {
		const path = join(folder(), 'ledger.sqlite');
		change(path, 'CREATE TABLE workflow_entity (id INTEGER); INSERT INTO workflow_entity VALUES (1)');
		await refusedUnchanged(path, /another program/);
	});

	test('a schema changed by hand, naming what is missing', async () => {
		const path = await filled();
		change(path, 'DROP TABLE story; ALTER TABLE channel DROP COLUMN updated_at');
		await refusedUnchanged(path, /changed by hand: .*(story\.|channel\.updated_at)/);
	});

	test('a newer schema, unless it says that this code may work on it', async () => {
		const path = await filled();
		change(
			path,
			"INSERT INTO schema_version VALUES (90, 'expand', 1, '2027-01-01'); CREATE TABLE future (x INTEGER); ALTER TABLE channel ADD COLUMN extra TEXT",
		);
		const ledger = await openLedger({ path });
		await ledger.channels.save(channel('c2', 'Written by older code'));
		expect((await ledger.describe()).schemaVersion).toBe(90);
		await ledger.close();
		change(path, "INSERT INTO schema_version VALUES (91, 'contract', 91, '2027-02-01')");
		await refusedUnchanged(path, /newer AI Operator \(schema 91/);
	});
});

describe('migrations', () => {
	const migration = (version: number, breaking: boolean, sql: string): Migration => ({ version, name: `m${version}`, breaking, sql });
	const first = migration(1, true, 'CREATE TABLE t (a TEXT); INSERT INTO t VALUES (1)');
	const expand = migration(2, false, 'ALTER TABLE t ADD COLUMN b TEXT');
	const contract = migration(3, true, 'ALTER TABLE t DROP COLUMN a');
	const open = (path: string, list: Migration[]): number => {
		const { store, schemaVersion } = openStore(path, list);
		store.db.close();
		return schemaVersion;
	};

	test('older code works on an expanded file, and is kept out of a contracted one', () => {
		const path = join(folder(), 'x.sqlite');
		expect(open(path, [first])).toBe(1);
		expect(open(path, [first, expand])).toBe(2);
		expect(open(path, [first])).toBe(2);
		expect(open(path, [first, expand, contract])).toBe(3);
		expect(() => open(path, [first, expand])).toThrow(/newer AI Operator/);
	});

	test('a failing migration leaves the file at its old version, data and all', () => {
		const path = join(folder(), 'x.sqlite');
		open(path, [first]);
		expect(() => open(path, [first, expand, migration(3, true, 'DROP TABLE t; CREATE TABLE nonsense')])).toThrow(/ledger failed/);
		const db = new DatabaseSync(path);
		expect(db.prepare('SELECT a FROM t').all()).toEqual([{ a: '1' }]);
		expect(db.prepare('SELECT max(version) AS v FROM schema_version').get()).toEqual({ v: 1 });
		db.close();
	});
});

describe('the thread', () => {
	test('leaves the event loop free while it writes and waits for another process’s lock', async () => {
		const path = await filled();
		const ledger = await openLedger({ path });
		const blocker = new DatabaseSync(path);
		blocker.exec('BEGIN IMMEDIATE');
		let written = 0;
		const writes = Promise.all(
			Array.from({ length: 200 }, async (_, i) => {
				await ledger.parts.put({ assetId: 'a1', part: 'w', inputsHash: `h${i}`, json: 'y'.repeat(20_000) });
				written++;
			}),
		);
		// A loop that waits for the lock itself would never come to give it back: the writes would fail.
		for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
		expect(written).toBe(0);
		blocker.exec('COMMIT');
		blocker.close();
		// Nor does it stand still while they are written: it hears of each by itself.
		let turns = 0;
		const ticking = setInterval(() => turns++, 1);
		await writes;
		clearInterval(ticking);
		expect(turns).toBeGreaterThan(2);
		expect(await ledger.parts.history('a1', 'w')).toHaveLength(200);
		await ledger.close();
	});

	test('a new file that another process is just making is waited for, though SQLite itself would not', async () => {
		const path = join(folder(), 'ledger.sqlite');
		const maker = new DatabaseSync(path);
		maker.exec('BEGIN IMMEDIATE');
		setTimeout(() => maker.close(), 200);
		const ledger = await openLedger({ path });
		expect(await ledger.channels.list()).toEqual([]);
		await ledger.close();
	});

	test('calls made while it opens, or before it is refused, are all answered', async () => {
		const path = join(folder(), 'ledger.sqlite');
		writeFileSync(path, 'no database '.repeat(100));
		const results = await Promise.allSettled([openLedger({ path }), openLedger({ path }), openLedger({ path })]);
		expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected']);
	});

	test('acts are written through to the disk before they are acknowledged, parts need not be', () => {
		const { store } = openStore(join(folder(), 'ledger.sqlite'));
		const level = (): unknown => store.get('PRAGMA synchronous')?.synchronous;
		expect(store.act(level)).toBe(2); // FULL
		expect(store.write(level)).toBe(1); // NORMAL
		expect(store.act(level)).toBe(2);
		expect(store.get('PRAGMA journal_mode')?.journal_mode).toBe('wal');
		store.db.close();
	});

	test('a writing transaction holds the lock from its first read: what it decides by cannot change under it', () => {
		const path = join(folder(), 'ledger.sqlite');
		const { store } = openStore(path);
		const rival = new DatabaseSync(path, { timeout: 0 });
		for (const kind of ['act', 'write'] as const) store[kind](() => expect(() => rival.exec('BEGIN IMMEDIATE')).toThrow(/locked/));
		store.read(() => rival.exec('BEGIN IMMEDIATE; COMMIT'));
		rival.close();
		store.db.close();
	});

	test('a crash in the middle of a transaction loses that one only', async () => {
		const path = await filled();
		const { store } = openStore(path);
		expect(() =>
			store.write(() => {
				store.run("DELETE FROM channel WHERE id = 'c1'");
				throw new Error('boom');
			}),
		).toThrow('boom');
		store.db.close();
		const ledger = await openLedger({ path });
		expect(await ledger.channels.get('c1')).toMatchObject({ name: 'Kept' });
		expect((await ledger.acts.plan(act())).state).toBe('planned');
		await ledger.close();
	});
});
