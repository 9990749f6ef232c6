/** What a film writes where a scene has no title, and which country a map marks. */
import { openingWords, placeNames } from '../../engine/render/kit';
import { countryOf } from '../../engine/render/maps';

describe('the first words of a scene', () => {
	it.each([
		['Nova Scotia still sends Boston a Christmas tree every year.', 'Nova Scotia still sends Boston'],
		['The SS Mont-Blanc, a French cargo ship, carried explosives.', 'The SS Mont-Blanc'],
		['Snow fell on the ruins.', 'Snow fell on the ruins'],
		['Yes, it did.', 'Yes, it did'],
		['At the end of the day they left.', 'At the end of the day'],
		['The of', 'The of'],
	])('%s', (said, shown) => expect(openingWords(said.split(' '))).toBe(shown));
});

describe('a map without a title', () => {
	it('is headed by its places, and nothing else is', () => {
		const [from, to] = ['Wiesbaden', 'Berlin'].map((name) => ({ name, latitude: 50, longitude: 8 }));
		expect(placeNames({ type: 'place', place: from! })).toBe('Wiesbaden');
		expect(placeNames({ type: 'route', from: from!, to: to! })).toBe('Wiesbaden – Berlin');
		expect(placeNames({ type: 'statement' })).toBe('');
	});
});

describe('the country that a map marks', () => {
	it('is that of the place, and none for what lies in many', () => {
		expect(countryOf({ name: 'Prague', latitude: 50.08, longitude: 14.43, country: 'CZE' })?.properties).toBeDefined();
		expect(countryOf({ name: 'Nova Scotia', latitude: 45.2, longitude: -63 })).not.toBeNull();
		for (const name of ['Europe', 'Danube', 'Alps']) expect(countryOf({ name, latitude: 50, longitude: 15 })).toBeNull();
	});
});
