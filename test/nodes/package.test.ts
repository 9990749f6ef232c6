import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[] };
	dependencies: Record<string, string>;
};
const folders = readdirSync(join(root, 'nodes')).filter((name) => name !== 'shared');

describe('the pack', () => {
	test('registers every node, and only built files', () => {
		expect(manifest.n8n.nodes.map((path) => basename(path, '.node.js')).sort()).toEqual([...folders].sort());
		for (const path of manifest.n8n.nodes) expect(existsSync(join(root, path))).toBe(true);
		expect(Object.keys(manifest.dependencies)).toEqual(['@napi-rs/canvas']);
	});

	test.each(folders)('%s has codex, both icons, a schema for every operation, and a folder layout', (folder) => {
		const dir = join(root, 'nodes', folder);
		const source = readFileSync(join(dir, `${folder}.node.ts`), 'utf8');
		const codex = JSON.parse(readFileSync(join(dir, `${folder}.node.json`), 'utf8')) as { node: string };
		const name = /name: '(\w+)',\n\t\ticon/.exec(source)![1]!;
		expect(codex.node).toBe(`n8n-nodes-ai-operator.${name}`);
		for (const icon of [`${name}.svg`, `${name}.dark.svg`]) expect(existsSync(join(dir, icon))).toBe(true);
		const operations = [...source.matchAll(/value: '(\w+)',\s*action:/g)].map((match) => match[1]!);
		expect(operations.length).toBeGreaterThan(0);
		for (const operation of operations) {
			expect(existsSync(join(dir, 'actions', `${operation}.operation.ts`))).toBe(true);
			expect(existsSync(join(dir, '__schema__', 'v1.0.0', `${operation}.json`))).toBe(true);
		}
	});

	test('the engine is read in small parts, and nothing of it that only a stage or a request needs', () => {
		const engine = join(root, 'dist', 'engine');
		// Each part is a turn of n8n's event loop.
		const script = `
			const sizes = [];
			for (const read of require(${JSON.stringify(join(engine, 'parts.js'))}).parts) {
				const before = new Set(Object.keys(require.cache));
				read();
				sizes.push(Object.keys(require.cache).filter((file) => !before.has(file)).reduce((sum, file) => sum + require('fs').statSync(file).size, 0));
			}
			const before = Object.keys(require.cache).length;
			const { videoStage, createHttp } = require(${JSON.stringify(join(engine, 'index.js'))});
			console.log(JSON.stringify({ sizes, more: Object.keys(require.cache).length - before, files: Object.keys(require.cache), is: [typeof videoStage, typeof createHttp] }));`;
		const told = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as {
			sizes: number[];
			more: number;
			files: string[];
			is: string[];
		};
		expect(told.is).toEqual(['function', 'function']);
		expect(told.more).toBe(0);
		expect(Math.max(...told.sizes)).toBeLessThan(100_000);
		expect(told.sizes.reduce((a, b) => a + b, 0)).toBeLessThan(320_000);
		expect(told.files.filter((file) => /axios|[Ss]tage|canvas/.test(basename(file)))).toEqual([]);
		// What a stage reads later is a turn too: the writer and its tables (4 MB) belong into workers.
		const parts = readdirSync(engine).filter((name) => name.endsWith('.js'));
		expect(parts.filter((name) => statSync(join(engine, name)).size > 450_000)).toEqual([]);
	});

	test('output schemas are those of the envelope', async () => {
		const { schemaFiles } = (await import('../../instance/schemas.mjs' as string)) as { schemaFiles(): { path: string; text: string }[] };
		for (const { path, text } of schemaFiles()) expect(readFileSync(path, 'utf8')).toBe(text);
	});
});

describe('shipped workflows', () => {
	const files = readdirSync(join(root, 'workflows'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
	test.each(files)('%s is importable, free of credentials, and teaches by notes', (file) => {
		const workflow = JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')) as {
			id: string;
			name: string;
			meta: { templateId: string };
			nodes: { id: string; name: string; type: string; position: number[]; credentials?: unknown }[];
			connections: Record<string, { main: { node: string }[][] }>;
		};
		expect(workflow.id.length).toBeLessThanOrEqual(21);
		expect(workflow.meta.templateId).toMatch(/^ai-operator-/);
		const names = workflow.nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(workflow.nodes.map((node) => node.id)).size).toBe(names.length);
		for (const node of workflow.nodes) {
			expect(node.position).toHaveLength(2);
			expect(node.credentials).toBeUndefined();
		}
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			expect(names).toContain(from);
			for (const { node } of main.flat()) expect(names).toContain(node);
		}
		expect(workflow.nodes.some((node) => node.type === 'n8n-nodes-base.stickyNote')).toBe(true);
	});

	test.each(files)('%s leads the first output of nodes with long jobs back to them', (file) => {
		const workflow = JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')) as {
			nodes: { name: string; type: string }[];
			connections: Record<string, { main: { node: string }[][] }>;
		};
		const long = folders.filter((folder) =>
			readFileSync(join(root, 'nodes', folder, `${folder}.node.ts`), 'utf8').includes('waitingOutputs'),
		);
		const types = long.map((folder) => `n8n-nodes-ai-operator.${folder[0]!.toLowerCase()}${folder.slice(1)}`);
		expect(types).toContain('n8n-nodes-ai-operator.video');
		for (const { name, type } of workflow.nodes) {
			if (!types.includes(type)) continue;
			const seen = new Set<string>();
			const reach = (from: { node: string }[]): void => {
				for (const { node } of from) {
					if (seen.has(node)) continue;
					seen.add(node);
					if (node !== name) reach(workflow.connections[node]?.main.flat() ?? []);
				}
			};
			reach(workflow.connections[name]?.main[0] ?? []);
			expect({ file, name, leadsBack: seen.has(name) }).toEqual({ file, name, leadsBack: true });
		}
	});

	test('the first workflow carries the repo’s own source pack', () => {
		const workflow = JSON.parse(readFileSync(join(root, 'workflows/faceless-youtube/topic-to-package.json'), 'utf8')) as {
			nodes: { name: string; parameters: { text?: string } }[];
		};
		const pack = readFileSync(join(root, 'workflows/faceless-youtube/sources/panama-canal.md'), 'utf8');
		expect(workflow.nodes.find((node) => node.name === 'Read sources')!.parameters.text).toBe(pack);
	});
});
