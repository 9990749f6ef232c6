import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

/** The lowest: with less than n8n's turns lasted up to 76 ms beside a render, the scheduler making up to children what it had owed them. */
const SESSION_NICENESS = 19;
/** A quarter of another session's weight: for a command that other programs, busy for long, would else bring to a standstill. */
const STARVED_NICENESS = 5;
const WATCH_MS = 10_000;

/**
 * Lowers the session of a process that was just started at the head of its own. Where Linux shares the processor by session (sched(7), autogroup),
 * niceness counts only inside one: without this every child, and every supervisor that starts, weighs as much as all of n8n. Without privileges the
 * kernel takes one such change in 100 ms and says EAGAIN else. Where there is no such sharing (containers, services), it does nothing.
 */
export function lowerSession(pid: number, isGone: () => boolean, niceness = SESSION_NICENESS, triesLeft = 20): void {
	if (process.platform !== 'linux' || isGone()) return;
	try {
		writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EAGAIN' && triesLeft > 0)
			setTimeout(() => lowerSession(pid, isGone, niceness, triesLeft - 1), 50 + Math.random() * 100).unref();
	}
}

/** Looks every 10 s whether the command's threads wait ten times as long for a core as they have one, and then gives its session more weight, once. */
export function watchStarving(pid: number, isGone: () => boolean): void {
	if (process.platform !== 'linux') return;
	let before = coreTimes(pid);
	const timer = setInterval(() => {
		if (isGone()) return clearInterval(timer);
		const now = coreTimes(pid);
		if (starves(before, now)) {
			clearInterval(timer);
			lowerSession(pid, isGone, STARVED_NICENESS);
		}
		before = now;
	}, WATCH_MS);
	timer.unref();
}

interface CoreTimes {
	ranMs: number;
	waitedMs: number;
}

/** Between two looks {@link WATCH_MS} apart: its threads waited most of the time, and ten times as long as they ran. */
export const starves = (before: CoreTimes, now: CoreTimes): boolean =>
	now.waitedMs - before.waitedMs > Math.max(WATCH_MS / 2, 10 * (now.ranMs - before.ranMs));

/** Milliseconds in which a process's living threads had a core, and waited for one (Linux: sched-stats). */
function coreTimes(pid: number): CoreTimes {
	const sum = { ranMs: 0, waitedMs: 0 };
	try {
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			const [ran, waited] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ').map(Number);
			sum.ranMs += (ran ?? 0) / 1e6;
			sum.waitedMs += (waited ?? 0) / 1e6;
		}
	} catch {
		// It ended meanwhile, or the kernel keeps no such figures.
	}
	return sum;
}
