/** Review & Approve in a real n8n: checks, the waiting page as a person's browser sees it, answers, time-out, files, running again. */
import { ASKED_MS, failureOf, openServer, output, until, type Item, type Workflow } from './harness';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
	server = await openServer();
}, 900_000);
afterAll(async () => {
	await server?.remove();
});

const SCRIPT = `# A lake above two oceans

Gatun Lake lies 26 metres above the sea.

Ships climb to it through three locks of water.

Rain alone fills the lake again.
`;

/** Own script → (voice → film →) Check → Ask, with the first output of Ask wired back. */
function reviewing(
	name: string,
	{ film = false, ask = {}, slot = name }: { film?: boolean; ask?: Record<string, unknown>; slot?: string },
): Workflow {
	const ours = (type: string) => `n8n-nodes-ai-operator.${type}`;
	const steps: [string, string, Record<string, unknown>][] = [
		['Start', 'n8n-nodes-base.manualTrigger', {}],
		['Script', ours('scriptGenerator'), { operation: 'own', script: SCRIPT, channel: 'Reviews', options: { slot } }],
		...(film
			? ([
					['Speak', ours('voice'), { operation: 'speak' }],
					['Render', ours('video'), { operation: 'render' }],
				] as [string, string, Record<string, unknown>][])
			: []),
		['Check', ours('qualityGate'), { operation: 'check' }],
		['Ask', ours('qualityGate'), { operation: 'ask', ...ask }],
	];
	const ends = ['Approved', 'Changed', 'Rejected'];
	const to = (node: string) => ({ node, type: 'main', index: 0 });
	const connections: Workflow['connections'] = Object.fromEntries(
		steps.slice(0, -1).map(([from], i) => [from, { main: [[to(steps[i + 1]![0])]] }]),
	);
	// Both outputs of Check go on to the person.
	connections.Check = { main: [[to('Ask')], [to('Ask')]] };
	// Both of them come back to themselves until they are done.
	if (film) connections.Render = { main: [[to('Render')], [to('Check')]] };
	connections.Ask = { main: [[to('Ask')], ...ends.map((end) => [to(end)])] };
	return {
		name,
		nodes: [...steps, ...ends.map((end): [string, string, Record<string, unknown>] => [end, 'n8n-nodes-base.noOp', {}])].map(
			([node, type, parameters], i) => ({
				id: `node-${i}`,
				name: node,
				type,
				typeVersion: 1,
				position: [i * 200, 0] as [number, number],
				parameters,
			}),
		),
		connections,
		settings: { executionOrder: 'v1' },
	};
}

/** Starts the workflow and waits until it waits; returns the execution and the page's address as Check told it. */
async function asking(workflow: Workflow): Promise<{ execution: string; page: string }> {
	const id = await server.importWorkflow(workflow);
	const execution = await server.run(id, 'Start');
	const found = await until(
		'waiting',
		240,
		async () => {
			const now = await server.execution(execution);
			if (now.status === 'error') throw new Error(failureOf(now));
			// On a slow machine the film is waited for too.
			return now.status === 'waiting' && output(now, 'Check').flat().length ? now : null;
		},
		ASKED_MS,
	);
	const checked = output(found, 'Check').flat()[0]!;
	return { execution, page: checked.json.quality!.reviewUrl! };
}

