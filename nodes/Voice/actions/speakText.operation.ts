import { writeFile } from 'node:fs/promises';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelByName, channelField } from '../../shared/channel';
import { forEachItem, textOf } from '../../shared/stage';
import { engineField, voiceOptionFields, voiceSettings } from '../fields';

const displayOptions = { show: { operation: ['speakText'] } };

export const fields: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 6 },
		required: true,
		default: '',
		description: 'What to say. An empty line makes a longer pause.',
		displayOptions,
	},
	{ ...channelField, displayOptions },
	engineField(['speakText']),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: voiceOptionFields,
	},
];

/** Speaks free text: sound, word times and subtitles as files, their summary as JSON. */
export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const { engine, context, itemIndex, json } = item;
		const channel = await channelByName(item, textOf(node, 'channel', itemIndex));
		const made = await engine.textStage(textOf(node, 'text', itemIndex), voiceSettings(node, item, channel), context);
		for (const warning of made.warnings) item.hint(warning);
		const workspace = await context.workspace('subtitles');
		try {
			const path = workspace.path('captions.srt');
			await writeFile(path, engine.toSrt(engine.captionPages(made.words.words, engine.WIDE_PAGES)));
			const subtitles = await context.files.keep(path, { name: 'captions.srt', mime: 'application/x-subrip' });
			return [{ json: { ...json, voice: { ...made.voice, subtitles } as unknown as IDataObject } }];
		} finally {
			await workspace.dispose();
		}
	});
}
