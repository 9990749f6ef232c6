/**
 * Reads one number at a place in a sentence: its head (digits, words, date, time, fraction, …) and the unit behind it.
 */
import { CARDINAL, FRACTION, MAGNITUDE, ORDINAL, wordsToFraction, wordsToNumber, wordsToOrdinal } from './numerals';
import { readRate, readUnit, toBase } from './units';
import type { Unit } from './units';

export type QuantityKind =
	| 'percent'
	| 'points'
	| 'money'
	| 'year'
	| 'decade'
	| 'century'
	| 'date'
	| 'time'
	| 'count'
	| 'measure'
	| 'ordinal'
	| 'fraction'
	| 'range'
	| 'score';
/** How a number is limited: "about", "more than", "less than", "up to", "at least"; null when it is stated flatly. */
export type Bound = 'about' | 'over' | 'under' | 'atMost' | 'atLeast' | null;

export interface Quantity {
	/** As written, unit and bound excluded for counts ("16 metres", "$1.5 million", "a third"). */
	text: string;
	start: number;
	end: number;
	/** Null for dates, times and scores. */
	value: number | null;
	/** Normal form for screens: "16 m", "$1.5 million", "12%", "1/3", "20–30 dB", "2022". */
	display: string;
	/** Unit as a plain word: "metre", "percent", an ISO currency, or the counted noun as written. */
	unit: string | null;
	kind: QuantityKind;
	low?: number;
	high?: number;
	/** "about", "some", "nearly". */
	approximate?: boolean;
	bound: Bound;
	/** Where the bound's words begin (equal to `start` without a bound). */
	boundStart: number;
	/** Bound in words, as the screen should say it ("up to"); empty when there is none. */
	prefix: string;
	/** Value in the base of its dimension with the dimension's name, for exact comparison. */
	base: { dimension: string; value: number } | null;
}

const MONTHS =
	'January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec';
const CURRENCY: Record<string, string> = {
	$: 'USD',
	US$: 'USD',
	C$: 'CAD',
	A$: 'AUD',
	'£': 'GBP',
	'€': 'EUR',
	'¥': 'JPY',
	'₹': 'INR',
	'₩': 'KRW',
	Rs: 'INR',
	CHF: 'CHF',
	USD: 'USD',
	EUR: 'EUR',
	GBP: 'GBP',
};
export const SIGN: Record<string, string> = { USD: '$', GBP: '£', EUR: '€', JPY: '¥', INR: '₹', KRW: '₩', CAD: 'C$', AUD: 'A$' };
const MONEY_WORDS: [RegExp, string, number][] = [
	[/^ (?:US )?dollars?\b/, 'USD', 1],
	[/^ euros?\b/, 'EUR', 1],
	[/^ pounds sterling\b/, 'GBP', 1],
	[/^ (?:kronor|kroner|krona)\b/, 'kronor', 1],
	[/^ yen\b/, 'JPY', 1],
	[/^ yuan\b/, 'CNY', 1],
	[/^ rupees?\b/, 'INR', 1],
	[/^ (?:Swiss )?francs?\b/, 'CHF', 1],
	[/^ pence\b|^p\b/, 'pence', 1],
	[/^ (?:euro )?cents?\b/, 'cents', 1],
];
const DIGITS = '\\d{1,3}(?:[,\\u202f]\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?';
/** Scale words; "m" and "k" only right behind the digits and not before a measure ("16m high"). */
const SCALE =
	'(?:[ -]?)(?:hundred thousand|hundred|thousand|million|billion|trillion|bn|tn|mn)|[mk](?![a-zA-Z/²³]| (?:high|long|deep|wide|tall|away|above|below|thick|across))';
