/** The camera over a scene: it goes closer or back at frames the plan names, so that a long scene does not stand still. */
import { EASES, clamp, mix } from './clock';
import { CAMERA_FRAMES, type PlannedScene } from './plan';
import type { Stage } from './stage';

export interface Camera {
	scale(frame: number): number;
	/** Whether it moves between `frame - 1` and `frame`. */
	moves(frame: number): boolean;
}

/** The moves of a planned scene as functions of its frame. */
export function cameraOf({ camera }: Pick<PlannedScene, 'camera'>): Camera {
	if (!camera?.length) return STILL;
	return {
		scale(frame) {
			let scale = 1;
			for (const move of camera) {
				if (frame <= move.at) break;
				scale = mix(scale, clamp(move.scale, 1, 1.2), EASES.inOut(clamp((frame - move.at) / CAMERA_FRAMES)));
			}
			return scale;
		},
		moves: (frame) => camera.some(({ at }) => frame > at && frame <= at + CAMERA_FRAMES),
	};
}

const STILL: Camera = { scale: () => 1, moves: () => false };

/** What stays in its place while the camera goes closer: low enough that nothing comes down under the captions. */
export const cameraCentre = ({ width, height, tall, sourceY }: Stage): [number, number] => [width / 2, tall ? sourceY : height * 0.65];
