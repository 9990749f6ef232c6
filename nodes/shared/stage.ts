import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { Envelope } from '../../engine/asset';
import type { StageContext } from '../../engine/ledger/finished';
import type { Workspace } from '../../engine/ports';
import { loadEngine, type EngineModule } from './engine';
import { packItem, unpackItem } from './bulk';
import { ItemFiles } from './files';

/** What an operation gets for one item. */
export interface ItemRun {
	engine: EngineModule;
	context: StageContext;
	/** Item JSON as it came in. */
	json: IDataObject;
	itemIndex: number;
	files: ItemFiles;
	/** Lines shown above the node's output, once each. */
	hint(message: string): void;
	/** The item's workspaces so far, which the caller then disposes of: for work that goes on when the node's run is over. */
	handOver(): Workspace[];
}

/** One outgoing item; without `binary` it carries the files of this run, without `output` it leaves by the first. */
export type ItemResult = { json: IDataObject; binary?: INodeExecutionData['binary']; output?: number };

/**
 * Runs an operation for every item. An item fails alone and the others go on: with "Continue on fail" it leaves as `{error, details: {code, fix, retryable}, …}`,
 * else it is left out with a hint that names cause and next step; the node fails when every item did. `pairedItem` is always set.
 */
export async function forEachItem(
	node: IExecuteFunctions,
	run: (item: ItemRun) => Promise<ItemResult[]>,
	{ outputs = 1, failures: failedTo = 0 }: { outputs?: number; failures?: number } = {},
): Promise<INodeExecutionData[][]> {
	const engine = await loadEngine();
	const outs: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	/** Where failed items leave: never by an output that comes back to the node. */
	const failed = outs[failedTo]!;
	const hints = new Set<string>();
	const failures: { index: number; error: unknown }[] = [];
	const ledger = await engine.openLedger().catch((error: unknown) => {
		throw asNodeError(node, error, 0);
	});
	const cancel = node.getExecutionCancelSignal() ?? new AbortController().signal;
	const items = node.getInputData();
	const store = engine.openFileStore();
	await engine.sweepOnce();
	try {
		for (let itemIndex = 0; itemIndex < items.length; itemIndex++) {
			const workspaces: Workspace[] = [];
			const workspace = async (purpose: string) => {
				const opened = await engine.openWorkspace(purpose);
				workspaces.push(opened);
				return opened;
			};
			try {
				engine.throwIfCancelled(cancel);
				const { json } = items[itemIndex]!;
				if (isFailure(json)) {
					failed.push({ json: failureItem(node, json, json), pairedItem: { item: itemIndex } });
					continue;
				}
				const files = new ItemFiles(node, itemIndex, engine, store, () => workspace('input'));
				const context: StageContext = {
					http: engine.createHttp({ userAgent: `n8n-nodes-ai-operator/${engine.version()}`, contact: '' }),
					clock: engine.systemClock,
					files,
					logger: node.logger,
					progress: () => undefined,
					signal: cancel,
					workspace,
					ledger,
					store,
				};
				const results = await run({
					engine,
					context,
					json: await unpackItem(json, engine, files, (message) => hints.add(message)),
					itemIndex,
					files,
					hint: (message) => hints.add(message),
					handOver: () => workspaces.splice(0),
				});
				for (const result of results) {
					const packed = await packItem(result.json, engine, files, context, result.binary);
					outs[result.output ?? 0]!.push({ json: packed, binary: result.binary ?? files.binary, pairedItem: { item: itemIndex } });
				}
			} catch (error) {
				if (cancel.aborted) throw asNodeError(node, error, itemIndex);
				failures.push({ index: itemIndex, error });
				node.logger.warn(`Item ${itemIndex} failed: ${error instanceof Error ? error.message : String(error)}`);
				if (node.continueOnFail())
					failed.push({ json: failureItem(node, items[itemIndex]!.json, failureOf(error, engine)), pairedItem: { item: itemIndex } });
			} finally {
				for (const opened of workspaces)
					await opened.dispose().catch((error: Error) => node.logger.warn(`A workspace was not removed: ${error.message}`));
			}
		}
	} finally {
		await ledger.close();
	}
	for (const message of hints) node.addExecutionHints({ message, type: 'info', location: 'outputPane' });
	const [first] = failures;
	if (first && !node.continueOnFail()) {
		// The others go on; the node itself fails only when nothing is left to pass on.
		if (!outs.flat().length)
			throw asNodeError(
				node,
				first.error,
				first.index,
				failures.length > 1 ? `All ${failures.length} items failed; this is the first.` : '',
			);
		for (const { index, error } of failures) {
			const { message, description } = asNodeError(node, error, index);
			node.addExecutionHints({
				message: `Item ${index} failed and was left out: ${message}. ${description ?? ''}`,
				type: 'danger',
				location: 'outputPane',
			});
		}
	}
	return outs;
}

