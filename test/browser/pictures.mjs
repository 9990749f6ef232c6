// Pictures of the shipped workflows in n8n's own editor, for the READMEs: npm run pictures [name …]
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../../instance/bring.mjs';
import { installPack, N8n } from '../../instance/n8n.mjs';
import { until } from './chromium.mjs';
import { canvasPicture, openBrowser, openWorkflow } from './editor.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** A README that loads slowly is not read. */
const MOST_BYTES = 400_000;

export async function takePictures({ node, n8nFolder, only = [], say = console.log }) {
	const userFolder = mkdtempSync(join(tmpdir(), 'ai-operator-pictures-'));
	await installPack(root, userFolder);
	// The folder that messages name is the one of n8n's image, not of this machine.
	const env = {
		AI_OPERATOR_RUNTIME: process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime'),
		N8N_RESTRICT_FILE_ACCESS_TO: '/home/node/.n8n-files',
	};
	const server = new N8n({ n8nFolder, node, userFolder, env });
	await server.start();
	const { browser, page } = await openBrowser(server);
	try {
		for (const folder of readdirSync(join(root, 'workflows'))) {
			for (const file of readdirSync(join(root, 'workflows', folder)).filter((name) => name.endsWith('.json'))) {
				const name = basename(file, '.json');
				if (only.length && !only.includes(name)) continue;
				const workflow = shipped(folder, name);
				const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote').length;
				const id = await server.importWorkflow(workflow);
				await openWorkflow(page, server, id, workflow.nodes.length - notes);
				const picture = join(root, 'docs', 'images', `${name}.png`);
				await canvasPicture(page, picture);
				taken(picture, say);
			}
		}
		if (!only.length || only.includes('failure')) taken(await pictureOfFailure(page, server), say);
	} finally {
		await browser.close();
		await server.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

const shipped = (folder, name) => JSON.parse(readFileSync(join(root, 'workflows', folder, `${name}.json`), 'utf8'));

function taken(picture, say) {
	const { size } = statSync(picture);
	say(`  docs/images/${basename(picture)}  ${Math.round(size / 1024)} KB`);
	if (size > MOST_BYTES) throw new Error(`${picture} is larger than ${MOST_BYTES / 1000} KB: lower its zoom`);
}

/** What Explain failure tells of a film that really failed: the run behind a webhook, its report opened in the editor. */
async function pictureOfFailure(page, server) {
	const publish = async (id) => await server.api('POST', `/workflows/${id}/activate`, { versionId: (await server.api('GET', `/workflows/${id}`)).versionId }); // prettier-ignore
	const errors = await server.importWorkflow(shipped('operations', 'errors'));
	await publish(errors);
	const workflow = shipped('faceless-youtube', 'topic-to-package');
	const node = (name) => workflow.nodes.find((found) => found.name === name);
	Object.assign(node('Start'), { type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: 'fails', parameters: { path: 'fails', httpMethod: 'GET', responseMode: 'onReceived', options: {} } }); // prettier-ignore
	Object.assign(node('Write script').parameters, { options: { targetSeconds: 15 } });
	Object.assign(node('Speak').parameters, { engine: 'piper' });
	Object.assign(node('Publish').parameters, { folder: '/etc/films' });
	const id = await server.importWorkflow({ ...workflow, settings: { executionOrder: 'v1', errorWorkflow: errors } });
	await publish(id);
	await until('the webhook', 20, async () => (await fetch(`${server.url}/webhook/fails`)).ok);
	const told = await until('the report', 400, async () => {
		const { results } = await server.api('GET', `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: errors }))}`);
		return results.find(({ status }) => status === 'success');
	});
	const [[{ json }]] = N8n.output(await server.execution(told.id), 'When a run fails');
	const report = await server.importWorkflow({ ...shipped('operations', 'errors'), pinData: { 'When a run fails': [{ json }] } });
	await page.resize(1440, 920);
	await openWorkflow(page, server, report, 5);
	await page.evaluate(`[...document.querySelectorAll('[data-test-id="canvas-node"]')].find((e) => e.textContent.includes('Explain failure')).id = 'explain'`); // prettier-ignore
	await page.click('#explain', 2);
	await page.click('[data-test-id="node-execute-button"]');
	await page.see(`document.querySelector('[data-test-id="output-panel"]')?.textContent.includes('does not allow')`, 60);
	// The neighbours' icons lie upon the panel; n8n's own message fades first.
	await page.evaluate(`for (const icon of document.querySelectorAll('[data-test-id="floating-nodes"]')) icon.style.visibility = 'hidden'`);
	await new Promise((resolve) => setTimeout(resolve, 8000));
	const picture = join(root, 'docs', 'images', 'failure.png');
	const { x, y, width, height } = await page.evaluate(`(({ x, y, width, height }) => ({ x, y, width, height }))(document.querySelector('[data-test-id="output-panel"]').getBoundingClientRect())`); // prettier-ignore
	await page.picture(picture, { x, y, width, height });
	return picture;
}
