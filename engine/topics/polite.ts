/**
 * Fetching with manners: one request at a time and host, a pause between them, robots.txt for pages, bounded retries.
 * Addresses come from feeds and users' items, so everything goes through the guarded `publicOnly`.
 */
import { isOperatorError, OperatorError, throwIfCancelled } from '../errors';
import type { Clock, Http, HttpResponse } from '../ports';
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
}

export interface FetchOptions {
	/** Pages ask robots.txt; feeds are made for programs and do not. */
	robots: boolean;
	accept: string;
	maxBytes: number;
}

const RETRY = new Set([429, 500, 502, 503, 504]);
const TRIES = 3;
const LONGEST_WAIT = 30_000;
const ACCEPT_HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5';

/** Fetches politely for one run of Topic Scout; an instance keeps the hosts' turns and robots files. */
export class Polite {
	private readonly turns = new Map<string, Promise<void>>();
	private readonly last = new Map<string, number>();
	private readonly robots = new Map<string, Promise<Robots>>();
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
		return await this.inTurn(parsed.host, delay, () => this.tryGet(url, wanted));
	}

	private async inTurn<T>(host: string, delay: number, work: () => Promise<T>): Promise<T> {
		const before = this.turns.get(host) ?? Promise.resolve();
		let done!: () => void;
		this.turns.set(
			host,
			before.then(() => new Promise<void>((resolve) => (done = resolve))),
		);
		await before;
		try {
			const wait = (this.last.get(host) ?? -Infinity) + Math.max(this.gap, delay) - this.options.clock.now();
			if (wait > 0) await this.options.clock.sleep(wait, this.options.signal);
			throwIfCancelled(this.options.signal);
			return await work();
		} finally {
			this.last.set(host, this.options.clock.now());
			done();
		}
	}

	private async tryGet(url: string, wanted: FetchOptions): Promise<HttpResponse> {
		for (let attempt = 1; ; attempt++) {
			let response: HttpResponse | null = null;
			try {
				response = await this.options.http.publicOnly(url, {
					headers: { accept: wanted.accept },
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
			if (response && (!RETRY.has(response.status) || attempt >= TRIES)) throw statusError(url, response.status);
			const asked = response ? retryAfter(response.headers['retry-after'], this.options.clock.now()) : null;
			if (asked !== null && asked > LONGEST_WAIT) throw statusError(url, response!.status, asked);
			await this.options.clock.sleep(asked ?? 1000 * 2 ** (attempt - 1), this.options.signal);
		}
	}

	private robotsOf(url: URL): Promise<Robots> {
		const known = this.robots.get(url.origin);
		if (known) return known;
		const loading = this.inTurn(url.host, 0, async (): Promise<Robots> => {
			const address = `${url.origin}/robots.txt`;
			let response: HttpResponse;
			try {
				response = await this.options.http.publicOnly(address, { maxBytes: 512 * 1024, timeoutSeconds: 15, signal: this.options.signal });
			} catch {
				throwIfCancelled(this.options.signal);
				// A host that cannot be reached fails again with a clearer message when the page itself is fetched.
				return ALLOW_ALL;
			}
			if (response.status >= 200 && response.status < 300) return parseRobots(new TextDecoder().decode(response.body), this.token);
			// RFC 9309: no file means no rules; a server in trouble means stay away.
			if (response.status < 500 && response.status !== 429) return ALLOW_ALL;
			throw statusError(address, response.status);
		});
		this.robots.set(url.origin, loading);
		return loading;
	}
}

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
