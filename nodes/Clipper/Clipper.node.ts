import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { outputsFor, waitingOutputs } from '../shared/waitingOutputs';
import * as cut from './actions/cut.operation';
import * as find from './actions/find.operation';
import * as list from './actions/list.operation';
import { fields } from './fields';

const OPERATIONS = { cut, find, list };

export class Clipper implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Shorts Clipper',
		name: 'clipper',
		icon: { light: 'file:clipper.svg', dark: 'file:clipper.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { cut: "Cut clips", find: "Find moments", list: "Cut my list" }[$parameter["operation"]] }}',
		description: 'Turn a long video or recording into vertical, captioned shorts, on this machine and without a key',
		defaults: { name: 'Shorts Clipper' },
		inputs: [NodeConnectionTypes.Main],
		...waitingOutputs,
		waitingNodeTooltip: 'At work. n8n looks again within a minute; you may close the editor meanwhile.',
		usableAsTool: true,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Cut Clips',
						value: 'cut',
						action: 'Cut clips of a video',
						description: 'Finds the best moments and cuts them; items of Find Moments are cut as they are',
					},
					{
						name: 'Cut My List',
						value: 'list',
						action: 'Cut a list of clips',
						description: 'Your own times, or words that are said in the video',
					},
					{
						name: 'Find Moments',
						value: 'find',
						action: 'Find moments of a video',
						description: 'One item a moment with scores, reasons and title; nothing is cut yet',
					},
				],
				default: 'cut',
			},
			...fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as keyof typeof OPERATIONS;
		return outputsFor(this, await OPERATIONS[operation].execute(this));
	}
}
