import { NodeConnectionTypes, type IDataObject, type INodeInputConfiguration, type INodeProperties } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { ModelSettings } from '../../engine/index';
import type { ItemRun } from './stage';

/** An input for any of n8n's chat model nodes; nothing needs to be connected. */
export const chatModelInput: INodeInputConfiguration = {
	type: NodeConnectionTypes.AiLanguageModel,
	displayName: 'Chat Model',
	maxConnections: 1,
	required: false,
};

const whereItWrites = { show: { '/operation': ['fromSources', 'rewrite'] } };

/** Options that matter only with a chat model; sorted into the node's own by name. */
export const modelOptions: INodeProperties[] = [
	{
		displayName: 'If the Model Fails',
		name: 'whenModelFails',
		type: 'options',
		options: [
			{ name: 'Fail the Item', value: 'stop', description: 'Run it again later: nothing already paid is paid again' },
			{ name: 'Go on Without It', value: 'extractive', description: 'The free writer does it, with a hint' },
		],
		default: 'stop',
		description: 'What to do when the chat model cannot be reached or has reached its limit',
		displayOptions: whereItWrites,
	},
	{
		displayName: 'Instructions',
		name: 'instructions',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'Explain it to beginners; begin with the cost',
		description: 'What the chat model should mind when it writes; it never overrides what the sources say',
		displayOptions: { show: { '/operation': ['fromSources'] } },
	},
	{
		displayName: 'Model Draft',
		name: 'modelDraft',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'An answer of the chat model is kept and reused. A higher number asks for another one.',
		displayOptions: whereItWrites,
	},
	{
		displayName: 'Model Timeout',
		name: 'modelTimeout',
		type: 'number',
		typeOptions: { minValue: 5, maxValue: 3600 },
		default: 300,
		description: 'How many seconds to wait for one answer of the chat model',
		displayOptions: whereItWrites,
	},
	{
		displayName: 'Second Judge',
		name: 'secondJudge',
		type: 'boolean',
		default: true,
		description:
			'Whether the chat model, once it has passed an exam, may accept rewordings that the rules alone refuse. Numbers, names, hedges and speakers stay with the rules. Costs one question more a script.',
		displayOptions: whereItWrites,
	},
];

/** The connected chat model with its options, or undefined where none is connected. */
export async function connectedModel(node: IExecuteFunctions, item: ItemRun): Promise<ModelSettings | undefined> {
	// Called as an agent's tool, n8n gives a node no inputs at all, and refuses to be asked for one.
	if (!node.getNodeInputs().some((input) => input.type === NodeConnectionTypes.AiLanguageModel)) return undefined;
	const given = await node.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, item.itemIndex);
	const chat = Array.isArray(given) ? given[0] : given;
	if (chat === undefined || chat === null) return undefined;
	const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
	const instructions = String(options.instructions ?? '').trim();
	return {
		...(instructions ? { instructions } : {}),
		model: item.engine.fromChatModel(chat),
		draft: Number(options.modelDraft ?? 1),
		timeoutSeconds: Number(options.modelTimeout ?? 300),
		judge: options.secondJudge !== false,
		whenItFails: options.whenModelFails === 'extractive' ? 'extractive' : 'stop',
	};
}
