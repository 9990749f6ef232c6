// docs/install.md as a newcomer follows it: a plain n8n with an empty user folder, the pack by npm, then a real browser from the workflow's page
// to the finished film; clicks and seconds are counted. npm run bench -- install [--cached] [--pictures DIR]
// --cached takes the engines of this machine's cache; without it they are fetched into the newcomer's own folder, as the first time anywhere.
// The Install button of Settings → Community nodes asks the public registry for the package: that one way is not tried here.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bringN8n, cacheRoot } from '../instance/bring.mjs';
import { freePort } from '../instance/n8n.mjs';
import { bringChromium, Chromium, until } from '../test/browser/chromium.mjs';

const { values: asked } = parseArgs({ options: { cached: { type: 'boolean', default: false }, pictures: { type: 'string' } } });
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = process.env.AI_OPERATOR_NODE ?? process.execPath;
const n8nFolder = await bringN8n(root, node);
const chromium = bringChromium(console.log);
if (!chromium) throw new Error('No Chromium here: install one, or name it in AI_OPERATOR_CHROMIUM');

const home = mkdtempSync(join(tmpdir(), 'ai-operator-install-'));
const packed = join(home, execFileSync('npm', ['pack', '--quiet', '--ignore-scripts', '--pack-destination', home], { cwd: root, encoding: 'utf8' }).trim().split('\n').at(-1)); // prettier-ignore
const port = await freePort();
// What this shell has set for n8n or for us is no newcomer's; what npm needs to find its registry stays.
const env = {
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(N8N_|DB_|NODE_OPTIONS|NODE_ENV|JEST|AI_OPERATOR_)/.test(name))),
	PATH: `${dirname(node)}:${process.env.PATH ?? ''}`,
	HOME: home,
	N8N_USER_FOLDER: home,
	N8N_PORT: String(port),
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_RUNNERS_BROKER_PORT: String(await freePort()),
	N8N_DIAGNOSTICS_ENABLED: 'false',
	...(asked.cached ? { AI_OPERATOR_RUNTIME: process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime') } : {}),
};
const url = `http://127.0.0.1:${port}`;
const log = join(home, 'n8n.log');

async function startN8n() {
	const out = openSync(log, 'a');
	const child = spawn(node, [join(n8nFolder, 'node_modules/n8n/bin/n8n'), 'start'], { cwd: home, env, stdio: ['ignore', out, out], detached: true }); // prettier-ignore
	closeSync(out);
	const exited = new Promise((resolve) => child.once('exit', resolve));
	await until('n8n to start', 120, () => fetch(`${url}/healthz/readiness`).then((answer) => answer.ok, () => false)); // prettier-ignore
	return async () => {
		child.kill('SIGTERM');
		await exited;
	};
}

/** The newcomer's hand: every press of the mouse is counted and named, keys and typing are not. */
class Hand {
	clicks = [];
	pictures = 0;
	constructor(page) {
		this.page = page;
	}
	async click(what, selector) {
		await this.page.click(selector);
		this.clicks.push(what);
	}
	/** A click that is lost because the editor was not ready yet is made again, and counts again. */
	async clickUntil(what, selector, seen) {
		await until(what, 60, async () => {
			await this.click(what, selector);
			return await this.page.see(seen, 5).catch(() => null);
		});
	}
	async look(name) {
		if (asked.pictures) await this.page.picture(join(asked.pictures, `${String(++this.pictures).padStart(2, '0')}-${name}.png`));
	}
}
const shortcut = async (page, key, command) => {
	const press = { key, code: `Key${key.toUpperCase()}`, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0), modifiers: 2 };
	await page.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press, commands: [command] });
	await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press });
};
const button = (text) => `[...document.querySelectorAll('button')].filter((e) => e.offsetParent && e.textContent.trim() === ${JSON.stringify(text)}).at(-1)`; // prettier-ignore
const pressButton = async (page, text) => {
	await page.see(`Boolean(${button(text)})`, 6);
	await page.evaluate(`${button(text)}.id = 'pressed-by-bench'`);
	await page.click('#pressed-by-bench');
};
const filmIn = (folder) =>
	existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('video.mp4')) : undefined;

