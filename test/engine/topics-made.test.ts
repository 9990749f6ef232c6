import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopics } from '../../engine/topics/index';
import { factsOf, printOf } from '../../engine/topics/made';
import { openPageCache } from '../../engine/topics/pageCache';
import { agencyOf, bannedIn, independentSources } from '../../engine/topics/rank';
import type { SourceText } from '../../engine/asset';
import { direct, fakeWeb, ports, type Route, type Served } from './topics-support';

const topics = createTopics(direct);
const now = Date.parse('2025-11-01T00:00:00Z');
const html = (title: string, date: string, body: string) =>
	`<html lang="en"><head><title>${title}</title><meta property="article:published_time" content="${date}"></head><body><article><h1>${title}</h1>${body}</article></body></html>`;
const FIRST =
	'<p>The ferry Halcyon ran aground off Tarn Point on Monday with 214 passengers on board. The coastguard took everybody off in 3 hours. The master, Piet Vos, said that the steering had failed.</p><p>The Halcyon was built in 1998 and carries cars between Ostby and Tarn. The owner, Brightline Ferries, has stopped its sister ship too.</p>';
const RETOLD =
	'<p>All 214 people on the Halcyon were brought ashore after the ferry hit the rocks at Tarn Point on Monday. The steering failed, said Piet Vos, its master. Brightline Ferries keeps the sister ship in port. The rescue took 3 hours.</p>';
const LATER =
	'<p>The ferry Halcyon, which ran aground off Tarn Point with 214 passengers, had missed two inspections, the investigators of the Marine Safety Board said. They found 17 faults in its steering.</p><p>Brightline Ferries must pay 2.4 million euros, said Ingrid Solheim, who leads the board. Piet Vos, the master, is not blamed.</p>';
const served: Record<string, string> = {
	'https://a.example/halcyon': html('Ferry Halcyon runs aground off Tarn Point', '2025-10-20T09:00:00Z', FIRST),
	'https://b.example/ferry': html('Ferry hits rocks off Tarn Point, all 214 safe', '2025-10-20T15:00:00Z', RETOLD),
	'https://c.example/board': html('Halcyon ferry had missed two inspections', '2025-10-28T08:00:00Z', LATER),
};
const site: Route = (url) => {
	const body = served[url.href];
	return body ? { body, headers: { 'content-type': 'text/html' } } : undefined;
};
const find = (urls: string[], more: Partial<Parameters<typeof topics.findTopics>[0]> = {}) =>
	topics.findTopics(
		{ inputs: urls.map((url) => ({ kind: 'link' as const, url })), keywords: [], limit: 5, now, made: [], ...more },
		ports(fakeWeb(site)),
	);
const [a, b, c] = Object.keys(served) as [string, string, string];

