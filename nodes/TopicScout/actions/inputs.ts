import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { TopicStageSettings } from '../../../engine/topics/stage';
import { channelByName, makingOf } from '../../shared/channel';
import { forEachItem, textOf, withEnvelope, type ItemResult } from '../../shared/stage';

type TopicInput = TopicStageSettings['inputs'][number];

/** Both operations: the stage run once an item, each topic an item of its own. */
export async function scout(
	node: IExecuteFunctions,
	mode: 'find' | 'read',
	inputsFor: (itemIndex: number) => Partial<TopicStageSettings> & { feedsOfChannel?: boolean },
) {
	return await forEachItem(node, async (item) => {
		const { engine, itemIndex } = item;
		const channel = await channelByName(item, textOf(node, 'channel', itemIndex));
		const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const { feedsOfChannel = true, ...given } = inputsFor(itemIndex);
		const inputs: TopicInput[] = [...(given.inputs ?? [])];
		if (mode === 'find' && feedsOfChannel)
			for (const url of channel.feeds) if (!inputs.some((known) => 'url' in known && known.url === url)) inputs.push({ kind: 'feed', url });
		if (!inputs.length)
			throw new engine.OperatorError('INPUT', 'No feed, link or text is given', {
				fix: 'Fill in "Feeds", "Links" or "Text", save feeds with the channel, or choose Hacker News under "Where From".',
			});
		const context = {
			...item.context,
			http: engine.createHttp({ userAgent: `n8n-nodes-ai-operator/${engine.version()}`, contact: channel.contact }),
		};
		const results: ItemResult[] = [];
		// Each topic gets files of its own, so that items do not carry one another's sources.
		const { envelopes, problems, warnings } = await engine.topicStage(
			{
				channel,
				kind: makingOf(node, itemIndex, channel),
				keywords: [],
				limit: 1,
				slot: String(options.slot ?? ''),
				mode,
				...given,
				inputs,
			},
			context,
		);
		for (const warning of warnings) item.hint(warning);
		for (const problem of problems) item.hint(`${problem.input}: ${problem.message}. ${problem.fix}`);
		if (!envelopes.length) {
			const [first] = problems;
			if (given.keywordsOnly && given.keywords?.length)
				throw new engine.OperatorError(
					'INPUT',
					`No new topic about “${given.keywords.join(', ')}” was found${first ? `. ${first.input}: ${first.message}` : ''}`,
					{ fix: 'Try other words, save feeds that write about it with the channel (AI Operator Setup → Save channel), or give links.' },
				);
			throw new engine.OperatorError(
				'INPUT',
				first ? `Nothing could be read. ${first.input}: ${first.message}` : 'No new topic was found',
				{
					fix: first?.fix ?? 'Add feeds or links, or wait for new stories: what this channel already published is left out.',
				},
			);
		}
		for (const envelope of envelopes) {
			const binary: NonNullable<ItemResult['binary']> = {};
			const json = withEnvelope({}, envelope);
			const kept = item.files.binary;
			for (const { file } of envelope.sources ?? []) if (kept[file.property]) binary[file.property] = kept[file.property]!;
			results.push({ json: problems.length ? { ...json, problems: problems as unknown as IDataObject[] } : json, binary });
		}
		return results;
	});
}
