/** Readings of words that begin with a number: money, years, times, dates, ranges, fractions, measures. */
import { cardinal, decade, decimal, digits, fraction, model, ordinal, smallNumber, year } from './numbers';
import { isAttributive, isOne, speakRate, unitOf } from './read';
import { COUNTED_AFTER, CURRENCIES, GLUED_UNITS, MONTHS, MONTH_NAMES, SCALE_LETTERS, SCALE_WORDS, YEAR_BEFORE } from './tables';
import type { Token } from './token';

const CURRENCY = Object.keys(CURRENCIES).sort((a, b) => b.length - a.length).map((sign) => sign.replace(/\$/g, '\\$')).join('|'); // prettier-ignore
const NUMBER = '(?:\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)';
const SCALE = Object.keys(SCALE_LETTERS).sort((a, b) => b.length - a.length).join('|'); // prettier-ignore
const SIGN_WORDS: Record<string, string> = { '+': 'plus', '-': 'minus', '−': 'minus', '~': 'about', '≈': 'about', '<': 'less than', '>': 'more than', '≥': 'at least', '≤': 'at most', '±': 'plus or minus' }; // prettier-ignore
const VULGAR: Record<string, string> = { '½': 'a half', '¼': 'a quarter', '¾': 'three quarters', '⅓': 'a third', '⅔': 'two thirds', '⅛': 'an eighth', '⅜': 'three eighths', '⅝': 'five eighths', '⅞': 'seven eighths' }; // prettier-ignore

