// A real Chromium, driven by its DevTools protocol over Node's own WebSocket: enough for pages, clicks, typing and pictures, and no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium of this machine, or null. `AI_OPERATOR_CHROMIUM` names one. */
export function findChromium() {
	const named = process.env.AI_OPERATOR_CHROMIUM;
	const paths = named ? [named] : (process.env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
	return (
		paths.find((path) => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		}) ?? null
	);
}

/** A Chromium of this machine; as root on Debian it is installed when it is missing. Null where there is none to be had. */
export function bringChromium(say = () => {}) {
	const found = findChromium();
	if (found || process.getuid?.() !== 0) return found;
	say('installing Chromium (apt-get install chromium)');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [
		['update', '-qq'],
		['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
	])
		if (spawnSync('apt-get', ['-o', 'Acquire::Retries=3', ...args], { env, stdio: 'ignore' }).status !== 0) return null;
	return findChromium();
}

/** One browser with its own profile. Pages are opened with `open`; everything ends with `close`. */
export class Chromium {
	static async launch({ path = findChromium(), width = 1440, height = 900 } = {}) {
		const browser = new Chromium();
		browser.profile = mkdtempSync(join(tmpdir(), 'ai-operator-browser-'));
		browser.size = { width, height };
		browser.child = spawn(
			path,
			[
				'--headless=new',
				'--remote-debugging-port=0',
				`--user-data-dir=${browser.profile}`,
				`--window-size=${width},${height}`,
				// Containers run as root and have no second sandbox to give; only this machine's own pages are opened.
				'--no-sandbox',
				'--disable-gpu',
				'--disable-dev-shm-usage',
				'--no-first-run',
				'--no-default-browser-check',
				'--disable-background-networking',
				'--disable-component-update',
				'--autoplay-policy=no-user-gesture-required',
				'--mute-audio',
				'--hide-scrollbars',
				'about:blank',
			],
			{ stdio: ['ignore', 'ignore', 'pipe'], detached: true },
		);
		const address = await new Promise((resolve, reject) => {
			let text = '';
			browser.child.stderr.on('data', (chunk) => {
				text += chunk;
				const found = /DevTools listening on (ws:\S+)/.exec(text);
				if (found) resolve(found[1]);
			});
			browser.child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}:\n${text.slice(-2000)}`)));
			setTimeout(() => reject(new Error(`Chromium did not start:\n${text.slice(-2000)}`)), 180_000).unref();
		});
		browser.waiting = new Map();
		browser.pages = new Map();
		browser.socket = new WebSocket(address);
		await new Promise((resolve, reject) => {
			browser.socket.onopen = resolve;
			browser.socket.onerror = () => reject(new Error('Chromium does not answer'));
		});
		browser.socket.onmessage = ({ data }) => browser.#receive(JSON.parse(data));
		// Whatever was asked of a browser that is gone gets no answer any more.
		browser.socket.onclose = () => {
			for (const { reject, what } of browser.waiting.values()) reject(new Error(`${what}: Chromium has ended`));
			browser.waiting.clear();
		};
		return browser;
	}

	#next = 1;
	#receive({ id, result, error, method, params, sessionId }) {
		if (id) {
			const { resolve, reject, what } = this.waiting.get(id) ?? {};
			this.waiting.delete(id);
			if (error) reject?.(new Error(`${what}: ${error.message}`));
			else resolve?.(result);
		} else if (sessionId) this.pages.get(sessionId)?.received(method, params);
	}

	send(method, params = {}, sessionId = undefined) {
		const id = this.#next++;
		return new Promise((resolve, reject) => {
			this.waiting.set(id, { resolve, reject, what: method });
			this.socket.send(JSON.stringify({ id, method, params, sessionId }));
		});
	}

	/** A new page (tab); waits until it has loaded. */
	async open(url) {
		const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
		return await this.#attach(targetId, url);
	}
	async #attach(targetId, url) {
		const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
		const page = new Page(this, sessionId);
		this.pages.set(sessionId, page);
		for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page.send(`${domain}.enable`);
		// A tab that lies behind another does not play or seek.
		await page.send('Page.bringToFront');
		await page.send('Emulation.setDeviceMetricsOverride', { ...this.size, deviceScaleFactor: 1, mobile: false });
		if (url) await page.goto(url);
		return page;
	}

	/** The page that a link opened in a tab of its own, once its address matches. */
	async opened(pattern, seconds = 20) {
		return await until(`a tab of ${pattern}`, seconds, async () => {
			const { targetInfos } = await this.send('Target.getTargets');
			const target = targetInfos.find((info) => info.type === 'page' && pattern.test(info.url));
			return target ? await this.#attach(target.targetId) : null;
		});
	}

	async close() {
		const { child } = this;
		const ended = new Promise((resolve) => ((child.exitCode ?? child.signalCode) === null ? child.once('exit', resolve) : resolve()));
		this.send('Browser.close').catch(() => undefined);
		const timer = setTimeout(() => {
			try {
				process.kill(-this.child.pid, 'SIGKILL');
			} catch {
				// gone already
			}
		}, 5000);
		await ended;
		clearTimeout(timer);
		this.socket.close();
		// Its helpers may outlive it for a moment, and write into the profile until then.
		try {
			process.kill(-child.pid, 'SIGKILL');
		} catch {
			// gone already
		}
		rmSync(this.profile, { recursive: true, force: true, maxRetries: 20 });
	}
}

class Page {
	constructor(browser, sessionId) {
		Object.assign(this, { browser, sessionId, errors: [], loads: 0 });
	}
	send(method, params) {
		return this.browser.send(method, params, this.sessionId);
	}
	received(method, params) {
		if (method === 'Page.loadEventFired') this.loads++;
		if (method === 'Runtime.exceptionThrown')
			this.errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
	}

	async goto(url) {
		const before = this.loads;
		const { errorText } = await this.send('Page.navigate', { url });
		if (errorText) throw new Error(`${url}: ${errorText}`);
		await until(`${url} to load`, 120, () => this.loads > before);
	}

	/** Value of an expression in the page; promises are awaited. */
	async evaluate(expression) {
		const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
		if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		return result.value;
	}

	/** Waits until the expression is true in the page; returns its value. */
	async see(expression, seconds = 60) {
		return await until(expression, seconds, async () => await this.evaluate(expression).catch(() => null));
	}

	/** Middle of the first line of an element, once it stands still. A CSS selector, or `text=…` for the smallest visible element with that text. */
	async #place(selector) {
		const find = selector.startsWith('text=')
			? `[...document.querySelectorAll('button, a, summary, label, span, div, p, li, h1, h2, h3')].filter((e) => e.offsetParent && e.textContent.trim() === ${JSON.stringify(selector.slice(5))}).at(-1)`
			: `document.querySelector(${JSON.stringify(selector)})`;
		const middle = `(() => { const e = ${find}; if (!e) return null; e.scrollIntoView({ block: 'center', inline: 'center' }); const r = e.getClientRects()[0]; return r?.width && r.height ? { x: r.x + r.width / 2, y: r.y + r.height / 2 } : null; })()`;
		let before;
		return await until(`${selector} to click`, 30, async () => {
			const now = await this.evaluate(middle).catch(() => null);
			const still = now && before && now.x === before.x && now.y === before.y;
			before = now;
			return still ? now : null;
		});
	}
	async click(selector, times = 1) {
		const at = await this.#place(selector);
		await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at });
		for (let clickCount = 1; clickCount <= times; clickCount++)
			for (const type of ['mousePressed', 'mouseReleased'])
				await this.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount });
	}
	/** Types over what the field holds; again, where the page took the focus away meanwhile. */
	async type(selector, text) {
		const field = `document.querySelector(${JSON.stringify(selector)})`;
		await until(`${selector} to hold what was typed`, 60, async () => {
			await this.click(selector);
			await this.evaluate(`${field}?.select?.()`);
			await this.send('Input.insertText', { text });
			return await this.see(`${field}?.value === ${JSON.stringify(text)}`, 2).catch(() => null);
		});
	}
	/** Puts files of this machine into a file field, as its dialog would. */
	async upload(selector, files) {
		await this.see(`document.querySelector(${JSON.stringify(selector)}) !== null`);
		const { root } = await this.send('DOM.getDocument');
		const { nodeId } = await this.send('DOM.querySelector', { nodeId: root.nodeId, selector });
		await this.send('DOM.setFileInputFiles', { nodeId, files });
	}
	async key(key, code = key) {
		for (const type of ['keyDown', 'keyUp']) await this.send('Input.dispatchKeyEvent', { type, key, code });
	}

	/** Light or dark, as a system setting would say. */
	async colours(scheme) {
		await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
	}

	/** Saves a PNG of the window, or of `clip`. */
	async picture(file, clip = undefined) {
		const { data } = await this.send('Page.captureScreenshot', {
			format: 'png',
			...(clip ? { clip: { scale: 1, ...clip }, captureBeyondViewport: true } : {}),
		});
		const bytes = Buffer.from(data, 'base64');
		if (file) writeFileSync(file, bytes);
		return bytes;
	}
	async resize(width, height, deviceScaleFactor = 1) {
		await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
	}
	async toFront() {
		await this.send('Page.bringToFront');
	}
	async close() {
		await this.send('Page.close').catch(() => undefined);
		this.browser.pages.delete(this.sessionId);
	}
}

export async function until(what, seconds, look) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const found = await look();
		if (found) return found;
		if (Date.now() > end) throw new Error(`${what} did not happen within ${seconds} s`);
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
}
