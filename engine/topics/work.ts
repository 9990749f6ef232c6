/** The CPU work of Topic Scout: decoding, parsing, extracting, clustering. Runs in the worker; pure, so tests call it directly. */
import { OperatorError } from '../errors';
import type { SourceText } from '../asset';
import { cosine, createEmbedder, type Embedder } from '../text/embeddings';
import { clusterStories, embeddedText, matchStories, type ClusterOptions, type StoryItem } from './cluster';
import { decodeText, sniff } from './decode';
import { readGiven, type GivenText } from './documents';
import { extractArticle, type Extracted } from './extract';
import { parseFeed, type Feed } from './feeds';
import { parseItem, parseList, parseSearch, type HackerNewsItem } from './hackernews';
import { byTag, parseHtml } from './html';
import { printOf, vectorOf, type StoryPrint } from './made';
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

	/** An answer of one of Hacker News' interfaces. */
	async hackerNews(
		what: 'list' | 'item' | 'search',
		bytes: Uint8Array,
		minPoints: number,
	): Promise<{ ids: number[]; items: HackerNewsItem[] }> {
		const { text } = decodeText(bytes, 'application/json; charset=utf-8');
		if (what === 'list') return { ids: parseList(text), items: [] };
		return {
			ids: [],
			items: what === 'search' ? parseSearch(text, minPoints) : [parseItem(text, minPoints)].filter((item) => item !== null),
		};
	},

	/** Groups of ids that tell the same story; with the sentence model where its folders are given and the list is not too long for it. */
	async cluster(items: StoryItem[], model?: SentenceModel | null): Promise<string[][]> {
		return await clusterStories(items, embedding(items.length, model));
	},

	/** For each item the ids of the stories that were made of the same. */
	async match(
		items: StoryItem[],
		made: { storyId: string; print: StoryPrint }[],
		model?: SentenceModel | null,
	): Promise<[string, string[]][]> {
		const earlier = made.map(({ storyId, print }) => ({
			id: storyId,
			title: print.title,
			text: print.text,
			publishedAt: print.newest,
			vector: vectorOf(print),
		}));
		return await matchStories(items, earlier, embedding(items.length, model));
	},

	/** What is to be remembered of a story. */
	async print(texts: SourceText[], model?: SentenceModel | null): Promise<StoryPrint> {
		const lead = texts[0]!;
		const { embed } = embedding(1, model);
		return printOf(texts, (await embed?.([embeddedText(lead.title, lead.sentences.join(' '))]))?.[0]);
	},

	/** For each text the wanted phrase that is nearest in meaning, with its cosine; nothing without the sentence model. */
	async nearest(texts: string[], wanted: string[], model?: SentenceModel | null): Promise<{ phrase: string; cosine: number }[] | null> {
		const { embed } = embedding(texts.length + wanted.length, model);
		if (!embed || !texts.length || !wanted.length) return null;
		const vectors = await embed([...wanted, ...texts]);
		const phrases = vectors.slice(0, wanted.length);
		return vectors
			.slice(wanted.length)
			.map((vector) =>
				phrases
					.map((phrase, i) => ({ phrase: wanted[i]!, cosine: cosine(phrase, vector) }))
					.reduce((best, one) => (one.cosine > best.cosine ? one : best)),
			);
	},
};

/** Folders of all-MiniLM-L6-v2, as the runtime room brings and packs it. */
export interface SentenceModel {
	dir: string;
	packedDir?: string;
}

/** About 15 ms of CPU each. */
const MOST_EMBEDDED = 200;
const MOST_REMEMBERED = 1000;
let embedder: { dir: string; engine: Embedder; known: Map<string, Float32Array> } | undefined;

/** The sentence model as the clustering wants it; each text is embedded once in the worker's life. */
function embedding(count: number, model: SentenceModel | null | undefined): ClusterOptions {
	if (!model || count > MOST_EMBEDDED) return {};
	if (embedder?.dir !== model.dir) embedder = { dir: model.dir, engine: createEmbedder(model.dir, model.packedDir), known: new Map() };
	const { engine, known } = embedder;
	return {
		async embed(texts) {
			const missing = [...new Set(texts)].filter((text) => !known.has(text));
			const vectors = missing.length ? await engine.embed(missing) : [];
			const made = new Map(missing.map((text, i) => [text, vectors[i]!]));
			const found = texts.map((text) => (made.get(text) ?? known.get(text))!);
			if (known.size + made.size > MOST_REMEMBERED) known.clear();
			for (const [text, vector] of made) known.set(text, vector);
			return found;
		},
	};
}

export type TopicsWork = typeof topicsWork;
