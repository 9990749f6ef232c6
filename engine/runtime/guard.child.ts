/**
 * Runs one command (argv after the script) in its own process group and ends the whole group when the pipe on stdin closes,
 * that is when the parent died or gave up. Exit code and output are the command's.
 */
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command!, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: process.platform !== 'win32' });

function end(signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// Already gone.
	}
}

let ending = false;
function stop(): void {
	if (ending) return;
	ending = true;
	end('SIGTERM');
	setTimeout(() => end('SIGKILL'), 1_000).unref();
}

/** Lets this process end by itself: `process.exit` waits for V8's threads, which may wait for ever (see endNow.ts). */
function leave(code: number): void {
	ending = true;
	process.exitCode = code;
	process.stdin.destroy();
}

process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
process.on('SIGTERM', stop);
child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	leave((error as NodeJS.ErrnoException).code === 'ENOENT' ? 127 : 126);
});
child.on('exit', (code, signal) => {
	// What the command started may outlive it.
	end('SIGKILL');
	leave(signal ? 137 : (code ?? 1));
});
