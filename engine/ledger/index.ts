/** The ledger's door: see ledger.ts for what it keeps, acts.ts for how an act is done once. */
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { OperatorError } from '../errors';
import { homeDirectory, workerPath } from '../runtime/paths';
import { ledgerClient } from './client';
import type { Ledger } from './ledger';
import { LedgerThread } from './rpc';

export type * from './ledger';
export { actKey, assetId, canonicalJson, hashOf, normaliseTopic } from './keys';
export type { AssetIdentity } from './keys';
export { notDone, runAct } from './acts';
export type { ActDone, ActOutcome, Reconciled, RunActOptions } from './acts';

interface Shared {
	thread: LedgerThread;
	opened: Promise<void>;
	holders: number;
}

/** One thread a file over all copies of this module in the process (nodes, command line): hence on globalThis. */
const REGISTRY = Symbol.for('ai-operator.ledger.threads.1');
const registry = ((globalThis as Record<symbol, unknown>)[REGISTRY] ??= new Map<string, Shared>()) as Map<string, Shared>;

/**
 * Opens the ledger: `path`, else `AI_OPERATOR_LEDGER`, else ledger.sqlite in {@link homeDirectory}. Calls with the same file share one
 * thread and connection, closed with the last handle; a handle may also be held for the whole life of the process, it keeps nothing alive.
 * Rejects with LEDGER when the file is damaged, foreign or newer than this code, and for a machine's own SQLite file in n8n's queue mode.
 */
export async function openLedger(options: { path?: string } = {}): Promise<Ledger> {
	const file = ledgerFile(options.path);
	let shared = registry.get(file);
	if (!shared) {
		const thread = new LedgerThread(workerPath('ledger'), file);
		shared = { thread, opened: thread.open(), holders: 0 };
		registry.set(file, shared);
	}
	const mine = shared;
	mine.holders++;
	try {
		await mine.opened;
	} catch (error) {
		if (registry.get(file) === mine) registry.delete(file); // the next call tries again: the cause may be mended by then
		throw error;
	}
	return ledgerClient(mine.thread, async () => {
		if (--mine.holders > 0) return;
		if (registry.get(file) === mine) registry.delete(file);
		await mine.thread.close();
	});
}

function ledgerFile(path: string | undefined): string {
	const named = process.env.AI_OPERATOR_LEDGER;
	if (named && /^[a-z][a-z0-9+]+:\/\//i.test(named)) {
		throw new OperatorError('LEDGER', 'AI_OPERATOR_LEDGER names a server, but this version keeps its ledger in a SQLite file', {
			fix: 'Set AI_OPERATOR_LEDGER to the path of a file on a local disk that all n8n processes of this machine share.',
		});
	}
	if (process.env.EXECUTIONS_MODE === 'queue' && !named) {
		throw new OperatorError(
			'LEDGER',
			'n8n runs in queue mode, where each worker would keep a ledger of its own and pay for the same work again',
			{
				fix: 'Set AI_OPERATOR_LEDGER, for the main process and every worker, to one file on a disk they all share (not a network share).',
			},
		);
	}
	if (path ?? named) return realFile(resolve((path ?? named) as string));
	const home = homeDirectory();
	try {
		mkdirSync(home, { recursive: true, mode: 0o700 });
		chmodSync(home, 0o700);
	} catch (cause) {
		throw new OperatorError('LEDGER', `AI Operator's folder ${home} cannot be made private (${(cause as Error).message})`, {
			fix: 'Set AI_OPERATOR_HOME to a folder that the user n8n runs as owns.',
			cause,
		});
	}
	return realFile(join(home, 'ledger.sqlite'));
}

/** The same file by another name must be the same connection; the file itself need not exist yet. */
function realFile(path: string): string {
	for (const [known, rest] of [
		[path, ''],
		[dirname(path), basename(path)],
	] as const) {
		try {
			return join(realpathSync(known), rest);
		} catch {
			// does not exist yet
		}
	}
	return path;
}
