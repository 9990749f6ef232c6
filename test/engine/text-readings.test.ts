import type { SourceText } from '../../engine/asset';
import { ground } from '../../engine/text';

const make = (sentences: string[]): SourceText => ({
	v: 1, id: 's', url: '', title: '', publisher: 'The Daily Post', author: null, publishedAt: null, language: 'en', sentences, paragraphs: [0], headings: [], steps: [],
}); // prettier-ignore
const says = (text: string, source: SourceText): boolean => ground(text, source).grounded;

/** A small generator, the same in every run. */
function random(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state * 1103515245 + 12345) % 2147483648;
		return Math.floor((state / 2147483648) * below);
	};
}
const NAMES = ['Alder', 'Birch', 'Cedar', 'Dorrit', 'Ellery', 'Farrow', 'Garnet', 'Hollin'];
/** Different names with different values, in any order. */
function members(next: (below: number) => number, count: number): { name: string; value: number }[] {
	const names = [...NAMES];
	const out: { name: string; value: number }[] = [];
	while (out.length < count) {
		const value = 21 + next(400);
		if (out.some((other) => other.value === value)) continue;
		out.push({ name: names.splice(next(names.length), 1)[0]!, value });
	}
	return out;
}
const list = (parts: string[]): string => `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

describe('what a list leaves unsaid', () => {
	test('a verb and a unit are carried to each member, and no member has the value of another', () => {
		const next = random(7);
		for (let round = 0; round < 12; round++) {
			const row = members(next, 2 + next(3));
			const source = make([`The ${row[0]!.name} carried ${row[0]!.value} tonnes of coal, ${row.slice(1).map(({ name, value }) => `the ${name} ${value}`).join(', ')}.`.replace(/, (?=[^,]*$)/, ' and ')]); // prettier-ignore
			for (const { name } of row)
				for (const { name: other, value } of row)
					expect([source.sentences[0], name, value, says(`The ${name} carried ${value} tonnes of coal.`, source)]).toEqual([
						source.sentences[0],
						name,
						value,
						name === other,
					]);
		}
	});

	test('a scale is carried to bare numbers, and each mark keeps its own value', () => {
		const next = random(11);
		for (let round = 0; round < 8; round++) {
			const row = members(next, 2 + next(3));
			const marks = row.map((_, k) => 40 + 10 * k + next(9));
			const source = make([
				'The kiln is set in degrees Celsius.',
				`With each step up, the time is cut: ${list(row.map(({ value }, k) => `${value} minutes at ${marks[k]}`))}.`,
			]);
			for (const [k, { value }] of row.entries())
				for (const mark of marks)
					expect([value, mark, says(`At ${mark} degrees Celsius the time is ${value} minutes.`, source)]).toEqual([
						value,
						mark,
						mark === marks[k],
					]);
		}
	});

	test('a noun that is left out behind an owner belongs to that owner alone', () => {
		const next = random(5);
		for (let round = 0; round < 8; round++) {
			const [a, b] = members(next, 2) as [{ name: string; value: number }, { name: string; value: number }];
			const source = make([`${a.name}'s freight revenue rose ${a.value} percent; ${b.name}'s fell ${b.value} percent.`]);
			expect(says(`${b.name}'s freight revenue fell ${b.value} percent.`, source)).toBe(true);
			expect(says(source.sentences[0]!.replace('; ', ' and '), source)).toBe(true);
			for (const wrong of [
				`${b.name}'s freight revenue rose ${a.value} percent.`,
				`${b.name}'s freight revenue fell ${a.value} percent.`,
				`${a.name}'s freight revenue fell ${b.value} percent.`,
				`${b.name}'s revenue rose ${b.value} percent.`,
				`${a.name}'s freight revenue rose ${b.value} percent; ${b.name}'s fell ${a.value} percent.`,
				`${b.name}'s freight revenue rose ${a.value} percent; ${a.name}'s fell ${b.value} percent.`,
			])
				expect([wrong, says(wrong, source)]).toEqual([wrong, false]);
		}
	});
});

describe('what a page sets right', () => {
	test('the right value stands, the wrong one falls, whatever they are', () => {
		const next = random(3);
		for (let round = 0; round < 8; round++) {
			const [wrong, right] = members(next, 2).map(({ value }) => value) as [number, number];
			const source = make([
				`The bridge is closed, and the cost of the repair is £${wrong} million.`,
				`An earlier version of this article said that the cost of the repair was £${wrong} million. It was £${right} million.`,
			]);
			expect(says(`The cost of the repair was £${right} million.`, source)).toBe(true);
			expect(says(`The cost of the repair was £${wrong} million.`, source)).toBe(false);
			expect(says(`The cost of the repair is £${wrong} million.`, source)).toBe(false);
			expect(ground(`The cost of the repair was £${right} million.`, source).support).toContain(1);
		}
	});

	test('a value that the correction says again is not taken back', () => {
		const source = make([
			'The council backed the plan by eight votes to five.',
			'Correction: an earlier version of this article gave the vote as nine to five. It was eight to five.',
		]);
		expect(says(source.sentences[0]!, source)).toBe(true);
		expect(says('The council backed the plan by nine votes to five.', source)).toBe(false);
	});

	test('"not" and "instead of" mark the wrong value', () => {
		const source = make(['This article was corrected: the fare is £12, not £10.', 'A day ticket costs £10.']);
		expect(says('The fare is £12.', source)).toBe(true);
		expect(says('The fare is £10.', source)).toBe(false);
	});
});

test('an actor is named where the page makes the speaker the one who acts, and the verdict cites both sentences', () => {
	const act = 'Tarrow Bank has been fined £3.1 million, the Payments Conduct Board said on Monday.';
	const claim = 'The Payments Conduct Board fined Tarrow Bank £3.1 million.';
	expect(ground(claim, make([act, 'The board has fined two banks this year.']))).toMatchObject({ grounded: true, support: [0, 1] });
	expect(says(claim, make([act, 'The board met twice.']))).toBe(false);
	expect(says(claim, make([act, 'The board has fined two banks this year.', 'The high court fined a third.']))).toBe(false);
});
