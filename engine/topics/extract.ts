/**
 * HTML of an article to its clean text ({@link SourceText}). Pure and synchronous: call it inside a worker.
 *
 * The order of a live blog is turned oldest first (the summary stays on top), so that a script can follow the time line.
 */
import { createHash } from 'node:crypto';
import type { SourceText } from '../asset';
import { OperatorError } from '../errors';
import { languageOf } from '../text/language';
import { blocksOf, type Block } from './blocks';
import { composeText, type Withheld } from './compose';
import { selectContent } from './content';
import { byTag, parseHtml, textOf, type El, type Page } from './html';
import { isInjection } from './injection';
import { readMetadata, type Metadata } from './metadata';
import { prunePage } from './prune';
import { parseDate } from './dates';
import { hostOf } from './urls';

export interface SourceWarning {
	code: 'injection' | 'stub' | 'short' | 'correction' | 'large' | 'order' | 'feed';
	message: string;
}

export interface Extracted {
	text: SourceText;
	canonical: string | null;
	warnings: SourceWarning[];
	/** Sentences of the article that are left out on purpose, with the reason. */
	withheld: Withheld[];
	/** Boilerplate that was left out: reason → texts. For benchmarks and bug reports. */
	dropped: Record<string, string[]>;
}

/** Stable id of a source: a hash of its address, or of its text where it has none. */
export const sourceId = (key: string): string => `src-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;

/**
 * Extracts the article of a page. Throws INPUT, NOT_FOUND or TOO_LARGE with the fix when the page is none
 * (front page, login, "not found", nothing but a list).
 */
export function extractArticle(html: string, url: string): Extracted {
	const page = parseHtml(html);
	const meta = readMetadata(page, url);
	const warnings: SourceWarning[] = [
		...page.warnings.map((message) => ({ code: 'large' as const, message })),
		...meta.warnings.map((message) => ({ code: 'injection' as const, message })),
	];
	const body = byTag(page.root, 'body')[0] ?? page.root;
	const pruned = prunePage(page, meta.title);
	const all = blocksOf(body);
	const dropped = new Map<string, string[]>();
	const content = selectContent(
		all,
		body,
		{ title: meta.title, author: meta.author, publisher: meta.publisher, host: hostOf(url), headlines: pruned.headlines },
		dropped,
	);

	refuseNonArticles(page, meta, content, all);
	let blocks = content.blocks;
	const live = orderLiveBlog(blocks, meta.liveBlog);
	if (live) {
		blocks = live;
		warnings.push({ code: 'order', message: 'This is a live report: its entries were put in order of time, oldest first.' });
	}
	if (hasInjectedPayload(page, pruned.hidden)) {
		warnings.push({
			code: 'injection',
			message: 'The page hides instructions to AI models (in comments, image descriptions or invisible text): they were ignored.',
		});
	}

	const composed = composeText(blocks, { broken: meta.paywalled || pruned.offer || content.offers > 0 });
	if (composed.injected.length) {
		warnings.push({
			code: 'injection',
			message: `The page gives instructions to AI models ("${composed.injected[0]!.slice(0, 80)}…"): that text was dropped.`,
		});
	}
	const words = composed.sentences.join(' ').split(/\s+/).length;
	if ((meta.paywalled || pruned.offer || content.offers > 0) && (composed.brokenOff || words < 200)) {
		warnings.push({
			code: 'stub',
			message:
				'Only the free beginning of this article could be read (the rest is for subscribers). Add a second source on the same story.',
		});
	} else if (composed.sentences.length < 5) {
		warnings.push({
			code: 'short',
			message: `The source has only ${composed.sentences.length} sentence(s): a script of it will be very short.`,
		});
	}
	for (const entry of composed.withheld)
		if (entry.reason === 'withdrawn') warnings.push({ code: 'correction', message: `The page corrects itself; left out: "${entry.text}"` });
	if (!composed.sentences.length) throw noArticle('The page has no text of its own that could be used');

	const text: SourceText = {
		v: 1,
		id: sourceId(url || composed.sentences.join(' ')),
		url,
		title: meta.title || composed.sentences[0]!.slice(0, 90),
		publisher: meta.publisher,
		author: meta.author,
		publishedAt: meta.publishedAt,
		language: languageOf(composed.sentences.join(' '), meta.language),
		...(meta.licence ? { licence: meta.licence } : {}),
		sentences: composed.sentences,
		paragraphs: composed.paragraphs,
		headings: composed.headings,
		steps: composed.steps,
		...(composed.tables.length ? { table: composed.tables } : {}),
		...(composed.disowned.length ? { disowned: composed.disowned } : {}),
	};
	return { text, canonical: meta.canonical, warnings, withheld: composed.withheld, dropped: Object.fromEntries(dropped) };
}

const noArticle = (message: string, fix = 'Use the link of one article, or paste its text.') =>
	new OperatorError('INPUT', message, { fix });

function refuseNonArticles(page: Page, meta: Metadata, content: ReturnType<typeof selectContent>, all: Block[]): void {
	const enough = content.proseWords >= 25;
	const headline = `${meta.title} ${textOf(byTag(page.root, 'title')[0] ?? page.root).slice(0, 200)}`;
	if (
		content.proseWords < 120 &&
		/\b(?:404|410|page (?:not found|doesn['’]t exist|does not exist|unavailable|missing)|not found|no longer (?:available|exists)|can['’]t (?:find|be found)|error \d{3}|something went wrong)\b/i.test(
			headline,
		)
	) {
		throw new OperatorError('NOT_FOUND', 'The page says that the article does not exist (any more)', {
			fix: 'Check the link in a browser, or use another source.',
		});
	}
	if (
		content.proseWords < 120 &&
		/\b(?:just a moment|checking your browser|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are|access denied|attention required|captcha|security check)\b/i.test(
			`${headline} ${all
				.slice(0, 12)
				.map((b) => b.text)
				.join(' ')}`,
		)
	) {
		throw noArticle(
			'The site answers with a check for robots instead of the article',
			'Open the link in a browser and paste the article as text, or use another source.',
		);
	}
	// Many sites carry a small login form on every page.
	if (
		hasPassword(page.root) &&
		(content.proseWords < 40 || (content.proseWords < 120 && /\b(?:log ?in|sign ?in|log ?on|anmelden)\b/i.test(headline)))
	)
		throw noArticle(
			'The page asks for a login instead of showing an article',
			'Use a source that is free to read, or paste the text you may use.',
		);
	if (content.teasers >= 4 && content.proseWords < 60) {
		throw noArticle(
			'The page is a list of articles (a front page or section), not an article',
			'Open one of its articles and use that link, or add the site as a feed.',
		);
	}
	if (!enough) {
		const links = all.filter((block) => block.linkShare > 0.8).length;
		if (links >= 12)
			throw noArticle(
				'The page is a list of links, not an article',
				'Open one of its articles and use that link, or add the site as a feed.',
			);
		if (content.offers)
			throw noArticle(
				'The article is for subscribers: the page shows none of its text',
				'Use a source that is free to read, or paste the text you may use.',
			);
		if (page.player || meta.saysVideo)
			throw noArticle(
				'The page shows a video and tells next to nothing in words',
				'Use a page that tells it, or paste the words of its transcript, if you may use them.',
			);
		if (
			/enable javascript|requires javascript|javascript is (?:disabled|required)|loading…?$/i.test(
				textOf(page.root, true).slice(0, 3000),
			) ||
			(content.proseWords === 0 && page.root.children.length > 0 && page.jsonLd.length === 0 && all.length < 4)
		) {
			throw noArticle(
				'The page has no text without JavaScript',
				'Open it in a browser and paste the article as text, or use another source.',
			);
		}
		throw noArticle('The page holds no article: less than 25 words of running text were found');
	}
}

function hasPassword(root: El): boolean {
	return byTag(root, 'input').some((input) => input.attrs.type?.toLowerCase() === 'password');
}

function hasInjectedPayload(page: Page, hidden: string[]): boolean {
	return [...page.comments, ...page.alts, ...hidden].some((text) => isInjection(text));
}

/** Entries of a live report that stand newest first, turned; null when the page is none. */
function orderLiveBlog(blocks: Block[], saysLive: boolean): Block[] | null {
	const entryOf = (block: Block): { el: El; at: number } | null => {
		for (let el: El | null = block.el; el && el.tag !== 'article' && el.tag !== 'body' && el.tag !== 'main'; el = el.parent) {
			const times = byTag(el, 'time');
			if (times.length !== 1) continue;
			const at = Date.parse(parseDate(times[0]!.attrs.datetime) ?? '');
			if (Number.isFinite(at)) return { el, at };
		}
		return null;
	};
	const entries = blocks.map(entryOf);
	const order: { el: El; at: number }[] = [];
	for (const entry of entries) if (entry && !order.some((seen) => seen.el === entry.el)) order.push(entry);
	if (order.length < (saysLive ? 2 : 4)) return null;
	if (!order.every((entry, i) => i === 0 || entry.at <= order[i - 1]!.at) || order[0]!.at === order[order.length - 1]!.at) return null;
	const rest = blocks.filter((_, i) => !entries[i]);
	const sorted = [...order].reverse().flatMap((entry) => blocks.filter((_, i) => entries[i]?.el === entry.el));
	return [...rest, ...sorted];
}
