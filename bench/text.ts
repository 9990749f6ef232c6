/**
 * Grounding gate, three rates: wrong statements refused, page sentences accepted, right rewordings accepted. On the article corpus (by half:
 * pages are split by a hash of their slug) where the shared data folder is there, and on the repo's own pages of test/fixtures/grounding.
 * Run through bench/text.mjs; `--failures` lists them (without the fixtures' second half unless `--all`).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceText } from '../engine/asset';
import { ground } from '../engine/text/grounding';

interface Page {
	slug: string;
	title: string;
	publisher: string;
	sentences: string[];
	wrong: string[];
	right: string[];
	/** Sentences that only correct others: known to the source, not counted. */
	more?: string[];
}
interface CorpusPage {
	slug: string;
	title: string;
	site: string;
	sentences: string[];
	traps: { wrong?: string[]; right?: string[] }[];
	correction?: { text: string };
}

const shared = process.env.AI_OPERATOR_SHARED ?? resolve(process.cwd(), '../shared');
const file = join(shared, 'data/articles/truth.json');
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const fixture = (name: string): Page[] => json(join(process.cwd(), 'test/fixtures/grounding', `${name}.json`)) as Page[];
const half = (slug: string): number => createHash('sha256').update(slug).digest()[0]! % 2;
const corpus: Page[] = existsSync(file)
	? (json(file) as { pages: CorpusPage[] }).pages.map((page) => ({
			slug: page.slug,
			title: page.title,
			publisher: page.site,
			sentences: page.sentences,
			wrong: page.traps.flatMap((trap) => trap.wrong ?? []),
			right: page.traps.flatMap((trap) => trap.right ?? []),
			more: page.correction ? [page.correction.text] : [],
		}))
	: [];
if (!corpus.length) console.log(`the article corpus is skipped: ${file} is absent`);
const toSource = (page: Page): SourceText => ({
	v: 1, id: page.slug, url: '', title: page.title, publisher: page.publisher, author: null, publishedAt: null, language: 'en',
	sentences: [...page.sentences, ...(page.more ?? [])], paragraphs: [0], headings: [], steps: [],
}); // prettier-ignore

const failures = process.argv.includes('--failures');
const all = process.argv.includes('--all');
const sets: [string, Page[], boolean][] = [
	['corpus, tuned half', corpus.filter((page) => half(page.slug) === 0), true],
	['corpus, other half', corpus.filter((page) => half(page.slug) === 1), all],
	['corpus', corpus, false],
	['own pages, first', fixture('tuned'), true],
	['own pages, second', fixture('held-out'), all],
	['own pages, fresh', fixture('fresh'), true],
	['own pages, spoken', fixture('spoken'), true],
	['own pages, further', fixture('further'), true],
	['single sentences', fixture('pairs'), true],
	['things in a row', fixture('rows'), true],
	['said without saying', fixture('readings'), true],
	// Never listed, and measured with --unseen alone: no rule may be made for them.
	...(process.argv.includes('--unseen')
		? (['unseen', 'last', 'sight', 'voiced'] as const).map((name): [string, Page[], boolean] => [
				`own pages, ${name}`,
				fixture(name),
				false,
			])
		: []),
];
const percent = (a: number, b: number): string => (b ? `${a}/${b} ${((100 * a) / b).toFixed(1)}%` : '–');
const started = process.cpuUsage();
let calls = 0;
console.log('set                  wrong refused      page accepted      right accepted');
for (const [name, pages, list] of sets) {
	const rate = { wrong: 0, refused: 0, page: 0, accepted: 0, right: 0, kept: 0 };
	for (const page of pages) {
		const source = toSource(page);
		const judge = (text: string, wanted: boolean, kind: string): boolean => {
			calls++;
			const verdict = ground(text, source);
			if (failures && list && verdict.grounded !== wanted)
				console.log(
					`${kind} ${page.slug}: ${text}\n     ${verdict.reasons.join(' | ')}\n     near: ${verdict.support.map((i) => source.sentences[i]).join(' / ')}`,
				);
			return verdict.grounded;
		};
		rate.page += page.sentences.length;
		rate.accepted += page.sentences.filter((text) => judge(text, true, 'PAGE')).length;
		rate.wrong += page.wrong.length;
		rate.refused += page.wrong.filter((text) => !judge(text, false, 'WRONG')).length;
		rate.right += page.right.length;
		rate.kept += page.right.filter((text) => judge(text, true, 'RIGHT')).length;
	}
	console.log(
		name.padEnd(20),
		percent(rate.refused, rate.wrong).padEnd(18),
		percent(rate.accepted, rate.page).padEnd(18),
		percent(rate.kept, rate.right),
	);
}
const used = process.cpuUsage(started);
console.log(`CPU ${((used.user + used.system) / 1e3 / calls).toFixed(1)} ms a call, the pages' own analysis included`);
