/**
 * The process between us and every child. Its only work: start the command in a process group of its own and see that the whole group is
 * gone when the command ends, when the parent asks, or when the parent dies, however it dies. The command inherits stdin, stdout and
 * stderr as they are, so media never passes through this process.
 *
 * argv: options (JSON), command, its arguments. fd 3: control socket to the parent, JSON lines; its end means the parent is gone.
 * fd 4 (optional): the command's message channel, handed on as its fd 3.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { setPriority } from 'node:os';
import { endNow } from '../runtime/endNow';
import { processStat } from '../runtime/procStat';
import { MARKER } from './environment';
import { lowerSession, watchStarving } from './session';

interface Options {
	messages: boolean;
	niceness: number;
	/** Between SIGTERM and SIGKILL. Two nested levels have to fit into 2 s. */
	graceMs: number;
}

const [json = '{}', command = '', ...args] = process.argv.slice(2);
const options = JSON.parse(json) as Options;
const token = process.env[MARKER] ?? '';
let exited = false;

try {
	setPriority(0, options.niceness);
} catch {
	// Some containers forbid it; the child then runs at our own priority.
}

const control = new Socket({ fd: 3, readable: true, writable: true });
control.on('error', end);
control.on('end', end);
control.on('close', end);
control.on('data', end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);

let peakRssBytes = 0;
let ended = false;
const child = spawn(command, args, { stdio: options.messages ? ['inherit', 'inherit', 'inherit', 4] : 'inherit', detached: true });

if (process.platform !== 'win32') letGoOfPipes();

child.on('error', (error: NodeJS.ErrnoException) => leave({ spawnError: error.code ?? error.message }));
if (child.pid) {
	lowerSession(child.pid, () => exited);
	watchStarving(child.pid, () => exited);
	tell({ pid: child.pid });
	sample(20);
}
child.on('exit', (code, signal) => {
	exited = true;
	const strays = ended || signal !== null;
	void sweep(strays).then(() => leave({ exit: { code, signal, cpuSeconds: childrenCpuSeconds(), peakRssBytes: peakRssBytes || null } }));
});

/** From here on only the command holds the pipes: the parent sees their true ends, not ours. */
function letGoOfPipes(): void {
	for (const fd of [0, 1, 2]) {
		closeSync(fd);
		openSync('/dev/null', fd === 0 ? 'r' : 'w');
	}
	if (options.messages) closeSync(4);
}

function tell(message: unknown, done?: () => void): void {
	control.write(`${JSON.stringify(message)}\n`, () => done?.());
}

function leave(message: unknown): void {
	setTimeout(endNow, 200);
	tell(message, endNow);
}

/** Ends the group: SIGTERM, then SIGKILL until nothing is left. */
function end(): void {
	if (ended) return;
	ended = true;
	if (exited) return;
	kill('SIGTERM');
	setTimeout(() => {
		void sweep(true).then(() => setTimeout(endNow, 300));
	}, options.graceMs);
}

function kill(signal: NodeJS.Signals): boolean {
	if (!child.pid) return false;
	try {
		// Windows knows no process groups (and no grandchildren).
		return process.platform === 'win32' ? child.kill(signal) : process.kill(-child.pid, signal);
	} catch {
		return false;
	}
}

/** Kills what is left of the group, and with `strays` also descendants that left it (found by the marker in their environment). */
async function sweep(strays: boolean): Promise<void> {
	for (let round = 0; round < 10; round++) {
		let found = kill('SIGKILL') && (round === 0 || groupLives());
		if (strays) for (const pid of marked()) found = killOne(pid) || found;
		if (!found) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** A signal reaches zombies too, and where the first process reaps nothing they stay for ever: only what still runs is waited for. */
function groupLives(): boolean {
	if (process.platform !== 'linux') return true;
	return readdirSync('/proc').some((name) => {
		if (!/^\d+$/.test(name)) return false;
		const stat = processStat(name);
		return stat !== null && stat.running && stat.group === child.pid;
	});
}

function killOne(pid: number): boolean {
	try {
		return process.kill(pid, 'SIGKILL');
	} catch {
		return false;
	}
}

function marked(): number[] {
	const own = token.split(',').at(-1);
	if (!own || process.platform !== 'linux') return [];
	const found: number[] = [];
	for (const name of readdirSync('/proc')) {
		const pid = Number(name);
		if (!Number.isInteger(pid) || pid === process.pid) continue;
		try {
			const environment = readFileSync(`/proc/${name}/environ`, 'latin1');
			if (environment.includes(own) && environment.includes(`${MARKER}=`) && processStat(pid)?.running) found.push(pid);
		} catch {
			// Gone meanwhile, or another user's.
		}
	}
	return found;
}

/** Largest memory seen: the command's own high-water mark, or the sum over its living descendants. */
function sample(delayMs: number): void {
	if (process.platform !== 'linux' || exited) return;
	const sum = { bytes: 0 };
	measure(child.pid as number, sum, 0);
	peakRssBytes = Math.max(peakRssBytes, sum.bytes);
	setTimeout(() => sample(Math.min(250, delayMs * 2)), delayMs).unref();
}

function measure(pid: number, sum: { bytes: number }, depth: number): void {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'latin1');
		const field = depth === 0 ? /VmHWM:\s+(\d+)/ : /VmRSS:\s+(\d+)/;
		sum.bytes += Number(field.exec(status)?.[1] ?? 0) * 1024;
		if (depth > 3) return;
		for (const below of readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean))
			measure(Number(below), sum, depth + 1);
	} catch {
		// Ended meanwhile, or a kernel without these files.
	}
}

function childrenCpuSeconds(): number | null {
	const stat = processStat('self');
	return stat && stat.childrenTicks / 100;
}
