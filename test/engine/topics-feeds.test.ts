import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDate } from '../../engine/topics/dates';
import { decodeText } from '../../engine/topics/decode';
import { FEED_LIMITS, parseFeed } from '../../engine/topics/feeds';
import { cleanUrl, urlKey } from '../../engine/topics/urls';
import { corpus, failure, hasCorpus, truth } from './topics-support';
import { BOUNDED, growth } from './cpu';

const inCorpus = hasCorpus ? describe : describe.skip;
const rss = (items: string, head = '') =>
	`<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://a.example/</link>${head}${items}</channel></rss>`;

inCorpus('the corpus feeds (skipped without the article corpus)', () => {
	const wellFormed = Object.entries(truth.feeds).filter(([, feed]) => !feed.malformed && feed.items?.length);
	test.each(wellFormed)('%s: titles, links, dates, ids and duplicates as in the truth', (file, expected) => {
		const { text } = decodeText(readFileSync(join(corpus, 'feeds', file)));
		const feed = parseFeed(text, expected.base);
		expect(feed.title).toBe(expected.title);
		expect(feed.warnings).toEqual([]);
		expect(feed.items.map((item) => ({ url: item.url, date: item.publishedAt, guid: item.guid }))).toEqual(
			expected.items.map((item) => ({ url: cleanUrl(item.link), date: item.date, guid: item.guid })),
		);
		feed.items.forEach((item, i) =>
			expect(expected.items[i]!.title === item.title || expected.items[i]!.title === `${item.title} - ${item.publisher}`).toBe(true),
		);
		expect(feed.items.flatMap((item, i) => (item.duplicateOf === undefined ? [] : [[item.duplicateOf, i]]))).toEqual(
			expected.duplicates ?? [],
		);
	});

	test('what a malformed feed still holds is recovered, and said', () => {
		const { base, recoverable } = truth.feeds['malformed.xml']!;
		const feed = parseFeed(readFileSync(join(corpus, 'feeds', 'malformed.xml'), 'utf8'), base);
		expect(feed.items.map((item) => item.url)).toEqual(recoverable);
		expect(feed.items.map((item) => item.title)).toEqual(['First item', 'Second item & more']);
		expect(feed.warnings.join(' ')).toMatch(/not well-formed/);
	});

	test('an OPML lists its feeds, nested ones too', () => {
		const feed = parseFeed(readFileSync(join(corpus, 'feeds', 'subscriptions.opml'), 'utf8'), 'https://corpus.example/');
		expect(feed.format).toBe('opml');
		expect(feed.feeds).toHaveLength(8);
		expect(feed.feeds[3]).toEqual({ title: 'Vieux papiers & nouvelles — café', url: 'https://oldroads.example/feeds/rdf.xml' });
	});

	test('an aggregator names the publisher, not itself', () => {
		const feed = parseFeed(
			readFileSync(join(corpus, 'feeds', 'aggregator.xml'), 'utf8'),
			'https://aggregator.example/feeds/aggregator.xml',
		);
		expect(feed.items[0]).toMatchObject({ title: 'Why the Bay of Fundy has the tallest tides on Earth', publisher: 'The Plain Explainer' });
	});

	test('5 MB are read in bounded time and capped', () => {
		const made = (bytes: number) =>
			execFileSync(process.execPath, [join(corpus, 'make-big-feed.mjs'), String(bytes)], {
				maxBuffer: 2e7,
				stdio: ['ignore', 'pipe', 'ignore'],
			}).toString();
		const feeds = new Map([0.25, 1].map((scale) => [scale, made(5_000_000 * scale)]));
		expect(growth((scale) => parseFeed(feeds.get(scale)!, 'https://big.example/feed'))).toBeLessThan(BOUNDED);
		const feed = parseFeed(feeds.get(1)!, 'https://big.example/feed');
		expect(feed.items).toHaveLength(FEED_LIMITS.items);
		expect(feed.warnings.join(' ')).toMatch(/first 200 items/);
	});
});

