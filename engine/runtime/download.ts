/**
 * Downloads of engine files: streamed to disk with their hash, a short connect timeout, redirects, proxy from the environment.
 * A host that cannot be reached is remembered for two minutes, so that later entries do not wait for it again.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { OperatorError, throwIfCancelled } from '../errors';

const CONNECT_SECONDS = 5;
const IDLE_SECONDS = 30;
const REMEMBER_MS = 2 * 60_000;
const MAX_REDIRECTS = 5;

/** Why a source did not give a file. `cut` is worth another try at once. */
export class SourceProblem extends Error {
	constructor(
		readonly kind: 'unreachable' | 'cut' | 'status' | 'missing' | 'tampered' | 'tool',
		message: string,
	) {
		super(message);
		this.name = 'SourceProblem';
	}
}

const unreachable = new Map<string, { until: number; why: string }>();

/** Forgets which hosts could not be reached (a new run may have a network). */
export function forgetUnreachable(): void {
	unreachable.clear();
}

// `proxyEnv` makes Node (24.5 and newer) honour HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
const agentOptions = { keepAlive: false, proxyEnv: process.env } as object;
let agents: { http: HttpAgent; https: HttpsAgent } | undefined;

function request(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
	agents ??= { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
	const known = unreachable.get(url.host);
	if (known && known.until > Date.now())
		return Promise.reject(new SourceProblem('unreachable', `${url.host} was not reachable a moment ago (${known.why})`));
	return new Promise((resolve, reject) => {
		const secure = url.protocol === 'https:';
		let connected = false;
		const all = { 'user-agent': 'n8n-nodes-ai-operator', accept: '*/*', ...headers } as Record<string, string>;
		if (url.username)
			all.authorization = `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
		const options = { headers: all, agent: secure ? agents!.https : agents!.http, signal };
		const req = secure ? httpsGet(url, options) : httpGet(url, options);
		const fail = (why: string): void => {
			clearTimeout(timer);
			if (!connected) unreachable.set(url.host, { until: Date.now() + REMEMBER_MS, why });
			reject(
				connected
					? new SourceProblem('cut', `${url.host}: ${why}`)
					: new SourceProblem('unreachable', `${url.host} cannot be reached: ${why}`),
			);
			req.destroy();
		};
		const timer = setTimeout(() => fail(`no connection within ${CONNECT_SECONDS} s`), CONNECT_SECONDS * 1_000);
		req.once('socket', (socket) => {
			const ready = (): void => {
				connected = true;
				clearTimeout(timer);
				req.setTimeout(IDLE_SECONDS * 1_000, () => fail(`silent for ${IDLE_SECONDS} s`));
			};
			if (!socket.connecting) ready();
			else socket.once(secure ? 'secureConnect' : 'connect', ready);
		});
		req.once('response', (response) => {
			connected = true;
			clearTimeout(timer);
			resolve(response);
		});
		req.once('error', (error: NodeJS.ErrnoException) => {
			if (signal.aborted) {
				clearTimeout(timer);
				reject(error);
			} else fail(error.code ?? error.message);
		});
	});
}

/** Follows redirects to an answer of status 200. Credentials in the URL and headers stay with the first host. */
async function answer(address: string, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
	let url = new URL(address);
	const first = url.host;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		throwIfCancelled(signal);
		if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new SourceProblem('status', `${url.protocol} is not fetched`);
		const { authorization: _dropped, ...plain } = headers;
		const response = await request(url, url.host === first ? headers : plain, signal);
		const status = response.statusCode ?? 0;
		if (status >= 300 && status < 400 && response.headers.location) {
			response.destroy();
			const next = new URL(response.headers.location, url);
			if (url.protocol === 'https:' && next.protocol !== 'https:')
				throw new SourceProblem('status', `${url.host} redirects to an unencrypted address`);
			url = next;
			continue;
		}
		if (status !== 200) {
			response.destroy();
			throw new SourceProblem(status >= 500 || status === 429 ? 'cut' : 'status', `${url.host} answered ${status}`);
		}
		return response;
	}
	throw new SourceProblem('status', `${first} redirects more than ${MAX_REDIRECTS} times`);
}

/**
 * Streams a URL to a new file and returns its size and SHA-256.
 * @throws SourceProblem (cut, unreachable, status, tampered when longer than `maxBytes`); CANCELLED; system errors of the disk.
 */
export async function download(
	url: string,
	to: string,
	options: { maxBytes: number; signal: AbortSignal; onBytes?: (bytes: number) => void },
): Promise<{ bytes: number; sha256: string }> {
	const response = await answer(url, {}, options.signal);
	const said = Number(response.headers['content-length'] ?? NaN);
	if (said > options.maxBytes) {
		response.destroy();
		throw new SourceProblem('tampered', `${new URL(url).host} announces ${said} bytes where ${options.maxBytes} are expected`);
	}
	const hash = createHash('sha256');
	const handle = await open(to, 'wx', 0o600);
	let bytes = 0;
	const idle = setTimeout(
		() => response.destroy(new SourceProblem('cut', `the transfer stood still for ${IDLE_SECONDS} s`)),
		IDLE_SECONDS * 1_000,
	);
	try {
		for await (const chunk of response as AsyncIterable<Buffer>) {
			throwIfCancelled(options.signal);
			idle.refresh();
			bytes += chunk.length;
			if (bytes > options.maxBytes)
				throw new SourceProblem('tampered', `${new URL(url).host} sends more than the expected ${options.maxBytes} bytes`);
			hash.update(chunk);
			let written = 0;
			while (written < chunk.length) written += (await handle.write(chunk, written)).bytesWritten;
			options.onBytes?.(bytes);
		}
		if (!response.complete || (Number.isFinite(said) && bytes !== said))
			throw new SourceProblem('cut', `the transfer ended after ${bytes} bytes`);
		await handle.sync();
	} catch (error) {
		if (options.signal.aborted) throwIfCancelled(options.signal);
		const code = (error as NodeJS.ErrnoException).code;
		if (error instanceof SourceProblem || error instanceof OperatorError || code === 'ENOSPC' || code === 'EDQUOT') throw error;
		throw new SourceProblem('cut', `the transfer broke after ${bytes} bytes (${code ?? (error as Error).message})`);
	} finally {
		clearTimeout(idle);
		response.destroy();
		await handle.close();
	}
	return { bytes, sha256: hash.digest('hex') };
}

/** A small text answer (a registry's index). Throws SourceProblem or CANCELLED. */
export async function fetchText(
	url: string,
	headers: Record<string, string>,
	signal: AbortSignal,
	maxBytes = 32 * 2 ** 20,
): Promise<{ body: string; type: string; url: string }> {
	const response = await answer(url, headers, signal);
	const parts: Buffer[] = [];
	let bytes = 0;
	const idle = setTimeout(() => response.destroy(new Error('no data')), IDLE_SECONDS * 1_000);
	try {
		for await (const chunk of response as AsyncIterable<Buffer>) {
			bytes += chunk.length;
			if (bytes > maxBytes) throw new SourceProblem('status', `the answer of ${new URL(url).host} is longer than ${maxBytes} bytes`);
			parts.push(chunk);
		}
	} catch (error) {
		throwIfCancelled(signal);
		if (error instanceof SourceProblem) throw error;
		throw new SourceProblem('cut', `the answer of ${new URL(url).host} broke off`);
	} finally {
		clearTimeout(idle);
		response.destroy();
	}
	return { body: Buffer.concat(parts).toString('utf8'), type: response.headers['content-type'] ?? '', url };
}
