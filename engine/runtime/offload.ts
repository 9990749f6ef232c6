/**
 * Worker threads as remote functions: `offload('name').call('method', args)` here, `serveWorker({ method })` in `<name>.worker.ts`.
 * One worker a name, started at the first call, ended after 30 idle seconds; idle it never keeps the process alive.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { isAbsolute } from 'node:path';
import { parentPort, Worker, type Transferable } from 'node:worker_threads';
import { fromWire, OperatorError, throwIfCancelled, toWire, type WireError } from '../errors';
import type { Progress, ProgressEvent } from '../ports';
import { workerPath } from './paths';

const IDLE_MS = 30_000;
/** How long a worker may tidy up after it was told to end. */
const END_MS = 2_000;
const WORKER_NICENESS = 10;

type ToWorker = { call: number; method: string; args: unknown[] } | { abort: number } | { end: true };
type FromWorker = { call: number; value: unknown } | { call: number; error: WireError } | { call: number; progress: ProgressEvent };

type Methods = Record<string, (...args: any[]) => Promise<any>>;

interface Pending {
	resolve(value: unknown): void;
	reject(error: Error): void;
	progress?: Progress;
}

export interface CallOptions {
	signal?: AbortSignal;
	progress?: Progress;
	/** Buffers of `args` that move instead of being copied. */
	transfer?: Transferable[];
}
export interface Offloaded<Api> {
	/** Rejects with the worker's OperatorError, CANCELLED, or ENGINE_FAILED when the worker crashed. */
	call<K extends keyof Api & string>(
		method: K,
		args: Api[K] extends (...args: infer A) => unknown ? A : never,
		options?: CallOptions,
	): Promise<Api[K] extends (...args: never[]) => infer R ? Awaited<R> : never>;
	/** Ends the worker once its calls are settled. */
	close(): Promise<void>;
}

class Host {
	private readonly pending = new Map<number, Pending>();
	private readonly worker: Worker;
	private next = 1;
	private idle: NodeJS.Timeout | undefined;
	/** No new calls: it has work nobody waits for any more, or is ending. */
	retired = false;
	private readonly gone: Promise<void>;

	constructor(
		private readonly name: string,
		path: string,
		private readonly onGone: (host: Host) => void,
	) {
		this.worker = new Worker(path, { name, execArgv: [] });
		this.gone = new Promise((resolve) => this.worker.once('exit', () => resolve()));
		this.worker.on('message', (message: FromWorker) => this.receive(message));
		this.worker.on('error', (error) => this.fail(error));
		this.worker.on('messageerror', (error) => this.fail(error));
		this.worker.on('exit', (code) => this.fail(new Error(`it ended with code ${code}`)));
		this.worker.unref();
	}

	call(method: string, args: unknown[], options: CallOptions): Promise<unknown> {
		const call = this.next++;
		clearTimeout(this.idle);
		this.worker.ref();
		return new Promise((resolve, reject) => {
			const onAbort = (): void => this.abort(call);
			options.signal?.addEventListener('abort', onAbort, { once: true });
			const settle = (): void => options.signal?.removeEventListener('abort', onAbort);
			this.pending.set(call, {
				resolve: (value) => (settle(), resolve(value)),
				reject: (error) => (settle(), reject(error)),
				progress: options.progress,
			});
			try {
				this.worker.postMessage({ call, method, args } satisfies ToWorker, options.transfer ?? []);
			} catch (error) {
				this.settle(call)?.reject(error as Error);
			}
		});
	}

	private settle(call: number): Pending | undefined {
		const found = this.pending.get(call);
		this.pending.delete(call);
		if (this.pending.size === 0) this.rest();
		return found;
	}

	private rest(): void {
		this.worker.unref();
		if (this.retired) void this.end();
		else this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
	}

	private receive(message: FromWorker): void {
		if ('progress' in message) this.pending.get(message.call)?.progress?.(message.progress);
		else if ('error' in message) this.settle(message.call)?.reject(fromWire(message.error));
		else this.settle(message.call)?.resolve(message.value);
	}

	private abort(call: number): void {
		const found = this.pending.get(call);
		if (!found) return;
		this.pending.delete(call);
		try {
			throwIfCancelled(AbortSignal.abort());
		} catch (error) {
			found.reject(error as Error);
		}
		// Others' calls are not ours to end: they finish here, new ones get a new worker.
		this.retire();
		if (this.pending.size === 0) void this.worker.terminate();
		else this.worker.postMessage({ abort: call } satisfies ToWorker);
	}

