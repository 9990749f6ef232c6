import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { ProgressEvent } from '../../engine/ports';
import { offload } from '../../engine/runtime/offload';
import { bundle, pause, removeScratch, run, scratch } from './runtime-helpers';

interface Api {
	add(a: number, b: number): Promise<number>;
	thread(): Promise<number>;
	fail(): Promise<never>;
	bug(): Promise<never>;
	burn(milliseconds: number): Promise<string>;
	count(shared: SharedArrayBuffer): Promise<never>;
	slow(milliseconds: number): Promise<string>;
	steps(): Promise<void>;
	twice(buffer: ArrayBuffer): Promise<Float32Array>;
	exit(code: number): Promise<never>;
	uncaught(): Promise<never>;
	memory(): Promise<never>;
	waitForStop(): Promise<string>;
	stops(): Promise<number>;
	unclonable(): Promise<unknown>;
}
const source = `
import { threadId } from 'node:worker_threads';
import { OperatorError } from '../../engine/errors';
import { moved, serveWorker, workerProgress, workerSignal } from '../../engine/runtime/offload';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let stops = 0;
serveWorker({
	add: async (a, b) => a + b,
	thread: async () => threadId,
	fail: async () => { throw new OperatorError('UNSPEAKABLE', 'No voice can say this', { fix: 'Change it.', details: { word: 'x' } }); },
	bug: async () => { throw new TypeError('undefined is not a function'); },
	burn: async (ms) => { const end = Date.now() + ms; while (Date.now() < end); return 'burnt'; },
	count: async (shared) => { const counter = new Int32Array(shared); for (;;) Atomics.add(counter, 0, 1); },
	slow: async (ms) => { await pause(ms); return 'slept'; },
	steps: async () => { for (let done = 1; done <= 3; done++) { workerProgress({ stage: 's', done, total: 3, unit: 'items' }); await pause(5); } },
	twice: async (buffer) => { const out = new Float32Array(buffer).map((x) => 2 * x); return moved(out, [out.buffer]); },
	exit: async (code) => process.exit(code),
	uncaught: async () => { setTimeout(() => { throw new Error('from a timer'); }); await pause(10_000); },
	waitForStop: async () => { const signal = workerSignal(); await new Promise((resolve) => signal.addEventListener('abort', resolve)); stops++; return 'stopped'; },
	stops: async () => stops,
	unclonable: async () => () => 1,
	memory: async () => { const all: number[][] = []; for (;;) all.push(new Array(1e6).fill(Math.random())); },
});
`;
let path: string;
let worker: ReturnType<typeof offload<Api>>;

beforeAll(async () => {
	path = await bundle(source, join(scratch(), 'sample.js'));
	worker = offload<Api>(path);
});
afterAll(async () => {
	await worker.close();
	removeScratch();
});

