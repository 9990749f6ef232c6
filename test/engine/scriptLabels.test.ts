/** Words on the screen: what a picture writes must name what it shows, and no title may belong to something else. */
import { storyboard } from '../../engine/script/storyboard';
import type { Topic } from '../../engine/asset';
import type { StoryboardInput } from '../../engine/script/storyboard';
import { tagsOf } from '../../engine/script/tags';
import { titlesOf } from '../../engine/script/titles';
import { contextOf } from '../../engine/script/visuals/context';
import { candidatesOf } from '../../engine/script/visuals/pick';
import { phraseFault } from '../../engine/writing';
import { twins } from './script.measure';
import { board } from './script.board';

/** The second of two scenes: the first one is a film's opening, which is drawn otherwise. */
function shown(narration: string, more: Partial<StoryboardInput['scenes'][number]> = {}) {
	const scenes = storyboard({
		scenes: [
			{ id: 's1', narration: 'Something opens here.', source: undefined, cites: [], role: 'hook', step: -1 },
			{ id: 's2', narration, source: undefined, cites: [], role: 'body', step: -1, ...more },
		],
		allowed: () => true,
	});
	const scene = scenes[1]!;
	return { ...scene, title: scene.onScreen.title.replace(/\*/g, '') };
}

describe('what stands above a picture', () => {
	it('a comparison is not headed by half of its sentence', () => {
		const scene = shown('The city had food for 36 days and coal for 45.');
		expect(scene.visual.type).toBe('split');
		expect(scene.title).toBe('');
	});
	it('what went up is not set beside what went down as if both went one way', () => {
		expect(shown('Its shares fell 6 percent in London; Tarnbeck’s rose 5 percent.').visual.type).not.toBe('split');
		expect(shown('Revenue rose 6 percent at Tarnbeck; profit rose 5 percent at Corrie.').visual.type).toBe('split');
	});
	it('before and after of what somebody raised are two values, also where each has its month', () => {
		const raised = shown('Insurers raised the port’s premium from 1.1 million to 2.9 million dollars.');
		expect(raised.visual).toMatchObject({
			type: 'split',
			left: { kicker: 'From', value: '1.1 million' },
			right: { value: '2.9 million dollars' },
		});
		expect(shown('The average basket went from 23 pounds in January to 31 pounds in December.').visual).toMatchObject({
			type: 'split',
			left: { value: '23 pounds' },
			right: { value: '31 pounds' },
		});
		expect(shown('Vale climb from 19th to 16th with 31 points.').visual).toMatchObject({
			left: { value: '19th' },
			right: { value: '16th' },
		});
	});
	it('"the bottom three" is no number of matches', () => {
		expect(
			shown('The header lifted Harrow Vale out of the bottom three and left Kestrel without a win in ten matches.').visual.type,
		).not.toBe('split');
	});
	it('one of two shares is not headed by the other', () => {
		expect(shown('They had 71 percent of the ball in the first half and 38 percent in the second.').title).not.toContain('38');
	});
	it('what is told after a cause is no cause, and a verb is no unit', () => {
		const { visual } = shown('Adeyemi was released by Kestrel at sixteen, because he was too small. He is now 1.91 metres tall.');
		expect(visual).not.toMatchObject({ cause: expect.stringContaining('1.91') });
		expect(shown('The crowd of 11,204 made the noise of twice as many.').visual.type).not.toBe('bignum');
	});
	it('what an age belongs to is not taken for an age of the number', () => {
		expect(shown('A furnace at Stoke now runs on 68 percent old glass, and its gas bill fell.').visual).toMatchObject({
			unit: 'old glass',
		});
		expect(shown('The oldest tree in the park is 410 years old.').visual).toMatchObject({ display: '410', unit: 'years old' });
	});
	it('the last score of a row does not lead to the time it took', () => {
		const { visual } = shown('Ranta beat Klara Weiss 4-6, 7-6, 7-5 in 3 hours and 22 minutes.');
		expect(JSON.stringify(visual)).not.toContain('7-5 in"');
	});
	it('a count names what is counted, and a guess is no number', () => {
		expect(shown('Three of the four injured workers have left hospital.').visual).toMatchObject({
			type: 'count',
			label: 'injured workers',
		});
		expect(shown('A vent may last only ten or twenty years.').visual.type).not.toBe('bignum');
	});
	it('a speaker may stand behind what he is, whatever the verb', () => {
		expect(shown('"They silenced the alarm instead of mending it," wrote its secretary, Paulo Brandt, in a letter.').visual).toMatchObject({
			type: 'quote',
			who: 'Paulo Brandt',
		});
		expect(shown('"We cannot reopen until we know why," the port’s director, Ines Caldeira, told reporters.').visual).toMatchObject({
			type: 'quote',
			who: 'Ines Caldeira',
		});
	});
	it('a map tells the number that stands before its place', () => {
		expect(shown('There were 84 dust explosions in the United States, in which 22 people died.').visual).not.toMatchObject({
			value: { display: '22' },
		});
	});
	it('a map is headed by its place, by what is said of it, or by nothing', () => {
		for (const narration of [
			'A ship that sails between the coasts of the United States saves about 15,000 kilometres by not rounding Cape Horn.',
			'The Panama Canal is long and joins the Atlantic Ocean to the Pacific Ocean.',
			'Corrie Line shares fell in London; Tarnbeck shares rose.',
		]) {
			const { visual, title } = shown(narration);
			if (visual.type !== 'place') continue;
			expect(['United States', 'Atlantic Ocean', 'Pacific Ocean', 'Tarnbeck shares rose']).not.toContain(title);
		}
		const { visual, title } = shown('The first closures will be in Derby, Hull and Swansea.');
		expect(visual.type).toBe('place');
		expect(title).toBe('Derby, Hull and Swansea');
	});
	it('"in the Trieste" is no town', () => {
		expect(shown('Jacques Piccard and Don Walsh reached the bottom in the Trieste.').visual.type).not.toBe('place');
	});
	it('a date keeps what makes it a limit, and the date of a clause inside is not the sentence’s', () => {
		expect(shown('Since 1972, 27 leap seconds have been added to clocks, and none has been taken away.').onScreen.kicker).toBe(
			'Since 1972',
		);
		expect(shown('A box of letters from a ship that was lost in 1867 has been opened in Gothenburg.').onScreen.kicker).toBeUndefined();
	});
});

