import type { Stories } from '../ledger';
import { integer, text } from './check';
import type { Store, Synchronous } from './store';

export function stories(store: Store): Synchronous<Stories> {
	return {
		seen: (channelId, sinceMs) =>
			store
				.read(() =>
					store.all(
						'SELECT * FROM story WHERE channel_id = ? AND at_ms >= ? ORDER BY at_ms DESC, story_id LIMIT 5000',
						text(channelId, 'channel id'),
						integer(sinceMs ?? 0, 'sinceMs'),
					),
				)
				.map((row) => ({
					storyId: String(row.story_id),
					title: String(row.title),
					assetId: row.asset_id === null ? null : String(row.asset_id),
					at: new Date(Number(row.at_ms)).toISOString(),
				})),
		add: (channelId, list) =>
			store.write(() => {
				for (const story of list) {
					store.run(
						`INSERT INTO story (channel_id, story_id, title, asset_id, at_ms) VALUES (?, ?, ?, ?, ?)
						ON CONFLICT (channel_id, story_id) DO UPDATE SET asset_id = coalesce(asset_id, excluded.asset_id)`,
						text(channelId, 'channel id'),
						text(story.storyId, 'story id'),
						story.title,
						story.assetId ?? null,
						store.now(),
					);
				}
			}),
	};
}
