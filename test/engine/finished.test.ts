/** Finished parts and their files: made once by several executions, and whole after kills. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { FileRef } from '../../engine/asset';
import { openLedger, type Ledger } from '../../engine/ledger';
import { openFileStore } from '../../engine/ledger/fileStore';
import { finishedOrMake, type StageContext } from '../../engine/ledger/finished';
import type { Files } from '../../engine/ports';
import { silentLogger, systemClock } from '../../engine/runtime';
import { packageRoot } from '../../engine/runtime/paths';
import { head } from './ledger/behaviour';

const work = mkdtempSync(join(tmpdir(), 'ao-finished-'));
const child = join(packageRoot(), 'node_modules', '.cache', 'ai-operator-tests', `finished-process-${process.pid}.cjs`);
let dir: string;
let ledger: Ledger;
let count = 0;
beforeEach(async () => {
	dir = join(work, `t${++count}`);
	mkdirSync(dir);
	ledger = await openLedger({ path: join(dir, 'ledger.sqlite') });
	await ledger.assets.open(head('a1'), 'c1');
});
afterEach(async () => await ledger.close());
afterAll(() => {
	rmSync(work, { recursive: true, force: true });
	rmSync(child, { force: true });
});

/** An execution's own context; `waited` counts how often it waited for another. */
function execution(signal = new AbortController().signal): StageContext & { waited: number; kept: string[] } {
	const kept: string[] = [];
	const context = {
		clock: systemClock,
		signal,
		waited: 0,
		kept,
		logger: { ...silentLogger, info: () => void context.waited++ },
		ledger,
		store: openFileStore(join(dir, 'files')),
		files: {
			local: () => Promise.reject(new Error('not asked')),
			keep: async (path: string, as: { name: string; mime: string }): Promise<FileRef> => {
				kept.push(as.name);
				const { sha256, bytes } = await openFileStore(join(dir, 'files')).put(path);
				return { property: as.name, sha256, bytes, mime: as.mime };
			},
		},
	};
	return context as unknown as StageContext & { waited: number; kept: string[] };
}

const what = { assetId: 'a1', part: 'voice', inputs: { text: 'hello' } };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** However slow the machine is. */
async function until(met: () => boolean): Promise<void> {
	while (!met()) await sleep(10);
}

/** Makes one file, once `ready` holds, and tells how many were at it. */
function maker(ready: () => boolean = () => true) {
	const made = { times: 0, at: 0, most: 0 };
	const make = async (files: Files): Promise<{ file: FileRef }> => {
		made.times++;
		made.most = Math.max(made.most, ++made.at);
		await until(ready);
		const path = join(dir, `made-${made.times}`);
		writeFileSync(path, `made ${made.times}`);
		made.at--;
		return { file: await files.keep(path, { name: 'voice.wav', mime: 'audio/wav' }) };
	};
	return { made, make };
}

test('four executions of one part: one makes it, the others wait and reuse its file; other inputs do not wait', async () => {
	const contexts = [execution(), execution(), execution(), execution()];
	const waiting = () => contexts.reduce((sum, context) => sum + context.waited, 0);
	const { made, make } = maker(() => waiting() === 3);
	const parts = await Promise.all(contexts.map(async (context) => await finishedOrMake(context, what, make)));
	expect(made).toEqual({ times: 1, at: 0, most: 1 });
	expect(parts.filter((part) => !part.reused)).toHaveLength(1);
	expect(parts.map((part) => part.value)).toEqual(parts.map(() => parts[0]!.value));
	expect(contexts.map((context) => context.kept)).toEqual(contexts.map(() => ['voice.wav']));
	expect(waiting()).toBe(3);
	const other = maker(() => other.made.times === 2);
	await Promise.all(['x', 'y'].map(async (text) => await finishedOrMake(execution(), { ...what, inputs: { text } }, other.make)));
	expect(other.made).toEqual({ times: 2, at: 0, most: 2 });
	expect(readdirSync(join(dir, 'files', '.locks'))).toEqual([]);
});

