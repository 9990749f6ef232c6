/** Films made again, as a user of the command line does it: from a recipe, after a correction, after a kill, twice at once. */
import { spawn } from 'node:child_process';
import { createCanvas } from '@napi-rs/canvas';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const work = mkdtempSync(join(tmpdir(), 'ai-operator-film-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}
function start(home: string, args: string[], command = ['make']) {
	const child = spawn(process.execPath, [join(root, 'dist', 'cli', 'index.js'), ...command, ...args], {
		env: { ...process.env, AI_OPERATOR_HOME: join(work, home) },
	});
	const said = { stdout: '', stderr: '' };
	child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
	return { child, ended: new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...said }))) };
}
const make = (home: string, ...args: string[]) => start(home, [...args, '--voice', 'joe']).ended;
const filmIn = ({ code, stdout, stderr }: Ended): Buffer => {
	if (code !== 0) throw new Error(stderr);
	return readFileSync(join(stdout.trim(), 'video.mp4'));
};
const drawn = ({ stderr }: Ended) => /drawn anew: ([^(\n]*)/.exec(stderr)?.[1]?.trim().split(', ') ?? [];

const script = join(work, 'script.md');
writeFileSync(
	script,
	'# Ice\n\nIce floats on water.\n\nA litre of ice weighs 917 grams.\n\nIt melts slowly in the sea.\n\nSo most of it stays hidden.\n',
);
let first: Ended;
beforeAll(async () => {
	first = await make('home', '--script', script, '--out', join(work, 'out'));
}, 900_000);

test('from its recipe the film is the same to the bit, drawn and mixed anew', async () => {
	const film = filmIn(first);
	const recipe = join(first.stdout.trim(), 'recipe.json');
	for (const cache of ['scenes', 'sounds']) rmSync(join(work, 'home', 'cache', cache), { recursive: true });
	const again = await make('home', '--recipe', recipe, '--out', join(work, 'again'));
	expect(again.stderr).toContain('identical to the bit');
	expect(filmIn(again).equals(film)).toBe(true);

	const changed = JSON.parse(readFileSync(recipe, 'utf8')) as {
		made: Record<string, string>;
		plan: { scenes: { title: string }[] };
		sources: object[];
	};
	changed.made.ffmpeg = '4.4 (1 bytes)';
	changed.plan.scenes[1]!.title = 'Another title';
	const page = { id: 'src-1', url: 'https://sea.example/ice', title: 'Ice', publisher: 'Sea Paper' };
	changed.sources = [{ ...page, sha256: 'ab'.repeat(32), publishedAt: '2024-01-02', licence: 'CC0 1.0' }];
	writeFileSync(join(work, 'changed.json'), JSON.stringify(changed));
	const other = await make('home', '--recipe', join(work, 'changed.json'), '--out', join(work, 'other'));
	expect(other).toMatchObject({
		code: 3,
		stderr: expect.stringMatching(/ffmpeg differs: 4\.4 \(1 bytes\) then[\s\S]*not identical/) as string,
	});
	// What it was written from stays known: in the next recipe and in the package.
	const read = (name: string) => readFileSync(join(other.stdout.trim(), name), 'utf8');
	expect(JSON.parse(read('recipe.json'))).toMatchObject({ sources: changed.sources });
	expect(JSON.parse(read('script.json'))).toMatchObject({ sources: [{ ...page, licence: 'CC0 1.0' }] });
	expect(read('script.md')).toContain('- src-1: Ice, Sea Paper, 2024 (CC0 1.0), https://sea.example/ice');
	writeFileSync(join(work, 'broken.json'), '{"v":2}');
	expect(await make('home', '--recipe', join(work, 'broken.json'))).toMatchObject({
		code: 1,
		stderr: expect.stringMatching(/cannot be used: asset is missing[\s\S]*--script/) as string,
	});
}, 900_000);

test('a sentence changed in script.md is drawn alone, and taken back the film is what it was', async () => {
	const film = filmIn(first);
	const markdown = join(first.stdout.trim(), 'script.md');
	const text = readFileSync(markdown, 'utf8');
	writeFileSync(join(work, 'edited.md'), text.replace('melts slowly in the sea', 'melts very slowly in the cold sea'));
	const edited = await make('home', '--script', join(work, 'edited.md'), '--out', join(work, 'out'));
	expect(filmIn(edited).equals(film)).toBe(false);
	// The scene after it shows it in its transition, if it has one.
	expect(drawn(edited)).toContain('s3');
	expect(drawn(edited).filter((id) => id !== 's3' && id !== 's4')).toEqual([]);
	writeFileSync(join(work, 'back.md'), text);
	expect(filmIn(await make('home', '--script', join(work, 'back.md'), '--out', join(work, 'out'))).equals(film)).toBe(true);
}, 900_000);

describe('in its package', () => {
	const command = (...args: string[]) => start('home', args, []).ended;
	const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');
	let folder: string;
	beforeAll(async () => {
		folder = (await make('home', '--script', script, '--out', join(work, 'corrected'))).stdout.trim();
		// A run before this one may have left the film otherwise in the ledger; the package is what counts.
		writeFileSync(join(folder, 'my notes.txt'), 'keep me');
	}, 300_000);

	test('rerender: scenes that are named look otherwise, in the same voice, and nothing else is drawn', async () => {
		const film = readFileSync(join(folder, 'video.mp4'));
		const other = await command('rerender', folder, '--scenes', 's3', '--layout', 'centred', '--ground', 'accent');
		expect(other).toMatchObject({ code: 0, stdout: `${folder}\n` });
		expect(drawn(other)).toContain('s3');
		expect(drawn(other).filter((id) => id !== 's3' && id !== 's4')).toEqual([]);
		expect(readFileSync(join(folder, 'video.mp4')).equals(film)).toBe(false);
		const recipe = JSON.parse(text(folder, 'recipe.json')) as {
			voice: { speaker: string };
			plan: { scenes: { id: string; ground: string }[] };
		};
		expect(recipe.voice.speaker).toBe('piper/joe');
		expect(recipe.plan.scenes.find(({ id }) => id === 's3')).toMatchObject({ skeleton: 2, ground: 'accent' });
		expect(text(folder, 'my notes.txt')).toBe('keep me');
		// Nothing is changed: nothing is drawn, and what was restyled stays so.
		const whole = () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
		const untouched = whole();
		const again = await command('rerender', join(folder, 'script.md'));
		expect(again.stderr).toContain('nothing had to be drawn anew');
		expect(again.stderr).toContain(`Nothing was changed: ${folder} stays as it is.`);
		expect(whole()).toEqual(untouched);
		const { plan, voice } = JSON.parse(text(folder, 'recipe.json')) as typeof recipe;
		expect({ plan, voice }).toEqual({ plan: recipe.plan, voice: recipe.voice });
	}, 300_000);

	test('rerender: a sentence edited in its script.md is spoken and drawn; the edited file is not kept twice', async () => {
		writeFileSync(join(folder, 'script.md'), text(folder, 'script.md').replace('melts slowly in the sea', 'melts slowly in warm water'));
		const edited = await command('rerender', folder);
		expect(drawn(edited)).toContain('s3');
		expect(text(folder, 'captions.srt').replace(/\s+/g, ' ')).toContain('melts slowly in warm water');
		expect(text(folder, 'script.md')).toContain('melts slowly in warm water');
		expect(readdirSync(folder).filter((name) => /yours/.test(name))).toEqual([]);
		// With make it is the same: voice and music are those of the film.
		const voice = (JSON.parse(text(folder, 'recipe.json')) as { voice: object }).voice;
		const { ended } = start('home', ['make', '--script', join(folder, 'script.md'), '--out', join(work, 'corrected')], []);
		expect((await ended).stdout).toBe(`${folder}\n`);
		expect((JSON.parse(text(folder, 'recipe.json')) as { voice: object }).voice).toEqual(voice);
	}, 300_000);

	test('rerender: pictures of the user’s stay where they were shown', async () => {
		const pictures = join(work, 'pictures');
		mkdirSync(pictures);
		const canvas = createCanvas(90, 160);
		canvas.getContext('2d').fillRect(0, 0, 45, 160);
		writeFileSync(join(pictures, 's3.png'), canvas.toBuffer('image/png'));
		const shown = () => Object.keys((JSON.parse(text(folder, 'recipe.json')) as { pictures: object }).pictures);
		await command('rerender', folder, '--pictures', pictures);
		expect(shown()).toEqual(['s3']);
		await command('rerender', folder, '--scenes', 's2');
		expect(shown()).toEqual(['s3']);
		await command('make', '--script', join(folder, 'script.md'), '--out', join(work, 'corrected'));
		expect(shown()).toEqual(['s3']);
	}, 300_000);

	test('thumbnails: made again, with words and a scene of the user’s; the rest of the package is not touched', async () => {
		const all = () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
		const before = all();
		const other = await command('thumbnails', folder);
		const paths = [1, 2, 3].map((n) => join(folder, `thumbnail-${n}.png`));
		expect(other).toMatchObject({ code: 0, stdout: `${paths.join('\n')}\n` });
		const turned = all();
		expect(
			Object.keys(turned)
				.filter((name) => turned[name] !== before[name])
				.sort(),
		).toEqual(['recipe.json', 'script.json', 'thumbnail-1.png', 'thumbnail-2.png', 'thumbnail-3.png']);
		expect(turned['thumbnail-1.png']).not.toBe(before['thumbnail-1.png']);
		await command('thumbnails', folder, '--title', 'Nine *tenths* hidden', '--scene', 's2');
		expect(all()['thumbnail-1.png']).not.toBe(turned['thumbnail-1.png']);
		expect(Object.keys(all())).toEqual(Object.keys(before));
		// They stay when the film is made again: as it is, from its recipe, and with another scene.
		const chosen = all();
		expect((await command('rerender', folder)).stderr).toContain('Nothing was changed');
		expect(all()).toEqual(chosen);
		const again = await command('make', '--recipe', join(folder, 'recipe.json'), '--out', join(work, 'thumbnails'));
		for (const path of paths)
			expect(readFileSync(path).equals(readFileSync(join(again.stdout.trim(), path.slice(folder.length))))).toBe(true);
		await command('rerender', folder, '--scenes', 's4', '--layout', 'top');
		expect(all()['video.mp4']).not.toBe(chosen['video.mp4']);
		for (const name of ['thumbnail-1.png', 'thumbnail-2.png', 'thumbnail-3.png']) expect(all()[name]).toBe(chosen[name]);
		await command('make', '--script', join(folder, 'script.md'), '--out', join(work, 'corrected'));
		expect(all()['thumbnail-1.png']).toBe(chosen['thumbnail-1.png']);
		// The scene that leads looks otherwise: so does the thumbnail.
		await command('rerender', folder, '--scenes', 's2', '--ground', 'accent');
		expect(all()['thumbnail-1.png']).not.toBe(chosen['thumbnail-1.png']);
		await command('thumbnails', folder, '--reset');
		for (const path of paths) expect(readFileSync(path).toString('base64')).toBe(before[path.slice(folder.length + 1)]);
		expect(JSON.parse(text(folder, 'recipe.json'))).not.toHaveProperty('ownThumbnails');
		expect((await command('rerender', folder)).stderr).toContain('Nothing was changed');
	}, 300_000);

	test('thumbnails: a picture of the user’s leads also when the film is made again', async () => {
		const picture = join(work, 'cover.png');
		const canvas = createCanvas(320, 180);
		canvas.getContext('2d').fillRect(0, 0, 160, 180);
		writeFileSync(picture, canvas.toBuffer('image/png'));
		await command('thumbnails', folder, '--picture', picture);
		const first = readFileSync(join(folder, 'thumbnail-1.png'));
		rmSync(picture);
		await command('rerender', folder, '--scenes', 's4', '--layout', 'rail');
		expect(readFileSync(join(folder, 'thumbnail-1.png')).equals(first)).toBe(true);
	}, 300_000);

	describe('made otherwise than the channel says', () => {
		const own = join(work, 'named.md');
		let named: string;
		interface Made {
			voice: { speaker: string; speed: number; pronunciations: object; sha256: string };
			plan: { captionStyle: string; palette: string; scenes: unknown[] };
			bed: { kind: string };
		}
		const recipe = () => JSON.parse(text(named, 'recipe.json')) as Made;
		const settings = () => {
			const { voice, plan, bed } = recipe();
			const { speaker, speed, pronunciations } = voice;
			return { speaker, speed, pronunciations, captions: plan.captionStyle, palette: plan.palette, bed: bed.kind };
		};
		const edit = (from: string, to: string) => writeFileSync(join(named, 'script.md'), text(named, 'script.md').replace(from, to));
		const roads = {
			rerender: (...args: string[]) => command('rerender', named, ...args),
			'make --script': (...args: string[]) => command('make', '--script', join(named, 'script.md'), '--out', join(work, 'named'), ...args),
		};
		const chosen = {
			speaker: 'piper/joe',
			speed: 1.2,
			pronunciations: { Niamh: 'NEEV' },
			captions: 'plain',
			palette: 'forest',
			bed: 'none',
		};
		beforeAll(async () => {
			writeFileSync(own, '# Names\n\nNiamh has nine boats.\n\nEach of them is green.\n');
			const options = ['--speed', '1.2', '--captions', 'plain', '--palette', 'forest', '--music', 'none', '--say', 'Niamh=NEEV'];
			named = (await make('home', '--script', own, '--out', join(work, 'named'), ...options)).stdout.trim();
		}, 300_000);

		test.each(Object.entries(roads))(
			'%s keeps voice and look of the film, and takes what is said now',
			async (_name, road) => {
				expect(settings()).toEqual(chosen);
				edit('is green', 'is dark green');
				expect(await road()).toMatchObject({ code: 0, stdout: `${named}\n` });
				expect(text(named, 'captions.srt').replace(/\s+/g, ' ')).toContain('dark green');
				expect(settings()).toEqual(chosen);
				edit('is dark green', 'is green');
				await road('--speed', '1', '--captions', 'karaoke', '--palette', 'clay', '--music', 'calm', '--say', 'Niamh=nee-AV');
				const now = { speed: 1, pronunciations: { Niamh: 'nee-AV' }, captions: 'karaoke', palette: 'clay', bed: 'calm' };
				expect(settings()).toEqual({ ...chosen, ...now });
				await road('--speed', '1.2', '--captions', 'plain', '--palette', 'forest', '--music', 'none', '--say', 'Niamh=NEEV');
				expect(settings()).toEqual(chosen);
			},
			600_000,
		);

		test.each(Object.entries(roads))(
			'%s keeps the recording of a film that the user spoke',
			async (_name, road) => {
				// Of a film that a voice spoke, told to be one by its maker: spoken again, it would be the channel's voice.
				const pretend = () =>
					writeFileSync(
						join(named, 'recipe.json'),
						text(named, 'recipe.json').replace('"speaker":"piper/joe"', '"speaker":"own recording"'),
					);
				const { sha256 } = recipe().voice;
				pretend();
				expect(await road()).toMatchObject({ code: 0 });
				expect(recipe().voice.sha256).toBe(sha256);
				pretend();
				edit('is green', 'is blue');
				expect(await road()).toMatchObject({
					code: 1,
					stderr: expect.stringMatching(/spoken by yourself[\s\S]*--recording FILE/) as string,
				});
				edit('is blue', 'is green');
				expect(await road('--voice', 'joe', '--speed', '1')).toMatchObject({ code: 0 });
				expect(recipe().voice).toMatchObject({ speaker: 'piper/joe', speed: 1 });
				await road('--speed', '1.2');
			},
			600_000,
		);
	});

	test.each([
		[['rerender', 'FOLDER', '--captions', 'loud'], /--captions loud is unknown/],
		[['rerender', 'FOLDER', '--speed', '9'], /--speed 9 is no number/],
		[['rerender', 'FOLDER', '--palette', 'mud'], /--palette mud is unknown/],
		[['rerender'], /No package is named\nName its folder/],
		[['thumbnails', work], /no recipe\.json lies there/],
		[['rerender', 'FOLDER', '--scenes', 's9'], /--scenes s9 is unknown\nUse one of: s1, s2, s3, s4/],
		[['rerender', 'FOLDER', '--ground', 'dark'], /No scene is named/],
		[['rerender', 'FOLDER', '--scenes', 's2', '--layout', 'upside'], /--layout upside is unknown\nUse one of: top, side/],
		[['thumbnails', 'FOLDER', '--scene', 's9'], /--scene s9 is unknown/],
		[['thumbnails', 'FOLDER', '--scene', 's1', '--picture', 'a.jpg'], /Leave one of them out/],
		[['thumbnails', 'FOLDER', '--picture', 'missing.jpg'], /missing\.jpg/],
		[['thumbnails', 'FOLDER', '--round', 'two'], /--round two is no number/],
		[['thumbnails', 'FOLDER', '--reset', '--title', 'Ice'], /nothing else can be asked for/],
	])('wrong use is said: %j', async (args, said) => {
		const ended = await command(...args.map((arg) => (arg === 'FOLDER' ? folder : arg)));
		expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(said) as string });
	});
});

