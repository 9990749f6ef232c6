/** What a media file holds, found out without ffprobe and without trusting the file. */
import { basename } from 'node:path';
import { isOperatorError, OperatorError } from '../errors';
import type { RuntimePorts } from '../runtime/engines';
import { runChild } from './children';
import { ffmpeg, findFfmpeg } from './ffmpeg';
import { explain, meaningful } from './ffmpegErrors';
import { DECODE_LIMITS, inputArguments, sizeOf, sniff, wrongKind, type MediaFormat, type MediaKind } from './formats';
import { declaredBytes } from './mediaLength';
import { LISTED, parseListing, type AudioInfo, type VideoInfo } from './probeListing';

export interface MediaInfo {
	/** By content: mp4 (also mov, m4a), webm (also mkv), mp3, wav, flac, ogg, aac, png, jpeg, webp, gif. */
	container: string;
	kind: MediaKind;
	bytes: number;
	/** 0 for a still picture. */
	durationSeconds: number;
	/** `packets` when the header gives none, an estimate, or more than the file holds. */
	durationFrom: 'header' | 'packets';
	/** The file ends before its own header says it does: what is there can be used, the rest is lost. */
	truncated: boolean;
	video?: VideoInfo;
	audio?: AudioInfo;
}

export interface ProbeLimits {
	/** Refuses other kinds; a video file without a picture is no video. */
	kind?: MediaKind;
	bytes?: number;
	seconds?: number;
	/** Of one picture. */
	pixels?: number;
	streams?: number;
}

/** Bounds that keep one file from filling a disk or a day; callers narrow them. */
export const MEDIA_LIMITS = { bytes: 20 * 2 ** 30, seconds: 6 * 3600, ...DECODE_LIMITS };
const PROBE_SECONDS = 30;
const SCAN_SECONDS = 300;
/** Packets read to tell constant from variable frame rate. */
const RATE_PACKETS = 240;

/**
 * Looks into a media file before anything of it is decoded in earnest.
 * @throws OperatorError NOT_FOUND, INPUT (empty, damaged, wrong kind, too long), UNSAFE_MEDIA (names other files, picture too large),
 * TOO_LARGE (bytes), TIMEOUT, CANCELLED, and what {@link findFfmpeg} throws.
 */
export async function probe(path: string, ports: RuntimePorts, limits: ProbeLimits = {}): Promise<MediaInfo> {
	const name = basename(path);
	const bytes = sizeOf(path);
	const maxBytes = limits.bytes ?? MEDIA_LIMITS.bytes;
	if (bytes > maxBytes)
		throw new OperatorError('TOO_LARGE', `${name} has ${megabytes(bytes)}; at most ${megabytes(maxBytes)} are allowed`, {
			fix: 'Cut or re-encode it to a smaller file.',
		});
	const format = sniff(path);
	if (limits.kind && !format.kinds.includes(limits.kind)) throw wrongKind(name, format, limits.kind);
	const input = inputArguments(path, format, limits);

	const stderr = await listing(input, name, ports);
	const listed = parseListing(stderr);
	refuseUnusable(name, listed, stderr, limits);

	const still = format.kinds.includes('image') && format.container !== 'gif';
	const declared = declaredBytes(path, format.container);
	const truncated = declared !== null && declared > bytes;
	const info: MediaInfo = {
		container: format.container,
		kind: format.kinds.includes('image') ? 'image' : listed.video ? 'video' : 'audio',
		bytes,
		durationSeconds: still ? 0 : (listed.durationSeconds ?? 0),
		durationFrom: 'header',
		truncated,
		...(listed.video ? { video: listed.video } : {}),
		...(listed.audio ? { audio: listed.audio } : {}),
	};
	if (!still && (listed.durationSeconds === null || listed.estimated || truncated)) {
		info.durationSeconds = await scanDuration(input, name, ports);
		info.durationFrom = 'packets';
	}
	if (!still && info.durationSeconds <= 0)
		throw new OperatorError('INPUT', `${name} holds no playable moment (its duration is 0)`, { fix: 'Export the file again.' });
	const maxSeconds = limits.seconds ?? MEDIA_LIMITS.seconds;
	if (info.durationSeconds > maxSeconds) {
		throw new OperatorError('INPUT', `${name} is ${spell(info.durationSeconds)} long; at most ${spell(maxSeconds)} are allowed`, {
			fix: 'Cut the part you need and use that.',
		});
	}
	if (info.kind === 'video' && info.video) Object.assign(info.video, await frameRate(input, info.video, name, ports));
	return info;
}

/** Without an output file ffmpeg lists its input and ends with an error, which is expected here. */
async function listing(input: string[], name: string, ports: RuntimePorts): Promise<string> {
	const lines: string[] = [];
	const onStderrLine = (line: string) => {
		if (lines.length < 2000 && LISTED.test(line)) lines.push(line);
	};
	try {
		await ffmpeg(input, { ports, stdout: 'ignore', timeoutSeconds: PROBE_SECONDS, about: name, onStderrLine });
		return '';
	} catch (error) {
		if (!isOperatorError(error) || error.details.signal !== null) throw error;
		if (lines.some((line) => line.startsWith('Input #0'))) return lines.join('\n');
		if (error.code !== 'ENGINE_FAILED') throw error;
		throw new OperatorError('INPUT', `${name} cannot be read`, {
			fix: 'Play it to check, then export or convert it again.',
			cause: error,
			details: error.details,
		});
	}
}

