/** Readings of words that begin with a number: money, years, times, dates, ranges, fractions, measures. */
import { speakDate, speakStopwatch, speakTime, twoDigits } from './moments';
import { CURRENCY, NUMBER, speakMoney } from './money';
import { cardinal, decade, decimal, digits, fraction, model, ordinal, power, year } from './numbers';
import { speakPhone } from './phones';
import { isAttributive, isOne, speakRate, unitOf } from './read';
import { COUNTED_AFTER, CURRENCIES, GLUED_UNITS, MONTHS, SCALE_LETTERS, SCALE_WORDS, YEAR_BEFORE } from './tables';
import type { Token } from './token';

const SIGN_WORDS: Record<string, string> = { '+': 'plus', '-': 'minus', '−': 'minus', '~': 'about', '≈': 'about', '<': 'less than', '>': 'more than', '≥': 'at least', '≤': 'at most', '±': 'plus or minus' }; // prettier-ignore
const VULGAR: Record<string, string> = { '½': 'a half', '¼': 'a quarter', '¾': 'three quarters', '⅓': 'a third', '⅔': 'two thirds', '⅛': 'an eighth', '⅜': 'three eighths', '⅝': 'five eighths', '⅞': 'seven eighths' }; // prettier-ignore

const range = new RegExp(`^(${CURRENCY})?(${NUMBER})([^\\d–-]{0,6})(?:[–—]|-|-to-)(${CURRENCY})?(${NUMBER})(.*)$`);
const glued = new RegExp(`^(${NUMBER})-?([^\\d\\s.-].*)$`);
const prefixes = /^(mid|early|late|pre|post|non|sub|multi|ex|circa|c|ca)[-.]?(?='?[\d$£€])/i;
/** "mid-1990s", "c.1500"; "C$5" and "C4" begin otherwise. */
const prefixed = (core: string): RegExpExecArray | null => (core.startsWith('C') ? null : prefixes.exec(core));
const SUPERSCRIPT: Record<string, string> = { '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁻': '-' }; // prettier-ignore

export const startsWithNumber = (core: string): boolean =>
	/^[+\-−~≈<>≥≤±]?(?:(?:US|CA|C|AU|A|NZ|HK|R)?[$£€¥₹₩₽₿])?\.?\d/.test(core) ||
	/^[½¼¾⅓⅔⅛⅜⅝⅞]$/.test(core) ||
	/^'\d0s/.test(core) ||
	prefixed(core) !== null;

/** Reading of token `i`, or null when it is no figure after all. */
export function speakFigure(tokens: Token[], i: number): string | null {
	let core = tokens[i]!.core;
	const before = tokens[i - 1];
	const after = tokens[i + 1];
	const previous = before && (!before.pause || (before.pause === '.' && MONTHS.test(before.core))) ? before.core : '';
	const next = tokens[i]!.pause ? '' : (after?.core ?? '');
	const prefix = prefixed(core);
	if (prefix) {
		const rest = speakFigure([{ ...tokens[i]!, core: core.slice(prefix[0].length) }], 0);
		return rest === null ? null : `${/^ca?$/i.test(prefix[1]!) ? 'circa' : prefix[1]} ${rest}`;
	}
	let sign = '';
	if (/^[+\-−~≈<>≥≤±]/.test(core)) {
		if (speakPhone(core) !== null) return speakPhone(core);
		sign = `${SIGN_WORDS[core[0]!]!} `;
		core = core.slice(1);
	}
	const reading =
		speakStopwatch(core, previous) ??
		speakTime(core, next) ??
		speakDate(core) ??
		slashed(core, previous) ??
		speakPhone(core) ??
		shaped(core, tokens, i);
	const words =
		reading === undefined ? quantity(core, previous, next, isAttributive(undefined, tokens[i]!.pause ? undefined : after)) : reading;
	return words === null ? null : sign + words;
}

function slashed(core: string, previous: string): string | null {
	if (core === '24/7') return 'twenty four seven';
	if (core === '9/11') return 'nine eleven';
	if (core === '50/50') return 'fifty fifty';
	if (core === '24/7/365') return 'twenty four seven three sixty five';
	const season = /^(\d{4})\/(\d\d|\d{4})$/.exec(core);
	if (season && isYearNumber(season[1]!) && (season[2]!.length === 2 || isYearNumber(season[2]!)))
		return `${year(season[1]!)} ${season[2]!.length === 4 ? year(season[2]!) : twoDigits(season[2]!)}`;
	const span = /^(\d+(?:\/\d+)?)[–-](\d+(?:\/\d+)?)$/.exec(core);
	if (span && core.includes('/')) {
		const [from, to] = [span[1]!, span[2]!].map((part, k) => (part.includes('/') ? slashed(part, k ? '' : previous) : cardinal(part)));
		return from && to ? `${from} to ${to}` : null;
	}
	const parts = /^(\d+)\/(\d+)(?:-?([a-z]+|%))?$/i.exec(core);
	if (parts) {
		const words = fraction(Number(parts[1]), Number(parts[2]));
		const unit = parts[3] && !/^(th|nd|rd)s?$/.test(parts[3]) ? ` ${unitOf(parts[3])?.[0] ?? parts[3]}` : '';
		if (!words) return `${cardinal(parts[1]!)} over ${cardinal(parts[2]!)}${unit}`;
		const whole = /^\d{1,3}$/.test(previous);
		return (whole ? `and ${words.replace(/^one /, /^one eight|^one eleven/.test(words) ? 'an ' : 'a ')}` : words) + unit;
	}
	const vulgar = /^(\d*)([½¼¾⅓⅔⅛⅜⅝⅞])(.*)$/.exec(core);
	if (!vulgar) return null;
	const part = VULGAR[vulgar[2]!]!;
	const whole = vulgar[1] ? `${cardinal(vulgar[1])} and ` : /^\d{1,3}$/.test(previous) ? 'and ' : '';
	const own = whole ? part : part.replace(/^an? /, 'one ');
	return `${whole}${own}${vulgar[3] ? ` ${unitOf(vulgar[3].replace(/^-/, ''))?.[0] ?? vulgar[3].replace(/^-/, '')}` : ''}`;
}

/** Figures with a shape of their own; undefined leaves them to {@link quantity}. */
function shaped(core: string, tokens: Token[], i: number): string | null | undefined {
	const before = tokens[i - 1];
	const after = tokens[i + 1];
	const decades = /^'?(\d{4}|\d\d)'?s(?:[–-]'?(\d{4}|\d\d)'?s)?(-.+)?$/.exec(core);
	if (decades && decades[1]!.endsWith('0') && decades[1] !== '10') {
		const second = decades[2] ? ` to ${decade(decades[2])}` : '';
		return `${decade(decades[1]!)}${second}${decades[3] ? ` ${decades[3].slice(1)}` : ''}`;
	}
	const nth = /^(\d[\d,]*)(?:st|nd|rd|th)(?:[–-](\d[\d,]*)(?:st|nd|rd|th))?(-.+)?$/i.exec(core);
	if (nth && !nth[2] && !nth[3] && !tokens[i]!.pause && MONTHS.test(after?.core ?? '') && !/^the$/i.test(before?.core ?? ''))
		return `the ${ordinal(nth[1]!)} of`;
	if (nth) return `${ordinal(nth[1]!)}${nth[2] ? ` to ${ordinal(nth[2])}` : ''}${nth[3] ? ` ${nth[3].slice(1).replace(/-/g, ' ')}` : ''}`;
	const group = /^\d{1,3}([.'])\d{3}(?:\1\d{3})*$/.exec(core);
	// "1.000.000" and "1'000" as written in much of Europe; one point alone is a decimal point.
	if (group && (group[1] === "'" || core.split('.').length > 2)) return cardinal(core.replace(/[.']/g, ''));
	if (core === '50-50') return 'fifty fifty';
	// Formations, serial numbers: "4-4-2", "978-3-16".
	if (/^\d+(-\d+){2,}$/.test(core))
		return core.split('-').map((part) => (core.length < 9 && part.length < 3 ? cardinal(part) : `${digits(part)},`)).join(' ').replace(/,$/, ''); // prettier-ignore
	const raised = /^(\d+)(?:\^([-−]?\d{1,2})|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))$/.exec(core);
	if (raised)
		return power(
			decimal(raised[1]!),
			(raised[2] ?? raised[3]!).replace('−', '-').replace(/./g, (c) => SUPERSCRIPT[c] ?? c),
		);
	if (/^401\(k\)?$/.test(core)) return 'four oh one K';
	if (/^\d+(\.\d+){2,}$/.test(core)) return core.split('.').map((part) => cardinal(part)).join(' point '); // prettier-ignore
	const size = /^(\d+)[x×](\d+)([a-z]*)$/i.exec(core);
	if (size) return `${model(size[1]!)} by ${model(size[2]!)}${size[3] ? ` ${unitOf(size[3])?.[1] ?? size[3].toUpperCase()}` : ''}`;
	const years = /^(\d{4})[–-](\d\d|\d{4})(?:-(.+))?$/.exec(core);
	if (
		years &&
		isYearNumber(years[1]!) &&
		(years[2]!.length === 4 ? isYearNumber(years[2]!) : Number(years[2]) > Number(years[1]!.slice(2)))
	) {
		return `${year(years[1]!)} to ${years[2]!.length === 4 ? year(years[2]!) : twoDigits(years[2]!)}`;
	}
	const cash = speakMoney(core, tokens, i);
	if (cash !== null) return cash;
	const span = range.exec(core);
	if (span) return spanned(span, isAttributive(before, after) ? 0 : 1, after);
	return undefined;
}

/** "10–20%", "$5-10 million", "5–10km", "3-2". */
function spanned(match: RegExpExecArray, plural: 0 | 1, after: Token | undefined): string | null {
	const [, sign1, a, middle, sign2, b, rest] = match;
	if (/[a-z]{2,}/i.test(rest!) && !/^-/.test(rest!) && suffix(rest!, b!, plural) === null) return null;
	const currency = CURRENCIES[sign1 ?? sign2 ?? ''];
	const first = numberIn(a!, '', '');
	const second = numberIn(b!, '', '');
	const scaleAhead = SCALE_WORDS.test(after?.core ?? '');
	const own = /^-/.test(rest!) ? ` ${rest!.slice(1).replace(/-/g, ' ')}` : rest ? ` ${suffix(rest, b!, plural) ?? rest}` : '';
	const between = middle && middle !== rest ? ` ${suffix(middle, a!, 1) ?? middle}` : '';
	if (middle && suffix(middle, a!, 1) === null) return null;
	return `${first}${between} to ${second}${own}${currency && !scaleAhead ? ` ${currency[1]}` : ''}`;
}

/** What is glued to a number: a percent sign, a unit, a scale, a letter; null when unknown. */
function suffix(text: string, number: string, plural: 0 | 1): string | null {
	const form = plural === 0 || isOne(number) ? 0 : 1;
	if (text === '%') return 'percent';
	if (text === '+') return 'plus';
	if (/^%-?points?$/.test(text)) return 'percentage points';
	const rate = speakRate(text, form === 0 ? '1' : number);
	if (rate !== null) return rate;
	if (/^[KGDP]$/.test(text) && /^[1-8]$/.test(number)) return text;
	const unit = GLUED_UNITS[text] ?? unitOf(text);
	if (unit && !(text === 'm' && form === 0)) return unit[form];
	if (unit) return unit[form];
	if (text in SCALE_LETTERS) return SCALE_LETTERS[text]!;
	if (/^[A-Za-z]$/.test(text)) return text.toUpperCase();
	return null;
}

const isYearNumber = (text: string): boolean => /^\d{4}$/.test(text) && Number(text) >= 1100 && Number(text) < 2100;

function numberIn(text: string, previous: string, next: string): string {
	if (/^\d{4}$/.test(text)) {
		const n = Number(text);
		const counted = COUNTED_AFTER.test(next) || unitOf(next) !== null || SCALE_WORDS.test(next);
		if (!counted && (isYearNumber(text) || (n >= 1000 && n < 1100 && YEAR_BEFORE.test(previous)))) return year(text);
	}
	return decimal(text);
}

/** A number, with what is glued to it or stands around it. */
function quantity(core: string, previous: string, next: string, attributive: boolean): string | null {
	if (new RegExp(`^${NUMBER}$`).test(core)) {
		const day = /^\d{1,2}$/.test(core) && Number(core) >= 1 && Number(core) <= 31;
		if (day && MONTHS.test(previous)) return ordinal(core);
		if (day && MONTHS.test(next) && !/^may$/.test(next)) return `${/^the$/i.test(previous) ? '' : 'the '}${ordinal(core)} of`;
		if (
			/^(Boeing|Airbus|Flight|Route|Highway|Interstate|Room|Area|Xbox)$/.test(previous) ||
			(/^7[0-8]7$/.test(core) && /^\p{Lu}/u.test(next))
		)
			return model(core);
		return numberIn(core, previous, next);
	}
	const parts = glued.exec(core);
	if (!parts) return null;
	const [, number, rest] = parts;
	const hyphen = core[number!.length] === '-';
	// A capital alone is a letter where no count stands: "10-K", "3M", "221B Baker Street".
	if (/^[A-Z]$/.test(rest!) && (hyphen || (/^[BMT]$/.test(rest!) && /^\p{Lu}/u.test(next)) || core === '3M'))
		return `${model(number!)} ${rest}`;
	// An oven's "180C" and "350F"; "iPhone 5C" and "737C" are names.
	if (
		/^[CF]$/.test(rest!) &&
		Number(number) >= 40 &&
		(!/^\p{Lu}/u.test(previous) || /^(At|To|Set|Heat|Preheat|Bake|Cook|Roast)$/.test(previous))
	)
		return `${decimal(number!)} degrees ${rest === 'C' ? 'Celsius' : 'Fahrenheit'}`;
	if (/^p$|^i$/.test(rest!) && /^(240|360|480|720|1080|1440|2160)$/.test(number!)) return `${model(number!)} ${rest!.toUpperCase()}`;
	if (rest === 'm' && COUNTED_AFTER.test(next)) return `${decimal(number!)} million`;
	const own = suffix(rest!, number!, hyphen || attributive ? 0 : 1);
	if (own !== null) return `${decimal(number!)} ${own}`;
	const more = /^([^-+]+)(-.+|\+)$/.exec(rest!);
	const unit = more ? suffix(more[1]!, number!, 0) : null;
	if (more && unit !== null) return `${decimal(number!)} ${unit} ${more[2] === '+' ? 'plus' : more[2]!.slice(1).replace(/-/g, ' ')}`;
	if (!hyphen && !/^\p{Lu}?\p{Ll}{2,}/u.test(rest!)) return null;
	return `${numberIn(number!, '', '')} ${rest!.replace(/-/g, ' ')}`;
}
