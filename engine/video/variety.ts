/** How varied a film's pictures are, as figures that travel with it. */
import type { Video } from '../asset';
import type { FilmPlan } from '../render';
import { stickerLed, stickersOf } from './looks';

/** Figures of one film, read from its plan. */
export function varietyOf({ scenes }: Pick<FilmPlan, 'scenes'>): NonNullable<Video['variety']> {
	const frames = new Map<number, number>();
	for (const scene of scenes) frames.set(scene.skeleton, (frames.get(scene.skeleton) ?? 0) + scene.frames);
	const all = scenes.reduce((sum, scene) => sum + scene.frames, 0);
	const shown = scenes.flatMap(({ visual }) => stickersOf(visual));
	const percent = (part: number, whole: number) => Math.round((100 * part) / Math.max(1, whole));
	return {
		layouts: frames.size,
		mostOnOneLayoutPercent: percent(Math.max(0, ...frames.values()), all),
		transitions: new Set(scenes.slice(1).map(({ transition }) => transition)).size,
		stickerLedPercent: percent(scenes.filter(({ visual }) => stickerLed({ visual })).length, scenes.length),
		stickersTwice: shown.length - new Set(shown).size,
	};
}
