import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { OperatorError, isOperatorError, throwIfCancelled } from '../errors';
import type { ErrorCode } from '../errors';
import type { Clock } from '../ports';
import type { Act, ActSpec, BeginOutcome, Cap, Ledger, NewUsage } from './ledger';
import { failpoint } from '../runtime/failpoints';

/*
 * How an act is done once: the states and who moves them.
 *
 *   planned ──begin──▶ sent ──settle──▶ settled
 *      ▲                │ ├──fail─────▶ failed ──begin──▶ sent (next attempt)
 *      plan             │ └──markUnknown / lease expired──▶ unknown
 *                       │                                     │
 *                       └──────────────repeat─────────────────┤
 *                         settled / failed ◀──reconcile───────┘
 *
 * planned   Anybody who means to do it. Nothing has left this machine. Only `begin` moves it on.
 * sent      One owner holds it, from before the first byte goes out. The owner alone settles, fails or doubts it, and lengthens its lease
 *           by heartbeats. Others who meet it wait. When the lease has run out, whoever looks next (`begin`, `expire`) moves it to unknown:
 *           the owner may have been killed after the vendor did the work, so nobody may simply try again.
 * unknown   Nobody holds it. It leaves by knowledge, `reconcile`, from the vendor's own listing or from a person; or by `repeat`, which
 *           accepts that it may be paid twice: only below a price limit, and the estimate of the attempt in doubt stays held against all
 *           caps. Of several that repeat, one wins.
 * failed    The vendor has certainly not done it. Anybody may begin it again.
 * settled   Final. Its result is handed to everybody who asks for the same key. *Make again* raises the variant: another key.
 *
 * Late news is never thrown away. An owner that was given up (a suspended machine, a stalled loop) and settles after all is believed from
 * unknown, failed or another's sent: the first result that is told stands, a later one is answered with it, and what each attempt cost is
 * counted once each. Only somebody who never held the act is refused.
 */

/**
 * How long an owner is believed alive without a heartbeat. Too short: a busy machine's act is doubted while it runs, and may be paid
 * twice; too long: after a crash the next run waits. A minute's wait is the smaller harm.
 */
const LEASE_SECONDS = 60;
/** Heartbeats in a lease: three may be missed. */
const BEATS = 4;
/** How often a waiting worker looks whether the holder is done. */
const LOOK_MS = 500;

export interface ActDone<Result> {
	result: Result;
	usage: NewUsage[];
}

/** What the vendor's listing or search tells about an act. `unsure`: it cannot tell. */
export type Reconciled<Result> =
	({ outcome: 'happened' } & ActDone<Result>) | { outcome: 'not-happened'; reason: string } | { outcome: 'unsure' };

export interface RunActOptions<Result> {
	ledger: Ledger;
	act: ActSpec;
	/** Unknown acts whose estimate is at most this are repeated. `null`: never, for what must not happen twice at any price (a mail, a charge). */
	priceLimitMicros: number | null;
	caps?: Cap[];
	/** Does it. An error after which the vendor has certainly done nothing is thrown as {@link notDone}; after any other the act is unknown. */
	perform(attempt: { key: string; attempt: number; signal: AbortSignal | undefined }): Promise<ActDone<Result>>;
	/** Reads at the vendor what became of the attempt sent at `act.sentAtMs`; changes nothing there. */
	reconcile?(act: Act): Promise<Reconciled<Result>>;
	clock: Clock;
	signal?: AbortSignal;
	leaseSeconds?: number;
}

export interface ActOutcome<Result> {
	key: string;
	result: Result;
	/** `performed` now; `reused` from the ledger, also when another worker did it meanwhile; `reconciled` from the vendor's listing. */
	from: 'performed' | 'reused' | 'reconciled';
}

/** Codes thrown before anything can have been sent. */
const NEVER_SENT: ReadonlySet<ErrorCode> = new Set([
	'INPUT',
	'CAP',
	'UNSAFE_URL',
	'UNSAFE_MEDIA',
	'ENGINE_MISSING',
	'ENGINE_TAMPERED',
	'UNGROUNDED',
	'UNSPEAKABLE',
]);

/** Marks an error after which the vendor has certainly not done (and not charged) anything: refused connections, 4xx answers. */
export function notDone(error: OperatorError): OperatorError {
	error.details.done = false;
	return error;
}
const isNotDone = (error: unknown): boolean =>
	isOperatorError(error) && (error.details.done === false || (error.details.done !== true && NEVER_SENT.has(error.code)));

/**
 * Does an act once, or finds how it ended. Waits while another worker holds it; reconciles or repeats it when its outcome is unknown.
 * Rejects with CAP (nothing was sent), CONFLICT (a person must decide, see `details.act`), CANCELLED, or what `perform` threw.
 */