describe('what the channel has made', () => {
	const made = async (isPublished: boolean) => {
		const { topics: found } = await find([a]);
		const { topic, print } = found[0]!;
		// As it comes back from the ledger.
		return {
			storyId: topic.storyId,
			madeAt: '2025-10-21T00:00:00Z',
			published: isPublished,
			print: JSON.parse(JSON.stringify(print)) as typeof print,
		};
	};

	test('the same story from another publisher is left out and said so; a follow-up comes back with what is new', async () => {
		const earlier = [await made(true)];
		const again = await find([b], { made: earlier });
		expect(again.topics).toEqual([]);
		expect(again.warnings.map((w) => w.code)).toContain('made');
		const moved = await find([b, c], { made: earlier });
		expect(moved.topics).toHaveLength(1);
		const { topic } = moved.topics[0]!;
		expect(topic.storyId).not.toBe(earlier[0]!.storyId);
		expect(topic.reasons[0]).toMatch(/^new since 20 Oct: .*(?:17 faults|2\.4 million)/);
		expect(topic.reasons[0]).not.toMatch(/214|Piet Vos/);
		// And once that is made, nothing is left.
		const both = [...earlier, { storyId: topic.storyId, madeAt: '2025-10-29T00:00:00Z', published: true, print: moved.topics[0]!.print }];
		expect((await find([a, b, c], { made: both })).topics).toEqual([]);
	});

	test('a story that was begun is gone on with under its own id, whoever tells it now', async () => {
		const begun = await made(false);
		expect((await find([b], { made: [begun] })).topics[0]!.topic.storyId).toBe(begun.storyId);
		expect((await find([a], { made: [begun] })).topics[0]!.topic.storyId).toBe(begun.storyId);
	});

	test('a page that was used is not even fetched again, unless it is dated anew', async () => {
		const feed = (date: string) =>
			`<rss version="2.0"><channel><title>A</title><item><title>Ferry Halcyon runs aground off Tarn Point</title><link>${a}</link><pubDate>${date}</pubDate></item></channel></rss>`;
		for (const [date, fetched] of [
			['Mon, 20 Oct 2025 09:00:00 GMT', false],
			['Thu, 23 Oct 2025 09:00:00 GMT', true],
		] as const) {
			const web = fakeWeb((url) => (url.href === 'https://a.example/feed' ? { body: feed(date) } : undefined), site);
			const earlier = [await made(true)];
			await topics.findTopics(
				{ inputs: [{ kind: 'feed', url: 'https://a.example/feed' }], keywords: [], limit: 5, now, made: earlier },
				ports(web),
			);
			expect(web.asked.some(({ url }) => url === a)).toBe(fetched);
		}
	});

	test('another ferry is another story', async () => {
		served['https://d.example/other'] = html(
			'Ferry Meridian runs aground off Cape Sorrow',
			'2025-10-30T09:00:00Z',
			FIRST.replaceAll('Halcyon', 'Meridian')
				.replaceAll('Tarn Point', 'Cape Sorrow')
				.replaceAll('Piet Vos', 'Ana Ruiz')
				.replaceAll('Brightline', 'Southern')
				.replaceAll('214', '86')
				.replaceAll('Ostby', 'Lund'),
		);
		expect((await find(['https://d.example/other'], { made: [await made(true)] })).topics).toHaveLength(1);
	});
});

describe('rank', () => {
	const text = (host: string, more: Partial<SourceText>): SourceText => ({
		v: 1, id: host, url: `https://${host}/x`, title: 'T', publisher: host, author: null, publishedAt: null, language: 'en', sentences: ['One thing happened here today.'],
		paragraphs: [0], headings: [], steps: [], ...more,
	}); // prettier-ignore

	test('an agency counts once, by byline, dateline or credit; who only quotes it is a source of its own', () => {
		const bodies = [0, 1, 2, 3, 4].map((n) =>
			Array.from({ length: 6 }, (_, i) => `Sentence ${i} of text ${n} says something of its own about ${n * 7 + i}.`),
		);
		const all = [
			text('one.example', { author: 'Jane Roe, Reuters', sentences: bodies[0]! }),
			text('two.example', { sentences: ['LONDON (Reuters) - A thing happened.', ...bodies[1]!] }),
			text('three.example', { publisher: 'Reuters', sentences: bodies[2]! }),
			text('four.example', { sentences: ['The head of the bank told Reuters that all was well.', ...bodies[3]!] }),
			text('five.example', { author: 'Associated Press', sentences: bodies[4]! }),
		];
		expect(all.map(agencyOf)).toEqual(['reuters', 'reuters', 'reuters', '', 'ap']);
		const { independent, copies } = independentSources(all);
		expect(independent.map((t) => t.id)).toEqual(['one.example', 'four.example', 'five.example']);
		expect(copies).toBe(2);
	});

	test('a banned word leaves a story out by whole words', async () => {
		expect(bannedIn(['ferry'], 'The ferries', ['A ferry sank.'])).toBe('ferry');
		expect(bannedIn(['art', 'run aground', ''], 'Party starts', ['They start.'])).toBeNull();
		const { topics: found, warnings } = await find([a], { bannedWords: ['ran aground'] });
		expect(found).toEqual([]);
		expect(warnings[0]).toMatchObject({ code: 'banned', message: expect.stringContaining('ran aground') as unknown });
	});

	test('figures and names: years, days and small counts are none', () => {
		const { figures, names } = factsOf([
			'On 12 May 2025 at 10:30 the Marine Safety Board counted 17 faults, £2.4m in costs and 3 ships.',
			'It said 45% of 1,800 crew knew Piet Vos since 1998.',
		]);
		expect([...figures]).toEqual([
			['17', '17 faults'],
			['2.4 million', '£2.4m'],
			['45 percent', '45%'],
			['1800', '1,800 crew'],
		]);
		expect([...names.values()]).toEqual(['Marine Safety Board', 'Piet Vos']);
		expect(
			printOf(
				[text('x.example', { sentences: ['A.'] })],
				Float32Array.from({ length: 384 }, (_, i) => Math.sin(i) / 14),
			).vector,
		).toHaveLength(512);
	});
});

