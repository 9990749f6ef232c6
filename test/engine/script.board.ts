/** Scenes as the storyboard makes them of sentences alone: the first opens, none has a source. */
import { storyboard } from '../../engine/script/storyboard';

export const board = (narrations: string[]) =>
	storyboard({
		scenes: narrations.map((narration, i) => ({
			id: `s${i + 1}`,
			narration,
			source: undefined,
			cites: [],
			role: i ? ('body' as const) : ('hook' as const),
			step: -1,
		})),
		allowed: () => true,
	});
