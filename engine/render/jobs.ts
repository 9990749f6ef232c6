/** Messages to the render child. */
import type { SceneJob } from './encode';
import type { OverJob, TitleJob } from './over';
import type { FilmPlan, ThumbnailSpec } from './plan';
import type { SheetLayout } from './stills';

export type RenderJob =
	/** Names the film that `scene` jobs belong to. */
	| { kind: 'film'; plan: FilmPlan }
	| ({ kind: 'scene' } & SceneJob)
	/** With `paths` the pictures are written there, and nothing comes back. */
	| { kind: 'stills'; plan: FilmPlan; frames: number[]; width?: number; paths?: string[] }
	| ({ kind: 'sheet' } & ({ plan: FilmPlan; frames: number[] } | { files: string[] }) & SheetLayout)
	| ({ kind: 'over' } & OverJob)
	| ({ kind: 'title' } & TitleJob)
	| { kind: 'thumbnail'; spec: ThumbnailSpec; width: number; height: number }
	| { kind: 'inspect'; plan: FilmPlan; frames: number[] };
