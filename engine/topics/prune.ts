/** Marks what of a page is no article text: hidden elements, frames of the site, offers, lists of links. Marked subtrees keep their reason. */
import { byTag, elements, foldSpace, textOf, walk, type El, type Page } from './html';
import { namedBoilerplate } from './phrases';

/** Elements that hold no running text of an article. */
const TAGS: Record<string, string> = {
	nav: 'frame', menu: 'frame', dialog: 'frame', button: 'frame', input: 'frame', label: 'frame', 'amp-sidebar': 'frame', 'amp-consent': 'consent', 'amp-ad': 'advert',
	'amp-embed': 'advert', 'amp-analytics': 'frame', 'amp-list': 'related', 'amp-social-share': 'social', 'amp-user-notification': 'consent', 'amp-lightbox': 'frame', 'amp-next-page': 'related',
	'amp-auto-ads': 'advert', 'amp-sticky-ad': 'advert', 'amp-carousel': 'related', 'amp-video': 'frame', figcaption: 'caption', ins: 'advert', marquee: 'frame', progress: 'frame',
}; // prettier-ignore
const ROLES: Record<string, string> = {
	navigation: 'frame', banner: 'frame', contentinfo: 'frame', search: 'frame', dialog: 'frame', alertdialog: 'frame', menu: 'frame', menubar: 'frame', toolbar: 'frame',
	complementary: 'aside', tooltip: 'frame', alert: 'frame', tablist: 'frame',
}; // prettier-ignore

const namesOf = (el: El): string =>
	[el.attrs.class, el.attrs.id, el.attrs['data-component'], el.attrs['data-testid']].filter(Boolean).join(' ');

/** Letters below an element that stand in no link, with dropped parts left out. */
export function proseLetters(el: El): number {
	if (el.drop || el.tag === 'a') return 0;
	let sum = 0;
	for (const child of el.children) sum += typeof child === 'string' ? child.replace(/\s+/g, ' ').trim().length : proseLetters(child);
	return sum;
}

