/**
 * The thread that holds the SQLite connection. It lives as long as somebody holds the ledger, does one operation after the other,
 * each a whole transaction, and answers only after its commit: what is acknowledged is durable as ./sqlite/store.ts promises.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../errors';
import type { Answer, Question } from './rpc';
import { openStore } from './sqlite/open';
import { operations } from './sqlite/operations';

const port = parentPort;
if (!port) throw new Error('ledger.worker runs as a worker thread only');
const answer = (message: Answer): void => port.postMessage(message);

try {
	const open = openStore((workerData as { path: string }).path);
	const rooms = operations(open) as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>;
	port.on('message', ({ id, room, method, args }: Question) => {
		try {
			if (room === 'store' && method === 'close') {
				open.store.db.close();
				answer({ id, value: null });
				port.close();
			} else answer({ id, value: rooms[room]?.[method]?.(...args) });
		} catch (error) {
			answer({ id, error: toWire(error) });
		}
	});
	answer({ id: 0, value: null });
} catch (error) {
	answer({ id: 0, error: toWire(error) });
	port.close();
}
