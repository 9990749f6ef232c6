import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { forEachItem, MARK, type FailureMark } from '../../shared/stage';

/** n8n's Error Trigger, as far as it is read; each of it may be missing. */
interface ErrorItem {
	execution?: {
		id?: string;
		url?: string;
		lastNodeExecuted?: string;
		error?: { message?: string; description?: string | null; node?: { name?: string }; context?: Record<string, unknown> };
	};
	trigger?: { error?: { message?: string; description?: string | null; node?: { name?: string }; context?: Record<string, unknown> } };
	workflow?: { name?: string };
}

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, json, itemIndex }) => {
		const { execution, trigger, workflow } = json as ErrorItem;
		const error = execution?.error ?? trigger?.error;
		if (!error)
			throw new engine.OperatorError('INPUT', `Item ${itemIndex} tells of no failure`, {
				fix: 'Put an Error Trigger before this node, and choose this workflow as the error workflow in the settings of the others.',
			});
		const mark = (error.context?.[MARK] ?? {}) as Partial<FailureMark>;
		const text = (value: unknown): string => (typeof value === 'string' ? value : '');
		const failure = await engine.explainFailure(
			{
				message: text(error.message),
				fix: text(mark.fix) || text(error.description),
				code: text(mark.code),
				assetId: text(mark.assetId),
				channel: text(mark.channel),
				title: text(mark.title),
				node: text(error.node?.name) || text(execution?.lastNodeExecuted),
				workflow: text(workflow?.name),
				executionId: text(execution?.id),
				url: text(execution?.url),
			},
			context,
		);
		return [{ json: { failure: failure as unknown as IDataObject }, binary: {} }];
	});
}
