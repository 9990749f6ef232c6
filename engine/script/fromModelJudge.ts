/** A draft before its second judge: what is asked about its scenes, and which of them stand by the answer. */
import { splitSentences } from '../text';
import { repeats, withFindings, type CheckedScene, type CheckRules } from './fromModelCheck';
import { askJudge, type Asked, type Findings } from './judge/secondJudge';

/** What only a second judge can decide of a draft, or null. */
export function judgeScenes(scenes: CheckedScene[], { texts }: CheckRules, model: string): Asked | null {
	const truths = scenes.filter((scene) => !scene.problems.length).flatMap(({ scene }) => splitSentences(scene.say));
	return askJudge(
		scenes.flatMap((scene) => scene.doubts),
		truths,
		texts,
		model,
	);
}

/** Takes the scenes of which every doubted sentence was accepted; returns what is to be told. */
export function takeFindings(scenes: CheckedScene[], { held, warnings }: Findings, rules: CheckRules, model: string): string[] {
	scenes.forEach((checked, i) => {
		if (!checked.doubts.length || !checked.doubts.every((doubt) => held.has(doubt))) return;
		const accepted = withFindings(checked, held, i === 0 ? 'hook' : 'body', rules, model);
		noRepeat(
			accepted,
			scenes.filter((other) => other !== checked && !other.problems.length).map((other) => other.scene.say),
		);
		if (!accepted.problems.length) scenes[i] = accepted;
	});
	return warnings;
}

/** Marks a scene that says nearly what another one says. */
export function noRepeat(checked: CheckedScene, said: string[]): void {
	if (!checked.problems.length && repeats(checked.scene.say, said)) checked.problems.push('it repeats an earlier scene');
}
