/**
 * A small tree of an untrusted page. htmlparser2 reads (no scripts, no network, no entity expansion beyond the fixed table);
 * depth, nodes, bytes and time are bounded while reading, so no page can exhaust the stack or the memory later.
 */
import { Parser } from 'htmlparser2';
import { OperatorError } from '../errors';

export interface El {
	tag: string;
	attrs: Record<string, string>;
	children: (El | string)[];
	parent: El | null;
	/** Why the subtree is left out, set by later passes. */
	drop?: string;
}

export interface Page {
	root: El;
	comments: string[];
	/** Whether it shows a film. */
	player: boolean;
	/** Text of the <style> elements. */
	css: string;
	/** Parsed JSON-LD objects, flattened. */
	jsonLd: Record<string, unknown>[];
	/** Image descriptions and labels: never extracted, only searched for injected text. */
	alts: string[];
	warnings: string[];
}

export const HTML_LIMITS = { bytes: 8 * 1024 * 1024, nodes: 150_000, letters: 1_500_000, depth: 200, seconds: 8 };

const isElement = (node: El | string): node is El => typeof node !== 'string';

/** Children that are elements. */
export const elements = (el: El): El[] => el.children.filter(isElement);

/** Depth-first over all elements below `el`; `visit` returns false to skip a subtree. */
export function walk(el: El, visit: (el: El) => boolean | void): void {
	for (const child of el.children) if (isElement(child) && visit(child) !== false) walk(child, visit);
}

/** All elements of a tag below `el`. */
export function byTag(el: El, ...tags: string[]): El[] {
	const found: El[] = [];
	walk(el, (child) => {
		if (tags.includes(child.tag)) found.push(child);
	});
	return found;
}

/** Text below `el` with white space folded; dropped subtrees do not count. */
export function textOf(el: El, keepDropped = false): string {
	const parts: string[] = [];
	const add = (node: El) => {
		if (node.drop && !keepDropped) return;
		for (const child of node.children) {
			if (!isElement(child)) parts.push(child);
			else {
				if (BLOCK.has(child.tag)) parts.push(' ');
				add(child);
				if (BLOCK.has(child.tag)) parts.push(' ');
			}
		}
	};
	add(el);
	return foldSpace(parts.join(''));
}

/** One blank for any white space, without invisible format characters (zero-width, bidi marks, tags, soft hyphens). */
export const foldSpace = (text: string): string =>
	text
		.replace(/[\p{Cf}\u{e0000}-\u{e007f}]/gu, '')
		.replace(/[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g, ' ')
		.trim();

export const BLOCK = new Set(
	'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul'.split(
		' ',
	),
);

const PLAYER = /\b(?:youtube(?:-nocookie)?|youtu|vimeo|dailymotion|brightcove|jwplayer|wistia)\b/i;
/** Elements whose contents are no text of the page. */
const OPAQUE = new Set(
	'script style noscript template iframe object embed svg math canvas audio video title textarea select option datalist'.split(' '),
);

/**
 * Reads HTML. Throws TOO_LARGE for more than 8 MB and INPUT for a page nested without end.
 * Elements below the depth limit are kept as flat children; after the node or time limit the rest is ignored with a warning.
 */
export function parseHtml(html: string, limits = HTML_LIMITS, now: () => number = () => performance.now()): Page {
	if (html.length > limits.bytes) {
		throw new OperatorError('TOO_LARGE', `The page has more than ${Math.round(limits.bytes / 1048576)} MB of HTML`, {
			fix: 'Use a link to the article itself (not an archive or a whole book), or paste its text.',
		});
	}
	const root: El = { tag: '#root', attrs: {}, children: [], parent: null };
	const page: Page = { root, comments: [], player: false, css: '', jsonLd: [], alts: [], warnings: [] };
	const stack: El[] = [root];
	let nodes = 0;
	let letters = 0;
	let nesting = 0;
	let opaque = 0;
	let stopped = false;
	let raw: { el: El; text: string } | null = null;
	const started = now();
	const parser = new Parser(
		{
			onopentag(tag, attrs) {
				if (stopped) return;
				// The parser keeps its own stack, which grows quadratically slow: endless nesting is refused early.
				if (++nesting > 20_000) {
					throw new OperatorError('INPUT', 'The page is nested without end and cannot be read', {
						fix: 'Use another source for this story, or paste its text.',
					});
				}
				if (++nodes > limits.nodes) stopped = true;
				const parent = stack[stack.length - 1]!;
				const el: El = { tag, attrs, children: [], parent };
				if (attrs.alt) page.alts.push(attrs.alt.slice(0, 2000));
				if (attrs['aria-label']) page.alts.push(attrs['aria-label'].slice(0, 500));
				if (tag === 'script' || tag === 'style' || tag === 'title') raw = { el, text: '' };
				if (tag === 'video' || (tag === 'iframe' && PLAYER.test(attrs.src ?? ''))) page.player = true;
				if (OPAQUE.has(tag)) opaque++;
				if (!opaque || (opaque === 1 && tag === 'title')) parent.children.push(el);
				stack.push(stack.length > limits.depth ? parent : el);
			},
			ontext(text) {
				if (stopped) return;
				if (raw) raw.text += raw.text.length < 600_000 ? text : '';
				else if (!opaque && stack[stack.length - 1]!.tag !== 'head') {
					stack[stack.length - 1]!.children.push(text);
					letters += text.length;
					if (letters > limits.letters) stopped = true;
				}
			},
			onclosetag(tag) {
				nesting--;
				if (stopped) return;
				if (stack.length > 1) stack.pop();
				if (OPAQUE.has(tag)) opaque = Math.max(0, opaque - 1);
				if (raw && raw.el.tag === tag) {
					if (tag === 'style') page.css += raw.text.slice(0, 200_000);
					else if (tag === 'title') raw.el.children.push(raw.text);
					else if (/ld\+json/i.test(raw.el.attrs.type ?? '')) page.jsonLd.push(...readJsonLd(raw.text));
					raw = null;
				}
			},
			oncomment(text) {
				if (page.comments.length < 2000 && text.length > 20) page.comments.push(text.slice(0, 5000));
			},
		},
		{ lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: true },
	);
	const step = 65_536;
	for (let at = 0; at < html.length && !stopped; at += step) {
		parser.write(html.slice(at, at + step));
		if (now() - started > limits.seconds * 1000) stopped = true;
	}
	if (stopped) page.warnings.push('The page is unusually large: only its first part was read.');
	parser.end();
	return page;
}

function readJsonLd(text: string): Record<string, unknown>[] {
	if (text.length > 500_000) return [];
	let data: unknown;
	try {
		data = JSON.parse(text.replace(/^\s*(?:\/\/)?<!\[CDATA\[|(?:\/\/)?\]\]>\s*$/g, ''));
	} catch {
		return [];
	}
	const found: Record<string, unknown>[] = [];
	const add = (value: unknown, depth: number) => {
		if (depth > 4 || found.length > 200) return;
		if (Array.isArray(value)) for (const entry of value) add(entry, depth + 1);
		else if (value && typeof value === 'object') {
			const object = value as Record<string, unknown>;
			found.push(object);
			add(object['@graph'], depth + 1);
			add(object.mainEntity, depth + 1);
		}
	};
	add(data, 0);
	return found;
}

/** Plain text of an HTML fragment, e.g. a feed's description; nothing in it is run or fetched. */
export function fragmentText(html: string): string {
	if (!/[<&]/.test(html)) return foldSpace(html);
	const page = parseHtml(`<body>${html.slice(0, 500_000)}</body>`);
	return textOf(page.root);
}
