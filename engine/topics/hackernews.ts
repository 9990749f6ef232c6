/** Stories of Hacker News through its public search (hn.algolia.com): no key, documented limits of 10,000 requests an hour and address. */
import { OperatorError } from '../errors';
import type { FeedItem } from './feeds';
import { foldSpace, fragmentText } from './html';
import { cleanUrl, hostOf } from './urls';

export interface HackerNewsInput {
	kind: 'hackernews';
	/** Words to search for; without them the front page is read. */
	query?: string;
	/** Stories with fewer points are passed over. */
	minPoints: number;
}

/** Address of the search for stories, newest first; `since` in seconds since the epoch. */
export function hackerNewsUrl(input: HackerNewsInput, since: number): string {
	const url = new URL(input.query ? 'https://hn.algolia.com/api/v1/search_by_date' : 'https://hn.algolia.com/api/v1/search');
	url.searchParams.set('tags', input.query ? 'story' : 'front_page');
	if (input.query) url.searchParams.set('query', input.query.slice(0, 200));
	const filters = [`points>=${Math.max(0, Math.floor(input.minPoints))}`];
	if (input.query) filters.push(`created_at_i>${Math.floor(since)}`);
	url.searchParams.set('numericFilters', filters.join(','));
	url.searchParams.set('hitsPerPage', '50');
	return url.href;
}

/** Items of an answer of the search. Throws VENDOR when it has another shape. */
export function parseHackerNews(text: string, input: HackerNewsInput): (FeedItem & { points: number; comments: number })[] {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch {
		data = null;
	}
	const hits = (data as { hits?: unknown } | null)?.hits;
	if (!Array.isArray(hits))
		throw new OperatorError('VENDOR', 'The search of Hacker News answered in an unknown form', {
			fix: 'Try again later; the other inputs go on without it.',
			retryable: true,
		});
	return hits.slice(0, 100).flatMap((hit: Record<string, unknown>) => {
		const title = foldSpace(String(hit?.title ?? '')).replace(/^(?:Show|Launch) HN:\s*/i, '');
		const discussion = `https://news.ycombinator.com/item?id=${encodeURIComponent(String(hit?.objectID ?? ''))}`;
		const url = cleanUrl(typeof hit?.url === 'string' ? hit.url : '') ?? '';
		const story = typeof hit?.story_text === 'string' ? hit.story_text : '';
		const points = Number(hit?.points) || 0;
		if (!title || points < input.minPoints || (!url && story.length < 200)) return [];
		const seconds = Number(hit?.created_at_i);
		return [
			{
				title,
				url: url || discussion,
				guid: String(hit?.objectID ?? ''),
				publishedAt: Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString() : null,
				author: null,
				publisher: url ? '' : 'Hacker News',
				summary: fragmentText(story).slice(0, 2000),
				html: url ? '' : story,
				keywords: [hostOf(url)].filter(Boolean),
				points,
				comments: Number(hit?.num_comments) || 0,
			},
		];
	});
}
