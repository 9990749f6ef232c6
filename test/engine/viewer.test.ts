/**
 * The rules of a viewer, on films of five topics nobody tuned the house for. What follows from script, words and plan is checked on all
 * ten films; what has to be painted, on every frame of the opening of one (the bench paints all: npm run bench -- viewer).
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { buildAssets } from '../../instance/assets.mjs';
import type { FilmPlan } from '../../engine/render/plan';
import { settledFrames } from '../../engine/render/plan';
import { watchFilm, type Watched } from '../../engine/render/watch';
import { Changes, contrastOn, halfEmpty, type Picture } from '../../engine/render/watch/pixels';
import { watchThumbnail } from '../../engine/render/watch/thumbnail';
import type { LookSummary } from '../../engine/video/looks';
import { holds, reviewFilm, type Figure } from '../../engine/video/review';
import { captionFigures, unbreakable } from '../../engine/video/review/captions';
import { legibleFigures } from '../../engine/video/review/legible';
import { changesOf, openingFigures, paceFigures } from '../../engine/video/review/pace';
import { carries, channelFigures, varietyFigures } from '../../engine/video/review/variety';
import { thumbnailSpecs } from '../../engine/video/thumbnails';
import { makeFilm, PACKS, type MadeFilm } from './films';

const root = `${import.meta.dirname}/../..`;
const red = (figures: Figure[]) =>
	figures.filter((figure) => !holds(figure)).map(({ name, value, limit, where }) => ({ name, value, limit, where: where.slice(0, 6) }));

/** What a plan alone tells of what would be watched: no frame is painted. */
function unpainted(plan: FilmPlan): Watched {
	return {
		scenes: plan.scenes.map(({ id, visual, skeleton, startFrame, frames, transition }) => ({
			id,
			type: visual.type,
			skeleton,
			startFrame,
			frames,
			transition,
			texts: [],
			counters: [],
			meetings: [],
			halfEmptyFrames: 0,
			endsHalfEmpty: false,
			deadQuarter: false,
		})),
		pages: plan.captions.map((page) => ({
			startFrame: page.startFrame,
			endFrame: page.endFrame,
			text: page.words.map((word) => word.text).join(' '),
			words: page.words.length,
			size: 84,
			plate: { x: 100, y: 900, w: 500, h: 100 },
			contrast: 9,
			covers: [],
		})),
		events: [],
		longestStill: { from: 0, frames: 0 },
		cover: [],
		frames: plan.durationFrames,
	};
}

/** The first scenes of a film, as a film. */
function opening(film: MadeFilm, seconds = 14): MadeFilm {
	const scenes = film.plan.scenes.filter((scene) => scene.startFrame + scene.frames <= seconds * 30);
	const ids = new Set(scenes.map(({ id }) => id));
	const durationFrames = scenes.reduce((sum, scene) => sum + scene.frames, 0);
	const words = { ...film.words, words: film.words.words.filter((word) => ids.has(word.sceneId)) };
	const captions = film.plan.captions.filter((page) => page.startFrame < durationFrames);
	return {
		...film,
		words,
		script: { ...film.script, scenes: film.script.scenes.filter(({ id }) => ids.has(id)) },
		plan: { ...film.plan, scenes, captions, durationFrames },
	};
}

let films: MadeFilm[];
beforeAll(async () => {
	await buildAssets();
	const recent: LookSummary[] = [];
	films = (['9:16', '16:9'] as const).flatMap((shape) =>
		PACKS.map((pack) => {
			const film = makeFilm(pack, shape, { root, recent });
			recent.unshift(film.look.summary);
			return film;
		}),
	);
}, 900_000);

describe('ten films of one channel, as planned', () => {
	it('captions are spoken words in display form, two to four a page, nothing that belongs together broken', () => {
		for (const film of films)
			expect({ film: film.name, red: red(captionFigures({ ...film, watched: unpainted(film.plan), thumbnails: [] })) }).toEqual({
				film: film.name,
				red: [],
			});
	});

	it('hooks say something in twelve words, the first word comes at once, the film ends with the last', () => {
		const painted = /cover|change|still/;
		for (const film of films) {
			const input = { ...film, watched: unpainted(film.plan), thumbnails: [] };
			expect({
				film: film.name,
				red: red([...openingFigures(input), ...paceFigures(input)]).filter(({ name }) => !painted.test(name)),
			}).toEqual({ film: film.name, red: [] });
		}
	});

	it('scenes and films differ: skeletons, openings, transitions, stickers, kickers', () => {
		for (const film of films)
			expect({ film: film.name, red: red(varietyFigures({ ...film, watched: unpainted(film.plan), thumbnails: [] })) }).toEqual({
				film: film.name,
				red: [],
			});
		expect(red(channelFigures(films.map(({ plan }) => ({ plan, watched: unpainted(plan) }))))).toEqual([]);
	});

	it('three thumbnails of three ideas, read at 168x94, none of which says the title again', async () => {
		for (const film of films) {
			const specs = thumbnailSpecs(film.script, { palette: film.plan.palette, seed: film.plan.seed });
			expect({ film: film.name, recipes: new Set(specs.map(({ recipe }) => recipe)).size }).toEqual({ film: film.name, recipes: 3 });
			for (const spec of specs) {
				expect('title' in spec ? spec.title : '').not.toMatch(/^step \d+ of \d+$/i);
				const seen = await watchThumbnail(spec, { width: 1280, height: 720 });
				expect({
					film: film.name,
					recipe: spec.recipe,
					texts: seen.texts,
					small: seen.smallest < 9,
					faint: seen.contrast < 3,
					faults: seen.faults,
				}).toEqual({ film: film.name, recipe: spec.recipe, texts: seen.texts, small: false, faint: false, faults: [] });
			}
		}
	}, 900_000);
});

