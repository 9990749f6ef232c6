import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { connectedModel } from '../../shared/chatModel';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, textOf } from '../../shared/stage';
import { withText } from '../scriptText';

const show = { operation: ['rewrite'] };

export const fields: INodeProperties[] = [
	{
		displayName: 'Which Scenes',
		name: 'which',
		type: 'options',
		options: [
			{
				name: 'Those That Repeat Their Source',
				value: 'copied',
				description: 'Scenes of which 30 % or more stands word for word in a source',
			},
			{ name: 'All', value: 'all' },
			{ name: 'These', value: 'some', description: 'Named by the IDs that script.md shows' },
			{ name: 'Only Those I Give Words For', value: 'own' },
		],
		default: 'copied',
		displayOptions: { show },
	},
	{
		displayName: 'Scenes',
		name: 'scenes',
		type: 'string',
		default: '',
		required: true,
		placeholder: 's3, s5-s7',
		description: 'Names of scenes and ranges of them, separated by commas',
		displayOptions: { show: { ...show, which: ['some'] } },
	},
	{
		displayName: 'Instruction',
		name: 'instruction',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'Shorter, and in plainer words',
		description: 'What the connected chat model should do with the scenes; it never overrides what the sources say',
		displayOptions: { show },
	},
	{
		displayName: 'My Words',
		name: 'own',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add words of my own',
		default: {},
		description: 'What a scene should say, word for word',
		options: [
			{
				displayName: 'Scene',
				name: 'scene',
				values: [
					{
						displayName: 'Scene',
						name: 'scene',
						type: 'string',
						default: '',
						placeholder: 's3',
						description: 'Its ID as script.md shows it',
					},
					{ displayName: 'New Words', name: 'narration', type: 'string', typeOptions: { rows: 2 }, default: '' },
				],
			},
		],
		displayOptions: { show },
	},
	{
		displayName: 'Without a Chat Model',
		name: 'alternative',
		type: 'options',
		options: [
			{ name: 'A Shorter Cut, Else Another Sentence', value: 'auto' },
			{ name: 'A Shorter Cut', value: 'shorter' },
			{ name: 'Another Sentence of the Source', value: 'other' },
		],
		default: 'auto',
		description: 'What the free writer looks for in the sources when no chat model is connected',
		displayOptions: { show },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const { itemIndex } = item;
		const envelope = envelopeOf(item, 'a Script Generator');
		const channel = await channelOf(item);
		const which = node.getNodeParameter('which', itemIndex, 'copied') as string;
		const own = node.getNodeParameter('own', itemIndex, {}) as { scene?: { scene: string; narration: string }[] };
		const alternative = node.getNodeParameter('alternative', itemIndex, 'auto') as 'auto' | 'shorter' | 'other';
		const instructions = textOf(node, 'instruction', itemIndex);
		const model = await connectedModel(node, item);
		const made = await item.engine.rewriteStage(
			envelope,
			{
				channel,
				scenes: which === 'some' ? textOf(node, 'scenes', itemIndex) : which === 'own' ? '' : which,
				own: (own.scene ?? []).map(({ scene, narration }) => ({ scene: String(scene).trim(), narration: String(narration) })),
				alternative,
				...(model ? { model: { ...model, ...(instructions ? { instructions } : {}) } } : {}),
			},
			item.context,
		);
		for (const warning of made.warnings) item.hint(warning);
		// What was made of the old words leaves the item where the engine took it out.
		const { voice: _voice, video: _video, storyboard: _storyboard, ...json } = item.json;
		const { asText } = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		return [{ json: withText(asText, { ...json, ...made.envelope } as typeof item.json, item.engine) }];
	});
}
