/**
 * Fetching with manners: one request at a time and host, a pause between them, robots.txt for pages, bounded retries, and where a cache is
 * given nothing is sent twice that the site says has not changed (ETag, Last-Modified, max-age; RFC 9110 and 9111). Addresses come from feeds and
 * users' items, so everything goes through the guarded `publicOnly`.
 */
import { isOperatorError, OperatorError, throwIfCancelled } from '../errors';
import type { Clock, Http, HttpResponse } from '../ports';
import type { KeptPage, PageCache } from './pageCache';
import { ALLOW_ALL, parseRobots, type Robots } from './robots';
import { hostOf } from './urls';

export interface PoliteOptions {
	http: Http;
	clock: Clock;
	signal: AbortSignal;
	/** Product token looked up in robots.txt. */
	token?: string;
	/** Milliseconds between the end of one request to a host and the start of the next. */
	gapMilliseconds?: number;
	cache?: PageCache;
}

export interface FetchOptions {
	/** Pages ask robots.txt; feeds are made for programs and do not. */
	robots: boolean;
	accept: string;
	maxBytes: number;
	/** Pause for this host, for interfaces made for programs; else {@link PoliteOptions.gapMilliseconds}. */
	gapMilliseconds?: number;
}

const RETRY = new Set([429, 500, 502, 503, 504]);
const TRIES = 3;
const LONGEST_WAIT = 30_000;
/** RFC 9309 lets a robots.txt be used for a day without asking again. */
const ROBOTS_MS = 86_400_000;
/** A site's own word how long a page stays fresh is taken up to this: news must not be missed. */
const LONGEST_FRESH = 3_600_000;
const ACCEPT_HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5';

/** Fetches politely for one run of Topic Scout; an instance keeps the hosts' turns and robots files. */
export class Polite {
	private readonly turns = new Map<string, Promise<void>>();
	private readonly last = new Map<string, number>();
	private readonly robots = new Map<string, Promise<Robots>>();
	/** Hosts that asked to be left alone for longer than a run waits, with what they said. */
	private readonly away = new Map<string, OperatorError>();
	private readonly gap: number;
	private readonly token: string;

	constructor(private readonly options: PoliteOptions) {
		this.gap = options.gapMilliseconds ?? 1000;
		this.token = options.token ?? 'ai-operator';
	}

