/**
 * Figures that no source says but that follow from what it says: "37 × around Earth", differences, shares. Every operand is quoted from a
 * source, the formula is computed again, and what is shown must be its result. The outcome is what a recipe keeps.
 */
import type { SourceText } from '../asset';
import { disowned, mentionsDisowned } from './disowned';
import { evaluate, FormulaError } from './formula';
import type { Measured } from './formula';
import { displayNumber, quantities } from './quantities';
import type { Quantity } from './quantities';
import { normalise, verbatimKey } from './rewording';

/** Things that everybody may look up; a formula may use them by name. */
export const CONSTANTS: Record<string, { value: number; unit: string; dimension: string; says: string }> = {
	earth_circumference: { value: 40_075_017, unit: 'm', dimension: 'length', says: 'Earth around its equator, 40,075 km' },
	earth_moon: { value: 384_400_000, unit: 'm', dimension: 'length', says: 'Earth to Moon on average, 384,400 km' },
	earth_sun: { value: 149_597_870_700, unit: 'm', dimension: 'length', says: 'Earth to Sun on average, 149.6 million km' },
	speed_of_light: { value: 299_792_458, unit: 'm', dimension: 'length', says: 'light in one second, 299,792 km' },
	everest: { value: 8849, unit: 'm', dimension: 'length', says: 'Mount Everest, 8,849 m' },
	football_pitch: { value: 7140, unit: 'm²', dimension: 'area', says: 'a football pitch of 105 × 68 m, 7,140 m²' },
	olympic_pool: { value: 2_500_000, unit: 'L', dimension: 'volume', says: 'an Olympic pool 2 m deep, 2.5 million litres' },
	minute: { value: 60, unit: 's', dimension: 'time', says: 'one minute, 60 seconds' },
	hour: { value: 3600, unit: 's', dimension: 'time', says: 'one hour, 3,600 seconds' },
	day: { value: 86_400, unit: 's', dimension: 'time', says: 'one day, 86,400 seconds' },
};

export interface Operand {
	sourceId: string;
	/** Verbatim words of one sentence, or of one table cell, with exactly one number in them. */
	quote: string;
}

export interface DerivedClaim {
	/** What is spoken or drawn, with one number: "37 × around Earth", "£2.7 million more". */
	text: string;
	/** "a / b", "later − earlier", "cable / earth_circumference": operand names, {@link CONSTANTS}, numbers, + − × ÷, brackets. */
	formula: string;
	operands: Record<string, Operand>;
}

export interface DerivedVerdict {
	grounded: boolean;
	reasons: string[];
	/** The computation in words, for the recipe: "1.5 million km ÷ 40,075 km = 37.4". Empty when it failed. */
	computation: string;
	/** Result in base units (metres, seconds, the currency, a plain number); null when it failed. */
	value: number | null;
	operands: { name: string; sourceId: string; index: number; quote: string; value: number; unit: string | null }[];
}

/** Base value and dimension of a quantity: percent as a share of one. */
function measure(quantity: Quantity): Measured | null {
	if (quantity.value === null || quantity.kind === 'range' || quantity.kind === 'date') return null;
	if (quantity.kind === 'percent') return { value: quantity.value / 100, dimension: null };
	if (quantity.kind === 'fraction' && quantity.unit === 'fraction') return { value: quantity.value, dimension: null };
	if (quantity.kind === 'count' || quantity.kind === 'ordinal')
		return { value: quantity.value, dimension: quantity.unit === 'times' ? null : 'count' };
	if (quantity.kind === 'year') return { value: quantity.value, dimension: 'year' };
	return quantity.base ? { value: quantity.base.value, dimension: quantity.base.dimension } : null;
}

/** Where a quote stands: index of its sentence, −1 for a table cell, null where it does not. */
function placeOfQuote(quote: string, source: SourceText): number | null {
	const own = ` ${verbatimKey(quote)} `;
	if (own.trim() === '') return null;
	const index = source.sentences.findIndex((sentence) => ` ${verbatimKey(sentence)} `.includes(own));
	if (index >= 0) return index;
	const cells = (source.table ?? []).flatMap(({ rows }) => rows.flat());
	return cells.some((cell) => ` ${verbatimKey(cell)} `.includes(own)) ? -1 : null;
}

/** Words of a shown figure that say which way it goes, against the sign of the result. */
const MORE = /\b(?:more|higher|longer|above|up|over|rise|rose|increase|gain|faster|larger|bigger|taller|heavier|extra|additional)\b|[+↑▲]/i;
const LESS =
	/\b(?:less|fewer|lower|shorter|below|down|under|fall|fell|drop|decrease|cut|slower|smaller|lighter)\b|[↓▼]|(?:^|\s)[−–-](?=\s?[$£€]?\d)/i;

/** Decimal places, or the step of the last digit that is shown, of a number. */
function step(text: string, value: number): number {
	const digits = /\d[\d,]*(?:\.(\d+))?/.exec(text);
	const decimals = digits?.[1]?.length ?? 0;
	const shown = digits ? Number(digits[0].replace(/,/g, '')) : value;
	const scale = shown ? Math.abs(value / shown) : 1;
	// "40,000" may be rounded to its last digit that is not zero, down to two that count.
	const whole = digits && !decimals ? /^(\d+?)(0*)$/.exec(digits[0].replace(/,/g, '')) : null;
	const zeros = whole && whole[1]!.length >= 2 ? whole[2]!.length : 0;
	return (decimals ? 10 ** -decimals : 10 ** zeros) * scale;
}

