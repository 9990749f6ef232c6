/** Which scenes a person means: "s3, s5", "3-6", "all", or those that mostly repeat their source. */
import type { Script, SourceText } from '../asset';
import { OperatorError } from '../errors';
import { copiedShare } from '../text';
import { textAsSource } from './visuals/context';

/** A scene repeats its source from this share of its words on: what the script's own warning begins at. */
const COPIED_FROM = 0.3;

/** Ids of the chosen scenes, in the order of the script; the call to action is never among "all" and "copied". Throws INPUT for unknown ones. */
export function chosenScenes(script: Script, which: string, texts: SourceText[]): string[] {
	const said = which.trim().toLowerCase();
	const own = script.scenes.filter((scene) => scene.visual.type !== 'outro');
	if (said === '') return [];
	if (said === 'all') return own.map((scene) => scene.id);
	if (said === 'copied') {
		return own
			.filter((scene) => {
				const from = texts.length ? texts : [{ ...textAsSource(''), sentences: scene.citations.map((citation) => citation.quote) }];
				return copiedShare([scene.narration], from) >= COPIED_FROM;
			})
			.map((scene) => scene.id);
	}
	const ids = script.scenes.map((scene) => scene.id);
	const at = (name: string): number => {
		const index = ids.indexOf(`s${name.replace(/^s/, '')}`);
		if (index < 0)
			throw new OperatorError('INPUT', `The script has no scene "${name.slice(0, 20)}"`, {
				fix: `Its scenes are ${ids.join(', ').slice(0, 300)}.`,
			});
		return index;
	};
	const chosen = new Set<number>();
	for (const part of said
		.replace(/\s*[-–]\s*/g, '-')
		.split(/[,;\s]+/)
		.filter(Boolean)) {
		const range = /^(s?\d{1,4})-(s?\d{1,4})$/.exec(part);
		const [from, to] = range ? [at(range[1] as string), at(range[2] as string)] : [at(part), at(part)];
		for (let index = Math.min(from, to); index <= Math.max(from, to); index++) chosen.add(index);
	}
	return [...chosen].sort((a, b) => a - b).map((index) => ids[index] as string);
}
