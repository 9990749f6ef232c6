/** Ideas of thumbnails: what is written on them, from what the film shows. */
import type { Scene, Script } from '../../engine/asset';
import { chosenSpecs, ledBy, ownThumbnailsShape } from '../../engine/video/ownThumbnails';
import { thumbnailSpecs } from '../../engine/video/thumbnails';
import { ownTitle } from '../../engine/video/titleWords';

const scene = (id: string, narration: string, visual: Scene['visual'], title = ''): Scene => ({ id, narration, onScreen: { title }, visual, citations: [] }); // prettier-ignore
const brittany = { name: 'Brittany', latitude: 48.1, longitude: -2.9 };
const script = {
	titles: ['How the Fresnel lens saved the coast'],
	scenes: [
		scene('s1', "A mirror lost half of the lamp's light.", { type: 'hook', sticker: 'light-bulb' }, "*Lamp's light*"),
		scene('s2', 'A lens sent light 32 kilometres out to sea.', {
			...{ type: 'bignum', value: 32, display: '32', unit: 'kilometres out to sea', lead: '', sticker: 'water-wave' },
		}),
		scene('s3', 'Before it, 163 ships were wrecked off Brittany.', {
			...{ type: 'place', place: brittany, value: { display: '163', label: 'ships' } },
		}),
		scene('s4', 'In the seven years after it, the number fell to 41.', { type: 'statement' }, 'The number fell to *41*'),
	],
} as unknown as Script;

test('labels end whole, the threat says what is in danger, and where', () => {
	const specs = thumbnailSpecs(script, { palette: 'press', seed: 1 });
	expect(specs.map(({ recipe }) => recipe)).toEqual(['object', 'number', 'threat']);
	expect(specs[1]).toMatchObject({ number: '32', title: 'kilometres' });
	expect(specs[2]).toMatchObject({ title: '163 ships', place: { latitude: 48.1, longitude: -2.9 } });
});

test('a number and its label are four words at most', () => {
	const count = scene('s2', 'They had 12 men on big dams.', {
		...{ type: 'bignum', value: 12, display: '12', unit: 'men on big dams', lead: '' },
	});
	const [, number] = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, count] }, { palette: 'press', seed: 1 });
	expect(number).toMatchObject({ number: '12', title: 'men' });
});

test('a phrase that loses its article begins with a capital', () => {
	const [, , threat] = thumbnailSpecs(
		{
			...script,
			scenes: [...script.scenes.slice(0, 2), scene('s4', 'The war ended trade.', { type: 'statement' }, 'The war ended trade')],
		},
		{ palette: 'press', seed: 1 },
	);
	expect(threat).toMatchObject({ recipe: 'threat', title: 'War ended trade' });
});

test('a title of the user keeps its marks and its words, four at most', () => {
	expect(ownTitle(' Ships *climb*  a mountain ')).toBe('Ships *climb* a mountain');
	expect(ownTitle('Ships *climb a mountain today* and rest.')).toBe('Ships *climb a mountain*');
	expect([ownTitle('Why?'), ownTitle('')]).toEqual(['Why?', '']);
});

test('a bound stands above its number, and the whole is four words at most', () => {
	const count = scene('s2', 'More than 12,000 homes were destroyed in the city.', {
		...{ type: 'bignum', value: 12000, display: '12,000', unit: 'homes were destroyed', lead: 'More than' },
	});
	const [, number] = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, count] }, { palette: 'press', seed: 1 });
	expect(number).toMatchObject({ number: '12,000', limit: 'More than', title: 'homes' });
});

test('a number is of something: where it was paid is no label', () => {
	const price = scene('s2', 'A radiator key costs about £2 in any hardware shop.', { ...{ type: 'bignum', value: 2, display: '£2', unit: 'in any hardware shop', lead: 'Costs about' } }, 'Radiator *key*'); // prettier-ignore
	const fell = scene('s3', 'Sales fell by 3 percent.', { ...{ type: 'bignum', value: 3, display: '3%', unit: '', lead: 'Sales fell by' } });
	const labels = [price, fell].map((each) => {
		const number = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, each] }, { palette: 'press', seed: 1 }).find(({ recipe }) => recipe === 'number'); // prettier-ignore
		return number && 'number' in number ? `${number.number} ${number.title}` : '';
	});
	expect(labels).toEqual(['£2 Radiator key', '3% Sales fell']);
});

