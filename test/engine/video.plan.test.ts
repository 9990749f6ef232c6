import type { Channel, Script, Visual, WordTimes } from '../../engine/asset';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import { checkPlan } from '../../engine/render/plan';
import { cueFrames, paletteFor, planFilm } from '../../engine/video/plan';
import { musicLoop } from '../../engine/video/synth';

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
		scene.cueFrames.forEach((frame, i) => expect(frame).toBe(Math.round(years[i]!.startSeconds * 30) - scene.startFrame - 2));
		expect(cueFrames(['nobody says this'], spoken, 0, 100)).toEqual([null]);
	});

	test('the same asset gives the same plan; ten assets of a channel differ and use what the house has', () => {
		expect(plan('a')).toEqual(plan('a'));
		const films = Array.from({ length: 10 }, (_, i) => plan(`asset-${i}`));
		const scenes = films.flatMap((film) => film.scenes);
		const share = (n: number) => scenes.filter((scene) => scene.skeleton === n).length / scenes.length;
		expect(new Set(scenes.map((scene) => scene.skeleton)).size).toBeGreaterThanOrEqual(4);
		for (let n = 0; n < 4; n++) expect(share(n)).toBeLessThanOrEqual(0.4);
		expect(new Set(scenes.map((scene) => scene.transition)).size).toBeGreaterThanOrEqual(3);
		expect(new Set(films.map((film) => film.palette)).size).toBe(1);
		for (const film of films)
			film.scenes.forEach((scene, i) => {
				if (i > 1) expect(new Set([scene.ground, film.scenes[i - 1]!.ground, film.scenes[i - 2]!.ground]).size).toBeGreaterThan(1);
			});
	});

	test('"auto" gives channels palettes of their own; a named one is kept', () => {
		expect(new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => paletteFor(channel(id)))).size).toBeGreaterThan(2);
		expect(paletteFor({ ...channel('x'), brand: { palette: 'clay' } })).toBe('clay');
	});
});

describe('music bed', () => {
	test.each(['calm', 'drive'] as const)('%s: loops without a seam, no clipping, not silent, repeatable', (mood) => {
		const { left, right, sampleRate } = musicLoop(mood, 7);
		expect(left.length).toBe(right.length);
		expect(left.length / sampleRate).toBeGreaterThan(15);
		let energy = 0;
		let largestStep = 0;
		for (let i = 0; i < left.length; i++) {
			energy += left[i]! ** 2;
			if (i) largestStep = Math.max(largestStep, Math.abs(left[i]! - left[i - 1]!));
			if (Math.abs(left[i]!) > 0.9001) throw new Error('clips');
		}
		expect(Math.sqrt(energy / left.length)).toBeGreaterThan(0.05);
		expect(Math.abs(left[0]! - left.at(-1)!)).toBeLessThanOrEqual(largestStep);
		const same = (other: Float32Array) => Buffer.compare(Buffer.from(left.buffer), Buffer.from(other.buffer)) === 0;
		expect(same(musicLoop(mood, 7).left)).toBe(true);
		expect(same(musicLoop(mood, 8).left)).toBe(false);
	});
});
