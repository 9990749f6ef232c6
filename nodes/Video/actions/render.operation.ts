import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { forEachLongItem } from '../../shared/waiting';
import { assetOf, filming, inPlaceSeconds, settingsOf } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachLongItem(
		node,
		'render',
		async (item) => {
			const envelope = await assetOf(node, item, 'a Script Generator and a Voice-Over');
			return filming(item, envelope, await settingsOf(node, item, envelope));
		},
		{ inPlaceSeconds: inPlaceSeconds(node) },
	);
}
