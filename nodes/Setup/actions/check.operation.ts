import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { forEachItem } from '../../shared/stage';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async ({ engine, context, hint }) => {
		const { ready, missingBytes, checks } = await engine.checkMachine(context, engine.firstVideoEngines());
		for (const line of checks) if (line.outcome === 'problem') hint(`${line.name}: ${line.detail}. ${line.fix ?? ''}`);
		if (missingBytes)
			hint(
				`${(missingBytes / 1e6).toFixed(0)} MB are not here yet: run "Download Engines", or let the first video fetch them into ${engine.runtimeDirectory()}.`,
			);
		const ledger = await context.ledger.describe();
		return [
			{
				json: {
					ready,
					missingBytes,
					version: engine.version(),
					ledger: ledger as unknown as IDataObject,
					checks: checks as unknown as IDataObject[],
				},
				binary: {},
			},
		];
	});
}
