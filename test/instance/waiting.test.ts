/** Long jobs in a real n8n: the worker released and the execution resumed, single steps, an unwired loop, an agent's tool, kill -9 while waiting. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	alive,
	ASKED_MS,
	chain,
	DONE,
	failureOf,
	keptScenes,
	openServer,
	output,
	packChildren,
	until,
	type Execution,
	type Item,
	type Workflow,
} from './harness';
import { ledgerRows } from './ledger';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
	server = await openServer();
}, 900_000);
afterAll(async () => {
	await server?.remove();
});

/** Every sentence is the mark's own: scenes drawn for another test are not reused. */
const script = (mark: string, sentences: number) =>
	[
		`# The lake of ${mark}`,
		...[
			`Gatun Lake lies 26 metres above the sea of ${mark}.`,
			`Ships of ${mark} climb to it through three locks of water.`,
			`A full crossing to ${mark} takes eight to ten hours.`,
			`The canal of ${mark} is about 80 kilometres long.`,
			`Each chamber of ${mark} is 305 metres long and 33 metres wide.`,
		].slice(0, sentences),
		`Rain alone fills the lake of ${mark} again.`,
	].join('\n\n');

/** Script → voice → film of `sentences` and one more → an end. `inPlaceSeconds` 0 releases the worker at once. */
function road(
	mark: string,
	{
		inPlaceSeconds = 0,
		sentences = 2,
		between = [],
		items,
	}: { inPlaceSeconds?: number; sentences?: number; between?: Parameters<typeof chain>[1]; items?: Record<string, unknown>[] } = {},
): Workflow {
	return chain(
		`Waiting ${mark}`,
		[
			{
				name: 'Write',
				type: 'scriptGenerator',
				parameters: {
					operation: 'own',
					script: items ? '={{ $json.script }}' : script(mark, sentences),
					channel: 'waiting',
					making: 'short',
					options: {},
				},
			},
			{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'piper', options: {} } },
			...between,
			{
				name: 'Render',
				type: 'video',
				onError: 'continueRegularOutput',
				parameters: { operation: 'render', shape: '9:16', pictures: 'none', options: { inPlaceSeconds } },
			},
			{ name: 'End', type: 'n8n-nodes-base.noOp', parameters: {} },
		],
		items,
	);
}

/** Once the execution waits while its render children are at work. */
const released = (execution: string) =>
	until(
		'the release of the worker',
		300,
		async () => {
			const now = await server.execution(execution);
			if (now.status === 'error') throw new Error(failureOf(now));
			return now.status === 'waiting' && packChildren(server.process.pid, 'render').length ? now : null;
		},
		ASKED_MS,
	);
const runs = (execution: Execution, node: string) => execution.data.resultData.runData[node] ?? [];
const hintsOf = (execution: Execution, node: string) =>
	runs(execution, node).flatMap((run) => (run.hints ?? []).map((hint) => hint.message));
/** What left on Done; failures by their message. */
const film = (execution: Execution): Item[] => output(execution, 'Render')[DONE] ?? [];
const oneFilm = (execution: Execution): void =>
	expect(film(execution).map(({ json }) => json.error ?? Boolean(json.video?.file.sha256))).toEqual([true]);

const ledger = <T>(query: string): T[] => ledgerRows<T>(server.userFolder, query);
const filmsOf = (asset: string) =>
	ledger<{ n: number }>(`SELECT count(*) AS n FROM part WHERE asset_id = '${asset}' AND part = 'video'`)[0]!.n;

test('the worker is released while the job runs; failures wait with the films, and all leave together on Done', async () => {
	// The second item's first sentence is changed after it was spoken: its job fails, long before the first is done.
	const changed = {
		name: 'Change',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			mode: 'raw',
			jsonOutput:
				'={{ JSON.stringify($itemIndex === 1 ? { ...$json, script: { ...$json.script, scenes: $json.script.scenes.map((s) => ({ ...s, narration: "Never spoken." })) } } : $json) }}',
			options: {},
		},
	};
	const items = ['release', 'failure'].map((mark) => ({ script: script(mark, 5) }));
	const id = await server.importWorkflow(road('release', { between: [changed], items }));
	const execution = await server.run(id, 'Start');
	const waiting = await released(execution);
	expect(film(waiting)).toHaveLength(0);
	expect(runs(waiting, 'End')).toHaveLength(0);
	expect(hintsOf(waiting, 'Render').join()).toMatch(/Still at work \(render, (one item|2 items)\)/);
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	expect(failureOf(done)).toBeUndefined();
	const [good, bad] = film(done);
	expect(good!.json.video!.durationSeconds).toBeGreaterThan(10);
	expect(good!.binary!.video!.mimeType).toBe('video/mp4');
	expect(bad!.json).toMatchObject({ error: expect.stringContaining('changed after it was spoken') as string, details: { code: 'INPUT' } });
	expect([good!.pairedItem, bad!.pairedItem]).toEqual([{ item: 0 }, { item: 1 }]);
	expect(runs(done, 'End')).toHaveLength(1);
	expect(output(done, 'End')[0]).toHaveLength(2);
	// What came in is what it was, and nothing is left of the jobs.
	expect(output(done, 'Change')).toEqual(output(waiting, 'Change'));
	expect(ledger('SELECT * FROM job')).toEqual([]);
	expect(filmsOf(good!.json.asset!.id)).toBe(1);
	// The same again: at once, though it would release at once.
	const again = await server.finished(await server.run(id, 'Start'), { timeoutSeconds: 600 });
	expect(film(again)[0]!.json.video!.file.sha256).toBe(good!.json.video!.file.sha256);
	expect(filmsOf(good!.json.asset!.id)).toBe(1);
}, 900_000);

