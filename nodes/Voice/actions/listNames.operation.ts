import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem } from '../../shared/stage';
import { keptNames, nameFields } from '../names';

export const fields: INodeProperties[] = [
	...nameFields({ show: { operation: ['listNames'] } }),
	{
		displayName: 'Guess Unknown Names With',
		name: 'guesser',
		type: 'options',
		options: [
			{ name: 'Letter Rules', value: 'letters' },
			{ name: 'Program Espeak-Ng, Where Installed', value: 'espeak', description: 'Often better with foreign names' },
		],
		default: 'letters',
		displayOptions: { show: { operation: ['listNames'] } },
	},
];

/** The item goes on as it came, with the names that would be guessed under `names`. */
export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator');
		const channel = await channelOf(item);
		const given = await keptNames(node, item, channel);
		const guesser = node.getNodeParameter('guesser', item.itemIndex, 'letters') as 'letters' | 'espeak';
		const keep = node.getNodeParameter('keepNames', item.itemIndex, true) as boolean;
		const { names } = await item.engine.namesStage(envelope, { channel, given: keep ? given : {}, guesser }, item.context);
		const left = names.filter(({ name }) => given[name] === undefined);
		if (left.length) {
			item.hint(
				`The voice would guess: ${left.map(({ name, guess }) => `${name} (${guess})`).join(', ')}. Refresh the list “Say Found Names Like” (⋮) to get a field for each.`,
			);
		}
		return [{ json: { ...item.json, names: left as unknown as IDataObject[] } }];
	});
}
