/**
 * Long jobs: two outputs, *Still working (wire back here)* and *Done*. A job runs beside the node; the node waits for it a while in place, then
 * releases the worker (`putExecutionToWait`): n8n passes the untouched input to the first output, which comes back as a fresh run that looks
 * again. While one item is pending none is emitted; what has settled, failures too, waits in the ledger and leaves together on Done.
 *
 * A node adopts it by taking `waitingOutputs` into its description and running {@link forEachLongItem}
 * instead of forEachItem; operations that are never long leave by {@link DONE}.
 */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { FileRef } from '../../engine/asset';
import type { OperatorError } from '../../engine/errors';
import type { StageContext } from '../../engine/ledger/finished';
import type { LongJob } from '../../engine/ledger/jobs';
import type { Files, Workspace } from '../../engine/ports';
import { loadEngine, type EngineModule } from './engine';
import { asNodeError, forEachItem, type ItemResult, type ItemRun } from './stage';
import { DONE, isTool, reasonToHold } from './waitingOutputs';

/** How long a node waits in place before it releases the worker: n8n looks at waiting executions once a minute, so a short job must not. */
export const IN_PLACE_SECONDS = 120;
/** Looks at a job begun before are short: a run that is killed while it waits goes on by itself, one that is killed at work does not. */
const LATER_LOOK_SECONDS = 5;
/** How long it waits where it cannot release. The job goes on, and the next run finds it. */
const PATIENCE_SECONDS = 3 * 3600;
/** A job is given up when nobody has looked for so long: the execution was stopped while it waited. n8n looks every minute. */
const WANTED_SECONDS = 300;
/** An agent may come back late. */
const TOOL_WANTED_SECONDS = 3600;
/** What was finished before is answered at once. */
const TOOL_SECONDS = 2;
const SAID_AFTER_MS = 2_000;
/** Resumed by n8n's next look. */
const LOOK_AGAIN_MS = 5_000;
/** An n8n older than this has started for certain. */
const STARTING_SECONDS = 120;

/** What one item needs done. */
export interface LongWork<T> {
	assetId: string;
	/** Everything that decides what comes out; files count by content. The same inputs are the same job. */
	inputs: unknown;
	/** Does it, perhaps after the node's run is over: it reads nothing of the node. The result is JSON; files are kept with `context.files`. */
	work(context: StageContext): Promise<T>;
	/** What leaves on Done, in the run that emits; the files of `made` are the item's by now. */
	done(made: T, item: ItemRun): ItemResult[];
	/** What an AI Agent is told: small. */
	brief(made: T): IDataObject;
}

/** What the ledger keeps of a finished job: the result, and which of its files are to become the item's. */
interface Outcome<T> {
	value: T;
	kept: Record<string, { name: string; mime: string }>;
}

type State<T> =
	| { state: 'failed'; error: unknown; key?: string }
	| { state: 'passed' }
	| { state: 'working'; key: string; begunMs: number; work: LongWork<T>; ask(): Promise<State<T>> }
	| { state: 'done'; key: string; work: LongWork<T>; outcome: Outcome<T> };

/** Runs an operation whose items are long jobs. `what` names it for people ("render"). Items fail alone, as in forEachItem. */
export async function forEachLongItem<T>(
	node: IExecuteFunctions,
	what: string,
	begin: (item: ItemRun) => Promise<LongWork<T>>,
	{ inPlaceSeconds = IN_PLACE_SECONDS }: { inPlaceSeconds?: number } = {},
): Promise<INodeExecutionData[][]> {
	const began = Date.now();
	const engine = await loadEngine();
	const asTool = isTool(node);
	const waiter = asTool ? `tool:${node.getWorkflow().id ?? ''}:${node.getNode().name}` : `${node.getExecutionId()}:${node.getNode().name}`;
	const wantedSeconds = asTool ? TOOL_WANTED_SECONDS : inPlaceSeconds + WANTED_SECONDS;
	const states: State<T>[] = node.getInputData().map(() => ({ state: 'passed' }));
	const held = new Set<Workspace>();
	const started = asTool ? 0 : n8nStarted(waiter, runIndexOf(node) > 0);
	try {
		await forEachItem(node, async (item) => {
			try {
				const work = await begin(item);
				states[item.itemIndex] = await standing(item, what, work, { waiter, wantedSeconds }, held);
			} catch (error) {
				engine.throwIfCancelled(item.context.signal);
				states[item.itemIndex] = { state: 'failed', error };
			}
			return [];
		});
		const hold = asTool ? null : reasonToHold(node);
		const again = states.some((state) => state.state === 'working' && state.begunMs < began);
		const look = again ? Math.min(LATER_LOOK_SECONDS, inPlaceSeconds) : inPlaceSeconds;
		const seconds = asTool ? TOOL_SECONDS : hold ? PATIENCE_SECONDS : look;
		await settle(node, engine, states, waiter, seconds, wantedSeconds);
		const early = started - Date.now();
		if (early > 0) await engine.systemClock.sleep(early, node.getExecutionCancelSignal());
		if (asTool) return [await told(engine, what, states)];
		const pending = states.filter(({ state }) => state === 'working').length;
		if (pending && !hold) {
			node.addExecutionHints({ message: stillAt(what, pending), type: 'info', location: 'outputPane' });
			await node.putExecutionToWait(new Date(Date.now() + LOOK_AGAIN_MS));
			engine.failpoint('worker-released');
			return [node.getInputData(), []];
		}
		if (pending) throw asNodeError(node, tooLong(engine, what, pending), 0);
		// What was finished before needs no word.
		if (hold && Date.now() - began > SAID_AFTER_MS) node.addExecutionHints({ message: hold, type: 'info', location: 'outputPane' });
		return await emit(node, engine, states);
	} finally {
		if (node.getExecutionCancelSignal()?.aborted) leaveAll(engine, states, waiter);
		for (const workspace of held) await workspace.dispose().catch(() => undefined);
	}
}

