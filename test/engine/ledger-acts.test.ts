/** Doing an act once: the runner over a real ledger, and the keys by which an act is known again. */
import { join } from 'node:path';
import { OperatorError } from '../../engine/errors';
import { actKey, assetId, canonicalJson, notDone, openLedger, runAct } from '../../engine/ledger';
import type { Act, Ledger, Reconciled, RunActOptions } from '../../engine/ledger';
import type { Clock } from '../../engine/ports';
import { act, sleep } from './ledger/behaviour';
import { folder, removeFolders, separateLedger } from './ledger/helpers';

let ledger: Ledger;
beforeEach(async () => {
	ledger = await openLedger({ path: join(folder(), 'ledger.sqlite') });
});
afterEach(async () => await ledger.close());
afterAll(removeFolders);

const clock: Clock = {
	now: () => Date.now(),
	sleep: async (ms, signal) => {
		await sleep(Math.min(ms, 20));
		if (signal?.aborted) throw new OperatorError('CANCELLED', 'stopped', { fix: 'again' });
	},
};
const usage = [{ vendor: 'acme', meter: 'calls', quantity: 1, costMicros: 90_000, currency: 'USD' }];
const vendorDown = (): OperatorError => new OperatorError('NETWORK', 'The connection was reset', { fix: 'again' });

/** Runs the same act; `perform` counts as a vendor would. */
function run(change: Partial<RunActOptions<string>> = {}) {
	return runAct<string>({
		ledger,
		act: act(),
		priceLimitMicros: 100_000,
		clock,
		perform: async () => ({ result: 'made', usage }),
		...change,
	});
}
const spent = async (): Promise<bigint> => (await ledger.usage.totals({}))[0]?.costMicros ?? 0n;

/** Leaves the act as a killed worker does: sent, with a lease that has run out. */
async function killedOwner(): Promise<void> {
	const { key } = await ledger.acts.plan(act());
	await ledger.acts.begin(key, 'killed', -1);
}

