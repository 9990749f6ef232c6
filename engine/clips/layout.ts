/**
 * The filter graph that brings a stretch of any video into 1080x1920. All that stands in it are numbers and a file name of ours, relative to
 * the folder that ffmpeg runs in.
 */
import type { VideoInfo } from '../media/probe';
import { CAPTION_STRIP, TITLE_STRIP } from '../render/strips';
import { reframeGraph, type CropPlan, type Size } from './reframe';

export const WIDTH = 1080;
export const HEIGHT = 1920;

/** Frames a second as a fraction. */
export interface Rate {
	num: number;
	den: number;
}
export const fpsOf = ({ num, den }: Rate): number => num / den;

const RATES: Rate[] = [
	{ num: 24000, den: 1001 },
	{ num: 24, den: 1 },
	{ num: 25, den: 1 },
	{ num: 30000, den: 1001 },
	{ num: 30, den: 1 },
];

/** The rate of a clip: the film's own where it is even and usual, half of a doubled one, else 30. */
export function rateOf({ fps, variableFrameRate }: Pick<VideoInfo, 'fps' | 'variableFrameRate'>): Rate {
	if (variableFrameRate) return { num: 30, den: 1 };
	const near = (wanted: number) => RATES.find((rate) => Math.abs(fpsOf(rate) - wanted) < 0.006);
	return near(fps) ?? near(fps / 2) ?? { num: 30, den: 1 };
}

/** The picture as a viewer sees it: upright, square pixels, even. */
export function pictureOf({ width, height, pixelAspect, rotation }: VideoInfo): Size {
	const turned = rotation === 90 || rotation === 270;
	const even = (value: number) => Math.max(2, 2 * Math.round(value / 2));
	return turned ? { width: even(width), height: even(height * pixelAspect) } : { width: even(width * pixelAspect), height: even(height) };
}

/** The plan that shows the whole picture, or a window in its middle, from end to end. */
export function steadyPlan(layout: 'fit' | 'fill', { width, height }: Size, durationSeconds: number): CropPlan {
	const scale = Math.min(width / WIDTH, height / HEIGHT);
	const [w, h] = [WIDTH * scale, HEIGHT * scale];
	const kind = layout === 'fill' ? 'faces' : 'fit';
	return {
		layout: kind,
		parts: [{ startSeconds: 0, endSeconds: durationSeconds, layout: kind }],
		facesShare: 0,
		cuts: [],
		...(layout === 'fill' ? { crop: { width: w, height: h, path: [{ atSeconds: 0, x: (width - w) / 2, y: (height - h) / 2 }] } } : {}),
		detections: { looked: 0, withFace: 0, mostFaces: 0 },
		cpuSeconds: 0,
	};
}

/** Whether a title finds room above the whole picture. */
export const roomAbove = ({ width, height }: Size): boolean => (HEIGHT - height * Math.min(WIDTH / width, HEIGHT / height)) / 2 > TITLE_STRIP.y + TITLE_STRIP.height; // prettier-ignore

/** Filters to colours as they are in every clip: BT.709, limited range, eight bits. None where they are so already. */
function colours(info: VideoInfo, cube: string): string[] {
	const matrix = info.matrix || (info.hdr ? 'bt2020' : Math.min(info.codedWidth, info.codedHeight) >= 700 ? 'bt709' : 'bt601');
	const from = `in_color_matrix=${matrix}:in_range=${info.fullRange ? 'pc' : 'tv'}`;
	if (info.hdr) return [`scale=${from}`, 'format=gbrp10le', `lut3d=file=${cube}:interp=tetrahedral`, 'scale=out_color_matrix=bt709:out_range=tv', 'format=yuv420p']; // prettier-ignore
	if (matrix === 'bt709' && !info.fullRange) return ['format=yuv420p'];
	return [`scale=${from}:out_color_matrix=bt709:out_range=tv`, 'format=yuv420p'];
}

export interface GraphInput {
	info: VideoInfo;
	rate: Rate;
	frames: number;
	plan: CropPlan;
	/** Name of the table of colours in the working folder; used only for high dynamic range. */
	cube: string;
	/** Whether input 1 is the captions' strip, and a title's pixels are the input after it. */
	captions: boolean;
	title: boolean;
}

/** Seconds that a title stands, and fades. */
export const TITLE_SECONDS = 3.2;
const FADE_SECONDS = 0.3;

/** The graph; its picture leaves as [v]. */
export function graphOf({ info, rate, frames, plan, cube, captions, title }: GraphInput): string {
	const first = [
		...(info.interlaced ? ['yadif=deint=interlaced'] : []),
		// Even times from the clip's first moment on; a film that ends early stands on its last picture.
		`fps=fps=${rate.num}/${rate.den}:start_time=0`,
		`tpad=stop=-1:stop_mode=clone`,
		`trim=end_frame=${frames}`,
		...colours(info, cube),
	];
	const source = { ...pictureOf(info), fps: info.fps };
	const chains = [
		`[0:v:0]${first.join(',')}[even]`,
		reframeGraph(plan, { source, target: { width: WIDTH, height: HEIGHT }, fps: fpsOf(rate), from: '[even]', to: '[base]' }),
	];
	let last = 'base';
	if (captions) {
		chains.push(`[1:v:0]scale=out_color_matrix=bt709:out_range=tv,format=yuva420p[strip]`);
		chains.push(`[${last}][strip]overlay=x=0:y=${CAPTION_STRIP.y}:eof_action=pass:format=yuv420[captioned]`);
		last = 'captioned';
	}
	if (title) {
		const count = Math.round((TITLE_SECONDS * rate.num) / rate.den);
		chains.push(
			`[${captions ? 2 : 1}:v:0]loop=loop=${count}:size=1:start=0,scale=out_color_matrix=bt709:out_range=tv,format=yuva420p,fade=t=out:st=${(TITLE_SECONDS - FADE_SECONDS).toFixed(2)}:d=${FADE_SECONDS}:alpha=1[title]`,
			`[${last}][title]overlay=x=0:y=${TITLE_STRIP.y}:eof_action=pass:format=yuv420[titled]`,
		);
		last = 'titled';
	}
	chains.push(`[${last}]format=yuv420p[v]`);
	return chains.join(';');
}
