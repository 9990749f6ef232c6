/** What a newcomer meets, in a real browser: the nodes in n8n's editor, the form, the page of questions, the film. Skipped, and said so, where no Chromium is. */
import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';
import { chain, failureOf, openServer, output, root, runToEnd, type Workflow } from '../instance/harness';

interface Page {
	goto(url: string): Promise<void>;
	evaluate<T>(expression: string): Promise<T>;
	see<T>(expression: string, seconds?: number): Promise<T>;
	click(selector: string, times?: number): Promise<void>;
	type(selector: string, text: string): Promise<void>;
	key(key: string, code?: string): Promise<void>;
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
/** With AI_OPERATOR_PICTURES=1 the pages on the way are kept as pictures for the READMEs. */
async function keep(shown: Page, name: string): Promise<void> {
	if (process.env.AI_OPERATOR_PICTURES) await shown.picture(join(root, 'docs', 'images', `${name}.png`));
}
let server: Awaited<ReturnType<typeof openServer>>;
let site: HttpServer;
let address: string;
let browser: Browser;
let page: Page;

withBrowser('in a browser', () => {
	beforeAll(async () => {
		site = createServer((_, response) => {
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
	}, 300_000);
	afterAll(async () => {
		await browser?.close();
		await server?.remove();
		site?.close();
		site?.closeAllConnections();
	}, 60_000);

	test('every node is found by its name in the editor, with its icon in light and dark', async () => {
		const nodes = [
			['AI Operator Setup', 'setup'],
			['Topic Scout', 'topicScout'],
			['Script Generator', 'scriptGenerator'],
			['Voice-Over', 'voice'],
			['Faceless Video', 'video'],
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
	}, 120_000);

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
		await page.click('#write', 2);
		const fields = await page.see<string[]>(
			`(() => { const all = [...document.querySelectorAll('[data-test-id="node-parameters"] label')].map((e) => e.textContent.trim()); return all.some((text) => text.startsWith('Operation')) ? all : null; })()`,
		);
		const names = fields.join('|');
		for (const field of ['Operation', 'Script', 'Channel', 'What Are You Making', 'Options']) expect(names).toContain(field);
		// The first node has not run yet: the step takes it along, and its hint stands above the output.
		await page.click('[data-test-id="node-execute-button"]');
		expect(
			await page.see<string>(`document.querySelector('[data-test-id="output-panel"]')?.textContent.includes('is not saved') && 'said'`, 60),
		).toBe('said');
	}, 200_000);

	test('form filled, script changed, film watched and sought, thumbnail chosen, approved: the film is made of the changed words', async () => {
		const saved = await runToEnd(
			server,
			chain('Channel', [
				{ name: 'Save', type: 'setup', parameters: { operation: 'saveChannel', channelName: 'Locks', channelFeeds: '', format: 'short', channelOptions: { voiceEngine: 'piper', music: 'none' } } }, // prettier-ignore
			]),
		);
		expect(failureOf(saved)).toBeUndefined();
		const workflow = JSON.parse(readFileSync(join(root, 'workflows', 'faceless-youtube', 'form-to-package.json'), 'utf8')) as Workflow;
		const id = await server.importWorkflow(workflow);
		const { versionId } = (await server.api('GET', `/workflows/${id}`)) as { versionId: string };
		await server.api('POST', `/workflows/${id}/activate`, { versionId });
		const form = `${server.url}/form/make-a-video`;
		await expect(fetch(form).then((answer) => answer.ok)).resolves.toBeDefined();
		const visitor = await browser.open('about:blank');
		for (let tries = 0; tries < 20 && !(await fetch(form)).ok; tries++) await new Promise((resolve) => setTimeout(resolve, 500));
		await visitor.goto(form);
		const field = (label: string) => `document.querySelector('#' + [...document.querySelectorAll('label')].find((e) => e.textContent.trim() === '${label}').htmlFor)`; // prettier-ignore
		for (const [label, text] of [['Links', address], ['Channel', 'Locks']] as const) await visitor.type(`#${await visitor.evaluate<string>(`${field(label)}.id`)}`, text); // prettier-ignore
		await visitor.resize(900, 1000);
		await keep(visitor, 'form');
		await visitor.click('#submit-btn');
		// First question: the words.
		await visitor.see(`document.querySelector('h1')?.textContent.startsWith('Read it')`, 120);
		await visitor.click('#submit-btn');
		await new Promise((resolve) => setTimeout(resolve, 3000));
		await visitor.click('a[href*="webhook-waiting"]');
		const words = await browser.opened(/webhook-waiting/);
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
		await visitor.click('#submit-btn');
		await new Promise((resolve) => setTimeout(resolve, 3000));
		await visitor.click('a[href*="webhook-waiting"]');
		const film = await browser.opened(/webhook-waiting/);
		const length = await film.see<number>(
			`document.querySelector('video')?.readyState > 0 && document.querySelector('video').duration`,
			30,
		);
		expect(length).toBeGreaterThan(8);
		// The page allows no scripts, so no event would be heard: it is asked instead.
		await film.evaluate(`document.querySelector('video').currentTime = ${(length * 0.8).toFixed(2)}`);
		await film.see(
			`!document.querySelector('video').seeking && Math.abs(document.querySelector('video').currentTime - ${(length * 0.8).toFixed(2)}) < 0.1`,
		);
		await film.evaluate(`document.querySelector('video').play()`);
		await film.see(`document.querySelector('video').currentTime > ${(length * 0.8 + 0.3).toFixed(2)}`);
		await film.click('input[name="a0.thumbnail"][value="2"]');
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
		const { results } = (await server.api('GET', `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: id }))}`)) as { results: { id: string }[] }; // prettier-ignore
		const done = await server.finished(results[0]!.id, { timeoutSeconds: 60 });
		expect(failureOf(done)).toBeUndefined();
		const { script, video, published } = output(done, 'Package').flat()[0]!.json as unknown as Envelope;
		expect(script!.scenes[1]!.narration).toBe(changed);
		const said = readFileSync(join(published![0]!.remoteId, 'captions.srt'), 'utf8').replace(/\n\n\d+\n[^\n]*\n|\s+/g, ' ');
		expect(said).toContain(changed);
		const before = output(done, 'Render').flat()[0]!.json.video!;
		expect(video!.thumbnails[0]!.sha256).toBe(before.thumbnails[2]!.sha256);
	}, 600_000);
});
