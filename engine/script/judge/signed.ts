/** What a second judge accepted, as it stands in a script: signed citations, pictures that the rules alone allow, and words that say so. */
import type { Citation, Scene, SourceText } from '../../asset';
import { groundDrawn } from '../../text';
import { drawnStrings } from '../drawn';

/** Citations with those of a judge among them; where both name a sentence, it is signed. */
export function signed(citations: Citation[], judged: Citation[]): Citation[] {
	const same = (a: Citation, b: Citation): boolean => a.sourceId === b.sourceId && a.quote === b.quote;
	return [
		...citations.filter((citation) => !judged.some((other) => same(citation, other))),
		...judged.filter(
			(citation, i) => judged.findIndex((other) => same(citation, other) && other.judged?.said === citation.judged?.said) === i,
		),
	];
}

/** A judge decides what is spoken, never what is drawn: a picture made of accepted words stays only where the rules find it in a source. */
export function drawnByRules(scene: Scene, texts: SourceText[]): void {
	const stands = (text: string): boolean => text === '' || texts.some((source) => groundDrawn(text.replace(/\*/g, ''), source).grounded);
	if (!drawnStrings(scene.visual).every(stands)) {
		const { type } = scene.visual;
		scene.visual = { type: type === 'hook' ? 'hook' : 'statement' };
	}
	if (scene.onScreen.kicker && !stands(scene.onScreen.kicker)) delete scene.onScreen.kicker;
}

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
