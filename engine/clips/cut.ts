/** Makes one clip: picture, captions, sound, subtitles, thumbnail, contact sheet. */
import { writeFile } from 'node:fs/promises';
import type { Channel } from '../asset';
import { OperatorError } from '../errors';
import type { Ports, Workspace } from '../ports';
import { ffmpeg, findFfmpeg, safeInput, type Loudness } from '../media';
import { explain } from '../media/ffmpegErrors';
import { DECODE_LIMITS } from '../media/formats';
import { CAPTION_STRIP, renderOver, TITLE_STRIP, type CaptionPage, type FilmPlan } from '../render';
import { captionPages, toSrt, toVtt, VERTICAL_PAGES, type TimedPage } from '../render/captionPages';
import { BT709 } from '../render/h264';
import { cubeFile } from './hdr';
import { fpsOf, graphOf, HEIGHT, pictureOf, rateOf, roomAbove, TITLE_SECONDS, WIDTH, type Rate } from './layout';
import type { CropPlan } from './reframe';
import { clipSound } from './sound';
import type { LongVideo } from './source';
import type { Range, Word } from './types';

/** Raised when the same clip would be cut otherwise. */
export const CUT_VERSION = 3;

export interface ClipDesign {
	range: Range;
	/** Words of the clip, in seconds of the clip. */
	words: Word[];
	/** Written over the picture's first seconds; empty: none. */
	title: string;
	captionStyle: Channel['captions']['style'];
	palette: string;
	colours?: FilmPlan['colours'];
	plan: CropPlan;
}

export interface CutClip {
	videoPath: string;
	srtPath: string;
	vttPath: string;
	thumbnailPath: string;
	sheetPath: string;
	width: number;
	height: number;
	fps: number;
	frames: number;
	durationSeconds: number;
	loudness: Loudness | null;
	cpuSeconds: number;
}

/** Camera pictures change everywhere at once: a little more effort than drawn ones pays off, B frames and look-ahead do not (measured). */
const X264 = [
	'-c:v',
	'libx264',
	'-preset',
	'superfast',
	'-crf',
	'21',
	'-profile:v',
	'high',
	'-x264-params',
	'rc-lookahead=10:bframes=1:b-adapt=0:keyint=90:scenecut=40',
];

/** Words that are spoken in a range (their middle lies in it, to a hundredth or few), in seconds from its start. */
export function wordsIn(words: readonly Word[], range: Range): Word[] {
	const length = range.endSeconds - range.startSeconds;
	const belongs = (middle: number) => middle > range.startSeconds - 0.03 && middle < range.endSeconds + 0.03;
	return words
		.filter(({ startSeconds, endSeconds }) => belongs((startSeconds + endSeconds) / 2))
		.map(({ text, startSeconds, endSeconds }) => ({
			text,
			startSeconds: Math.max(0, startSeconds - range.startSeconds),
			endSeconds: Math.min(length, Math.max(endSeconds, startSeconds + 0.02) - range.startSeconds),
		}));
}

/** Pages as the picture shows them. */
export function pagesOf(words: readonly Word[]): TimedPage[] {
	return captionPages(words.map((word) => ({ ...word, sceneId: 'clip' })), VERTICAL_PAGES); // prettier-ignore
}

function framesOf(pages: readonly TimedPage[], rate: Rate, frames: number): CaptionPage[] {
	const frame = (seconds: number) => Math.max(0, Math.min(frames, Math.round((seconds * rate.num) / rate.den)));
	return pages.map(({ startSeconds, endSeconds, words }) => ({
		startFrame: frame(startSeconds),
		endFrame: Math.max(frame(startSeconds) + 1, frame(endSeconds)),
		words: words.map((word) => ({ text: word.text, startFrame: frame(word.startSeconds), endFrame: frame(word.endSeconds) })),
	}));
}

/**
 * Cuts the clip into the workspace. The caller holds a compute slot.
 * Errors: INPUT (damaged), UNSAFE_MEDIA, DISK, ENGINE_MISSING, ENGINE_FAILED, CANCELLED.
 */
