/** A finished film from a spoken script: planning, drawing, sound, captions, thumbnails, contact sheet, recipe. */
import { offload } from '../runtime';
import type { Design, DesignInput } from './design';
import type { FilmWorker } from './film.worker';

export type { DesignInput } from './design';
export type { Shape } from './plan';

/** Designs the film, the same for the same input. Errors: INPUT when words and script do not belong together; CANCELLED. */
export function designFilm(input: DesignInput, options: { signal?: AbortSignal }): Promise<Design> {
	return offload<FilmWorker>('film').call('design', [input], options.signal ? { signal: options.signal } : {});
}
