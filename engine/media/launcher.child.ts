/**
 * Starts supervisors for the process above it. A large n8n forks slowly (15–25 ms each time, in which it does nothing else); this process is
 * small and forks at once, so n8n itself forks a single time.
 *
 * argv: path of the parent's Unix socket. stdin: requests as JSON lines ({@link LaunchRequest}); its end means the parent is gone.
 * stdout: {@link LaunchAnswer}s, for its start and for its end. A supervisor's streams are sockets connected to the parent: this process only opens them,
 * names them with a line `<id> <number>` and hands them on; it never reads them.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { endNow } from '../runtime/endNow';
import type { LaunchAnswer, LaunchRequest } from './launcher';
import { lowerSession } from './session';

const path = process.argv[2] ?? '';

// The parent decides when this process ends, also while a terminal or a service manager stops both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdout.on('error', leave);

createInterface({ input: process.stdin })
	.on('line', (line) => void start(JSON.parse(line) as LaunchRequest))
	.on('close', leave);

function leave(): void {
	// A parent that was killed could not remove its socket.
	rmSync(dirname(path), { recursive: true, force: true });
	endNow();
}

const answer = (message: LaunchAnswer): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

async function start(request: LaunchRequest): Promise<void> {
	const { id, file, args, cwd, env, streams } = request;
	const sockets: Socket[] = [];
	try {
		for (let i = 0; i < streams; i++) sockets.push(await open(`${id} ${i}\n`));
		const child = spawn(file, args, { cwd, env, stdio: sockets, detached: true, windowsHide: true });
		// Without a listener a failing start would end this process.
		child.on('error', (error: NodeJS.ErrnoException) => {
			if (child.pid === undefined) answer({ id, error: error.code ?? error.message });
		});
		child.on('exit', () => answer({ id, exited: true }));
		if (child.pid === undefined) return;
		lowerSession(child.pid, () => child.exitCode !== null);
		answer({ id, pid: child.pid });
	} catch (error) {
		answer({ id, error: (error as NodeJS.ErrnoException).code ?? String(error) });
	} finally {
		for (const socket of sockets) socket.destroy();
	}
}

/** A connection to the parent that has said its name. Paused before it opens, so that nothing is ever read from it here. */
function open(name: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ path, allowHalfOpen: true });
		socket.pause();
		socket.on('error', reject);
		socket.write(name, (error) => (error ? reject(error) : resolve(socket)));
	});
}
