import { homedir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties, ResolvedFilePath } from 'n8n-workflow';
import type { Envelope, FileRef } from '../../../engine/asset';
import type { Told } from '../../../engine/index';
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
		description:
			'Path under the folder. {channel}, {date}, {slug}, {asset} and {parent} (for a clip, the video that it is of) are filled in.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Links for (Hours)',
				name: 'linkHours',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 168,
				description:
					'Adds <code>links</code> to the item: addresses of film, captions, thumbnail and sheet for a message or a page. Whoever has one can fetch the file until then, without a login.',
			},
		],
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

/**
 * Addresses under which n8n hands out the item's files for a while; none where it keeps files in memory, which cannot be linked to.
 * A file whose property was renamed on the way has none.
 */
function linksOf(node: IExecuteFunctions, { files }: ItemRun, envelope: Envelope, hours: number): Record<string, string> {
	const { video } = envelope;
	const wanted: Record<string, FileRef | undefined> = {
		film: video?.file,
		captions: video?.captions.srt,
		thumbnail: video?.thumbnails[0],
		sheet: video?.sheet,
	};
	const links: Record<string, string> = {};
	for (const [name, file] of Object.entries(wanted)) {
		const data = file && files.binary[file.property];
		if (data?.id) links[name] = node.helpers.createBinarySignedUrl(data, `${hours}h`);
	}
	return links;
}

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Faceless Video');
		const root = namedFolder(node.getNodeParameter('folder', item.itemIndex, '') as string);
		const pattern = node.getNodeParameter('pattern', item.itemIndex, '{channel}/{date}-{slug}') as string;
		const scriptMarkdown = envelope.script ? item.engine.scriptToMarkdown(envelope.script, envelope.sources ?? [], envelope) : '';
		const check = (path: string, named: string) => checkAllowed(node, item, path, named);
		const tell = ({ sentence }: Told) => item.hint(`Item ${item.itemIndex}: ${sentence}`);
		const published = await item.engine.publishToFolder(envelope, { root, pattern, scriptMarkdown, check, tell }, item.context);
		const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
		const hours = Number(options.linkHours ?? 0);
		const links = hours > 0 ? linksOf(node, item, published, hours) : {};
		const json = withEnvelope(item.json, published);
		return [{ json: Object.keys(links).length ? { ...json, links } : json }];
	});
}
