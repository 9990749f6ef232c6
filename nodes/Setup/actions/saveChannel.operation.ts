import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Channel } from '../../../engine/asset';
import { checkPalette, musicField, paletteField } from '../../shared/channel';
import { readablePath } from '../../shared/folders';
import { addresses, lines } from '../../shared/lists';
import { forEachItem, textOf } from '../../shared/stage';
import { voiceOptions } from '../../shared/voices';

const displayOptions = { show: { operation: ['saveChannel'] } };

export const fields: INodeProperties[] = [
	{ displayName: 'Channel Name', name: 'channelName', type: 'string', required: true, default: 'My channel', displayOptions },
	{
		displayName: 'Feeds',
		name: 'channelFeeds',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Addresses that Topic Scout reads for this channel, one a line',
		displayOptions,
	},
	{
		displayName: 'Makes',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'Vertical Shorts 30–60 S', value: 'short' },
			{ name: 'YouTube Videos 3–10 Min', value: 'video' },
		],
		default: 'short',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'channelOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{ displayName: 'Audience', name: 'audience', type: 'string', default: '', description: 'Who it is for' },
			{
				displayName: 'Autopilot',
				name: 'autopilot',
				type: 'boolean',
				default: false,
				description:
					'Whether what passes every check goes on without a person being asked. What a check holds is asked about all the same.',
			},
			{
				displayName: 'Banned Words',
				name: 'bannedWords',
				type: 'string',
				default: '',
				description: 'Words that no script may contain, separated by commas',
			},
			{
				displayName: 'Call to Action',
				name: 'callToAction',
				type: 'string',
				default: '',
				description: 'Last line of every video; none when empty',
			},
			{
				displayName: 'Contact',
				name: 'contact',
				type: 'string',
				default: '',
				placeholder: 'you@example.com',
				description: 'Mail address or page that polite fetching shows to the sites it reads',
			},
			{
				displayName: 'Logo',
				name: 'logo',
				type: 'string',
				default: '',
				placeholder: '/home/node/.n8n-files/logo.png',
				description: 'Picture file that every video of the channel shows small; a PNG may be see-through',
			},
			musicField,
			{
				displayName: 'Music Folder',
				name: 'musicFolder',
				type: 'string',
				default: '',
				placeholder: '/home/node/.n8n-files/music',
				description: 'Your own music instead of composed one: each video takes one file. Turn music off with Music: None.',
			},
			{ ...paletteField, description: 'Colours of every video of the channel' },
			{
				displayName: 'Picture Folder',
				name: 'pictureFolder',
				type: 'string',
				default: '',
				placeholder: '/home/node/.n8n-files/pictures',
				description: 'Pictures and clips of your own that videos of the channel may show',
			},
			{
				displayName: 'Pronunciations',
				name: 'pronunciations',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'Siobhan = shi-VAWN',
				description: 'One word a line, added to those the channel has; nothing after the sign takes a word out',
			},
			{
				displayName: 'Speaker',
				name: 'speaker',
				type: 'options',
				options: voiceOptions(),
				default: 'af_heart',
				description: 'Which voice speaks; Voice-Over: Preview Voices lets you hear them',
			},
			{
				displayName: 'Speed',
				name: 'speed',
				type: 'number',
				typeOptions: { minValue: 0.6, maxValue: 1.6, numberPrecision: 2 },
				default: 1,
				description: 'How fast to speak, where 1 is about 160 words a minute',
			},
			{
				displayName: 'Voice Engine',
				name: 'voiceEngine',
				type: 'options',
				options: [
					{ name: 'Kokoro', value: 'kokoro' },
					{ name: 'Piper', value: 'piper' },
				],
				default: 'kokoro',
			},
		],
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const { engine, context, itemIndex, json } = item;
		const name = textOf(node, 'channelName', itemIndex);
		if (!name) throw new engine.OperatorError('INPUT', 'The channel has no name', { fix: 'Fill in "Channel Name".' });
		const id = engine.channelId(name);
		const options = node.getNodeParameter('channelOptions', itemIndex, {}) as IDataObject;
		const earlier = await context.ledger.channels.get(id);
		const given: Partial<Channel> = {
			name,
			format: node.getNodeParameter('format', itemIndex, 'short') as Channel['format'],
			feeds: addresses(node.getNodeParameter('channelFeeds', itemIndex, '')),
		};
		for (const key of ['audience', 'callToAction', 'contact'] as const) if (options[key] !== undefined) given[key] = String(options[key]);
		if (options.autopilot !== undefined) given.autopilot = { publish: options.autopilot === true };
		if (options.bannedWords !== undefined) given.bannedWords = lines(options.bannedWords);
		/** A path as n8n may read it; an empty field takes the earlier one away. */
		const pathOf = async (key: string, setting: string) => {
			const named = String(options[key] ?? '').trim();
			return named ? await readablePath(node, item, named, setting) : undefined;
		};
		const mood = (options.music as Channel['music']['mood'] | undefined) ?? earlier?.music.mood;
		if (options.music || options.musicFolder !== undefined) {
			const folder = options.musicFolder === undefined ? earlier?.music.folder : await pathOf('musicFolder', '"Music Folder"');
			given.music = { mood: mood ?? 'calm', ...(folder ? { folder } : {}) };
		}
		if (options.pictureFolder !== undefined) {
			const folder = await pathOf('pictureFolder', '"Picture Folder"');
			given.pictures = folder ? { folder } : {};
		}
		checkPalette(item, options.palette || undefined);
		if (options.palette || options.logo !== undefined) {
			const { logo: before, ...brand } = { palette: 'auto', ...earlier?.brand };
			const logo = options.logo === undefined ? before : await pathOf('logo', '"Logo"');
			given.brand = { ...brand, ...(options.palette ? { palette: String(options.palette) } : {}), ...(logo ? { logo } : {}) };
		}
		if (options.pronunciations !== undefined) {
			const said = engine.pronunciationLines(String(options.pronunciations));
			// What was kept from found names stays.
			given.pronunciations = Object.fromEntries(Object.entries({ ...earlier?.pronunciations, ...said }).filter(([, say]) => say));
			given.foundNames = (earlier?.foundNames ?? []).filter(({ name: found }) => said[found] === undefined);
		}
		if (options.voiceEngine || options.speaker || options.speed) {
			const owner = engine.listVoices().find(({ id: speaker }) => speaker === options.speaker)?.engine;
			const voice = (options.voiceEngine as Channel['voice']['engine'] | undefined) ?? owner ?? earlier?.voice.engine ?? 'kokoro';
			const speakers = engine.listVoices().filter((candidate) => candidate.engine === voice);
			if (options.speaker && !speakers.some(({ id: speaker }) => speaker === options.speaker)) {
				throw new engine.OperatorError('INPUT', `${voice} has no speaker "${String(options.speaker)}"`, {
					fix: `Choose one of ${speakers.map(({ id: speaker }) => speaker).join(', ')}.`,
				});
			}
			given.voice = {
				engine: voice,
				speaker: String(
					options.speaker ?? (voice === earlier?.voice.engine ? earlier.voice.speaker : voice === 'piper' ? 'joe' : 'af_heart'),
				),
				speed: Number(options.speed ?? earlier?.voice.speed ?? 1),
			};
		}
		const channel = engine.channelWithDefaults({ ...earlier, ...given, id });
		await context.ledger.channels.save(channel);
		return [{ json: { ...json, channel: channel as unknown as IDataObject } }];
	});
}
