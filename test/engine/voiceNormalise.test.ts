import { displayWords, normalise } from '../../engine/voice/normalise/index';
import { random } from '../../engine/render/clock';
import { normalizeWords } from '../../engine/speech/wordError';
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
	// what a second look found
	['€3.50 a cup', 'three euros and fifty cents a cup'],
	['£20m', 'twenty million pounds'],
	['$20-a-month', 'twenty dollars a month'],
	['$15/hour', 'fifteen dollars per hour'],
	['$3.50/kg', 'three dollars and fifty cents per kilogram'],
	['$5 to $7 billion', 'five to seven billion dollars'],
	['USD 20', 'twenty U S dollars'],
	['C$5m', 'five million Canadian dollars'],
	['₹500 crore', 'five hundred crore rupees'],
	['2020/21', 'twenty twenty twenty one'],
	['in 79 AD', 'in seventy nine A D'],
	['500 BCE', 'five hundred B C E'],
	['c.1500', 'circa fifteen hundred'],
	['C4', 'C four'],
	['12th March 2024', 'the twelfth of March twenty twenty four'],
	['Jan 5, 2020', 'January fifth twenty twenty'],
	['22 Nov', 'the twenty second of November'],
	['Mon–Fri', 'Monday to Friday'],
	['10 a.m.–5 p.m.', 'ten A M to five P M'],
	['10am-5pm', 'ten A M to five P M'],
	['9:30–11:00', "nine thirty to eleven o'clock"],
	['6.30 pm', 'six thirty P M'],
	['10 000', 'ten thousand'],
	['1 234 567 stars', 'one million two hundred thirty four thousand five hundred sixty seven stars'],
	['1.000.000', 'one million'],
	["1'000", 'one thousand'],
	['10⁶', 'ten to the sixth'],
	['10^-6', 'ten to the minus six'],
	['1⁄2', 'one half'],
	['50-50', 'fifty fifty'],
	['4-4-2', 'four four two'],
	['10-K', 'ten K'],
	['401(k)', 'four oh one K'],
	['221B Baker Street', 'two twenty one B Baker Street'],
	['3M', 'three M'],
	['737 MAX', 'seven thirty seven MAX'],
	['ISO 9001', 'ISO nine thousand one'],
	['the 100m race', 'the one hundred meter race'],
	['a 45° angle', 'a forty five degree angle'],
	['10 sq ft', 'ten square feet'],
	['220 V', 'two hundred twenty volts'],
	['9.8 m/s²', 'nine point eight meters per second squared'],
	['15 kWh/100 km', 'fifteen kilowatt hours per one hundred kilometers'],
	['per kWh', 'per kilowatt hour'],
	['6 ft 2 in', 'six feet two inches'],
	['150 bpm', 'one hundred fifty beats per minute'],
	['(555) 123-4567', 'five five five one two three four five six seven'],
	['+44 20 7946 0958', 'plus four four two oh seven nine four six oh nine five eight'],
	['Call 911', 'Call nine one one'],
	['911', 'nine hundred eleven'],
	['Malcolm X', 'Malcolm X'],
	['the London–Paris train', 'the London Paris train'],
	['2Africa', 'two Africa'],
	// kitchens, workshops, laps
	['2 1/2 tsp of salt', 'two and a half teaspoons of salt'],
	['1 tbsp', 'one tablespoon'],
	['2–3 tbsp of oil', 'two to three tablespoons of oil'],
	['1/4–1/2 cup', 'one quarter to one half cup'],
	['1 1/2–2 cups', 'one and a half to two cups'],
	['3 1/4%', 'three and a quarter percent'],
	['7/8ths of it', 'seven eighths of it'],
	['Bake it at 180C', 'Bake it at one hundred eighty degrees Celsius'],
	['Set 350F', 'Set three hundred fifty degrees Fahrenheit'],
	['a 60 W bulb', 'a sixty watt bulb'],
	['5.4 t of sand', 'five point four tons of sand'],
	['9.58 s', 'nine point five eight seconds'],
	['3 gal', 'three gallons'],
	['400 sq ft.', 'four hundred square feet'],
	['3 in. thick', 'three inches thick'],
	['2h 15m 30s', 'two hours fifteen minutes thirty seconds'],
	['1h30', 'one hour thirty'],
	['1:23.45', 'one twenty three point four five'],
	['kg/m3', 'kilograms per cubic meter'],
	['7.8 g/cm³', 'seven point eight grams per cubic centimeter'],
	['10 people/km²', 'ten people per square kilometer'],
	['3 Mbit/s', 'three megabits per second'],
	// currencies beside other numbers
	['In 2020 EUR 500 was paid', 'In twenty twenty five hundred euros was paid'],
	['GBP 12m', 'twelve million British pounds'],
	['SEK 5–10', 'five to ten Swedish kronor'],
	['£8 bn', 'eight billion pounds'],
	['5 €/kg', 'five euros per kilogram'],
	// numerals at the end, and the first of a name
	['Saturn V.', 'Saturn five'],
	['Chapter I.', 'Chapter one'],
	['Elizabeth I, queen', 'Elizabeth the first queen'],
	['Elizabeth I reigned', 'Elizabeth the first reigned'],
	['King James I’s Bible', "King James the first's Bible"],
	['WWII', 'World War two'],
	['in WWI.', 'in World War one'],
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
		expect(ends('It holds vitamin C. The skin is thin.')).toEqual(['C.', 'thin.']);
		expect(ends('They took plan B. Nobody minded.')).toEqual(['B.', 'minded.']);
		expect(ends('A socket gives 240 V. It is 6 ft. The J. A. Smith school by W. E. B. Du Bois.')).toEqual(['V.', 'ft.', 'Bois.']);
		expect(ends('They met on Elm St. The door was open. George W. Bush left.')).toEqual(['St.', 'open.', 'left.']);
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

