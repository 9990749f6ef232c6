import type { SourceText } from '../../engine/asset';
import { describe as description } from '../../engine/script/describe';
import { tagsOf } from '../../engine/script/tags';
import { contextOf, textAsSource } from '../../engine/script/visuals/context';
import { candidatesOf } from '../../engine/script/visuals/pick';
import { clauses, draft, placeInList, shorterForms, tellsResult, unitsOf } from '../../engine/writing';
import { board } from './script.board';

const source = (sentences: string[], more: Partial<SourceText> = {}): SourceText => ({
	...textAsSource(''),
	id: 'a',
	url: 'https://a.example/1',
	title: 'Test',
	sentences,
	...more,
});
const told = (text: SourceText, targetSeconds = 52): string[] =>
	draft({ texts: [text], kind: 'short', targetSeconds, title: text.title, minilmDir: null, allowed: () => true }).beats.map(
		({ narration }) => narration,
	);

describe('what a page promises is told', () => {
	it('the score of a match, where its opening tells something else', () => {
		const report = source(
			[
				'Stanwick have made a habit of leaving it late.',
				'The crowd of 18,204 had begun to drift towards the gates of Quarry Lane.',
				'Jonas Pell, who is 34 years old, works as a teacher at a primary school.',
				'A floodlight failed and the referee took both teams off for 14 minutes.',
				'Stanwick beat Orme Rovers 2-1 and are two points behind the leaders Castlebury.',
				'Davit Lomidze of Orme Rovers had headed in a corner in the 12th minute.',
				'Idris Kamara of Stanwick equalised with his 21st goal of the season.',
				'Orme Rovers will be relegated if they lose their last match of the season.',
			],
			{ title: 'Late drama at Quarry Lane keeps hopes of the title alive' },
		);
		expect(told(report, 30).join(' ')).toContain('2-1');
		expect(tellsResult('Kordan won in 2 hours, 31 minutes and 8 seconds.')).toBe(true);
		expect(tellsResult('Stations lie 10-15 kilometres apart.')).toBe(false);
	});
	it('the answer to the headline, with the sentences that it leans on', () => {
		const page = source(
			[
				'A hummingbird burns energy faster than almost any other animal.',
				'A night without food should kill it.',
				'Yet every morning it wakes up.',
				'The answer is called torpor.',
				'Biologists measured 6 species in the Andes of Peru in 2020.',
				'The coldest of 26 birds fell to 3.26 degrees Celsius.',
				'Species from high mountains cool furthest and stay cold longest.',
				'Patients gain time, but their hearts stumble below 28 degrees.',
				'Squirrels in Alaska change the fats in their hearts before winter comes.',
			],
			{ title: 'Why hummingbirds do not starve in their sleep' },
		);
		const script = told(page, 25).join(' ');
		expect(script).toMatch(/should kill it\. Yet every morning it wakes up\..*The answer is called torpor\./);
	});
});

describe('steps of two lists', () => {
	const sentences = [
		'Bakers revived 41 of 44 neglected starters last winter.',
		'Pour off the grey liquid.',
		'Take 20 grams from the jar.',
		'Stir in 40 grams of flour.',
		'Spread a thin layer on paper.',
		'Let it dry for two days.',
	];
	const steps: [number, number][] = [1, 2, 3, 4, 5].map((i) => [i, i]);
	it('are counted each in their own', () => {
		const two = source(sentences, { steps, headings: [{ text: 'Wake it', before: 1 }, { text: 'Keep it', before: 4 }] }); // prettier-ignore
		expect([0, 2, 3, 4].map((step) => placeInList(two, step))).toEqual([
			{ step: 0, stepCount: 3 },
			{ step: 2, stepCount: 3 },
			{ step: 0, stepCount: 2 },
			{ step: 1, stepCount: 2 },
		]);
		// A heading above every step parts nothing.
		const headed = source(sentences, { steps, headings: steps.map(([before], i) => ({ text: `Step ${i + 1}`, before })) });
		expect(placeInList(headed, 4)).toEqual({ step: 4, stepCount: 5 });
	});
	it('are told list by list as far as the film reaches, and nothing of a list that is not told', () => {
		const long = source(
			[
				'Bakers revived 41 of 44 neglected sourdough starters last winter.',
				...Array.from({ length: 5 }, (_, i) => `Stir in ${i + 2}0 grams of flour and the same weight of lukewarm water from a jug.`),
				'Spread a thin layer of the ripe starter on a large sheet of baking paper.',
				'Let it dry for two days in a place that is away from the sun.',
				'Break the flakes and store them in an airtight jar in a dark cupboard.',
				'Flakes of 2019 rose bread in 2024.',
			],
			{
				title: 'How to save a sourdough starter',
				steps: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => [i, i]),
				headings: [{ text: 'Wake the starter', before: 1 }, { text: 'Keep it for a year', before: 6 }],
				paragraphs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
			},
		); // prettier-ignore
		const script = told(long, 40).join(' ');
		expect(script).toContain('60 grams');
		expect(script).not.toMatch(/baking paper|airtight|Flakes/);
	});
});

