/** Arguments are checked at the ledger's door: what is stored wrong cannot be counted right later. */
import { OperatorError } from '../../errors';

const wrong = (name: string, what: string): never => {
	throw new OperatorError('INPUT', `The ledger was given a wrong ${name}: it must be ${what}`, {
		fix: 'This is a mistake in the calling node: please report it.',
	});
};

export function text(value: unknown, name: string): string {
	return typeof value === 'string' && value !== '' ? value : wrong(name, 'a text that is not empty');
}
/** A safe integer: a number that has already lost its last digits would make totals inexact. */
export function integer(value: unknown, name: string, least = Number.MIN_SAFE_INTEGER): number {
	return Number.isSafeInteger(value) && (value as number) >= least
		? (value as number)
		: wrong(name, `an integer${least === 0 ? ' of 0 or more' : ''}`);
}
export function finite(value: unknown, name: string): number {
	return typeof value === 'number' && Number.isFinite(value) ? value : wrong(name, 'a finite number');
}
export function currency(value: unknown): string {
	return typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : wrong('currency', 'three capital letters (ISO 4217)');
}
/** ISO time as milliseconds. */
export function time(value: unknown, name: string): number {
	const ms = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isNaN(ms) ? wrong(name, 'an ISO 8601 time') : ms;
}
/** JSON text; undefined counts as null, so that "no result" can be stored. */
export function json(value: unknown, name: string): string {
	try {
		const out = JSON.stringify(value ?? null) as string | undefined;
		if (out !== undefined) return out;
	} catch {
		// falls through: a circle or a bigint
	}
	return wrong(name, 'a value that JSON can say');
}
export function limit(value: number | undefined, usual: number, most: number): number {
	return Math.min(most, integer(value ?? usual, 'limit', 0));
}
