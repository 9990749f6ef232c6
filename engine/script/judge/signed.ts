/** What a second judge accepted, as it stands in a script: signed citations, and pictures that the rules alone allow. */
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
