import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { forEachItem } from '../../shared/stage';

const displayOptions = { show: { operation: ['freeSpace'] } };
const GB = 1e9;

export const fields: INodeProperties[] = [
	{
		displayName: 'Only Say What Would Go',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether nothing is removed yet. What a run at work holds, and what is needed to go on with an asset, stays in any case.',
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'spaceOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: 'Cache at Most (GB)',
				name: 'cacheGb',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 1 },
				default: 2,
				description: 'Drawn scenes, and spoken sentences with sounds and pages, may each take so much; 0 empties them',
			},
			{
				displayName: 'Channel at Most (GB)',
				name: 'channelGb',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 1 },
				default: 0,
				description:
					'Finished files of one channel may take so much: of films published longest ago the working files go, their packages stay. 0 sets no limit.',
			},
			{
				displayName: 'Unused for (Days)',
				name: 'days',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 30,
				description: 'What was not used for so long goes',
			},
		],
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, itemIndex, hint }) => {
		const dryRun = node.getNodeParameter('dryRun', itemIndex, true) === true;
		const options = node.getNodeParameter('spaceOptions', itemIndex, {}) as IDataObject;
		const freed = await engine.freeSpace(
			{
				dryRun,
				cacheBytes: Number(options.cacheGb ?? 2) * GB,
				channelBytes: Number(options.channelGb ?? 0) * GB,
				days: Math.max(1, Number(options.days ?? 30)),
			},
			context,
		);
		const size = `${(freed.freedBytes / GB).toFixed(2)} GB`;
		hint(dryRun ? `${size} would go. Turn off "Only Say What Would Go" to remove them.` : `${size} freed.`);
		return [{ json: { ...(freed as unknown as IDataObject), home: engine.homeDirectory() }, binary: {} }];
	});
}
