/** Publishing to a folder: real folders, several at once, killed processes, links, and files of the user's. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { build } from 'esbuild';
import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import type { Envelope, FileRef } from '../../engine/asset';
import { OperatorError } from '../../engine/errors';
import type { StageContext } from '../../engine/ledger/finished';
import { textHash } from '../../engine/ledger/scriptText';
import { publishToFolder, replaceThumbnails, type FolderSettings, type Told } from '../../engine/publish';
import { chapterLines, descriptionOf } from '../../engine/publish/description';
import { silentLogger, systemClock } from '../../engine/runtime';
import { packageRoot } from '../../engine/runtime/paths';
import { execute } from '../../nodes/Publisher/actions/publish.operation';
import { propertyOf } from '../../nodes/shared/files';

const work = realpathSync(mkdtempSync(join(tmpdir(), 'ao-publish-')));
afterAll(() => rmSync(work, { recursive: true, force: true }));
let count = 0;
const fresh = (): string => {
	const dir = join(work, `t${++count}`);
	mkdirSync(dir);
	return dir;
};

const PLAIN = ['captions.srt', 'captions.vtt', 'recipe.json', 'script.json', 'script.md', 'sheet.png', 'titles.txt', 'video.mp4'];
const listing = (dir: string): string[] => readdirSync(dir).sort();
const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

const BARE_SCRIPT = { hook: '', scenes: [], description: '', chapters: [], tags: [], writer: 'own script', copiedShare: 0, revision: 1 };

/** An asset whose files lie in `store`, private as in our own store; every file tells asset and version. */
function asset(store: string, id: string, options: { thumbnails?: number; version?: number } = {}): Envelope {
	const file = (name: string): FileRef => {
		const content = `${id} ${name} ${options.version ?? 1}`;
		const sha256 = createHash('sha256').update(content).digest('hex');
		writeFileSync(join(store, sha256), content, { mode: 0o600 });
		return { property: name, sha256, bytes: content.length, mime: 'x/y' };
	};
	return {
		channel: { id: 'Plain Wonders', name: 'Plain Wonders', language: 'en' },
		asset: { v: 1, id, kind: 'short', createdAt: '2026-05-04T10:00:00.000Z', variant: 0 },
		script: { ...BARE_SCRIPT, titles: ['Why Ice Floats'] },
		video: {
			file: file('video'),
			width: 1080,
			height: 1920,
			fps: 30,
			durationSeconds: 1,
			captions: { srt: file('srt'), vtt: file('vtt') },
			thumbnails: Array.from({ length: options.thumbnails ?? 0 }, (_, i) => file(`thumbnail ${i + 1}`)),
			sheet: file('sheet'),
			recipe: file('recipe'),
		},
	};
}

function context(store: string, more: Partial<StageContext> = {}): StageContext {
	return {
		clock: systemClock,
		logger: silentLogger,
		signal: new AbortController().signal,
		files: { local: async (file: FileRef) => join(store, file.sha256) },
		ledger: { published: { add: async () => undefined }, parts: { get: async () => null } },
		...more,
	} as unknown as StageContext;
}

const settings = (root: string, more: Partial<FolderSettings> = {}): FolderSettings => ({
	root,
	pattern: '{channel}/{slug}',
	scriptMarkdown: '# Why Ice Floats\n',
	...more,
});

/** Publishes and gives the folder. */
async function publish(envelope: Envelope, root: string, store: string, more: Partial<FolderSettings> = {}): Promise<string> {
	return (await publishToFolder(envelope, settings(root, more), context(store))).published!.at(-1)!.remoteId;
}

