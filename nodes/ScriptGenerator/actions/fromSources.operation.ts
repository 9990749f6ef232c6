import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { connectedModel } from '../../shared/chatModel';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';
import { withText } from '../scriptText';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Topic Scout');
		const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
		const channel = await channelOf(item);
		const model = await connectedModel(node, item);
		const made = await item.engine.scriptStage(
			envelope,
			{
				channel,
				useEmbeddings: true,
				...(model ? { model } : {}),
				...(options.targetSeconds ? { targetSeconds: Number(options.targetSeconds) } : {}),
			},
			item.context,
		);
		for (const warning of made.warnings) item.hint(warning);
		return [{ json: withText(options.asText, withEnvelope(item.json, made.envelope), item.engine) }];
	});
}
