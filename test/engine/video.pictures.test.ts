import { createCanvas, loadImage } from '@napi-rs/canvas';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scene } from '../../engine/asset';
import { findFfmpeg, runChild } from '../../engine/media';
import type { Ports } from '../../engine/ports';
import { silentLogger, systemClock } from '../../engine/runtime';
import { childPath } from '../../engine/runtime/paths';
import { examine, matchPictures, orientationOf, picturesInFolder, preparePicture, type PictureUse } from '../../engine/video/pictures';

const ports = {
	logger: silentLogger,
	progress: () => undefined,
	signal: new AbortController().signal,
	clock: systemClock,
} as unknown as Ports;
const scene = (id: string, narration: string, type: 'statement' | 'quote' = 'statement'): Scene => ({
	id,
	narration,
	onScreen: { title: '' },
	visual: type === 'quote' ? { type, text: '', who: '' } : { type },
	citations: [],
});
let dir: string;
beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), 'pictures-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('which picture goes where', () => {
	const scenes = [
		scene('s1', 'Ships climb a mountain in one day.'),
		scene('s2', 'The locks of Gatún lift them twenty-six metres.', 'quote'),
		scene('s3', 'Nobody believed it.'),
		scene('s4', 'Nobody paid for it.'),
		scene('s12', 'Rain fills the lake.', 'quote'),
	];
	const match = (...names: string[]) =>
		Object.fromEntries(
			[
				...matchPictures(
					scenes,
					names.map((name) => ({ name })),
				),
			].map(([id, { name }]) => [id, name]),
		);

	test('by number first, then by the words of its name, then in order over scenes of words alone', () => {
		expect(match('S3.JPG', '12-lake.png', 'gatun_lock.webp')).toEqual({ s3: 'S3.JPG', s12: '12-lake.png', s2: 'gatun_lock.webp' });
		expect(match('mountain-ships.jpg', 'zzz.png', 'yyy.png')).toEqual({ s1: 'mountain-ships.jpg', s3: 'zzz.png', s4: 'yyy.png' });
		expect(match('scene 2.mp4', 's2.png')).toEqual({ s2: 'scene 2.mp4', s1: 's2.png' });
		// Neither a year nor a camera's counter is a scene, nor a number that no scene has.
		expect(match('2024-rain.jpg')).toEqual({ s12: '2024-rain.jpg' });
		expect(match('s99.jpg', 'IMG_0003.jpg')).toEqual({ s1: 's99.jpg', s3: 'IMG_0003.jpg' });
	});

	test('a map takes no picture by its words', () => {
		const onMap = scenes.map((each) => (each.id === 's2' ? { ...each, visual: { type: 'place' } as never } : each));
		expect([...matchPictures(onMap, [{ name: 'gatun.jpg' }]).keys()]).toEqual(['s1']);
	});

	test('a word that every scene says tells nothing of its own, and a scene that has a picture keeps it', () => {
		const kept = scenes.map((each) => (each.id === 's3' ? { ...each, picture: { file: {} as never, kind: 'image' as const } } : each));
		const matched = matchPictures(kept, [{ name: 's3.jpg' }, { name: 'nobody paid.jpg' }]);
		expect([...matched.keys()].sort()).toEqual(['s1', 's4']);
		expect(matched.get('s4')!.name).toBe('nobody paid.jpg');
	});
});

