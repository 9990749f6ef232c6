import type { Acts, Assets, Channels, Jobs, Ledger, LedgerDescription, Parts, PublishedList, Stories, UsageLines } from '../ledger';
import type { Synchronous } from './store';

/** The rooms of the ledger as the worker runs them. */
export interface Operations {
	channels: Synchronous<Channels>;
	assets: Synchronous<Assets>;
	parts: Synchronous<Parts>;
	stories: Synchronous<Stories>;
	acts: Synchronous<Acts>;
	jobs: Synchronous<Jobs>;
	usage: Synchronous<UsageLines>;
	published: Synchronous<PublishedList>;
	store: { describe(): LedgerDescription };
}

/** Every method by name: what the client may ask for, checked against the interface by the compiler. */
export const METHODS = {
	channels: ['save', 'get', 'list', 'remove'],
	assets: ['open', 'get', 'list', 'makeAgain'],
	parts: ['put', 'latest', 'find', 'get', 'ofChannel', 'files', 'history'],
	stories: ['seen', 'add'],
	acts: ['plan', 'get', 'list', 'begin', 'repeat', 'heartbeat', 'settle', 'fail', 'markUnknown', 'reconcile', 'expire'],
	jobs: ['begin', 'beat', 'end', 'forget', 'get'],
	usage: ['add', 'list', 'totals'],
	published: ['add', 'list'],
	store: ['describe'],
} as const satisfies { [Room in keyof Operations]: readonly (keyof Operations[Room])[] };

/** Fails to compile when METHODS lacks one of the interface's. */
type Missing = { [Room in Exclude<keyof Operations, 'store'>]: Exclude<keyof Ledger[Room], (typeof METHODS)[Room][number]> }[Exclude<
	keyof Operations,
	'store'
>];
export const COMPLETE: [Missing] extends [never] ? true : Missing = true;