describe('nothing is said that leans on what was not', () => {
	const filler = Array.from({ length: 9 }, (_, i) => `The mill of Shropshire baked ${i + 3}00 loaves in March.`);
	it('a first sentence that names nothing, an object that only an earlier sentence names', () => {
		const units = unitsOf([source(['It looks like a lost cause: a crust on top and a smell of varnish.', ...filler])], () => true);
		expect(units[0]!.usable).toBe(false);
		for (const opening of ['It takes an hour to bleed a radiator in an old house.', 'This spring brought 12 storms to the coast.'])
			expect(unitsOf([source([opening, ...filler])], () => true)[0]!.usable).toBe(true);
		const [, kills, reason] = unitsOf(
			[source(['A hummingbird burns energy.', 'A night without food should kill it.', 'For that reason birds use it sparingly.'])],
			() => true,
		);
		expect([kills!.needs, reason!.needs]).toEqual([[0], [1]]);
	});
	it('the questions of an interview, and answers that only they make a sentence of', () => {
		const talk = source(
			[
				'How does one come to listen to ice?',
				'By accident it was in 1994.',
				'Kronebreen has retreated since you began.',
				'Did it surprise you?',
				'The speed did.',
				'Between 1994 and 2010 the front moved back by 600 metres.',
				'Were you ever afraid?',
				'A bear came through the wall of the food store in 2003.',
			],
			{ paragraphs: [0, 1, 2, 4, 6, 7] },
		);
		expect(unitsOf([talk], () => true).map(({ usable }) => usable)).toEqual([false, false, false, false, false, true, false, true]);
	});
	it('a number in a row that is not told whole', () => {
		const units = unitsOf([source(['Torpor has a price.', 'Second, its immune system rests at night.', ...filler])], () => true);
		expect(units[1]!.text).toBe('Its immune system rests at night.');
	});
});

describe('shorter forms stay sentences', () => {
	it('of a row of deeds, of a row of clauses, of what came of something', () => {
		const deed =
			'Judith Defour, a spinner of silk, took her daughter from a workhouse, where the child had been given new clothes, strangled her and sold the clothes.';
		expect(shorterForms(deed).filter((form) => /workhouse strangled/.test(form))).toEqual([]);
		const row = 'Bad harvests in 1757 made grain dear, wages fell, and beer had become better and cheaper.';
		expect(clauses(row, 8)).toEqual([row]);
		const did = 'The keeper did as Captain Ellen Gray told him and left the lamp alone on the long night of the storm.';
		expect(clauses(did, 12)).toEqual([did]);
		const known = 'The inspector is known as Captain Ellen Gray among the crews of the long coast and the ports.';
		expect(clauses(known, 12)).toEqual([known]);
		const rare = 'The date on the package tells how long the maker vouches for taste, and only in rare cases when food becomes unsafe.';
		expect(clauses(rare, 12)).toEqual([rare]);
		expect(
			shorterForms(
				'Part of a dam above the city gave way early on Thursday, killing nine people and forcing 23,000 to leave, the ministry said.',
			),
		).toContain('Part of a dam above the city gave way early on Thursday, the ministry said.');
		expect(
			clauses('A bird lets its body cool until it almost matches the air around it, and its metabolism falls by 95 percent.', 12),
		).toHaveLength(2);
	});
});

describe('what stands around a film', () => {
	const narrations = [
		'Bakers at the Hartwell Mill revived 41 of 44 neglected starters.',
		'The sourdough starter needed five feedings in the test of the Hartwell Mill.',
		'Only half of them knew what measures to take.',
		'Rye flour carries more wild yeast than white flour.',
		'Rye flour costs 2 euros a kilogram at the mill.',
		'A sourdough starter keeps for 4 weeks in a refrigerator.',
	];
	const scenes = board(narrations);
	it('tags are names and terms, and never a bare noun that says nothing', () => {
		const tags = tagsOf({ texts: [], topic: { title: 'How to save a sourdough starter' } as never, scenes, allowed: () => true });
		expect(tags).toEqual(expect.arrayContaining(['hartwell mill', 'sourdough starter', 'rye flour']));
		for (const none of ['half', 'measures', 'test', 'weeks', 'starter']) expect(tags).not.toContain(none);
	});
	it('a description tells three to five sentences that stand alone, before its credits', () => {
		const [first = '', second = ''] = description(scenes, [], [], () => true).split('\n');
		expect(first.startsWith(narrations[0]!)).toBe(true);
		expect(`${first} ${second}`.match(/[.](?=\s|$)/g)!.length).toBeGreaterThanOrEqual(3);
		expect(`${first} ${second}`).not.toContain('half of them');
	});
});

