// Grounding rates on the article corpus and on our own pages: node bench/text.mjs [--failures] [--all]
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Inside the pack, so that the gate finds its tables.
const root = new URL('../dist/', import.meta.url).pathname;
mkdirSync(root, { recursive: true });
const dir = mkdtempSync(join(root, 'bench-'));
try {
	const outfile = join(dir, 'text.cjs');
	await build({
		entryPoints: [new URL('text.ts', import.meta.url).pathname],
		bundle: true,
		platform: 'node',
		format: 'cjs',
		outfile,
		define: { 'import.meta.dirname': '__dirname' },
		logLevel: 'error',
	});
	await import(pathToFileURL(outfile).href);
} finally {
	rmSync(dir, { recursive: true, force: true });
}
