/**
 * Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, JSON Feed, and OPML (a list of feeds).
 */
import { OperatorError } from '../errors';
import { parseDate } from './dates';
import { foldSpace, fragmentText } from './html';
import { cleanUrl, hostOf, urlKey } from './urls';
import { child, deepText, localName, readXml, type XmlNode } from './xml';

export interface FeedItem {
	title: string;
	/** Absolute, without tracking parameters; "" when the item has none. */
	url: string;
	guid: string | null;
	publishedAt: string | null;
	author: string | null;
	publisher: string;
	/** Plain text, ≤ 2,000 characters. */
	summary: string;
	/** Full HTML that the feed carries, ≤ 200,000 characters. */
	html: string;
	keywords: string[];
	/** Index of an earlier item with the same page or id. */
	duplicateOf?: number;
}

export interface Feed {
	format: 'rss' | 'rdf' | 'atom' | 'jsonfeed' | 'opml';
	title: string;
	language: string;
	items: FeedItem[];
	/** The feeds that an OPML lists. */
	feeds: { title: string; url: string }[];
	warnings: string[];
}

export const FEED_LIMITS = { items: 200, milliseconds: 5000, characters: 12 * 1024 * 1024 };
const SUMMARY = 2000;
const HTML = 200_000;

/** Title or name as text: decoded once more than XML does, because many feeds escape twice, and without tags. */
const plain = (text: string | undefined): string => {
	const once = fragmentText(text ?? '');
	return (/&(?:#\w+|\w+);/.test(once) ? fragmentText(once) : once).slice(0, 400);
};

const refuse = (message: string, fix: string) => new OperatorError('INPUT', message, { fix });

/**
 * Parses a feed that was fetched from `url`. Items keep the feed's order; repeated ones are marked, not removed.
 * Throws INPUT when the text is no feed, or when nothing in it can be recovered.
 */
export function parseFeed(text: string, url: string, limits = FEED_LIMITS): Feed {
	const start = text.slice(0, 2000).replace(/^[\s\ufeff]+/, '');
	if (!start)
		throw refuse('The feed is empty', 'Open the address in a browser: the publisher sends nothing. Remove the feed or use another.');
	const feed = /^[[{]/.test(start) ? parseJsonFeed(text, url, limits) : parseXmlFeed(text, url, limits);
	markDuplicates(feed.items);
	return feed;
}

function markDuplicates(items: FeedItem[]): void {
	const seen = new Map<string, number>();
	items.forEach((item, index) => {
		const keys = [item.url && `u ${urlKey(item.url)}`, item.guid && `g ${item.guid}`].filter(Boolean) as string[];
		const earlier = keys.map((key) => seen.get(key)).find((at) => at !== undefined);
		if (earlier !== undefined) item.duplicateOf = earlier;
		for (const key of keys) if (!seen.has(key)) seen.set(key, index);
	});
}

interface Context {
	/** Prefix of the feed's own elements ("atom:" in <atom:feed>). */
	prefix: string;
	base: string;
	feedTitle: string;
	feedHost: string;
}

function parseXmlFeed(text: string, url: string, limits: typeof FEED_LIMITS): Feed {
	const nodes: { node: XmlNode; base: string }[] = [];
	const result = readXml(text.slice(0, limits.characters), {
		each: new Set(['item', 'entry']),
		onEach: (node) => {
			// <items> of RDF and <item> inside <image> or OPML bodies are no news items.
			nodes.push({ node, base: baseOf(node, url) });
			return nodes.length < limits.items;
		},
		milliseconds: limits.milliseconds,
		maxText: HTML,
	});
	const root = result.root;
	const kind = root ? localName(root.name) : '';
	if (!root || !['rss', 'rdf', 'feed', 'opml', 'channel'].includes(kind)) {
		throw refuse(
			kind === 'html' ? 'This is a web page, not a feed' : 'This is not a feed: neither RSS, Atom, RDF, JSON Feed nor OPML',
			'Use the address of the feed itself (often /feed, /rss or /atom.xml), or add the page as a link.',
		);
	}
	const warnings: string[] = [];
	if (result.declaresEntities) warnings.push('The feed declares its own XML entities: they were ignored.');
	if (result.repairs.length)
		warnings.push(`The feed is not well-formed XML (${result.repairs.join('; ')}): what could be recovered was used.`);
	if (result.stopped === 'wanted') warnings.push(`The feed is long: its first ${limits.items} items were used.`);
	if (result.stopped === 'time') warnings.push('The feed took too long to read: its first part was used.');
	if (result.stopped === 'depth')
		warnings.push('The feed opens thousands of elements inside each other: what stands before them was used.');

	if (kind === 'opml')
		return {
			format: 'opml',
			title: plain(childText(child(root, 'head') ?? root, 'title')),
			language: '',
			items: [],
			feeds: outlines(root, url),
			warnings,
		};
	const prefix = root.name.includes(':') && kind === 'feed' ? root.name.slice(0, root.name.indexOf(':') + 1) : '';
	const channel = kind === 'feed' ? root : (root.children.find((node) => localName(node.name) === 'channel') ?? root);
	const base = baseOf(channel, url);
	const title = plain(childText(channel, `${prefix}title`));
	const home = kind === 'feed' ? atomLink(channel, prefix, base) : cleanUrl(childText(channel, 'link'), base);
	const context: Context = { prefix, base, feedTitle: title, feedHost: hostOf(home ?? url) };
	const items = nodes.map(({ node, base: itemBase }) =>
		localName(node.name) === 'entry' ? atomItem(node, { ...context, base: itemBase }) : rssItem(node, { ...context, base: itemBase }),
	);
	const usable = items.filter((item) => item.url || item.html.length > 200 || item.summary.length > 200);
	if (items.length > usable.length) warnings.push(`${items.length - usable.length} item(s) without a link were left out.`);
	return {
		format: kind === 'rdf' ? 'rdf' : kind === 'feed' ? 'atom' : 'rss',
		title,
		language: root.attrs['xml:lang'] ?? childText(channel, 'language') ?? '',
		items: usable,
		feeds: [],
		warnings,
	};
}

/** Nested xml:base attributes from the root down, resolved against the feed's own address. */
function baseOf(node: XmlNode, url: string): string {
	const chain: string[] = [];
	for (let at: XmlNode | null = node; at; at = at.parent) if (at.attrs['xml:base']) chain.unshift(at.attrs['xml:base']);
	return chain.reduce((base, next) => cleanUrl(next, base) ?? base, url);
}

const childText = (node: XmlNode, ...names: string[]): string | undefined => {
	for (const name of names) {
		const found = child(node, name);
		const text = found && deepText(found).trim();
		if (text) return text;
	}
	return undefined;
};

/** The alternate link of an Atom feed or entry; enclosures and self links are passed over. */
function atomLink(node: XmlNode, prefix: string, base: string): string | null {
	const links = node.children.filter((c) => c.name === `${prefix}link`);
	const pick =
		links.find((l) => (l.attrs.rel ?? 'alternate') === 'alternate' && (!l.attrs.type || /html/.test(l.attrs.type))) ??
		links.find((l) => (l.attrs.rel ?? 'alternate') === 'alternate');
	return pick ? cleanUrl(pick.attrs.href, pick.attrs['xml:base'] ? (cleanUrl(pick.attrs['xml:base'], base) ?? base) : base) : null;
}

function common(title: string, url: string | null, context: Context, source: string, html: string, summaryHtml: string) {
	const publisher = source || (hostOf(url ?? '') === context.feedHost || !url ? context.feedTitle : '');
	const clean =
		source && title.toLowerCase().endsWith(source.toLowerCase()) ? title.slice(0, -source.length).replace(/\s+[-–—|:·]\s*$/, '') : title;
	return {
		title: clean || title,
		url: url ?? '',
		publisher,
		summary: fragmentText(summaryHtml || html).slice(0, SUMMARY),
		html: html.slice(0, HTML),
	};
}

function rssItem(node: XmlNode, context: Context): FeedItem {
	const guidNode = child(node, 'guid');
	const guid = guidNode?.text.trim() || childText(node, 'dc:identifier') || node.attrs['rdf:about'] || null;
	const permanent = guidNode && guidNode.attrs.ispermalink?.toLowerCase() !== 'false' && /^https?:/i.test(guidNode.text.trim());
	const atom = node.children.find((c) => c.name === 'atom:link' && (c.attrs.rel ?? 'alternate') === 'alternate');
	const url =
		cleanUrl(childText(node, 'feedburner:origlink'), context.base) ??
		cleanUrl(childText(node, 'link'), context.base) ??
		cleanUrl(atom?.attrs.href, context.base) ??
		(permanent ? cleanUrl(guid, context.base) : null) ??
		(/^https?:/i.test(node.attrs['rdf:about'] ?? '') ? cleanUrl(node.attrs['rdf:about']) : null);
	const html = childText(node, 'content:encoded', 'content') ?? '';
	return {
		...common(
			plain(childText(node, 'title', 'dc:title')),
			url,
			context,
			plain(childText(node, 'source')),
			html,
			childText(node, 'description', 'dc:description') ?? '',
		),
		guid,
		publishedAt: parseDate(childText(node, 'pubdate', 'dc:date', 'dcterms:created', 'atom:published', 'date')),
		author: plain(childText(node, 'dc:creator', 'author')) || null,
		keywords: node.children
			.filter((c) => c.name === 'category' || c.name === 'dc:subject')
			.map((c) => plain(c.text))
			.filter(Boolean)
			.slice(0, 20),
	};
}

function atomItem(node: XmlNode, context: Context): FeedItem {
	const at = (name: string) => `${context.prefix}${name}`;
	const id = childText(node, at('id')) ?? null;
	const url = atomLink(node, context.prefix, context.base) ?? (/^https?:/i.test(id ?? '') ? cleanUrl(id) : null);
	const author = child(node, at('author'));
	const source = child(node, at('source'));
	const html = childText(node, at('content')) ?? '';
	return {
		...common(
			plain(childText(node, at('title'))),
			url,
			context,
			source ? plain(childText(source, at('title'))) : '',
			html,
			childText(node, at('summary')) ?? '',
		),
		guid: id,
		publishedAt: parseDate(childText(node, at('published'), at('issued'))) ?? parseDate(childText(node, at('updated'), at('modified'))),
		author: author ? plain(childText(author, at('name')) ?? author.text) || null : null,
		keywords: node.children
			.filter((c) => c.name === at('category'))
			.map((c) => plain(c.attrs.label ?? c.attrs.term))
			.filter(Boolean)
			.slice(0, 20),
	};
}

function outlines(root: XmlNode, url: string): { title: string; url: string }[] {
	const found: { title: string; url: string }[] = [];
	const visit = (node: XmlNode) => {
		for (const outline of node.children) {
			const address = cleanUrl(outline.attrs.xmlurl, url);
			if (address && found.length < 500) found.push({ title: plain(outline.attrs.title ?? outline.attrs.text), url: address });
			visit(outline);
		}
	};
	visit(root);
	return found;
}

function parseJsonFeed(text: string, url: string, limits: typeof FEED_LIMITS): Feed {
	let data: unknown;
	try {
		data = JSON.parse(text.replace(/^\ufeff/, ''));
	} catch (cause) {
		throw new OperatorError('INPUT', 'The feed looks like JSON but is broken', {
			fix: 'Open the address in a browser; use the RSS or Atom feed of the same site if it has one.',
			cause,
		});
	}
	const object = (data && typeof data === 'object' ? data : {}) as Record<string, unknown>;
	const list = Array.isArray(object.items) ? object.items : null;
	if (!list || !(typeof object.version === 'string' && object.version.includes('jsonfeed.org'))) {
		throw refuse(
			'This is JSON, but no JSON Feed',
			'A JSON Feed has "version": "https://jsonfeed.org/version/1.1" and "items". Use the address of a feed or of an article.',
		);
	}
	const string = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
	const title = plain(string(object.title));
	const home = hostOf(cleanUrl(string(object.home_page_url), url) ?? url);
	const items: FeedItem[] = [];
	for (const entry of list.slice(0, limits.items)) {
		if (!entry || typeof entry !== 'object') continue;
		const item = entry as Record<string, unknown>;
		const address =
			cleanUrl(string(item.url) || string(item.external_url), url) ??
			(/^https?:/i.test(string(item.id)) ? cleanUrl(string(item.id)) : null);
		const authors = Array.isArray(item.authors) ? item.authors : [item.author];
		const html = string(item.content_html) || escapeText(string(item.content_text));
		items.push({
			...common(
				plain(string(item.title)),
				address,
				{ prefix: '', base: url, feedTitle: title, feedHost: home },
				'',
				html,
				string(item.summary),
			),
			guid: string(item.id) || null,
			publishedAt: parseDate(string(item.date_published)) ?? parseDate(string(item.date_modified)),
			author:
				authors
					.map((a) => plain(string((a as Record<string, unknown> | undefined)?.name)))
					.filter(Boolean)
					.join(', ') || null,
			keywords: (Array.isArray(item.tags) ? item.tags : [])
				.map((t) => plain(string(t)))
				.filter(Boolean)
				.slice(0, 20),
		});
	}
	const usable = items.filter((item) => item.url || item.html.length > 200 || item.summary.length > 200);
	const warnings = list.length > limits.items ? [`The feed is long: its first ${limits.items} items were used.`] : [];
	return { format: 'jsonfeed', title, language: foldSpace(string(object.language)), items: usable, feeds: [], warnings };
}

const escapeText = (text: string): string =>
	text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/\n{2,}/g, '<p>');
