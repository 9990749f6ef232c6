import type { Channel } from '../../asset';
import type { Channels } from '../ledger';
import { json, text } from './check';
import type { Store, Synchronous } from './store';

export function channels(store: Store): Synchronous<Channels> {
	return {
		save: (channel) =>
			store.write(() => {
				store.run(
					`INSERT INTO channel (id, name, record, updated_at) VALUES (?, ?, ?, ?)
					ON CONFLICT (id) DO UPDATE SET name = excluded.name, record = excluded.record, updated_at = excluded.updated_at`,
					text(channel.id, 'channel id'),
					text(channel.name, 'channel name'),
					json(channel, 'channel'),
					new Date(store.now()).toISOString(),
				);
			}),
		get: (id) => {
			const row = store.read(() => store.get('SELECT record FROM channel WHERE id = ?', text(id, 'channel id')));
			return row ? (JSON.parse(String(row.record)) as Channel) : null;
		},
		list: () =>
			store.read(() => store.all('SELECT record FROM channel ORDER BY name, id')).map((row) => JSON.parse(String(row.record)) as Channel),
		remove: (id) => store.write(() => store.run('DELETE FROM channel WHERE id = ?', text(id, 'channel id')) > 0),
	};
}
