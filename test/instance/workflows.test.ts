/** Every shipped workflow, imported as it is and executed through a real server: what a newcomer gets when nothing is changed but the sources. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';
import { ASKED_MS, chain, failureOf, openServer, output, question, root, runToEnd, until, type Execution, type Workflow } from './harness';

const folder = join(root, 'workflows', 'faceless-youtube');
const shipped = (name: string): Workflow => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Workflow;
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

const ARTICLE = [
	'Gatun Lake lies 26 metres above the sea.',
	'Ships climb to it through three locks of water.',
	'A full crossing takes eight to ten hours.',
	'Each crossing sends about 200 million litres of fresh water into the sea.',
	'In January 2024 only 24 ships a day were allowed.',
	'The canal opened on 15 August 1914.',
	'The American part of the work cost about 375 million dollars.',
	'Larger locks for ships with 14,000 containers opened on 26 June 2016.',
	'Basins beside the new locks save 60 percent of the water for the next ship.',
];
const page = (title: string, sentences: string[]): string =>
	`<!doctype html><html><head><title>${title}</title></head><body><article><h1>${title}</h1>${sentences.map((text) => `<p>${text}</p>`).join('')}</article></body></html>`;

let site: HttpServer;
let address: string;
let server: Awaited<ReturnType<typeof openServer>>;

beforeAll(async () => {
	const feed = () =>
		`<?xml version="1.0"?><rss version="2.0"><channel><title>Canals</title><link>${address}</link><item><title>A lake hangs above two oceans</title><link>${address}/lake</link><guid>lake</guid><pubDate>${new Date().toUTCString()}</pubDate><description>${ARTICLE[0]}</description></item></channel></rss>`;
	site = createServer((request, response) => {
		const [type, body] =
			request.url === '/feed.xml'
				? ['application/rss+xml', feed()]
				: request.url === '/lake'
					? ['text/html', page('A lake hangs above two oceans', ARTICLE)]
					: ['text/plain', ''];
		response.writeHead(body ? 200 : 404, { 'content-type': `${type}; charset=utf-8` }).end(body);
	});
	await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
	const { port } = site.address() as AddressInfo;
	address = `http://127.0.0.1:${port}`;
	server = await openServer({ AI_OPERATOR_ALLOW_HOSTS: `127.0.0.1:${port}` });
	const saved = await runToEnd(
		server,
		chain('Channel', [
			{
				name: 'Save',
				type: 'setup',
				parameters: {
					operation: 'saveChannel',
					channelName: 'Locks',
					channelFeeds: `${address}/feed.xml`,
					format: 'short',
					channelOptions: { voiceEngine: 'piper', music: 'none' },
				},
			},
		]),
	);
	expect(failureOf(saved)).toBeUndefined();
}, 900_000);
afterAll(async () => {
	await server?.remove();
	site?.close();
	site?.closeAllConnections();
});

const ran = (execution: Execution): string[] => Object.keys(execution.data.resultData.runData);
const first = (execution: Execution, node: string): Envelope & Record<string, unknown> =>
	output(execution, node).flat()[0]!.json as unknown as Envelope & Record<string, unknown>;
const node = (workflow: Workflow, name: string) => workflow.nodes.find((found) => found.name === name)!;

describe('what is shipped', () => {
	test.each(files)('%s teaches, holds no credentials and names the nodes of this pack', (name) => {
		const workflow = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Workflow & { id: string; meta: { templateId: string } };
		// n8n's command line takes no longer ones.
		expect(workflow.id.length).toBeLessThanOrEqual(21);
		expect(workflow.meta.templateId).toBe(`ai-operator-${name.replace('.json', '')}`);
		expect(JSON.stringify(workflow)).not.toMatch(/"credentials"|instanceId/);
		const notes = workflow.nodes.filter((found) => found.type === 'n8n-nodes-base.stickyNote');
		expect(notes.length).toBeGreaterThanOrEqual(4);
		const names = new Set(workflow.nodes.map((found) => found.name));
		expect(names.size).toBe(workflow.nodes.length);
		for (const [from, { main }] of Object.entries(workflow.connections))
			for (const to of [from, ...main.flat().map((end) => end.node)]) expect(names).toContain(to);
		// Expressions name nodes that are there: a renamed one would break only when it runs.
		for (const [, named] of JSON.stringify(workflow.nodes).matchAll(/\$\('([^']+)'\)/g)) expect(names).toContain(named);
	});

	test('the README of the folder tells about each, with a picture', () => {
		const readme = readFileSync(join(folder, 'README.md'), 'utf8');
		for (const name of files) {
			expect(readme).toContain(`(${name})`);
			const picture = join('docs', 'images', name.replace('.json', '.png'));
			expect(readme).toContain(picture);
			expect(statSync(join(root, picture)).size).toBeLessThan(400_000);
		}
	});
});

/** A form as a browser fills it, without one: fields by their labels. */
async function submit(url: string, values: Record<string, string> = {}): Promise<{ formWaitingUrl?: string }> {
	const html = await (await fetch(url)).text();
	const labels = new Map(
		[...html.matchAll(/<label[^>]*for='(field-\d+)'[^>]*>\s*([^<]+?)\s*</g)].map(([, name, label]) => [label!, name!]),
	);
	const body = new FormData();
	for (const [, name] of html.matchAll(/name=["'](field-\d+)["']/g)) body.set(name!, '');
	for (const [label, value] of Object.entries(values)) body.set(labels.get(label) ?? `no field "${label}"`, value);
	const answer = await fetch(url, { method: 'POST', body });
	const text = await answer.text();
	expect([answer.status, [...body.keys()].filter((name) => !name.startsWith('field-'))]).toEqual([200, []]);
	return text.startsWith('{') ? (JSON.parse(text) as { formWaitingUrl?: string }) : {};
}
/** Waits until the form of the execution waits at its next page, and returns that page. */
async function nextPage(waitingUrl: string, seconds: number): Promise<{ url: string; html: string }> {
	const status = new URL(waitingUrl);
	status.pathname += '/n8n-execution-status';
	await until(
		'the next page of the form',
		seconds,
		async () => {
			const now = await (await fetch(status)).text();
			if (/error|crashed|canceled/.test(now)) throw new Error(`the execution ended: ${now}`);
			return now === 'form-waiting';
		},
		ASKED_MS,
	);
	return { url: waitingUrl, html: await (await fetch(waitingUrl)).text() };
}
const linkIn = (html: string): string => /href="([^"]*webhook-waiting[^"]*)"/.exec(html)![1]!.replaceAll('&amp;', '&');
const answer = async (url: string, fields: Record<string, string>): Promise<string> => {
	const sent = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
	return await sent.text();
};
const executionOf = (waitingUrl: string): string => /form-waiting\/(\d+)/.exec(waitingUrl)![1]!;

async function publishForm(): Promise<string> {
	const workflow = shipped('form-to-package');
	const id = await server.importWorkflow(workflow);
	const { versionId } = (await server.api('GET', `/workflows/${id}`)) as { versionId: string };
	await server.api('POST', `/workflows/${id}/activate`, { versionId });
	const url = `${server.url}/form/make-a-video`;
	await until('the published form', 60, async () => (await fetch(url)).ok);
	return url;
}

describe('form to package', () => {
	let form: string;
	beforeAll(async () => {
		form = await publishForm();
	}, 900_000);

	test('a link becomes a script with claims and quotes; the words that a person saved are spoken and captioned; the ending shows the film', async () => {
		const { formWaitingUrl } = await submit(form, { Links: `${address}/lake`, Channel: 'Locks', Make: 'A vertical short, 30–60 s' });
		const ready = await nextPage(formWaitingUrl!, 180);
		const review = linkIn(ready.html);
		// The script waits until the page is answered: the form's own page comes first.
		await submit(ready.url);
		const asked = await question(review);
		const scene = /name="a0\.scene\.(s\d+)"[^>]*>([^<]*)/.exec(asked.slice(asked.indexOf('s2 ·')))!;
		const changed = 'Three locks of water lift every ship to the lake.';
		expect(asked).toContain('<blockquote>');
		expect(asked).toMatch(/<img[^>]*still-s1/);
		await answer(review, { 'a0.outcome': 'approved', 'a0.by': 'Test', [`a0.scene.${scene[1]}`]: changed });
		// Copied words are held: the film is shown as well.
		const film = await nextPage(formWaitingUrl!, 240);
		await submit(film.url);
		const second = await question(review);
		expect(second).toContain('<video');
		await answer(review, { 'a0.outcome': 'approved', 'a0.thumbnail': '1' });
		const ending = await nextPage(formWaitingUrl!, 180);
		const film_ = /<source[^>]*src="([^"]*)"/.exec(ending.html)![1]!.replaceAll('&amp;', '&');
		const bytes = Buffer.from(await (await fetch(film_)).arrayBuffer());
		expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
		await fetch(ending.url, { method: 'POST' });
		const done = await server.finished(executionOf(formWaitingUrl!), { timeoutSeconds: 600 });
		expect(failureOf(done)).toBeUndefined();
		const { script, published, quality, sources } = first(done, 'Package');
		expect(script!.scenes.map(({ narration }) => narration)).toContain(changed);
		expect(quality!.decision).toMatchObject({ outcome: 'approved' });
		const said = readFileSync(join(published!.at(-1)!.remoteId, 'captions.srt'), 'utf8').replace(/\n\n\d+\n[^\n]*\n|\s+/g, ' ');
		expect(said).toContain(changed);
		expect(sources![0]!.url).toBe(`${address}/lake`);
		const text = readFileSync(join(published!.at(-1)!.remoteId, 'script.md'), 'utf8');
		for (const { citations } of script!.scenes) for (const { quote } of citations) expect(text).toContain(quote);
	}, 900_000);

	test('a script of your own needs one question only; rejected, the form says so', async () => {
		const own = '# Two locks\n\nTwo locks stand at the sea.\n\nOne of them is open today.';
		const { formWaitingUrl } = await submit(form, { 'Own script': own, Channel: 'Locks' });
		const ready = await nextPage(formWaitingUrl!, 180);
		const review = linkIn(ready.html);
		await submit(ready.url);
		await question(review);
		await answer(review, { 'a0.outcome': 'rejected', 'a0.reason': 'not today' });
		const ending = await nextPage(formWaitingUrl!, 180);
		expect(ending.html).toContain('not today');
	}, 900_000);

	test('a link that cannot be read ends on a page with cause and fix', async () => {
		const { formWaitingUrl } = await submit(form, { Links: `${address}/nowhere`, Channel: 'Locks' });
		const ending = await nextPage(formWaitingUrl!, 180);
		expect(ending.html).toContain('It could not be made');
		expect(ending.html).toMatch(/404/);
	}, 900_000);
});

describe('scheduled from feeds', () => {
	test('the best new story becomes a package; run again there is nothing new; a broken feed is an error', async () => {
		const workflow = shipped('scheduled-from-feeds');
		const { parameters } = node(workflow, 'Channel');
		Object.assign(parameters, {
			channelName: 'Feed locks',
			channelFeeds: `${address}/feed.xml`,
			channelOptions: { voiceEngine: 'piper', music: 'none' },
		});
		node(workflow, 'Write script').parameters.options = { targetSeconds: 15 };
		const id = await server.importWorkflow(workflow);
		const made = await server.finished(await server.run(id, 'Try it now'), { timeoutSeconds: 600 });
		expect(failureOf(made)).toBeUndefined();
		const { published, topic, quality } = first(made, 'Package to look at');
		expect(quality!.verdict).toBe('hold');
		expect(published![0]!.remoteId).toContain(join('feed-locks', 'look-first'));
		expect(readdirSync(published![0]!.remoteId)).toContain('video.mp4');
		expect(topic!.reasons.length).toBeGreaterThan(0);
		const again = await server.finished(await server.run(id, 'Try it now'), { timeoutSeconds: 600 });
		expect(again.status).toBe('success');
		expect(ran(again)).toContain('Nothing new today');
		expect(ran(again)).not.toContain('Write script');
		const broken = shipped('scheduled-from-feeds');
		Object.assign(node(broken, 'Channel').parameters, { channelName: 'No feed', channelFeeds: `${address}/gone.xml` });
		const failed = await server.finished(await server.run(await server.importWorkflow(broken), 'Try it now'), { timeoutSeconds: 600 });
		expect(failureOf(failed)).toMatch(/404/);
	}, 900_000);
});

describe('content queue', () => {
	interface Row {
		id: number;
		idea: string;
		status: string;
		script: string;
		link: string;
		error: string;
		run: string;
	}
	let id: string;
	let table: string;
	const rows = async (): Promise<Row[]> =>
		((await server.api('GET', `${table}/rows?take=200`)) as { data: Row[] }).data.sort((a, b) => a.id - b.id);
	const insert = async (data: Record<string, string>[]) => await server.api('POST', `${table}/insert`, { data, returnType: 'count' });
	const change = async (row: number, data: Record<string, string>) =>
		await server.api('PATCH', `${table}/rows`, {
			filter: { type: 'and', filters: [{ columnName: 'id', condition: 'eq', value: row }] },
			data,
		});
	const once = async () => await server.finished(await server.run(id, 'Try it now'), { timeoutSeconds: 600 });

	beforeAll(async () => {
		id = await server.importWorkflow(shipped('content-queue'));
		// The first run makes the table.
		expect((await once()).status).toBe('success');
		const { id: project } = (await server.api('GET', '/projects/personal')) as { id: string };
		const found = (await server.api('GET', `/projects/${project}/data-tables`)) as { data: { id: string; name: string }[] };
		table = `/projects/${project}/data-tables/${found.data.find(({ name }) => name === 'ai-operator-queue')!.id}`;
	}, 900_000);

	test('an idea becomes a script, the edited script a film; a bad row fails alone with its cause', async () => {
		const source = ARTICLE.join('\n\n');
		await insert([
			{ idea: 'A lake hangs above two oceans', source, channel: 'Locks', status: 'Idea' },
			{ idea: 'Nothing to read', source: `${address}/nowhere`, channel: 'Locks', status: 'Idea' },
			{ idea: 'Another', source: ARTICLE.slice(2).join('\n\n'), channel: 'Locks', status: 'Idea' },
		]);
		const written = await once();
		expect(failureOf(written)).toBeUndefined();
		const [good, bad, other] = await rows();
		expect([good!.status, bad!.status, other!.status]).toEqual(['Script', 'Failed', 'Script']);
		expect(bad!.error).toMatch(/404/);
		expect(good!.script).toContain('Gatun Lake lies 26 metres above the sea.');
		const spoken = 'Gatun Lake lies a full 26 metres above the sea.';
		await change(good!.id, { status: 'Approved', script: good!.script.replace('Gatun Lake lies 26 metres above the sea.', spoken) });
		await change(other!.id, { status: 'Approved', script: '' });
		const filmed = await once();
		expect(failureOf(filmed)).toBeUndefined();
		const [done, , failed] = await rows();
		expect([done!.status, done!.error, done!.run ?? '']).toEqual(['Published', '', '']);
		expect([failed!.status, failed!.error]).toEqual(['Failed', expect.stringMatching(/"Script" is empty/)]);
		expect((await fetch(done!.link)).headers.get('content-type')).toBe('video/mp4');
		const { script, published } = output(filmed, 'Package')[0]!.map((item) => item.json as unknown as Envelope).find((json) => json.published)!; // prettier-ignore
		expect(script!.scenes.map(({ narration }) => narration)).toContain(spoken);
		expect(readFileSync(join(published![0]!.remoteId, 'captions.srt'), 'utf8').replace(/\n\n\d+\n[^\n]*\n|\s+/g, ' ')).toContain(spoken);
		expect(ran(filmed)).toContain('To Rendered');
	}, 900_000);

	test('rows are claimed once, however many runs see them at the same time', async () => {
		const before = (await rows()).length;
		await insert(Array.from({ length: 24 }, (_, i) => ({ idea: `Race ${i}`, source: 'x', channel: 'Locks', status: 'Idea' })));
		// The claim alone, as it is shipped; what would follow is cut off.
		const race = shipped('content-queue');
		for (const cut of ['My ideas', 'Read sources', 'Write script']) delete race.connections[cut];
		race.nodes = race.nodes.filter(({ name }) => !['Read sources', 'Write script', 'To Script or Failed'].includes(name));
		node(race, 'Ideas').parameters.limit = 6;
		race.connections['Free what was rendered']!.main[0]!.splice(1);
		// All look before anybody claims; then two claim at the same moment, and two when those have read what they have.
		race.nodes.push({
			id: 'all-look',
			name: 'All look first',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: { amount: '={{ 2 + Number($execution.id) % 2 }}', unit: 'seconds' },
		});
		const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
		Object.assign(race.connections, { Ideas: to('All look first'), 'All look first': to('Claim ideas') });
		const racing = await server.importWorkflow(race);
		const won: number[][] = [];
		for (let round = 0; round < 4; round++) {
			const ids = await Promise.all(Array.from({ length: 4 }, async () => await server.run(racing, 'Try it now')));
			for (const execution of await Promise.all(ids.map(async (run) => await server.finished(run, { timeoutSeconds: 600 })))) {
				expect(failureOf(execution)).toBeUndefined();
				won.push((ran(execution).includes('My ideas') ? output(execution, 'My ideas').flat() : []).map((item) => Number(item.json.id)));
			}
		}
		const claimed = won.flat();
		expect(new Set(claimed).size).toBe(claimed.length);
		expect(claimed).toHaveLength(24);
		// Every row names the run that has it.
		expect((await rows()).slice(before).every(({ run }) => run)).toBe(true);
	}, 900_000);

	test('two whole runs at once do each row once', async () => {
		const before = new Set((await rows()).map((row) => row.id));
		await insert(['One', 'Two', 'Three'].map((mark) => ({ idea: `Parallel ${mark}`, source: `${mark} locks stand at the sea of Panama.\n\n${ARTICLE.join('\n\n')}`, channel: 'Locks', status: 'Idea' }))); // prettier-ignore
		const runs = await Promise.all([once(), once()]);
		const worked = runs.flatMap((execution) => (ran(execution).includes('My ideas') ? output(execution, 'My ideas').flat() : []).map((item) => Number(item.json.id))); // prettier-ignore
		expect(new Set(worked).size).toBe(worked.length);
		const mine = (await rows()).filter((row) => !before.has(row.id));
		expect(mine.map(({ status }) => status)).toEqual(['Script', 'Script', 'Script']);
	}, 900_000);

	test('what a stopped run left is free again after six hours, not before', async () => {
		// The table keeps `updatedAt` itself: a row of yesterday cannot be made, so the workflow's own clock is moved instead.
		const later = shipped('content-queue');
		const text = JSON.stringify(later).replaceAll('minus({ hours: 6 })', 'plus({ hours: 1 })');
		const held = (await rows()).filter(({ run }) => run);
		expect(held).toHaveLength(24);
		await once();
		expect((await rows()).filter(({ run }) => run)).toHaveLength(24);
		const moved = JSON.parse(text) as Workflow;
		moved.connections['Free what was rendered'] = { main: [[]] };
		const freed = await server.finished(await server.run(await server.importWorkflow(moved), 'Try it now'), { timeoutSeconds: 600 });
		expect(failureOf(freed)).toBeUndefined();
		expect((await rows()).filter(({ run }) => run)).toHaveLength(0);
	}, 900_000);
});

test('three channels on one workflow: three voices, three looks, no node edited', async () => {
	const channels = [
		{ name: 'Calm facts', voice: 'bf_emma', palette: 'first' },
		{ name: 'Loud facts', voice: 'am_michael', palette: 'second' },
		{ name: 'Quick facts', voice: 'joe', palette: 'third' },
	];
	const { PALETTE_NAMES } = (await import('../../engine/render/theme')) as { PALETTE_NAMES: string[] };
	const saved = await runToEnd(
		server,
		chain(
			'Save three',
			[
				{
					name: 'Save',
					type: 'setup',
					parameters: {
						operation: 'saveChannel',
						channelName: '={{ $json.name }}',
						channelFeeds: '',
						format: 'short',
						channelOptions: { speaker: '={{ $json.voice }}', palette: '={{ $json.palette }}', music: 'none' },
					},
				},
			],
			channels.map((channel, i) => ({ ...channel, palette: PALETTE_NAMES[i]! })),
		),
	);
	expect(failureOf(saved)).toBeUndefined();
	const execution = await runToEnd(
		server,
		chain(
			'Three channels',
			[
				{ name: 'Write', type: 'scriptGenerator', parameters: { operation: 'own', script: '# Ice\n\nIce floats on water.\n\nSo an iceberg swims.', channel: '={{ $json.who }}', making: 'channel', options: {} } }, // prettier-ignore
				{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'channel', options: {} } },
				{ name: 'Render', type: 'video', parameters: { operation: 'render', shape: 'channel', options: {} } },
			],
			channels.map(({ name }) => ({ who: name })),
		),
	);
	expect(failureOf(execution)).toBeUndefined();
	const made = output(execution, 'Render').flat();
	expect(made.map(({ json }) => json.voice!.speaker)).toEqual(['kokoro/bf_emma', 'kokoro/am_michael', 'piper/joe']);
	const recipes = await Promise.all(
		made.map(async (item) => JSON.parse((await server.binary(item, item.json.video!.recipe.property)).toString()) as Record<string, never>),
	);
	expect(new Set(recipes.map((recipe) => JSON.stringify((recipe as { plan?: { palette?: string } }).plan?.palette))).size).toBe(3);
}, 900_000);
