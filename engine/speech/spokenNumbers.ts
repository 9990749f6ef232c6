/** Numbers as words → numbers as digits, so that "twenty twenty-two", "two thousand and twenty-two" and "2022" count as the same. */

const UNITS = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SMALL = new Map<string, number>([...UNITS, ...TEENS].map((word, i) => [word, i]));
const TEN = new Map(TENS.map((word, i) => [word, (i + 2) * 10]));
const SCALES = new Map([
	['thousand', 1e3],
	['million', 1e6],
	['billion', 1e9],
	['trillion', 1e12],
]);
const IRREGULAR_ORDINALS: Record<string, string> = {
	first: 'one',
	second: 'two',
	third: 'three',
	fifth: 'five',
	eighth: 'eight',
	ninth: 'nine',
	twelfth: 'twelve',
};
const FRACTIONS = new Map([
	['half', 2],
	['halves', 2],
	['quarter', 4],
	['quarters', 4],
	['third', 3],
	['thirds', 3],
	['fifth', 5],
	['fifths', 5],
	['tenth', 10],
	['tenths', 10],
]);

const isDigits = (word: string | undefined): boolean => word !== undefined && /^\d+(\.\d+)?$/.test(word);

/** "third" → "three", "twentieth" → "twenty"; null for what is no ordinal. */
function cardinal(word: string): string | null {
	if (IRREGULAR_ORDINALS[word]) return IRREGULAR_ORDINALS[word];
	const stem = word.endsWith('ieth') ? `${word.slice(0, -4)}y` : word.endsWith('th') ? word.slice(0, -2) : null;
	return stem && (SMALL.has(stem) || TEN.has(stem) || stem === 'hundred' || SCALES.has(stem)) ? stem : null;
}

/** "nineties" → 90; null for what is no decade. */
const decade = (word: string): number | null => (word.endsWith('ies') ? (TEN.get(`${word.slice(0, -3)}y`) ?? null) : null);

interface Read {
	value: number;
	/** Words that were used. */
	length: number;
	suffix: '' | 'th' | 's';
}

/** 0–99 at `at`; an ordinal or decade ends it. */
function below100(words: readonly string[], at: number): Read | null {
	const word = words[at];
	if (word === undefined) return null;
	if (word === 'hundredth' || word === 'thousandth') return { value: word === 'hundredth' ? 100 : 1000, length: 1, suffix: 'th' };
	const small = SMALL.get(word);
	if (small !== undefined) return { value: small, length: 1, suffix: '' };
	const ten = TEN.get(word);
	if (ten !== undefined) {
		const next = words[at + 1] ?? '';
		const unit = SMALL.get(next) ?? 0;
		if (unit > 0 && unit < 10) return { value: ten + unit, length: 2, suffix: '' };
		const ordinal = SMALL.get(cardinal(next) ?? '') ?? 0;
		if (ordinal > 0 && ordinal < 10) return { value: ten + ordinal, length: 2, suffix: 'th' };
		return { value: ten, length: 1, suffix: '' };
	}
	const decadeOf = decade(word);
	if (decadeOf !== null) return { value: decadeOf, length: 1, suffix: 's' };
	const stem = cardinal(word);
	const value = stem === null ? undefined : (SMALL.get(stem) ?? TEN.get(stem));
	return value === undefined ? null : { value, length: 1, suffix: 'th' };
}

/** "nineteen ninety", "twenty oh five", "eighteen hundred": two parts of a year. */
function year(words: readonly string[], at: number): Read | null {
	const century = below100(words, at);
	if (!century || century.suffix || century.value < 10 || century.value > 29) return null;
	const next = at + century.length;
	if (words[next] === 'oh' || words[next] === 'o') {
		const unit = SMALL.get(words[next + 1] ?? '');
		return unit !== undefined && unit > 0 && unit < 10
			? { value: century.value * 100 + unit, length: century.length + 2, suffix: '' }
			: null;
	}
	if (words[next] === 'hundreds') return { value: century.value * 100, length: century.length + 1, suffix: 's' };
	const rest = below100(words, next);
	if (!rest || rest.suffix === 'th' || rest.value < 10) return null;
	// "twenty thirty thousand" is no year.
	const after = words[next + rest.length] ?? '';
	if (SCALES.has(after) || after === 'hundred') return null;
	return { value: century.value * 100 + rest.value, length: century.length + rest.length, suffix: rest.suffix };
}

