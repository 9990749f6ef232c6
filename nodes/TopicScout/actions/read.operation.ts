import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { addresses } from '../../shared/lists';
import { textOf } from '../../shared/stage';
import { scout } from './inputs';

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
		description:
			'A text of your own or a source pack in Markdown, whose footnotes are kept as references. An expression may give a list of texts.',
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
		const given = node.getNodeParameter('text', i, '') as unknown;
		const texts = (Array.isArray(given) ? given : [given]).map((text) => String(text ?? '')).filter((text) => text.trim());
		const title = textOf(node, 'title', i);
		return {
			inputs: [
				...texts.map((text) => ({ kind: 'text' as const, text })),
				...addresses(node.getNodeParameter('sourceLinks', i, '')).map((url) => ({ kind: 'link' as const, url })),
			],
			...(title ? { title } : {}),
		};
	});
}
