import { OperatorError } from '../../errors';
import { actKey } from '../keys';
import type { Act, Acts, ActSpec, ActState, BeginOutcome, Cap, NewUsage } from '../ledger';
import { passedCap } from './caps';
import { currency, finite, integer, json, limit, text } from './check';
import type { Row, Store, Synchronous } from './store';
import { addLine } from './usage';

interface Attempt {
	attempt: number;
	outcome: string | null;
	estimateMicros: number;
}

/** The state machine and who may move what are told in ../acts.ts; each method here is one of its arrows. */
export class SqliteActs implements Synchronous<Acts> {
	constructor(private readonly store: Store) {}

	plan(act: ActSpec): Act {
		const key = actKey(act);
		const parameters = json(act.parameters, 'parameters');
		return this.store.write(() => {
			this.store.run(
				`INSERT INTO act (key, asset_id, channel_id, part, operation, vendor, parameters, variant, estimate_micros, currency, state, updated_ms)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?) ON CONFLICT (key) DO NOTHING`,
				key,
				text(act.assetId, 'asset id'),
				text(act.channelId, 'channel id'),
				text(act.part, 'part'),
				text(act.operation, 'operation'),
				text(act.vendor, 'vendor'),
				parameters,
				integer(act.variant, 'variant', 0),
				integer(act.estimateMicros, 'estimateMicros', 0),
				currency(act.currency),
				this.store.now(),
			);
			// A price list may have changed since it was planned; while nothing is sent the newest estimate is the one to check caps by.
			this.store.run(
				"UPDATE act SET estimate_micros = ?1, currency = ?2 WHERE key = ?3 AND state IN ('planned', 'failed') AND (doubt_micros = 0 OR currency = ?2)",
				act.estimateMicros,
				act.currency,
				key,
			);
			return this.row(key);
		});
	}

	get(key: string): Act | null {
		return this.store.read(() => this.find(key));
	}

	list(filter: { assetId?: string; channelId?: string; state?: ActState; limit?: number }): Act[] {
		return this.store
			.read(() =>
				this.store.all(
					`SELECT * FROM act WHERE (?1 IS NULL OR asset_id = ?1) AND (?2 IS NULL OR channel_id = ?2) AND (?3 IS NULL OR state = ?3)
					ORDER BY updated_ms DESC, key LIMIT ?4`,
					filter.assetId ?? null,
					filter.channelId ?? null,
					filter.state ?? null,
					limit(filter.limit, 100, 1000),
				),
			)
			.map(toAct);
	}

	begin(key: string, owner: string, leaseSeconds: number, caps: Cap[] = []): BeginOutcome {
		return this.store.act(() => {
			const act = this.row(key);
			if (act.state === 'settled') return { outcome: 'settled', result: act.result };
			if (act.state === 'unknown') return { outcome: 'unknown', act };
			if (act.state === 'sent') {
				if (Number(act.leaseUntilMs) > this.store.now()) return { outcome: 'wait', untilMs: Number(act.leaseUntilMs) };
				this.lapse(act);
				return { outcome: 'unknown', act: this.row(key) };
			}
			return this.send(act, owner, leaseSeconds, caps);
		});
	}

	repeat(key: string, attempt: number, owner: string, leaseSeconds: number, caps: Cap[] = []): BeginOutcome {
		return this.store.act(() => {
			const act = this.row(key);
			if (act.state === 'settled') return { outcome: 'settled', result: act.result };
			if (act.state === 'sent') return { outcome: 'wait', untilMs: Number(act.leaseUntilMs) };
			if (act.state !== 'unknown' || act.attempt !== attempt) return { outcome: 'unknown', act };
			const begun = this.send(act, owner, leaseSeconds, caps);
			if (begun.outcome === 'yours') {
				this.store.run('UPDATE act SET doubt_micros = doubt_micros + estimate_micros WHERE key = ?', key);
				this.end(key, attempt, 'doubt', owner);
			}
			return begun;
		});
	}

