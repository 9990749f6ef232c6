/**
 * Changes to ONNX models, as bytes: another graph output, and Kokoro's 8-bit layers computed in floats.
 * Field numbers are those of onnx.proto3 (ModelProto, GraphProto, NodeProto, TensorProto).
 */
import { bytesField, fields, numberField, type Field } from './protobuf';

const MODEL_GRAPH = 7;
const GRAPH = { node: 1, initializer: 5, output: 12, valueInfo: 13 } as const;
const NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 } as const;
const TENSOR = { dims: 1, type: 2, name: 8 } as const;
const FLOAT = 1;

/**
 * Bytes that, appended to a model file, make `tensor` a graph output: protobuf merges repeated messages, so nothing is rewritten.
 */
export function extraOutput(tensor: string, elementType = FLOAT): Buffer {
	return bytesField(MODEL_GRAPH, bytesField(GRAPH.output, valueInfo(tensor, elementType)));
}
const valueInfo = (tensor: string, elementType: number): Buffer =>
	Buffer.concat([bytesField(1, tensor), bytesField(2, bytesField(1, numberField(1, elementType)))]);

interface Node {
	op: string;
	name: string;
	inputs: string[];
	outputs: string[];
	attributes: Buffer[];
	/** As it stands in the file; null for nodes made here. */
	raw: Buffer | null;
}

function readNode(field: Field): Node {
	const node: Node = { op: '', name: '', inputs: [], outputs: [], attributes: [], raw: field.raw };
	for (const part of fields(field.bytes)) {
		if (part.number === NODE.input) node.inputs.push(part.bytes.toString());
		else if (part.number === NODE.output) node.outputs.push(part.bytes.toString());
		else if (part.number === NODE.name) node.name = part.bytes.toString();
		else if (part.number === NODE.op) node.op = part.bytes.toString();
		else if (part.number === NODE.attribute) node.attributes.push(part.raw);
	}
	return node;
}

function writeNode(node: Node): Buffer {
	if (node.raw) return node.raw;
	return bytesField(
		GRAPH.node,
		Buffer.concat([
			...node.inputs.map((name) => bytesField(NODE.input, name)),
			...node.outputs.map((name) => bytesField(NODE.output, name)),
			bytesField(NODE.name, node.name),
			bytesField(NODE.op, node.op),
			...node.attributes,
		]),
	);
}

const tensorName = (field: Field): string => {
	for (const part of fields(field.bytes)) if (part.number === TENSOR.name) return part.bytes.toString();
	return '';
};

/** The tensor under another name, flattened to one dimension of `length`. */
function flattened(tensor: Field, name: string): Buffer {
	const parts = fields(tensor.bytes);
	let length = 1n;
	for (const part of parts) {
		if (part.number !== TENSOR.dims) continue;
		if (part.wire === 0) length *= part.value;
		else for (const dim of fields(Buffer.concat([...packed(part.bytes)]))) length *= dim.value;
	}
	const rest = parts.filter((part) => part.number !== TENSOR.dims && part.number !== TENSOR.name).map((part) => part.raw);
	return bytesField(GRAPH.initializer, Buffer.concat([numberField(TENSOR.dims, length), ...rest, bytesField(TENSOR.name, name)]));
}
/** Packed varints as fields of number 1, so that {@link fields} reads them. */
function* packed(bytes: Buffer): Generator<Buffer> {
	let start = 0;
	for (let i = 0; i < bytes.length; i++) {
		if (bytes[i]! & 128) continue;
		yield Buffer.concat([Buffer.from([8]), bytes.subarray(start, i + 1)]);
		start = i + 1;
	}
}

/** An integer attribute. */
const attribute = (name: string, value: number): Buffer =>
	bytesField(NODE.attribute, Buffer.concat([bytesField(1, name), numberField(3, value), numberField(20, 2)]));

/**
 * Rewrites dynamically quantised layers (DynamicQuantizeLinear → ConvInteger/MatMulInteger → Cast → Mul) to float Conv/MatMul over
 * DequantizeLinear of the same 8-bit weights: on processors without 8-bit dot products nearly twice as fast in the same memory.
 * Convolutions are nearly all of Kokoro's work, so only they are rewritten by default. `outputs` become graph outputs.
 * Returns the new file and how many layers changed.
 * @throws Error when a layer does not have the shape that the model is known for.
 */
