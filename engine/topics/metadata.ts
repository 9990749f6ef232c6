/** What a page says about itself: title, author, date, publisher, language, licence. */
import { escapePattern } from '../text/pattern';
import { parseDate } from './dates';
import { byTag, foldSpace, textOf, walk, type El, type Page } from './html';
import { isInjection } from './injection';
import { cleanUrl, hostOf } from './urls';

export interface Metadata {
	title: string;
	author: string | null;
	publishedAt: string | null;
	publisher: string;
	language: string;
	licence?: string;
	canonical: string | null;
	/** JSON-LD or meta says that the page is an article. */
	saysArticle: boolean;
	/** The page says that it is a film. */
	saysVideo: boolean;
	liveBlog: boolean;
	/** The page itself says that its text is not free. */
	paywalled: boolean;
	warnings: string[];
}

const ARTICLE = /^(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review|HowTo|Recipe|Posting|DiscussionForumPosting)$/;
type Json = Record<string, unknown>;

const types = (object: Json): string[] => [object['@type']].flat().filter((t): t is string => typeof t === 'string');
const nameOf = (value: unknown): string => {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.map(nameOf).filter(Boolean).join(', ');
	return value && typeof value === 'object' ? nameOf((value as Json).name) : '';
};
const tidy = (text: string | undefined | null, max = 300): string => foldSpace(text ?? '').slice(0, max);