describe('what a number is of', () => {
	const numeric = (narration: string) => {
		const { visual, title } = shown(narration);
		return visual.type === 'bignum'
			? `${title} | ${visual.lead} ${visual.display} ${visual.unit}`.replace(/\s+/g, ' ').trim()
			: visual.type;
	};
	it('a percentage says of what', () => expect(numeric('The average fare was up 9 percent.')).toBe('| The average fare was up 9%'));
	it('"every" belongs to a rate', () =>
		expect(numeric('The ocean tide pushes at the wide mouth of the long bay every 12 hours.')).toMatch(/^\| Every 12 hours$|^statement$/));
	it('the verb alone before a number has its subject above it', () =>
		expect(numeric('A new film, the best of the year, costs $20 more.')).not.toMatch(/^\| Costs/));
	it('the whole is not shown for the part', () => expect(numeric('The chain will close 23 of its 148 shops.')).not.toMatch(/148 shops$/));
	it('a time before something keeps it', () =>
		expect(numeric('Kit Osei doubled the lead six minutes before half-time.')).toMatch(/minutes before half-time|statement/));
	it.each([
		// Half of a condition, or a clause inside the subject.
		['If it has dropped below 1 bar, open the filling loop and close both taps.', 'cause'],
		['Water at 1 degree Celsius slows all chemistry in the body.', 'statement'],
		// What the sentence takes back.
		['Reports spoke of 75 dead, but later research put the number at 59.', 'split'],
		// A rate, whose it is, and what it is of.
		[
			'French engineers reckoned with 55 pounds of pressure on each square foot.',
			'| French engineers reckoned with 55 pounds of pressure on each square foot',
		],
		['A gale was blowing up the Firth of Tay with gusts of up to 80 miles an hour.', '| Gusts of up to 80 miles an hour'],
		['You need a radiator key, which costs about £2 in any hardware shop.', 'Radiator key | Costs about £2 in any hardware shop'],
		['She grew up in Ravna, a town of 35,000 people.', 'Ravna | A town of 35,000 people'],
		['A household with a mortgage of 200,000 crowns will pay about 58 crowns more each month.', '| Household 58 crowns more each month'],
		// Of what, the sentence before says.
		['It had taken six years to build, had cost £300,000 and ran along the coast.', '| It had taken Six years to build'],
		['In winter she hit balls against the wall of a hall, 500 a day.', 'statement'],
	])('%s', (narration, drawn) => expect(numeric(narration)).toBe(drawn));
	it('who expects a figure does not head it', () =>
		expect(numeric('The Coffee Union expects the harvest of 2026 to exceed demand by 5 million bags of 60 kilograms.')).not.toMatch(/Coffee Union/)); // prettier-ignore
	it('what somebody said in quotation marks is no figure of the film', () =>
		expect(numeric('"We were poor for 45 minutes and brave for 50," said Marta Quill.')).toBe('quote'));
	it.each([
		['"One goal would change everything at once," said Rovers manager Gill Harker.', 'Gill Harker'],
		['"One goal would change everything at once," said the Rovers manager, Gill Harker.', 'Gill Harker'],
		['"One goal would change everything at once," said Gill Harker in a letter to Paul Rowe.', 'Gill Harker'],
	])('a quotation has its speaker below it, and not her employer: %s', (narration, who) => {
		const { visual } = shown(narration);
		expect(visual.type === 'quote' ? visual.who : visual.type).toBe(who);
	});
	it('two of something are no picture, and a count says what they did', () => {
		expect(shown('The two companies are not connected.').visual.type).toBe('statement');
		const { visual } = shown('In 1875, 17 countries signed the Metre Convention.');
		expect(visual.type === 'count' ? visual.label : visual.type === 'bignum' ? visual.unit : visual.type).toBe(
			'countries signed the Metre Convention',
		);
	});
});

