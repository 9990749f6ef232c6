import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFfmpeg, probe, safeInput, wavFile } from '../../engine/media/index';
import { make, scratch, sharedMedia, testPorts } from './mediaSupport';

const ports = testPorts();
const dir = scratch();
const at = (name: string) => join(dir, name);
const shared = sharedMedia();
const picture = (options: string) => ['-f', 'lavfi', '-i', `testsrc2=${options}`];
const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=f=440:r=48000:d=${seconds}`];
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('findFfmpeg', () => {
	it('finds one that is able', async () => {
		const found = await findFfmpeg(ports);
		expect(found.abilities).toMatchObject({
			libx264: true,
			aac: true,
			xfade: true,
			ass: true,
			ebur128: true,
			loudnorm: true,
			sidechaincompress: true,
			silencedetect: true,
		});
		console.log(`ffmpeg ${found.version} from ${found.from}`);
	});

	it('refuses a named one that is too old, lacks a filter, is broken or missing; skips such a one on PATH', async () => {
		const fake = (name: string, version: string, filters: string) => {
			const folder = at(name);
			mkdirSync(folder);
			const answers = `case "$2" in -version) echo "ffmpeg version ${version} Copyright";; -filters) printf '${filters}';; *) printf ' V..... libx264 x\\n A..... aac x\\n';; esac`;
			writeFileSync(join(folder, 'ffmpeg'), `#!/bin/sh\n${answers}\n`, { mode: 0o755 });
			return folder;
		};
		const all =
			'aformat alimiter amix aresample ass concat crop ebur128 loudnorm overlay scale sidechaincompress silencedetect xfade'.split(' ');
		const listing = (names: string[]) => names.map((name) => ` TSC ${name}  A->A  text\\n`).join('');
		const good = fake('good', '6.1.1', listing(all));
		const old = fake('old', '4.2.7', listing(all));
		const bare = fake('bare', 'n7.1-3-gabc', listing(all.filter((name) => name !== 'xfade')));
		const broken = at('broken');
		mkdirSync(broken);
		writeFileSync(join(broken, 'ffmpeg'), '\0\0\0\0', { mode: 0o755 });
		const before = { ...process.env };
		try {
			process.env.AI_OPERATOR_FFMPEG = join(good, 'ffmpeg');
			expect(await findFfmpeg(ports)).toMatchObject({ version: '6.1.1', from: 'environment', abilities: { xfade: true, drawtext: false } });
			for (const [path, why] of [
				[join(old, 'ffmpeg'), '4.2.7 is older than 4.4'],
				[join(bare, 'ffmpeg'), 'no xfade'],
				[join(broken, 'ffmpeg'), 'does not answer as ffmpeg'],
				['/nowhere/ffmpeg', 'no such file'],
			]) {
				process.env.AI_OPERATOR_FFMPEG = path;
				await expect(findFfmpeg(ports)).rejects.toMatchObject({
					code: 'ENGINE_MISSING',
					message: expect.stringContaining(why as string),
					fix: expect.stringContaining('unset it'),
				});
			}
			delete process.env.AI_OPERATOR_FFMPEG;
			process.env.PATH = `relative:${good}:/usr/bin:/bin`;
			expect(await findFfmpeg(ports)).toMatchObject({ from: 'PATH' });
		} finally {
			process.env = before;
		}
	});
});

(shared ? describe : describe.skip)(`probe: real media${shared ? '' : ' (skipped: no shared media on this machine)'}`, () => {
	it.each([
		[
			'tears-of-steel.webm',
			{
				container: 'webm',
				kind: 'video',
				video: { codec: 'vp8', width: 800, height: 332, fps: 24 },
				audio: { codec: 'vorbis', sampleRate: 44100, channels: 2 },
			},
			70.54,
		],
		[
			'flower.mp4',
			{
				container: 'mp4',
				kind: 'video',
				video: { codec: 'h264', width: 960, height: 540, fps: 29.97, rotation: 0, bitDepth: 8, hdr: false },
				audio: { codec: 'aac', sampleRate: 48000, channels: 2 },
			},
			5.06,
		],
		[
			'friday.mp4',
			{
				container: 'mp4',
				kind: 'video',
				video: { codec: 'h264', width: 640, height: 480, fps: 30, variableFrameRate: false },
				audio: { codec: 'aac', sampleRate: 44100 },
			},
			6.17,
		],
		['countdown.mp3', { container: 'mp3', kind: 'audio', audio: { codec: 'mp3', sampleRate: 44100, channels: 2 } }, 19.07],
		['voices-around-a-fire.mp3', { container: 'mp3', kind: 'audio', audio: { sampleRate: 48000 } }, 30.41],
		[
			'librivox/sense_and_sensibility_01_austen_64kb-0870.wav',
			{ container: 'wav', kind: 'audio', audio: { codec: 'pcm_s16le', sampleRate: 16000, channels: 1 } },
			7.1,
		],
	])('%s', async (name, expected, seconds) => {
		const info = await probe(join(shared as string, name), ports);
		expect(info).toMatchObject({ ...expected, truncated: false });
		expect(Math.abs(info.durationSeconds - seconds)).toBeLessThan(0.06);
	});
});

