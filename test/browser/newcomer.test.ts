/** What a newcomer meets, in a real browser: the nodes in n8n's editor, the form, the page of questions, the film. Skipped, and said so, where no Chromium is. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';
import { findFfmpeg } from '../../engine/media';
import { testPorts } from '../engine/mediaSupport';
import { chain, failureOf, openServer, output, question, root, runToEnd, until, type Workflow } from '../instance/harness';

interface Page {
	goto(url: string): Promise<void>;
	evaluate<T>(expression: string): Promise<T>;
	see<T>(expression: string, seconds?: number): Promise<T>;
	click(selector: string, times?: number): Promise<void>;
	type(selector: string, text: string): Promise<void>;
	key(key: string, code?: string): Promise<void>;
	upload(selector: string, files: string[]): Promise<void>;
	colours(scheme: 'light' | 'dark'): Promise<void>;
	picture(file: string): Promise<unknown>;
	resize(width: number, height: number): Promise<void>;
	toFront(): Promise<void>;
	close(): Promise<void>;
}
interface Browser {
	open(url: string): Promise<Page>;
	opened(address: RegExp, seconds?: number): Promise<Page>;
	close(): Promise<void>;
}
const { findChromium } = (await import('./chromium.mjs' as string)) as { findChromium(): string | null };
const { openBrowser, openCreator, openWorkflow } = (await import('./editor.mjs' as string)) as {
	openBrowser(server: unknown): Promise<{ browser: Browser; page: Page }>;
	openCreator(page: Page): Promise<void>;
	openWorkflow(page: Page, server: unknown, id: string, nodes: number): Promise<void>;
};
const chromium = findChromium();
const withBrowser = chromium ? describe : describe.skip;
if (!chromium)
	process.stderr.write(
		'No Chromium here: test/browser is skipped. Debian: apt-get install chromium, or name one in AI_OPERATOR_CHROMIUM.\n',
	);

const ARTICLE = [
	'Gatun Lake lies 26 metres above the sea.',
	'Ships climb to it through three locks of water.',
	'A full crossing takes eight to ten hours.',
	'Each crossing sends about 200 million litres of fresh water into the sea.',
	'In January 2024 only 24 ships a day were allowed.',
	'The canal opened on 15 August 1914.',
	'The American part of the work cost about 375 million dollars.',
];
const TALK =
	'My grandmother kept forty hives of bees behind our house. Every morning she walked out in her slippers and listened to them. You can hear a hungry hive, she told me, because it never stops humming. One winter the humming stopped in eleven of the hives. Why did the bees die so quickly that year? Nobody in the village could say, so my grandmother began to write everything down. Her notebook is still the longest record of bees in our valley. Scientists read it today and find the warm winters one by one.';
/** With AI_OPERATOR_PICTURES=1 the pages on the way are kept as pictures for the READMEs. */
async function keep(shown: Page, name: string): Promise<void> {
	if (process.env.AI_OPERATOR_PICTURES) await shown.picture(join(root, 'docs', 'images', `${name}.png`));
}
/** Publishes the shipped form once; returns the workflow's id. */
async function publishForm(): Promise<string> {
	const id = (form ??= await server.importWorkflow(shipped('faceless-youtube', 'form-to-package')));
	const { versionId } = (await server.api('GET', `/workflows/${id}`)) as { versionId: string };
	await server.api('POST', `/workflows/${id}/activate`, { versionId });
	await until('the published form', 60, async () => (await fetch(`${server.url}/form/make-a-video`)).ok);
	return id;
}
const shipped = (...path: string[]): Workflow => JSON.parse(readFileSync(`${join(root, 'workflows', ...path)}.json`, 'utf8')) as Workflow;
/** A visitor's page with the form filled in, by the labels of its fields. */
async function fillForm(values: Record<string, string>): Promise<Page> {
	const visitor = await browser.open(`${server.url}/form/make-a-video`);
	for (const [label, text] of Object.entries(values)) {
		const id = await visitor.evaluate<string>(`[...document.querySelectorAll('label')].find((e) => e.textContent.trim() === '${label}').htmlFor`); // prettier-ignore
		await visitor.type(`#${id}`, text);
	}
	return visitor;
}
/** From the form's page that says so to the question itself, which opens in a tab of its own. */
async function openQuestion(visitor: Page): Promise<Page> {
	const link = await visitor.see<string>(`document.querySelector('a[href*="webhook-waiting"]')?.href`);
	await visitor.click('#submit-btn');
	await question(link);
	await visitor.click('a[href*="webhook-waiting"]');
	return await browser.opened(/webhook-waiting/, 60);
}
async function latestOf(workflowId: string): Promise<string> {
	const { results } = (await server.api('GET', `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`)) as { results: { id: string }[] }; // prettier-ignore
	return results[0]!.id;
}
let form: string | undefined;
let server: Awaited<ReturnType<typeof openServer>>;
let site: HttpServer;
let address: string;
let browser: Browser;
let page: Page;

