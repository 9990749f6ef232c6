/** From inputs to candidates: fetches feeds, links and searches; a failing input becomes a problem and the others go on. */
import type { SourceText } from '../asset';
import { isOperatorError, OperatorError, throwIfCancelled } from '../errors';
import type { Clock, Http, Logger, Progress } from '../ports';
import type { GivenText } from './documents';
import type { Extracted, SourceWarning } from './extract';
import type { Feed, FeedItem } from './feeds';
import { itemUrl, listUrl, searchUrl, type HackerNewsInput, type HackerNewsItem } from './hackernews';
import type { PageCache } from './pageCache';
import { Polite } from './polite';
import { hostOf, urlKey } from './urls';
import type { TopicsWork } from './work';

export type TopicInput =
	| { kind: 'feed'; url: string }
	| { kind: 'link'; url: string }
	| ({ kind: 'text' } & GivenText)
	/** A file the user gave, already read by the caller: Markdown, plain text, HTML, JSON pack or OPML. */
	| ({ kind: 'document' } & GivenText)
	| HackerNewsInput;

export interface TopicProblem {
	input: string;
	message: string;
	fix: string;
}

export interface TopicPorts {
	http: Http;
	clock: Clock;
	logger: Logger;
	progress: Progress;
	signal: AbortSignal;
	/** Pages of earlier runs; without it everything is fetched. */
	pages?: PageCache;
}

/** How the CPU work is called: in a worker, or directly in tests. */
export interface Worker {
	call<K extends keyof TopicsWork & string>(
		method: K,
		args: Parameters<TopicsWork[K]>,
		options?: { signal?: AbortSignal },
	): Promise<Awaited<ReturnType<TopicsWork[K]>>>;
}

export interface Candidate {
	/** Key under which the same page from several inputs meets. */
	key: string;
	item: FeedItem & { points?: number };
	/** Label of the input it came from. */
	input: string;
	text?: SourceText;
	stub: boolean;
	warnings: SourceWarning[];
}

const FEED_ACCEPT = 'application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5';
const OPML_FEEDS = 50;
const HACKER_NEWS_DAYS = 14;
/** Stories read of a list, and the pause between two requests: the interface is made for programs and names no limit. */
const HACKER_NEWS_ITEMS = 40;
const HACKER_NEWS_GAP = 100;

export const labelOf = (input: TopicInput): string => {
	switch (input.kind) {
		case 'feed':
		case 'link':
			return input.url;
		case 'hackernews':
			return input.list === 'search' ? `Hacker News: ${input.query ?? ''}` : `Hacker News (${input.list})`;
		default:
			return input.name ?? input.title ?? (input.text.trim() ? `Text "${input.text.trim().slice(0, 40)}…"` : 'the given text');
	}
};

export class Gatherer {
	readonly candidates: Candidate[] = [];
	readonly problems: TopicProblem[] = [];
	readonly polite: Polite;
	private readonly feedsDone = new Set<string>();

	constructor(
		private readonly work: Worker,
		private readonly ports: TopicPorts,
		gapMilliseconds?: number,
	) {
		this.polite = new Polite({ http: ports.http, clock: ports.clock, signal: ports.signal, gapMilliseconds, cache: ports.pages });
	}

	problem(input: string, error: unknown): void {
		throwIfCancelled(this.ports.signal);
		if (isOperatorError(error)) this.problems.push({ input, message: error.message, fix: error.fix });
		else {
			this.ports.logger.error(`Topic Scout could not read ${input}`, { error: error instanceof Error ? error.message : String(error) });
			this.problems.push({
				input,
				message: 'This input could not be read because of an unexpected error',
				fix: 'Try another source; please report it with the address.',
			});
		}
	}

	/** Reads all inputs, several hosts at a time. Never throws but for cancellation. */
	async gather(inputs: TopicInput[]): Promise<void> {
		let done = 0;
		await pool(inputs, 6, async (input) => {
			const label = labelOf(input);
			try {
				if (input.kind === 'feed') await this.feed(input.url, label);
				else if (input.kind === 'link') await this.link(input.url, label);
				else if (input.kind === 'hackernews') await this.hackerNews(input, label);
				else await this.given(input, label);
			} catch (error) {
				this.problem(label, error);
			}
			this.ports.progress({ stage: 'read sources', done: ++done, total: inputs.length, unit: 'items' });
		});
		// The order of the inputs, not of the answers.
		const order = new Map(inputs.map((input, i) => [labelOf(input), i]));
		this.candidates.sort((a, b) => (order.get(a.input) ?? 0) - (order.get(b.input) ?? 0));
	}

