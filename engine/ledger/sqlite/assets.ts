import type { AssetHead, AssetKind } from '../../asset';
import { OperatorError } from '../../errors';
import type { Assets, StoredAsset } from '../ledger';
import { integer, limit, text, time } from './check';
import type { Row, Store, Synchronous } from './store';

export function assets(store: Store): Synchronous<Assets> {
	const byId = (id: string): StoredAsset | null => {
		const row = store.get('SELECT * FROM asset WHERE id = ?', text(id, 'asset id'));
		return row ? toAsset(row) : null;
	};
	return {
		open: (head, channelId) =>
			store.write(() => {
				const earlier = byId(head.id);
				if (earlier) {
					refuseOther(earlier, head, channelId);
					return { ...earlier, created: false };
				}
				store.run(
					'INSERT INTO asset (id, channel_id, kind, parent_id, created_at, variant, v) VALUES (?, ?, ?, ?, ?, ?, ?)',
					head.id,
					text(channelId, 'channel id'),
					text(head.kind, 'asset kind'),
					head.parentId ?? null,
					new Date(time(head.createdAt, 'createdAt')).toISOString(),
					integer(head.variant, 'variant', 0),
					head.v,
				);
				return { ...(byId(head.id) as StoredAsset), created: true };
			}),
		get: (id) => store.read(() => byId(id)),
		list: ({ channelId, kind, limit: asked }) =>
			store
				.read(() =>
					store.all(
						'SELECT * FROM asset WHERE channel_id = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY created_at DESC, id LIMIT ?3',
						text(channelId, 'channel id'),
						kind ?? null,
						limit(asked, 100, 1000),
					),
				)
				.map(toAsset),
		makeAgain: (id) =>
			store.write(() => {
				const changed = store.run('UPDATE asset SET variant = variant + 1 WHERE id = ?', text(id, 'asset id'));
				if (changed === 0) throw neverOpened(id);
				return byId(id) as StoredAsset;
			}),
	};
}

export function neverOpened(id: string): OperatorError {
	return new OperatorError('NOT_FOUND', `The ledger knows no asset ${id}`, {
		fix: 'Run the workflow from its first node, which opens the asset.',
	});
}

function refuseOther(earlier: StoredAsset, head: AssetHead, channelId: string): void {
	if (earlier.channelId === channelId && earlier.head.kind === head.kind) return;
	throw new OperatorError('CONFLICT', `Asset id ${head.id} is already a ${earlier.head.kind} of channel ${earlier.channelId}`, {
		fix: `Give this ${head.kind} of channel ${channelId} another asset id.`,
	});
}

function toAsset(row: Row): StoredAsset {
	const head: AssetHead = {
		v: Number(row.v) as 1,
		id: String(row.id),
		kind: row.kind as AssetKind,
		createdAt: String(row.created_at),
		variant: Number(row.variant),
	};
	if (row.parent_id !== null) head.parentId = String(row.parent_id);
	return { head, channelId: String(row.channel_id) };
}
