import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { isPublicAddress } from '../../engine/runtime/address';
import { createHttp } from '../../engine/runtime/http';
import { serve, type TestServer } from './runtime-helpers';

describe('public addresses', () => {
	const inside = [
		'0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255',
		'192.0.0.1 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9',
		'224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255',
		':: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1',
		'2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd12:3456::1',
		'fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1',
		'not-an-address 1.2.3 1.2.3.4.5 256.1.1.1 01.2.3.4 0x7f.1 1::2::3',
	].flatMap((line) => line.split(' '));
	test.each(inside)('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

	const outside =
		'1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.1.1 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.1 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 2606:4700:4700::1111 2001:200::1 2a00:1450:4001:81b::200e 2003::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8';
	test.each(outside.split(' '))('%s is', (address) => expect(isPublicAddress(address)).toBe(true));
});

type Answer = (response: ServerResponse, path: string) => void;
let server: TestServer;
let other: TestServer;
let answers: Record<string, Answer>;
const http = createHttp({ userAgent: 'ai-operator/test', contact: 'operator@example.org' });
const guard = (resolve: (host: string) => LookupAddress[]) =>
	createHttp({ userAgent: 'x', resolve: (host) => Promise.resolve(resolve(host)) });
const text = (body: Uint8Array): string => Buffer.from(body).toString();

beforeAll(async () => {
	const answer = (path: string, response: ServerResponse): void => {
		const given = answers[path];
		if (given) given(response, path);
		else response.writeHead(200, { 'content-type': 'text/plain' }).end('hello');
	};
	server = await serve(answer);
	other = await serve(answer);
});
beforeEach(() => {
	answers = {};
	server.requests.length = 0;
	other.requests.length = 0;
	process.env.AI_OPERATOR_ALLOW_HOSTS = `${server.host},${other.host}`;
});
afterEach(() => {
	delete process.env.AI_OPERATOR_ALLOW_HOSTS;
});
afterAll(async () => {
	await server.close();
	await other.close();
});

describe('publicOnly refuses', () => {
	const forms = [
		'http://127.0.0.1/',
		'http://127.1/',
		'http://2130706433/',
		'http://0x7f000001/',
		'http://0x7f.0.0.1/',
		'http://0177.0.0.1/',
		'http://017700000001/',
		'http://127.0.0.1./',
		'http://①②⑦.0.0.1/',
		'http://%31%32%37.0.0.1/',
		'http://0/',
		'http://[::1]/',
		'http://[::]/',
		'http://[::ffff:127.0.0.1]/',
		'http://[0:0:0:0:0:ffff:7f00:1]/',
		'http://[64:ff9b::7f00:1]/',
		'http://[2002:7f00:1::]/',
		'http://[fe80::1]/',
		'http://169.254.169.254/latest/meta-data/',
		'http://[fd00:ec2::254]/',
		'http://100.100.100.200/',
		'http://localhost/',
		'http://LOCALHOST./',
		'http://anything.localhost/',
		'http://printer.local/',
		'http://metadata.google.internal/',
		'http://router/',
		'http://user@example.org/',
		'http://user:secret@example.org/',
		'file:///etc/passwd',
		'ftp://example.org/x',
		'gopher://example.org/',
		'data:text/plain,hi',
		'javascript:alert(1)',
		'unix:/run/docker.sock',
	];
	test.each(forms)('%s', async (url) => {
		// Every name resolves to a public address here: what is refused is refused by its form.
		await expect(guard(() => [{ address: '93.184.216.34', family: 4 }]).publicOnly(url, { timeoutSeconds: 2 })).rejects.toMatchObject({
			code: 'UNSAFE_URL',
		});
	});

	test('secrets of a URL do not appear in the error', async () => {
		const error = await http.publicOnly('http://user:secret@example.org/?token=abc').catch((e: Error) => e);
		expect(JSON.stringify([(error as Error).message, error])).not.toMatch(/secret|abc/);
	});

	test.each([
		['a private address', [{ address: '10.1.2.3', family: 4 }]],
		[
			'a private address among public ones',
			[
				{ address: '8.8.8.8', family: 4 },
				{ address: '::1', family: 6 },
			],
		],
		['nothing', []],
	])('a name that leads to %s', async (_what, found) => {
		await expect(guard(() => found).publicOnly('https://feeds.example.org/')).rejects.toMatchObject({
			code: 'UNSAFE_URL',
			message: expect.stringContaining('feeds.example.org'),
		});
	});

	test('a name that changes its address after the check (rebinding): asked once, never connected to the second', async () => {
		delete process.env.AI_OPERATOR_ALLOW_HOSTS;
		let asked = 0;
		const rebinding = guard(() => [{ address: asked++ === 0 ? '192.0.0.8' : '127.0.0.1', family: 4 }]);
		await expect(rebinding.publicOnly(`http://rebind.example.org:${server.port}/`, { timeoutSeconds: 1 })).rejects.toMatchObject({
			code: 'UNSAFE_URL',
		});
		asked = 0;
		const later = guard(() => [{ address: asked++ === 0 ? '8.8.8.8' : '127.0.0.1', family: 4 }]);
		const error = await later.publicOnly(`http://rebind.example.org:${server.port}/`, { timeoutSeconds: 1 }).catch((e: unknown) => e);
		expect(error).toMatchObject({ code: expect.stringMatching(/NETWORK|TIMEOUT/) });
		// Had the name been looked up again for the connection, the system would not have found it.
		expect((error as Error).message).not.toContain('ENOTFOUND');
		expect(asked).toBe(1);
		expect(server.requests).toEqual([]);
	});

	test.each(['http://127.0.0.1:1/', 'http://[::1]/', '//10.0.0.1/x', 'file:///etc/passwd', 'http://localhost/', 'http://u:p@example.org/'])(
		'a redirect to %s',
		async (location) => {
			answers['/go'] = (response) => void response.writeHead(302, { location }).end();
			await expect(http.publicOnly(`${server.url}/go`)).rejects.toMatchObject({ code: 'UNSAFE_URL' });
		},
	);
	test('a second redirect to a private address, after a harmless first', async () => {
		process.env.AI_OPERATOR_ALLOW_HOSTS = server.host;
		answers['/a'] = (response) => void response.writeHead(301, { location: '/b' }).end();
		answers['/b'] = (response) => void response.writeHead(307, { location: `${other.url}/secret` }).end();
		await expect(http.publicOnly(`${server.url}/a`)).rejects.toMatchObject({ code: 'UNSAFE_URL' });
		expect(other.requests).toEqual([]);
	});
});

describe('requests', () => {
	test('carry who asks, and give any status as an answer', async () => {
		answers['/missing'] = (response) => void response.writeHead(404, { 'X-Reason': 'gone' }).end('not here');
		const answer = await http.publicOnly(`${server.url}/missing`, { headers: { Authorization: 'Bearer t' } });
		expect([answer.status, text(answer.body), answer.headers['x-reason'], answer.url]).toEqual([
			404,
			'not here',
			'gone',
			`${server.url}/missing`,
		]);
		expect(server.requests[0]!.headers).toMatchObject({
			'user-agent': 'ai-operator/test (+operator@example.org)',
			authorization: 'Bearer t',
		});
	});

	test('a configured address may be private; what a post redirects to is fetched without its body', async () => {
		delete process.env.AI_OPERATOR_ALLOW_HOSTS;
		answers['/post'] = (response) => void response.writeHead(303, { location: '/done' }).end();
		const answer = await http.configured(`${server.url}/post`, {
			method: 'POST',
			body: '{"a":1}',
			headers: { 'content-type': 'application/json' },
		});
		expect([answer.status, answer.url]).toEqual([200, `${server.url}/done`]);
		expect(server.requests.map(({ method, body }) => [method, body])).toEqual([
			['POST', '{"a":1}'],
			['GET', ''],
		]);
		expect(server.requests[0]!.headers['content-type']).toBe('application/json');
	});

	test('logins do not follow to another host, nor come back with it', async () => {
		answers['/out'] = (response) => void response.writeHead(302, { location: `${other.url}/there` }).end();
		answers['/there'] = (response) => void response.writeHead(302, { location: `${server.url}/back` }).end();
		const headers = { authorization: 'Bearer s', cookie: 'a=b', 'x-api-key': 'k', 'accept-language': 'en' };
		for (const way of ['publicOnly', 'configured'] as const) {
			server.requests.length = other.requests.length = 0;
			await http[way](`${server.url}/out`, { headers });
			const seen = [server.requests[0]!, other.requests[0]!, server.requests[1]!].map((request) => [
				request.headers.authorization,
				request.headers.cookie,
				request.headers['x-api-key'],
				request.headers['accept-language'],
			]);
			expect(seen).toEqual([
				['Bearer s', 'a=b', 'k', 'en'],
				[undefined, undefined, undefined, 'en'],
				[undefined, undefined, undefined, 'en'],
			]);
		}
		answers['/keep'] = (response) => void response.writeHead(307, { location: `${other.url}/x` }).end();
		await expect(http.configured(`${server.url}/keep`, { method: 'POST', body: 'secret' })).rejects.toMatchObject({ code: 'UNSAFE_URL' });
	});

	test('redirects end', async () => {
		answers['/loop'] = (response) => void response.writeHead(302, { location: '/loop' }).end();
		await expect(http.publicOnly(`${server.url}/loop`)).rejects.toMatchObject({
			code: 'NETWORK',
			message: expect.stringContaining('more than 5 times'),
		});
		expect(server.requests).toHaveLength(6);
	});

	test('compressed answers are read, bombs are stopped', async () => {
		const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
		for (const [name, pack] of Object.entries(packers)) {
			answers['/z'] = (response) => void response.writeHead(200, { 'content-encoding': name }).end(pack(Buffer.from('äöü '.repeat(1_000))));
			expect(text((await http.publicOnly(`${server.url}/z`)).body)).toBe('äöü '.repeat(1_000));
			const bomb = pack(Buffer.alloc(200 * 2 ** 20));
			answers['/bomb'] = (response) => void response.writeHead(200, { 'content-encoding': name }).end(bomb);
			const before = process.memoryUsage().rss;
			await expect(http.publicOnly(`${server.url}/bomb`, { maxBytes: 1e6 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
			expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
		}
		answers['/bad'] = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all');
		await expect(http.publicOnly(`${server.url}/bad`)).rejects.toMatchObject({
			code: 'NETWORK',
			message: expect.stringContaining('decompressed'),
		});
	}, 900_000);

	test('endless bodies, endless headers, silence and a cut answer end with a plain error', async () => {
		answers['/endless'] = (response) => {
			const more = (): void => void (!response.destroyed && response.write(Buffer.alloc(65_536), more));
			more();
		};
		await expect(http.publicOnly(`${server.url}/endless`, { maxBytes: 500_000 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
		answers['/headers'] = (response) => void response.writeHead(200, { 'x-long': 'a'.repeat(100_000) }).end();
		await expect(http.publicOnly(`${server.url}/headers`)).rejects.toMatchObject({ code: 'TOO_LARGE' });
		answers['/silent'] = () => undefined;
		await expect(http.publicOnly(`${server.url}/silent`, { timeoutSeconds: 0.3 })).rejects.toMatchObject({ code: 'TIMEOUT' });
		// A trickle is no way around the limit on time.
		answers['/trickle'] = (response) => {
			const timer = setInterval(() => response.write('.'), 50);
			response.on('close', () => clearInterval(timer));
		};
		await expect(http.publicOnly(`${server.url}/trickle`, { timeoutSeconds: 0.5 })).rejects.toMatchObject({ code: 'TIMEOUT' });
		answers['/cut'] = (response) => {
			response.writeHead(200, { 'content-length': 1_000 });
			response.write('half', () => setTimeout(() => response.destroy(), 20));
		};
		await expect(http.publicOnly(`${server.url}/cut`)).rejects.toMatchObject({ code: 'NETWORK' });
	});

	test('a stopped run ends its requests', async () => {
		answers['/silent'] = () => undefined;
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 100);
		const started = Date.now();
		await expect(http.configured(`${server.url}/silent`, { signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(Date.now() - started).toBeLessThan(10_000);
		await expect(http.configured(server.url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
	});

	test('no server, no such name, no address at all', async () => {
		const closed: Server = createServer();
		await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
		const { port } = closed.address() as AddressInfo;
		await new Promise((resolve) => closed.close(resolve));
		await expect(http.configured(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'NETWORK', retryable: true });
		const lost = createHttp({ userAgent: 'x', resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) });
		await expect(lost.publicOnly('https://nowhere.example.org')).rejects.toMatchObject({
			code: 'NETWORK',
			message: expect.stringContaining('ENOTFOUND'),
		});
		await expect(http.publicOnly('not a url')).rejects.toMatchObject({ code: 'INPUT' });
	});
});
