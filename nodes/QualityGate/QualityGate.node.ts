import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import * as ask from './actions/ask.operation';
import * as check from './actions/check.operation';
import { webhook } from './webhook';

/** Both are named by what to do with what leaves there. */
const outputs = `={{ $parameter["operation"] === "ask"
	? [
		{ type: "main", displayName: "Still waiting (wire back here)" },
		{ type: "main", displayName: "Approved" },
		{ type: "main", displayName: "Changed (speak and render again)" },
		{ type: "main", displayName: "Rejected" },
	]
	: [{ type: "main", displayName: "Go on" }, { type: "main", displayName: "Look first" }] }}`;

export class QualityGate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Review & Approve',
		name: 'qualityGate',
		icon: { light: 'file:qualityGate.svg', dark: 'file:qualityGate.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { check: "Check", ask: "Ask a person" }[$parameter["operation"]] }}',
		description: 'Check an asset and let a person approve it on one page',
		defaults: { name: 'Review & Approve' },
		inputs: [NodeConnectionTypes.Main],
		outputs: outputs,
		usableAsTool: true,
		waitingNodeTooltip: '={{ "Waiting for a person: " + $execution.resumeUrl }}',
		webhooks: (['GET', 'POST'] as const).map((httpMethod) => ({
			name: 'default' as const,
			httpMethod,
			responseMode: 'onReceived' as const,
			responseData: '',
			path: '',
			restartWebhook: true,
			isFullPath: true,
		})),
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Check',
						value: 'check',
						action: 'Check an asset',
						description: 'Grounding, copied words, limits of the platforms, faults of the film',
					},
					{
						name: 'Ask a Person',
						value: 'ask',
						action: 'Ask a person',
						description: 'Wait until somebody approved or rejected it on a page; sentences can be edited there',
					},
				],
				default: 'check',
			},
			...check.fields,
			...ask.fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return this.getNodeParameter('operation', 0) === 'ask' ? await ask.execute(this) : await check.execute(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await webhook(this);
	}
}
