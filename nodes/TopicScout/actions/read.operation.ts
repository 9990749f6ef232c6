import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { lines, scout } from './inputs';

const show = { operation: ['read'] };

export const fields: INodeProperties[] = [
	{
		displayName: 'Links',
		name: 'sourceLinks',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'https://example.com/article',
		description: 'Article addresses, one a line',
		displayOptions: { show },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '',
		description: 'A text of your own or a source pack in Markdown; its footnotes are kept as references',
		displayOptions: { show },
	},
	{
		displayName: 'Topic Title',
		name: 'title',
		type: 'string',
		default: '',
		description: 'How the topic is called; taken from the first source when empty',
		displayOptions: { show },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await scout(node, 'read', (i) => {
		const text = node.getNodeParameter('text', i, '') as string;
		const title = (node.getNodeParameter('title', i, '') as string).trim();
		return {
			inputs: [
				...(text.trim() ? [{ kind: 'text' as const, text }] : []),
				...lines(node.getNodeParameter('sourceLinks', i, '')).map((url) => ({ kind: 'link' as const, url })),
			],
			...(title ? { title } : {}),
		};
	});
}
