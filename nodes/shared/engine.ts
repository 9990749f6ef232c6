/**
 * The engine is read when a node first runs: n8n starts without it. It comes in parts, a turn of n8n's event loop each.
 * Types are free; values come through here.
 */
export function loadEngine(): Promise<EngineModule> {
	if (!loading) {
		loading = load();
		// A file that could not be read now may be there the next time.
		loading.catch(() => (loading = undefined));
	}
	return loading;
}
export type EngineModule = typeof import('../../engine/index');

let loading: Promise<EngineModule> | undefined;

async function load(): Promise<EngineModule> {
	const { parts } = await import('../../engine/parts');
	for (const read of parts) {
		await new Promise((resolve) => setImmediate(resolve));
		read();
	}
	const engine = await import('../../engine/index');
	await new Promise((resolve) => setImmediate(resolve));
	return engine;
}
