import { describe, expect, test } from '@jest/globals';
import { parseItem, parseList, parseSearch } from '../../engine/topics/hackernews';
import { createTopics } from '../../engine/topics/index';
import { FakeHackerNews } from './topics-hackernews-fake';
import { clock, direct, failure, fakeWeb, ports, type Route } from './topics-support';

const topics = createTopics(direct);
const now = Date.parse('2025-11-01T00:00:00Z');
/** Stories that have nothing in common but their address. */
const MATTERS = [
	['Ostby', 'lighthouse', 'burned 40 litres of oil a night', 'The keeper climbed 212 steps with every can'],
	['Marlow', 'compiler', 'builds a kernel in 31 seconds', 'Its parser was rewritten by two students in Prague'],
	['Viborg', 'orchard', 'lost 600 trees to frost', 'Growers lit fires between the rows until dawn'],
	['Lund', 'telescope', 'saw 17 new moons', 'The mirror was ground by hand over four winters'],
	['Tarn', 'railway', 'moved 90 wagons of slate', 'A fireman drew the only map that survives'],
	['Skagen', 'glacier', 'lost 12 metres of ice', 'Walkers now cross the moraine on planks'],
] as const;
const titleOf = (n: number): string => `What the ${MATTERS[(n - 1) % MATTERS.length]![1]} of ${MATTERS[(n - 1) % MATTERS.length]![0]} did`;
const story = (n: number) => {
	const [place, thing, did, also] = MATTERS[(n - 1) % MATTERS.length]!;
	return `<html lang="en"><head><title>${titleOf(n)}</title></head><body><article><h1>${titleOf(n)}</h1><p>The ${thing} of ${place} ${did} last year. ${also}. Nobody in ${place} had expected that the ${thing} would be spoken of abroad. ${place} will keep its ${thing} open until the autumn of next year.</p></article></body></html>`;
};
const pages: Route = (url) => {
	const n = /^\/tower-(\d+)$/.exec(url.pathname)?.[1];
	return n ? { body: story(Number(n)), headers: { 'content-type': 'text/html' } } : undefined;
};
const add = (hn: FakeHackerNews, id: number, more: object = {}) =>
	hn.add({ id, title: titleOf(id), url: `https://t${id}.example/tower-${id}?utm_source=hn`, score: 100 + id, ...more });
const find = (
	hn: FakeHackerNews,
	input: { list: 'top' | 'best' | 'search'; query?: string; minPoints?: number },
	keywords: string[] = [],
) =>
	topics.findTopics(
		{ inputs: [{ kind: 'hackernews', minPoints: 50, ...input }], keywords, limit: 20, now, made: [] },
		ports(fakeWeb(hn.route, pages)),
	);

describe('Hacker News', () => {
	test('its lists: stories in order of points, the dead, the deleted, jobs and what has few points left out', async () => {
		const hn = new FakeHackerNews();
		for (const id of [1, 2, 3, 4, 5, 6]) add(hn, id);
		hn.change(2, { dead: true });
		hn.change(3, { deleted: true });
		hn.change(4, { type: 'job' });
		hn.change(5, { score: 12 });
		hn.top = [2, 6, 3, 4, 5, 1, 99];
		hn.best = [6];
		const { topics: top, problems } = await find(hn, { list: 'top' });
		expect(problems).toEqual([]);
		expect(top.map((t) => t.topic.title).sort()).toEqual([titleOf(6), titleOf(1)].sort());
		expect(top.flatMap((t) => t.topic.reasons)).toContain('106 points on Hacker News');
		expect(top.map((t) => t.texts[0]!.url).sort()).toEqual(['https://t1.example/tower-1', 'https://t6.example/tower-6']);
		expect(hn.asked).toHaveLength(8);
		expect((await find(hn, { list: 'best' })).topics).toHaveLength(1);
		// What stands changes from run to run.
		hn.change(5, { score: 400 });
		hn.change(1, { dead: true });
		expect((await find(hn, { list: 'top' })).topics.map((t) => t.topic.title).sort()).toEqual([titleOf(5), titleOf(6)].sort());
		expect(hn.refused).toEqual([]);
	});

	test('a search: words, points and two weeks are asked for in the form that the interface takes', async () => {
		const hn = new FakeHackerNews();
		const day = 86_400;
		add(hn, 1, { title: 'A lighthouse tower', time: now / 1000 - 3 * day });
		add(hn, 2, { title: 'A lighthouse tower of long ago', time: now / 1000 - 30 * day });
		add(hn, 3, { title: 'A lighthouse tower nobody likes', score: 4, time: now / 1000 - day });
		add(hn, 4, { title: 'Something else', time: now / 1000 - day });
		const { topics: found, problems } = await find(hn, { list: 'search', query: 'lighthouse, tower' }, ['lighthouse']);
		expect(problems).toEqual([]);
		expect(found.map((t) => t.texts[0]!.url)).toEqual(['https://t1.example/tower-1']);
		expect(hn.refused).toEqual([]);
		expect((await find(hn, { list: 'search', query: ' ' })).problems[0]).toMatchObject({
			message: expect.stringMatching(/no words/) as unknown,
		});
		expect((await find(hn, { list: 'search', query: 'zeppelin' })).problems[0]!.fix).toMatch(/points|words/);
	});

	test('a text of its own is read from the interface, not from the page of the discussion', async () => {
		const hn = new FakeHackerNews().add({
			id: 8,
			title: 'Ask HN: What did your tower cost?',
			text: `We built a tower of 31 metres in 2019.<p>${'It cost 412 thousand euros and took us 3 years to finish. '.repeat(6)}`,
		});
		hn.top = [8];
		const web = fakeWeb(hn.route, (url) => (url.hostname === 'news.ycombinator.com' ? { status: 503 } : undefined));
		const { topics: found } = await topics.findTopics(
			{ inputs: [{ kind: 'hackernews', list: 'top', minPoints: 1 }], keywords: [], limit: 5, now, made: [] },
			ports(web),
		);
		expect(found[0]!.texts[0]).toMatchObject({
			publisher: 'Hacker News',
			sentences: expect.arrayContaining(['We built a tower of 31 metres in 2019.']),
		});
		expect(web.asked.filter(({ url }) => url.includes('ycombinator'))).toEqual([]);
	});

	test('too many requests are waited out, another shape is a problem with its fix, one broken story is passed over', async () => {
		const hn = new FakeHackerNews();
		for (const id of [1, 2]) add(hn, id);
		hn.top = [1, 2];
		hn.busy = 1;
		const began = clock.now();
		expect((await find(hn, { list: 'top' })).topics).toHaveLength(2);
		expect(clock.now() - began).toBeGreaterThanOrEqual(2000);
		for (const body of ['<html>', '{"error":"x"}', '"a"']) {
			hn.next = { body };
			expect((await find(hn, { list: 'top' })).problems[0]).toMatchObject({ message: expect.stringMatching(/unknown form/) as unknown });
		}
		for (const broken of [() => parseList('7'), () => parseItem('[]', 0), () => parseSearch('{"hits":1}', 0)])
			expect((await failure(broken)).code).toBe('VENDOR');
		expect(parseItem('{"id":1,"type":"story","title":"Bad","url":"javascript:alert(1)","score":300}', 0)).toBeNull();
	});
});
