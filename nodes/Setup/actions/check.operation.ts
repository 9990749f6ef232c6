import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { forEachItem } from '../../shared/stage';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, hint }) => {
		const { ready, checks } = await engine.checkMachine(context, await engine.firstVideoEngines());
		for (const line of checks) if (line.outcome === 'problem') hint(`${line.name}: ${line.detail}. ${line.fix ?? ''}`);
		const ledger = await context.ledger.describe();
		return [
			{
				json: { ready, version: engine.version(), ledger: ledger as unknown as IDataObject, checks: checks as unknown as IDataObject[] },
				binary: {},
			},
		];
	});
}
