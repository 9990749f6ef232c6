/**
 * Grounding gate on the article corpus: three rates, by half (pages are split by a hash of their slug; rules were tuned on the first half).
 * Run through bench/text.mjs; `--failures` lists them (first half only unless `--all`).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SourceText } from '../engine/asset';
import { ground } from '../engine/text/grounding';

interface Page {
	slug: string;
	url: string;
	title: string;
	site: string;
	author: string | null;
	date: string | null;
	sentences: string[];
	paragraphs: number[];
	traps: { types: string[]; wrong?: string[]; right?: string[] }[];
	correction?: { text: string };
}

const shared = process.env.AI_OPERATOR_SHARED ?? resolve(process.cwd(), '../shared');
const file = join(shared, 'data/articles/truth.json');
if (!existsSync(file)) {
	console.log(`skipped: ${file} is absent`);
	process.exit(0);
}
const pages = (JSON.parse(readFileSync(file, 'utf8')) as { pages: Page[] }).pages;
const half = (slug: string): number => createHash('sha256').update(slug).digest()[0]! % 2;
const toSource = (page: Page): SourceText => ({
	v: 1, id: page.slug, url: page.url, title: page.title, publisher: page.site, author: page.author, publishedAt: page.date, language: 'en',
	sentences: page.correction ? [...page.sentences, page.correction.text] : page.sentences, paragraphs: page.paragraphs, headings: [], steps: [],
}); // prettier-ignore

const failures = process.argv.includes('--failures');
const all = process.argv.includes('--all');
const zero = () => ({ wrong: 0, refused: 0, page: 0, accepted: 0, right: 0, kept: 0 });
const rates = [zero(), zero()];
const byType = new Map<string, [number, number]>();
const started = process.cpuUsage();
for (const page of pages) {
	const h = half(page.slug);
	const rate = rates[h]!;
	const source = toSource(page);
	for (const sentence of page.sentences) {
		rate.page++;
		const verdict = ground(sentence, source);
		if (verdict.grounded) rate.accepted++;
		else if (failures && (all || h === 0)) console.log(`PAGE ${page.slug}: ${sentence}\n     ${verdict.reasons.join(' | ')}`);
	}
	for (const trap of page.traps) {
		for (const statement of trap.wrong ?? []) {
			rate.wrong++;
			const verdict = ground(statement, source);
			if (!verdict.grounded) rate.refused++;
			else if (failures && (all || h === 0))
				console.log(
					`WRONG ${page.slug} [${trap.types}]: ${statement}\n     from: ${verdict.support.map((i) => source.sentences[i]).join(' / ')}`,
				);
			for (const type of trap.types) {
				const entry = byType.get(type) ?? [0, 0];
				entry[0]++;
				if (!verdict.grounded) entry[1]++;
				byType.set(type, entry);
			}
		}
		for (const statement of trap.right ?? []) {
			rate.right++;
			const verdict = ground(statement, source);
			if (verdict.grounded) rate.kept++;
			else if (failures && (all || h === 0))
				console.log(
					`RIGHT ${page.slug} [${trap.types}]: ${statement}\n     ${verdict.reasons.join(' | ')}\n     near: ${verdict.support.map((i) => source.sentences[i]).join(' / ')}`,
				);
		}
	}
}
const used = process.cpuUsage(started);
const percent = (a: number, b: number): string => `${a}/${b} ${((100 * a) / b).toFixed(1)}%`;
const sum = rates.reduce((a, b) => Object.fromEntries(Object.entries(a).map(([k, v]) => [k, v + b[k as keyof typeof b]])) as typeof a);
console.log('set          wrong refused      page accepted      right accepted');
for (const [name, r] of [
	['tuned half', rates[0]!],
	['other half', rates[1]!],
	['all', sum],
] as const)
	console.log(name.padEnd(12), percent(r.refused, r.wrong).padEnd(18), percent(r.accepted, r.page).padEnd(18), percent(r.kept, r.right));
const weak = [...byType].filter(([, [n, ok]]) => ok < n).sort((a, b) => b[1][0] - b[1][1] - (a[1][0] - a[1][1]));
console.log('wrong statements accepted, by trap type:', weak.map(([type, [n, ok]]) => `${type} ${n - ok}/${n}`).join(', ') || 'none');
console.log(`CPU ${((used.user + used.system) / 1e6).toFixed(1)} s`);
