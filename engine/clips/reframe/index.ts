/** Laying a film out anew in another shape: where its faces are, and the window that follows them. */
import { look } from './look';
import { planFrom, windowSize } from './plan';
import type { PlanCrop } from './types';

export { reframeGraph } from './apply';
export { prepareFaces } from './look';
export type { CropPart, CropPlan, CropPoint, CropSource, CropWindow, PlanCrop, Size } from './types';

/** Shapes this close are the same: nothing is cut off that anyone would miss. */
const SAME_SHAPE = 0.02;

export const planCrop: PlanCrop = async (path, range, source, target, ports) => {
	const durationSeconds = range.endSeconds - range.startSeconds;
	const size = windowSize(source, target);
	// What has the shape already is not looked at.
	if (size.width >= source.width * (1 - SAME_SHAPE) && size.height >= source.height * (1 - SAME_SHAPE))
		return {
			layout: 'faces',
			parts: [{ startSeconds: 0, endSeconds: durationSeconds, layout: 'faces' }],
			facesShare: 0,
			cuts: [],
			crop: { ...size, path: [{ atSeconds: 0, x: (source.width - size.width) / 2, y: (source.height - size.height) / 2 }] },
			detections: { looked: 0, withFace: 0, mostFaces: 0 },
			cpuSeconds: 0,
		};
	const { cpuSeconds, ...seen } = await look(path, range, source, ports);
	return { ...planFrom(seen, source, target), cpuSeconds };
};
