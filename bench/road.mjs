// The shipped workflow in a real n8n: seconds a node, longest block of n8n's event loop a node, require time and size of the pack.
// npm run bench -- road
// Beside n8n, one program pinned to each core with a real-time priority tells when the core itself was taken away (by a host that shares it):
// no program of this machine can hold those two up, so what they miss, n8n misses too. Needs root and chrt.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
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
const watchers = Array.from({ length: availableParallelism() }, (_, core) => watch(core));
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
			{
				id: 'c',
				name: 'First expression',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [400, 0],
				parameters: { mode: 'raw', jsonOutput: '={{ { at: $now.toMillis(), of: $itemIndex } }}' },
			},
		],
		connections: {
			Start: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] },
			Wait: { main: [[{ node: 'First expression', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
	const controlFrom = Date.now();
	const waited = await n8n.finished(await n8n.run(await n8n.importWorkflow(control), 'Start'), { timeoutSeconds: 60, everySeconds });
	const beside = blocks(controlFrom + 1000, controlFrom + 9500);
	const [first] = N8n.runData(waited)['First expression'];
	const expression = blocks(first.startTime, first.startTime + first.executionTime);
	for (const child of busy) child.kill();
	const id = await n8n.importWorkflow(workflow);
	const execution = await n8n.finished(await n8n.run(id, 'Start'), { timeoutSeconds: 1800, everySeconds });
	const failure = N8n.error(execution);
	if (failure) throw new Error(failure);
	console.log(
		`| node | seconds | longest turn of n8n's event loop, ms: by the clock / with its cores there / and its heap not being collected / processor time |\n|---|---|---|\n| (idle n8n) | 5 | ${idle} |\n| (n8n waiting, two busy programs beside it) | 8 | ${beside} |\n| (n8n's own Edit Fields, the first expression it reads) | ${(first.executionTime / 1000).toFixed(1)} | ${expression} |`,
	);
	for (const [name, [run]] of Object.entries(N8n.runData(execution))) {
		console.log(`| ${name} | ${(run.executionTime / 1000).toFixed(1)} | ${blocks(run.startTime, run.startTime + run.executionTime)} |`);
	}
	const gone = gaps();
	console.log(
		gone
			? `\nlongest time a core was taken away from this machine: ${Math.max(0, ...gone.map(([from, to]) => to - from)).toFixed(0)} ms; over 20 ms: ${gone.filter(([from, to]) => to - from > 20).length} times`
			: '\nwhether cores were taken away from this machine was not measured (needs root and chrt)',
	);
	console.log(`\nrequire of all nodes: ${requireMs.toFixed(0)} ms; installed pack: ${(bytes / 1e6).toFixed(1)} MB`);
} finally {
	for (const { child } of watchers) child.kill();
	await n8n.stop();
	rmSync(userFolder, { recursive: true, force: true });
}

/** A program on one core that tells when that core was not there. */
function watch(core) {
	const file = join(userFolder, `core-${core}.txt`);
	const args = ['-f', '50', 'taskset', '-c', String(core), node, join(root, 'bench', 'loopMonitor.cjs'), file];
	return { file, child: spawn('chrt', args, { stdio: 'ignore' }).on('error', () => {}) };
}

/** When a core was taken away: [from, to] in ms since 1970; undefined where that cannot be measured. */
function gaps() {
	if (!watchers.every(({ file }) => existsSync(file))) return undefined;
	return watchers.flatMap(({ file }) => spans(file));
}

/** What loopMonitor.cjs wrote, as [from, to] in ms since 1970. */
function spans(file) {
	return turns(file).map(([at, took]) => [at - took, at]);
}

/** Lines of loopMonitor.cjs: end, by the clock, processor time. */
function turns(file) {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => line.split(' ').map(Number));
}

/** Longest turns of n8n's loop that end between two times, ms: "by the clock / with its cores there / and its heap not being collected / processor time". */
function blocks(from, to) {
	if (!existsSync(log)) return 'not measured';
	const [gone, collections] = [gaps() ?? [], spans(`${log}.gc`)];
	const seen = turns(log).filter(([at]) => at >= from && at <= to + 250);
	const most = (value) => Math.max(0, ...seen.map(value)).toFixed(0);
	const without = (times) => most(([at, took]) => took - overlap(times, at - took, at));
	return `${most(([, took]) => took)} / ${without(gone)} / ${without([...gone, ...collections])} / ${most(([, , cpu]) => cpu)}`;
}

/** How much of a turn passed in any of the times, ms; where two of them meet it counts once. */
function overlap(times, from, to) {
	let [sum, reached] = [0, from];
	for (const [start, end] of times.filter(([start, end]) => start < to && end > from).sort((a, b) => a[0] - b[0])) {
		const begin = Math.max(start, reached);
		if (Math.min(end, to) <= begin) continue;
		sum += Math.min(end, to) - begin;
		reached = Math.min(end, to);
	}
	return sum;
}
