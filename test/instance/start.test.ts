/** npm start as a newcomer runs it: the plug is pulled at about 80 % of the film, and --resume finishes it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive, harness, keptScenes, root, shippedWorkflow, until, type Workflow } from './harness';
import { ledgerRows } from './ledger';

const folder = mkdtempSync(join(tmpdir(), 'ai-operator-start-'));
const user = join(folder, 'user');
const out = join(folder, 'out');
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

function start(...args: string[]) {
	const child = spawn(process.execPath, [join(root, 'instance', 'run.mjs'), 'start', ...args], {
		cwd: root,
		env: { ...process.env, AI_OPERATOR_INSTANCE: user, INIT_CWD: folder },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += String(data)));
	// What it said last may arrive after its exit.
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	return { pid: child.pid!, ended, text: () => text };
}

const script = `# The lake above two oceans

Gatun Lake lies 26 metres above the sea.

Ships climb to it through three locks of water.

A full crossing takes eight to ten hours.

The canal is about 80 kilometres long.

Each chamber is 305 metres long and 33 metres wide.

Rain alone fills the lake again.`;

const scenes = () => keptScenes(user);
function revisions(): Record<string, number> {
	const rows = ledgerRows<{ part: string; n: number }>(user, 'SELECT part, count(*) AS n FROM part GROUP BY asset_id, part');
	return Object.fromEntries(rows.map(({ part, n }) => [part, n]));
}

test('the plug is pulled while the film is drawn: --resume goes on with it and makes nothing again', async () => {
	const nothing = start('--resume', '--exit');
	expect(await nothing.ended).toBe(1);
	expect(nothing.text()).toContain('no run to resume');

	writeFileSync(join(folder, 'lake.md'), script);
	const first = start('--script', 'lake.md', '--voice', 'joe', '--out', 'out');
	// Six scenes, and the ways from one to the next: of those, cuts leave no piece.
	let over = false;
	void first.ended.then(() => (over = true));
	const drawn = await until('five of the pieces', 400, () => {
		if (over) throw new Error(`npm start ended before it was killed:\n${first.text()}`);
		const now = scenes();
		return Object.keys(now).length >= 5 ? now : null;
	});
	const all = [first.pid, ...harness.descendants(first.pid)];
	// Everything of Node's goes at once, as when the power fails; the children have to notice.
	for (const pid of all) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// ended meanwhile
		}
	}
	await first.ended;
	await until('the end of all children', 3, () => all.every((pid) => !alive(pid)));
	const before = revisions();
	expect(before.voice).toBe(1);
	expect(before.video).toBeUndefined();

	const second = start('--resume', '--exit');
	const code = await second.ended;
	expect({ code, text: code === 0 ? '' : second.text() }).toEqual({ code: 0, text: '' });
	expect(revisions()).toEqual({ ...before, video: 1 });
	expect(scenes()).toMatchObject(drawn);
	const [asset] = readdirSync(out);
	expect(readdirSync(join(out, asset!))).toEqual(
		expect.arrayContaining([
			'video.mp4',
			'thumbnail-1.png',
			'thumbnail-2.png',
			'thumbnail-3.png',
			'captions.srt',
			'script.md',
			'recipe.json',
		]),
	);

	const finished = start('--resume', '--exit');
	expect(await finished.ended).toBe(1);
	expect(finished.text()).toContain('The last run is finished');
	expect(existsSync(join(user, 'start.pid'))).toBe(false);

	// Another of the README's three: one sentence changed in the film's own script.md.
	const file = join(out, asset!, 'script.md');
	const said = 'A whole crossing takes nine hours.';
	const text = readFileSync(file, 'utf8');
	expect(text).toContain('A full crossing takes eight to ten hours.');
	writeFileSync(file, text.replaceAll('A full crossing takes eight to ten hours.', said));
	const once = scenes();
	const third = start('--exit', '--script', file, '--voice', 'joe', '--out', 'out');
	const changed = await third.ended;
	expect({ changed, text: changed === 0 ? '' : third.text() }).toEqual({ changed: 0, text: '' });
	expect(readdirSync(out)).toEqual([asset]);
	expect(readFileSync(join(out, asset!, 'captions.srt'), 'utf8').replace(/\n\n\d+\n[^\n]*\n|\s+/g, ' ')).toContain(said);
	expect(readFileSync(join(out, asset!, 'script.md'), 'utf8')).toContain(said);
	// What was drawn before is as it was. New are at most the changed scene, the one before it, which lasts until its first word, and the
	// ways into, between and out of the two.
	expect(scenes()).toMatchObject(once);
	const drawnAnew = Object.keys(scenes()).length - Object.keys(once).length;
	expect(drawnAnew).toBeGreaterThan(0);
	expect(drawnAnew).toBeLessThanOrEqual(5);
}, 900_000);

test('--making reaches the nodes that ask for it; what cannot go together is refused', async () => {
	const { configure } = (await import('../../instance/start.mjs' as string)) as {
		configure(workflow: Workflow, options: object, out: string): Workflow;
	};
	const wide = configure(shippedWorkflow(), { sources: [], feeds: [], making: 'video' }, out);
	const of = (name: string) => wide.nodes.find((node) => node.name === name)!.parameters;
	expect(of('Read sources').making).toBe('video');
	expect(of('Publish').folder).toBe(out);
	for (const [args, says] of [
		[['--resume', '--voice', 'joe'], '--resume goes on as the run was begun'],
		[['--making', 'film'], '--making is short or video'],
	] as const) {
		const refused = start(...args);
		expect(await refused.ended).toBe(1);
		expect(refused.text()).toContain(says);
	}
}, 900_000);

const linux = process.platform === 'linux' ? test : test.skip;
linux(
	'a start that was killed and not reaped, or whose id another program took, does not hold the folder',
	async () => {
		const { startRuns } = (await import('../../instance/start.mjs' as string)) as { startRuns(pid: number): boolean };
		// The shell becomes a program that never waits for its child: the child stays as a zombie, as under a container's first process.
		const sleeper = (name: string) => `"${process.execPath}" -e "setTimeout(() => {}, 60000)" -- ${name} start & echo $!; exec sleep 60`;
		for (const [name, runs] of [
			['/x/instance/tasks.mjs', true],
			['/x/other.mjs', false],
		] as const) {
			const parent = spawn('/bin/sh', ['-c', sleeper(name)], { stdio: ['ignore', 'pipe', 'ignore'] });
			const pid = Number(await new Promise((resolve) => parent.stdout.once('data', (data) => resolve(String(data)))));
			try {
				// Until then the shell may still reap it.
				await until('the shell to become the sleeper', 30, () => readFileSync(`/proc/${parent.pid}/cmdline`, 'utf8').startsWith('sleep'));
				await until('its command line', 5, () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('start'));
				expect(startRuns(pid)).toBe(runs);
				process.kill(pid, 'SIGKILL');
				await until('a zombie', 5, () => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
				expect(startRuns(pid)).toBe(false);
			} finally {
				parent.kill('SIGKILL');
			}
		}
	},
	900_000,
);
