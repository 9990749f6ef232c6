/** Visuals drawn from numbers: one number, a share, two values, a series, a ranking. Every value stands in the cited words. */
import type { DataPoint, SplitSide } from '../../asset';
import { direction, quantities } from '../../text';
import { isCountable } from '../../text/countable';
import type { Quantity } from '../../text';
import { coresOf, finiteAt, mainVerb, NUMBER_NOUNS, phraseFault, phraseTokens, sentenceTokens } from '../../writing';
import { sideText } from '../drawn';
import { listOpened } from '../poster';
import { CHANGE, fromTo } from './change';
import { inSubject, leadsTo, nounBefore, rateOf, REPORTING, takenBack } from './leads';
import { cueAt, parsedSubject, sentenceCase, subjectOf, trimFragment, wordCount } from './context';
import type { Candidate, SceneContext } from './context';
import {
	aboutOf,
	clauseAfter,
	hasVerb,
	inLeadingPhrase,
	labelAfter,
	lead,
	MEASURE,
	ownerOf,
	objectBefore,
	opensAt,
	quotedAt,
	tail,
	tellsWhat,
	wholeOf,
} from './measured';

const COUNTED = new Set(['measure', 'money', 'count', 'percent', 'points', 'range', 'fraction']);

/** What keeps a number from being exact, as it stands before it ("about ", "only "). */
function boundOf(narration: string, quantity: Quantity): string {
	const opens = opensAt(quantity);
	return /\bonly\s$/i.test(narration.slice(0, opens)) ? 'only ' : narration.slice(opens, quantity.start);
}

/** Numbers that can be a hero: no years, dates, times, scores or ordinals. */
export const heroes = (numbers: Quantity[]): Quantity[] =>
	numbers.filter((quantity) => COUNTED.has(quantity.kind) && quantity.value !== null && !/^(?:one|an?)\b/i.test(quantity.text));

/** Number and unit as they stand in the text: ["270", "kilometres"], ["£84.1 million", ""]. */
export function written(text: string, quantity: Quantity): { number: string; unit: string; end: number } {
	const match =
		/^((?:[Hh]alf an?\s(?:million|billion|trillion|dozen)\b)|(?:US|C|A)?[$€£¥₹]?\s?[\d.,–/-]*\d(?:\s(?:hundred|thousand|million|billion|trillion|bn|m|k)\b)?|[\p{L}-]+(?:\s(?:hundred|thousand|million|billion|trillion)\b)?)[\s-]?(.*)$/u.exec(
			quantity.text,
		);
	const number = (match?.[1] ?? quantity.text).trim();
	const own = (match?.[2] ?? '').trim();
	const end = quantity.end;
	if (own) return { number, unit: own, end };
	if (quantity.kind === 'money') return { number, unit: '', end };
	const next = /^[\s-](\p{L}[\p{L}-]*|%|°C|°F)/u.exec(text.slice(end));
	if (next && quantity.unit && next[1] && sameWord(next[1], quantity.unit)) return { number, unit: next[1], end: end + next[0].length };
	return { number, unit: '', end };
}

const sameWord = (a: string, b: string): boolean => a.toLowerCase().slice(0, 4) === b.toLowerCase().slice(0, 4);

/** A number as a hero: "27%" for "27 percent", "2 hours" before "58 minutes and 50 seconds". */
export function heroOf(text: string, quantity: Quantity): ReturnType<typeof written> {
	const plain = written(text, quantity);
	if (/\bminus\s$/i.test(text.slice(0, quantity.start)) && /^\d/.test(plain.number)) return { ...plain, number: `Minus ${plain.number}` };
	if (quantity.kind === 'percent' && /^(?:percent|per cent)$/i.test(plain.unit) && /\d$/.test(plain.number))
		return { ...plain, number: `${plain.number}%`, unit: '' };
	const half = /^(and a half)\s(.+)$/.exec(plain.unit);
	if (half) return { ...plain, number: `${plain.number} ${half[1]}`, unit: half[2] ?? '' };
	const parts = /^(\p{L}+),?\s(?:and\s)?(\d.*)$/u.exec(plain.unit);
	return parts ? { ...plain, number: `${plain.number} ${parts[1]}`, unit: parts[2] ?? '' } : plain;
}

/** Kind of thing a number is of, for comparing: percent with percent, money with money, metres with metres. */
export const sameKind = (a: Quantity, b: Quantity): boolean =>
	bare(a) ||
	bare(b) ||
	(a.kind === b.kind &&
		(a.kind === 'percent' ||
			a.unit === b.unit ||
			a.unit === null ||
			b.unit === null ||
			(a.base !== null && a.base.dimension === b.base?.dimension)));
