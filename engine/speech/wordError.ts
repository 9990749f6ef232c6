/** Word error rate with one normalisation of both sides: what is said alike counts alike, however it is written. */
import { numbersToDigits } from './spokenNumbers';

export interface WordError {
	/** Substitutions, deletions and insertions by the words of the reference. */
	rate: number;
	substitutions: number;
	deletions: number;
	insertions: number;
	/** Words of the reference, normalised. */
	words: number;
	/** What differs, in order: reference ≠ hypothesis. */
	differences: { reference: string; hypothesis: string }[];
}

const CONTRACTIONS: [RegExp, string][] = [
	[/\bwon't\b/g, 'will not'],
	[/\b(can't|cannot)\b/g, 'can not'],
	[/\bshan't\b/g, 'shall not'],
	[/\blet's\b/g, 'let us'],
	[/\by'all\b/g, 'you all'],
	[/n't\b/g, ' not'],
	[/'re\b/g, ' are'],
	[/'ve\b/g, ' have'],
	[/'ll\b/g, ' will'],
	[/'m\b/g, ' am'],
	[/\b(i|you|he|she|it|we|they|there|who)'d\b/g, '$1 would'],
	// Elsewhere 's is as often a possessive: it stays part of its word.
	[/\b(it|he|she|that|there|here|what|who|where|how|when)'s\b/g, '$1 is'],
];
const ABBREVIATIONS: Record<string, string> = {
	mr: 'mister',
	mrs: 'missus',
	ms: 'miss',
	dr: 'doctor',
	prof: 'professor',
	vs: 'versus',
	etc: 'et cetera',
	ok: 'okay',
	approx: 'approximately',
};
const CURRENCIES: Record<string, string> = { $: 'dollars', '€': 'euros', '£': 'pounds', '¥': 'yen', '₹': 'rupees' };
const SCALE = '(?:\\s?(?:thousand|million|billion|trillion|k|m|bn|b|tn)\\b)?';
const SHORT_SCALES: Record<string, string> = { k: 'thousand', m: 'million', bn: 'billion', b: 'billion', tn: 'trillion' };
/** Written units after a number. */
const UNITS: Record<string, string> = {
	km: 'kilometers',
	cm: 'centimeters',
	mm: 'millimeters',
	m: 'meters',
	kg: 'kilograms',
	g: 'grams',
	mg: 'milligrams',
	lb: 'pounds',
	lbs: 'pounds',
	ft: 'feet',
	h: 'hours',
	min: 'minutes',
	mi: 'miles',
	mph: 'miles per hour',
	'km/h': 'kilometers per hour',
	kph: 'kilometers per hour',
	kw: 'kilowatts',
	mw: 'megawatts',
	gw: 'gigawatts',
	kwh: 'kilowatt hours',
	mb: 'megabytes',
	gb: 'gigabytes',
	tb: 'terabytes',
	hz: 'hertz',
	khz: 'kilohertz',
	mhz: 'megahertz',
	ghz: 'gigahertz',
	'°c': 'degrees celsius',
	'°f': 'degrees fahrenheit',
	'°': 'degrees',
};
const UNIT_NAMES = Object.keys(UNITS)
	.sort((a, b) => b.length - a.length)
	.join('|');

/** Endings that differ between British and American spelling; applied to both sides, so a wrong change changes nothing. */
const SPELLING: [RegExp, string][] = [
	[/(.{2})is(e|es|ed|er|ers|ing|ation|ations)$/, '$1iz$2'],
	[/(.{2})ys(e|es|ed|ing)$/, '$1yz$2'],
	[/(col|fav|lab|behavi|hon|neighb|harb|hum|rum|flav|vap|arm|endeav|val|vig|od|tum|parl|rig|splend|sav)our/, '$1or'],
	[/(cent|met|lit|theat|fib|calib|spect|lust|meag)re(s|d)?$/, '$1er$2'],
	[/ll(ed|ing|er|ers)$/, 'l$1'],
	[/(def|off|lic|pret)ence(s)?$/, '$1ense$2'],
	[/ogue(s)?$/, 'og$1'],
	[/^grey/, 'gray'],
	[/^programme/, 'program'],
	[/^aluminium$/, 'aluminum'],
	[/^tyre/, 'tire'],
	[/^plough/, 'plow'],
	[/^cheque/, 'check'],
	[/^sceptic/, 'skeptic'],
	[/^(age|judge|acknowledge)(ing|ment)/, '$1$2'],
	[/^alright$/, 'allright'],
	[/^(ok|okey)$/, 'okay'],
];

function spelling(word: string): string {
	if (/\d/.test(word)) return word;
	return SPELLING.reduce((text, [pattern, to]) => text.replace(pattern, to), ABBREVIATIONS[word] ?? word);
}

/**
 * The words of `text` as they are compared: lower case, no punctuation, contractions written out, numbers, money, percent, ordinals,
 * decades and fractions in one form, American spelling. "$1.5 million" gives 1500000 dollars, "nineteen ninety-nine" gives 1999.
 */
export function normalizeWords(text: string): string[] {
	let t = text
		.normalize('NFKC')
		.toLowerCase()
		// é and e: names are heard, not spelt.
		.normalize('NFD')
		.replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
		.normalize('NFC')
		.replace(/[’‘`]/g, "'")
		.replace(/[‐‑‒–—―−]/g, '-')
		.replace(/\[[^\]]*\]|\(\s*(?:music|applause|laughter)[^)]*\)/g, ' ')
		// 1,500 and 12,345.6
		.replace(/(?<=\d),(?=\d{3}\b)/g, '')
		// Decimal fractions that stand for one sign: ½ became "1⁄2".
		.replace(/(\d)\s*⁄\s*(\d)/g, '$1/$2');
	for (const [pattern, to] of CONTRACTIONS) t = t.replace(pattern, to);
	t = t
		.replace(/\b(?:(?:us|u\.s\.)\s?|(?:a|c|nz)(?=\$))\$(?=\s?\d)/g, '$')
		.replace(new RegExp(`([$€£¥₹])\\s?(\\d+(?:\\.\\d+)?)(${SCALE})`, 'g'), (_, sign: string, value: string, scale: string) => {
			const word = scale.trim();
			return ` ${value} ${SHORT_SCALES[word] ?? word} ${CURRENCIES[sign]} `;
		})
		.replace(/(\d)\s?(bn|tn)\b/g, (_, digit: string, scale: string) => `${digit} ${SHORT_SCALES[scale]}`)
		.replace(/(\d)\s*%/g, '$1 percent ')
		.replace(/\bper cent\b/g, 'percent')
		.replace(new RegExp(`(\\d)\\s?(${UNIT_NAMES})(?![\\p{L}\\d/])`, 'gu'), (_, digit: string, unit: string) => `${digit} ${UNITS[unit]} `)
		// A range of two numbers is said "to"; longer chains are lists.
		.replace(/(?<![\d-])(\d[\d.]*)\s?-\s?(\d[\d.]*)(?![\d-]|\s?-\s?\d)/g, '$1 to $2')
		.replace(/\bno\.\s?(?=\d)/g, 'number ')
		.replace(/\b(\d{1,2})\.(?=[0-5]\d\s?[ap]\.?m\b)/g, '$1:')
		.replace(/\b(1[3-9]|2[0-3]):00\b/g, '$100')
		.replace(/(\d):00\b/g, "$1 o'clock")
		.replace(/(\d):(\d\d)/g, (_, hour: string, minute: string) => `${hour} ${Number(minute)}`)
		.replace(/(\d+)(?:st|nd|rd|th)\b/g, '$1th')
		.replace(/'(\d0)s\b/g, '$1s')
		.replace(/(\d0)'s\b/g, '$1s')
		.replace(/&/g, ' and ')
		.replace(/\+/g, ' plus ')
		.replace(/=/g, ' equals ')
		.replace(/©/g, ' copyright ')
		.replace(/\b(?:[a-z]\.){2,}/g, (letters) => `${letters.replaceAll('.', '')} `)
		.replace(/'/g, '')
		// A point stays between digits, a slash in a fraction.
		.replace(/(?<!\d)\.(?=\d)/g, ' point ')
		.replace(/\.(?!\d)/g, ' ')
		.replace(/\/(?!\d)|(?<!\d)\//g, ' ')
		.replace(/[^\p{L}\p{N}\p{M}./]+/gu, ' ');
	const words = t.trim().split(/\s+/).filter(Boolean);
	return dates(money(numbersToDigits(regnal(words.map((word) => ROMAN[word] ?? word)))))
		.map(spelling)
		.map((word, i, all) => (ONE_UNIT.has(word) && /^\d/.test(all[i - 1] ?? '') ? `${word}s` : word));
}

/** "20 g" may be said "twenty gram" before a noun. */
const ONE_UNIT = new Set(Object.values(UNITS).map((unit) => unit.split(' ')[0]!.replace(/s$/, '')));

/** Unmistakable ones only: "World War II" is said "two". */
const ROMAN: Record<string, string> = {
	ii: '2',
	iii: '3',
	iv: '4',
	vi: '6',
	vii: '7',
	viii: '8',
	ix: '9',
	xi: '11',
	xii: '12',
	xiv: '14',
	xvi: '16',
};
const SHORT_ROMAN: Record<string, string> = { i: '1', v: '5', x: '10' };
const RULERS = new Set(
	`alexander benedict boniface catherine charles clement edward elizabeth ferdinand francis frederick george gregory henry innocent ivan
	james john leo louis napoleon nicholas otto paul peter philip pius ptolemy ramses rameses richard sixtus urban victor wilhelm william`.split(
		/\s+/,
	),
);

/** "Henry VIII", "Elizabeth I": as "the eighth", "the first", which is how they are said. */
function regnal(words: string[]): string[] {
	return words.flatMap((word, i) => {
		const number = RULERS.has(words[i - 1] ?? '') ? (SHORT_ROMAN[word] ?? (/^(?:[2-9]|1\d)$/.test(word) ? word : null)) : null;
		return number ? ['the', `${number}th`] : [word];
	});
}

const MONTHS = new Map(
	'january february march april may june july august september october november december'.split(' ').flatMap((month) => [
		[month, month],
		[month.slice(0, 3), month],
		[month.slice(0, 4), month],
	]),
);

/** "June 5", "June the 5th", "5 June" and "the fifth of June" are one date, in this order of day and month. */
function dates(words: string[]): string[] {
	const out: string[] = [];
	const isDay = (word: string | undefined) => /^(?:[12]?\d|3[01])(?:th)?$/.test(word ?? '');
	const day = (word: string) => word.replace('th', '');
	for (let i = 0; i < words.length; i++) {
		const word = words[i]!;
		const article = word === 'the' ? 1 : 0;
		const joint = words[i + article + 1] === 'of' ? 1 : 0;
		const month = MONTHS.get(words[i + article + joint + 1] ?? '');
		if (isDay(words[i + article]) && month) {
			out.push(day(words[i + article]!), month);
			i += article + joint + 1;
		} else if (MONTHS.has(word) && isDay(words[i + 1 + (words[i + 1] === 'the' ? 1 : 0)])) {
			if (words[i + 1] === 'the') i++;
			out.push(MONTHS.get(word)!, day(words[++i]!));
		} else out.push(word);
	}
	return out;
}

/** "5 dollars 50 cents", "5 dollars and 50 cents" and "5 dollars 50" are 5.5 dollars; one dollar is 1 dollars. */
function money(words: string[]): string[] {
	const out: string[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i]!;
		const unit = /^(dollar|euro|pound)s?$/.exec(word)?.[1];
		const before = out.at(-1) ?? '';
		if (!unit || !/^\d+$/.test(before)) {
			out.push(unit && /^\d/.test(before) ? `${unit}s` : word);
			continue;
		}
		const joint = words[i + 1] === 'and' ? 1 : 0;
		const small = words[i + 1 + joint] ?? '';
		const named = /^(cents?|pence)$/.test(words[i + 2 + joint] ?? '');
		if (/^\d{1,2}$/.test(small) && named) {
			out[out.length - 1] = String(Number(before) + Number(small) / 100);
			i += 2 + joint;
		}
		out.push(`${unit}s`);
	}
	return out;
}

const MOST_JOINED = 3;

/** For each end: numbers that stand for its last word, its last two and its last three written together. Long texts compare numbers quickly. */
function endings(words: readonly string[], ids: Map<string, number>): Int32Array[] {
	return Array.from({ length: MOST_JOINED + 1 }, (_, n) =>
		Int32Array.from({ length: words.length + 1 }, (_, end) => {
			if (n === 0 || end < n) return -1;
			const text = words.slice(end - n, end).join('');
			if (!ids.has(text)) ids.set(text, ids.size);
			return ids.get(text)!;
		}),
	);
}

/**
 * How much `hypothesis` differs from `reference`: least number of changed, missing and added words (Levenshtein) by the reference's words.
 * Words written apart on one side and together on the other ("data center", "datacenter") are no difference. An empty reference
 * gives 0 for an empty hypothesis, else the number of added words.
 */
export function wordErrorRate(reference: string, hypothesis: string): WordError {
	const ref = normalizeWords(reference);
	const hyp = normalizeWords(hypothesis);
	const width = hyp.length + 1;
	const ids = new Map<string, number>();
	const ours = endings(ref, ids);
	const theirs = endings(hyp, ids);
	const cost = new Uint32Array((ref.length + 1) * width);
	/** Words taken on each side by the best step to a cell: reference · 8 + hypothesis. */
	const step = new Uint8Array(cost.length);
	for (let i = 0; i <= ref.length; i++) {
		for (let j = 0; j <= hyp.length; j++) {
			if (i === 0 && j === 0) continue;
			let best = Infinity;
			let how = 0;
			const consider = (r: number, h: number, price: number) => {
				const total = cost[(i - r) * width + j - h]! + price;
				if (total < best) [best, how] = [total, r * 8 + h];
			};
			if (i > 0 && j > 0) {
				const [one, other] = [ours[1]![i]!, theirs[1]![j]!];
				consider(1, 1, one === other ? 0 : 1);
				for (let n = 2; n <= MOST_JOINED; n++) {
					if (n <= i && ours[n]![i] === other) consider(n, 1, 0);
					if (n <= j && theirs[n]![j] === one) consider(1, n, 0);
				}
			}
			if (i > 0) consider(1, 0, 1);
			if (j > 0) consider(0, 1, 1);
			cost[i * width + j] = best;
			step[i * width + j] = how;
		}
	}
	const counts = { substitutions: 0, deletions: 0, insertions: 0 };
	const differences: WordError['differences'] = [];
	for (let i = ref.length, j = hyp.length; i > 0 || j > 0;) {
		const how = step[i * width + j]!;
		const [r, h] = [how >> 3, how & 7];
		if (cost[i * width + j] !== cost[(i - r) * width + j - h]) {
			counts[h === 0 ? 'deletions' : r === 0 ? 'insertions' : 'substitutions']++;
			differences.push({ reference: r ? ref[i - 1]! : '', hypothesis: h ? hyp[j - 1]! : '' });
		}
		i -= r;
		j -= h;
	}
	const errors = counts.substitutions + counts.deletions + counts.insertions;
	return { rate: ref.length === 0 ? errors : errors / ref.length, ...counts, words: ref.length, differences: differences.reverse() };
}
