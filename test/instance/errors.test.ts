/** The error workflow in a real n8n: the shipped workflow really fails, and the message says what a person needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExplainedFailure } from '../../engine/ledger/failure';
import { ASKED_MS, failureOf, openServer, output, root, shippedWorkflow, until, type Execution, type Workflow } from './harness';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
	server = await openServer();
}, 900_000);
afterAll(() => server?.remove());

const SOURCE = `# Why ice floats

Ice floats because it is lighter than the water it came from. A litre of ice weighs about 917 grams, and a litre of water weighs about 1,000 grams.

Nine tenths of an iceberg stay under the surface. The largest iceberg ever measured was longer than 150 kilometres.

Salt water freezes at about minus 2 degrees Celsius. Fresh water freezes at 0 degrees Celsius.`;

/** The shipped workflow behind a webhook: n8n calls error workflows for runs that nobody started by hand. */
function failing(path: string, errorWorkflow: string, change: (node: (name: string) => Workflow['nodes'][number]) => void): Workflow {
	const workflow = shippedWorkflow();
	const node = (name: string) => workflow.nodes.find((candidate) => candidate.name === name)!;
	Object.assign(node('Start'), {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'GET', responseMode: 'onReceived', options: {} },
	});
	Object.assign(node('Read sources').parameters, { text: SOURCE, title: '' });
	Object.assign(node('Speak').parameters, { engine: 'piper' });
	change(node);
	return { ...workflow, settings: { executionOrder: 'v1', errorWorkflow } };
}

async function publish(id: string): Promise<void> {
	const { versionId } = (await server.api('GET', `/workflows/${id}`)) as { versionId: string };
	await server.api('POST', `/workflows/${id}/activate`, { versionId });
}

/** Runs the workflow by its webhook, waits for the run of the error workflow, and returns both. */
async function told(
	workflow: Workflow,
	path: string,
	errors: string,
): Promise<{ failed: Execution; explained: ExplainedFailure; run: Execution }> {
	const id = await server.importWorkflow(workflow);
	await publish(id);
	// n8n registers it a moment after it answered.
	await until('the webhook', 60, async () => (await fetch(`${server.url}/webhook/${path}`)).ok);
	const latest = async (workflowId: string) => {
		const { results } = (await server.api('GET', `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`)) as {
			results: { id: string; status: string }[];
		};
		return results[0];
	};
	const failed = await until(
		'the failing run',
		300,
		async () => {
			const found = await latest(id);
			return found?.status === 'error' ? found : null;
		},
		ASKED_MS,
	);
	const run = await until(
		'the error workflow',
		120,
		async () => {
			const found = await latest(errors);
			if (found?.status !== 'success') return null;
			const execution = await server.execution(found.id);
			const [item] = output(execution, 'Explain failure')[0] ?? [];
			return (item?.json.failure as ExplainedFailure | undefined)?.executionId === failed.id ? execution : null;
		},
		ASKED_MS,
	);
	return {
		failed: await server.execution(failed.id),
		explained: output(run, 'Explain failure')[0]![0]!.json.failure as ExplainedFailure,
		run,
	};
}

test('a run that fails at its end, and one that fails before there is an asset', async () => {
	const shipped = JSON.parse(readFileSync(join(root, 'workflows', 'operations', 'errors.json'), 'utf8')) as Workflow;
	const errors = await server.importWorkflow(shipped);
	await publish(errors);
	const late = await told(
		failing('late', errors, (node) => Object.assign(node('Publish').parameters, { folder: '/etc/films' })),
		'late',
		errors,
	);
	expect(failureOf(late.failed)).toContain('does not allow its nodes to write');
	expect(late.explained).toMatchObject({
		channel: 'Plain Wonders',
		title: expect.stringMatching(/\S/) as string,
		assetId: expect.stringMatching(/^short-/) as string,
		stage: 'Publish',
		code: 'INPUT',
		cause: expect.stringContaining('does not allow its nodes to write') as string,
		fix: expect.stringMatching(/Choose a folder inside/) as string,
		url: expect.stringContaining(`/executions/${late.failed.id}`) as string,
		finished: ['script', 'voice', 'film'],
		spent: [],
	});
	expect(late.explained.message).toContain('Spent on it so far: nothing');
	expect(late.explained.message).toContain(late.explained.url);
	// The three ways of telling are there, and disabled: nothing was sent.
	for (const name of ['Mail', 'Telegram', 'Slack']) {
		expect(shipped.nodes.find((node) => node.name === name)).toMatchObject({ disabled: true });
		expect(output(late.run, name)[0]?.[0]?.json.failure).toEqual(late.explained);
	}
	const early = await told(
		failing('early', errors, (node) => Object.assign(node('Read sources').parameters, { text: '' })),
		'early',
		errors,
	);
	expect(early.explained).toMatchObject({ channel: 'Plain Wonders', assetId: '', stage: 'Read sources', finished: [] });
	expect(early.explained.fix).toMatch(/\S/);
}, 900_000);
