import type { Channel, Script, Visual, WordTimes } from '../../engine/asset';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import { checkPlan } from '../../engine/render/plan';
import { stickerLed, stickersOf, type LookSummary } from '../../engine/video/looks';
import { cameraMoves, cueFrames, paletteFor, planFilm } from '../../engine/video/plan';
import { duckEnvelope, PAUSE_GAIN_DB, speechOf } from '../../engine/video/ducking';
import { musicBed } from '../../engine/video/synth';

const visuals: Visual[] = [
	{ type: 'hook' },
	{ type: 'bignum', value: 82, display: '82', unit: 'km', lead: 'From sea to sea' },
	{ type: 'place', place: { name: 'Panama', latitude: 9, longitude: -80, country: 'PAN' } },
	{
		type: 'timeline',
		items: [
			{ year: '1881', text: 'France begins' },
			{ year: '1914', text: 'opened' },
			{ year: '2016', text: 'widened' },
		],
		cues: ['1881', '1914', '2016'],
	},
	{ type: 'statement' },
	{ type: 'steps', items: [{ text: 'Enter' }, { text: 'Rise' }] },
	{ type: 'quote', text: 'The land divided', who: 'A motto' },
	{ type: 'share', percent: 5, display: '5 %', label: 'of world trade' },
];
const script: Script = {
	titles: ['One'],
	hook: 'x',
	scenes: visuals.map((visual, i) => ({
		id: `s${i + 1}`,
		narration: i === 3 ? 'In 1881 then 1914 and 2016 it changed.' : 'Here are some words.',
		onScreen: { title: 'A *title*' },
		visual,
		citations: [],
	})),
	description: '',
	chapters: [],
	tags: [],
	writer: 'test',
	copiedShare: 0,
	revision: 1,
};
function times(): WordTimes {
	const words: WordTimes['words'] = [];
	const scenes: WordTimes['scenes'] = [];
	let at = 0.15;
	for (const scene of script.scenes) {
		const startSeconds = at;
		for (const text of scene.narration.split(' ')) {
			words.push({ text, startSeconds: at, endSeconds: at + 0.3, sceneId: scene.id });
			at += 0.34;
		}
		at += 0.3;
		scenes.push({ id: scene.id, startSeconds, endSeconds: at });
	}
	return { v: 1, durationSeconds: at, words, scenes };
}
const channel = (id: string): Channel => channelWithDefaults({ id });
const plan = (assetId: string, channelName = 'c') =>
	planFilm({ assetId, channel: channel(channelName), script, words: times(), shape: '9:16' }).plan;

