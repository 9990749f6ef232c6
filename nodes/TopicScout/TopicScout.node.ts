import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { channelField, makingField } from '../shared/channel';
import * as find from './actions/find.operation';
import * as read from './actions/read.operation';

export class TopicScout implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Topic Scout',
		name: 'topicScout',
		icon: { light: 'file:topicScout.svg', dark: 'file:topicScout.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "find" ? "Find topics" : "Read sources" }}',
		description: 'Find topics with their sources in feeds, links, Hacker News and texts',
		defaults: { name: 'Topic Scout' },
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
						name: 'Find Topics',
						value: 'find',
						action: 'Find topics',
						description:
							'Read feeds, links or Hacker News, group what tells the same story, leave out what the channel made, rank the rest',
					},
					{ name: 'Read Sources', value: 'read', action: 'Read sources', description: 'Take everything given as the sources of one topic' },
				],
				default: 'find',
			},
			channelField,
			makingField,
			...find.fields,
			...read.fields,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Keywords Only',
						name: 'keywordsOnly',
						type: 'boolean',
						default: false,
						description: 'Whether to leave out topics that meet none of the keywords, in words or in meaning, instead of ranking them last',
						displayOptions: { show: { '/operation': ['find'] } },
					},
					{
						displayName: 'Minimum Points',
						name: 'minPoints',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 50,
						description: 'Stories of Hacker News with fewer points are passed over',
						displayOptions: { show: { '/operation': ['find'], '/from': ['hackerNews', 'both'] } },
					},
					{
						displayName: 'Slot',
						name: 'slot',
						type: 'string',
						default: '',
						description:
							'Makes another asset of a story that already has one, for example a date. The same slot finds the same asset again.',
					},
				],
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		return operation === 'read' ? await read.execute(this) : await find.execute(this);
	}
}
