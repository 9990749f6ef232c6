import { readFile, writeFile } from 'node:fs/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Script } from '../../engine/asset';
import type { ScriptDetails } from '../../engine/script/bulk';
import type { StageContext } from '../../engine/ledger/finished';
import type { EngineModule } from './engine';
import type { ItemFiles } from './files';

/** Item JSON as the operations read it: a long script gets its citations and source lines back from their file. */
export async function unpackItem(
	json: IDataObject,
	engine: EngineModule,
	files: ItemFiles,
	hint: (message: string) => void,
): Promise<IDataObject> {
	const script = json.script as unknown as Script | undefined;
	if (!script?.detailsFile || !Array.isArray(script.scenes)) return json;
	let details: ScriptDetails = {};
	try {
		details = JSON.parse(await readFile(await files.local(script.detailsFile), 'utf8')) as ScriptDetails;
	} catch (error) {
		hint(`The script goes on without its citations: ${(error as Error).message}. Keep binary data when items pass through other nodes.`);
	}
	return { ...json, script: engine.joinDetails(script, details) as unknown as IDataObject };
}

/** Item JSON as it leaves a node: citations and source lines of a long script go into a file of the item. */
export async function packItem(
	json: IDataObject,
	engine: EngineModule,
	files: ItemFiles,
	{ store, workspace }: Pick<StageContext, 'store' | 'workspace'>,
	binary: INodeExecutionData['binary'],
): Promise<IDataObject> {
	const script = json.script as unknown as Script | undefined;
	const split = script && Array.isArray(script.scenes) ? engine.splitDetails(script) : null;
	if (!split) return json;
	const path = (await workspace('details')).path('script-details.json');
	await writeFile(path, JSON.stringify(split.details));
	const kept = await store.put(path);
	const detailsFile = await files.keep(kept.path, { name: 'script-details.json', mime: 'application/json', content: kept });
	if (binary) binary[detailsFile.property] = files.binary[detailsFile.property]!;
	return { ...json, script: { ...split.script, detailsFile } as unknown as IDataObject };
}
