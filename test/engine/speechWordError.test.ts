import { normalizeWords, wordErrorRate } from '../../engine/speech/wordError';

describe('what is said alike', () => {
	it.each([
		['2022', 'twenty twenty-two'],
		['2022', 'two thousand and twenty two'],
		['1905', 'nineteen oh five'],
		['in 1900', 'in nineteen hundred'],
		['the 1990s', 'the nineteen nineties'],
		["the '90s", 'the nineties'],
		['1,500,000', '1.5 million'],
		['$1.5 million', 'one point five million dollars'],
		['$1.5M', '1.5 million dollars'],
		['US$5', 'five dollars'],
		['$5.50', 'five dollars and fifty cents'],
		['£3bn', 'three billion pounds'],
		['40%', 'forty percent'],
		['3.14', 'three point one four'],
		['0.5', 'point five'],
		['the 21st century', 'the twenty-first century'],
		['the 100th day', 'the hundredth day'],
		['a hundred and five', '105'],
		['two million three hundred thousand', '2,300,000'],
		['3/4 of it', 'three quarters of it'],
		['½ of it', 'one half of it'],
		['5–10 years', 'five to ten years'],
		['at 3:30', 'at three thirty'],
		['at 7:00', "at seven o'clock"],
		['90 km/h', 'ninety kilometres per hour'],
		['20 °C', 'twenty degrees Celsius'],
		['9, 8, 7', 'nine eight seven'],
		["It's here, I'm sure. They won't.", 'it is here I am sure they will not'],
		['Mr. Smith vs. Dr. Who', 'mister Smith versus doctor who'],
		['the U.S. data center', 'the US datacentre'],
		['a colour programme was organised', 'a color program was organized'],
		['cold-hearted', 'coldhearted'],
		['R&D', 'R and D'],
		['between one hundred and two hundred', 'between 100 and 200'],
		['I can’t', 'I cannot'],
		['June 5, 1944', 'June fifth, nineteen forty-four'],
		['World War II', 'World War Two'],
		['Henry VIII and Elizabeth I', 'Henry the Eighth and Elizabeth the First'],
		['Louis XIV', 'Louis the fourteenth'],
		['No. 5 of them. No, 5.', 'number five of them. No, five.'],
		['at 3:30 p.m.', 'at 3.30 pm'],
		['Björn’s café in São Paulo', 'Bjorns cafe in Sao Paulo'],
		['on 7 October', 'on the seventh of October'],
		['Sept 9, 2025', 'September ninth, twenty twenty-five'],
		['Sept. 9', 'September the ninth'],
		['the 1900s', 'the nineteen hundreds'],
		['after 17:00', 'after seventeen hundred'],
		['12 h 25 min', 'twelve hours twenty-five minutes'],
		['a 20 g cube', 'a twenty-gram cube'],
		['a $5 bill', 'a five dollar bill'],
		['a hundred people', '100 people'],
		['the U.S. and A.I.', 'the US and AI'],
		['4K', '4 K'],
	])('%s = %s', (written, spoken) => {
		expect([wordErrorRate(written, spoken).differences, wordErrorRate(spoken, written).rate]).toEqual([[], 0]);
	});
});

describe('what is not said alike', () => {
	it.each([
		['1990', '1991', 1, 1],
		['fifteen people', 'fifty people', 1, 2],
		['$5', '5 euros', 1, 2],
		['the 2nd of May', 'the 3rd of May', 1, 2],
		['May 5', 'June 5', 1, 2],
		['in May five of them', 'in March five of them', 1, 5],
		['1.5 million', '1.5 billion', 1, 1],
		['five to ten', 'five ten', 1, 3],
		['he was not there', 'he was there', 1, 4],
		['one two three', '', 3, 3],
		["it's", 'it was', 1, 2],
	])('%s ≠ %s', (reference, hypothesis, errors, words) => {
		const found = wordErrorRate(reference, hypothesis);
		expect([found.rate, found.words]).toEqual([errors / words, words]);
	});

	it('counts kinds of errors, in order', () => {
		const found = wordErrorRate('the quick brown fox jumps', 'a quick fox jumps high');
		expect(found).toMatchObject({ substitutions: 1, deletions: 1, insertions: 1, words: 5, rate: 3 / 5 });
		expect(found.differences).toEqual([
			{ reference: 'the', hypothesis: 'a' },
			{ reference: 'brown', hypothesis: '' },
			{ reference: '', hypothesis: 'high' },
		]);
	});

	it('nothing was to be said', () => {
		expect([wordErrorRate('', '').rate, wordErrorRate('…', 'thank you').rate]).toEqual([0, 2]);
	});
});

it('normalises once: doing it again changes nothing', () => {
	const text = "In 1999, $1.5 million — 40% of it — wasn't theirs; the 21st century’s “new” centre cost 3/4 as much at 3:30.";
	const once = normalizeWords(text);
	expect(normalizeWords(once.join(' '))).toEqual(once);
});

it('a ten-minute script is compared word by word', () => {
	const words = Array.from({ length: 1600 }, (_, i) => `w${(i * 7919) % 613}`);
	const changed = words.flatMap((word, i) => (i % 50 === 7 ? [] : i % 50 === 20 ? ['other'] : i % 50 === 33 ? [word, 'added'] : [word]));
	const found = wordErrorRate(words.join(' '), changed.join(' '));
	expect([found.substitutions, found.deletions, found.insertions]).toEqual([32, 32, 32]);
});
