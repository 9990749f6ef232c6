import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, textOf, withEnvelope } from '../../shared/stage';

const displayOptions = { show: { operation: ['recording'] } };

export const fields: INodeProperties[] = [
	{
		displayName: 'Input Binary Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The field of the item that holds your recording: WAV, MP3, M4A, FLAC, OGG, or a film with sound',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Shorten Silences',
				name: 'trimSilence',
				type: 'boolean',
				default: true,
				description: 'Whether to take silence away at both ends and out of pauses above 0.7 seconds',
			},
		],
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator');
		const channel = await channelOf(item);
		const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
		const recording = await item.files.received(textOf(node, 'binaryField', item.itemIndex) || 'data');
		const made = await item.engine.recordingStage(
			envelope,
			{ ...recording, trimSilence: options.trimSilence !== false, language: channel.language },
			item.context,
		);
		for (const warning of made.warnings) item.hint(warning);
		const { skipped, changed, added, removedSeconds } = made.recording;
		const report = { skipped: skipped.slice(0, 20), changed: changed.slice(0, 20), added: added.slice(0, 20), removedSeconds };
		return [{ json: { ...withEnvelope(item.json, made.envelope), recording: report as unknown as IDataObject } }];
	});
}
