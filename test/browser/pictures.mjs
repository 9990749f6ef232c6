// Pictures of the shipped workflows in n8n's own editor, for the READMEs: npm run pictures [name …]
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPack, N8n } from '../../instance/n8n.mjs';
import { canvasPicture, openBrowser, openWorkflow } from './editor.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** A README that loads slowly is not read. */
const MOST_BYTES = 400_000;

export async function takePictures({ node, n8nFolder, only = [], say = console.log }) {
	const userFolder = mkdtempSync(join(tmpdir(), 'ai-operator-pictures-'));
	await installPack(root, userFolder);
	const server = new N8n({ n8nFolder, node, userFolder });
	await server.start();
	const { browser, page } = await openBrowser(server);
	try {
		for (const folder of readdirSync(join(root, 'workflows'))) {
			for (const file of readdirSync(join(root, 'workflows', folder)).filter((name) => name.endsWith('.json'))) {
				const name = basename(file, '.json');
				if (only.length && !only.includes(name)) continue;
				const workflow = JSON.parse(readFileSync(join(root, 'workflows', folder, file), 'utf8'));
				const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote').length;
				const id = await server.importWorkflow(workflow);
				await openWorkflow(page, server, id, workflow.nodes.length - notes);
				const picture = join(root, 'docs', 'images', `${name}.png`);
				await canvasPicture(page, picture);
				const { size } = statSync(picture);
				say(`  docs/images/${name}.png  ${Math.round(size / 1024)} KB`);
				if (size > MOST_BYTES) throw new Error(`${picture} is larger than ${MOST_BYTES / 1000} KB: lower its zoom`);
			}
		}
	} finally {
		await browser.close();
		await server.stop();
		rmSync(userFolder, { recursive: true, force: true });
	}
}
