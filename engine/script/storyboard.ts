/** From beats to scenes: the visual, the title, the kicker, the source line and the citations of each. */
import type { Scene, SourceText, Visual } from '../asset';
import { knownWord } from '../text';
import { isCountable } from '../text/countable';
import { escapePattern } from '../text/pattern';
import { phraseFault, sentenceTokens } from '../writing';
import { drawnStrings } from './drawn';
import { besideNumber, hookTitle, kickerOf, mark, posterOf, sharesNumber, titleOf } from './headline';
import type { Shown, UsedTitles } from './headline';
import { CONTINENTS, contextOf, parsedSubject, sentenceCase, subjectOf, wordCount } from './visuals/context';
import type { Candidate, SceneContext, SceneInput } from './visuals/context';
import { addStickers, candidatesOf, chooseVisuals } from './visuals/pick';

export { drawnStrings } from './drawn';

export interface StoryboardInput {
	scenes: (SceneInput & {
		id: string;
		/** A visual that is kept as it is (a person's choice, or an unchanged scene). */
		keep?: Visual;
		onScreen?: Partial<Scene['onScreen']>;
	})[];
	allowed: (text: string) => boolean;
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
	const used: UsedTitles = new Set();
	return contexts.map((context, i) => {
		const scene = input.scenes[i] as StoryboardInput['scenes'][number];
		const pick = picks[i] as Candidate;
		const { visual } = pick;
		const title = scene.onScreen?.title ?? sceneTitle(context, pick, used);
		if (!scene.keep) settle(visual, title, context);
		for (const text of writtenWhole(visual)) used.add(text.toLowerCase());
		const kicker = scene.onScreen?.kicker ?? chartPlace(context, title, visual) ?? kickerOf(context, title, drawnStrings(visual).join(' '));
		const source = scene.onScreen?.source ?? sourceLine(context.source, context.cites, input.allowed);
		return {
			id: scene.id,
			narration: context.narration,
			onScreen: { title, ...(kicker ? { kicker } : {}), ...(source ? { source } : {}) },
			visual,
			citations: citationsOf(context, pick.alsoCites ?? []),
		};
	});
}

/** The scene's title: its picture's own, the headline's for the opening, else the best phrase that the picture does not write already. */
function sceneTitle(context: SceneContext, pick: Candidate, used: UsedTitles): string {
	if (context.index === 0) return hookTitle(context, used);
	const { visual, title } = pick;
	const counted = visual.type === 'steps' && visual.firstNumber !== undefined;
	if (title && (counted || !used.has(title.toLowerCase())) && phraseFault(title, { term: true }) === null && context.drawable(title)) {
		used.add(title.toLowerCase());
		return mark(title, context);
	}
	if (visual.type === 'statement') return posterOf(context, used);
	const drawn = drawnStrings(visual).join(' ');
	const found = titleOf(context, used, { drawn, cue: visual.cues?.[0], kind: kindOf(visual), needed: visual.type === 'cause' });
	return visual.type === 'line' || visual.type === 'bars' ? chartTitle(found, context, visual) : found;
}

/** The title of a chart says what is measured: a name of a place or company alone does not. */
function chartTitle(found: string, context: SceneContext, visual: Extract<Visual, { type: 'line' | 'bars' }>): string {
	const { narration, places, heading } = context;
	const measures = (text: string): boolean => {
		const bare = places.reduce((rest, { name }) => rest.replace(new RegExp(escapePattern(name), 'i'), ''), text.replace(/\*/g, '')).trim();
		return (
			sentenceTokens(bare).some(({ pos, text: word }) => pos === 'NOUN' && /^\p{Ll}/u.test(word)) ||
			(/^\p{Lu}\p{Ll}+$/u.test(bare) && knownWord(bare))
		);
	};
	if (found && measures(found.replace(/^(\*?)\p{Lu}/u, (letter) => letter.toLowerCase()))) return found;
	const subject = (parsedSubject(narration)?.text ?? subjectOf(narration)).split(/\s(?:in|at|for|on)\s/)[0] ?? '';
	const behind = context.numbers.map((number) => /^\s(\p{Ll}+s)\b/u.exec(narration.slice(number.end))?.[1] ?? '').find(Boolean) ?? '';
	const counted = behind || (isCountable(visual.unit) ? visual.unit : '');
	const changing =
		/\b(\p{Ll}{3,})\s(?:rose|rises|fell|falls|grew|climbed|dropped|went|shrank|doubled|increased|declined)\b/u.exec(narration)?.[1] ?? '';
	// "3 percent of its income on defence"
	const share =
		/\b(?:percent|per cent|%)\sof\s(?:its|their|all|the)\s((?:\p{Ll}+\s?){1,4}?)(?=[,.;]|\s(?:and|in|to|by)\s)/u.exec(narration)?.[1] ?? '';
	const text = [
		subject,
		changing,
		`${counted} ${found.replace(/\*/g, '')}`.trim(),
		counted,
		share,
		heading?.text.replace(/[.:]$/, '') ?? '',
	].find(
		(option) =>
			option !== '' &&
			wordCount(option) <= 6 &&
			measures(option) &&
			phraseFault(sentenceCase(option), { term: true }) === null &&
			// "Plants Germany" is no phrase of anybody.
			(!option.includes(' ') || option === subject || option === share || narration.toLowerCase().includes(option.toLowerCase())) &&
			context.drawable(option),
	);
	return text ? mark(sentenceCase(text), context) : '';
}

