/** A program of ours in a process of its own (dist/children/<name>.js) that answers messages: JSON lines in on stdin, out on fd 3. */
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { fromWire, OperatorError, throwIfCancelled, type WireError } from '../errors';
import { childPath, homeDirectory, runtimeDirectory } from '../runtime/paths';
import { cancelled, failure, readStderr, resultOf, type ChildResult } from './children';
import { readLines } from './lines';
import { supervise, type Exit, type Supervised } from './supervised';

export interface NodeChild {
	/** Sends a message; replies come in {@link messages}. */
	send(message: unknown): void;
	/** Sends a message and resolves with the last reply to it; earlier replies go to `onReply`. Rejects with the handler's error. */
	ask<Reply = any>(message: unknown, onReply?: (reply: any) => void): Promise<Reply>;
	/** Replies to messages that were sent by {@link send}. Ends with the child; throws the handler's or the child's error. */
	messages: AsyncIterable<any>;
	/** Closes the child's input: it finishes what it was sent and exits. */
	end(): void;
	/** Ends the child and everything below it within 2 s; `done` then resolves. */
	kill(): void;
	/** Rejects with CANCELLED, or ENGINE_FAILED when the child crashed. Ignoring it is safe. */
	done: Promise<ChildResult>;
}

export interface NodeChildOptions {
	args?: string[];
	env?: Record<string, string>;
	cwd?: string;
	signal?: AbortSignal;
	/** Heap limit of the child in MiB. */
	maxOldSpaceMb?: number;
	onStderrLine?: (line: string) => void;
}

/** A child that has answered everything and whose input is closed ends by itself; one that has not in this time, is ended. */
const LINGER_MS = 5000;

/** From the child: a reply, the end of a message's handling, or its error. */
type Frame = { id: number; reply?: unknown; done?: true; error?: WireError };

/**
 * Starts dist/children/`name`.js.
 * @throws OperatorError CANCELLED when the signal is aborted already. An incomplete pack (ENGINE_MISSING) is told by `done` and `ask`.
 */
export function startNodeChild(name: string, options: NodeChildOptions = {}): NodeChild {
	return startNodeProgram(childPath(name), options);
}

