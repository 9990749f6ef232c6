/** One scene of a model held to the rules of every scene: shape, banned words, and the grounding gate for what is spoken and drawn. */
import type { Citation, SourceText, Visual } from '../asset';
import { ground, groundDrawn, jaccard, looksLikeInjection, splitSentences } from '../text';
import { countWords, shapeProblems } from '../writing';
import { derivationsOf } from './derivation';
import { askedVisual } from './fromModelVisual';
import { refName } from './sentenceRefs';
import type { ModelScene } from './fromModelDraft';
import { citationsOf, type Doubt, type Held } from './judge/secondJudge';

export interface CheckedScene {
	scene: ModelScene;
	/** Why it cannot be spoken; empty when it can. */
	problems: string[];
	/** Index of the source that says it; -1 while nothing does. */
	source: number;
	/** Sentences of that source that say it, or carry what is drawn. */
	cites: number[];
	/** Where a second sentence of the scene comes from another source; beside doubts, what the rules accept of it. */
	also: Citation[];
	/** Sentences that the rules alone refuse, where nothing else is wrong with the scene. */
	doubts: Doubt[];
	/** Citations of sentences that a second judge accepted. */
	judged: Citation[];
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
	const checked: CheckedScene = { scene, problems, source: -1, cites: [], also: [], doubts: [], judged: [] };
	const said = spokenBy(scene, texts);
	if ('problem' in said) {
		if (!problems.length) {
			checked.doubts = said.doubts;
			checked.also = said.also;
		}
		problems.push(said.problem);
	} else Object.assign(checked, said);
	return withDrawn(checked, role, rules);
}

/** The scene with its doubted sentences accepted: each of them is held by a judge and the guards (`held`). */
export function withFindings(
	checked: CheckedScene,
	held: ReadonlyMap<Doubt, Held>,
	role: 'hook' | 'body',
	rules: CheckRules,
	judge: string,
): CheckedScene {
	const judged = checked.doubts.flatMap((doubt) => computed(citationsOf(held.get(doubt)!, doubt.text, judge, rules.texts), rules.texts));
	const { source, cites } = held.get(checked.doubts[0]!)!;
	return withDrawn({ ...checked, problems: [], doubts: [], source, cites, judged }, role, rules);
}

/** Citations of one judged sentence; its mark also tells how numbers follow that the cited words do not print. */
function computed(citations: Citation[], texts: SourceText[]): Citation[] {
	const said = citations[0]?.judged?.said;
	const derived = said === undefined ? [] : derivationsOf(said, citations, texts);
	return derived.length ? citations.map((cite) => (cite.judged ? { ...cite, judged: { ...cite.judged, derived } } : cite)) : citations;
}

/** The scene with the picture and the title that it asks for, as far as they may be drawn. */
function withDrawn(checked: CheckedScene, role: 'hook' | 'body', { texts, allowed }: CheckRules): CheckedScene {
	const { scene } = checked;
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

/** Which source says the scene, the ones that it names first; a second sentence may stand in another one. */
function spokenBy(scene: ModelScene, texts: SourceText[]): Spoken | { problem: string; doubts: Doubt[]; also: Citation[] } {
	const named = [...new Set(scene.from.map((ref) => ref.source))].filter((index) => index < texts.length);
	const order = [...named, ...texts.map((_, index) => index).filter((index) => !named.includes(index))];
	const verdict = ground(
		scene.say,
		order.map((index) => texts[index]!),
	);
	const indexOf = (sourceId: string): number => texts.findIndex((text) => text.id === sourceId);
	const [first] = verdict.citations;
	if (!verdict.grounded || !first) {
		const refusal = verdict.refusals[0];
		const nearest = refusal?.nearest;
		const miss = nearest
			? `; the nearest is ${refName({ source: indexOf(nearest.sourceId), sentence: nearest.index })} ${JSON.stringify(nearest.quote)}`
			: '';
		const sentences = splitSentences(scene.say);
		return {
			problem: `the sources do not say it: ${refusal?.reasons[0] ?? 'no sentence says this'}${miss}`,
			doubts: verdict.refusals.map((refused) => {
				const after = sentences[sentences.indexOf(refused.text) - 1];
				return { text: refused.text, from: scene.from, refusal: refused, ...(after ? { after } : {}) };
			}),
			also: verdict.citations.map(({ sourceId, quote }) => ({ sourceId, quote })),
		};
	}
	return {
		source: indexOf(first.sourceId),
		cites: [...new Set(verdict.citations.filter((cite) => cite.sourceId === first.sourceId).map((cite) => cite.index))],
		also: verdict.citations.filter((cite) => cite.sourceId !== first.sourceId).map(({ sourceId, quote }) => ({ sourceId, quote })),
	};
}

/** Number of the earlier statement that says nearly the same, or 0. */
export const repeats = (say: string, earlier: string[]): number => earlier.findIndex((other) => jaccard(say, other) >= 0.85) + 1;
