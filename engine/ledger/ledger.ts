/**
 * The ledger: one store of everything that must outlive an execution. This file holds its interface, types only;
 * `sqlite/` implements it, and Postgres will. `test/engine/ledger/behaviour.ts` is what every implementation must pass.
 *
 * Words, and words to avoid:
 * - **asset**: one thing being made (a video, a short, an issue, an answer). Not "job", not "run": an asset outlives both.
 * - **part**: what one node adds to an asset (`script`, `voice`, …), kept as numbered **revisions**. Not "step".
 * - **act**: one paid or irreversible doing at a vendor (generate, upload, send, charge). Not "request": an act may take several.
 * - **attempt**: one try at an act. Attempts are counted from 1; only one can hold the act at a time.
 * - **job**: long work that outlives a node's run, remembered while it runs and until its outcome was handed over. What it makes are parts and acts.
 * - **owner**: the name of one attempt's runner, unique to that run; never just a process or a host.
 * - **lease**: until when an owner is believed to be alive without a further heartbeat.
 * - **held**: money that may have been spent but is not yet known: estimates of sent and unknown acts, and of attempts repeated in doubt.
 *
 * Every operation is one transaction. Money is integer micro-units; single lines are safe integers, sums are bigint.
 * Times ending in `Ms` are milliseconds since the epoch by the store's own clock. All methods reject with OperatorError:
 * INPUT (an argument), NOT_FOUND, CONFLICT (the state forbids it), LEDGER or DISK (the store itself).
 */
import type { AssetHead, AssetKind, Channel, Published, Usage } from '../asset';

export interface Ledger {
	readonly channels: Channels;
	readonly assets: Assets;
	readonly parts: Parts;
	readonly stories: Stories;
	readonly acts: Acts;
	readonly jobs: Jobs;
	readonly usage: UsageLines;
	readonly published: PublishedList;
	/** What this ledger is and where, for Setup. */
	describe(): Promise<LedgerDescription>;
	/** Gives this handle back; the store closes with its last handle. */
	close(): Promise<void>;
}

export interface LedgerDescription {
	store: 'sqlite' | 'postgres';
	/** File of a SQLite ledger. */
	path: string | null;
	schemaVersion: number;
	bytes: number;
}

// ---------------------------------------------------------------- channels

export interface Channels {
	/** Writes the whole record; the last writer wins. */
	save(channel: Channel): Promise<void>;
	get(id: string): Promise<Channel | null>;
	/** By name. */
	list(): Promise<Channel[]>;
	/** Removes the record only: assets, acts and usage of the channel stay. False when there was none. */
	remove(id: string): Promise<boolean>;
}

// ---------------------------------------------------------------- assets and parts

export interface StoredAsset {
	head: AssetHead;
	channelId: string;
}

export interface Assets {
	/**
	 * Opens an asset: the first call stores the head, every later one returns what was stored first (`created: false`).
	 * CONFLICT when the id belongs to another channel or kind.
	 */
	open(head: AssetHead, channelId: string): Promise<StoredAsset & { created: boolean }>;
	get(id: string): Promise<StoredAsset | null>;
	/** Newest first. `limit` is 100 by default, at most 1000. */
	list(filter: { channelId: string; kind?: AssetKind; limit?: number }): Promise<StoredAsset[]>;
	/** "Make again": raises the variant by one, so that acts get new keys. NOT_FOUND for an asset never opened. */
	makeAgain(id: string): Promise<StoredAsset>;
}

export interface PartRevision {
	assetId: string;
	part: string;
	/** From 1, without gaps. */
	revision: number;
	inputsHash: string;
	at: string;
}
export interface PartContent extends PartRevision {
	json: unknown;
}

/**
 * A node that is run again asks `find` with the hash of its inputs and reuses what it gets. A person's edit is put under the
 * inputs hash of the revision it edits, so that `find` then returns the edit, not what the machine had written.
 */
/** A stored file that the ledger names. `latest`: by the latest revision of a part, so it is what a run again asks for first. */
export interface LedgerFile {
	sha256: string;
	assetId: string;
	channelId: string;
	latest: boolean;
}

