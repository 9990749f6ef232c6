/**
 * Spelled-out numbers in English: "five", "two and a half million", "a third", "two-thirds", "a dozen", "twenty-one".
 */

const SMALL: Record<string, number> = {
	zero: 0, nil: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13,
	fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19,
}; // prettier-ignore
const TENS: Record<string, number> = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 };
export const MAGNITUDE: Record<string, number> = {
	hundred: 1e2,
	thousand: 1e3,
	million: 1e6,
	billion: 1e9,
	trillion: 1e12,
	m: 1e6,
	mn: 1e6,
	bn: 1e9,
	tn: 1e12,
	k: 1e3,
	dozen: 12,
	score: 20,
};
const PART: Record<string, number> = {
	half: 2, halves: 2, third: 3, quarter: 4, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10, twelfth: 12, twentieth: 20, hundredth: 100, thousandth: 1000,
	millionth: 1e6, billionth: 1e9,
}; // prettier-ignore
const ORDINAL_WORDS =
	'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
		' ',
	);
const ORDINAL_TENS: Record<string, number> = {
	thirtieth: 30,
	fortieth: 40,
	fiftieth: 50,
	sixtieth: 60,
	seventieth: 70,
	eightieth: 80,
	ninetieth: 90,
	hundredth: 100,
	thousandth: 1000,
};

const cardinal = [...Object.keys(SMALL).reverse(), ...Object.keys(TENS)].join('|');
const tensUnit = `(?:${Object.keys(TENS).join('|')})[- ](?:one|two|three|four|five|six|seven|eight|nine)`;
const magnitude = 'hundred|thousand|million|billion|trillion|dozen';
const part = `(?:${Object.keys(PART).join('|')})s?`;
/** Pattern source of one spelled-out cardinal ("two hundred and five thousand"). */
const simple = `(?:${tensUnit}|${cardinal})`;
const group = `(?:${simple}|an?(?=[ -](?:${magnitude})\\b))`;
export const CARDINAL = `${group}(?:(?:[ -]| and )(?:(?:${magnitude})\\b|${simple}\\b(?! (?:and|or|to) )))*(?:(?: and)? an? (?:half|quarter)\\b(?: (?:million|billion|thousand))?)?|(?:an? )?(?:half|quarter) of an? (?:million|billion)|half a (?:million|billion|dozen|thousand|century)|a couple of (?:hundred|thousand|million)`;
/** Pattern source of a spelled-out fraction ("a third", "two-thirds", "three quarters", "one in five"). */
export const FRACTION = `(?:(?:an?|one|two|three|four|five|seven|nine)[- ](?:ten[- ]|hundred[- ])?${part}|half)`;
/** Pattern source of a spelled-out ordinal. */
export const ORDINAL = `(?:(?:${Object.keys(TENS).join('|')})-)?(?:${[...ORDINAL_WORDS, ...Object.keys(ORDINAL_TENS)].join('|')})`;

/** Value of a spelled-out cardinal, or null. */
export function wordsToNumber(text: string): number | null {
	const clean = text.toLowerCase().replace(/-/g, ' ').trim();
	if (/^half a century$/.test(clean)) return 50;
	const halfOf = /^half an? (\w+)$/.exec(clean);
	if (halfOf) return (MAGNITUDE[halfOf[1]!] ?? Number.NaN) / 2 || null;
	const partOf = /^(?:an? )?(half|quarter) of an? (\w+)$/.exec(clean);
	if (partOf) return (MAGNITUDE[partOf[2]!] ?? Number.NaN) * (partOf[1] === 'half' ? 0.5 : 0.25) || null;
	const couple = /^a couple of (\w+)$/.exec(clean);
	if (couple) return 2 * (MAGNITUDE[couple[1]!] ?? Number.NaN) || null;
	let total = 0;
	let current = 0;
	let seen = false;
	const tail = /(?: and)? an? (half|quarter)(?: (million|billion|thousand))?$/.exec(clean);
	const body = tail ? clean.slice(0, tail.index) : clean;
	for (const word of body.split(/\s+/)) {
		if (word === 'and') continue;
		if (word === 'a' || word === 'an') current = 1;
		else if (word in SMALL) current += SMALL[word]!;
		else if (word in TENS) current += TENS[word]!;
		else if (word === 'hundred' || word === 'dozen') current = (current || 1) * MAGNITUDE[word]!;
		else if (word in MAGNITUDE) {
			total += (current || 1) * MAGNITUDE[word]!;
			current = 0;
		} else return null;
		seen = true;
	}
	if (!seen) return null;
	if (!tail) return total + current;
	const share = tail[1] === 'half' ? 0.5 : 0.25;
	if (tail[2]) return (total + current + share) * MAGNITUDE[tail[2]]!;
	// "three million and a half" adds to the last magnitude.
	const last = [...body.matchAll(/hundred|thousand|million|billion/g)].at(-1)?.[0];
	return total + current + share * (last && current === 0 ? MAGNITUDE[last]! : 1);
}

/** Numerator and denominator of a spelled-out fraction, or null. */
export function wordsToFraction(text: string): [number, number] | null {
	const words = text.toLowerCase().split(/[- ]+/);
	const last = words.at(-1)!.replace(/^halves$/, 'half');
	const base = PART[last] ?? PART[last.replace(/s$/, '')];
	if (!base) return null;
	if (words.length === 1) return [1, base];
	const top = words[0] === 'a' || words[0] === 'an' ? 1 : SMALL[words[0]!];
	const scale = words.length === 3 ? (words[1] === 'ten' ? 10 : words[1] === 'hundred' ? 100 : 1) : 1;
	return top === undefined ? null : [top, base * scale];
}

/** Value of a spelled-out ordinal, or null. */
export function wordsToOrdinal(text: string): number | null {
	const [head, tail] = text.toLowerCase().split('-');
	if (tail && head! in TENS) return TENS[head!]! + ORDINAL_WORDS.indexOf(tail) + 1;
	const index = ORDINAL_WORDS.indexOf(head!);
	return index >= 0 ? index + 1 : (ORDINAL_TENS[head!] ?? null);
}
