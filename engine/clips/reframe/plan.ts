/** From faces and cuts to a plan: which shots follow faces, which show the whole picture, and where the window is. */
import type { Face } from './blazeface';
import { enough, follow, sampled, softened, type Span } from './path';
import { targetsOf, tracksOf, type Target } from './tracks';
import type { CropPart, CropPlan, CropPoint, CropSource, Size } from './types';

/** Pictures a second in which faces are looked for. */
export const MOMENTS_A_SECOND = 4;
const STEP = 1 / MOMENTS_A_SECOND;
/** Steps of the finished path before it is thinned out. */
const FINE = 1 / 24;
/** A shot follows faces when they are there for this share of it; one that does goes on through absences up to these seconds. */
const SHOT_SHARE = 0.4;
const AWAY_SECONDS = 4;
/** No layout stands for less. */
const LEAST_SECONDS = 1.5;
/** A film in which so little of the time belongs to faces is shown whole from end to end. */
const FILM_SHARE = 0.35;
/** Pixels of the source that the path may be off after thinning out. */
const TOLERANCE = 0.2;
/** How much of a face's height stands free above and below it, where the window moves up and down. */
const HEADROOM = 0.45;
const BODY = 0.9;

/** The largest window of the target's shape in the source. */
export function windowSize(source: Size, target: Size): Size {
	const shape = target.width / target.height;
	return source.width / source.height > shape
		? { width: source.height * shape, height: source.height }
		: { width: source.width, height: source.width / shape };
}

interface Shot {
	from: number;
	to: number;
	/** Of the range's moments those in the shot. */
	first: number;
	targets: (Target | null)[];
	layout: 'faces' | 'fit';
}

export interface Seen {
	/** Faces at each moment, every 1/{@link MOMENTS_A_SECOND} s from the start of the range. */
	moments: Face[][];
	cuts: number[];
	durationSeconds: number;
}

/** Plans the crop. Pure: the same for the same input. */
export function planFrom(seen: Seen, source: CropSource, target: Size): Omit<CropPlan, 'cpuSeconds'> {
	const size = windowSize(source, target);
	const cuts = seen.cuts.filter((cut) => cut > 0 && cut < seen.durationSeconds);
	const shots = shotsOf({ ...seen, cuts }, source, size);
	const parts = partsOf(shots);
	const withFace = shots.flatMap(({ targets }) => targets).filter((found) => found !== null).length;
	const seconds = parts.filter(({ layout }) => layout === 'faces').reduce((sum, part) => sum + part.endSeconds - part.startSeconds, 0);
	const common = {
		facesShare: withFace / Math.max(1, seen.moments.length),
		cuts,
		detections: {
			looked: seen.moments.length,
			withFace,
			mostFaces: Math.max(0, ...shots.flatMap(({ targets }) => targets.map((found) => found?.faces ?? 0))),
		},
	};
	if (seconds < FILM_SHARE * seen.durationSeconds)
		return { layout: 'fit', parts: [{ startSeconds: 0, endSeconds: seen.durationSeconds, layout: 'fit' }], ...common };
	const path = shots.flatMap((shot) => pathOf(shot, source, size));
	return { layout: 'faces', parts, crop: { ...size, path }, ...common };
}

function shotsOf({ moments, cuts, durationSeconds }: Seen, source: CropSource, size: Size): Shot[] {
	const edges = [0, ...cuts, durationSeconds];
	// A picture so close to a cut may be of either side of it.
	const near = 0.75 / Math.max(1, source.fps);
	return edges.slice(1).map((to, i) => {
		const from = edges[i]!;
		const last = i === edges.length - 2;
		const first = from === 0 ? 0 : Math.ceil((from + near) * MOMENTS_A_SECOND);
		const end = last ? moments.length : Math.ceil((to - near) * MOMENTS_A_SECOND);
		const own = moments.slice(first, Math.max(first, end));
		const tracks = tracksOf(own, source.width, source.height);
		const targets = targetsOf(tracks, own.length, size.width * 0.94);
		const share = targets.filter((found) => found !== null).length / Math.max(1, own.length);
		return { from, to, first, targets, layout: share >= SHOT_SHARE ? 'faces' : 'fit' };
	});
}

/** Layouts over time: by shot, long absences within one apart; none stands for a moment only. */
function partsOf(shots: Shot[]): CropPart[] {
	let parts: CropPart[] = [];
	const add = (startSeconds: number, endSeconds: number, layout: CropPart['layout']) => {
		const last = parts.at(-1);
		if (last?.layout === layout) last.endSeconds = endSeconds;
		else if (endSeconds > startSeconds) parts.push({ startSeconds, endSeconds, layout });
	};
	for (const shot of shots) {
		let at = shot.from;
		if (shot.layout === 'faces')
			for (const [from, to] of absences(shot)) {
				add(at, from, 'faces');
				add(from, to, 'fit');
				at = to;
			}
		add(at, shot.to, shot.layout);
	}
	// The shortest goes with what was before it, and so on until none is too short.
	for (;;) {
		const short = parts
			.map((part, i) => ({ i, seconds: part.endSeconds - part.startSeconds }))
			.filter(({ seconds }) => seconds < LEAST_SECONDS)
			.sort((a, b) => a.seconds - b.seconds)[0];
		if (!short || parts.length === 1) return parts;
		const layout = parts[short.i - 1]?.layout ?? parts[short.i + 1]!.layout;
		const old = parts;
		parts = [];
		old.forEach((part, i) => add(part.startSeconds, part.endSeconds, i === short.i ? layout : part.layout));
	}
}

/** Times within a shot in which nobody is there for long. One that reaches a cut is snapped to it. */
function absences(shot: Shot): [number, number][] {
	const found: [number, number][] = [];
	let from = -1;
	shot.targets.forEach((target, i) => {
		if (target === null && from < 0) from = i;
		const last = i === shot.targets.length - 1;
		if (from < 0 || (target === null && !last)) return;
		const to = target === null ? i + 1 : i;
		const start = from === 0 ? shot.from : (shot.first + from) * STEP;
		const end = target === null ? shot.to : (shot.first + to) * STEP;
		if (end - start >= AWAY_SECONDS) found.push([start, end]);
		from = -1;
	});
	return found;
}

/** The window's way through one shot, in points from its first moment to its last. */
function pathOf(shot: Shot, source: CropSource, size: Size): CropPoint[] {
	const across = shot.targets.map((found): Span | null => found && { from: found.box.x, to: found.box.x + found.box.width });
	const down = shot.targets.map(
		(found): Span | null => found && { from: found.box.y - HEADROOM * found.box.height, to: found.box.y + (1 + BODY) * found.box.height },
	);
	const steps = Math.max(1, Math.round((shot.to - shot.from) / FINE));
	const times = Array.from({ length: steps + 1 }, (_, i) => shot.from + ((shot.to - shot.from) * i) / steps);
	const [xs, ys] = (
		[
			[across, size.width, source.width],
			[down, size.height, source.height],
		] as const
	).map(([spans, length, whole]) => {
		const room = Math.max(0, whole - length);
		const positions = spans.length ? follow([...spans], length, whole) : [room / 2];
		const fine = sampled(
			positions,
			STEP,
			times.map((time) => time - shot.first * STEP),
		);
		return softened(fine, (shot.to - shot.from) / steps).map((value) => Math.max(0, Math.min(room, value)));
	}) as [number[], number[]];
	return enough([xs, ys], TOLERANCE).map((i) => ({ atSeconds: round(times[i]!), x: round(xs[i]!), y: round(ys[i]!) }));
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