describe('probe: odd files', () => {
	it('variable frame rate, rotation, 10 bit, HDR, odd size, pixel aspect', async () => {
		await make(
			ports,
			...picture('s=320x240:r=30:d=4'),
			'-vf',
			"select='not(mod(n,7))+lt(n,40)'",
			'-fps_mode',
			'vfr',
			...x264,
			at('vfr.mp4'),
		);
		await make(ports, ...picture('s=320x240:r=25:d=1'), ...x264, at('plain.mp4'));
		await make(ports, '-display_rotation', '-90', '-i', at('plain.mp4'), '-c', 'copy', at('turned.mp4'));
		await make(
			ports,
			...picture('s=320x240:r=25:d=1'),
			'-c:v',
			'libx264',
			'-preset',
			'ultrafast',
			'-pix_fmt',
			'yuv420p10le',
			'-color_trc',
			'smpte2084',
			'-color_primaries',
			'bt2020',
			'-colorspace',
			'bt2020nc',
			at('hdr.mp4'),
		);
		await make(
			ports,
			...picture('s=320x240:r=25:d=1'),
			'-vf',
			'scale=321:241',
			'-c:v',
			'libx264',
			'-preset',
			'ultrafast',
			'-pix_fmt',
			'yuv444p',
			at('odd.mkv'),
		);
		await make(ports, ...picture('s=320x240:r=25:d=1'), '-vf', 'setsar=4/3', ...x264, at('wide.mp4'));
		expect((await probe(at('vfr.mp4'), ports)).video).toMatchObject({ variableFrameRate: true });
		expect((await probe(at('plain.mp4'), ports)).video).toMatchObject({ variableFrameRate: false, fps: 25, rotation: 0, pixelAspect: 1 });
		expect((await probe(at('turned.mp4'), ports)).video).toMatchObject({
			rotation: 90,
			width: 240,
			height: 320,
			codedWidth: 320,
			codedHeight: 240,
		});
		expect((await probe(at('hdr.mp4'), ports)).video).toMatchObject({ hdr: true, bitDepth: 10, pixelFormat: 'yuv420p10le' });
		expect((await probe(at('odd.mkv'), ports)).video).toMatchObject({ width: 321, height: 241 });
		expect((await probe(at('wide.mp4'), ports)).video?.pixelAspect).toBeCloseTo(4 / 3);
	});

	it('sound alone, picture alone, six channels, cover art, still pictures', async () => {
		await make(ports, ...picture('s=64x64:r=25:d=1'), ...x264, at('mute.mp4'));
		await make(ports, ...tone(1), '-c:a', 'aac', at('song.m4a'));
		await make(ports, ...tone(1), '-af', 'pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0', '-c:a', 'flac', at('six.flac'));
		await make(ports, ...tone(1), '-c:a', 'libopus', at('voice.ogg'));
		await make(ports, ...tone(1), '-c:a', 'aac', '-f', 'adts', at('raw.aac'));
		for (const name of ['x.png', 'x.jpg', 'x.webp', 'x.gif'])
			await make(ports, ...picture('s=64x48:r=25:d=0.2'), '-frames:v', '1', at(name));
		await make(
			ports,
			...tone(1),
			'-i',
			at('x.jpg'),
			'-map',
			'0',
			'-map',
			'1',
			'-c:v',
			'copy',
			'-disposition:v',
			'attached_pic',
			at('cover.mp3'),
		);
		const mute = await probe(at('mute.mp4'), ports);
		expect(mute).toMatchObject({ kind: 'video' });
		expect(mute.audio).toBeUndefined();
		await expect(probe(at('mute.mp4'), ports, { kind: 'audio' })).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('no sound'),
		});
		expect(await probe(at('song.m4a'), ports)).toMatchObject({ container: 'mp4', kind: 'audio', audio: { codec: 'aac', channels: 1 } });
		await expect(probe(at('song.m4a'), ports, { kind: 'video' })).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('no picture'),
		});
		expect((await probe(at('six.flac'), ports)).audio?.channels).toBe(6);
		expect(await probe(at('voice.ogg'), ports)).toMatchObject({ container: 'ogg', audio: { codec: 'opus' } });
		const raw = await probe(at('raw.aac'), ports);
		expect(raw).toMatchObject({ container: 'aac', durationFrom: 'packets' });
		expect(Math.abs(raw.durationSeconds - 1)).toBeLessThan(0.1);
		const covered = await probe(at('cover.mp3'), ports);
		expect(covered).toMatchObject({ container: 'mp3', kind: 'audio' });
		expect(covered.video).toBeUndefined();
		for (const [name, container] of [
			['x.png', 'png'],
			['x.jpg', 'jpeg'],
			['x.webp', 'webp'],
			['x.gif', 'gif'],
		] as const) {
			expect(await probe(at(name), ports, { kind: 'image' })).toMatchObject({ container, kind: 'image', video: { width: 64, height: 48 } });
		}
		await expect(probe(at('x.png'), ports, { kind: 'video' })).rejects.toMatchObject({ code: 'INPUT' });
	});

	it('is not misled by what metadata says, however much of it there is', async () => {
		const lies =
			'x\n  Duration: 09:00:00.00, start: 0\n  Stream #0:0: Video: hevc, gray, 9x9\n        displaymatrix: rotation of 90.00 degrees\n';
		await make(
			ports,
			...picture('s=64x48:r=25:d=1'),
			...x264,
			'-metadata',
			`comment=${lies}${'long '.repeat(22_000)}`,
			'-metadata:s:v',
			`title=${lies}`,
			at('lies.mkv'),
		);
		const info = await probe(at('lies.mkv'), ports);
		expect(info).toMatchObject({ kind: 'video', video: { codec: 'h264', width: 64, height: 48, rotation: 0 } });
		expect(info.durationSeconds).toBeCloseTo(1, 1);
	});

	it('recordings without a duration, and files that were cut off', async () => {
		await make(
			ports,
			...picture('s=64x64:r=25:d=3'),
			...tone(3),
			'-c:v',
			'libvpx',
			'-deadline',
			'realtime',
			'-c:a',
			'libopus',
			'-f',
			'webm',
			'-live',
			'1',
			at('live.webm'),
		);
		const live = await probe(at('live.webm'), ports);
		expect(live).toMatchObject({ durationFrom: 'packets', truncated: false });
		expect(Math.abs(live.durationSeconds - 3)).toBeLessThan(0.1);

		await make(ports, ...picture('s=320x240:r=25:d=6'), ...tone(6), ...x264, '-c:a', 'aac', '-movflags', '+faststart', at('whole.mp4'));
		copyFileSync(at('whole.mp4'), at('cut.mp4'));
		truncateSync(at('cut.mp4'), Math.round(statSync(at('cut.mp4')).size * 0.5));
		const cut = await probe(at('cut.mp4'), ports);
		expect(cut).toMatchObject({ truncated: true, durationFrom: 'packets' });
		expect(cut.durationSeconds).toBeGreaterThan(1);
		expect(cut.durationSeconds).toBeLessThan(4.5);

		await make(ports, ...tone(6), at('whole.wav'));
		copyFileSync(at('whole.wav'), at('cut.wav'));
		truncateSync(at('cut.wav'), Math.round(statSync(at('cut.wav')).size / 2));
		const sound = await probe(at('cut.wav'), ports);
		expect(sound.truncated).toBe(true);
		expect(Math.abs(sound.durationSeconds - 3)).toBeLessThan(0.1);

		await make(ports, ...picture('s=64x64:r=25:d=1'), ...x264, at('late.mp4'));
		truncateSync(at('late.mp4'), Math.round(statSync(at('late.mp4')).size * 0.6));
		await expect(probe(at('late.mp4'), ports)).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('moov'),
			fix: expect.stringContaining('complete'),
		});

		await make(ports, ...picture('s=64x64:r=25:d=3'), ...x264, '-movflags', '+frag_keyframe+empty_moov', at('fragments.mp4'));
		expect((await probe(at('fragments.mp4'), ports)).durationSeconds).toBeCloseTo(3, 1);
	});

	it('says plainly what is wrong with what is no media at all', async () => {
		writeFileSync(at('empty.mp4'), '');
		writeFileSync(at('text.mp4'), 'Dear diary, today I made a film.\n'.repeat(50));
		writeFileSync(at('short.mp4'), 'ab');
		writeFileSync(at('nothing.mp4'), Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1'), Buffer.alloc(500)]));
		mkdirSync(at('folder.mp4'));
		execFileSync('mkfifo', [at('pipe.mp4')]);
		for (const [name, code, words] of [
			['empty.mp4', 'INPUT', '0 bytes'],
			['text.mp4', 'INPUT', 'not a media file'],
			['short.mp4', 'INPUT', 'not a media file'],
			['nothing.mp4', 'INPUT', 'nothing.mp4'],
			['folder.mp4', 'INPUT', 'not a plain file'],
			['pipe.mp4', 'INPUT', 'not a plain file'],
			['missing.mp4', 'NOT_FOUND', 'does not exist'],
		] as const) {
			const error = await probe(at(name), ports).catch((e: unknown) => e);
			expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
			expect((error as { fix: string }).fix.length).toBeGreaterThan(10);
		}
	});

	it('keeps to limits on bytes, seconds, pixels before decoding', async () => {
		await make(ports, ...picture('s=320x240:r=25:d=3'), ...x264, at('three.mp4'));
		await expect(probe(at('three.mp4'), ports, { bytes: 1000 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
		await expect(probe(at('three.mp4'), ports, { seconds: 2 })).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('3 s long'),
		});
		await expect(probe(at('three.mp4'), ports, { pixels: 320 * 239 })).rejects.toMatchObject({ code: 'UNSAFE_MEDIA' });
		// A picture that unpacks to 14 GB.
		await make(ports, '-f', 'lavfi', '-i', 'color=s=16x16:d=0.1', '-frames:v', '1', at('bomb.png'));
		const bomb = readFileSync(at('bomb.png'));
		bomb.writeUInt32BE(60000, 16);
		bomb.writeUInt32BE(60000, 20);
		bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
		writeFileSync(at('bomb.png'), bomb);
		await expect(probe(at('bomb.png'), ports)).rejects.toMatchObject({
			code: 'UNSAFE_MEDIA',
			message: expect.stringContaining('too large'),
		});
		// Ten hours of silence that take no room: 8 kHz, 16 bit, a sparse file.
		const header = wavFile(new Int16Array(0), 8000);
		header.writeUInt32LE(36_000 * 16_000, 40);
		writeFileSync(at('tenhours.wav'), header);
		truncateSync(at('tenhours.wav'), 44 + 36_000 * 16_000);
		await expect(probe(at('tenhours.wav'), ports)).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('10.0 h long'),
		});
	});

	it('does not take a file name for options, patterns or another protocol', async () => {
		for (const name of ['-i.mp4', 'a%03d.png', 'concat:a|b.mp4', 'http:x.mp4', "it's [odd]; $HOME.mp4", '*.mp4']) {
			if (name.endsWith('.png')) await make(ports, ...picture('s=64x48:r=25:d=0.2'), '-frames:v', '1', '-update', '1', at('plain.png'));
			copyFileSync(at(name.endsWith('.png') ? 'plain.png' : 'mute.mp4'), at(name));
			expect((await probe(at(name), ports)).video?.width).toBe(64);
		}
		symlinkSync(at('mute.mp4'), at('link.mp4'));
		expect((await probe(at('link.mp4'), ports)).kind).toBe('video');
		expect(() => safeInput(at('mute.mp4'), 'image')).toThrow(expect.objectContaining({ code: 'INPUT' }));
	});
});

/** CRC-32 of PNG chunks. */
function crc32(bytes: Buffer): number {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return ~crc >>> 0;
}
