/** What a number counts or measures, by its unit. A count is exact: as many marks as the number says, or none. */
import { isCountable } from '../../text/countable';

/** Most marks a frame shows one by one. */
const MOST = 240;

export interface Quantity {
	display: string;
	unit: string;
	value?: number;
	sticker?: string;
}
export type Kind =
	| 'things'
	| 'people'
	| 'dots'
	| 'days'
	| 'money'
	| 'clock'
	| 'gauge'
	| 'level'
	| 'rise'
	| 'fall'
	| 'crowd'
	| 'length'
	| 'road'
	| 'height'
	| 'depth'
	| 'volume';

const COUNTED = new Set<Kind>(['things', 'people', 'dots', 'days', 'money', 'clock', 'gauge', 'level', 'rise', 'fall']);
/** Whether the picture is read, mark by mark or against its whole, rather than filling the frame. */
export const isCounted = (kind: Kind): boolean => COUNTED.has(kind);

/** The number a display shows, without its scale word; null where it is none. */
export function shownNumber(display: string): number | null {
	const match = /\d[\d,.\u00a0\u202f ]*\d|\d/.exec(display);
	if (!match) return null;
	const value = Number(match[0].replace(/[,\u00a0\u202f ](?=\d{3}(\D|$))/g, '').replace(',', '.'));
	return Number.isFinite(value) ? value : null;
}

const PEOPLE =
	/\b(people|persons|workers|soldiers|sailors|men|women|children|fans|players|passengers|residents|students|employees|migrants|inhabitants|runners|starters|riders|athletes|customers|voters|visitors|immigrants|refugees|lives)\b/i;
const LENGTH =
	/\b(m|metres?|meters?|mm|millimet(?:re|er)s?|km|kilomet(?:re|er)s?|miles?|feet|foot|ft|cm|centimet(?:re|er)s?|inch(?:es)?|yards?)\b/i;
/** Longer than any tape. */
const FAR = /\b(km|kilomet(?:re|er)s?|miles?)\b/i;
const HEIGHT = /\b(high|tall|deep|above|below|climb\w*|height|depth|altitude|up|rises?|fall|drops?)\b/i;
const VOLUME = /\b(lit(?:re|er)s?|gallons?|barrels?|water)\b/i;
const DAYS = /^(?!an? )(?:\p{L}+ )?(years?|days?|weeks?|months?|nights?|decades?|centuries)\b/iu;
/** Things in the plural, after two words at most that describe them: "small glass prisms"; not "is the width" or "a year earlier". */
const THINGS =
	/^(?:(?!(?:is|was|has|an?|and|or|not|more|fewer|less|past|times)\b)\p{L}[\p{L}-]* ){0,2}(?!(?:is|was|has|less|this|its|plus|across|perhaps)\b)\p{L}{2,}s\b/iu;
/** "Minutes", "full hours"; not "leap seconds" or "a second start". */
const CLOCK = /^(?:full |whole |more |extra |about )?(hours?|minutes?|seconds)\b/i;
/** Units that are measured, not counted. */
const MEASURED =
	/\b(degrees?|decibels?|hertz|calories|joules?|newtons?|lux|lumens?|bytes|bits|pixels|percentage|factor|tons?|tonnes?|kilograms?|kg|grams?|pounds?|ounces?|volts?|watts?|amps?|points?|times|bars?|pascals?|square|cubic|hectares?|acres?|knots?|g)\b/i;
const DOWN = /\b(below|deep|depth|down|under|sink\w*|dived?|dives?)\b/i;
const MONEY = /[$£€¥]|\b(dollars?|euros?|cents?|pence|francs?|kronor|kroner|krona|pesos?|yuan|yen|rupees?)\b/i;

/** Scales of an instrument: the value at its end. */
const SCALES: [RegExp, number][] = [
	[/(?:°\s?C|\bdegrees? Celsius)\b/i, 60],
	[/(?:°\s?F|\bdegrees? Fahrenheit)\b/i, 140],
	[/\b(?:decibels?|dB)\b/, 140],
];

/** The end of the instrument's scale that the quantity is read on; null where it has none, or lies beyond it. */
export function scaleOf({ display, unit, value = shownNumber(display) ?? NaN }: Quantity): number | null {
	const end = SCALES.find(([of]) => of.test(`${display} ${unit}`))?.[1];
	return end !== undefined && value > 0 && value <= end ? end : null;
}

/** The whole that a time is a part of: of minutes the hour, of seconds the minute, of hours half a day or the day. */
export function wholeTime({ display, unit, value = shownNumber(display) ?? NaN }: Quantity): number {
	const of = /\b(hours?|minutes?|seconds?)\b/i.exec(`${display} ${unit}`)?.[1] ?? '';
	return !/^hour/i.test(of) ? 60 : value <= 12 ? 12 : 24;
}

const UP =
	'rose|rises?|risen|rising|gr[eo]w|grows|grown|growing|grew|gain(?:s|ed)?|climb(?:s|ed)?|jump(?:s|ed)?|surg(?:es?|ed)|soar(?:s|ed)?|increas(?:es?|ed)|rais(?:es?|ed)|widen(?:s|ed)?|swell(?:s|ed)?|warm(?:s|ed)?|expand(?:s|ed)?|lengthen(?:s|ed)?|(?<!\\b(?:makes?|made|making|takes?|took|uses?|used)\\s)up';
const DOWNWARD =
	'fell|falls?|fallen|falling|drop(?:s|ped)?|slip(?:s|ped)?|sank|sunk|shr[aiu]nk|shrinks|declin(?:es?|ed)|decreas(?:es?|ed)|lost|loses?|slid(?:es?)?|slump(?:s|ed)?|plung(?:es?|ed)|tumbl(?:es?|ed)|cut|cuts|reduc(?:es?|ed)|lower(?:s|ed)?|shorten(?:s|ed)?|narrow(?:s|ed)?|cool(?:s|ed)?|down';