/** Hundreds: "two hundred and five", "nineteen hundred", "a hundred"; digits count as one part ("3 hundred", "1.5" before a scale). */
function below1000(words: readonly string[], at: number): Read | null {
	const article = (words[at] === 'a' || words[at] === 'an') && (words[at + 1] === 'hundred' || SCALES.has(words[at + 1] ?? ''));
	if (words[at] === 'hundred') return { value: 100, length: 1, suffix: '' };
	const digits = isDigits(words[at]);
	const first: Read | null = article
		? { value: 1, length: 1, suffix: '' }
		: digits
			? { value: Number(words[at]), length: 1, suffix: '' }
			: below100(words, at);
	if (!first || first.suffix) return first;
	const next = at + first.length;
	if (cardinal(words[next] ?? '') === 'hundred') return { value: first.value * 100, length: first.length + 1, suffix: 'th' };
	if (words[next] !== 'hundred') return first;
	const value = first.value * 100;
	const used = first.length + 1;
	const joint = words[at + used] === 'and' ? 1 : 0;
	const rest = below100(words, at + used + joint);
	if (!rest || rest.value === 0) return { value, length: used, suffix: '' };
	const after = words[at + used + joint + rest.length] ?? '';
	// "one hundred and two hundred": the rest is a number of its own.
	if (after === 'hundred' || (joint && SCALES.has(after))) return { value, length: used, suffix: '' };
	return { value: value + rest.value, length: used + joint + rest.length, suffix: rest.suffix };
}

/** A whole number with scales: "two million three hundred thousand". */
function whole(words: readonly string[], at: number): Read | null {
	let value = 0;
	let used = 0;
	let scale = Infinity;
	for (;;) {
		const joint = used > 0 && words[at + used] === 'and' ? 1 : 0;
		// After a scale only smaller numbers in words go on: "1 million 500 people" would be two numbers anyway.
		const part = used > 0 && isDigits(words[at + used + joint]) ? null : below1000(words, at + used + joint);
		if (!part) break;
		const after = words[at + used + joint + part.length] ?? '';
		const ordinal = cardinal(after) ?? '';
		const next = part.suffix ? undefined : (SCALES.get(after) ?? SCALES.get(ordinal));
		if ((next ?? 1) >= scale || (used > 0 && part.value === 0)) break;
		value += part.value * (next ?? 1);
		used += joint + part.length + (next ? 1 : 0);
		if (!next) return { value, length: used, suffix: part.suffix };
		if (!SCALES.has(after)) return { value, length: used, suffix: 'th' };
		scale = next;
	}
	return used > 0 ? { value, length: used, suffix: '' } : null;
}

/** Digits after "point": "three point one four", "three point fourteen". */
function decimals(words: readonly string[], at: number): { digits: string; length: number } | null {
	let digits = '';
	let i = at;
	for (; i < words.length; i++) {
		const word = words[i]!;
		const value = word === 'oh' ? 0 : SMALL.get(word);
		if (value !== undefined && value < 10) digits += value;
		else if (/^\d+$/.test(word) && digits === '') return { digits: word, length: 1 };
		else break;
	}
	if (digits) return { digits, length: i - at };
	const two = below100(words, at);
	return two && !two.suffix ? { digits: String(two.value), length: two.length } : null;
}

const plain = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12))));
/** 1st, 2nd and 3rd are written with "th" too: both sides alike. */
const written = ({ value, suffix }: Read): string => plain(value) + suffix;

/**
 * Replaces numbers in words by digits: "21th" for ordinals, "1990s" for decades, "3/4" for fractions, "2.5" for decimals. What stands in
 * digits already joins with what follows ("1.5 million" → "1500000"). A lone "second" or "one" becomes a number too: both sides alike.
 * @param words lower case, no punctuation, hyphens split.
 */
export function numbersToDigits(words: readonly string[]): string[] {
	const out: string[] = [];
	for (let i = 0; i < words.length;) {
		const fraction = fractionAt(words, i);
		if (fraction) {
			out.push(fraction.text);
			i += fraction.length;
			continue;
		}
		const read = year(words, i) ?? whole(words, i);
		const point = read ? i + read.length : i;
		if (words[point] === 'point' && !read?.suffix) {
			const after = decimals(words, point + 1);
			if (after) {
				const value = Number(`${read ? plain(read.value) : 0}.${after.digits}`);
				const next = point + 1 + after.length;
				const scale = SCALES.get(words[next] ?? '');
				out.push(plain(value * (scale ?? 1)));
				i = next + (scale ? 1 : 0);
				continue;
			}
		}
		if (read) {
			out.push(written(read));
			i += read.length;
		} else out.push(words[i++]!);
	}
	return out;
}

/** "three quarters", "a half", "two thirds": a count before a fraction's name. "a second" and "the third" stay ordinals. */
function fractionAt(words: readonly string[], at: number): { text: string; length: number } | null {
	const count = words[at] === 'a' ? 1 : (SMALL.get(words[at] ?? '') ?? (/^\d{1,2}$/.test(words[at] ?? '') ? Number(words[at]) : undefined));
	const name = words[at + 1] ?? '';
	const parts = FRACTIONS.get(name);
	if (count === undefined || count === 0 || parts === undefined || count >= parts) return null;
	if ((words[at] === 'a' || count > 1) && !/^(half|quarter)s?$/.test(name) && !name.endsWith('s')) return null;
	return { text: `${count}/${parts}`, length: 2 };
}
