/** Reads what `ffmpeg -i` prints about its input. */

export interface VideoInfo {
	codec: string;
	/** As seen by a viewer: after rotation. */
	width: number;
	height: number;
	codedWidth: number;
	codedHeight: number;
	/** Mean frames per second; 0 when unknown. */
	fps: number;
	/** The rate all frame times are multiples of, as far as ffmpeg can tell. */
	baseRate: number;
	variableFrameRate: boolean;
	/** Degrees clockwise that bring the coded picture upright; ffmpeg does it by itself when decoding. */
	rotation: 0 | 90 | 180 | 270;
	pixelFormat: string;
	bitDepth: number;
	/** PQ or HLG: needs tone mapping for ordinary screens. */
	hdr: boolean;
	/** Its colours as the file names them; empty where it names none. */
	matrix: '' | 'bt601' | 'bt709' | 'bt2020';
	transfer: '' | 'pq' | 'hlg';
	fullRange: boolean;
	interlaced: boolean;
	/** Width of a pixel over its height. */
	pixelAspect: number;
}

export interface AudioInfo {
	codec: string;
	sampleRate: number;
	channels: number;
}

export interface Listing {
	durationSeconds: number | null;
	/** ffmpeg guessed the duration from the bit rate. */
	estimated: boolean;
	video: VideoInfo | null;
	audio: AudioInfo | null;
}