describe('film plan', () => {
	test('scenes follow the voice without gaps and the film ends within 0.4 s of the last word', () => {
		const made = plan('a');
		checkPlan(made);
		const spoken = times();
		for (const scene of made.scenes.slice(1)) {
			const first = spoken.words.find((word) => word.sceneId === scene.id)!;
			expect(scene.startFrame / 30).toBeLessThanOrEqual(first.startSeconds);
			expect(first.startSeconds - scene.startFrame / 30).toBeLessThan(0.25);
		}
		const rest = made.durationFrames / 30 - spoken.words.at(-1)!.endSeconds;
		expect(rest).toBeGreaterThan(0.2);
		expect(rest).toBeLessThanOrEqual(0.4);
	});

	test('cued elements appear just before their word, in order', () => {
		const made = plan('a');
		const scene = made.scenes[3]!;
		const spoken = times().words.filter((word) => word.sceneId === 's4');
		const years = ['1881', '1914', '2016'].map((year) => spoken.find((word) => word.text === year)!);
		scene.cueFrames.forEach((frame, i) =>
			expect(frame).toBe(Math.round(Number((years[i]!.startSeconds * 30).toFixed(3))) - scene.startFrame - 2),
		);
		expect(cueFrames(['nobody says this'], spoken, (seconds) => seconds * 30, 100)).toEqual([null]);
	});

	test('the same asset gives the same plan; ten of a channel, each knowing those before it, keep apart', () => {
		expect(plan('a')).toEqual(plan('a'));
		const recent: LookSummary[] = [];
		const films = Array.from({ length: 10 }, (_, i) => {
			const made = planFilm({ assetId: `asset-${i}`, channel: channel('c'), script, words: times(), shape: '9:16', recent });
			recent.unshift(made.look.summary);
			return made.plan;
		});
		const scenes = films.flatMap((film) => film.scenes);
		const frames = (list: typeof scenes) => list.reduce((sum, scene) => sum + scene.frames, 0);
		for (let n = 0; n < 4; n++) {
			const share = frames(scenes.filter((scene) => scene.skeleton === n)) / frames(scenes);
			expect(share).toBeGreaterThan(0.1);
			expect(share).toBeLessThanOrEqual(0.4);
		}
		expect(new Set(films.map((film) => film.scenes[0]!.skeleton)).size).toBe(4);
		// No four films in a row open alike.
		for (let i = 0; i + 3 < films.length; i++)
			expect(new Set(films.slice(i, i + 4).map((film) => film.scenes[0]!.skeleton)).size).toBeGreaterThan(2);
		expect(new Set(recent.map((look) => look.accents)).size).toBeGreaterThanOrEqual(5);
		expect(new Set(scenes.map((scene) => scene.transition)).size).toBeGreaterThanOrEqual(4);
		expect(new Set(films.map((film) => film.palette)).size).toBe(1);
		for (const film of films)
			film.scenes.forEach((scene, i) => {
				if (i > 1) expect(new Set([scene.ground, film.scenes[i - 1]!.ground, film.scenes[i - 2]!.ground]).size).toBeGreaterThan(1);
				if (i && scene.visual.type === 'statement') expect(scene.skeleton).not.toBe(film.scenes[i - 1]!.skeleton);
			});
	});

	test('no sticker is shown twice, and at most a quarter of the scenes is led by one', () => {
		const many: Script = {
			...script,
			scenes: script.scenes.map((scene, i) => ({
				...scene,
				visual: { ...(i % 2 ? scene.visual : { type: 'statement' as const }), sticker: i > 4 ? 'ship' : `s${i}` },
			})),
		};
		const made = planFilm({ assetId: 'a', channel: channel('c'), script: many, words: times(), shape: '9:16' });
		const shown = made.plan.scenes.flatMap((scene) => stickersOf(scene.visual));
		expect(new Set(shown).size).toBe(shown.length);
		expect(made.plan.scenes.filter((scene) => stickerLed({ visual: scene.visual })).length).toBeLessThanOrEqual(2);
		// What was dropped stays dropped when the film is planned from its look, or from its own plan in a recipe.
		for (const earlier of [made.look, made.plan])
			expect(planFilm({ assetId: 'a', channel: channel('c'), script: many, words: times(), shape: '9:16', earlier }).plan).toEqual(
				made.plan,
			);
	});

	test('a long scene does not stand still: the camera moves where nothing else comes', () => {
		const gaps = (cues: (number | null)[], spoken: number, shape: '9:16' | '16:9') => {
			const events = [12, ...cues.filter((cue) => cue !== null), ...cameraMoves(cues, spoken, shape).map((move) => move.at), spoken + 12];
			const sorted = events.sort((a, b) => a - b);
			return Math.max(...sorted.slice(1).map((at, i) => at - sorted[i]!));
		};
		for (let spoken = 30; spoken < 500; spoken += 7)
			for (const cues of [[], [null, 60], [40, 150, 190]]) {
				expect(
					gaps(
						cues.filter((cue) => cue === null || cue < spoken),
						spoken,
						'9:16',
					),
				).toBeLessThanOrEqual(63);
				expect(gaps([], spoken, '16:9')).toBeLessThanOrEqual(101);
			}
		expect(cameraMoves([], 60, '9:16')).toEqual([]);
	});

	test('"auto" gives channels palettes of their own; a named one is kept', () => {
		expect(new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => paletteFor(channel(id)))).size).toBeGreaterThan(2);
		expect(paletteFor({ ...channel('x'), brand: { palette: 'clay' } })).toBe('clay');
	});
});

