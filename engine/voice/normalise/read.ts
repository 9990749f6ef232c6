/** What is said for one display word, given its neighbours. */
import { speakAddress } from './address';
import { speakFigure, startsWithNumber } from './figures';
import { HALF_DAY, speakHalfDaySpan } from './moments';
import { currencyOf } from './money';
import { cardinal, decimal, fraction, model, roman, toOrdinal } from './numbers';
import {
	ABBREVIATIONS,
	BARE_UNITS,
	BEFORE_NUMBER,
	GREEK,
	CURRENCY_CODES,
	MONTHS,
	NEEDS_DOT,
	NUMERAL_HEAD,
	ONLY_GLUED,
	PER,
	REGNAL,
	SCALE_LETTERS,
	SCALE_WORDS,
	SENTENCE_STARTER,
	SIGNS,
	UNITS,
} from './tables';
import { speakPhoneGroup } from './phones';
import type { Token } from './token';

export interface Reading {
	/** Spoken words; single capitals are letters; a comma or dash after a word is a pause. */
	text: string;
	/** The whole is one word for the lexicon. */
	keep?: boolean;
	/** The final dot belongs to the word. */
	abbreviation?: boolean;
	/** The punctuation after the word is part of it. */
	noPause?: boolean;
}

const isNumber = (core: string | undefined): boolean => core !== undefined && /^[-−+~≈<>]?[$£€¥₹]?\d/.test(core);

