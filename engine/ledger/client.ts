import { OperatorError } from '../errors';
import type { Ledger, LedgerDescription } from './ledger';
import type { LedgerThread } from './rpc';
import { METHODS } from './sqlite/methods';

/** The ledger's interface over its thread. `release` is what `close` does; it is called once. */
export function ledgerClient(thread: LedgerThread, release: () => Promise<void>): Ledger {
	let closing: Promise<void> | undefined;
	const call = (room: string, method: string, args: unknown[]): Promise<unknown> => {
		if (!closing) return thread.call(room, method, args);
		return Promise.reject(
			new OperatorError('LEDGER', 'This handle of the ledger is closed', { fix: 'Open the ledger again: please report this.' }),
		);
	};
	const rooms = Object.fromEntries(
		Object.entries(METHODS).map(([room, methods]) => [
			room,
			Object.fromEntries(methods.map((method) => [method, (...args: unknown[]) => call(room, method, args)])),
		]),
	) as unknown as Omit<Ledger, 'describe' | 'close'>;
	return {
		...rooms,
		describe: () => call('store', 'describe', []) as Promise<LedgerDescription>,
		close: () => (closing ??= release()),
	};
}