/** How often the node has run in this execution before: it has when it looks again. */
function runIndexOf(node: IExecuteFunctions): number {
	try {
		return Number(node.evaluateExpression('{{ $runIndex }}', 0)) || 0;
	} catch {
		return 0;
	}
}

/** Executions that were looked at in this process while it was young. */
const looked = new Set<string>();

/**
 * When n8n has started for certain, in milliseconds since the epoch. After a crash n8n resumes what waited early in its start, and towards the
 * end of it takes every unfinished execution for a crashed one and writes that down. Had a resumed one ended by then, its outcome would be
 * overwritten; so it ends later. That part of the start takes about as long as what comes before it. One that began in this process is none of
 * those: it waits on at once, since a run that is killed while it is held here does not go on by itself.
 */
function n8nStarted(waiter: string, resumed: boolean): number {
	const seconds = process.uptime();
	if (looked.has(waiter) || seconds > STARTING_SECONDS) return 0;
	looked.add(waiter);
	if (!resumed) return 0;
	return Date.now() + (1.5 * seconds + 5) * 1000;
}

/** The execution was stopped: jobs that nobody else waits for end, with their children. */
function leaveAll<T>(engine: EngineModule, states: State<T>[], waiter: string): void {
	for (const state of states) if (state.state === 'working') engine.leaveJob(state.key, waiter);
}

const stillAt = (what: string, pending: number): string =>
	`Still at work (${what}, ${pending === 1 ? 'one item' : `${pending} items`}): n8n looks again within a minute and holds no worker meanwhile.`;

function tooLong(engine: EngineModule, what: string, pending: number): OperatorError {
	return new engine.OperatorError('TIMEOUT', `${what}: ${pending} items are still not done after ${PATIENCE_SECONDS / 3600} hours`, {
		fix: 'Run the workflow again: the jobs are found, what is finished is reused. Wire the output "Still working" back to this node, so that waiting holds no worker.',
		retryable: true,
	});
}

/** Asks for the item's job, beginning it in this process where nobody does it. */
async function standing<T>(
	item: ItemRun,
	what: string,
	work: LongWork<T>,
	asker: { waiter: string; wantedSeconds: number },
	held: Set<Workspace>,
): Promise<State<T>> {
	const { engine, context } = item;
	const key = await engine.inputsHash(['job', what, engine.version(), work.assetId, work.inputs]);
	// What begin fetched (pictures of the item) must be there as long as the job may have to be done here.
	const workspaces = item.handOver();
	for (const workspace of workspaces) held.add(workspace);
	const ask = async (): Promise<State<T>> => {
		const ledger = await engine.openLedger();
		try {
			const job = { key, what, assetId: work.assetId, ...performing(engine, context, work, workspaces, held) };
			for (;;) {
				const found = await engine.askForJob<Outcome<T>>(job, { ...asker, ledger });
				if (found.state === 'working') return { state: 'working', key, begunMs: found.begunMs, work, ask };
				if (found.state === 'failed') return { state: 'failed', key, error: found.error };
				if (await filesThere(found.result, context)) return { state: 'done', key, work, outcome: found.result };
				// Its files were freed meanwhile: it is made again.
				await ledger.jobs.forget(key);
			}
		} finally {
			await ledger.close();
		}
	};
	return await ask();
}

async function filesThere(outcome: Outcome<unknown>, { store }: StageContext): Promise<boolean> {
	for (const sha256 of Object.keys(outcome.kept)) if (!(await store.find(sha256))) return false;
	return true;
}

/** The job's own surroundings: files go to our store alone, and nothing of the node's run is needed. */
function performing<T>(
	engine: EngineModule,
	context: StageContext,
	work: LongWork<T>,
	workspaces: Workspace[],
	held: Set<Workspace>,
): Pick<LongJob<Outcome<T>>, 'begun' | 'perform' | 'ended'> {
	const own: Workspace[] = [];
	return {
		begun() {
			// From here on the job removes them, not the node's run.
			for (const workspace of workspaces.splice(0)) {
				held.delete(workspace);
				own.push(workspace);
			}
		},
		async perform(signal) {
			const kept: Outcome<T>['kept'] = {};
			const files: Files = {
				local: (file) => context.files.local(file),
				async keep(path, { name, mime, content }) {
					const { sha256, bytes } = content ?? (await context.store.put(path));
					kept[sha256] = { name, mime };
					return { property: name, sha256, bytes, mime };
				},
			};
			const workspace = async (purpose: string): Promise<Workspace> => {
				const opened = await engine.openWorkspace(purpose);
				own.push(opened);
				return opened;
			};
			const ledger = await engine.openLedger();
			try {
				return { value: await work.work({ ...context, files, ledger, signal, workspace }), kept };
			} finally {
				await ledger.close();
			}
		},
		async ended() {
			for (const workspace of own.splice(0)) await workspace.dispose().catch(() => undefined);
		},
	};
}

