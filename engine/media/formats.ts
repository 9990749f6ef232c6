/** Which media files we touch at all: recognised by their first bytes, never by name, and each read by one named demuxer. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { OperatorError } from '../errors';

export type MediaKind = 'video' | 'audio' | 'image';

export interface MediaFormat {
	/** As a user would say it: mp4, webm, mp3, … */
	container: string;
	/** Name for ffmpeg's `-f`. None of these opens a second file or URL; hls, concat, dash, image2, sdp and the like are not to be had. */
	demuxer: string;
	kinds: MediaKind[];
	/** Options that switch off what the demuxer could open besides its own file. */
	options?: string[];
}

const MP4: MediaFormat = {
	container: 'mp4',
	demuxer: 'mov',
	kinds: ['video', 'audio'],
	options: ['-enable_drefs', '0', '-use_absolute_path', '0'],
};
const MATROSKA: MediaFormat = { container: 'webm', demuxer: 'matroska', kinds: ['video', 'audio'] };
const MP3: MediaFormat = { container: 'mp3', demuxer: 'mp3', kinds: ['audio'] };
const WAV: MediaFormat = { container: 'wav', demuxer: 'wav', kinds: ['audio'] };
const FLAC: MediaFormat = { container: 'flac', demuxer: 'flac', kinds: ['audio'] };
const OGG: MediaFormat = { container: 'ogg', demuxer: 'ogg', kinds: ['audio'] };
const AAC: MediaFormat = { container: 'aac', demuxer: 'aac', kinds: ['audio'] };
const PNG: MediaFormat = { container: 'png', demuxer: 'png_pipe', kinds: ['image'] };
const JPEG: MediaFormat = { container: 'jpeg', demuxer: 'jpeg_pipe', kinds: ['image'] };
const WEBP: MediaFormat = { container: 'webp', demuxer: 'webp_pipe', kinds: ['image'] };
const GIF: MediaFormat = { container: 'gif', demuxer: 'gif', kinds: ['image'] };

/** Decoders that may run; a stream of any other codec stays closed. ffmpeg ignores names that a build does not have. */
const CODECS = [
	...['h264', 'hevc', 'vp8', 'libvpx', 'vp9', 'libvpx-vp9', 'libdav1d', 'libaom-av1', 'av1', 'mpeg4', 'prores', 'mjpeg'],
	...['png', 'webp', 'gif', 'theora'],
	...['aac', 'mp3', 'mp3float', 'opus', 'libopus', 'vorbis', 'libvorbis', 'flac', 'alac', 'ac3', 'eac3'],
	...['pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le', 'pcm_u8', 'pcm_s8', 'pcm_s16be', 'pcm_s24be', 'pcm_f32be'],
	...['pcm_alaw', 'pcm_mulaw', 'adpcm_ms', 'adpcm_ima_wav'],
].join(',');

/** Bounds that hold before anything is decoded. */
export const DECODE_LIMITS = { pixels: 50_000_000, streams: 64, allocationBytes: 1 << 30 };

/**
 * Recognises a media file by its first bytes.
 * @throws OperatorError NOT_FOUND, INPUT (empty, not a plain file, nothing we know), UNSAFE_MEDIA (a playlist or script that names other files).
 */
export function sniff(path: string): MediaFormat {
	const name = basename(path);
	const size = sizeOf(path);
	if (size === 0) throw new OperatorError('INPUT', `${name} is empty (0 bytes)`, { fix: 'Copy or export the file again.' });
	const fd = openSync(path, 'r');
	try {
		const head = Buffer.alloc(4096);
		const bytes = head.subarray(0, readSync(fd, head, 0, head.length, 0));
		const tag = id3Length(bytes);
		if (tag === 0) return recognise(bytes, name);
		// An ID3 tag stands before MP3, but some programs put it before AAC and FLAC too.
		const after = Buffer.alloc(16);
		const count = readSync(fd, after, 0, after.length, tag);
		return (count > 0 && frameFormat(after.subarray(0, count))) || MP3;
	} finally {
		closeSync(fd);
	}
}

/**
 * ffmpeg arguments that open `path` as the kind of media it truly is, and nothing else: fixed demuxer, `file:` only, known decoders,
 * bounded pixels and streams. They end with `-i file:…`; put options for this input before them.
 * @throws as {@link sniff}, and INPUT when it is another kind than asked for.
 */
export function safeInput(path: string, kind: MediaKind, limits: { pixels?: number; streams?: number } = {}): string[] {
	const format = sniff(path);
	if (!format.kinds.includes(kind)) throw wrongKind(basename(path), format, kind);
	return inputArguments(path, format, limits);
}

