import type { ActSpec, Cap } from '../ledger';
import { OperatorError } from '../../errors';
import { currency, integer } from './check';
import type { Store } from './store';

export interface CapState {
	spentMicros: bigint;
	heldMicros: bigint;
}

const SCOPE: Record<Cap['scope'], string> = { asset: 'asset_id = ?1', channel: 'channel_id = ?1', all: '?1 = ?1' };

/**
 * The first cap that spent + held + estimate would pass, or null. Inside the transaction that begins the act, so that two workers
 * cannot both see the last of a budget. An unknown act that is to be repeated counts twice: as held, and as about to be sent. What an act of another currency cost cannot be compared: such a cap is refused with CAP.
 */
export function passedCap(store: Store, act: ActSpec, caps: readonly Cap[]): ({ cap: Cap } & CapState) | null {
	for (const cap of caps) {
		if (currency(cap.currency) !== act.currency) {
			throw new OperatorError('CAP', `${cap.name} is in ${cap.currency}, but ${act.vendor} charges in ${act.currency}`, {
				fix: `Set the cap in ${act.currency}, or use a vendor that charges in ${cap.currency}.`,
			});
		}
		const limit = BigInt(integer(cap.limitMicros, 'limitMicros', 0));
		const state = capState(store, act, cap);
		if (state.spentMicros + state.heldMicros + BigInt(act.estimateMicros) > limit) return { cap, ...state };
	}
	return null;
}

function capState(store: Store, act: ActSpec, cap: Cap): CapState {
	const of = { asset: act.assetId, channel: act.channelId, all: '' }[cap.scope];
	const sum = (sql: string, ...values: (string | number)[]): bigint => (store.allBig(sql, ...values)[0]?.total as bigint | null) ?? 0n;
	const since = integer(cap.sinceMs ?? 0, 'sinceMs');
	const spent = sum(
		`SELECT sum(cost_micros) AS total FROM usage WHERE ${SCOPE[cap.scope]} AND currency = ?2 AND at_ms >= ?3`,
		of,
		act.currency,
		since,
	);
	const held = sum(
		`SELECT sum(doubt_micros + iif(state IN ('sent', 'unknown'), estimate_micros, 0)) AS total
		FROM act WHERE ${SCOPE[cap.scope]} AND currency = ?2 AND coalesce(sent_at_ms, 0) >= ?3`,
		of,
		act.currency,
		since,
	);
	return { spentMicros: spent, heldMicros: held };
}