/** A number without unit takes its unit from the other clause ("60 decibels; a chainsaw is at about 110"). */
const bare = (quantity: Quantity): boolean => quantity.kind === 'count' && !quantity.unit;

export function bignum(context: SceneContext): Candidate[] {
	const { narration } = context;
	const numbers = heroes(context.numbers).filter((quantity) => quantity.kind !== 'range' && quantity.kind !== 'fraction');
	const found: Candidate[] = [];
	numbers.forEach((quantity, k) => {
		// What somebody said is shown as a quotation; "23 of its 148 shops" is not about 148; "two banks" is no figure.
		if (quotedAt(narration, quantity.start) || wholeOf(narration, numbers[k - 1], quantity)) return;
		if (quantity.kind === 'count' && !/\d/.test(quantity.text) && (quantity.value ?? 0) <= 10) return;
		// "a 12-volt battery" names a kind of thing, "revenue in the three months to June" a time.
		if (
			/\d-\p{L}/u.test(quantity.text) ||
			(/\bin the\s$/.test(narration.slice(0, quantity.start)) && /^(?:week|month|year|day)/.test(quantity.unit ?? ''))
		)
			return;
		const { number, unit, end } = heroOf(narration, quantity);
		// "The crowd of 11,204 made the noise of …": what follows the number is the verb.
		const { tokens } = context;
		const verb = tokens.findIndex((token) => token.start === quantity.end + 1);
		if (
			unit &&
			!/\p{L}/u.test(quantity.text) &&
			verb > 0 &&
			tokens[verb]!.text === unit &&
			tokens[verb]!.pos === 'VERB' &&
			finiteAt(tokens, verb)
		)
			return;
		// "rose from 12 percent to 25": one of the two alone says neither how it was nor how it is.
		if (ofPair(narration, numbers, k)) return;
		// "ten or twenty years": half of a guess.
		const guess = /^\sor\s(?:only\s|even\s|about\s)?$/;
		const [last, next] = [numbers[k - 1], numbers[k + 1]];
		if ((next && guess.test(narration.slice(quantity.end, next.start))) || (last && guess.test(narration.slice(last.end, quantity.start))))
			return;
		// "reports spoke of 75 dead, but later research put the number at 59": what is taken back is not the figure.
		if (takenBack(narration, quantity, numbers[k + 1])) return;
		// "Below about 8,200 metres fish need …": what follows the number of a leading phrase is another phrase.
		const leading = inLeadingPhrase(narration, quantity.start);
		const after = leading
			? (/^\s(left|ago|later|earlier)(?=\s|,)/.exec(narration.slice(end))?.[1] ?? '')
			: rateOf(narration, end, labelAfter(narration, quantity, end));
		if (after === null) return;
		const label = [unit, listOpened(after, narration.slice(end)) ? '' : after].filter((part) => /\p{L}|%|°/u.test(part)).join(' ');
		const negative = number.startsWith('Minus');
		const from = negative ? quantity.start - 'minus '.length : quantity.start;
		const bound = negative ? '' : narration.slice(opensAt(quantity), quantity.start).trim();
		// "the capital, 210 kilometres to the north, …": where something else lies.
		if (
			/,\s(?:about|some|nearly|almost|around|more than)?\s?$/.test(narration.slice(0, quantity.start)) &&
			ELSEWHERE.test(narration.slice(end))
		)
			return;
		// "every 12 hours": without it the number would be a length, and not how often.
		const every = /\bevery\s$/i.test(narration.slice(0, from)) ? 'Every' : '';
		// The words before the number where they can be drawn with it, else what the clause is about, else its bound alone.
		// "tents, cannon and 200 wagons": one of several things is not what the subject is about.
		const listed = /,\s[^,;.]+\sand\s(?:\p{L}+\s)?$/u.test(narration.slice(0, from));
		const before = leadsTo(narration, quantity, from, label);
		if (!before || HALF_RANGE.test(narration.slice(0, from))) return;
		const opening = [
			before.lead,
			every,
			objectBefore(narration, from),
			nounBefore(narration, from),
			listed || REPORTING.test(narration.slice(0, from)) ? '' : aboutOf(narration, from),
			bound,
			'',
		].find((text, i, all) => (text !== '' || i === all.length - 1) && context.drawable([text, number, label].filter(Boolean).join(' ')));
		if (opening === undefined) return;
		if (!/\d/.test(number) && wordCount(number) > 2 && !/ and a half$/.test(number)) return;
		if (
			quantity.value === null ||
			wordCount(label) > 7 ||
			(!label &&
				!/^(?:money|percent)$/.test(quantity.kind) &&
				quantity.value < 100 &&
				!/\b(?:is|are|was|were)\s(?:(?:about|only|nearly|almost|over)\s)?$/.test(narration.slice(0, quantity.start)))
		)
			return;
		// "decades | the country ran": the label runs into another phrase.
		if (unit && label !== unit && /^\S+\s(?:the|an?)\s(?!(?:second|minute|hour|day|night|week|month|year)$)\p{L}+$/u.test(label)) return;
		if (unitless(quantity, label, narration.slice(0, quantity.start))) return;
		// A title tells what a leading number is for: "Hearing loss is unlikely" over "below 70 decibels".
		if (/^\s\d/.test(narration.slice(end))) return;
		const title = leading ? clauseAfter(context, quantity.end) : undefined;
		if (leading && !title) return;
		const owner = title ?? (opening === before.lead && before.owner ? before.owner : ownerOf(context, opening, label, quantity.start));
		if (owner === null || (owner === before.owner && owner && !context.drawable(owner))) return;
		if (wordCount(`${owner ?? ''} ${opening} ${number} ${label}`) < 3 || (!title && !owner && !tellsWhat(opening, label, unit))) return;
		// "Marta Olsson's brother Erik · 20 metres": a name and a measure say not what was so long.
		if (!owner && opening && !hasVerb(opening) && !LEADS_ON.test(opening) && label === unit && MEASURE.test(label)) return;
		const at = owner ? '' : atWhom(context, opening);
		// "48,000 households": what of them, the words behind them say.
		const said =
			!owner && !at && !hasVerb(label) && (opening === '' || opening === bound) && inSubject(narration, quantity)
				? predicateOf(context, label)
				: '';
		// "Twelve professionals on Sunday": what they did, or what was done to them, it does not say.
		if (!/\d/.test(number) && !opening && !owner && !at && !said && !hasVerb(label)) return;
		// "5 million bags": more or fewer than what, and whose, stands elsewhere.
		if (!owner && !at && !opening && wordCount(label) <= wordCount(unit || label) && wordCount(label) < 2 && REPORTING.test(narration))
			return;
		// "If the wood looks grey, … wait ten minutes": the number holds under the condition alone.
		const conditional = /^(?:If|Unless|Once|Whenever|When(?![^,]*\b(?:was|were|had|did|\p{Ll}+ed)\b))\s/u.test(narration) ? 1.6 : 0;
		const magnitude = quantity.kind === 'money' || (quantity.value ?? 0) >= 10 ? 0.4 : 0;
		const word = /^\p{L}/u.test(number) ? -1.2 : 0;
		found.push({
			visual: {
				type: 'bignum',
				value: quantity.value,
				display: sentenceCase(number),
				unit: [label, said].filter(Boolean).join(' '),
				lead: sentenceCase(opening),
				cues: [cueAt(narration, quantity.start)],
			},
			...(owner || at ? { title: sentenceCase(owner ?? at) } : {}),
			score:
				5.2 +
				magnitude +
				word -
				conditional -
				0.5 * (numbers.length - 1) -
				(opening ? 0 : 0.6) -
				// "Twelve professionals": what they did, it does not say.
				(opening || owner || at || hasVerb(label) || quantity.kind === 'money' || quantity.kind === 'percent' ? 0 : 0.8) +
				(hasVerb(opening) ? 0.5 : 0) -
				(leading ? 1.3 : 0) -
				// What the subject has is not what is told of it.
				(numbers.length > 1 && inSubject(narration, quantity) ? 1 : 0) -
				(/^(it|its|they|their|that|this)\b/i.test(opening) ? 0.3 : 0),
		});
	});
	return found.sort((a, b) => b.score - a.score).slice(0, 2);
}

