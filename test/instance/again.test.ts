/** An asset run again after n8n was killed right after a part was finished: what is finished starts no program and is not made again. */
import type { Envelope } from '../../engine/asset';
import { ASKED_MS, chain, commandOf, failureOf, openServer, output, packChildren, until, type Execution, type Workflow } from './harness';
import { ledgerRows, statusOf } from './ledger';

let server: Awaited<ReturnType<typeof openServer>> & { env?: Record<string, string> };
beforeAll(async () => {
	server = await openServer();
}, 900_000);
afterAll(() => server?.remove());

/** `more` sentences make the film longer. */
const road = (mark: string, options: Record<string, unknown> = {}, more = 0): Workflow =>
	chain(`Again ${mark}`, [
		{
			name: 'Write',
			type: 'scriptGenerator',
			parameters: {
				operation: 'own',
				script: `# The lock of ${mark}\n\nShips of ${mark} climb through three locks.\n\nRain of ${mark} fills the lake again.${Array.from({ length: more }, (_, i) => `\n\nGate ${i + 1} of ${mark} stays closed.`).join('')}`,
				channel: 'again',
				making: 'short',
				options: {},
			},
		},
		{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'piper', options: {} } },
		{ name: 'Render', type: 'video', parameters: { operation: 'render', shape: '9:16', pictures: 'none', options } },
		{
			name: 'Publish',
			type: 'publisher',
			parameters: { operation: 'publish', platform: 'folder', folder: '', pattern: '{channel}/{slug}' },
		},
	]);

const rows = <T>(query: string): T[] => ledgerRows<T>(server.userFolder, query);
const revisions = () => rows<{ part: string; n: number }>('SELECT part, count(*) AS n FROM part GROUP BY asset_id, part').map(({ n }) => n);
const partsOf = (asset: string) =>
	rows<{ part: string }>(`SELECT part FROM part WHERE asset_id = '${asset}' AND part IN ('script', 'voice', 'video') ORDER BY part`).map(
		({ part }) => part,
	);

/** Which of our programs run until something happens. */
async function programsUntil<T>(end: Promise<T>): Promise<{ programs: string[]; end: T }> {
	const programs = new Set<string>();
	const looking = setInterval(() => {
		for (const command of packChildren(server.process.pid).map(commandOf))
			for (const name of ['speak', 'render']) if (command.includes(`/children/${name}.js`)) programs.add(name);
	}, 40);
	try {
		return { end: await end, programs: [...programs].sort() };
	} finally {
		clearInterval(looking);
	}
}

/** Runs a workflow to its end and says which of our programs ran meanwhile. */
async function programsOf(id: string): Promise<{ programs: string[]; envelope: Envelope }> {
	const run = await server.run(id, 'Start');
	const { programs, end } = await programsUntil(server.finished(run, { timeoutSeconds: 600 }));
	expect(failureOf(end)).toBeUndefined();
	return { programs, envelope: output(end, 'Publish')[0]![0]!.json as unknown as Envelope };
}

/** Restarts n8n so that it kills itself at a failpoint. */
async function restart(failpoint: string | null): Promise<void> {
	await server.stop();
	const { AI_OPERATOR_FAILPOINT: _before, ...env } = server.env ?? {};
	server.env = failpoint ? { ...env, AI_OPERATOR_FAILPOINT: failpoint } : env;
	await server.start();
}
async function killed(): Promise<void> {
	const moment = () => new Promise((resolve) => setTimeout(resolve, 200));
	expect(await until('the kill', 600, async () => await Promise.race([server.exited, moment()]))).toMatchObject({ signal: 'SIGKILL' });
}
const newestAsset = () => rows<{ id: string }>('SELECT id FROM asset ORDER BY created_at DESC LIMIT 1')[0]!.id;

