import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { envelopeOf, forEachItem, withEnvelope } from '../../shared/stage';
import { settingsOf } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator and a Voice-Over');
		const made = await item.engine.videoStage(envelope, await settingsOf(node, item, envelope), item.context);
		for (const warning of made.warnings) item.hint(warning);
		// The film stands in the storyboard's place: items stay small.
		const { storyboard: _drawn, ...json } = item.json;
		return [{ json: withEnvelope(json, made.envelope) }];
	});
}
