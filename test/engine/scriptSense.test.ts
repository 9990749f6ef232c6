/** Pictures, openings and thumbnails say what their sentence says: its figure, its speaker, its point. */
import type { SourceText } from '../../engine/asset';
import { writeFromSources } from '../../engine/script/fromSources';
import { headlinePieces, posterOf } from '../../engine/script/headline';
import { storyboard } from '../../engine/script/storyboard';
import { contextOf, textAsSource } from '../../engine/script/visuals/context';
import { splitSentences } from '../../engine/text';
import { thumbnailSpecs } from '../../engine/video/thumbnails';
import { readGiven } from '../../engine/topics/documents';
import { coresOf, countWords, draft, quotationsOf } from '../../engine/writing';
import { tellsTable, toldTable } from '../../engine/writing/tables';
import { asTopic } from './script.truth';
import { board } from './script.board';

const shown = (narration: string) => board(['Something opens here.', narration])[1]!;
const source = (title: string, text: string): SourceText => ({
	...textAsSource(''),
	id: 'a',
	url: 'https://a.example/1',
	title,
	sentences: splitSentences(text),
});
const written = (text: SourceText, kind: 'short' | 'video' = 'short') =>
	writeFromSources({ topic: asTopic(text), texts: [text], settings: { kind, language: 'en' }, minilmDir: null }).script;

describe('a figure is shown', () => {
	it('never as a leaf of a calendar, however often figures were shown before', () => {
		const scenes = board([
			'Something opens here.',
			'In March 2021 the canal let 36 ships a day pass.',
			'In October 2023 only 31 ships a day could pass.',
			'In May 2024 only 24 ships a day could pass the locks.',
		]);
		for (const { visual } of scenes.slice(1)) expect(['bignum', 'statement']).toContain(visual.type);
	});
	it('and no map or person in its place', () => {
		const [, , second] = board([
			'Something opens here.',
			'A family throws away about 900 dollars of food a year.',
			'A family of four in Ohio throws away about 1,500 dollars of food a year.',
		]);
		expect(JSON.stringify(second!.visual)).toContain('1,500');
	});
	it('a date is shown where no figure is', () =>
		expect(shown('Ravensholt last won the cup in 1971, when the final was played over two days.').visual).toMatchObject({
			type: 'date',
			display: '1971',
			text: 'Ravensholt last won the cup',
		}));
});

describe('a chart', () => {
	const head = (narration: string) => {
		const { onScreen, visual } = shown(narration);
		return [visual.type, onScreen.title.replace(/\*/g, ''), onScreen.kicker ?? ''];
	};
	it('is headed by what it measures, with its place above that', () => {
		expect(head('Germany had 12 plants in 1990, 9 in 2000 and 4 in 2020.')).toEqual(['line', 'Plants', 'Germany']);
		expect(head('In Oslo rents rose from 900 euros in 2010 to 1,100 in 2015 and 1,600 in 2020.')).toEqual(['line', 'Rents', 'Oslo']);
	});
	it('is not headed by one of its bars', () =>
		expect(head('Norway spent 3 percent of its income on defence, Sweden 2 percent and Denmark 1 percent.')).toEqual([
			'bars',
			'Income on defence',
			'',
		]));
});

