/**
 * Starts a command below a supervisor process (supervisor.child.ts) and reports its end. Code that already runs inside a supervised child
 * starts its commands directly: they stay in the same process group, and the supervisor above ends them with it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { OperatorError } from '../errors';
import { childPath } from '../runtime/paths';
import { childEnvironment, MARKER } from './environment';

/** SIGTERM to SIGKILL. A child below a child takes this twice, and all must be gone within 2 s. */
const GRACE_MS = 600;
const NICENESS = 10;

export interface Exit {
	code: number | null;
	signal: string | null;
	cpuSeconds: number | null;
	peakRssBytes: number | null;
	/** errno name when the command could not be started. */
	spawnError?: string;
}

export interface Supervised {
	/** Process id of the supervisor; of the command itself when started directly. */
	pid: number;
	stdin: Writable;
	stdout: Readable;
	stderr: Readable;
	/** The command's fd 3, when asked for. */
	messages: Readable | null;
	/** Resolves when the command is gone and its streams are drained; never rejects. */
	ended: Promise<Exit>;
	/** Ends the whole group within 2 s. */
	end(): void;
}

export interface SuperviseSpec {
	command: string;
	args: string[];
	cwd?: string;
	env?: Record<string, string | undefined>;
	messages?: boolean;
}

let turns: Promise<void> = Promise.resolve();

/**
 * Waits for a turn to start a child, one a turn of the event loop: starting one forks this whole process (15–25 ms in an n8n of 600 MB),
 * and three at once would hold n8n's loop for the sum.
 */
export const spawnTurn = (): Promise<void> =>
	(turns = turns.then(() => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))));

export function supervise(spec: SuperviseSpec): Supervised {
	const above = process.env[MARKER];
	return above ? startDirectly(spec, above) : startSupervisor(spec);
}

function startSupervisor(spec: SuperviseSpec): Supervised {
	const supervisor = childPath('supervisor');
	if (!existsSync(supervisor)) {
		throw new OperatorError('ENGINE_MISSING', `The pack is incomplete: ${supervisor} is missing`, {
			fix: 'Install n8n-nodes-ai-operator again (in a checkout: npm run build).',
		});
	}
	const env = { ...childEnvironment(spec.env), [MARKER]: randomBytes(12).toString('hex') };
	const options = JSON.stringify({ messages: spec.messages ?? false, niceness: NICENESS, graceMs: GRACE_MS });
	const child = spawn(process.execPath, ['--max-semi-space-size=1', supervisor, options, spec.command, ...spec.args], {
		cwd: spec.cwd,
		env,
		stdio: spec.messages ? ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe', 'pipe'],
		detached: true,
		windowsHide: true,
	});
	const control = child.stdio[3] as unknown as (Readable & Writable) | undefined;
	let commandPid = 0;
	let report: Partial<Exit> = {};
	let text = '';
	control?.on('error', () => {});
	control?.on('data', (chunk: Buffer) => {
		text += chunk.toString();
		const lines = text.split('\n');
		text = lines.pop() ?? '';
		for (const line of lines) {
			const message = JSON.parse(line) as { pid?: number; exit?: Exit; spawnError?: string };
			if (message.pid) commandPid = message.pid;
			if (message.exit) report = message.exit;
			if (message.spawnError) report = { spawnError: message.spawnError };
		}
	});
	// The supervisor itself was killed: its child must not outlive it.
	child.once('exit', (_code, signal) => {
		if (signal && commandPid) killGroup(commandPid);
	});
	return {
		...streams(child, child.stdio[4] as Readable | undefined),
		ended: closed(child).then(({ code, signal, error }) => {
			const reported = 'code' in report || 'spawnError' in report;
			const bare = { code: null, signal: null, cpuSeconds: null, peakRssBytes: null };
			return reported
				? { ...bare, ...report }
				: { ...bare, code: signal ? null : code, signal: signal ?? null, ...(error ? { spawnError: error } : {}) };
		}),
		end() {
			if (control && !control.destroyed) control.write('end\n');
			else child.kill('SIGTERM');
		},
	};
}

function startDirectly(spec: SuperviseSpec, above: string): Supervised {
	const child = spawn(spec.command, spec.args, {
		cwd: spec.cwd,
		env: { ...childEnvironment(spec.env), [MARKER]: above },
		stdio: spec.messages ? ['pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe'],
		windowsHide: true,
	});
	let force: NodeJS.Timeout | undefined;
	return {
		...streams(child, child.stdio[3] as Readable | undefined),
		ended: closed(child).then(({ code, signal, error }) => {
			clearTimeout(force);
			return { code, signal, cpuSeconds: null, peakRssBytes: null, ...(error ? { spawnError: error } : {}) };
		}),
		end() {
			child.kill('SIGTERM');
			force ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
		},
	};
}

function streams(child: ChildProcess, messages: Readable | undefined): Omit<Supervised, 'ended' | 'end'> {
	// A command that ends before it has read all its input is judged by its exit code, not by EPIPE.
	child.stdin?.on('error', () => {});
	return {
		pid: child.pid ?? 0,
		stdin: child.stdin as Writable,
		stdout: child.stdout as Readable,
		stderr: child.stderr as Readable,
		messages: messages ?? null,
	};
}

function closed(child: ChildProcess): Promise<{ code: number | null; signal: string | null; error?: string }> {
	return new Promise((resolve) => {
		child.on('error', (error: NodeJS.ErrnoException) => {
			if (!child.pid) resolve({ code: null, signal: null, error: error.code ?? error.message });
		});
		child.on('exit', () => {
			// A process that left the group may hold a pipe open for ever; what the command itself wrote has arrived by now.
			const late = setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), 1500);
			child.once('close', () => clearTimeout(late));
		});
		child.on('close', (code, signal) => resolve({ code, signal }));
	});
}

function killGroup(pid: number): void {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
}
