// Preloaded into n8n by bench/road.mjs: writes the longest block of the event loop of every 250 ms to a file.
const { appendFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && process.env.AI_OPERATOR_LOOP_LOG && /n8n/.test(process.argv[1] ?? '')) {
	const monitor = monitorEventLoopDelay({ resolution: 2 });
	monitor.enable();
	setInterval(() => {
		appendFileSync(process.env.AI_OPERATOR_LOOP_LOG, `${Date.now()} ${(monitor.max / 1e6).toFixed(1)}\n`);
		monitor.reset();
	}, 250).unref();
}
