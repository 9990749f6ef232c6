/** A figure whose sentence leads to it in too many words for its parts to be named: the sentence's core, with the number large in it. */
import { coresOf } from '../../writing';
import { cueAt, sentenceCase, wordCount } from './context';
import type { Candidate, SceneContext } from './context';
import { inSubject } from './leads';
import { hasVerb, MEASURE, opensAt, quotedAt } from './measured';
import { bignum, heroes, heroOf } from './numbers';

const MOST_LEAD = 11;
const MOST_LABEL = 7;

/** "The front moved back by about | 600 | metres" of a sentence that tells when before; none where a plainer picture of the number is found. */
export function figure(context: SceneContext): Candidate[] {
	const { narration } = context;
	const numbers = heroes(context.numbers).filter(({ text, kind }) => /\d/.test(text) && kind !== 'range' && kind !== 'fraction');
	const [only] = numbers;
	if (!only || numbers.length > 2 || /["“”;?]|^(?:If|Unless|Once|Whenever|When)\s/.test(narration) || bignum(context).length) return [];
	for (const quantity of numbers) {
		if (quotedAt(narration, quantity.start) || /\d-\p{L}/u.test(quantity.text)) continue;
		const { number, unit, end } = heroOf(narration, quantity);
		const whole = narration.replace(/[.!]$/, '');
		for (const core of [whole, ...coresOf(narration, 4, 16)]) {
			const at = narration.indexOf(core);
			if (at < 0 || at > opensAt(quantity) || at + core.length < end || /[.!]\s\p{Lu}/u.test(core)) continue;
			const lead = narration.slice(at, quantity.start).trim();
			const label = [unit, narration.slice(end, at + core.length).trim()].filter(Boolean).join(' ');
			// "At 30 she had caught everyone": of what?
			if (/(?:\b(?:and|or)|,)$/.test(lead) || /^(?:she|he|it|they|we|you|I|the|this)\b/.test(label)) continue;
			if (/[,;:]/.test(label) || wordCount(lead) > MOST_LEAD || wordCount(label) > MOST_LABEL) continue;
			// "Water at 1 degree slows …": it only says which water.
			if (wordCount(lead) > 1 && inSubject(narration, quantity)) continue;
			// Another figure before it is told as well.
			if (numbers.some((other) => other !== quantity && other.start >= at && other.end <= at + core.length)) continue;
			// Of what, neither the words before nor those behind it say.
			if (!label && quantity.kind === 'count') continue;
			if (!hasVerb(`${lead} ${label}`) || (MEASURE.test(label) && wordCount(lead) < 2) || /\d/.test(label) || !context.drawable(core))
				continue;
			if (/^(?:it|they|this|that|these|those|he|she)\b/i.test(lead) && wordCount(lead) < 2) continue;
			return [
				{
					visual: {
						type: 'bignum',
						value: quantity.value ?? 0,
						display: sentenceCase(number),
						unit: label,
						lead: sentenceCase(lead),
						cues: [cueAt(narration, quantity.start)],
					},
					score: 4.7 - 0.4 * (numbers.length - 1),
				},
			];
		}
	}
	return [];
}
