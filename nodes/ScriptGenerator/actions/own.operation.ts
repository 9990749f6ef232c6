import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Envelope } from '../../../engine/asset';
import { channelByName, channelField, channelOf, makingField, makingOf } from '../../shared/channel';
import { forEachItem, textOf, withEnvelope } from '../../shared/stage';
import { withText } from '../scriptText';

const show = { operation: ['own'] };

export const fields: INodeProperties[] = [
	{
		displayName: 'Script',
		name: 'script',
		type: 'string',
		typeOptions: { rows: 12 },
		default: '',
		required: true,
		description: 'Markdown: one paragraph or "## Scene" a scene; a script.md that was edited by hand works as it is',
		displayOptions: { show },
	},
	{ ...channelField, displayOptions: { show } },
	{ ...makingField, displayOptions: { show } },
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const { engine, itemIndex, json } = item;
		const markdown = textOf(node, 'script', itemIndex);
		if (!markdown)
			throw new engine.OperatorError('INPUT', 'The field "Script" is empty', { fix: 'Write or paste the script, one paragraph a scene.' });
		const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const carried = Boolean(json.channel && json.asset);
		const named = carried ? await channelOf(item) : await channelByName(item, textOf(node, 'channel', itemIndex));
		const opened = carried
			? { envelope: json as unknown as Envelope, channel: named, warnings: [] }
			: await engine.openOwnScript(
					markdown,
					{ channel: named, kind: makingOf(node, itemIndex, named), slot: String(options.slot ?? '') },
					item.context,
				);
		const { envelope, channel } = opened;
		for (const warning of opened.warnings) item.hint(warning);
		const made = await engine.scriptStage(
			envelope,
			{ channel, markdown, useEmbeddings: false, ...(options.targetSeconds ? { targetSeconds: Number(options.targetSeconds) } : {}) },
			item.context,
		);
		for (const warning of made.warnings) item.hint(warning);
		return [{ json: withText(options.asText, withEnvelope(carried ? json : {}, made.envelope), engine) }];
	});
}
