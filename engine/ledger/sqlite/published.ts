import type { Published } from '../../asset';
import type { PublishedList } from '../ledger';
import { text, time } from './check';
import type { Store, Synchronous } from './store';

export function published(store: Store): Synchronous<PublishedList> {
	return {
		// At full durability: a forgotten upload would be uploaded twice.
		add: (assetId, entry) =>
			store.act(() => {
				const newest = store.get(
					'SELECT status, url FROM published WHERE asset_id = ? AND platform = ? AND remote_id = ? ORDER BY id DESC LIMIT 1',
					text(assetId, 'asset id'),
					text(entry.platform, 'platform'),
					text(entry.remoteId, 'remote id'),
				);
				if (newest && newest.status === entry.status && newest.url === entry.url) return false;
				store.run(
					'INSERT INTO published (asset_id, platform, remote_id, url, status, at) VALUES (?, ?, ?, ?, ?, ?)',
					assetId,
					entry.platform,
					entry.remoteId,
					entry.url,
					text(entry.status, 'status'),
					new Date(time(entry.at, 'at')).toISOString(),
				);
				return true;
			}),
		list: (assetId) =>
			store
				.read(() => store.all('SELECT * FROM published WHERE asset_id = ? ORDER BY id', text(assetId, 'asset id')))
				.map((row) => ({
					platform: String(row.platform),
					remoteId: String(row.remote_id),
					url: String(row.url),
					status: row.status as Published['status'],
					at: String(row.at),
				})),
	};
}