	/** A response with status 200. Throws with cause and fix otherwise; 429 and 5xx are tried three times. */
	async get(url: string, options: Partial<FetchOptions> = {}): Promise<HttpResponse> {
		const wanted: FetchOptions = { robots: true, accept: ACCEPT_HTML, maxBytes: 8 * 1024 * 1024, ...options };
		let parsed: URL;
		try {
			parsed = new URL(url);
		} catch {
			throw new OperatorError('INPUT', `"${url.slice(0, 100)}" is not a web address`, {
				fix: 'Give a full address that begins with https://.',
			});
		}
		if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
			throw new OperatorError('UNSAFE_URL', `Addresses with ${parsed.protocol} are not fetched`, {
				fix: 'Give an address that begins with https://.',
			});
		}
		let delay = 0;
		if (wanted.robots) {
			const robots = await this.robotsOf(parsed);
			if (!robots.allows(parsed.pathname + parsed.search)) {
				throw new OperatorError('INPUT', `${parsed.hostname} does not allow programs to read this page (robots.txt)`, {
					fix: 'Use another source, or paste the text if you may use it.',
				});
			}
			delay = robots.delaySeconds * 1000;
		}
		// One page may answer a reader and a feed reader differently.
		const name = `${wanted.accept.split(/[,;]/)[0]} ${url}`;
		const known = (await this.options.cache?.get(name)) ?? null;
		if (known && this.options.clock.now() - known.checkedAt < freshFor(known.headers)) return { ...known, status: 200 };
		return await this.inTurn(parsed.host, Math.max(wanted.gapMilliseconds ?? this.gap, delay), () => this.ask(url, wanted, name, known));
	}

	/** Asks for a page, with what is known of it as a condition, and keeps the answer under `name`. */
	private async ask(url: string, wanted: FetchOptions, name: string, known: KeptPage | null): Promise<HttpResponse> {
		const { clock } = this.options;
		const condition: Record<string, string> = {};
		if (known?.headers.etag) condition['if-none-match'] = known.headers.etag;
		if (known?.headers['last-modified']) condition['if-modified-since'] = known.headers['last-modified'];
		const response = await this.tryGet(url, wanted, condition);
		if (response.status === 304 && known) {
			const page = { ...known, headers: { ...known.headers, ...cacheHeaders(response.headers) }, checkedAt: clock.now() };
			await this.keep(name, page);
			return { ...page, status: 200 };
		}
		const { headers, body } = response;
		if (!/\bno-store\b/i.test(headers['cache-control'] ?? '') && (headers.etag || headers['last-modified'] || freshFor(headers) > 0))
			await this.keep(name, { url: response.url, headers: cacheHeaders(headers), body, checkedAt: clock.now() });
		return response;
	}

	/** A cache that cannot be written costs speed only. */
	private async keep(name: string, page: KeptPage): Promise<void> {
		await this.options.cache?.put(name, page).catch(() => undefined);
	}

	private async inTurn<T>(host: string, gap: number, work: () => Promise<T>): Promise<T> {
		const before = this.turns.get(host) ?? Promise.resolve();
		let done!: () => void;
		this.turns.set(
			host,
			before.then(() => new Promise<void>((resolve) => (done = resolve))),
		);
		await before;
		try {
			const wait = (this.last.get(host) ?? -Infinity) + gap - this.options.clock.now();
			if (wait > 0) await this.options.clock.sleep(wait, this.options.signal);
			throwIfCancelled(this.options.signal);
			const away = this.away.get(host);
			if (away) throw away;
			return await work();
		} finally {
			this.last.set(host, this.options.clock.now());
			done();
		}
	}

	private async tryGet(url: string, wanted: FetchOptions, condition: Record<string, string>): Promise<HttpResponse> {
		for (let attempt = 1; ; attempt++) {
			let response: HttpResponse | null = null;
			try {
				response = await this.options.http.publicOnly(url, {
					headers: { accept: wanted.accept, ...condition },
					maxBytes: wanted.maxBytes,
					timeoutSeconds: 30,
					signal: this.options.signal,
				});
			} catch (error) {
				throwIfCancelled(this.options.signal);
				const again = isOperatorError(error) && error.retryable && error.code !== 'CANCELLED';
				if (!again || attempt >= TRIES) throw error;
			}
			if (response && response.status >= 200 && response.status < 300) return response;
			if (response?.status === 304 && Object.keys(condition).length) return response;
			if (response && (!RETRY.has(response.status) || attempt >= TRIES)) throw statusError(url, response.status);
			const asked = response ? retryAfter(response.headers['retry-after'], this.options.clock.now()) : null;
			if (asked !== null && asked > LONGEST_WAIT) {
				const error = statusError(url, response!.status, asked);
				this.away.set(new URL(url).host, error);
				throw error;
			}
			await this.options.clock.sleep(asked ?? 1000 * 2 ** (attempt - 1), this.options.signal);
		}
	}

	private robotsOf(url: URL): Promise<Robots> {
		const known = this.robots.get(url.origin);
		if (known) return known;
		const loading = this.readRobots(url);
		this.robots.set(url.origin, loading);
		return loading;
	}

	private async readRobots(url: URL): Promise<Robots> {
		const address = `${url.origin}/robots.txt`;
		const parse = (body: Uint8Array): Robots => (body.length ? parseRobots(new TextDecoder().decode(body), this.token) : ALLOW_ALL);
		const known = await this.options.cache?.get(address);
		if (known && this.options.clock.now() - known.checkedAt < ROBOTS_MS) return parse(known.body);
		return await this.inTurn(url.host, this.gap, async () => {
			let response: HttpResponse;
			try {
				response = await this.options.http.publicOnly(address, { maxBytes: 512 * 1024, timeoutSeconds: 15, signal: this.options.signal });
			} catch {
				throwIfCancelled(this.options.signal);
				// A host that cannot be reached fails again with a clearer message when the page itself is fetched.
				return ALLOW_ALL;
			}
			// RFC 9309: no file means no rules; a server in trouble means stay away.
			if (response.status >= 500 || response.status === 429) throw statusError(address, response.status);
			const body = response.status >= 200 && response.status < 300 ? response.body : new Uint8Array();
			await this.keep(address, { url: response.url, headers: {}, body, checkedAt: this.options.clock.now() });
			return parse(body);
		});
	}
}

/** Milliseconds for which a page may be used without asking: its max-age, within bounds; 0 without one. */
function freshFor(headers: Record<string, string>): number {
	const control = headers['cache-control'] ?? '';
	if (/\bno-cache\b|\bmust-revalidate\b/i.test(control)) return 0;
	const seconds = Number(/\bmax-age=(\d+)/i.exec(control)?.[1] ?? 0) - (Number(headers.age) || 0);
	return Math.min(LONGEST_FRESH, Math.max(0, seconds * 1000));
}

const KEPT_HEADERS = ['etag', 'last-modified', 'cache-control', 'content-type', 'age'];
const cacheHeaders = (headers: Record<string, string>): Record<string, string> =>
	Object.fromEntries(KEPT_HEADERS.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));

/** Milliseconds to wait, from seconds or a date. */
function retryAfter(value: string | undefined, now: number): number | null {
	if (!value) return null;
	const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now) / 1000;
	return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null;
}

function statusError(url: string, status: number, wait?: number): OperatorError {
	const host = hostOf(url);
	const details = { url, status };
	if (status === 404 || status === 410)
		return new OperatorError('NOT_FOUND', `${host} has no such page (${status})`, {
			fix: 'Check the link in a browser, or use another source.',
			details,
		});
	if (status === 401 || status === 402 || status === 403 || status === 451) {
		return new OperatorError('INPUT', `${host} refuses to show this page to programs (${status})`, {
			fix: 'Open it in a browser and paste the text you may use, or use another source.',
			details,
		});
	}
	if (status === 429) {
		const later = wait ? ` and asks to wait ${Math.ceil(wait / 60_000)} minute(s)` : '';
		return new OperatorError('NETWORK', `${host} gets too many requests${later} (429)`, {
			fix: 'Run it again later, with fewer links to this site.',
			retryable: true,
			details,
		});
	}
	if (status >= 500)
		return new OperatorError('NETWORK', `${host} has a problem of its own (${status})`, {
			fix: 'Try again later, or use another source.',
			retryable: true,
			details,
		});
	return new OperatorError('NETWORK', `${host} answered with status ${status}`, {
		fix: 'Check the link in a browser, or use another source.',
		details,
	});
}
