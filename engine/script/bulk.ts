/**
 * An item of n8n is kept in its database and shown in the editor: at most 40 KB, also for a video of ten minutes. Citations repeat most of
 * what is said, and source lines repeat one another, so those of a long script travel in a file of the item; every stage gets the script whole.
 */
import type { Citation, Scene, Script } from '../asset';

/** Scripts above this go without their details. */
const LONG_BYTES = 20_000;

/** By scene id: what of a scene is in the file. */
export type ScriptDetails = Record<string, { citations: Citation[]; source?: string }>;

/** The script without citations and source lines, and these; null when it is short enough as it is. */
export function splitDetails(script: Script): { script: Script; details: ScriptDetails } | null {
	if (JSON.stringify(script).length <= LONG_BYTES) return null;
	const details: ScriptDetails = {};
	const scenes = script.scenes.map((scene): Scene => {
		const { source, ...onScreen } = scene.onScreen;
		details[scene.id] = { citations: scene.citations, ...(source ? { source } : {}) };
		const { citations: _inFile, ...rest } = scene;
		return { ...rest, onScreen } as Scene;
	});
	return { script: { ...script, scenes }, details };
}

/** The script whole again. What a scene has of its own (a person's edit) stays. */
export function joinDetails({ detailsFile: _file, ...script }: Script, details: ScriptDetails): Script {
	return {
		...script,
		scenes: script.scenes.map((scene) => {
			const kept = Object.hasOwn(details, scene.id) ? details[scene.id]! : { citations: [] };
			return {
				...scene,
				onScreen: { ...(kept.source ? { source: kept.source } : {}), ...scene.onScreen },
				citations: scene.citations ?? kept.citations ?? [],
			};
		}),
	};
}
