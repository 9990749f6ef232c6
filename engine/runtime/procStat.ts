import { readFileSync } from 'node:fs';

/** Of /proc/<pid>/stat (proc(5)); times in ticks of 1/100 s. */
export interface ProcessStat {
	/** Zombies and the dead have a pid and run no more. */
	running: boolean;
	group: number;
	/** User and system time of all children it has waited for. */
	childrenTicks: number;
	/** Since boot: tells a process from a later one with the same pid. */
	start: string;
}

/** What Linux tells of a process; null when it is gone, and on other systems. */
export function processStat(pid: number | string): ProcessStat | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		// The command in parentheses may hold spaces and parentheses itself: fields count from the last one, and begin with the third.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const field = (number: number): string => fields[number - 3] ?? '';
		return {
			running: field(3) !== 'Z' && field(3) !== 'X',
			group: Number(field(5)),
			childrenTicks: Number(field(16)) + Number(field(17)),
			start: field(22),
		};
	} catch {
		return null;
	}
}
