import { homedir } from 'node:os';
import type { IExecuteFunctions, ResolvedFilePath } from 'n8n-workflow';
import type { ItemRun } from './stage';

export const expandHome = (path: string): string => path.replace(/^~(?=[/\\]|$)/, () => homedir());

/** Folders that n8n lets its nodes use, as n8n reads them; none means no restriction. */
export function allowedFolders(): string[] {
	return (process.env.N8N_RESTRICT_FILE_ACCESS_TO ?? '~/.n8n-files')
		.split(';')
		.map((folder) => expandHome(folder.trim()))
		.filter(Boolean);
}

/**
 * The path, without symbolic links, of a file or folder that the user named and n8n lets its nodes read.
 * Errors: NOT_FOUND, INPUT when n8n's policy blocks it; `setting` says where it was named.
 */
export async function readablePath(node: IExecuteFunctions, item: ItemRun, named: string, setting: string): Promise<string> {
	const path = expandHome(named.trim());
	let resolved: ResolvedFilePath;
	try {
		resolved = await node.helpers.resolvePath(path);
	} catch (cause) {
		throw new item.engine.OperatorError('NOT_FOUND', `${setting}: ${path} does not exist`, {
			fix: 'Check the path; inside Docker it has to lie in a mounted folder.',
			cause,
		});
	}
	if (!node.helpers.isFilePathBlocked(resolved)) return resolved;
	const allowed = allowedFolders();
	throw new item.engine.OperatorError('INPUT', `${setting}: n8n does not allow its nodes to read ${path}`, {
		fix: allowed.length
			? `Put it inside ${allowed.join(' or ')}, or add its folder to N8N_RESTRICT_FILE_ACCESS_TO and restart n8n.`
			: "Choose a path outside n8n's own folder.",
	});
}