describe('work in a thread', () => {
	test('answers, keeps one thread, and does not block this one', async () => {
		expect(await worker.call('add', [2, 3])).toBe(5);
		const thread = await worker.call('thread', []);
		expect(thread).toBeGreaterThan(0);
		expect(await Promise.all([worker.call('thread', []), offload<Api>(path).call('thread', [])])).toEqual([thread, thread]);
		let turns = 0;
		const ticking = setInterval(() => turns++, 5);
		expect(await worker.call('burn', [1_000])).toBe('burnt');
		clearInterval(ticking);
		expect(turns).toBeGreaterThan(5); // none, had it burnt here
	});

	test('errors keep code, fix and details; a bug is told as one', async () => {
		await expect(worker.call('fail', [])).rejects.toMatchObject({
			name: 'OperatorError',
			code: 'UNSPEAKABLE',
			message: 'No voice can say this',
			fix: 'Change it.',
			details: { word: 'x' },
		});
		await expect(worker.call('bug', [])).rejects.toMatchObject({ code: 'ENGINE_FAILED', message: 'undefined is not a function' });
		await expect(worker.call('unclonable', [])).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
		await expect(worker.call('constructor' as 'bug', [])).rejects.toMatchObject({
			message: expect.stringContaining('no method constructor'),
		});
		await expect(worker.call('add', [(() => 1) as unknown as number, 1])).rejects.toThrow(/could not be cloned/);
	});

	test('progress arrives, in order and only at its caller; buffers move', async () => {
		const [one, two]: ProgressEvent[][] = [[], []];
		await Promise.all([
			worker.call('steps', [], { progress: (event) => one!.push(event) }),
			worker.call('steps', [], { progress: (event) => two!.push(event) }),
		]);
		expect(one!.map((event) => event.done)).toEqual([1, 2, 3]);
		expect(two).toEqual(one);
		const buffer = Float32Array.of(1, 2).buffer as ArrayBuffer;
		expect(await worker.call('twice', [buffer], { transfer: [buffer] })).toEqual(Float32Array.of(2, 4));
		expect(buffer.byteLength).toBe(0);
	});

	test('stop ends even a busy loop at once, and the next call gets a new thread', async () => {
		const before = await worker.call('thread', []);
		const stop = new AbortController();
		const burning = worker.call('burn', [20_000], { signal: stop.signal });
		await pause(100);
		const started = Date.now();
		stop.abort();
		await expect(burning).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(await worker.call('thread', [])).not.toBe(before);
		expect(Date.now() - started).toBeLessThan(15_000); // it would burn for 20 s
		await expect(worker.call('add', [1, 1], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
	});

	test('a stopped busy loop is really gone', async () => {
		const shared = new SharedArrayBuffer(4);
		const counter = new Int32Array(shared);
		const stop = new AbortController();
		const counting = worker.call('count', [shared], { signal: stop.signal });
		while (Atomics.load(counter, 0) === 0) await pause(10);
		stop.abort();
		await expect(counting).rejects.toMatchObject({ code: 'CANCELLED' });
		for (let then = -1; then !== Atomics.load(counter, 0); await pause(300)) then = Atomics.load(counter, 0);
	});

	test("stop does not end others' calls in the same thread", async () => {
		const stop = new AbortController();
		const others = worker.call('slow', [300]);
		const mine = worker.call('waitForStop', [], { signal: stop.signal });
		await pause(50);
		stop.abort();
		await expect(mine).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(await others).toBe('slept');
	});

	test.each([
		['exit', [0]],
		['exit', [7]],
		['uncaught', []],
	] as ['exit', [number]][])('a crash (%s %j) rejects what was pending, and the next call works', async (method, args) => {
		const pending = [worker.call(method, args), worker.call('slow', [5_000])];
		const outcomes = await Promise.allSettled(pending);
		for (const outcome of outcomes)
			expect(outcome).toMatchObject({
				status: 'rejected',
				reason: { code: 'ENGINE_FAILED', retryable: true, message: expect.stringContaining('stopped') },
			});
		expect(await worker.call('add', [1, 1])).toBe(2);
	});

	test('a missing worker says how to repair the installation', async () => {
		await expect(offload<Api>('no-such-worker').call('add', [1, 2])).rejects.toMatchObject({
			code: 'ENGINE_FAILED',
			fix: expect.stringContaining('Install the package again'),
		});
	});

	test('an idle worker keeps no process alive, a busy one does', async () => {
		const script = await bundle(
			`import { offload } from '../../engine/runtime/offload';
			const worker = offload(${JSON.stringify(path)});
			(async () => {
				console.log(await worker.call('add', [1, 2]));
				void worker.call('slow', [600]).then(console.log);
			})();`,
			join(scratch(), 'main.cjs'),
		);
		const started = Date.now();
		const { code, lines, stderr } = await run(script, [], {}).done;
		expect([code, lines, stderr]).toEqual([0, ['3', 'slept'], '']);
		expect(Date.now() - started).toBeLessThan(60_000);
	});
});
