/** Bad input, the stop button and kill -9 inside a real n8n. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';
import {
	alive,
	below,
	chain,
	failureOf,
	openServer,
	output,
	packChildren,
	runToEnd,
	until,
	type Execution,
	type Server,
	type Workflow,
} from './harness';
import { ledgerRows } from './ledger';

const script = (mark: string) => `# A test of ${mark}

Ice floats because it is lighter than the water it came from. This is the tale of ${mark}.

A litre of ice weighs about 917 grams, and a litre of water about 1,000.

So nine tenths of an iceberg stay under the surface, where nobody sees them.`;

/** A small road: own script, voice, vertical film, folder. The default voice speaks long enough to be met at work, the other one is fast. */
const road = (mark: string, engine = 'piper'): Workflow =>
	chain(`Faults ${mark}`, [
		{
			name: 'Write',
			type: 'scriptGenerator',
			parameters: { operation: 'own', script: script(mark), channel: 'faults', making: 'short', options: {} },
		},
		{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine, options: {} } },
		{ name: 'Render', type: 'video', parameters: { operation: 'render', shape: '9:16', options: {} } },
		{
			name: 'Publish',
			type: 'publisher',
			parameters: { operation: 'publish', platform: 'folder', folder: '', pattern: '{channel}/{slug}' },
		},
	]);

let server: Awaited<ReturnType<typeof openServer>>;
let temporary: string;
let web: HttpServer;
let site: string;
/** Requests that are never answered. */
const waiting = new Set<unknown>();

const pages: Record<string, { type: string; body: string | Buffer; status?: number }> = {
	'/malformed.xml': { type: 'application/xml', body: '<rss><channel><item><title>Broken' },
	'/empty.xml': {
		type: 'application/rss+xml',
		body: '<?xml version="1.0"?><rss version="2.0"><channel><title>Empty</title></channel></rss>',
	},
	'/huge.xml': { type: 'application/rss+xml', body: Buffer.alloc(40_000_000, 'a') },
	'/login.html': { type: 'text/html', body: '<html><body><form><input name="user"><input type="password"></form></body></html>' },
	'/three.html': {
		type: 'text/html',
		body: '<html><head><title>Short</title></head><body><article><h1>Short</h1><p>One thing happened. It was small. Nobody came.</p></article></body></html>',
	},
	'/image.png': { type: 'image/png', body: Buffer.from('89504e470d0a1a0a', 'hex') },
};

beforeAll(async () => {
	temporary = mkdtempSync(join(tmpdir(), 'ai-operator-faults-'));
	web = createServer((request, response) => {
		if (request.url === '/never.html') {
			waiting.add(response);
			response.on('close', () => waiting.delete(response));
			return;
		}
		const page = pages[request.url ?? ''];
		response.writeHead(page ? (page.status ?? 200) : 404, { 'content-type': page?.type ?? 'text/html' });
		response.end(page?.body ?? 'Not found');
	});
	await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
	const { port } = web.address() as AddressInfo;
	site = `http://127.0.0.1:${port}`;
	server = await openServer({ AI_OPERATOR_TMP: temporary, AI_OPERATOR_ALLOW_HOSTS: `127.0.0.1:${port}` });
}, 900_000);
afterAll(async () => {
	await server?.remove();
	web?.close();
	web?.closeAllConnections();
	if (temporary) rmSync(temporary, { recursive: true, force: true, maxRetries: 20 });
});

const failures = (execution: Execution, node: string) =>
	output(execution, node)[0]?.map((item) => item.json as { error?: string; details?: { fix?: string; code?: string } }) ?? [];

test('bad sources: each item fails with its cause and next step, the good one goes on', async () => {
	const items = [...Object.keys(pages), '/missing.html'].map((path) => ({ links: `${site}${path}`, text: '' }));
	const good = {
		links: '',
		text: `# Ice\n\n${script('sources').split('\n').slice(2).join('\n')}\n\nAn iceberg can last for years. The largest ever measured was longer than 150 kilometres. Salt water freezes at about minus 2 degrees Celsius. Fresh water freezes at 0 degrees Celsius.`,
	};
	const execution = await runToEnd(
		server,
		chain(
			'Bad sources',
			[
				{
					name: 'Scout',
					type: 'topicScout',
					onError: 'continueRegularOutput',
					parameters: {
						operation: 'read',
						channel: 'faults',
						making: 'short',
						sourceLinks: '={{ $json.links }}',
						text: '={{ $json.text }}',
						title: '',
						options: {},
					},
				},
			],
			[...items, good],
		),
	);
	expect(failureOf(execution)).toBeUndefined();
	const out = failures(execution, 'Scout');
	expect(out).toHaveLength(items.length + 1);
	for (const [i, item] of out.slice(0, -1).entries()) {
		// Three sentences are a source, though not enough for a script.
		if (items[i]!.links.endsWith('/three.html') && !item.error) continue;
		expect(item.error).toBeTruthy();
		expect(item.details?.fix).toBeTruthy();
	}
	expect(out.at(-1)!.error).toBeUndefined();
	expect((out.at(-1) as unknown as Envelope).sources).toHaveLength(1);
}, 900_000);

