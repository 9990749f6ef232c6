/** What a machine must bring: pinned engines, fetched once and verified; slots, worker threads, guarded HTTP. */
export { assetPath, childPath, homeDirectory, packageRoot, runtimeDirectory, workerPath } from './paths';
export { catalogueEntry, ENGINE_IDS, type CatalogueEntry, type EngineId } from './catalogue';
export { ensure, status, type Engine, type EngineStatus, type RuntimePorts } from './engines';
export { forgetUnreachable } from './download';
export { derived } from './derived';
export { onnxruntime, onnxruntimeEngine, type OnnxRuntime } from './onnxruntime';
export { remove, usage, type UsageEntry } from './usage';
export { acquireSlot, slotCount, type Slot, type SlotKind } from './slots';
export { computeThreads, machine } from './machine';
export { createHttp, type HttpOptions } from './http';
export { moved, offload, serveWorker, workerProgress, workerSignal, type CallOptions, type Offloaded } from './offload';
export { systemClock, silentLogger } from './plain';
