/** Free space: what goes, what stays, and that a dry run tells the same and removes nothing. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStore, type FileStore } from '../../engine/ledger/fileStore';
import type { StageContext } from '../../engine/ledger/finished';
import type { Ledger } from '../../engine/ledger';
import { systemClock } from '../../engine/runtime';
import { freeSpace, type FreeSpaceSettings } from '../../engine/upkeep';
import { separateLedger } from './ledger/helpers';

const DAY = 24 * 3_600_000;
let home: string;
let ledger: Ledger;
let store: FileStore;
const before = process.env.AI_OPERATOR_HOME;
const settings: FreeSpaceSettings = { dryRun: false, cacheBytes: 2e9, days: 30, channelBytes: 0 };
const free = async (more: Partial<FreeSpaceSettings> = {}) =>
	await freeSpace({ ...settings, ...more }, { ledger, store, clock: systemClock, signal: new AbortController().signal } as StageContext);

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'ao-upkeep-'));
	process.env.AI_OPERATOR_HOME = home;
	process.env.AI_OPERATOR_TMP = join(home, 'tmp');
	ledger = separateLedger(join(home, 'ledger.sqlite'));
	store = openFileStore();
});
afterEach(async () => {
	await ledger.close();
	if (before === undefined) delete process.env.AI_OPERATOR_HOME;
	else process.env.AI_OPERATOR_HOME = before;
	delete process.env.AI_OPERATOR_TMP;
	rmSync(home, { recursive: true, force: true });
});

/** A stored file of so many bytes, used so many days ago. */
async function stored(name: string, bytes: number, days: number): Promise<{ sha256: string; path: string }> {
	const source = join(home, name);
	writeFileSync(source, name.padEnd(bytes, '.'));
	const { sha256, path } = await store.put(source);
	aged(path, days);
	return { sha256, path };
}
function aged(path: string, days: number): void {
	const at = new Date(Date.now() - days * DAY);
	utimesSync(path, at, at);
}
const asset = async (id: string, channel = 'a') =>
	await ledger.assets.open({ v: 1, id, kind: 'short', createdAt: new Date().toISOString(), variant: 0 }, channel);
const part = async (assetId: string, name: string, hash: string, sha256: string) =>
	await ledger.parts.put({ assetId, part: name, inputsHash: hash, json: { value: { file: { property: 'video', sha256, bytes: 1, mime: 'video/mp4' } }, names: {} } }); // prettier-ignore
const freedOf = (result: Awaited<ReturnType<typeof free>>, what: string) => result.freed.find((line) => line.what === what)!;

test('old files that only superseded revisions or nobody names go; the latest revision and what was just used stay', async () => {
	await asset('x');
	const superseded = await stored('superseded', 100, 60);
	const latest = await stored('latest', 200, 60);
	const orphan = await stored('orphan', 300, 60);
	const young = await stored('young', 400, 3);
	const other = await stored('other part', 500, 60);
	await part('x', 'video', 'h1', superseded.sha256);
	await part('x', 'video', 'h2', latest.sha256);
	await part('x', 'voice', 'h1', other.sha256);
	const dry = await free({ dryRun: true });
	expect(freedOf(dry, 'finished files of earlier revisions')).toMatchObject({ files: 2, bytes: 400 });
	for (const { path } of [superseded, latest, orphan, young, other]) expect(existsSync(path)).toBe(true);
	const done = await free();
	expect(done.freedBytes).toBe(dry.freedBytes);
	expect([superseded, latest, orphan, young, other].map(({ path }) => existsSync(path))).toEqual([false, true, false, true, true]);
	expect(done.channels).toEqual([{ channelId: 'a', bytes: 700 }]);
});

test('content that a run stores again counts as used, however old its file is', async () => {
	const { path } = await stored('again', 100, 60);
	await store.put(join(home, 'again'));
	await free();
	expect(existsSync(path)).toBe(true);
});

test('caches keep to their size and age, the least used first, and never lose what is in use', async () => {
	const folder = join(home, 'cache', 'voice');
	mkdirSync(folder, { recursive: true });
	const made = [1, 5, 40, 0].map((days, i) => {
		const path = join(folder, `${i}.speech`);
		writeFileSync(path, 'x'.repeat(1000));
		aged(path, days);
		return path;
	});
	await free({ cacheBytes: 2500 });
	expect(made.map((path) => existsSync(path))).toEqual([true, false, false, true]);
	await free({ cacheBytes: 0 });
	expect(made.map((path) => existsSync(path))).toEqual([false, false, false, true]);
});

test('above the limit of a channel the films published longest ago lose their files; what is not published, shared or of another channel stays', async () => {
	const publish = async (id: string, at: string) =>
		await ledger.published.add(id, { platform: 'folder', remoteId: `/${id}`, url: '', status: 'draft', at });
	const shared = await stored('shared', 1000, 2);
	const files: Record<string, string> = {};
	for (const [id, channel] of [
		['old', 'a'],
		['new', 'a'],
		['open', 'a'],
		['elsewhere', 'b'],
	] as const) {
		// prettier-ignore
		await asset(id, channel);
		const file = await stored(id, 4000, 2);
		files[id] = file.path;
		await part(id, 'video', 'h', file.sha256);
		await part(id, 'music', 'h', shared.sha256);
	}
	await publish('new', '2026-03-01T00:00:00.000Z');
	await publish('old', '2026-01-01T00:00:00.000Z');
	await publish('elsewhere', '2025-01-01T00:00:00.000Z');
	const result = await free({ channelBytes: 9500 });
	expect(freedOf(result, 'films published longest ago')).toMatchObject({ files: 1, bytes: 4000 });
	expect(Object.entries(files).filter(([, path]) => !existsSync(path)).map(([id]) => id)).toEqual(['old']); // prettier-ignore
	expect(existsSync(shared.path)).toBe(true);
});
