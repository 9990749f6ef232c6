import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import * as speak from './actions/speak.operation';

export class Voice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Voice-Over',
		name: 'voice',
		icon: { light: 'file:voice.svg', dark: 'file:voice.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["engine"] === "piper" ? "Piper" : $parameter["engine"] === "kokoro" ? "Kokoro" : "Speak script" }}',
		description: 'Speak a script with exact word times',
		defaults: { name: 'Voice-Over' },
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
					{ name: 'Speak Script', value: 'speak', action: 'Speak a script', description: 'Narrate every scene, levelled for publishing' },
				],
				default: 'speak',
			},
			...speak.fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await speak.execute(this);
	}
}