export async function cutClip(
	video: LongVideo,
	design: ClipDesign,
	threads: number,
	workspace: Workspace,
	ports: Ports,
	onFrames: (done: number, all: number) => void,
): Promise<CutClip> {
	const picture = video.info.kind === 'video' ? video.info.video! : null;
	const rate = picture ? rateOf(picture) : { num: 30, den: 1 };
	const frames = Math.max(1, Math.round(((design.range.endSeconds - design.range.startSeconds) * rate.num) / rate.den));
	const durationSeconds = (frames * rate.den) / rate.num;
	const sound = await clipSound(video, design.range, durationSeconds, workspace, ports);
	const { path: ffmpegPath } = await findFfmpeg(ports);

	const pages = pagesOf(design.words);
	const captions = design.captionStyle === 'none' ? [] : framesOf(pages, rate, frames);
	// Over a face no title stands.
	const whole =
		design.plan.layout === 'fit' || design.plan.parts.every((part) => part.layout === 'fit' || part.startSeconds >= TITLE_SECONDS);
	const showTitle = design.title !== '' && (picture === null || (whole && roomAbove(pictureOf(picture))));
	const look = { palette: design.palette, ...(design.colours ? { colours: design.colours } : {}) };
	const graph = picture
		? graphOf({ info: picture, rate, frames, plan: design.plan, cube: 'sdr.cube', captions: true, title: showTitle })
		: groundGraph(rate, frames);
	if (picture?.transfer) await writeFile(workspace.path('sdr.cube'), cubeFile(picture.transfer));
	await writeFile(workspace.path('graph.txt'), graph);
	const strip = (size: string, from: string) => ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', size, '-r', `${rate.num}/${rate.den}`, '-i', from]; // prettier-ignore
	const main = picture
		? [
				'-threads',
				String(threads),
				'-ss',
				design.range.startSeconds.toFixed(3),
				'-t',
				(durationSeconds + 1).toFixed(3),
				...safeInput(video.path, 'video'),
			]
		: ['-f', 'png_pipe', '-r', `${rate.num}/${rate.den}`, '-i', 'file:ground.png'];
	const inputs = [
		...main,
		...strip(`${WIDTH}x${CAPTION_STRIP.height}`, 'pipe:0'),
		...(picture && showTitle ? strip(`${WIDTH}x${TITLE_STRIP.height}`, 'file:title.rgba') : []),
	];
	const soundAt = picture && showTitle ? 3 : 2;
	const videoPath = workspace.path('video.mp4');
	const args = [
		...[
			'-hide_banner',
			'-nostats',
			'-v',
			'error',
			'-y',
			'-max_alloc',
			String(DECODE_LIMITS.allocationBytes),
			'-filter_complex_threads',
			String(threads),
			...inputs,
			...safeInput(sound.path, 'audio'),
		],
		...['-filter_complex_script', 'graph.txt', '-map', '[v]', '-map', `${soundAt}:a:0`, '-c:a', 'copy'],
		...[
			...X264,
			'-threads',
			String(threads),
			...BT709,
			'-pix_fmt',
			'yuv420p',
			'-frames:v',
			String(frames),
			'-r',
			`${rate.num}/${rate.den}`,
		],
		...['-map_metadata', '-1', '-map_chapters', '-1', '-movflags', '+faststart', '-f', 'mp4', `file:${videoPath}`],
	];
	const drawsTitle = showTitle || picture === null;
	const titleJob = {
		...look,
		title: design.title || video.name,
		out: workspace.path(picture ? 'title.rgba' : 'ground.png'),
		whole: picture === null,
	};
	let used: { cpuSeconds: number };
	try {
		used = await renderOver(
			{ ...look, ffmpegPath, args, cwd: workspace.dir, frames, captions, captionStyle: design.captionStyle },
			drawsTitle ? titleJob : null,
			ports,
			(done) => onFrames(done, frames),
		);
	} catch (error) {
		throw explain(error, video.name);
	}
	await checkLength(videoPath, frames, video.name, ports);
	const [srtPath, vttPath] = [workspace.path('captions.srt'), workspace.path('captions.vtt')];
	await writeFile(srtPath, toSrt(pages));
	await writeFile(vttPath, toVtt(pages));
	const pictures = await stillsOf(videoPath, durationSeconds, workspace, ports);
	onFrames(frames, frames);
	return {
		...{ videoPath, srtPath, vttPath, ...pictures },
		...{ width: WIDTH, height: HEIGHT, fps: Math.round(fpsOf(rate) * 1000) / 1000, frames, durationSeconds },
		loudness: sound.loudness,
		cpuSeconds: used.cpuSeconds,
	};
}

/** A recording without a picture gets a ground of the channel's colours with the title, and captions over it. */
function groundGraph(rate: Rate, frames: number): string {
	return [
		`[0:v:0]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,loop=loop=${frames}:size=1:start=0,fps=fps=${rate.num}/${rate.den},trim=end_frame=${frames}[base]`,
		'[1:v:0]scale=out_color_matrix=bt709:out_range=tv,format=yuva420p[strip]',
		`[base][strip]overlay=x=0:y=${CAPTION_STRIP.y}:eof_action=pass:format=yuv420,format=yuv420p[v]`,
	].join(';');
}

/** Counts the frames that were really written. */
async function checkLength(path: string, frames: number, name: string, ports: Ports): Promise<void> {
	const args = ['-v', 'error', ...safeInput(path, 'video'), '-map', '0:v:0', '-c', 'copy', '-f', 'framecrc', '-'];
	const { stdout } = await ffmpeg(args, { ports });
	const counted = (stdout.toString().match(/^0,/gm) ?? []).length;
	if (counted === frames) return;
	throw new OperatorError('INPUT', `${name}: of ${frames} pictures only ${counted} could be made: the video is damaged here`, {
		fix: 'Play it at this place, then export or convert it again.',
	});
}

/** Key frames lie 4 s apart at most: in clips shorter than this a sixth may have none. */
const FEW_KEY_FRAMES = 24;

/** A thumbnail of the clip and a sheet of it. */
async function stillsOf(
	videoPath: string,
	seconds: number,
	workspace: Workspace,
	ports: Ports,
): Promise<{ thumbnailPath: string; sheetPath: string }> {
	const [thumbnailPath, sheetPath] = [workspace.path('thumbnail-1.png'), workspace.path('sheet.png')];
	const input = safeInput(videoPath, 'video');
	const picture = (path: string) => ['-frames:v', '1', '-update', '1', '-f', 'image2', `file:${path}`];
	const early = Math.min(seconds / 2, 1.2).toFixed(2);
	await ffmpeg(['-v', 'error', '-ss', early, ...input, ...picture(thumbnailPath)], { ports });
	const keys = seconds >= FEW_KEY_FRAMES ? ['-skip_frame', 'nokey'] : [];
	// The first picture of each sixth.
	const sixth = (t: string) => `floor(${t}*6/${seconds.toFixed(3)}+0.001)`;
	const every = `select='isnan(prev_selected_t)+gt(${sixth('t')},${sixth('prev_selected_t')})'`;
	await ffmpeg(['-v', 'error', ...keys, ...input, '-vf', `${every},scale=216:384,tile=6x1`, ...picture(sheetPath)], { ports });
	return { thumbnailPath, sheetPath };
}
