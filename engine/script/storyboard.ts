/** From beats to scenes: the visual, the title, the kicker, the source line and the citations of each. */
import type { Scene, SourceText, Visual } from '../asset';
import { groundDrawn } from '../text';
import { kickerOf, titleOf } from './headline';
import { contextOf, textAsSource } from './visuals/context';
import type { Candidate, SceneContext, SceneInput } from './visuals/context';
import { addStickers, candidatesOf, chooseVisuals } from './visuals/pick';

export interface StoryboardInput {
	scenes: (SceneInput & {
		id: string;
		/** A visual that is kept as it is (a person's choice, or an unchanged scene). */
		keep?: Visual;
		onScreen?: Partial<Scene['onScreen']>;
	})[];
	allowed: (text: string) => boolean;
}

/** What a visual draws, each number together with its unit and label: the pieces that must be grounded. */
export function drawnStrings(visual: Visual): string[] {
	switch (visual.type) {
		case 'hook':
			return visual.number ? [`${visual.number.display} ${visual.number.unit}`.trim()] : [];
		case 'bignum':
			return [[visual.lead, visual.display, visual.unit].filter(Boolean).join(' ')];
		case 'share':
			return [`${visual.display} ${visual.label}`, visual.rest ?? ''];
		case 'split':
			if (visual.left.kicker === 'From' && visual.right.kicker === 'To')
				return [`${visual.left.label} from ${visual.left.value} to ${visual.right.value}`];
			return [visual.left, visual.right].map((side) => [side.kicker, side.value, side.label].filter(Boolean).join(' '));
		case 'line':
			return visual.points.map((point) => `${point.display} in ${point.x}`);
		case 'bars':
			return visual.items.map((item) => `${item.label} ${item.display}`);
		case 'place':
			return [visual.place.name, visual.value ? `${visual.value.display} ${visual.value.label}` : ''];
		case 'route':
			return [visual.from.name, visual.to.name];
		case 'timeline':
			return visual.items.map((item) => item.text);
		case 'steps':
			return visual.items.flatMap((item) => [item.text, item.detail ?? '']);
		case 'list':
			return visual.items.map((item) => item.text);
		case 'definition':
			return [`${visual.term} is ${visual.meaning}`];
		case 'date':
			return [`${visual.text} ${visual.display}`];
		case 'cause':
			return [visual.cause, visual.effect];
		case 'quote':
			return [`"${visual.text}," said ${visual.who}`];
		case 'outro':
			return [visual.callToAction ?? ''];
		case 'statement':
			return [];
	}
}

/** Who stands behind the cited sentences, as the small line under a picture says it: the sentence's own reference, else the source. */
export function sourceLine(source: SourceText | undefined, cites: number[], allowed: (text: string) => boolean): string | undefined {
	const reference = source?.references?.find((candidate) => cites.includes(candidate.sentence));
	if (reference?.publisher && allowed(reference.publisher)) return reference.publisher;
	if (!source?.publisher || !allowed(source.publisher)) return undefined;
	const year = /^\d{4}/.exec(source.publishedAt ?? '')?.[0];
	return year ? `${source.publisher}, ${year}` : source.publisher;
}

/** The scenes of a film, in order. */
export function storyboard(input: StoryboardInput): Scene[] {
	const contexts = input.scenes.map((scene, i) => contextOf(scene, i, input.scenes.length, input.allowed));
	const options: Candidate[][] = contexts.map((context, i) => {
		const keep = input.scenes[i]?.keep;
		return keep
			? [{ visual: structuredClone(keep), score: 5 }]
			: candidatesOf(context).map((candidate) => ({ ...candidate, visual: structuredClone(candidate.visual) }));
	});
	const picks = chooseVisuals(options);
	addStickers(
		contexts,
		picks,
		input.scenes.map((scene) => scene.keep !== undefined),
	);
	const used = new Set<string>();
	return contexts.map((context, i) => {
		const scene = input.scenes[i] as StoryboardInput['scenes'][number];
		const pick = picks[i] as Candidate;
		const { visual } = pick;
		const title = scene.onScreen?.title ?? titleOf(context, used, ['bignum', 'share', 'split', 'hook'].includes(visual.type));
		const kicker = scene.onScreen?.kicker ?? kickerOf(context, title, drawnStrings(visual).join(' '));
		const source = scene.onScreen?.source ?? sourceLine(context.source, context.cites, input.allowed);
		return {
			id: scene.id,
			narration: context.narration,
			onScreen: { title: title || fallbackTitle(context), ...(kicker ? { kicker } : {}), ...(source ? { source } : {}) },
			visual,
			citations: citationsOf(context, pick.alsoCites ?? []),
		};
	});
}

/** A scene always has a title: the first words, whole. */
function fallbackTitle(context: SceneContext): string {
	const words = context.narration
		.replace(/["“”*]/g, '')
		.split(/\s+/)
		.slice(0, 4)
		.join(' ')
		.replace(/[.,;:!?]+$/, '');
	return groundDrawn(words, context.source ?? textAsSource(context.narration)).grounded ? words : '';
}

function citationsOf(context: SceneContext, also: number[]): Scene['citations'] {
	const { source } = context;
	if (!source) return [];
	return [...new Set([...context.cites, ...also])].flatMap((index) => {
		const quote = source.sentences[index];
		return quote ? [{ sourceId: source.id, quote }] : [];
	});
}
