/** Runs one command to its end: argv only, own process group, allowlisted environment, nice 10, bounded output, ended with us. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { basename } from 'node:path';
import { OperatorError, throwIfCancelled } from '../errors';
import { supervise, type Exit, type Supervised } from './supervised';

const STDERR_TAIL_BYTES = 64 * 1024;
const STDOUT_BYTES = 64 * 1024 * 1024;
const LINE_BYTES = 16 * 1024;

export interface ChildSpec {
	command: string;
	args: string[];
	cwd?: string;
	/** Added to the allowlisted environment. */
	env?: Record<string, string>;
	input?: Uint8Array | NodeJS.ReadableStream;
	/** Default `collect`. A function gets chunks as they come; a promise it returns holds the command back until it settles. */
	stdout?: 'collect' | 'ignore' | ((chunk: Buffer) => void | Promise<void>);
	onStderrLine?: (line: string) => void;
	timeoutSeconds?: number;
	signal?: AbortSignal;
	/** Bytes of collected stdout; more ends the command with TOO_LARGE. Default 64 MiB. */
	maxStdoutBytes?: number;
}

export interface ChildResult {
	code: number | null;
	signal: string | null;
	stdout: Buffer;
	/** The last 64 KiB. */
	stderrTail: string;
	/** Of the command and all it waited for; absent where the system does not tell. */
	cpuSeconds?: number;
	/** Largest memory of the command with its own children, sampled. */
	peakRssBytes?: number;
}

/**
 * Runs `spec.command` and resolves when it exits with 0.
 * @throws OperatorError CANCELLED, TIMEOUT, TOO_LARGE, ENGINE_MISSING (not to be started) or ENGINE_FAILED (other exit; the end of
 * stderr in the message, `details` hold code, signal and stderrTail). All processes of the command are gone by then.
 */
export async function runChild(spec: ChildSpec): Promise<ChildResult> {
	throwIfCancelled(spec.signal);
	const child = await supervise(spec);
	let stopped: unknown;
	const stop = (reason: unknown) => {
		stopped ??= reason;
		child.end();
	};
	const seconds = spec.timeoutSeconds;
	const onAbort = () => stop(cancelled());
	const timer =
		seconds === undefined ? undefined : setTimeout(() => stop(timedOut(spec.command, seconds)), Math.min(seconds * 1000, 2 ** 31 - 1));
	spec.signal?.addEventListener('abort', onAbort, { once: true });
	// Stopped while it was being started.
	if (spec.signal?.aborted) onAbort();
	try {
		feed(child, spec.input, stop);
		const stdout = readStdout(child.stdout, spec, stop);
		const tail = readStderr(child.stderr, spec.onStderrLine, stop);
		const exit = await child.ended;
		const result = { ...resultOf(exit), stdout: Buffer.concat(stdout), stderrTail: tail() };
		if (stopped) throw stopped;
		if (exit.code !== 0) throw failure(spec.command, exit, result.stderrTail);
		return result;
	} finally {
		clearTimeout(timer);
		spec.signal?.removeEventListener('abort', onAbort);
	}
}

function feed(child: Supervised, input: ChildSpec['input'], stop: (reason: unknown) => void): void {
	if (input === undefined || input instanceof Uint8Array) {
		child.stdin.end(input);
		return;
	}
	pipeline(input, child.stdin).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') stop(error);
	});
}

function readStdout(stream: Readable, spec: ChildSpec, stop: (reason: unknown) => void): Buffer[] {
	const chunks: Buffer[] = [];
	const to = spec.stdout ?? 'collect';
	if (to === 'ignore') stream.resume();
	else if (to === 'collect') {
		const limit = spec.maxStdoutBytes ?? STDOUT_BYTES;
		let bytes = 0;
		stream.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes <= limit) chunks.push(chunk);
			else
				stop(
					new OperatorError('TOO_LARGE', `${basename(spec.command)} wrote more than ${limit} bytes`, {
						fix: 'Use a smaller or shorter input.',
					}),
				);
		});
	} else {
		stream.on('data', (chunk: Buffer) => {
			try {
				const held = to(chunk);
				if (!held) return;
				stream.pause();
				held.then(() => stream.resume(), failed);
			} catch (error) {
				failed(error);
			}
		});
	}
	const failed = (error: unknown) => {
		stop(error);
		stream.resume();
	};
	return chunks;
}