describe('attacks and oddities', () => {
	test('entities are never expanded and external ones never read', () => {
		const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "${'&lol;'.repeat(10)}"><!ENTITY lol3 "${'&lol2;'.repeat(10)}"><!ENTITY ext SYSTEM "file:///etc/passwd">]>${rss('<item><title>x &lol3; &ext; y</title><link>https://a.example/1</link></item>').replace(/<\?xml[^>]*>/, '')}`;
		const feed = parseFeed(laughs, 'https://a.example/feed');
		expect(feed.items[0]!.title).toBe('x &lol3; &ext; y');
		expect(JSON.stringify(feed)).not.toMatch(/lollol|root:/);
		expect(feed.warnings.join(' ')).toMatch(/entities/);
	});

	test('endless nesting, one line of 10 MB and attributes without end are survived', () => {
		const read = (items: string) => parseFeed(rss(items), 'https://a.example/');
		const before = '<item><title>First</title><link>https://a.example/0</link></item>';
		const nested = read(`${before}<item>${'<a>'.repeat(200_000)}<link>https://a.example/1</link></item>`);
		expect(nested.items.map((item) => item.title)).toEqual(['First']);
		expect(nested.warnings.join(' ')).toMatch(/thousands of elements/);
		const long = (scale: number) => `<item><title>${'x'.repeat(10_000_000 * scale)}</title><link>https://a.example/2</link></item>`;
		expect(read(long(1)).items[0]!.title.length).toBeLessThanOrEqual(400);
		const wide = (scale: number) => `<item ${'a="b" '.repeat(200_000 * scale)}><link>https://a.example/3</link></item>`;
		expect(read(wide(1)).items).toHaveLength(1);
		for (const made of [(scale: number) => `<item>${'<a>'.repeat(200_000 * scale)}</item>`, long, wide])
			expect(growth((scale) => read(made(scale)))).toBeLessThan(BOUNDED);
	});

	test.each([
		['a web page', '<!doctype html><html><body><p>Hello</p></body></html>', /web page/],
		['nothing', '   ', /empty/],
		['other XML', '<?xml version="1.0"?><note><to>x</to></note>', /not a feed/],
		['broken JSON', '{"version": "https://jsonfeed.org/version/1.1", "items": [', /broken/],
		['other JSON', '{"items": [1, 2]}', /no JSON Feed/],
		['noise', '\u0001\u0002PK\u0003\u0004<<<>>>&&&', /not a feed/],
	])('%s is refused with cause and fix', async (_, text, cause) => {
		const error = await failure(() => parseFeed(text, 'https://a.example/feed'));
		expect(error.message).toMatch(cause);
		expect(error.fix.length).toBeGreaterThan(20);
	});

	test('Atom with a prefix, nested xml:base, and an item whose only address is its permanent id', () => {
		const atom = `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/"><a:title>T</a:title><a:entry xml:base="y/"><a:title>One</a:title><a:link href="z.html"/><a:id>i</a:id><a:updated>2025-02-01</a:updated></a:entry></a:feed>`;
		expect(parseFeed(atom, 'https://b.example/f').items[0]).toMatchObject({
			title: 'One',
			url: 'https://a.example/x/y/z.html',
			publishedAt: '2025-02-01T00:00:00.000Z',
		});
		expect(parseFeed(rss('<item><title>One</title><guid>https://a.example/p/1</guid></item>'), 'https://a.example/').items[0]!.url).toBe(
			'https://a.example/p/1',
		);
	});

	test('scripts and addresses of other kinds do not come through', () => {
		const feed = parseFeed(
			rss(
				'<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Title</title><link>javascript:alert(1)</link><guid isPermaLink="false">x</guid></item><item><title>B</title><link>file:///etc/passwd</link></item>',
			),
			'https://a.example/',
		);
		expect(feed.items).toEqual([]);
		expect(feed.warnings.join(' ')).toMatch(/without a link/);
	});
});

describe('dates', () => {
	test.each([
		['Tue, 29 Jul 2025 07:05:00 +0100', '2025-07-29T06:05:00.000Z'],
		['10 Jul 2025 19:00 +0200', '2025-07-10T17:00:00.000Z'],
		['27 Aug 2025 21:05:00 BST', '2025-08-27T20:05:00.000Z'],
		['Tue, 29 Jul 2025 01:41:00 EST', '2025-07-29T06:41:00.000Z'],
		['Thursday, 2 January 97 08:00 GMT', '1997-01-02T08:00:00.000Z'],
		['2025-08-12T12:00:00+01:00', '2025-08-12T11:00:00.000Z'],
		['2025-09-01', '2025-09-01T00:00:00.000Z'],
		['April 8, 2025 at 06:30', '2025-04-08T06:30:00.000Z'],
		['20.07.2025 09:00', '2025-07-20T09:00:00.000Z'],
		['Jan 5, 2025 3:15 pm', '2025-01-05T15:15:00.000Z'],
	])('%s', (text, expected) => expect(parseDate(text)).toBe(expected));
	test.each([
		'',
		'yesterday',
		'Mi, 30 Juli 2025 gegen neun',
		'31 Feb 2025',
		'2025-13-01',
		'99/99/9999',
		'12 Foo 2025 10:00',
		'Tue, 29 Jul 2025 07:05:00 XYZ',
		'2025',
	])('"%s" is no date', (text) => expect(parseDate(text)).toBeNull());
});

describe('encodings', () => {
	test('windows-1252 and its aliases keep their quotation marks and euro signs', () => {
		const bytes = Buffer.from([0x93, 0x41, 0x94, 0x20, 0x80, 0x20, 0xe9]);
		for (const name of ['windows-1252', 'iso-8859-1', 'us-ascii', 'latin1'])
			expect(decodeText(bytes, `text/html; charset=${name}`).text).toBe('“A” € é');
		expect(decodeText(bytes).text).toBe('“A” € é');
	});
	test('a byte-order mark wins over the header, valid UTF-8 over a wrong Latin-1 label', () => {
		expect(decodeText(Buffer.from('\ufeffé'), 'text/xml; charset=iso-8859-1').text).toBe('é');
		expect(decodeText(Buffer.from('Gdańsk'), 'text/html; charset=iso-8859-1').text).toBe('Gdańsk');
		expect(decodeText(Buffer.from('\ufeffaé', 'utf16le')).text).toBe('aé');
	});
});

test('tracking parameters go, others stay; the same page has one key', () => {
	expect(cleanUrl('https://a.example/p?utm_source=x&id=7&fbclid=1#top')).toBe('https://a.example/p?id=7');
	expect(urlKey('http://www.a.example/p/?b=1&a=2')).toBe(urlKey('https://a.example/p/?a=2&b=1&utm_medium=z'));
	expect(cleanUrl('https://user:secret@a.example/p')).toBe('https://a.example/p');
});