/** The lines {@link parseListing} reads. The rest, above all metadata, has no bound: it may push these out of a kept tail. */
export const LISTED =
	/^(Input #0| {2}Duration: | {2,4}Stream #0:|\s+displaymatrix: |\s+rotate\s*: \d|\[)|not on whitelist|Estimating duration/;

/** First picture (no cover art) and first sound of input 0. */
export function parseListing(stderr: string): Listing {
	const start = stderr.search(/^Input #0/m);
	const lines = stderr.slice(Math.max(0, start)).split(/\r?\n/);
	const duration = /^ {2}Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/m.exec(lines.join('\n'));
	let video: VideoInfo | null = null;
	let audio: AudioInfo | null = null;
	lines.forEach((line, index) => {
		const stream = /^ {2,4}Stream #0:\d+(?:\[\w+\])?(?:\([^)]*\))?: (Video|Audio): (.*)$/.exec(line);
		if (!stream) return;
		const below = untilNextStream(lines, index + 1);
		if (stream[1] === 'Video' && !video && !line.includes('(attached pic)')) video = parseVideo(stream[2] ?? '', below);
		if (stream[1] === 'Audio' && !audio) audio = parseAudio(stream[2] ?? '');
	});
	return {
		durationSeconds: duration ? Number(duration[1]) * 3600 + Number(duration[2]) * 60 + Number(duration[3]) : null,
		estimated: /Estimating duration from bitrate/.test(stderr),
		video,
		audio,
	};
}

function untilNextStream(lines: string[], from: number): string {
	const end = lines.findIndex((line, index) => index >= from && /^ {2,4}Stream #/.test(line));
	return lines.slice(from, end < 0 ? undefined : end).join('\n');
}

function parseVideo(text: string, below: string): VideoInfo {
	const [codecText = '', pixelText = '', ...rest] = splitOutsideBrackets(text);
	const size = rest.map((part) => /^(\d+)x(\d+)/.exec(part)).find(Boolean);
	const [codedWidth, codedHeight] = [Number(size?.[1] ?? 0), Number(size?.[2] ?? 0)];
	const aspect = /SAR (\d+):(\d+)/.exec(text);
	const turned = Number(/^\s+displaymatrix: rotation of (-?[\d.]+) degrees/m.exec(below)?.[1] ?? 0);
	const tag = Number(/^\s*rotate\s*: (\d+)/m.exec(below)?.[1] ?? 0);
	// The display matrix counts counter-clockwise, the old tag clockwise.
	const rotation = (((Math.round((turned !== 0 ? -turned : tag) / 90) * 90) % 360) + 360) % 360;
	const pixelFormat = /^\w+/.exec(pixelText)?.[0] ?? '';
	const sideways = rotation === 90 || rotation === 270;
	return {
		codec: /^\w+/.exec(codecText)?.[0] ?? '',
		width: sideways ? codedHeight : codedWidth,
		height: sideways ? codedWidth : codedHeight,
		codedWidth,
		codedHeight,
		fps: rate(rest, 'fps'),
		baseRate: rate(rest, 'tbr'),
		variableFrameRate: false,
		rotation: rotation as VideoInfo['rotation'],
		pixelFormat,
		bitDepth: Number(
			/(?:p|gray|gbrap?|rgb|x2\w+?)(9|10|12|14|16)(?:le|be)?$/.exec(pixelFormat)?.[1] ?? (/48|64/.test(pixelFormat) ? 16 : 8),
		),
		hdr: /smpte2084|arib-std-b67/.test(pixelText),
		matrix: matrixOf(pixelText),
		transfer: /smpte2084/.test(pixelText) ? 'pq' : /arib-std-b67/.test(pixelText) ? 'hlg' : '',
		fullRange: /\(pc\b/.test(pixelText) || /^yuvj/.test(pixelFormat),
		interlaced: /\b(?:top|bottom) (?:first|coded first)/.test(pixelText),
		pixelAspect: aspect && Number(aspect[2]) > 0 && Number(aspect[1]) > 0 ? Number(aspect[1]) / Number(aspect[2]) : 1,
	};
}

/** "yuv420p(tv, bt709)", "yuv420p10le(tv, bt2020nc/bt2020/smpte2084)": the matrix comes first. */
function matrixOf(pixelText: string): VideoInfo['matrix'] {
	const first = /\((?:(?:tv|pc), )?([\w-]+)/.exec(pixelText)?.[1] ?? '';
	if (first.startsWith('bt2020')) return 'bt2020';
	if (first === 'bt709') return 'bt709';
	return /^(?:bt470bg|smpte170m|fcc|bt601)/.test(first) ? 'bt601' : '';
}

/** "29.97 fps", "12k tbr": ffmpeg shortens thousands. */
function rate(parts: string[], unit: string): number {
	for (const part of parts) {
		const match = new RegExp(`^([\\d.]+)(k?) ${unit}`).exec(part);
		if (match) return Number(match[1]) * (match[2] ? 1000 : 1);
	}
	return 0;
}

const LAYOUTS: Record<string, number> = { mono: 1, stereo: 2, downmix: 2, quad: 4, hexagonal: 6, octagonal: 8 };

function parseAudio(text: string): AudioInfo | null {
	const parts = splitOutsideBrackets(text);
	const sampleRate = Number(/^(\d+) Hz/.exec(parts.find((part) => / Hz$/.test(part)) ?? '')?.[1] ?? 0);
	const layout = parts[parts.findIndex((part) => / Hz$/.test(part)) + 1] ?? '';
	const counted = /^(\d+) channels/.exec(layout)?.[1];
	const surround = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(layout);
	const channels = counted
		? Number(counted)
		: surround
			? [1, 2, 3].reduce((sum, i) => sum + Number(surround[i] ?? 0), 0)
			: (LAYOUTS[/^\w+/.exec(layout)?.[0] ?? ''] ?? 0);
	if (!sampleRate || !channels) return null;
	return { codec: /^\w+/.exec(parts[0] ?? '')?.[0] ?? '', sampleRate, channels };
}

/** "yuv420p(tv, bt709), 960x540 [SAR 1:1 DAR 16:9]" at its outer commas. */
function splitOutsideBrackets(text: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let part = '';
	for (const character of text) {
		if (character === '(' || character === '[') depth++;
		if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
		if (character === ',' && depth === 0) {
			parts.push(part.trim());
			part = '';
		} else part += character;
	}
	parts.push(part.trim());
	return parts;
}
