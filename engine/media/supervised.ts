/**
 * Starts a command below a supervisor process (supervisor.child.ts) and reports its end. Code that already runs inside a supervised child
 * starts its commands directly: they stay in the same process group, and the supervisor above ends them with it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { OperatorError } from '../errors';
import { childPath } from '../runtime/paths';
import { childEnvironment, MARKER } from './environment';
import { launch, NoLauncher, type Launched, type LaunchRequest } from './launcher';
import { readLines } from './lines';
import { lowerSession } from './session';
import { failpoint } from '../runtime/failpoints';

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

/**
 * Starts the command. Rejects with ENGINE_MISSING when the pack is incomplete; a command that cannot be started is told by `ended`.
 */
export async function supervise(spec: SuperviseSpec): Promise<Supervised> {
	const above = process.env[MARKER];
	return above ? startDirectly(spec, above) : await startSupervisor(spec);
}

async function startSupervisor(spec: SuperviseSpec): Promise<Supervised> {
	const supervisor = childPath('supervisor');
	if (!existsSync(supervisor)) {
		throw new OperatorError('ENGINE_MISSING', `The pack is incomplete: ${supervisor} is missing`, {
			fix: 'Install n8n-nodes-ai-operator again (in a checkout: npm run build).',
		});
	}
	const options = JSON.stringify({ messages: spec.messages ?? false, niceness: NICENESS, graceMs: GRACE_MS });
	const request = {
		file: process.execPath,
		args: ['--max-semi-space-size=1', supervisor, options, spec.command, ...spec.args],
		cwd: spec.cwd,
		env: { ...childEnvironment(spec.env), [MARKER]: randomBytes(12).toString('hex') },
		streams: spec.messages ? 5 : 4,
	};
	try {
		const launched = await launch(request);
		failpoint('child-started');
		return follow(launched);
	} catch (error) {
		if (error instanceof NoLauncher) return follow(await forkHere(request));
		return notStarted((error as NodeJS.ErrnoException).code ?? String(error));
	}
}

let turns: Promise<void> = Promise.resolve();

/** Where there is no launcher: one fork a turn of the event loop, because each copies this whole process and holds its loop meanwhile. */
async function forkHere({ file, args, cwd, env, streams }: Omit<LaunchRequest, 'id'>): Promise<Launched> {
	await (turns = turns.then(() => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))));
	const stdio = new Array<'pipe'>(streams).fill('pipe');
	const child = spawn(file, args, { cwd, env, stdio, detached: true, windowsHide: true });
	if (child.pid === undefined) return await new Promise((_resolve, reject) => child.once('error', reject));
	child.on('error', () => {});
	lowerSession(child.pid, () => child.exitCode !== null);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	return { pid: child.pid, streams: child.stdio as unknown as Socket[], exited };
}

/** A supervisor that runs: all that is known of it comes through its control socket, which closes with it. */
function follow({ pid, exited, streams: [stdin, stdout, stderr, control, messages] }: Launched): Supervised {
	let commandPid = 0;
	let report: Partial<Exit> | undefined;
	for (const stream of [stdin, stdout, stderr, control, messages]) stream?.on('error', () => {});
	readLines(control!, (line) => {
		const message = JSON.parse(line) as { pid?: number; exit?: Exit; spawnError?: string };
		if (message.pid) commandPid = message.pid;
		if (message.exit) report = message.exit;
		if (message.spawnError) report = { spawnError: message.spawnError };
	});
	const ended = new Promise<Exit>((resolve) => {
		control!.once('close', () => {
			// The supervisor itself was killed: its command must not outlive it.
			if (!report && commandPid) killGroup(commandPid);
			const exit = { code: null, signal: report ? null : 'SIGKILL', cpuSeconds: null, peakRssBytes: null, ...report };
			const open = [stdout!, stderr!, ...(messages ? [messages] : [])].filter((stream) => !stream.closed);
			// A process that left the group may hold a pipe open for ever; what the command itself wrote has arrived by now.
			const late = setTimeout(() => open.forEach((stream) => stream.destroy()), 1500);
			let left = open.length;
			const done = (): void => {
				clearTimeout(late);
				stdin!.destroy();
				void exited.then(() => resolve(exit));
			};
			if (left === 0) done();
			for (const stream of open) stream.once('close', () => --left === 0 && done());
		});
	});
	return {
		pid,
		stdin: stdin!,
		stdout: stdout!,
		stderr: stderr!,
		messages: messages ?? null,
		ended,
		end() {
			if (control!.writable) control!.write('end\n');
		},
	};
}

/** What a command looks like whose supervisor could not be started (no such working folder, no memory). */
function notStarted(spawnError: string): Supervised {
	const nothing = (): Readable => Readable.from([]);
	return {
		pid: 0,
		stdin: new Writable({ write: (_chunk, _encoding, done) => done() }),
		stdout: nothing(),
		stderr: nothing(),
		messages: nothing(),
		ended: Promise.resolve({ code: null, signal: null, cpuSeconds: null, peakRssBytes: null, spawnError }),
		end: () => undefined,
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
