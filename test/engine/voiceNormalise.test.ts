import { displayWords, normalise } from '../../engine/voice/normalise/index';
import { readLexicon } from '../../engine/voice/g2p/lexicon';
import { cardinal, decade, ordinal, roman, year } from '../../engine/voice/normalise/numbers';

const NOTHING = new Map();
/** The spoken words without pauses; spelt letters stand apart. */
function spoken(text: string): string {
	return normalise(text, NOTHING, 'the test')
		.words.flatMap((word) => word.spoken.map(({ text: said, spell }) => (spell ? said.split('').join(' ') : said)))
		.join(' ');
}

// Each case is the end of a sentence or a whole one: left as written, right as said.
const CASES: [string, string][] = [
	// money
	['$1,200', 'one thousand two hundred dollars'],
	['$1', 'one dollar'],
	['$4.99', 'four dollars and ninety nine cents'],
	['$0.50', 'fifty cents'],
	['$0.01', 'one cent'],
	['$1.01', 'one dollar and one cent'],
	['$3.5 billion', 'three point five billion dollars'],
	['$3.5B', 'three point five billion dollars'],
	['$800M', 'eight hundred million dollars'],
	['$10k', 'ten thousand dollars'],
	['a $5 bill', 'a five dollar bill'],
	['a $3.5 billion deal', 'a three point five billion dollar deal'],
	['$5 of it', 'five dollars of it'],
	['£20bn', 'twenty billion pounds'],
	['£1.20', 'one pound and twenty pence'],
	['€5', 'five euros'],
	['5€', 'five euros'],
	['50¢', 'fifty cents'],
	['¥100', 'one hundred yen'],
	['US$10', 'ten U S dollars'],
	['100 EUR', 'one hundred euros'],
	['$5-10 million', 'five to ten million dollars'],
	['$10–$20', 'ten to twenty dollars'],
	['~$3 million', 'about three million dollars'],
	// years and decades
	['in 1969', 'in nineteen sixty nine'],
	['in 1905', 'in nineteen oh five'],
	['in 1900', 'in nineteen hundred'],
	['in 2000', 'in two thousand'],
	['in 2007', 'in two thousand seven'],
	['in 2024', 'in twenty twenty four'],
	['in 1066', 'in ten sixty six'],
	['1990s', 'nineteen nineties'],
	['’90s', 'nineties'],
	['mid-1990s', 'mid nineteen nineties'],
	['1800s', 'eighteen hundreds'],
	['2010s', 'twenty tens'],
	['in his 30s', 'in his thirties'],
	['1914–1918', 'nineteen fourteen to nineteen eighteen'],
	['1914–18', 'nineteen fourteen to eighteen'],
	['2020-21', 'twenty twenty to twenty one'],
	['1980s–1990s', 'nineteen eighties to nineteen nineties'],
	// counts
	['1500 miles', 'one thousand five hundred miles'],
	['2000 people', 'two thousand people'],
	['1,234,567', 'one million two hundred thirty four thousand five hundred sixty seven'],
	['10000', 'ten thousand'],
	['007', 'zero zero seven'],
	['3.14', 'three point one four'],
	['.5', 'point five'],
	['1.5 million', 'one point five million'],
	['10k', 'ten thousand'],
	['5m people', 'five million people'],
	['-5', 'minus five'],
	['5+', 'five plus'],
	['>10', 'more than ten'],
	['±3', 'plus or minus three'],
	['10x', 'ten times'],
	['1.2.3', 'one point two point three'],
	// ranges and fractions
	['10–20%', 'ten to twenty percent'],
	['20%–30%', 'twenty to thirty percent'],
	['10 – 20', 'ten to twenty'],
	['5-10 km', 'five to ten kilometers'],
	['3-2', 'three to two'],
	['1/2', 'one half'],
	['3/4', 'three quarters'],
	['2/3 of it', 'two thirds of it'],
	['1 1/2 cups', 'one and a half cups'],
	['1½ hours', 'one and a half hours'],
	['½', 'one half'],
	['24/7', 'twenty four seven'],
	['1-in-5', 'one in five'],
	['50/50', 'fifty fifty'],
	// percents and units
	['73%', 'seventy three percent'],
	['73 %', 'seventy three percent'],
	['0.5%', 'zero point five percent'],
	['120 km/h', 'one hundred twenty kilometers per hour'],
	['100km/h', 'one hundred kilometers per hour'],
	['5km', 'five kilometers'],
	['1 km', 'one kilometer'],
	['a 5 km race', 'a five kilometer race'],
	['20°C', 'twenty degrees Celsius'],
	['98.6 °F', 'ninety eight point six degrees Fahrenheit'],
	['−5°C', 'minus five degrees Celsius'],
	['10 m²', 'ten square meters'],
	['5 kg', 'five kilograms'],
	['3.5GHz', 'three point five gigahertz'],
	['60fps', 'sixty frames per second'],
	['55 mph', 'fifty five miles per hour'],
	['6ft', 'six feet'],
	['12"', 'twelve inches'],
	['They cover the Sun.', 'They cover the Sun'],
	['in autumn 2026",', 'in autumn twenty twenty six'],
	['5\'10"', 'five foot ten'],
	['10-year-old', 'ten year old'],
	['2.4 GW', 'two point four gigawatts'],
	// times and dates
	['3:30', 'three thirty'],
	['3:30pm', 'three thirty P M'],
	['3:00 p.m.', 'three P M'],
	['9:00', "nine o'clock"],
	['10:05', 'ten oh five'],
	['5pm', 'five P M'],
	['16:9', 'sixteen to nine'],
	['May 5, 2024', 'May fifth twenty twenty four'],
	['on 5 May', 'on the fifth of May'],
	['Nov. 22', 'November twenty second'],
	['2024-11-22', 'November twenty second twenty twenty four'],
	['12/25/2024', 'December twenty fifth twenty twenty four'],
	['21st', 'twenty first'],
	['the 2nd quarter', 'the second quarter'],
	['21st-century', 'twenty first century'],
	// Roman numerals
	['World War II', 'World War two'],
	['Henry VIII', 'Henry the eighth'],
	['Elizabeth II’s reign', "Elizabeth the second's reign"],
	['Louis XIV', 'Louis the fourteenth'],
	['Chapter IV', 'Chapter four'],
	['the XIX century', 'the nineteenth century'],
	['Super Bowl LVIII', 'Super Bowl fifty eight'],
	['Rocky IV', 'Rocky four'],
	['Type II', 'Type two'],
	// abbreviations, initials, acronyms
	['Dr. Smith', 'doctor Smith'],
	['St. Louis', 'saint Louis'],
	['Main St. is', 'Main street is'],
	['No. 5', 'number five'],
	['No. It is', 'No It is'],
	['#5', 'number five'],
	['p. 12', 'page twelve'],
	['e.g. this', 'for example this'],
	['the U.S. budget', 'the U S budget'],
	['J. R. R. Tolkien', 'J R R Tolkien'],
	['R&D', 'R and D'],
	['AT&T', 'AT and T'],
	['C++', 'C plus plus'],
	['and/or', 'and or'],
	['GPT-4', 'GPT four'],
	['COVID-19', 'COVID nineteen'],
	['CO2', 'CO two'],
	['CO₂', 'CO two'],
	['Boeing 747', 'Boeing seven forty seven'],
	['A380', 'A three eighty'],
	['4K', 'four K'],
	['1080p', 'ten eighty P'],
	['Q3', 'Q three'],
	['v2.0', 'version two point zero'],
	// addresses and phone numbers
	['https://www.example.com/path', 'example dot com slash path'],
	['github.com', 'github dot com'],
	['info@example.org', 'info at example dot org'],
	['@elonmusk', 'at elonmusk'],
	['#climateChange', 'hashtag climate Change'],
	['555-1234', 'five five five one two three four'],
	['1-800-555-0199', 'one eight oh oh five five five oh one nine nine'],
	// signs
	['salt & pepper', 'salt and pepper'],
	['good 😀 day', 'good day'],
	['here — there', 'here there'],
	['reason—because', 'reason because'],
	['“Quoted.” Then', 'Quoted Then'],
	['the drivers’ cars', "the drivers' cars"],
];

