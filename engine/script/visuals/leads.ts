/** The words that lead to a number: whose it is, and when it is none of the sentence's own. */
import { parseDependencies } from '../../text';
import type { Quantity } from '../../text';
import { wordCount } from './context';
import { hasVerb, lead } from './measured';

/** "Contemporary reports spoke of 75 dead, but later research put the number at 59": whether another figure stands against this one. */
export const takenBack = (narration: string, quantity: Quantity, next: Quantity | undefined): boolean =>
	!!next && /,?\s(?:but|though|although|yet|however)\s/.test(narration.slice(quantity.end, next.start));

/** Whose words or expectation a number is: its subject is not what the number is about. */
export const REPORTING =
	/\b(?:say|says|said|expects?|expected|thinks?|thought|estimates?|estimated|believes?|believed|reckons?|forecasts?|predicts?|predicted|reports?|reported|suspects?|warns?|warned|found|finds|hopes?|hoped)\s/;

/** Whether a phrase names who says or expects what the sentence tells. */
export function reports(text: string, narration: string): boolean {
	const at = narration.indexOf(text);
	return at >= 0 && new RegExp(`^\\s(?:\\p{L}+ly\\s)?${REPORTING.source}`, 'u').test(narration.slice(at + text.length));
}

/** A label with the rate that it would be cut before: "pounds of pressure | on each square foot"; null where that is too long. */
export function rateOf(text: string, end: number, label: string): string | null {
	const at = label ? text.indexOf(label, end) : end;
	if (at < 0) return label;
	const rest = text.slice(at + label.length);
	const money =
		/^\san?\s(?:second|minute|hour|day|night|week|month|year|head|person|piece|pound|kilo(?:gram)?|litre|metre|mile|tonne|ton|gallon|share)(?=[\s.,;]|$)/u.exec(
			rest,
		)?.[0];
	if (money && wordCount(label) < 4) return (label + money).trim();
	if (!/^\s(?:(?:on|for|in|from|to)\s)?(?:each|every|per)\s/.test(rest)) return label;
	const rate =
		/^\s(?:(?:on|for|in|from|to)\s)?(?:each|every|per)\s[\p{L}-]+(?:\s[\p{L}-]+)?(?=[.,;:]|$|\s(?:in|on|at|and|but|by|for|to|of)\b)/u.exec(
			rest,
		)?.[0];
	return rate && wordCount(label + rate) <= 6 ? (label + rate).trim() : null;
}

/** Whether a number stands in the subject of its clause ("Water at 1 degree slows …", "A household with a mortgage of 200,000 crowns will pay …"). */
export function inSubject(narration: string, { start, end }: Quantity): boolean {
	const words = parseDependencies(narration);
	const root = words.find((word) => word.label === 'ROOT' && /^(?:VB|MD)/.test(word.tag));
	return !!root && root.start > end && !/[,;.]\s|\sand\s/.test(narration.slice(start, root.start));
}

/**
 * The words before a number, where they are no half of a condition or of a clause inside the subject; with whose they are ("You need a radiator key, which costs
 * about £2", "Ravna, a town of 3,000 people"). Null where the number belongs to something that cannot be named.
 */
export function leadsTo(narration: string, quantity: Quantity, from: number, label: string): { lead: string; owner?: string } | null {
	const words = lead(narration, from, 9);
	const before = words ? narration.slice(0, narration.lastIndexOf(words, from)) : narration.slice(0, from);
	// "explosions, in which 22 people died": of what, the words before the comma say.
	if (/^(?:(?:in|of|for|to|from|at|on|with|by|after|during)\s(?:which|whom|whose)|whose)\b/i.test(words)) return null;
	// "rowed the last 500 metres at …": a stretch of what is told, and no figure of it.
	if (/\b(?:the|its|their|his|her) (?:last|first|next|final|past|previous|opening|closing)$/i.test(words) && quantity.kind === 'measure')
		return null;
	// "If it has dropped below 1 bar": what holds on a condition only.
	if (/^(?:if|unless|until|whether)\s/i.test(words)) return null;
	// "its genome, which with 6.5 billion base pairs is twice as long", "an animal that starts to breed at 150 needs …"
	const relative = before ? /^(?:which|who|that)\s(.+)$/.exec(words)?.[1] : undefined;
	const named = (pattern: RegExp): string => pattern.exec(before)?.[1]?.replace(/^(?:the|an?|its|their|his|her)\s/i, '') ?? '';
	if (relative !== undefined) {
		const owner =
			named(/(?:^|\s)(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){0,2}),\s$/u) ||
			named(/\b((?:an?|the|its|their|his|her)\s(?:[\p{L}’'-]+\s){0,2}[\p{L}’'-]+),\s$/iu);
		return owner && !/^(?:with|in|at|of|for)\s/.test(relative) ? { lead: relative, owner } : null;
	}
	const verbBehind = (): boolean => inSubject(narration, quantity);
	if (/\b(?:that|which|who)\s[^,]*$/.test(words) && label && verbBehind()) return null;
	// "Water at 1 degree slows all chemistry": the number only says which water.
	const bare = words.replace(/\s?\b(?:about|only|nearly|over|more than|less than|up to)$/, '');
	if (quantity.kind !== 'count' && bare && !hasVerb(bare) && /\s(?:at|with|from|by|in)$/.test(bare) && verbBehind()) return null;
	// "Ravna, a town of 3,000 people": of whom, the name before the comma says.
	const clause = (): boolean => {
		const root = parseDependencies(narration).find(({ label: name }) => name === 'ROOT');
		return !!root && root.start >= before.length && root.start < from;
	};
	if (/^an?\s\p{Ll}/u.test(words) && !hasVerb(words) && /,\s$/.test(before) && !clause()) {
		const owner = named(/(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){0,2}),\s$/u);
		return owner ? { lead: words, owner } : null;
	}
	return { lead: words.replace(/^(?:when|because|although|though)\s/i, '') };
}

/** The noun right before a number, where the clause is too long to stand before it: "gusts of" before "up to 80 miles an hour". */
export const nounBefore = (narration: string, from: number): string =>
	/(?:^|\s)(?:with|in|at|to|by|for|from)\s((?:[\p{Ll}-]+\s)?[\p{Ll}-]+\sof(?:\s(?:up to|about|more than|over|nearly|almost|only))?)\s$/u
		.exec(narration.slice(0, from))?.[1]
		?.replace(/^(?:an?|the)\s/, '') ?? '';
