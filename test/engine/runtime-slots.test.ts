import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireSlot, slotCount } from '../../engine/runtime/slots';
import { lock, tryLock } from '../../engine/runtime/locks';
import { cgroupLimits, computeThreads } from '../../engine/runtime/machine';
import { ownerAlive, processStart, thisOwner } from '../../engine/runtime/process';
import { bundle, pause, removeScratch, run, scratch, testPorts, type Run } from './runtime-helpers';

let script: string;
let folder: string;
const saved = { ...process.env };

beforeAll(async () => {
	// Takes a slot, holds it until there is a file to go on by, and so many milliseconds more, and tells when.
	script = await bundle(
		`import { existsSync } from 'node:fs';
		import { acquireSlot } from '../../engine/runtime/slots';
		import { systemClock } from '../../engine/runtime/plain';
		const [name, hold, go] = process.argv.slice(2);
		(async () => {
			const pending = acquireSlot('compute', { signal: new AbortController().signal, clock: systemClock });
			setTimeout(() => console.log('asked'), 60);
			const slot = await pending;
			console.log('got ' + name + ' ' + Date.now());
			while (go && !existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 20));
			await new Promise((resolve) => setTimeout(resolve, Number(hold)));
			console.log('end ' + name + ' ' + Date.now());
			slot.release();
		})();`,
		join(scratch(), 'slot.cjs'),
	);
});
beforeEach(() => {
	folder = scratch();
	process.env.AI_OPERATOR_SLOT_FOLDER = folder;
	process.env.AI_OPERATOR_SLOTS = '2';
});
afterEach(() => {
	process.env = { ...saved };
});
afterAll(removeScratch);

const start = (name: string, hold: number, go = ''): Run =>
	run(script, [name, String(hold), go], { AI_OPERATOR_SLOT_FOLDER: folder, AI_OPERATOR_SLOTS: '2' });
const left = (): string[] => readdirSync(join(folder, 'slots'));

describe('slots of the machine', () => {
	test('eight processes, two slots: never more than two at once, in the order of asking, nothing left', async () => {
		const runs: Run[] = [];
		const go = join(scratch(), 'go');
		for (let i = 0; i < 8; i++) {
			runs.push(start(String(i), 200, go));
			await runs[i]!.line('asked');
		}
		// Until here the first two hold theirs, however slowly the others start.
		writeFileSync(go, '');
		const events = (await Promise.all(runs.map((r) => r.done)))
			.flatMap(({ lines }) => lines.filter((line) => line !== 'asked').map((line) => line.split(' ')))
			.map(([kind, name, at]) => ({ kind: kind!, name: name!, at: Number(at) }))
			// A slot is given back after "end" is printed, so ends come first at the same millisecond.
			.sort((a, b) => a.at - b.at || (a.kind === 'end' ? -1 : 1));
		let now = 0;
		let most = 0;
		for (const event of events) most = Math.max(most, (now += event.kind === 'got' ? 1 : -1));
		expect(most).toBe(2);
		const order = events.filter((event) => event.kind === 'got').map((event) => Number(event.name));
		expect(order).toHaveLength(8);
		// Two that become free together may be taken in either order.
		order.forEach((name, index) => expect(Math.abs(name - index)).toBeLessThanOrEqual(1));
		await pause(50);
		expect(left()).toEqual([]);
	});

	test('slots and tickets of killed processes come free', async () => {
		const holders = [start('a', 60_000), start('b', 60_000)];
		await Promise.all(holders.map((holder) => holder.line('got')));
		const waiting = start('c', 60_000);
		await waiting.line('asked');
		const ports = testPorts();
		const mine = acquireSlot('compute', ports);
		await pause(300);
		waiting.child.kill('SIGKILL');
		holders[0]!.child.kill('SIGKILL');
		const killed = Date.now();
		const slot = await mine;
		expect(Date.now() - killed).toBeLessThan(20_000);
		slot.release();
		holders[1]!.child.kill('SIGKILL');
		await Promise.all([...holders, waiting].map((r) => r.done));
		(await acquireSlot('compute', ports)).release();
		(await acquireSlot('compute', ports)).release();
		await pause(50);
		expect(left().filter((name) => name.includes('ticket'))).toEqual([]);
	});

	test('a stopped run stops waiting, and leaves no ticket', async () => {
		const held = [await acquireSlot('compute', testPorts()), await acquireSlot('compute', testPorts())];
		const stop = new AbortController();
		const waiting = acquireSlot('compute', testPorts(stop.signal));
		await pause(200);
		stop.abort();
		await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(left().sort()).toEqual(['compute.slot-0', 'compute.slot-1']);
		held.forEach((slot) => slot.release());
		held[0]!.release();
	});

	test('kinds do not wait for each other; a folder that is a link is refused', async () => {
		const held = [await acquireSlot('compute', testPorts()), await acquireSlot('compute', testPorts())];
		const download = await acquireSlot('download', testPorts());
		[...held, download].forEach((slot) => slot.release());
		expect(slotCount('download')).toBe(3);

		const link = join(scratch(), 'link');
		symlinkSync(scratch(), link);
		process.env.AI_OPERATOR_SLOT_FOLDER = link;
		await expect(acquireSlot('compute', testPorts())).rejects.toMatchObject({ code: 'DISK' });
	});
});

