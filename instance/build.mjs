// Bundles the pack into dist/: the engine, its workers and children, the nodes, the command line.
import { build, transform } from 'esbuild';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** Workers that need the tagger and its data. */
const READS = new Set(['clips', 'film', 'quality', 'script', 'voice']);

/** Builds everything but the assets. What an earlier build left and this one did not write is removed afterwards: a failing build breaks nothing. */
export async function buildPack() {
	const written = new Set();
	const bundle = async (entryPoints, more = {}) => {
		const { metafile } = await build({ ...common, metafile: true, outdir: 'dist', entryPoints, ...more });
		for (const file of Object.keys(metafile.outputs)) written.add(file);
	};
	// Five workers read sentences: one file with the language data for all of them, of which each runs its own part.
	const reading = find('engine/**/*.worker.ts').filter((file) => READS.has(basename(file, '.worker.ts')));
	const parts = reading.map((file) => `${basename(file, '.worker.ts')}: () => require(${JSON.stringify(`./${file}`)})`);
	await bundle(undefined, {
		stdin: { contents: `module.exports = { ${parts.join(', ')} };`, resolveDir: root, sourcefile: 'reading.js' },
		outdir: undefined,
		outfile: 'dist/workers/reading.js',
	});
	for (const file of reading) {
		const name = basename(file, '.worker.ts');
		writeFileSync(join(root, 'dist', 'workers', `${name}.js`), `require('./reading.js').${name}();\n`);
		written.add(`dist/workers/${name}.js`);
	}
	await bundle([
		...entries(
			find('engine/**/*.worker.ts').filter((file) => !reading.includes(file)),
			'workers',
			'.worker.ts',
		),
		...entries(find('engine/**/*.child.ts'), 'children', '.child.ts'),
	]);
	for (const file of await buildEngine()) written.add(file);
	// The engine is required when a node first runs: a node's own bundle stays small, so n8n starts fast.
	const lazyEngine = {
		name: 'lazy-engine',
		setup(b) {
			b.onResolve({ filter: /engine\/(index|parts)$/ }, ({ path }) => {
				const out = b.initialOptions.entryPoints[0].out;
				return { path: relative(dirname(join('dist', out)), `dist/engine/${basename(path)}.js`).replaceAll('\\', '/'), external: true };
			});
		},
	};
	for (const file of [...find('nodes/*/*.node.ts'), ...find('credentials/*.credentials.ts')])
		await bundle([{ in: file, out: file.replace(/\.ts$/, '') }], { plugins: [lazyEngine] });
	await bundle([{ in: 'cli/index.ts', out: 'cli/index' }], { plugins: [lazyEngine], banner: { js: '#!/usr/bin/env node' } });
	for (const part of ['engine', 'workers', 'children', 'nodes', 'cli'])
		for (const file of find(`dist/${part}/**/*.js`)) if (!written.has(file.replaceAll('\\', '/'))) rmSync(join(root, file));
}

/**
 * The engine in parts that are read when they are first needed (n8n's event loop stands still while a program is read and compiled): esbuild
 * splits ECMAScript modules only, so its parts are turned into CommonJS afterwards. Returns the files written.
 */
async function buildEngine() {
	const { outputFiles, metafile } = await build({
		...common,
		metafile: true,
		write: false,
		splitting: true,
		format: 'esm',
		outdir: 'dist',
		entryPoints: [{ in: 'engine/index.ts', out: 'engine/index' }],
		chunkNames: 'engine/[name]-[hash]',
	});
	for (const { path, text } of outputFiles) {
		const { code } = await transform(text, {
			format: 'cjs',
			platform: 'node',
			target: common.target,
			minifyWhitespace: true,
			supported: { 'dynamic-import': false },
		});
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, code);
	}
	// What index.js requires at once, dependencies first: see engine/parts.ts.
	const order = new Set();
	const visit = (file) => {
		for (const { path, kind } of metafile.outputs[file].imports) if (kind === 'import-statement' && path in metafile.outputs) visit(path);
		order.add(file);
	};
	visit('dist/engine/index.js');
	const parts = [...order].map((file) => `() => require('./${basename(file)}')`);
	writeFileSync(join(root, 'dist/engine/parts.js'), `exports.parts = [${parts.join(', ')}];\n`);
	return [...Object.keys(metafile.outputs), 'dist/engine/parts.js'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPack();
