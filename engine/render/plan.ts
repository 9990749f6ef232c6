/**
 * What the renderer draws: a film as scenes with frames, captions and a look. engine/video writes it, the render children read it as JSON.
 * Frames count from 0 at 30 per second; sizes are pixels; colours are #rrggbb.
 */
import type { Visual } from '../asset';
import { OperatorError } from '../errors';

export interface FilmPlan {
	v: 1;
	width: number;
	height: number;
	fps: 30;
	/** Chooses everything that varies freely; the same plan and seed give the same pixels. */
	seed: number;
	/** Name of a palette of theme.ts. */
	palette: string;
	/** The channel's own colours, laid over the palette. */
	colours?: { ink?: string; paper?: string; accents?: string[] };
	/** The channel's logo, as it is to be drawn small in a corner or on the last scene. */
	logo?: PlannedPicture;
	durationFrames: number;
	scenes: PlannedScene[];
	captions: CaptionPage[];
	captionStyle: 'karaoke' | 'plain' | 'none';
}

export const GROUNDS = ['ink', 'paper', 'accent', 'map', 'picture'] as const;
export type GroundKind = (typeof GROUNDS)[number];
export const TRANSITIONS = ['cut', 'push-up', 'push-left', 'wipe', 'zoom-cut', 'iris', 'blinds'] as const;
export type TransitionKind = (typeof TRANSITIONS)[number];
/** Number of layouts a scene can take; `skeleton` is read modulo this. */
export const SKELETONS = 4;
/** Orders in which the accents of a palette take turns; the seed chooses one. */
export const ACCENT_ORDERS = 6;

/** Scenes whose second half waits for its word, but no longer than this many frames: the planner and the picture agree on it. */
export const CUE_LATEST: Partial<Record<Visual['type'], number>> = { split: 76, cause: 66 };

export interface PlannedScene {
	id: string;
	/**
	 * 0 for the opening, which is the film's cover; else a number of the scene's own by which colours and motifs take turns. It is its
	 * position when the film is first planned, and stays with the scene when others come, go or move: only what changed is drawn again.
	 */
	index: number;
	/** The film's last scene. */
	last: boolean;
	startFrame: number;
	frames: number;
	/** `*marked*` words get the marker. */
	title: string;
	kicker?: string;
	source?: string;
	visual: Visual;
	/** Frame, relative to the scene, at which element i appears; null where the narration has no such word. */
	cueFrames: (number | null)[];
	/** 0 title on top, 1 title below the picture (16:9: picture left), 2 centred and full-bleed, 3 side rail. */
	skeleton: number;
	ground: GroundKind | (string & {});
	/** How this scene comes in. */
	transition: TransitionKind | (string & {});
	/** Frames of the scene's own words; what is spread over the scene goes by this, not by when the next scene comes. */
	spokenFrames?: number;
	/** Moves of the camera over the whole scene, in order; between them it stands. */
	camera?: CameraMove[];
	picture?: PlannedPicture;
}

/** The camera goes to `scale` (1 is the whole frame, at most 1.2) in {@link CAMERA_FRAMES} frames from `at`, counted from the scene's start. */
export interface CameraMove {
	at: number;
	scale: number;
}
export const CAMERA_FRAMES = 14;

/**
 * The picture or clip of a scene. engine/video has decoded and bounded it into its own workspace: never a file from outside.
 * An image is one PNG or JPEG; a clip is a folder of JPEG frames `00001.jpg`, … at the film's frame rate.
 */
export interface PlannedPicture {
	kind: 'image' | 'clip';
	path: string;
	/** Names the pixels: hash of the file as the user gave it and of how it was prepared. `path` differs from run to run. */
	sha256: string;
	width: number;
	height: number;
	/** Frames of a clip; it stands still on its last one. */
	frames?: number;
	/** Burnt in small: "Photo: Ana Silva, CC BY 4.0". */
	credit?: string;
}

/** One page of captions, shown from startFrame up to (not including) endFrame of the film. */
export interface CaptionPage {
	startFrame: number;
	endFrame: number;
	words: { text: string; startFrame: number; endFrame: number }[];
}

/** Ideas of a thumbnail; `title` has at most four words and may mark some. */
export type ThumbnailSpec = { palette: string; colours?: FilmPlan['colours']; seed: number } & (
	| { recipe: 'object'; title: string; sticker: string }
	/** `limit`: what keeps the number from being exact ("More than"), above it. */
	| { recipe: 'number'; number: string; title: string; limit?: string; sticker?: string }
	| { recipe: 'contrast'; title: string; left: string; right: string; sticker?: string }
	/** A frame of the film or the user's own picture, filling the thumbnail below its title. */
	| { recipe: 'picture'; title: string; picture: PlannedPicture }
	| { recipe: 'threat'; title: string; place?: { latitude: number; longitude: number }; sticker?: string }
);

/** Throws INPUT when the plan cannot be drawn. */
export function checkPlan(plan: FilmPlan): void {
	const fail = (what: string): never => {
		throw new OperatorError('INPUT', `The film plan cannot be drawn: ${what}`, { fix: 'Plan the film again from its script and words.' });
	};
	if (plan.v !== 1) fail(`version ${String(plan.v)} is unknown`);
	if (plan.width % 2 || plan.height % 2 || plan.width < 320 || plan.height < 320) fail(`${plan.width}x${plan.height} is no even size`);
	if (plan.scenes.length === 0) fail('it has no scene');
	let at = 0;
	for (const scene of plan.scenes) {
		if (scene.startFrame !== at || scene.frames < 1) fail(`scene ${scene.id} starts at ${scene.startFrame} instead of ${at}`);
		at += scene.frames;
	}
	if (at !== plan.durationFrames) fail(`its scenes last ${at} frames, the film ${plan.durationFrames}`);
}

/** Index of the scene that shows the film's frame. */
export function sceneAt(plan: FilmPlan, frame: number): number {
	for (let i = plan.scenes.length - 1; i > 0; i--) if (plan.scenes[i]!.startFrame <= frame) return i;
	return 0;
}

/** A frame of each scene at which everything has appeared and no counter runs, and a caption page is up where there is one. */
export function settledFrames(plan: FilmPlan): number[] {
	return plan.scenes.map((scene) => {
		const end = scene.startFrame + scene.frames;
		const cued = Math.max(0, ...scene.cueFrames.map((cue) => cue ?? 0)) + 30;
		const earliest = scene.startFrame + Math.min(scene.frames - 3, Math.max(cued, 70));
		for (let frame = end - 4; frame > earliest; frame--)
			if (plan.captions.some((page) => page.startFrame + 3 < frame && frame < page.endFrame)) return frame;
		return Math.max(scene.startFrame, end - 4);
	});
}
