import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
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
			'Must lie in a folder that n8n may write to (N8N_RESTRICT_FILE_ACCESS_TO, by default .n8n-files in the home folder). Empty: "published" in there.',
	},
	{
		displayName: 'Subfolder',
		name: 'pattern',
		type: 'string',
		default: '{channel}/{date}-{slug}',
		description: 'Path under the folder. {channel}, {date}, {slug} and {asset} are filled in.',
	},
];

/** The user's folder, checked against the directories that n8n's admin allows. */
async function allowedFolder(node: IExecuteFunctions, item: ItemRun, folder: string): Promise<string> {
	const allowed = (process.env.N8N_RESTRICT_FILE_ACCESS_TO ?? '')
		.split(';')
		.filter(Boolean)[0]
		?.replace(/^~(?=\/|$)/, homedir());
	const wanted = folder.trim() || join(allowed ?? join(homedir(), '.n8n-files'), 'published');
	const path = await node.helpers.resolvePath(wanted);
	if (node.helpers.isFilePathBlocked(path)) {
		throw new item.engine.OperatorError('INPUT', `n8n does not allow its nodes to write to ${wanted}`, {
			fix: 'Choose a folder inside .n8n-files, or add this one to N8N_RESTRICT_FILE_ACCESS_TO and restart n8n.',
		});
	}
	return path;
}

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Faceless Video');
		const root = await allowedFolder(node, item, node.getNodeParameter('folder', item.itemIndex, '') as string);
		const pattern = node.getNodeParameter('pattern', item.itemIndex, '{channel}/{date}-{slug}') as string;
		const scriptMarkdown = envelope.script ? item.engine.scriptToMarkdown(envelope.script, envelope.sources ?? []) : '';
		const published = await item.engine.publishToFolder(envelope, { root, pattern, scriptMarkdown }, item.context);
		return [{ json: withEnvelope(item.json, published) }];
	});
}