/** As {@link startNodeChild}, with the path of a program built with {@link serveChild}. */
export function startNodeProgram(program: string, options: NodeChildOptions = {}): NodeChild {
	throwIfCancelled(options.signal);
	const heap = options.maxOldSpaceMb ? [`--max-old-space-size=${options.maxOldSpaceMb}`] : [];
	const starting = supervise({
		command: process.execPath,
		args: [...heap, program, ...(options.args ?? [])],
		cwd: options.cwd,
		// The child does not see N8N_USER_FOLDER, from which these follow.
		env: { AI_OPERATOR_HOME: homeDirectory(), AI_OPERATOR_RUNTIME: runtimeDirectory(), ...options.env, AI_OPERATOR_MESSAGES: '3' },
		messages: true,
	});
	const replies = new Replies();
	/** Messages whose handling has not ended. */
	const open = new Set<number>();
	let closing = false;
	let lingering: NodeJS.Timeout | undefined;
	const linger = () => {
		if (closing && !open.size) lingering ??= setTimeout(() => stop('killed'), LINGER_MS);
	};
	const asked = new Map<
		number,
		{ resolve(value: any): void; reject(error: unknown): void; onReply?: (reply: any) => void; last?: unknown }
	>();
	let stopped: OperatorError | 'killed' | undefined;
	let nextId = 1;

	/** What is to be written or done once the child runs. */
	let child: Supervised | undefined;
	let held: ((child: Supervised) => void)[] = [];
	const whenRunning = (act: (child: Supervised) => void) => void (child ? act(child) : held.push(act));
	const stop = (reason: OperatorError | 'killed') => {
		stopped ??= reason;
		whenRunning((running) => running.end());
	};
	const onAbort = () => stop(cancelled());
	options.signal?.addEventListener('abort', onAbort, { once: true });

	const onLine = (line: string): void => {
		const frame = parseFrame(line);
		if (!frame) return;
		const waiting = asked.get(frame.id);
		const error = frame.error && fromWire(frame.error);
		if (error || frame.done) {
			open.delete(frame.id);
			linger();
		}
		if (error) {
			asked.delete(frame.id);
			if (waiting) waiting.reject(error);
			else replies.fail(error);
		} else if (frame.done) {
			asked.delete(frame.id);
			waiting?.resolve(waiting.last);
		} else if (waiting) {
			if (waiting.last !== undefined) waiting.onReply?.(waiting.last);
			waiting.last = frame.reply;
		} else replies.push(frame.reply);
	};
	const run = async (): Promise<{ exit: Exit; stderrTail: string }> => {
		const running = await starting;
		child = running;
		readLines(running.messages as Readable, onLine);
		// Libraries print to stdout; it counts as log, like stderr.
		running.stdout.resume();
		const tail = readStderr(running.stderr, options.onStderrLine, () => {});
		for (const act of held) act(running);
		held = [];
		const exit = await running.ended;
		return { exit, stderrTail: tail() };
	};

	const finish = (error: unknown): void => {
		const unanswered =
			error ?? new OperatorError('ENGINE_FAILED', `${label(program)} ended before it answered`, { fix: 'Run it again.', retryable: true });
		for (const each of asked.values()) each.reject(unanswered);
		asked.clear();
		if (error) replies.fail(error);
		else replies.close();
	};
	const done = run()
		.finally(() => {
			clearTimeout(lingering);
			options.signal?.removeEventListener('abort', onAbort);
		})
		.then(
			({ exit, stderrTail }): ChildResult => {
				const error = stopped === 'killed' ? undefined : (stopped ?? (exit.code === 0 ? undefined : crash(program, exit, stderrTail)));
				finish(error);
				if (error) throw error;
				return { ...resultOf(exit), stdout: Buffer.alloc(0), stderrTail };
			},
			(error: unknown) => {
				finish(error);
				throw error;
			},
		);
	done.catch(() => {});

	const write = (id: number, message: unknown) => {
		open.add(id);
		const line = `${JSON.stringify({ id, message })}\n`;
		whenRunning(({ stdin }) => void (stdin.writable && stdin.write(line)));
	};
	return {
		messages: replies,
		done,
		send: (message) => write(nextId++, message),
		ask(message, onReply) {
			const id = nextId++;
			return new Promise((resolve, reject) => {
				asked.set(id, { resolve, reject, onReply });
				write(id, message);
				// Already gone: nobody will answer.
				done.then(
					() => asked.has(id) && reject(cancelled()),
					(error: unknown) => reject(error),
				);
			});
		},
		end() {
			whenRunning(({ stdin }) => void stdin.end());
			closing = true;
			linger();
		},
		kill: () => stop('killed'),
	};
}

const label = (program: string): string => `The ${basename(program, '.js')} process`;

function crash(program: string, exit: Parameters<typeof failure>[1], stderrTail: string): OperatorError {
	if (/JavaScript heap out of memory|Allocation failed/.test(stderrTail)) {
		return new OperatorError('ENGINE_FAILED', `${label(program)} ran out of memory`, {
			fix: 'Use a shorter text or film, or give n8n more memory.',
			details: { code: exit.code, signal: exit.signal, stderrTail },
		});
	}
	const error = failure(program, exit, stderrTail);
	return new OperatorError(error.code, error.message, { fix: error.fix, retryable: error.retryable, details: error.details });
}

/** A queue that is read by `for await`, once. */
class Replies implements AsyncIterable<any> {
	private queue: unknown[] = [];
	private state: 'open' | 'closed' | { error: unknown } = 'open';
	private wake: () => void = () => {};

	push(value: unknown): void {
		this.queue.push(value);
		this.wake();
	}

	fail(error: unknown): void {
		if (this.state === 'open') this.state = { error };
		this.wake();
	}

	close(): void {
		if (this.state === 'open') this.state = 'closed';
		this.wake();
	}

	async *[Symbol.asyncIterator](): AsyncIterator<any> {
		for (;;) {
			while (this.queue.length) yield this.queue.shift();
			if (this.state === 'closed') return;
			if (this.state !== 'open') throw this.state.error;
			await new Promise<void>((resolve) => (this.wake = resolve));
		}
	}
}

function parseFrame(line: string): Frame | null {
	try {
		return JSON.parse(line) as Frame;
	} catch {
		// Not ours: a library of the child wrote to the channel.
		return null;
	}
}
