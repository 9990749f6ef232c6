/** Before and after of one thing, whichever the sentence tells first, as two values side by side. */
import type { SplitSide } from '../../asset';
import { escapePattern } from '../../text/pattern';
import { cueAt, parsedSubject, sentenceCase, subjectOf, wordCount } from './context';
import type { Candidate, SceneContext } from './context';

/** Words that tell that something went up or down. */
export const CHANGE =
	/\b(rose|rise|rises|risen|fell|fall|falls|fallen|grew|grow|up|down|more|fewer|less|higher|lower|increas\w+|decreas\w+|drop\w*|gain\w*|lost|widened|shrank|slipped|climb(?:s|ed)?|jump(?:s|ed)?|cut|cheaper|longer|shorter|faster|slower|above|below|off|raised|reduced|slump\w*|declin\w+|swell|surged|slow(?:s|ed)|eas(?:es|ed)|edg(?:es|ed)|dips?|dipped)\b/i;

/** "more than", "about": what keeps an end of a change from being exact is drawn with it. */
const BOUND = '(?:more than |less than |fewer than |over |about |almost |nearly |around |roughly |just |only |under |some )?';
const AMOUNT = `(${BOUND}(?:[$€£]?[\\d.,]*\\d(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|two|three|four|five|six|seven|eight|nine|ten)(?:\\s(?:million|billion|percent|per cent))?)`;
/** Before and after, whichever is told first: "from 8.1 to 7.4 millimoles", "to 5.9 percent in October, down from a peak of 8.1 percent". */
const FROM_TO = new RegExp(
	`\\bfrom\\s+${AMOUNT}(?:\\s(?!(?:an?|per)\\s)(\\p{L}+))?(?<rate>\\s(?:an?|per)\\s\\p{L}+)?(?:\\s(?:in|on)\\s(?:\\p{Lu}\\p{Ll}+|\\d{4}))?,?\\s+to\\s+${AMOUNT}(?:\\s(\\p{L}[\\p{L}-]*))?`,
	'gu',
);
const TO_FROM = new RegExp(
	`\\bto\\s+${AMOUNT}(?:\\s((?!from\\b|in\\b|on\\b|last\\b|this\\b|up\\b|down\\b)\\p{L}+))?(\\s(?:an?|per)\\s\\p{L}+)?(?:\\s(?:in|on|last|this)\\s\\p{L}+)?,?\\s(?:up\\s|down\\s)?from\\s+(?:an?\\s(?:peak|high|low|record)\\sof\\s)?${AMOUNT}(?:\\s(\\p{L}[\\p{L}-]*))?`,
	'gu',
);

interface Change {
	index: number;
	low: string;
	unitA: string;
	/** " a year" behind the first value. */
	rate?: string;
	lowAt: number;
	high: string;
	unitB: string;
	highAt: number;
}

function changesIn(narration: string): Change[] {
	return [
		...[...narration.matchAll(FROM_TO)].map((match): Change => {
			const [all, low = '', unitA = '', rate = '', high = '', unitB = ''] = match;
			return {
				index: match.index,
				low,
				unitA: /^(?:to|in|on)$/.test(unitA) ? '' : unitA,
				rate,
				lowAt: match.index + 5,
				high,
				unitB,
				highAt: match.index + all.lastIndexOf(high),
			};
		}),
		...[...narration.matchAll(TO_FROM)].map((match): Change => {
			const [all, high = '', unitB = '', , low = '', unitA = ''] = match;
			return {
				index: match.index,
				low,
				unitA: unitA || unitB,
				lowAt: match.index + all.lastIndexOf(low),
				high,
				unitB,
				highAt: match.index + 3,
			};
		}),
	];
}

