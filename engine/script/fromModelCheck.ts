/** One scene of a model held to the rules of every scene: shape, banned words, and the grounding gate for what is spoken and drawn. */
import type { Citation, SourceText, Visual } from '../asset';
import { ground, groundDrawn, jaccard, looksLikeInjection, splitSentences } from '../text';
import { countWords, shapeProblems } from '../writing';
import { askedVisual } from './fromModelVisual';
import { refName } from './fromModelDraft';
import type { ModelScene } from './fromModelDraft';

export interface CheckedScene {
	scene: ModelScene;
	/** Why it cannot be spoken; empty when it can. */
	problems: string[];
	/** Index of the source that says it; -1 while nothing does. */
	source: number;
	/** Sentences of that source that say it, or carry what is drawn. */
	cites: number[];
	/** Where a second sentence of the scene comes from another source. */
	also: Citation[];
	/** Absent where none was asked for or it was refused. */
	visual?: Visual;
	visualProblem?: string;
	/** Grounded words for the screen, when it has some. */
	title?: string;
}

export interface CheckRules {
	texts: SourceText[];
	kind: 'short' | 'video';
	allowed: (text: string) => boolean;
}

/** Checks a scene; `role` is its place in the film. */
export function checkScene(scene: ModelScene, role: 'hook' | 'body', rules: CheckRules): CheckedScene {
	const { texts, allowed } = rules;
	const problems = shapeProblems(scene.say, { kind: rules.kind, role });
	if (!allowed(scene.say)) problems.push('it holds a banned word');
	const checked: CheckedScene = { scene, problems, source: -1, cites: [], also: [] };
	const said = spokenBy(scene, texts);
	if ('problem' in said) problems.push(said.problem);
	else Object.assign(checked, said);
	const source = texts[checked.source];
	if (!source) return checked;
	if (scene.show && role !== 'hook') {
		const asked = askedVisual(scene.show, scene.say, source, allowed);
		if ('problem' in asked) checked.visualProblem = asked.problem;
		else {
			checked.visual = asked.visual;
			checked.cites = [...new Set([...checked.cites, ...asked.support])];
		}
	}
	const title = scene.title.replace(/[.,;:]+$/, '');
	if (title && drawableTitle(title, source, allowed)) checked.title = title;
	return checked;
}

/** Words for the screen: few, plain, grounded; `*marked*` words only in pairs. */
function drawableTitle(title: string, source: SourceText, allowed: (text: string) => boolean): boolean {
	const bare = title.replace(/\*/g, '');
	const stars = title.length - bare.length;
	return (
		(stars === 0 || (stars === 2 && /\*\S[^*]*\*/.test(title))) &&
		countWords(bare) <= 6 &&
		bare.length <= 60 &&
		!/https?:|www\.|[@#<>{}[\]|`\\]/.test(bare) &&
		!looksLikeInjection(bare) &&
		allowed(bare) &&
		groundDrawn(bare, source).grounded
	);
}

/** A title for the video that some source says. */
export function groundedTitle(title: string, { texts, allowed }: CheckRules): boolean {
	return (
		title.length >= 8 &&
		title.length <= 60 &&
		!/https?:|www\.|[@#<>{}[\]|*`\\]|\p{Extended_Pictographic}/u.test(title) &&
		!looksLikeInjection(title) &&
		allowed(title) &&
		texts.some((source) => groundDrawn(title.replace(/\?$/, ''), source).grounded)
	);
}

type Spoken = Pick<CheckedScene, 'source' | 'cites' | 'also'>;

/** Which source says the scene: the ones it names first; where none says it all, each sentence may have its own. */
function spokenBy(scene: ModelScene, texts: SourceText[]): Spoken | { problem: string } {
	const named = [...new Set(scene.from.map((ref) => ref.source))].filter((index) => index < texts.length);
	const order = [...named, ...texts.map((_, index) => index).filter((index) => !named.includes(index))];
	let nearest: string | undefined;
	const find = (statement: string): { source: number; cites: number[] } | null => {
		for (const index of order) {
			const source = texts[index] as SourceText;
			const verdict = ground(statement, source);
			if (verdict.grounded) return { source: index, cites: verdict.support };
			const at = verdict.support[0];
			nearest ??= `${verdict.reasons[0] ?? 'no sentence says this'}${at === undefined ? '' : `; the nearest is ${refName({ source: index, sentence: at })} ${JSON.stringify(source.sentences[at])}`}`;
		}
		return null;
	};
	const whole = find(scene.say);
	if (whole) return { ...whole, also: [] };
	const sentences = splitSentences(scene.say);
	const found = sentences.length > 1 ? sentences.map(find) : [];
	const [first, ...others] = found;
	if (!first || others.some((other) => !other)) return { problem: `the sources do not say it: ${nearest ?? 'no sentence says this'}` };
	const rest = others as { source: number; cites: number[] }[];
	return {
		source: first.source,
		cites: [...first.cites, ...rest.filter((other) => other.source === first.source).flatMap((other) => other.cites)],
		also: rest
			.filter((other) => other.source !== first.source)
			.flatMap((other) =>
				other.cites.map((index) => ({ sourceId: texts[other.source]!.id, quote: texts[other.source]!.sentences[index]! })),
			),
	};
}

/** Number of the earlier statement that says nearly the same, or 0. */
export const repeats = (say: string, earlier: string[]): number => earlier.findIndex((other) => jaccard(say, other) >= 0.85) + 1;
