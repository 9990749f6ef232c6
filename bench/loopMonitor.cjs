// Preloaded into n8n by bench/road.mjs: writes, four times a second, the longest turn of the main thread's event loop since the last line,
// by the clock and by the processor time the thread itself used in it. Where the first is longer, the thread waited for a core.
const { appendFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.AI_OPERATOR_LOOP_LOG && /n8n/.test(process.argv[1] ?? '')) {
	const cpuMs = () => {
		const { user, system } = process.threadCpuUsage();
		return (user + system) / 1000;
	};
	let [wall, cpu] = [performance.now(), cpuMs()];
	let [longest, busiest] = [0, 0];
	setInterval(() => {
		const [wallNow, cpuNow] = [performance.now(), cpuMs()];
		longest = Math.max(longest, wallNow - wall - 2);
		busiest = Math.max(busiest, cpuNow - cpu);
		[wall, cpu] = [wallNow, cpuNow];
	}, 2).unref();
	setInterval(() => {
		appendFileSync(process.env.AI_OPERATOR_LOOP_LOG, `${Date.now()} ${longest.toFixed(1)} ${busiest.toFixed(1)}\n`);
		[longest, busiest] = [0, 0];
	}, 250).unref();
}
