/** Several real processes on one SQLite ledger: races, kill -9, and what keeps a process alive. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../../engine/ledger';
import { sleep } from './ledger/behaviour';
import type { LedgerProcess } from './ledger/helpers';
import { folder, removeFolders, startProcess } from './ledger/helpers';

afterAll(removeFolders);

const keysOf = (lines: string[], word: string): string[] =>
	lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

function integrity(path: string): unknown {
	const db = new DatabaseSync(path);
	try {
		return db.prepare('PRAGMA integrity_check').get();
	} finally {
		db.close();
	}
}

test('eight processes open a new file at once: one schema, every write there, and each ends by itself', async () => {
	const path = join(folder(), 'new', 'ledger.sqlite');
	const names = Array.from({ length: 8 }, (_, i) => `p${i}`);
	const processes = await Promise.all(names.map((name) => startProcess(path, 'once', name)));
	// An unclosed ledger must not keep them alive, nor may they end before the write they await is told.
	expect(await Promise.all(processes.map((p) => p.exited))).toEqual(names.map(() => 0));
	expect(processes.map((p) => p.lines)).toEqual(names.map(() => ['written']));
	const ledger = await openLedger({ path });
	expect((await ledger.stories.seen('c1')).map((s) => s.storyId).sort()).toEqual(names);
	await ledger.close();
	expect(integrity(path)).toEqual({ integrity_check: 'ok' });
});

test('three processes race for a hundred acts: each is begun by exactly one', async () => {
	const path = join(folder(), 'ledger.sqlite');
	const processes = await Promise.all(['x', 'y', 'z'].map((name) => startProcess(path, 'race', name)));
	await Promise.all(processes.map((p) => p.until((lines) => lines.includes('ready'))));
	for (const p of processes) p.go();
	await Promise.all(processes.map((p) => p.exited));
	expect(processes.map((p) => p.lines.at(-1))).toEqual(['closed', 'closed', 'closed']); // what stands after close() still runs
	const won = processes.flatMap((p) => keysOf(p.lines, 'yours'));
	expect(won).toHaveLength(100);
	expect(new Set(won).size).toBe(100);
	expect(processes.flatMap((p) => keysOf(p.lines, 'wait'))).toHaveLength(200);
});

test('kill -9 in the middle of acts, five times: none is lost, none done or settled twice, the ledger stays whole', async () => {
	const path = join(folder(), 'ledger.sqlite');
	const settled: string[] = [];
	const begun: string[] = [];
	for (let round = 0; round < 5; round++) {
		const pair = await Promise.all([startProcess(path, 'work', `first ${round}`), startProcess(path, 'work', `second ${round}`)]);
		const first = pair[round % 2] as LedgerProcess;
		await first.until(() => pair.flatMap((p) => keysOf(p.lines, 'settled')).length >= 20 + round * 3);
		await Promise.all(pair.map((p) => p.kill()));
		expect(integrity(path)).toEqual({ integrity_check: 'ok' });
		for (const p of pair) {
			settled.push(...keysOf(p.lines, 'settled'));
			begun.push(...keysOf(p.lines, 'begun'));
		}
	}
	await sleep(250); // the leases of the killed run out
	const ledger = await openLedger({ path });
	await ledger.acts.expire();
	const acts = await ledger.acts.list({ limit: 1000 });
	const stateOf = new Map(acts.map((a) => [a.key, a.state]));
	const [totals] = await ledger.usage.totals({});
	await ledger.close();

	expect(new Set(begun).size).toBe(begun.length); // no act was given to two
	const done = readFileSync(`${path}.vendor`, 'utf8').trim().split('\n');
	expect(new Set(done).size).toBe(done.length); // nor done twice at the vendor
	for (const key of settled) expect(stateOf.get(key)).toBe('settled'); // what was acknowledged is there
	for (const key of done) expect(['settled', 'unknown']).toContain(stateOf.get(key)); // what was done is never forgotten
	const count = [...stateOf.values()].filter((state) => state === 'settled').length;
	expect(totals).toMatchObject({ lines: count, costMicros: BigInt(count * 1000) }); // each settled act was paid once
	expect([...stateOf.values()].filter((state) => state === 'sent')).toEqual([]);
	expect([...stateOf.values()].filter((state) => state === 'unknown').length).toBeLessThanOrEqual(10); // one a killed process at most
});
