/** What a film shows, decided: scenes, looks, pictures, thumbnails. It reads every title as text, so it runs in a worker (see index.ts). */
import type { Channel, Script, WordTimes } from '../asset';
import type { PlannedPicture } from '../render';
import type { EarlierFilm, FilmLook, LookSummary, Restyle } from './looks';
import { pictureInPlan } from './pictures';
import { planFilm, SIZES, type Shape } from './plan';
import type { DesignedBed, FilmDesign, UsedPicture } from './produce';
import { thumbnailSpecs } from './thumbnails';

export interface DesignInput {
	/** With its variant: another variant is another film. */
	assetId: string;
	channel: Channel;
	script: Script;
	words: WordTimes;
	shape: Shape;
	bed: DesignedBed;
	/** By scene id, and "logo". */
	pictures: Record<string, Omit<UsedPicture, 'width' | 'height' | 'frames'>>;
	/** The look kept with the asset. */
	earlier?: EarlierFilm;
	/** Looks of the channel's last films, newest first. */
	recent?: LookSummary[];
	restyle?: Record<string, Restyle>;
}

/** Share of the film's smaller side that a logo may take. */
const LOGO_SHARE = 0.3;

export type Design = FilmDesign & { look: FilmLook };

/** The design of a film: pure, and the same for the same input. Errors: INPUT when words and script do not belong together. */
export function design(input: DesignInput): Design {
	const { shape, script, bed } = input;
	const { width, height } = SIZES[shape];
	const logo = input.pictures.logo;
	const uses: Record<string, UsedPicture> = {};
	// The clips' lengths are those of their scenes, which do not depend on the pictures.
	const first = planFilm({ ...input, pictures: {} });
	const planned: Record<string, PlannedPicture> = {};
	for (const { id, frames } of first.plan.scenes) {
		const own = input.pictures[id];
		if (!own) continue;
		uses[id] = { ...own, width, height, frames };
		planned[id] = pictureInPlan(uses[id]);
	}
	const { plan, look } = planFilm({ ...input, pictures: planned });
	if (logo) {
		const side = Math.round(Math.min(width, height) * LOGO_SHARE);
		uses.logo = { ...logo, width: side, height: side, frames: 0, alpha: true };
		plan.logo = pictureInPlan(uses.logo);
	}
	const { palette, seed, colours } = plan;
	const thumbnails = thumbnailSpecs(script, { palette, seed, ...(colours ? { colours } : {}) });
	return { plan, thumbnails, bed, pictures: uses, look };
}