	heartbeat(key: string, owner: string, leaseSeconds: number): boolean {
		return this.store.write(
			() =>
				this.store.run(
					"UPDATE act SET lease_until_ms = ? WHERE key = ? AND owner = ? AND state = 'sent'",
					this.until(leaseSeconds),
					key,
					owner,
				) > 0,
		);
	}

	settle(key: string, owner: string, result: unknown, usage: NewUsage[]): ReturnType<Synchronous<Acts>['settle']> {
		return this.store.act(() => {
			const act = this.row(key);
			const attempt = this.attemptOf(key, owner);
			if (!attempt) {
				throw new OperatorError('CONFLICT', `${owner} has never held the act ${describe(act)}`, {
					fix: 'An act is settled by the run that began it: please report this.',
				});
			}
			this.addUsage(act, attempt.attempt, usage);
			this.clearDoubt(act, attempt);
			this.end(key, attempt.attempt, 'settled', owner);
			if (act.state === 'settled') return { outcome: 'late', result: act.result };
			this.move(key, 'settled', { result: json(result, 'result') });
			return { outcome: 'settled' };
		});
	}

	fail(key: string, owner: string, problem: string, usage: NewUsage[] = []): boolean {
		return this.store.act(() => {
			const act = this.row(key);
			const attempt = this.attemptOf(key, owner);
			if (!attempt) return false;
			this.addUsage(act, attempt.attempt, usage);
			this.clearDoubt(act, attempt);
			const mine = attempt.attempt === act.attempt && (act.state === 'sent' || act.state === 'unknown');
			if (mine || attempt.outcome === 'doubt') this.end(key, attempt.attempt, 'failed', owner);
			if (mine) this.move(key, 'failed', { problem });
			return mine;
		});
	}

	markUnknown(key: string, owner: string, problem: string): boolean {
		return this.store.act(() => {
			const act = this.row(key);
			if (act.state !== 'sent' || act.owner !== owner) return false;
			this.end(key, act.attempt, 'unknown', owner);
			this.move(key, 'unknown', { problem });
			return true;
		});
	}

	reconcile(key: string, attempt: number, finding: Parameters<Acts['reconcile']>[2], by: string): boolean {
		return this.store.act(() => {
			const act = this.row(key);
			if (act.state !== 'unknown' || act.attempt !== attempt) return false;
			this.end(key, attempt, finding.happened ? 'settled' : 'failed', text(by, 'by'));
			if (finding.happened) {
				this.addUsage(act, attempt, finding.usage);
				this.move(key, 'settled', { result: json(finding.result, 'result') });
			} else this.move(key, 'failed', { problem: finding.reason });
			return true;
		});
	}

	expire(): number {
		return this.store.act(() => {
			const lapsed = this.store.all("SELECT * FROM act WHERE state = 'sent' AND lease_until_ms <= ?", this.store.now()).map(toAct);
			for (const act of lapsed) this.lapse(act);
			return lapsed.length;
		});
	}

	// ------------------------------------------------------------ inside a transaction

	private send(act: Act, owner: string, leaseSeconds: number, caps: Cap[]): BeginOutcome {
		const passed = passedCap(this.store, act, caps);
		if (passed) return { outcome: 'cap', ...passed };
		const now = this.store.now();
		const attempt = act.attempt + 1;
		this.store.run(
			"UPDATE act SET state = 'sent', attempt = ?, owner = ?, lease_until_ms = ?, sent_at_ms = ?, problem = NULL, updated_ms = ? WHERE key = ?",
			attempt,
			text(owner, 'owner'),
			this.until(leaseSeconds),
			now,
			now,
			act.key,
		);
		this.store.run(
			'INSERT INTO attempt (key, attempt, owner, estimate_micros, sent_at_ms) VALUES (?, ?, ?, ?, ?)',
			act.key,
			attempt,
			owner,
			act.estimateMicros,
			now,
		);
		return { outcome: 'yours', attempt };
	}

