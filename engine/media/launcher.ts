/** The parent's side of launcher.child.ts: one launcher a process, started at the first child, ended after five idle minutes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import type { Workspace } from '../ports';
import { childPath } from '../runtime/paths';
import { childEnvironment } from './environment';
import { readLines } from './lines';
import { openWorkspace } from './workspace';

const IDLE_MS = 300_000;
/** Longest path of a Unix socket that every system takes. */
const PATH_BYTES = 100;
/** Header of a stream: 32 hexadecimal digits, a blank, one digit, a line end. */
const HEADER = /^([0-9a-f]{32}) (\d)\n/;
const HEADER_BYTES = 35;

export interface LaunchRequest {
	/** Unguessable: whoever names it on the socket gets the streams. */
	id: string;
	file: string;
	args: string[];
	cwd?: string;
	env: Record<string, string>;
	/** How many file descriptors the program gets, from 0. */
	streams: number;
}
export type LaunchAnswer = { id: string; pid: number } | { id: string; error: string } | { id: string; exited: true };

export interface Launched {
	pid: number;
	/** Sockets to the program's file descriptors 0, 1, 2, …; not read yet. */
	streams: Socket[];
	/** Resolves when the program is gone (or its launcher, which then can no longer tell). */
	exited: Promise<void>;
}

interface Waiting {
	streams: (Socket | undefined)[];
	pid?: number;
	exited?: Promise<void>;
	resolve(launched: Launched): void;
	reject(error: Error): void;
}

/** The launcher itself cannot be used; the child has not been started. Another way may be tried. */
export class NoLauncher extends Error {}

class Launcher {
	private readonly waiting = new Map<string, Waiting>();
	private readonly running = new Map<string, () => void>();
	private idle: NodeJS.Timeout | undefined;
	gone = false;

	private constructor(
		private readonly child: ChildProcess,
		private readonly server: Server,
		private readonly workspace: Workspace,
	) {
		server.on('connection', (socket) => this.take(socket));
		readLines(child.stdout!, (line) => this.answered(JSON.parse(line) as LaunchAnswer));
		child.stdin!.on('error', () => {});
		child.on('error', () => this.end());
		child.on('exit', () => this.end());
		this.rest();
	}

	static async start(): Promise<Launcher> {
		const program = childPath('launcher');
		const workspace = await openWorkspace('launch');
		const path = workspace.path('s');
		const server = createServer();
		try {
			if (!existsSync(program) || Buffer.byteLength(path) > PATH_BYTES) throw new NoLauncher(`${path} or ${program} cannot be used`);
			await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
			const child = spawn(process.execPath, ['--max-semi-space-size=1', program, path], {
				env: childEnvironment(),
				stdio: ['pipe', 'pipe', 'ignore'],
				detached: true,
				windowsHide: true,
			});
			return new Launcher(child, server, workspace);
		} catch (error) {
			server.close();
			await workspace.dispose().catch(() => undefined);
			throw error instanceof NoLauncher ? error : new NoLauncher((error as Error).message);
		}
	}

	run(request: Omit<LaunchRequest, 'id'>): Promise<Launched> {
		const id = randomBytes(16).toString('hex');
		clearTimeout(this.idle);
		this.keepAlive(true);
		return new Promise((resolve, reject) => {
			this.waiting.set(id, { streams: new Array<undefined>(request.streams).fill(undefined), resolve, reject });
			this.child.stdin!.write(`${JSON.stringify({ ...request, id } satisfies LaunchRequest)}\n`);
		});
	}

	/** A connection says first whose stream it is; what follows is the stream. */
	private take(socket: Socket): void {
		socket.on('error', () => {});
		const onReadable = (): void => {
			const head = socket.read(HEADER_BYTES) as Buffer | null;
			if (!head) return;
			socket.off('readable', onReadable);
			const [, id = '', number = ''] = HEADER.exec(head.toString('latin1')) ?? [];
			const waiting = this.waiting.get(id);
			const at = Number(number);
			if (!waiting || at >= waiting.streams.length || waiting.streams[at]) return void socket.destroy();
			waiting.streams[at] = socket;
			this.check(id, waiting);
		};
		socket.on('readable', onReadable);
	}

	private answered(answer: LaunchAnswer): void {
		const waiting = this.waiting.get(answer.id);
		if ('exited' in answer) {
			this.running.get(answer.id)?.();
			this.running.delete(answer.id);
		} else if (waiting && 'error' in answer) {
			this.waiting.delete(answer.id);
			waiting.streams.forEach((stream) => stream?.destroy());
			waiting.reject(Object.assign(new Error(answer.error), { code: answer.error }));
		} else if (waiting && 'pid' in answer) {
			waiting.exited = new Promise((resolve) => this.running.set(answer.id, resolve));
			waiting.pid = answer.pid;
			this.check(answer.id, waiting);
		}
		this.rest();
	}

	private check(id: string, { streams, pid, exited, resolve }: Waiting): void {
		if (pid === undefined || !exited || streams.includes(undefined)) return;
		this.waiting.delete(id);
		resolve({ pid, exited, streams: streams as Socket[] });
	}

	private rest(): void {
		if (this.waiting.size + this.running.size > 0) return;
		this.keepAlive(false);
		clearTimeout(this.idle);
		this.idle = setTimeout(() => this.end(), IDLE_MS).unref();
	}

	/** The process may end while the launcher rests, but not while something of it runs. */
	private keepAlive(yes: boolean): void {
		for (const handle of [this.child, this.child.stdin as Socket, this.child.stdout as Socket, this.server])
			if (yes) handle.ref();
			else handle.unref();
	}

	private end(): void {
		if (this.gone) return;
		this.gone = true;
		clearTimeout(this.idle);
		for (const { streams, reject } of this.waiting.values()) {
			streams.forEach((stream) => stream?.destroy());
			reject(new NoLauncher('the launcher ended'));
		}
		this.waiting.clear();
		for (const resolve of this.running.values()) resolve();
		this.running.clear();
		this.child.stdin!.destroy();
		this.server.close();
		void this.workspace.dispose().catch(() => undefined);
	}
}

let current: Promise<Launcher> | undefined;

/**
 * Starts a program in a session of its own through this process's launcher. Rejects with {@link NoLauncher} where there can be none (Windows,
 * a worker thread, no place for a socket), with an error whose `code` is the errno name when the program cannot be started.
 */
export async function launch(request: Omit<LaunchRequest, 'id'>): Promise<Launched> {
	if (process.platform === 'win32' || !isMainThread) throw new NoLauncher('this thread or system starts its children itself');
	const known = (current ??= Launcher.start());
	if ((await known).gone && current === known) current = Launcher.start();
	return await (await current).run(request);
}
