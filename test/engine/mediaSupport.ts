import { buildSync } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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
