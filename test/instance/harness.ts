/** A real n8n for tests: one server a test file, the pack installed as n8n does, removed afterwards. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, type Dirent } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';

export const root = join(import.meta.dirname, '..', '..');

export interface Item {
	json: Record<string, unknown> & Partial<Envelope>;
	binary?: Record<string, { id?: string; fileName?: string; mimeType: string; fileSize?: string; bytes?: number }>;
	pairedItem?: { item: number };
	error?: unknown;
}
export interface Execution {
	id: string;
	status: string;
	data: {
		resultData: {
			runData: Record<string, { executionTime: number; hints?: { message: string; type: string }[]; data?: { main: (Item[] | null)[] } }[]>;
			error?: { message: string; description?: string };
		};
	};
}
export interface Workflow {
	name: string;
	nodes: {
		id: string;
		name: string;
		type: string;
		typeVersion: number;
		position: [number, number];
		parameters: Record<string, unknown>;
		onError?: string;
	}[];
	connections: Record<string, { main: { node: string; type: string; index: number }[][] }>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
}
export interface Server {
	url: string;
	userFolder: string;
	process: { pid: number };
	start(): Promise<Server>;
	stop(options?: { signal?: string }): Promise<void>;
	exited: Promise<unknown>;
	importWorkflow(workflow: Workflow): Promise<string>;
	run(id: string, trigger: string): Promise<string>;
	finished(id: string, options?: { timeoutSeconds?: number }): Promise<Execution>;
	execution(id: string): Promise<Execution>;
	stopExecution(id: string): Promise<unknown>;
	binary(item: Item, property: string): Promise<Buffer>;
	api(method: string, path: string, body?: unknown): Promise<unknown>;
	logTail(bytes?: number): string;
}

interface Harness {
	N8n: {
		new (options: Record<string, unknown>): Server;
		output(execution: Execution, node: string): Item[][];
		error(execution: Execution): string | undefined;
	};
	installPack(root: string, userFolder: string): Promise<string>;
	copyPack(installed: string, userFolder: string): string;
	descendants(pid: number): number[];
}

export const harness = (await import('../../instance/n8n.mjs' as string)) as Harness;
export const { output, error: failureOf } = harness.N8n;

/** Folder of the pinned n8n; `npm test` brings it and names it here. */
export const n8nFolder = process.env.AI_OPERATOR_N8N ?? '';
if (!n8nFolder) throw new Error('AI_OPERATOR_N8N is not set: run these tests with npm test');

/**
 * A server with its own user folder; `env` adds to its environment. The pack is installed as n8n does it: by `npm test` once for all test files
 * (AI_OPERATOR_TEST_PACK), else here.
 */
export async function openServer(env: Record<string, string> = {}): Promise<Server & { remove(): Promise<void>; pack: string }> {
	const userFolder = mkdtempSync(join(tmpdir(), 'ai-operator-n8n-'));
	const installed = process.env.AI_OPERATOR_TEST_PACK;
	const pack = installed ? harness.copyPack(installed, userFolder) : await harness.installPack(root, userFolder);
	const make = () =>
		new harness.N8n({
			n8nFolder,
			node: process.env.AI_OPERATOR_NODE ?? process.execPath,
			userFolder,
			env: { AI_OPERATOR_RUNTIME: process.env.AI_OPERATOR_RUNTIME ?? '', ...env },
		});
	const server = Object.assign(make(), { pack, remove: async () => undefined as void });
	server.remove = async () => {
		await server.stop();
		// What n8n started may write for a moment longer than n8n itself lives.
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 20 });
	};
	await server.start();
	return server;
}

export const shippedWorkflow = (): Workflow =>
	JSON.parse(readFileSync(join(root, 'workflows', 'faceless-youtube', 'topic-to-package.json'), 'utf8')) as Workflow;

/** Nodes with long jobs: their first output comes back to them, what is done leaves by the second. */
const LONG = ['video', 'clipper'];
export const DONE = 1;

