import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Channel } from '../../engine/asset';
import type { ItemRun } from '../shared/stage';
import { voiceOptions } from '../shared/voices';

/** Which engine speaks, and what else shapes a voice: shared by everything that speaks. */
export const engineField = (operation: string[]): INodeProperties => ({
	displayName: 'Voice Engine',
	name: 'engine',
	type: 'options',
	options: [
		{ name: 'As the Channel Says', value: 'channel' },
		{ name: 'Kokoro, on This Machine (Free, No Key)', value: 'kokoro', description: 'Natural voices; 92 MB, fetched once' },
		{ name: 'Piper, on This Machine (Free, No Key)', value: 'piper', description: 'Ten times faster, plainer; 63 MB, fetched once' },
	],
	default: 'channel',
	displayOptions: { show: { operation } },
});

export const voiceOptionFields: INodeProperties[] = [
	{
		displayName: 'Guess Unknown Names With',
		name: 'guesser',
		type: 'options',
		options: [
			{ name: 'Letter Rules', value: 'letters' },
			{
				name: 'Program Espeak-Ng, Where Installed',
				value: 'espeak',
				description: 'Often better with foreign names. It is asked as a program of its own and never fetched.',
			},
		],
		default: 'letters',
	},
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
		type: 'options',
		options: voiceOptions(),
		default: 'af_heart',
		description: 'Which voice speaks; Preview Voices lets you hear them',
	},
	{
		displayName: 'Speed',
		name: 'speed',
		type: 'number',
		typeOptions: { minValue: 0.6, maxValue: 1.6, numberPrecision: 2 },
		default: 1,
		description: 'How fast to speak, where 1 is about 160 words a minute',
	},
];

/** What the node's fields and the channel say about the voice. */
export function voiceSettings(node: IExecuteFunctions, item: ItemRun, channel: Channel) {
	const chosen = node.getNodeParameter('engine', item.itemIndex, 'channel') as string;
	const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
	const speaker = options.speaker === undefined ? '' : String(options.speaker);
	// A speaker belongs to one engine: choosing it chooses the engine too.
	const owner = item.engine.listVoices().find((voice) => voice.id === speaker)?.engine;
	const engine = chosen === 'kokoro' || chosen === 'piper' ? chosen : (owner ?? channel.voice.engine);
	const usual = engine === channel.voice.engine ? channel.voice.speaker : engine === 'piper' ? 'joe' : 'af_heart';
	return {
		channel,
		engine,
		speaker: speaker || usual,
		speed: Number(options.speed ?? channel.voice.speed),
		pronunciations: item.engine.pronunciationLines(String(options.pronunciations ?? '')),
		guesser: options.guesser === 'espeak' ? ('espeak' as const) : ('letters' as const),
	};
}