test('without "continue on fail" the bad item is left out with a hint, and private addresses are refused', async () => {
	const execution = await runToEnd(
		server,
		chain(
			'Left out',
			[
				{
					name: 'Scout',
					type: 'topicScout',
					parameters: {
						operation: 'read',
						channel: 'faults',
						making: 'short',
						sourceLinks: '={{ $json.links }}',
						text: '={{ $json.text }}',
						title: '',
						options: {},
					},
				},
			],
			[
				{ links: 'http://169.254.169.254/latest/meta-data', text: '' },
				{ links: '', text: `# Ice\n\n${script('two').split('\n').slice(2).join('\n')}` },
			],
		),
	);
	expect(failureOf(execution)).toBeUndefined();
	expect(output(execution, 'Scout')[0]).toHaveLength(1);
	const hints = execution.data.resultData.runData.Scout![0]!.hints ?? [];
	expect(hints.some((hint) => hint.type === 'danger' && /Item 0 failed/.test(hint.message))).toBe(true);
}, 900_000);

test('with an error output the failed item leaves there, with what it was and what to do', async () => {
	const workflow = chain(
		'Error output',
		[
			{
				name: 'Write',
				type: 'scriptGenerator',
				onError: 'continueErrorOutput',
				parameters: { operation: 'own', script: '={{ $json.script }}', channel: 'faults', making: 'short', options: {} },
			},
		],
		[{ script: '', row: 7 }, { script: script('the error output') }],
	);
	const execution = await runToEnd(server, workflow);
	const [good, bad] = output(execution, 'Write');
	expect(good).toHaveLength(1);
	expect(bad).toHaveLength(1);
	expect(bad![0]!.json).toMatchObject({ row: 7, error: expect.stringMatching(/empty/) as string, details: { code: 'INPUT' } });
}, 900_000);

test('text that no voice can say fails alone and names what it found', async () => {
	const write = (text: string) => ({ script: `# Test\n\n${text}` });
	const execution = await runToEnd(
		server,
		chain(
			'Unsayable',
			[
				{
					name: 'Write',
					type: 'scriptGenerator',
					onError: 'continueRegularOutput',
					parameters: { operation: 'own', script: '={{ $json.script }}', channel: 'faults', making: 'short', options: {} },
				},
				{
					name: 'Speak',
					type: 'voice',
					onError: 'continueRegularOutput',
					parameters: { operation: 'speak', engine: 'piper', options: {} },
				},
			],
			[write('Это предложение написано кириллицей, и голос его не знает.'), write('This one is plain English, and it is spoken.')],
		),
	);
	const out = failures(execution, 'Speak');
	expect(out[0]!.error).toBeTruthy();
	expect(out[0]!.details).toMatchObject({ code: 'UNSPEAKABLE', fix: expect.stringMatching(/\S/) as string });
	expect((out[1] as unknown as Envelope).voice!.durationSeconds).toBeGreaterThan(1);
}, 900_000);

test('the stop button while a page does not answer: the request is given up', async () => {
	const id = await server.importWorkflow(
		chain('Stop topic', [
			{
				name: 'Scout',
				type: 'topicScout',
				parameters: {
					operation: 'read',
					channel: 'faults',
					making: 'short',
					sourceLinks: `${site}/never.html`,
					text: '',
					title: '',
					options: {},
				},
			},
		]),
	);
	const execution = await server.run(id, 'Start');
	await until('the request', 120, () => waiting.size > 0);
	await server.stopExecution(execution);
	await until('the end of the request', 2.5, () => waiting.size === 0);
}, 900_000);

/** Waits until the child program of a stage is at work in an execution. */
const atWork = (pid: number, child: 'speak' | 'render') =>
	until(`${child} at work`, 300, () => (packChildren(pid, child).length ? packChildren(pid, child) : null));