/** Nodes in a row behind a manual trigger; `items` are what the trigger puts out. */
export function chain(
	name: string,
	nodes: { name: string; type: string; parameters: Record<string, unknown>; onError?: string }[],
	items: Record<string, unknown>[] = [{}],
): Workflow {
	const all = [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} }, ...nodes];
	return {
		name,
		nodes: all.map((node, i) => ({
			id: `node-${i}`,
			typeVersion: 1,
			position: [i * 220, 0],
			...node,
			type: node.type.includes('.') ? node.type : `n8n-nodes-ai-operator.${node.type}`,
		})),
		connections: Object.fromEntries(
			all.map(({ name, type }, i) => {
				const to = (node: string) => [{ node, type: 'main', index: 0 }];
				const next = all[i + 1] ? to(all[i + 1]!.name) : [];
				return [name, { main: LONG.includes(type) ? [to(name), next] : [next] }];
			}),
		),
		settings: { executionOrder: 'v1' },
		pinData: { Start: items.map((json) => ({ json })) },
	};
}

export async function runToEnd(server: Server, workflow: Workflow, timeoutSeconds = 600): Promise<Execution> {
	const id = await server.importWorkflow(workflow);
	return await server.finished(await server.run(id, 'Start'), { timeoutSeconds });
}

/** Pids of the pack's child programs below a process, by the name of the child ("speak", "render"). The launcher lives with n8n and is none. */
export function packChildren(pid: number, name?: string): number[] {
	return harness.descendants(pid).filter((child) => {
		const command = commandOf(child);
		return name ? command.includes(`/children/${name}.js`) : /\/children\/(?!launcher)|ffmpeg/.test(command);
	});
}
export function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
	} catch {
		return '';
	}
}
export const alive = (pid: number): boolean => commandOf(pid) !== '';

/** How often n8n is asked for an execution: each time it reads and parses all of its data, on the thread that the nodes run on. */
export const ASKED_MS = 400;

export async function until<T>(what: string, seconds: number, look: () => T | Promise<T>, everyMs = 60): Promise<NonNullable<T>> {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const found = await look();
		if (found) return found as NonNullable<T>;
		if (Date.now() > end) throw new Error(`${what} did not happen within ${seconds} s`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}

/** Paths of all files and folders below a folder, relative to it. Others may be removing or moving some meanwhile: those are left out. */
export function below(folder: string): string[] {
	const list = (path: string): Dirent[] => {
		try {
			return readdirSync(path, { withFileTypes: true });
		} catch (error) {
			if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
			throw error;
		}
	};
	const walk = (path: string): string[] =>
		list(join(folder, path)).flatMap((entry) => [join(path, entry.name), ...(entry.isDirectory() ? walk(join(path, entry.name)) : [])]);
	return walk('');
}

/** Drawn scenes that an instance keeps, by folder, with the inode of their file: one that is drawn again has another. */
export function keptScenes(userFolder: string): Record<string, number> {
	const dir = join(userFolder, '.n8n', 'ai-operator', 'cache', 'scenes');
	const kept = below(dir).filter((name) => /^[0-9a-f]{2}\/[0-9a-f]+\/scene\.h264$/.test(name));
	return Object.fromEntries(kept.map((name) => [name, statSync(join(dir, name)).ino]));
}

/** The page of Review & Approve at its address, once the execution waits there. */
export async function question(url: string): Promise<string> {
	let patience = 1_000;
	const look = async () => {
		// While the execution runs n8n leaves a request for a form's page without an answer; a slow machine may need long for one.
		const html = await fetch(url, { signal: AbortSignal.timeout((patience = Math.min(2 * patience, 20_000))) }).then(
			async (shown) => await shown.text(),
			() => '',
		);
		return html.includes('name="a0.outcome"') ? html : '';
	};
	return await until('the question', 120, look, ASKED_MS);
}