/**
 * Checks a derived figure: operands quoted from their sources, dimensions that fit, the formula computed again, and the number in `text`
 * equal to the result as far as its own digits go.
 */
export function groundDerived(claim: DerivedClaim, sources: SourceText[]): DerivedVerdict {
	const reasons: string[] = [];
	const values = new Map<string, Measured>(Object.entries(CONSTANTS).map(([name, { value, dimension }]) => [name, { value, dimension }]));
	const operands: DerivedVerdict['operands'] = [];
	const shown = new Map<string, string>(Object.entries(CONSTANTS).map(([name, { says }]) => [name, says]));
	for (const [name, { sourceId, quote }] of Object.entries(claim.operands)) {
		const source = sources.find((candidate) => candidate.id === sourceId);
		if (!source) {
			reasons.push(`operand "${name}": there is no source "${sourceId}"`);
			continue;
		}
		const index = placeOfQuote(quote, source);
		if (index === null) {
			reasons.push(`operand "${name}": the source does not say "${quote}"; quote it word for word`);
			continue;
		}
		const found = quantities(normalise(quote));
		const measured = found.length === 1 ? measure(found[0]!) : null;
		if (!measured) {
			reasons.push(`operand "${name}": "${quote}" must hold exactly one number that can be computed with`);
			continue;
		}
		const stale = mentionsDisowned(quote, disowned(source.sentences), index);
		if (stale) reasons.push(`operand "${name}": ${stale}`);
		if (found[0]!.bound && found[0]!.bound !== 'about' && !quantities(normalise(claim.text)).some((q) => q.bound))
			reasons.push(`operand "${name}" is only a limit ("${found[0]!.prefix}"): say so in "${claim.text}"`);
		values.set(name, measured);
		shown.set(name, found[0]!.display);
		operands.push({ name, sourceId, index, quote, value: measured.value, unit: measured.dimension });
	}
	const fail = (): DerivedVerdict => ({ grounded: false, reasons, computation: '', value: null, operands });
	if (reasons.length) return fail();
	let result: Measured & { used: Set<string> };
	try {
		result = evaluate(claim.formula, values);
	} catch (error) {
		if (!(error instanceof FormulaError)) throw error;
		reasons.push(error.message);
		return fail();
	}
	for (const name of Object.keys(claim.operands)) if (!result.used.has(name)) reasons.push(`operand "${name}" is not in the formula`);
	if (!operands.some(({ name }) => result.used.has(name))) reasons.push('no operand of a source is in the formula');
	const told = quantities(normalise(claim.text.replace(/(\d)\s*[×x]/g, '$1 times')));
	if (told.length !== 1) reasons.push(`"${claim.text}" must hold exactly one number`);
	else compareShown(claim.text, told[0]!, result, reasons);
	const computation = `${claim.formula
		.replace(/[A-Za-z_]\w*/g, (name) => shown.get(name) ?? name)
		.replace(/\*/g, '×')
		.replace(/\//g, '÷')} = ${displayNumber(Number(result.value.toPrecision(6)))}`;
	return reasons.length ? { ...fail(), value: result.value } : { grounded: true, reasons: [], computation, value: result.value, operands };
}

function compareShown(text: string, told: Quantity, result: Measured, reasons: string[]): void {
	const mine = measure(told);
	if (!mine) {
		reasons.push(`the number of "${text}" cannot be compared`);
		return;
	}
	const plain = (dimension: string | null): string | null =>
		dimension === 'count' ? null : dimension === 'time-month' || dimension === 'year' ? 'year' : dimension;
	const years = mine.dimension === 'time-month' && result.dimension === 'year' ? mine.value / 12 : mine.value;
	if (plain(mine.dimension) !== plain(result.dimension))
		reasons.push(
			`"${told.text}" is measured in ${mine.dimension ?? 'a plain number'}, the formula gives ${result.dimension ?? 'a plain number'}`,
		);
	else {
		const percent = told.kind === 'percent' ? 0.01 : 1;
		const slack = step(told.text, told.kind === 'percent' ? told.value! : years) * percent * 0.5;
		const size = Math.abs(result.value);
		const close = Math.abs(size - Math.abs(years)) <= slack * (1 + 1e-9) + 1e-12;
		const bounded =
			(told.bound === 'over' && size > Math.abs(years) && size < Math.abs(years) * 1.15) ||
			(told.bound === 'under' && size < Math.abs(years) && size > Math.abs(years) * 0.85) ||
			(told.bound === 'atLeast' && size >= Math.abs(years) && size < Math.abs(years) * 1.15) ||
			(told.bound === 'about' && Math.abs(size - Math.abs(years)) <= Math.abs(years) * 0.05);
		if (told.bound ? !bounded && !(close && told.bound === 'about') : !close)
			reasons.push(
				`the formula gives ${displayNumber(Number(result.value.toPrecision(4)))}${result.dimension && result.dimension !== 'count' ? ` (${result.dimension}, base units)` : ''}, not "${told.text}"`,
			);
	}
	if (result.value < 0 && MORE.test(text) && !LESS.test(text)) reasons.push(`the result is negative: "${text}" says the opposite`);
	if (result.value > 0 && LESS.test(text) && !MORE.test(text) && /[−–-]|\bless|fewer|lower|down\b/i.test(text) && told.value! < 0)
		reasons.push(`the result is positive: "${text}" says the opposite`);
}