/** Reads meta tags, JSON-LD, and the visible heading, byline and date. Values that carry orders to a machine are passed over. */
export function readMetadata(page: Page, url: string): Metadata {
	const warnings: string[] = [];
	const safe = (text: string): string => {
		if (!text || !isInjection(text)) return text;
		warnings.push('A title or name of the page carries instructions to AI models: it was ignored.');
		return '';
	};
	const metas = new Map<string, string>();
	for (const meta of byTag(page.root, 'meta')) {
		const key = (meta.attrs.property ?? meta.attrs.name ?? meta.attrs.itemprop ?? meta.attrs['http-equiv'] ?? '').toLowerCase();
		if (key && meta.attrs.content && !metas.has(key)) metas.set(key, meta.attrs.content);
	}
	const meta = (...keys: string[]): string => tidy(keys.map((key) => metas.get(key)).find(Boolean));
	const article = page.jsonLd.find((object) => types(object).some((t) => ARTICLE.test(t))) ?? {};

	const documentTitle = tidy(byTag(page.root, 'title')[0]?.children.join('') ?? '');
	const h1s = byTag(page.root, 'h1')
		.map((el) => tidy(textOf(el)))
		.filter(Boolean);
	const siteMeta = safe(meta('og:site_name', 'application-name', 'dc.publisher', 'publisher'));
	const site = siteMeta || safe(tidy(nameOf(article.publisher)));
	const claimed = safe(tidy(nameOf(article.headline) || nameOf(article.name))) || safe(meta('og:title', 'twitter:title', 'dc.title'));
	const split = splitTitle(documentTitle, site);
	const visible = h1s.find((h1) => documentTitle.includes(h1) || claimed === h1) ?? (h1s.length === 1 ? h1s[0] : undefined);
	const title = safe(visible ?? '') || (claimed ? splitTitle(claimed, site).title : '') || safe(split.title) || h1s[0] || '';

	const footerName = /(?:©|copyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?(\p{Lu}[^.|,\n]{1,60})/iu.exec(
		lastText(page.root),
	)?.[1];
	const publisher = site || split.site || safe(tidy(footerName, 60)).replace(/\s+all rights.*/i, '') || hostOf(url);
	const published =
		parseDate(tidy(nameOf(article.datePublished))) ??
		parseDate(
			meta(
				'article:published_time',
				'og:article:published_time',
				'datepublished',
				'date',
				'dc.date',
				'dc.date.issued',
				'dcterms.created',
				'parsely-pub-date',
				'sailthru.date',
				'pubdate',
				'publish-date',
				'publishdate',
				'citation_publication_date',
			),
		) ??
		visibleDate(page.root);
	const language = normaliseLanguage(
		byTag(page.root, 'html')[0]?.attrs.lang || meta('content-language', 'og:locale', 'dc.language') || nameOf(article.inLanguage),
	);
	const canonicalLink = byTag(page.root, 'link').find((link) => /(?:^|\s)canonical(?:\s|$)/i.test(link.attrs.rel ?? ''));
	const free = article.isAccessibleForFree ?? (article.hasPart as Json | undefined)?.isAccessibleForFree;
	return {
		title,
		author:
			safe(
				readAuthor(
					page.root,
					article,
					meta('author', 'article:author', 'dc.creator', 'parsely-author', 'sailthru.author', 'byl'),
					publisher,
				),
			) || null,
		publishedAt: published,
		publisher,
		language,
		licence: readLicence(page.root, article, meta('dc.rights', 'dcterms.license', 'license', 'rights', 'dcterms.rights')),
		canonical: cleanUrl(canonicalLink?.attrs.href, url),
		saysArticle: types(article).length > 0 || meta('og:type').toLowerCase() === 'article' || metas.has('article:published_time'),
		saysVideo: /^video\b/i.test(meta('og:type')),
		liveBlog: types(article).includes('LiveBlogPosting'),
		paywalled: free === false || /^false$/i.test(String(free ?? '')) || /^(?:locked|metered|premium)$/i.test(meta('article:content_tier')),
		warnings,
	};
}

/** "Headline | Site", "Site: Headline", "Headline – Site": the headline and the site's name. */
function splitTitle(text: string, site: string): { title: string; site: string } {
	if (site) {
		const name = escapePattern(site);
		const cut = text
			.replace(new RegExp(`\\s*[-–—|:·•»]\\s*${name}\\s*$`, 'i'), '')
			.replace(new RegExp(`^\\s*${name}\\s*[-–—|:·•»]\\s*`, 'i'), '');
		if (cut) return { title: cut, site };
	}
	const parts = text.split(/\s+[-–—|·•»]\s+/);
	if (parts.length < 2) return { title: text, site: '' };
	// The longer end is the headline.
	const first = parts[0]!;
	const last = parts[parts.length - 1]!;
	return first.length >= last.length
		? { title: text.slice(0, text.length - last.length).replace(/\s+[-–—|·•»]\s+$/, ''), site: last }
		: { title: text.slice(first.length).replace(/^\s+[-–—|·•»]\s+/, ''), site: first };
}

function lastText(root: El): string {
	const text = textOf(root, true);
	return text.slice(-600);
}

const NAME = String.raw`\p{Lu}[\p{L}.'’-]*(?:\s+(?:\p{Lu}[\p{L}.'’-]*|van|von|de|der|da|di|la|le|bin|al|of|the)){0,4}`;
const BY = new RegExp(
	String.raw`^(?:\W*(?:[Ww]ritten |[Pp]osted |[Rr]eported |WRITTEN |POSTED )?(?:[Bb]y|BY):?\s+)(${NAME}(?:(?:,| and| AND| &)\s+${NAME}){0,3})`,
	'u',
);

const LINKED_NAME = new RegExp(String.raw`^\p{Lu}[\p{L}.'’-]+(?: [\p{L}.'’-]+){1,3}$`, 'u');

function readAuthor(root: El, article: Json, metaAuthor: string, publisher: string): string {
	const clean = (text: string): string => (/^https?:/i.test(text) || text.length > 120 ? '' : text.replace(/^by\s+/i, '').trim());
	const fromData = clean(tidy(nameOf(article.author))) || clean(metaAuthor);
	if (fromData) return fromData;
	let found = '';
	walk(root, (el) => {
		if (found) return false;
		const names = `${el.attrs.class ?? ''} ${el.attrs.rel ?? ''} ${el.attrs.itemprop ?? ''}`;
		if (/(?:^|\s)author(?:\s|$)/i.test(el.attrs.rel ?? '') || /(?:^|[\s_-])(?:byline|author(?:-?name)?|by|fn)(?:$|[\s_-])/i.test(names)) {
			const text = tidy(textOf(el, true), 200);
			// A byline often holds a link to the writer beside a handle or a date.
			const linked = byTag(el, 'a')
				.map((link) => tidy(textOf(link, true), 80))
				.find((name) => LINKED_NAME.test(name));
			found =
				BY.exec(text)?.[1] ??
				new RegExp(`^${NAME}$`, 'u').exec(text)?.[0] ??
				new RegExp(`^(${NAME})(?=[,•·|]|\\s+\\d|\\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))`, 'u').exec(text)?.[1] ??
				linked ??
				'';
		}
	});
	if (!found) {
		walk(root, (el) => {
			if (found) return false;
			if (el.children.length > 3 || byTag(el, 'p', 'div').length) return;
			const text = tidy(textOf(el, true), 200);
			if (text.length < 90) found = BY.exec(text)?.[1] ?? '';
		});
	}
	return found === publisher ? found : found.trim();
}

/** First date in the visible head of the text, as an element or a short line. */
function visibleDate(root: El): string | null {
	const body = byTag(root, 'body')[0] ?? root;
	for (const time of byTag(body, 'time').slice(0, 20)) {
		const date = parseDate(time.attrs.datetime) ?? parseDate(textOf(time, true));
		if (date) return date;
	}
	let found: string | null = null;
	let seen = 0;
	walk(body, (el) => {
		if (found || seen > 4000) return false;
		for (const child of el.children) {
			if (typeof child !== 'string') continue;
			const text = foldSpace(child);
			seen += text.length;
			if (text.length > 5 && text.length < 60)
				found ??= parseDate(
					text.replace(
						/^(?:(?:press release|news release|statement|published|posted|updated|last updated|date|asked|written)(?: (?:on|of|from))?|on)\s*:?\s*/i,
						'',
					),
				);
		}
	});
	return found;
}

/** "en-GB" style tag of a language, or "". */
function normaliseLanguage(text: string): string {
	const m = /^([a-z]{2,3})(?:[-_]([a-z]{2}))?\b/i.exec(text.trim());
	return m ? (m[2] ? `${m[1]!.toLowerCase()}-${m[2].toUpperCase()}` : m[1]!.toLowerCase()) : '';
}

const CC = /creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)\/(\d\.\d)/i;

/** Short name of a stated licence ("CC BY-SA 4.0"), its address, or undefined. A mere "all rights reserved" is none. */
function readLicence(root: El, article: Json, rights: string): string | undefined {
	const links = byTag(root, 'link', 'a').filter(
		(el) => /(?:^|\s)license(?:\s|$)/i.test(el.attrs.rel ?? '') || CC.test(el.attrs.href ?? ''),
	);
	const address = [
		...links.map((el) => el.attrs.href ?? ''),
		nameOf(article.license),
		typeof article.license === 'string' ? article.license : '',
		rights,
	].find((text) => text && (CC.test(text) || /licen[cs]e|public domain|OGL/i.test(text)));
	if (!address) return undefined;
	const cc = CC.exec(address);
	if (!cc) return tidy(address, 120);
	if (cc[1]!.toLowerCase() === 'publicdomain') return cc[2] === 'zero' ? `CC0 ${cc[3]}` : 'Public domain';
	return `CC ${cc[2]!.toUpperCase()} ${cc[3]}`;
}