test('killed in the middle of drawing, and killed again, it goes on with what was drawn; the film is the same', async () => {
	// A scene's body has a still beside it; the frames in which it takes over from the scene before are kept apart.
	const scenes = () => {
		try {
			return readdirSync(join(work, 'killed', 'cache', 'scenes'), { recursive: true, encoding: 'utf8' }).filter(
				(name) => name.endsWith('still.png') && !name.startsWith('.partial'),
			).length;
		} catch {
			return 0;
		}
	};
	for (const wanted of [1, 2]) {
		const { child, ended } = start('killed', ['--script', script, '--voice', 'joe', '--out', join(work, 'killed-out')]);
		while (child.exitCode === null && scenes() < wanted) await new Promise((resolve) => setTimeout(resolve, 20));
		child.kill('SIGKILL');
		await ended;
	}
	const kept = scenes();
	expect(kept).toBeGreaterThanOrEqual(2);
	const whole = await make('killed', '--script', script, '--out', join(work, 'killed-out'));
	expect(drawn(whole).length).toBeLessThanOrEqual(4 - kept);
	expect(filmIn(whole).equals(filmIn(first))).toBe(true);
	expect(readdirSync(join(work, 'killed', 'cache', 'scenes', '.partial'))).toEqual([]);
}, 900_000);

test('two at once make one film', async () => {
	const both = await Promise.all([0, 1].map(() => make('both', '--script', script, '--out', join(work, 'both-out'))));
	for (const ended of both) expect(filmIn(ended).equals(filmIn(first))).toBe(true);
}, 900_000);
