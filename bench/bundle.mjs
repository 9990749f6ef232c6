// What benches share: rooms of the engine bundled for one run, and ports that keep quiet.
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The exports of `contents` (TypeScript, paths from the repository's root); workers and children come from dist. With `program`, a path in
 * dist, it is written there to be run by itself instead. `dirname`: the folder its modules take for their own, where that is not dist.
 */
export async function bundled(name, contents, { program, dirname: own } = {}) {
	const file = program ?? join(root, 'dist', `bench-${name}-${process.pid}.cjs`);
	await build({
		stdin: { contents, resolveDir: root, loader: 'ts' },
		absWorkingDir: root,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		mainFields: ['module', 'main'],
		define: { 'import.meta.dirname': own ? JSON.stringify(own) : '__dirname', 'import.meta.url': '__filename' },
		external: ['@napi-rs/canvas', 'onnxruntime-node'],
		outfile: file,
		logLevel: 'error',
	});
	if (program) return undefined;
	try {
		return createRequire(import.meta.url)(file);
	} finally {
		rmSync(file);
	}
}

const quiet = () => undefined;
/** Ports of a command line that reports nothing but what engines say. */
export const quietPorts = (openWorkspace) => ({
	logger: { debug: quiet, info: console.log, warn: console.warn, error: console.error },
	progress: quiet,
	signal: new AbortController().signal,
	clock: { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
	workspace: openWorkspace,
});
