/** What a changed sentence leaves as it was: plans and pixels of the other scenes, apart from their place in time. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildAssets } from '../../instance/assets.mjs';
import type { Script } from '../../engine/asset';
import { FilmPainter } from '../../engine/render/painter';
import type { FilmPlan, PlannedScene } from '../../engine/render/plan';
import { transitionFrames } from '../../engine/render/transitions';
import { planFilm, type Shape } from '../../engine/video/plan';
import { channel, filmOf, makeFilm, type MadeFilm } from './films';
import { spokenPace } from './spokenPace';

const root = `${import.meta.dirname}/../..`;
beforeAll(async () => {
	await buildAssets();
});

/** A scene and its captions without their place in the film. */
function own(plan: FilmPlan, scene: PlannedScene) {
	const { startFrame, frames: _, last: __, ...rest } = scene as PlannedScene & { last?: boolean };
	const pages = plan.captions.filter((page) => page.startFrame >= startFrame && page.startFrame < startFrame + scene.frames);
	return {
		...rest,
		captions: pages.map((page, i) => ({
			from: page.startFrame - startFrame,
			// The last page may go with the scene, whose end is the next one's business.
			to: i < pages.length - 1 ? page.endFrame - startFrame : null,
			words: page.words.map((word) => [word.text, word.startFrame - startFrame, word.endFrame - startFrame]),
		})),
	};
}

function again(film: MadeFilm, script: Script, shape: Shape): FilmPlan {
	return planFilm({ assetId: film.name, channel, script, words: spokenPace(script), shape, earlier: film.look }).plan;
}

const films = () => [makeFilm('sport', '9:16', { root }), makeFilm('how-to', '16:9', { root })];
const longer = (narration: string) => narration.replace(/(\S+)\.$/, 'today as we know it, and so it has remained $1.');

describe('a changed sentence', () => {
	it('leaves the plans of all other scenes, wherever it stands', () => {
		for (const film of films())
			film.script.scenes.forEach((scene, changed) => {
				const script = {
					...film.script,
					scenes: film.script.scenes.map((each, i) => (i === changed ? { ...scene, narration: longer(scene.narration) } : each)),
				};
				const plan = again(film, script, film.shape);
				plan.scenes.forEach((each, i) => {
					if (i !== changed) expect(own(plan, each)).toEqual(own(film.plan, film.plan.scenes[i]!));
				});
				expect(own(plan, plan.scenes[changed]!)).not.toEqual(own(film.plan, film.plan.scenes[changed]!));
			});
	});

	it('a scene taken out or put in leaves the looks of the others', () => {
		const [film] = films() as [MadeFilm, MadeFilm];
		const less = { ...film.script, scenes: film.script.scenes.filter((_, i) => i !== 3) };
		const fewer = again(film, less, film.shape);
		for (const scene of fewer.scenes) expect(own(fewer, scene)).toEqual(own(film.plan, film.plan.scenes.find(({ id }) => id === scene.id)!)); // prettier-ignore
		const more = {
			...film.script,
			scenes: film.script.scenes.flatMap((scene, i) => (i === 4 ? [{ ...scene, id: 'new' }, scene] : [scene])),
		};
		const added = again(film, more, film.shape);
		for (const scene of added.scenes.filter(({ id }) => id !== 'new')) {
			const before = film.plan.scenes.find(({ id }) => id === scene.id)!;
			expect([scene.skeleton, scene.ground, scene.transition, scene.index]).toEqual([
				before.skeleton,
				before.ground,
				before.transition,
				before.index,
			]);
		}
		expect(added.scenes.filter(({ id }) => id === 'new')).toHaveLength(1);
	});

	it('leaves the pixels of the other scenes', async () => {
		const film = makeFilm('sport', '9:16', { root });
		const changed = 2;
		const scenes = film.script.scenes
			.slice(0, 6)
			.map((scene, i) => (i === changed ? { ...scene, narration: longer(scene.narration) } : scene));
		const first = filmOf({ ...film.script, scenes: film.script.scenes.slice(0, 6) }, film.name, '9:16').plan;
		const second = again(film, { ...film.script, scenes }, '9:16');
		const [a, b] = [
			new FilmPainter({ ...first, scenes: first.scenes.map((scene, i) => ({ ...scene, ...look(film.plan, i) })) }),
			new FilmPainter(second),
		];
		a.always = b.always = true;
		for (const i of [0, 1, 3, 4]) {
			const [x, y] = [a.plan.scenes[i]!, second.scenes[i]!];
			// A transition shows what was before.
			const from = i === changed + 1 ? transitionFrames(x) : 0;
			for (const local of [from, from + 17, Math.min(x.spokenFrames!, x.frames, y.frames) - 1]) {
				await a.paint(x.startFrame + local);
				await b.paint(y.startFrame + local);
				expect({ scene: x.id, local, same: Buffer.compare(a.canvas.data(), b.canvas.data()) === 0 }).toEqual({
					scene: x.id,
					local,
					same: true,
				});
			}
		}
	}, 900_000);
});

const look = (plan: FilmPlan, i: number) => {
	const { skeleton, ground, transition, visual } = plan.scenes[i]!;
	return { skeleton, ground, transition, visual };
};
