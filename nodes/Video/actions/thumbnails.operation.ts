import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { channelOf, checkPalette } from '../../shared/channel';
import { assetOf } from './film';
import { forEachItem, textOf, withEnvelope } from '../../shared/stage';
import { DONE } from '../../shared/waitingOutputs';
import { optionsOf, pictureIn } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(
		node,
		async (item) => {
			const envelope = await assetOf(node, item, 'a Faceless Video: Render');
			const { round, palette } = optionsOf(node, item);
			checkPalette(item, palette);
			const lead = node.getNodeParameter('lead', item.itemIndex, 'idea') as string;
			const made = await item.engine.thumbnailStage(
				envelope,
				lead === 'film'
					? null
					: {
							title: textOf(node, 'title', item.itemIndex),
							round: Number(round ?? 0),
							...(palette === undefined ? {} : { palette: { name: String(palette), channel: await channelOf(item) } }),
							...(lead === 'scene' ? { sceneId: textOf(node, 'leadScene', item.itemIndex) } : {}),
							...(lead === 'item' ? { picture: await pictureIn(item, textOf(node, 'leadProperty', item.itemIndex)) } : {}),
						},
				item.context,
			);
			return [{ json: withEnvelope(item.json, made.envelope), output: DONE }];
		},
		{ outputs: 2, failures: DONE },
	);
}
