// n8n's own editor in Chromium: logged in, a workflow open, its canvas as a picture.
import { Chromium, until } from './chromium.mjs';

const NODE = '[data-test-id="canvas-node"]';

/** A browser that is logged in to this server. */
export async function openBrowser(server, size) {
	const browser = await Chromium.launch(size);
	const page = await browser.open('about:blank');
	const at = server.cookie.indexOf('=');
	await page.send('Network.setCookie', {
		name: server.cookie.slice(0, at),
		value: server.cookie.slice(at + 1),
		url: server.url,
		httpOnly: true,
	});
	return { browser, page };
}

/** Opens a workflow and waits until all its nodes are drawn. */
export async function openWorkflow(page, server, id, nodes = 1) {
	await page.goto(`${server.url}/workflow/${id}`);
	await page.see(`document.querySelectorAll('${NODE}').length >= ${nodes}`, 60);
	await settled(page);
}

/** Opens the list of nodes. A click before the editor is ready is lost, so it is made again. */
export async function openCreator(page) {
	await until('the list of nodes to open', 60, async () => {
		await page.click('[data-test-id="node-creator-plus-button"]').catch(() => undefined);
		return await page.see(`document.querySelector('[data-test-id="node-creator-search-bar"]') !== null`, 4).catch(() => null);
	});
	// It slides in: what is typed before it stands still may miss the field.
	let before = -1;
	await until('the list of nodes to stand still', 20, async () => {
		const now = await page.evaluate(`document.querySelector('[data-test-id="node-creator-search-bar"]')?.getBoundingClientRect().x ?? -1`);
		const same = now === before && now > 0;
		before = now;
		return same;
	});
}

/** Waits until the canvas has stopped moving and its icons are there. */
async function settled(page) {
	const look = `JSON.stringify([document.querySelector('.vue-flow__transformationpane')?.style.transform, [...document.images].every((image) => image.complete)])`;
	let before = '';
	await until('the canvas to settle', 30, async () => {
		const now = await page.evaluate(look);
		const same = now === before && now.includes('true');
		before = now;
		await new Promise((resolve) => setTimeout(resolve, 400));
		return same;
	});
}

/** A picture of the whole canvas, without the editor's bars; as wide as it takes to read the notes. */
export async function canvasPicture(page, file, { width = 3000, zoom = 0.62 } = {}) {
	const box = `(() => {
		// A node's handles, labels and the button at an open output stand out of its own box.
		const all = [...document.querySelectorAll('.vue-flow__node, .vue-flow__node *')].filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.parentElement.closest('[data-test-id="sticky"], [data-test-id="canvas-node-toolbar"]')).map((e) => e.getBoundingClientRect()).filter((r) => r.width && r.height);
		const edges = [...document.querySelectorAll('.vue-flow__edge-path')].map((e) => e.getBoundingClientRect());
		const both = [...all, ...edges];
		const scale = new DOMMatrix(getComputedStyle(document.querySelector('.vue-flow__transformationpane')).transform).a;
		return { left: Math.min(...both.map((r) => r.left)), top: Math.min(...both.map((r) => r.top)), right: Math.max(...both.map((r) => r.right)), bottom: Math.max(...both.map((r) => r.bottom)), scale };
	})()`;
	await page.resize(1600, 900);
	await page.key('1', 'Digit1');
	await settled(page);
	const first = await page.evaluate(box);
	// The window that shows everything at the wanted zoom, with the editor's bars around it.
	const scale = Math.min(zoom, (width - 160) / ((first.right - first.left) / first.scale));
	const wide = Math.ceil(((first.right - first.left) / first.scale) * scale) + 400;
	const high = Math.ceil(((first.bottom - first.top) / first.scale) * scale) + 420;
	await page.resize(wide, high);
	await page.key('1', 'Digit1');
	await settled(page);
	const { left, top, right, bottom } = await page.evaluate(box);
	// Bars and buttons of the editor that lie over the canvas.
	await page.evaluate(
		`(() => { const style = document.createElement('style'); style.textContent = '[class*="canvasControls"], .vue-flow__panel, [data-test-id="canvas-chat-overview-panel"], [data-test-id="main-header"], [data-test-id="node-creator-plus-button"], [data-test-id="execute-workflow-button"], [class*="executionButtons"] { visibility: hidden !important; }'; document.head.append(style); })()`,
	);
	// With some room around, but nothing of the bars beside the canvas.
	const canvas = await page.evaluate(`(({ left, top, right, bottom }) => ({ left, top, right, bottom }))(document.querySelector('.vue-flow').getBoundingClientRect())`); // prettier-ignore
	const margin = 24;
	const [x, y] = [Math.max(canvas.left, left - margin), Math.max(canvas.top, top - margin)];
	return await page.picture(file, {
		x,
		y,
		width: Math.min(canvas.right, right + margin) - x,
		height: Math.min(canvas.bottom, bottom + margin) - y,
	});
}