export function inputArguments(path: string, format: MediaFormat, limits: { pixels?: number; streams?: number } = {}): string[] {
	return [
		...['-protocol_whitelist', 'file', '-format_whitelist', format.demuxer, '-codec_whitelist', CODECS],
		...['-max_pixels', String(limits.pixels ?? DECODE_LIMITS.pixels), '-max_streams', String(limits.streams ?? DECODE_LIMITS.streams)],
		...(format.options ?? []),
		...['-f', format.demuxer, '-i', `file:${resolve(path)}`],
	];
}

export function wrongKind(name: string, format: MediaFormat, kind: MediaKind): OperatorError {
	const asked = {
		video: 'a video (MP4, MOV, WebM, MKV)',
		audio: 'sound (MP3, M4A, WAV, FLAC, OGG, AAC)',
		image: 'a picture (PNG, JPEG, WebP, GIF)',
	}[kind];
	return new OperatorError('INPUT', `${name} is ${format.container.toUpperCase()}, but ${asked} is needed here`, {
		fix: `Choose ${asked}.`,
	});
}

/** Bytes of a plain file. */
export function sizeOf(path: string): number {
	const name = basename(path);
	let found;
	try {
		found = statSync(path);
	} catch (error) {
		const denied = (error as NodeJS.ErrnoException).code === 'EACCES';
		throw new OperatorError('NOT_FOUND', denied ? `${name} may not be read` : `${name} does not exist`, {
			fix: denied ? 'Let the user that runs n8n read the file.' : 'Check the path; inside Docker the file has to be in a mounted folder.',
			cause: error,
		});
	}
	// A named pipe or device could block or never end.
	if (!found.isFile()) throw new OperatorError('INPUT', `${name} is not a plain file`, { fix: 'Give the path of a media file.' });
	return found.size;
}

function recognise(b: Buffer, name: string): MediaFormat {
	const ascii = (from: number, to: number) => b.toString('latin1', from, to);
	const box = ascii(4, 8);
	if (box === 'ftyp' && /^(heic|heix|mif1|msf1|avif|avis)/.test(ascii(8, 12))) {
		throw new OperatorError('INPUT', `${name} is a ${ascii(8, 12).startsWith('avi') ? 'AVIF' : 'HEIC'} picture, which is not supported`, {
			fix: 'Save it as JPEG or PNG.',
		});
	}
	if (['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'styp', 'pnot'].includes(box)) return MP4;
	if (ascii(0, 4) === '\x1aE\xdf\xa3') return MATROSKA;
	const riff = ascii(0, 4);
	if (['RIFF', 'RF64', 'BW64'].includes(riff) && ascii(8, 12) === 'WAVE') return WAV;
	if (riff === 'RIFF' && ascii(8, 12) === 'WEBP') return WEBP;
	if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return PNG;
	if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return JPEG;
	if (/^GIF8[79]a/.test(ascii(0, 6))) return GIF;
	const frames = frameFormat(b);
	if (frames) return frames;
	throw unknown(b, name);
}

/** Formats without a header of their own: told by their first frame. */
function frameFormat(b: Buffer): MediaFormat | null {
	const start = b.toString('latin1', 0, 4);
	if (start === 'fLaC') return FLAC;
	if (start === 'OggS') return OGG;
	const [first = 0, second = 0, third = 0] = b;
	if (first !== 0xff) return null;
	// ADTS: 12 sync bits, layer 00. MPEG audio: 11 sync bits, a layer, and neither reserved bit rate nor reserved sample rate.
	if ((second & 0xf6) === 0xf0) return AAC;
	if ((second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0 && third >> 4 !== 0xf && (third & 0x0c) !== 0x0c)
		return MP3;
	return null;
}

/** Length of an ID3v2 tag with its header, 0 without one. */
function id3Length(b: Buffer): number {
	if (b.length < 10 || b.toString('latin1', 0, 3) !== 'ID3') return 0;
	const [s0 = 0, s1 = 0, s2 = 0, s3 = 0] = b.subarray(6, 10);
	return 10 + ((s0 & 0x7f) << 21) + ((s1 & 0x7f) << 14) + ((s2 & 0x7f) << 7) + (s3 & 0x7f);
}

function unknown(b: Buffer, name: string): OperatorError {
	const text = b
		.toString('latin1')
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart();
	if (/^(#EXTM3U|ffconcat|file\s+['"]?\S|<\?xml|<MPD|<smil|v=0\r?\n|\[playlist\]|\[Reference\])/i.test(text)) {
		return new OperatorError('UNSAFE_MEDIA', `${name} is a playlist or script that names other files, not a media file`, {
			fix: 'Give the media file itself (MP4, MOV, WebM, MKV, MP3, WAV, …).',
		});
	}
	return new OperatorError('INPUT', `${name} is not a media file that is supported`, {
		fix: 'Convert it to MP4, WebM, MP3, WAV, FLAC, OGG, PNG, JPEG or WebP.',
	});
}