/** Reads token `i`: words only, whatever signs it holds. */
export function speakCore(tokens: Token[], i: number): Reading {
	const reading = readCore(tokens, i);
	if (!/[^\p{L}\p{M}\s'.,—-]/u.test(reading.text)) return reading;
	const text = reading.text.replace(/\d[\d,]*(?:\.\d+)?/g, (number) => ` ${decimal(number)} `);
	return { ...reading, text: text.replace(/[^\p{L}\p{M}\s'.,—-]/gu, ' ') };
}

function readCore(tokens: Token[], i: number): Reading {
	const token = tokens[i]!;
	const { core } = token;
	const before = i > 0 ? tokens[i - 1]! : undefined;
	const after = tokens[i + 1];
	if (!core) return { text: '' };
	const group = speakPhoneGroup(tokens, i) ?? speakThousands(tokens, i);
	if (group !== null) return { text: group };
	// A mark between two numbers: "10 – 20", "3 x 4".
	if (/^[–—-]$/.test(core)) return { text: isNumber(before?.core) && isNumber(after?.core) && core !== '—' ? 'to' : '' };
	if (/^[x×]$/.test(core)) return { text: isNumber(before?.core) && isNumber(after?.core) ? 'by' : core === '×' ? 'times' : 'X' };
	if (core === '/') return { text: '' };
	if (core === '#' && isNumber(after?.core)) return { text: 'number' };
	const price = /^([€£$¥])\/(\p{L}+)$/u.exec(core);
	if (price && isNumber(before?.core)) return { text: `${SIGNS[price[1]!]} per ${PER[price[2]!] ?? price[2]}` };
	const sign = SIGNS[core];
	if (sign !== undefined) return { text: isCurrencyAhead(core, before) ? '' : sign };
	const address = speakAddress(core);
	if (address !== null) return { text: address };
	const war = /^WW(I|II|1|2)('s)?$/.exec(core);
	if (war) return { text: `World War ${/^(II|2)$/.test(war[1]!) ? 'two' : 'one'}${war[2] ?? ''}` };
	// At the end of a sentence "Chapter I." and "240 V." look like initials.
	const lettered = token.dotted && /^\p{Lu}$/u.test(core) ? (speakNumeral(core, tokens, i) ?? speakUnit(tokens, i)) : null;
	if (lettered !== null) return { text: lettered };
	const short = speakAbbreviation(token, before, after);
	if (short) return short;
	const numeral = speakNumeral(core, tokens, i);
	if (numeral !== null) return { text: numeral };
	const unit = speakUnit(tokens, i);
	if (unit !== null) return { text: unit };
	if (SCALE_WORDS.test(core) && before && !before.pause && isNumber(before.core)) {
		const currency = currencyOf(before.core);
		const single = isAttributive(tokens[i - 2], after);
		const ahead = codeAhead(tokens, i - 2);
		const scale = SCALE_LETTERS[core] ?? SCALE_LETTERS[core.toLowerCase()] ?? core;
		return { text: currency || ahead ? `${scale} ${(currency ?? ahead!)[single ? 0 : 1]}` : scale };
	}
	const code = CURRENCY_CODES[core];
	if (codeAhead(tokens, i)) return { text: '' };
	if (code && (isNumber(before?.core) || SCALE_WORDS.test(before?.core ?? ''))) return { text: isOne(before!.core) ? code[0] : code[1] };
	if (startsWithNumber(core)) {
		const reading = speakFigure(tokens, i);
		const ahead = codeAhead(tokens, i - 1);
		const millions = /^(\d[\d,]*(?:\.\d+)?)(\p{L}+)$/u.exec(core);
		if (ahead && millions && SCALE_LETTERS[millions[2]!])
			return { text: `${decimal(millions[1]!)} ${SCALE_LETTERS[millions[2]!]} ${ahead[1]}` };
		if (reading !== null && ahead && /^\d[\d,.]*([–-]\d[\d,.]*)?$/.test(core) && !SCALE_WORDS.test(after?.core ?? ''))
			return { text: `${reading} ${ahead[isOne(core) ? 0 : 1]}` };
		if (reading !== null) return { text: reading };
	}
	return { text: speakPlain(core) };
}

/** Names of the currency where token `i` is the code of the number after it: "EUR 500", also behind a year, but not "500 EUR 3 times". */
function codeAhead(tokens: Token[], i: number): [string, string] | undefined {
	const code = tokens[i] && !tokens[i].pause ? CURRENCY_CODES[tokens[i].core] : undefined;
	const before = tokens[i - 1];
	const counted = before && !before.pause && isNumber(before.core) && !isYear(before.core);
	return code && isNumber(tokens[i + 1]?.core) && !counted ? code : undefined;
}
const isYear = (core: string): boolean => /^(1[1-9]|20)\d\d$/.test(core);

const isCurrencyAhead = (core: string, before: Token | undefined): boolean => /^[£$€¥]$/.test(core) && !isNumber(before?.core);

/** "Mon" → Monday, "Jan" → January; nothing else. */
const calendarName = (text: string): string | undefined =>
	/^\p{Lu}/u.test(text) && /^(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|thurs|fri|sat|sun)$/i.test(text)
		? (ABBREVIATIONS[text.toLowerCase()] ?? text)
		: undefined;

function speakAbbreviation(token: Token, before: Token | undefined, after: Token | undefined): Reading | null {
	const { core } = token;
	const lower = core.toLowerCase();
	const dot = token.dotted;
	if (/^no$/i.test(core) && dot && isNumber(after?.core)) return { text: 'number', abbreviation: true };
	const counted = BEFORE_NUMBER[lower];
	if (counted && (isNumber(after?.core) || (roman(after?.core ?? '') !== null && dot)) && (dot || lower === 'pp') && lower !== 'no')
		return { text: counted, abbreviation: true };
	if (lower === 'st' && dot) {
		const street =
			before !== undefined && /^\p{Lu}|\d(st|nd|rd|th)$/u.test(before.core) && !before.pause && !/^\p{Lu}/u.test(after?.core ?? '');
		return { text: street ? 'street' : 'saint', abbreviation: !street || after !== undefined };
	}
	const named = /^([\p{L}]{3,4})[–-]([\p{L}]{3,4})$/u.exec(core);
	const [from, to] = named ? [calendarName(named[1]!), calendarName(named[2]!)] : [];
	if (from && to) return { text: `${from} to ${to}`, abbreviation: dot };
	if (lower === 'in' && dot && isNumber(before?.core) && !before?.pause && /^\p{Ll}/u.test(after?.core ?? ''))
		return { text: isOne(before!.core) ? 'inch' : 'inches', abbreviation: true };
	const span = speakHalfDaySpan(core);
	if (span !== null) return { text: span };
	if (/^[ap]\.m$/.test(lower)) return { text: lower[0] === 'a' ? 'A M' : 'P M', abbreviation: true };
	if (
		/^(AD|BC|CE|BCE)$/.test(core) &&
		(isNumber(after?.core) || isNumber(before?.core) || /^(century|centuries|millennium|year)$/i.test(before?.core ?? ''))
	)
		return { text: [...core].join(' ') };
	if (HALF_DAY.test(core) && /^(\d{1,2}[-–])?\d{1,2}([:.]\d\d)?([-–]\d{1,2}([:.]\d\d)?)?$/.test(before?.core ?? ''))
		return { text: lower === 'am' ? 'A M' : 'P M' };
	if (/^ph\.d$/i.test(core)) return { text: 'P H D', abbreviation: true };
	if (/^(\p{L}\.)+\p{L}$/u.test(core) && ABBREVIATIONS[lower] === undefined) {
		return { text: core.replace(/\./g, '').toUpperCase().split('').join(' '), abbreviation: dot };
	}
	if (/^\p{Lu}$/u.test(core) && dot) return { text: core, abbreviation: after !== undefined && core !== 'I' };
	const words = ABBREVIATIONS[lower];
	if (words === undefined) return null;
	// A month without its dot, beside a day or year: "22 Nov", "Jan 5".
	if (
		/^\p{Lu}/u.test(core) &&
		MONTHS.test(core) &&
		(/^\d{1,4}(st|nd|rd|th)?$/.test(before?.core ?? '') || /^\d{1,4}(st|nd|rd|th)?$/.test(after?.core ?? ''))
	)
		return { text: words, abbreviation: dot };
	if (NEEDS_DOT.has(lower) && !dot) return null;
	// At the end of a sentence "Sun.", "mar." and the like are the words themselves.
	if (/^(sun|sat|wed|mar|ed|art|jan|gen|col|rep|mon)$/.test(lower) && after === undefined) return null;
	if (lower === 'ft' && (isNumber(before?.core) || /^(sq|cu)$/.test(before?.core ?? '')))
		return { text: 'feet', abbreviation: after !== undefined };
	const month = MONTHS.test(core);
	if ((month || /^(sat|sun|mon|wed|ed|est|rep|co|col|gen)$/.test(lower)) && !/^\p{Lu}/u.test(core) && !/^(est|ed|co)$/.test(lower))
		return null;
	if (lower === 'ms' && core !== 'Ms') return null;
	return { text: words, abbreviation: dot };
}

/** Roman numerals after names, wars, chapters. */
function speakNumeral(core: string, tokens: Token[], i: number): string | null {
	const possessive = /^([IVXLCDM]+)('s)?$/.exec(core);
	const value = possessive ? roman(possessive[1]!) : null;
	if (!possessive || value === null) return null;
	const numeral = possessive[1]!;
	const before = tokens[i - 1];
	if (numeral === 'X' && before?.core === 'Malcolm') return null;
	const after = tokens[i + 1]?.core ?? '';
	if (/^centur(y|ies)$/i.test(after)) return toOrdinal(cardinal(String(value)));
	if (!before || before.pause) return null;
	const own = possessive[2] ?? '';
	if (REGNAL.test(before.core) && (numeral !== 'I' || own || tokens[i]!.pause || !/^[a-z]+$/.test(after) || KING_DOES.test(after))) {
		return `the ${toOrdinal(cardinal(String(value)))}${own}`;
	}
	if (NUMERAL_HEAD.test(before.core)) return `${cardinal(String(value))}${own}`;
	// Other capitalised heads: only numerals that are no letters or words of their own.
	const sure = /^(II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XV|XVI|XVII|XVIII|XIX)$/.test(numeral);
	if (sure && /^\p{Lu}\p{Ll}/u.test(before.core)) return `${cardinal(String(value))}${own}`;
	return /^(II|III|VII|VIII|XII|XIII)$/.test(numeral) && /^\p{Lu}/u.test(before.core) ? cardinal(String(value)) : null;
}

/** What follows the first of a name rather than the speaker's "I": "Elizabeth I reigned", not "Elizabeth I think". */
const KING_DOES =
	/^(of|was|is|had|has|and|or|became|who|the|in|to|by|took|wore|lost|won|gave|made|began|sent|left|went|came|rose|fell|built|did|reigns|rules|dies|\w{3,}ed)$/;

/** A unit that stands apart from its number ("5 km", "120 km/h"), or alone where nobody reads it otherwise. */
function speakUnit(tokens: Token[], i: number): string | null {
	const { core, dotted } = tokens[i]!;
	const after = tokens[i + 1];
	// "100 sq km": the number stands one word further to the left.
	const squared = /^(sq|cu)$/.test(tokens[i - 1]?.core ?? '') ? 1 : 0;
	const before = tokens[i - 1 - squared];
	const beforeNumber = tokens[i - 2 - squared];
	const number = before !== undefined && !before.pause && isNumber(before.core);
	const rate = speakRate(core, before?.core);
	if (rate !== null) return rate;
	if (!number) {
		// Words of their own only where nobody reads them otherwise: "per kWh", "in km".
		const alone = BARE_UNITS.has(core) ? unitOf(core) : null;
		return alone && alone[/^(per|a|an|each|every|one|this|the)$/i.test(before?.core ?? '') ? 0 : 1];
	}
	if (/^(sq|cu)$/.test(core) && unitOf(after?.core ?? '')) return core === 'sq' ? 'square' : 'cubic';
	const unit = unitOf(core);
	if (core === 'in' && /^(ft|feet|foot)$/.test(tokens[i - 2]?.core ?? '')) return isOne(before.core) ? 'inch' : 'inches';
	if (!unit || ONLY_GLUED.has(core) || (/^\p{L}$/u.test(core) && !/^[mgLVWshlt]$/.test(core))) return null;
	// "In 2001 W came": after a year a letter is a name, or the tail of its decade.
	if (/^[LVWshlt]$/.test(core) && isYear(before.core)) return null;
	if (/^[LVW]$/.test(core) && dotted && after && !SENTENCE_STARTER.test(after.core)) return null;
	if (core === 'm' && /^[$£€]/.test(before.core)) return null;
	const single = isOne(before.core) || isAttributive(beforeNumber, after);
	return single ? unit[0] : unit[1];
}

/** [one, several] of a unit written with powers too: "m²", "km2", "cubic". */
export function unitOf(core: string): [string, string] | null {
	if (core in UNITS) return UNITS[core]!;
	const power = /^(km|m|cm|mm|ft|mi|in)([²³23])$/.exec(core);
	if (!power) return null;
	const base = power[1] === 'in' ? (['inch', 'inches'] as const) : UNITS[power[1]!]!;
	const word = power[2] === '²' || power[2] === '2' ? 'square' : 'cubic';
	return [`${word} ${base[0]}`, `${word} ${base[1]}`];
}

/** "km/h" → kilometers per hour. */
export function speakRate(core: string, number: string | undefined): string | null {
	const parts = /^([^/\d]+[²³]?)\/([^/]+)$/.exec(core);
	const unit = parts ? unitOf(parts[1]!) : null;
	const raised = parts && /^(.+)[²2]$/.exec(parts[2]!);
	const hundred = parts && /^\d+$/.test(parts[2]!) ? cardinal(parts[2]!) : undefined;
	const per = parts ? (PER[parts[2]!] ?? hundred ?? (raised && PER[raised[1]!] ? `${PER[raised[1]!]} squared` : undefined)) : undefined;
	if (!unit || !per) return null;
	return `${number !== undefined && isOne(number) ? unit[0] : unit[1]} per ${per}`;
}

export const isOne = (core: string): boolean => /^[$£€~≈<>−-]*1$/.test(core);

/** "10 000", "1 234 567": groups of three, each read as the part of the number it is. */
function speakThousands(tokens: Token[], i: number): string | null {
	const grouped = (k: number) => k > 0 && !tokens[k - 1]!.pause && /^\d{3}$/.test(tokens[k]?.core ?? '');
	if (!/^\d{1,3}$/.test(tokens[i]!.core)) return null;
	let from = i;
	while (grouped(from)) {
		if (!/^\d{1,3}$/.test(tokens[from - 1]!.core)) break;
		from--;
	}
	let to = i;
	while (grouped(to + 1)) to++;
	// A house number or page before a count would look the same: only round or long groups are sure.
	if (from === to || (to - from === 1 && !/0$/.test(tokens[to]!.core)) || tokens[from]!.core.startsWith('0')) return null;
	const value = Number(tokens[i]!.core);
	const scale = ['', ' thousand', ' million', ' billion', ' trillion'][to - i] ?? '';
	return value === 0 ? '' : `${cardinal(String(value))}${scale}`;
}

/** "a 5 km race": the number with its unit stands before a noun after an article, and the unit stays single. */
export function isAttributive(beforeNumber: Token | undefined, afterUnit: Token | undefined): boolean {
	if (!afterUnit || !/^[a-z]/.test(afterUnit.core)) return false;
	if (ONE_THING.test(afterUnit.core)) return true;
	return beforeNumber !== undefined && /^(a|an)$/i.test(beforeNumber.core) && !/^(of|in|to|at|for|from|per|more|less|above|below|and|or|away|long|wide|high|tall|deep|each)$/.test(afterUnit.core); // prettier-ignore
}
/** Single nouns that a measure or amount before them describes ("the 100 m race", "its $5 fee"). */
const ONE_THING = /^(race|dash|sprint|hurdles|relay|freestyle|backstroke|butterfly|angle|turn|bill|note|coin|deal|fee|fine|loan|grant|contract|bailout|budget|fund|project|lens|gun|screen|drive|bulb|lamp|panel|battery|charger|motor|plug|tank|bottle|pool|nail|plank|board|tower|cable|pipe|hike|dive)$/; // prettier-ignore

/** Words with signs inside: R&D, C++, and/or, GPT-4, H2O, μm. */
function speakPlain(core: string): string {
	const crowd = /^(\p{Ll}{3,})\/(.+)$/u.exec(core);
	if (crowd && /[²³\d]$/.test(crowd[2]!) && PER[crowd[2]!]) return `${crowd[1]} per ${PER[crowd[2]!]}`;
	let text = core.replace(/[αβγδεζηθλμµνξπρστφχψωΔΣΩΓΘΛΦΨΠ]/g, (c) => ` ${GREEK[c]} `);
	const half = fraction(1, 2);
	text = text.replace(/½/g, ` ${half} `).replace(/¼/g, ' one quarter ').replace(/¾/g, ' three quarters ');
	if (/^\.[A-Z]/.test(text)) text = `dot ${text.slice(1)}`;
	text = text
		.replace(/^(C|F|J)#$/, '$1 sharp')
		.replace(/\+\+/g, ' plus plus ')
		.replace(/(\p{L})\+(?=\p{L}|$)/gu, '$1 plus ')
		.replace(/&/g, ' and ')
		.replace(/@/g, ' at ')
		.replace(/#/g, ' number ')
		.replace(/%/g, ' percent ')
		.replace(/°/g, ' degrees ')
		.replace(/(?<=\p{L})–(?=\p{L})/gu, ' ')
		.replace(/[—–]/g, ', ')
		.replace(/[/\\|]/g, ' ')
		.replace(/=/g, ' equals ')
		.replace(/→/g, ' to ')
		.replace(/[²]/g, ' squared ')
		.replace(/[³]/g, ' cubed ')
		.replace(/\.js\b/gi, ' J S ');
	return text
		.split(/\s+/)
		.map((part) => {
			const mark = part.endsWith(',') ? ',' : '';
			const word = part.replace(/^[^\p{L}\p{N}']+|[^\p{L}\p{N}']+$/gu, '');
			return speakMixed(word) + mark;
		})
		.filter((word) => word && word !== ',')
		.join(' ');
}

/** Letters with digits: "GPT-4" → G P T four, "COVID-19", "B2B", "A380" → A three eighty. */
function speakMixed(word: string): string {
	if (!/\d/.test(word)) return word;
	if (/^\p{L}+(-\d+)?'s$/u.test(word)) return word;
	const pieces = word.match(/\d[\d,]*(?:\.\d+)?|[^\d]+/g) ?? [];
	return pieces
		.flatMap((piece) => {
			if (/^\d/.test(piece)) return [speakModelNumber(piece)];
			const text = piece.replace(/^[-._]+|[-._]+$/g, '');
			if (!text) return [];
			return [text === 'v' && pieces[0] === piece ? 'version' : /^[A-Za-z]$/.test(text) ? text.toUpperCase() : text];
		})
		.join(' ');
}
const speakModelNumber = (piece: string): string => (/[.,]/.test(piece) ? decimal(piece) : model(piece));