describe('locks', () => {
	test('a pid used again by another process is not mistaken for the owner', async () => {
		const path = join(scratch(), 'lock');
		writeFileSync(path, JSON.stringify({ ...thisOwner(), start: '1', nonce: 'old' }));
		const got = await tryLock(path);
		expect(got).not.toBeNull();
		expect(await tryLock(path)).toBeNull();
		await got!.release();
		await got!.release();
		expect(ownerAlive({ ...thisOwner(), pid: 2 ** 22 + 1 })).toBe(false);
		expect(ownerAlive({ ...thisOwner(), host: 'elsewhere' })).toBeNull();
		expect(processStart(process.pid)).toBe(thisOwner().start);
	});

	test('a lock of another machine holds while its heartbeat is young', async () => {
		const path = join(scratch(), 'lock');
		writeFileSync(path, JSON.stringify({ pid: 1, start: '5', host: 'elsewhere', nonce: 'x' }));
		expect(await tryLock(path)).toBeNull();
	});

	test('a hundred tries for a dead lock in one moment: one gets it', async () => {
		const path = join(scratch(), 'lock');
		writeFileSync(path, JSON.stringify({ ...thisOwner(), start: '1', nonce: 'old' }));
		const got = (await Promise.all(Array.from({ length: 100 }, () => tryLock(path)))).filter((l) => l !== null);
		expect(got).toHaveLength(1);
	});

	test('waiting tells once and goes on when the owner is done', async () => {
		const path = join(scratch(), 'lock');
		const held = (await tryLock(path))!;
		let told = 0;
		const waiting = lock(path, testPorts(), () => told++);
		await pause(350);
		await held.release();
		await (await waiting).release();
		expect(told).toBe(1);
	});
});

describe('limits of containers', () => {
	const machine = (files: Record<string, string>): string => {
		const root = scratch();
		for (const [name, content] of Object.entries(files)) {
			mkdirSync(join(root, name, '..'), { recursive: true });
			writeFileSync(join(root, name), content);
		}
		return root;
	};
	test('cgroup v2: the tightest group on the way up', () => {
		const root = machine({
			'proc/self/cgroup': '0::/a/b\n',
			'sys/fs/cgroup/a/cpu.max': '150000 100000\n',
			'sys/fs/cgroup/a/b/cpu.max': 'max 100000\n',
			'sys/fs/cgroup/a/b/memory.max': '2147483648\n',
			'sys/fs/cgroup/a/memory.max': 'max\n',
		});
		expect(cgroupLimits(root)).toEqual({ cores: 1.5, memoryBytes: 2 ** 31 });
	});
	test('cgroup v1, as Docker mounts it', () => {
		const root = machine({
			'proc/self/cgroup': '5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n0::/\n',
			'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000\n',
			'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
			'sys/fs/cgroup/memory/memory.limit_in_bytes': '1073741824\n',
		});
		expect(cgroupLimits(root)).toEqual({ cores: 2, memoryBytes: 2 ** 30 });
	});
	test('no limit', () => {
		const root = machine({
			'proc/self/cgroup': '0::/\n4:memory:/\n1:cpu:/\n',
			'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
			'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
		});
		expect(cgroupLimits(root)).toEqual({ cores: Infinity, memoryBytes: Infinity });
		expect(computeThreads()).toBeGreaterThanOrEqual(1);
		process.env.AI_OPERATOR_THREADS = '1';
		expect(computeThreads()).toBe(1);
	});
});
