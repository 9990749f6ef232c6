/** Scenes that are easily left half empty, faint or dead at their foot: painted frame by frame and judged as a viewer would. */
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildAssets } from '../../instance/assets.mjs';
import type { Visual } from '../../engine/asset';
import type { FilmPlan, PlannedScene } from '../../engine/render';
import { FilmPainter } from '../../engine/render/painter';
import { gridOf, kindOf } from '../../engine/render/quantity';
import { wholeTime } from '../../engine/render/quantity/kinds';
import { watchFilm } from '../../engine/render/watch';
import { watchThumbnail } from '../../engine/render/watch/thumbnail';
import { holds } from '../../engine/video/review';
import { legibleFigures } from '../../engine/video/review/legible';
import { cameraMoves, comingFrames, SIZES, type Shape } from '../../engine/video/plan';

const FRAMES = 66;
type Given = Pick<PlannedScene, 'visual' | 'skeleton' | 'ground'> & Partial<PlannedScene>;

function filmOf(shape: Shape, given: Given[], each = FRAMES): FilmPlan {
	const scenes = given.map((scene, i) => ({
		id: `s${i + 1}`,
		index: i + 1,
		last: false,
		startFrame: i * each,
		frames: each,
		title: '',
		source: 'A source, 2025',
		cueFrames: [],
		transition: 'cut',
		...scene,
	}));
	return {
		v: 1,
		...SIZES[shape],
		fps: 30,
		seed: 5,
		palette: 'orchid',
		durationFrames: each * scenes.length,
		scenes,
		captions: [],
		captionStyle: 'none',
	};
}

const nine: Visual = { type: 'bignum', lead: 'In 1934 only', value: 9, display: 'Nine', unit: 'insured banks failed' };
const days: Visual = { type: 'bignum', lead: '', value: 4, display: 'Four', unit: 'days' };
const hours: Visual = { type: 'bignum', lead: 'About', value: 4, display: 'Four', unit: 'hours' };
const years: Visual = {
	type: 'timeline',
	items: [
		{ year: '1921', text: 'London distance became the official one' },
		{ year: '1972', text: 'Boston admitted women' },
		{ year: '1984', text: 'Olympics followed' },
	],
};
const step = (text: string): Visual => ({ type: 'steps', items: [{ text }], firstNumber: 3 });
const flights: Visual = { type: 'bignum', lead: 'With', value: 1398, display: '1,398', unit: 'flights', sticker: 'airplane' };
const pair: Visual = { type: 'steps', items: [{ text: 'Wait five minutes' }, { text: 'Try again' }] };
const share: Visual = { type: 'share', percent: 27, display: 'Only 27%', label: 'of the sea floor' };
const count = (value: number, label: string): Visual => ({ type: 'count', value, display: String(value), label });

const bignum = (display: string, value: number, unit: string, lead = ''): Visual => ({ type: 'bignum', lead, value, display, unit });
const crossings: Visual = {
	type: 'line',
	unit: 'crossings',
	points: [
		{ x: 2022, y: 14_239, display: '14,239 crossings' },
		{ x: 2023, y: 14_080, display: '14,080' },
		{ x: 2024, y: 1240, display: '1,240' },
		{ x: 2025, y: 13_404, display: '13,404' },
	],
};
/** Pictures that are read: each with captions of two lines over it. */
const READ: Given[] = [
	{ visual: bignum('36', 36, 'ships a day again', 'The limit rose to'), skeleton: 0, ground: 'paper' },
	{ visual: bignum('118', 118, 'riders at the start'), skeleton: 2, ground: 'ink', title: '*Trento*' },
	{ visual: bignum('Ten', 10, 'minutes behind', 'About'), skeleton: 3, ground: 'paper', title: 'Time in *Bristol*' },
	{ visual: bignum('£84.1 million', 84.1, '', 'Yet sales climbed to'), skeleton: 2, ground: 'ink' },
	{
		visual: bignum('3%', 3, 'in the spring quarter', 'Passenger numbers slipped by'),
		skeleton: 0,
		ground: 'ink',
		title: 'Fewer *passengers*',
	},
	{ visual: bignum('85', 85, 'decibels'), skeleton: 2, ground: 'accent' },
	{ visual: { ...share, percent: 12, display: '12%' } as Visual, skeleton: 0, ground: 'paper', title: 'Bigger locks, *thirstier ships*' },
	{ visual: crossings, skeleton: 2, ground: 'ink', title: 'The *canal*' },
	{
		visual: { type: 'place', place: { name: 'Guam', latitude: 13.44, longitude: 144.79 } },
		skeleton: 1,
		ground: 'map',
		title: 'Where the floor *drops*',
	},
	{
		visual: {
			type: 'route',
			from: { name: 'Ushuaia', latitude: -54.8, longitude: -68.3 },
			to: { name: 'Anchorage', latitude: 61.2, longitude: -149.9 },
		},
		skeleton: 0,
		ground: 'map',
		title: 'The *long way*',
	},
];

