import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import * as listNames from './actions/listNames.operation';
import * as preview from './actions/preview.operation';
import * as recording from './actions/recording.operation';
import * as speak from './actions/speak.operation';
import * as speakText from './actions/speakText.operation';
import { foundNames } from './names';

export class Voice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Voice-Over',
		name: 'voice',
		icon: { light: 'file:voice.svg', dark: 'file:voice.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { listNames: "List names", preview: "Preview voices", speak: "Speak script", speakText: "Speak text", recording: "Use my recording" }[$parameter["operation"]] }}',
		description: 'Speak a script or any text with exact word times, or use your own recording',
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
					{
						name: 'List Names',
						value: 'listNames',
						action: 'List names before speaking',
						description: 'Which names the voice would guess, with a field for each',
					},
					{
						name: 'Preview Voices',
						value: 'preview',
						action: 'Preview voices',
						description: 'Hear what the voices sound like, one short line each',
					},
					{ name: 'Speak Script', value: 'speak', action: 'Speak a script', description: 'Narrate every scene, levelled for publishing' },
					{ name: 'Speak Text', value: 'speakText', action: 'Speak a text', description: 'Any text as sound, word times and subtitles' },
					{
						name: 'Use My Recording',
						value: 'recording',
						action: 'Use my recording',
						description: 'Your own voice, aligned to the script word by word',
					},
				],
				default: 'speak',
			},
			...speak.fields,
			...listNames.fields,
			...preview.fields,
			...speakText.fields,
			...recording.fields,
		],
	};

	methods = { resourceMapping: { foundNames } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		switch (this.getNodeParameter('operation', 0) as string) {
			case 'listNames':
				return await listNames.execute(this);
			case 'preview':
				return await preview.execute(this);
			case 'speakText':
				return await speakText.execute(this);
			case 'recording':
				return await recording.execute(this);
			default:
				return await speak.execute(this);
		}
	}
}
