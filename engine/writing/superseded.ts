/**
 * Figures of an older source that a newer one replaces ("expects a profit of £38 million" in July, "of £33 million" in September): two sentences
 * of differently dated sources that say the same of the same thing with another number. The later one wins; a figure that carries its
 * own date is history and stays.
 */
import type { SourceText } from '../asset';
import { names, quantities, tag } from '../text';
import type { Quantity } from '../text';
import type { Unit } from './sentence';

export interface Superseded {
	older: Unit;
	newer: Unit;
}

const COMPARED = new Set(['measure', 'money', 'percent', 'count', 'range', 'date', 'points']);
/** Shared content words, as a part of the shorter sentence's, from which two sentences speak of the same. */
const ALIKE = 0.6;

interface Read {
	unit: Unit;
	words: Set<string>;
	names: Set<string>;
	figures: Quantity[];
	dated: boolean;
}

function read(unit: Unit): Read {
	const all = quantities(unit.text);
	const inside = (start: number): boolean => all.some((quantity) => start >= quantity.start && start < quantity.end);
	const words = tag(unit.text).flatMap((token) =>
		token.stop || inside(token.start) || !/^\p{L}{3}/u.test(token.text) || /^(?:said|says|say|about)$/.test(token.lemma)
			? []
			: [token.stem],
	);
	return {
		unit,
		words: new Set(words),
		names: new Set(
			names(unit.text)
				.filter(
					(name) => !/day$|^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/.test(name.text),
				)
				.map((name) => name.text.toLowerCase()),
		),
		figures: all.filter((quantity) => COMPARED.has(quantity.kind)),
		dated:
			all.some((quantity) => quantity.kind === 'year') ||
			/\b(?:had|earlier|previously|last (?:year|month|week)|a year (?:ago|earlier))\b/.test(unit.text),
	};
}

/** Pairs of an older and a newer sentence, in the order of the older ones. Sources without a date, or of one day, replace nothing. */
export function superseded(units: Unit[], texts: SourceText[]): Superseded[] {
	const when = (unit: Unit): string => texts[unit.source]?.publishedAt?.slice(0, 10) ?? '';
	const readable = units
		.filter((unit) => unit.usable && when(unit))
		.map(read)
		.filter((each) => each.figures.length > 0);
	const found: Superseded[] = [];
	for (const a of readable) {
		const newer = readable.find(
			(b) =>
				a.unit.source !== b.unit.source &&
				when(a.unit) < when(b.unit) &&
				related(texts[a.unit.source], texts[b.unit.source]) &&
				replaces(b, a),
		);
		if (newer) found.push({ older: a.unit, newer: newer.unit });
	}
	return found;
}

/** Whether two sources can tell of one thing: their headlines share a name. Look-alikes (two councils, two plans) share none. */
function related(a: SourceText | undefined, b: SourceText | undefined): boolean {
	const capitals = (text: string): Set<string> =>
		new Set(text.match(/\p{Lu}[\p{L}’'-]{2,}/gu)?.map((word) => word.replace(/['’]s$/, '').toLowerCase()) ?? []);
	const theirs = capitals(b?.title ?? '');
	return [...capitals(a?.title ?? '')].some((word) => theirs.has(word));
}

function replaces(b: Read, a: Read): boolean {
	if (a.dated && !(b.dated && sameYears(a, b))) return false;
	const shared = [...a.words].filter((word) => b.words.has(word)).length;
	if (shared < 3 || shared < ALIKE * Math.min(a.words.size, b.words.size)) return false;
	// Each speaks of somebody whom the other does not name: two stories, not two dates of one.
	const alone = (mine: Set<string>, theirs: Set<string>): boolean =>
		[...mine].some((name) => ![...theirs].some((other) => other.includes(name) || name.includes(other)));
	if (alone(a.names, b.names) && alone(b.names, a.names)) return false;
	const comparable = (x: Quantity, y: Quantity): boolean =>
		x.kind === y.kind && (x.unit === y.unit || x.kind === 'date' || x.kind === 'range');
	const pairs = a.figures.flatMap((x) => b.figures.filter((y) => comparable(x, y)).map((y) => [x, y] as const));
	return pairs.length > 0 && !pairs.some(([x, y]) => x.display === y.display);
}

const sameYears = (a: Read, b: Read): boolean => {
	const years = (text: string): string[] => text.match(/\b(?:1[5-9]|20)\d\d\b/g) ?? [];
	const [left, right] = [years(a.unit.text), years(b.unit.text)];
	return left.length > 0 && left.every((year) => right.includes(year));
};
