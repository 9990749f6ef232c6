import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { forEachItem, textOf } from '../../shared/stage';
import { voiceOptions } from '../../shared/voices';

const displayOptions = { show: { operation: ['preview'] } };

export const fields: INodeProperties[] = [
	{
		displayName: 'Voices',
		name: 'voices',
		type: 'multiOptions',
		options: voiceOptions(),
		default: [
			...['af_heart', 'af_bella', 'af_sarah', 'af_nova', 'am_michael', 'am_fenrir', 'am_puck', 'am_onyx', 'bf_emma', 'bf_alice'],
			...['bm_george', 'bm_lewis'],
		],
		description: 'Each says one line, equally loud. Finished samples are kept.',
		displayOptions,
	},
	{
		displayName: 'Line',
		name: 'line',
		type: 'string',
		default: '',
		placeholder: 'This is how I would tell your story …',
		description: 'What they say: a sentence or two of your own, or nothing for the usual line',
		displayOptions,
	},
];

/** One item a voice, with its sample as a file. */
export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, itemIndex, files }) => {
		const voices = node.getNodeParameter('voices', itemIndex, []) as string[];
		if (voices.length === 0) throw new engine.OperatorError('INPUT', 'No voice is chosen', { fix: 'Choose some under “Voices”.' });
		const previews = await engine.previewStage({ voices, line: textOf(node, 'line', itemIndex) }, context);
		const results = [];
		for (const { voice, path, durationSeconds } of previews) {
			const name = `voice-${voice.id}.wav`;
			const file = await context.files.keep(path, { name, mime: 'audio/wav' });
			const binary = files.binary[file.property]!;
			delete files.binary[file.property];
			const { id, engine: by, description } = voice;
			const json = {
				preview: { voice: id, name: voice.name, engine: by, description, durationSeconds, file: { ...file, property: 'preview' } },
			};
			results.push({ json: json as unknown as IDataObject, binary: { preview: binary } });
		}
		return results;
	});
}