describe('figures that say what they measure', () => {
	const best = (narration: string) => {
		const context = contextOf({ narration, source: textAsSource(narration), cites: [0], role: 'body', step: -1 }, 1, 9, () => true);
		return candidatesOf(context).sort((a, b) => b.score - a.score)[0]!.visual;
	};
	it('a change with a rate or a bound is before and after, and no map', () => {
		expect(best('Accidents at the crossing in Leeds fell from 46 a year to 12.')).toMatchObject({
			type: 'split',
			left: { kicker: 'From', value: '46 a year' },
			right: { kicker: 'To', value: '12' },
		});
		expect(best('Consumption fell from more than 8 million gallons in 1743 to about 2 million in 1760.')).toMatchObject({
			left: { value: 'More than 8 million gallons' },
			right: { value: 'About 2 million' },
		});
	});
	it('a score is a figure of its own', () => {
		expect(best('Lowtown beat league leaders Halverton 3-2.')).toMatchObject({ type: 'bignum', display: '3-2' });
	});
	it('where something else lies is no figure, and a curve keeps its bounds', () => {
		expect(best('Trains between Velmora and the capital, 210 kilometres to the north, are suspended until Monday.').type).toBe('statement');
		expect(
			best('Production went from about half a million gallons in 1688 to more than 5 million in 1730 and almost 8 million in 1743.'),
		).toMatchObject({
			type: 'line',
			points: [{ display: 'about half a million gallons' }, { display: 'more than 5 million' }, { display: 'almost 8 million' }],
		});
	});
});

describe('the opening of a report', () => {
	it('tells who won what, without the event that the headline names', () => {
		const race = source(
			[
				'Amara Lindgren won the 5-kilometre race at the Northern Open Water Championships by two-tenths of a second.',
				'Wetsuits were allowed in the water of the reservoir at Kielder.',
				'Only two of the 34 finishers swam without one.',
				'The prize was 1,500 pounds for the winner of the race.',
				'Jess Penhale had led for all but the last 30 metres of the race.',
				'The water in the reservoir was 16 degrees warm on Sunday.',
			],
			{ title: 'Lindgren wins the Northern Open Water race at Kielder' },
		);
		expect(told(race, 25)[0]).toBe('Amara Lindgren won the 5-kilometre race by two-tenths of a second.');
	});
	it('tells a result that one long sentence holds beside another deed, in scenes of 18 words', () => {
		const match = source(
			[
				'Substitute Milo Kaye headed in the winner in the 93rd minute as Orrell Rovers came from two goals down to beat Denby Town 3-2 at Castle Park.',
				'Denby led 2-0 after 25 minutes through Jon Pratt and Luis Ferreira, and Rovers were booed off at half-time.',
				"Anya Osei's corner was turned in by defender Sam Birch in the 58th minute.",
				'Tom Walsh levelled from the penalty spot in the 77th minute.',
				'The win lifts Rovers to fourth, three points behind the leaders with two games in hand.',
				'The crowd of 6,412 was the largest at Castle Park since 2011.',
			],
			{ title: 'Orrell Rovers 3-2 Denby Town: Late Kaye header settles the derby' },
		);
		const lines = told(match);
		expect(lines.slice(0, 2)).toEqual([
			'Substitute Milo Kaye headed in the winner in the 93rd minute.',
			'Orrell Rovers came from two goals down to beat Denby Town 3-2 at Castle Park.',
		]);
		expect(Math.max(...lines.map((line) => line.split(' ').length))).toBeLessThanOrEqual(18);
	});
	it('goes without the day and the river where twelve words are the most', () => {
		const bridge = source(
			[
				'On 12 May 1891 the town of Caldbeck Ferry opened a wooden swing bridge over the River Irt.',
				'It had taken three years to build and cost £14,200.',
				'On 13 May the steamer Ellen Gray struck its central pier and the bridge fell into the river.',
				"The bridge keeper, William Todd, swam ashore with the day's tolls, which came to £3 and 11 shillings.",
				'An inquiry blamed the engineer, Charles Maddox, who had placed the pier six feet nearer to the channel.',
				'In 1958 divers from Lancaster found the iron pivot in eight metres of mud.',
			],
			{ title: 'The bridge that opened for one day' },
		);
		expect(told(bridge)[0]!.split(' ').length).toBeLessThanOrEqual(12);
	});
	it('leaves no name half, and how rare a thing is may go', () => {
		const rate = source(
			[
				'Harlow Building Society has cut its two-year fixed mortgage rate from 4.29% to 3.94%, the first time it has offered a rate below 4% since September 2022.',
				'The Bank of England kept its base rate at 4% in September.',
				'Rival lenders have not all followed the cut of the society.',
				'Brackley Bank raised its five-year rate by 0.1 percentage points to 4.45% on Monday.',
				'About 1.6 million fixed-rate deals end this year in Britain.',
			],
			{ title: 'Harlow Building Society cuts its two-year fixed rate to 3.94%' },
		);
		const lines = told(rate);
		expect(lines[0]).toBe('Harlow Building Society has cut its two-year fixed mortgage rate to 3.94%.');
		expect(lines.join(' ')).not.toMatch(/The Bank kept/);
	});
});
