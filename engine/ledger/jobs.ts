/**
 * Long work that outlives the node run which asked for it. The ledger alone remembers a job: whoever asks with the same key finds it working,
 * done or failed; when the process that did it is gone, the next who asks begins it again, and what was finished before is reused by the
 * stages themselves. Here is the doing: in this process, a few at a time, with heartbeats, given up when nobody wants it any more.
 */
import { randomUUID } from 'node:crypto';
import { fromWire, OperatorError, toWire, type WireError } from '../errors';
import { ownerAlive, thisOwner, type Owner } from '../runtime/process';
import { openLedger } from './index';
import type { JobSpec, Ledger } from './ledger';
import { failpoint } from '../runtime/failpoints';

/** How long an owner on another machine is believed alive without a heartbeat; one on this machine is looked at. */
const LEASE_SECONDS = 30;
/** How often a job of another process is looked at. */
const LOOK_MS = 700;
/**
 * Jobs that one process does at a time. Programs are bounded by the machine's slots; this bounds what is held in memory for them. Two, so that
 * one can plan and keep files while the other's programs run.
 */
const AT_ONCE = 2;

export interface LongJob<T> extends JobSpec {
	/** Does it; the result must be JSON. */
	perform(signal: AbortSignal): Promise<T>;
	/** Called when this process takes it on, before `perform`, which may have to wait for its turn; and when it is over here, before its outcome is told. */
	begun?(): void;
	ended?(): Promise<void>;
}

export type JobStanding<T> =
	{ state: 'working'; begunMs: number } | { state: 'done'; result: T } | { state: 'failed'; error: OperatorError };

interface Running {
	ended: Promise<void>;
	abort: AbortController;
	/** Who asked for it in this process. */
	waiters: Set<string>;
}

/** Over all copies of this module in the process. */
const REGISTRY = Symbol.for('ai-operator.jobs.1');
interface Registry {
	running: Map<string, Running>;
	busy: number;
	queue: (() => void)[];
}
const registry = ((globalThis as Record<symbol, unknown>)[REGISTRY] ??= { running: new Map(), busy: 0, queue: [] }) as Registry;

/**
 * How a job stands; begins it in this process when nobody does it. It is given up when nobody has asked for `wantedSeconds`.
 * Errors: those of the ledger.
 */
export async function askForJob<T>(
	job: LongJob<T>,
	asker: { ledger: Ledger; waiter: string; wantedSeconds: number },
): Promise<JobStanding<T>> {
	const { ledger, waiter, wantedSeconds } = asker;
	const owner = JSON.stringify({ ...thisOwner(), run: randomUUID() });
	const ask = { owner, leaseSeconds: LEASE_SECONDS, waiter, wantedSeconds };
	const spec: JobSpec = { key: job.key, what: job.what, assetId: job.assetId };
	let answer = await ledger.jobs.begin(spec, ask);
	if (answer.outcome === 'working' && isDead(answer.owner)) answer = await ledger.jobs.begin(spec, { ...ask, dead: answer.owner });
	if (answer.outcome === 'yours') {
		start(job, owner, waiter);
		return { state: 'working', begunMs: Date.now() };
	}
	registry.running.get(job.key)?.waiters.add(waiter);
	if (answer.outcome === 'working') return { state: 'working', begunMs: answer.begunMs };
	if (answer.outcome === 'done') return { state: 'done', result: answer.result as T };
	return { state: 'failed', error: fromWire(answer.problem as WireError) };
}

/** Resolves when the job has ended in this process, else after a moment; never later than `milliseconds`. */
export async function jobEndOrMoment(key: string, milliseconds: number): Promise<void> {
	const here = registry.running.get(key)?.ended;
	let timer: NodeJS.Timeout | undefined;
	const moment = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, here ? milliseconds : Math.min(milliseconds, LOOK_MS));
	});
	await Promise.race([moment, ...(here ? [here] : [])]);
	clearTimeout(timer);
}

/** Somebody in this process no longer wants the job: with nobody left it is stopped, and its children end. */
export function leaveJob(key: string, waiter: string): void {
	const running = registry.running.get(key);
	running?.waiters.delete(waiter);
	if (running && running.waiters.size === 0) running.abort.abort();
}

/** Only an owner of this machine can be known to be dead. */
function isDead(name: string): boolean {
	try {
		return ownerAlive(JSON.parse(name) as Owner) === false;
	} catch {
		return false;
	}
}

function start<T>(job: LongJob<T>, owner: string, waiter: string): void {
	job.begun?.();
	const abort = new AbortController();
	const before = registry.running.get(job.key)?.ended;
	const running: Running = { abort, waiters: new Set([waiter]), ended: Promise.resolve() };
	registry.running.set(job.key, running);
	// One that lost its lease may still be ending here.
	running.ended = (before ?? Promise.resolve())
		.then(() => run(job, owner, abort))
		.catch(() => undefined)
		.then(() => {
			if (registry.running.get(job.key) === running) registry.running.delete(job.key);
		});
}

async function run<T>(job: LongJob<T>, owner: string, abort: AbortController): Promise<void> {
	const { signal } = abort;
	const ledger = await openLedger();
	const beat = setInterval(
		() => {
			void ledger.jobs.beat(job.key, owner, LEASE_SECONDS).then(
				(wantedUntilMs) => {
					if (wantedUntilMs === null || wantedUntilMs < Date.now()) abort.abort();
				},
				() => undefined, // The lease outlives some missed beats.
			);
		},
		(LEASE_SECONDS * 1000) / 6,
	);
	// What it used is gone before anybody hears of its outcome.
	let over: Promise<void> | undefined;
	const leave = (): Promise<void> => (over ??= (job.ended?.() ?? Promise.resolve()).catch(() => undefined));
	try {
		await turn(signal);
		try {
			const result = await job.perform(signal);
			failpoint('job-performed');
			await leave();
			await ledger.jobs.end(job.key, owner, { result });
			failpoint('job-ended');
		} finally {
			giveTurn();
		}
	} catch (error) {
		if (signal.aborted) await ledger.jobs.forget(job.key, owner);
		else {
			await leave();
			await ledger.jobs.end(job.key, owner, { problem: toWire(error) });
		}
	} finally {
		clearInterval(beat);
		await leave();
		await ledger.close();
	}
}

/** Waits until one of the places is free. */
async function turn(signal: AbortSignal): Promise<void> {
	if (registry.busy >= AT_ONCE) {
		await new Promise<void>((resolve, reject) => {
			const go = (): void => {
				signal.removeEventListener('abort', stop);
				resolve();
			};
			const stop = (): void => {
				registry.queue = registry.queue.filter((other) => other !== go);
				reject(new OperatorError('CANCELLED', 'The run was stopped', { fix: 'Run it again: finished parts are reused.', retryable: true }));
			};
			if (signal.aborted) return stop();
			signal.addEventListener('abort', stop, { once: true });
			registry.queue.push(go);
		});
		return; // the place was handed over
	}
	registry.busy++;
}

function giveTurn(): void {
	const next = registry.queue.shift();
	if (next) next();
	else registry.busy--;
}
