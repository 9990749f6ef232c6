/**
 * How the numbers of a sentence follow from the sentences it was taken from. The rules accept no number that a source does not say; a second
 * judge may let one pass that follows by one plain step, and then the step is computed again here and kept with the citation, so that the
 * script, the recipe and its reader have it.
 */
import type { SourceText } from '../asset';
import { groundDerived, quantities, type Quantity } from '../text';

/** Steps of two numbers or one, in the order in which they are tried. */
const PAIRS = ['b − a', 'a + b', 'a × b', 'b ÷ a'] as const;
const SINGLES = ['1 − a', '1 ÷ a', 'a'] as const;
/** Sentences with more numbers than this are tables in words: their pairs would match by chance. */
const MOST_OPERANDS = 8;

const valueOf = (quantity: Quantity): number | null => quantity.base?.value ?? quantity.value;
const COMPUTED = /^(?:count|measure|money|percent|fraction|points)$/;

interface Quote {
	sourceId: string;
	quote: string;
}

/** "“a quarter” = 20 ÷ 80 = 0.25" for every number of `said` that stands in none of `quotes`, as far as a plain step gives it. */
export function derivationsOf(said: string, quotes: Quote[], texts: SourceText[]): string[] {
	const known = quotes.flatMap(({ sourceId, quote }) => quantities(quote).map((quantity) => ({ sourceId, quantity })));
	const operands = known.filter(({ quantity }) => COMPUTED.test(quantity.kind) && quantity.value !== null).slice(0, MOST_OPERANDS);
	return quantities(said).flatMap((mine) => {
		const value = valueOf(mine);
		if (value === null || !COMPUTED.test(mine.kind)) return [];
		if (known.some(({ quantity }) => valueOf(quantity) === value && quantity.kind === mine.kind)) return [];
		const text = `${mine.prefix} ${mine.text}`.trim();
		const found = firstStep(text, operands, texts);
		return found ? [`“${text}” = ${found}`] : [];
	});
}

function firstStep(text: string, operands: { sourceId: string; quantity: Quantity }[], texts: SourceText[]): string | null {
	const operand = ({ sourceId, quantity }: (typeof operands)[number]) => ({ sourceId, quote: quantity.text });
	for (const formula of PAIRS)
		for (const [i, a] of operands.entries())
			for (const [k, b] of operands.entries()) {
				// Sums and products are the same either way round.
				if (i === k || (i > k && /[+×]/.test(formula))) continue;
				const { grounded, computation, value } = groundDerived({ text, formula, operands: { a: operand(a), b: operand(b) } }, texts);
				// The same two the other way round give the difference without a sign.
				if (grounded && value! >= 0) return computation;
			}
	for (const formula of SINGLES)
		for (const a of operands) {
			const { grounded, computation } = groundDerived({ text, formula, operands: { a: operand(a) } }, texts);
			if (grounded) return computation;
		}
	return null;
}