export async function runAct<Result>(options: RunActOptions<Result>): Promise<ActOutcome<Result>> {
	const { ledger, clock, signal } = options;
	const lease = options.leaseSeconds ?? LEASE_SECONDS;
	const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
	throwIfCancelled(signal);
	const { key } = await ledger.acts.plan(options.act);
	let next: BeginOutcome = await ledger.acts.begin(key, owner, lease, options.caps);
	for (;;) {
		switch (next.outcome) {
			case 'yours':
				return await hold(options, { key, owner, lease, attempt: next.attempt });
			case 'settled':
				return { key, result: next.result as Result, from: 'reused' };
			case 'cap':
				throw overCap(options.act, next);
			case 'wait':
				await clock.sleep(Math.min(LOOK_MS, Math.max(20, next.untilMs - Date.now())), signal);
				next = await ledger.acts.begin(key, owner, lease, options.caps);
				break;
			case 'unknown': {
				const found = await reconcileUnknown(options, next.act);
				if (found.outcome === 'happened') return { key, result: found.result, from: 'reconciled' };
				next =
					found.outcome === 'repeat'
						? await ledger.acts.repeat(key, next.act.attempt, owner, lease, options.caps)
						: await ledger.acts.begin(key, owner, lease, options.caps);
			}
		}
		throwIfCancelled(signal);
	}
}

interface Holding {
	key: string;
	owner: string;
	lease: number;
	attempt: number;
}

async function hold<Result>(options: RunActOptions<Result>, { key, owner, lease, attempt }: Holding): Promise<ActOutcome<Result>> {
	const { acts } = options.ledger;
	// A missed beat harms nothing by itself: the lease outlives three, and a lost one is told by settle.
	const beat = setInterval(() => void acts.heartbeat(key, owner, lease).catch(() => undefined), (lease * 1000) / BEATS);
	let done: ActDone<Result>;
	failpoint('act-begun');
	try {
		done = await options.perform({ key, attempt, signal: options.signal });
	} catch (error) {
		clearInterval(beat);
		const problem = error instanceof Error ? error.message : String(error);
		// The vendor's error is what the user must see, even when the ledger cannot note it (the lease then runs out to unknown).
		await (isNotDone(error) ? acts.fail(key, owner, problem) : acts.markUnknown(key, owner, problem)).catch(() => undefined);
		throw error;
	}
	failpoint('act-performed');
	try {
		const settled = await acts.settle(key, owner, done.result, done.usage);
		failpoint('act-settled');
		return settled.outcome === 'late'
			? { key, result: settled.result as Result, from: 'reused' }
			: { key, result: done.result, from: 'performed' };
	} finally {
		clearInterval(beat);
	}
}

type Resolution<Result> = { outcome: 'happened'; result: Result } | { outcome: 'look-again' } | { outcome: 'repeat' };

async function reconcileUnknown<Result>(options: RunActOptions<Result>, act: Act): Promise<Resolution<Result>> {
	const found: Reconciled<Result> = (await options.reconcile?.(act)) ?? { outcome: 'unsure' };
	const { acts } = options.ledger;
	if (found.outcome === 'happened') {
		const mine = await acts.reconcile(act.key, act.attempt, { happened: true, result: found.result, usage: found.usage }, act.vendor);
		return mine ? { outcome: 'happened', result: found.result } : { outcome: 'look-again' };
	}
	if (found.outcome === 'not-happened') {
		await acts.reconcile(act.key, act.attempt, { happened: false, reason: found.reason }, act.vendor);
		return { outcome: 'look-again' };
	}
	if (options.priceLimitMicros !== null && act.estimateMicros <= options.priceLimitMicros) return { outcome: 'repeat' };
	throw askPerson(act);
}

function askPerson(act: Act): OperatorError {
	const sent = act.sentAtMs === null ? '' : ` at ${new Date(act.sentAtMs).toISOString()}`;
	const price = act.estimateMicros > 0 ? `, up to ${money(act.estimateMicros, act.currency)},` : '';
	return new OperatorError(
		'CONFLICT',
		`Whether ${act.vendor} did "${act.operation}" for ${act.assetId}${price} sent${sent} is not known: ${act.problem ?? ''}`,
		{
			fix: `Look in your ${act.vendor} account: if it is there, or you want it made again, use Make again; nothing is repeated until you decide.`,
			details: { act: act.key, state: act.state, estimateMicros: act.estimateMicros, currency: act.currency },
		},
	);
}

function overCap(act: ActSpec, { cap, spentMicros, heldMicros }: Extract<BeginOutcome, { outcome: 'cap' }>): OperatorError {
	const held = heldMicros > 0n ? ` and ${money(heldMicros, cap.currency)} in acts not yet settled` : '';
	const message =
		`"${act.operation}" at ${act.vendor} may cost ${money(act.estimateMicros, cap.currency)}, which would pass ${cap.name} of ` +
		`${money(cap.limitMicros, cap.currency)}: ${money(spentMicros, cap.currency)} is spent${held}`;
	return new OperatorError('CAP', message, {
		fix: 'Nothing was sent. Raise the cap in AI Operator Setup > Save channel, or choose the engine "On this machine (free, no key)".',
		details: {
			cap: cap.name,
			limitMicros: cap.limitMicros,
			estimateMicros: act.estimateMicros,
			spentMicros: String(spentMicros),
			heldMicros: String(heldMicros),
		},
	});
}

/** Micro-units as "1.25 USD": at least two decimals, exact. */
function money(micros: number | bigint, currency: string): string {
	const value = BigInt(micros);
	const size = value < 0n ? -value : value;
	const decimals = (size % 1_000_000n)
		.toString()
		.padStart(6, '0')
		.replace(/0{1,4}$/, '');
	return `${value < 0n ? '-' : ''}${size / 1_000_000n}.${decimals} ${currency}`;
}