if (asked.pictures) mkdirSync(asked.pictures, { recursive: true });
// The page of the workflow in the repository, in its stead: what is copied there is this file.
const site = createServer(
	(_, response) =>
	response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(readFileSync(join(root, 'workflows/faceless-youtube/topic-to-package.json'))), // prettier-ignore
);
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
let stop = await startN8n();
const browser = await Chromium.launch();
try {
	// The premise, not counted: an n8n with an owner, who has answered what a new n8n asks once.
	const owner = await browser.open(url);
	await owner.see(`document.querySelector('input[name="email"]')`, 60);
	for (const [name, text] of [['email', 'mia@example.com'], ['firstName', 'Mia'], ['lastName', 'New'], ['password', 'First-video-1']]) await owner.type(`input[name="${name}"]`, text); // prettier-ignore
	await owner.click('[data-test-id="form-submit-button"]');
	await owner.see(`location.pathname !== '/setup'`, 60);
	for (const text of ['Get started', 'Skip']) await pressButton(owner, text).catch(() => undefined);
	await owner.close();
	await stop();

	const began = performance.now();
	const times = {};
	const lap = (name) => (times[name] = (performance.now() - began) / 1000);
	// In a terminal.
	const nodes = join(home, '.n8n', 'nodes');
	execFileSync('npm', ['install', packed], { cwd: nodes, env, stdio: ['ignore', 'ignore', 'inherit'] });
	lap('npm install');
	stop = await startN8n();
	lap('n8n started again');
	// In the browser.
	await browser.send('Browser.grantPermissions', { permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'] });
	const copied = await browser.open(`http://127.0.0.1:${site.address().port}/topic-to-package.json`);
	await shortcut(copied, 'a', 'selectAll');
	await shortcut(copied, 'c', 'copy');
	await copied.close();
	const page = await browser.open(url);
	const hand = new Hand(page);
	hand.clicks.push('the workflow’s page (link)', 'Copy raw file');
	await page.see(`document.querySelector('[data-test-id="main-sidebar-settings"]')`, 60);
	await page.goto(`${url}/home/workflows`);
	await page.see(`document.querySelector('[data-test-id="new-workflow-card"], [data-test-id="add-resource-workflow"]')`, 60);
	await hand.look('overview');
	await hand.clickUntil('Build a workflow', '[data-test-id="new-workflow-card"], [data-test-id="add-resource-workflow"]', `location.pathname.startsWith('/workflow/')`); // prettier-ignore
	await page.see(`document.querySelector('[data-test-id="canvas-plus-button"]')?.offsetParent`, 60);
	await new Promise((resolve) => setTimeout(resolve, 1500));
	await hand.look('empty-canvas');
	await until('the nodes to be pasted', 30, async () => {
		await shortcut(page, 'v', 'paste');
		return await page.see(`document.querySelectorAll('[data-test-id="canvas-node"]').length >= 8`, 5).catch(() => null);
	});
	lap('workflow imported');
	await hand.look('pasted');
	await hand.click('Execute workflow', '[data-test-id="execute-workflow-button"]');
	const published = join(home, '.n8n-files', 'published');
	await until('the film', 1500, async () => {
		await new Promise((resolve) => setTimeout(resolve, 1000));
		return filmIn(published);
	});
	lap('film');
	// Setup looked at the machine first: its node is marked as done on the canvas.
	const checked = `Boolean([...document.querySelectorAll('[data-test-id="canvas-node"]')].find((e) => e.textContent.includes('Check this machine'))?.querySelector('[data-test-id="canvas-node-status-success"]'))`; // prettier-ignore
	await page.see(checked, 10);
	await page.see(`document.querySelector('[data-test-id="execute-workflow-button"]')?.textContent.includes('Execute workflow')`, 20);
	await hand.look('done');
	const film = join(published, filmIn(published));
	console.log(`engines ${asked.cached ? 'cached' : 'fetched'}: ${hand.clicks.length} clicks, ${(times.film / 60).toFixed(1)} min from npm install to ${film.slice(home.length + 1)} (${Math.round(statSync(film).size / 1024)} KB)`); // prettier-ignore
	console.log(`clicks: ${hand.clicks.join(' · ')}`);
	console.log(Object.entries(times).map(([name, seconds]) => `${name} ${seconds.toFixed(0)} s`).join(' · ')); // prettier-ignore
	if (hand.clicks.length > 8 || times.film > 600) process.exitCode = 1;
} catch (error) {
	for (const page of browser.pages.values()) if (asked.pictures) await page.picture(join(asked.pictures, 'failed.png'));
	console.error(readFileSync(log, 'utf8').slice(-1500));
	throw error;
} finally {
	await browser.close();
	await stop();
	site.close();
	rmSync(home, { recursive: true, force: true });
}
