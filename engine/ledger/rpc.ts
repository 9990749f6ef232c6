import { Worker } from 'node:worker_threads';
import { OperatorError, fromWire, isOperatorError } from '../errors';
import type { WireError } from '../errors';

export interface Question {
	id: number;
	room: string;
	method: string;
	args: unknown[];
}
/** Answer 0 tells how opening went. */
export type Answer = { id: number; value: unknown; error?: undefined } | { id: number; error: WireError };

interface Waiting {
	resolve(value: unknown): void;
	reject(error: unknown): void;
}

/**
 * The caller's side of the ledger's thread. The thread keeps the process alive only while an answer is awaited, so that a program that
 * has nothing else to do ends, but never before a write it waits for is acknowledged. If the thread dies, what was awaited is
 * rejected (it may or may not be in the ledger; every operation may be asked again) and the next call starts a new one.
 */
export class LedgerThread {
	private worker: Worker | null = null;
	private readonly waiting = new Map<number, Waiting>();
	private lastId = 0;

	constructor(
		private readonly file: string,
		private readonly path: string,
	) {}

	/** Starts the thread and opens the store; rejects with the reason when it cannot be opened. */
	async open(): Promise<void> {
		if (!this.worker) await this.start();
	}

	async call(room: string, method: string, args: unknown[]): Promise<unknown> {
		if (!this.worker) await this.start();
		const id = ++this.lastId;
		return await this.awaitAnswer(id, (worker) => worker.postMessage({ id, room, method, args } satisfies Question));
	}

	/** Waits for what was asked before, then closes the store and ends the thread. */
	async close(): Promise<void> {
		const { worker } = this;
		if (!worker) return;
		const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
		await this.call('store', 'close', []);
		worker.ref(); // or a program with nothing else to do would end here, before what it does after closing
		await gone;
	}

	private start(): Promise<unknown> {
		const worker = new Worker(this.file, { workerData: { path: this.path }, name: 'ai-operator ledger', execArgv: [], stdout: false });
		this.worker = worker;
		worker.on('message', (message: Answer) => this.settle(message));
		worker.on('error', (error) => this.lost(worker, error));
		worker.on('exit', (code) => this.lost(worker, new Error(`exit code ${code}`)));
		return this.awaitAnswer(0, () => undefined);
	}

	private awaitAnswer(id: number, ask: (worker: Worker) => void): Promise<unknown> {
		return new Promise((resolve, reject) => {
			const worker = this.worker as Worker;
			this.waiting.set(id, { resolve, reject });
			worker.ref();
			try {
				ask(worker);
			} catch (error) {
				// An argument that cannot cross (a function, a promise): nothing was asked.
				this.settled(id);
				reject(
					new OperatorError('INPUT', `The ledger was given a value it cannot store: ${String(error)}`, { fix: 'Give plain JSON values.' }),
				);
			}
		});
	}

	private settle(message: Answer): void {
		const waiting = this.settled(message.id);
		if (message.error === undefined) return waiting?.resolve(message.value);
		waiting?.reject(fromWire(message.error));
		if (message.id === 0 && this.worker) this.lost(this.worker, fromWire(message.error)); // not opened: nothing will be answered
	}

	private settled(id: number): Waiting | undefined {
		const waiting = this.waiting.get(id);
		this.waiting.delete(id);
		if (this.waiting.size === 0) this.worker?.unref();
		return waiting;
	}

	private lost(worker: Worker, cause: Error): void {
		if (this.worker !== worker) return;
		this.worker = null;
		const awaited = [...this.waiting.values()];
		this.waiting.clear();
		const error = isOperatorError(cause) ? cause : threadEnded(cause);
		for (const { reject } of awaited) reject(error);
	}
}

function threadEnded(cause: Error): OperatorError {
	const missing = (cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
	return new OperatorError('LEDGER', `The ledger's thread ended (${cause.message})`, {
		fix: missing
			? 'The pack is incomplete: install it again, or in a clone run `npm run build`.'
			: 'Run again: what was finished is found in the ledger.',
		retryable: !missing,
		cause,
	});
}
