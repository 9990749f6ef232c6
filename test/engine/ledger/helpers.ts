import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ledgerClient } from '../../../engine/ledger/client';
import type { Ledger } from '../../../engine/ledger';
import { LedgerThread } from '../../../engine/ledger/rpc';
import { packageRoot, workerPath } from '../../../engine/runtime/paths';

const made: string[] = [];

/** A fresh folder of the test's own; {@link removeFolders} clears them all. */
export function folder(): string {
	const dir = mkdtempSync(join(tmpdir(), 'ao-ledger-'));
	made.push(dir);
	return dir;
}
export function removeFolders(): void {
	for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** A ledger with a thread and a connection of its own, as another process would have. */
export function separateLedger(path: string): Ledger {
	const thread = new LedgerThread(workerPath('ledger'), path);
	return ledgerClient(thread, async () => await thread.close());
}

/** Bundles worker-process.ts below the repo (it looks for the built thread from there) and starts it. */
export async function startProcess(path: string, mode: 'work' | 'race' | 'once', name: string): Promise<LedgerProcess> {
	const file = join(packageRoot(), 'node_modules', '.cache', 'ai-operator-tests', `ledger-process-${process.pid}.cjs`);
	bundled ??= build({
		entryPoints: [join(packageRoot(), 'test/engine/ledger/worker-process.ts')],
		outfile: file,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		define: { 'import.meta.dirname': '__dirname' },
		logLevel: 'error',
	});
	await bundled;
	const child = spawn(process.execPath, [file, path, mode, name], { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines: string[] = [];
	let rest = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		const parts = (rest + text).split('\n');
		rest = parts.pop() as string;
		lines.push(...parts);
	});
	const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
	return {
		lines,
		exited,
		go: () => void child.stdin.write('go\n'),
		kill: async () => {
			child.kill('SIGKILL');
			await exited;
		},
		until: async (met) => {
			while (!met(lines)) {
				if (child.exitCode !== null) throw new Error(`The process ended (${child.exitCode}) after: ${lines.slice(-3).join(' | ')}`);
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
		},
	};
}
let bundled: Promise<unknown> | undefined;

export interface LedgerProcess {
	/** What it has told so far. */
	lines: string[];
	exited: Promise<number | null>;
	go(): void;
	/** SIGKILL, and waits for its end. */
	kill(): Promise<void>;
	until(met: (lines: string[]) => boolean): Promise<void>;
}
