/**
 * An item of n8n is kept in its database and shown in the editor: at most 40 KB, also for a video of ten minutes. Citations repeat most of
 * what is said, source lines repeat one another, own pictures and a storyboard name a file a scene, so those of a long script travel in a
 * file of the item, with what its scenes draw where even that is not enough; every stage gets script and storyboard whole.
 */
import type { Citation, Envelope, Scene, Storyboard, Visual } from '../asset';
import { citations, fileRef, picture, seconds, visual } from '../envelope';
import { object, readShaped, record, text } from '../shape';

/** Bytes of JSON above which a script goes without its details, and above which what is left goes without its visuals too. */
const LONG_BYTES = 20_000;
const STILL_LONG_BYTES = 22_000;

/** By scene id: what of a scene is in the file. */
export type ScriptDetails = Record<
	string,
	{
		citations: Citation[];
		source?: string;
		picture?: Scene['picture'];
		visual?: Visual;
		still?: Pick<Storyboard['scenes'][number], 'file' | 'seconds'>;
	}
>;

/** The details file of an item. Errors: INPUT, NOT_FOUND. */
export const readDetails = async (path: string): Promise<ScriptDetails> =>
	await readShaped<ScriptDetails>(
		path,
		record(object({ citations }, { source: text(1000), picture, visual, still: object({ file: fileRef, seconds }) })),
		"The file with the script's citations",
		'Keep binary data when items pass through other nodes, or write the script again.',
	);

/** The parts of an item that can be long. */
export type BulkyParts = Pick<Envelope, 'script' | 'storyboard'>;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Script and storyboard without what goes into the file, and that; null where the script is missing or short enough as it is. */
export function splitDetails({ script, storyboard }: BulkyParts): (BulkyParts & { details: ScriptDetails }) | null {
	if (!script || bytesOf(script) <= LONG_BYTES) return null;
	const stills = new Map((storyboard?.scenes ?? []).map(({ id, file, seconds }) => [id, { file, seconds }]));
	const details: ScriptDetails = {};
	const without = (visuals: boolean): Scene[] =>
		script.scenes.map((scene) => {
			const { citations, visual, picture, onScreen, ...rest } = scene;
			const { source, ...shown } = onScreen;
			const still = stills.get(scene.id);
			details[scene.id] = {
				citations,
				...(source ? { source } : {}),
				...(picture ? { picture } : {}),
				...(visuals ? { visual } : {}),
				...(still ? { still } : {}),
			};
			return { ...rest, onScreen: shown, ...(visuals ? {} : { visual }) } as Scene;
		});
	let light = { ...script, scenes: without(false) };
	if (bytesOf(light) > STILL_LONG_BYTES) light = { ...script, scenes: without(true) };
	if (!storyboard) return { script: light, details };
	const { scenes: _inFile, ...board } = storyboard;
	return { script: light, storyboard: board as Storyboard, details };
}

/** Script and storyboard whole again. What a scene has of its own (a person's edit) stays; a scene that was taken out leaves the storyboard. */
export function joinDetails<T extends BulkyParts>(parts: T, details: ScriptDetails): T {
	if (!parts.script) return parts;
	const { detailsFile: _file, ...script } = parts.script;
	const kept = (id: string): Partial<ScriptDetails[string]> => (Object.hasOwn(details, id) ? details[id]! : {});
	const scenes = script.scenes.map((scene) => {
		const { citations = [], source, picture, visual = { type: 'statement' as const } } = kept(scene.id);
		return {
			...(picture ? { picture } : {}),
			...scene,
			onScreen: { ...(source ? { source } : {}), ...scene.onScreen },
			visual: scene.visual ?? visual,
			citations: scene.citations ?? citations,
		};
	});
	const { storyboard } = parts;
	const board = storyboard && {
		...storyboard,
		scenes:
			storyboard.scenes ??
			scenes.flatMap(({ id }) => {
				const { still } = kept(id);
				return still ? [{ id, ...still }] : [];
			}),
	};
	return { ...parts, script: { ...script, scenes }, ...(board ? { storyboard: board } : {}) };
}