describe('whatever is written', () => {
	const next = random(7);
	const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
	const whole = (most: number) => Math.floor(next() * most);
	const grouped = (n: number) => n.toLocaleString('en-US');
	/** Read by another reader than the one under test: the judge of the recogniser turns words back into figures. */
	const heard = (text: string) => normalizeWords(spoken(text)).join(' ');

	test('counts, decimals, percents, money and measures are heard as the number that was written', () => {
		for (let i = 0; i < 2000; i++) {
			const n = whole(10 ** (1 + whole(9)));
			const tenths = `${whole(1000)}.${whole(10)}`;
			// Four digits without a comma may be a year.
			if (n < 1000 || n > 9999) expect(heard(`${n} things`)).toBe(`${n} things`);
			expect(heard(`${grouped(n)} things`)).toBe(`${n} things`);
			expect(heard(`${tenths} things`)).toBe(`${Number(tenths)} things`);
			expect(heard(`${tenths}%`)).toBe(`${Number(tenths)} percent`);
			expect(heard(`$${grouped(n)}`)).toBe(`${n} dollars`);
			expect(heard(`€${whole(900) + 1}.${10 + whole(90)}`)).toMatch(/^[\d.]+ euros$/);
			const [scale, value] = pick([['million', 1e6], ['billion', 1e9], ['trillion', 1e12]] as const); // prettier-ignore
			expect(heard(`$${tenths} ${scale}`)).toBe(`${Number((Number(tenths) * value).toPrecision(12))} dollars`);
			expect(heard(`${n} km`)).toBe(heard(`${n}km`));
			expect(heard(`${grouped(n)} kg of sand`)).toBe(`${n} kilograms of sand`);
		}
	});

	test('years, decades, dates, fractions and times likewise', () => {
		for (let y = 1100; y < 2100; y++) expect(heard(`in ${y} it`)).toBe(`in ${y} it`);
		for (let y = 1110; y < 2000; y += 10) if (y % 100 > 10) expect(heard(`the ${y}s were`)).toBe(`the ${y}s were`);
		for (let day = 1; day <= 31; day++) {
			// The judge keeps the order of day and month.
			const sorted = (text: string) => heard(text).split(' ').toSorted().join(' ');
			const want = sorted(`March ${day}, 1987`);
			for (const form of [`March ${day}th, 1987`, `${day} March 1987`, `Mar. ${day}, 1987`, `1987-03-${String(day).padStart(2, '0')}`])
				expect([form, sorted(form)]).toEqual([form, want]);
		}
		for (let bottom = 3; bottom <= 12; bottom++)
			for (let top = 1; top < bottom; top++) {
				// That one is a day to everybody.
				if (top === 9 && bottom === 11) continue;
				const part = bottom === 4 ? 'quarter' : ordinal(String(bottom));
				expect(spoken(`${top}/${bottom} of it`)).toBe(`${cardinal(String(top))} ${part}${top > 1 ? 's' : ''} of it`);
			}
		for (let h = 1; h <= 12; h++)
			for (let m = 1; m < 60; m++) {
				const minutes = String(m).padStart(2, '0');
				expect(spoken(`${h}:${minutes}pm`)).toBe(spoken(`${h}:${minutes} p.m.`));
				expect(spoken(`${h}.${minutes}pm`)).toBe(spoken(`${h}:${minutes} p.m.`));
			}
	});

	test('a reading holds no figure or sign, says itself again, and keeps every display word', () => {
		const pieces = ['$', '€', '£', '-', '–', '−', '/', '.', ',', ':', '%', '°C', 'km', 'km/h', 'bn', 'm', 'th', 's', '(', ')', '+', '½', 'II', 'No.', 'a', 'X', 'p.m.', '@', '#', '²', '‰', '^', "'", '"', '~', '×']; // prettier-ignore
		for (let i = 0; i < 6000; i++) {
			const word = () => Array.from({ length: 1 + whole(4) }, () => (next() < 0.5 ? String(whole(10 ** (1 + whole(4)))) : pick(pieces))).join(''); // prettier-ignore
			const text = `The ${word()} ${word()} ${word()} end.`;
			const { words } = normalise(text, NOTHING, 'the test');
			expect(words.map((each) => each.display)).toEqual(displayWords(text));
			const said = words.flatMap((each) => each.spoken.map((one) => one.text)).join(' ');
			expect([text, said]).toEqual([text, expect.not.stringMatching(/[^\p{L}' .,\-]/u)]);
		}
		for (const [text] of CASES) expect(spoken(spoken(text))).toBe(spoken(text));
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