describe('every frame of an opening', () => {
	it.each([6])(
		'keeps all rules (film %i)',
		async (i) => {
			const film = opening(films[i]!);
			const watched = await watchFilm(film.plan);
			// What needs a whole film is judged on the plans above.
			const whole = /after the last word|skeleton|transition|led by a sticker|thumbnail|168x94/;
			expect(red(reviewFilm({ ...film, watched, thumbnails: [] })).filter(({ name }) => !whole.test(name))).toEqual([]);
			// It has seen the film: scenes, texts, what runs and what comes.
			expect(watched.scenes).toHaveLength(film.plan.scenes.length);
			expect(changesOf(watched.events).length).toBeGreaterThan(film.plan.scenes.length);
			expect(watched.scenes.flatMap((scene) => scene.texts).length).toBeGreaterThan(film.plan.scenes.length);
		},
		900_000,
	);
});

describe('what is measured', () => {
	const paint = (draw: (x: ReturnType<ReturnType<typeof createCanvas>['getContext']>) => void): Picture => {
		const canvas = createCanvas(360, 360);
		const x = canvas.getContext('2d');
		x.fillStyle = '#102030';
		x.fillRect(0, 0, 360, 360);
		draw(x);
		return { data: new Uint8Array(x.getImageData(0, 0, 360, 360).data), width: 360, height: 360 };
	};
	const whole = { x: 0, y: 0, w: 360, h: 360 };

	it('contrast is that to the worst ground a text stands on', () => {
		const both = paint((x) => {
			x.fillStyle = '#888888';
			x.fillRect(180, 0, 180, 360);
		});
		expect(contrastOn(both, '#ffffff', { ...whole, w: 170 })).toBeGreaterThan(12);
		expect(contrastOn(both, '#ffffff', whole)).toBeCloseTo(3.5, 1);
		expect(contrastOn(both, '#102030', { ...whole, w: 170 })).toBe(1);
	});

	it('a half of nothing is seen as one, textures are nothing', () => {
		const upper = paint((x) => {
			x.fillStyle = 'rgba(255,255,255,.05)';
			for (let i = 0; i < 360; i += 24) x.fillRect(i, 0, 2, 360);
			x.fillStyle = '#ffffff';
			x.fillRect(40, 40, 280, 80);
		});
		expect(halfEmpty(upper, whole)).toBe(true);
		const full = paint((x) => {
			x.fillStyle = '#ffffff';
			for (const [a, b] of [
				[20, 20],
				[200, 20],
				[20, 200],
				[200, 200],
			] as const)
				x.fillRect(a, b, 120, 120);
		});
		expect(halfEmpty(full, whole)).toBe(false);
	});

	it('only what happens counts as a change, and only while it differs', () => {
		const picture = paint(() => undefined);
		const changes = new Changes(picture);
		changes.restart();
		picture.data.fill(255, 0, 360 * 4 * 36);
		expect(changes.changed()).toBe(0);
		changes.touch({ x: 0, y: 0, w: 360, h: 36 });
		expect(changes.changed()).toBeCloseTo(0.1, 2);
		changes.restart();
		changes.touch(whole);
		expect(changes.changed()).toBe(0);
	});

	it('words that belong together are known, kickers are weighed', () => {
		expect(unbreakable('On 9 March 2023 the Federal Reserve held 42 billion dollars.').map(({ from, to }) => [from, to])).toEqual(
			expect.arrayContaining([
				[1, 3],
				[4, 6],
				[8, 10],
			]),
		);
		expect([carries('West Berlin'), carries('1948'), carries('three tons'), carries('Something else'), carries('did you know')]).toEqual([
			true,
			true,
			true,
			false,
			false,
		]);
	});

	it('faults are found: a counter on the sheet, a faint text, two that meet, a second counter', () => {
		const { plan, ...rest } = films[0]!;
		const watched = unpainted(plan);
		const [first, second] = watched.scenes as [Watched['scenes'][number], Watched['scenes'][number]];
		const at = settledFrames(plan)[0]!;
		first.counters = [
			{ element: 'figure', from: at - 30, to: at + 5, final: '82' },
			{ element: 'other', from: 3, to: 9, final: '7' },
		];
		const text = { kind: 'label' as const, element: 'e', text: 'x', size: 40, box: whole, contrast: 3.2, frame: 9, seen: 20, last: [] };
		second.texts = [text, { ...text, size: 30, contrast: 9 }, { ...text, size: 90 }];
		second.meetings = [{ a: '"a"', b: 'sticker', frames: 12, frame: 40 }];
		second.halfEmptyFrames = 12;
		const names = red(legibleFigures({ ...rest, plan, watched, thumbnails: [] })).map(({ name }) => name);
		expect(names).toEqual([
			'worst contrast, share of the asked',
			'ink boxes that meet',
			'labels under 36 px',
			'counters a scene',
			'longest counter, s',
			'sheet frames with a running counter',
			'half-empty frames after a cut',
		]);
	});
});
