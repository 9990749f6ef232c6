import { writeFile } from 'node:fs/promises';
import type { AssetKind, Channel, Envelope, Source, SourceText } from '../asset';
import type { StageContext } from '../ledger/finished';
import { assetId, hashOf } from '../ledger/keys';
import { throwIfCancelled } from '../errors';
import { ensure } from '../runtime';
import { channelWithDefaults } from '../ledger/defaultChannel';
import { findTopics, readSources, type FoundTopic, type MadeStory, type StoryPrint, type TopicInput } from './index';
import { openPageCache } from './pageCache';

export interface TopicStageSettings {
	channel: Channel;
	kind: Extract<AssetKind, 'short' | 'video'>;
	inputs: TopicInput[];
	/** Words the channel cares about; topics are ranked by fit to them. */
	keywords: string[];
	/** Leave out what meets none of them. Default false. */
	keywordsOnly?: boolean;
	limit: number;
	/** A title of the user's for `read`. */
	title?: string;
	/** Distinguishes several assets of one story (the asset's id is hashed from it). */
	slot: string;
	/** `find`: several topics, ranked and clustered; `read`: everything given is one topic. */
	mode: 'find' | 'read';
}

export interface TopicProblem {
	input: string;
	message: string;
	fix: string;
}

/** Finds topics and opens an asset for each. An input that fails becomes a problem; the others go on. */
export async function topicStage(
	settings: TopicStageSettings,
	context: StageContext,
): Promise<{ envelopes: Envelope[]; problems: TopicProblem[]; warnings: string[] }> {
	const { ledger, clock } = context;
	const found: FoundTopic[] = [];
	const problems: TopicProblem[] = [];
	const warnings: string[] = [];
	const { channel } = settings;
	const ports = { ...context, pages: openPageCache() };
	if (settings.mode === 'read') {
		const read = await readSources({ inputs: settings.inputs, title: settings.title }, ports);
		problems.push(...read.problems);
		warnings.push(...read.warnings.map(warningText));
		if (read.texts.length) found.push(read);
	} else {
		const model = await sentenceModel(context);
		const answer = await findTopics(
			{
				model,
				inputs: settings.inputs,
				keywords: settings.keywords,
				keywordsOnly: settings.keywordsOnly,
				audience: channel.audience === channelWithDefaults({ id: '' }).audience ? '' : channel.audience,
				language: channel.language,
				bannedWords: channel.bannedWords,
				limit: settings.limit,
				now: clock.now(),
				made: await madeStories(channel.id, context),
			},
			ports,
		);
		problems.push(...answer.problems);
		warnings.push(...answer.warnings.map(warningText));
		found.push(...answer.topics);
	}
	const envelopes: Envelope[] = [];
	for (const [n, { topic, texts, print }] of found.entries()) {
		const id = assetId({ channelId: channel.id, kind: settings.kind, storyId: topic.storyId, slot: settings.slot });
		const head = { v: 1 as const, id, kind: settings.kind, createdAt: new Date(clock.now()).toISOString(), variant: 0 };
		const { head: stored } = await ledger.assets.open(head, channel.id);
		await ledger.stories.add(channel.id, [{ storyId: topic.storyId, title: topic.title, assetId: id }]);
		await ledger.parts.put({ assetId: id, part: STORY_PART, inputsHash: hashOf(print), json: print });
		envelopes.push({
			channel: { id: channel.id, name: channel.name, language: channel.language },
			asset: stored,
			topic,
			sources: await keepSources(texts, found.length > 1 ? `topic-${n + 1}-source` : 'source', context),
		});
	}
	return { envelopes, problems, warnings };
}

/** Same stories told in other words are found by the sentence model; without it words alone are compared. */
async function sentenceModel(context: StageContext): Promise<{ dir: string } | null> {
	try {
		return { dir: (await ensure('minilm', context)).dir };
	} catch (error) {
		throwIfCancelled(context.signal);
		context.logger.warn(`Stories are grouped without the sentence model: ${(error as Error).message}`);
		return null;
	}
}

/** A text without a title is named by its beginning. */
const warningText = ({ url, message }: { url: string; message: string }): string =>
	`${url.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 120)}: ${message}`;

const STORY_PART = 'story';
/** Stories looked back at, newest first. */
const MOST_MADE = 400;

/** What the channel has made of which story, with what is kept of it. */
async function madeStories(channelId: string, { ledger }: StageContext): Promise<MadeStory[]> {
	const made: MadeStory[] = [];
	for (const { storyId, assetId: id, at } of (await ledger.stories.seen(channelId)).slice(0, MOST_MADE)) {
		if (!id) continue;
		const published = (await ledger.published.list(id)).length > 0;
		const print = ((await ledger.parts.latest(id, STORY_PART))?.json ?? null) as StoryPrint | null;
		made.push({ storyId, madeAt: at, published, print });
	}
	return made;
}

/** Source texts are bulky: they travel as JSON files. */
async function keepSources(texts: SourceText[], prefix: string, context: StageContext): Promise<Source[]> {
	const workspace = await context.workspace('sources');
	try {
		const sources: Source[] = [];
		for (const [i, text] of texts.entries()) {
			const name = `${prefix}-${i + 1}.json`;
			const path = workspace.path(name);
			await writeFile(path, JSON.stringify(text));
			const kept = await context.store.put(path);
			const file = await context.files.keep(kept.path, { name, mime: 'application/json', content: kept });
			const { id, url, title, publisher, publishedAt, licence } = text;
			sources.push({ id, url, title, publisher, publishedAt, ...(licence ? { licence } : {}), file });
		}
		return sources;
	} finally {
		await workspace.dispose();
	}
}
