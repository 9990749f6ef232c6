/**
 * What every ledger must do, whatever stores it. SQLite runs it in ledger.test.ts; Postgres will run the same.
 * Two handles on one store (`ledger`, `other`) stand for two processes.
 */
import { actKey } from '../../../engine/ledger';
import type { Act, ActSpec, BeginOutcome, Ledger, UsageLine } from '../../../engine/ledger';
import type { AssetHead, Channel } from '../../../engine/asset';

export interface LedgerUnderTest {
	ledger: Ledger;
	other: Ledger;
	dispose(): Promise<void>;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const head = (id: string, change: Partial<AssetHead> = {}): AssetHead => ({
	v: 1,
	id,
	kind: 'short',
	createdAt: '2026-11-20T10:00:00.000Z',
	variant: 0,
	...change,
});

export const channel = (id: string, name = id): Channel => ({
	id,
	name,
	language: 'en',
	audience: 'curious adults',
	tone: 'plain',
	brand: { palette: 'ink' },
	voice: { engine: 'kokoro', speaker: 'af_heart', speed: 1 },
	pronunciations: { Łódź: 'wootch' },
	captions: { style: 'karaoke' },
	format: 'short',
	feeds: [],
	music: { mood: 'calm' },
	callToAction: '',
	bannedWords: [],
	caps: { perItemMicros: 500_000, perDayMicros: 2_000_000, currency: 'USD' },
	autopilot: { publish: false },
	contact: '',
});

export const act = (change: Partial<ActSpec> = {}): ActSpec => ({
	assetId: 'a1',
	channelId: 'c1',
	part: 'voice',
	operation: 'generate',
	vendor: 'acme',
	parameters: { text: 'Hello', speed: 1 },
	variant: 0,
	estimateMicros: 100_000,
	currency: 'USD',
	...change,
});

export const line = (key: string, costMicros: number, change: Partial<UsageLine> = {}): UsageLine => ({
	key,
	assetId: 'a1',
	channelId: 'c1',
	vendor: 'acme',
	meter: 'characters',
	quantity: 12,
	costMicros,
	currency: 'USD',
	at: '2026-11-20T10:00:00.000Z',
	...change,
});

const cost = (costMicros: number) => ({ vendor: 'acme', meter: 'characters', quantity: 5, costMicros, currency: 'USD' });

/** A lease that has run out, without waiting for a real one. */
const EXPIRED = -1;
const LIVE = 60;

export function ledgerBehaviour(name: string, makeLedger: () => Promise<LedgerUnderTest>): void {
	describe(`${name}: behaviour of a ledger`, () => {
		let ledger: Ledger;
		let other: Ledger;
		let dispose: () => Promise<void>;
		beforeEach(async () => {
			({ ledger, other, dispose } = await makeLedger());
		});
		afterEach(async () => await dispose());

		const planned = async (change: Partial<ActSpec> = {}): Promise<Act> => await ledger.acts.plan(act(change));

		describe('channels', () => {
			test('are saved whole, replaced, listed by name and removed; the other handle sees it', async () => {
				await ledger.channels.save(channel('c2', 'Beta'));
				await ledger.channels.save(channel('c1', 'Gamma'));
				await other.channels.save({ ...channel('c1', 'Alpha'), feeds: ['https://example.org/feed'] });
				expect((await ledger.channels.list()).map((c) => c.name)).toEqual(['Alpha', 'Beta']);
				expect(await ledger.channels.get('c1')).toEqual({ ...channel('c1', 'Alpha'), feeds: ['https://example.org/feed'] });
				expect(await ledger.channels.remove('c1')).toBe(true);
				expect(await other.channels.remove('c1')).toBe(false);
				expect(await other.channels.get('c1')).toBeNull();
			});
		});

		describe('assets and parts', () => {
			test('opening again returns the earlier asset; another channel or kind is refused', async () => {
				expect(await ledger.assets.open(head('a1'), 'c1')).toEqual({ head: head('a1'), channelId: 'c1', created: true });
				expect(await other.assets.open(head('a1', { createdAt: '2027-01-01T00:00:00.000Z', variant: 9 }), 'c1')).toEqual({
					head: head('a1'),
					channelId: 'c1',
					created: false,
				});
				await expect(ledger.assets.open(head('a1'), 'c2')).rejects.toMatchObject({ code: 'CONFLICT' });
				await expect(ledger.assets.open(head('a1', { kind: 'video' }), 'c1')).rejects.toMatchObject({ code: 'CONFLICT' });
			});

			test('twenty openings at once create exactly one', async () => {
				const opened = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? ledger : other).assets.open(head('a1'), 'c1')));
				expect(opened.filter((o) => o.created)).toHaveLength(1);
			});

			test('make again raises the variant once a call; listing is newest first and by kind', async () => {
				await ledger.assets.open(head('a1'), 'c1');
				await ledger.assets.open(head('a2', { kind: 'video', createdAt: '2026-11-21T10:00:00.000Z', parentId: 'a1' }), 'c1');
				await Promise.all([ledger.assets.makeAgain('a1'), other.assets.makeAgain('a1')]);
				expect((await ledger.assets.get('a1'))?.head.variant).toBe(2);
				expect((await ledger.assets.list({ channelId: 'c1' })).map((a) => a.head.id)).toEqual(['a2', 'a1']);
				expect((await ledger.assets.list({ channelId: 'c1', kind: 'video' })).map((a) => a.head.parentId)).toEqual(['a1']);
				await expect(ledger.assets.makeAgain('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
			});

			test('parts keep every revision; finding by inputs gives the newest one, a person’s edit included', async () => {
				await ledger.assets.open(head('a1'), 'c1');
				const put = (inputsHash: string, text: string) => ledger.parts.put({ assetId: 'a1', part: 'script', inputsHash, json: { text } });
				expect((await put('h1', 'first')).revision).toBe(1);
				expect((await put('h1', 'first')).revision).toBe(1); // the same write again
				expect((await put('h2', 'second')).revision).toBe(2);
				expect((await put('h1', 'edited by a person')).revision).toBe(3);
				expect(await other.parts.find('a1', 'script', 'h1')).toMatchObject({ revision: 3, json: { text: 'edited by a person' } });
				expect(await other.parts.get('a1', 'script', 1)).toMatchObject({ json: { text: 'first' } });
				expect(await ledger.parts.latest('a1', 'script')).toMatchObject({ revision: 3 });
				expect(await ledger.parts.find('a1', 'script', 'h3')).toBeNull();
				expect(await ledger.parts.find('a1', 'voice', 'h1')).toBeNull();
				expect((await ledger.parts.history('a1', 'script')).map((p) => [p.revision, p.inputsHash])).toEqual([
					[1, 'h1'],
					[2, 'h2'],
					[3, 'h1'],
				]);
				await expect(ledger.parts.put({ assetId: 'none', part: 'script', inputsHash: 'h', json: 1 })).rejects.toMatchObject({
					code: 'NOT_FOUND',
				});
			});

			test('the parts of a channel: the latest revision of each asset, last written first', async () => {
				for (const id of ['a1', 'a2', 'a3']) await ledger.assets.open(head(id), id === 'a3' ? 'c2' : 'c1');
				for (const [assetId, n] of [
					['a1', 1],
					['a2', 2],
					['a3', 3],
					['a1', 4],
				] as const) {
					await ledger.parts.put({ assetId, part: 'look', inputsHash: `h${n}`, json: { n } });
					await new Promise((resolve) => setTimeout(resolve, 3));
				}
				await ledger.parts.put({ assetId: 'a2', part: 'other', inputsHash: 'h', json: { n: 9 } });
				expect((await other.parts.ofChannel('c1', 'look')).map((part) => [part.assetId, part.revision, part.json])).toEqual([
					['a1', 2, { n: 4 }],
					['a2', 1, { n: 2 }],
				]);
				expect(await other.parts.ofChannel('c1', 'look', 1)).toHaveLength(1);
				expect(await other.parts.ofChannel('none', 'look')).toEqual([]);
			});

			test('a thousand parts put at once by two workers are all there, numbered without gaps', async () => {
				await ledger.assets.open(head('a1'), 'c1');
				await Promise.all(
					Array.from({ length: 1000 }, (_, i) =>
						(i % 2 ? ledger : other).parts.put({
							assetId: 'a1',
							part: `p${i % 4}`,
							inputsHash: `h${i}`,
							json: { i, text: 'x'.repeat(500) },
						}),
					),
				);
				for (const part of ['p0', 'p1', 'p2', 'p3']) {
					const revisions = (await ledger.parts.history('a1', part)).map((p) => p.revision);
					expect(revisions).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
				}
				for (const i of [0, 413, 999]) expect((await other.parts.find('a1', `p${i % 4}`, `h${i}`))?.json).toMatchObject({ i });
			});
		});

		describe('stories and published', () => {
			test('a story is seen once a channel; an asset is filled in later, never replaced', async () => {
				await ledger.stories.add('c1', [{ storyId: 's1', title: 'One' }]);
				await other.stories.add('c1', [
					{ storyId: 's1', title: 'One again', assetId: 'a1' },
					{ storyId: 's2', title: 'Two', assetId: 'a2' },
				]);
				await ledger.stories.add('c1', [{ storyId: 's2', title: 'Two', assetId: 'a3' }]);
				const seen = await ledger.stories.seen('c1');
				expect(Object.fromEntries(seen.map((s) => [s.storyId, [s.title, s.assetId]]))).toEqual({ s1: ['One', 'a1'], s2: ['Two', 'a2'] });
				expect(await ledger.stories.seen('c1', Date.now() + 60_000)).toEqual([]);
				expect(await ledger.stories.seen('c2')).toEqual([]);
			});

			test('published only grows, and only when something changed', async () => {
				const entry = { platform: 'folder', remoteId: 'r1', url: 'file:x', status: 'draft' as const, at: '2026-11-20T10:00:00.000Z' };
				expect(await ledger.published.add('a1', entry)).toBe(true);
				expect(await other.published.add('a1', { ...entry, at: '2026-11-21T10:00:00.000Z' })).toBe(false);
				expect(await ledger.published.add('a1', { ...entry, status: 'public' })).toBe(true);
				expect((await other.published.list('a1')).map((p) => p.status)).toEqual(['draft', 'public']);
			});
		});

		describe('usage', () => {
			test('a key counts once; the same key with another amount is refused and changes nothing', async () => {
				expect(await ledger.usage.add([line('k1', 10), line('k2', 20)])).toBe(2);
				expect(await other.usage.add([line('k1', 10), line('k3', 30)])).toBe(1);
				await expect(ledger.usage.add([line('k4', 1), line('k1', 11)])).rejects.toMatchObject({ code: 'CONFLICT' });
				expect((await ledger.usage.list('a1')).map((l) => l.key)).toEqual(['k1', 'k2', 'k3']);
				expect((await ledger.usage.totals({ assetId: 'a1' }))[0]?.costMicros).toBe(60n);
			});

			test('totals are exact beyond 2^53 and never add two currencies', async () => {
				const most = Number.MAX_SAFE_INTEGER;
				await ledger.usage.add([line('k1', most), line('k2', most), line('k3', 1), line('k4', 7, { currency: 'EUR' })]);
				expect(await ledger.usage.totals({})).toEqual([
					{ currency: 'EUR', costMicros: 7n, lines: 1 },
					{ currency: 'USD', costMicros: 2n * BigInt(most) + 1n, lines: 3 },
				]);
			});

			test('totals group by asset, channel, UTC day and vendor, and are filtered', async () => {
				await ledger.usage.add([
					line('k1', 1, { at: '2026-11-20T23:59:59.999Z' }),
					line('k2', 2, { at: '2026-11-21T00:00:00.000Z' }),
					line('k3', 4, { at: '2026-11-21T08:00:00+09:00', vendor: 'zeta' }),
					line('k4', 8, { assetId: 'a2', channelId: 'c2' }),
				]);
				const of = async (...args: Parameters<Ledger['usage']['totals']>) =>
					(await ledger.usage.totals(...args)).map((t) => [t.day ?? t.channelId ?? t.vendor, t.costMicros]);
				expect(await of({}, ['day'])).toEqual([
					['2026-11-20', 13n],
					['2026-11-21', 2n],
				]);
				expect(await of({}, ['channel'])).toEqual([
					['c1', 7n],
					['c2', 8n],
				]);
				expect(
					await of({ channelId: 'c1', fromMs: Date.parse('2026-11-20T12:00:00Z'), toMs: Date.parse('2026-11-21T00:00:00Z') }, ['vendor']),
				).toEqual([
					['acme', 1n],
					['zeta', 4n],
				]);
			});

			test.each([
				['a fraction', { costMicros: 0.5 }],
				['an unsafe integer', { costMicros: 2 ** 53 }],
				['no currency', { currency: 'dollars' }],
				['no time', { at: 'yesterday' }],
				['no key', { key: '' }],
			])('refuses %s', async (_, change) => {
				await expect(ledger.usage.add([line('k1', 1, change)])).rejects.toMatchObject({ code: 'INPUT' });
				expect(await ledger.usage.totals({})).toEqual([]);
			});
		});

		describe('acts', () => {
			test('planning is idempotent by key and updates the estimate until it is sent', async () => {
				const first = await planned();
				expect(first).toMatchObject({ key: actKey(act()), state: 'planned', attempt: 0, owner: null, result: null });
				expect((await other.acts.plan(act({ estimateMicros: 7 }))).estimateMicros).toBe(7);
				await ledger.acts.begin(first.key, 'me', LIVE);
				expect((await other.acts.plan(act({ estimateMicros: 9 }))).estimateMicros).toBe(7);
				await expect(ledger.acts.begin('unplanned', 'me', LIVE)).rejects.toMatchObject({ code: 'NOT_FOUND' });
			});

			test('of many that begin at once exactly one wins; the others wait, then get its result', async () => {
				const { key } = await planned();
				const begun = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 ? ledger : other).acts.begin(key, `o${i}`, LIVE)));
				expect(begun.filter((b) => b.outcome === 'yours')).toEqual([{ outcome: 'yours', attempt: 1 }]);
				expect(begun.filter((b) => b.outcome === 'wait')).toHaveLength(29);
				const owner = `o${begun.findIndex((b) => b.outcome === 'yours')}`;
				expect(await ledger.acts.settle(key, owner, { file: 'x' }, [cost(42)])).toEqual({ outcome: 'settled' });
				expect(await other.acts.begin(key, 'late', LIVE)).toEqual({ outcome: 'settled', result: { file: 'x' } });
				expect(await ledger.usage.list('a1')).toMatchObject([{ costMicros: 42, channelId: 'c1', key: `${key}:1:0` }]);
			});

			test('the end of a live lease is told to the one that waits; a heartbeat lengthens it, a stranger’s does not', async () => {
				const { key } = await planned();
				await ledger.acts.begin(key, 'me', 1);
				const wait = (await other.acts.begin(key, 'you', LIVE)) as Extract<BeginOutcome, { outcome: 'wait' }>;
				expect(wait.outcome).toBe('wait');
				expect(await ledger.acts.heartbeat(key, 'you', 1000)).toBe(false);
				expect(await ledger.acts.heartbeat(key, 'me', 100)).toBe(true);
				expect(await other.acts.begin(key, 'you', LIVE)).toMatchObject({ outcome: 'wait', untilMs: expect.any(Number) });
				expect(((await other.acts.begin(key, 'you', LIVE)) as typeof wait).untilMs).toBeGreaterThan(wait.untilMs + 50_000);
			});

			test('an expired lease makes it unknown: nobody simply begins it again', async () => {
				const { key } = await planned();
				await ledger.acts.begin(key, 'dead', EXPIRED);
				for (const owner of ['x', 'y']) {
					expect(await other.acts.begin(key, owner, LIVE)).toMatchObject({
						outcome: 'unknown',
						act: { state: 'unknown', attempt: 1, owner: 'dead' },
					});
				}
				expect(await ledger.acts.heartbeat(key, 'dead', LIVE)).toBe(false);
			});

			test('expire moves the lapsed ones only', async () => {
				const keys = await Promise.all(['one', 'two', 'three'].map(async (part) => (await planned({ part })).key));
				await ledger.acts.begin(keys[0] as string, 'dead', EXPIRED);
				await ledger.acts.begin(keys[1] as string, 'alive', LIVE);
				expect(await other.acts.expire()).toBe(1);
				expect(await other.acts.expire()).toBe(0);
				expect((await ledger.acts.list({ state: 'unknown' })).map((a) => a.part)).toEqual(['one']);
				expect((await ledger.acts.list({ assetId: 'a1' })).map((a) => a.state).sort()).toEqual(['planned', 'sent', 'unknown']);
			});

			test('a failed act may be begun again; what the failure cost is counted', async () => {
				const { key } = await planned();
				await ledger.acts.begin(key, 'me', LIVE);
				expect(await ledger.acts.fail(key, 'stranger', 'no')).toBe(false);
				expect(await ledger.acts.fail(key, 'me', 'quota', [cost(3)])).toBe(true);
				expect(await ledger.acts.get(key)).toMatchObject({ state: 'failed', problem: 'quota' });
				expect(await other.acts.begin(key, 'you', LIVE)).toEqual({ outcome: 'yours', attempt: 2 });
				await other.acts.settle(key, 'you', null, [cost(4)]);
				expect((await ledger.usage.totals({}))[0]?.costMicros).toBe(7n);
			});

			test('reconciling settles or fails the attempt in doubt, once, and only that attempt', async () => {
				const { key } = await planned();
				await ledger.acts.begin(key, 'dead', LIVE);
				expect(await ledger.acts.reconcile(key, 1, { happened: false, reason: 'none' }, 'acme')).toBe(false); // it is not in doubt
				await ledger.acts.markUnknown(key, 'dead', 'time-out');
				expect(await ledger.acts.reconcile(key, 2, { happened: false, reason: 'none' }, 'acme')).toBe(false);
				expect(await ledger.acts.reconcile(key, 1, { happened: false, reason: 'not in the list' }, 'acme')).toBe(true);
				expect(await ledger.acts.begin(key, 'two', EXPIRED)).toEqual({ outcome: 'yours', attempt: 2 });
				await other.acts.expire();
				const found = { happened: true as const, result: { id: 'v9' }, usage: [cost(11)] };
				const both = await Promise.all([ledger.acts.reconcile(key, 2, found, 'acme'), other.acts.reconcile(key, 2, found, 'acme')]);
				expect(both.sort()).toEqual([false, true]);
				expect(await ledger.acts.begin(key, 'x', LIVE)).toEqual({ outcome: 'settled', result: { id: 'v9' } });
				// The owner wakes up and tells the same: nothing is settled or counted twice.
				expect(await ledger.acts.settle(key, 'two', { id: 'v9' }, [cost(11)])).toEqual({ outcome: 'late', result: { id: 'v9' } });
				expect((await ledger.usage.totals({}))[0]?.costMicros).toBe(11n);
			});

			test('of many that repeat an unknown act one wins, and the doubt stays held against the caps until it is cleared', async () => {
				const { key } = await planned();
				await ledger.acts.begin(key, 'slow', EXPIRED);
				await other.acts.expire();
				const begun = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? ledger : other).acts.repeat(key, 1, `o${i}`, LIVE)));
				expect(begun.filter((b) => b.outcome === 'yours')).toEqual([{ outcome: 'yours', attempt: 2 }]);
				expect(await ledger.acts.get(key)).toMatchObject({ doubtMicros: 100_000 });
				const second = `o${begun.findIndex((b) => b.outcome === 'yours')}`;
				// Both attempts did it after all: the first told result stands, both costs count, nothing stays held.
				expect(await ledger.acts.settle(key, 'slow', 'first', [cost(90_000)])).toEqual({ outcome: 'settled' });
				expect(await ledger.acts.settle(key, second, 'second', [cost(80_000)])).toEqual({ outcome: 'late', result: 'first' });
				expect(await ledger.acts.get(key)).toMatchObject({ state: 'settled', result: 'first', doubtMicros: 0 });
				expect((await ledger.usage.totals({}))[0]?.costMicros).toBe(170_000n);
			});

			test('a late settle is believed from unknown and from failed; a stranger’s is refused', async () => {
				for (const part of ['unknown', 'failed']) {
					const { key } = await planned({ part });
					await ledger.acts.begin(key, 'me', EXPIRED);
					await other.acts.expire();
					if (part === 'failed') await other.acts.reconcile(key, 1, { happened: false, reason: 'not listed yet' }, 'acme');
					await expect(other.acts.settle(key, 'stranger', 1, [])).rejects.toMatchObject({ code: 'CONFLICT' });
					expect(await ledger.acts.settle(key, 'me', { ok: part }, [])).toEqual({ outcome: 'settled' });
					expect(await ledger.acts.get(key)).toMatchObject({ state: 'settled', result: { ok: part } });
				}
			});

			test('settling and its usage are one transaction', async () => {
				const { key } = await planned();
				await ledger.acts.begin(key, 'me', LIVE);
				await expect(ledger.acts.settle(key, 'me', 1, [cost(1), { ...cost(2), costMicros: 0.5 }])).rejects.toMatchObject({ code: 'INPUT' });
				expect(await ledger.acts.get(key)).toMatchObject({ state: 'sent' });
				expect(await ledger.usage.totals({})).toEqual([]);
			});

			test('a cap counts what is spent, held and about to be sent; parallel acts cannot pass it together', async () => {
				await ledger.usage.add([
					line('k1', 250_000, { at: new Date().toISOString() }),
					line('old', 900_000, { at: '2020-01-01T00:00:00Z' }),
				]);
				const caps = [
					{ scope: 'channel' as const, sinceMs: Date.now() - 3_600_000, limitMicros: 600_000, currency: 'USD', name: 'the cap' },
				];
				const keys = await Promise.all(Array.from({ length: 8 }, async (_, i) => (await planned({ assetId: `x${i}` })).key));
				const begun = await Promise.all(keys.map((key, i) => (i % 2 ? ledger : other).acts.begin(key, `o${i}`, LIVE, caps)));
				expect(begun.filter((b) => b.outcome === 'yours')).toHaveLength(3); // 250,000 + 3 × 100,000 ≤ 600,000
				expect(begun.find((b) => b.outcome === 'cap')).toMatchObject({
					spentMicros: 250_000n,
					heldMicros: 300_000n,
					cap: { name: 'the cap' },
				});
				expect((await ledger.acts.list({ state: 'planned' })).length).toBe(5);
				// Another channel's budget, and an asset's own, are apart.
				const apart = await planned({ assetId: 'y', channelId: 'c2' });
				expect((await ledger.acts.begin(apart.key, 'o', LIVE, caps)).outcome).toBe('yours');
				const euro = await planned({ assetId: 'z', currency: 'EUR' });
				await expect(ledger.acts.begin(euro.key, 'o', LIVE, caps)).rejects.toMatchObject({ code: 'CAP' });
			});
		});

		describe('jobs', () => {
			const job = { key: 'k1', what: 'render', assetId: 'a1' };
			const asks = (owner: string, change: object = {}) => ({ owner, leaseSeconds: LIVE, waiter: 'w1', wantedSeconds: 60, ...change });

			test('of many that ask at once one begins, the others find it working; then all get the outcome until it is handed over', async () => {
				const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? ledger : other).jobs.begin(job, asks(`o${i}`))));
				expect(answers.filter(({ outcome }) => outcome === 'yours')).toHaveLength(1);
				const { owner } = (await ledger.jobs.get('k1'))!;
				expect(answers.filter(({ outcome }) => outcome === 'working')).toHaveLength(11);
				expect(await other.jobs.end('k1', 'a stranger', { result: 1 })).toBe(false);
				expect(await other.jobs.forget('k1')).toBe(false); // it is still at work
				expect(await ledger.jobs.end('k1', owner, { result: { film: 'f' } })).toBe(true);
				expect(await ledger.jobs.end('k1', owner, { problem: 'late' })).toBe(false);
				for (const waiter of ['w1', 'w2'])
					expect(await other.jobs.begin(job, asks('o', { waiter }))).toEqual({ outcome: 'done', result: { film: 'f' } });
				expect(await ledger.jobs.forget('k1')).toBe(true);
				expect(await other.jobs.get('k1')).toBeNull();
				expect((await other.jobs.begin(job, asks('o'))).outcome).toBe('yours');
			});

			test('a failure is told to who waited for it; for anybody else it begins again', async () => {
				await ledger.jobs.begin(job, asks('o1'));
				await other.jobs.begin(job, asks('o2', { waiter: 'w2' }));
				await ledger.jobs.end('k1', 'o1', { problem: 'no paint' });
				for (const waiter of ['w1', 'w2'])
					expect(await ledger.jobs.begin(job, asks('o3', { waiter }))).toEqual({ outcome: 'failed', problem: 'no paint' });
				expect(await ledger.jobs.begin(job, asks('o4', { waiter: 'w3' }))).toEqual({ outcome: 'yours', attempt: 1 });
			});

			test('a job whose owner is dead or silent is taken over, keeps its waiters, and the old owner is told so', async () => {
				await ledger.jobs.begin(job, asks('o1', { leaseSeconds: EXPIRED }));
				expect(await other.jobs.begin(job, asks('o2', { waiter: 'w2' }))).toEqual({ outcome: 'yours', attempt: 2 });
				expect(await ledger.jobs.beat('k1', 'o1', LIVE)).toBeNull();
				expect(await ledger.jobs.begin(job, asks('o3', { dead: 'o1' }))).toMatchObject({ outcome: 'working', owner: 'o2' });
				expect(await ledger.jobs.begin(job, asks('o3', { dead: 'o2' }))).toEqual({ outcome: 'yours', attempt: 3 });
				await ledger.jobs.end('k1', 'o3', { problem: 'again' });
				expect((await other.jobs.begin(job, asks('o4', { waiter: 'w2' }))).outcome).toBe('failed');
			});

			test('a beat tells until when it is wanted: the longest of what was asked', async () => {
				await ledger.jobs.begin(job, asks('o1', { wantedSeconds: 100 }));
				await other.jobs.begin(job, asks('o2', { wantedSeconds: 10 }));
				const wanted = (await ledger.jobs.beat('k1', 'o1', LIVE))! - Date.now();
				expect(wanted).toBeGreaterThan(50_000);
				expect(await ledger.jobs.forget('k1', 'o2')).toBe(false);
				expect(await ledger.jobs.forget('k1', 'o1')).toBe(true);
			});
		});

		test('a value that JSON cannot say is refused, and the ledger goes on', async () => {
			await ledger.assets.open(head('a1'), 'c1');
			const circle: Record<string, unknown> = {};
			circle.self = circle;
			for (const json of [circle, 5n, { f: () => 1 }]) {
				await expect(ledger.parts.put({ assetId: 'a1', part: 'p', inputsHash: 'h', json })).rejects.toMatchObject({ code: 'INPUT' });
			}
			expect((await ledger.parts.put({ assetId: 'a1', part: 'p', inputsHash: 'h', json: 'fine' })).revision).toBe(1);
		});
	});
}