test('killed each time that a part was finished: what is finished starts no program, and only the next part is made', async () => {
	const id = await server.importWorkflow(road('parts'));
	let asset = '';
	for (const [part, programs] of [
		['script', []],
		['voice', ['speak']],
		['video', ['render']],
	] as const) {
		await restart('part-put');
		const before = part === 'script' ? [] : partsOf(asset);
		await server.run(id, 'Start');
		expect({ part, programs: (await programsUntil(killed())).programs }).toEqual({ part, programs });
		asset ||= newestAsset();
		expect(newestAsset()).toBe(asset);
		expect(partsOf(asset)).toEqual([...before, part].sort());
	}
	await restart(null);
	const again = await programsOf(id);
	expect(again.programs).toEqual([]);
	expect(again.envelope.asset.id).toBe(asset);
	expect(again.envelope.published).toHaveLength(1);
	expect(partsOf(asset)).toEqual(['script', 'video', 'voice']);
	// Once more: nothing at all.
	expect((await programsOf(id)).programs).toEqual([]);
	expect(revisions().every((n) => n === 1)).toBe(true);
}, 900_000);

const ranTimes = (execution: Execution) => Object.entries(execution.data.resultData.runData).map(([name, runs]) => [name, runs.length]);

/**
 * While it starts, n8n first resumes what waited and then writes "crashed" over every run that its log shows unfinished, also over those it has
 * just resumed. The resumed run goes on all the same and writes its own end later.
 */
test.each(['job-performed', 'job-ended'])(
	'killed at %s while the execution waits: it goes on by itself with the finished film, and that is what n8n shows in the end',
	async (point) => {
		let execution = '';
		let before: unknown[] = [];
		for (let tries = 0; statusOf(server.userFolder, execution) !== 'waiting'; tries++) {
			// Once a minute n8n looks again, and the kill may fall into that moment: then the run is another case, the one below.
			expect(tries).toBeLessThan(4);
			if (tries) await restart(null);
			const id = await server.importWorkflow(road(tries ? `${point} ${tries}` : point, { inPlaceSeconds: 0 }, 4));
			before = rows('SELECT key FROM job');
			await restart(point);
			execution = await server.run(id, 'Start');
			await killed();
		}
		const asset = newestAsset();
		expect(partsOf(asset)).toEqual(['script', 'video', 'voice']);
		await restart(null);
		const end = await until(
			'the end of the run',
			600,
			async () => {
				const now = await server.execution(execution);
				return now.status === 'success' ? now : null;
			},
			ASKED_MS,
		);
		expect(failureOf(end)).toBeUndefined();
		expect(ranTimes(end).map(([name]) => name)).toContain('Publish');
		expect((output(end, 'Publish')[0]![0]!.json as unknown as Envelope).asset.id).toBe(asset);
		expect(end.data.resultData.runData.Speak).toHaveLength(1);
		expect(revisions().every((n) => n === 1)).toBe(true);
		expect(rows('SELECT key FROM job')).toEqual(before);
		// n8n's own look at unfinished runs is over: nothing changes it any more, and nothing runs a second time.
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		expect((await server.execution(execution)).status).toBe('success');
	},
	900_000,
);

/** Runs that are killed at work, not waiting, are over for n8n: "crashed". The next run finds everything. */
test.each([
	['worker-released', 0],
	['job-left', 100],
] as const)(
	'killed at %s, before n8n had written down what the node returned: the run is shown as crashed, and the next one is done at once',
	async (point, inPlaceSeconds) => {
		const id = await server.importWorkflow(road(point, { inPlaceSeconds }));
		await restart(point);
		const execution = await server.run(id, 'Start');
		await killed();
		await restart(null);
		// It says at which node, where n8n's error workflow reads it; n8n may write that a moment after the status.
		const end = await until(
			'the crashed run',
			120,
			async () => {
				const now = await server.execution(execution);
				expect(['running', 'crashed']).toContain(now.status);
				return now.status === 'crashed' && failureOf(now) ? now : null;
			},
			ASKED_MS,
		);
		expect(failureOf(end)).toMatch(/did not finish/);
		// It need not release: n8n would look again in a minute.
		const again = await programsOf(await server.importWorkflow(road(point, { inPlaceSeconds: 100 })));
		if (point === 'job-left') expect(again.programs).toEqual([]);
		expect(again.envelope.published).toHaveLength(1);
		expect(revisions().every((n) => n === 1)).toBe(true);
	},
	900_000,
);
