/** The user's own list of clips: times or quotes, as lines, CSV or JSON. */
import { OperatorError } from '../errors';
import { parsed, plainLine } from '../shape';

/** A line of the list: a stretch, or words that are said in it. */
export interface ListEntry {
	/** Number of the line, from 1. */
	line: number;
	startSeconds?: number;
	endSeconds?: number;
	quote?: string;
	title?: string;
}

const MOST_ENTRIES = 200;

const TIME = String.raw`(?:(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?|\d+(?:[.,]\d{1,3})?\s*(?:s|sec|m|min)?)`;
const RANGE = new RegExp(String.raw`^\s*(${TIME})\s*(?:-->|[-–—,;\t]|\bto\b|\.\.)\s*(${TIME})\s*(?:[,;\t:|–—-]\s*|\s+|$)(.*)$`, 'i');

/** Seconds of "1:02:03.5", "62", "90 s", "1.5 min". NaN for anything else. */
export function secondsOf(value: unknown): number {
	if (typeof value === 'number') return value;
	const text = String(value ?? '').trim().replace(',', '.'); // prettier-ignore
	if (/^\d+(?:\.\d+)?\s*(?:s|sec)?$/i.test(text)) return parseFloat(text);
	if (/^\d+(?:\.\d+)?\s*(?:m|min)$/i.test(text)) return parseFloat(text) * 60;
	if (!/^(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:\.\d{1,3})?$/.test(text)) return NaN;
	return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** "10:00-25:30" in seconds. @throws OperatorError INPUT */
export function rangeOf(text: string): { startSeconds: number; endSeconds: number } {
	const [start, end, ...more] = text.split(/\s*(?:-->|[-–—]|\bto\b)\s*/);
	const range = { startSeconds: secondsOf(start), endSeconds: secondsOf(end) };
	if (more.length || !(range.endSeconds > range.startSeconds))
		throw new OperatorError('INPUT', `“${text.slice(0, 40)}” is no range of times`, { fix: 'Write it as 10:00-25:30.' });
	return range;
}

/**
 * Reads the list. Lines: `1:10 - 1:45 Title`, or a quote. CSV with a heading (start, end, title, quote) or without. JSON: a list of
 * `{start, end, title}` or `{quote, title}`, or of quotes.
 * @throws OperatorError INPUT naming the line.
 */
export function readList(given: unknown): ListEntry[] {
	const entries = typeof given === 'string' ? readText(given) : fromJson(given);
	if (!entries.length)
		throw new OperatorError('INPUT', 'The list of clips is empty', {
			fix: 'Give a line for each: “1:10 - 1:45 Title”, or words that are said in it.',
		});
	if (entries.length > MOST_ENTRIES)
		throw new OperatorError('INPUT', `The list has ${entries.length} clips; at most ${MOST_ENTRIES} are cut at once`, {
			fix: 'Split the list.',
		});
	for (const entry of entries) check(entry);
	return entries;
}

function readText(text: string): ListEntry[] {
	const clean = text.replace(/^\ufeff/, '').trim();
	if (/^[[{]/.test(clean)) {
		return fromJson(parsed(clean, 'The list', 'Check its commas and quotes.'));
	}
	const lines = clean.split(/\r?\n/).map((line, i) => ({ line: i + 1, text: line.trim() })).filter(({ text: own }) => own && !own.startsWith('#')); // prettier-ignore
	const heading = lines[0] && csvCells(lines[0].text).map((cell) => cell.toLowerCase());
	if (heading && heading.length > 1 && heading.some((cell) => /^(start|begin|from|quote|in)$/.test(cell))) {
		const at = (names: RegExp) => heading.findIndex((cell) => names.test(cell));
		const [start, end, title, quote] = [at(/^(start|begin|from|in)/), at(/^(end|to|until|out)/), at(/^(title|name)/), at(/^(quote|text)/)];
		return lines.slice(1).map(({ line, text: own }) => {
			const cells = csvCells(own);
			return entryOf(line, { start: cells[start], end: cells[end], title: cells[title], quote: cells[quote] });
		});
	}
	return lines.map(({ line, text: own }) => {
		const range = RANGE.exec(own);
		if (!range) return entryOf(line, { quote: own });
		return entryOf(line, { start: range[1], end: range[2], title: csvCells(range[3] ?? '')[0] });
	});
}

/** Cells of one line of CSV, by comma or semicolon; quotes as in RFC 4180. */
function csvCells(line: string): string[] {
	const comma = (line.match(/,/g) ?? []).length >= (line.match(/;/g) ?? []).length ? ',' : ';';
	const cells: string[] = [];
	let cell = '';
	let quoted = false;
	for (let i = 0; i < line.length; i++) {
		const letter = line[i]!;
		if (quoted) {
			if (letter === '"' && line[i + 1] === '"') cell += line[++i];
			else if (letter === '"') quoted = false;
			else cell += letter;
		} else if (letter === '"' && !cell.trim()) quoted = true;
		else if (letter === comma) {
			cells.push(cell.trim());
			cell = '';
		} else cell += letter;
	}
	return [...cells, cell.trim()];
}

function fromJson(data: unknown): ListEntry[] {
	const list = Array.isArray(data) ? data : ((data ?? {}) as { clips?: unknown }).clips;
	if (!Array.isArray(list))
		throw new OperatorError('INPUT', 'The list of clips is no list', { fix: 'Give [{"start": 70, "end": 105, "title": "…"}], or quotes.' });
	return list.map((each: unknown, i) => {
		if (typeof each === 'string') return readText(each)[0] ?? { line: i + 1 };
		const one = (each ?? {}) as Record<string, unknown>;
		return { ...entryOf(i + 1, { start: one.start ?? one.startSeconds, end: one.end ?? one.endSeconds, title: one.title, quote: one.quote ?? one.text }), line: i + 1 }; // prettier-ignore
	});
}

/** One line of words; letters that were lost on the way are none. */
const plain = (value: unknown): string => plainLine(typeof value === 'string' ? value.replaceAll('\ufffd', ' ') : value);

function entryOf(line: number, { start, end, title, quote }: Partial<Record<'start' | 'end' | 'title' | 'quote', unknown>>): ListEntry {
	const said = plain(quote).replace(/^["“]|["”]$/gu, ''); // prettier-ignore
	const name = plain(title);
	const timed = start !== undefined && start !== null && start !== '';
	return {
		line,
		...(timed ? { startSeconds: secondsOf(start), endSeconds: secondsOf(end) } : {}),
		...(said && !timed ? { quote: said } : {}),
		...(name ? { title: name.slice(0, 100) } : {}),
	};
}

function check({ line, startSeconds, endSeconds, quote }: ListEntry): void {
	const fail = (what: string, fix: string) => {
		throw new OperatorError('INPUT', `Clip ${line} of the list ${what}`, { fix });
	};
	if (startSeconds === undefined) {
		if (!quote) fail('has neither times nor words', 'Give “1:10 - 1:45 Title”, or words that are said in it.');
		return;
	}
	if (!Number.isFinite(startSeconds) || !Number.isFinite(endSeconds))
		fail('has a time that cannot be read', 'Write times as 1:02:03, 62.5 or 90 s.');
	if (startSeconds < 0 || endSeconds! <= startSeconds) fail('ends before it begins', 'Give the start first.');
}