test('when the first fails the waiting one makes it; a stop ends the waiting', async () => {
	const { made, make } = maker();
	let at = false;
	let fail = false;
	const first = finishedOrMake(execution(), what, async () => {
		at = true;
		await until(() => fail);
		throw new Error('no voice');
	});
	const failed = expect(first).rejects.toThrow('no voice');
	await until(() => at);
	const stop = new AbortController();
	const [patient, stopped] = [execution(), execution(stop.signal)];
	const second = finishedOrMake(patient, what, make);
	const third = finishedOrMake(stopped, what, make);
	const cancelled = expect(third).rejects.toMatchObject({ code: 'CANCELLED' });
	await until(() => patient.waited === 1 && stopped.waited === 1);
	stop.abort();
	await cancelled; // while the first is still at it
	fail = true;
	await failed;
	expect((await second).reused).toBe(false);
	expect(made.times).toBe(1);
});

test('a process killed while it makes a part: another takes over, and what it left half stored goes', async () => {
	await build({
		stdin: {
			contents: `
				import { openLedger } from './engine/ledger';
				import { openFileStore, ownedName } from './engine/ledger/fileStore';
				import { finishedOrMake } from './engine/ledger/finished';
				import { silentLogger, systemClock } from './engine/runtime/plain';
				import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
				const [dir, what] = process.argv.slice(2);
				const store = openFileStore(dir + '/files');
				openLedger({ path: dir + '/ledger.sqlite' }).then((ledger) =>
					finishedOrMake({ ledger, store, logger: silentLogger, clock: systemClock, signal: new AbortController().signal }, JSON.parse(what), () => {
						const partial = store.dir + '/.partial/' + ownedName();
						mkdirSync(partial, { recursive: true });
						writeFileSync(partial + '/half', 'ha');
						writeSync(1, 'here');
						for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
					}));`,
			resolveDir: packageRoot(),
			loader: 'ts',
		},
		outfile: child,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		define: { 'import.meta.dirname': '__dirname' },
		logLevel: 'error',
	});
	const process_ = spawn(process.execPath, [child, dir, JSON.stringify(what)], { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = new Promise((resolve) => process_.once('close', resolve));
	await Promise.race([
		new Promise((resolve) => process_.stdout.once('data', resolve)),
		ended.then(() => Promise.reject(new Error('It ended before it was killed'))),
	]);
	const { made, make } = maker();
	const context = execution();
	const second = finishedOrMake(context, what, make);
	await until(() => context.waited === 1);
	expect(made.times).toBe(0); // it lives: waited for
	expect(readdirSync(join(dir, 'files', '.partial'))).toHaveLength(1);
	process_.kill('SIGKILL');
	await ended;
	expect(await second).toMatchObject({ reused: false });
	expect(readdirSync(join(dir, 'files', '.partial'))).toEqual([]);
	expect(readdirSync(join(dir, 'files', '.locks'))).toEqual([]);
});

test('a stored file that was cut short is missing: removed, and the part is made again', async () => {
	const { made, make } = maker();
	const first = await finishedOrMake(execution(), what, make);
	const { sha256, bytes } = first.value.file;
	const store = openFileStore(join(dir, 'files'));
	const path = (await store.find(sha256, bytes))!;
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(await store.find(sha256, bytes + 1)).toBe(path); // the size asked for is wrong, not the content
	truncateSync(path, 3);
	const context = execution();
	const again = await finishedOrMake(context, what, make);
	expect(made.times).toBe(2);
	expect(again.reused).toBe(false);
	expect(context.kept).toEqual(['voice.wav']);
	expect(await store.find(sha256)).toBeNull();
	expect(readFileSync((await store.find(again.value.file.sha256, again.value.file.bytes))!, 'utf8')).toBe('made 2');
	expect((await finishedOrMake(execution(), what, make)).reused).toBe(true);
});

test('opening the store takes away what dead processes left, never what a living one writes', async () => {
	const { ownedName } = await import('../../engine/ledger/fileStore');
	const partials = join(dir, 'files', '.partial');
	const living = ownedName();
	const [pid, start, ...rest] = living.split('-');
	const reused = [pid, String(Number(start) + 1), ...rest].join('-'); // the same pid, of a process that started at another time
	for (const name of [living, reused, 'of the user']) mkdirSync(join(partials, name), { recursive: true });
	openFileStore(join(dir, 'files'));
	await until(() => readdirSync(partials).length <= 2);
	expect(readdirSync(partials).sort()).toEqual([living, 'of the user'].sort());
});