describe('a sticker shows what its scene says', () => {
	it.each([
		['Other workers crowd around in the dark and follow the dancer with their antennae.'],
		['She grew up in Ravna, a town of 35,000 people, where her mother drives a school bus.'],
		['Trams in the city ran an hour longer to bring people home.'],
		['Until then the cheapest cup is the one made at home, about 19 pence for a lemonade.'],
		['There were two clay courts, both closed from November to April.'],
		['It heard from painters who had felt the bridge shake.'],
	])('%s: none', (narration) => expect(shown(narration).visual.sticker).toBeUndefined());
	it('of the thing itself', () => expect(shown('The octopus cannot see colours.').visual.sticker).toBe('octopus'));
});

describe('steps and posters', () => {
	it('what is denied keeps where and when, and a score the others', () => {
		const denied = shown('Havel had never won a match on the main tour before this week.').title;
		expect(denied).toMatch(/before this week/);
		expect(shown('Tereza Havel beat the top seed Ana Kovač 6–7, 7–6, 7–5 in the final.').title).not.toMatch(/6–7$/);
	});
	it('of a sentence too long to be read at a glance a whole clause is written, where one stands alone', () => {
		expect(shown('Physicists call this resonance: a small push, repeated at the right moment, builds a large motion.').title).toBe(
			'A small push, repeated at the right moment, builds a large motion',
		);
		expect(shown('The case is made of recycled aluminium and has no fan, so it is silent.').title).not.toMatch(/silent$/);
		// Half of a condition is no clause that stands alone, and a turn is not left out.
		expect(shown('If the pump fails the town stays dry for a day, and the lake slowly fills the streets behind it.').title).not.toMatch(
			/^The lake/,
		);
		expect(shown('The gate was open to all who wanted to come in, but nobody in the town was told about it.').title).not.toMatch(
			/come in$/,
		);
	});
	it('a clause about a thing is no order of deeds', () =>
		expect(shown('The one that replaced it, opened in 1890, used 54,000 tons of steel.').visual.type).not.toBe('steps'));
	it('a rate is not cut, nor an infinitive set alone', () => {
		expect(shown('Radiators that need bleeding more than twice a year point to a leak.').title).not.toMatch(/^Year/);
		expect(shown('It was to be 26 miles, but 385 yards were added so that it could end at the box.').title).not.toMatch(/^To be/);
		expect(shown('The two could meet again in Cincinnati on 11 August.').title).not.toMatch(/^Two/);
	});
	it('a step is on one card, whole, with its number, also where it has two parts', () => {
		const scene = shown('Start the helping car and let it run for about three minutes.', { role: 'step', step: 6, stepCount: 9 });
		expect(scene.visual).toMatchObject({
			type: 'steps',
			firstNumber: 7,
			items: [{ text: 'Start the helping car and let it run for about three minutes' }],
		});
		expect(scene.title).toBe('Step 7 of 9');
	});
	it('a second predicate is no phrase without its subject', () => {
		expect(phraseFault('Every three minutes and flew')).not.toBeNull();
		expect(phraseFault('Seen alive')).not.toBeNull();
		expect(phraseFault('The ship rose and sailed')).toBeNull();
	});
	it('a poster says a whole clause, never a name that the sentence only mentions', () => {
		for (const narration of [
			'The company is not in talks to sell itself, a spokeswoman said.',
			'You need two jump leads, a second car and dry hands.',
			'Set one cube on an upturned metal pan and another on a wooden board.',
		]) {
			const { visual, title } = shown(narration);
			if (visual.type !== 'statement') continue;
			expect(title.split(' ').length).toBeGreaterThan(4);
			expect(twins(title, narration) || narration.toLowerCase().includes(title.toLowerCase())).toBe(true);
		}
	});
});

