// Preloaded into n8n by bench/road.mjs: writes every turn of the main thread's event loop over 5 ms as a line "end, by the clock, processor
// time the thread itself used in it" (ms since 1970, ms, ms), four times a second, and beside it (FILE.gc) every collection of its heap as "end,
// by the clock". Started as a program (`node loopMonitor.cjs FILE`) it writes
// its own turns: pinned to a core and with a real-time priority, what it misses is time in which the machine itself was not running.
const { appendFileSync } = require('node:fs');
const { PerformanceObserver } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const EVERY_MS = 2;
const WORTH_MS = 5;

const watched = isMainThread && process.env.AI_OPERATOR_LOOP_LOG && /n8n/.test(process.argv[1] ?? '');
const file = require.main === module ? process.argv[2] : watched ? process.env.AI_OPERATOR_LOOP_LOG : undefined;

if (file) {
	const cpuMs = () => {
		const { user, system } = process.threadCpuUsage();
		return (user + system) / 1000;
	};
	let [wall, cpu] = [performance.now(), cpuMs()];
	let [lines, collections] = ['', ''];
	const end = (entry) => performance.timeOrigin + entry.startTime + entry.duration;
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) collections += `${end(entry).toFixed(1)} ${entry.duration.toFixed(1)}\n`;
	}).observe({ entryTypes: ['gc'] });
	const look = setInterval(() => {
		const [wallNow, cpuNow] = [performance.now(), cpuMs()];
		const took = wallNow - wall - EVERY_MS;
		if (took > WORTH_MS) lines += `${(performance.timeOrigin + wallNow).toFixed(1)} ${took.toFixed(1)} ${(cpuNow - cpu).toFixed(1)}\n`;
		[wall, cpu] = [wallNow, cpuNow];
	}, EVERY_MS);
	const write = setInterval(() => {
		appendFileSync(file, lines);
		appendFileSync(`${file}.gc`, collections);
		[lines, collections] = ['', ''];
	}, 250);
	if (watched) for (const timer of [look, write]) timer.unref();
}