test('within the time in place nothing is released', async () => {
	const execution = await server.run(await server.importWorkflow(road('in place', { inPlaceSeconds: 600 })), 'Start');
	const seen = new Set<string>();
	const done = await server.finished(execution, {
		timeoutSeconds: 600,
		onPoll: ({ status }: { status: string }) => seen.add(status),
	} as { timeoutSeconds: number });
	oneFilm(done);
	expect(seen.has('waiting')).toBe(false);
	expect(runs(done, 'Render')).toHaveLength(1);
	expect(hintsOf(done, 'Render').join()).not.toMatch(/in place|Still at work/);
}, 900_000);

test('a single step executed waits in place, with a hint', async () => {
	const id = await server.importWorkflow(road('step'));
	const workflow = (await server.api('GET', `/workflows/${id}`)) as Record<string, unknown>;
	const { executionId } = (await server.api('POST', `/workflows/${id}/run`, {
		workflowData: workflow,
		destinationNode: { nodeName: 'Render', mode: 'inclusive' },
		triggerToStartFrom: { name: 'Start' },
	})) as { executionId: string };
	const done = await server.finished(executionId, { timeoutSeconds: 600 });
	expect(failureOf(done)).toBeUndefined();
	oneFilm(done);
	expect(runs(done, 'Render')).toHaveLength(1);
	expect(runs(done, 'End')).toHaveLength(0);
	expect(hintsOf(done, 'Render').join()).toContain('single step');
}, 900_000);

test('a loop that is not wired waits in place, with a hint that says what to wire', async () => {
	const workflow = road('unwired');
	workflow.connections.Render!.main[0] = [];
	const done = await server.finished(await server.run(await server.importWorkflow(workflow), 'Start'), { timeoutSeconds: 600 });
	oneFilm(done);
	expect(hintsOf(done, 'Render').join()).toContain('Wire the output "Still working" back');
}, 900_000);

test('a loop through another node counts as wired', async () => {
	const workflow = road('detour');
	workflow.nodes.push({ id: 'detour', name: 'Detour', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [0, 300], parameters: {} });
	workflow.connections.Render!.main[0] = [{ node: 'Detour', type: 'main', index: 0 }];
	workflow.connections.Detour = { main: [[{ node: 'Render', type: 'main', index: 0 }]] };
	const execution = await server.run(await server.importWorkflow(workflow), 'Start');
	await released(execution);
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	oneFilm(done);
	expect(runs(done, 'Detour').length).toBeGreaterThan(0);
}, 900_000);

test('stopped while it waits in place: the children are gone within 2 s, and the next run finishes', async () => {
	const id = await server.importWorkflow(road('stop', { inPlaceSeconds: 600 }));
	const execution = await server.run(id, 'Start');
	await until('render at work', 300, () => packChildren(server.process.pid, 'render').length > 0);
	const children = packChildren(server.process.pid);
	await server.stopExecution(execution);
	await until('the end of the children', 2.5, () => children.every((pid) => !alive(pid)));
	await until('the end of the job', 20, () => ledger('SELECT * FROM job').length === 0);
	const again = await server.finished(await server.run(id, 'Start'), { timeoutSeconds: 600 });
	oneFilm(again);
}, 900_000);

test('kill -9 of n8n while the execution waits: it resumes by itself, finds what was drawn, and nothing is done twice', async () => {
	const before = keptScenes(server.userFolder);
	const execution = await server.run(await server.importWorkflow(road('kill', { sentences: 5 })), 'Start');
	await released(execution);
	const drawn = await until('a drawn scene', 200, () => {
		const now = keptScenes(server.userFolder);
		return Object.keys(now).length > Object.keys(before).length ? now : null;
	});
	const children = packChildren(server.process.pid);
	await server.stop({ signal: 'SIGKILL' });
	await until('the end of the children', 2.5, () => children.every((pid) => !alive(pid)));
	expect(ledger('SELECT state FROM job')).toEqual([{ state: 'working' }]);
	await server.start();
	// While it starts, n8n shows the resumed execution as crashed for some seconds (docs/long-jobs.md).
	const done = await until(
		'the end of the resumed execution',
		600,
		async () => {
			const now = await server.execution(execution);
			return now.status === 'success' ? now : null;
		},
		ASKED_MS,
	);
	expect(failureOf(done)).toBeUndefined();
	const [item] = film(done);
	expect(filmsOf(item!.json.asset!.id)).toBe(1);
	expect(ledger<{ n: number }>(`SELECT count(*) AS n FROM part WHERE asset_id = '${item!.json.asset!.id}' AND part = 'voice'`)[0]!.n).toBe(
		1,
	);
	expect(runs(done, 'Speak')).toHaveLength(1);
	// Scenes that were whole before the kill are the same files still.
	expect(keptScenes(server.userFolder)).toMatchObject(drawn);
	expect(ledger('SELECT * FROM job')).toEqual([]);
}, 900_000);

