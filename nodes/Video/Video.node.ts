import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { fields } from './actions/film';
import * as render from './actions/render.operation';
import * as rerender from './actions/rerender.operation';
import * as storyboard from './actions/storyboard.operation';
import * as thumbnails from './actions/thumbnails.operation';
import { outputsFor, waitingOutputs } from '../shared/waitingOutputs';

const OPERATIONS = { render, rerender, storyboard, thumbnails };

export class Video implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Faceless Video',
		name: 'video',
		icon: { light: 'file:video.svg', dark: 'file:video.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { storyboard: "Storyboard", render: "Render", rerender: "Re-render scenes", thumbnails: "Thumbnails" }[$parameter["operation"]] }}',
		description: 'Draw a spoken script as a captioned video with music, thumbnails and a contact sheet',
		defaults: { name: 'Faceless Video' },
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
					{ name: 'Render', value: 'render', action: 'Render a video', description: 'Scenes, karaoke captions and music in one file' },
					{
						name: 'Re-Render Scenes',
						value: 'rerender',
						action: 'Re render scenes of a video',
						description: 'Draw again what was changed, or scenes that should look otherwise; all others stay',
					},
					{
						name: 'Storyboard',
						value: 'storyboard',
						action: 'Draw a storyboard',
						description: 'One still a scene, to be approved before anything is spoken or rendered',
					},
					{
						name: 'Thumbnails',
						value: 'thumbnails',
						action: 'Make thumbnails again',
						description: 'Three ideas with a title of yours, from a scene or from your own picture',
					},
				],
				default: 'render',
			},
			...fields,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as keyof typeof OPERATIONS;
		return outputsFor(this, await OPERATIONS[operation].execute(this));
	}
}