/** "fell from 8.1 to 7.4 millimoles": before and after of one thing. */
export function fromTo(context: SceneContext): Candidate | null {
	const { narration } = context;
	const numbers = context.numbers.filter((quantity) => quantity.value !== null || quantity.kind === 'range');
	if (numbers.length < 1) return null;
	for (const { index, low: written, unitA: rawA, rate: rateA = '', lowAt, high, unitB, highAt } of changesIn(narration)) {
		// "From 24 to 65 million tonnes": the million is said once of both.
		const scale = rawA || !/(?:^|\s)\d{1,3}(?:\.\d+)?$/.test(written) ? '' : (/\s(?:million|billion)$/.exec(high)?.[0] ?? '');
		const low = written + scale;
		const unitA = /^(in|of|on|at|while|and|after|among|by|for|with|across|last|this|a|earlier)$/.test(rawA) ? '' : rawA;
		if (
			/(?:^|\s)(1[5-9]|20)\d\d$/.test(low) ||
			/^(January|February|March|April|May|June|July|August|September|October|November|December)$/.test(unitB)
		)
			continue;
		const before = narration.slice(0, index).replace(/.*[,;.!?]\s/, '');
		if (!CHANGE.test(before) && !/\b(?:lifts?|lifted|moves?|moved|changed|drops?|goes|went|gone)\b/.test(before)) continue;
		// "The win lifts Ravensholt from seventh to fifth": what moves is the object.
		const [, deed = '', object] =
			/\b(lifts?|lifted|moves?|moved|raises?|raised|cuts?|takes?|took|brings?|brought|push(?:es|ed)?|lower(?:s|ed)|reduc(?:es|ed)|increas(?:es|ed))\s(.+?)\s*$/.exec(
				before,
			) ?? [];
		if (object && /^(?:it|them|him|her|us|you)$/i.test(object)) continue;
		const subject =
			object ||
			parsedSubject(before)?.text ||
			subjectOf(before) ||
			(before.length === index ? (parsedSubject(narration)?.text ?? '') : '') ||
			// "The number of lorry drivers in the county fell": whole where nothing shorter is safe.
			(wordCount(before) <= 9 && /^\p{Lu}/u.test(before) ? before.trim().replace(/^(?:the|an?)\s|\s\S+$/gi, '') : '');
		const plainUnit = /^(in|of|on|at|while|and|after|among|by|for|with|across)$/.test(unitB) ? '' : unitB || unitA;
		// "to 19 crowns an hour": without it the wage would be another.
		const behindHigh = narration.slice(highAt + high.length + (unitB ? unitB.length + 1 : 0));
		const rate = /^\s(?:an?|per|each|every)\s\p{L}+(?=[\s,.;]|$)/u.exec(behindHigh)?.[0] ?? '';
		const unit = `${plainUnit}${rate}`.trim();
		if (!subject || /^(?:who|which|that|it|they|he|she)\b/i.test(subject)) continue;
		const percent = (text: string): string => text.replace(/\s(?:percent|per cent)$/, '%');
		// "Number of drivers fell": with its verb it says what happened, and the gate has a clause to find.
		const behind = before.includes(subject) ? before.slice(before.indexOf(subject) + subject.length).trim() : '';
		const verb = object || wordCount(behind) > 4 ? '' : behind;
		const article = new RegExp(`\\b(?:the|its|their|his|her)\\s(?=${escapePattern(subject)})`, 'i').exec(before)?.[0] ?? '';
		const [lowest, highest] = [[low, unitA].filter(Boolean).join(' ') + rateA, [high, unit].filter(Boolean).join(' ')];
		const last = object ? '' : (/\b\p{L}+\s*$/u.exec(before)?.[0].trim() ?? '');
		// "The average price of a flat white in British chains rose": where may stand in the caption alone.
		const short = `${before.replace(/\s(?:in|at|on|across|among)\s.*$/, '').replace(/^the\s/i, '')} ${last}`;
		const label = [
			`${subject} ${verb}`,
			`${article}${subject} ${verb}`,
			`${subject} ${last}`,
			subject,
			object ? `${deed} ${object}` : short,
		]
			.map((text) => text.trim())
			.find((text) => wordCount(text) <= 8 && context.drawable(`${text} from ${percent(lowest)} to ${percent(highest)}`));
		if (!label) continue;
		const left: SplitSide = { kicker: 'From', value: sentenceCase(percent(lowest)), label: sentenceCase(label) };
		const right: SplitSide = { kicker: 'To', value: sentenceCase(percent(highest)), label: '' };
		if (!unit && unitA && !/[%$£€]|percent/.test(lowest)) right.unit = unitA;
		const plural = (word: string): boolean => word !== '' && !/^(?:percent|per)$/.test(word);
		if (!unitA && !/%|percent|[$€£]/.test(lowest) && plural(unit) && right.value.endsWith(` ${unit}`)) left.unit = unit;
		return {
			visual: {
				type: 'split',
				left,
				right,
				cues: [cueAt(narration, lowAt), cueAt(narration, highAt)],
			},
			score: 6.6,
		};
	}
	return null;
}
