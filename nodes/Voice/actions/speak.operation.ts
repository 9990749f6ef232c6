import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';

export const fields: INodeProperties[] = [
	{
		displayName: 'Voice Engine',
		name: 'engine',
		type: 'options',
		options: [
			{ name: 'As the Channel Says', value: 'channel' },
			{ name: 'Kokoro, on This Machine (Free, No Key)', value: 'kokoro', description: 'Natural voices; 92 MB, fetched once' },
			{ name: 'Piper, on This Machine (Free, No Key)', value: 'piper', description: 'Ten times faster, plainer; 63 MB, fetched once' },
		],
		default: 'channel',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Pronunciations',
				name: 'pronunciations',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'Siobhan = shi-VAWN',
				description: 'One word a line, added to those of the channel',
			},
			{
				displayName: 'Speaker',
				name: 'speaker',
				type: 'string',
				default: 'af_heart',
				description: 'Name of the voice, for example af_heart, am_michael, bf_emma or bm_george',
			},
			{
				displayName: 'Speed',
				name: 'speed',
				type: 'number',
				typeOptions: { minValue: 0.6, maxValue: 1.6, numberPrecision: 2 },
				default: 1,
				description: 'How fast to speak, where 1 is about 160 words a minute',
			},
		],
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator');
		const channel = await channelOf(item);
		const chosen = node.getNodeParameter('engine', item.itemIndex, 'channel') as string;
		const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
		const engine = chosen === 'kokoro' || chosen === 'piper' ? chosen : channel.voice.engine;
		const made = await item.engine.voiceStage(
			envelope,
			{
				channel,
				engine,
				speaker: String(
					options.speaker ?? (engine === channel.voice.engine ? channel.voice.speaker : engine === 'piper' ? 'joe' : 'af_heart'),
				),
				speed: Number(options.speed ?? channel.voice.speed),
				pronunciations: item.engine.pronunciationLines(String(options.pronunciations ?? '')),
			},
			item.context,
		);
		for (const warning of made.warnings) item.hint(warning);
		return [{ json: withEnvelope(item.json, made.envelope) }];
	});
}
