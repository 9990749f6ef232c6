/** Long videos through the whole road: a spoken talk in, finished clips out, nothing done twice; and every bad input by itself. */
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Channel, Clip, FileRef } from '../../engine/asset';
import { cutStage, listStage, momentsStage, openLongVideo, type ClipEnvelope, type CutSettings, type LongVideo } from '../../engine/clips';
import { openLedger, type Ledger } from '../../engine/ledger';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import { openFileStore } from '../../engine/ledger/fileStore';
import type { StageContext } from '../../engine/ledger/finished';
import { ffmpeg, measureLoudness, openWorkspace, probe, readWav, toMono } from '../../engine/media';
import { silentLogger, systemClock } from '../../engine/runtime';
import { speak } from '../../engine/voice';
import { make, testPorts } from './mediaSupport';

const dir = mkdtempSync(join(tmpdir(), 'ao-clips-'));
const at = (name: string) => join(dir, name);
const ports = testPorts();
const channel: Channel = channelWithDefaults({ id: 'clips', name: 'Clips' });
const SETTINGS: CutSettings = { channel, layout: 'auto', captionStyle: 'karaoke', palette: 'harbour', hookTitle: true };
const TALK = [
	'My grandmother kept forty hives of bees behind our house.',
	'Every morning she walked out in her slippers and listened to them.',
	'You can hear a hungry hive, she told me, because it never stops humming.',
	'One winter the humming stopped in eleven of the hives.',
	'Why did the bees die so quickly that year?',
	'Nobody in the village could say, so my grandmother began to write everything down.',
	'Her notebook is still the longest record of bees in our valley.',
	'Scientists read it today and find the warm winters one by one.',
].map((sentence, i) => (i === 5 ? `But ${sentence[0]!.toLowerCase()}${sentence.slice(1)}` : sentence));

let ledger: Ledger;
let context: StageContext;
let voice: string;
beforeAll(async () => {
	ledger = await openLedger({ path: at('ledger.sqlite') });
	const store = openFileStore(at('files'));
	const keep = async (path: string, as: { name: string; mime: string; content?: { sha256: string; bytes: number } }): Promise<FileRef> => {
		const { sha256, bytes } = await store.put(path);
		return { property: as.name, sha256, bytes, mime: as.mime };
	};
	const files = { keep, local: async (ref: FileRef) => (await store.find(ref.sha256))! };
	context = {
		...ports,
		logger: silentLogger,
		clock: systemClock,
		workspace: openWorkspace,
		files,
		ledger,
		store,
	} as unknown as StageContext;
	const scenes = TALK.map((narration, i) => ({ id: `s${i}`, narration }));
	voice = (await speak({ scenes, engine: 'piper', speaker: 'joe', speed: 1, pronunciations: {} }, context)).audioPath;
}, 900_000);
afterAll(async () => {
	await ledger.close();
	rmSync(dir, { recursive: true, force: true });
});