/** "only one to | four degrees", "from one day to more than | two months": the end of a range whose beginning is no figure. */
const HALF_RANGE = /\b(?:one|an?|half an?)\s(?:\p{L}+\s)?(?:to|or)\s(?:(?:more|less) than\s|about\s|even\s)?$/iu;
/** The end of words that lead to a number by themselves: "a depth of", "the distance is". */
const LEADS_ON = /\b(?:of|for|in|at|to|by|from|with|on|over|under|about|than|every|each|is|are|was|were)$/i;

/** What is said of a counted subject, in at most six words that can be drawn. */
function predicateOf(context: SceneContext, label: string): string {
	const found = [...coresOf(context.narration, 3, 12), context.narration.replace(/[.!]$/, '')].flatMap((core) => {
		const at = label ? core.indexOf(label) : -1;
		return at < 0 ? [] : [core.slice(at + label.length).trim()];
	});
	return (
		found.find(
			(text) =>
				wordCount(text) >= 2 &&
				wordCount(text) <= 6 &&
				!/[\d,;:.]/.test(text) &&
				wordCount(`${label} ${text}`) <= 7 &&
				mainVerb(phraseTokens(`${label} ${text}`)) > 0 &&
				context.drawable(`${label} ${text}`),
		) ?? ''
	);
}

