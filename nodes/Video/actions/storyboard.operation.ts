import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { assetOf } from './film';
import { forEachItem, withEnvelope } from '../../shared/stage';
import { DONE } from '../../shared/waitingOutputs';
import { settingsOf } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(
		node,
		async (item) => {
			const envelope = await assetOf(node, item, 'a Script Generator');
			const drawn = await item.engine.storyboardStage(envelope, await settingsOf(node, item, envelope), item.context);
			for (const warning of drawn.warnings) item.hint(warning);
			return [{ json: withEnvelope(item.json, drawn.envelope), output: DONE }];
		},
		{ outputs: 2, failures: DONE },
	);
}