const money = new RegExp(`^(${CURRENCY})(${NUMBER})(?:-?(${SCALE}|thousand|million|billion|trillion))?$`, 'i');
const moneyAfter = new RegExp(`^(${NUMBER})(${SCALE})?(€|£|¢|₹|¥)$`);
const range = new RegExp(`^(${CURRENCY})?(${NUMBER})([^\\d–-]{0,6})(?:[–—]|-|-to-)(${CURRENCY})?(${NUMBER})(.*)$`);
const glued = new RegExp(`^(${NUMBER})-?([^\\d\\s.-].*)$`);
const prefixed = /^(mid|early|late|pre|post|non|sub|multi|ex|circa|c|ca)[-.]?(?='?[\d$£€])/i;

export const startsWithNumber = (core: string): boolean =>
	/^[+\-−~≈<>≥≤±]?(?:(?:US|CA|C|AU|A|NZ|HK|R)?[$£€¥₹₩₽₿])?\.?\d/.test(core) ||
	/^[½¼¾⅓⅔⅛⅜⅝⅞]$/.test(core) ||
	/^'\d0s/.test(core) ||
	prefixed.test(core);

/** The names of the currency a word begins with. */
export function currencyOf(core: string): [string, string, string, string] | null {
	const sign = new RegExp(`^[+\\-−~≈<>≥≤]?(${CURRENCY})`).exec(core)?.[1];
	return sign === undefined ? null : CURRENCIES[sign]!;
}

const scaleWord = (letters: string): string => SCALE_LETTERS[letters] ?? SCALE_LETTERS[letters.toLowerCase()] ?? letters.toLowerCase();

/** Reading of token `i`, or null when it is no figure after all. */
export function speakFigure(tokens: Token[], i: number): string | null {
	let core = tokens[i]!.core;
	const before = tokens[i - 1];
	const after = tokens[i + 1];
	const previous = before && (!before.pause || (before.pause === '.' && MONTHS.test(before.core))) ? before.core : '';
	const next = tokens[i]!.pause ? '' : (after?.core ?? '');
	const prefix = prefixed.exec(core);
	if (prefix) {
		const rest = speakFigure([{ ...tokens[i]!, core: core.slice(prefix[0].length) }], 0);
		return rest === null ? null : `${/^ca?$/i.test(prefix[1]!) ? 'circa' : prefix[1]} ${rest}`;
	}
	let sign = '';
	if (/^[+\-−~≈<>≥≤±]/.test(core)) {
		if (phone(core) !== null) return phone(core);
		sign = `${SIGN_WORDS[core[0]!]!} `;
		core = core.slice(1);
	}
	const reading = time(core, next) ?? date(core) ?? slashed(core, previous) ?? phone(core) ?? shaped(core, tokens, i);
	const words = reading === undefined ? quantity(core, previous, next) : reading;
	return words === null ? null : sign + words;
}

function time(core: string, next: string): string | null {
	const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?(am|pm|a\.m|p\.m)?$/i.exec(core);
	if (clock && Number(clock[1]) < 25 && Number(clock[2]) < 60) {
		const [, h, m, s, half] = clock;
		const noon = half ? ` ${half[0]!.toUpperCase()} M` : '';
		if (s) return `${cardinal(h!)} ${twoDigits(m!)} ${twoDigits(s)}${noon}`;
		const full =
			m === '00' ? (noon || /^[ap]\.?m$/i.test(next) ? '' : Number(h) > 12 || h === '00' ? ' hundred' : " o'clock") : ` ${twoDigits(m!)}`;
		return `${cardinal(String(Number(h)))}${full}${noon}`;
	}
	const height = /^(\d{1,2})'(\d{1,2})(?:"|'')?$/.exec(core);
	if (height) return `${cardinal(height[1]!)} foot ${cardinal(height[2]!)}`;
	const odds = /^(\d+)-(in|for|on|of|by|and|or|out-of)-(\d+)$/.exec(core);
	if (odds) return `${cardinal(odds[1]!)} ${odds[2]!.replace(/-/g, ' ')} ${cardinal(odds[3]!)}`;
	const bare = /^(\d{1,2})(am|pm|a\.m|p\.m)$/i.exec(core);
	if (bare) return `${cardinal(bare[1]!)} ${bare[2]![0]!.toUpperCase()} M`;
	const ratio = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(core);
	return ratio ? `${decimal(ratio[1]!)} to ${decimal(ratio[2]!)}` : null;
}
const twoDigits = (text: string): string => (text[0] === '0' ? `oh ${smallNumber(Number(text))}` : smallNumber(Number(text)));

function date(core: string): string | null {
	const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(core);
	const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)$/.exec(core);
	if (!iso && !us) return null;
	let [month, day] = iso ? [Number(iso[2]), Number(iso[3])] : [Number(us![1]), Number(us![2])];
	if (month > 12 && day <= 12) [month, day] = [day, month];
	if (month < 1 || month > 12 || day < 1 || day > 31) return null;
	const written = iso ? iso[1]! : us![3]!;
	return `${MONTH_NAMES[month - 1]} ${ordinal(String(day))}, ${written.length === 4 ? year(written) : twoDigits(written)}`;
}