/** The talk with a picture made by `picture` (ffmpeg input and output arguments). */
async function film(name: string, input: string[], output: string[] = []): Promise<string> {
	const path = at(name);
	await make(ports, '-y', ...input, '-i', voice, '-map', '0:v', '-map', '1:a', '-shortest', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', ...output, path); // prettier-ignore
	return path;
}
const test25 = (size: string, rate = 25) => ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}`];
const open = (path: string) => openLongVideo({ path, name: basename(path) }, context);
const common = (video: LongVideo) => ({
	channel,
	source: {
		from: 'path',
		name: video.name,
		file: { property: video.path, sha256: video.sha256, bytes: video.bytes, mime: 'video/mp4' },
	} satisfies Clip['source'],
	transcript: { language: 'en' },
});
const wishes = { minSeconds: 10, maxSeconds: 20, count: 2, keywords: [] };
const short = async (path: string, range = '1 - 3', settings: Partial<CutSettings> = {}) => {
	const video = await open(path);
	const found = await listStage(video, { ...common(video), list: range, snap: 'exact' }, context);
	const made = await cutStage(video, found.clips, { ...SETTINGS, layout: 'fit', ...settings }, context);
	const [one] = made.clips;
	if ('error' in one!) throw one.error;
	return { clip: one!, info: await probe(await context.files.local(one!.video!.file), context), found };
};
const pictureAt = async (clip: ClipEnvelope, seconds: number, box: string): Promise<number[]> => {
	const path = await context.files.local(clip.video!.file);
	const { stdout } = await ffmpeg(
		[
			'-v',
			'error',
			'-ss',
			String(seconds),
			'-i',
			path,
			'-frames:v',
			'1',
			'-vf',
			`crop=${box},scale=1:1:flags=area,format=rgb24`,
			'-f',
			'rawvideo',
			'-',
		],
		{ ports },
	);
	return [...stdout];
};

test('a talk becomes clips of whole sentences at quiet points, captioned, level, to the frame; a second run hears and cuts nothing', async () => {
	const video = await open(await film('talk.mp4', test25('640x360')));
	const found = await momentsStage(video, { ...common(video), wishes }, context);
	expect(found.listened).toBe(true);
	expect(found.clips).toHaveLength(2);
	// A run that is killed after the first clip: the second is all that is left to do.
	const before = await cutStage(video, found.clips.slice(0, 1), SETTINGS, context);
	expect(before.cut).toBe(1);
	const again = await momentsStage(video, { ...common(video), wishes }, context);
	expect(again.listened).toBe(false);
	expect(again.clips.map(({ asset }) => asset.id)).toEqual(found.clips.map(({ asset }) => asset.id));
	const made = await cutStage(video, again.clips, SETTINGS, context);
	expect(made.cut).toBe(1);
	const starts = TALK.map((sentence) => sentence.split(' ')[0]!);
	for (const one of made.clips) {
		if ('error' in one) throw one.error;
		const { clip, asset, video: cut } = one;
		expect(asset).toMatchObject({ kind: 'short', parentId: expect.stringMatching(/^video-/) });
		// What was heard may differ in a word; where sentences begin and end may not.
		expect(starts.filter((start) => start !== 'But')).toContain(clip.text.split(' ')[0]);
		expect(clip.text).toMatch(/[.!]$/);
		expect(clip.title.length).toBeGreaterThan(8);
		expect(clip.scores.total).toBeGreaterThan(0);
		expect(cut).toMatchObject({ width: 1080, height: 1920, fps: 25 });
		const info = await probe(await context.files.local(cut!.file), context);
		expect(info.video).toMatchObject({ codec: 'h264', pixelFormat: 'yuv420p', width: 1080, height: 1920, matrix: 'bt709' });
		expect(Math.abs(cut!.durationSeconds - (clip.endSeconds - clip.startSeconds))).toBeLessThanOrEqual(0.5 / 25 + 1e-6);
		expect(Math.abs(info.durationSeconds - cut!.durationSeconds)).toBeLessThan(0.03);
		const loudness = await measureLoudness(await context.files.local(cut!.file), context);
		expect(Math.abs(loudness.integratedLufs + 14)).toBeLessThanOrEqual(1);
		expect(loudness.truePeakDb).toBeLessThanOrEqual(-1.5);
		// Quiet at both ends: the first and last 20 ms of the talk itself.
		const sound = at('edge.wav');
		await make(
			ports,
			'-y',
			'-ss',
			String(clip.startSeconds),
			'-t',
			String(clip.endSeconds - clip.startSeconds),
			'-i',
			voice,
			'-ac',
			'1',
			sound,
		);
		const wav = await readWav(sound);
		const level = (from: number, to: number) => 10 * Math.log10(toMono(wav).subarray(from, to).reduce((sum, v) => sum + v * v, 0) / (to - from) + 1e-12); // prettier-ignore
		const [n, whole] = [Math.round(wav.sampleRate * 0.02), level(0, wav.samples.length)];
		expect(level(0, n)).toBeLessThan(whole - 15);
		expect(level(wav.samples.length - n, wav.samples.length)).toBeLessThan(whole - 15);
	}
	const third = await cutStage(video, again.clips, SETTINGS, context);
	expect(third.cut).toBe(0);
}, 400_000);

test('the user’s subtitles are used instead of listening, in their own words', async () => {
	const path = await film('given.mp4', test25('320x180'));
	const video = await open(path);
	const total = video.info.durationSeconds;
	const stamp = (s: number) => `00:00:${s.toFixed(3).padStart(6, '0').replace('.', ',')}`;
	const lengths = TALK.map((line) => line.length);
	const all = lengths.reduce((a, b) => a + b, 0);
	let seen = 0;
	const srt = TALK.map((line, i) => {
		const from = (seen / all) * total;
		seen += lengths[i]!;
		return `${i + 1}\n${stamp(from)} --> ${stamp((seen / all) * total - 0.05)}\n${line.replace('hives', 'HIVES')}\n`;
	}).join('\n');
	const settings = { ...common(video), transcript: { language: 'en', given: { text: srt, name: 'talk.srt' } } };
	const found = await listStage(video, { ...settings, list: 'One winter the humming stopped', snap: 'sentences' }, context);
	expect(found.clips[0]!.clip.text).toBe('One winter the humming stopped in eleven of the HIVES.');
}, 900_000);

describe('bad input', () => {
	test.each<[string, () => Promise<string>, RegExp]>([
		['empty', async () => (writeFileSync(at('empty.mp4'), ''), at('empty.mp4')), /empty/],
		['a playlist called .mp4', async () => (writeFileSync(at('list.mp4'), '#EXTM3U\nhttp://127.0.0.1/x.ts\n'), at('list.mp4')), /playlist/],
		[
			'a concat script called .mp4',
			async () => (writeFileSync(at('concat.mp4'), "ffconcat version 1.0\nfile '/etc/passwd'\n"), at('concat.mp4')),
			/playlist/,
		],
		['noise', async () => (writeFileSync(at('noise.mp4'), Buffer.alloc(50_000, 'abcdefg')), at('noise.mp4')), /not a media file/],
		['missing', async () => at('nowhere.mp4'), /does not exist/],
		['cut off before its index', async () => { copyFileSync(await film('whole.mp4', test25('320x180')), at('cut.mp4')); truncateSync(at('cut.mp4'), Math.floor(statSync(at('cut.mp4')).size / 3)); return at('cut.mp4'); }, /cut off|damaged|cannot be read/], // prettier-ignore
	])('%s is refused with cause and fix', async (_what, file, cause) => {
		const path = await file();
		await expect(open(path)).rejects.toMatchObject({ message: expect.stringMatching(cause), fix: expect.stringMatching(/\w/) });
	});

	test('no speech, silence, no sound: moments say why, exact times are cut all the same', async () => {
		await make(ports, '-y', ...test25('320x180'), '-f', 'lavfi', '-i', 'anullsrc=r=48000', '-t', '6', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', at('silent.mp4')); // prettier-ignore
		await make(ports, '-y', ...test25('320x180'), '-t', '6', '-c:v', 'libx264', '-preset', 'ultrafast', at('mute.mp4'));
		for (const [name, why] of [
			['silent.mp4', /Nobody is heard/],
			['mute.mp4', /no sound/],
		] as const) {
			const video = await open(at(name));
			await expect(momentsStage(video, { ...common(video), wishes }, context)).rejects.toMatchObject({ code: 'INPUT', message: expect.stringMatching(why), fix: expect.stringMatching(/Cut My List/) }); // prettier-ignore
			const { info, found } = await short(at(name));
			expect(found.warnings.join()).toMatch(why);
			expect(info.audio).toBeDefined();
			expect(info.durationSeconds).toBeCloseTo(2, 1);
		}
	}, 900_000);

	test('ten hours are told how long they take, and cut by a range', async () => {
		await make(ports, '-y', '-f', 'lavfi', '-i', 'color=s=64x64:r=0.1', '-t', '36000', '-c:v', 'libx264', '-preset', 'ultrafast', at('day.mp4')); // prettier-ignore
		const video = await open(at('day.mp4'));
		await expect(momentsStage(video, { ...common(video), wishes }, context)).rejects.toMatchObject({ message: expect.stringMatching(/10\.0 hours long.*about \d+ minutes/), fix: expect.stringMatching(/range/i) }); // prettier-ignore
		expect((await short(at('day.mp4'), '9:59:50 - 9:59:52')).info.durationSeconds).toBeCloseTo(2, 1);
	}, 900_000);

	test('turned, odd, uneven, doubled rates and other pixels come out upright, even and whole', async () => {
		await make(ports, '-y', ...test25('322x182', 50), '-t', '4', '-vf', 'setsar=4/3', '-pix_fmt', 'yuv444p', '-c:v', 'libx264', '-preset', 'ultrafast', at('odd.mp4')); // prettier-ignore
		expect((await short(at('odd.mp4'))).info.video).toMatchObject({ fps: 25, pixelFormat: 'yuv420p', pixelAspect: 1 });
		await make(ports, '-y', ...test25('320x180', 30), '-t', '5', '-vf', "select='not(mod(n,7))+gt(mod(n,5),2)',setpts=N/(22+8*sin(N/9))/TB", '-fps_mode', 'vfr', '-c:v', 'libx264', '-preset', 'ultrafast', at('uneven.mp4')); // prettier-ignore
		expect((await short(at('uneven.mp4'), '0.5 - 2.5')).info.video!.fps).toBe(30);
		// Red above blue, turned by a quarter: upright, red is at one side.
		await make(ports, '-y', '-f', 'lavfi', '-i', 'color=red:s=320x90:r=25', '-f', 'lavfi', '-i', 'color=blue:s=320x90:r=25', '-filter_complex', 'vstack', '-t', '4', '-c:v', 'libx264', '-preset', 'ultrafast', at('flat.mp4')); // prettier-ignore
		await make(ports, '-y', '-display_rotation', '90', '-i', at('flat.mp4'), '-c', 'copy', at('turned.mp4'));
		const { clip } = await short(at('turned.mp4'), '1 - 3', { captionStyle: 'none', hookTitle: false });
		const [left, right] = [await pictureAt(clip, 1, '200:200:100:860'), await pictureAt(clip, 1, '200:200:780:860')];
		expect([left[0]! > 200 && left[2]! < 60, right[2]! > 200 && right[0]! < 60]).toEqual([true, true]);
	}, 200_000);

	test('ten bits and high dynamic range become ordinary colours', async () => {
		// Grey of 203 nits in PQ: white on an ordinary screen.
		await make(ports, '-y', '-f', 'lavfi', '-i', 'color=c=0x949494:s=320x180:r=25', '-t', '4', '-vf', 'scale=out_range=tv:out_color_matrix=bt2020,format=yuv420p10le', '-c:v', 'libx264', '-preset', 'ultrafast', '-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc', '-color_range', 'tv', at('hdr.mp4')); // prettier-ignore
		const video = await open(at('hdr.mp4'));
		expect(video.info.video).toMatchObject({ hdr: true, transfer: 'pq', bitDepth: 10 });
		const { clip, info } = await short(at('hdr.mp4'), '1 - 3', { captionStyle: 'none', hookTitle: false });
		expect(info.video).toMatchObject({ hdr: false, bitDepth: 8, matrix: 'bt709' });
		const middle = await pictureAt(clip, 1, '200:200:440:860');
		expect(Math.min(...middle)).toBeGreaterThan(215);
		expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(8);
	}, 900_000);

	test('a recording without a picture gets a ground with its title', async () => {
		const { clip, info } = await short(voice, '1 - 4');
		expect(info.video).toMatchObject({ width: 1080, height: 1920, fps: 30 });
		expect((await pictureAt(clip, 1, '200:200:440:100'))[0]).toBeLessThan(90);
	}, 900_000);

	test('one bad moment fails alone, and a bad time names the film’s length', async () => {
		const video = await open(await film('other.mp4', test25('320x180')));
		const { clips } = await listStage(video, { ...common(video), list: '1 - 2.5', snap: 'exact' }, context);
		const bad: ClipEnvelope = {
			...clips[0]!,
			asset: { ...clips[0]!.asset, id: 'short-bad' },
			clip: { ...clips[0]!.clip, startSeconds: 4000, endSeconds: 4010 },
		};
		await ledger.assets.open(bad.asset, channel.id);
		const made = await cutStage(video, [bad, clips[0]!], { ...SETTINGS, layout: 'fit' }, context);
		expect(made.clips[0]).toMatchObject({ error: { message: expect.stringMatching(/other\.mp4 lasts/) } });
		expect(made.clips[1]).toMatchObject({ video: { width: 1080 } });
	}, 900_000);
});