interface Failure extends IDataObject {
	error: string;
	details: { code: string; fix: string; retryable: boolean };
}

/** An item that failed in an earlier node of ours passes through, so that it arrives at the end with its cause. */
const isFailure = (json: IDataObject): json is Failure =>
	typeof json.error === 'string' && typeof json.details === 'object' && json.details !== null && 'fix' in json.details;

function failureOf(error: unknown, engine: EngineModule): Failure {
	const known = engine.isOperatorError(error);
	return {
		error: error instanceof Error ? error.message : String(error),
		details: { code: known ? error.code : 'ENGINE_FAILED', fix: known ? error.fix : '', retryable: known ? error.retryable : false },
	};
}

/**
 * JSON of a failed item. n8n sends to the error output what has no fields but `error`, `message` and `details`, and adds the fields of
 * the incoming item itself; on the regular output we add what says which asset it was.
 */
function failureItem(node: IExecuteFunctions, json: IDataObject, { error, details }: Failure): IDataObject {
	if (node.getNode().onError === 'continueErrorOutput') return { error, details };
	const { asset, channel, topic } = json;
	return { ...(channel ? { channel } : {}), ...(asset ? { asset } : {}), ...(topic ? { topic } : {}), error, details };
}

/** Under this name an error tells n8n's error workflow what it concerned: see Setup's Explain Failure. */
export const MARK = 'aiOperator';
export interface FailureMark extends IDataObject {
	assetId: string;
	channel: string;
	title: string;
	code: string;
	fix: string;
}

/** An error as n8n shows it: the fix stands in the description. */
export function asNodeError(node: IExecuteFunctions, error: unknown, itemIndex: number, also = ''): NodeOperationError {
	const known = (typeof error === 'object' && error !== null ? error : {}) as { fix?: unknown; code?: unknown };
	const fix = known.fix === undefined ? '' : String(known.fix);
	const message = error instanceof Error ? error.message : String(error);
	const shown = new NodeOperationError(node.getNode(), message, { itemIndex, description: [fix, also].filter(Boolean).join(' ') });
	const { asset, channel, topic } = (node.getInputData()[itemIndex]?.json ?? {}) as Partial<Record<string, Record<string, unknown>>>;
	const text = (value: unknown): string => (typeof value === 'string' ? value : '');
	shown.context[MARK] = {
		assetId: text(asset?.id),
		channel: text(channel?.name),
		title: text(topic?.title),
		code: text(known.code),
		fix,
	} satisfies FailureMark;
	return shown;
}

/** The envelope that an item carries. Errors: INPUT when a node before this one is missing. */
export function envelopeOf(item: ItemRun, needs: string): Envelope {
	const { channel, asset } = item.json as { channel?: unknown; asset?: unknown };
	if (!channel || !asset) {
		throw new item.engine.OperatorError('INPUT', `Item ${item.itemIndex} is no asset of AI Operator`, {
			fix: `Put ${needs} before this node, or keep the fields "channel" and "asset" in nodes between.`,
		});
	}
	item.engine.checkEnvelope(item.json);
	return item.json as unknown as Envelope;
}

/** A text field; an expression over an item that lacks the value counts as empty. */
export const textOf = (node: IExecuteFunctions, name: string, itemIndex: number): string =>
	String(node.getNodeParameter(name, itemIndex, '') ?? '').trim();

/** Parts that a stage may take away: what was made of words that have changed. */
const REMOVABLE = ['voice', 'video'] as const;

/** Puts the engine's envelope into an item, keeping what other nodes added. */
export function withEnvelope(json: IDataObject, envelope: Envelope): IDataObject {
	const out: IDataObject = { ...json, ...(envelope as unknown as IDataObject) };
	for (const part of REMOVABLE) if (!(part in envelope)) delete out[part];
	return out;
}
