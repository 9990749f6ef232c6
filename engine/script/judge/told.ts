/** What a second judge accepted, in words. Read with the engine's door: it imports nothing heavy. */
import type { Scene } from '../../asset';

/** The scenes that hold sentences which a model accepted, and which. */
export const judgedScenes = (scenes: Scene[]): { id: string; by: string; said: string[] }[] =>
	scenes.flatMap(({ id, citations }) => {
		const marks = citations.flatMap(({ judged }) => judged ?? []);
		return marks.length ? [{ id, by: marks[0]!.by, said: [...new Set(marks.map(({ said }) => said))] }] : [];
	});

/** "3 sentences are rewordings that … accepted", or nothing. */
export function judgedWarning(scenes: Scene[]): string[] {
	const marked = judgedScenes(scenes);
	const count = marked.reduce((sum, { said }) => sum + said.length, 0);
	if (!count) return [];
	const what = count === 1 ? '1 sentence is a rewording' : `${count} sentences are rewordings`;
	return [
		`${what} accepted by ${[...new Set(marked.map(({ by }) => by))].join(', ')} as second judge, not by the rules alone: read them (${marked.map(({ id }) => id).join(', ')}).`,
	];
}
