// npm test: lint, types, unit and real-n8n tests, and one closing line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringN8n, cacheRoot, say, step } from './bring.mjs';

/** Runs jest with its report kept as JSON; resolves to the counts. */
async function jest({ root, node, bin }, label, patterns, env) {
	say(`\n── ${label}`);
	const folder = mkdtempSync(join(tmpdir(), 'ai-operator-jest-'));
	const report = join(folder, 'report.json');
	const flags = [
		'--experimental-vm-modules',
		'--disable-warning=ExperimentalWarning',
		bin('jest/bin/jest.js'),
		'--json',
		`--outputFile=${report}`,
		...patterns,
	];
	const code = await new Promise((resolve) => {
		const child = spawn(node, flags, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
		child.on('close', resolve);
	});
	try {
		const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(
			readFileSync(report, 'utf8'),
		);
		const broken = numRuntimeErrorTestSuites ?? 0;
		if (code !== 0 && !numFailedTests && !numFailedTestSuites) throw new Error(`${label} ended with ${code}`);
		return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests };
	} catch (error) {
		if (error.code === 'ENOENT') throw new Error(`${label} ended with ${code} and left no report`);
		throw error;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export async function runAll({ root, node, args, tasks, bin }) {
	const counts = { passed: 0, failed: 0, skipped: 0 };
	const add = (more) => {
		for (const key of Object.keys(counts)) counts[key] += more[key];
	};
	const check = async (name, work) => {
		try {
			await work();
			add({ passed: 1, failed: 0, skipped: 0 });
		} catch (error) {
			say(`${name}: ${error.message}`);
			add({ passed: 0, failed: 1, skipped: 0 });
		}
	};
	await tasks.build();
	await check('lint', tasks.lint);
	await check('types', tasks.typecheck);
	const env = { AI_OPERATOR_RUNTIME: process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime') };
	const patterns = args.length ? args : ['test/engine', 'test/nodes', 'test/cli'];
	add(await jest({ root, node, bin }, 'unit tests', patterns, env));
	if (!args.length) {
		const n8nFolder = await step('bringing n8n', (note) => bringN8n(root, node, note));
		const { bringChromium } = await import('../test/browser/chromium.mjs');
		if (!bringChromium(say)) say('No Chromium here: test/browser is skipped (Debian: apt-get install chromium)');
		add(
			await jest(
				{ root, node, bin },
				'tests in a real n8n and a real browser',
				['test/instance', 'test/browser', '--runInBand', '--forceExit'],
				{
					...env,
					AI_OPERATOR_N8N: n8nFolder,
					AI_OPERATOR_NODE: node,
				},
			),
		);
	}
	say(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
	if (counts.failed) process.exitCode = 1;
}
