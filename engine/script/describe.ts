/** The text under a film: what it tells, in sentences that stand alone, then its steps, then every source with its address. */
import type { Scene, Source, SourceText } from '../asset';
import { contentStems, names } from '../text';
import { closeSentence, standsAlone, tellsResult } from '../writing';
import { creditOf } from './credits';
import { wordCount } from './visuals/context';

/** Sentences of a summary: before "more" is pressed, and all. */
const FIRST = 2;
const MOST = 5;
const LONGEST = 40;

/** How much a scene tells a reader who has not seen the film. */
function worth({ narration }: Scene, headline: Set<string>): number {
	const words = wordCount(narration);
	return (
		0.5 * Math.min(3, [...contentStems(narration)].filter((stem) => headline.has(stem)).length) +
		(tellsResult(narration) ? 1 : 0) -
		(/\b(?:it|they|them|he|she|its|their|his|her)\b/i.test(narration) ? 0.7 : 0) +
		(/\d/.test(narration) ? 1 : 0) +
		0.4 * Math.min(2, names(narration).length) +
		(words >= 8 && words <= 26 ? 0.5 : 0) -
		(/["“”?]/.test(narration) ? 1.5 : 0)
	);
}

/** "only 18 percent of them knew it." */
const POINTS = /\b(?:of|than|from|to|for|with) (?:them|it|these|those)\b|\b(?:it|them|so)[.!]$/i;

const isStep = ({ visual }: Scene): boolean => visual.type === 'steps' && visual.firstNumber !== undefined;

/** The opening and, from the parts of the film behind it, the sentence of each that tells most and leans on nothing, in their order. */
function summary(scenes: Scene[], headline: Set<string>): string[] {
	const [hook, ...rest] = scenes;
	if (!hook) return [];
	const told = rest.filter((scene) => !isStep(scene));
	const able = told.filter(({ narration }) => wordCount(narration) <= LONGEST && standsAlone(narration) && !POINTS.test(narration));
	const wanted = Math.min(MOST, Math.max(3, Math.round(scenes.length / 3))) - 1;
	const chosen = new Set<Scene>();
	// Two that stand side by side tell less of the whole than two that stand apart.
	const gain = (scene: Scene): number =>
		worth(scene, headline) -
		(told.some((other, i) => other === scene && [told[i - 1], told[i + 1]].some((near) => near && chosen.has(near))) ? 0.6 : 0);
	while (chosen.size < Math.min(wanted, able.length)) {
		const [best] = able.filter((scene) => !chosen.has(scene)).sort((a, b) => gain(b) - gain(a));
		chosen.add(best!);
	}
	// What the opening leads to belongs to it.
	const next = told[0];
	if (next && next === rest[0] && !standsAlone(next.narration) && wordCount(hook.narration) <= 12) chosen.add(next);
	return [hook, ...told.filter((scene) => chosen.has(scene))].map(({ narration }) => closeSentence(narration)).slice(0, MOST);
}

/** Text under the video. Chapter times are added once the voice is known. */
export function describe(
	scenes: Scene[],
	sources: (Source | SourceText)[],
	references: { title: string; url: string }[],
	allowed: (text: string) => boolean,
): string {
	const spoken = scenes.filter((scene) => scene.visual.type !== 'outro');
	const sentences = summary(spoken, new Set(sources.slice(0, 1).flatMap(({ title }) => [...contentStems(title)])));
	const lines = [sentences.slice(0, FIRST).join(' ')];
	if (sentences.length > FIRST) lines.push(sentences.slice(FIRST).join(' '));
	const steps = spoken.filter(isStep);
	if (steps.length >= 2) {
		lines.push('', 'Steps:');
		let last: number | undefined;
		steps.forEach(({ visual }) => {
			if (visual.type !== 'steps') return;
			const text = visual.items.map((item) => item.text).join(' ');
			// A step that takes several scenes is one step.
			if (visual.firstNumber === last) lines.push(`${closeSentence(lines.pop()!)} ${text}`);
			else lines.push(`${(last = visual.firstNumber)}. ${text}`);
		});
	}
	if (sources.length) {
		lines.push('', sources.length === 1 ? 'Source:' : 'Sources:');
		for (const source of sources) lines.push(`- ${creditOf(source, allowed)}`);
	}
	const more = references.filter((reference) => reference.url && !sources.some((source) => source.url === reference.url)).slice(0, 20);
	if (more.length) {
		lines.push('', 'Further references:');
		for (const reference of more)
			lines.push(`- ${[allowed(reference.title) ? reference.title : '', reference.url].filter(Boolean).join(', ')}`);
	}
	return lines.join('\n').trim();
}