const CASES: [Shape, Given[]][] = [
	[
		'16:9',
		[
			{ visual: nine, skeleton: 3, ground: 'accent' },
			{ visual: days, skeleton: 2, ground: 'ink', title: '*Soviet Union*', kicker: '24 June 1948' },
			{ visual: hours, skeleton: 1, ground: 'ink', title: 'How a *lander works*' },
			{ visual: flights, skeleton: 2, ground: 'ink', title: 'Airlift brought *12,941 tons* of coal', kicker: '16 April 1949' },
			{ visual: pair, skeleton: 2, ground: 'paper', title: 'When it does *not start*', cueFrames: [2, 24] },
			{ visual: pair, skeleton: 2, ground: 'ink', title: 'When it does *not start*', cueFrames: [2, 24] },
			{ visual: count(2, 'cars'), skeleton: 2, ground: 'ink', title: 'How to do *it*' },
			// The last band lights up at its word: in one accent, then in the other.
			{ visual: years, skeleton: 2, ground: 'paper', title: 'Official one in *1921*', cueFrames: [2, 14, 26] },
			{ visual: years, skeleton: 2, ground: 'paper', title: 'Official one in *1921*', cueFrames: [2, 14, 26] },
			{ visual: count(17, 'runners'), skeleton: 3, ground: 'accent', title: 'Marathon' },
		],
	],
	[
		'9:16',
		[
			{ visual: count(4, 'sectors'), skeleton: 0, ground: 'accent', title: 'Berlin lay deep in *Soviet zone*' },
			{ visual: count(2, 'cars'), skeleton: 2, ground: 'paper', title: 'How to do *it*' },
			{ visual: count(17, 'runners'), skeleton: 3, ground: 'ink', title: 'Marathon' },
			{ visual: step('Start the car with the flat battery'), skeleton: 3, ground: 'accent', title: 'Step 3 of *9*' },
			{ visual: step('Take the leads off in the reverse order, black before red'), skeleton: 2, ground: 'paper', title: 'Step 3 of *9*' },
			{ visual: share, skeleton: 1, ground: 'paper' },
			{ visual: share, skeleton: 3, ground: 'ink' },
		],
	],
];

beforeAll(async () => {
	await buildAssets();
}, 900_000);

describe('scenes that are easily left half empty', () => {
	it.each(CASES)(
		'fill the frame and read, %s',
		async (shape, given) => {
			const plan = filmOf(shape, given);
			const watched = await watchFilm(plan);
			const red = legibleFigures({ plan, watched } as Parameters<typeof legibleFigures>[0]).filter((figure) => !holds(figure));
			expect(red.map(({ name, value, where }) => ({ name, value, where }))).toEqual([]);
		},
		240_000,
	);
});

/** The film with a caption of two lines over all of every scene. */
function captioned(plan: FilmPlan): FilmPlan {
	const words = ['and these are', 'the last words.'].map((text) => ({ text, startFrame: 0, endFrame: 1 }));
	const captions = plan.scenes.map(({ startFrame, frames }) => ({ startFrame, endFrame: startFrame + frames, words }));
	return { ...plan, captions, captionStyle: 'plain' };
}

describe('what is read mark by mark', () => {
	it.each(['9:16', '16:9'] as const)(
		'lies under no caption and no label, %s',
		async (shape) => {
			const watched = await watchFilm(captioned(filmOf(shape, READ, 32)));
			expect(watched.pages.map(({ covers }) => covers)).toEqual(READ.map(() => []));
			expect(watched.scenes.flatMap(({ id, meetings }) => meetings.map((meeting) => ({ id, ...meeting })))).toEqual([]);
		},
		240_000,
	);

	it('and is seen where a caption covers it', async () => {
		// As if its dots were drawn where the captions stand.
		const lowered = new Set<object>();
		const { scene } = FilmPainter.prototype;
		const spy = jest.spyOn(FilmPainter.prototype, 'scene').mockImplementation(async function (this: FilmPainter, index) {
			const built = await scene.call(this, index);
			for (const { ink } of built.elements)
				for (const box of ink) if (!lowered.has(box)) Object.assign(box, { y: box.y + (lowered.add(box) ? 300 : 0) });
			return built;
		});
		try {
			const plan = captioned(filmOf('9:16', READ.slice(0, 1), 32));
			expect((await watchFilm(plan)).pages.map(({ covers }) => covers)).toEqual([['count']]);
		} finally {
			spy.mockRestore();
		}
	});
});