/** Keeps the tail and calls back a line at a time; `\r` ends a line too, as progress lines use it. */
export function readStderr(stream: Readable, onLine: ((line: string) => void) | undefined, stop: (reason: unknown) => void): () => string {
	let chunks: Buffer[] = [];
	let bytes = 0;
	let line = '';
	stream.setEncoding('utf8');
	stream.on('data', (text: string) => {
		const chunk = Buffer.from(text);
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > 2 * STDERR_TAIL_BYTES) {
			chunks = [Buffer.concat(chunks).subarray(-STDERR_TAIL_BYTES)];
			bytes = STDERR_TAIL_BYTES;
		}
		if (!onLine) return;
		const lines = (line + text).split(/[\r\n]+/);
		line = (lines.pop() ?? '').slice(-LINE_BYTES);
		try {
			for (const each of lines) if (each) onLine(each);
		} catch (error) {
			stop(error);
		}
	});
	return () => {
		const last = line;
		line = '';
		if (last && onLine) onLine(last);
		return Buffer.concat(chunks).subarray(-STDERR_TAIL_BYTES).toString();
	};
}

export function resultOf(exit: Exit): Omit<ChildResult, 'stdout' | 'stderrTail'> {
	return {
		code: exit.code,
		signal: exit.signal,
		...(exit.cpuSeconds === null ? {} : { cpuSeconds: exit.cpuSeconds }),
		...(exit.peakRssBytes === null ? {} : { peakRssBytes: exit.peakRssBytes }),
	};
}

export function cancelled(): OperatorError {
	return new OperatorError('CANCELLED', 'The run was stopped', { fix: 'Run it again: finished parts are reused.', retryable: true });
}

function timedOut(command: string, seconds: number): OperatorError {
	return new OperatorError('TIMEOUT', `${basename(command)} did not finish within ${seconds} s`, {
		fix: 'Run it again when the machine is less busy, or use a shorter input.',
		retryable: true,
	});
}

/** What a command's bad end means, with the next step. */
export function failure(command: string, exit: Exit, stderrTail: string): OperatorError {
	const name = basename(command);
	const details = { code: exit.code, signal: exit.signal, stderrTail };
	if (exit.spawnError) {
		const missing = exit.spawnError === 'ENOENT';
		return new OperatorError(
			'ENGINE_MISSING',
			`${name} could not be started: ${missing ? 'no such file, or no such working folder' : exit.spawnError}`,
			{
				fix: missing
					? 'Run AI Operator Setup: Download engines.'
					: 'Check that the file may be executed where n8n runs (permissions, noexec mount, processor type).',
				details: { ...details, spawnError: exit.spawnError },
			},
		);
	}
	const said = lastLines(stderrTail);
	if (exit.signal === 'SIGKILL') {
		return new OperatorError('ENGINE_FAILED', `${name} was killed by the system, most likely for lack of memory${said}`, {
			fix: 'Give n8n more memory, or run fewer jobs at once.',
			retryable: true,
			details,
		});
	}
	return new OperatorError('ENGINE_FAILED', `${name} ended with ${exit.signal ? `signal ${exit.signal}` : `code ${exit.code}`}${said}`, {
		fix: 'Run it again. If it happens again, please report it with this text.',
		details,
	});
}

function lastLines(text: string): string {
	const lines = text
		.trim()
		.split(/[\r\n]+/)
		.slice(-4)
		.join(' | ')
		.slice(-600);
	return lines ? `: ${lines}` : '';
}