	private async feed(url: string, label: string): Promise<void> {
		if (this.feedsDone.has(urlKey(url))) return;
		this.feedsDone.add(urlKey(url));
		const response = await this.polite.get(url, { robots: false, accept: FEED_ACCEPT, maxBytes: 12 * 1024 * 1024 });
		const type = response.headers['content-type'] ?? '';
		let feed: Feed;
		try {
			const read = await this.work.call('read', [response.body, type, response.url], { signal: this.ports.signal });
			if (read.kind === 'article')
				throw new OperatorError('INPUT', 'This is a web page, not a feed', {
					fix: 'Use the address of its feed (often /feed, /rss or /atom.xml), or add the page as a link.',
				});
			feed = read.feed;
		} catch (error) {
			// A site's address in place of its feed's: the page names its feed.
			const [found] = await this.work.call('discover', [response.body, type, response.url], { signal: this.ports.signal });
			if (!found || this.feedsDone.has(urlKey(found))) throw error;
			return await this.feed(found, label);
		}
		await this.takeFeed(feed, label);
	}

	private async takeFeed(feed: Feed, label: string): Promise<void> {
		for (const warning of feed.warnings) this.ports.logger.info(`${label}: ${warning}`);
		if (feed.format === 'opml') {
			if (!feed.feeds.length)
				throw new OperatorError('INPUT', 'The OPML file lists no feeds', { fix: 'Export the list of feeds again from your reader.' });
			await pool(feed.feeds.slice(0, OPML_FEEDS), 6, async ({ url, title }) => {
				try {
					await this.feed(url, label);
				} catch (error) {
					this.problem(title ? `${title} (${url})` : url, error);
				}
			});
			return;
		}
		const items = feed.items.filter((item) => item.duplicateOf === undefined);
		if (!items.length) {
			const broken = feed.warnings.some((warning) => warning.includes('well-formed'));
			throw new OperatorError('INPUT', broken ? 'The feed is broken and nothing in it could be recovered' : 'The feed has no items', {
				fix: broken
					? 'Tell its publisher, or use another feed.'
					: 'The publisher has nothing in it now. Try again later, or use another feed.',
			});
		}
		for (const item of items) this.add({ item, input: label, stub: false, warnings: [] });
	}

	private async link(url: string, label: string): Promise<void> {
		const response = await this.polite.get(url);
		const read = await this.work.call('read', [response.body, response.headers['content-type'] ?? '', response.url], {
			signal: this.ports.signal,
		});
		if (read.kind === 'feed') await this.takeFeed(read.feed, label);
		else this.addText(read.article, label);
	}

	private async given(input: GivenText, label: string): Promise<void> {
		const start = input.text.slice(0, 3000).replace(/^[\s\ufeff]+/, '');
		if (/^<(?:\?xml|opml|rss|feed|rdf:RDF)\b/i.test(start) || /"version"\s*:\s*"https:\/\/jsonfeed\.org/.test(start)) {
			const read = await this.work.call(
				'read',
				[new TextEncoder().encode(input.text), 'text/xml; charset=utf-8', input.url ?? 'https://local.invalid/'],
				{ signal: this.ports.signal },
			);
			if (read.kind === 'feed') return await this.takeFeed(read.feed, label);
		}
		for (const article of await this.work.call(
			'given',
			[{ text: input.text, title: input.title, publisher: input.publisher, url: input.url, name: input.name }],
			{ signal: this.ports.signal },
		))
			this.addText(article, label);
	}

