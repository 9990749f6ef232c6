import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import * as render from './actions/render.operation';

export class Video implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Faceless Video',
		name: 'video',
		icon: { light: 'file:video.svg', dark: 'file:video.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["shape"] === "channel" ? "Render" : "Render " + $parameter["shape"] }}',
		description: 'Draw a spoken script as a captioned video with music, thumbnails and a contact sheet',
		defaults: { name: 'Faceless Video' },
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
					{ name: 'Render', value: 'render', action: 'Render a video', description: 'Scenes, karaoke captions and music in one file' },
				],
				default: 'render',
			},
			...render.fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await render.execute(this);
	}
}