describe('normalising', () => {
	test('has at least 120 cases', () => expect(CASES.length).toBeGreaterThanOrEqual(120));
	test.each(CASES)('%s → %s', (text, want) => expect(spoken(text)).toBe(want));

	test('the same reading inside a sentence and in quotes', () => {
		for (const text of ['$1,200', '1990s', '73%', '120 km/h', '21st', '1914–1918', 'World War II']) {
			expect(spoken(`We saw “${text}”, again.`)).toBe(`We saw ${spoken(text)} again`);
		}
	});

	test('every display word keeps exactly one entry, in order', () => {
		const texts = CASES.map(([text]) => text);
		for (let i = 0; i < texts.length; i++) {
			const text = `${texts[i]} 😀 ${texts[(i * 7 + 3) % texts.length]} — (${texts[(i * 13 + 5) % texts.length]}) and so on.`;
			const { words } = normalise(text, NOTHING, 'the test');
			expect(words.map((word) => word.display)).toEqual(displayWords(text));
			expect(words.at(-1)!.endsSentence).toBe(true);
		}
	});

	test('sentences end where they end, not after abbreviations and initials', () => {
		const ends = (text: string) => normalise(text, NOTHING, 'the test').words.flatMap((word) => (word.endsSentence ? [word.display] : []));
		expect(ends('Dr. Smith met J. Doe at 5 p.m. The end came. “Why?” he asked.')).toEqual(['p.m.', 'came.', '“Why?”', 'asked.']);
		expect(ends('In the U.S. budget, No. 5 grew 3.5 times. It fell.')).toEqual(['times.', 'fell.']);
	});

	test.each([
		['Привет мир', /Cyrillic.*Привет/],
		['東京は大きい', /Chinese|Japanese/],
		['😀 👍', /😀/],
		['—', /—/],
		['', /no text/],
		['Это is все по русски', /Cyrillic/],
	])('refuses %s, naming the scene and what was found', (text, found) => {
		let error: unknown;
		try {
			normalise(text, NOTHING, 'scene “s7”');
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toMatchObject({ code: 'UNSPEAKABLE', message: expect.stringMatching(found) });
		expect((error as Error).message).toContain('scene “s7”');
	});

	test('reports words of another script inside an English text', () => {
		const { unsayable, words } = normalise('Tokyo is written 東京 in Japanese.', NOTHING, 'the test');
		expect(unsayable).toEqual([{ word: '東京', script: 'Chinese characters' }]);
		expect(words).toHaveLength(6);
	});

	test('a word with a pronunciation of its own is left whole, whatever it is written in', () => {
		const { unsayable, words } = normalise('See 東京 and Xi.', readLexicon({ 東京: 'toh-KYOH', xi: 'shee' }), 'the test');
		expect(unsayable).toEqual([]);
		expect(words[1]!.spoken).toEqual([{ text: '東京', pause: '' }]);
	});
});

describe('numbers', () => {
	test('whole numbers count up without repeating themselves', () => {
		const seen = new Set<string>();
		for (let n = 0; n < 12_000; n++) seen.add(cardinal(String(n)));
		expect(seen.size).toBe(12_000);
		expect(cardinal('1000000007')).toBe('one billion seven');
		expect(ordinal('112')).toBe('one hundred twelfth');
		expect(decade('1960')).toBe('nineteen sixties');
		expect(year('2010')).toBe('twenty ten');
	});

	test('Roman numerals are read back, and only well-formed ones', () => {
		const digits: [number, string][] = [[1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']]; // prettier-ignore
		for (let n = 1; n < 4000; n++) {
			let rest = n;
			let text = '';
			for (const [value, sign] of digits) for (; rest >= value; rest -= value) text += sign;
			expect(roman(text)).toBe(n);
		}
		for (const bad of ['IIII', 'VX', 'IC', 'ABC', '']) expect(roman(bad)).toBeNull();
	});
});