describe('what is marked in a title', () => {
	const marked = (narration: string) => /\*([^*]+)\*/.exec(shown(narration, { onScreen: undefined }).onScreen.title)?.[1];
	it.each([
		['It was the largest artificial explosion the world had seen until then.', 'largest artificial explosion'],
		['They argued that earlier rises have not yet reached the shops.', 'shops'],
		['The length of the run tells how far away they are.', 'far away'],
		['It was a match to tell the grandchildren about.', 'grandchildren'],
		['The Croatian held two match points.', 'two match points'],
	])('%s', (narration, words) => expect(marked(narration)).toBe(words));
});

describe('before and after', () => {
	const sides = (narration: string) => {
		const { visual } = shown(narration);
		return visual.type === 'split'
			? [visual.left.kicker, visual.left.value, visual.right.kicker, visual.right.value].join(' ')
			: visual.type;
	};
	it.each([
		['The number of drivers fell from 400 to 350.', 'From 400 To 350'],
		['Sales rose to 40 million crowns from 31 million crowns a year earlier.', 'From 31 million crowns To 40 million crowns'],
		['It raised wages to 19 crowns an hour from 17 crowns.', 'From 17 crowns To 19 crowns an hour'],
		['The average price of a flat white in British chains rose from £3.20 to £3.70 in twelve months.', 'From £3.20 To £3.70'],
		['The firm paid €2.1 million in 2023 and €3.6 million in 2024, for the same 600 tonnes.', '2023 €2.1 million 2024 €3.6 million'],
		['Inflation slowed to 5.9 percent in October, down from a peak of 8.1 percent in March.', 'From 8.1% To 5.9%'],
	])('%s', (narration, drawn) => expect(sides(narration)).toBe(drawn));
});

describe('sides of a cause and things of a list', () => {
	it('no side stops before what its last word leads to', () => {
		const { visual } = shown("The Imo was travelling well above the harbour's speed limit because she had been delayed the day before.");
		if (visual.type === 'cause') expect(visual.effect).toBe("The Imo was travelling well above the harbour's speed limit");
		const long = shown('The town council had been travelling well above its means for many long years because taxes had been cut in 1990.');
		if (long.visual.type === 'cause') expect(long.visual.effect).not.toMatch(/well$/);
	});
	it('the last thing ends where the sentence goes on', () => {
		const { visual } = shown('Boston sent a train with doctors, nurses and supplies within hours of hearing the news.');
		expect(visual.type === 'list' && visual.items.map(({ text }) => text)).toEqual(['Doctors', 'Nurses', 'Supplies']);
	});
	it('an opening keeps what bounds its number', () => {
		const scenes = storyboard({ scenes: [{ id: 's1', narration: 'More than 1,600 homes were destroyed.', onScreen: { title: 'The blast' }, source: undefined, cites: [], role: 'hook', step: -1 }], allowed: () => true }); // prettier-ignore
		const { visual } = scenes[0]!;
		expect(visual.type === 'hook' && visual.number).toMatchObject({ display: '1,600', limit: 'More than' });
	});
});

describe('places that are too wide', () => {
	it('a continent is neither pinned nor written above a picture', () => {
		const { visual, onScreen } = shown('The ship carried about 2,900 tonnes of explosives for the war in Europe.');
		expect(visual.type).not.toBe('place');
		expect(onScreen.kicker).toBeUndefined();
		expect(shown('The ship carried its cargo to a port in Norway.').visual.type).toBe('place');
	});
});

describe('what heads nothing', () => {
	it.each([
		['Four exporters went bankrupt in March because they could not pay the deposits that brokers asked for.', /^March$/],
		[
			'The Coffee Union expects the harvest of the year to exceed demand by far more than it did in any year of the last ten.',
			/^(?:The )?Coffee Union$/,
		],
	])('%s', (narration, title) => expect(shown(narration).title).not.toMatch(title));
});

