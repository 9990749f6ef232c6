/**
 * Where things of this machine live. Executables and directories come from environment variables only,
 * never from a parameter, an expression or an item.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PACKAGE = 'n8n-nodes-ai-operator';
let root: string | undefined;

/** Root of the installed pack (the folder of its package.json). */
export function packageRoot(): string {
	if (root) return root;
	let dir = import.meta.dirname;
	for (;;) {
		const manifest = join(dir, 'package.json');
		if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === PACKAGE) break;
		const parent = dirname(dir);
		if (parent === dir)
			throw new Error(`The folder of ${PACKAGE} was not found above ${import.meta.dirname}: the installation is incomplete`);
		dir = parent;
	}
	root = dir;
	return dir;
}

/** Built entry of a worker thread (`engine/**\/<name>.worker.ts`). */
export const workerPath = (name: string): string => join(packageRoot(), 'dist', 'workers', `${name}.js`);
/** Built entry of a child process (`engine/**\/<name>.child.ts`). */
export const childPath = (name: string): string => join(packageRoot(), 'dist', 'children', `${name}.js`);
/** A file that ships with the pack: fonts, stickers, maps, tables. */
export const assetPath = (...parts: string[]): string => join(packageRoot(), 'dist', 'assets', ...parts);

/** Folder of everything that AI Operator keeps on this machine: `AI_OPERATOR_HOME`, else beside n8n's own data. */
export function homeDirectory(): string {
	const set = process.env.AI_OPERATOR_HOME;
	return set ? resolve(set) : join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n', 'ai-operator');
}

/** Folder of fetched engines: `AI_OPERATOR_RUNTIME`, else `runtime` in {@link homeDirectory}. */
export function runtimeDirectory(): string {
	return process.env.AI_OPERATOR_RUNTIME ? resolve(process.env.AI_OPERATOR_RUNTIME) : join(homeDirectory(), 'runtime');
}
