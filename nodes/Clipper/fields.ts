import type { INodeProperties } from 'n8n-workflow';
import { captionsOption } from '../shared/captions';
import { channelField } from '../shared/channel';

const CUTTING = ['cut', 'list'];

/** What the operations of Shorts Clipper ask for. */
export const fields: INodeProperties[] = [
	{
		displayName: 'Video',
		name: 'from',
		type: 'options',
		options: [
			{ name: 'In the Item', value: 'item', description: 'Its finished video, or a file that was read or uploaded' },
			{ name: 'File on the Server', value: 'path' },
		],
		default: 'item',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		hint: 'The field of the item that holds the video; not needed for a video of Faceless Video or moments of this node',
		displayOptions: { show: { from: ['item'] } },
	},
	{
		displayName: 'File',
		name: 'path',
		type: 'string',
		default: '',
		placeholder: '/home/node/.n8n-files/talk.mp4',
		description: 'Must lie in a folder that n8n may read (N8N_RESTRICT_FILE_ACCESS_TO, by default .n8n-files in the home folder)',
		displayOptions: { show: { from: ['path'] } },
	},
	{
		displayName: 'List',
		name: 'list',
		type: 'string',
		typeOptions: { rows: 5 },
		required: true,
		default: '',
		placeholder: '1:10 - 1:45 Why it failed',
		description:
			'One clip a line: times and a title, or words that are said in it. CSV and JSON with start, end, title or quote are fine too.',
		displayOptions: { show: { operation: ['list'] } },
	},
	{
		displayName: 'Clips',
		name: 'count',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 50 },
		default: 0,
		description: 'How many, where 0 is as many as the video is good for',
		displayOptions: { show: { operation: ['cut', 'find'] } },
	},
	{
		displayName: 'Keywords',
		name: 'keywords',
		type: 'string',
		default: '',
		placeholder: 'price, mistakes',
		description: 'What the clips should be about; moments that speak of it come first',
		displayOptions: { show: { operation: ['cut', 'find'] } },
	},
	channelField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			captionsOption(CUTTING),
			{
				displayName: 'Language',
				name: 'language',
				type: 'string',
				default: 'auto',
				placeholder: 'en',
				description: 'Two letters of the language that is spoken, or "auto" to hear it',
			},
			{
				displayName: 'Layout',
				name: 'layout',
				type: 'options',
				options: [
					{
						name: 'Automatic',
						value: 'auto',
						description:
							'Follows faces, shows the whole picture over a blurred ground where there are none, and lays videos of Faceless Video out anew',
					},
					{ name: 'Middle of the Picture', value: 'fill' },
					{ name: 'Whole Picture', value: 'fit', description: 'Over a blurred ground: slides, screens, games' },
				],
				default: 'auto',
				displayOptions: { show: { '/operation': CUTTING } },
			},
			{
				displayName: 'Longest (Seconds)',
				name: 'longest',
				type: 'number',
				typeOptions: { minValue: 5, maxValue: 180 },
				default: 60,
				displayOptions: { show: { '/operation': ['cut', 'find'] } },
			},
			{
				displayName: 'Palette',
				name: 'palette',
				type: 'string',
				default: 'auto',
				description: 'Name of a bundled palette, or "auto" for the channel\'s own',
				displayOptions: { show: { '/operation': CUTTING } },
			},
			{
				displayName: 'Range',
				name: 'range',
				type: 'string',
				default: '',
				placeholder: '10:00-25:30',
				description: 'Only this part is listened to and searched',
				displayOptions: { show: { '/operation': ['cut', 'find'] } },
			},
			{
				displayName: 'Shortest (Seconds)',
				name: 'shortest',
				type: 'number',
				typeOptions: { minValue: 3, maxValue: 120 },
				default: 15,
				displayOptions: { show: { '/operation': ['cut', 'find'] } },
			},
			{
				displayName: 'Times Are Meant',
				name: 'snap',
				type: 'options',
				options: [
					{ name: 'Exactly', value: 'exact', description: 'To the frame, even inside of a word' },
					{ name: 'Roughly: to Whole Sentences', value: 'sentences' },
					{ name: 'Roughly: to Whole Words', value: 'words' },
				],
				default: 'sentences',
				displayOptions: { show: { '/operation': ['list'] } },
			},
			{
				displayName: 'Title on the Picture',
				name: 'hookTitle',
				type: 'boolean',
				default: true,
				description: 'Whether the title stands above the picture for the first three seconds, where there is room',
				displayOptions: { show: { '/operation': CUTTING } },
			},
			{
				displayName: 'Transcript',
				name: 'transcript',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				description:
					'Your own SRT, VTT or JSON with word times, as text; then the video is not transcribed. A binary field is named with a leading @, as in @captions.',
			},
			{
				displayName: 'Wait in Place (Seconds)',
				name: 'inPlaceSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 3600 },
				default: 120,
				description:
					'How long the node waits before it releases the worker. n8n looks at waiting executions once a minute, so what is done within this time goes on at once.',
			},
		],
	},
];