	private retire(): void {
		this.retired = true;
		this.onGone(this);
	}

	private fail(error: Error): void {
		this.retire();
		clearTimeout(this.idle);
		const calls = [...this.pending.values()];
		this.pending.clear();
		for (const pending of calls) {
			pending.reject(
				new OperatorError('ENGINE_FAILED', `The worker "${this.name}" stopped: ${error.message}`, {
					fix: /memory|ERR_WORKER_OUT_OF_MEMORY/i.test(`${error.message} ${(error as NodeJS.ErrnoException).code ?? ''}`)
						? 'Give this machine more memory, or make the input smaller.'
						: 'Run it again; if it happens again, report it with the text above.',
					retryable: true,
					cause: error,
				}),
			);
		}
	}

	async end(): Promise<void> {
		this.retire();
		if (this.pending.size > 0) return this.gone;
		clearTimeout(this.idle);
		const timer = setTimeout(() => void this.worker.terminate(), END_MS).unref();
		this.worker.postMessage({ end: true } satisfies ToWorker);
		await this.gone;
		clearTimeout(timer);
	}
}

const hosts = new Map<string, Host>();

/** The worker `<name>.worker.ts` (or an absolute path of a built worker). */
export function offload<Api extends object>(workerName: string): Offloaded<Api> {
	return {
		// async: a missing file rejects like every other failure.
		async call(method, args, options = {}) {
			throwIfCancelled(options.signal);
			let host = hosts.get(workerName);
			if (!host) {
				const path = isAbsolute(workerName) ? workerName : workerPath(workerName);
				if (!existsSync(path)) {
					throw new OperatorError('ENGINE_FAILED', `The worker ${path} does not exist: the installation is incomplete`, {
						fix: 'Install the package again (in a clone of the repository: npm run build).',
					});
				}
				host = new Host(workerName, path, (gone) => hosts.get(workerName) === gone && hosts.delete(workerName));
				hosts.set(workerName, host);
			}
			return (await host.call(method, args, options)) as never;
		},
		async close() {
			await hosts.get(workerName)?.end();
		},
	};
}

const current = new AsyncLocalStorage<{ progress: Progress; signal: AbortSignal }>();

/** In a worker's method: tells the caller how far it is. Outside of one it does nothing. */
export const workerProgress: Progress = (event) => current.getStore()?.progress(event);
/** In a worker's method: aborted when the caller gave up. */
export const workerSignal = (): AbortSignal => current.getStore()?.signal ?? new AbortController().signal;

/** On Linux niceness belongs to a thread (setpriority(2)): n8n's own thread comes first where cores are short. */
function lowerThread(): void {
	if (process.platform !== 'linux') return;
	try {
		setPriority(0, WORKER_NICENESS);
	} catch {
		// Some containers forbid it.
	}
}

class Moved {
	constructor(
		readonly value: unknown,
		readonly list: Transferable[],
	) {}
}
/** A worker's result whose buffers move to the caller instead of being copied. */
export const moved = <T>(value: T, list: Transferable[]): T => new Moved(value, list) as unknown as T;

/** Serves calls of {@link offload}; called once by a `*.worker.ts`. `onEnd` runs before an idle worker ends (close files, databases). */
export function serveWorker(methods: Methods, options: { onEnd?: () => void | Promise<void> } = {}): void {
	const port = parentPort;
	if (!port) return;
	lowerThread();
	const aborts = new Map<number, AbortController>();
	port.on('message', (message: ToWorker) => {
		if ('end' in message) {
			void Promise.resolve(options.onEnd?.())
				.catch(() => undefined)
				.then(() => process.exit(0));
			return;
		}
		if ('abort' in message) {
			aborts.get(message.abort)?.abort();
			return;
		}
		const { call, method, args } = message;
		const controller = new AbortController();
		aborts.set(call, controller);
		const progress: Progress = (event) => port.postMessage({ call, progress: event } satisfies FromWorker);
		void current
			.run({ progress, signal: controller.signal }, async () => {
				const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
				if (!run) throw new Error(`The worker has no method ${method}`);
				const result: unknown = await run(...args);
				if (result instanceof Moved) port.postMessage({ call, value: result.value } satisfies FromWorker, result.list);
				else port.postMessage({ call, value: result } satisfies FromWorker);
			})
			.catch((error: unknown) => port.postMessage({ call, error: toWire(error) } satisfies FromWorker))
			.finally(() => aborts.delete(call));
	});
}