const answer = async (page: string, fields: Record<string, string>) =>
	await fetch(page, {
		method: 'POST',
		body: new URLSearchParams(fields),
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
const left = (execution: Awaited<ReturnType<typeof server.finished>>, node: string): Item[] => output(execution, node)[0] ?? [];

test('the page shows script and checks, takes an edit, and the edited words go on', async () => {
	const { execution, page } = await asking(reviewing('edit', {}));
	const shown = await fetch(page);
	const html = await shown.text();
	expect(shown.status).toBe(200);
	expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
	expect(html).toContain('Gatun Lake lies 26 metres above the sea.');
	expect(html).toContain('copied words');
	expect(html).not.toMatch(/<script/i);
	// A look changes nothing: it still waits.
	expect((await server.execution(execution)).status).toBe('waiting');
	const sent = await answer(page, {
		'a0.outcome': 'approved',
		'a0.by': 'Ana <b>',
		'a0.scene.s2': 'Ships climb to it through three locks.',
		'a0.scene.s3': 'Rain alone fills the lake again.',
		'a0.ownTitle': 'The lake that hangs above two oceans',
	});
	expect(await sent.text()).toContain('Recorded: approved');
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	expect(failureOf(done)).toBeUndefined();
	const [item] = left(done, 'Approved');
	expect(item!.json.quality!.decision).toMatchObject({ by: 'Ana <b>', outcome: 'approved' });
	expect(item!.json.script!.titles[0]).toBe('The lake that hangs above two oceans');
	expect(item!.json.script!.scenes.map((scene) => scene.narration)).toEqual([
		'Gatun Lake lies 26 metres above the sea.',
		'Ships climb to it through three locks.',
		'Rain alone fills the lake again.',
	]);
	expect(item!.json.script!.scenes.map((scene) => scene.id)).toEqual(['s1', 's2', 's3']);
	expect([...left(done, 'Rejected'), ...left(done, 'Changed')]).toHaveLength(0);
	expect(item!.pairedItem).toEqual({ item: 0 });
	// Approved once: the same asset again is not asked about.
	const again = await server.finished(await server.run(await server.importWorkflow(reviewing('again', { slot: 'edit' })), 'Start'), {
		timeoutSeconds: 600,
	});
	expect(again.status).toBe('success');
	expect(left(again, 'Approved')[0]!.json.script!.scenes[1]!.narration).toBe('Ships climb to it through three locks.');
}, 900_000);

test('a rejection leaves by its own output with the reason; an empty answer leaves it waiting; strangers see nothing', async () => {
	const { execution, page } = await asking(reviewing('reject', {}));
	expect((await answer(page, { 'a0.reason': 'forgot to choose' })).status).toBe(400);
	const forged = new URL(page);
	forged.searchParams.set('signature', 'f'.repeat(page.length));
	expect((await fetch(forged)).status).toBe(401);
	expect((await server.execution(execution)).status).toBe('waiting');
	await answer(page, { 'a0.outcome': 'rejected', 'a0.reason': 'too thin' });
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	expect(left(done, 'Rejected')[0]!.json.quality!.decision).toMatchObject({ by: 'person', outcome: 'rejected', reason: 'too thin' });
	expect(left(done, 'Approved')).toHaveLength(0);
}, 900_000);

test('the film is playable in parts, thumbnails can be chosen, a changed sentence of a finished film leaves by Changed', async () => {
	const { execution, page } = await asking(reviewing('film', { film: true }));
	const html = await (await fetch(page)).text();
	const address = (key: string) =>
		new URL(/src="([^"]*)"/.exec(html.slice(html.indexOf(`file=0.${key}`) - 120))![1]!.replaceAll('&amp;', '&'), page);
	const film = await fetch(address('video'), { headers: { range: 'bytes=0-99' } });
	expect(film.status).toBe(206);
	expect(film.headers.get('content-type')).toBe('video/mp4');
	expect(
		Buffer.from(await film.arrayBuffer())
			.subarray(4, 8)
			.toString(),
	).toBe('ftyp');
	const second = Buffer.from(await (await fetch(address('thumbnail-1'))).arrayBuffer());
	expect(second.subarray(1, 4).toString()).toBe('PNG');
	for (const bad of ['0.script', '7.video', '0.../../etc/passwd', '0.__proto__']) {
		const url = new URL(address('video'));
		url.searchParams.set('file', bad);
		expect((await fetch(url)).status).toBe(404);
	}
	await answer(page, { 'a0.outcome': 'approved', 'a0.scene.s3': 'Only rain fills the lake again.' });
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	const [item] = left(done, 'Changed');
	expect(item!.json.script!.scenes[2]!.narration).toBe('Only rain fills the lake again.');
	// What was spoken and drawn of the old words is gone from the item: it is made anew.
	expect(item!.json.video).toBeUndefined();
	expect(left(done, 'Approved')).toHaveLength(0);
}, 900_000);

test('a thumbnail is chosen', async () => {
	const { execution, page } = await asking(reviewing('thumbnail', { film: true }));
	const [before] = output(await server.execution(execution), 'Render').flat();
	await answer(page, { 'a0.outcome': 'approved', 'a0.thumbnail': '1' });
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	const { thumbnails, recipe } = left(done, 'Approved')[0]!.json.video!;
	const old = before!.json.video!;
	const [first, second, ...others] = old.thumbnails;
	expect(thumbnails.map(({ sha256 }) => sha256)).toEqual([second!, first!, ...others].map(({ sha256 }) => sha256));
	// The recipe keeps it, for the film made again.
	expect(recipe.sha256).not.toBe(old.recipe.sha256);
}, 900_000);

test('nobody answers: what the field says happens', async () => {
	const { execution } = await asking(reviewing('timeout', { ask: { hours: 0.001, timeout: 'rejected' } }));
	const done = await server.finished(execution, { timeoutSeconds: 600 });
	expect(left(done, 'Rejected')[0]!.json.quality!.decision).toMatchObject({ by: 'nobody', outcome: 'rejected' });
}, 900_000);

test('an output that is not wired back is said before anything waits', async () => {
	const workflow = reviewing('unwired', {});
	workflow.connections.Ask!.main[0] = [];
	const done = await server.finished(await server.run(await server.importWorkflow(workflow), 'Start'), { timeoutSeconds: 600 });
	expect(done.status).toBe('error');
	expect(failureOf(done)).toContain('not wired back');
}, 900_000);