describe('a quotation', () => {
	const match = source(
		'Ravensholt win the cup',
		'Ravensholt beat Kestrel 3-2 in the cup final on Sunday. The crowd of 20,000 people saw four goals in the last half hour. "We believed in it. You could see that in the second half," said Marta Quill, the coach. "It was not pretty." Kestrel had led twice through Jan Holt, who left the pitch with a broken arm. Ravensholt last won the cup in 1971, when the final was played over two days. The prize for the winner is 2 million pounds.',
	);
	it('of several sentences keeps both marks of each and its speaker', () => {
		expect([...quotationsOf(match.sentences, match.paragraphs)]).toEqual([
			[2, { text: '"We believed in it."', told: 3 }],
			[3, { text: '"You could see that in the second half," said Marta Quill, the coach.', told: 3 }],
			[4, { text: '"It was not pretty."', told: 3 }],
		]);
		expect(quotationsOf(['A 27" wheel is new.', 'It fits.'], [0]).size).toBe(0);
	});
	it.each(['short', 'video'] as const)('is shown whole or in whole sentences, with who said it (%s)', (kind) => {
		const script = written(match, kind);
		const quoted = script.scenes.filter(({ narration }) => /["“]/.test(narration));
		expect(quoted.length).toBeGreaterThan(0);
		for (const { narration, visual } of quoted) {
			expect((narration.match(/["“”]/g) ?? []).length % 2).toBe(0);
			expect(visual).toMatchObject({ type: 'quote', who: 'Marta Quill', text: expect.stringMatching(/^(?:We believed|It was)/) });
		}
	});
	it('whose speaker is "she" is hers of the sentence before', () => {
		const text = source(
			'A bridge',
			'"The pier has moved," said Ingrid Solloway, the engineer. "If we wait for another winter, I would not say that again," she said.',
		);
		const [, scene] = storyboard({
			scenes: [
				{ id: 's1', narration: 'Something opens here.', source: text, cites: [0], role: 'hook', step: -1 },
				{ id: 's2', narration: text.sentences[1]!, source: text, cites: [1], role: 'body', step: -1 },
			],
			allowed: () => true,
		});
		expect(scene!.visual).toMatchObject({ type: 'quote', who: 'Ingrid Solloway' });
		expect(scene!.citations.map(({ quote }) => quote)).toContain(text.sentences[0]);
	});
});

describe('the words of a long sentence', () => {
	const poster = (narration: string): string =>
		posterOf(
			contextOf({ narration, source: textAsSource(narration), cites: [0], role: 'body', step: -1 }, 1, 9, () => true),
			new Set(),
		).replace(/\*/g, '');
	it('are its core, where what is cut off only adds', () => {
		expect(poster('Muscles that are working take up sugar even when the body responds poorly to insulin.')).toBe(
			'Muscles that are working take up sugar',
		);
		expect(poster('She said that the likely source was a drain that had been repaired on 20 June.')).toBe(
			'She said that the likely source was a drain',
		);
	});
	it('are no beginning that leads elsewhere', () => {
		expect(poster('Nine minutes after a passenger in the saloon felt a bump, the ship was gone.')).not.toMatch(/passenger$/);
		expect(poster('Only last year did a team at the Thornby Institute find out why.')).not.toMatch(/team$/);
		expect(poster('Fourteen people died in the water and 31 against the doors.')).toMatch(/^Fourteen people died/);
	});
	it('keep what limits, denies or conditions them', () => {
		for (const narration of [
			'The distance is the way that light travels in a vacuum in 1/299,792,458 of a second.',
			'You do not need a plumber for this, unless the same radiator needs bleeding more than three times a year.',
			'In 1905 the county passed a rule that doors of public halls must open outwards.',
			'The recall covers 100-gram packs of smoked cheese with dates from 14 to 28 July.',
			'A second hub can be added to carry the signal further if it is bought together with the first.',
		])
			expect(coresOf(narration).filter((text) => narration.startsWith(text) && text.length < narration.length - 1)).toEqual([]);
	});
});

describe('a condition', () => {
	it('leads to what follows from it, wherever the sentence has it', () => {
		expect(shown('Kos could win this if it comes to a sprint.').visual).toMatchObject({
			type: 'cause',
			cause: 'If it comes to a sprint',
			effect: 'Kos could win this',
		});
		expect(shown('Nobody knows when it comes.').visual.type).toBe('statement');
		expect(shown('It works only if the lid is shut.').visual.type).not.toBe('cause');
		expect(shown('The pump does not run if the lid is open.').visual.type).not.toBe('cause');
	});
});

describe('the words before a figure', () => {
	it('say what it measures, or there is no figure', () => {
		for (const narration of [
			"Marta Olsson's brother Erik gave them the lead with a low shot from 20 metres.",
			'It peaks after one to two days.',
			'A postwoman who had never run more than a morning in her life beat twelve professionals on Sunday.',
			'Carrow, whose stroke Jan Feld broke a rowlock with 300 metres left, finished with seven oars.',
		])
			expect(shown(narration).visual.type).not.toBe('bignum');
		expect(shown('At 30 she had caught everyone except the favourite.').visual.type).not.toBe('bignum');
		expect(shown('Halden rowed the last 500 metres at 42 strokes a minute.').visual).toMatchObject({ display: '42' });
	});
});

describe('a figure with many words before it', () => {
	it('stands large in the core of its sentence', () =>
		expect(shown('Between 1994 and 2010 the front moved back by about 600 metres.').visual).toMatchObject({
			type: 'bignum',
			display: '600',
			unit: 'metres',
			lead: 'Between 1994 and 2010 the front moved back by about',
		}));
	it('is not drawn beside another figure of it', () =>
		expect(
			shown('The giant hummingbird lost about 10 percent of its weight overnight, but only 2 percent in torpor.').visual.type,
		).not.toBe('bignum'));
});

describe('a table', () => {
	const rents = {
		header: ['City', 'Rent in 2018, euros', 'Rent in 2024, euros'],
		rows: [
			['Marenz', '612', '655'],
			['Oldport', '598', '871'],
			['Sant Vey', '540', '701'],
			['Brack', '705', '733'],
			['Total', '2355', '2960'],
		],
	};
	const told = 'Rent in 2024 was 655 euros for Marenz, 871 for Oldport, 701 for Sant Vey and 733 for Brack.';
	it('with a column of names and one of numbers is one sentence, cell by cell', () => {
		expect(toldTable(rents)).toBe(told);
		expect(tellsTable(told)).toBe(true);
		expect(
			toldTable({
				header: ['Year', 'Ships'],
				rows: [
					['2021', '36'],
					['2023', '31'],
					['2024', '24'],
				],
			}),
		).toBe('Ships were 36 in 2021, 31 in 2023 and 24 in 2024.');
	});
	it('has at each bar the name of its own cell', () => {
		const { visual } = shown('Frequency is 80 hertz for Mole digging, 100 for Rain, 95 for Gull drumming and 30 for Footsteps.');
		expect(visual.type === 'bars' && visual.items.map(({ label, display }) => `${label} ${display}`)).toEqual([
			'Mole digging 80 hertz',
			'Rain 100',
			'Gull drumming 95',
			'Footsteps 30',
		]);
	});
	it('without them is none', () => {
		expect(
			toldTable({
				header: ['Crew', 'Finish'],
				rows: [
					['A', '17:02.1'],
					['B', '17:02.5'],
					['C', '18:05'],
				],
			}),
		).toBeNull();
		expect(
			toldTable({
				header: ['Step', 'What'],
				rows: [
					['1', 'Mix'],
					['2', 'Stir'],
					['3', 'Bake'],
				],
			}),
		).toBeNull();
		expect(
			toldTable({
				header: ['Name', 'Price'],
				rows: [
					['A [link](x)', '3'],
					['B', '4'],
					['C', '5'],
				],
			}),
		).toBeNull();
		expect(toldTable({ ...rents, rows: rents.rows.slice(0, 2) })).toBeNull();
	});
	it('is spoken and drawn as bars, where the headline is about it', () => {
		const lines = [
			'# What four cities did about rents',
			'',
			'Marenz capped the rent of old flats and built 9,400 new ones. Brack did the same on a smaller scale, and waits for the rest.',
			'',
			`| ${rents.header.join(' | ')} |`,
			'|---|---|---|',
			...rents.rows.map((row) => `| ${row.join(' | ')} |`),
			'',
			'Landlords in Oldport took 3,100 flats off the market within two years. Sant Vey did nothing at all about its rents. Marenz spends 48 million euros a year on inspectors and loans. The city says that this is less than it would spend on housing allowances.',
		];
		const text = { ...readGiven({ text: lines.join('\n') })[0]!.text!, id: 'rents' };
		const scene = written(text, 'video').scenes.find(({ narration }) => tellsTable(narration));
		expect(scene).toMatchObject({
			narration: told,
			visual: {
				type: 'bars',
				items: [{ label: 'Marenz', value: 655 }, { label: 'Oldport' }, { label: 'Sant Vey' }, { label: 'Brack', value: 733 }],
				top: 1,
			},
		});
	});
});

describe('a table of a short', () => {
	const names = ['Volta Home', 'Grid Cell', 'Sunvault Max', 'Enerbox Duo', 'Kestrel'];
	const page = (label: (name: string, i: number) => string) =>
		[
			'# Which home battery has the longest warranty?',
			'',
			'We compared five home batteries that a household in Britain can have fitted this autumn. Prices include fitting.',
			'',
			'| Battery | Warranty (years) |',
			'|---|---|',
			...names.map((name, i) => `| ${label(name, i)} | ${10 + i} |`),
			'',
			'The Kestrel costs £472 per kilowatt-hour, the least of the five. The Sunvault costs £663, although it is the best-selling of them. A battery loses capacity as it ages. All five makers guarantee at least 70% of the capacity at the end of the warranty. Installers are booked until January, and two of them told us prices could rise by 5% in the new year. Whether a battery pays depends on your tariff.',
		].join('\n');
	const scenes = (kind: 'short' | 'video', label: Parameters<typeof page>[0] = (name) => name) =>
		written({ ...readGiven({ text: page(label) })[0]!.text!, id: 'batteries' }, kind).scenes;
	const table = (made: ReturnType<typeof scenes>) => made.find(({ narration }) => tellsTable(narration));
	it('is left out where it takes more than a scene, and drawn whole where it does not', () => {
		expect(table(scenes('short'))).toBeUndefined();
		for (const { narration } of scenes('short')) expect(countWords(narration)).toBeLessThanOrEqual(18);
		expect(table(scenes('video'))?.visual).toMatchObject({ type: 'bars', items: names.map((name) => ({ label: name })) });
	});
	it('is not told where its names end in numbers', () => expect(table(scenes('video', (name, i) => `${name} ${5 + i}`))).toBeUndefined());
});

describe('an opening', () => {
	const opening = (title: string, text: string): string =>
		draft({ texts: [source(title, text)], kind: 'short', targetSeconds: 40, title, minilmDir: null, allowed: () => true }).beats[0]!
			.narration;
	it('names what the film is about before a detail of it', () =>
		expect(
			opening(
				'The ferry that sank in nine minutes',
				'On 7 October 1936 the ferry Solvang left Hestvik with 94 people, 11 cars and a bull. It was 6:20 in the evening and the sea was calm. Nine minutes after a passenger in the saloon felt a bump, the ship was gone. Two doors opened inwards. The inquiry heard 48 witnesses in six weeks and blamed nobody. A law of 1938 forbade locks on lifeboats. The wreck was found by a fisherman in 1971 and lies in 90 metres of water.',
			),
		).toBe('The ferry Solvang left Hestvik with 94 people.'));
	it('names it before a first sentence that does not', () =>
		expect(
			opening(
				'The ferry that sank in nine minutes',
				'Two doors opened inwards. The ferry sank in nine minutes. It was 6:20 in the evening and the sea was calm. The inquiry heard 48 witnesses in six weeks and blamed nobody. A law of 1938 forbade locks on lifeboats. The wreck was found by a fisherman in 1971 and lies in 90 metres of water. The shore was only 300 metres away that evening.',
			),
		).toBe('The ferry sank in nine minutes.'));
	it('has the full name, where its sentence has the surname alone', () =>
		expect(
			opening(
				'Debutant upsets the field in the Ridgeway marathon',
				'A postwoman who had never run more than 30 kilometres in her life beat twelve professionals on Sunday. Leila Kordan, 27, entered the Ridgeway marathon because a colleague had broken an ankle and the fee could not be refunded. She wore number 4,112 and started two minutes behind the elite women. Kordan won in 2 hours, 31 minutes and 8 seconds, 19 seconds ahead of the favourite and more than four minutes faster than the course record. About 9,400 runners finished. The temperature reached 23 degrees, and 61 people were treated for heat.',
			),
		).toBe('Leila Kordan won in 2 hours, 31 minutes and 8 seconds.'));
	it('stands under a part of a long headline that says something', () =>
		expect(headlinePieces('Your broadband bill is about to rise, and what to do before April')[0]).toBe('Broadband bill is about to rise'));
	it('stands under the headline, whole but for its first word', () => {
		const [scene] = storyboard({
			scenes: [
				{
					id: 's1',
					narration: 'Two doors opened inwards.',
					source: source('The ferry that sank in nine minutes', 'Two doors opened inwards.'),
					cites: [0],
					role: 'hook',
					step: -1,
					headline: 'The ferry that sank in nine minutes',
				},
			],
			allowed: () => true,
		});
		expect(scene!.onScreen.title.replace(/\*/g, '')).toBe('Ferry that sank in nine minutes');
	});
});

describe('a thumbnail', () => {
	it('tells a deed or a figure before the name of a thing', () => {
		const script = written(
			source(
				'The night the bridge came down',
				'At ten past eight the ice gave way. The committee had sold 300 tickets to people from the town. Most of the skaters ran for the clubhouse, which had two doors. A boy of eleven had drilled a hole in the afternoon and said that the ice was thin. The carpenter Otto Brandt rehung 212 doors in one winter. The quarry is a park with a café now.',
			),
		);
		const texts = thumbnailSpecs(script, { palette: 'press', seed: 1 }).map((spec) =>
			['limit', 'number', 'title']
				.flatMap((key) => Object.entries(spec).flatMap(([name, value]) => (name === key ? [value as string] : [])))
				.join(' '),
		);
		expect(texts).toContain('Ice gave way');
		expect(texts).toContain('212 doors');
		for (const text of texts) expect(text.split(' ').length).toBeLessThanOrEqual(4);
	});
});
