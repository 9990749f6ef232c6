import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';

const show = { operation: ['check'] };

export const fields: INodeProperties[] = [
	{
		displayName:
			'Checks what the item has so far: script, captions, film. <i>Go on</i> carries what passed, <i>Look first</i> what a person should see. <code>quality.reviewUrl</code> is the address of the page on which <i>Ask a Person</i> waits later in this workflow: send it by mail, Telegram or Slack.',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Copied Words at Most (%)',
				name: 'mostCopied',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 30,
				description: 'Above it a script is held: publish it only when its sources are your own or free to use',
			},
		],
	},
];

/** The address of the waiting page of this execution; empty where n8n gives none. */
export function reviewUrl(node: IExecuteFunctions, itemIndex: number): string {
	try {
		return String(node.evaluateExpression('{{ $execution.resumeUrl }}', itemIndex) ?? '');
	} catch {
		return '';
	}
}

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(
		node,
		async (item) => {
			const envelope = envelopeOf(item, 'a Script Generator');
			const channel = await channelOf(item);
			const options = node.getNodeParameter('options', item.itemIndex, {}) as IDataObject;
			const texts = await item.engine.sourceTexts(envelope, item.context);
			const found = await item.engine.checkAsset(
				envelope,
				texts,
				{ channel, mostCopied: Number(options.mostCopied ?? 30) / 100 },
				item.context,
			);
			const url = reviewUrl(node, item.itemIndex);
			const quality = { ...found, ...(url ? { reviewUrl: url } : {}) };
			return [{ json: withEnvelope(item.json, { ...envelope, quality }), output: found.verdict === 'pass' ? 0 : 1 }];
		},
		{ outputs: 2, failures: 1 },
	);
}