describe('pages of earlier runs', () => {
	const folder = mkdtempSync(join(tmpdir(), 'ao-pages-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('a second run asks with what it knows and is answered 304; robots.txt is not asked again; a changed page is read', async () => {
		let version = 1;
		const conditions: (string | undefined)[] = [];
		const web = fakeWeb((url, request): Served | undefined => {
			if (url.pathname === '/robots.txt') return { body: 'User-agent: *\nDisallow: /no' };
			if (url.pathname !== '/page') return undefined;
			conditions.push(request?.headers?.['if-none-match']);
			if (request?.headers?.['if-none-match'] === `"v${version}"`) return { status: 304, headers: { etag: `"v${version}"` } };
			return {
				body: html(`Version ${version}`, '2025-10-20T09:00:00Z', FIRST),
				headers: { 'content-type': 'text/html', etag: `"v${version}"` },
			};
		});
		const run = async () =>
			(
				await topics.readSources(
					{ inputs: [{ kind: 'link', url: 'https://h.example/page' }] },
					{ ...ports(web), pages: openPageCache(folder) },
				)
			).topic.title;
		expect([await run(), await run()]).toEqual(['Version 1', 'Version 1']);
		version = 2;
		expect(await run()).toBe('Version 2');
		expect(conditions).toEqual([undefined, '"v1"', '"v1"']);
		expect(web.asked.filter(({ url }) => url.endsWith('robots.txt'))).toHaveLength(1);
	});

	test('no-store is not kept, max-age is used without asking, damage counts as absent', async () => {
		let asked = 0;
		const web = (control: string) =>
			fakeWeb((url) => {
				if (url.pathname !== '/p') return { status: 404 };
				asked++;
				return {
					body: html('P', '2025-10-20T09:00:00Z', FIRST),
					headers: { 'content-type': 'text/html', etag: '"e"', 'cache-control': control },
				};
			});
		const cache = mkdtempSync(join(tmpdir(), 'ao-pages-'));
		const run = (control: string, host: string) =>
			topics.readSources(
				{ inputs: [{ kind: 'link', url: `https://${host}.example/p` }] },
				{ ...ports(web(control)), pages: openPageCache(cache) },
			);
		for (const [control, host, times] of [
			['no-store', 'a', 2],
			['max-age=600', 'b', 1],
			['private, must-revalidate, max-age=600', 'c', 2],
		] as const) {
			asked = 0;
			await run(control, host);
			await run(control, host);
			expect([control, asked]).toEqual([control, times]);
		}
		for (const name of readdirSync(cache)) writeFileSync(join(cache, name), 'x{"y":1}\nz');
		asked = 0;
		await run('max-age=600', 'b');
		expect(asked).toBe(1);
		rmSync(cache, { recursive: true, force: true });
	});

	test('a host that asks for a long pause is left alone for the rest of the run', async () => {
		let asked = 0;
		const web = fakeWeb((url) => {
			if (url.pathname === '/robots.txt') return { status: 404 };
			asked++;
			return { status: 429, headers: { 'retry-after': '3600' } };
		});
		const { problems } = await topics.findTopics(
			{ inputs: [1, 2, 3].map((n) => ({ kind: 'link' as const, url: `https://h.example/${n}` })), keywords: [], limit: 5, now, made: [] },
			ports(web),
		);
		expect(asked).toBe(1);
		expect(problems.map((p) => p.message).every((message) => /60 minute/.test(message))).toBe(true);
		expect(problems).toHaveLength(3);
	});
});
