// Bundles the pack into dist/: the engine, its workers and children, the nodes, the command line.
import { build } from 'esbuild';
import { globSync, existsSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const common = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	target: 'node22',
	format: 'cjs',
	define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__filename' },
	external: ['n8n-workflow', '@napi-rs/canvas', 'onnxruntime-node'],
	loader: { '.svg': 'text' },
	mainFields: ['module', 'main'],
	conditions: ['import', 'node'],
	legalComments: 'none',
	minifySyntax: true,
	minifyWhitespace: true,
	keepNames: true,
	logLevel: 'warning',
};
const find = (pattern) => globSync(pattern, { cwd: root }).sort();
const entries = (files, folder, suffix) => files.map((file) => ({ in: file, out: join(folder, basename(file, suffix)) }));

/** Builds everything but the assets; `only` limits to parts ("engine", "nodes"). */
export async function buildPack({ clean = true } = {}) {
	if (clean) for (const part of ['engine', 'workers', 'children', 'nodes', 'cli']) rmSync(join(root, 'dist', part), { recursive: true, force: true });
	const jobs = [
		...entries(find('engine/**/*.worker.ts'), 'workers', '.worker.ts'),
		...entries(find('engine/**/*.child.ts'), 'children', '.child.ts'),
	];
	await build({ ...common, entryPoints: jobs, outdir: 'dist' });
	await build({ ...common, entryPoints: [{ in: 'engine/index.ts', out: 'engine/index' }], outdir: 'dist' });
	// The engine is one lazily required file: a node's own bundle stays small, so n8n starts fast.
	const lazyEngine = {
		name: 'lazy-engine',
		setup(b) {
			b.onResolve({ filter: /engine\/index$/ }, (args) => {
				const out = b.initialOptions.entryPoints[0].out;
				return { path: relative(dirname(join('dist', out)), 'dist/engine/index.js').replaceAll('\\', '/'), external: true };
			});
		},
	};
	const nodes = [...find('nodes/*/*.node.ts'), ...find('credentials/*.credentials.ts')].map((file) => ({ in: file, out: file.replace(/\.ts$/, '') }));
	for (const entry of nodes) await build({ ...common, plugins: [lazyEngine], entryPoints: [entry], outdir: 'dist' });
	if (existsSync(join(root, 'cli/index.ts')))
		await build({ ...common, plugins: [lazyEngine], entryPoints: [{ in: 'cli/index.ts', out: 'cli/index' }], outdir: 'dist', banner: { js: '#!/usr/bin/env node' } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPack();
