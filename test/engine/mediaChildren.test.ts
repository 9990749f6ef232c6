import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { childEnvironment, runChild, startNodeProgram, sweepWorkspaces } from '../../engine/media/index';
import { starves } from '../../engine/media/session';
import { bundle, fixture, lives, processes, until } from './mediaSupport';

const node = process.execPath;
const program = fixture('program.cjs');
/** In the command line of all that this file starts, so that other runs on the machine do not confuse it. */
const word = `test-${randomUUID()}`;
const run = (habit: string, more: object = {}) => runChild({ command: node, args: [program, habit, word], ...more });
// A folder of this file's own: other processes of the machine sweep dead workspaces from the common one.
const common = mkdtempSync(join(tmpdir(), 'ao-'));
process.env.AI_OPERATOR_TMP = common;
const bundles: string[] = [];
const bundled = (name: string) => {
	const path = bundle(name);
	bundles.push(path);
	return path;
};
afterAll(() => {
	bundles.forEach((path) => rmSync(dirname(path), { recursive: true, force: true }));
	for (const pid of processes(word)) process.kill(pid, 'SIGKILL');
	delete process.env.AI_OPERATOR_TMP;
	rmSync(common, { recursive: true, force: true });
});

describe('runChild', () => {
	it('passes only allowlisted variables, even when asked otherwise', async () => {
		const before = { ...process.env };
		Object.assign(process.env, {
			N8N_ENCRYPTION_KEY: 'secret',
			DB_POSTGRESDB_PASSWORD: 'secret',
			NODE_OPTIONS: '--no-warnings',
			SOME_TOKEN: 'secret',
			LC_TIME: 'C',
		});
		process.env.AI_OPERATOR_LEDGER = 'postgres://u:secret@h/db';
		try {
			const { stdout } = await run('environment', { env: { MINE: '1', NODE_OPTIONS: '--inspect', LD_PRELOAD: '/x.so' } });
			const seen = JSON.parse(stdout.toString()) as Record<string, string>;
			expect(stdout.toString()).not.toContain('secret');
			expect(seen).toMatchObject({ MINE: '1', LC_TIME: 'C', PATH: process.env.PATH });
			for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'SOME_TOKEN', 'N8N_ENCRYPTION_KEY']) expect(seen).not.toHaveProperty(name);
		} finally {
			process.env = before;
		}
		expect(childEnvironment({ db_x: '1', A: '2' }, {})).toEqual({ A: '2' });
	});

	it('runs at low priority', async () => {
		expect((await run('priority')).stdout.toString()).toBe('10');
	});

	it('streams input and output unchanged, with backpressure, at video rates', async () => {
		const block = Buffer.alloc(1 << 20, 7);
		const megabytes = 200;
		let bytes = 0;
		let inside = 0;
		const { cpuSeconds } = await run('echo', {
			input: Readable.from(
				(function* () {
					for (let i = 0; i < megabytes; i++) yield block;
				})(),
			),
			stdout: async (chunk: Buffer) => {
				expect(++inside).toBe(1);
				bytes += chunk.length;
				await null;
				inside--;
			},
		});
		expect(bytes).toBe(megabytes << 20);
		// 1080x1920 frames at 30 fps are 93 MB/s: of a processor's second they may take a part only.
		console.log(`there and back: ${((cpuSeconds ?? 0) / (bytes / 93e6)).toFixed(2)} CPU-s of the command a second of frames`);
		if (cpuSeconds !== undefined) expect(cpuSeconds / (bytes / 93e6)).toBeLessThan(0.8);
	});

	it('names exit code and last words, and keeps 64 KiB of stderr', async () => {
		const lines: string[] = [];
		await expect(run('complain', { onStderrLine: (line: string) => lines.push(line) })).rejects.toMatchObject({
			code: 'ENGINE_FAILED',
			message: expect.stringContaining('the disk said no'),
			details: { code: 3 },
		});
		expect(lines.at(-1)).toBe('the disk said no');
		const error = await run('complain').catch((e: unknown) => e as { details: { stderrTail: string } });
		expect((error as { details: { stderrTail: string } }).details.stderrTail.length).toBe(64 * 1024);
	});

	it('ends a flood at the cap, a hang at its timeout, and either on cancel', async () => {
		await expect(run('flood', { maxStdoutBytes: 5 << 20 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
		await expect(run('hang', { timeoutSeconds: 0.3 })).rejects.toMatchObject({ code: 'TIMEOUT', retryable: true });
		const controller = new AbortController();
		const running = run('hang', { signal: controller.signal });
		setTimeout(() => controller.abort(), 150);
		await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(run('hang', { signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(processes(word)).toEqual([]);
	});

	it('passes on what a chunk handler throws and ends the command', async () => {
		const fail = () => {
			throw new Error('handler broke');
		};
		await expect(run('flood', { stdout: fail })).rejects.toThrow('handler broke');
		await expect(run('complain', { onStderrLine: fail })).rejects.toThrow('handler broke');
	});

	it('says what to do when the command is missing', async () => {
		await expect(runChild({ command: '/nowhere/ffmpeg', args: [] })).rejects.toMatchObject({
			code: 'ENGINE_MISSING',
			fix: expect.stringContaining('Setup'),
		});
	});

	it('does not fail on a command that leaves its input unread', async () => {
		expect((await run('deaf', { input: Buffer.alloc(8 << 20) })).code).toBe(0);
	});

	it('reports CPU time and peak memory', async () => {
		const small = await runChild({ command: node, args: [program, 'burn', '1'] });
		const big = await runChild({ command: node, args: [program, 'burn', '200'] });
		expect(big.cpuSeconds).toBeGreaterThan(0.55);
		expect(big.cpuSeconds).toBeLessThan(2);
		expect((big.peakRssBytes ?? 0) - (small.peakRssBytes ?? 0)).toBeGreaterThan(180 << 20);
	});

	it('costs little more to start than Node itself', async () => {
		const timed = async (work: () => Promise<unknown>) => {
			const start = performance.now();
			await work();
			return performance.now() - start;
		};
		const bare: number[] = [];
		const ours: number[] = [];
		// 26 and 35 ms on a quiet machine; on a busy one low priority makes the child wait, so it is tried until there is a quiet moment.
		const little = () => Math.min(...ours) < 4 * Math.min(...bare) + 100;
		for (let i = 0; i < 8 || (i < 100 && !little()); i++) {
			bare.push(await timed(() => new Promise((resolve) => spawn(node, ['-e', '0']).once('close', resolve))));
			ours.push(await timed(() => runChild({ command: '/bin/true', args: [] })));
		}
		console.log(`fastest: Node ${Math.min(...bare).toFixed(0)} ms, runChild of /bin/true ${Math.min(...ours).toFixed(0)} ms`);
		expect(little()).toBe(true);
	});
});

describe('the launcher', () => {
	/** Parent of a process: field 4 of proc(5) stat. */
	const parentOf = (pid: number) => Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')[1]);
	const launchers = () => processes('launcher.js').filter((pid) => parentOf(pid) === process.pid);
	/** Other test files of this process have the module, and so a launcher, for themselves. */
	let others: number[] = [];
	beforeAll(async () => {
		const known = new Set(launchers());
		const [mine] = await hangsBelow();
		others = [...known].filter((pid) => pid !== mine);
	});
	const ours = () => launchers().filter((pid) => !others.includes(pid));
	/** The launcher that this file's module starts its children from. */
	async function hangsBelow(): Promise<number[]> {
		const controller = new AbortController();
		const running = run('hang', { signal: controller.signal }).catch(() => 'stopped');
		await until(() => processes('supervisor.js', word).length > 0, 30);
		const parents = processes('supervisor.js', word).map(parentOf);
		controller.abort();
		await running;
		return parents;
	}
	const hang = async (controller: AbortController) => {
		const running = run('hang', { signal: controller.signal }).catch((error: { code: string }) => error.code);
		await until(() => processes('supervisor.js', word).length > 0, 30);
		return running;
	};

	it('forks this process once, however many children run', async () => {
		const controller = new AbortController();
		const running = Array.from({ length: 3 }, () => run('hang', { signal: controller.signal }).catch(() => 'stopped'));
		await until(() => processes('supervisor.js', word).length === 3, 30);
		expect(ours()).toHaveLength(1);
		expect(processes('supervisor.js', word).map(parentOf)).toEqual([ours()[0], ours()[0], ours()[0]]);
		controller.abort();
		expect(await Promise.all(running)).toEqual(['stopped', 'stopped', 'stopped']);
	});

	it('may be killed: what runs goes on, and the next child gets a new one', async () => {
		const controller = new AbortController();
		const running = hang(controller);
		await until(() => processes(program, word).length >= 2, 30);
		const [first] = ours();
		process.kill(first as number, 'SIGKILL');
		await until(() => !lives(first as number), 2);
		// The first may still have been meant for the dead one, and is then started here.
		for (let i = 0; i < 2; i++) expect((await run('environment')).code).toBe(0);
		expect(ours()).toHaveLength(1);
		expect(processes('supervisor.js', word)).toHaveLength(1);
		controller.abort();
		expect(await running).toBe('CANCELLED');
		expect(processes(word)).toEqual([]);
	});

	it('lowers the sessions of the supervisor and of the command, where the kernel shares by session', async () => {
		const controller = new AbortController();
		const running = hang(controller);
		await until(() => processes(program, word).length >= 2, 30);
		for (const pid of processes(program, word)) {
			const autogroup = `/proc/${pid}/autogroup`;
			if (existsSync(autogroup) && readFileSync(autogroup, 'latin1').includes('nice'))
				expect(await until(() => readFileSync(autogroup, 'latin1').includes('nice 19'), 30)).toBeLessThan(30);
		}
		controller.abort();
		await running;
	});

	it.each([
		['never waits', 9000, 200, false],
		['shares a core', 4000, 5900, false],
		['mostly sleeps', 10, 900, false],
		['hardly gets a core', 300, 9500, true],
	])('knows a command that starves: one that %s', (_title, ranMs, waitedMs, starved) => {
		expect(starves({ ranMs: 100, waitedMs: 70_000 }, { ranMs: 100 + ranMs, waitedMs: 70_000 + waitedMs })).toBe(starved);
	});
});

describe('nothing outlives its parent', () => {
	const stubborn = fixture('stubborn.cjs');

	it.each([
		['a child that ignores SIGTERM', '0', ''],
		['with a grandchild and a great-grandchild', '2', ''],
		['with grandchildren that left the process group', '2', 'setsid'],
	])('on cancel: %s', async (_title, depth, setsid) => {
		const controller = new AbortController();
		const running = runChild({ command: node, args: [stubborn, depth, setsid, word], signal: controller.signal });
		expect(await until(() => processes(word).length >= Number(depth) + 2, 30)).toBeLessThan(30);
		await new Promise((resolve) => setTimeout(resolve, 300)); // until it ignores signals
		const pids = processes(word);
		const start = performance.now();
		controller.abort();
		await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
		expect((performance.now() - start) / 1000).toBeLessThan(2);
		expect(pids.filter(lives)).toEqual([]);
	});

	it('when the command ends and leaves a process behind that holds stdout', async () => {
		const start = performance.now();
		expect((await run('leave-behind')).code).toBe(0);
		expect(performance.now() - start).toBeLessThan(2000);
		expect(processes(word)).toEqual([]);
	});

	it('when the supervisor itself is killed', async () => {
		const running = runChild({ command: node, args: [stubborn, '1', '', word] });
		const failed = expect(running).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
		await until(() => processes(word).length >= 3, 30);
		const [supervisor] = processes('supervisor.js', word);
		process.kill(supervisor as number, 'SIGKILL');
		await failed;
		expect(await until(() => processes(word).length === 0, 2)).toBeLessThan(2);
	});

	it.each([
		['plain', 'stubborn.cjs', ''],
		['setsid', 'stubborn.cjs', 'setsid'],
		['a child that runs its own child', 'nesting.ts', ''],
	])('when the parent is killed with -9 (%s); its workspace goes with the next use', async (_title, name, setsid) => {
		const parent = bundled('parent.ts');
		const inner = name.endsWith('.ts') ? [bundled(name), stubborn, '', word] : [stubborn, '2', setsid, word];
		const child = spawn(node, [parent, ...inner], { env: process.env, stdio: ['ignore', 'pipe', 'inherit'] });
		let out = '';
		child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
		await until(() => processes(word).filter((pid) => pid !== child.pid).length >= 4 && out.includes('workspace'), 8);
		const { workspace } = JSON.parse(out.split('\n').find((line) => line.startsWith('{')) ?? '{}') as { workspace: string };
		const pids = processes(word).filter((pid) => pid !== child.pid);
		expect(pids.length).toBeGreaterThanOrEqual(4);
		process.kill(child.pid as number, 'SIGKILL');
		const seconds = await until(() => !pids.some(lives), 4);
		console.log(`gone ${seconds.toFixed(2)} s after kill -9`);
		expect(seconds).toBeLessThan(2);
		expect(existsSync(workspace)).toBe(true);
		await sweepWorkspaces();
		expect(existsSync(workspace)).toBe(false);
	});
});

describe('startNodeProgram and serveChild', () => {
	let answering: string;
	beforeAll(() => {
		answering = bundled('answering.ts');
	});

	it('answers by ask and by messages, in order', async () => {
		const child = startNodeProgram(answering);
		const partial: number[] = [];
		expect(await child.ask({ do: 'count', n: 4 }, (reply: number) => partial.push(reply))).toBe(4);
		expect(partial).toEqual([1, 2, 3]);
		expect(((await child.ask({ do: 'big' })) as string).length).toBe(3_000_000);
		child.send({ do: 'print' });
		child.send({ do: 'count', n: 3 });
		child.end();
		const seen: unknown[] = [];
		for await (const message of child.messages) seen.push(message);
		expect(seen).toEqual([1, 2, 3]);
		expect(await child.done).toMatchObject({ code: 0 });
	});

	it('carries an error of the handler with code, fix and details, and lives on', async () => {
		const child = startNodeProgram(answering);
		await expect(child.ask({ do: 'fail' })).rejects.toMatchObject({ code: 'UNSPEAKABLE', fix: 'Rewrite scene 3.', details: { scene: 3 } });
		expect(await child.ask({ do: 'count', n: 2 })).toBe(2);
		child.kill();
		await child.done;
	});

	it('turns a crash into an error with the last words and a fix', async () => {
		const child = startNodeProgram(answering);
		const asked = expect(child.ask({ do: 'crash' })).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
		await expect(child.done).rejects.toMatchObject({
			message: expect.stringContaining('answering'),
			fix: expect.any(String),
			details: { stderrTail: expect.stringContaining('fallen over') },
		});
		await asked;
		await expect(child.ask({ do: 'count', n: 1 })).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
	});

	it('keeps to its heap limit and says so', async () => {
		const child = startNodeProgram(answering, { maxOldSpaceMb: 40 });
		await expect(child.ask({ do: 'eat' })).rejects.toMatchObject({
			code: 'ENGINE_FAILED',
			message: expect.stringContaining('out of memory'),
		});
	});

	it('is ended when it has answered all and does not leave', async () => {
		const child = startNodeProgram(answering);
		expect(await child.ask({ do: 'count', n: 2 })).toBe(2);
		child.send({ do: 'stay' });
		child.end();
		await child.done;
		const seen: unknown[] = [];
		for await (const message of child.messages) seen.push(message);
		expect(seen).toEqual([]);
		expect(processes(answering)).toEqual([]);
	});

	it('is ended by the signal and by kill', async () => {
		const controller = new AbortController();
		const child = startNodeProgram(answering, { signal: controller.signal });
		const asked = expect(child.ask({ do: 'hang' })).rejects.toMatchObject({ code: 'CANCELLED' });
		controller.abort();
		await asked;
		await expect(child.done).rejects.toMatchObject({ code: 'CANCELLED' });
		const other = startNodeProgram(answering);
		other.send({ do: 'hang' });
		other.kill();
		await other.done;
		const seen: unknown[] = [];
		for await (const message of other.messages) seen.push(message);
		expect(seen).toEqual([]);
		expect(processes(answering)).toEqual([]);
	});
});
