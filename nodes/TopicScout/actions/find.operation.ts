import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { lines, scout } from './inputs';

const show = { operation: ['find'] };

export const fields: INodeProperties[] = [
	{
		displayName: 'Feeds',
		name: 'feeds',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'https://example.com/feed.xml',
		description: 'RSS, Atom, RDF, JSON Feed or OPML addresses, one a line; the feeds of the channel are read too',
		displayOptions: { show },
	},
	{
		displayName: 'Links',
		name: 'links',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Article addresses, one a line',
		displayOptions: { show },
	},
	{
		displayName: 'Keywords',
		name: 'keywords',
		type: 'string',
		default: '',
		description: 'Topics about these come first, separated by commas',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await scout(node, 'find', (i) => ({
		inputs: [
			...lines(node.getNodeParameter('feeds', i, '')).map((url) => ({ kind: 'feed' as const, url })),
			...lines(node.getNodeParameter('links', i, '')).map((url) => ({ kind: 'link' as const, url })),
		],
		keywords: lines(node.getNodeParameter('keywords', i, '')),
		limit: node.getNodeParameter('limit', i, 1) as number,
	}));
}
