import { writeFile } from 'node:fs/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { BulkyParts, ScriptDetails } from '../../engine/script/bulk';
import type { StageContext } from '../../engine/ledger/finished';
import type { EngineModule } from './engine';
import type { ItemFiles } from './files';

/** Item JSON as the operations read it: a long script, and its storyboard, get back from their file what travels there. */
export async function unpackItem(
	json: IDataObject,
	engine: Pick<EngineModule, 'joinDetails' | 'readDetails'>,
	files: Pick<ItemFiles, 'local'>,
	hint: (message: string) => void,
): Promise<IDataObject> {
	const { script, storyboard } = json as BulkyParts;
	// What is no script is refused, by its field, where the operation reads the item.
	if (!script?.detailsFile || !Array.isArray(script.scenes) || !script.scenes.every((scene) => scene?.onScreen)) return json;
	let details: ScriptDetails = {};
	try {
		details = await engine.readDetails(await files.local(script.detailsFile));
	} catch (error) {
		hint(
			`The script goes on without its citations and pictures: ${(error as Error).message}. Keep binary data when items pass through other nodes.`,
		);
	}
	// The text that a person edits was for the nodes after the Script Generator: another copy of a long script is not carried on.
	const { scriptText: _copy, ...rest } = json;
	return { ...rest, ...(engine.joinDetails({ script, ...(storyboard ? { storyboard } : {}) }, details) as unknown as IDataObject) };
}

/** Item JSON as it leaves a node: what would make it long goes into a file of the item. */
export async function packItem(
	json: IDataObject,
	engine: Pick<EngineModule, 'splitDetails'>,
	files: Pick<ItemFiles, 'keep' | 'binary'>,
	{ store, workspace }: Pick<StageContext, 'store' | 'workspace'>,
	binary: INodeExecutionData['binary'],
): Promise<IDataObject> {
	const { script, storyboard } = json as BulkyParts;
	const split = script && Array.isArray(script.scenes) ? engine.splitDetails({ script, ...(storyboard ? { storyboard } : {}) }) : null;
	if (!split) return json;
	const { details, ...parts } = split;
	const path = (await workspace('details')).path('script-details.json');
	await writeFile(path, JSON.stringify(details));
	const kept = await store.put(path);
	const detailsFile = await files.keep(kept.path, { name: 'script-details.json', mime: 'application/json', content: kept });
	if (binary) binary[detailsFile.property] = files.binary[detailsFile.property]!;
	return { ...json, ...({ ...parts, script: { ...parts.script, detailsFile } } as unknown as IDataObject) };
}