const ELSEWHERE =
	/^\s(?:(?:to the\s)?(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:\sof\b[^,.]*)?|away|off|from|outside|inland|upstream|downstream|further|up the|down the)\b[^,.;]*[,.]/;

/** Whose number it is, where that opens the sentence and not the number's clause: "At Corrie Line, revenue fell" is headed "Corrie Line". */
function atWhom(context: SceneContext, opening: string): string {
	const who = /^(?:At|For|In)\s((?:the\s)?\p{Lu}[\p{L}’'&-]*(?:\s(?:&\s)?\p{Lu}[\p{L}’'-]*){0,3})(?=,)/u.exec(context.narration)?.[1] ?? '';
	const month = /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/;
	return who && !opening.includes(who) && !month.test(who) && context.drawable(who) ? who : '';
}

/** "from 2 pence", "to 14 pence": a number that is one end of a change whose other end stands beside it. */
function ofPair(narration: string, numbers: Quantity[], k: number): boolean {
	const quantity = numbers[k] as Quantity;
	const start = opensAt(quantity);
	const before = narration.slice(0, start);
	const clause = before.split(/[,;.]\s/).at(-1) ?? '';
	if (/\bfrom\s$/i.test(before))
		return CHANGE.test(clause) || /^(?:\s\p{L}+)?(?:\s(?:in|on|at)\s[^,;.]{2,24})?\sto\s\S*\d/u.test(narration.slice(quantity.end));
	const last = numbers[k - 1];
	return (
		!!last &&
		/\bfrom\s$/i.test(narration.slice(0, last.start)) &&
		/^(?:\s\p{L}+)?(?:\s(?:in|on|at)\s[^,;.]{2,24})?\sto\s$/u.test(narration.slice(last.end, start))
	);
}

/** Nouns that are numbers themselves: "The attendance was 6,412". */
const NUMERIC = new RegExp(`\\b(?:${NUMBER_NOUNS}|sales|signatures)\\b`, 'i');

/** "The target for 2030 is 95": a number whose unit stands elsewhere, and that is drawn without it. */
const unitless = (quantity: Quantity, label: string, before: string): boolean =>
	quantity.kind === 'count' &&
	!quantity.unit &&
	(label === '' || /^(?:for|in|on|at|by|to|from|against|per|with|after|before|under|over)\s/i.test(label)) &&
	!NUMERIC.test(before.split(/[;.]\s/).at(-1) ?? '');

const trimFragmentEnd = (text: string): string => text.replace(/\s(?:had|has|have|will|would|can|could)$/, '').trim();

