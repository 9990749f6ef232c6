import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';

export const fields: INodeProperties[] = [
	{
		displayName: 'Writer',
		name: 'writer',
		type: 'options',
		options: [
			{ name: 'On This Machine (Free, No Key)', value: 'extractive', description: 'Chooses, orders and trims sentences of the sources' },
		],
		default: 'extractive',
		displayOptions: { show: { operation: ['fromSources'] } },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Topic Scout');
		const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
		const channel = await channelOf(item);
		const made = await item.engine.scriptStage(
			envelope,
			{ channel, useEmbeddings: true, ...(options.targetSeconds ? { targetSeconds: Number(options.targetSeconds) } : {}) },
			item.context,
		);
		for (const warning of made.warnings) item.hint(warning);
		return [{ json: withEnvelope(item.json, made.envelope) }];
	});
}
