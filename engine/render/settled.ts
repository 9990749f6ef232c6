import type { FilmPlan } from './plan';

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
