import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import * as publish from './actions/publish.operation';

export class Publisher implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Publisher',
		name: 'publisher',
		icon: { light: 'file:publisher.svg', dark: 'file:publisher.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ "Publish to " + $parameter["platform"] }}',
		description: 'Publish finished videos',
		defaults: { name: 'Publisher' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Publish', value: 'publish', action: 'Publish a video', description: 'Hand the finished asset to a platform' }],
				default: 'publish',
			},
			...publish.fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await publish.execute(this);
	}
}
