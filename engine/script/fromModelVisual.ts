/**
 * Pictures that a model asks for: it gives words, which must be grounded like everything drawn. Values, coordinates and cues are never taken
 * from it: values are read from the grounded words, places from the gazetteer, cues from the narration.
 */
import type { Place, SourceText, Visual } from '../asset';
import { findPlaces, groundDrawn, quantities } from '../text';
import { drawnStrings } from './storyboard';
import { cueOf } from './visuals/context';
import { readVisual } from './visualShape';

type Loose = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
const listOf = (value: unknown): Loose[] =>
	(Array.isArray(value) ? value : []).filter((item): item is Loose => typeof item === 'object' && item !== null);

export interface AskedVisual {
	visual: Visual;
	/** Sentences of the source that carry what is drawn. */
	support: number[];
}

/** The picture, or why it cannot be drawn. `source` is the one the scene cites. */
export function askedVisual(
	show: Loose,
	narration: string,
	source: SourceText,
	allowed: (text: string) => boolean,
): AskedVisual | { problem: string } {
	const type = text(show.type).toLowerCase();
	const made = build(type, show, narration);
	if (typeof made === 'string') return { problem: made };
	const visual = readVisual(type, made);
	if (!visual) return { problem: `a "${type}" picture with its fields was expected` };
	delete visual.sticker;
	const support = new Set<number>();
	for (const piece of piecesOf(visual)) {
		if (!piece) continue;
		if (!allowed(piece) || /https?:|www\.|@|[<>{}]/.test(piece)) return { problem: `"${piece}" may not be drawn` };
		const verdict = groundDrawn(piece, source);
		if (!verdict.grounded) return { problem: `"${piece}" is drawn but ${verdict.reasons[0] ?? 'not in the source'}` };
		for (const index of verdict.support) support.add(index);
	}
	if (visual.type === 'quote' && !quoted(visual.text, source)) return { problem: 'the quotation is not word for word in the source' };
	visual.cues = cuesOf(visual, narration);
	return { visual, support: [...support] };
}

/** Everything a picture claims, each with what it belongs to. */
function piecesOf(visual: Visual): string[] {
	if (visual.type === 'timeline') return visual.items.map((item) => `${item.text} in ${item.year}`);
	if (visual.type === 'bars' || visual.type === 'line') return [...drawnStrings(visual), visual.unit];
	return drawnStrings(visual);
}

const plain = (words: string): string =>
	words
		.replace(/[“”„"]/g, '')
		.replace(/[’‘]/g, "'")
		.replace(/\s+/g, ' ')
		.replace(/[.,;!?]+$/, '')
		.trim()
		.toLowerCase();
const quoted = (words: string, source: SourceText): boolean => source.sentences.some((sentence) => plain(sentence).includes(plain(words)));

/** The number that a drawn text shows. */
const valueOf = (display: string): number | null => quantities(display).find((quantity) => quantity.value !== null)?.value ?? null;

/** Fields of a visual from a model's words, or what is wrong with them. */
function build(type: string, show: Loose, narration: string): Loose | string {
	switch (type) {
		case 'statement':
			return {};
		case 'bignum': {
			const display = text(show.display);
			const value = valueOf(display);
			return value === null ? `"${display}" is no number` : { value, display, unit: text(show.unit), lead: text(show.lead) };
		}
		case 'share': {
			const display = text(show.display);
			const found = quantities(display).find((quantity) => quantity.kind === 'percent' || quantity.kind === 'fraction');
			if (!found || found.value === null) return `"${display}" is no share`;
			const percent = found.kind === 'percent' ? found.value : found.value * 100;
			return percent > 0 && percent <= 100 ? { percent, display, label: text(show.label) } : `"${display}" is no share of a whole`;
		}
		case 'split':
			// A unit that the page leaves unsaid is the rules' to carry over.
			return { left: { ...(show.left as Loose), unit: '' }, right: { ...(show.right as Loose), unit: '' } };
		case 'bars': {
			const items = listOf(show.items).map((item) => ({
				label: text(item.label),
				display: text(item.display),
				value: valueOf(text(item.display)),
			}));
			if (items.length < 2 || items.length > 6 || items.some((item) => item.value === null))
				return 'bars need two to six labels with numbers';
			if (new Set(items.map((item) => unitOf(item.display))).size > 1) return 'bars compare values of one unit';
			const top = items.reduce((best, item, i) => ((item.value ?? 0) > (items[best]?.value ?? 0) ? i : best), 0);
			return { unit: text(show.unit), items, top };
		}
		case 'line': {
			const points = listOf(show.points).map((point) => ({
				x: Number(text(point.x)),
				display: text(point.display),
				y: valueOf(text(point.display)),
			}));
			if (points.length < 3 || points.length > 8 || points.some((point) => !Number.isFinite(point.x) || point.y === null))
				return 'a line needs three to eight years with numbers';
			if (points.some((point, i) => i > 0 && point.x <= (points[i - 1]?.x ?? 0))) return 'the years of a line rise';
			if (new Set(points.map((point) => unitOf(point.display))).size > 1) return 'a line shows values of one unit';
			return { unit: text(show.unit), points };
		}
		case 'timeline': {
			const items = listOf(show.items).map((item) => ({ year: text(item.year), text: text(item.text) }));
			return items.length >= 2 && items.every((item) => /^\d{3,4}$/.test(item.year)) ? { items } : 'a timeline needs years with words';
		}
		case 'steps':
			return { items: listOf(show.items).map((item) => ({ text: text(item.text), detail: text(item.detail) })) };
		case 'list':
			// Ticks and crosses judge: a model's list has dots.
			return { items: listOf(show.items).map((item) => ({ text: text(item.text) })), mark: 'dot' };
		case 'quote':
			return { text: text(show.text), who: text(show.who) };
		case 'place': {
			const place = placeIn(narration, text(show.name));
			return place ? { place } : `"${text(show.name)}" is no place that the scene names`;
		}
		case 'route': {
			const [from, to] = [placeIn(narration, text(show.from)), placeIn(narration, text(show.to))];
			return from && to ? { from, to } : 'a route needs two places that the scene names';
		}
		default:
			return `"${type.slice(0, 20)}" is no kind of picture`;
	}
}

const unitOf = (display: string): string => quantities(display).find((quantity) => quantity.value !== null)?.unit ?? '';
const placeIn = (narration: string, name: string): Place | undefined =>
	name ? findPlaces(narration).find((place) => place.name === name && narration.includes(name)) : undefined;

/** The narration's word at which each element appears; empty where it does not name it. */
function cuesOf(visual: Visual, narration: string): string[] {
	const first = (...phrases: string[]): string => phrases.map((phrase) => (phrase ? cueOf(narration, phrase) : '')).find(Boolean) ?? '';
	switch (visual.type) {
		case 'bignum':
		case 'share':
			return [first(visual.display)];
		case 'split':
			return [visual.left, visual.right].map((side) => first(side.value, side.kicker, side.label));
		case 'bars':
			return visual.items.map((item) => first(item.display, item.label));
		case 'line':
			return visual.points.map((point) => first(String(point.x), point.display));
		case 'timeline':
			return visual.items.map((item) => first(item.year, item.text));
		case 'steps':
		case 'list':
			return visual.items.map((item) => first(item.text));
		case 'place':
			return [first(visual.place.name)];
		case 'route':
			return [first(visual.from.name), first(visual.to.name)];
		case 'quote':
			return [first(visual.text)];
		default:
			return [];
	}
}