export function share(context: SceneContext): Candidate[] {
	const { narration } = context;
	const parts = context.numbers.filter(
		(quantity) => (quantity.kind === 'percent' || quantity.kind === 'fraction') && quantity.value !== null,
	);
	const found: Candidate[] = [];
	for (const quantity of parts) {
		const percent = quantity.kind === 'percent' ? (quantity.value ?? 0) : (quantity.value ?? 0) * 100;
		if (percent < 1 || percent > 100) continue;
		const after = narration.slice(quantity.end);
		const ofWhole =
			/^(?:\s(?:percent|per cent))?\s+(?:of|in)\s/.test(after) ||
			/\b(?:share|makes? up|made up|account\w*)\b/.test(narration.slice(Math.max(0, quantity.start - 60), quantity.start));
		const change =
			CHANGE.test(narration.slice(Math.max(0, quantity.start - 24), quantity.start)) ||
			/^(?:\s(?:percent|per cent))?\s+(?:more|fewer|less|higher|lower|points)/.test(after);
		if (
			!ofWhole ||
			(change && !/^\s+of\s/.test(after)) ||
			/\b(?:by|fell|rose)\s(?:about\s|nearly\s)?$/.test(narration.slice(0, quantity.start))
		)
			continue;
		if (/\b(?:of a (?:second|millimetre|mile|inch|degree|metre|gram|litre)|of an (?:hour|inch|hour))\b/.test(after.slice(0, 24))) continue;
		const { number, unit, end } = written(narration, quantity);
		// "of the money | went into the rails": the label is the thing, not what happens to it.
		const going = sentenceTokens(narration).find((token, k, all) => token.start >= end && finiteAt(all, k));
		const label = trimFragmentEnd(tail(going ? narration.slice(0, going.start) : narration, end, 5));
		const display = unit && !/^%/.test(unit) && quantity.kind === 'percent' ? `${number}%` : quantity.text;
		// "Only 27 percent": without its limit it would say something else.
		const limit = boundOf(narration, quantity);
		if (
			!label ||
			/halves$/i.test(quantity.text) ||
			phraseFault(label.replace(/^(?:of|in)\s/, ''), { term: true }) !== null ||
			/\b(them|it|us|is|are|was|were|has|have|had|who|a year|an hour|a (?:second|minute|day|week|turn|mile))\b/.test(label) ||
			!context.drawable(`${limit}${quantity.text} ${label}`)
		)
			continue;
		if (/['’]s?$/.test(label)) continue;
		// "71 percent in the first half and 38 percent in the second": one of two that are set side by side.
		const paired = parts.some(
			(other) =>
				other !== quantity && other.kind === quantity.kind && /^[^.;]*\sand\s\S*$/.test(narration.slice(quantity.end, other.start)),
		);
		const drawn = limit + (context.drawable(`${limit}${display} ${label}`) ? display : quantity.text);
		found.push({
			visual: { type: 'share', percent, display: sentenceCase(drawn), label, cues: [cueAt(narration, quantity.start)] },
			score: 6 - 0.3 * (parts.length - 1) - (quantity.kind === 'fraction' ? 0.3 : 0) - (paired ? 1.2 : 0),
		});
	}
	return found.slice(0, 1);
}

/** "the bottom", "the other": what a number word behind it names is a group. */
const RANKED = /\b(?:the|top|bottom|first|last|other|next|final|remaining|these|those|all)\s$/i;

const JOINT = /;\s+|\.\s+(?=\p{Lu})|,?\s(?:but|while|whereas|against|compared with|instead of|rather than|versus|and)\s/gu;

type Side = SplitSide;

/** Two values set against each other: two clauses, "from X to Y", "X, against Y". */
export function split(context: SceneContext): Candidate[] {
	const { narration } = context;
	// "out of the bottom three": a place in a row, and no value of its own.
	const numbers = heroes(context.numbers).filter(
		(quantity) => !(bare(quantity) && !/\d/.test(quantity.text) && RANKED.test(narration.slice(0, quantity.start))),
	);
	const range = fromTo(context);
	if (range) return [range];
	if (numbers.length !== 2 && numbers.length !== 3) return [];
	const [a, b] = numbers as [Quantity, Quantity];
	if (/["“”]/.test(narration)) return [];
	const joint = [...narration.matchAll(JOINT)].find((match) => match.index >= a.end - 1 && match.index + match[0].length <= b.start + 1);
	if (!joint) return [];
	const rest = narration.slice(joint.index + joint[0].length);
	// "127 starters in 1970 and more than 55,000 finishers in 2024": then and now, where the second has no subject of its own.
	const dated =
		/\sin\s\d{4}\b/.test(narration.slice(a.end, joint.index)) &&
		/\sin\s\d{4}\b/.test(rest) &&
		rest
			.slice(0, Math.max(0, b.start - joint.index - joint[0].length))
			.replace(/\b(?:more|less|fewer|than|about|over|nearly|almost|only|some|just|up|to|around|roughly)\b/g, '')
			.trim() === '';
	if (!dated && !sameKind(a, b)) return [];
	// "€2.1 million in 2023 and €3.6 million in 2024, for the same 600 tonnes": a third number stands apart from two with their years.
	if (numbers.length === 3 && !(dated && a.kind === b.kind && a.kind !== numbers[2]!.kind)) return [];
	const left = side(narration.slice(0, joint.index), a, 0, dated);
	const right = side(rest, b, joint.index + joint[0].length, dated);
	if (!left || !right || left.kicker.toLowerCase() === right.kicker.toLowerCase()) return [];
	if (![left, right].every((part) => context.drawable(dated ? datedText(part) : sideText(part)))) return [];
	if (hidesTurn(left, narration.slice(0, joint.index), right, rest)) return [];
	shareUnit(left, right, a, b);
	const weak = /\band\b/.test(joint[0]) ? 0.3 : 0;
	return [{ visual: { type: 'split', left, right, cues: [cueAt(narration, a.start), cueAt(narration, b.start)] }, score: 6.2 - weak }];
}

/** "food for 36 days and coal for 45": the unit that is said once belongs to both values. */
function shareUnit(left: Side, right: Side, a: Quantity, b: Quantity): void {
	if (bare(a) === bare(b)) return;
	const [with_, without] = bare(a) ? [right, left] : [left, right];
	const unit =
		/\d\s?((?:million|billion)\s)?(\p{L}[\p{L} -]*|%)$/u.exec(with_.value)?.[2] ?? /^(?:[\p{L} -]*?)\s(\p{L}+)$/u.exec(with_.value)?.[1];
	if (unit && !/^(?:million|billion|thousand|hundred)$/.test(unit) && !without.value.endsWith(unit) && !without.label) without.unit = unit;
}

/** "Shares fell 6 percent; its rival's rose 5": two heights side by side would tell both alike, unless each says which way it went. */
function hidesTurn(left: Side, before: string, right: Side, after: string): boolean {
	const ways = [direction(before), direction(after)];
	if (ways[0] === ways[1] || !ways.every((way) => way === 'up' || way === 'down')) return false;
	return [left, right].some((part, i) => direction(sideText(part)) !== ways[i]);
}

/** "127 starters in 1970": a year above a value is read so. */
const datedText = (part: Side): string => `${[part.value, part.label].filter(Boolean).join(' ')} in ${part.kicker}`;

function side(clause: string, quantity: Quantity, offset: number, dated: boolean): Side | null {
	const start = quantity.start - offset;
	const local = { ...quantity, start, end: quantity.end - offset };
	const { number, unit, end } = written(clause, local);
	// "more than 55,000": a bound belongs to its number.
	const only = /\b(?:only|just)\s(?:about\s|some\s|nearly\s)?$/.exec(clause.slice(0, Math.max(0, start)))?.[0] ?? '';
	const bound =
		only || (quantity.bound && quantity.bound !== 'about' ? clause.slice(Math.max(0, quantity.boundStart - offset), start) : '');
	const value = `${bound}${[number, unit].filter(Boolean).join(' ')}`;
	const year = dated && /^\s?((?:\p{L}+\s){0,3}\p{L}+)?\sin\s(\d{4})\b/u.exec(clause.slice(unit ? end : start + number.length));
	if (dated && !year) return null;
	// "€2.1 million for green coffee in 2023"
	if (year && !unit && wordCount(year[1] ?? '') > 2) return { kicker: year[2] ?? '', value: sentenceCase(value), label: year[1] ?? '' };
	if (year)
		return {
			kicker: year[2] ?? '',
			value: sentenceCase([value, unit ? '' : (year[1] ?? '')].filter(Boolean).join(' ')),
			label: unit ? (year[1] ?? '') : '',
		};
	const opening = clause.slice(0, Math.max(0, start - bound.length));
	const place = /(?:^|\s)((?:\p{L}+\s)?\p{L}{3,})\s(?:at|of|in|to|by|is|was|for)(?:\s(?:only|about|just))?\s*$/u.exec(opening)?.[1] ?? '';
	const named = (parsedSubject(clause)?.text || subjectOf(opening)).replace(
		/\s(?:shows?|gives?|has|had|is|are|was|were|takes?|took|can|could|will)$/i,
		'',
	);
	const noun = trimFragment(place.replace(/^(?:shows|has|had|gives|but)\s/i, ''));
	// "food for 36 days and coal for 45": what the number is for stands right before it.
	// "Moles make it hum at 80": who has a verb is what the number is of.
	const apart = /\sat(?:\s\p{L}+)?\s*$/u.test(opening) && !!parsedSubject(clause)?.text;
	const listed = !apart && /\s(?:for|at)(?:\s(?:only|about|just))?\s*$/.test(opening) ? thingOf(noun, clause) : '';
	const before = listed || (named && !/^(?:it|they|he|she|we|you|them)$/i.test(named) ? named : noun);
	// "at rest" keeps what makes it one.
	const behind = tail(clause, end, 6);
	const after = /^(?:at|in|on|per|a|an|each)\s/.test(behind) ? behind : trimFragment(behind);
	if (/^(?:them|it|they|he|she)\b/i.test(after)) return null;
	const kicker = before || (offset > 0 && !/^(?:a|an|the)\s/.test(after) && wordCount(after) < 2 ? '' : after);
	if (!kicker || wordCount(kicker) > 6 || wordCount(value) > 5) return null;
	return { kicker: sentenceCase(kicker), value: sentenceCase(value), label: before ? after : '' };
}

/** "bread" of "held bread": the verb before it is not its name. */
function thingOf(noun: string, clause: string): string {
	const at = clause.indexOf(noun);
	const tokens = sentenceTokens(clause);
	const first = tokens.findIndex((token) => token.start === at);
	return first >= 0 && / /.test(noun) && finiteAt(tokens, first) ? noun.slice(noun.indexOf(' ') + 1) : noun;
}

/** Three to six labelled values of one kind in the scene's sentence or, for a ranking, in its neighbours. */
export function bars(context: SceneContext): Candidate[] {
	const { narration } = context;
	const numbers = heroes(context.numbers).filter((quantity) => quantity.kind !== 'range');
	const groups = numbers.map((quantity) => numbers.filter((other) => sameKind(quantity, other)));
	const group = groups.sort((a, b) => b.length - a.length)[0] ?? [];
	if (group.length < 3 || group.length > 6) return [];
	const items: DataPoint[] = [];
	const whose = group.map(
		(quantity, i) =>
			/^(?:\s\p{L}+)?\s(?:for|in|at|on|to)\s((?:the\s)?(?:\p{L}[\p{L}’'-]*\s?){1,3}?)(?=[,;:.]|\sand\b|$)/u.exec(
				narration.slice(quantity.end, group[i + 1]?.start ?? narration.length),
			)?.[1],
	);
	// "Frequency is 80 hertz for mole digging, 100 for rain": every value has its own behind it.
	const told = whose.every((text) => text !== undefined);
	for (const [i, quantity] of group.entries()) {
		const from = i === 0 ? 0 : (group[i - 1] as Quantity).end;
		const between = narration.slice(from, quantity.start);
		const { number, unit } = written(narration, quantity);
		const named =
			/(?:^|[,;:.]\s|\band\s|\bagainst\s|\bwhile\s|\bbut\s)((?:\p{L}[\p{L}’'-]*\s?){1,4}?)\s?(?:with|at|on|is|was|had|took|has|for)?\s?(?:about\s|some\s)?$/u.exec(
				between,
			)?.[1];
		const forWhom = whose[i];
		const label = trimFragment((named && !told && subjectOf(named)) || forWhom || named || '');
		if (!label || wordCount(label) > 4 || quantity.value === null) return [];
		// "14 at most, against 7": the words between two values are not always the name of one.
		if (
			/^(?:most|least|best|worst|average|against|about|more|less|than|only|up|down|over|under|nearly|almost)\b/i.test(label) ||
			phraseFault(label, { term: true })
		)
			return [];
		items.push({ label: sentenceCase(label), value: quantity.value, display: [number, unit].filter(Boolean).join(' ') });
	}
	if (new Set(items.map((item) => item.label.toLowerCase())).size !== items.length) return [];
	if (!items.every((item) => context.drawable(`${item.label} ${item.display}`))) return [];
	const top = items.reduce((best, item, i) => (item.value > (items[best]?.value ?? 0) ? i : best), 0);
	const unit = written(narration, group.at(-1) as Quantity).unit;
	return [
		{
			visual: { type: 'bars', unit, items, top, cues: group.map((quantity) => cueAt(narration, quantity.start)) },
			score: 6.8,
		},
	];
}

/** "23 of its 148 shops", "4 in 10 owners", or a small number of things: what can be counted one by one. */
export function count(context: SceneContext): Candidate[] {
	const { narration } = context;
	const whole = context.numbers.filter(
		(quantity) => quantity.kind === 'count' && quantity.value !== null && Number.isInteger(quantity.value),
	);
	for (const [i, a] of whole.entries()) {
		const b = whole[i + 1];
		if (!b || (a.value ?? 0) >= (b.value ?? 0) || (b.value ?? 0) > 150 || (a.value ?? 0) < 1) continue;
		const between = narration.slice(a.end, b.start);
		if (!/^\s(?:out\s)?(?:of|in)\s(?:(?:its|the|their|his|her|every)\s)?$/.test(between)) continue;
		const { number, unit, end } = written(narration, b);
		// "injured workers | have left hospital": what they are, and not half of it.
		const goes = sentenceTokens(narration).find((token, k, all) => token.start > end + 1 && finiteAt(all, k));
		// "Five of the 39 who started"
		const who = unit ? '' : (/^\s(who\s\p{Ll}+(?:ed|t|n|ent|ame))(?=\s|[,.;])/u.exec(narration.slice(end))?.[1] ?? '');
		const label =
			who ||
			[unit, tail(goes ? narration.slice(0, goes.start) : narration, end, 4)]
				.filter(Boolean)
				.join(' ')
				.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase());
		if (label && !who && !sentenceTokens(label).some(({ pos }) => pos === 'NOUN' || pos === 'PROPN')) continue;
		const from = a.boundStart ?? a.start;
		const only = /\bonly\s$/i.test(narration.slice(0, a.start)) ? 'only ' : from < a.start ? narration.slice(from, a.start) : '';
		const display = `${only}${a.text} ${between.trim().split(' ')[0]} ${number}`;
		if (!label || !context.drawable(`${display} ${label}`)) continue;
		return [
			{
				visual: {
					type: 'count',
					value: a.value ?? 1,
					of: b.value ?? 1,
					display: sentenceCase(display),
					label,
					cues: [cueAt(narration, a.start)],
				},
				score: 6.2,
			},
		];
	}
	const part = inWords(context);
	if (part) return [part];
	const heroesOf = heroes(context.numbers);
	const [only] = heroesOf;
	if (!only || heroesOf.length !== 1 || only.kind !== 'count' || only.bound || !only.value || !Number.isInteger(only.value)) return [];
	if (quotedAt(narration, only.start)) return [];
	// Two of something are no picture.
	if (only.value < 3 || only.value > 60 || /\bonly\s$/i.test(narration.slice(0, only.start))) return [];
	const { number, unit, end } = written(narration, only);
	const noun = unit || (/^\s((?:\p{Ll}+\s)?\p{Ll}+s)\b/u.exec(narration.slice(end))?.[1] ?? '');
	if (
		!noun ||
		!/s$|people|men|women|children/.test(noun) ||
		!isCountable(noun) ||
		/^(?:degrees|decibels)/.test(noun) ||
		!context.drawable(`${number} ${noun}`)
	)
		return [];
	// "31 people" says nothing without what they did.
	const said = (/^[^.,;:!?]*/.exec(narration.slice(end))?.[0] ?? '').trim();
	const label = [unit, said].filter(Boolean).join(' ');
	const opens = /^(?:(?:In|By|Since)\s\d{4},\s)?$/.test(narration.slice(0, only.start));
	if (!opens || wordCount(label) < 2 || wordCount(label) > 6 || !hasVerb(said) || !context.drawable(`${number} ${label}`)) return [];
	return [
		{
			visual: { type: 'count', value: only.value, display: sentenceCase(number), label, cues: [cueAt(narration, only.start)] },
			score: 4.6 + (/\d/.test(number) ? 0.3 : 0),
		},
	];
}

/** "Four out of five ordinary corals": a share that is told in things. */
function inWords(context: SceneContext): Candidate | null {
	const { narration } = context;
	for (const quantity of context.numbers) {
		const parts =
			quantity.kind === 'fraction'
				? /^(?:(only|about|nearly|almost)\s)?(\S+)\s(?:out\sof|in)\s(?:every\s)?(\S+)$/i.exec(quantity.text)
				: null;
		const [a, b] = [parts?.[2], parts?.[3]].map((text) => (text ? (quantities(text)[0]?.value ?? null) : null));
		if (!a || !b || a >= b || b > 20) continue;
		const going = sentenceTokens(narration).find((token, k, all) => token.start >= quantity.end && finiteAt(all, k));
		const label = tail(going ? narration.slice(0, going.start) : narration, quantity.end, 4);
		const bound = boundOf(narration, quantity);
		const display = sentenceCase(`${bound}${quantity.text}`);
		if (!label || wordCount(label) > 4 || quotedAt(narration, quantity.start) || !context.drawable(`${display} ${label}`)) continue;
		return {
			visual: { type: 'count', value: a, of: b, display, label, cues: [cueAt(narration, quantity.start)] },
			score: 6 - 0.4 * (heroes(context.numbers).length - 1),
		};
	}
	return null;
}

/** "three to five years", "between £38 million and £41 million": a span of one thing. */
export function span(context: SceneContext): Candidate[] {
	const { narration } = context;
	const ranges = context.numbers.filter((quantity) => quantity.kind === 'range' && quantity.high !== undefined && quantity.unit !== 'date');
	const [range] = ranges;
	if (
		!range ||
		ranges.length !== 1 ||
		(range.unit === 'year' && /\d{4}/.test(range.text)) ||
		/\bfrom\s$/i.test(narration.slice(0, range.start))
	)
		return [];
	const between = /^(.+?) and (.+)$/.exec(range.text);
	const text = between ? `${between[1]} to ${between[2]}` : range.text;
	const match =
		/^((?:about\s)?[$£€]?[\d.,\p{L}-]+(?:\s(?:million|billion))?\s(?:to|–)\s[$£€]?[\d.,\p{L}-]+(?:\s(?:million|billion))?)\s?(.*)$/u.exec(
			text,
		);
	if (!match) return [];
	const [, display = '', unit = ''] = match;
	const until = between ? narration.slice(0, range.start).replace(/\bbetween\s$/i, '').length : range.start;
	const label = [unit, tail(narration, range.end, 3)].filter(Boolean).join(' ');
	const drawnLead =
		[lead(narration, until, 6), objectBefore(narration, until), aboutOf(narration, until)].find(
			(text) => text !== '' && context.drawable([text, display, label].filter(Boolean).join(' ')),
		) ?? '';
	if (!context.drawable([display, label].filter(Boolean).join(' ')) || !tellsWhat(drawnLead, label, unit)) return [];
	return [
		{
			visual: {
				type: 'bignum',
				value: range.high ?? 0,
				display: sentenceCase(display),
				unit: label,
				lead: sentenceCase(drawnLead),
				cues: [cueAt(narration, range.start)],
			},
			score: 5 - (heroes(context.numbers).length > 1 ? 0.5 : 0),
		},
	];
}
