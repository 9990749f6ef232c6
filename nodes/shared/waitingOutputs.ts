/** The two outputs of a node with long jobs, and how the run's wiring lets it wait: released, in place, or as an agent's tool. */
import { NodeConnectionTypes, type IExecuteFunctions, type INode, type INodeExecutionData } from 'n8n-workflow';

/** For a node's description. */
export const waitingOutputs = {
	outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
	outputNames: ['Still working (wire back here)', 'Done'],
};
export const STILL_WORKING = 0;
export const DONE = 1;

/** Called by an AI Agent: as its sub-node, or by the engine for it. */
export function isTool(node: IExecuteFunctions): boolean {
	const { type, rewireOutputLogTo } = node.getNode() as INode & { rewireOutputLogTo?: string };
	const asked = (node as Partial<Pick<IExecuteFunctions, 'isToolExecution'>>).isToolExecution?.();
	return asked === true || rewireOutputLogTo === NodeConnectionTypes.AiTool || type.endsWith('Tool');
}

/** A node's outputs as its caller reads them: an agent reads one. */
export const outputsFor = (node: IExecuteFunctions, outs: INodeExecutionData[][]): INodeExecutionData[][] =>
	isTool(node) ? [outs.flat()] : outs;

/** Why this run must wait in place, said to the user; null where the worker can be released. */
export function reasonToHold(node: IExecuteFunctions): string | null {
	if (isLastOfRun(node)) return 'Executed as a single step, so it waited in place. In a whole run it releases the worker while it waits.';
	if ((node.getMode() as string) === 'cli') return 'n8n execute cannot resume a waiting run, so it waited in place.';
	if (!wiredBack(node))
		return 'It waited in place and held a worker. Wire the output "Still working" back to this node’s own input: then long jobs hold none.';
	return null;
}

type Wiring = Record<string, { main?: ({ node: string; index: number }[] | null)[] } | undefined>;

/** What n8n's context holds beyond its published type; each of it may be missing. */
interface Inside {
	workflow?: { connectionsBySourceNode?: Wiring };
	runExecutionData?: { startData?: { destinationNode?: string | { nodeName?: string } } };
}

/** Whether n8n was asked to run up to this node: after a wait it would end here with the input. */
function isLastOfRun(node: IExecuteFunctions): boolean {
	const destination = (node as unknown as Inside).runExecutionData?.startData?.destinationNode;
	return (typeof destination === 'string' ? destination : destination?.nodeName) === node.getNode().name;
}

/** Whether the first output comes back to this node, directly or through others: without that nothing goes on after a wait. */
export function wiredBack(node: IExecuteFunctions): boolean {
	const wiring = (node as unknown as Inside).workflow?.connectionsBySourceNode;
	// Not told by this n8n: the wiring is trusted.
	if (!wiring) return true;
	const { name } = node.getNode();
	const next = (wiring[name]?.main?.[STILL_WORKING] ?? []).map((to) => to.node);
	for (const seen = new Set<string>(); next.length;) {
		const at = next.pop()!;
		if (at === name) return true;
		if (seen.has(at)) continue;
		seen.add(at);
		for (const outs of wiring[at]?.main ?? []) next.push(...(outs ?? []).map((to) => to.node));
	}
	return false;
}
