/** A finished film as a viewer judges it: seven rules, each as figures. What is drawn comes from {@link watchFilm}, which paints every frame. */
import type { Script, WordTimes } from '../../asset';
import type { FilmPlan } from '../../render';
import type { Watched } from '../../render/watch';
import type { WatchedThumbnail } from '../../render/watch/thumbnail';
import { captionFigures } from './captions';
import type { Figure } from './figure';
import { legibleFigures } from './legible';
import { openingFigures, paceFigures } from './pace';
import { thumbnailFigures } from './thumbnails';
import { varietyFigures } from './variety';

export { holds, type Figure } from './figure';
export { channelFigures } from './variety';

export interface ReviewInput {
	script: Script;
	words: WordTimes;
	plan: FilmPlan;
	watched: Watched;
	thumbnails: WatchedThumbnail[];
}

/** All figures of a film, by rule. */
export function reviewFilm(input: ReviewInput): Figure[] {
	return [
		...openingFigures(input),
		...paceFigures(input),
		...captionFigures(input),
		...legibleFigures(input),
		...varietyFigures(input),
		...thumbnailFigures(input),
	];
}
