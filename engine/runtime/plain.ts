/** The plain halves of the ports, for the command line, tests and adapters that have nothing better. */
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfCancelled } from '../errors';
import type { Clock, Logger } from '../ports';

/** The system's clock. */
export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(milliseconds, signal) {
		throwIfCancelled(signal);
		try {
			await sleep(milliseconds, undefined, { signal });
		} catch (error) {
			throwIfCancelled(signal);
			throw error;
		}
	},
};

/** A logger that says nothing. */
export const silentLogger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