test('what happened elsewhere is not crossed out on a map, and no picture of another scene stands beside it', () => {
	const market = scene('s3', 'The price rose in New York.', { type: 'place', place: { name: 'New York', latitude: 40.7, longitude: -74 } });
	const drought = scene(
		's4',
		'Brazil had its worst drought in 70 years.',
		{ type: 'statement', sticker: 'seedling' },
		'Its *worst drought*',
	);
	const specs = thumbnailSpecs({ ...script, scenes: [...script.scenes.slice(0, 2), market, drought] }, { palette: 'press', seed: 1 });
	const threat = specs.find(({ recipe }) => recipe === 'threat');
	expect(threat).toMatchObject({ title: 'Worst drought', sticker: 'seedling' });
	expect(threat && 'place' in threat).toBe(false);
});

test('a date, a pronoun or a scrap is no idea', () => {
	const scraps = ['Knighted in *June 1879*', 'It was a *Sunday*', 'Meat is poisonous *when fresh*'].map((title, i) =>
		scene(`s${i + 5}`, 'Something.', { type: 'statement' }, title),
	);
	const titles = thumbnailSpecs({ ...script, scenes: [...script.scenes, ...scraps] }, { palette: 'press', seed: 1 }).map(
		({ title }) => title,
	);
	expect(titles.join('|')).not.toMatch(/June 1879|It was|When fresh/i);
});

test('an idea keeps what bounds its number, or is none', () => {
	const fast = scene('s2', 'A provost timed trains at more than 40 miles an hour.', {
		...{ type: 'bignum', value: 40, display: '40', unit: 'miles an hour', lead: 'A provost timed trains at more than' },
	});
	const specs = thumbnailSpecs({ ...script, scenes: [fast, ...script.scenes] }, { palette: 'press', seed: 1 });
	expect(specs.filter((spec) => /^40/.test(spec.title)).map(({ title }) => title)).toEqual([]);
});

test('what bounds a number in its sentence stands with it, wherever the scene writes it', () => {
	const scenes = [
		scene('s2', 'A spoonful of soil holds more than 100 kinds of bacteria.', {
			...{ type: 'place', place: brittany, value: { display: '100', label: 'bacteria' } },
		}),
		scene('s3', 'The strike cost them over £180 a day.', { type: 'statement' }, 'Strike cost them *£180*'),
		scene('s4', 'Nobody sold 40 loaves or more.', { type: 'statement' }, 'Nobody sold *40 loaves*'),
	];
	const specs = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, ...scenes] }, { palette: 'press', seed: 1 });
	expect(specs.find(({ recipe }) => recipe === 'number')).toMatchObject({ number: '100', limit: 'More than', title: 'bacteria' });
	for (const { title } of specs) expect(title).not.toMatch(/180|40/);
	// What is counted is not cut out of its rate, its half or its bound.
	const cut = [
		scene('s2', 'Charging takes two and a half hours.', { type: 'statement' }, 'Two and a *half hours*'),
		scene('s3', 'It moved 910 megabits per second.', { type: 'statement' }, '*910 megabits* per second'),
		scene('s4', 'About 120 people attended.', { type: 'statement' }, '*120 people* attended'),
	];
	const texts = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, ...cut] }, { palette: 'press', seed: 1 }).map(({ title }) => title);
	for (const text of texts) expect(text).not.toMatch(/^(?:half|910 megabits$|120)/i);
	// The same number elsewhere without a bound is what it is.
	const free = scene('s2', 'The old wall had 100 doors, more than 100 windows.', {
		...{ type: 'place', place: brittany, value: { display: '100', label: 'doors' } },
	});
	const [, number] = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, free] }, { palette: 'press', seed: 1 });
	expect(number).not.toHaveProperty('limit');
});

