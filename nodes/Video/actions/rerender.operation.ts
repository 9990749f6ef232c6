import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { VideoStageSettings } from '../../../engine/index';
import { envelopeOf, forEachItem, withEnvelope, type ItemRun } from '../../shared/stage';
import { optionsOf, settingsOf } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachItem(node, async (item) => {
		const envelope = envelopeOf(item, 'a Script Generator and a Voice-Over');
		const known = (envelope.script?.scenes ?? []).map((scene) => scene.id);
		const named = String(node.getNodeParameter('scenes', item.itemIndex, '') ?? '')
			.split(/[\s,;]+/)
			.filter(Boolean);
		const unknown = named.find((id) => !known.includes(id));
		if (unknown !== undefined)
			throw new item.engine.OperatorError('INPUT', `The script has no scene "${unknown}"`, { fix: `Choose from ${known.join(', ')}.` });
		const settings = await settingsOf(node, item, envelope);
		const made = await item.engine.videoStage(envelope, { ...settings, ...restyleOf(node, item, named) }, item.context);
		for (const warning of made.warnings) item.hint(warning);
		item.hint(
			made.drawn.length
				? `Item ${item.itemIndex}: drawn again: ${made.drawn.join(', ')} (${made.drawn.length} of ${known.length} scenes).`
				: `Item ${item.itemIndex}: nothing had to be drawn again.`,
		);
		// The film stands in the storyboard's place: items stay small.
		const { storyboard: _drawn, ...json } = item.json;
		return [{ json: withEnvelope(json, made.envelope) }];
	});
}

function restyleOf(node: IExecuteFunctions, item: ItemRun, scenes: string[]): Pick<VideoStageSettings, 'restyle'> {
	if (!scenes.length) return {};
	const { layout, ground, transition } = optionsOf(node, item) as { layout?: number; ground?: string; transition?: string };
	const look = {
		...(layout !== undefined && layout >= 0 ? { skeleton: layout } : {}),
		...(ground ? { ground } : {}),
		...(transition ? { transition } : {}),
	};
	return { restyle: Object.fromEntries(scenes.map((id) => [id, look])) };
}
