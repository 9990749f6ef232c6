/** "Lowtown beat Halverton 3-2": the score of a match as its figure. */
import { tellsResult } from '../../writing';
import { cueAt, sentenceCase, wordCount } from './context';
import type { Candidate, SceneContext } from './context';
import { tail } from './measured';

const SCORE = /(?<![\d–-])(\d{1,3})[-–]\d{1,3}(?![\d–-]|,\s\d|\sand\s\d)/;

/** A score with who played before it and what of behind it. */
export function score(context: SceneContext): Candidate[] {
	const { narration } = context;
	const match = SCORE.exec(narration);
	if (!match || /["“”;]/.test(narration) || !tellsResult(narration)) return [];
	const [display, first = ''] = match;
	const lead = narration.slice(0, match.index).trim();
	if (wordCount(lead) < 2 || wordCount(lead) > 8 || /[,:]/.test(lead)) return [];
	const unit = [tail(narration, match.index + display.length, 5), ''].find((text) => context.drawable(`${lead} ${display} ${text}`.trim()));
	if (unit === undefined) return [];
	return [
		{
			visual: {
				type: 'bignum',
				value: Number(first),
				display,
				unit,
				lead: sentenceCase(lead),
				cues: [cueAt(narration, match.index)],
			},
			score: 6.4,
		},
	];
}
