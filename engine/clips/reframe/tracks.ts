/** Which faces of a shot are the same one from moment to moment, and which of them the picture is about. */
import { overlap, type Box, type Face } from './blazeface';

/** One face over the moments of a shot; null where it was not seen. */
export interface Track {
	faces: (Face | null)[];
}

/** A face moves at most this many of its own widths between two moments in which it is seen. */
const STRIDE = 0.9;
/** And changes its size by this factor at most. */
const GROWTH = 1.7;
/** Unseen for longer it is another face. In moments. */
const LOST = 6;
/** The network is sure of a face in this … */
const SURE = 0.75;
/** … and of a true one in so many of its moments, and at least in so many of them. A face-like flower never gets there. */
const SURE_SHARE = 0.25;
const SURE_MOMENTS = 2;
/** A box that lies outside of the picture for more than this share of it is no face. */
const OUTSIDE = 0.3;
/** A face this much smaller than the main one is in the background. */
const BACKGROUND = 0.5;

function inPicture(face: Box, width: number, height: number): boolean {
	const w = Math.min(width, face.x + face.width) - Math.max(0, face.x);
	const h = Math.min(height, face.y + face.height) - Math.max(0, face.y);
	return w > 0 && h > 0 && w * h > (1 - OUTSIDE) * face.width * face.height;
}

const centre = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

/** How ill `face` continues a track last seen as `last`; Infinity when it cannot be the same. */
function cost(last: Face, face: Face, gap: number): number {
	const size = Math.max(last.width, face.width);
	if (size > GROWTH * Math.min(last.width, face.width)) return Infinity;
	const [a, b] = [centre(last), centre(face)];
	const way = Math.hypot(a.x - b.x, a.y - b.y) / size;
	return way > STRIDE * (1 + (gap - 1) / 3) ? Infinity : way - overlap(last, face);
}

/** Links the faces of a shot's moments to tracks, the nearest first. What is no true face is left out. */
export function tracksOf(moments: Face[][], width: number, height: number): Track[] {
	const open: { track: Track; last: Face; seen: number }[] = [];
	const tracks: Track[] = [];
	moments.forEach((found, at) => {
		const faces = new Set(found.filter((face) => inPicture(face, width, height)));
		const pairs = open
			.filter(({ seen }) => at - seen <= LOST)
			.flatMap((each) => [...faces].map((face) => ({ each, face, cost: cost(each.last, face, at - each.seen) })))
			.filter((pair) => pair.cost < Infinity)
			.sort((a, b) => a.cost - b.cost);
		const taken = new Set<object>();
		for (const { each, face } of pairs) {
			if (taken.has(each) || !faces.delete(face)) continue;
			taken.add(each);
			each.track.faces[at] = face;
			Object.assign(each, { last: face, seen: at });
		}
		for (const face of faces) {
			const track: Track = { faces: moments.map((_, i) => (i === at ? face : null)) };
			tracks.push(track);
			open.push({ track, last: face, seen: at });
		}
	});
	return tracks.filter(({ faces }) => {
		const seen = faces.filter((face) => face !== null);
		const sure = seen.filter(({ probability }) => probability >= SURE).length;
		return sure >= Math.min(SURE_MOMENTS, moments.length) && sure >= SURE_SHARE * seen.length;
	});
}

/** What counts of a face at a moment: near and sure ones. */
const weight = (face: Face | null): number => (face ? face.probability * face.width : 0);
const worth = ({ faces }: Track): number => faces.reduce((sum, face) => sum + weight(face), 0);

export interface Target {
	/** What is to stay in the window. */
	box: Box;
	/** How many faces that is. */
	faces: number;
}

/**
 * What the window should hold at each moment of a shot: the face that is largest and longest there, with those beside it that fit into `room`
 * pixels together; where it is gone for long, the next one. Null where nobody is to be seen.
 */
export function targetsOf(tracks: Track[], moments: number, room: number): (Target | null)[] {
	const targets = new Array<Target | null>(moments).fill(null);
	for (const track of [...tracks].sort((a, b) => worth(b) - worth(a))) {
		if (targets.every((target) => target !== null)) break;
		const company = companions(track, tracks, room);
		// Another one is turned to only where the main one is away for longer than a blink, and stays away.
		const free = stretches(targets.map((target, i) => target === null && track.faces[i] !== null));
		for (const [from, to] of free) {
			const gap = gapAround(targets, from, to);
			if (targets.some((target) => target !== null) && gap < LOST) continue;
			for (let i = from; i < to; i++) {
				const boxes = [track.faces[i]!, ...company.flatMap((boxes) => boxes[i] ?? [])];
				targets[i] = { box: around(boxes), faces: boxes.length };
			}
		}
	}
	return targets;
}

/** Moments around [from, to) in which nothing is shown yet. */
function gapAround(targets: (Target | null)[], from: number, to: number): number {
	let [a, b] = [from, to];
	while (a > 0 && targets[a - 1] === null) a--;
	while (b < targets.length && targets[b] === null) b++;
	return b - a;
}

/** Half-open ranges of what is true. */
export function stretches(flags: boolean[]): [number, number][] {
	const found: [number, number][] = [];
	flags.forEach((flag, i) => {
		if (!flag) return;
		const last = found.at(-1);
		if (last && last[1] === i) last[1] = i + 1;
		else found.push([i, i + 1]);
	});
	return found;
}

export function around(boxes: Box[]): Box {
	const x = Math.min(...boxes.map((box) => box.x));
	const y = Math.min(...boxes.map((box) => box.y));
	const right = Math.max(...boxes.map((box) => box.x + box.width));
	const bottom = Math.max(...boxes.map((box) => box.y + box.height));
	return { x, y, width: right - x, height: bottom - y };
}

/** A face where it was not seen for a moment, too: on the straight line from where it was to where it is again. */
export function unbroken(faces: (Box | null)[]): (Box | null)[] {
	const filled = [...faces];
	let before = -1;
	faces.forEach((face, at) => {
		if (!face) return;
		const from = faces[before];
		for (let i = before + 1; from && i < at; i++) {
			const share = (i - before) / (at - before);
			const between = (key: keyof Box) => from[key] + (face[key] - from[key]) * share;
			filled[i] = { x: between('x'), y: between('y'), width: between('width'), height: between('height') };
		}
		before = at;
	});
	return filled;
}

/**
 * Faces beside the main one that fit into the window with it nearly all the time: two people who talk. They are kept through the moments in
 * which they look away, so that the window does not swing to and fro.
 */
function companions(main: Track, tracks: Track[], room: number): (Box | null)[][] {
	const chosen: (Box | null)[][] = [];
	const others = tracks.filter((track) => track !== main).sort((a, b) => worth(b) - worth(a));
	for (const other of others) {
		let [together, fits, size, own] = [0, 0, 0, 0];
		other.faces.forEach((face, i) => {
			const mine = main.faces[i];
			if (!face || !mine) return;
			together++;
			size += face.width;
			own += mine.width;
			if (around([mine, face, ...chosen.flatMap((boxes) => boxes[i] ?? [])]).width <= room) fits++;
		});
		// Someone who passes by is nobody's company.
		const long = together >= 0.3 * main.faces.filter((face) => face !== null).length && together >= 4;
		if (long && fits >= 0.9 * together && size >= BACKGROUND * own) chosen.push(unbroken(other.faces));
	}
	return chosen;
}
