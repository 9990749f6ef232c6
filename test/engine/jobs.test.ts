/** Doing long work: once over all that ask, after a kill of who did it, and given up when nobody wants it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { askForJob, jobEndOrMoment, leaveJob, type LongJob } from '../../engine/ledger/jobs';
import { openLedger, type Ledger } from '../../engine/ledger';
import { OperatorError } from '../../engine/errors';
import { processStart, thisOwner } from '../../engine/runtime/process';
import { folder, removeFolders } from './ledger/helpers';

let ledger: Ledger;
let before: string | undefined;
beforeAll(async () => {
	before = process.env.AI_OPERATOR_LEDGER;
	process.env.AI_OPERATOR_LEDGER = join(folder(), 'ledger.sqlite');
	ledger = await openLedger();
});
afterAll(async () => {
	await ledger.close();
	if (before === undefined) delete process.env.AI_OPERATOR_LEDGER;
	else process.env.AI_OPERATOR_LEDGER = before;
	removeFolders();
});

const asker = (waiter: string) => ({ ledger, waiter, wantedSeconds: 60 });
/** A job that ends when told to. */
function held(key: string) {
	const seen = { performed: 0, aborted: 0, ended: 0 };
	let finish: (value: string | Error) => void = () => undefined;
	const job: LongJob<string> = {
		key,
		what: 'test',
		assetId: 'a',
		perform: async (signal) => {
			seen.performed++;
			signal.addEventListener('abort', () => seen.aborted++);
			return await new Promise((resolve, reject) => {
				finish = (value) => (value instanceof Error ? reject(value) : resolve(value));
				signal.addEventListener('abort', () => reject(new Error('stopped')));
			});
		},
		ended: async () => void seen.ended++,
	};
	return { job, seen, finish: (value: string | Error) => finish(value) };
}
const settle = async (job: LongJob<string>, waiter: string) => {
	for (let state = await askForJob(job, asker(waiter)); ; state = await askForJob(job, asker(waiter))) {
		if (state.state !== 'working') return state;
		await jobEndOrMoment(job.key, 2000);
	}
};
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
const performed = async (seen: { performed: number }, times: number): Promise<void> => {
	while (seen.performed < times) await moment();
};

test('many that ask are served by one doing', async () => {
	const { job, seen, finish } = held('once');
	const asked = Array.from({ length: 8 }, (_, i) => settle(job, `w${i}`));
	await performed(seen, 1);
	finish('made');
	expect(await Promise.all(asked)).toEqual(Array.from({ length: 8 }, () => ({ state: 'done', result: 'made' })));
	expect(seen).toEqual({ performed: 1, aborted: 0, ended: 1 });
});

test('a failure comes with its cause and fix; a stranger may try again', async () => {
	const { job, seen, finish } = held('fails');
	const waiting = settle(job, 'w1');
	await performed(seen, 1);
	finish(new OperatorError('DISK', 'It is full', { fix: 'Free space.' }));
	const failed = await waiting;
	expect(failed).toMatchObject({ state: 'failed', error: { code: 'DISK', message: 'It is full', fix: 'Free space.' } });
	const again = settle(job, 'another');
	await performed(seen, 2);
	finish('made');
	expect(await again).toEqual({ state: 'done', result: 'made' });
});

test('two at a time; one that waits for its turn can be left', async () => {
	const jobs = ['p', 'q', 'r', 's'].map((key) => held(key));
	for (const { job } of jobs) await askForJob(job, asker('w'));
	await performed(jobs[1]!.seen, 1);
	await moment();
	expect(jobs.map(({ seen }) => seen.performed)).toEqual([1, 1, 0, 0]);
	leaveJob('r', 'w');
	jobs[0]!.finish('one');
	await performed(jobs[3]!.seen, 1);
	expect(jobs[2]!.seen).toEqual({ performed: 0, aborted: 0, ended: 1 });
	expect(await ledger.jobs.get('r')).toBeNull();
	jobs[1]!.finish('two');
	jobs[3]!.finish('four');
	expect((await settle(jobs[3]!.job, 'w')).state).toBe('done');
});

test('left by one of two it goes on; left by both it is stopped and leaves nothing', async () => {
	const { job, seen } = held('left');
	for (const waiter of ['w1', 'w2']) await askForJob(job, asker(waiter));
	await performed(seen, 1);
	leaveJob('left', 'w1');
	await moment();
	expect(seen.aborted).toBe(0);
	leaveJob('left', 'w2');
	while (seen.ended === 0) await moment();
	expect(seen.aborted).toBe(1);
	expect(await ledger.jobs.get('left')).toBeNull();
});

test('a job of a process that was killed is begun again at once; one of a living process is not', async () => {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
	const { pid } = child;
	const owner = JSON.stringify({ ...thisOwner(), pid, start: processStart(pid!), run: 'x' });
	const { job, seen, finish } = held('orphan');
	await ledger.jobs.begin({ key: 'orphan', what: 'test', assetId: 'a' }, { owner, leaseSeconds: 600, waiter: 'w', wantedSeconds: 60 });
	expect((await askForJob(job, asker('w'))).state).toBe('working');
	expect(seen.performed).toBe(0);
	const gone = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGKILL');
	await gone;
	const waiting = settle(job, 'w');
	await performed(seen, 1);
	finish('made');
	expect(await waiting).toEqual({ state: 'done', result: 'made' });
	expect(await ledger.jobs.get('orphan')).toMatchObject({ attempt: 2 });
});