test('"went up to" is a change and no bound, and a name alone is the last idea', () => {
	const price = scene('s2', 'Prices went up to 12 crowns.', { ...{ type: 'bignum', value: 12, display: '12', unit: 'crowns', lead: 'Prices went up to' } }); // prettier-ignore
	const coach = scene('s3', 'Her coach is Jana Marek.', { type: 'definition', term: 'Jana Marek', meaning: 'Her coach' }, '*Jana Marek*');
	const specs = thumbnailSpecs({ ...script, scenes: [coach, ...script.scenes, price] }, { palette: 'press', seed: 1 });
	expect(specs.every((spec) => !('limit' in spec))).toBe(true);
	expect(specs.map(({ title }) => title)).not.toContain('Jana Marek');
});

test('a change is written whole or not at all', () => {
	const of = (lead: string) => {
		const fell = scene('s2', `${lead} 6 percent.`, { ...{ type: 'bignum', value: 6, display: '6%', unit: '', lead } });
		const number = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, fell] }, { palette: 'press', seed: 1 }).find(({ recipe }) => recipe === 'number'); // prettier-ignore
		return number?.title;
	};
	expect([of('Energy prices fell by'), of('Manufacturing employment fell by')]).toEqual(['Energy prices fell', undefined]);
});

test('of before and after, the number is what it is now', () => {
	const wages = scene('s2', 'It raised wages to 19 crowns from 17 crowns.', { type: 'split', left: { kicker: 'From', value: '17 crowns', label: 'Wages' }, right: { kicker: 'To', value: '19 crowns', label: '' } }); // prettier-ignore
	const number = thumbnailSpecs({ ...script, scenes: [script.scenes[0]!, wages] }, { palette: 'press', seed: 1 }).find(({ recipe }) => recipe === 'number'); // prettier-ignore
	expect(number).toMatchObject({ number: '19 crowns', title: 'Wages' });
});

test('a plain noun loses against a figure, a clause is told whole, and no label ends on whose it is', () => {
	const drawn = (more: Scene[]): string[] =>
		thumbnailSpecs({ ...script, titles: ['The match'], scenes: [script.scenes[0]!, ...more] } as Script, { palette: 'press', seed: 1 }).map(
			(spec) => [spec.recipe, spec.recipe === 'number' ? spec.number : '', spec.title].filter(Boolean).join(' '),
		);
	const share = scene('s2', "The port handles 38 percent of the country's wheat exports.", {
		...{ type: 'share', percent: 38, display: '38%', label: "of the country's wheat exports" },
	});
	const stopped = scene('s3', 'Kestrel stopped playing. They had a third of the ball.', { type: 'statement' }, 'A third of the *ball*');
	const arm = scene('s4', 'The second destroyed a loading arm near two floating cranes.', { type: 'statement' }, 'A *loading arm*');
	const texts = drawn([share, stopped, arm]);
	expect(texts.some((text) => /country['’]s$/.test(text))).toBe(false);
	expect(texts).toContain('threat Kestrel stopped playing');
	expect(texts.some((text) => /Loading arm$/.test(text))).toBe(false);
});

test('the one that a reviewer chose stands first, as it was, and another choice goes from what was shown', async () => {
	const film = { plan: { width: 1080, height: 1920 } as never, thumbnails: thumbnailSpecs(script, { palette: 'press', seed: 1 }) };
	const shown = async (first?: number) => await chosenSpecs(film, { title: '', round: 0, ...(first === undefined ? {} : { first }) }, undefined as never, undefined as never); // prettier-ignore
	const [object, number, threat] = film.thumbnails;
	expect(await shown()).toEqual([object, number, threat]);
	expect(await shown(2)).toEqual([threat, object, number]);
	// Of threat, object, number the last was chosen.
	expect(await shown(ledBy([0, 1, 2], 2)[2])).toEqual([number, object, threat]);
	expect(ledBy(['one'], 2)).toEqual(['one']);
	expect(ownThumbnailsShape({ title: '', round: 0, first: 1 }, 'x')).toBeNull();
	expect(ownThumbnailsShape({ title: '', round: 0, first: 7 }, 'x')).toMatch(/x.first/);
});
