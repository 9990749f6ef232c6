/** Messages to the render child. */
import type { FilmPlan, ThumbnailSpec } from './plan';

export type RenderJob =
	| { kind: 'encode'; plan: FilmPlan; from: number; to: number; ffmpegPath: string; out: string }
	| { kind: 'stills'; plan: FilmPlan; frames: number[]; width?: number }
	| { kind: 'sheet'; plan: FilmPlan; frames: number[]; columns: number; cellWidth: number; gap?: number }
	| { kind: 'thumbnail'; spec: ThumbnailSpec; width: number; height: number }
	| { kind: 'inspect'; plan: FilmPlan; frames: number[] };