export function toFloatCompute(
	model: Buffer,
	outputs: string[],
	operations: string[] = ['ConvInteger'],
): { model: Buffer; layers: number } {
	const top = fields(model);
	const graph = top.find((field) => field.number === MODEL_GRAPH);
	if (!graph) throw new Error('The model has no graph');
	const parts = fields(graph.bytes);
	const nodes = parts.filter((part) => part.number === GRAPH.node).map(readNode);
	const tensors = new Map(parts.filter((part) => part.number === GRAPH.initializer).map((part) => [tensorName(part), part]));
	const producer = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
	const consumers = new Map<string, Node[]>();
	for (const node of nodes) for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node]);

	const made: Buffer[] = [];
	const madeNames = new Map<Buffer, string>();
	const replacement = new Map<Node, Node[]>();
	const source = (name: string): string => {
		for (let step = 0; step < 8 && !tensors.has(name); step++) {
			const from = producer.get(name)?.inputs[0];
			if (from === undefined) break;
			name = from;
		}
		if (!tensors.has(name)) throw new Error(`${name} does not come from a constant`);
		return name;
	};
	for (const node of nodes) {
		if (!operations.includes(node.op)) continue;
		const [quantised, weight, , zero] = node.inputs;
		let next = only(consumers.get(node.outputs[0]!), node);
		let bias: string | null = null;
		if (next.op === 'Add') {
			bias = source(next.inputs.find((input) => input !== node.outputs[0])!);
			next = only(consumers.get(next.outputs[0]!), next);
		}
		const scaled = only(consumers.get(next.outputs[0]!), next);
		const scales = producer.get(scaled.inputs.find((input) => input !== next.outputs[0])!);
		const scale = scales?.inputs.find((input) => tensors.has(input));
		const input = producer.get(quantised!)?.inputs[0];
		if (next.op !== 'Cast' || scaled.op !== 'Mul' || !scale || !input || !weight || !zero || !tensors.has(weight) || !tensors.has(zero)) {
			throw new Error(`${node.name} is not quantised in the known way`);
		}
		const name = node.name;
		const make = (op: string, inputs: string[], output: string, attributes: Buffer[] = []): Node => ({ op, name: `${output}#${op}`, inputs, outputs: [output], attributes, raw: null }); // prettier-ignore
		const inputs = [input, `${name}#w`];
		if (bias !== null) {
			const tensor = flattened(tensors.get(bias)!, `${name}#b`);
			made.push(tensor);
			madeNames.set(tensor, `${name}#b`);
			inputs.push(`${name}#b`);
		}
		const convolution = node.op === 'ConvInteger';
		replacement.set(scaled, [
			make('DequantizeLinear', [weight, scale, zero], `${name}#w`, [attribute('axis', convolution ? 0 : 1)]),
			make(convolution ? 'Conv' : 'MatMul', inputs, scaled.outputs[0]!, convolution ? node.attributes : []),
		]);
	}
	const all = nodes.flatMap((node) => replacement.get(node) ?? [node]);
	// What nothing reads any more goes.
	const graphOutputs = parts.filter((part) => part.number === GRAPH.output);
	const needed = new Set<string>([
		...outputs,
		...graphOutputs.map((part) =>
			fields(part.bytes)
				.find((f) => f.number === 1)!
				.bytes.toString(),
		),
	]);
	const kept: Node[] = [];
	for (const node of all.reverse()) {
		if (!node.outputs.some((output) => needed.has(output))) continue;
		kept.push(node);
		for (const input of node.inputs) needed.add(input);
	}
	kept.reverse();
	const body = [
		...kept.map(writeNode),
		...parts.filter((part) => part.number === GRAPH.initializer && needed.has(tensorName(part))).map((part) => part.raw),
		...made.filter((tensor) => needed.has(madeNames.get(tensor)!)),
		...parts.filter((part) => part.number !== GRAPH.node && part.number !== GRAPH.initializer && part.number !== GRAPH.valueInfo).map((part) => part.raw), // prettier-ignore
		...outputs.map((output) => bytesField(GRAPH.output, valueInfo(output, FLOAT))),
	];
	const rest = top.filter((field) => field.number !== MODEL_GRAPH).map((field) => field.raw);
	return { model: Buffer.concat([...rest, bytesField(MODEL_GRAPH, Buffer.concat(body))]), layers: replacement.size };
}

function only(nodes: Node[] | undefined, after: Node): Node {
	if (nodes?.length !== 1) throw new Error(`${after.name} is read by ${nodes?.length ?? 0} nodes instead of one`);
	return nodes[0]!;
}
