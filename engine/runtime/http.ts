/**
 * Guarded HTTP. `publicOnly` is for addresses that came from outside: public hosts only, resolved once, connected to exactly the checked address,
 * checked again at every redirect. `configured` is for addresses the user or the environment set. Both cap bytes, time and redirects.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { isOperatorError, OperatorError, throwIfCancelled } from '../errors';
import type { Http, HttpRequest, HttpResponse } from '../ports';
import { isPublicAddress } from './address';

const MAX_REDIRECTS = 5;
const DEFAULT_BYTES = 20 * 2 ** 20;
const DEFAULT_SECONDS = 30;
/** What may follow a redirect to another host. */
const HARMLESS = /^(accept|accept-language|user-agent|range|if-none-match|if-modified-since|content-type)$/i;

export interface HttpOptions {
	/** Product and version, e.g. `ai-operator/0.1.0`. */
	userAgent: string;
	/** Address or URL by which a site's owner reaches the operator; polite, and asked for by some feeds. */
	contact?: string;
	/** All addresses of a name (tests bring their own). */
	resolve?: (host: string) => Promise<LookupAddress[]>;
}

const resolveAll = (host: string): Promise<LookupAddress[]> =>
	new Promise((resolve, reject) =>
		systemLookup(host, { all: true, verbatim: true }, (error, found) => (error ? reject(error) : resolve(found))),
	);

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

function unsafe(url: URL, why: string): OperatorError {
	return new OperatorError('UNSAFE_URL', `${url.protocol}//${url.host} is not fetched: ${why}`, {
		fix: 'Use an address on the public internet (http or https).',
		details: { host: url.host },
	});
}