function slashed(core: string, previous: string): string | null {
	if (core === '24/7') return 'twenty four seven';
	if (core === '9/11') return 'nine eleven';
	if (core === '50/50') return 'fifty fifty';
	const parts = /^(\d+)\/(\d+)(?:-?([a-z]+))?$/i.exec(core);
	if (parts) {
		const words = fraction(Number(parts[1]), Number(parts[2]));
		const unit = parts[3] ? ` ${unitOf(parts[3])?.[0] ?? parts[3]}` : '';
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

function phone(core: string): string | null {
	const plain = core.replace(/[().]/g, (c) => (c === '.' ? '-' : ''));
	if (!/^\+?(\d{1,3}-)?\d{3}-\d{3}-\d{4}$|^\d{3}-\d{4}$|^\+\d{7,15}$|^1-\d{3}-\d{3}-\d{4}$/.test(plain)) return null;
	return `${plain.startsWith('+') ? 'plus ' : ''}${plain.replace('+', '').split('-').map((group) => digits(group, true)).join(', ')}`; // prettier-ignore
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
	if (nth) return `${ordinal(nth[1]!)}${nth[2] ? ` to ${ordinal(nth[2])}` : ''}${nth[3] ? ` ${nth[3].slice(1).replace(/-/g, ' ')}` : ''}`;
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
	const cash = money.exec(core);
	if (cash) return amount(cash, tokens, i);
	const tail = moneyAfter.exec(core);
	if (tail) return amount([tail[0], tail[3]!, tail[1]!, tail[2] ?? ''], tokens, i);
	const span = range.exec(core);
	if (span) return spanned(span, isAttributive(before, after) ? 0 : 1, after);
	return undefined;
}

/** "$4.99" → four dollars and ninety-nine cents; "$3.5" before "billion" leaves the dollars to that word. */
function amount(match: ArrayLike<string>, tokens: Token[], i: number): string {
	const [one, several, centOne, cents] = CURRENCIES[match[1]!] ?? CURRENCIES[match[1]!.toUpperCase()]!;
	const number = match[2]!;
	const scale = match[3];
	if (!tokens[i]!.pause && SCALE_WORDS.test(tokens[i + 1]?.core ?? '')) return decimal(number);
	const single = isAttributive(tokens[i - 1], tokens[i + 1]) || (!scale && isOne(number));
	if (scale) return `${decimal(number)} ${scaleWord(scale)} ${single ? one : several}`;
	const coins = /^([\d,]*)\.(\d\d)$/.exec(number);
	if (!coins || !cents) return `${decimal(number)} ${single ? one : several}`;
	const whole = coins[1] ? BigInt(coins[1].replace(/,/g, '')) : 0n;
	const part = Number(coins[2]);
	const notes = whole > 0n ? `${cardinal(coins[1]!)} ${single || whole === 1n ? one : several}` : '';
	const change = part > 0 ? `${smallNumber(part)} ${part === 1 ? centOne : cents}` : '';
	return notes && change ? `${notes} and ${change}` : notes || change || `zero ${several}`;
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
	if (/^[KGDP]$/.test(text) && /^(2|3|4|5|8)$/.test(number)) return text;
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
function quantity(core: string, previous: string, next: string): string | null {
	if (new RegExp(`^${NUMBER}$`).test(core)) {
		const day = /^\d{1,2}$/.test(core) && Number(core) >= 1 && Number(core) <= 31;
		if (day && MONTHS.test(previous)) return ordinal(core);
		if (day && MONTHS.test(next) && !/^may$/.test(next)) return `${/^the$/i.test(previous) ? '' : 'the '}${ordinal(core)} of`;
		if (/^(Boeing|Airbus|Flight|Route|Highway|Interstate|Room|Area)$/.test(previous)) return model(core);
		return numberIn(core, previous, next);
	}
	const parts = glued.exec(core);
	if (!parts) return null;
	const [, number, rest] = parts;
	const hyphen = core[number!.length] === '-';
	if (/^p$|^i$/.test(rest!) && /^(240|360|480|720|1080|1440|2160)$/.test(number!)) return `${model(number!)} ${rest!.toUpperCase()}`;
	if (rest === 'm' && COUNTED_AFTER.test(next)) return `${decimal(number!)} million`;
	const own = suffix(rest!, number!, hyphen ? 0 : 1);
	if (own !== null) return `${decimal(number!)} ${own}`;
	const more = /^([^-+]+)(-.+|\+)$/.exec(rest!);
	const unit = more ? suffix(more[1]!, number!, 0) : null;
	if (more && unit !== null) return `${decimal(number!)} ${unit} ${more[2] === '+' ? 'plus' : more[2]!.slice(1).replace(/-/g, ' ')}`;
	if (!hyphen && !/^\p{Lu}?\p{Ll}{2,}/u.test(rest!)) return null;
	return `${numberIn(number!, '', '')} ${rest!.replace(/-/g, ' ')}`;
}
