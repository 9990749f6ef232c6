/** A chat model plugged into the Script Generator of a real n8n: n8n's own OpenAI node talks to a small server that checks every request. */
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Envelope } from '../../engine/asset';
import { scriptToMarkdown } from '../../engine/script';
import { EXAM } from '../../engine/script/judge/examItems';
import { chain, failureOf, openServer, output, runToEnd, shippedWorkflow, type Execution, type Workflow } from './harness';

interface ChatRequest {
	model: string;
	messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
}
type Answer =
	| { text: string }
	| { to: (question: string) => string }
	| { status: number; error: { message: string; type: string; code: string | null } }
	| { late: number };

/** What is answered to the n-th request; the last one to all after it. */
let answers: Answer[] = [];
let requests: ChatRequest[] = [];
/** What was wrong with a request: the test fails on any. */
let wrong: string[] = [];

const read = async (request: IncomingMessage): Promise<string> => {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	return body;
};

/** OpenAI's POST /chat/completions, as far as it is used here; what it does not know it refuses. */
function check(request: IncomingMessage, text: string): ChatRequest {
	const refuse = (why: string): void => void wrong.push(why);
	if (request.method !== 'POST' || request.url !== '/v1/chat/completions') refuse(`${request.method} ${request.url}`);
	if (request.headers.authorization !== 'Bearer test-key-of-the-fake') refuse(`authorization ${request.headers.authorization}`);
	const body = JSON.parse(text) as ChatRequest & { stream?: boolean; tools?: unknown; temperature?: unknown };
	if (body.model !== 'fake-writer') refuse(`model ${body.model}`);
	if (body.tools) refuse('tools were offered to the model');
	if (body.messages[0]?.role !== 'system' || body.messages.at(-1)?.role !== 'user') refuse('roles');
	for (const { role, content } of body.messages)
		if (!['system', 'user', 'assistant'].includes(role) || typeof content !== 'string' || !content) refuse(`a message of "${role}"`);
	return body;
}

const completion = (text: string): object => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1764000000,
	model: 'fake-writer',
	choices: [{ index: 0, message: { role: 'assistant', content: text, refusal: null }, logprobs: null, finish_reason: 'stop' }],
	usage: { prompt_tokens: 1234, completion_tokens: 321, total_tokens: 1555 },
});

let vendor: HttpServer;
let server: Awaited<ReturnType<typeof openServer>>;
let credential: { id: string; name: string };