describe('music bed', () => {
	const rms = (samples: Float32Array, from = 0, to = samples.length) =>
		Math.sqrt(samples.subarray(from, to).reduce((sum, value) => sum + value * value, 0) / Math.max(1, to - from));
	test.each(['calm', 'drive'] as const)(
		'%s: as long as the film, no clipping, begins softly, ends in silence, its own for every film',
		(mood) => {
			const seconds = 47.3;
			const { left, right, sampleRate } = musicBed(mood, 7, seconds);
			expect([left.length, right.length]).toEqual([Math.round(seconds * sampleRate), left.length]);
			for (const side of [left, right])
				expect(side.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(0.9001);
			expect(rms(left)).toBeGreaterThan(0.05);
			const at = (second: number) => Math.round(second * sampleRate);
			// It builds up, and the last chord has died away when the film is over.
			expect(rms(left, 0, at(2))).toBeLessThan(rms(left, at(20), at(24)));
			expect(rms(left, at(seconds - 0.05))).toBeLessThan(rms(left) / 20);
			expect(rms(left, at(seconds - 4), at(seconds - 2))).toBeGreaterThan(rms(left) / 10);
			const same = (other: Float32Array) => Buffer.compare(Buffer.from(left.buffer), Buffer.from(other.buffer)) === 0;
			expect(same(musicBed(mood, 7, seconds).left)).toBe(true);
			expect(same(musicBed(mood, 8, seconds).left)).toBe(false);
		},
	);

	test('it is down before a word begins and comes up in pauses that are long enough', () => {
		const speech = speechOf([
			{ startSeconds: 1, endSeconds: 1.4 },
			{ startSeconds: 1.6, endSeconds: 2 },
			{ startSeconds: 3, endSeconds: 4 },
		]);
		expect(speech).toEqual([
			{ startSeconds: 1, endSeconds: 2 },
			{ startSeconds: 3, endSeconds: 4 },
		]);
		const { gains, sampleRate } = duckEnvelope(speech, 6);
		const at = (second: number) => 20 * Math.log10(gains[Math.round(second * sampleRate)]!);
		for (const second of [1, 1.5, 1.99, 3, 3.9]) expect(at(second)).toBeCloseTo(-PAUSE_GAIN_DB, 1);
		for (const second of [0.5, 2.6, 5]) expect(at(second)).toBeCloseTo(0, 1);
	});
});

describe('a film planned again', () => {
	test('a changed sentence moves later scenes by whole frames and leaves their looks, cues and pages as they were', () => {
		const earlier = planFilm({ assetId: 'a', channel: channel('c'), script, words: times(), shape: '9:16' }).plan;
		const moved = times();
		const after = (id: string) => Number(id.slice(1)) > 3;
		for (const word of moved.words) if (after(word.sceneId)) Object.assign(word, shifted(word, 0.7));
		for (const scene of moved.scenes) if (after(scene.id)) Object.assign(scene, shifted(scene, 0.7));
		moved.scenes[2]!.endSeconds = moved.scenes[3]!.startSeconds;
		const changed: Script = { ...script, revision: 2, scenes: script.scenes };
		const again = planFilm({ assetId: 'a', channel: channel('c'), script: changed, words: moved, shape: '9:16', earlier }).plan;
		checkPlan(again);
		for (const [i, scene] of again.scenes.entries()) {
			const was = earlier.scenes[i]!;
			expect(scene.startFrame - was.startFrame).toBe(i > 2 ? 21 : 0);
			if (i !== 2) expect({ ...scene, startFrame: 0 }).toEqual({ ...was, startFrame: 0 });
		}
		const last = (film: typeof again) =>
			film.captions
				.filter((page) => page.startFrame >= film.scenes[4]!.startFrame)
				.map((page) => page.startFrame - film.scenes[4]!.startFrame);
		expect(last(again)).toEqual(last(earlier));
	});

	test('a scene that comes in takes a new turn, the others keep theirs; a restyled one looks otherwise', () => {
		const earlier = planFilm({ assetId: 'a', channel: channel('c'), script, words: times(), shape: '9:16' }).plan;
		const order = ['s1', 's3', 's2', 's5', 's6', 's7', 's8'];
		const scenes = order.map((id) => script.scenes.find((scene) => scene.id === id)!);
		const input = { assetId: 'a', channel: channel('c'), script: { ...script, scenes }, words: inOrder(order), shape: '9:16' as const };
		const again = planFilm({ ...input, earlier }).plan;
		for (const scene of again.scenes.slice(1)) {
			const { skeleton, ground, transition, index } = earlier.scenes.find(({ id }) => id === scene.id)!;
			expect(scene).toMatchObject({ skeleton, ground, transition, index });
		}
		const restyled = planFilm({ ...input, earlier, restyle: { s5: {}, s6: { skeleton: 3 } } }).plan;
		const of = (film: typeof again, id: string) => film.scenes.find((scene) => scene.id === id)!;
		expect(of(restyled, 's5').skeleton).not.toBe(of(again, 's5').skeleton);
		expect(of(restyled, 's6').skeleton).toBe(3);
		expect(of(restyled, 's7')).toEqual(of(again, 's7'));
	});
});

const shifted = (span: { startSeconds: number; endSeconds: number }, by: number) => ({
	startSeconds: span.startSeconds + by,
	endSeconds: span.endSeconds + by,
});

/** The same words with their scenes in another order. */
function inOrder(ids: string[]): WordTimes {
	const all = times();
	let at = 0.15;
	const words: WordTimes['words'] = [];
	const scenes: WordTimes['scenes'] = [];
	for (const id of ids) {
		const was = all.scenes.find((scene) => scene.id === id)!;
		const by = at - was.startSeconds;
		words.push(...all.words.filter((word) => word.sceneId === id).map((word) => ({ ...word, ...shifted(word, by) })));
		scenes.push({ id, ...shifted(was, by) });
		at += was.endSeconds - was.startSeconds;
	}
	return { v: 1, durationSeconds: at, words, scenes };
}
