/** Who holds a file on this machine: a process id alone may be reused, so the start time belongs to it. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { processStat } from './procStat';

export interface Owner {
	pid: number;
	/** Start in clock ticks since boot; null where the system does not tell. */
	start: string | null;
	/** Host name and boot: a shared folder may be used by other machines or containers, whose pids mean nothing here. */
	host: string;
}

/** Start time of a process from /proc; null when it is gone, or where there is no /proc. */
export function processStart(pid: number): string | null {
	const stat = processStat(pid);
	return stat?.running ? stat.start : null;
}

let self: Owner | undefined;

function bootId(): string {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
	} catch {
		return '';
	}
}

/** This process. */
export function thisOwner(): Owner {
	self ??= { pid: process.pid, start: processStart(process.pid), host: `${hostname()} ${bootId()}`.trim() };
	return self;
}

/** Whether the owner still runs; null when that cannot be told from here (another machine or container). */
export function ownerAlive(owner: Owner): boolean | null {
	if (owner.host !== thisOwner().host) return null;
	if (owner.start !== null) return processStart(owner.pid) === owner.start;
	try {
		process.kill(owner.pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
