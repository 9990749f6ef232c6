// What benches of whole films share: the built engine with the ports of a command line, in a home of its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../instance/bring.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * `{ engine, context, close }`. `property` names a kept file: its path outside n8n, unless something else is asked.
 */
export async function workbench(home, property = (kept) => kept.path) {
	process.env.AI_OPERATOR_HOME = home;
	process.env.AI_OPERATOR_RUNTIME ??= join(cacheRoot, 'runtime');
	const engine = createRequire(import.meta.url)(join(root, 'dist', 'engine', 'index.js'));
	const ledger = await engine.openLedger();
	const store = engine.openFileStore();
	const workspaces = [];
	const context = {
		http: engine.createHttp({ userAgent: 'bench', contact: '' }),
		clock: engine.systemClock,
		files: {
			local: (file) => store.find(file.sha256),
			async keep(path, as) {
				const kept = await store.put(path);
				return { property: property(kept, as), sha256: kept.sha256, bytes: kept.bytes, mime: as.mime };
			},
		},
		logger: { debug() {}, info() {}, warn: console.warn, error: console.error },
		progress() {},
		signal: new AbortController().signal,
		async workspace(purpose) {
			const opened = await engine.openWorkspace(purpose);
			workspaces.push(opened);
			return opened;
		},
		ledger,
		store,
	};
	const close = async () => {
		for (const workspace of workspaces) await workspace.dispose();
		await ledger.close();
	};
	return { engine, context, close };
}

/** The topic that the shipped workflow starts with, read: `kind` is short or video. */
export async function shippedTopic({ engine, context }, channel, kind) {
	const text = readFileSync(join(root, 'workflows/faceless-youtube/sources/panama-canal.md'), 'utf8');
	const asked = { channel, kind, inputs: [{ kind: 'text', text }], keywords: [], limit: 1, slot: '', mode: 'read' };
	return (await engine.topicStage(asked, context)).envelopes[0];
}