describe('kinds of things', () => {
	it('"Greenland sharks" is no place', () => expect(shown('Most Greenland sharks are nearly blind.').visual.type).not.toBe('place'));
	it('a price on a map keeps what it is for', () => {
		const narration = 'The price of beans climbed to $4.30 a pound in New York.';
		const context = contextOf({ narration, source: undefined, cites: [], role: 'body', step: -1 }, 1, 9, () => true);
		const map = candidatesOf(context).find(({ visual }) => visual.type === 'place')?.visual;
		expect(map).toMatchObject({ value: { display: '$4.30', label: 'a pound' } });
	});
});

describe('titles and tags of a film', () => {
	it('no title speaks of "the number" or counts from a day that only the film names, where another can', () => {
		const told = [
			'A lens made of rings saved the lamps of the coast.',
			'The number fell to 41.',
			'Fresnel died four years later.',
			'A mirror lost half of the light.',
			'Brittany lost 163 ships in seven years.',
			'A new lamp cost 3,000 francs.',
			'Sailors could see it from 32 kilometres.',
			'A lighthouse burned 40 litres of oil a night.',
			'Storms broke the glass of Cordouan twice.',
		];
		const titles = titlesOf({ texts: [], topic: { title: 'How the Fresnel lens saved the coast' } as Topic, hint: undefined, scenes: storyboard({
			scenes: told.map((narration, i) => ({ id: `s${i}`, narration, source: undefined, cites: [], role: i ? ('body' as const) : ('hook' as const), step: -1 })),
			allowed: () => true,
		}), allowed: () => true }); // prettier-ignore
		expect(titles).toHaveLength(5);
		expect(titles.join('|')).not.toMatch(/The number|years later/);
	});
	const narrations = [
		'More than 1,600 homes were destroyed and 12,000 more were damaged on Thursday.',
		'The SS Mont-Blanc, a French cargo ship, carried 2,900 tonnes of explosives.',
		'The crew of the Mont-Blanc rowed ashore.',
	];
	const input = { texts: [], topic: undefined, hint: undefined, scenes: storyboard({
		scenes: narrations.map((narration, i) => ({ id: `s${i}`, narration, source: undefined, cites: [], role: i ? ('body' as const) : ('hook' as const), step: -1 })),
		allowed: () => true,
	}), allowed: () => true }; // prettier-ignore
	it('no title leans on what stands before it, and a figure alone comes last', () => {
		const titles = titlesOf(input);
		expect(titles.length).toBeGreaterThan(1);
		expect(titles.filter((title) => /^12,000 more/.test(title))).toEqual([]);
		expect(titles.slice(0, -1).filter((title) => /^(?:More than 1,600 homes|2,900 tonnes of explosives)$/i.test(title))).toEqual([]);
	});
	it('no tag is a day, a measure, a nationality or another tag again', () => {
		const tags = tagsOf(input);
		expect(tags).toContain('explosives');
		for (const none of ['thursday', 'tonnes', 'homes', 'french']) expect(tags).not.toContain(none);
		expect(tags.filter((tag) => tag.includes('mont-blanc'))).toHaveLength(1);
	});
});