beforeAll(async () => {
	vendor = createServer((request, response) => {
		void read(request).then(async (text) => {
			const body = check(request, text);
			const answer = answers[Math.min(requests.length, answers.length - 1)] as Answer;
			requests.push(body);
			if ('late' in answer) await new Promise((resolve) => setTimeout(resolve, answer.late));
			const [status, json] =
				'status' in answer
					? [answer.status, { error: { ...answer.error, param: null } }]
					: [200, completion('to' in answer ? answer.to(body.messages.at(-1)!.content) : 'text' in answer ? answer.text : '')];
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
	server = await openServer();
	const made = (await server.api('POST', '/credentials', {
		name: 'Fake vendor',
		type: 'openAiApi',
		data: { apiKey: 'test-key-of-the-fake', url: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/v1` },
	})) as { id: string };
	credential = { id: made.id, name: 'Fake vendor' };
}, 900_000);
afterAll(async () => {
	await server?.remove();
	vendor?.close();
	vendor?.closeAllConnections();
});
beforeEach(() => {
	requests = [];
	wrong = [];
});

const article = [
	'In 1999 engineers moved the lighthouse of Cape Hatteras 870 metres inland in one piece.',
	'It weighs about 4,800 tons and stands 63 metres high.',
	'When it was built in 1870, the sea was 460 metres away.',
	'By 1987 the waves came within 50 metres of its foot.',
	'Workers cut the tower from its base, lifted it with jacks and rolled it along steel rails.',
	'The move took 23 days and cost about $12 million.',
	'About 40 percent of the money went into the rails and the jacks.',
	'The tower now stands as far from the sea as on the day it was lit.',
];

/** Sources, a script by the model; `mark` makes an asset of its own. */
function writing(mark: string, options: Record<string, unknown> = {}, more: Parameters<typeof chain>[1] = []): Workflow {
	const workflow = chain(`Model ${mark}`, [
		{
			name: 'Read',
			type: 'topicScout',
			parameters: {
				operation: 'read',
				text: `# The lighthouse that moved\n\n${article.join(' ')}`,
				sourceLinks: '',
				title: 'The lighthouse that moved',
				channel: 'models',
				making: 'short',
				options: { slot: mark },
			},
		},
		{ name: 'Write', type: 'scriptGenerator', parameters: { operation: 'fromSources', options } },
		...more,
	]);
	return withModel(workflow, 'Write');
}

function withModel(workflow: Workflow, ...nodes: string[]): Workflow {
	workflow.nodes.push({
		id: 'model',
		name: 'Any chat model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		position: [440, 260],
		parameters: { model: { __rl: true, mode: 'id', value: 'fake-writer' }, options: { maxRetries: 0, temperature: 0.2 } },
		credentials: { openAiApi: credential },
	} as Workflow['nodes'][number]);
	const connections = workflow.connections as Record<string, unknown>;
	connections['Any chat model'] = { ai_languageModel: [nodes.map((node) => ({ node, type: 'ai_languageModel', index: 0 }))] };
	return workflow;
}

const good = [
	{ say: 'In 1999 engineers moved the lighthouse of Cape Hatteras 870 metres inland.', from: ['a1'] },
	{ say: 'It stands 63 metres high.', from: ['a2'], show: { type: 'bignum', lead: 'stands', display: '63', unit: 'metres' } },
	{ say: 'By 1987 the waves came within 50 metres of its foot.', from: ['a4'] },
	{ say: 'The move took 23 days.', from: ['a6'] },
	{
		say: 'About 40 percent of the money went into the rails.',
		from: ['a7'],
		show: { type: 'share', display: '40 percent', label: 'of the money' },
	},
];
const fenced = (scenes: object[]): Answer => ({ text: `Here it is:\n\`\`\`json\n${JSON.stringify({ scenes }, null, 1)}\n\`\`\`` });
const hints = (execution: Execution, node: string): string =>
	(execution.data.resultData.runData[node]?.[0]?.hints ?? []).map((hint) => hint.message).join(' | ');
const scriptOf = (execution: Execution): Envelope => output(execution, 'Write')[0]![0]!.json as unknown as Envelope;

test('the model writes, what the sources do not say is asked for again, and a run again pays nothing', async () => {
	answers = [
		fenced([...good, { say: 'The move took 32 days, see www.lamp.example.', from: ['a6'] }]),
		fenced([{ n: 6, say: article[7], from: ['a8'] }]),
	];
	const first = await runToEnd(server, writing('well'));
	expect(failureOf(first)).toBeUndefined();
	const { script, usage } = scriptOf(first);
	expect(script!.writer).toBe('fake-writer');
	expect(script!.scenes.map((scene) => scene.narration)).toEqual([...good.map((scene) => scene.say), article[7]]);
	expect(script!.scenes[1]!.visual).toMatchObject({ type: 'bignum', value: 63 });
	for (const scene of script!.scenes) expect(article).toEqual(expect.arrayContaining(scene.citations.map((citation) => citation.quote)));
	expect(usage!.map(({ vendor: who, meter, quantity }) => [who, meter, quantity])).toEqual([
		['openai', 'fake-writer input tokens', 1234],
		['openai', 'fake-writer output tokens', 321],
		['openai', 'fake-writer input tokens', 1234],
		['openai', 'fake-writer output tokens', 321],
	]);
	expect(requests).toHaveLength(2);
	expect(requests[0]!.messages.at(-1)!.content).toContain('a6 The move took 23 days');
	expect(requests[1]!.messages.at(-1)!.content).toMatch(/scene 6 .*32/);
	const again = await runToEnd(server, writing('well'));
	expect(scriptOf(again)).toEqual(scriptOf(first));
	expect(requests).toHaveLength(2);
	expect(wrong).toEqual([]);
	expect(JSON.stringify(first.data.resultData.runData.Write)).not.toContain('test-key-of-the-fake');
}, 900_000);

/** What the judge of these tests knows: the exam's sentences by its right statements, and one rewording of the article. */
const reworded = 'Rails and jacks swallowed about 40 percent of the money.';
const known = new Map([...EXAM.flat().map(({ right, sentence }): [string, string] => [right, sentence]), [reworded, article[6]!]]);
/** Reads a judge's question as a model would, and answers it; `yes` accepts everything. */
const verdicts = (question: string, yes = false): string => {
	const blocks = [...question.matchAll(/<((source|claims)-[0-9a-f]{12})>\n([\s\S]*?)\n<\/\1>/g)];
	const of = (label: string): string[] => blocks.filter(([, , name]) => name === label).flatMap(([, , , lines]) => lines!.split('\n'));
	const lines = of('source');
	const entries = of('claims').map((line) => {
		const { n, claim } = JSON.parse(line) as { n: number; claim: string };
		const told = lines.find((sentence) => known.has(claim) && sentence.endsWith(known.get(claim)!)) ?? (yes ? lines[0] : undefined);
		return { n, differs: '', says: told !== undefined, from: told ? [told.split(' ')[0]] : [] };
	});
	return JSON.stringify({ verdicts: entries });
};

test('a true rewording stands once the model has passed its exam, signed and told; the exam is not sat twice, a flatterer changes nothing', async () => {
	const draft = fenced([...good.slice(0, 4), { say: reworded, from: ['a7'] }]);
	const workflow = (mark: string, options: Record<string, unknown> = {}): Workflow =>
		writing(mark, options, [{ name: 'Check', type: 'qualityGate', parameters: { operation: 'check', options: {} } }]);
	answers = [draft, { to: verdicts }];
	const first = await runToEnd(server, workflow('reworded'));
	expect(failureOf(first)).toBeUndefined();
	expect(requests).toHaveLength(4);
	const scene = scriptOf(first).script!.scenes[4]!;
	expect(scene.narration).toBe(reworded);
	expect(scene.citations).toContainEqual({
		sourceId: expect.any(String),
		quote: article[6],
		judged: { by: 'fake-writer', said: reworded },
	});
	expect(hints(first, 'Write')).toMatch(/1 sentence is a rewording accepted by fake-writer as second judge.*read them \(s5\)/);
	// Copied words may hold it: whichever way it left.
	const { quality } = output(first, 'Check').flat()[0]!.json as unknown as Envelope;
	expect(quality!.checks.find(({ name }) => name === 'grounding')).toMatchObject({
		outcome: 'pass',
		evidence: expect.stringMatching(/s5 \(by fake-writer\)/),
	});
	requests = [];
	await runToEnd(server, workflow('reworded again'));
	expect(requests).toHaveLength(2);
	// The same model that has lost its mind since, and one that is not to be asked.
	requests = [];
	answers = [draft, { to: (question) => verdicts(question, true) }, draft];
	const flattered = await runToEnd(server, workflow('flattered'));
	expect(scriptOf(flattered).script!.scenes.map(({ narration }) => narration)).not.toContain(reworded);
	expect(hints(flattered, 'Write')).toMatch(/made false on purpose: none of its judgements counts/);
	requests = [];
	answers = [draft];
	const off = await runToEnd(server, workflow('off', { secondJudge: false }));
	expect(scriptOf(off).script!.scenes.map(({ narration }) => narration)).not.toContain(reworded);
	expect(requests).toHaveLength(2);
	expect(wrong).toEqual([]);
}, 400_000);

test('a limit fails the item with the next step, or the free writer goes on; a useless answer twice is said', async () => {
	answers = [{ status: 429, error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } }];
	const failed = await runToEnd(server, writing('limit'));
	expect(failureOf(failed)).toMatch(/fake-writer: .*429.*run it again/);
	const free = await runToEnd(server, writing('limit', { whenModelFails: 'extractive' }));
	expect(failureOf(free)).toBeUndefined();
	expect(scriptOf(free).script!.writer).toBe('extractive');
	expect(hints(free, 'Write')).toMatch(/429.*free writer/);
	requests = [];
	answers = [{ text: 'What a lovely topic! Shall we begin?' }];
	const useless = await runToEnd(server, writing('useless'));
	expect(scriptOf(useless).script!.writer).toBe('extractive');
	expect(hints(useless, 'Write')).toMatch(/no readable script twice/);
	expect(requests).toHaveLength(2);
	expect(wrong).toEqual([]);
}, 900_000);

test('a model that answers late ends in a clear error, a wrong key names the credential', async () => {
	answers = [{ late: 30_000 }];
	const late = await runToEnd(server, writing('late', { modelTimeout: 5 }));
	expect(failureOf(late)).toMatch(/did not answer within 5 seconds.*Model Timeout/);
	answers = [
		{ status: 401, error: { message: 'Incorrect API key provided: test-key', type: 'invalid_request_error', code: 'invalid_api_key' } },
	];
	expect(failureOf(await runToEnd(server, writing('key')))).toMatch(/Check the credential of the Chat Model node/);
	expect(wrong).toEqual([]);
}, 900_000);

test('scenes are rewritten by the model, by own words and without either; ids stay, the revision rises', async () => {
	answers = [
		fenced([...good, { say: article[7], from: ['a8'] }]),
		fenced([
			{ id: 's5', say: 'About 40 percent of the money went into the jacks.', from: ['a7'] },
			{ id: 's4', say: 'The move took 32 days.', from: ['a6'] },
		]),
		{ text: 'No.' },
	];
	const workflow = writing('rewritten', {}, [
		{
			name: 'Rewrite',
			type: 'scriptGenerator',
			parameters: {
				operation: 'rewrite',
				which: 'some',
				scenes: 's4, s5',
				instruction: 'Name the jacks',
				own: { scene: [{ scene: 's3', narration: 'By 1987 the sea was almost there.' }] },
				options: {},
			},
		},
		{
			name: 'Free',
			type: 'scriptGenerator',
			parameters: { operation: 'rewrite', which: 'some', scenes: 's1', alternative: 'shorter', options: {} },
		},
	]);
	const connections = workflow.connections as Record<string, { ai_languageModel?: { node: string; type: string; index: number }[][] }>;
	connections['Any chat model']!.ai_languageModel![0]!.push({ node: 'Rewrite', type: 'ai_languageModel', index: 0 });
	const execution = await runToEnd(server, workflow);
	expect(failureOf(execution)).toBeUndefined();
	const before = scriptOf(execution).script!;
	const after = (output(execution, 'Rewrite')[0]![0]!.json as unknown as Envelope).script!;
	expect(after.scenes.map((scene) => scene.id)).toEqual(before.scenes.map((scene) => scene.id));
	expect(after.scenes.map((scene) => scene.narration)).toEqual([
		before.scenes[0]!.narration,
		before.scenes[1]!.narration,
		'By 1987 the sea was almost there.',
		before.scenes[3]!.narration,
		'About 40 percent of the money went into the jacks.',
		before.scenes[5]!.narration,
	]);
	expect(after.revision).toBe(before.revision + 1);
	expect(hints(execution, 'Rewrite')).toMatch(/Scene s4 stays as it was.*fake-writer/);
	expect(hints(execution, 'Rewrite')).toMatch(/Scene s3: the sources do not say/);
	expect(requests[1]!.messages.at(-1)!.content).toMatch(/Name the jacks/);
	expect((output(execution, 'Free')[0]![0]!.json as unknown as Envelope).script!.scenes.slice(1)).toEqual(after.scenes.slice(1));
	expect(wrong).toEqual([]);
}, 900_000);

test('an edited script.md goes on with its asset inside n8n', async () => {
	answers = [fenced([...good, { say: article[7], from: ['a8'] }])];
	const first = scriptOf(await runToEnd(server, writing('own')));
	const markdown = scriptToMarkdown(first.script!, first.sources, first);
	const edited = markdown.replace('The move took 23 days.', 'The whole move took 23 days.');
	expect(edited).not.toBe(markdown);
	const second = await runToEnd(
		server,
		chain('Own script', [
			{
				name: 'Write',
				type: 'scriptGenerator',
				parameters: { operation: 'own', script: edited, channel: 'something-else', making: 'video', options: {} },
			},
		]),
	);
	expect(failureOf(second)).toBeUndefined();
	const after = scriptOf(second);
	expect([after.asset, after.channel.id]).toEqual([first.asset, first.channel.id]);
	expect(after.sources!.map((source) => source.file.sha256)).toEqual(first.sources!.map((source) => source.file.sha256));
	expect(Object.keys(output(second, 'Write')[0]![0]!.binary ?? {})).toEqual(after.sources!.map((source) => source.file.property));
	const others = (envelope: Envelope) => envelope.script!.scenes.filter((scene) => !/23 days/.test(scene.narration));
	expect(others(after)).toEqual(others(first));
}, 900_000);

test('a workflow of before, without the input and with the field that is gone, still writes', async () => {
	const shipped = shippedWorkflow();
	const writer = shipped.nodes.find((node) => node.type.endsWith('.scriptGenerator'))!;
	writer.parameters.writer = 'extractive';
	const next = shipped.connections[writer.name]!.main[0]![0]!.node;
	delete shipped.connections[writer.name];
	shipped.nodes = shipped.nodes.filter((node) => node.name !== next);
	shipped.nodes = shipped.nodes.filter((node) => !/\.(voice|video|publisher)$/.test(node.type));
	for (const name of Object.keys(shipped.connections))
		if (!shipped.nodes.some((node) => node.name === name)) delete shipped.connections[name];
	const trigger = shipped.nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger')!.name;
	const id = await server.importWorkflow(shipped);
	const execution = await server.finished(await server.run(id, trigger), { timeoutSeconds: 600 });
	expect(failureOf(execution)).toBeUndefined();
	expect((output(execution, writer.name)[0]![0]!.json as unknown as Envelope).script!.writer).toBe('extractive');
}, 900_000);
