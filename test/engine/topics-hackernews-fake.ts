/**
 * Hacker News as its two public interfaces describe themselves, with a state that changes: every request is checked (host, path, method,
 * parameters) and refused with 400 and a reason when it is none of the contract; every answer is built whole and checked against its shape.
 * Contracts: github.com/HackerNews/API (v0) and hn.algolia.com/api.
 */
import type { Route, Served } from './topics-support';

export interface FakeStory {
	id: number;
	by: string;
	time: number;
	title: string;
	url?: string;
	text?: string;
	score: number;
	descendants: number;
	type?: 'story' | 'job' | 'poll' | 'comment';
	dead?: boolean;
	deleted?: boolean;
}

const refuse = (reason: string): Served => ({
	status: 400,
	body: JSON.stringify({ error: reason }),
	headers: { 'content-type': 'application/json' },
});
const json = (value: unknown): Served => ({ body: JSON.stringify(value), headers: { 'content-type': 'application/json; charset=utf-8' } });

export class FakeHackerNews {
	private readonly items = new Map<number, FakeStory>();
	top: number[] = [];
	best: number[] = [];
	/** What was refused: a test that goes well leaves it empty. */
	readonly refused: string[] = [];
	readonly asked: string[] = [];
	/** Answers so many requests with 429 first. */
	busy = 0;
	/** Answers this instead, once. */
	next: Served | null = null;

	add(story: Partial<FakeStory> & { id: number; title: string }): this {
		this.items.set(story.id, { by: 'someone', time: 1_761_900_000, score: 100, descendants: 3, ...story });
		return this;
	}
	change(id: number, change: Partial<FakeStory>): void {
		this.items.set(id, { ...this.items.get(id)!, ...change });
	}

	readonly route: Route = (url, request) => {
		if (url.hostname !== 'hacker-news.firebaseio.com' && url.hostname !== 'hn.algolia.com') return undefined;
		this.asked.push(url.pathname + url.search);
		if (this.busy-- > 0) return { status: 429, headers: { 'retry-after': '2' } };
		if (this.next) {
			const answer = this.next;
			this.next = null;
			return answer;
		}
		const answer = this.answer(url, request?.method ?? 'GET', request?.headers ?? {});
		if (answer.status === 400) this.refused.push(`${url.href}: ${String(answer.body)}`);
		return answer;
	};

	private answer(url: URL, method: string, headers: Record<string, string>): Served {
		if (url.protocol !== 'https:' || method !== 'GET' || url.username) return refuse('only GET over https');
		if (!/json/.test(headers.accept ?? '')) return refuse('JSON is not accepted');
		return url.hostname === 'hn.algolia.com' ? this.search(url) : this.official(url);
	}

	private official(url: URL): Served {
		if (url.search && url.search !== '?print=pretty') return refuse('unknown parameter');
		const list = /^\/v0\/(top|best)stories\.json$/.exec(url.pathname)?.[1] as 'top' | 'best' | undefined;
		if (list) return json(this[list].slice(0, list === 'top' ? 500 : 200));
		const id = /^\/v0\/item\/([1-9]\d*)\.json$/.exec(url.pathname)?.[1];
		if (!id) return refuse('unknown path');
		const item = this.items.get(Number(id));
		if (!item) return json(null);
		const { type = 'story', dead, deleted, url: link, text, ...rest } = item;
		if (deleted) return json({ id: item.id, type, time: item.time, deleted: true });
		return json({ ...rest, type, kids: [], ...(dead ? { dead: true } : {}), ...(link ? { url: link } : {}), ...(text ? { text } : {}) });
	}

	private search(url: URL): Served {
		const path = /^\/api\/v1\/(search|search_by_date)$/.exec(url.pathname)?.[1];
		if (!path) return refuse('unknown path');
		const known = ['query', 'tags', 'numericFilters', 'page', 'hitsPerPage', 'restrictSearchableAttributes'];
		for (const name of url.searchParams.keys()) {
			if (!known.includes(name)) return refuse(`unknown parameter ${name}`);
			if (url.searchParams.getAll(name).length > 1) return refuse(`${name} is given twice`);
		}
		const tags = (url.searchParams.get('tags') ?? '').split(',').filter(Boolean);
		if (tags.some((tag) => !/^(?:story|comment|poll|pollopt|show_hn|ask_hn|front_page|author_\w+|story_\d+)$/.test(tag)))
			return refuse('unknown tag');
		const perPage = Number(url.searchParams.get('hitsPerPage') ?? 20);
		const page = Number(url.searchParams.get('page') ?? 0);
		if (!Number.isInteger(perPage) || perPage < 1 || perPage > 1000 || !Number.isInteger(page) || page < 0) return refuse('paging');
		let found = [...this.items.values()].filter((item) => !item.dead && !item.deleted && (item.type ?? 'story') === 'story');
		for (const filter of (url.searchParams.get('numericFilters') ?? '').split(',').filter(Boolean)) {
			const m = /^(created_at_i|points|num_comments)(<=|>=|<|>|=)(\d+)$/.exec(filter);
			if (!m) return refuse(`numericFilters: ${filter}`);
			const value = (item: FakeStory) => ({ created_at_i: item.time, points: item.score, num_comments: item.descendants })[m[1]!]!;
			const limit = Number(m[3]);
			const holds: Record<string, (x: number) => boolean> = {
				'<=': (x) => x <= limit, '>=': (x) => x >= limit, '<': (x) => x < limit, '>': (x) => x > limit, '=': (x) => x === limit,
			}; // prettier-ignore
			found = found.filter((item) => holds[m[2]!]!(value(item)));
		}
		const query = (url.searchParams.get('query') ?? '').toLowerCase();
		const words = query.split(/\W+/).filter(Boolean);
		found = found.filter((item) => words.every((word) => `${item.title} ${item.text ?? ''}`.toLowerCase().includes(word)));
		found.sort((a, b) => (path === 'search' ? b.score - a.score : b.time - a.time));
		const hits = found.slice(page * perPage, (page + 1) * perPage).map((item) => ({
			objectID: String(item.id), story_id: item.id, author: item.by, title: item.title, ...(item.url ? { url: item.url } : {}), ...(item.text ? { story_text: item.text } : {}),
			points: item.score, num_comments: item.descendants, created_at_i: item.time, created_at: new Date(item.time * 1000).toISOString(), updated_at: new Date(item.time * 1000).toISOString(),
			children: [], _tags: ['story', `author_${item.by}`, `story_${item.id}`], _highlightResult: { title: { matchLevel: 'full', matchedWords: words, value: `<em>${item.title}</em>` } },
		})); // prettier-ignore
		return json({
			hits, nbHits: found.length, page, nbPages: Math.ceil(found.length / perPage), hitsPerPage: perPage, exhaustiveNbHits: true, processingTimeMS: 3, query, params: url.search.slice(1),
		}); // prettier-ignore
	}
}
