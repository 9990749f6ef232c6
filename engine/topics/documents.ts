/**
 * Text that the user gives: pasted, Markdown, plain text, HTML, or a source pack.
 *
 * A source pack is Markdown with front matter and footnotes:
 *
 *     ---
 *     title: How the canal works
 *     publisher: Our desk
 *     date: 2025-11-01
 *     language: en
 *     licence: CC BY 4.0
 *     url: https://example.org/canal          (optional: where the pack itself is published)
 *     ---
 *     The canal opened in 1914.[^1] It is 82 kilometres long.[^2]
 *
 *     [^1]: Title of the page, Publisher, https://example.org/page, 2024-05-01
 *
 * Footnote marks leave the text; each note becomes a reference of the sentence it stood behind. JSON packs hold
 * `{ "title", "publisher", "sentences" | "text", … }` or a list of such objects.
 */
import type { SourceText } from '../asset';
import { OperatorError } from '../errors';
import { languageOf } from '../text/language';
import { parseDate } from './dates';
import type { Block } from './blocks';
import { countWords } from './blocks';
import { composeText } from './compose';
import { extractArticle, sourceId, type Extracted, type SourceWarning } from './extract';
import { foldSpace, type El } from './html';
import { cleanUrl, hostOf } from './urls';

export interface GivenText {
	text: string;
	title?: string;
	publisher?: string;
	url?: string;
	/** File name, for the title of a text without heading. */
	name?: string;
}

const MAX_CHARACTERS = 2_000_000;
const MARK = /\[\^([\w-]{1,40})\]/g;