const LIGHT =
	/^(?:white|snow|ivory|transparent|#f{3}|#f{6}|#f{8}|#fe?fe?fe?|#f[9a-f]f[9a-f]f[9a-f]|rgba?\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5]\s*(?:,\s*1(?:\.0+)?\s*)?\)|rgba\([^)]*,\s*0?(?:\.0\d*)?\s*\)|hsla?\([^)]*,\s*100%\s*\))$/i;
const styleValue = (style: string, name: string): string =>
	new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;!]+)`, 'i').exec(style)?.[1]?.trim().toLowerCase() ?? '';

/** Whether declarations hide what they style from a reader. */
export function hidingStyle(style: string): boolean {
	if (!style) return false;
	const at = (name: string) => styleValue(style, name);
	if (at('display') === 'none' || /^(?:hidden|collapse)$/.test(at('visibility')) || at('content-visibility') === 'hidden') return true;
	if (/^0?(?:\.0\d*)?%?$/.test(at('opacity') || '1') && at('opacity') !== '') return true;
	const size = /^(-?[\d.]+)(px|pt|em|rem|%|vw)?$/.exec(at('font-size'));
	if (size && Number(size[1]) * (/em/.test(size[2] ?? '') ? 16 : size[2] === '%' ? 0.16 : 1) < 3) return true;
	const far = (value: string) => {
		const m = /^-(\d+(?:\.\d+)?)(px|em|rem|vw|vh|%|pt)?$/.exec(value);
		return Boolean(m && Number(m[1]) * (/em/.test(m[2] ?? '') ? 16 : /v|%/.test(m[2] ?? '') ? 10 : 1) >= 900);
	};
	if (['left', 'right', 'top', 'bottom', 'text-indent', 'margin-left', 'margin-top', 'margin'].some((name) => far(at(name)))) return true;
	if (
		/translate[xy]?\(\s*-\s*(?:\d{4,}px|[1-9]\d{2,}(?:%|v[wh]))/.test(at('transform')) ||
		/scale\(\s*0(?:\.0+)?\s*\)/.test(at('transform'))
	)
		return true;
	if (/^rect\(\s*(?:0|1px)/.test(at('clip')) || /inset\(\s*(?:100|50)%/.test(at('clip-path'))) return true;
	const tiny = (value: string) => /^[01](?:px|pt|em)?$/.test(value);
	if (
		(tiny(at('height')) || tiny(at('width')) || tiny(at('max-height'))) &&
		/hidden|clip/.test(at('overflow') + at('overflow-x') + at('overflow-y'))
	)
		return true;
	return false;
}

/** Ink that cannot be told from its ground: light text where no dark ground is set, or both colours equal. */
function invisibleInk(el: El): boolean {
	const style = el.attrs.style ?? '';
	const colour = (styleValue(style, 'color') || (el.tag === 'font' ? el.attrs.color : '') || '').toLowerCase().trim();
	if (!colour) return false;
	for (let at: El | null = el; at; at = at.parent) {
		const own = at.attrs.style ?? '';
		const ground = (styleValue(own, 'background-color') || styleValue(own, 'background') || at.attrs.bgcolor || '').toLowerCase().trim();
		if (ground) return ground === colour || (LIGHT.test(colour) && LIGHT.test(ground));
	}
	return LIGHT.test(colour);
}

/** Class and id names that the page's own style sheets hide; rules inside @media and the like do not count. */
function hiddenSelectors(css: string): Set<string> {
	let flat = '';
	let depth = 0;
	let atRule = false;
	let start = 0;
	const clean = css.replace(/\/\*[\s\S]*?\*\//g, '');
	for (let i = 0; i < clean.length; i++) {
		if (clean[i] === '{') {
			if (depth === 0) atRule = clean.slice(start, i).trim().startsWith('@');
			depth++;
		} else if (clean[i] === '}') {
			depth = Math.max(0, depth - 1);
			if (depth === 0) {
				if (!atRule) flat += clean.slice(start, i + 1);
				start = i + 1;
			}
		}
	}
	const found = new Set<string>();
	for (const [, selectors, body] of flat.matchAll(/([^{}]{1,2000})\{([^{}]{0,4000})\}/g)) {
		const white =
			LIGHT.test(styleValue(body!, 'color')) &&
			LIGHT.test(styleValue(body!, 'background') || styleValue(body!, 'background-color') || 'none');
		if (!white && !hidingStyle(body!)) continue;
		for (const selector of selectors!.split(','))
			if (/^\s*[a-z]*[.#][\w-]+\s*$/i.test(selector)) found.add(selector.trim().replace(/^[a-z]+(?=[.#])/i, ''));
	}
	return found;
}

export interface Pruned {
	/** Headlines of other articles that the page links to, folded to lower case. */
	headlines: Set<string>;
	/** Text of hidden parts, to look for injections. */
	hidden: string[];
	/** Whether an offer to pay for the rest was found. */
	offer: boolean;
	captions: string[];
}

/** Marks boilerplate subtrees of a page. `title` guards the element that holds the article's own heading. */
export function prunePage(page: Page, title: string): Pruned {
	const result: Pruned = { headlines: new Set(), hidden: [], offer: false, captions: [] };
	const body = byTag(page.root, 'body')[0] ?? page.root;
	const cssHidden = hiddenSelectors(page.css);
	const isHidden = (el: El): boolean => {
		const { attrs } = el;
		if ('hidden' in attrs && attrs.hidden !== 'until-found') return true;
		if (attrs['aria-hidden'] === 'true' || attrs.layout === 'nodisplay' || /^(?:text\/template|text\/x-)/.test(attrs.type ?? ''))
			return true;
		if (hidingStyle(attrs.style ?? '') || invisibleInk(el)) return true;
		if (attrs.id && cssHidden.has(`#${attrs.id}`)) return true;
		return Boolean(attrs.class?.split(/\s+/).some((name) => cssHidden.has(`.${name}`)));
	};

	// What is hidden goes first, so that shares are of visible text. A page that hides its whole body until a script runs is not hidden.
	const all = proseLetters(body) || 1;
	walk(body, (el) => {
		if (!isHidden(el)) return;
		if (el.attrs['aria-hidden'] === 'true' && !hidingStyle(el.attrs.style ?? '') && proseLetters(el) > all * 0.6) return;
		el.drop = 'hidden';
		result.hidden.push(textOf(el, true));
		return false;
	});

	const visible = proseLetters(body) || 1;
	const wanted = foldSpace(title).toLowerCase();
	const heading =
		byTag(body, 'h1', 'h2').find((el) => !inDropped(el) && foldSpace(textOf(el)).toLowerCase() === wanted) ??
		byTag(body, 'h1').find((el) => !inDropped(el));
	const articleBody = new Set<El>();
	walk(body, (el) => {
		if (/articleBody/i.test(el.attrs.itemprop ?? '')) for (let at: El | null = el; at; at = at.parent) articleBody.add(at);
	});
	const holdsHeading = new Set<El>();
	for (let at: El | null | undefined = heading; at; at = at.parent) holdsHeading.add(at);

	// Some sites build the article itself of "cards": a class that holds half of the prose names no boilerplate.
	const byClass = new Map<string, number>();
	walk(body, (el) => {
		if (el.drop) return false;
		const names = el.attrs.class;
		if (names && namedBoilerplate(names)) byClass.set(names, (byClass.get(names) ?? 0) + proseLetters(el));
	});
	const common = new Set([...byClass].filter(([, letters]) => letters > visible * 0.5).map(([names]) => names));

	walk(body, (el) => {
		if (el.drop) return false;
		const kind = boilerplateKind(el, { visible, holdsHeading, articleBody, common });
		if (!kind) return;
		el.drop = kind;
		if (kind === 'offer' && /paywall|regwall|subscri|barrier|meter/i.test(namesOf(el))) result.offer = true;
		if (kind === 'caption') result.captions.push(textOf(el, true));
		if (kind !== 'pullquote' && kind !== 'caption') for (const link of [el, ...byTag(el, 'a', 'li')]) noteHeadline(link, result.headlines);
		return false;
	});
	return result;
}