test('a folder: pictures by content, credits beside them, nothing through links that lead out', async () => {
	const folder = join(dir, 'folder');
	await mkdir(folder);
	const png = createCanvas(8, 8).toBuffer('image/png');
	for (const name of ['a.png', 'b.png', 'c.jpg', 'notes.pdf', '.hidden.png']) await writeFile(join(folder, name), png);
	await writeFile(join(folder, 'a.txt'), 'Photo:\u202e Ana\n Silva');
	await writeFile(join(folder, 'credits.csv'), 'file,credit\nB.PNG,"Bo ""B"" Lind, CC BY"\na.png,not this one\n');
	await writeFile(join(folder, 'd.jpg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
	await writeFile(join(folder, 'e.mp4'), '#EXTM3U\nfile:///etc/passwd');
	await symlink('/etc/passwd', join(folder, 'f.png'));
	await symlink('/etc/passwd', join(folder, 'c.txt'));
	const problems: string[] = [];
	const found = await picturesInFolder(folder, (problem) => problems.push(problem));
	expect(found.map(({ name, kind, credit }) => ({ name, kind, credit }))).toEqual([
		{ name: 'a.png', kind: 'image', credit: 'Photo: Ana Silva' },
		{ name: 'b.png', kind: 'image', credit: 'Bo "B" Lind, CC BY' },
		{ name: 'c.jpg', kind: 'image', credit: undefined },
	]);
	expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['d.jpg', 'e.mp4', 'f.png']);
	await expect(picturesInFolder(join(dir, 'none'), () => undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

const built = existsSync(childPath('supervisor'));
const ffmpeg = built ? await findFfmpeg(ports).catch(() => null) : null;

(ffmpeg ? describe : describe.skip)(`prepared pictures${ffmpeg ? '' : ' (skipped: no build or no ffmpeg)'}`, () => {
	const workspace = { dir: '', path: (name: string) => join(dir, `work-${name}`), dispose: async () => undefined };
	const use = (more: Partial<PictureUse> = {}): PictureUse => ({
		kind: 'image',
		sha256: 'x',
		name: 'x',
		width: 1080,
		height: 1920,
		frames: 30,
		...more,
	});

	test('are upright, bounded and never enlarged; a logo keeps what is see-through', async () => {
		const canvas = createCanvas(60, 30);
		const x = canvas.getContext('2d');
		x.fillStyle = '#ff0000';
		x.fillRect(0, 0, 30, 30);
		x.fillStyle = '#0000ff';
		x.fillRect(30, 0, 30, 30);
		// EXIF: turn by 90° clockwise, so that what was left is on top.
		const exif = Buffer.from('ffe100224578696600004d4d002a000000080001011200030000000100060000000000000000'.slice(0, 72), 'hex');
		const jpeg = canvas.toBuffer('image/jpeg', 95);
		await writeFile(join(dir, 'turned.jpg'), Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
		expect(await orientationOf(join(dir, 'turned.jpg'))).toBe(6);
		const prepared = await preparePicture(join(dir, 'turned.jpg'), use(), 'turned', workspace, ports);
		expect(prepared).toMatchObject({ kind: 'image', width: 30, height: 60 });
		const back = createCanvas(30, 60).getContext('2d');
		back.drawImage(await loadImage(prepared.path), 0, 0);
		const [top, bottom] = [back.getImageData(15, 10, 1, 1).data, back.getImageData(15, 50, 1, 1).data];
		expect([top[0]! > 200, top[2]! < 60, bottom[0]! < 60, bottom[2]! > 200]).toEqual([true, true, true, true]);

		const large = createCanvas(1500, 1000);
		large.getContext('2d').fillRect(0, 0, 750, 1000);
		await writeFile(join(dir, 'large.png'), large.toBuffer('image/png'));
		const fitted = await preparePicture(join(dir, 'large.png'), use({ width: 270, height: 480 }), 'large', workspace, ports);
		expect(fitted.height).toBeGreaterThanOrEqual(480);
		expect(fitted.height).toBeLessThanOrEqual(480 * 1.2 + 2);
		const logo = await preparePicture(join(dir, 'large.png'), use({ width: 300, height: 300, alpha: true }), 'logo', workspace, ports);
		expect([logo.width, logo.height]).toEqual([300, 200]);
		const drawn = createCanvas(300, 200).getContext('2d');
		drawn.drawImage(await loadImage(logo.path), 0, 0);
		expect([drawn.getImageData(20, 100, 1, 1).data[3], drawn.getImageData(280, 100, 1, 1).data[3]]).toEqual([255, 0]);
		expect(logo.sha256).not.toBe(fitted.sha256);
	});

	test('a clip gives the frames of its scene, filling the film; a damaged one says what is wrong', async () => {
		const clip = join(dir, 'clip.mp4');
		const made = [
			'-v',
			'error',
			'-y',
			'-f',
			'lavfi',
			'-i',
			'testsrc2=size=320x180:rate=24:duration=1',
			'-c:v',
			'libx264',
			'-pix_fmt',
			'yuv420p',
			clip,
		];
		await runChild({ command: ffmpeg!.path, args: made });
		expect((await examine(clip, 'clip.mp4', () => undefined))!.kind).toBe('clip');
		const prepared = await preparePicture(clip, use({ kind: 'clip', width: 270, height: 480, frames: 20 }), 'clip', workspace, ports);
		expect(prepared.frames).toBe(20);
		const names = (await readdir(prepared.path)).sort();
		expect([names[0], names.at(-1)]).toEqual(['00001.jpg', '00020.jpg']);
		const frame = await loadImage(join(prepared.path, names[0]!));
		expect([frame.width, frame.height]).toEqual([270, 480]);
		// Shorter than its scene: what there is, then it stands.
		expect(
			(await preparePicture(clip, use({ kind: 'clip', width: 270, height: 480, frames: 90 }), 'short', workspace, ports)).frames,
		).toBeLessThan(35);
		await writeFile(join(dir, 'damaged.jpg'), Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(400, 7)]));
		await expect(preparePicture(join(dir, 'damaged.jpg'), use(), 'damaged', workspace, ports)).rejects.toMatchObject({
			fix: expect.any(String),
		});
	});
});