export interface Parts {
	/** Adds a revision; the same inputs and content as the latest add nothing and return it. NOT_FOUND for an asset never opened. */
	put(part: { assetId: string; part: string; inputsHash: string; json: unknown }): Promise<PartRevision>;
	latest(assetId: string, part: string): Promise<PartContent | null>;
	/** The newest revision made from these inputs. */
	find(assetId: string, part: string, inputsHash: string): Promise<PartContent | null>;
	get(assetId: string, part: string, revision: number): Promise<PartContent | null>;
	/** The latest revision of a part over the assets of a channel, last written first. `limit` is 10 by default, at most 1000. */
	ofChannel(channelId: string, part: string, limit?: number): Promise<PartContent[]>;
	/** Every file that a part, a finished job or an act names, once an asset. */
	files(): Promise<LedgerFile[]>;
	/** All revisions without their content, oldest first. */
	history(assetId: string, part: string): Promise<PartRevision[]>;
}

// ---------------------------------------------------------------- stories

export interface SeenStory {
	storyId: string;
	title: string;
	/** The asset made of it, or null where the story was only looked at. */
	assetId: string | null;
	at: string;
}

export interface Stories {
	/** Stories of a channel, newest first; `sinceMs` leaves out older ones. At most 5000. */
	seen(channelId: string, sinceMs?: number): Promise<SeenStory[]>;
	/** Idempotent by (channel, story): the first time stays, an asset is filled in where there was none. */
	add(channelId: string, stories: { storyId: string; title: string; assetId?: string }[]): Promise<void>;
}

// ---------------------------------------------------------------- acts

/** What an act is. The first six fields make its key (see `actKey`); the rest is for caps and for people. */
export interface ActSpec {
	assetId: string;
	part: string;
	/** "generate", "upload", "send", "charge", … */
	operation: string;
	vendor: string;
	/** Everything that decides what the vendor does, secrets excluded. */
	parameters: Readonly<Record<string, unknown>>;
	variant: number;
	channelId: string;
	/** Upper estimate of the price. 0 for acts that are irreversible but free. */
	estimateMicros: number;
	/** ISO 4217. */
	currency: string;
}

/** The states and who moves them are told in acts.ts. */
export type ActState = 'planned' | 'sent' | 'settled' | 'failed' | 'unknown';

export interface Act extends ActSpec {
	key: string;
	state: ActState;
	attempt: number;
	owner: string | null;
	leaseUntilMs: number | null;
	/** When the present (or last) attempt was sent: what a vendor's listing is searched by. */
	sentAtMs: number | null;
	/** Result of a settled act. */
	result: unknown;
	/** Why it failed or is unknown. */
	problem: string | null;
	/** Estimates of earlier attempts that were repeated without knowing their outcome. */
	doubtMicros: number;
	updatedAt: string;
}

/** A limit on spent + held + this act's estimate. `sinceMs` makes it a daily or monthly one; without it all time counts. */
export interface Cap {
	scope: 'asset' | 'channel' | 'all';
	sinceMs?: number;
	limitMicros: number;
	currency: string;
	/** How the user knows it, e.g. "the channel's cap per day". */
	name: string;
}

export type BeginOutcome =
	| { outcome: 'yours'; attempt: number }
	| { outcome: 'settled'; result: unknown }
	| { outcome: 'wait'; untilMs: number }
	| { outcome: 'unknown'; act: Act }
	| { outcome: 'cap'; cap: Cap; spentMicros: bigint; heldMicros: bigint };

/** `settled`: this result stands. `late`: a result stood already (returned); usage not yet known is counted all the same. */
export type SettleOutcome = { outcome: 'settled' } | { outcome: 'late'; result: unknown };

/** What somebody found out about an unknown act. */
export type Finding = { happened: true; result: unknown; usage: NewUsage[] } | { happened: false; reason: string };

export interface Acts {
	/** Notes an act (idempotent by key) and returns it as it stands. */
	plan(act: ActSpec): Promise<Act>;
	get(key: string): Promise<Act | null>;
	/** Newest first. `limit` is 100 by default, at most 1000. */
	list(filter: { assetId?: string; channelId?: string; state?: ActState; limit?: number }): Promise<Act[]>;
	/** Asks to perform a planned or failed act; caps are checked in the same transaction. NOT_FOUND for an act never planned. */
	begin(key: string, owner: string, leaseSeconds: number, caps?: Cap[]): Promise<BeginOutcome>;
	/** Like `begin`, for an act whose outcome is unknown and which may be repeated: `attempt` is the one in doubt; one caller wins. */
	repeat(key: string, attempt: number, owner: string, leaseSeconds: number, caps?: Cap[]): Promise<BeginOutcome>;
	/** Lengthens the lease. False when the act is no longer this owner's: its outcome may still be settled, see acts.ts. */
	heartbeat(key: string, owner: string, leaseSeconds: number): Promise<boolean>;
	/** The outcome and what it cost, in one transaction. CONFLICT for an owner that never held the act. */
	settle(key: string, owner: string, result: unknown, usage: NewUsage[]): Promise<SettleOutcome>;
	/** The vendor has certainly not done it. `usage` is what the failure cost all the same. False when the act is no longer this owner's. */
	fail(key: string, owner: string, problem: string, usage?: NewUsage[]): Promise<boolean>;
	/** The owner cannot tell whether it happened. False when the act is no longer this owner's. */
	markUnknown(key: string, owner: string, problem: string): Promise<boolean>;
	/** Records what was found out about the attempt in doubt: unknown → settled or failed. False when the act has moved on. */
	reconcile(key: string, attempt: number, finding: Finding, by: string): Promise<boolean>;
	/** Moves every sent act whose lease has expired to unknown; returns how many. */
	expire(): Promise<number>;
}