const V = '½|⅓|⅔|¼|¾|⅕|⅛';
const VULGAR: Record<string, [number, number]> = {
	'½': [1, 2],
	'⅓': [1, 3],
	'⅔': [2, 3],
	'¼': [1, 4],
	'¾': [3, 4],
	'⅕': [1, 5],
	'⅛': [1, 8],
};
const HEADS: [string, RegExp][] = [
	[
		'date',
		new RegExp(
			`(?:\\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:${MONTHS})\\b(?:,? \\d{4}\\b)?|(?:${MONTHS})\\b\\.? \\d{1,2}(?:st|nd|rd|th)?(?![\\d:.,]*\\d)(?:, \\d{4}\\b)?|(?:${MONTHS})\\b\\.?,? \\d{4}\\b|\\d{4}-\\d\\d-\\d\\d)`,
			'y',
		),
	],
	['time', /\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?(?![a-z]))|\d{1,2}:\d\d(?::\d\d)?(?![\d])|\d{1,2} ?[ap]\.?m\.?(?![a-z])/iy],
	['century', new RegExp(`(?:\\d{1,2}(?:st|nd|rd|th)|${ORDINAL})[- ]centur(?:y|ies)`, 'iy')],
	['decade', /(?:1\d|20)\d0s|(?<=the )(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b/y],
	[
		'odds',
		new RegExp(`(?:\\d[\\d,]*|${CARDINAL}) (?:in|times out of|out of)(?: every)? (?:\\d[\\d,]*|${CARDINAL})(?! [ap]\\.?m|[\\d:])`, 'iy'),
	],
	['score', /\d{1,3}[–-]\d{1,3}(?![\d%]|[-–.]\d)/y],
	['ordinal', new RegExp(`\\d+(?:st|nd|rd|th)\\b|${ORDINAL}\\b`, 'iy')],
	['slash', /\d[\d,]*\/\d[\d,]*/y],
	[
		'digits',
		new RegExp(
			`(US\\$|C\\$|A\\$|[$£€¥₹₩]|(?:USD|EUR|GBP|CHF|Rs) ?)?([−-](?=\\d))?(${DIGITS}|(?=[${V}]))([${V.replaceAll('|', '')}])?(?:(${SCALE})\\b)?`,
			'y',
		),
	],
	['cardinal', /(?:an? )?(?:half|quarter) of an? (?:million|billion)\b/iy],
	[
		'fraction',
		new RegExp(
			`${FRACTION}\\b(?! (?:million|billion|thousand|dozen|century|a |an ))|half(?= an? (?!million|billion|thousand|dozen|century))|(?:an? )?quarter(?= of\\b)`,
			'iy',
		),
	],
	[
		'one',
		/(?<=\b(?:than|about|over|under|within|for|after|takes?|took|lasts?|lasted|nearly|almost|up to|at least|every|around|roughly|over) )an? (?=(?:second|minute|hour|day|week|fortnight|month|year|decade|century|mile|kilomet(?:re|er)|metre|meter|litre|tonne|percent)\b)|an? (?=(?:second|minute|hour|day|week|fortnight|month|year|decade|century) (?:ago|earlier|later|before|after)\b)/iy,
	],
	['multiple', /(?:twice|thrice)\b/iy],
	['cardinal', new RegExp(`(?:${CARDINAL})\\b`, 'iy')],
];
/** Words after which "one" is a pronoun, not a number. */
const ONE_BEFORE =
	/\b(?:the|this|that|each|every|any|no|which|another|other|some|new|old|older|larger|smaller|good|bad|first|last|next|only|same|right|wrong|[a-z]+(?:er|est)|metal|white|black|red|blue|green) $/i;