	private async hackerNews(input: HackerNewsInput, label: string): Promise<void> {
		const get = (url: string) =>
			this.polite.get(url, { robots: false, accept: 'application/json', maxBytes: 4 * 1024 * 1024, gapMilliseconds: HACKER_NEWS_GAP });
		const read = async (what: 'list' | 'item' | 'search', url: string) =>
			await this.work.call('hackerNews', [what, (await get(url)).body, input.minPoints], { signal: this.ports.signal });
		let items: HackerNewsItem[];
		if (input.list === 'search') {
			if (!input.query?.trim())
				throw new OperatorError('INPUT', 'Hacker News is to be searched, but no words are given', { fix: 'Fill in "Keywords".' });
			const since = (this.ports.clock.now() - HACKER_NEWS_DAYS * 86_400_000) / 1000;
			({ items } = await read('search', searchUrl(input, since)));
		} else {
			const { ids } = await read('list', listUrl(input.list));
			items = [];
			let failed: unknown;
			for (const id of ids.slice(0, HACKER_NEWS_ITEMS)) {
				try {
					items.push(...(await read('item', itemUrl(id))).items);
				} catch (error) {
					// One story that cannot be read is no loss; a host that is away is.
					throwIfCancelled(this.ports.signal);
					failed = error;
				}
			}
			if (!items.length && failed) throw failed;
		}
		if (!items.length)
			throw new OperatorError('INPUT', 'Hacker News has no such story now', { fix: 'Lower the points, or search for other words.' });
		for (const item of items) this.add({ item, input: label, stub: false, warnings: [] });
	}

	private addText(article: Extracted, label: string): void {
		const { text } = article;
		this.add({
			item: {
				title: text.title,
				url: text.url,
				guid: null,
				publishedAt: text.publishedAt,
				author: text.author,
				publisher: text.publisher,
				summary: '',
				html: '',
				keywords: [],
			},
			input: label,
			text,
			stub: article.warnings.some((warning) => warning.code === 'stub'),
			warnings: article.warnings,
		});
	}

	private add(candidate: Omit<Candidate, 'key'>): void {
		const key = candidate.item.url
			? urlKey(candidate.item.url)
			: (candidate.text?.id ?? `${candidate.input} ${candidate.item.guid ?? candidate.item.title}`);
		const known = this.candidates.find((other) => other.key === key);
		if (!known) this.candidates.push({ ...candidate, key });
		else {
			// An aggregator and the publisher's own feed: together they know more.
			known.text ??= candidate.text;
			known.item.publishedAt ??= candidate.item.publishedAt;
			known.item.publisher ||= candidate.item.publisher;
			known.item.summary ||= candidate.item.summary;
			known.item.html ||= candidate.item.html;
			known.item.points ??= candidate.item.points;
		}
	}

	/** Reads the page of a candidate; falls back to the text that the feed carries. False when nothing could be read (a problem was noted). */
	async load(candidate: Candidate): Promise<boolean> {
		if (candidate.text) return true;
		const { item } = candidate;
		let failure: unknown;
		// A question on Hacker News is its own text; the page around it is the discussion.
		const ownText = hostOf(item.url) === 'news.ycombinator.com' && item.html;
		if (item.url && !ownText) {
			try {
				const response = await this.polite.get(item.url);
				const read = await this.work.call('read', [response.body, response.headers['content-type'] ?? '', response.url], {
					signal: this.ports.signal,
				});
				if (read.kind === 'article') {
					this.take(candidate, read.article);
					return true;
				}
				failure = new OperatorError('INPUT', 'The item leads to a feed, not to an article', {
					fix: 'Nothing to do: other items are used.',
				});
			} catch (error) {
				throwIfCancelled(this.ports.signal);
				failure = error;
			}
		}
		try {
			const html = item.html.length > 400 ? item.html : item.summary.length > 300 ? `<p>${item.summary.replace(/[<&]/g, ' ')}</p>` : '';
			if (!html)
				throw (
					failure ??
					new OperatorError('INPUT', `The item "${item.title}" has neither a link nor enough text`, {
						fix: 'Nothing to do: other items are used.',
					})
				);
			this.take(candidate, await this.work.call('fragment', [html, item.url, item.title, item.publisher], { signal: this.ports.signal }));
			return true;
		} catch (error) {
			this.problem(item.url || item.title, failure ?? error);
			return false;
		}
	}

	private take(candidate: Candidate, article: Extracted): void {
		const { item } = candidate;
		candidate.text = {
			...article.text,
			publishedAt: article.text.publishedAt ?? item.publishedAt,
			author: article.text.author ?? item.author,
		};
		candidate.stub = article.warnings.some((warning) => warning.code === 'stub');
		candidate.warnings = article.warnings;
	}
}

/** Runs `work` over all entries, at most `width` at a time, in order of the list. */
export async function pool<T>(entries: T[], width: number, work: (entry: T) => Promise<void>): Promise<void> {
	let next = 0;
	const lane = async (): Promise<void> => {
		while (next < entries.length) await work(entries[next++]!);
	};
	await Promise.all(Array.from({ length: Math.min(width, entries.length) }, lane));
}
