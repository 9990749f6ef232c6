import type { LedgerFile, PartContent, PartRevision, Parts } from '../ledger';
import { neverOpened } from './assets';
import { integer, json, limit, text } from './check';
import type { Row, Store, Synchronous } from './store';

export function parts(store: Store): Synchronous<Parts> {
	const one = (where: string, ...values: (string | number)[]): PartContent | null => {
		const row = store.read(() =>
			store.get(`SELECT * FROM part WHERE asset_id = ? AND part = ? ${where} ORDER BY revision DESC LIMIT 1`, ...values),
		);
		return row ? { ...toRevision(row), json: JSON.parse(String(row.content)) as unknown } : null;
	};
	return {
		put: ({ assetId, part, inputsHash, json: value }) => {
			const content = json(value, 'part');
			const key = [text(assetId, 'asset id'), text(part, 'part')] as const;
			return store.write(() => {
				if (!store.get('SELECT 1 FROM asset WHERE id = ?', assetId)) throw neverOpened(assetId);
				const latest = store.get('SELECT * FROM part WHERE asset_id = ? AND part = ? ORDER BY revision DESC LIMIT 1', ...key);
				// A write that is sent again after a crash must not look like a person's second thought.
				if (latest && latest.inputs_hash === inputsHash && latest.content === content) return toRevision(latest);
				const row = store.get(
					'INSERT INTO part (asset_id, part, revision, inputs_hash, content, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
					...key,
					Number(latest?.revision ?? 0) + 1,
					text(inputsHash, 'inputs hash'),
					content,
					new Date(store.now()).toISOString(),
				);
				return toRevision(row as Row);
			});
		},
		latest: (assetId, part) => one('', text(assetId, 'asset id'), text(part, 'part')),
		find: (assetId, part, inputsHash) =>
			one('AND inputs_hash = ?', text(assetId, 'asset id'), text(part, 'part'), text(inputsHash, 'inputs hash')),
		get: (assetId, part, revision) => one('AND revision = ?', text(assetId, 'asset id'), text(part, 'part'), integer(revision, 'revision')),
		ofChannel: (channelId, part, asked) =>
			store
				.read(() =>
					store.all(
						`SELECT part.*, max(revision) FROM part JOIN asset ON asset.id = part.asset_id WHERE channel_id = ? AND part = ?
						 GROUP BY asset_id ORDER BY at DESC, asset_id LIMIT ?`,
						text(channelId, 'channel id'),
						text(part, 'part'),
						limit(asked, 10, 1000),
					),
				)
				.map((row) => ({ ...toRevision(row), json: JSON.parse(String(row.content)) as unknown })),
		files: () =>
			store.read(() => {
				const files = new Map<string, LedgerFile>();
				const rows = store.all(
					`SELECT asset.id AS asset_id, channel_id, content, revision = (SELECT max(revision) FROM part AS newer WHERE newer.asset_id = part.asset_id AND newer.part = part.part) AS latest
					 FROM part JOIN asset ON asset.id = part.asset_id
					 UNION ALL SELECT asset.id, channel_id, outcome, 1 FROM job JOIN asset ON asset.id = job.asset_id WHERE outcome IS NOT NULL
					 UNION ALL SELECT asset.id, act.channel_id, result, 1 FROM act JOIN asset ON asset.id = act.asset_id WHERE result IS NOT NULL`,
				);
				for (const row of rows) {
					for (const [, sha256 = ''] of String(row.content).matchAll(/"sha256":"([0-9a-f]{64})"/g)) {
						const [assetId, channelId, latest] = [String(row.asset_id), String(row.channel_id), Number(row.latest) === 1];
						const key = `${assetId} ${sha256}`;
						files.set(key, { sha256, assetId, channelId, latest: latest || (files.get(key)?.latest ?? false) });
					}
				}
				return [...files.values()];
			}),
		history: (assetId, part) =>
			store
				.read(() =>
					store.all(
						'SELECT asset_id, part, revision, inputs_hash, at FROM part WHERE asset_id = ? AND part = ? ORDER BY revision',
						text(assetId, 'asset id'),
						text(part, 'part'),
					),
				)
				.map(toRevision),
	};
}

function toRevision(row: Row): PartRevision {
	return {
		assetId: String(row.asset_id),
		part: String(row.part),
		revision: Number(row.revision),
		inputsHash: String(row.inputs_hash),
		at: String(row.at),
	};
}