/** The place that a chart is about, over its title: "Germany", where "Plants" says what is counted; none of the bars' own. */
function chartPlace(context: SceneContext, title: string, visual: Visual): string | undefined {
	if ((visual.type !== 'line' && visual.type !== 'bars') || !title) return undefined;
	const [place, other] = context.places;
	const own = visual.type === 'bars' && visual.items.some(({ label }) => place && label.includes(place.name));
	const alone = place && !other && !own && !title.includes(place.name) && !CONTINENTS.has(place.name) && context.drawableName(place.name);
	return alone && /^(?:In\s)?(?:the\s)?$/i.test(context.narration.slice(0, context.narration.indexOf(place.name))) ? place.name : undefined;
}

/** Sentences and clauses that a picture writes: no later scene says them again. */
function writtenWhole(visual: Visual): string[] {
	switch (visual.type) {
		case 'cause':
			return [visual.cause, visual.effect];
		case 'date':
			return [visual.text];
		case 'list':
		case 'timeline':
			return visual.items.map(({ text }) => text);
		case 'bignum':
			return [[visual.lead, visual.display, visual.unit].filter(Boolean).join(' ')];
		default:
			return [];
	}
}

/** How a picture speaks for itself; see {@link Shown}. */
function kindOf(visual: Visual): Shown['kind'] {
	switch (visual.type) {
		case 'bignum':
			return 'number';
		case 'share':
		case 'count':
		case 'cause':
			return 'share';
		case 'place':
			return 'place';
		case 'line':
		case 'bars':
		case 'hook':
		case 'outro':
		case 'statement':
			return 'bare';
		default:
			return 'named';
	}
}

/** What title and picture would write twice is written once. */
function settle(visual: Visual, title: string, context: SceneContext): void {
	const plain = title.replace(/\*/g, '').toLowerCase();
	// "Rents rose 7 percent" beside another thing's 3% would give it to the wrong one.
	if (
		visual.type === 'hook' &&
		visual.number &&
		(sharesNumber(title, visual.number.display) ||
			/\d/.test(title) ||
			!besideNumber(context, title, visual.cues?.[0]) ||
			// "2%" beside words of the headline: of what, neither says.
			(!visual.number.unit && !context.narration.toLowerCase().includes(plain)))
	)
		delete visual.number;
	if (visual.type !== 'bignum' || !plain) return;
	const lead = visual.lead.replace(/^(?:the|an?)\s/i, '');
	const bare = plain.replace(/^(?:the|an?)\s/i, '');
	if (!lead.toLowerCase().startsWith(bare)) return;
	const rest = lead
		.slice(bare.length)
		.trim()
		.replace(/^(?:is|are|was|were|has|have|had)\s?(?=$|about|only|nearly|almost|over|more|less|up|at)/i, '');
	const shorter = { ...visual, lead: sentenceCase(rest) };
	if (drawnStrings(shorter).every(context.drawable)) visual.lead = shorter.lead;
}

function citationsOf(context: SceneContext, also: number[]): Scene['citations'] {
	const { source } = context;
	if (!source) return [];
	return [...new Set([...context.cites, ...also])].flatMap((index) => {
		const quote = source.sentences[index];
		return quote ? [{ sourceId: source.id, quote }] : [];
	});
}