/** Sources of one given text: one, or several for a JSON pack. Throws INPUT when there is no usable text. */
export function readGiven(given: GivenText): Extracted[] {
	const text = given.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
	if (!text.trim()) throw new OperatorError('INPUT', 'The text is empty', { fix: 'Paste at least a few sentences, or give a link.' });
	if (text.length > MAX_CHARACTERS)
		throw new OperatorError('TOO_LARGE', 'The text has more than 2 million characters', {
			fix: 'Give the chapter or section that the video is about.',
		});
	if ((text.slice(0, 4000).match(/[\x00-\x08\x0e-\x1f\ufffd]/g) ?? []).length > 40) {
		throw new OperatorError('INPUT', 'This is no text but a binary file', {
			fix: 'Save the document as plain text, Markdown or HTML first.',
		});
	}
	const start = text.trimStart();
	if (/^[[{]/.test(start) && isJson(start)) return readJsonPack(start, given);
	if (/^<(?:!doctype|html|head|body|article|div|p|h1)\b/i.test(start)) return [withGiven(extractArticle(text, given.url ?? ''), given)];
	return [readMarkdown(text, given)];
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function withGiven(extracted: Extracted, given: GivenText): Extracted {
	const { text } = extracted;
	return { ...extracted, text: { ...text, title: given.title || text.title, publisher: given.publisher || text.publisher } };
}

function readJsonPack(text: string, given: GivenText): Extracted[] {
	const data = JSON.parse(text) as unknown;
	const list = (
		Array.isArray(data) ? data : Array.isArray((data as { sources?: unknown }).sources) ? (data as { sources: unknown[] }).sources : [data]
	).slice(0, 50);
	const sources = list.flatMap((entry) => {
		if (!entry || typeof entry !== 'object') return [];
		const object = entry as Record<string, unknown>;
		const string = (key: string): string => (typeof object[key] === 'string' ? (object[key] as string) : '');
		const body = Array.isArray(object.sentences)
			? object.sentences.filter((s) => typeof s === 'string').join('\n\n')
			: string('text') || string('content') || string('body');
		if (!body.trim()) return [];
		const read = readMarkdown(body, {
			text: body,
			title: string('title') || given.title,
			publisher: string('publisher') || given.publisher,
			url: string('url') || given.url,
		});
		return [
			{
				...read,
				text: {
					...read.text,
					publishedAt: parseDate(string('publishedAt') || string('date')) ?? read.text.publishedAt,
					...(string('licence') ? { licence: string('licence') } : {}),
				},
			},
		];
	});
	if (!sources.length) {
		throw new OperatorError('INPUT', 'The JSON holds no source', {
			fix: 'Give {"title": "…", "publisher": "…", "url": "…", "text": "…"} or a list of such objects.',
		});
	}
	return sources;
}

interface FrontMatter {
	values: Record<string, string>;
	body: string;
}

function frontMatter(text: string): FrontMatter {
	const m = /^---[ \t]*\n([\s\S]{0,5000}?)\n---[ \t]*(?:\n|$)/.exec(text.trimStart());
	if (!m) return { values: {}, body: text };
	const values: Record<string, string> = {};
	for (const line of m[1]!.split('\n')) {
		const pair = /^([A-Za-z][\w-]*)\s*:\s*(.*)$/.exec(line);
		if (pair) values[pair[1]!.toLowerCase()] = pair[2]!.trim().replace(/^(["'])(.*)\1$/, '$2');
	}
	return { values, body: text.trimStart().slice(m[0].length) };
}

type Reference = NonNullable<SourceText['references']>[number];

/** "Title, Publisher, URL, date": the address and a date are recognised, the rest is title and publisher. */
export function parseFootnote(text: string): Omit<Reference, 'sentence'> | null {
	const url = /<?(https?:\/\/[^\s>,]+)>?/.exec(text);
	const address = cleanUrl(url?.[1]);
	if (!url || !address) return null;
	const parts = text
		.replace(url[0], '')
		.split(/\s*,\s*/)
		.map((part) => foldSpace(part).replace(/\.$/, ''))
		.filter(Boolean);
	const dateAt = parts.findIndex((part) => parseDate(part) !== null || /^\d{4}$/.test(part));
	const date = dateAt >= 0 ? parts.splice(dateAt, 1)[0] : undefined;
	const publisher = parts.length > 1 ? parts.pop()! : hostOf(address);
	return { title: parts.join(', ') || publisher, publisher, url: address, ...(date ? { date } : {}) };
}

const LIST_ITEM = /^\s{0,6}(?:([-*+•])|(\d{1,3})[.)])\s+(.*)$/;

function readMarkdown(source: string, given: GivenText): Extracted {
	const { values, body } = frontMatter(source);
	const notes = new Map<string, Omit<Reference, 'sentence'>>();
	const withoutNotes = body.replace(/^\[\^([\w-]{1,40})\]:[ \t]*(.*(?:\n[ \t]{2,}\S.*)*)\n?/gm, (_, id: string, note: string) => {
		const parsed = parseFootnote(note.replace(/\s+/g, ' '));
		if (parsed) notes.set(id, parsed);
		return '';
	});
	// "1914.[^1]" becomes "1914[^1].": inside the sentence the mark survives the splitting.
	const { blocks, heading } = markdownBlocks(withoutNotes.replace(/([.!?]["”’)]*)((?:\[\^[\w-]{1,40}\])+)/g, '$2$1'));
	const composed = composeText(blocks, { broken: false });
	const references: Reference[] = [];
	const clean = composed.sentences.map((sentence, index) => {
		for (const [, id] of sentence.matchAll(MARK)) {
			const note = notes.get(id!);
			if (note) references.push({ sentence: index, ...note });
		}
		return foldSpace(sentence.replace(MARK, ''));
	});
	if (!clean.length)
		throw new OperatorError('INPUT', 'The text has no sentence that could be used', { fix: 'Paste at least a few full sentences.' });

	const warnings: SourceWarning[] = [];
	if (composed.injected.length)
		warnings.push({
			code: 'injection',
			message: `The text gives instructions to AI models ("${composed.injected[0]!.slice(0, 80)}…"): that part was dropped.`,
		});
	if (clean.length < 5)
		warnings.push({ code: 'short', message: `The source has only ${clean.length} sentence(s): a script of it will be very short.` });
	for (const entry of composed.withheld)
		if (entry.reason === 'withdrawn') warnings.push({ code: 'correction', message: `The text corrects itself; left out: "${entry.text}"` });
	const url = cleanUrl(values.url) ?? cleanUrl(given.url) ?? '';
	const fileName = given.name?.replace(/\.\w{1,5}$/, '').replace(/[-_]+/g, ' ');
	const text: SourceText = {
		v: 1,
		id: sourceId(url || clean.join(' ')),
		url,
		title: given.title || values.title || heading || fileName || clean[0]!.slice(0, 90),
		publisher: given.publisher || values.publisher || (url ? hostOf(url) : 'Own text'),
		author: values.author || null,
		publishedAt: parseDate(values.date ?? values.published),
		language: languageOf(clean.join(' '), values.language || values.lang),
		...(values.licence || values.license ? { licence: values.licence || values.license } : {}),
		sentences: clean,
		paragraphs: composed.paragraphs,
		headings: composed.headings,
		steps: composed.steps,
		...(composed.tables.length ? { table: composed.tables } : {}),
		...(composed.disowned.length ? { disowned: composed.disowned } : {}),
		...(references.length ? { references } : {}),
	};
	return { text, canonical: null, warnings, withheld: composed.withheld, dropped: {} };
}

/** Markdown (or plain text) as blocks; only what carries text is understood, markup is taken off. */
function markdownBlocks(text: string): { blocks: Block[]; heading: string } {
	const blocks: Block[] = [];
	let heading = '';
	const el = (tag: string): El => ({ tag, attrs: {}, children: [], parent: null });
	const push = (kind: Block['kind'], lines: string[], extra: Partial<Block> = {}) => {
		const clean = lines.map(plainMarkdown).filter(Boolean);
		const joined = clean.join(' ');
		if (joined) blocks.push({ kind, lines: clean, text: joined, el: el(kind), words: countWords(joined), linkShare: 0, ...extra });
	};
	let list: El | null = null;
	const visible = text.replace(/<!--[\s\S]*?-->/g, '').replace(/^(?:```|~~~)[^\n]*\n[\s\S]*?^(?:```|~~~)[ \t]*$/gm, '');
	for (const chunk of visible.split(/\n[ \t]*\n/)) {
		let lines = chunk.split('\n').filter((line) => line.trim());
		if (!lines.length) continue;
		if (lines.length === 2 && /^\s*(?:=+|-{3,})\s*$/.test(lines[1]!)) lines = [`${lines[1]!.includes('=') ? '#' : '##'} ${lines[0]}`];
		if (isTable(lines)) {
			const rows = lines.map((line) =>
				line
					.trim()
					.replace(/^\||\|$/g, '')
					.split('|')
					.map(plainMarkdown),
			);
			blocks.push({
				kind: 'table',
				lines: [],
				text: '',
				el: el('table'),
				words: 0,
				linkShare: 0,
				table: { header: rows[0]!, rows: rows.slice(2) },
			});
			continue;
		}
		let paragraph: string[] = [];
		let quote = false;
		const flush = () => {
			// Lines of a paragraph are one text: the break is white space.
			if (paragraph.length) push('text', [paragraph.join(' ')], { quote });
			paragraph = [];
			quote = false;
		};
		for (const line of lines) {
			const title = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line);
			const item = LIST_ITEM.exec(line);
			if (title) {
				flush();
				list = null;
				if (!heading && title[1] === '#') heading = plainMarkdown(title[2]!);
				else push('heading', [title[2]!]);
			} else if (/^\s{0,3}(?:\*{3,}|-{3,}|_{3,})\s*$/.test(line)) flush();
			else if (item) {
				flush();
				list ??= el(item[2] ? 'ol' : 'ul');
				push('item', [item[3]!], { list, ordered: Boolean(item[2]) });
			} else if (list && /^\s{2,}\S/.test(line) && blocks.at(-1)?.kind === 'item') {
				const last = blocks[blocks.length - 1]!;
				last.lines = [`${last.lines.join(' ')} ${plainMarkdown(line)}`];
				last.text = last.lines[0]!;
			} else {
				if (!paragraph.length) list = null;
				quote ||= /^\s*>/.test(line);
				paragraph.push(line.replace(/^\s*>\s?/, ''));
			}
		}
		flush();
	}
	// A quotation in a text that someone wrote is no pull quote.
	for (const block of blocks) block.quote = false;
	return { blocks, heading };
}

const isTable = (lines: string[]): boolean =>
	lines.length >= 3 && lines.every((line) => line.includes('|')) && /^[\s|:-]+$/.test(lines[1]!);

/** Text without Markdown's inline markup; footnote marks stay. */
function plainMarkdown(text: string): string {
	return foldSpace(
		text
			.replace(/!\[[^\]]*\]\([^)]*\)/g, '')
			.replace(/\[([^\]^][^\]]*)\]\((?:[^()\s]|\([^)]*\))*(?:\s+"[^"]*")?\)/g, '$1')
			.replace(/<(https?:[^>\s]+)>/g, '$1')
			.replace(/<\/?[a-z][^>]{0,200}>/gi, '')
			.replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2')
			.replace(/(^|[\s("“])[*_](?=\S)([^*_]*?\S)[*_](?=[\s).,;:!?"”]|$)/g, '$1$2')
			.replace(/`([^`]+)`/g, '$1')
			.replace(/\\([\\`*_{}[\]()#+.!>-])/g, '$1'),
	);
}
