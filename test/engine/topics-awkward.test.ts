/** Pages of awkward templates (own work): nothing of the article may be lost, nothing around it may leak. */
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractArticle } from '../../engine/topics/extract';
import { failure, root } from './topics-support';

interface Truth {
	slug: string;
	url: string;
	/** No article: must be refused with a fix. */
	refused?: true;
	title: string;
	author: string | null;
	date: string | null;
	sentences: string[];
	/** Texts that may be in no output. */
	boilerplate: string[];
	steps?: [number, number][];
	tables?: number;
}
const folder = join(root, 'test', 'fixtures', 'pages');
const pages = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth[];
const fold = (text: string): string => text.replace(/[\s\u00a0\u200b]+/g, ' ').trim();

describe('awkward pages', () => {
	test.each(pages.map((page) => [page.slug, page] as const))('%s', async (_, page) => {
		const html = readFileSync(join(folder, `${page.slug}.html`), 'utf8');
		if (page.refused) {
			expect((await failure(() => extractArticle(html, page.url))).fix.length).toBeGreaterThan(10);
			return;
		}
		const { text } = extractArticle(html, page.url);
		const headings = text.headings.map((heading) => heading.text);
		const all = fold([...text.sentences, ...headings].join(' '));
		expect(page.sentences.filter((sentence) => !all.includes(fold(sentence)))).toEqual([]);
		expect(page.boilerplate.filter((piece) => all.includes(fold(piece)))).toEqual([]);
		expect({ title: text.title, author: text.author, date: text.publishedAt && new Date(text.publishedAt).getTime() }).toEqual({
			title: page.title,
			author: page.author,
			date: page.date && Date.parse(page.date),
		});
		if (page.steps)
			expect(text.steps.map(([a, b]) => [text.sentences[a], text.sentences[b]])).toEqual(
				page.steps.map(([a, b]) => [page.sentences[a], page.sentences[b]]),
			);
		expect((text.table ?? []).length).toBeGreaterThanOrEqual(page.tables ?? 0);
	});
});