describe('as a tool of an AI Agent', () => {
	let vendor: HttpServer;
	interface Message {
		role: string;
		content: unknown;
		tool_call_id?: string;
	}
	/** Messages of each request to the fake model. */
	let asked: Message[][] = [];
	const wrong: string[] = [];
	let asset = '';

	beforeAll(async () => {
		// A model that calls the tool once when a person asked, and repeats what the tool said.
		vendor = createServer((request, response) => {
			let text = '';
			request.on('data', (part) => (text += String(part)));
			request.on('end', () => {
				const body = JSON.parse(text) as { messages: Message[]; tools?: { function: { name: string; parameters: unknown } }[] };
				asked.push(body.messages);
				const tool = body.tools?.[0]?.function;
				if (request.url !== '/v1/chat/completions' || !tool) wrong.push(`${request.url} ${text.slice(0, 300)}`);
				const last = body.messages.at(-1)!;
				const message =
					last.role === 'tool'
						? { role: 'assistant', content: `The tool said: ${JSON.stringify(last.content)}` }
						: {
								role: 'assistant',
								content: null,
								tool_calls: [{ id: 'call_1', type: 'function', function: { name: tool?.name, arguments: JSON.stringify({ asset }) } }],
							};
				response.writeHead(200, { 'content-type': 'application/json' }).end(
					JSON.stringify({
						id: 'chatcmpl-1',
						object: 'chat.completion',
						created: 1764000000,
						model: 'fake',
						choices: [{ index: 0, message, logprobs: null, finish_reason: last.role === 'tool' ? 'stop' : 'tool_calls' }],
						usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
					}),
				);
			});
		});
		await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => {
		vendor?.close();
		vendor?.closeAllConnections();
	});

	test('it is told the job at once, and the result when it asks again', async () => {
		// An asset with script and voice, not yet rendered.
		const workflow = road('agent');
		workflow.nodes = workflow.nodes.filter(({ name }) => name !== 'Render' && name !== 'End');
		workflow.connections.Speak = { main: [[]] };
		delete workflow.connections.Render;
		delete workflow.connections.End;
		const spoken = await server.finished(await server.run(await server.importWorkflow(workflow), 'Start'), { timeoutSeconds: 600 });
		asset = output(spoken, 'Speak')[0]![0]!.json.asset!.id;
		const { port } = vendor.address() as AddressInfo;
		const { id: credential } = (await server.api('POST', '/credentials', {
			name: 'Fake model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: `http://127.0.0.1:${port}/v1` },
		})) as { id: string };
		const node = (name: string, type: string, typeVersion: number, parameters: Record<string, unknown>) => ({
			id: name,
			name,
			type,
			typeVersion,
			position: [0, 0] as [number, number],
			parameters,
		});
		const id = await server.importWorkflow({
			name: 'Agent',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
				node('Agent', '@n8n/n8n-nodes-langchain.agent', 3, { promptType: 'define', text: 'Render the asset.', options: {} }),
				{
					...node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, { model: { __rl: true, mode: 'id', value: 'fake' }, options: {} }),
					credentials: { openAiApi: { id: credential, name: 'Fake model' } },
				} as ReturnType<typeof node>,
				node('Render film', 'n8n-nodes-ai-operator.videoTool', 1, {
					operation: 'render',
					asset: "={{ $fromAI('asset', 'id of the asset', 'string') }}",
					shape: '9:16',
					pictures: 'none',
					options: {},
				}),
			],
			connections: {
				Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
				Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
				'Render film': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			} as unknown as Workflow['connections'],
			settings: { executionOrder: 'v1' },
		});
		const ask = async () => {
			asked = [];
			const done = await server.finished(await server.run(id, 'Start'), { timeoutSeconds: 600 });
			expect(failureOf(done)).toBeUndefined();
			expect(wrong).toEqual([]);
			const content = asked.at(-1)!.at(-1)!.content;
			const text = typeof content === 'string' ? content : (content as { text: string }[])[0]!.text;
			expect(text.length).toBeLessThan(2000);
			return JSON.parse(text) as Record<string, unknown>[];
		};
		const [first] = await ask();
		expect(first).toMatchObject({ job: 'render', status: 'working', asset });
		const last = await until(
			'the result',
			600,
			async () => {
				const [now] = await ask();
				return now!.status === 'working' ? null : now;
			},
			ASKED_MS,
		);
		expect(last).toMatchObject({ job: 'render', status: 'done', id: first!.id, asset, width: 1080, height: 1920, scenes: 3 });
		expect(filmsOf(asset)).toBe(1);
		// And once more: from what is finished.
		expect(await ask()).toMatchObject([{ status: 'done', asset }]);
		expect(filmsOf(asset)).toBe(1);
	}, 900_000);
});
