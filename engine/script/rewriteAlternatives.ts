/** Other words for a scene without a model: a shorter cut of its own sentence, or another sentence of its source. */
import type { Script } from '../asset';
import { ground } from '../text';
import { countWords, scenesOf, sceneWords, shapeProblems, shorterForms, unitsOf } from '../writing';
import type { Unit } from '../writing';
import { repeats, type CheckRules } from './fromModelCheck';
import type { Reworded } from './rewrite';

/** "auto" tries the shorter cut first. */
export type Alternative = 'auto' | 'shorter' | 'other';

export interface AlternativeInput {
	script: Script;
	/** What was changed already. */
	changes: Map<string, Reworded>;
	rules: CheckRules;
	alternative: Alternative;
}

/** The words, or null where the sources give none. */
export function alternativeFor(id: string, input: AlternativeInput): Reworded | null {
	const { script, changes, rules, alternative } = input;
	const at = script.scenes.findIndex((scene) => scene.id === id);
	const scene = script.scenes[at];
	if (!scene) return null;
	const role = at === 0 ? 'hook' : 'body';
	const cited = scene.citations.flatMap(({ sourceId, quote }) => {
		const source = rules.texts.findIndex((text) => text.id === sourceId);
		const sentence = rules.texts[source]?.sentences.indexOf(quote) ?? -1;
		return source >= 0 && sentence >= 0 ? [{ source, sentence }] : [];
	});
	const [home] = cited;
	if (!home) return null;
	const units = unitsOf(rules.texts, rules.allowed);
	const said = script.scenes.filter((other) => other.id !== id).map((other) => changes.get(other.id)?.narration ?? other.narration);
	const accepts = (text: string, unit: Unit): boolean => {
		const source = rules.texts[unit.source];
		return !!source && rules.allowed(text) && ground(text, source).grounded;
	};
	const speakable = (text: string): boolean =>
		text !== scene.narration && !shapeProblems(text, { kind: rules.kind, role }).length && !repeats(text, said);
	const reworded = (narration: string, unit: Unit): Reworded => ({ narration, source: unit.source, cites: [unit.index], by: 'cut' });

	if (alternative !== 'other') {
		for (const { source, sentence } of cited) {
			const unit = units.find((candidate) => candidate.source === source && candidate.index === sentence);
			if (!unit) continue;
			const forms = [
				...shorterForms(scene.narration),
				...shorterForms(unit.text),
				...scenesOf(unit, sceneWords(rules.kind), accepts, true),
			];
			const shorter = forms
				.filter((form) => countWords(form) < countWords(scene.narration) && countWords(form) >= 4)
				.sort((a, b) => countWords(b) - countWords(a))
				.find((form) => speakable(form) && accepts(form, unit));
			if (shorter) return reworded(shorter, unit);
		}
		if (alternative === 'shorter') return null;
	}
	// What any scene says already, this one included, is not offered again.
	const spoken = new Set<number>();
	for (const { sourceId, quote } of script.scenes.flatMap((other) => other.citations)) {
		const unit = units.find(({ source, index }) => rules.texts[source]?.id === sourceId && rules.texts[source]?.sentences[index] === quote);
		if (unit) spoken.add(unit.id);
	}
	for (const change of changes.values())
		for (const index of change.cites) {
			const unit = units.find((candidate) => candidate.source === change.source && candidate.index === index);
			if (unit) spoken.add(unit.id);
		}
	const near = units
		.filter((unit) => unit.usable && !spoken.has(unit.id) && unit.source === home.source && unit.needs.every((need) => spoken.has(need)))
		.sort((a, b) => Math.abs(a.index - home.sentence) - Math.abs(b.index - home.sentence));
	for (const unit of near) {
		const [text, ...rest] = scenesOf(unit, role === 'hook' ? 12 : sceneWords(rules.kind), accepts);
		if (text && !rest.length && speakable(text) && accepts(text, unit)) return reworded(text, unit);
	}
	return null;
}
