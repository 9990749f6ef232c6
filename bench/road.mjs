// The shipped workflow in a real n8n: seconds a node, longest block of n8n's event loop a node, require time and size of the pack.
// npm run bench -- road
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringN8n, cacheRoot } from '../instance/bring.mjs';
import { installPack, N8n } from '../instance/n8n.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = process.env.AI_OPERATOR_NODE ?? process.execPath;
const userFolder = mkdtempSync(join(tmpdir(), 'ai-operator-bench-'));
const log = join(userFolder, 'loop.txt');
const pack = await installPack(root, userFolder);
const bytes = readdirSync(pack, { recursive: true }).reduce((sum, name) => sum + statSync(join(pack, name)).size, 0);
const requireMs = Number(
	execFileSync(
		node,
		[
			'-e',
			`require('n8n-workflow');const t=performance.now();for(const f of require('${pack}/package.json').n8n.nodes)require('${pack}/'+f);console.log(performance.now()-t)`,
		],
		{
			env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
			encoding: 'utf8',
		},
	),
);
const workflow = JSON.parse(readFileSync(join(root, 'workflows/faceless-youtube/topic-to-package.json'), 'utf8'));
// Every answer of n8n's API costs its thread megabytes: asked as often as a test asks, it would collect its heap for us, not for the nodes.
const everySeconds = 10;
const n8n = new N8n({
	n8nFolder: await bringN8n(root, node),
	node,
	userFolder,
	env: {
		AI_OPERATOR_RUNTIME: process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime'),
		AI_OPERATOR_LOOP_LOG: log,
		NODE_OPTIONS: `--require ${join(root, 'bench', 'loopMonitor.cjs')}`,
	},
});
try {
	await n8n.start();
	// n8n itself is busy for a while after its start; that is not ours.
	await new Promise((resolve) => setTimeout(resolve, 15000));
	const idle = blocks(Date.now() - 5000, Date.now());
	// What n8n itself shows while other programs keep the cores busy as our children do.
	const busy = Array.from({ length: 2 }, () =>
		spawn(
			'nice',
			['-n', '10', node, '-e', 'setTimeout(process.exit, 20000);for(;;)if(Date.now()>' + (Date.now() + 12000) + ')process.exit()'],
			{ stdio: 'ignore' },
		),
	);
	const control = {
		name: 'Control',
		nodes: [
			{ id: 'a', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: 'b', name: 'Wait', type: 'n8n-nodes-base.wait', typeVersion: 1.1, position: [200, 0], parameters: { amount: 10 } },
		],
		connections: { Start: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
	const controlFrom = Date.now();
	await n8n.finished(await n8n.run(await n8n.importWorkflow(control), 'Start'), { timeoutSeconds: 60, everySeconds });
	const beside = blocks(controlFrom + 1000, controlFrom + 9500);
	for (const child of busy) child.kill();
	const id = await n8n.importWorkflow(workflow);
	const execution = await n8n.finished(await n8n.run(id, 'Start'), { timeoutSeconds: 1800, everySeconds });
	const failure = N8n.error(execution);
	if (failure) throw new Error(failure);
	console.log(
		`| node | seconds | longest turn of n8n's event loop, ms: by the clock / processor time |\n|---|---|---|\n| (idle n8n) | 5 | ${idle} |\n| (n8n waiting, two busy programs beside it) | 8 | ${beside} |`,
	);
	for (const [name, [run]] of Object.entries(N8n.runData(execution))) {
		console.log(`| ${name} | ${(run.executionTime / 1000).toFixed(1)} | ${blocks(run.startTime, run.startTime + run.executionTime)} |`);
	}
	console.log(`\nrequire of all nodes: ${requireMs.toFixed(0)} ms; installed pack: ${(bytes / 1e6).toFixed(1)} MB`);
} finally {
	await n8n.stop();
	rmSync(userFolder, { recursive: true, force: true });
}

/** Longest turn of the loop between two times: "by the clock / processor time of the thread", ms. */
function blocks(from, to) {
	if (!existsSync(log)) return 'not measured';
	const lines = readFileSync(log, 'utf8')
		.trim()
		.split('\n')
		.map((line) => line.split(' ').map(Number))
		.filter(([at]) => at >= from && at <= to + 250);
	const most = (column) => Math.max(0, ...lines.map((line) => line[column])).toFixed(0);
	return `${most(1)} / ${most(2)}`;
}
