/** The article corpus as source texts, and a check of scripts against it that knows nothing of how they are made. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Script, SourceText, Topic, Visual } from '../../engine/asset';

const root = resolve(import.meta.dirname, '../..');
const shared = process.env.AI_OPERATOR_SHARED ?? join(root, '..', 'shared');
const truthFile = join(shared, 'data/articles/truth.json');
export const corpusPresent = existsSync(truthFile);

export interface TruthPage {
	slug: string;
	title: string;
	site: string;
	url: string;
	author: string | null;
	date: string | null;
	genre: string;
	version: string;
	sentences: string[];
	paragraphs: number[];
	headings?: string[];
	steps?: [number, number][];
	boilerplate?: string[];
	sponsored?: { brand: string; text: string }[];
	correction?: { wrong: string; right: string };
	injections?: { payload: string; text: string; where: string }[];
	facts: { sentence: number; number: string; stale?: boolean }[];
	traps: { wrong?: string[] }[];
}

export function corpus(): TruthPage[] {
	return (JSON.parse(readFileSync(truthFile, 'utf8')) as { pages: TruthPage[] }).pages;
}

export const asSource = (page: TruthPage): SourceText => ({
	v: 1,
	id: page.slug,
	url: page.url,
	title: page.title,
	publisher: page.site,
	author: page.author,
	publishedAt: page.date,
	language: 'en',
	sentences: page.sentences,
	paragraphs: page.paragraphs,
	headings: [],
	steps: page.steps ?? [],
});

export const asTopic = (source: SourceText): Topic => ({
	title: source.title,
	angle: '',
	keywords: [],
	rank: 1,
	reasons: [],
	storyId: source.id,
});

/** A source pack's markdown (front matter, headings, numbered steps, footnotes) as a source text. */
export function packSource(markdown: string, id: string, split: (text: string) => string[]): SourceText {
	const front = /^---\n([\s\S]*?)\n---\n/.exec(markdown);
	const meta = Object.fromEntries(
		(front?.[1] ?? '').split('\n').map((line) => [line.split(': ')[0], line.split(': ').slice(1).join(': ')]),
	);
	const body = markdown
		.slice(front?.[0].length ?? 0)
		.replace(/^\[\^\d+\]:.*$/gm, '')
		.replace(/\[\^\d+\]/g, '');
	const source: SourceText = {
		v: 1,
		id,
		url: '',
		title: meta.title ?? id,
		publisher: meta.publisher ?? '',
		author: null,
		publishedAt: meta.date ?? null,
		language: 'en',
		sentences: [],
		paragraphs: [],
		headings: [],
		steps: [],
	};
	for (const block of body
		.split(/\n\s*\n/)
		.map((text) => text.trim())
		.filter(Boolean)) {
		const heading = /^##+\s+(.*)$/.exec(block);
		if (heading) source.headings.push({ text: heading[1] ?? '', before: source.sentences.length });
		else if (/^1\. /.test(block)) {
			for (const line of block.split('\n')) {
				const found = split(line.replace(/^\d+\. /, ''));
				source.paragraphs.push(source.sentences.length);
				source.steps.push([source.sentences.length, source.sentences.length + found.length - 1]);
				source.sentences.push(...found);
			}
		} else {
			source.paragraphs.push(source.sentences.length);
			source.sentences.push(...split(block));
		}
	}
	return source;
}

/** Every string a script speaks, draws or publishes, the credits and quotations aside. */
export function publicStrings(script: Script): string[] {
	return [
		...script.titles,
		...script.tags,
		...script.chapters.map((chapter) => chapter.title),
		...script.scenes.flatMap((scene) => [scene.narration, scene.onScreen.title, scene.onScreen.kicker ?? '', ...stringsIn(scene.visual)]),
	];
}

/** All texts inside a visual but its type, cues and sticker's name. */
export function stringsIn(visual: Visual): string[] {
	const { type: _type, cues: _cues, sticker: _sticker, ...rest } = visual as Visual & Record<string, unknown>;
	const out: string[] = [];
	const walk = (value: unknown, key: string): void => {
		if (typeof value === 'string' && key !== 'country') out.push(value);
		else if (Array.isArray(value)) for (const item of value) walk(item, key);
		else if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) walk(item, name);
	};
	walk(rest, '');
	return out;
}

const words = (text: string): string[] =>
	text
		.toLowerCase()
		.replace(/[“”"()*]/g, ' ')
		.replace(/&/g, 'and')
		.match(/[\p{L}\p{N}$€£%°][\p{L}\p{N}.,'’–/%°-]*/gu)
		?.map((word) => word.replace(/[.,'’–-]+$/, '')) ?? [];

function isSubsequence(part: string[], whole: string[]): boolean {
	let at = 0;
	for (const word of part) {
		at = whole.indexOf(word, at);
		if (at < 0) return false;
		at++;
	}
	return true;
}

/** Whether each sentence of a narration is made of one page sentence's words in their order (verbatim or with deletions only). */
export function onlyDeletes(narration: string, sentences: string[], split: (text: string) => string[]): boolean {
	const pages = sentences.map(words);
	const spoken = [narration, ...split(narration)];
	const fits = (text: string): boolean => pages.some((page) => isSubsequence(words(text), page));
	return fits(spoken[0] as string) || spoken.slice(1).every(fits);
}

const digits = (text: string): string[] => (text.match(/\d[\d.,/]*\d|\d/g) ?? []).map((number) => number.replace(/[.,]$/, ''));

/** Numbers and capitalised names drawn by a script that its pages do not have. */
export function strangers(script: Script, source: SourceText): string[] {
	const page = [source.title, ...source.sentences].join(' \n ');
	const pageNumbers = new Set(digits(page));
	const found: string[] = [];
	for (const text of publicStrings(script)) {
		// The film's own structure, no claim of a page.
		if (/^Step \d+(?: of \d+)?$/.test(text.replace(/\*/g, ''))) continue;
		for (const number of digits(text)) if (!pageNumbers.has(number)) found.push(`number ${number} in "${text}"`);
		for (const name of text.replace(/\*/g, '').match(/\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)+/gu) ?? [])
			if (!page.includes(name) && !page.includes(name[0]?.toLowerCase() + name.slice(1))) found.push(`name ${name} in "${text}"`);
	}
	return found;
}

/** A small article for tests: dates, lengths, a share, steps and a quotation. */
export const lighthouse: SourceText = {
	v: 1,
	id: 'lighthouse',
	url: 'https://paper.example/light',
	title: 'The lighthouse that moved 870 metres',
	publisher: 'Coast Paper',
	author: null,
	publishedAt: '2024-05-01',
	language: 'en',
	sentences: [
		'In 1999 engineers moved the lighthouse of Cape Hatteras 870 metres inland in one piece.',
		'It weighs about 4,800 tons and stands 63 metres high.',
		'When it was built in 1870, the sea was 460 metres away.',
		'By 1987 the waves came within 50 metres of its foot.',
		'Workers cut the tower from its base, lifted it with jacks and rolled it along steel rails.',
		'The move took 23 days and cost about $12 million.',
		'About 40 percent of the money went into the rails and the jacks.',
		'"Nobody on the beach was breathing," said Ella Marsh, an engineer who watched it.',
		'The tower now stands as far from the sea as on the day it was lit.',
	],
	paragraphs: [0, 2, 4, 7],
	headings: [],
	steps: [],
};
