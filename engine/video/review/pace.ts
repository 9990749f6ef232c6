/** Rules 1 and 2: how a film begins, and that it never stands still. */
import { plainTitle } from '../../render/title';
import { countWords, hookFeatures, HOOK_WORDS } from '../../writing';
import { least, most, none, type Figure } from './figure';
import type { ReviewInput } from './index';

/** Frames of one change: what goes on without a pause of this length is one change to a viewer. */
const PAUSE_FRAMES = 6;

/** First frames of the changes a viewer counts. */
export function changesOf(events: number[]): number[] {
	return events.filter((frame, i) => i === 0 || frame - events[i - 1]! > PAUSE_FRAMES);
}

/** Rule 1: the first frame is a cover, the first word and the first changes come soon, the hook says something. */
export function openingFigures({ script, words, plan, watched }: ReviewInput): Figure[] {
	const { fps } = plan;
	const changes = changesOf(watched.events);
	const hook = script.scenes[0]!.narration;
	const title = plainTitle(plan.scenes[0]!.title).split(' ');
	const big = watched.cover.filter((text) => text.size >= 84 && text.contrast >= 3);
	const shown = new Set(big.flatMap((text) => text.text.split(/\s+/)));
	return [
		none(
			1,
			'cover words missing, small or faint',
			title.filter((word) => !shown.has(word)),
		),
		most(1, 'first word, s', words.words[0]!.startSeconds, 0.25),
		most(1, 'first change, s', (changes[0] ?? Infinity) / fps, 0.8),
		least(1, 'changes by 3 s', changes.filter((frame) => frame <= 3 * fps).length, 3),
		most(1, 'hook, words', countWords(hook), HOOK_WORDS, [hook]),
		least(1, 'hook: number, contrast, question, consequence', hookFeatures(hook).length, 1, [hook]),
		none(
			1,
			'“In this video”',
			script.scenes.filter(({ narration }) => /\bin (this|today.s) (video|short|episode)\b/i.test(narration)).map(({ id }) => id),
		),
	];
}

/** Rule 2: something new every 2.5 s (16:9: 4 s), and the end comes with the last word. */
export function paceFigures({ words, plan, watched }: ReviewInput): Figure[] {
	const { fps } = plan;
	const { from, frames } = watched.longestStill;
	const last = words.words.at(-1)!.endSeconds;
	const silent = plan.scenes.filter((scene) => scene.startFrame / fps > last);
	return [
		most(2, 'longest still, s', frames / fps, plan.height > plan.width ? 2.5 : 4, [`from ${(from / fps).toFixed(1)} s`]),
		most(2, 'end after the last word, s', plan.durationFrames / fps - last, 0.4),
		none(
			2,
			'end cards',
			silent.map((scene) => scene.id),
		),
	];
}
