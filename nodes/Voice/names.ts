import type { IDataObject, IExecuteFunctions, ILoadOptionsFunctions, INodeProperties, ResourceMapperFields } from 'n8n-workflow';
import type { Channel } from '../../engine/asset';
import { loadEngine } from '../shared/engine';
import type { ItemRun } from '../shared/stage';

/** Where names are filled in: a field for each name that was found, and rows for any other. */
export const nameFields = (show: INodeProperties['displayOptions']): INodeProperties[] => [
	{
		displayName: 'Found Names',
		name: 'foundNames',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'The names that the voice last had to guess, one field each: write how they sound, with the stressed syllable in capitals (shi-VAWN), or phonemes between slashes. Leave a field empty where the guess is right.',
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'foundNames',
				mode: 'add',
				valuesLabel: 'Say Found Names Like',
				fieldWords: { singular: 'name', plural: 'names' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: false,
				noFieldsError: 'No name waits for a pronunciation. Run the node once: names it would guess appear here.',
			},
		},
		displayOptions: show,
	},
	{
		displayName: 'Other Names',
		name: 'names',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Name',
		default: {},
		options: [
			{
				displayName: 'Name',
				name: 'name',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'Siobhan' },
					{ displayName: 'Say It Like', name: 'say', type: 'string', default: '', placeholder: 'shi-VAWN' },
				],
			},
		],
		displayOptions: show,
	},
	{
		displayName: 'Keep in the Channel',
		name: 'keepNames',
		type: 'boolean',
		default: true,
		description: 'Whether every later script of this channel says these names so',
		displayOptions: show,
	},
];

/** Names that were filled in, with how to say them; empty fields are left out. */
export function namesGiven(node: IExecuteFunctions, itemIndex: number): Record<string, string> {
	const given: Record<string, string> = {};
	const found = node.getNodeParameter('foundNames.value', itemIndex, {}) as IDataObject | null;
	for (const [name, say] of Object.entries(found ?? {})) if (typeof say === 'string' && say.trim()) given[name] = say.trim();
	const rows = node.getNodeParameter('names.name', itemIndex, []) as { name?: string; say?: string }[];
	for (const { name, say } of rows) if (name?.trim() && say?.trim()) given[name.trim()] = say.trim();
	return given;
}

/** Keeps what was filled in, where the user wishes, and returns it. */
export async function keptNames(node: IExecuteFunctions, item: ItemRun, channel: Channel): Promise<Record<string, string>> {
	const given = namesGiven(node, item.itemIndex);
	if (Object.keys(given).length && node.getNodeParameter('keepNames', item.itemIndex, true))
		await item.engine.keepNames(channel, given, [], item.context);
	return given;
}

/** The fields of "Say Found Names Like": what the ledger's channels still wait for. */
export async function foundNames(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const engine = await loadEngine();
	const ledger = await engine.openLedger();
	try {
		const found = (await ledger.channels.list()).flatMap((channel) => channel.foundNames ?? []);
		const guesses = new Map(found.map(({ name, guess }) => [name, guess]));
		return {
			fields: [...guesses].map(([name, guess]) => ({
				id: name,
				displayName: `${name} (guessed: ${guess})`,
				type: 'string',
				required: false,
				display: true,
				defaultMatch: false,
				canBeUsedToMatch: false,
			})),
		};
	} finally {
		await ledger.close();
	}
}