export const inDropped = (el: El): boolean => {
	for (let at: El | null = el; at; at = at.parent) if (at.drop) return true;
	return false;
};

export function noteHeadline(link: El, headlines: Set<string>): void {
	const text = textOf(link, true).toLowerCase();
	if (text.length >= 20 && text.length <= 200) headlines.add(text.replace(/[.!]$/, ''));
}

function boilerplateKind(
	el: El,
	page: { visible: number; holdsHeading: Set<El>; articleBody: Set<El>; common: Set<string> },
): string | null {
	if (el.tag === 'main' || el.tag === 'body' || el.tag === 'html') return null;
	const role = el.attrs.role?.toLowerCase() ?? '';
	if (role === 'main' || role === 'article') return null;
	const named = page.common.has(el.attrs.class ?? '') ? null : namedBoilerplate(namesOf(el));
	const sponsored =
		'data-sponsor' in el.attrs ||
		'data-ad' in el.attrs ||
		'data-ad-slot' in el.attrs ||
		/(?:^|\s)sponsored(?:\s|$)/.test(el.attrs.rel ?? '');
	const inArticle = hasAncestor(el, 'article') || hasAncestor(el, 'main');
	let kind: string | null = TAGS[el.tag] ?? ROLES[role] ?? (sponsored ? 'advert' : null);
	if (!kind && el.tag === 'aside') kind = named === 'pullquote' ? 'pullquote' : 'aside';
	if (!kind && (el.tag === 'footer' || el.tag === 'header') && !inArticle) kind = 'frame';
	// ASP pages wrap everything in one form; a form in the text is an offer.
	if (!kind && el.tag === 'form') kind = 'offer';
	if (!kind && el.tag === 'a' && isBareTeaser(el)) kind = 'related';
	kind ??= named;
	if (!kind) return null;
	if (kind === 'hidden' && named === 'hidden')
		return proseLetters(el) < page.visible * 0.35 && !page.holdsHeading.has(el) ? 'hidden' : null;
	if (page.articleBody.has(el)) return null;
	const share = proseLetters(el) / page.visible;
	// Comments can be longer than the article, but not all there is.
	if (kind === 'comments') return page.holdsHeading.has(el) || (share > 0.35 && page.visible * (1 - share) < 400) ? null : kind;
	if (page.holdsHeading.has(el) && !(el.tag === 'header' && share < 0.1 && role === 'banner')) return null;
	const strong = ['consent', 'offer', 'advert', 'pullquote'].includes(kind) || el.tag === 'nav';
	return share < (strong ? 0.6 : 0.35) ? kind : null;
}

function hasAncestor(el: El, tag: string): boolean {
	for (let at = el.parent; at; at = at.parent) if (at.tag === tag) return true;
	return false;
}

/** A link that wraps a whole card: image, heading and text. */
function isBareTeaser(el: El): boolean {
	return (
		Boolean(el.attrs.href) &&
		!el.attrs.href!.startsWith('#') &&
		elements(el).some((child) => ['h2', 'h3', 'h4', 'div', 'p', 'article', 'figure'].includes(child.tag)) &&
		textOf(el).length < 400
	);
}
