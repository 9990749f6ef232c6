import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Envelope } from '../../../engine/asset';
import type { Recipe, VideoStageSettings } from '../../../engine/index';
import type { ItemRun } from '../../shared/stage';
import { forEachLongItem } from '../../shared/waiting';
import { assetOf, filming, inPlaceSeconds, optionsOf, settingsOf } from './film';

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await forEachLongItem(
		node,
		're-render',
		async (item) => {
			const envelope = await assetOf(node, item, 'a Script Generator and a Voice-Over');
			const known = (envelope.script?.scenes ?? []).map((scene) => scene.id);
			const named = String(node.getNodeParameter('scenes', item.itemIndex, '') ?? '')
				.split(/[\s,;]+/)
				.filter(Boolean);
			const unknown = named.find((id) => !known.includes(id));
			if (unknown !== undefined)
				throw new item.engine.OperatorError('INPUT', `The script has no scene "${unknown}"`, { fix: `Choose from ${known.join(', ')}.` });
			const before = await recipeBefore(item, envelope);
			const settings = await settingsOf(node, item, envelope, before);
			return filming(item, envelope, { ...settings, ...restyleOf(node, item, named) }, ({ drawn }, hint) =>
				hint(
					drawn.length ? `drawn again: ${drawn.join(', ')} (${drawn.length} of ${known.length} scenes).` : 'nothing had to be drawn again.',
				),
			);
		},
		{ inPlaceSeconds: inPlaceSeconds(node) },
	);
}

/** The recipe of the film that is made again: the item's, else the asset's last one (words that change take the film out of the item). */
async function recipeBefore(item: ItemRun, { asset, video }: Envelope): Promise<Recipe | null> {
	const film = video ?? (await item.engine.storedEnvelope(asset.id, item.context).catch(() => null))?.video;
	if (!film) return null;
	try {
		return await item.engine.readRecipe(await item.context.files.local(film.recipe));
	} catch (error) {
		item.engine.throwIfCancelled(item.context.signal);
		item.hint(`What was chosen for the film before is not known any more: ${(error as Error).message}`);
		return null;
	}
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
