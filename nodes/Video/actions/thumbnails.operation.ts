import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { assetOf } from './film';
import { forEachItem, textOf, withEnvelope } from '../../shared/stage';
import { DONE } from '../../shared/waitingOutputs';
import { optionsOf, pictureIn, settingsOf } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(
		node,
		async (item) => {
			const envelope = await assetOf(node, item, 'a Faceless Video: Render');
			const settings = await settingsOf(node, item, envelope);
			const lead = node.getNodeParameter('lead', item.itemIndex, 'idea') as string;
			const made = await item.engine.thumbnailStage(
				envelope,
				{
					...settings,
					title: textOf(node, 'title', item.itemIndex),
					round: Number(optionsOf(node, item).round ?? 0),
					...(lead === 'scene' ? { sceneId: textOf(node, 'leadScene', item.itemIndex) } : {}),
					...(lead === 'item' ? { picture: await pictureIn(item, textOf(node, 'leadProperty', item.itemIndex)) } : {}),
				},
				item.context,
			);
			for (const warning of made.warnings) item.hint(warning);
			return [{ json: withEnvelope(item.json, made.envelope), output: DONE }];
		},
		{ outputs: 2, failures: DONE },
	);
}
