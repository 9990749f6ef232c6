import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Channel } from '../../../engine/asset';
import { channelOf, musicField } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';

export const fields: INodeProperties[] = [
	{
		displayName: 'Shape',
		name: 'shape',
		type: 'options',
		options: [
			{ name: 'As the Asset Says', value: 'channel', description: 'Shorts are vertical, videos are wide' },
			{ name: 'Vertical 9:16', value: '9:16' },
			{ name: 'Wide 16:9', value: '16:9' },
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
				displayName: 'Captions',
				name: 'captions',
				type: 'options',
				options: [
					{ name: 'Karaoke', value: 'karaoke' },
					{ name: 'None', value: 'none' },
					{ name: 'Plain', value: 'plain' },
				],
				default: 'karaoke',
			},
			musicField,
			{
				displayName: 'Palette',
				name: 'palette',
				type: 'string',
				default: 'auto',
				description: 'Name of a bundled palette, or "auto" to let the channel always get the same one of its own',
			},
		],
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator and a Voice-Over');
		const channel = await channelOf(item);
		const shape = node.getNodeParameter('shape', item.itemIndex, 'channel') as string;
		const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
		const made = await item.engine.videoStage(
			envelope,
			{
				channel,
				shape: shape === '9:16' || shape === '16:9' ? shape : envelope.asset.kind === 'video' ? '16:9' : '9:16',
				captionStyle: (options.captions as Channel['captions']['style'] | undefined) ?? channel.captions.style,
				music: { ...channel.music, ...(options.music ? { mood: options.music as Channel['music']['mood'] } : {}) },
				palette: String(options.palette ?? channel.brand.palette),
			},
			item.context,
		);
		return [{ json: withEnvelope(item.json, made.envelope) }];
	});
}
