// Grounding rates on the article corpus: node bench/text.mjs [--failures] [--all]
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const dir = mkdtempSync(join(tmpdir(), 'ai-operator-bench-'));
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
