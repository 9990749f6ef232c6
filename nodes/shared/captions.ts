import type { INodeProperties } from 'n8n-workflow';

/** How captions look, among a node's options; asked for by the given operations. */
export const captionsOption = (operations: string[]): INodeProperties => ({
	displayName: 'Captions',
	name: 'captions',
	type: 'options',
	options: [
		{ name: 'Karaoke', value: 'karaoke' },
		{ name: 'None', value: 'none' },
		{ name: 'Plain', value: 'plain' },
	],
	default: 'karaoke',
	displayOptions: { show: { '/operation': operations } },
});
