/**
 * Loads the native ONNX Runtime given as argument and adds two numbers with it. Prints "ok"; anything else, a crash included, means it cannot be used here.
 */
interface Ort {
	InferenceSession: { create(model: Uint8Array, options: object): Promise<{ run(feeds: object): Promise<{ y: { data: Float32Array } }> }> };
	Tensor: new (type: string, data: Float32Array, dims: number[]) => unknown;
}

// An ONNX model of one node: y = x + x, float[2], operator set 13.
const MODEL = 'CAg6NQoOCgF4CgF4EgF5IgNBZGQSAWdaDwoBeBIKCggIARIECgIIAmIPCgF5EgoKCAgBEgQKAggCQgIQDQ==';

process.stdin.on('end', () => process.exit(3)).resume();

async function probe(): Promise<void> {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the runtime lies outside of the package, its path is only known now
	const ort = require(process.argv[2]!) as Ort;
	const session = await ort.InferenceSession.create(Buffer.from(MODEL, 'base64'), { intraOpNumThreads: 1, interOpNumThreads: 1 });
	const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2), [2]) });
	if (y.data[0] !== 2 || y.data[1] !== 4) throw new Error(`1 + 1 gave ${y.data[0]}`);
	process.stdout.write('ok\n', () => process.exit(0));
}

probe().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});
