/** Which blocks of a page are its article: the content root, and the rules that look at one block in its surroundings. */
import { countWords, endsSentence, type Block } from './blocks';
import { byTag, foldSpace, walk, type El } from './html';
import { hostOf } from './urls';
import { boilerplateLine, COMMENT_SECTION, isAuthorNote, SECTION } from './phrases';

export interface ContentHints {
	title: string;
	author: string | null;
	publisher: string;
	/** Host of the page, "" when it has none. */
	host: string;
	/** Headlines that the page links to, lower case. */
	headlines: Set<string>;
}

export interface Content {
	blocks: Block[];
	/** Words of running prose in the article / on the whole page. */
	proseWords: number;
	pageProseWords: number;
	/** Blocks that looked like an offer to pay. */
	offers: number;
	/** Teasers of other pages that were found. */
	teasers: number;
}

const isProse = (block: Block): boolean =>
	(block.kind === 'text' || block.kind === 'item') &&
	block.words >= 8 &&
	block.linkShare < 0.5 &&
	// A teaser may break off in the middle of its last sentence.
	(endsSentence(block.text) || (block.words >= 20 && /[\p{Ll}\d)][.!?]["”’)]* \p{Lu}/u.test(block.text)));
const within = (el: El, root: El): boolean => {
	for (let at: El | null = el; at; at = at.parent) if (at === root) return true;
	return false;
};
const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Picks the article's blocks out of all visible ones. `dropped` collects what was left out and why. */
export function selectContent(all: Block[], body: El, hints: ContentHints, dropped: Map<string, string[]>): Content {
	const drop = (block: Block, reason: string) => {
		const list = dropped.get(reason) ?? [];
		list.push(block.text);
		dropped.set(reason, list);
		gone.add(block);
	};
	const gone = new Set<Block>();
	const title = letters(hints.title);
	let offers = 0;
	const offered: Block[] = [];
	for (const block of all) {
		// On <br> pages the headline and byline are the first lines of the first paragraph.
		while (block.lines.length > 1 && (letters(block.lines[0]!) === title || isByline(block.lines[0]!, hints))) {
			block.lines.shift();
			block.text = block.lines.join(' ');
			block.words = countWords(block.text);
		}
		if (block.kind === 'table') continue;
		const folded = foldSpace(block.text).toLowerCase().replace(/[.!]$/, '');
		const said = boilerplateLine(block.text);
		// Of headings only offers are taken by their words: "Analysis" and the like may head a part of the article.
		const line = block.kind === 'heading' && said !== 'offer' ? null : said;
		if (line === 'offer') {
			offers++;
			offered.push(block);
		}
		if (line) drop(block, line);
		else if (block.kind !== 'heading' && hints.headlines.has(folded) && letters(folded) !== title) drop(block, 'related');
		else if (block.linkShare >= 0.8 && block.words < 40 && block.kind !== 'heading') drop(block, 'related');
		else if (block.linkShare >= 0.9 && block.kind === 'heading' && block.el.tag !== 'h1') drop(block, 'related');
		else if (isAuthorNote(block.text, hints.author, hints.publisher)) drop(block, 'author');
		else if (isByline(block.text, hints)) drop(block, 'meta');
	}
	dropSections(all, gone, drop);
	dropOfferBoxes(all, offered, gone, title, drop);
	const teasers = dropTeasers(all, gone, title, hints.host, drop);

	const prose = all.filter((block) => !gone.has(block) && isProse(block));
	const pageProseWords = prose.reduce((sum, block) => sum + block.words, 0);
	const root = contentRoot(prose, body, title);
	// What stands between the headline and the body (key points, a standfirst) is the article's, whatever box it has.
	const headline = all.findIndex((block) => title.length > 0 && letters(block.text) === title);
	const start = all.findIndex((block) => within(block.el, root));
	const says = (block: Block): boolean => block.kind !== 'table' && block.words >= 4 && block.linkShare < 0.3 && endsSentence(block.text);
	let blocks = all.filter((block, i) => within(block.el, root) || (headline >= 0 && i > headline && i < start && says(block)));
	dropLinkLists(blocks, root, gone, drop);

	// What stands before the heading of the article belongs to the page's frame.
	const at = blocks.findIndex((block) => letters(block.text) === title && title.length > 0);
	if (at >= 0) {
		const after = blocks
			.slice(at + 1)
			.filter((block) => isProse(block) && !gone.has(block))
			.reduce((sum, block) => sum + block.words, 0);
		const before = blocks
			.slice(0, at)
			.filter((block) => isProse(block) && !gone.has(block))
			.reduce((sum, block) => sum + block.words, 0);
		if (after > before) {
			for (const block of blocks.slice(0, at + 1)) if (!gone.has(block)) drop(block, letters(block.text) === title ? 'title' : 'frame');
		}
	}
	blocks = blocks.filter((block) => !gone.has(block));
	for (const block of blocks) {
		if (block.kind === 'heading' || block.kind === 'table') continue;
		if (letters(block.text) === title) drop(block, 'title');
		// A label, a date, a rubric: no sentence and no list entry.
		else if (block.kind === 'text' && block.words < 10 && !endsSentence(block.text) && block.lines.length === 1) drop(block, 'fragment');
		else if (block.kind === 'item' && !block.ordered && block.words < 3 && !endsSentence(block.text)) drop(block, 'fragment');
	}
	blocks = blocks.filter((block) => !gone.has(block));
	// A heading with nothing under it introduces something that was dropped.
	for (let i = blocks.length - 1; i >= 0; i--) {
		if (blocks[i]!.kind !== 'heading') break;
		drop(blocks[i]!, 'heading');
	}
	blocks = blocks.filter((block) => !gone.has(block));
	const proseWords = blocks.filter(isProse).reduce((sum, block) => sum + block.words, 0);
	return { blocks, proseWords, pageProseWords, offers, teasers };
}

const DATE_LINE =
	/^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d{1,2}[./ ]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d)[^!?]{0,60}\b\d{4}\b[^!?]{0,40}$/i;

function isByline(text: string, hints: ContentHints): boolean {
	if (text.length > 160) return false;
	const plain = foldSpace(text);
	if (
		/^(?:words |text |story |report |written |posted |reported )?by:?\s+\p{Lu}/iu.test(plain) &&
		plain.split(' ').length <= 22 &&
		!/[.!?]$/.test(plain)
	)
		return true;
	if (
		hints.author &&
		letters(plain).startsWith(letters(hints.author)) &&
		plain.split(' ').length <= hints.author.split(' ').length + 12 &&
		!/[.!?]$/.test(plain)
	)
		return true;
	return plain.length < 90 && DATE_LINE.test(plain);
}

/** Drops a labelled section ("More from …", "2 comments") with what follows under the label. */
function dropSections(all: Block[], gone: Set<Block>, drop: (block: Block, reason: string) => void): void {
	for (let i = 0; i < all.length; i++) {
		const block = all[i]!;
		if (gone.has(block) || block.words > 9 || block.kind === 'table' || (endsSentence(block.text) && !block.text.endsWith(':'))) continue;
		const comments = COMMENT_SECTION.test(block.text);
		if (!comments && !SECTION.test(block.text)) continue;
		if (block.kind === 'item' && !comments) continue;
		drop(block, comments ? 'comments' : 'related');
		// The label's box: the largest ancestor that begins with the label.
		const position = all.indexOf(block);
		const previous = all[position - 1]?.el;
		let box: El | null = null;
		for (let at: El | null = block.el; at; at = at.parent) {
			if (previous && within(previous, at)) break;
			box = at;
		}
		// A label at the top of everything ("Trending:" over the article) has no box of its own.
		const words = (list: Block[]): number => list.filter(isProse).reduce((sum, other) => sum + other.words, 0);
		if (box && !comments && words(all.filter((other) => within(other.el, box!))) > words(all) * 0.35) box = null;
		const level = /^h([1-6])$/.exec(block.el.tag)?.[1] ?? '7';
		for (let k = i + 1; k < all.length; k++) {
			const next = all[k]!;
			const inBox = box !== null && box !== block.el && within(next.el, box);
			if (!inBox) {
				const sameHeading = next.kind === 'heading' && (/^h([1-6])$/.exec(next.el.tag)?.[1] ?? '7') <= level;
				if (sameHeading || (!comments && isProse(next) && next.linkShare < 0.3)) break;
			}
			if (!gone.has(next)) drop(next, comments ? 'comments' : 'related');
		}
	}
}

/** What stands in one box with two lines of an offer belongs to it: its price, what it includes. Most of the page's prose is no offer. */
function dropOfferBoxes(
	all: Block[],
	offered: Block[],
	gone: Set<Block>,
	title: string,
	drop: (block: Block, reason: string) => void,
): void {
	const total = all.filter((block) => !gone.has(block) && isProse(block)).reduce((sum, block) => sum + block.words, 0);
	const boxes = new Map<El, number>();
	for (const { el } of offered) for (let at = el.parent; at; at = at.parent) boxes.set(at, (boxes.get(at) ?? 0) + 1);
	for (const [box, count] of boxes) {
		if (count < 2) continue;
		const inside = all.filter((block) => within(block.el, box) && !gone.has(block));
		const words = inside.filter(isProse).reduce((sum, block) => sum + block.words, 0);
		if (words > 60 || words > total * 0.4 || inside.some((block) => letters(block.text) === title)) continue;
		for (const block of inside) drop(block, 'offer');
	}
}

/** Containers that are mostly links are lists of other pages, whatever their names. */
function dropLinkLists(blocks: Block[], root: El, gone: Set<Block>, drop: (block: Block, reason: string) => void): void {
	const sums = new Map<El, { letters: number; linked: number; blocks: Block[] }>();
	let total = 0;
	for (const block of blocks) {
		if (block.kind === 'table') continue;
		total += block.text.length;
		for (let at: El | null = block.el; at && at !== root; at = at.parent) {
			const sum = sums.get(at) ?? { letters: 0, linked: 0, blocks: [] };
			sum.letters += block.text.length;
			sum.linked += block.text.length * block.linkShare;
			sum.blocks.push(block);
			sums.set(at, sum);
		}
	}
	for (const sum of sums.values()) {
		if (sum.linked / sum.letters > 0.6 && sum.letters < total * 0.35)
			for (const block of sum.blocks) if (!gone.has(block)) drop(block, 'related');
	}
}

/** The element that holds the article: a marked one if it has the prose, else the deepest one with nearly all of it. */
function contentRoot(prose: Block[], body: El, title: string): El {
	const words = new Map<El, number>();
	let total = 0;
	for (const block of prose) {
		total += block.words;
		for (let at: El | null = block.el; at; at = at.parent) words.set(at, (words.get(at) ?? 0) + block.words);
	}
	if (!total) return body;
	const holdsTitle = (el: El): boolean =>
		byTag(el, 'h1', 'h2').some((h) => letters(h.children.map((c) => (typeof c === 'string' ? c : c.children.join(''))).join('')) === title);
	const marked: El[] = [];
	walk(body, (el) => {
		if (el.drop) return false;
		if (el.tag === 'article' || /articleBody/i.test(el.attrs.itemprop ?? '') || el.attrs.role === 'article') {
			marked.push(el);
			return false;
		}
	});
	const best = marked
		.map((el) => ({ el, words: words.get(el) ?? 0, titled: holdsTitle(el) }))
		.sort((a, b) => Number(b.titled) - Number(a.titled) || b.words - a.words)[0];
	if (best && (best.words >= total * 0.5 || (best.titled && best.words >= 60))) return best.el;
	let root = body;
	for (;;) {
		const next: El | undefined = root.children.find(
			(child): child is El => typeof child !== 'string' && (words.get(child) ?? 0) >= total * 0.88,
		);
		if (!next || next.tag === 'p') return root;
		root = next;
	}
}

/**
 * Drops teasers of the site's other pages: a heading that only links to one, with a line or two under it. Fewer than three are none.
 * A list of products or reviews links elsewhere and stays.
 */
function dropTeasers(all: Block[], gone: Set<Block>, title: string, host: string, drop: (block: Block, reason: string) => void): number {
	const runs: Block[][] = [];
	let run: Block[] | null = null;
	let words = 0;
	const close = () => {
		if (run && run.length > 1 && run.length <= 3 && words <= 60) runs.push(run);
		run = null;
		words = 0;
	};
	for (const block of all) {
		if (block.kind === 'heading') {
			close();
			if (block.linkShare >= 0.9 && letters(block.text) !== title && linksToSite(block.el, host)) run = [block];
		} else if (run && !gone.has(block) && isProse(block)) {
			run.push(block);
			words += block.words;
		}
	}
	close();
	// A teaser has a box of its own. Headlines of other articles strewn between the paragraphs of this one have none:
	// what follows them is the article, unless nothing else is on the page.
	const boxed = runs.filter((one) => {
		const box = commonBox(one);
		return !runs.some((other) => other !== one && within(other[0]!.el, box));
	});
	const rest = all.filter((block) => !gone.has(block) && isProse(block) && !runs.some((one) => one.includes(block)));
	const teasers = boxed.length >= 3 ? boxed : runs.length >= 5 && rest.reduce((sum, block) => sum + block.words, 0) < 60 ? runs : [];
	for (const block of teasers.flat()) if (!gone.has(block)) drop(block, 'related');
	return teasers.length;
}

/** The smallest element that holds all blocks. */
function commonBox(blocks: Block[]): El {
	let box = blocks[0]!.el;
	while (box.parent && !blocks.every((block) => within(block.el, box))) box = box.parent;
	return box;
}

function linksToSite(heading: El, host: string): boolean {
	const link = byTag(heading, 'a')[0] ?? (heading.parent?.tag === 'a' ? heading.parent : undefined);
	const href = link?.attrs.href ?? '';
	if (!href || href.startsWith('#')) return false;
	const target = /^(?:https?:)?\/\//i.test(href) ? hostOf(href.replace(/^\/\//, 'https://')) : host;
	return target === host || target.endsWith(`.${host}`) || host.endsWith(`.${target}`);
}
