/** What this process may use of the machine: cores and memory, as cgroups (containers) limit them. */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

export interface Machine {
	/** May be fractional: a quota of 1.5 cores. */
	cores: number;
	memoryBytes: number;
}

const read = (path: string): string | null => {
	try {
		return readFileSync(path, 'utf8').trim();
	} catch {
		return null;
	}
};

/** A limit holds for all groups below it: the smallest on the way up counts. */
function smallest(root: string, group: string, limit: (dir: string) => number): number {
	let least = Infinity;
	for (let path = group; ; path = dirname(path)) {
		least = Math.min(least, limit(join(root, path)));
		if (path === '/' || path === '.') return least;
	}
}

/** Limits of the cgroups (v1 and v2) that this process is in; Infinity where there is none. `files` stands for `/` in tests. */
export function cgroupLimits(files = '/'): { cores: number; memoryBytes: number } {
	const base = join(files, 'sys/fs/cgroup');
	let cores = Infinity;
	let memoryBytes = Infinity;
	for (const line of (read(join(files, 'proc/self/cgroup')) ?? '').split('\n')) {
		const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
		if (group === undefined || controllers === undefined) continue;
		if (controllers === '') {
			cores = Math.min(cores, smallest(base, group, quotaV2));
			memoryBytes = Math.min(
				memoryBytes,
				smallest(base, group, (dir) => bytes(read(join(dir, 'memory.max')))),
			);
		}
		const names = controllers.split(',');
		if (names.includes('cpu'))
			for (const mount of [controllers, 'cpu']) cores = Math.min(cores, smallest(join(base, mount), group, quotaV1));
		if (names.includes('memory'))
			memoryBytes = Math.min(
				memoryBytes,
				smallest(join(base, 'memory'), group, (dir) => bytes(read(join(dir, 'memory.limit_in_bytes')))),
			);
	}
	return { cores, memoryBytes };
}

function quotaV2(dir: string): number {
	const [quota, period] = (read(join(dir, 'cpu.max')) ?? '').split(' ').map(Number);
	return quota && period && quota > 0 ? quota / period : Infinity;
}
function quotaV1(dir: string): number {
	const quota = Number(read(join(dir, 'cpu.cfs_quota_us')) ?? -1);
	const period = Number(read(join(dir, 'cpu.cfs_period_us')) ?? 0);
	return quota > 0 && period > 0 ? quota / period : Infinity;
}
function bytes(value: string | null): number {
	const number = Number(value);
	// v1 says "no limit" with a number near 2^63.
	return value && Number.isFinite(number) && number > 0 && number < 2 ** 60 ? number : Infinity;
}

/** Cores and memory for this process, limits included. */
export function machine(): Machine {
	const limits = cgroupLimits();
	return { cores: Math.min(availableParallelism(), limits.cores), memoryBytes: Math.min(totalmem(), limits.memoryBytes) };
}

/** Cores this process may use, at least one. `AI_OPERATOR_THREADS` lowers it. */
export function computeThreads(): number {
	const set = Number(process.env.AI_OPERATOR_THREADS);
	const cores = Math.max(1, Math.floor(machine().cores));
	return Number.isInteger(set) && set > 0 ? Math.min(set, cores) : cores;
}