	private lapse(act: Act): void {
		this.end(act.key, act.attempt, 'unknown', 'expired lease');
		this.move(act.key, 'unknown', { problem: `The worker ${act.owner ?? ''} stopped before it told the outcome` });
	}

	private move(key: string, state: ActState, to: { result?: string; problem?: string }): void {
		this.store.run(
			'UPDATE act SET state = ?, result = ?, problem = ?, lease_until_ms = NULL, updated_ms = ? WHERE key = ?',
			state,
			to.result ?? null,
			to.problem ?? null,
			this.store.now(),
			key,
		);
	}

	private end(key: string, attempt: number, outcome: 'settled' | 'failed' | 'unknown' | 'doubt', by: string): void {
		const now = this.store.now();
		this.store.run(
			'UPDATE attempt SET outcome = ?, found_by = ?, ended_ms = ? WHERE key = ? AND attempt = ?',
			outcome,
			by,
			now,
			key,
			attempt,
		);
	}

	/** An attempt that was repeated in doubt has told its outcome after all: what it cost is known now. */
	private clearDoubt(act: Act, attempt: Attempt): void {
		if (attempt.outcome === 'doubt')
			this.store.run('UPDATE act SET doubt_micros = doubt_micros - ? WHERE key = ?', attempt.estimateMicros, act.key);
	}

	private attemptOf(key: string, owner: string): Attempt | null {
		const row = this.store.get('SELECT * FROM attempt WHERE key = ? AND owner = ? ORDER BY attempt DESC LIMIT 1', key, owner);
		return row
			? { attempt: Number(row.attempt), outcome: row.outcome as string | null, estimateMicros: Number(row.estimate_micros) }
			: null;
	}

	/** Default keys name the attempt: the same report twice counts once, two attempts that both cost count twice. */
	private addUsage(act: Act, attempt: number, usage: NewUsage[]): void {
		const at = new Date(this.store.now()).toISOString();
		usage.forEach((line, i) => {
			const key = line.key ?? `${act.key}:${attempt}:${i}`;
			addLine(this.store, { ...line, key, at: line.at ?? at, assetId: act.assetId, channelId: act.channelId }, 'ignore');
		});
	}

	private until(leaseSeconds: number): number {
		return this.store.now() + Math.round(finite(leaseSeconds, 'leaseSeconds') * 1000);
	}

	private find(key: string): Act | null {
		const row = this.store.get('SELECT * FROM act WHERE key = ?', text(key, 'act key'));
		return row ? toAct(row) : null;
	}

	private row(key: string): Act {
		const act = this.find(key);
		if (act) return act;
		throw new OperatorError('NOT_FOUND', `The ledger knows no act ${key}`, {
			fix: 'An act is planned before it is begun: please report this.',
		});
	}
}

const describe = (act: Act): string => `${act.operation} at ${act.vendor} for ${act.assetId}`;

function toAct(row: Row): Act {
	const number = (value: unknown): number | null => (value === null ? null : Number(value));
	const string = (value: unknown): string | null => (value === null ? null : String(value));
	return {
		key: String(row.key),
		assetId: String(row.asset_id),
		channelId: String(row.channel_id),
		part: String(row.part),
		operation: String(row.operation),
		vendor: String(row.vendor),
		parameters: JSON.parse(String(row.parameters)) as Record<string, unknown>,
		variant: Number(row.variant),
		estimateMicros: Number(row.estimate_micros),
		currency: String(row.currency),
		state: row.state as ActState,
		attempt: Number(row.attempt),
		owner: string(row.owner),
		leaseUntilMs: number(row.lease_until_ms),
		sentAtMs: number(row.sent_at_ms),
		result: row.result === null ? null : (JSON.parse(String(row.result)) as unknown),
		problem: string(row.problem),
		doubtMicros: Number(row.doubt_micros),
		updatedAt: new Date(Number(row.updated_ms)).toISOString(),
	};
}
