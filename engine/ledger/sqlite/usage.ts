import { OperatorError } from '../../errors';
import type { UsageFilter, UsageGroup, UsageLine, UsageLines, UsageTotal } from '../ledger';
import { currency, finite, integer, text, time } from './check';
import type { Row, Store, Synchronous } from './store';

const GROUPS: Record<UsageGroup, { sql: string; as: keyof UsageTotal }> = {
	asset: { sql: 'asset_id', as: 'assetId' },
	channel: { sql: 'channel_id', as: 'channelId' },
	day: { sql: "date(at_ms / 1000, 'unixepoch')", as: 'day' },
	vendor: { sql: 'vendor', as: 'vendor' },
};

export function usage(store: Store): Synchronous<UsageLines> {
	return {
		// Money: at full durability, like acts.
		add: (lines) => store.act(() => lines.filter((line) => addLine(store, line, 'refuse')).length),
		list: (assetId) =>
			store.read(() => store.all('SELECT * FROM usage WHERE asset_id = ? ORDER BY at_ms, key', text(assetId, 'asset id'))).map(toLine),
		totals: (filter, by = []) => {
			const { where, values } = conditions(filter);
			const groups = [...new Set(by)].map((name) => GROUPS[name]);
			const names = groups.map((group) => group.sql);
			const sql = `SELECT ${[...groups.map((g) => `${g.sql} AS "${g.as}"`), 'currency'].join(', ')}, sum(cost_micros) AS cost, count(*) AS lines
				FROM usage ${where} GROUP BY ${[...names, 'currency'].join(', ')} ORDER BY ${[...names, 'currency'].join(', ')}`;
			return store
				.read(() => store.allBig(sql, ...values))
				.map(({ cost, lines, ...row }) => ({ ...(row as unknown as UsageTotal), costMicros: cost as bigint, lines: Number(lines) }));
		},
	};
}

/** Inside a transaction. A key that is known adds nothing; `refuse` throws CONFLICT when it then says something else. */
export function addLine(store: Store, line: UsageLine, known: 'refuse' | 'ignore'): boolean {
	const row = {
		key: text(line.key, 'usage key'),
		asset_id: text(line.assetId, 'asset id'),
		channel_id: text(line.channelId, 'channel id'),
		vendor: text(line.vendor, 'vendor'),
		meter: text(line.meter, 'meter'),
		quantity: finite(line.quantity, 'quantity'),
		cost_micros: integer(line.costMicros, 'costMicros'),
		currency: currency(line.currency),
		at_ms: time(line.at, 'at'),
	};
	const added = store.run(
		`INSERT INTO usage (${Object.keys(row).join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		...Object.values(row),
	);
	if (added > 0) return true;
	if (known === 'refuse') {
		const stored = store.get('SELECT asset_id, cost_micros, currency FROM usage WHERE key = ?', row.key) as Row;
		if (stored.asset_id !== row.asset_id || stored.cost_micros !== row.cost_micros || stored.currency !== row.currency) {
			throw new OperatorError('CONFLICT', `Usage ${row.key} is already in the ledger with another amount`, {
				fix: 'One doing must always report the same usage under one key: please report this.',
			});
		}
	}
	return false;
}

function conditions(filter: UsageFilter): { where: string; values: (string | number)[] } {
	const parts: [string, string | number | undefined][] = [
		['asset_id = ?', filter.assetId],
		['channel_id = ?', filter.channelId],
		['vendor = ?', filter.vendor],
		['currency = ?', filter.currency],
		['at_ms >= ?', filter.fromMs],
		['at_ms < ?', filter.toMs],
	];
	const given = parts.filter((part): part is [string, string | number] => part[1] !== undefined);
	return { where: given.length ? `WHERE ${given.map(([sql]) => sql).join(' AND ')}` : '', values: given.map(([, value]) => value) };
}

function toLine(row: Row): UsageLine {
	return {
		key: String(row.key),
		assetId: String(row.asset_id),
		channelId: String(row.channel_id),
		vendor: String(row.vendor),
		meter: String(row.meter),
		quantity: Number(row.quantity),
		costMicros: Number(row.cost_micros),
		currency: String(row.currency),
		at: new Date(Number(row.at_ms)).toISOString(),
	};
}