test.each(['speak', 'render'] as const)(
	'the stop button while n8n is at "%s": children are gone within 2 s, and the next run finishes',
	async (child) => {
		const workflow = road(`stop ${child}`, child === 'speak' ? 'kokoro' : 'piper');
		const id = await server.importWorkflow(workflow);
		const execution = await server.run(id, 'Start');
		await atWork(server.process.pid, child);
		const children = packChildren(server.process.pid);
		await server.stopExecution(execution);
		await until('the end of the children', 2.5, () => children.every((pid) => !alive(pid)));
		const again = await server.finished(await server.run(id, 'Start'), { timeoutSeconds: 600 });
		expect(failureOf(again)).toBeUndefined();
		expect((output(again, 'Publish')[0]![0]!.json as unknown as Envelope).published).toHaveLength(1);
	},
	900_000,
);

/** Counts of part revisions in the ledger file, and its integrity. */
function ledgerState(of: Server): { integrity: string; revisions: Record<string, number> } {
	const [integrity] = ledgerRows<{ integrity_check: string }>(of.userFolder, 'PRAGMA integrity_check');
	const rows = ledgerRows<{ asset: string; part: string; n: number }>(
		of.userFolder,
		'SELECT asset_id AS asset, part, COUNT(*) AS n FROM part GROUP BY asset_id, part',
	);
	return {
		integrity: integrity!.integrity_check,
		revisions: Object.fromEntries(rows.map((row) => [`${row.asset}/${row.part}`, row.n])),
	};
}

test.each(['speak', 'render'] as const)(
	'kill -9 of n8n at "%s": no orphan after 2 s, ledger whole, nothing finished is made again',
	async (child) => {
		const workflow = road(`kill ${child}`, child === 'speak' ? 'kokoro' : 'piper');
		const id = await server.importWorkflow(workflow);
		await server.run(id, 'Start');
		await atWork(server.process.pid, child);
		const launchers = packChildren(server.process.pid, 'launcher');
		const children = [...packChildren(server.process.pid), ...launchers];
		expect(launchers).toHaveLength(1);
		expect(children.length).toBeGreaterThan(1);
		await server.stop({ signal: 'SIGKILL' });
		await until('the end of the children', 2.5, () => children.every((pid) => !alive(pid)));
		const before = ledgerState(server);
		expect(before.integrity).toBe('ok');
		await server.start();
		const again = await server.finished(await server.run(id, 'Start'), { timeoutSeconds: 600 });
		expect(failureOf(again)).toBeUndefined();
		const after = ledgerState(server);
		expect(after.integrity).toBe('ok');
		// What was finished before the kill has exactly one revision still.
		for (const [part, count] of Object.entries(before.revisions)) expect({ part, count: after.revisions[part] }).toEqual({ part, count });
		expect(below(temporary).filter((name) => /(video|voice|voicewords|voice-words|sources|speak|render|input)-\d+/.test(name))).toEqual([]);
	},
	900_000,
);

test('kill -9 of a render child: that run fails with its cause or recovers, n8n lives, and the next run finishes', async () => {
	const workflow = road('child');
	const id = await server.importWorkflow(workflow);
	const execution = await server.run(id, 'Start');
	const [victim] = await atWork(server.process.pid, 'render');
	process.kill(victim!, 'SIGKILL');
	const ended = await server.finished(execution, { timeoutSeconds: 600 });
	if (ended.status !== 'success') expect(failureOf(ended)).toMatch(/\S/);
	await until('the end of the children', 3, () => packChildren(server.process.pid).length === 0);
	const again = await server.finished(await server.run(id, 'Start'), { timeoutSeconds: 600 });
	expect(failureOf(again)).toBeUndefined();
}, 900_000);

test('two executions at once fetch, speak and render one asset without harm', async () => {
	const workflow = road('twice');
	const id = await server.importWorkflow(workflow);
	const runs = await Promise.all([server.run(id, 'Start'), server.run(id, 'Start')]);
	const ends = await Promise.all(runs.map((run) => server.finished(run, { timeoutSeconds: 600 })));
	for (const end of ends) expect(failureOf(end)).toBeUndefined();
	const ids = ends.map((end) => (output(end, 'Publish')[0]![0]!.json as unknown as Envelope).asset.id);
	expect(new Set(ids).size).toBe(1);
}, 900_000);
