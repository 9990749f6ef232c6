import { buildSync } from 'esbuild';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ffmpeg } from '../../engine/media/ffmpeg';
import type { RuntimePorts } from '../../engine/runtime/engines';
import { silentLogger, systemClock } from '../../engine/runtime/plain';

// A harness that runs us as a supervised child would change what is tested here.
delete process.env.AI_OPERATOR_CHILD;

export const repo = resolve(import.meta.dirname, '../..');
export const fixture = (name: string): string => join(repo, 'test/fixtures/media', name);

/** Bundles a fixture as the product's build does; returns the program's path inside the repo's dist, so that it finds the pack. */
export function bundle(name: string): string {
	const out = mkdtempSync(join(repo, 'dist', 'test-'));
	const outfile = join(out, name.replace(/\.ts$/, '.mjs'));
	buildSync({
		entryPoints: [fixture(name)],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node22',
		banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
		logLevel: 'error',
	});
	return outfile;
}

export const scratch = (): string => mkdtempSync(join(tmpdir(), 'ao-media-test-'));

/** Whether a process exists and is not a zombie. */
export function lives(pid: number): boolean {
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
	} catch {
		return false;
	}
}

export async function until(true_: () => boolean, seconds: number): Promise<number> {
	const start = performance.now();
	while (!true_()) {
		if (performance.now() - start > seconds * 1000) return Infinity;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return (performance.now() - start) / 1000;
}

/** Processes whose command line contains all of `words`. */
export function processes(...words: string[]): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => {
			if (pid === process.pid) return false;
			try {
				const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1');
				return words.every((word) => line.includes(word)) && lives(pid);
			} catch {
				return false;
			}
		});
}

/** Ports whose signal a test may replace. */
export function testPorts(signal: AbortSignal = new AbortController().signal): RuntimePorts {
	return { logger: silentLogger, progress: () => undefined, signal, clock: systemClock };
}

/** Folder of the shared test media, or null when it is not on this machine. */
export function sharedMedia(): string | null {
	const folder = join(process.env.AI_OPERATOR_SHARED ?? join(repo, '../shared'), 'media');
	return existsSync(folder) ? folder : null;
}

/**
 * Runs ffmpeg to make a test file, the last argument. It is the same file each time and on each machine: no random ids, one thread (VP8 needs
 * `-cpu-used` below 0 as well: above, it goes by the clock).
 */
export async function make(ports: RuntimePorts, ...args: string[]): Promise<void> {
	const same = ['-fflags', '+bitexact', '-threads', '1'];
	await ffmpeg(['-loglevel', 'error', ...args.slice(0, -1), ...same, args.at(-1)!], { ports, stdout: 'ignore', timeoutSeconds: 240 });
}
