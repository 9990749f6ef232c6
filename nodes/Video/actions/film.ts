/** What the operations of Faceless Video share: their fields, and what they read from them. */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Channel, Envelope, Script, Video } from '../../../engine/asset';
import type { OwnPicture, Recipe, VideoStageSettings } from '../../../engine/index';
import { channelOf, checkPalette, musicField, paletteField } from '../../shared/channel';
import { readablePath } from '../../shared/folders';
import { envelopeOf, textOf, withEnvelope, type ItemRun } from '../../shared/stage';
import { captionsOption } from '../../shared/captions';
import { IN_PLACE_SECONDS, type LongWork } from '../../shared/waiting';
import { isTool } from '../../shared/waitingOutputs';

const DRAWING = ['storyboard', 'render', 'rerender'];

export const fields: INodeProperties[] = [
	{
		displayName: 'Asset ID',
		name: 'asset',
		type: 'string',
		default: '',
		placeholder: 'short-0123456789abcdef0123',
		description: 'Which asset to work on, as the field ID of its asset says. Empty: the item that the agent got.',
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: 'Scenes',
		name: 'scenes',
		type: 'string',
		default: '',
		placeholder: 's3, s7',
		description:
			'Scenes that should look otherwise: another layout and ground, or those chosen under Options. Empty: only what was changed in the script is drawn again.',
		displayOptions: { show: { operation: ['rerender'] } },
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'Ships *climb* a mountain',
		description: 'At most four words for all three; *marked* ones stand out. Empty: each idea brings its own.',
		displayOptions: { show: { operation: ['thumbnails'] } },
	},
	{
		displayName: 'First Thumbnail',
		name: 'lead',
		type: 'options',
		options: [
			{ name: 'An Idea Like the Others', value: 'idea' },
			{ name: 'A File of This Item', value: 'item', description: 'Your own picture, filling it' },
			{ name: 'A Scene of the Video', value: 'scene', description: 'The picture of a scene, filling it' },
			{ name: 'All Three as the Film Had Them', value: 'film', description: 'What was chosen before is dropped' },
		],
		default: 'idea',
		displayOptions: { show: { operation: ['thumbnails'] } },
	},
	{
		displayName: 'Scene',
		name: 'leadScene',
		type: 'string',
		default: 's1',
		displayOptions: { show: { operation: ['thumbnails'], lead: ['scene'] } },
	},
	{
		displayName: 'Input Binary Field',
		name: 'leadProperty',
		type: 'string',
		default: 'data',
		hint: 'The name of the input binary field containing the picture',
		displayOptions: { show: { operation: ['thumbnails'], lead: ['item'] } },
	},
	{
		displayName: 'Shape',
		name: 'shape',
		type: 'options',
		options: [
			{ name: 'As the Asset Says', value: 'channel', description: 'Shorts are vertical, videos are wide' },
			{ name: 'Vertical 9:16', value: '9:16' },
			{ name: 'Wide 16:9', value: '16:9' },
		],
		default: 'channel',
		displayOptions: { show: { operation: DRAWING } },
	},
	{
		displayName: 'Pictures',
		name: 'pictures',
		type: 'options',
		options: [
			{ name: 'A Folder', value: 'folder', description: 'Pictures and clips of a folder on this machine' },
			{ name: 'As the Channel Says', value: 'channel', description: "The channel's picture folder, if it has one" },
			{ name: 'Files of This Item', value: 'item', description: 'Pictures and clips that came in as binary data' },
			{ name: 'None', value: 'none', description: 'Drawn scenes only' },
		],
		default: 'channel',
		description:
			'Pictures and clips of your own. A file goes to the scene whose number begins its name (s3.jpg, 3-lock.png), else to the one that its words fit, else to a scene of words alone.',
		displayOptions: { show: { operation: DRAWING } },
	},
	{
		displayName: 'Picture Folder',
		name: 'pictureFolder',
		type: 'string',
		default: '',
		placeholder: '/home/node/.n8n-files/pictures',
		description:
			'Must lie in a folder that n8n may read (N8N_RESTRICT_FILE_ACCESS_TO, by default .n8n-files in the home folder). Credits come from credits.csv (file,credit) or a text file of the same name.',
		displayOptions: { show: { operation: DRAWING, pictures: ['folder'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			captionsOption(DRAWING),
			{
				displayName: 'Ground',
				name: 'ground',
				type: 'options',
				options: [
					{ name: 'Accent', value: 'accent' },
					{ name: 'Another', value: '' },
					{ name: 'Dark', value: 'ink' },
					{ name: 'Light', value: 'paper' },
				],
				default: '',
				description: 'Of the scenes named above',
				displayOptions: { show: { '/operation': ['rerender'] } },
			},
			{
				displayName: 'Layout',
				name: 'layout',
				type: 'options',
				options: [
					{ name: 'Another', value: -1 },
					{ name: 'Centred', value: 2 },
					{ name: 'Side Rail', value: 3 },
					{ name: 'Title Below or Beside the Picture', value: 1 },
					{ name: 'Title on Top', value: 0 },
				],
				default: -1,
				description: 'Of the scenes named above',
				displayOptions: { show: { '/operation': ['rerender'] } },
			},
			{ ...musicField, displayOptions: { show: { '/operation': ['render', 'rerender'] } } },
			{
				displayName: 'Other Arrangement',
				name: 'round',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 0,
				description: 'Another number gives other arrangements of the same ideas',
				displayOptions: { show: { '/operation': ['thumbnails'] } },
			},
			paletteField,
			{
				displayName: 'Picture Credit',
				name: 'credit',
				type: 'string',
				default: '',
				placeholder: 'Photos: Ana Silva, CC BY 4.0',
				description: 'For pictures and clips that bring no credit of their own',
				displayOptions: { show: { '/operation': DRAWING } },
			},
			{
				displayName: 'Transition',
				name: 'transition',
				type: 'options',
				options: [
					{ name: 'As It Was', value: '' },
					{ name: 'Cut', value: 'cut' },
					{ name: 'Push Left', value: 'push-left' },
					{ name: 'Push Up', value: 'push-up' },
					{ name: 'Wipe', value: 'wipe' },
					{ name: 'Zoom Cut', value: 'zoom-cut' },
				],
				default: '',
				description: 'How the scenes named above come in',
				displayOptions: { show: { '/operation': ['rerender'] } },
			},
			{
				displayName: 'Wait in Place (Seconds)',
				name: 'inPlaceSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 3600 },
				default: 120,
				description:
					'How long the node waits before it releases the worker. n8n looks at waiting executions once a minute, so what is done within this time goes on at once.',
				displayOptions: { show: { '/operation': ['render', 'rerender'] } },
			},
		],
	},
];

export const optionsOf = (node: IExecuteFunctions, item: ItemRun): IDataObject =>
	node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;

/** How long a long operation waits before it releases the worker. */
export const inPlaceSeconds = (node: IExecuteFunctions): number =>
	Number((node.getNodeParameter('options', 0, {}) as IDataObject).inPlaceSeconds ?? IN_PLACE_SECONDS);

/** The item's asset; for an agent, the one that it names. Errors: INPUT, NOT_FOUND. */
export async function assetOf(node: IExecuteFunctions, item: ItemRun, needs: string): Promise<Envelope> {
	const named = isTool(node) ? textOf(node, 'asset', item.itemIndex) : '';
	return named ? await item.engine.storedEnvelope(named, item.context) : envelopeOf(item, needs);
}

interface Filmed {
	script: Script;
	video: Video;
	drawn: string[];
	warnings: string[];
}

/** Rendering as a job. `also` adds what a person is told when it is done. */
export function filming(
	item: ItemRun,
	envelope: Envelope,
	settings: VideoStageSettings,
	also?: (made: Filmed, hint: (message: string) => void) => void,
): LongWork<Filmed> {
	const { channel, asset, script, voice } = envelope;
	const { pictures, ...looks } = settings;
	const content = Array.isArray(pictures) ? pictures.map(({ path: _where, ...picture }) => picture) : pictures;
	return {
		assetId: asset.id,
		inputs: { channel, asset, script, voice, looks, pictures: content },
		async work(context) {
			const { envelope: filmed, drawn, warnings } = await item.engine.videoStage(envelope, settings, context);
			return { script: filmed.script!, video: filmed.video!, drawn, warnings };
		},
		done(made, { json, itemIndex, hint }) {
			for (const warning of made.warnings) hint(warning);
			also?.(made, (message) => hint(`Item ${itemIndex}: ${message}`));
			// The film stands in the storyboard's place: items stay small.
			const { storyboard: _approved, ...rest } = json;
			const { storyboard: _drawn, ...asset } = envelope;
			return [{ json: withEnvelope(rest, { ...asset, script: made.script, video: made.video }) }];
		},
		brief: ({ video, script: spoken, drawn }) => ({
			title: spoken.titles[0] ?? '',
			durationSeconds: video.durationSeconds,
			width: video.width,
			height: video.height,
			scenes: spoken.scenes.length,
			drawn,
		}),
	};
}

/** The stage's settings as the fields, the film that is made again (`before`), the channel and the asset give them. */
export async function settingsOf(
	node: IExecuteFunctions,
	item: ItemRun,
	envelope: Envelope,
	before: Recipe | null = null,
): Promise<VideoStageSettings> {
	const saved = await channelOf(item);
	const { captions, music, palette, credit } = optionsOf(node, item);
	checkPalette(item, palette);
	const shape = node.getNodeParameter('shape', item.itemIndex, 'channel') as string;
	const { logo } = saved.brand;
	const mood = (music as Channel['music']['mood'] | undefined) ?? saved.music.mood;
	const { folder } = saved.music;
	const bed = {
		mood,
		...(folder && mood !== 'none' ? { folder: await readablePath(node, item, folder, "The channel's music folder") } : {}),
	};
	const channel = { ...saved, music: bed };
	const pictures = await picturesOf(node, item, saved, String(credit ?? ''));
	const asked = {
		...(shape === '9:16' || shape === '16:9'
			? { shape: shape as '9:16' | '16:9' }
			: envelope.video
				? { shape: shapeOf(envelope.video) }
				: {}),
		...(captions === undefined ? {} : { captionStyle: captions as Channel['captions']['style'] }),
		...(palette === undefined ? {} : { palette: String(palette) }),
		...(music === undefined ? {} : { music: bed }),
		...(pictures ? { pictures } : {}),
	};
	const made = {
		kind: envelope.asset.kind === 'video' ? ('video' as const) : ('short' as const),
		...(logo ? { logoPath: await readablePath(node, item, logo, "The channel's logo") } : {}),
	};
	return (await item.engine.filmSettings(channel, before, asked, made, item.context)).look;
}

const shapeOf = ({ width, height }: Video): '9:16' | '16:9' => (width > height ? '16:9' : '9:16');

async function picturesOf(
	node: IExecuteFunctions,
	item: ItemRun,
	channel: Channel,
	credit: string,
): Promise<VideoStageSettings['pictures']> {
	const from = node.getNodeParameter('pictures', item.itemIndex, 'channel') as string;
	const credited = (pictures: OwnPicture[]) => pictures.map((picture) => (credit && !picture.credit ? { ...picture, credit } : picture));
	if (from === 'none') return 'none';
	if (from === 'item') return credited(await picturesOfItem(item));
	const folder = from === 'folder' ? String(node.getNodeParameter('pictureFolder', item.itemIndex, '')) : channel.pictures?.folder;
	if (!folder) {
		if (from === 'folder') throw new item.engine.OperatorError('INPUT', 'No picture folder is named', { fix: 'Fill in "Picture Folder".' });
		return undefined;
	}
	const path = await readablePath(node, item, folder, from === 'folder' ? '"Picture Folder"' : "The channel's picture folder");
	return credited(await item.engine.picturesInFolder(path, item.hint));
}

/** What our own nodes put into items. */
const OURS = /^(video\.mp4|thumbnail-\d+\.png|sheet\.png|storyboard[\w-]*\.png)$/;

async function picturesOfItem(item: ItemRun): Promise<OwnPicture[]> {
	const found: OwnPicture[] = [];
	for (const [property, { mimeType, fileName }] of Object.entries(item.files.binary)) {
		if (!/^(image|video)\//.test(mimeType) || OURS.test(fileName ?? '')) continue;
		const picture = await item.engine.examinePicture(await item.files.fetch(property), fileName ?? property, item.hint);
		if (picture) found.push(picture);
	}
	if (!found.length) item.hint(`Item ${item.itemIndex} holds no picture or clip: its scenes are drawn.`);
	return found;
}

/** A picture in one binary property. Errors: INPUT. */
export async function pictureIn(item: ItemRun, property: string): Promise<OwnPicture> {
	const data = item.files.binary[property];
	if (!data)
		throw new item.engine.OperatorError('INPUT', `Item ${item.itemIndex} has no binary field "${property}"`, {
			fix: `Choose one of ${Object.keys(item.files.binary).join(', ') || 'none: the item has no binary data'}.`,
		});
	let why = '';
	const picture = await item.engine.examinePicture(
		await item.files.fetch(property),
		data.fileName ?? property,
		(problem) => (why = problem),
	);
	if (!picture) throw new item.engine.OperatorError('INPUT', why, { fix: 'Choose a JPEG, PNG or WebP picture, or a clip.' });
	return picture;
}
