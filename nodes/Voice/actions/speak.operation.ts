import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';
import { engineField, voiceOptionFields, voiceSettings } from '../fields';
import { keptNames, nameFields } from '../names';

export const fields: INodeProperties[] = [
	engineField(['speak']),
	{
		displayName: 'Unknown Names',
		name: 'unknownNames',
		type: 'options',
		options: [
			{ name: 'Guess, and Say So', value: 'guess' },
			{ name: 'Stop Before Speaking', value: 'stop', description: 'List them, with a field for each below' },
		],
		default: 'guess',
		description: 'What to do with names that no dictionary holds',
		displayOptions: { show: { operation: ['speak'] } },
	},
	...nameFields({ show: { operation: ['speak'], unknownNames: ['stop'] } }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { operation: ['speak'] } },
		options: voiceOptionFields,
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator');
		const channel = await channelOf(item);
		const unknownNames = node.getNodeParameter('unknownNames', item.itemIndex, 'guess') as 'guess' | 'stop';
		const settings = voiceSettings(node, item, channel);
		if (unknownNames === 'stop') Object.assign(settings.pronunciations, await keptNames(node, item, channel));
		const made = await item.engine.voiceStage(envelope, { ...settings, unknownNames }, item.context);
		for (const warning of made.warnings) item.hint(warning);
		return [{ json: withEnvelope(item.json, made.envelope) }];
	});
}
