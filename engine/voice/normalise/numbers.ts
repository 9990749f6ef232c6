/** Numbers as English words (US style, without "and"). */
const ONES = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' '); // prettier-ignore
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: [bigint, string][] = [
	[10n ** 15n, 'quadrillion'],
	[10n ** 12n, 'trillion'],
	[10n ** 9n, 'billion'],
	[10n ** 6n, 'million'],
	[1000n, 'thousand'],
];

/** 0–999. */
export function smallNumber(n: number): string {
	if (n < 20) return ONES[n]!;
	if (n < 100) return TENS[Math.floor(n / 10)]! + (n % 10 ? ` ${ONES[n % 10]}` : '');
	if (n < 1000) return `${ONES[Math.floor(n / 100)]} hundred${n % 100 ? ` ${smallNumber(n % 100)}` : ''}`;
	return cardinal(String(n));
}

/** Digits one by one; 0 is "zero", or "oh" where `oh` is set. */
export const digits = (text: string, oh = false): string => [...text].map((d) => (oh && d === '0' ? 'oh' : ONES[Number(d)]!)).join(' ');

/** A whole number written in digits, commas allowed; with leading zeros or beyond quadrillions digit by digit. */
export function cardinal(text: string): string {
	const plain = text.replace(/[, ]/g, '');
	if (/^0\d/.test(plain) || plain.length > 18) return digits(plain);
	let n = BigInt(plain);
	if (n < 1000n) return smallNumber(Number(n));
	const parts: string[] = [];
	for (const [size, name] of SCALES) {
		if (n < size) continue;
		parts.push(`${smallNumber(Number(n / size))} ${name}`);
		n %= size;
	}
	if (n > 0n) parts.push(smallNumber(Number(n)));
	return parts.join(' ');
}

/** A number with decimals: "three point one four"; ".5" is "point five". */
export function decimal(text: string): string {
	const [whole = '', fraction] = text.replace(/,/g, '').split('.');
	if (fraction === undefined) return cardinal(whole);
	return `${whole ? `${cardinal(whole)} ` : ''}point ${digits(fraction)}`;
}

const IRREGULAR: Record<string, string> = {
	one: 'first',
	two: 'second',
	three: 'third',
	five: 'fifth',
	eight: 'eighth',
	nine: 'ninth',
	twelve: 'twelfth',
};
/** "twenty one" → "twenty first". */
export function toOrdinal(words: string): string {
	return words.replace(/[a-z]+$/, (last) => IRREGULAR[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`));
}
export const ordinal = (text: string): string => toOrdinal(cardinal(text));

/** A year, or any four digits read in pairs: "nineteen sixty nine", "nineteen oh five", "two thousand nine", "twenty twenty four". */
export function year(text: string): string {
	const n = Number(text);
	if (text.length !== 4) return cardinal(text);
	if (n % 1000 === 0 || (n >= 2000 && n < 2010)) return cardinal(text);
	const rest = n % 100;
	const century = smallNumber(Math.floor(n / 100));
	if (rest === 0) return `${century} hundred`;
	return `${century} ${rest < 10 ? `oh ${smallNumber(rest)}` : smallNumber(rest)}`;
}

/** "1990" → "nineteen nineties", "90" → "nineties", "1800" → "eighteen hundreds". */
export function decade(text: string): string {
	const words = text.length === 4 ? year(text) : cardinal(text);
	return words.replace(/[a-z]+$/, (last) => (last.endsWith('y') ? `${last.slice(0, -1)}ies` : last === 'six' ? 'sixes' : `${last}s`));
}

/** Three digits of a model or flight number: "seven forty seven", "three hundred". */
export function model(text: string): string {
	if (/^\d{4}$/.test(text)) return year(text);
	const n = Number(text);
	if (text.length !== 3 || n % 100 === 0 || n < 100) return cardinal(text);
	const rest = n % 100;
	return `${smallNumber(Math.floor(n / 100))} ${rest < 10 ? `oh ${smallNumber(rest)}` : smallNumber(rest)}`;
}

/** "1/2" → "one half", "3/4" → "three quarters". Null where the slash is no fraction's. */
export function fraction(top: number, bottom: number): string | null {
	if (bottom < 2 || bottom > 100 || top < 1 || top > 99) return null;
	const one = top === 1;
	if (bottom === 2) return one ? 'one half' : `${smallNumber(top)} halves`;
	if (bottom === 4) return `${smallNumber(top)} quarter${one ? '' : 's'}`;
	return `${smallNumber(top)} ${ordinal(String(bottom))}${one ? '' : 's'}`;
}

const ROMAN: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
/** Value of a well-formed Roman numeral, or null. */
export function roman(text: string): number | null {
	if (!/^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(text) || !text) return null;
	let sum = 0;
	for (let i = 0; i < text.length; i++) {
		const value = ROMAN[text[i]!]!;
		sum += value < (ROMAN[text[i + 1]!] ?? 0) ? -value : value;
	}
	return sum;
}

/** "ten", "6" → "ten to the sixth"; squares and cubes have their own names. */
export function power(base: string, exponent: string): string {
	if (exponent === '2') return `${base} squared`;
	if (exponent === '3') return `${base} cubed`;
	if (exponent.startsWith('-')) return `${base} to the minus ${cardinal(exponent.slice(1))}`;
	return `${base} to the ${exponent === '0' ? 'zero' : ordinal(exponent)}`;
}