function refuseUnusable(name: string, listed: ReturnType<typeof parseListing>, stderr: string, limits: ProbeLimits): void {
	const details = { stderrTail: stderr };
	const { video, audio } = listed;
	const maxPixels = limits.pixels ?? MEDIA_LIMITS.pixels;
	const pixels = (video?.codedWidth ?? 0) * (video?.codedHeight ?? 0);
	if (pixels > maxPixels || /exceeds specified max pixel count|Picture size \d+x\d+ is invalid/.test(stderr)) {
		throw new OperatorError(
			'UNSAFE_MEDIA',
			`${name}: the picture is too large${pixels ? ` (${video?.codedWidth}x${video?.codedHeight})` : ''}; at most ${Math.round(maxPixels / 1e6)} megapixels are allowed`,
			{
				fix: 'Scale it down first.',
				details,
			},
		);
	}
	const refusedCodec = /Codec \((\w+)\) not on whitelist/.exec(stderr)?.[1];
	if (!video && !audio) {
		const why = refusedCodec ? `its codec ${refusedCodec} is not supported` : 'it holds neither picture nor sound that can be read';
		throw new OperatorError('INPUT', `${name}: ${why}`, { fix: 'Convert it to MP4 (H.264, AAC) or, for sound, to MP3 or WAV.', details });
	}
	if (limits.kind === 'video' && !video)
		throw new OperatorError('INPUT', `${name} holds sound but no picture`, { fix: 'Choose a video file.', details });
	if (limits.kind === 'audio' && !audio)
		throw new OperatorError('INPUT', `${name} holds no sound`, { fix: 'Choose a file with sound.', details });
	if (video && (!video.codedWidth || !video.codedHeight)) {
		const said = meaningful(stderr)[0] ?? '';
		throw new OperatorError(
			'INPUT',
			`${name}: its picture cannot be read${refusedCodec ? ` (codec ${refusedCodec} is not supported)` : ''}`,
			{
				fix: 'Play it to check, then export or convert it again.',
				details: { ...details, said },
			},
		);
	}
}

/** Reads all packets without decoding them; the last one's time is the duration. */
async function scanDuration(input: string[], name: string, ports: RuntimePorts): Promise<number> {
	let seconds = 0;
	const args = ['-err_detect', 'ignore_err', ...input, '-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy', '-f', 'null', '-'];
	try {
		await ffmpeg(args, {
			ports,
			stdout: 'ignore',
			timeoutSeconds: SCAN_SECONDS,
			about: name,
			onProgress: (at) => (seconds = Math.max(seconds, at)),
		});
	} catch (error) {
		// A damaged end: what could be read counts.
		if (!isOperatorError(error) || !['INPUT', 'ENGINE_FAILED'].includes(error.code) || seconds === 0) throw error;
	}
	return seconds;
}

/** Measures frame times at the start: what headers call the rate is often a guess. */
async function frameRate(input: string[], video: VideoInfo, name: string, ports: RuntimePorts): Promise<Partial<VideoInfo>> {
	const { path } = await findFfmpeg(ports);
	const args = [
		'-hide_banner',
		'-nostdin',
		...input,
		'-map',
		'0:v:0',
		'-c',
		'copy',
		'-frames:v',
		String(RATE_PACKETS),
		'-f',
		'framecrc',
		'-',
	];
	let text: string;
	try {
		text = (
			await runChild({ command: path, args, timeoutSeconds: PROBE_SECONDS, signal: ports.signal, maxStdoutBytes: 1 << 20 })
		).stdout.toString();
	} catch (error) {
		const explained = explain(error, name);
		if (isOperatorError(explained) && explained.code === 'INPUT') return {};
		throw explained;
	}
	const base = /^#tb 0: (\d+)\/(\d+)/m.exec(text);
	const unit = base ? Number(base[1]) / Number(base[2]) : 0;
	const times = [...text.matchAll(/^0,\s*-?\d+,\s*(-?\d+),/gm)].map((match) => Number(match[1]) * unit).sort((a, b) => a - b);
	if (times.length < 3) return {};
	const gaps = times.slice(1).map((time, i) => time - (times[i] as number));
	const mean = ((times.at(-1) as number) - (times[0] as number)) / gaps.length;
	// Containers round times to their tick, WebM to 1 ms.
	const tolerance = Math.max(2 * unit, 0.1 * mean, 0.0015);
	const uneven = gaps.filter((gap) => Math.abs(gap - mean) > tolerance).length / gaps.length > 0.02;
	const declaredUneven = video.fps > 0 && video.baseRate > 0 && Math.abs(video.fps - video.baseRate) / video.baseRate > 0.02;
	return { variableFrameRate: uneven || declaredUneven, fps: video.fps > 0 ? video.fps : round(1 / mean) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 24 ? 1 : 0)} MiB`;
const spell = (seconds: number): string =>
	seconds >= 3600 ? `${(seconds / 3600).toFixed(1)} h` : seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`;

export type { AudioInfo, MediaFormat, VideoInfo };
