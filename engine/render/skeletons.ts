/** Which of the four skeletons a scene can take: the planner chooses among these, so that what it counts is what is drawn. */
import type { Visual } from '../asset';
import { SKELETONS } from './plan';

const ALL = Array.from({ length: SKELETONS }, (_, skeleton) => skeleton);

/** Skeletons of a type of scene in the vertical (`tall`) or the wide shape; every other number is drawn as one of these. */
export function skeletonsFor(type: Visual['type'], tall: boolean): readonly number[] {
	switch (type) {
		case 'timeline':
			return tall ? [0, 2, 3] : [2];
		case 'line':
			return tall ? [0, 2, 3] : [2, 3];
		case 'bignum':
			return tall ? [0, 2, 3] : ALL;
		case 'steps':
		case 'list':
		case 'cause':
			return tall ? [0, 2, 3] : [0, 1, 2];
		case 'place':
		case 'route':
			return tall ? [0, 1, 2] : [0, 1];
		default:
			return ALL;
	}
}

/** The skeleton that is drawn for a planned one. */
export function drawnSkeleton(planned: number, type: Visual['type'], tall: boolean): number {
	const skeleton = ((Math.trunc(planned) % SKELETONS) + SKELETONS) % SKELETONS;
	const allowed = skeletonsFor(type, tall);
	return allowed.includes(skeleton) ? skeleton : allowed[skeleton % allowed.length]!;
}
