/** A crop plan as ffmpeg filters: the window moves by parts of a source pixel, and is scaled up alone. */
import type { CropPlan, CropPoint, CropSource, Size } from './types';

/** Pixels around the window that are scaled along, so that it can lie between two pixels of the source. */
const RIM = 4;

const number = (value: number): string => String(Math.round(value * 1000) / 1000);
const even = (value: number): number => 2 * Math.round(value / 2);

/**
 * A coordinate of the path as an expression of `t`, straight between the points: a tree of conditions, so that a long path is read quickly.
 * A jump counts half a frame early: the times of frames are rounded.
 */
export function expressionOf(path: CropPoint[], axis: 'x' | 'y', fps: number): string {
	const pieces = path.slice(0, -1).flatMap((from, i) => {
		const to = path[i + 1]!;
		const seconds = to.atSeconds - from.atSeconds;
		if (seconds <= 0) return [];
		const speed = (to[axis] - from[axis]) / seconds;
		const jumps = i > 0 && path[i - 1]!.atSeconds === from.atSeconds;
		const at = `${number(from[axis])}${speed ? `${speed < 0 ? '-' : '+'}${Math.abs(speed).toFixed(4)}*(t-${number(from.atSeconds)})` : ''}`;
		return [{ from: from.atSeconds - (jumps ? 0.5 / fps : 0), at }];
	});
	const last = path.at(-1)!;
	pieces.push({ from: last.atSeconds, at: number(last[axis]) });
	// Neighbours that say the same are one.
	const told = pieces.filter((piece, i) => i === 0 || piece.at !== pieces[i - 1]!.at);
	const tree = (from: number, to: number): string => {
		if (to - from === 1) return told[from]!.at;
		const middle = (from + to) >> 1;
		return `if(lt(t,${number(told[middle]!.from)}),${tree(from, middle)},${tree(middle, to)})`;
	};
	return tree(0, told.length);
}

/** Filters from the upright source picture to the window at the target's size. */
function windowFilters(plan: CropPlan, source: CropSource, target: Size, fps: number): string {
	const { width, height, path } = plan.crop!;
	const scale = target.width / width;
	const axes = (
		[
			['x', width, source.width, target.width],
			['y', height, source.height, target.height],
		] as const
	).map(([axis, size, whole, wanted]) => {
		const expression = expressionOf(path, axis, fps);
		// The rim leaves room on both sides; near the edge of the picture it is what there is.
		const coarse = Math.min(2 * Math.floor(whole / 2), 2 * Math.ceil(size / 2) + 2 * RIM);
		const rough = `2*floor(min(max(ld(0)-${RIM},0),${number(whole - coarse)})/2)`;
		const large = Math.max(wanted, even(coarse * scale));
		const place = `st(0,${expression});${rough}`;
		const fine = `st(0,${expression});min(max(round((ld(0)-${rough})*${number(large / coarse)}),0),${large - wanted})`;
		return { coarse, place, large, wanted, fine };
	}) as [Axis, Axis];
	const [x, y] = axes;
	return [
		`crop=w=${x.coarse}:h=${y.coarse}:x='${x.place}':y='${y.place}'`,
		`scale=${x.large}:${y.large}:flags=bicubic`,
		`crop=w=${x.wanted}:h=${y.wanted}:x='${x.fine}':y='${y.fine}':exact=1`,
	].join(',');
}
interface Axis {
	coarse: number;
	place: string;
	large: number;
	wanted: number;
	fine: string;
}

/** The whole picture on a blurred, darkened and filling one of itself. */
function fitFilters(source: CropSource, target: Size, from: string, to: string): string {
	const scale = Math.min(target.width / source.width, target.height / source.height);
	const [width, height] = [even(source.width * scale), even(source.height * scale)];
	// Blurred at an eighth of the size: the same to the eye, and nearly free.
	const [w, h] = [even(target.width / 8), even(target.height / 8)];
	return [
		`${from}split[${to}-back][${to}-front]`,
		`[${to}-back]scale=${w}:${h}:force_original_aspect_ratio=increase:flags=area,crop=${w}:${h},boxblur=8:3,eq=brightness=-0.12:saturation=0.8,scale=${target.width}:${target.height}:flags=bicubic[${to}-ground]`,
		`[${to}-front]scale=${width}:${height}:flags=bicubic[${to}-whole]`,
		`[${to}-ground][${to}-whole]overlay=x=${(target.width - width) / 2}:y=${(target.height - height) / 2}:shortest=1`,
	].join(';');
}

/**
 * A filter graph, to be joined to others by ";", from the decoded source (label `from`, "[0:v:0]", its times counted from the start of the
 * range) to pictures of the target's size at `fps` (label `to`, "[v]").
 */
export function reframeGraph(plan: CropPlan, o: { source: CropSource; target: Size; fps: number; from: string; to: string }): string {
	const { source, target, fps, from, to } = o;
	const name = to.replace(/\W/g, '');
	// Pictures as a viewer sees them: square pixels.
	const upright = `${from}fps=${number(fps)}:start_time=0,scale=${source.width}:${source.height}:flags=bicubic,setsar=1,format=yuv420p`;
	const finish = `setsar=1${to}`;
	if (plan.layout === 'fit' || !plan.crop) return `${upright}[${name}-up];${fitFilters(source, target, `[${name}-up]`, name)},${finish}`;
	const shown = windowFilters(plan, source, target, fps);
	const whole = plan.parts.filter(({ layout }) => layout === 'fit');
	if (!whole.length) return `${upright},${shown},${finish}`;
	const half = 0.5 / fps;
	const when = whole.map((part) => `between(t,${number(part.startSeconds - half)},${number(part.endSeconds - half)})`).join('+');
	return [
		`${upright},split[${name}-a][${name}-b]`,
		`[${name}-a]${shown}[${name}-window]`,
		`${fitFilters(source, target, `[${name}-b]`, name)}[${name}-fit]`,
		`[${name}-window][${name}-fit]overlay=enable='${when}':shortest=1,${finish}`,
	].join(';');
}
