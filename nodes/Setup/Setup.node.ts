import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import * as check from './actions/check.operation';
import * as download from './actions/download.operation';
import * as explain from './actions/explain.operation';
import * as freeSpace from './actions/freeSpace.operation';
import * as saveChannel from './actions/saveChannel.operation';

export class Setup implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AI Operator Setup',
		name: 'setup',
		icon: { light: 'file:setup.svg', dark: 'file:setup.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { check: "Check this machine", download: "Download engines", explain: "Explain failure", freeSpace: "Free space", saveChannel: "Save channel" }[$parameter["operation"]] }}',
		description: 'Check the machine, fetch engines and save channels',
		defaults: { name: 'AI Operator Setup' },
		inputs: [NodeConnectionTypes.Main],
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
						name: 'Check This Machine',
						value: 'check',
						action: 'Check this machine',
						description: 'What is there, what is missing and how to get it',
					},
					{ name: 'Download Engines', value: 'download', action: 'Download engines', description: 'Fetch voices, ffmpeg and models once' },
					{
						name: 'Explain Failure',
						value: 'explain',
						action: 'Explain a failure',
						description: 'In an error workflow: whose video, where it stopped, why, what to do, what it has cost',
					},
					{
						name: 'Free Space',
						value: 'freeSpace',
						action: 'Free space',
						description: 'Remove caches and finished files that nothing asks for any more; first says what would go',
					},
					{
						name: 'Save Channel',
						value: 'saveChannel',
						action: 'Save a channel',
						description: 'Name, look, voice and rules that every other node reads',
					},
				],
				default: 'check',
			},
			...download.fields,
			...freeSpace.fields,
			...saveChannel.fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		if (operation === 'download') return await download.execute(this);
		if (operation === 'explain') return await explain.execute(this);
		if (operation === 'freeSpace') return await freeSpace.execute(this);
		if (operation === 'saveChannel') return await saveChannel.execute(this);
		return await check.execute(this);
	}
}
