/**
 * Units that a number leaves to the one before it ("910 megabits per second … 430").
 */
import { CARDINAL } from '../numerals';
import { quantities } from '../quantities';
import type { Quantity } from '../quantities';
import { readUnit } from '../units';

const NUMBER = new RegExp(`^(?:[\\d.,]*\\d|(?:${CARDINAL}))(?: (?:hundred|thousand|million|billion|trillion)\\b)*`, 'i');

/** The words of a quantity behind its number (" megabits per second", " percent"); empty for a bare number and for a sign before it. */
export const unitTail = (quantity: Quantity): string => {
	if (quantity.kind === 'count') return quantity.unit ? ` ${quantity.unit}` : '';
	const number = NUMBER.exec(quantity.text);
	return number ? quantity.text.slice(number[0].length) : '';
};

/** A number that names no unit of its own. */
export const isBare = (quantity: Quantity): boolean => quantity.kind === 'count' && quantity.unit === null && quantity.bound === null;

export const dimensionOf = (quantity: Quantity): string => quantity.base?.dimension.replace(/-month$/, '') ?? quantity.kind;

/**
 * The one unit in which some sentences measure, as its words behind a number; null where there are several or none.
 * @param except dimensions that do not count
 * @param counted whether counted nouns ("1,200 lumens") are units, too
 */
export function onlyUnit(sentences: readonly string[], except: ReadonlySet<string> = new Set(), counted = false): string | null {
	const found = new Map<string, string>();
	for (const sentence of sentences)
		for (const quantity of quantities(sentence))
			if (quantity.unit && (quantity.kind === 'measure' || (counted && quantity.kind === 'count')) && !except.has(dimensionOf(quantity)))
				found.set(quantity.unit, unitTail(quantity));
	const tails = [...found.values()];
	return tails.length === 1 && tails[0] ? tails[0] : null;
}

/** A bare number in another quantity's unit ("340" beside "430 megabits per second"); null where that cannot be told. */
export function inUnitOf(bare: Quantity, other: Quantity): string | null {
	const tail = unitTail(other);
	if (tail) return `${bare.text}${tail}`;
	const sign = /^[$£€¥]/.exec(other.text)?.[0];
	if (sign) return /\d$/.test(other.text) && /^\d/.test(bare.text) ? `${sign}${bare.text}` : null;
	return isBare(other) ? bare.text : null;
}

const MEASURED = /\b(?:measured|set|given|told|counted|shown|marked|read) in(?= \p{L})/gu;
/** The one unit in which sentences say that something is measured ("sound is measured in decibels"), as words behind a number. */
export function namedUnit(sentences: readonly string[]): string | null {
	const found = new Set(
		sentences.flatMap((sentence) =>
			[...sentence.matchAll(MEASURED)].flatMap((match) => {
				const after = sentence.slice(match.index + match[0].length);
				const unit = readUnit(after);
				return unit ? [after.slice(0, unit.length)] : [];
			}),
		),
	);
	return found.size === 1 ? [...found][0]! : null;
}