const ONE_AFTER =
	/^(?:\s+(?:of|is|was|are|were|can|could|has|had|who|that|which|another|day|does|did|will|would|should|must|by one|thing)\b|[’']s|\s*[.,;:!?)])/i;
const STOP_UNIT = new Set(
	'to and or of in on at by for from with than as is are was were be been has have had will would can could may might should must a an the this that these those its his her their who which when while before after if because but per each every not no more less later earlier ago long high wide deep tall old away apart times time over under until since about out up down off all were said says against between into through during within without near behind ahead compared still then there so also already now only just'.split(
		' ',
	),
);

const trim = (value: number): string => {
	const text = value.toLocaleString('en-US', { maximumFractionDigits: 6 });
	return text;
};

/** A number as the screen shows it: 4 digits stay plain below 10,000 only as years; large values use million and billion. */
export function displayNumber(value: number): string {
	const size = Math.abs(value);
	for (const [limit, name] of [
		[1e12, 'trillion'],
		[1e9, 'billion'],
		[1e6, 'million'],
	] as const) {
		if (size >= limit && Number.isInteger((value / limit) * 1000)) return `${trim(value / limit)} ${name}`;
	}
	return trim(value).replace('-', '−');
}

/** The counted noun after a number: up to three plain words, cut at the first function word or mark. */
function countedNoun(after: string): string | null {
	const words: string[] = [];
	let rest = after;
	for (;;) {
		const word = /^[ -](\p{L}[\p{L}’'-]*)/u.exec(rest)?.[1];
		if (!word || STOP_UNIT.has(word.toLowerCase()) || /ly$/.test(word)) break;
		words.push(word);
		rest = rest.slice(word.length + 1);
		if (words.length === 3 || /[^s]s$|^(?:people|men|women|children)$/.test(word) || (words.length === 1 && after[0] === '-')) break;
	}
	return words.length ? words.join(' ') : null;
}

export const bare = (kind: QuantityKind, text: string, start: number, value: number | null, display: string, unit: string | null): Quantity => ({
	text, start, end: start + text.length, value, display, unit, kind, bound: null, boundStart: start, prefix: '', base: value === null ? null : { dimension: unit ?? kind, value },
}); // prettier-ignore

/** A number with whatever unit follows it. */
function withUnit(sentence: string, start: number, length: number, value: number, currency: string | undefined): Quantity {
	const text = sentence.slice(start, start + length);
	const after = sentence.slice(start + length);
	if (currency) {
		const iso = CURRENCY[currency.trim()] ?? currency.trim();
		const quantity = bare('money', text, start, value, `${SIGN[iso] ?? `${iso} `}${displayNumber(value)}`, iso);
		const rate = readRate(after);
		if (!rate) return quantity;
		return {
			...quantity,
			text: text + after.slice(0, rate.length),
			end: quantity.end + rate.length,
			display: `${quantity.display} a ${rate.per}`,
			base: { dimension: `${iso}/${rate.per}`, value },
		};
	}
	for (const [pattern, iso] of MONEY_WORDS) {
		const match = pattern.exec(after);
		if (match)
			return bare(
				'money',
				text + match[0],
				start,
				value,
				SIGN[iso] ? SIGN[iso] + displayNumber(value) : `${displayNumber(value)} ${iso}`,
				iso,
			);
	}
	const found = readUnit(after);
	// "5 m" after a scale word or "17 to" never meant metres; "12 bar staff" is rare enough.
	if (found) {
		const { unit, per } = found;
		const kind: QuantityKind = unit.dimension === 'percent' ? 'percent' : unit.dimension === 'points' ? 'points' : 'measure';
		const symbol = /^(?:day|week|month|year|decade|century|ton|acre|bit|point)$/.test(unit.id) && value === 1 ? unit.id : unit.symbol;
		const tail = per ? `/${per.split('/').map(shortPer).join('/')}` : '';
		const glue = /^[%°]$/.test(unit.symbol) ? '' : ' ';
		const quantity = bare(
			kind,
			text + after.slice(0, found.length),
			start,
			value,
			displayNumber(value) + glue + symbol + tail,
			per ? `${unit.id}/${per}` : unit.id,
		);
		quantity.base = { dimension: unit.dimension + (per ? `/${per}` : ''), value: toBase(value, unit as Unit) };
		return quantity;
	}
	return bare('count', text, start, value, displayNumber(value), countedNoun(after));
}

const shortPer = (per: string): string =>
	({ second: 's', hour: 'h', minute: 'min', metre: 'm', kilometre: 'km', litre: 'L', degree: '°' })[per] ?? per;

/** Whether a bare four-digit number is a year here. */
function yearLike(sentence: string, start: number, digits: string): boolean {
	if (!/^(?:1[0-9]|20)\d\d$/.test(digits)) return false;
	const after = sentence.slice(start + 4);
	const before = sentence.slice(0, start);
	if (
		/(?:\b(?:in|by|since|until|till|of|before|after|during|from|early|late|mid|spring|summer|autumn|winter|and|to|between|year|for|than|through)[ -]|[,(–-] ?)$/i.test(
			before,
		)
	) {
		return !/^ (?:people|homes|metres|meters|feet|kilometres|miles|tonnes|kg|g|years|days|hours|packs|workers|jobs|euros|pounds|dollars|steps|visitors)\b/.test(
			after,
		);
	}
	return /^(?:[.,;:)’'–]| (?:was|is|had|and|the|to|season|edition|race|election|report|study|census)\b|$)/.test(after);
}

/** The quantity that begins exactly at `at`, or null. */
export function readAt(sentence: string, at: number): Quantity | null {
	for (const [head, pattern] of HEADS) {
		pattern.lastIndex = at;
		const match = pattern.exec(sentence);
		if (!match || !match[0].length) continue;
		const text = match[0];
		const after = sentence.slice(at + text.length);
		if (head === 'date') return bare('date', text, at, null, text.replace(/(\d)(?:st|nd|rd|th)\b/, '$1').replace(/\bof /, ''), 'date');
		if (head === 'time') return bare('time', text, at, null, text, 'time');
		if (head === 'century') {
			const ordinal = /^\d+/.exec(text)?.[0] ?? wordsToOrdinal(text.split(/[- ]cent/i)[0]!);
			return bare('century', text, at, Number(ordinal), text, 'century');
		}
		if (head === 'decade') {
			const tens = 'twenties thirties forties fifties sixties seventies eighties nineties'.split(' ').indexOf(text);
			const value = tens >= 0 ? 1920 + 10 * tens : Number.parseInt(text, 10);
			return bare('decade', text, at, value, `${value}s`, 'decade');
		}
		if (head === 'odds') {
			const [top, bottom] = text
				.split(/ (?:in|times out of|out of)(?: every)? /i)
				.map((part) => (/\d/.test(part) ? Number(part.replace(/,/g, '')) : wordsToNumber(part)));
			// "20 in 2019" is a count and a year.
			if (!top || !bottom || top > bottom || (bottom > 1500 && bottom < 2100)) continue;
			return bare('fraction', text, at, top / bottom, `${trim(top)} in ${trim(bottom)}`, 'fraction');
		}
		if (head === 'score') {
			if (readUnit(after) || new RegExp(`^ (?:${MONTHS})\\b`).test(after) || /^[ ](?:people|percent|years)/.test(after)) continue;
			return bare('score', text, at, null, text.replace('-', '–'), 'score');
		}
		if (head === 'ordinal') {
			if (/^second$/i.test(text) && /(?:per|a|each|every|one) $/i.test(sentence.slice(0, at))) continue;
			if (
				/^(?:half|quarter|third|fifth|tenth)$/i.test(text) &&
				/\b(?:a|an|one) $/i.test(sentence.slice(Math.max(0, at - 4), at)) &&
				/^ of\b/.test(after)
			)
				continue;
			const value = /^\d/.test(text) ? Number.parseInt(text, 10) : wordsToOrdinal(text);
			return value === null ? null : bare('ordinal', text, at, value, text, 'ordinal');
		}
		if (head === 'slash') {
			const [top, bottom] = text.split('/').map((part) => Number(part.replace(/,/g, '')));
			return bare('fraction', text, at, top! / bottom!, text, 'fraction');
		}
		if (head === 'digits') {
			const [, currency, minus, digits = '', vulgar, scale] = match;
			const share = vulgar ? VULGAR[vulgar]! : null;
			const number = (digits ? Number(digits.replace(/[,\u202f]/g, '')) : 0) + (share ? share[0] / share[1] : 0);
			if (!digits && share) return bare('fraction', text, at, number, `${share[0]}/${share[1]}`, 'fraction');
			const factor = scale
				? scale
						.trim()
						.replace(/^-/, '')
						.split(' ')
						.reduce((product, word) => product * (MAGNITUDE[word] ?? 1), 1)
				: 1;
			if (!currency && !minus && !scale && yearLike(sentence, at, digits)) return bare('year', digits, at, number, digits, 'year');
			return withUnit(sentence, at, text.length, Number((number * factor * (minus ? -1 : 1)).toPrecision(15)), currency);
		}
		if (head === 'fraction') {
			const fraction = wordsToFraction(text);
			if (!fraction) continue;
			if (/^one[- ]?second/i.test(text)) continue;
			const value = fraction[0] / fraction[1];
			// "half an hour", "a quarter of a million years", "half a percentage point"
			const of = /^(?:[ -]of)? an? /.exec(after);
			const unit = of ? readUnit(` ${after.slice(of[0].length)}`) : null;
			const quantity = bare('fraction', text, at, value, `${fraction[0]}/${fraction[1]}`, unit ? unit.unit.id : 'fraction');
			if (unit) {
				quantity.base = { dimension: unit.unit.dimension, value: toBase(value, unit.unit) };
				quantity.text += after.slice(0, of![0].length + unit.length - 1);
				quantity.end = quantity.start + quantity.text.length;
			}
			return quantity;
		}
		if (head === 'one') return withUnit(sentence, at, text.length - 1, 1, undefined);
		if (head === 'multiple') return bare('count', text, at, /^twice$/i.test(text) ? 2 : 3, text.toLowerCase(), 'times');
		const value = wordsToNumber(text);
		if (value === null) continue;
		if (
			/^one$/i.test(text) &&
			!readUnit(after) &&
			(ONE_BEFORE.test(sentence.slice(0, at)) || (ONE_AFTER.test(after) && !/^ day\b/.test(after)))
		)
			return null;
		return withUnit(sentence, at, text.length, value, undefined);
	}
	return null;
}
