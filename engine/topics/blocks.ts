/** The visible text of a pruned page as a list of blocks in reading order: paragraphs, headings, list items, tables. */
import { BLOCK, byTag, elements, foldSpace, textOf, type El } from './html';

export interface Block {
	kind: 'text' | 'heading' | 'item' | 'table';
	/** Lines of the block: <br> ends a line. */
	lines: string[];
	text: string;
	el: El;
	words: number;
	/** 0–1: letters inside links that lead to other pages. */
	linkShare: number;
	/** Ordered list this item belongs to. */
	list?: El;
	ordered?: boolean;
	table?: { header: string[]; rows: string[][] };
	quote?: boolean;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
/** Words of a text; scripts without blanks count two letters a word. */
export const countWords = (text: string): number => {
	const dense = text.match(CJK)?.length ?? 0;
	const spaced = dense ? text.replace(CJK, ' ') : text;
	return Math.round(dense / 2) + (spaced.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu) ?? []).length;
};
/** Whether a text ends as a sentence does. */
export const endsSentence = (text: string): boolean => /[.!?…。！？]["”’'»)\]]*$|:$/.test(text);

/** No article has more paragraphs; the rest of an endless page is left. */
const MOST_BLOCKS = 15_000;

/** Blocks below `root`; dropped subtrees are skipped. */
export function blocksOf(root: El): Block[] {
	const blocks: Block[] = [];
	let parts: string[] = [];
	let linked = 0;
	let emphasised = 0;
	let inLink = 0;
	let inBold = 0;
	const context: { el: El; list?: El; ordered?: boolean; quote?: boolean } = { el: root };

	const flush = () => {
		const raw = parts.join('');
		const total = raw.replace(/\s+/g, '').length;
		const share = total ? linked / total : 0;
		const bold = total > 0 && emphasised / total > 0.95;
		parts = [];
		linked = 0;
		emphasised = 0;
		// An empty line (two <br>) ends a paragraph.
		for (const paragraph of raw.split(/\n\s*\n/)) {
			const lines = paragraph.split('\n').map(foldSpace).filter(Boolean);
			const text = lines.join(' ');
			if (!text || !/[\p{L}\p{N}]/u.test(text)) continue;
			const words = countWords(text);
			const heading =
				/^h[1-6]$/.test(context.el.tag) ||
				context.el.attrs.role === 'heading' ||
				(bold && !context.list && words <= 14 && !/[.,;]$/.test(text) && lines.length === 1);
			const kind = heading ? 'heading' : context.list ? 'item' : 'text';
			blocks.push({
				kind,
				lines,
				text,
				el: context.el,
				words,
				linkShare: share,
				list: context.list,
				ordered: context.ordered,
				quote: context.quote,
			});
		}
	};

	const visit = (el: El) => {
		if (el.drop || el.tag === 'title' || blocks.length > MOST_BLOCKS) return;
		if (el.tag === 'table') {
			const table = dataTable(el);
			if (table) {
				flush();
				blocks.push({ kind: 'table', lines: [], text: textOf(el), el, words: 0, linkShare: 0, table });
				return;
			}
		}
		if (el.tag === 'br' || el.tag === 'hr') {
			if (el.tag === 'hr') flush();
			else parts.push('\n');
			return;
		}
		const block = BLOCK.has(el.tag);
		const saved = { ...context };
		if (block) {
			flush();
			context.el = el;
			if (el.tag === 'li' || el.tag === 'dd' || el.tag === 'dt') {
				context.list = el.parent ?? el;
				context.ordered = el.tag === 'li' && el.parent?.tag === 'ol';
			}
			if (el.tag === 'blockquote' || el.tag === 'q') context.quote = true;
		}
		const link = el.tag === 'a' && Boolean(el.attrs.href) && !el.attrs.href!.startsWith('#');
		const bold = /^(?:b|strong|font|big)$/.test(el.tag) && (el.tag !== 'font' || Number(el.attrs.size) > 3);
		if (link) inLink++;
		if (bold) inBold++;
		for (const child of el.children) {
			if (typeof child !== 'string') {
				visit(child);
				continue;
			}
			// Line breaks of the source are white space; only <br> is a line break.
			const text = child.replace(/\s*\n\s*/g, ' ');
			parts.push(text);
			const letters = text.replace(/\s+/g, '').length;
			if (inLink) linked += letters;
			if (inBold) emphasised += letters;
		}
		if (link) inLink--;
		if (bold) inBold--;
		if (block) {
			flush();
			Object.assign(context, { list: undefined, ordered: undefined, quote: undefined }, saved);
		}
	};
	visit(root);
	flush();
	return blocks;
}

/** Header and rows of a table that holds data, or null for one that only lays out the page. */
export function dataTable(table: El): { header: string[]; rows: string[][] } | null {
	if (table.attrs.role === 'presentation' || table.attrs.role === 'none' || byTag(table, 'table').length) return null;
	const rows = byTag(table, 'tr').filter((row) => !row.drop);
	const cells = rows.map((row) => elements(row).filter((cell) => cell.tag === 'td' || cell.tag === 'th'));
	if (rows.length < 2 || rows.length > 500 || !cells.some((row) => row.length > 1)) return null;
	const texts = cells.map((row) => row.map((cell) => textOf(cell).slice(0, 300)));
	const flat = texts.flat().filter(Boolean);
	const long = flat.filter((text) => text.length > 160).length;
	const marked = byTag(table, 'th', 'caption', 'thead').length > 0;
	if (flat.length < 4 || long > flat.length * (marked ? 0.3 : 0.1)) return null;
	// Without marks, a table counts when its rows have the same number of cells and some hold numbers.
	if (!marked) {
		const width = texts[0]!.length;
		if (width < 2 || texts.some((row) => row.length !== width) || flat.filter((text) => /\d/.test(text)).length < texts.length - 1)
			return null;
	}
	const headed = cells[0]!.filter((cell) => cell.tag === 'th').length;
	const header = headed > 1 || (headed > 0 && headed === cells[0]!.length) || rows[0]!.parent?.tag === 'thead' || !marked ? texts[0]! : [];
	return { header, rows: texts.slice(header.length ? 1 : 0).filter((row) => row.some(Boolean)) };
}