function parse(address: string, base?: URL): URL {
	let url: URL;
	try {
		url = new URL(address, base);
	} catch {
		throw new OperatorError('INPUT', `"${address.slice(0, 200)}" is not an address`, {
			fix: 'Give a full address that starts with https:// or http://.',
		});
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') throw unsafe(url, 'only http and https are');
	return url;
}

/** Loopback test servers, named by the environment only: `host:port,host:port`. */
function exempt(url: URL): boolean {
	const list = (process.env.AI_OPERATOR_ALLOW_HOSTS ?? '').split(',').map((entry) => entry.trim());
	return list.includes(`${url.hostname}:${portOf(url)}`);
}

/** Whether the environment sends this URL through a proxy (axios applies it itself). */
function proxied(url: URL): boolean {
	const env = (name: string): string => process.env[name.toLowerCase()] ?? process.env[name.toUpperCase()] ?? '';
	if (!env(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')) return false;
	return !env('no_proxy')
		.split(',')
		.map((entry) => entry.trim().toLowerCase())
		.some(
			(entry) =>
				entry === '*' ||
				(entry !== '' &&
					(url.hostname === entry.replace(/^\./, '') ||
						url.hostname.endsWith(entry.startsWith('.') ? entry : `.${entry}`) ||
						url.host === entry)),
		);
}

/** Checks the host of a URL from outside and returns the addresses it may be connected to; null when a proxy resolves the name. */
async function checkedAddresses(url: URL, resolve: (host: string) => Promise<LookupAddress[]>): Promise<LookupAddress[] | null> {
	const host = hostOf(url);
	if (url.username || url.password) throw unsafe(url, 'it carries a login');
	if (isIP(host)) {
		if (!isPublicAddress(host)) throw unsafe(url, `${host} is no public address`);
		return [{ address: host, family: isIP(host) }];
	}
	const name = host.replace(/\.$/, '').toLowerCase();
	if (!name.includes('.') || /(^|\.)(localhost|local|internal|lan|home|intranet|corp|onion|arpa)$/.test(name))
		throw unsafe(url, `${host} is a name of a local network`);
	const viaProxy = proxied(url);
	let found: LookupAddress[];
	try {
		found = await resolve(host);
	} catch (error) {
		// Behind a proxy this machine often cannot resolve names itself.
		if (viaProxy) return null;
		throw new OperatorError('NETWORK', `${host} cannot be found (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`, {
			fix: 'Check the address for a typing error, and this machine’s network.',
			retryable: true,
			cause: error,
		});
	}
	const inside = found.find((entry) => !isPublicAddress(entry.address));
	if (found.length === 0 || inside)
		throw unsafe(url, inside ? `${host} leads to ${inside.address}, which is no public address` : `${host} has no address`);
	return viaProxy ? null : found;
}

/** A `lookup` that knows one answer: the connection goes to the address that was checked, whatever DNS says by then. */
function pinned(addresses: LookupAddress[]): LookupFunction {
	return ((_host: string, options: { all?: boolean; family?: number | string }, callback: (...args: unknown[]) => void) => {
		const family = Number(options.family) || 0;
		const fitting = addresses.filter((entry) => !family || entry.family === family);
		const list = fitting.length ? fitting : addresses;
		if (options.all) callback(null, list);
		else callback(null, list[0]!.address, list[0]!.family);
	}) as LookupFunction;
}

function headersFor(request: HttpRequest, options: HttpOptions, sameHost: boolean): Record<string, string> {
	const headers: Record<string, string> = {
		accept: '*/*',
		'accept-encoding': 'gzip, deflate, br',
		'user-agent': options.contact ? `${options.userAgent} (+${options.contact})` : options.userAgent,
	};
	for (const [name, value] of Object.entries(request.headers ?? {})) {
		const lower = name.toLowerCase();
		if (lower === 'host' || lower === 'accept-encoding' || lower === 'content-length') continue;
		if (sameHost || HARMLESS.test(lower)) headers[lower] = value;
	}
	return headers;
}

function networkError(error: unknown, url: URL, timedOut: boolean, seconds: number): OperatorError {
	const code = (error as NodeJS.ErrnoException)?.code ?? '';
	if (timedOut) {
		return new OperatorError('TIMEOUT', `${url.host} did not answer in full within ${seconds} s`, {
			fix: 'Try again later; the site may be slow.',
			retryable: true,
		});
	}
	if (code === 'HPE_HEADER_OVERFLOW') return tooLarge(url, 'sends too long headers');
	if (/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL)/.test(code)) {
		return new OperatorError('NETWORK', `${url.host}'s certificate or encryption is not accepted (${code})`, {
			fix: 'If this network inspects traffic, name its certificate in NODE_EXTRA_CA_CERTS.',
			cause: error,
		});
	}
	if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_PADDING)/.test(code) || code.startsWith('ERR_ZLIB')) {
		return new OperatorError('NETWORK', `${url.host} sent an answer that cannot be decompressed (${code})`, {
			fix: 'Try again later.',
			retryable: true,
			cause: error,
		});
	}
	return new OperatorError('NETWORK', `${url.host} cannot be reached (${code || (error as Error)?.message || 'unknown cause'})`, {
		fix: 'Check this machine’s network and proxy, and the address.',
		retryable: true,
		cause: error,
	});
}

const tooLarge = (url: URL, what: string): OperatorError =>
	new OperatorError('TOO_LARGE', `${url.host} ${what}`, { fix: 'Use another address, or give the text itself.' });

async function send(
	url: URL,
	request: HttpRequest,
	headers: Record<string, string>,
	lookup: LookupFunction | undefined,
	signal: AbortSignal,
): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }> {
	// axios is loaded at the first request: requiring the engine stays quick.
	const { default: axios } = await import('axios');
	// With addresses to connect to, our agents go straight to them; else axios finds the proxy of the environment by itself.
	// Connections are not kept: a server that closes one while it rests would fail the next request.
	const agent = { keepAlive: false, ...(lookup ? { lookup } : {}) };
	const response = await axios.request<Readable>({
		adapter: 'http',
		url: url.href,
		method: request.method ?? 'GET',
		headers,
		data: request.body === undefined ? undefined : typeof request.body === 'string' ? request.body : Buffer.from(request.body),
		responseType: 'stream',
		maxRedirects: 0,
		decompress: true,
		...(lookup ? { proxy: false as const } : {}),
		httpAgent: new HttpAgent(agent),
		httpsAgent: new HttpsAgent(agent),
		validateStatus: () => true,
		transformRequest: [(data: unknown) => data],
		signal,
	});
	const flat: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers)) {
		if (value !== undefined && value !== null) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
	}
	const most = request.maxBytes ?? DEFAULT_BYTES;
	const stream = response.data;
	const redirect = response.status >= 300 && response.status < 400 && flat.location !== undefined;
	const parts: Buffer[] = [];
	let bytes = 0;
	try {
		if (!redirect && request.method !== 'HEAD') {
			for await (const chunk of stream as AsyncIterable<Buffer>) {
				bytes += chunk.length;
				// Counted after decompression, so a small answer cannot swell without end.
				if (bytes > most) throw tooLarge(url, `sends more than ${most < 2 ** 20 ? `${most} bytes` : `${Math.round(most / 2 ** 20)} MB`}`);
				parts.push(chunk);
			}
		}
	} finally {
		stream.destroy();
	}
	return { status: response.status, headers: flat, body: Buffer.concat(parts) };
}

