/**
 * Stories of Hacker News: its lists through the official interface (hacker-news.firebaseio.com/v0: `topstories` and `beststories` are lists
 * of ids, `item/<id>` is one story), searches through hn.algolia.com/api/v1. Neither needs a key. Both are made for programs: the first
 * names no limit, the second allows 10,000 requests an hour and address.
 */
import { OperatorError } from '../errors';
import type { FeedItem } from './feeds';
import { foldSpace, fragmentText } from './html';
import { cleanUrl, hostOf } from './urls';

export interface HackerNewsInput {
	kind: 'hackernews';
	/** `top`: the front page; `best`: most voted of the last days; `search`: stories of the last two weeks that hold the words. */
	list: 'top' | 'best' | 'search';
	/** Words to search for. */
	query?: string;
	/** Stories with fewer points are passed over. */
	minPoints: number;
}

export type HackerNewsItem = FeedItem & { points: number; comments: number };

const LISTS = 'https://hacker-news.firebaseio.com/v0';
const SEARCH = 'https://hn.algolia.com/api/v1/search_by_date';

/** Address of a list of story ids, best first. */
export const listUrl = (list: 'top' | 'best'): string => `${LISTS}/${list}stories.json`;
export const itemUrl = (id: number): string => `${LISTS}/item/${id}.json`;

/** Address of the search for stories that hold all words, newest first; `since` in seconds since the epoch. */
export function searchUrl(input: HackerNewsInput, since: number): string {
	const url = new URL(SEARCH);
	url.searchParams.set('tags', 'story');
	url.searchParams.set('query', (input.query ?? '').slice(0, 200));
	url.searchParams.set('numericFilters', `points>=${Math.max(0, Math.floor(input.minPoints))},created_at_i>${Math.floor(since)}`);
	url.searchParams.set('hitsPerPage', '50');
	return url.href;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw unknownForm();
	}
}
const unknownForm = (): OperatorError =>
	new OperatorError('VENDOR', 'Hacker News answered in an unknown form', {
		fix: 'Try again later; the other inputs go on without it.',
		retryable: true,
	});

/** Ids of a list. Throws VENDOR when it is none. */
export function parseList(text: string): number[] {
	const list = parse(text);
	if (!Array.isArray(list)) throw unknownForm();
	return list.filter((id): id is number => Number.isSafeInteger(id) && id > 0).slice(0, 500);
}

/** One item of the official interface; null for what is no readable story (dead, deleted, a job, a poll, gone). */
export function parseItem(text: string, minPoints: number): HackerNewsItem | null {
	const item = parse(text) as Record<string, unknown> | null;
	if (item === null) return null;
	if (typeof item !== 'object' || Array.isArray(item) || !Number.isSafeInteger(item.id)) throw unknownForm();
	if (item.type !== 'story' || item.dead === true || item.deleted === true) return null;
	return story(
		{
			id: String(item.id),
			title: item.title,
			url: item.url,
			text: item.text,
			points: item.score,
			comments: item.descendants,
			seconds: item.time,
		},
		minPoints,
	);
}

/** Stories of an answer of the search. Throws VENDOR when it has another shape. */
export function parseSearch(text: string, minPoints: number): HackerNewsItem[] {
	const hits = (parse(text) as { hits?: unknown } | null)?.hits;
	if (!Array.isArray(hits)) throw unknownForm();
	return hits.slice(0, 100).flatMap((hit: Record<string, unknown>) => {
		const { objectID, title, url, story_text, points, num_comments, created_at_i } = hit ?? {};
		return (
			story(
				{ id: String(objectID ?? ''), title, url, text: story_text, points, comments: num_comments, seconds: created_at_i },
				minPoints,
			) ?? []
		);
	});
}

interface Raw {
	id: string;
	title: unknown;
	url: unknown;
	text: unknown;
	points: unknown;
	comments: unknown;
	seconds: unknown;
}

function story(raw: Raw, minPoints: number): HackerNewsItem | null {
	const title = foldSpace(typeof raw.title === 'string' ? raw.title : '').replace(/^(?:Show|Launch) HN:\s*/i, '');
	const points = Number(raw.points) || 0;
	const url = cleanUrl(typeof raw.url === 'string' ? raw.url : '') ?? '';
	const text = typeof raw.text === 'string' ? raw.text : '';
	if (!title || points < minPoints || (!url && text.length < 200)) return null;
	const seconds = Number(raw.seconds);
	return {
		title,
		url: url || `https://news.ycombinator.com/item?id=${encodeURIComponent(raw.id)}`,
		guid: raw.id,
		publishedAt: Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString() : null,
		author: null,
		publisher: url ? '' : 'Hacker News',
		summary: fragmentText(text).slice(0, 2000),
		html: url ? '' : text,
		keywords: [hostOf(url)].filter(Boolean),
		points,
		comments: Number(raw.comments) || 0,
	};
}
