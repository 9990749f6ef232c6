// npm test: lint, types, unit and real-n8n tests, and one closing line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringN8n, cacheRoot, say, step } from './bring.mjs';
import { installPack } from './n8n.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Makes a process, head of its session, about as nice as the pack's own programs: else it takes the processors from those that n8n waits for. */
function lower(pid) {
	try {
		setPriority(pid, 10);
		// Where Linux shares the processors by session (sched(7), autogroup), this counts between them.
		writeFileSync(`/proc/${pid}/autogroup`, '15');
	} catch {
		// not on this system, or not allowed: slower, and as right
	}
}

/** Runs jest with its report kept as JSON; resolves to the counts. */
async function jest({ root, node, bin }, label, patterns, env, { yielding = false } = {}) {
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
	const child = spawn(node, flags, {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, ...env },
		detached: yielding,
	});
	const stop = (signal) => {
		process.kill(-child.pid, signal);
		process.exit(1);
	};
	if (yielding) {
		lower(child.pid);
		// In a session of its own it does not hear the terminal.
		for (const signal of SIGNALS) process.on(signal, stop);
	}
	const code = await new Promise((resolve) => child.on('error', () => resolve(null)).on('close', resolve));
	for (const signal of SIGNALS) process.off(signal, stop);
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

/**
 * Tests in a real n8n that wait for most of their time, for n8n's start, its clock and the end of what they killed: they run beside the unit
 * tests, and have patience enough for that. None of them reads dist, which the test of npm start builds anew.
 */
const BESIDE = ['waiting', 'again', 'faults', 'chatModel', 'crowd'].map((name) => `test/instance/${name}.test.ts`);
/** Unit tests at once; those that need an n8n as soon as it is there, and with the unit tests' end all others. */
async function everything(tools, bringing, env, add) {
	// Once for all test files, each copies it into its own n8n, and before the unit tests, which put files of theirs into dist for a moment.
	// The test of npm start installs it for itself.
	const installed = mkdtempSync(join(tmpdir(), 'ai-operator-pack-'));
	try {
		const pack = await step('installing the pack as n8n does', () => installPack(tools.root, installed));
		const units = jest(tools, 'unit tests', ['test/engine', 'test/nodes', 'test/cli'], env, { yielding: true });
		const inside = bringing.then((n8nFolder) => ({
			...env,
			AI_OPERATOR_N8N: n8nFolder,
			AI_OPERATOR_NODE: tools.node,
			AI_OPERATOR_TEST_PACK: pack,
		}));
		const inTurn = ['--runInBand', '--forceExit'];
		const beside = inside.then(
			async (more) => await jest(tools, 'tests in a real n8n, beside the unit tests', [...BESIDE, ...inTurn], more),
		);
		const rest = Promise.all([inside, units]).then(async ([more]) => {
			const { bringChromium } = await import('../test/browser/chromium.mjs');
			if (!bringChromium(say)) say('No Chromium here: test/browser is skipped (Debian: apt-get install chromium)');
			const others = ['test/instance', 'test/browser', ...BESIDE.map((file) => `--testPathIgnorePatterns=${file}`)];
			return await jest(tools, 'other tests in a real n8n and a real browser', [...others, ...inTurn], more);
		});
		for (const outcome of await Promise.allSettled([units, beside, rest])) {
			if (outcome.status === 'rejected') throw outcome.reason;
			add(outcome.value);
		}
	} finally {
		rmSync(installed, { recursive: true, force: true });
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
	// n8n comes while the tree is built and checked.
	const bringing = args.length ? null : step('bringing n8n', (note) => bringN8n(root, node, note));
	bringing?.catch(() => undefined); // told where it is waited for
	await tasks.build();
	await Promise.all([check('lint', tasks.lint), check('types', tasks.typecheck)]);
	const env = { AI_OPERATOR_RUNTIME: process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime') };
	if (args.length) add(await jest({ root, node, bin }, 'unit tests', args, env));
	else await everything({ root, node, bin }, bringing, env, add);
	say(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
	if (counts.failed) process.exitCode = 1;
}
