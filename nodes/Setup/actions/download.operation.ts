import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { forEachItem } from '../../shared/stage';

export const fields: INodeProperties[] = [
	{
		displayName: 'Engines',
		name: 'engines',
		type: 'options',
		options: [
			{ name: 'For a First Video', value: 'first', description: 'Kokoro voices, dictionaries, the sentence model and ffmpeg' },
			{ name: 'Also the Fast Voice', value: 'piper', description: 'The same and Piper' },
		],
		default: 'first',
		displayOptions: { show: { operation: ['download'] } },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, itemIndex }) => {
		const ids = engine.firstVideoEngines();
		if (node.getNodeParameter('engines', itemIndex, 'first') === 'piper') ids.push('piper-joe');
		const fetched: IDataObject[] = [];
		const failed: string[] = [];
		let first: unknown;
		// One that cannot be had does not keep the others away.
		for (const id of ids) {
			try {
				const { version, dir } = await engine.ensure(id, context);
				fetched.push({ id, version, dir });
			} catch (error) {
				engine.throwIfCancelled(context.signal);
				first ??= error;
				failed.push(`${id}: ${(error as Error).message}`);
			}
		}
		if (failed.length) {
			const fix = engine.isOperatorError(first) ? first.fix : 'Run this again.';
			throw new engine.OperatorError('NETWORK', `${failed.length} of ${ids.length} engines could not be fetched: ${failed.join('; ')}`, {
				fix,
				cause: first,
				retryable: true,
			});
		}
		return [{ json: { runtime: engine.runtimeDirectory(), engines: fetched }, binary: {} }];
	});
}