withBrowser('in a browser', () => {
	beforeAll(async () => {
		site = createServer(({ url }, response) => {
			if (url === '/feed.xml') {
				const item = `<item><title>A lake hangs above two oceans</title><link>${address}</link><pubDate>${new Date().toUTCString()}</pubDate></item>`;
				response
					.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' })
					.end(`<rss version="2.0"><channel><title>Canals</title>${item}</channel></rss>`);
				return;
			}
			const body = ARTICLE.map((text) => `<p>${text}</p>`).join('');
			response
				.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
				.end(
					`<!doctype html><html><head><title>A lake hangs above two oceans</title></head><body><article>${body}</article></body></html>`,
				);
		});
		await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
		const { port } = site.address() as AddressInfo;
		address = `http://127.0.0.1:${port}/lake`;
		server = await openServer({ AI_OPERATOR_ALLOW_HOSTS: `127.0.0.1:${port}` });
		({ browser, page } = await openBrowser(server));
		const channelOptions = { voiceEngine: 'piper', music: 'none' };
		const save = (name: string, channelFeeds: string) => ({ name, type: 'setup', parameters: { operation: 'saveChannel', channelName: name, channelFeeds, format: 'short', channelOptions } }); // prettier-ignore
		const saved = await runToEnd(server, chain('Channels', [save('Locks', ''), save('Canal news', address.replace('/lake', '/feed.xml'))]));
		expect(failureOf(saved)).toBeUndefined();
	}, 900_000);
	afterAll(async () => {
		await browser?.close();
		await server?.remove();
		site?.close();
		site?.closeAllConnections();
	}, 900_000);

	test('every node is found by its name in the editor, with its icon in light and dark', async () => {
		const nodes = [
			['AI Operator Setup', 'setup'],
			['Topic Scout', 'topicScout'],
			['Script Generator', 'scriptGenerator'],
			['Voice-Over', 'voice'],
			['Faceless Video', 'video'],
			['Shorts Clipper', 'clipper'],
			['Review & Approve', 'qualityGate'],
			['Publisher', 'publisher'],
		] as const;
		for (const scheme of ['light', 'dark'] as const) {
			await page.colours(scheme);
			await page.goto(`${server.url}/workflow/new`);
			await openCreator(page);
			for (const [name, file] of nodes) {
				await page.type('[data-test-id="node-creator-search-bar"]', name);
				const icon = await page.see<string>(
					`(() => { const item = [...document.querySelectorAll('[data-test-id="item-iterator-item"]')].find((e) => e.querySelector('[data-test-id="node-creator-item-name"]')?.textContent.trim() === ${JSON.stringify(name)}); const image = item?.querySelector('img'); return image?.complete && image.naturalWidth ? image.src : ''; })()`,
				);
				expect(icon).toMatch(scheme === 'dark' ? new RegExp(`/${file}\\.dark\\.svg`) : new RegExp(`/${file}\\.svg`));
			}
		}
		await page.colours('light');
	}, 900_000);

	test('a node shows few fields, its hint after a run, and its named outputs on the canvas', async () => {
		const workflow = chain('Editor', [
			{
				name: 'Write',
				type: 'scriptGenerator',
				parameters: { operation: 'own', script: '# Ice\n\nIce floats on water.', channel: 'Not saved', options: {} },
			},
			{ name: 'Check', type: 'qualityGate', parameters: { operation: 'check', options: {} } },
		]);
		const id = await server.importWorkflow(workflow);
		await openWorkflow(page, server, id, 3);
		const canvas = await page.evaluate<string>(`document.querySelector('.vue-flow').textContent`);
		for (const text of ['Go on', 'Look first', 'Chat Model']) expect(canvas).toContain(text);
		await page.evaluate(
			`[...document.querySelectorAll('[data-test-id="canvas-node"]')].find((e) => e.textContent.includes('Write')).id = 'write'`,
		);
		// A click before the canvas is ready is lost.
		const fields = await until('the node to open', 120, async () => {
			await page.click('#write', 2);
			const look = `(() => { const all = [...document.querySelectorAll('[data-test-id="node-parameters"] label')].map((e) => e.textContent.trim()); return all.some((text) => text.startsWith('Operation')) ? all : null; })()`;
			return await page.see<string[]>(look, 10).catch(() => null);
		});
		const names = fields.join('|');
		for (const field of ['Operation', 'Script', 'Channel', 'What Are You Making', 'Options']) expect(names).toContain(field);
		// The first node has not run yet: the step takes it along, and its hint stands above the output.
		await page.click('[data-test-id="node-execute-button"]');
		expect(
			await page.see<string>(
				`document.querySelector('[data-test-id="output-panel"]')?.textContent.includes('is not saved') && 'said'`,
				120,
			),
		).toBe('said');
	}, 900_000);

	test('form filled, script changed, film watched and sought, thumbnail chosen, approved: the film is made of the changed words', async () => {
		const id = await publishForm();
		const visitor = await fillForm({ Links: address, Channel: 'Locks' });
		await visitor.resize(900, 1000);
		await keep(visitor, 'form');
		await visitor.click('#submit-btn');
		// First question: the words.
		await visitor.see(`document.querySelector('h1')?.textContent.startsWith('Read it')`, 240);
		const words = await openQuestion(visitor);
		await words.see(`document.querySelector('textarea[name^="a0.scene"]')`);
		const stills = await words.see<boolean>(`(() => { const all = [...document.querySelectorAll('ol.scenes img')]; for (const image of all) image.loading = 'eager'; return all.length > 2 && all.every((image) => image.complete && image.naturalWidth > 0); })()`); // prettier-ignore
		expect(stills).toBe(true);
		const changed = 'Three locks of water lift every ship to the lake.';
		await words.type('textarea[name="a0.scene.s2"]', changed);
		await words.resize(900, 1100);
		await words.evaluate(`scrollTo(0, 0)`);
		await keep(words, 'review-words');
		await words.click('button[value="approved"]');
		await words.see(`document.body.textContent.includes('Recorded: approved')`);
		await words.close();
		// Second question: the film.
		await visitor.see(`document.querySelector('h1')?.textContent.startsWith('Watch it')`, 240);
		const film = await openQuestion(visitor);
		const length = await film.see<number>(
			`document.querySelector('video')?.readyState > 0 && document.querySelector('video').duration`,
			60,
		);
		expect(length).toBeGreaterThan(8);
		// The page allows no scripts, so no event would be heard: it is asked instead.
		await film.evaluate(`document.querySelector('video').currentTime = ${(length * 0.8).toFixed(2)}`);
		await film.see(
			`!document.querySelector('video').seeking && Math.abs(document.querySelector('video').currentTime - ${(length * 0.8).toFixed(2)}) < 0.1`,
		);
		await film.evaluate(`document.querySelector('video').play()`);
		await film.see(`document.querySelector('video').currentTime > ${(length * 0.8 + 0.3).toFixed(2)}`);
		await until('the thumbnail to be chosen', 60, async () => {
			await film.click('input[name="a0.thumbnail"][value="2"]');
			return await film.evaluate(`document.querySelector('input[name="a0.thumbnail"][value="2"]').checked`);
		});
		await film.resize(900, 1400);
		await film.evaluate(`scrollTo(0, 0)`);
		await keep(film, 'review-film');
		await film.click('button[value="approved"]');
		await film.see(`document.body.textContent.includes('Recorded: approved')`);
		await film.close();
		await visitor.toFront();
		// The form's own ending shows the film.
		await visitor.see(`document.querySelector('video source')?.src.includes('signed')`, 60);
		await visitor.see(`document.querySelector('video').readyState > 0 && document.querySelector('video').duration > 8`);
		await visitor.resize(900, 900);
		await keep(visitor, 'form-ending');
		const done = await server.finished(await latestOf(id), { timeoutSeconds: 120 });
		await visitor.close();
		expect(failureOf(done)).toBeUndefined();
		const { script, video, published } = output(done, 'Package').flat()[0]!.json as unknown as Envelope;
		expect(script!.scenes[1]!.narration).toBe(changed);
		const said = readFileSync(join(published![0]!.remoteId, 'captions.srt'), 'utf8').replace(/\n\n\d+\n[^\n]*\n|\s+/g, ' ');
		expect(said).toContain(changed);
		const before = output(done, 'Render').flat()[0]!.json.video!;
		expect(video!.thumbnails[0]!.sha256).toBe(before.thumbnails[2]!.sha256);
	}, 900_000);

	test('a topic only: the feeds of the channel are read, and the script is about the topic and cites what was found', async () => {
		const id = await publishForm();
		const visitor = await fillForm({ Topic: 'Gatun Lake lies', Channel: 'Canal news' });
		await visitor.click('#submit-btn');
		await visitor.see(`document.querySelector('h1')?.textContent.startsWith('Read it')`, 240);
		const words = await openQuestion(visitor);
		await words.see(`document.querySelector('textarea[name^="a0.scene"]')`);
		expect(await words.evaluate<string>(`document.querySelector('blockquote').textContent`)).toMatch(/Gatun|locks|crossing|ships|canal/i);
		await words.type('[name="a0.reason"]', 'only looking');
		await words.click('button[value="rejected"]');
		await words.see(`document.body.textContent.includes('Recorded: rejected')`);
		await words.close();
		await visitor.toFront();
		await visitor.see(`document.body.innerText.includes('only looking')`, 60);
		// The ending's page tells n8n that it was seen.
		const done = await server.finished(await latestOf(id), { timeoutSeconds: 120 });
		await visitor.close();
		expect(failureOf(done)).toBeUndefined();
		const { topic, sources } = output(done, 'Find the topic').flat()[0]!.json as unknown as Envelope;
		expect(topic!.reasons.join('; ')).toContain('fits: Gatun Lake lies');
		expect(sources!.map(({ url }) => url)).toEqual([address]);
	}, 900_000);

	test('a topic that nothing is found about ends on a page that says what it needs, not on a film about something else', async () => {
		await publishForm();
		const visitor = await fillForm({ Topic: 'Ostby lighthouse keepers', Channel: 'Canal news' });
		await visitor.click('#submit-btn');
		await visitor.see(`document.body.innerText.includes('It could not be made')`, 120);
		const text = await visitor.evaluate<string>(`document.body.innerText`);
		expect(text).toContain('No new topic about “Ostby lighthouse keepers” was found');
		expect(text).toMatch(/save feeds .* with the channel .* or give links/i);
		await visitor.close();
	}, 900_000);

	test('a video dropped into the form of the shorts workflow, from the button on the canvas: its clip is packed', async () => {
		// A talk of its own: sentences spoken here over a moving picture.
		const spoken = await runToEnd(server, chain('Talk', [{ name: 'Say', type: 'voice', parameters: { operation: 'speakText', text: TALK, channel: '', engine: 'piper', options: {} } }])); // prettier-ignore
		const voice = join(server.userFolder, 'voice.wav');
		writeFileSync(voice, await server.binary(output(spoken, 'Say')[0]![0]!, 'voice'));
		const talk = join(server.userFolder, 'my talk.mp4');
		const { path: ffmpeg } = await findFfmpeg(testPorts());
		execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25', '-i', voice, '-shortest', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', talk]); // prettier-ignore
		const id = await server.importWorkflow(shipped('shorts', 'long-video-to-shorts'));
		await openWorkflow(page, server, id, 4);
		await page.toFront();
		// The button stands beside the trigger while the pointer is over it.
		const button = '[data-test-id="execute-workflow-button-Drop a video"]';
		await page.evaluate(`document.querySelector('${button}').style.opacity = 1`);
		const dropped = await until('the form in a tab of its own', 120, async () => {
			await page.click(button);
			return await browser.opened(/\/form-test\//, 40).catch(() => null);
		});
		await dropped.resize(900, 800);
		await dropped.upload('input[type="file"]', [talk]);
		const count = await dropped.evaluate<string>(
			`[...document.querySelectorAll('label')].find((e) => e.textContent.trim() === 'Clips').htmlFor`,
		);
		await dropped.type(`#${count}`, '1');
		await keep(dropped, 'shorts-form');
		await dropped.click('#submit-btn');
		// The page holds this text from the beginning, hidden.
		await dropped.see(`document.body.innerText.includes('The clips appear in the folder')`, 60);
		await dropped.close();
		const published = join(server.userFolder, '.n8n-files', 'published', 'my-shorts');
		const clips = () =>
			existsSync(published) ? readdirSync(published).filter((name) => existsSync(join(published, name, 'video.mp4'))) : [];
		const [clip, ...more] = await until('the clip', 800, () => (clips().length ? clips() : null));
		expect(more).toEqual([]);
		const [title, , words] = readFileSync(join(published, clip!, 'description.txt'), 'utf8').split('\n');
		expect(title).toMatch(/\S/);
		expect(words).toMatch(/^(My|Every|You|One|Why|Nobody|Her|Scientists) .*\.$/);
		expect(
			readFileSync(join(published, clip!, 'video.mp4'))
				.subarray(4, 8)
				.toString(),
		).toBe('ftyp');
	}, 900_000);
});
