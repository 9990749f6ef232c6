/** What a visual writes on the screen, as the pieces that have to be grounded. */
import type { SplitSide, Visual } from '../asset';

/** What a visual draws, each number together with its unit and label: the pieces that must be grounded. */
export function drawnStrings(visual: Visual): string[] {
	switch (visual.type) {
		case 'hook':
			return visual.number ? [[visual.number.limit, visual.number.display, visual.number.unit].filter(Boolean).join(' ')] : [];
		case 'bignum':
			return [[visual.lead, visual.display, visual.unit].filter(Boolean).join(' ')];
		case 'share':
			return [`${visual.display} ${visual.label}`, visual.rest ?? ''];
		case 'split':
			if (visual.left.kicker === 'From' && visual.right.kicker === 'To')
				return [`${visual.left.label} from ${visual.left.value} to ${visual.right.value}`];
			// "1970 · 127 starters": a year above a value is read as its time.
			return [grounded(visual.left, visual.right), grounded(visual.right, visual.left)].map((side) =>
				/^(?:1\d|20)\d\d$/.test(side.kicker) ? `${[side.value, side.label].filter(Boolean).join(' ')} in ${side.kicker}` : sideText(side),
			);
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
		case 'count':
			return [`${visual.display} ${visual.label}`.trim()];
		case 'definition':
			// A name with what it is ("Maren Ostby, the chief executive"), a word with what it means.
			return [`${visual.term}${/\s\p{Lu}/u.test(visual.term) ? ',' : ' is'} ${visual.meaning}`];
		case 'date':
			return [`${visual.text} ${whenOf(visual.display)}`];
		case 'cause':
			return [
				/^(?:If|When)\s/.test(visual.cause) ? `${visual.cause}, ${visual.effect}` : visual.cause,
				/^(?:If|When)\s/.test(visual.cause) ? '' : visual.effect,
			];
		case 'quote':
			return [`"${visual.text}," said ${visual.who}`];
		case 'outro':
			return [visual.callToAction ?? ''];
		case 'statement':
			return [];
	}
}

/** A side of a comparison as one phrase; a number word after its heading is no name ("Larger C-54 · Ten"). */
export const sideText = ({ kicker, value, label }: { kicker: string; value: string; label: string }): string =>
	[kicker, kicker ? value.replace(NUMBER_WORD, (word) => word.toLowerCase()) : value, label].filter(Boolean).join(' ');

/** A side as it is grounded: a unit that the other side writes is left unsaid, as the sentence leaves it; any other must stand there. */
const grounded = (side: SplitSide, other: SplitSide): SplitSide =>
	!side.unit || other.value.endsWith(` ${side.unit}`) ? side : { ...side, value: `${side.value} ${side.unit}` };

const NUMBER_WORD =
	/^(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen|Twenty|Thirty|Half|Only|About|More|Less|Nearly|Over|Almost)\b/;

/** A date as a sentence says it: "1972" → "in 1972", "24 June 1948" → "on 24 June 1948". */
function whenOf(display: string): string {
	if (/^(?:Since|Until|By|Before|After|From)\s/.test(display))
		return display
			.toLowerCase()
			.replace(/\b(?=january|february|march|april|may\b|june|july|august|september|october|november|december)\p{Ll}/gu, (letter) =>
				letter.toUpperCase(),
			);
	return `${/^\d{1,2}\s\p{L}/u.test(display) ? 'on' : 'in'} ${display}`;
}
