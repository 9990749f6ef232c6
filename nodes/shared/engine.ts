/**
 * The engine is one file that is required when a node first runs: n8n starts without reading it.
 * Types are free; values come through here.
 */
export const loadEngine = async (): Promise<typeof import('../../engine/index')> => await import('../../engine/index');
export type EngineModule = typeof import('../../engine/index');
