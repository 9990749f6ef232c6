import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { chatModelInput, modelOptions } from '../shared/chatModel';
import * as fromSources from './actions/fromSources.operation';
import * as own from './actions/own.operation';
import * as rewrite from './actions/rewrite.operation';

export class ScriptGenerator implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Script Generator',
		name: 'scriptGenerator',
		icon: { light: 'file:scriptGenerator.svg', dark: 'file:scriptGenerator.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { own: "Use my script", rewrite: "Rewrite scenes" }[$parameter["operation"]] ?? "From sources" }}',
		description: 'Write a cited script from sources, use a script of your own, or rewrite scenes of one',
		defaults: { name: 'Script Generator' },
		inputs: [{ type: NodeConnectionTypes.Main }, chatModelInput],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'From Sources',
						value: 'fromSources',
						action: 'Write a script from sources',
						description: 'Every sentence cites the source it stands in; a connected chat model words it',
					},
					{ name: 'Use My Script', value: 'own', action: 'Use my script', description: 'Your own text, one paragraph a scene' },
					{
						name: 'Rewrite Scenes',
						value: 'rewrite',
						action: 'Rewrite scenes of a script',
						description: 'Say chosen scenes anew; all others stay as they are',
					},
				],
				default: 'fromSources',
			},
			...own.fields,
			...rewrite.fields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Add Script as Text',
						name: 'asText',
						type: 'boolean',
						default: false,
						description:
							'Whether to add <code>scriptText</code>: the script as a person edits it, for a table, a document or a mail. "Use My Script" takes it back.',
					},
					...modelOptions.slice(0, 2),
					{
						displayName: 'Length in Seconds',
						name: 'targetSeconds',
						type: 'number',
						typeOptions: { minValue: 15, maxValue: 900 },
						default: 55,
						description: 'How long the finished video should be. Without it a short has about 52 seconds, a wide video about 4 minutes.',
						displayOptions: { show: { '/operation': ['fromSources'] } },
					},
					...modelOptions.slice(2),
					{
						displayName: 'Slot',
						name: 'slot',
						type: 'string',
						default: '',
						description: 'Makes another asset of a script that already has one; used without a Topic Scout before it',
						displayOptions: { show: { '/operation': ['own'] } },
					},
				],
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		if (operation === 'rewrite') return await rewrite.execute(this);
		return operation === 'own' ? await own.execute(this) : await fromSources.execute(this);
	}
}