describe('what is counted', () => {
	it('a change is an arrow, and only a part of a whole fills tiles', () => {
		const kind = (display: string, unit: string, lead: string) =>
			kindOf({ display, unit, value: Number.parseFloat(display.replace(/^\D/, '')) }, lead, lead);
		expect(kind('14%', 'last year', 'Freight carried on the line rose')).toBe('rise');
		expect(kind('6%', 'this year', 'The company expects freight to grow by a further')).toBe('rise');
		expect(kind('0.75%', 'longer', 'Most chains are')).toBe('rise');
		expect(kind('3%', 'fewer passengers', 'Tarnbeck carried')).toBe('fall');
		expect(kind('15', 'percentage points', 'That is a fall of')).toBe('fall');
		expect(kind('3', 'kilometres', 'The stage was shortened by')).toBe('fall');
		expect(kind('3', 'kilometres', 'They shortened the climb by')).toBe('height');
		// Where it came to, what it is, and what did not happen are no change.
		expect(kind('13.5%', '', 'The margin widened by 2.5 points to')).toBeNull();
		expect(kind('4%', '', 'Inflation was')).toBeNull();
		expect(kind('14%', '', 'Prices did not rise by')).toBeNull();
		expect(kind('27%', 'of the costs', 'Diesel makes up')).toBe('level');
		expect(kind('£4 million', '', 'The club raised')).toBe('money');
	});
	it('results and events are no crowd of things', () => {
		const kind = (display: string, unit: string) => kindOf({ display, unit, value: Number(display) }, '');
		for (const unit of ['trials', 'saves', 'tests', 'sectors', 'operations']) expect(kind('68', unit)).toBeNull();
		for (const unit of ['lorries', 'locomotives', 'stations', 'ships', 'steel frames']) expect(kind('46', unit)).toBe('dots');
	});
	it('a speed is no number of things, and a last row is rather full', () => {
		const kind = (display: string, unit: string) => kindOf({ display, unit, value: Number(display) }, '');
		expect(kind('21', 'kilometres an hour')).toBeNull();
		expect(kind('17', 'runners')).toBe('people');
		expect([kind('21', 'kilometres'), kind('21', 'metres'), kind('6', 'millimetres will not seal')]).toEqual(['road', 'length', 'length']);
		expect([kind('36', 'ships cross every day'), kind('3', 'companies this year'), kind('21', 'days')]).toEqual(['dots', null, 'days']);
		expect([kind('85', 'decibels'), kind('33', '°C'), kind('80', '°C')]).toEqual(['gauge', 'gauge', null]);
		expect([kind('27', 'leap seconds have been added'), kind('28', 'is'), kind('119', 'a year earlier')]).toEqual(['dots', null, null]);
		expect([kind('48', 'hours'), kind('12', 'hours')]).toEqual([null, 'clock']);
		// Metres go down where the title says so, but not those that something is long.
		const trench = (unit: string) => kindOf({ display: '2,550', unit, value: 2550 }, 'Where the floor drops away');
		expect([trench('metres'), trench('kilometres long')]).toEqual(['height', 'road']);
		expect(gridOf(5, { w: 760, h: 740 })).toMatchObject({ columns: 3, rows: 2 });
		expect(gridOf(9, { w: 700, h: 700 })).toMatchObject({ columns: 3, rows: 3 });
	});
});

describe('a part of time', () => {
	it('is measured against its own whole', () => {
		const whole = (display: string, unit: string, value: number) => wholeTime({ display, unit, value });
		expect([whole('Ten', 'minutes behind', 10), whole('20', 'seconds', 20)]).toEqual([60, 60]);
		expect([whole('12 hours', '25 minutes', 12), whole('20', 'hours', 20)]).toEqual([12, 24]);
	});
});

describe('when something comes', () => {
	const cause: Visual = { type: 'cause', cause: 'a', effect: 'b' };

	it('is known to the camera as it is drawn: first items stand there, second halves do not wait for ever', () => {
		expect(comingFrames(pair, [40, 90])).toEqual([null, 90]);
		expect(comingFrames(cause, [null, 110])).toEqual([null, 66]);
		expect(comingFrames(nine, [30])).toEqual([]);
		// A curve goes on at its words.
		expect(comingFrames(crossings, [104, 167, null])).toEqual([null, 167, null]);
	});

	it('so a late word does not leave the picture standing', () => {
		const spoken = 160;
		const events = [66, ...cameraMoves(comingFrames(cause, [0, 110]), spoken, '16:9').map(({ at }) => at), spoken + 12];
		const gaps = events.sort((a, b) => a - b).map((at, i) => at - (events[i - 1] ?? 12));
		expect(Math.max(...gaps)).toBeLessThanOrEqual(100);
	});
});

describe('an upright thumbnail of a number', () => {
	it.each(['kilometres down', 'litres', 'dollars', 'insured banks'])('says what it counts large enough: %s', async (title) => {
		for (const sticker of ['droplet', undefined]) {
			const spec = { palette: 'orchid', seed: 3, recipe: 'number' as const, number: '11', title, ...(sticker ? { sticker } : {}) };
			const seen = await watchThumbnail(spec, { width: 1080, height: 1920 });
			expect({ sticker, small: seen.smallest < 9, faults: seen.faults }).toEqual({ sticker, small: false, faults: [] });
		}
	});
});
