/** The little of ONNX Runtime that is used here. The runtime itself is fetched, so its own types are not at hand. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

export interface Tensor {
	data: Float32Array;
	dims: readonly number[];
}
export interface Session {
	run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}
interface Runtime {
	env: { wasm: { numThreads: number } };
	Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: number[]) => Tensor;
	InferenceSession: { create(model: string | Uint8Array, options: object): Promise<Session> };
}

export interface Ort {
	floats(data: Float32Array, dims: number[]): Tensor;
	integers(data: ArrayLike<number>, dims: number[]): Tensor;
	/** Opens a model; `weights` names its file of weights, which stands beside it. */
	open(model: string, weights?: string): Promise<Session>;
}

/** Loads the runtime that `onnxruntime()` of engine/runtime chose. */
export function loadOrt(runtime: { kind: 'native' | 'wasm'; entry: string }, threads: number): Ort {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a path known only now
	const ort = require(runtime.entry) as Runtime;
	const wasm = runtime.kind === 'wasm';
	if (wasm) ort.env.wasm.numThreads = 1;
	return {
		floats: (data, dims) => new ort.Tensor('float32', data, dims),
		integers: (data, dims) => new ort.Tensor('int64', BigInt64Array.from(Array.from(data, BigInt)), dims),
		async open(model, weights) {
			if (wasm) {
				const externalData = weights ? [{ path: basename(weights), data: readFileSync(weights) }] : [];
				return ort.InferenceSession.create(new Uint8Array(readFileSync(model)), { executionProviders: ['wasm'], externalData });
			}
			return ort.InferenceSession.create(model, {
				executionProviders: ['cpu'],
				intraOpNumThreads: threads,
				interOpNumThreads: 1,
				enableMemPattern: false,
				// Waiting threads that spin cost a quarter more CPU and gain nothing.
				extra: { session: { intra_op: { allow_spinning: '0' } } },
			});
		},
	};
}
