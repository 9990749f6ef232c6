/** Ideas of thumbnails: what is written on them, from what the film shows. */
import type { Scene, Script } from '../../engine/asset';
import { ownTitle, thumbnailSpecs } from '../../engine/video/thumbnails';

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
