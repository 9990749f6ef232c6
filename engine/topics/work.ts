/** The CPU work of Topic Scout: decoding, parsing, extracting, clustering. Runs in the worker; pure, so tests call it directly. */
import { OperatorError } from '../errors';
import { createEmbedder, type Embedder } from '../text/embeddings';
import { clusterStories, type StoryItem } from './cluster';
import { decodeText, sniff } from './decode';
import { readGiven, type GivenText } from './documents';
import { extractArticle, type Extracted } from './extract';
import { parseFeed, type Feed } from './feeds';
import { parseHackerNews, type HackerNewsInput } from './hackernews';
import { byTag, parseHtml } from './html';
import { cleanUrl } from './urls';

export type Read = { kind: 'article'; article: Extracted } | { kind: 'feed'; feed: Feed };

const MEDIA: Partial<Record<ReturnType<typeof sniff>, [string, string]>> = {
	pdf: ['The address leads to a PDF, which cannot be read yet', 'Copy its text and paste it as a source.'],
	image: ['The address leads to an image, not to an article', 'Use the link of the page that shows it.'],
	media: ['The address leads to a video or sound file, not to an article', 'Paste its transcript, or use an article on the same story.'],
	archive: ['The address leads to a compressed archive, not to an article', 'Unpack it and give the document, or paste its text.'],
	binary: ['The address leads to a binary file, not to an article', 'Use the link of an article, or paste its text.'],
	empty: ['The address answers with an empty page', 'Check the link in a browser, or use another source.'],
};

export const topicsWork = {
	/** Whatever an address answered with, as an article or a feed. Throws with cause and fix for anything else. */
	async read(bytes: Uint8Array, contentType: string, url: string): Promise<Read> {
		const { text } = decodeText(bytes, contentType);
		const what = sniff(bytes, text);
		const refused = MEDIA[what];
		if (refused) throw new OperatorError('INPUT', refused[0], { fix: refused[1], details: { url } });
		if (what === 'feed' || what === 'opml') return { kind: 'feed', feed: parseFeed(text, url) };
		if (what === 'json') {
			if (/"version"\s*:\s*"https?:\/\/(?:www\.)?jsonfeed\.org/.test(text.slice(0, 100_000)))
				return { kind: 'feed', feed: parseFeed(text, url) };
			throw new OperatorError('INPUT', 'The address answers with data (JSON), not with an article', {
				fix: 'Use the link of the article as a browser shows it.',
				details: { url },
			});
		}
		if (what === 'text') {
			// An XML document of another kind, or plain text.
			if (/^\s*<\?xml/.test(text))
				throw new OperatorError('INPUT', 'The address answers with XML that is no feed', {
					fix: 'Use the address of an RSS or Atom feed, or of an article.',
					details: { url },
				});
			const [article] = readGiven({ text, url });
			return { kind: 'article', article: article! };
		}
		return { kind: 'article', article: extractArticle(text, cleanUrl(url) ?? url) };
	},

	/** Addresses of the feeds that a web page names for itself. */
	async discover(bytes: Uint8Array, contentType: string, url: string): Promise<string[]> {
		const { text } = decodeText(bytes, contentType);
		if (sniff(bytes, text) !== 'html') return [];
		const page = parseHtml(text);
		return byTag(page.root, 'link')
			.filter((link) => /(?:^|\s)alternate(?:\s|$)/i.test(link.attrs.rel ?? '') && /(?:rss|atom|feed\+json)/i.test(link.attrs.type ?? ''))
			.flatMap((link) => cleanUrl(link.attrs.href, url) ?? [])
			.slice(0, 3);
	},

	/** Text that a feed carries itself. */
	async fragment(html: string, url: string, title: string, publisher: string): Promise<Extracted> {
		const extracted = extractArticle(`<html><body><article><h1>${title.replace(/[<&]/g, ' ')}</h1>${html}</article></body></html>`, url);
		return {
			...extracted,
			text: { ...extracted.text, title: title || extracted.text.title, publisher: publisher || extracted.text.publisher },
		};
	},

	async given(given: GivenText): Promise<Extracted[]> {
		return readGiven(given);
	},

	async hackerNews(bytes: Uint8Array, input: HackerNewsInput): Promise<ReturnType<typeof parseHackerNews>> {
		return parseHackerNews(decodeText(bytes, 'application/json; charset=utf-8').text, input);
	},

	/** Groups of ids that tell the same story; with the sentence model where its folders are given and the list is not too long for it. */
	async cluster(items: StoryItem[], model?: SentenceModel | null): Promise<string[][]> {
		if (!model || items.length > MOST_EMBEDDED) return await clusterStories(items);
		if (embedder?.dir !== model.dir) embedder = { dir: model.dir, engine: createEmbedder(model.dir, model.packedDir) };
		const { engine } = embedder;
		return await clusterStories(items, { embed: (texts) => engine.embed(texts) });
	},
};

/** Folders of all-MiniLM-L6-v2, as the runtime room brings and packs it. */
export interface SentenceModel {
	dir: string;
	packedDir?: string;
}

/** About 15 ms of CPU each. */
const MOST_EMBEDDED = 150;
let embedder: { dir: string; engine: Embedder } | undefined;

export type TopicsWork = typeof topicsWork;