/** What may stand between a verb of change and by how much. */
const BY =
	'(?:\\s(?:by|an?|another|further|about|around|roughly|some|nearly|almost|over|only|just|more|than|less|up|down|at|least|most|as|much))*\\s*$';
/** "the climb by" is a thing, and no verb. */
const VERB = '(?<!\\b(?:the|an?|its|their|this|that|each|every)\\s)\\b';
const CHANGES: [Kind, RegExp, RegExp][] = [
	[
		'rise',
		new RegExp(`${VERB}(?:${UP})${BY}|\\b(?:rise|increase|growth|gain|jump) of${BY}`, 'i'),
		/^(?:more|higher|longer|faster|larger|bigger|heavier|taller|wider|deeper|warmer|hotter|dearer|older|stronger)\b/i,
	],
	[
		'fall',
		new RegExp(`${VERB}(?:${DOWNWARD})${BY}|\\b(?:fall|drop|decline|decrease|cut|loss) of${BY}`, 'i'),
		/^(?:less|fewer|lower|shorter|slower|smaller|lighter|narrower|colder|cooler|cheaper|weaker|younger)\b/i,
	],
];

/**
 * Which way a quantity says that something went ("rose 14%", "3% fewer passengers"); null where it is a state ("rose to 14%", "4% of the air").
 * `lead` are the words before the number.
 */
export function changeOf({ display, unit }: Pick<Quantity, 'display' | 'unit'>, lead: string): 'rise' | 'fall' | null {
	if (/\b(?:not|never|no|n['’]t|without)\b/i.test(lead)) return null;
	const bare = unit.replace(/^(?:percent|per cent|percentage points|points)\s?/i, '');
	const behind = CHANGES.find(([, , after]) => after.test(bare))?.[0];
	if (behind && /[%$£€]|percent|per cent/i.test(`${display} ${unit}`)) return behind as 'rise' | 'fall';
	// "raised £4 million" and "climbs 26 metres" are deeds; "rose by 3 metres" is a change, "rose 3 percent" as well.
	if (
		!/%|percent|per cent|percentage point/i.test(`${display} ${unit}`) &&
		!/\b(?:by|(?:rise|fall|increase|drop|decline|cut|growth) of)(?:\s\p{L}+){0,3}$/iu.test(lead.trim())
	)
		return null;
	return (CHANGES.find(([, before]) => before.test(lead.trim()))?.[0] as 'rise' | 'fall' | undefined) ?? null;
}

/** Words that make a percentage a part of a whole. */
const PART = /\b(?:share|part|makes? up|made up|account(?:s|ed)? for|majority|turnout|full|limit|charged?|covers?|covered)\b/i;

/** What the number counts, by its unit. `near` is the scene's title: it says whether metres go up; `lead` are the words before the number. */
export function kindOf(q: Quantity, near: string, lead = ''): Kind | null {
	const value = q.value ?? shownNumber(q.display);
	if (value === null || !(value > 0)) return null;
	// What is counted stands before "a day", "every week", "of water", "in the oven".
	const head = q.unit.split(/\s(?:a|an|per|each|every|this|last|next|of|in|on|at|for|from|with|without|under|above|below|to|the)\s/i)[0]!;
	const change = changeOf(q, lead);
	if (change) return change;
	if (scaleOf(q) !== null && !/\b(?:to|and|below|minus)\b|[–−-]/.test(q.display)) return 'gauge';
	const scaled = /\b(thousand|million|billion|trillion)\b/i.test(`${q.display} ${q.unit}`);
	const count = !scaled && Number.isInteger(value) && value >= 2 && value <= MOST;
	if (/%|\bper ?cent\b/i.test(`${q.display} ${q.unit}`)) {
		// A rate ("inflation was 3%") and a change fill no whole.
		const part = /^(?:(?:percent|per cent)\s)?of\s/i.test(q.unit) || PART.test(`${near} ${lead}`);
		return part && value <= 100 && !/\bpoints?\b/i.test(q.unit) ? 'level' : null;
	}
	if (MONEY.test(`${q.display} ${q.unit}`)) return 'money';
	const measure = `${q.display.replace(/[\d.,]+/g, ' ')} ${head}`;
	if (LENGTH.test(measure) && !/\b(square|cubic|per|(?:an?|one|every|each) (?:hour|minute|second))\b/i.test(q.unit)) {
		if (!/\b(?:long|wide|across)\b/i.test(q.unit)) {
			if (DOWN.test(`${q.unit} ${near}`)) return 'depth';
			if (HEIGHT.test(`${q.unit} ${near}`)) return 'height';
		}
		if (!FAR.test(measure)) return 'length';
		// No road goes to the Sun.
		return scaled ? null : 'road';
	}
	if (VOLUME.test(head)) return 'volume';
	const time = q.display.replace(/^[\p{L}\d.,]+\s*/u, '') || head;
	if (CLOCK.test(time)) return !scaled && value <= (/\bhours?\b/i.test(time) ? 24 : 60) ? 'clock' : null;
	if (DAYS.test(head)) return count ? 'days' : null;
	if (PEOPLE.test(head) && (scaled || value > MOST)) return 'crowd';
	if (!count || MEASURED.test(head) || LENGTH.test(head)) return null;
	if (PEOPLE.test(head)) return 'people';
	return q.sticker && value <= 120
		? 'things'
		: value >= 6 && value <= 150 && THINGS.test(head) && isCountable(THINGS.exec(head)?.[0] ?? '')
			? 'dots'
			: null;
}