/** HTTP as the engine's port wants it: any status is an answer; only what gives no answer throws (UNSAFE_URL, NETWORK, TIMEOUT, TOO_LARGE, CANCELLED, INPUT). */
export function createHttp(options: HttpOptions): Http {
	const resolve = options.resolve ?? resolveAll;

	async function fetchGuarded(address: string, request: HttpRequest, guarded: boolean): Promise<HttpResponse> {
		throwIfCancelled(request.signal);
		let url = parse(address);
		const first = url;
		const seconds = request.timeoutSeconds ?? DEFAULT_SECONDS;
		const ending = new AbortController();
		let timedOut = false;
		const timer = setTimeout(() => ((timedOut = true), ending.abort()), seconds * 1_000);
		const onAbort = (): void => ending.abort();
		request.signal?.addEventListener('abort', onAbort, { once: true });
		let asked = request;
		let strict = guarded;
		let sameHost = true;
		try {
			for (let hop = 0; ; hop++) {
				// DNS cannot be aborted; the race ends our waiting for it.
				const addresses = strict && !exempt(url) ? await within(checkedAddresses(url, resolve), ending.signal) : null;
				const answer = await send(
					url,
					asked,
					headersFor(asked, options, sameHost),
					addresses ? pinned(addresses) : undefined,
					ending.signal,
				);
				const to = answer.headers.location;
				if (![301, 302, 303, 307, 308].includes(answer.status) || to === undefined) return { ...answer, url: url.href };
				if (hop === MAX_REDIRECTS)
					throw new OperatorError('NETWORK', `${first.host} redirects more than ${MAX_REDIRECTS} times`, {
						fix: 'Use the address it finally leads to.',
					});
				const next = parse(to, url);
				// Once another host was visited, our headers do not come back.
				if (next.origin !== first.origin) sameHost = false;
				// A configured address may be private, but where a public host sends us is that host's word.
				if (!strict && next.host !== first.host && !(await isPrivate(first, resolve))) strict = true;
				const method = asked.method ?? 'GET';
				if (answer.status === 303 || (method === 'POST' && answer.status < 303)) {
					const { body: _body, ...rest } = asked;
					asked = { ...rest, method: method === 'HEAD' ? 'HEAD' : 'GET' };
				} else if (next.origin !== first.origin && asked.body !== undefined) {
					throw unsafe(next, `${first.host} wants what was sent to it to be sent there`);
				}
				url = next;
			}
		} catch (error) {
			throwIfCancelled(request.signal);
			if (isOperatorError(error)) throw error;
			throw networkError(error, url, timedOut, seconds);
		} finally {
			clearTimeout(timer);
			request.signal?.removeEventListener('abort', onAbort);
		}
	}

	return {
		publicOnly: (url, request = {}) => fetchGuarded(url, request, true),
		configured: (url, request = {}) => fetchGuarded(url, request, false),
	};
}

async function isPrivate(url: URL, resolve: (host: string) => Promise<LookupAddress[]>): Promise<boolean> {
	const host = hostOf(url);
	if (exempt(url)) return true;
	if (isIP(host)) return !isPublicAddress(host);
	const found = await resolve(host).catch(() => []);
	return found.some((entry) => !isPublicAddress(entry.address));
}

function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const onAbort = (): void => reject(new Error('aborted'));
		if (signal.aborted) onAbort();
		signal.addEventListener('abort', onAbort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
	});
}
