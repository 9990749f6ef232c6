/**
 * How a range of a film is cut to another shape. All positions are pixels of the picture as a viewer sees it: upright (rotation applied) and with
 * square pixels, `source.width` by `source.height`. All times are seconds from the start of the range.
 */
import type { RuntimePorts } from '../../runtime';

export interface Size {
	width: number;
	height: number;
}

export interface CropSource extends Size {
	/** Mean frames per second. */
	fps: number;
}

export interface CropPoint {
	atSeconds: number;
	/** Top left corner of the window; may lie between pixels, never outside the picture. */
	x: number;
	y: number;
}

/**
 * A window that moves over the picture. Points are in order of time, the first at 0; between two the window goes straight, after the last
 * it stands. A jump (at a shot cut) is two points of the same time, of which the second counts from that time on.
 */
export interface CropWindow extends Size {
	path: CropPoint[];
}

/** What is shown from `startSeconds` up to `endSeconds`: the window, or the whole picture. */
export interface CropPart {
	startSeconds: number;
	endSeconds: number;
	layout: 'faces' | 'fit';
}

export interface CropPlan {
	/** `fit`: no faces to follow, the whole picture is shown from end to end. */
	layout: 'faces' | 'fit';
	/**
	 * The layout over time, without gaps: shots in which nobody is to be seen show the whole picture, also where `layout` is `faces`. Changes lie
	 * at shot cuts, but for a face that goes for long within a shot.
	 */
	parts: CropPart[];
	/** 0–1: share of the moments looked at in which a face worth following was found. */
	facesShare: number;
	/** Shot cuts. */
	cuts: number[];
	/** Only with layout `faces`; over the whole range, also where a part shows the whole picture. */
	crop?: CropWindow;
	detections: { looked: number; withFace: number; mostFaces: number };
	cpuSeconds: number;
}

/**
 * Looks for faces in a range of a film and plans a window of the target's shape that keeps them inside. Waits for one of the machine's
 * compute slots: the caller must not hold one.
 * Throws OperatorError INPUT (no picture, an empty or endless range), UNSAFE_MEDIA, ENGINE_MISSING, ENGINE_FAILED, CANCELLED.
 */
export type PlanCrop = (
	path: string,
	range: { startSeconds: number; endSeconds: number },
	source: CropSource,
	target: Size,
	ports: RuntimePorts,
) => Promise<CropPlan>;