test('a package is whole, readable for others, listed in script.json, and nothing else stays in the folder', async () => {
	const [root, store] = [join(fresh(), 'not', 'there yet'), fresh()];
	const folder = await publish(asset(store, 'a1', { thumbnails: 1 }), root, store);
	expect(folder).toBe(join(root, 'plain-wonders', 'why-ice-floats'));
	expect(listing(folder)).toEqual([...PLAIN, 'thumbnail-1.png'].sort());
	for (const name of listing(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o644 & ~process.umask());
	expect(statSync(folder).mode & 0o777).toBe(0o755 & ~process.umask());
	const head = JSON.parse(text(folder, 'script.json')) as { files: { name: string; sha256: string }[] };
	expect([...head.files.map((file) => file.name), 'script.json'].sort()).toEqual(listing(folder));
	for (const { name, sha256 } of head.files) expect(createHash('sha256').update(text(folder, name)).digest('hex')).toBe(sha256);
	expect(listing(root)).toEqual(['plain-wonders']);
});

test('new thumbnails: nothing else is touched, one that the user drew is kept, and the list stays true', async () => {
	const [root, store] = [fresh(), fresh()];
	const folder = await publish(asset(store, 'a1', { thumbnails: 3 }), root, store);
	writeFileSync(join(folder, 'script.md'), 'edited by me, not rendered yet');
	writeFileSync(join(folder, 'video.mp4'), 'graded by me');
	writeFileSync(join(folder, 'thumbnail-2.png'), 'drawn by me');
	const before = statSync(join(folder, 'sheet.png')).ino;
	const list = () => (JSON.parse(text(folder, 'script.json')) as { files: { name: string; sha256: string }[] }).files;
	const names = list().map(({ name }) => name);
	const film = asset(store, 'a1', { thumbnails: 2, version: 2 }).video!;
	const next = film.thumbnails;
	expect(await replaceThumbnails(folder, film, context(store))).toEqual([1, 2].map((n) => join(folder, `thumbnail-${n}.png`)));
	expect(listing(folder)).toEqual([...PLAIN, 'thumbnail-1.png', 'thumbnail-2.png', 'thumbnail-2.yours.png'].sort());
	expect([1, 2].map((n) => text(folder, `thumbnail-${n}.png`))).toEqual(['a1 thumbnail 1 2', 'a1 thumbnail 2 2']);
	expect(['thumbnail-2.yours.png', 'script.md', 'video.mp4'].map((name) => text(folder, name))).toEqual([
		'drawn by me',
		'edited by me, not rendered yet',
		'graded by me',
	]);
	expect(statSync(join(folder, 'sheet.png')).ino).toBe(before);
	// The recipe says how they were chosen.
	expect(text(folder, 'recipe.json')).toBe('a1 recipe 2');
	// Published with these, the film would list its files in the same order.
	expect(list().map(({ name }) => name)).toEqual(names.filter((name) => name !== 'thumbnail-3.png'));
	expect(
		list()
			.filter(({ name }) => /^thumbnail/.test(name))
			.map(({ sha256 }) => sha256),
	).toEqual(next.map(({ sha256 }) => sha256));
	// The next publishing still knows what is ours: thumbnails go, what the user changed stays.
	await publish(asset(store, 'a1', { version: 3 }), root, store);
	expect(listing(folder)).toEqual([...PLAIN, 'script.yours.md', 'thumbnail-2.yours.png', 'video.yours.mp4'].sort());
	expect(listing(root)).toEqual(['plain-wonders']);
	await expect(replaceThumbnails(store, film, context(store))).rejects.toMatchObject({ code: 'INPUT' });
});

test('the script.md that a version was made from is replaced by its own; one that says other words is kept beside it, and that is said', async () => {
	const [root, store] = [fresh(), fresh()];
	const told: Told[] = [];
	const again = async (readFrom: string | null, scriptMarkdown: string) => {
		const part = { json: { value: { readFrom: readFrom === null ? undefined : textHash(readFrom) } } };
		const ledger = { published: { add: async () => undefined }, parts: { get: async () => part } };
		const where = settings(root, { scriptMarkdown, tell: (what) => told.push(what) });
		await publishToFolder(asset(store, 'a1'), where, context(store, { ledger: ledger as unknown as StageContext['ledger'] }));
	};
	const folder = await publish(asset(store, 'a1'), root, store);
	// As another program may have left it.
	const edited = '## s1 <!-- 000000 -->\n\nAs I edited it.\n\n- picture: statement\n';
	writeFileSync(join(folder, 'script.md'), edited.replaceAll('\n', '\r\n'));
	await again(edited, '## s1 <!-- 123456 -->\n\nAs I edited it.\n\n- picture: cause\n');
	expect(listing(folder)).toEqual(PLAIN);
	expect([text(folder, 'script.md').includes('123456'), told]).toEqual([true, []]);
	// A note that no script holds is not lost.
	const noted = `${edited}\n<!-- ask Ann about this -->\n`;
	writeFileSync(join(folder, 'script.md'), noted);
	await again(noted, edited);
	expect(text(folder, 'script.yours.md')).toBe(noted);
	expect(told).toMatchObject([
		{ what: 'kept', sentence: expect.stringMatching(/script\.md is the film's.*kept as script\.yours\.md/) as string },
	]);
	// The same once more lies there already; words that this version was not made from are another.
	writeFileSync(join(folder, 'script.md'), noted);
	await again(noted, edited);
	writeFileSync(join(folder, 'script.md'), 'edited again while it was made');
	await again(null, edited);
	expect(listing(folder)).toEqual([...PLAIN, 'script.yours-2.md', 'script.yours.md'].sort());
	expect(text(folder, 'script.yours-2.md')).toBe('edited again while it was made');
	expect(text(folder, 'script.md')).toBe(edited);
	expect(told).toHaveLength(3);
});

test('a package in which nothing changes is not touched, and that is said', async () => {
	const [root, store] = [fresh(), fresh()];
	const told: string[] = [];
	const tell = ({ what }: Told) => told.push(what);
	const folder = await publish(asset(store, 'a1', { thumbnails: 2 }), root, store, { tell });
	const inodes = () => Object.fromEntries(listing(folder).map((name) => [name, statSync(join(folder, name)).ino]));
	const before = inodes();
	await publish(asset(store, 'a1', { thumbnails: 2 }), root, store, { tell });
	expect(inodes()).toEqual(before);
	expect(told).toEqual(['unchanged']);
	writeFileSync(join(folder, 'captions.srt'), 'corrected by me');
	await publish(asset(store, 'a1', { thumbnails: 2 }), root, store, { tell });
	expect(told).toEqual(['unchanged', 'kept']);
	rmSync(join(folder, 'captions.vtt'));
	await publish(asset(store, 'a1', { thumbnails: 2 }), root, store, { tell });
	expect(text(folder, 'captions.vtt')).toBe('a1 vtt 1');
	expect(told).toEqual(['unchanged', 'kept']);
});

test('three assets of one title, each published three times at once: three packages, none mixed', async () => {
	const [root, store] = [fresh(), fresh()];
	const ids = ['a1', 'a2', 'a3', 'a1', 'a2', 'a3', 'a1', 'a2', 'a3'];
	const folders = await Promise.all(ids.map(async (id) => await publish(asset(store, id), root, store)));
	expect(listing(join(root, 'plain-wonders'))).toEqual(['why-ice-floats', 'why-ice-floats-2', 'why-ice-floats-3']);
	folders.forEach((folder, i) => expect(folder).toBe(folders[i % 3]));
	for (const [i, id] of ids.entries()) {
		expect(listing(folders[i]!)).toEqual(PLAIN);
		expect(text(folders[i]!, 'video.mp4')).toBe(`${id} video 1`);
		expect(text(folders[i]!, 'captions.vtt')).toBe(`${id} vtt 1`);
		expect((JSON.parse(text(folders[i]!, 'script.json')) as Envelope).asset.id).toBe(id);
	}
	expect(listing(root)).toEqual(['plain-wonders']);
});

test('published again: ours is replaced, stale files of ours go, whatever the user brought or changed stays', async () => {
	const [root, store] = [fresh(), fresh()];
	const folder = await publish(asset(store, 'a1', { thumbnails: 3 }), root, store);
	writeFileSync(join(folder, 'my notes.txt'), 'call Ann');
	writeFileSync(join(folder, 'thumbnail-9.png'), 'drawn by me');
	writeFileSync(join(folder, 'script.md'), '# Why Ice FLOATS\n'); // of the same length
	writeFileSync(join(folder, 'thumbnail-3.png'), 'retouched by me');
	expect(await publish(asset(store, 'a1', { thumbnails: 1, version: 2 }), root, store)).toBe(folder);
	const theirs = ['my notes.txt', 'thumbnail-9.png', 'thumbnail-3.png', 'script.yours.md'];
	expect(listing(folder)).toEqual([...PLAIN, ...theirs, 'thumbnail-1.png'].sort());
	expect(theirs.map((name) => text(folder, name))).toEqual(['call Ann', 'drawn by me', 'retouched by me', '# Why Ice FLOATS\n']);
	expect(text(folder, 'script.md')).toBe('# Why Ice Floats\n');
	expect(text(folder, 'video.mp4')).toBe('a1 video 2');
	expect(text(folder, 'thumbnail-1.png')).toBe('a1 thumbnail 1 2');
	// A new file of ours that has the name of one of theirs.
	await publish(asset(store, 'a1', { thumbnails: 3, version: 3 }), root, store);
	expect(text(folder, 'thumbnail-3.png')).toBe('a1 thumbnail 3 3');
	expect(text(folder, 'thumbnail-3.yours.png')).toBe('retouched by me');
	expect(text(folder, 'thumbnail-9.png')).toBe('drawn by me');
});

describe('kill -9', () => {
	const file = join(packageRoot(), 'node_modules', '.cache', 'ai-operator-tests', `publish-process-${process.pid}.cjs`);
	afterAll(() => rmSync(file, { force: true }));

	/** A process that publishes and stands still at a point; it is killed there, holding what it holds. */
	async function killedWhile(point: 'copying' | 'replacing', root: string, store: string, envelope: Envelope): Promise<void> {
		await build({
			stdin: {
				contents: `
					import { publishToFolder } from './engine/publish';
					import { silentLogger, systemClock } from './engine/runtime/plain';
					const [point, store, envelope, settings] = process.argv.slice(2).map((a, i) => (i < 2 ? a : JSON.parse(a)));
					const stand = () => { require('fs').writeSync(1, 'here'); for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); };
					const files = { local: async (f) => (point === 'copying' && f.property === 'recipe' ? stand() : store + '/' + f.sha256) };
					const tell = () => point === 'replacing' && stand();
					publishToFolder(envelope, { ...settings, tell }, { clock: systemClock, logger: silentLogger, files, signal: new AbortController().signal, ledger: { published: { add() {} }, parts: { get() {} } } });`,
				resolveDir: packageRoot(),
				loader: 'ts',
			},
			outfile: file,
			bundle: true,
			platform: 'node',
			format: 'cjs',
			define: { 'import.meta.dirname': '__dirname' },
			logLevel: 'error',
		});
		const child = spawn(process.execPath, [file, point, store, JSON.stringify(envelope), JSON.stringify(settings(root))], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const ended = new Promise((resolve) => child.once('close', resolve));
		await Promise.race([
			new Promise((resolve) => child.stdout.once('data', resolve)),
			ended.then(() => Promise.reject(new Error('It ended before it was killed'))),
		]);
		child.kill('SIGKILL');
		await ended;
	}

	test('while copying: nothing of it is seen, the next publishing takes the remains away', async () => {
		const [root, store] = [fresh(), fresh()];
		const envelope = asset(store, 'a1');
		await killedWhile('copying', root, store, envelope);
		expect(existsSync(join(root, 'plain-wonders'))).toBe(false);
		expect(listing(root)).toEqual([expect.stringMatching(/^\.ai-operator-\d+-/)]);
		const folder = await publish(envelope, root, store);
		expect(listing(folder)).toEqual(PLAIN);
		expect(listing(root)).toEqual(['plain-wonders']);
	});

	test('while replacing: the lock is taken over, the package made whole, and it is still known which files are ours', async () => {
		const [root, store] = [fresh(), fresh()];
		const folder = await publish(asset(store, 'a1', { thumbnails: 2 }), root, store);
		writeFileSync(join(folder, 'thumbnail-3.png'), 'drawn by me'); // in the way of the new one: the process is told so, and stands still
		await killedWhile('replacing', root, store, asset(store, 'a1', { thumbnails: 4, version: 2 }));
		expect(listing(root).filter((name) => name.endsWith('.lock'))).toHaveLength(1);
		expect(listing(root)).toHaveLength(3);
		expect(text(folder, 'thumbnail-2.png')).toBe('a1 thumbnail 2 2'); // half of it is new
		expect(await publish(asset(store, 'a1', { thumbnails: 1, version: 3 }), root, store)).toBe(folder);
		expect(listing(folder)).toEqual([...PLAIN, 'thumbnail-1.png', 'thumbnail-3.yours.png'].sort());
		expect(text(folder, 'thumbnail-3.yours.png')).toBe('drawn by me');
		expect(text(folder, 'thumbnail-1.png')).toBe('a1 thumbnail 1 3');
		expect(listing(root)).toEqual(['plain-wonders']);
	});
});

describe('where it may lie', () => {
	test('a link below the folder is not followed out of it; one that stays inside is', async () => {
		const [root, store, outside] = [fresh(), fresh(), fresh()];
		symlinkSync(outside, join(root, 'plain-wonders'));
		await expect(publish(asset(store, 'a1'), root, store)).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining(outside),
		});
		expect(listing(outside)).toEqual([]);
		await expect(publish(asset(store, 'a1'), root, store, { pattern: '../x' })).rejects.toMatchObject({ code: 'INPUT' });
		symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
		await expect(publish(asset(store, 'a1'), root, store, { pattern: 'dangling/x' })).rejects.toMatchObject({
			code: 'DISK',
			fix: expect.stringContaining('link'),
		});
		mkdirSync(join(root, 'archive'));
		symlinkSync(join(root, 'archive'), join(root, 'link'));
		expect(await publish(asset(store, 'a1'), root, store, { pattern: 'link/{slug}' })).toBe(join(root, 'archive', 'why-ice-floats'));
	});

	test('the host is asked about the resolved folder, and nothing is made where it says no', async () => {
		const [root, store] = [fresh(), fresh()];
		mkdirSync(join(root, 'secret'));
		symlinkSync(join(root, 'secret'), join(root, 'link'));
		const check = (path: string) => {
			if (path.startsWith(join(root, 'secret'))) throw new OperatorError('INPUT', 'not there', { fix: 'elsewhere' });
		};
		for (const pattern of ['secret/{slug}', 'link/{slug}'])
			await expect(publish(asset(store, 'a1'), root, store, { pattern, check })).rejects.toThrow('not there');
		await expect(publish(asset(store, 'a1'), join(root, 'link', 'new'), store, { check })).rejects.toThrow('not there');
		expect(listing(join(root, 'secret'))).toEqual([]);
		expect(listing(root)).toEqual(['link', 'secret']);
	});

	test('a folder that the system does not let anybody make is an error, not an endless try', async () => {
		const store = fresh();
		await expect(publish(asset(store, 'a1'), '/proc/ai-operator/published', store)).rejects.toMatchObject({
			code: 'DISK',
			fix: expect.any(String),
		});
	});

	test('a file in the way is an error with cause and next step', async () => {
		const [root, store] = [fresh(), fresh()];
		writeFileSync(join(root, 'plain-wonders'), 'a file');
		for (const at of [root, join(root, 'plain-wonders'), join(root, 'plain-wonders', 'x')])
			await expect(publish(asset(store, 'a1'), at, store)).rejects.toMatchObject({
				code: 'DISK',
				message: expect.stringContaining('a file lies'),
				fix: expect.stringContaining('Move'),
			});
		expect(listing(root)).toEqual(['plain-wonders']);
	});
});

test('errors of the files port pass unchanged; a stop ends it before the next file; nothing stays', async () => {
	const [root, store] = [fresh(), fresh()];
	const gone = new OperatorError('NOT_FOUND', 'gone', { fix: 'again' });
	const failing = context(store, { files: { local: () => Promise.reject(gone) } as unknown as StageContext['files'] });
	await expect(publishToFolder(asset(store, 'a1'), settings(root), failing)).rejects.toBe(gone);
	const stop = new AbortController();
	const asked: string[] = [];
	const local = async (file: FileRef) => {
		asked.push(file.property);
		stop.abort();
		return join(store, file.sha256);
	};
	const stopped = context(store, { signal: stop.signal, files: { local } as unknown as StageContext['files'] });
	await expect(publishToFolder(asset(store, 'a1'), settings(root), stopped)).rejects.toMatchObject({ code: 'CANCELLED' });
	expect(asked).toEqual(['video']);
	expect(listing(root)).toEqual([]);
});

describe('the node', () => {
	const environment = { ...process.env };
	afterEach(() => {
		process.env = { ...environment };
	});

	/** n8n's helpers on files as n8n-core 2 has them: the allow list is compared with the path as it is given, `.git` is blocked. */
	function node(envelope: Envelope, parameters: Record<string, string>): IExecuteFunctions {
		const within = (parent: string, path: string) => path === parent || path.startsWith(parent + sep);
		return {
			getInputData: () => [{ json: envelope }],
			getNodeParameter: (name: string, _item: number, otherwise: unknown) => parameters[name] ?? otherwise,
			getExecutionCancelSignal: () => undefined,
			getNode: () => ({ name: 'Publish', type: 'publisher', typeVersion: 1, id: '1', position: [0, 0], parameters: {} }),
			continueOnFail: () => false,
			addExecutionHints: () => undefined,
			logger: silentLogger,
			helpers: {
				resolvePath: async (path: string) => await realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path))),
				isFilePathBlocked: (path: string) =>
					/(^|\/)\.git(\/|$)/.test(path) || !process.env.N8N_RESTRICT_FILE_ACCESS_TO!.split(';').some((allowed) => within(allowed, path)),
			},
		} as unknown as IExecuteFunctions;
	}

	async function run(parameters: Record<string, string>): Promise<string> {
		const { openFileStore } = await import('../../engine/ledger/fileStore');
		const store = fresh();
		const envelope = asset(store, 'a1');
		for (const name of listing(store)) await openFileStore().put(join(store, name));
		const [out] = await execute(node(envelope, parameters));
		return (out![0]!.json as unknown as Envelope).published![0]!.remoteId;
	}

	beforeEach(() => {
		process.env.AI_OPERATOR_HOME = fresh();
		delete process.env.AI_OPERATOR_LEDGER;
	});

	test('makes n8n’s own files folder, which n8n itself never does', async () => {
		const home = fresh();
		process.env.N8N_RESTRICT_FILE_ACCESS_TO = `${join(home, '.n8n-files')};${join(home, 'other')}`;
		expect(await run({})).toMatch(
			new RegExp(`^${join(home, '.n8n-files', 'published', 'plain-wonders')}/\\d{4}-\\d\\d-\\d\\d-why-ice-floats$`),
		);
		expect(await run({ folder: join(home, 'other', 'deep', 'er'), pattern: '{asset}' })).toBe(join(home, 'other', 'deep', 'er', 'a1'));
	});

	test('refuses what n8n refuses, by folder, by subfolder and through a link, and makes nothing there', async () => {
		const home = fresh();
		const allowed = join(home, 'allowed');
		process.env.N8N_RESTRICT_FILE_ACCESS_TO = allowed;
		mkdirSync(allowed);
		mkdirSync(join(home, 'else'));
		symlinkSync(join(home, 'else'), join(allowed, 'link'));
		for (const parameters of [
			{ folder: join(home, 'else', 'a', 'b') },
			{ folder: join(allowed, 'link', 'a', 'b') },
			{ folder: allowed, pattern: '.git/hooks' },
			{ folder: allowed, pattern: 'link/{slug}' },
		] as Record<string, string>[])
			await expect(run(parameters)).rejects.toMatchObject({
				message: expect.stringMatching(/not allow|leads out/),
				description: expect.stringMatching(/N8N_RESTRICT|link/),
			});
		expect(listing(join(home, 'else'))).toEqual([]);
		expect(listing(allowed)).toEqual(['link']);
	});
});

