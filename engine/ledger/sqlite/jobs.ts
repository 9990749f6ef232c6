import type { Job, JobOutcome, Jobs } from '../ledger';
import { finite, json, text } from './check';
import type { Row, Store, Synchronous } from './store';

const FORGOTTEN_MS = 7 * 24 * 3_600_000;

export function jobs(store: Store): Synchronous<Jobs> {
	const find = (key: string): Row | undefined => store.get('SELECT * FROM job WHERE key = ?', text(key, 'job key'));
	return {
		begin: (job, ask) =>
			store.write((): JobOutcome => {
				const now = store.now();
				const wanted = now + finite(ask.wantedSeconds, 'wanted time') * 1000;
				store.run('DELETE FROM job WHERE updated_ms < ?', now - FORGOTTEN_MS);
				const row = find(job.key);
				const waiters = row ? (JSON.parse(String(row.waiters)) as string[]) : [];
				const outcome: unknown = row?.outcome ? JSON.parse(String(row.outcome)) : null;
				if (row?.state === 'done') return { outcome: 'done', result: outcome };
				if (row?.state === 'failed' && waiters.includes(ask.waiter)) return { outcome: 'failed', problem: outcome };
				const held = row?.state === 'working' && Number(row.lease_until_ms) > now && row.owner !== ask.dead;
				if (row?.state === 'working' && !waiters.includes(ask.waiter)) waiters.push(ask.waiter);
				const names = JSON.stringify(row?.state === 'working' ? waiters : [ask.waiter]);
				if (row && held) {
					store.run(
						'UPDATE job SET waiters = ?, wanted_until_ms = max(wanted_until_ms, ?), updated_ms = ? WHERE key = ?',
						names,
						wanted,
						now,
						job.key,
					);
					return { outcome: 'working', owner: String(row.owner), begunMs: Number(row.begun_ms) };
				}
				const attempt = row?.state === 'working' ? Number(row.attempt) + 1 : 1;
				store.run(
					`INSERT OR REPLACE INTO job (key, what, asset_id, state, attempt, owner, lease_until_ms, wanted_until_ms, waiters, begun_ms, updated_ms)
					 VALUES (?, ?, ?, 'working', ?, ?, ?, ?, ?, ?, ?)`,
					job.key,
					text(job.what, 'name of the job'),
					job.assetId,
					attempt,
					text(ask.owner, 'owner'),
					now + finite(ask.leaseSeconds, 'lease') * 1000,
					wanted,
					names,
					now,
					now,
				);
				return { outcome: 'yours', attempt };
			}),
		beat: (key, owner, leaseSeconds) =>
			store.write(() => {
				const now = store.now();
				const row = store.get(
					`UPDATE job SET lease_until_ms = ?, updated_ms = ? WHERE key = ? AND owner = ? AND state = 'working' RETURNING wanted_until_ms`,
					now + finite(leaseSeconds, 'lease') * 1000,
					now,
					text(key, 'job key'),
					text(owner, 'owner'),
				);
				return row ? Number(row.wanted_until_ms) : null;
			}),
		end: (key, owner, outcome) =>
			store.write(() => {
				const done = 'result' in outcome;
				return (
					store.run(
						`UPDATE job SET state = ?, outcome = ?, updated_ms = ? WHERE key = ? AND owner = ? AND state = 'working'`,
						done ? 'done' : 'failed',
						json(done ? outcome.result : outcome.problem, 'outcome'),
						store.now(),
						text(key, 'job key'),
						text(owner, 'owner'),
					) > 0
				);
			}),
		forget: (key, owner) =>
			store.write(() =>
				owner === undefined
					? store.run(`DELETE FROM job WHERE key = ? AND state <> 'working'`, text(key, 'job key')) > 0
					: store.run('DELETE FROM job WHERE key = ? AND owner = ?', text(key, 'job key'), text(owner, 'owner')) > 0,
			),
		get: (key) => {
			const row = store.read(() => find(key));
			return row ? toJob(row) : null;
		},
	};
}

function toJob(row: Row): Job {
	return {
		key: String(row.key),
		what: String(row.what),
		assetId: String(row.asset_id),
		state: row.state as Job['state'],
		attempt: Number(row.attempt),
		owner: String(row.owner),
		leaseUntilMs: Number(row.lease_until_ms),
		wantedUntilMs: Number(row.wanted_until_ms),
		begunMs: Number(row.begun_ms),
	};
}
