// The npm scripts, under the pinned Node: build, checks, tests, start.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringN8n, cacheRoot, fail, say, step } from './bring.mjs';
import { buildPack } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = process.env.AI_OPERATOR_NODE ?? process.execPath;
const bin = (name) => join(root, 'node_modules', name);

/** Runs one of the repo's tools with its output shown; throws when it fails. */
async function tool(label, file, args, env = {}) {
	say(`\n── ${label}`);
	const child = spawn(node, [...(env.nodeFlags ?? []), file, ...args], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...env.env },
	});
	const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
	if (code !== 0) throw new Error(`${label} failed`);
}

export async function build() {
	const { default: tasks } = await import('../gulpfile.js');
	await Promise.all([buildPack(), new Promise((resolve, reject) => tasks.default((error) => (error ? reject(error) : resolve())))]);
}

const jest = (label, patterns, extra = []) =>
	tool(label, bin('jest/bin/jest.js'), ['--colors', ...extra, ...patterns], {
		nodeFlags: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
	});

const tasks = {
	async build() {
		await step('building the pack', () => build());
	},
	/** Writes the nodes' output schemas anew after a change of the envelope. */
	async schemas() {
		await tool('output schemas', join(root, 'instance', 'schemas.mjs'), []);
	},
	/** The command line under the pinned Node. */
	async make(args) {
		await tasks.build();
		const runtime = process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime');
		await tool('make', join(root, 'dist', 'cli', 'index.js'), /^[a-z]/.test(args[0] ?? '') ? args : ['make', ...args], {
			env: { AI_OPERATOR_RUNTIME: runtime },
		});
	},
	async lint() {
		await tool('eslint', bin('eslint/bin/eslint.js'), ['.']);
		await tool('prettier', bin('prettier/bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']);
	},
	async typecheck() {
		await tool('types', bin('typescript/bin/tsc'), []);
	},
	async format() {
		await tool('prettier', bin('prettier/bin/prettier.cjs'), ['--write', '--log-level', 'warn', '.']);
	},
	async unit(args) {
		await tasks.build();
		await jest('unit tests', args.length ? args : ['test/engine', 'test/nodes', 'test/cli']);
	},
	/** Everything CI runs; the closing line counts jest's own results. */
	async test(args) {
		const { runAll } = await import('./test.mjs');
		await runAll({ root, node, args, tasks, tool, bin });
	},
	async bench(args) {
		await tasks.build();
		const [name, ...rest] = args;
		if (!name) throw new Error('Name a benchmark, e.g. npm run bench -- render (see bench/README.md)');
		await tool(`bench ${name}`, join(root, 'bench', `${name}.mjs`), rest);
	},
	/** Pictures of the shipped workflows in n8n's editor, for the READMEs. */
	async pictures(args) {
		await tasks.build();
		const { bringChromium } = await import('../test/browser/chromium.mjs');
		if (!bringChromium(say))
			throw new Error('No Chromium here: install one (Debian: apt-get install chromium), or name it in AI_OPERATOR_CHROMIUM');
		const { takePictures } = await import('../test/browser/pictures.mjs');
		await takePictures({ node, n8nFolder: await bringN8n(root, node), only: args, say });
	},
	async start(args) {
		const { start } = await import('./start.mjs');
		await start({ root, node, args, build, bringN8n });
	},
};

const [name, ...args] = process.argv.slice(2);
try {
	if (!tasks[name]) throw new Error(`Unknown task "${name}": one of ${Object.keys(tasks).join(', ')}`);
	await tasks[name](args);
} catch (error) {
	fail(error.stack && !error.cause ? error.message : `${error.message}\n${error.cause ?? ''}`);
}
