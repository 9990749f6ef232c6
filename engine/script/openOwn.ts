/**
 * Opening the asset of a script of the user's own. A script.md that was written for an asset names it in its front matter: then that asset goes
 * on, with its channel, topic, sources and pictures out of the ledger, so that only what was changed is made again.
 */
import type { AssetHead, Channel, Envelope, Script, Source, Topic } from '../asset';
import { channelId, channelWithDefaults } from '../ledger/defaultChannel';
import type { StageContext } from '../ledger/finished';
import { assetId, hashOf } from '../ledger/keys';
import { frontOf, type ScriptFront } from './front';

export interface OwnScript {
	envelope: Envelope;
	/** The asset's own channel where the script continues one. */
	channel: Channel;
	warnings: string[];
}

interface Origin {
	topic?: Topic;
	sources: Source[];
}
const ORIGIN = 'origin';

/** Remembers what an asset's script was written from. */
export async function keepOrigin({ asset, topic, sources = [] }: Envelope, context: Pick<StageContext, 'ledger'>): Promise<void> {
	const origin: Origin = { ...(topic ? { topic } : {}), sources };
	const told = hashOf({ topic, sources: sources.map((source) => source.file.sha256) });
	if ((await context.ledger.parts.latest(asset.id, ORIGIN))?.inputsHash === told) return;
	await context.ledger.parts.put({ assetId: asset.id, part: ORIGIN, inputsHash: told, json: origin });
}

/** The newest script of an asset, whoever wrote it, with what the ledger keeps beside it. */
export async function latestScript<T extends { script: Script }>(
	asset: string,
	{ ledger }: Pick<StageContext, 'ledger'>,
): Promise<{ value: T; revision: number } | undefined> {
	const part = await ledger.parts.latest(asset, 'script');
	const value = (part?.json as { value?: T } | undefined)?.value;
	return part && value ? { value, revision: part.revision } : undefined;
}

/**
 * The envelope that a script of the user's own goes on with. `slot` asks for another asset, also of a script that has one.
 * Errors: INPUT for an id in the front matter that cannot be one, CONFLICT when it belongs to another channel's or kind's asset.
 */
export async function openOwnScript(
	markdown: string,
	settings: { channel: Channel; kind: 'short' | 'video'; slot: string },
	context: StageContext,
): Promise<OwnScript> {
	const front = frontOf(markdown);
	const known = front.asset ? await context.ledger.assets.get(assetId({ channelId: '', kind: 'short', own: front.asset })) : null;
	if (known && !settings.slot && (known.head.kind === 'short' || known.head.kind === 'video'))
		return await goOn(known.head, known.channelId, front, markdown, settings.channel, context);
	const { channel } = settings;
	const kind = front.making ?? settings.kind;
	const storyId = `own-${hashOf(markdown).slice(0, 16)}`;
	const id =
		front.asset && !settings.slot
			? assetId({ channelId: channel.id, kind, own: front.asset })
			: assetId({ channelId: channel.id, kind, storyId, slot: settings.slot });
	const head = { v: 1 as const, id, kind, createdAt: new Date(context.clock.now()).toISOString(), variant: 0 };
	const { head: asset } = await context.ledger.assets.open(head, channel.id);
	const old = known ? await originOf(known.head.id, context) : null;
	const topic: Topic = old?.topic ?? topicOf(front, markdown, storyId);
	return {
		envelope: { channel: refOf(channel), asset, topic, ...(old ? sourcesOf(old.sources) : {}) },
		channel,
		warnings: old?.warnings ?? [],
	};
}

async function goOn(
	asset: AssetHead,
	ownChannel: string,
	front: ScriptFront,
	markdown: string,
	asked: Channel,
	context: StageContext,
): Promise<OwnScript> {
	const warnings: string[] = [];
	const saved = await context.ledger.channels.get(ownChannel);
	const named = front.channel && channelId(front.channel) === ownChannel ? front.channel : undefined;
	const channel = ownChannel === asked.id ? asked : (saved ?? channelWithDefaults({ id: ownChannel, ...(named ? { name: named } : {}) }));
	const origin = await originOf(asset.id, context);
	warnings.push(...(origin?.warnings ?? []));
	const topic = origin?.topic ?? topicOf(front, markdown, `own-${asset.id}`);
	return { envelope: { channel: refOf(channel), asset, topic, ...sourcesOf(origin?.sources ?? []) }, channel, warnings };
}

const refOf = ({ id, name, language }: Channel): Envelope['channel'] => ({ id, name, language });
const sourcesOf = (sources: Source[]): Pick<Envelope, 'sources'> => (sources.length ? { sources } : {});

/** What the asset's script was written from, its files with the item again; what is no longer stored is left out with a hint. */
async function originOf(asset: string, context: StageContext): Promise<(Origin & { warnings: string[] }) | null> {
	const origin = (await context.ledger.parts.latest(asset, ORIGIN))?.json as Origin | undefined;
	if (!origin) return null;
	const sources: Source[] = [];
	for (const [i, source] of origin.sources.entries()) {
		const path = await context.store.find(source.file.sha256, source.file.bytes);
		if (!path) continue;
		const file = await context.files.keep(path, { name: `source-${i + 1}.json`, mime: source.file.mime, content: source.file });
		sources.push({ ...source, file });
	}
	const warnings =
		sources.length < origin.sources.length
			? [
					'Sources of this script are no longer stored here: what you changed is not checked against them. Run it from its sources again to have them.',
				]
			: [];
	return { ...(origin.topic ? { topic: origin.topic } : {}), sources, warnings };
}

function topicOf(front: ScriptFront, markdown: string, storyId: string): Topic {
	const title = front.title ?? /^#\s+(.+)$/m.exec(markdown)?.[1] ?? markdown.trim().slice(0, 80);
	return { title: title.trim(), angle: '', keywords: [], rank: 1, reasons: ['a script of your own'], storyId };
}
