import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties, ResolvedFilePath } from 'n8n-workflow';
import { allowedFolders, expandHome } from '../../shared/folders';
import { envelopeOf, forEachItem, withEnvelope, type ItemRun } from '../../shared/stage';

export const fields: INodeProperties[] = [
	{
		displayName: 'Platform',
		name: 'platform',
		type: 'options',
		options: [
			{
				name: 'Folder on This Machine (No Account)',
				value: 'folder',
				description: 'Video, captions, thumbnail and script in one folder, ready to upload',
			},
		],
		default: 'folder',
	},
	{
		displayName: 'Folder',
		name: 'folder',
		type: 'string',
		default: '',
		placeholder: '/home/node/.n8n-files/published',
		description:
			'Made when it is missing. Must lie in a folder that n8n may write to (N8N_RESTRICT_FILE_ACCESS_TO, by default .n8n-files in the home folder). Empty: "published" in there.',
	},
	{
		displayName: 'Subfolder',
		name: 'pattern',
		type: 'string',
		default: '{channel}/{date}-{slug}',
		description: 'Path under the folder. {channel}, {date}, {slug} and {asset} are filled in.',
	},
];

/** The folder that the user named, or "published" in the first that n8n allows. */
const namedFolder = (folder: string): string =>
	expandHome(folder.trim()) || join(allowedFolders()[0] ?? join(homedir(), '.n8n-files'), 'published');

/** n8n's policy on files, asked about a resolved path; one that is to be made is resolved as far as it exists. */
async function checkAllowed(node: IExecuteFunctions, item: ItemRun, path: string, named: string): Promise<void> {
	// n8n resolves only what exists or whose parent does, and fails above that; there the engine has done it.
	const resolved = await node.helpers.resolvePath(path).catch(() => path as ResolvedFilePath);
	if (!node.helpers.isFilePathBlocked(resolved)) return;
	const allowed = allowedFolders();
	const what = resolved === named ? named : `${named} (that is ${resolved})`;
	throw new item.engine.OperatorError('INPUT', `n8n does not allow its nodes to write to ${what}`, {
		fix: allowed.length
			? `Choose a folder inside ${allowed.join(' or ')}, or add this one to N8N_RESTRICT_FILE_ACCESS_TO and restart n8n.`
			: "Choose a folder outside n8n's own folder.",
	});
}

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Faceless Video');
		const root = namedFolder(node.getNodeParameter('folder', item.itemIndex, '') as string);
		const pattern = node.getNodeParameter('pattern', item.itemIndex, '{channel}/{date}-{slug}') as string;
		const scriptMarkdown = envelope.script ? item.engine.scriptToMarkdown(envelope.script, envelope.sources ?? [], envelope) : '';
		const check = (path: string, named: string) => checkAllowed(node, item, path, named);
		const published = await item.engine.publishToFolder(envelope, { root, pattern, scriptMarkdown, check }, item.context);
		return [{ json: withEnvelope(item.json, published) }];
	});
}