/** Waits until every job has settled, `seconds` at most. */
async function settle<T>(
	node: IExecuteFunctions,
	engine: EngineModule,
	states: State<T>[],
	waiter: string,
	seconds: number,
	wantedSeconds: number,
): Promise<void> {
	const cancel = node.getExecutionCancelSignal();
	const end = Date.now() + seconds * 1000;
	const renewMs = (wantedSeconds * 1000) / 3;
	const leave = (): void => leaveAll(engine, states, waiter);
	cancel?.addEventListener('abort', leave);
	try {
		let renewed = Date.now();
		for (const i of states.keys()) {
			for (let state = states[i]!; state.state === 'working'; states[i] = state = await state.ask()) {
				engine.throwIfCancelled(cancel);
				const left = Math.min(end - Date.now(), renewMs);
				if (left <= 0) break;
				await engine.jobEndOrMoment(state.key, left);
				if (Date.now() - renewed < renewMs) continue;
				// Those behind it in the queue are wanted still.
				renewed = Date.now();
				for (const j of states.keys()) {
					const other = states[j]!;
					if (j !== i && other.state === 'working') states[j] = await other.ask();
				}
			}
		}
		engine.throwIfCancelled(cancel);
	} finally {
		cancel?.removeEventListener('abort', leave);
	}
}

/** Everything has settled: it leaves together, and is then no job any more. */
async function emit<T>(node: IExecuteFunctions, engine: EngineModule, states: State<T>[]): Promise<INodeExecutionData[][]> {
	try {
		return await forEachItem(
			node,
			async (item) => {
				const state = states[item.itemIndex]!;
				if (state.state === 'failed') throw state.error;
				if (state.state !== 'done') return [];
				const made = await adopted(state.outcome, item);
				return state.work.done(made, item).map((result) => ({ output: DONE, ...result }));
			},
			{ outputs: 2, failures: DONE },
		);
	} finally {
		const ledger = await engine.openLedger();
		try {
			for (const state of states) if ('key' in state && state.key) await ledger.jobs.forget(state.key);
		} finally {
			await ledger.close();
		}
		engine.failpoint('job-left');
	}
}

/** The result with its files put to the item. Files that the item brought are named as the item names them now. */
async function adopted<T>({ value, kept }: Outcome<T>, item: ItemRun): Promise<T> {
	const { engine, context, files, json } = item;
	const brought = new Map<string, FileRef>();
	await engine.mapRefs(json, async (ref) => {
		brought.set(ref.sha256, ref);
		return ref;
	});
	const put = new Map<string, FileRef>();
	return (await engine.mapRefs(value, async (ref) => {
		const as = kept[ref.sha256];
		const known = put.get(ref.sha256) ?? (as ? undefined : brought.get(ref.sha256));
		if (known || !as) return known ?? ref;
		const path = await context.store.find(ref.sha256, ref.bytes);
		if (!path)
			throw new engine.OperatorError('NOT_FOUND', `${as.name} is no longer stored`, { fix: 'Run the workflow again.', retryable: true });
		const now = await files.keep(path, { ...as, content: ref });
		put.set(ref.sha256, now);
		return now;
	})) as T;
}

/** What an agent is told of each item; asked again with the same arguments it gets the result. */
async function told<T>(engine: EngineModule, what: string, states: State<T>[]): Promise<INodeExecutionData[]> {
	const answers: INodeExecutionData[] = [];
	const ledger = await engine.openLedger();
	try {
		for (const [item, state] of states.entries()) {
			const json: IDataObject = { job: what };
			if (state.state === 'working')
				Object.assign(json, {
					status: 'working',
					id: state.key.slice(0, 16),
					asset: state.work.assetId,
					next: 'It goes on by itself. Call this tool again with the same arguments to get the result; do not change them.',
				});
			else if (state.state === 'done') {
				Object.assign(json, {
					status: 'done',
					id: state.key.slice(0, 16),
					asset: state.work.assetId,
					...state.work.brief(state.outcome.value),
				});
				await ledger.jobs.forget(state.key);
			} else if (state.state === 'failed') {
				const { error } = state;
				const fix = engine.isOperatorError(error) ? error.fix : '';
				if (state.key) await ledger.jobs.forget(state.key);
				Object.assign(json, { status: 'failed', error: error instanceof Error ? error.message : String(error), fix });
			} else Object.assign(json, { status: 'failed', error: 'This item failed before', fix: '' });
			answers.push({ json, pairedItem: { item } });
		}
	} finally {
		await ledger.close();
	}
	return answers;
}