// ---------------------------------------------------------------- jobs

/** Who does it and why it is still to be done is told in jobs.ts. */
export interface JobSpec {
	/** Hash of everything that decides what comes out. */
	key: string;
	/** How a person knows it, e.g. "render". */
	what: string;
	assetId: string;
}

export interface Job extends JobSpec {
	state: 'working' | 'done' | 'failed';
	attempt: number;
	owner: string;
	leaseUntilMs: number;
	/** Nobody has asked for it beyond this time: its owner may give it up. */
	wantedUntilMs: number;
	begunMs: number;
}

export interface JobAsk {
	/** Begins it in this name if nobody does it. */
	owner: string;
	leaseSeconds: number;
	/** Who asks, always the same for the same node of the same execution. */
	waiter: string;
	/** How long from now it is wanted at least. */
	wantedSeconds: number;
	/** An owner that is known to be dead: its lease counts no more. */
	dead?: string;
}

export type JobOutcome =
	| { outcome: 'yours'; attempt: number }
	| { outcome: 'working'; owner: string; begunMs: number }
	| { outcome: 'done'; result: unknown }
	| { outcome: 'failed'; problem: unknown };

export interface Jobs {
	/**
	 * Asks for a job: begins it, or tells how it stands. A failed one is told to those that waited for it; for anybody else it begins again.
	 * What nobody worked at or fetched for a week is removed.
	 */
	begin(job: JobSpec, ask: JobAsk): Promise<JobOutcome>;
	/** Lengthens the lease; returns until when the job is wanted, or null when it is no longer this owner's. */
	beat(key: string, owner: string, leaseSeconds: number): Promise<number | null>;
	/** The outcome; the first one stands. False when the job is no longer this owner's. */
	end(key: string, owner: string, outcome: { result: unknown } | { problem: unknown }): Promise<boolean>;
	/** Removes an outcome that was handed over; with `owner`, a job that this owner gives up. False when there was none. */
	forget(key: string, owner?: string): Promise<boolean>;
	get(key: string): Promise<Job | null>;
}

// ---------------------------------------------------------------- usage and what is published

/** A line of the envelope's `usage` with whom it belongs to. Idempotent by `key`. */
export interface UsageLine extends Usage {
	assetId: string;
	channelId: string;
}
/** Usage reported by an act; asset, channel, key and time are filled in from the act. */
export type NewUsage = Omit<Usage, 'key' | 'at'> & { key?: string; at?: string };

export type UsageGroup = 'asset' | 'channel' | 'day' | 'vendor';
export interface UsageTotal {
	assetId?: string;
	channelId?: string;
	/** UTC, YYYY-MM-DD. */
	day?: string;
	vendor?: string;
	/** Always grouped by: amounts of two currencies are never added. */
	currency: string;
	costMicros: bigint;
	lines: number;
}
export interface UsageFilter {
	assetId?: string;
	channelId?: string;
	vendor?: string;
	currency?: string;
	/** Inclusive. */
	fromMs?: number;
	/** Exclusive. */
	toMs?: number;
}

export interface UsageLines {
	/** Returns how many lines were new. CONFLICT when a key is known with another cost, currency or asset. */
	add(lines: UsageLine[]): Promise<number>;
	list(assetId: string): Promise<UsageLine[]>;
	totals(filter: UsageFilter, by?: UsageGroup[]): Promise<UsageTotal[]>;
}

export interface PublishedList {
	/** Only grows. Adding what is already the newest entry of (platform, remote id) adds nothing and returns false. */
	add(assetId: string, entry: Published): Promise<boolean>;
	/** Oldest first; the last entry of a remote id is how it stands. */
	list(assetId: string): Promise<Published[]>;
}
