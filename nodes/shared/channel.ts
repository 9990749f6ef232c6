import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Channel } from '../../engine/asset';
import { PALETTE_NAMES } from '../../engine/render/theme';
import type { ItemRun } from './stage';

/** Field of the first node of a workflow: which channel this is for. */
export const channelField: INodeProperties = {
	displayName: 'Channel',
	name: 'channel',
	type: 'string',
	default: '={{ $json.channel?.name ?? "my-channel" }}',
	placeholder: 'my-channel',
	description: 'Name of a channel saved with AI Operator Setup. A name that is not saved yet uses the default look and voice.',
};

export const makingField: INodeProperties = {
	displayName: 'What Are You Making',
	name: 'making',
	type: 'options',
	noDataExpression: false,
	options: [
		{ name: 'As the Channel Says', value: 'channel' },
		{ name: 'Vertical Short 30–60 S', value: 'short' },
		{ name: 'YouTube Video 3–10 Min', value: 'video' },
	],
	default: 'channel',
};

/** The music bed, for a channel and for one film. */
export const musicField: INodeProperties = {
	displayName: 'Music',
	name: 'music',
	type: 'options',
	options: [
		{ name: 'Calm', value: 'calm' },
		{ name: 'Drive', value: 'drive' },
		{ name: 'None', value: 'none' },
	],
	default: 'calm',
};

const titled = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** The bundled palettes, for a channel and for one film. */
export const paletteField: INodeProperties = {
	displayName: 'Palette',
	name: 'palette',
	type: 'options',
	options: [
		{ name: 'The Channel’s Own', value: 'auto' },
		...[...PALETTE_NAMES].sort().map((name) => ({ name: titled(name), value: name })),
	],
	default: 'auto',
	description: 'Colours of the video',
};

/** An expression may name any palette. Errors: INPUT for one that there is not. */
export function checkPalette({ engine }: Pick<ItemRun, 'engine'>, palette: unknown): void {
	const known = ['auto', ...engine.PALETTE_NAMES];
	if (palette !== undefined && !known.includes(String(palette)))
		throw new engine.OperatorError('INPUT', `There is no palette "${String(palette)}"`, { fix: `Choose one of ${known.join(', ')}.` });
}

/** The saved channel of this name or id, else one with every default. */
export async function channelByName(item: ItemRun, name: string): Promise<Channel> {
	const id = item.engine.channelId(name || 'my-channel');
	const saved = await item.context.ledger.channels.get(id);
	if (saved) return saved;
	if (name && name !== 'my-channel')
		item.hint(`The channel "${name}" is not saved: default look, voice and feeds are used. Save it with AI Operator Setup.`);
	return item.engine.channelWithDefaults({ id, name: name || 'My channel' });
}

/** The channel record of an item that already carries one. */
export async function channelOf(item: ItemRun): Promise<Channel> {
	const ref = (item.json as { channel?: { id?: string; name?: string } }).channel;
	return await channelByName(item, ref?.id ?? ref?.name ?? '');
}

/** "short" or "video" from the node's field and the channel. */
export function makingOf(node: IExecuteFunctions, itemIndex: number, channel: Channel): 'short' | 'video' {
	const making = node.getNodeParameter('making', itemIndex, 'channel') as string;
	return making === 'short' || making === 'video' ? making : channel.format;
}
