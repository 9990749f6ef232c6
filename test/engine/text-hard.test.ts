/** Hard guards beside a judge: what they must let through although it is said in other words, and what they must stop although it is near. */
import { ground, hardReasons } from '../../engine/text';
import type { SourceText } from '../../engine/asset';

const page = (...sentences: string[]): SourceText => ({
	v: 1, id: 'page', url: '', title: 'Notes', publisher: 'Own', author: null, publishedAt: null, language: 'en',
	sentences, paragraphs: [0], headings: [], steps: [],
}); // prettier-ignore
const objections = (told: string, said: string): string[] => {
	const source = page(told);
	return hardReasons(said, [0], source, ground(said, source));
};

/** A sentence, what it says in other words, and what it does not say. */
const CASES: Record<string, [string, string[], string[]][]> = {
	'bounds in other words': [
		['Fares on the night boat may be no more than 12 crowns.', ['There is a cap of 12 crowns on night boat fares.'], ['Fares on the night boat are at least 12 crowns.']],
		['The vault lies beneath 40 metres of clay.', ['Under 40 metres of clay lies the vault.'], ['Under 14 metres of clay lies the vault.']],
		['Nobody under 16 may steer the ferry.', ['People younger than 16 are not allowed to steer the ferry.'], ['People older than 16 are not allowed to steer the ferry.']],
		['The lamp burned for at least nine hours.', ['Nine hours was the minimum that the lamp burned.'], ['The lamp burned for at most nine hours.']],
		['The law does not apply to barns with fewer than six cows.', [], ['The law does not apply to barns with more than six cows.']],
	],
	'numbers that follow from others': [
		['Crews have painted 9 of the 15 kilometres of fence.', ['Six kilometres of fence are still to be painted.', 'More than half of the fence is painted.'], ['Five kilometres of fence are still to be painted.']],
		['The mill turns 600 tonnes a year, four times what it was built for.', ['It was built for just 150 tonnes a year.'], ['It was built for just 240 tonnes a year.']],
		['The survey took 18 months.', ['It lasted a year and a half.'], ['It lasted two years and a half.']],
		['A pair of storks nests on the tower.', ['Two storks have their nest there.'], ['Three storks have their nest there.']],
		['The printing took 29 days and had been meant to take ten.', ['It took almost three times as long as planned.'], ['It took almost five times as long as planned.']],
	],
	'what stands in another part': [
		['The vote was close, but two of the members abstained: the mayor welcomed the plan.', ['The plan pleased the mayor.'], ['The mayor never welcomed the plan.']],
		['Tickets for the lift fell by 7 percent, while those for the train gained 9.', ['Lift tickets went down 7 percent.'], ['Tickets for the train fell by 7 percent.']],
	],
	'hedges of one weight': [
		['A new rule allows the boats to land at night.', ['Boats may now land at night.'], ['The boats must land at night.']],
		['The coin was probably struck in Tarn.', ['The coin seems to have been struck in Tarn.'], ['The coin was struck in Tarn.']],
	],
	'opposites that turn twice': [
		['Geese are back on the lake for the first time since the dam was built.', ['The last time was before the dam was built.'], ['Geese are back on the lake for the last time since the dam was built.']],
		['Dry sand carries less water than clay.', ['Clay holds more water.'], ['Dry sand carries more water than clay.']],
		['Wrenfield lost 3–1 to Oxley on Sunday.', ['Oxley left the pitch with a 3–1 win.'], ['Wrenfield won 3–1 against Oxley on Sunday.']],
		['The guard said that the gate had been left unlocked.', ['According to the guard, somebody forgot to lock the gate.'], ['The guard said that the gate had been locked.']],
	],
	'names in another form': [
		['The ship was sold by Denmark in 1850.', ['The Danes sold the ship in 1850.'], ['The Dutch sold the ship in 1850.']],
		['The International Salt Council has set the price.', ['The price comes from the ISC.'], ['The price comes from the IMF.']],
	],
	'near copies with another doer': [
		['Rhoda met the mayor and later sold the boat to Peel, who is a potter.', [], ['Peel sold the boat.']],
		['Only three of the ovens can be used in winter.', [], ['The ovens cannot be used in winter.']],
	],
}; // prettier-ignore

describe.each(Object.entries(CASES))('%s', (_, cases) => {
	test.each(cases)('%s', (told, right, wrong) => {
		for (const said of right) expect({ said, objections: objections(told, said) }).toEqual({ said, objections: [] });
		for (const said of wrong) expect({ said, stopped: objections(told, said).length > 0 }).toEqual({ said, stopped: true });
	});
});

test('what is only demanded, was lost or is said of somebody of the other sex is refused by the rules alone', () => {
	const source = page(
		'Karl Odd, who is 60, said that he would not play again.',
		'Her trainer, Ina Roth, said she had slept through the first hour.',
		"The union demands that the firm's chairman resign.",
		'The next island lost its shop in 2011.',
	);
	for (const said of [
		'Ina Roth said Karl Odd had slept through the first hour.',
		'The chairman has resigned.',
		'The next island still has a shop.',
	])
		expect({ said, grounded: ground(said, source).grounded }).toEqual({ said, grounded: false });
	for (const said of ['The next island lost its shop.', 'Ina Roth said she had slept through the first hour.'])
		expect({ said, grounded: ground(said, source).grounded }).toEqual({ said, grounded: true });
});

test('a public body is no lost speaker of what it found, and a title is no first name', () => {
	expect(
		objections('Testers found faults in 14 of the 120 pillars, the transport authority said on Friday.', '106 pillars have no faults.'),
	).toEqual([]);
	expect(objections('Fields will flood more often, the farmers say.', 'Fields will flood more often.')).not.toEqual([]);
	const review = page('A walk at noon works just as well, according to Dr Noor Hashemi, who took no part.', 'Lia Noor wrote the review.');
	const said = 'A walk at noon helps just as much, says Dr Hashemi.';
	expect(hardReasons(said, [0], review, ground(said, review))).toEqual([]);
});
