import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { forEachItem } from '../../shared/stage';

export const fields: INodeProperties[] = [
	{
		displayName: 'Engines',
		name: 'engines',
		type: 'options',
		options: [
			{ name: 'For a First Video', value: 'first', description: 'Kokoro voices, dictionaries, the sentence model and ffmpeg' },
			{ name: 'Also the Fast Voice', value: 'piper', description: 'The same and Piper' },
		],
		default: 'first',
		displayOptions: { show: { operation: ['download'] } },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, itemIndex }) => {
		const ids = engine.firstVideoEngines();
		if (node.getNodeParameter('engines', itemIndex, 'first') === 'piper') ids.push('piper-joe');
		const fetched: IDataObject[] = [];
		for (const id of ids) {
			const { version, dir } = await engine.ensure(id, context);
			fetched.push({ id, version, dir });
		}
		return [{ json: { runtime: engine.runtimeDirectory(), engines: fetched }, binary: {} }];
	});
}