describe('runAct', () => {
	test('does it once: the second run, and ten at the same time over two handles, get the same result for one payment', async () => {
		const other = separateLedger((await ledger.describe()).path as string);
		let calls = 0;
		const perform = async () => {
			await sleep(60);
			return { result: `made ${++calls}`, usage };
		};
		const all = await Promise.all(Array.from({ length: 10 }, (_, i) => run({ perform, ledger: i % 2 ? ledger : other })));
		expect(all.filter((one) => one.from === 'performed')).toHaveLength(1);
		expect(new Set(all.map((one) => one.result))).toEqual(new Set(['made 1']));
		expect(await run({ perform })).toMatchObject({ from: 'reused', result: 'made 1' });
		expect(await run({ perform, act: act({ variant: 1 }) })).toMatchObject({ from: 'performed', result: 'made 2' });
		expect(await spent()).toBe(180_000n);
		await other.close();
	});

	test('heartbeats keep a lease alive that is shorter than the work', async () => {
		let calls = 0;
		const perform = async () => {
			calls++;
			await sleep(4000);
			return { result: 'slow', usage };
		};
		const [one, two] = await Promise.all([run({ perform, leaseSeconds: 3 }), sleep(50).then(() => run({ perform, leaseSeconds: 3 }))]);
		expect([one.from, two.from, calls]).toEqual(['performed', 'reused', 1]);
	});

	test('an error that may have come after the vendor’s work leaves it unknown; one that certainly did not, failed', async () => {
		const { key } = await ledger.acts.plan(act());
		await expect(run({ perform: async () => await Promise.reject(vendorDown()) })).rejects.toMatchObject({ code: 'NETWORK' });
		expect(await ledger.acts.get(key)).toMatchObject({ state: 'unknown', problem: 'The connection was reset' });
		await expect(run({ perform: async () => await Promise.reject(notDone(vendorDown())) })).rejects.toMatchObject({ code: 'NETWORK' });
		expect(await ledger.acts.get(key)).toMatchObject({ state: 'failed', attempt: 2 });
		expect(await run()).toMatchObject({ from: 'performed' });
	});

	test('after a kill the vendor’s listing settles it without another payment', async () => {
		await killedOwner();
		let asked: Act | undefined;
		const reconcile = async (doubted: Act): Promise<Reconciled<string>> => {
			asked = doubted;
			return { outcome: 'happened', result: 'found at the vendor', usage };
		};
		const perform = async () => await Promise.reject(new Error('must not be called'));
		expect(await run({ reconcile, perform })).toMatchObject({ from: 'reconciled', result: 'found at the vendor' });
		expect(asked).toMatchObject({ owner: 'killed', attempt: 1, sentAtMs: expect.any(Number) });
		expect(await run({ perform })).toMatchObject({ from: 'reused', result: 'found at the vendor' });
		expect(await spent()).toBe(90_000n);
	});

	test('the vendor knows that it never happened: it is done now, and nothing stays held', async () => {
		await killedOwner();
		const reconcile = async (): Promise<Reconciled<string>> => ({ outcome: 'not-happened', reason: 'not in the list' });
		const { key, from } = await run({ reconcile, priceLimitMicros: null });
		expect(from).toBe('performed');
		expect(await ledger.acts.get(key)).toMatchObject({ attempt: 2, doubtMicros: 0 });
	});

	test('nobody can tell: repeated below the price limit, with the doubt held; above it, or never to be repeated, a person is asked', async () => {
		await killedOwner();
		for (const priceLimitMicros of [99_999, null]) {
			await expect(run({ priceLimitMicros })).rejects.toMatchObject({
				code: 'CONFLICT',
				message: expect.stringContaining('0.10 USD'),
				fix: expect.stringContaining('acme'),
			});
		}
		const unsure = async (): Promise<Reconciled<string>> => ({ outcome: 'unsure' });
		const { key, from } = await run({ reconcile: unsure, priceLimitMicros: 100_000 });
		expect(from).toBe('performed');
		expect(await ledger.acts.get(key)).toMatchObject({ attempt: 2, doubtMicros: 100_000 });
	});

	test('what must not happen twice at any price is not repeated because it is free', async () => {
		const free = act({ estimateMicros: 0, operation: 'send' });
		const { key } = await ledger.acts.plan(free);
		await ledger.acts.begin(key, 'killed', -1);
		await expect(run({ act: free, priceLimitMicros: null })).rejects.toMatchObject({ code: 'CONFLICT' });
		expect(await run({ act: free, priceLimitMicros: 0 })).toMatchObject({ from: 'performed' });
	});

	test('many that meet the same unknown act repeat it once', async () => {
		await killedOwner();
		let calls = 0;
		const perform = async () => {
			calls++;
			await sleep(30);
			return { result: 'again', usage };
		};
		const all = await Promise.all(Array.from({ length: 6 }, () => run({ perform })));
		expect([calls, new Set(all.map((one) => one.result)).size]).toEqual([1, 1]);
	});

	test('a cap stops it before anything is sent, in words and exact amounts', async () => {
		await ledger.usage.add([{ ...usage[0]!, costMicros: 450_001, key: 'k', assetId: 'a1', channelId: 'c1', at: new Date().toISOString() }]);
		const caps = [{ scope: 'asset' as const, limitMicros: 550_000, currency: 'USD', name: 'the cap per item' }];
		let called = false;
		const perform = async () => {
			called = true;
			return { result: '', usage };
		};
		await expect(run({ caps, perform })).rejects.toMatchObject({
			code: 'CAP',
			message: '"generate" at acme may cost 0.10 USD, which would pass the cap per item of 0.55 USD: 0.450001 USD is spent',
		});
		expect(called).toBe(false);
		expect(await run({ caps: [{ ...caps[0]!, limitMicros: 550_001 }], perform })).toMatchObject({ from: 'performed' });
	});

	test('the stop button ends the waiting, and nothing is begun after it', async () => {
		const { key } = await ledger.acts.plan(act());
		await ledger.acts.begin(key, 'somebody', 60);
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 40);
		await expect(run({ signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(run({ signal: controller.signal, act: act({ part: 'fresh' }) })).rejects.toMatchObject({ code: 'CANCELLED' });
		expect((await ledger.acts.list({})).map((a) => [a.state, a.attempt])).toEqual([['sent', 1]]);
	});
});

describe('keys', () => {
	test('canonical JSON: one spelling a value', () => {
		expect(canonicalJson({ b: [1, -0, 1e21, 'é"\u2028'], a: { d: null, c: undefined, B: true } })).toBe(
			`{"a":{"B":true,"d":null},"b":[1,0,1e+21,${JSON.stringify('é"\u2028')}]}`,
		);
		expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
		// Members by UTF-16 code units, not by locale or code point (RFC 8785, 3.2.3).
		expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 })).toBe(
			'{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
		);
		const twice = { x: 1 };
		expect(canonicalJson([twice, twice])).toBe('[{"x":1},{"x":1}]');
	});

	test.each([[NaN], [[Infinity]], [{ a: 1n }], [() => 1], [[undefined]], [Object.assign([] as unknown[], { 0: Symbol('s') })]])(
		'canonical JSON refuses %p',
		(value) => {
			expect(() => canonicalJson(value)).toThrow(OperatorError);
		},
	);

	test('canonical JSON refuses a circle and names where', () => {
		const circle: Record<string, unknown> = { deep: {} };
		(circle.deep as Record<string, unknown>).back = circle;
		expect(() => canonicalJson(circle)).toThrow(/deep\.back/);
	});

	test('an act’s key depends on what is done, not on who pays or how much it is thought to cost', () => {
		const key = actKey(act());
		expect(key).toMatch(/^[0-9a-f]{64}$/);
		expect(actKey(act({ parameters: { speed: 1, text: 'Hello' }, estimateMicros: 1, channelId: 'x', currency: 'EUR' }))).toBe(key);
		const others = [
			{ assetId: 'a2' },
			{ part: 'x' },
			{ operation: 'x' },
			{ vendor: 'x' },
			{ variant: 1 },
			{ parameters: { text: 'Hello', speed: 1.5 } },
		];
		expect(new Set([key, ...others.map((change) => actKey(act(change)))]).size).toBe(7);
		// The key is stored: changing how it is made would pay for everything again.
		expect(key).toBe('9299e23c1314f33577e002a9adaf4a2afc6e0e67e803ea893b947554e682f51a');
	});

	test('an asset’s id comes from its subject, however the topic is typed', () => {
		const id = (change: object): string => assetId({ channelId: 'c1', kind: 'short', topic: 'Why cables break', ...change });
		expect(id({})).toMatch(/^short-[0-9a-f]{20}$/);
		expect(id({ topic: '  WHY   cables, break?! ' })).toBe(id({}));
		expect(id({ storyId: 's1', topic: 'anything' })).toBe(id({ storyId: 's1', topic: 'else' }));
		const all = [
			{},
			{ channelId: 'c2' },
			{ kind: 'video' },
			{ topic: 'Why C++' },
			{ topic: 'Why C' },
			{ topic: 'Why C#' },
			{ topic: '🎣' },
			{ slot: '2' },
			{ storyId: 'why cables break' },
		];
		expect(new Set(all.map(id)).size).toBe(all.length);
		expect(() => assetId({ channelId: 'c1', kind: 'short', topic: '  ' })).toThrow(/story or a topic/);
	});

	test.each(['../up', '.hidden', 'a/b', 'a\\b', 'x'.repeat(81), 'dot.', 'nul\0', '-rf', 'con:x'])(
		'%p cannot be the user’s own id',
		(own) => {
			expect(() => assetId({ channelId: 'c1', kind: 'short', own })).toThrow(OperatorError);
		},
	);
	test.each(['2026-11-22_cables', 'Łódź.1', '映画'])('%p can', (own) => {
		expect(assetId({ channelId: 'c1', kind: 'short', own })).toBe(own);
	});
});
