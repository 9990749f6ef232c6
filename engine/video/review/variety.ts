/** Rule 6: no two scenes, and no two films of a channel, look like one template. */
import type { FilmPlan } from '../../render';
import type { Watched } from '../../render/watch';
import { chooseSticker, findPlaces, names, quantities, STICKER_THRESHOLD } from '../../text';
import { MOST_STICKER_LED, openingOf, stickerLed, stickersOf } from '../looks';
import { least, most, none, type Figure } from './figure';
import type { ReviewInput } from './index';

/** Whether a kicker carries a fact, place or date. */
export function carries(kicker: string): boolean {
	return /\d/.test(kicker) || quantities(kicker).length > 0 || findPlaces(kicker).length > 0 || names(kicker).length > 0;
}

/** Frames of each skeleton as it was drawn. */
export function skeletonFrames(watched: Pick<Watched, 'scenes'>): Map<number, number> {
	const frames = new Map<number, number>();
	for (const scene of watched.scenes) frames.set(scene.skeleton, (frames.get(scene.skeleton) ?? 0) + scene.frames);
	return frames;
}

export function varietyFigures({ script, plan, watched }: ReviewInput): Figure[] {
	const shown = plan.scenes.flatMap((scene) => stickersOf(scene.visual).map((name) => ({ name, scene })));
	const seen = new Set<string>();
	const again = shown.filter(({ name }) => seen.has(name) || !seen.add(name));
	const led = plan.scenes.filter((scene) => stickerLed({ visual: scene.visual }));
	const frames = [...skeletonFrames(watched).values()];
	const weak = plan.scenes.filter((scene) => {
		const { sticker } = scene.visual;
		if (!sticker) return false;
		const { narration } = script.scenes.find(({ id }) => id === scene.id)!;
		return (bestScore(narration, sticker) ?? 0) < STICKER_THRESHOLD;
	});
	return [
		least(6, 'skeletons', frames.length, Math.min(3, plan.scenes.length)),
		most(6, 'frames on one skeleton, %', (100 * Math.max(...frames)) / watched.frames, 50),
		least(6, 'kinds of transition', new Set(plan.scenes.slice(1).map((scene) => scene.transition)).size, 3),
		none(
			6,
			'stickers shown again',
			again.map(({ name, scene }) => `${scene.id} ${name}`),
		),
		most(6, 'scenes led by a sticker, %', (100 * led.length) / plan.scenes.length, 100 * MOST_STICKER_LED),
		none(
			6,
			'stickers below the match score',
			weak.map((scene) => `${scene.id} ${scene.visual.sticker}`),
		),
		none(
			6,
			'kickers without fact, place or date',
			plan.scenes.flatMap((scene) => (scene.kicker && !carries(scene.kicker) ? [`${scene.id} ${scene.kicker}`] : [])),
		),
	];
}

/** Score of a sticker for a text: others that fit better are put aside until it is its turn. */
function bestScore(text: string, sticker: string): number | null {
	const aside = new Set<string>();
	for (let i = 0; i < 12; i++) {
		const found = chooseSticker(text, aside);
		if (!found) return null;
		if (found.name === sticker) return found.score;
		aside.add(found.name);
	}
	return null;
}

/** Rule 6 over the films of one channel. */
export function channelFigures(films: { plan: FilmPlan; watched: Pick<Watched, 'scenes' | 'frames'> }[]): Figure[] {
	const frames = new Map<number, number>();
	for (const { watched } of films)
		for (const [skeleton, n] of skeletonFrames(watched)) frames.set(skeleton, (frames.get(skeleton) ?? 0) + n);
	const all = films.reduce((sum, { watched }) => sum + watched.frames, 0);
	const orders = new Set(films.map(({ plan }) => plan.scenes.slice(0, 3).map((scene) => scene.ground).join(' '))); // prettier-ignore
	return [
		least(6, 'channel: skeletons', frames.size, 4),
		most(6, 'channel: frames on one skeleton, %', (100 * Math.max(...frames.values())) / all, 40),
		least(
			6,
			'channel: openings',
			new Set(films.map(({ plan }) => openingOf({ ...plan.scenes[0]!, pictured: plan.scenes[0]!.picture !== undefined }))).size,
			4,
		),
		least(6, 'channel: kinds of transition', new Set(films.flatMap(({ plan }) => plan.scenes.slice(1).map((scene) => scene.transition))).size, 3), // prettier-ignore
		least(6, 'channel: orders of grounds', orders.size, Math.min(4, films.length)),
	];
}