test('files of an item have properties of their own, the same in every run', () => {
	const binary: IBinaryKeyData = {};
	const keep = (name: string) => {
		const property = propertyOf(name, binary);
		binary[property] = { data: name, mimeType: 'x/y', fileName: name };
		return property;
	};
	const names = ['video.mp4', 'voice.wav', 'words.json', 'thumbnail-1.png', 'source-1.json', 'captions.srt', 'captions.vtt', 'sheet.png'];
	const wanted = ['video', 'voice', 'words', 'thumbnail_1', 'source_1', 'captions_srt', 'captions_vtt', 'sheet'];
	expect(names.map(keep)).toEqual(wanted);
	expect([...names].reverse().map(keep).reverse()).toEqual(wanted); // made again, in another order: the same places
	binary.recipe = { data: '', mimeType: 'application/pdf', fileName: 'grandma.pdf' };
	expect(keep('recipe.json')).toBe('recipe_json');
	expect(binary.recipe.fileName).toBe('grandma.pdf');
});

describe('the description of a film', () => {
	const chapters = ['Start', 'Middle', 'End'].map((title, i) => ({ startSceneId: `s${i + 1}`, title }));
	const scenes = (...starts: number[]) =>
		starts.slice(0, -1).map((startSeconds, i) => ({ id: `s${i + 1}`, startSeconds, endSeconds: starts[i + 1]! }));

	test('names chapters from the first second on, three at least, of ten seconds each', () => {
		expect(chapterLines({ chapters }, scenes(0.1, 65.4, 130, 3700))).toEqual(['0:00 Start', '1:05 Middle', '2:10 End']);
		expect(chapterLines({ chapters }, scenes(0, 8, 16, 24))).toEqual([]);
		// One that is too short joins the one before.
		const four = [...chapters, { startSceneId: 's4', title: 'Coda' }];
		expect(chapterLines({ chapters: four }, scenes(0, 20, 24, 60, 99))).toEqual(['0:00 Start', '0:20 Middle', '1:00 Coda']);
		expect(chapterLines({ chapters: four }, scenes(0, 20, 40, 95, 99))).toEqual(['0:00 Start', '0:20 Middle', '0:40 End']);
	});

	test('is in the package, chapters behind its first paragraph', async () => {
		const store = fresh();
		const root = fresh();
		const made = asset(store, 'chaptered');
		const words = {
			v: 1,
			durationSeconds: 90,
			words: [{ text: 'Ice', startSeconds: 0, endSeconds: 1, sceneId: 's1' }],
			scenes: scenes(0, 30, 60, 90),
		};
		writeFileSync(join(store, 'words'), JSON.stringify(words));
		const titles = ['Why Ice Floats', 'Nine tenths\n lie hidden'];
		const script = { ...made.script!, titles, tags: ['ice', 'north sea'], description: 'What floats.\n\nSources:\nA book', chapters };
		const voice = { words: { property: 'w', sha256: 'words', bytes: 1, mime: 'application/json' } } as Envelope['voice'];
		const published = await publishToFolder({ ...made, script, ...(voice ? { voice } : {}) }, settings(root), context(store));
		const folder = published.published!.at(-1)!.remoteId;
		expect(text(folder, 'description.txt')).toBe('What floats.\n\nChapters:\n0:00 Start\n0:30 Middle\n1:00 End\n\nSources:\nA book\n');
		expect([text(folder, 'titles.txt'), text(folder, 'tags.txt')]).toEqual([
			'Why Ice Floats\nNine tenths lie hidden\n',
			'ice, north sea\n',
		]);
		expect(await descriptionOf({ script: { ...script, chapters: [] }, ...(voice ? { voice } : {}) }, context(store).files)).toBe(
			script.description,
		);
	});
});