describe('pictures that say what the sentence says', () => {
	const split = (narration: string) => {
		const { visual } = shown(narration);
		return visual.type === 'split'
			? [visual.left, visual.right].map((side) => `${side.kicker} ${side.value} ${side.unit ?? ''}`.trim())
			: visual.type;
	};
	it('a value whose unit is said once carries it, on either side', () => {
		expect(split('The city had food for 36 days and coal for 45.')).toEqual(['Food 36 days', 'Coal 45 days']);
		expect(split('The granaries held bread for 60 days and firewood for 35.')).toEqual(['Bread 60 days', 'Firewood 35 days']);
		expect(split('Thickness has gone down from 8.0 to 7.4 millimetres.')).toEqual(['From 8.0 millimetres', 'To 7.4 millimetres']);
	});
	it('a million that is said once of both values is never left out of the first', () => {
		for (const said of ['The output of new metal rose from 24 to 65 million tonnes.', 'Sales fell from 3.5 to 2 billion dollars.']) {
			const { visual } = shown(said);
			const drawn = JSON.stringify(visual);
			expect(drawn).not.toMatch(/"(?:24|3\.5)(?: (?:tonnes|dollars))?"/);
		}
	});
	it('a number whose unit stands elsewhere is no figure', () => {
		expect(shown('The target for 2030 is 95.').visual.type).not.toBe('bignum');
		expect(shown('The attendance at Mill Lane was 5,980.').visual.type).toBe('bignum');
	});
	it('before and after stand side by side, never one of them alone', () => {
		for (const [narration, label] of [
			['Ticket income grew from $210,000 to $340,000.', 'Ticket income grew'],
			['Their cover rose from 12 percent to 25 percent in five years.', 'Cover rose'],
			['The drain is open. The price of a loaf rose from 2 pence to 14 pence.', 'Price of a loaf rose'],
			['The number of lorry drivers in the county fell from 1,900 to 1,450.', 'Number of lorry drivers in the county fell'],
		]) {
			const { visual } = shown(narration!);
			expect(visual).toMatchObject({ type: 'split', left: { kicker: 'From', label }, right: { kicker: 'To' } });
		}
		const { visual } = shown('The share of people who read, a common measure, fell from 55 percent to 40 percent.');
		expect(visual.type === 'bignum' ? visual.lead : visual.type).not.toMatch(/from$/);
	});
	it('a definition is of a word that its sentence explains', () => {
		const fall = shown('At Corrie Line, its larger neighbour on the Irish Sea, revenue fell 4 percent.');
		expect(fall.visual).toMatchObject({ type: 'bignum', display: '4%', lead: 'Revenue fell' });
		expect(fall.title).toBe('Corrie Line');
		for (const narration of [
			'Smugglers, mostly boatmen from the river villages, brought in salt and lamp oil by night.',
			'Parrotfish, which scrape algae from dead coral, returned first.',
			'Councillor Bea Thackeray, who voted for the plan, said that 390 families were waiting.',
		])
			expect(shown(narration).visual.type).not.toBe('definition');
		expect(shown('Amphipods, small relatives of shrimp, live at the very bottom.').visual.type).toBe('definition');
		expect(shown('Maren Ostby, the chief executive, apologised to shareholders.').visual.type).toBe('definition');
	});
	it('a share told in things is counted', () =>
		expect(shown('Four out of five ordinary corals on the reef bleached in that month.').visual).toMatchObject({
			type: 'count',
			value: 4,
			of: 5,
			label: 'ordinary corals',
		}));
	it('one of several things is not what a number is of', () => {
		const { visual } = shown('Trains moved 3.2 million tonnes of timber, gravel and containers in May.');
		expect(visual).toMatchObject({ type: 'bignum', unit: 'tonnes' });
	});
	it('a poster holds the point of a long sentence, and no verb that is a noun', () => {
		const title = (narration: string) => shown(narration).title;
		expect(
			title(
				'People who take insulin or tablets that lower blood sugar should ask their doctor first, because they may need a smaller dose.',
			),
		).toBe('Should ask their doctor first');
		expect(title('The company is not in talks to sell itself, a spokeswoman said.')).toBe('Not in talks to sell itself');
		expect(title('Hallam lost two paper mills and a steel works as customers.')).not.toMatch(/steel works as/);
		expect(title('The city has celebrated the day ever since with a market on the ice.')).not.toMatch(/ever$/);
	});
	it('what an earlier scene wrote is not written again', () => {
		const narrations = [
			'Something opens here.',
			'Drivers are scarce, so road hauliers have left the valley.',
			'Drivers are scarce, and nobody in the county trains new ones at the moment.',
		];
		const scenes = board(narrations);
		expect(scenes[1]!.visual).toMatchObject({ type: 'cause', cause: 'Drivers are scarce' });
		expect(scenes[2]!.onScreen.title.replace(/\*/g, '')).not.toBe('Drivers are scarce');
	});
	it('the number of an opening belongs to its title', () => {
		const [scene] = storyboard({
			scenes: [
				{
					id: 's1',
					narration: 'House prices rose 3 percent last year while rents rose 7 percent.',
					source: undefined,
					cites: [],
					role: 'hook',
					step: -1,
				},
			],
			allowed: () => true,
		});
		const { visual, onScreen } = scene!;
		if (visual.type === 'hook' && visual.number) expect(onScreen.title).not.toMatch(/[Rr]ents/);
	});
	it('a share keeps what bounds it', () =>
		expect(shown('Nearly a third of borrowers are over 45.').visual).toMatchObject({ type: 'share', display: 'Nearly a third' }));
});
