/**
 * What JSON from outside must look like before the engine relies on it: items that other nodes changed, files of an item, recipes. A shape says
 * the first thing that is wrong in words for a person ("script.scenes[2].narration is a number instead of text"), or null.
 */
import { readFile } from 'node:fs/promises';
import { OperatorError } from './errors';

export type Shape = (value: unknown, at: string) => string | null;

/** Deeper values overflow what walks them. */
const DEEPEST = 60;

const nameOf = (value: unknown): string => {
	if (value === undefined) return 'missing';
	if (value === null) return 'empty (null)';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'string') return 'text';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};
const instead = (value: unknown, at: string, wanted: string): string =>
	value === undefined ? `${at} is missing` : `${at} is ${nameOf(value)} instead of ${wanted}`;

/** Text of at most `most` letters, at least `least`. */
export const text =
	(most = 4000, least = 0): Shape =>
	(value, at) => {
		if (typeof value !== 'string') return instead(value, at, 'text');
		if (value.trim().length < least) return `${at} is empty`;
		return value.length > most ? `${at} has ${value.length} letters; at most ${most} are allowed` : null;
	};

/** Longer than any word, address or sentence written without spaces: what reads language takes hours for it, and no voice can say it. */
export const MONSTER = /\S{600,}/;

/** What is wrong with text that holds such a word, or null. */
export function monsterIn(value: string, at: string): string | null {
	const word = MONSTER.exec(value)?.[0];
	return word ? `${at} has a word of ${word.length} letters (“${word.slice(0, 12)}…”)` : null;
}

/** Text of language: without words of hundreds of letters. */
export const prose = (most: number): Shape => both(text(most), (value, at) => monsterIn(value as string, at));

/** A value of free JSON as one line of words; what is no text says nothing. */
export const plainLine = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number'
		? String(value)
				.replace(/[\s\p{Cc}]+/gu, ' ')
				.trim()
		: '';

export const matching =
	(pattern: RegExp, what: string): Shape =>
	(value, at) =>
		typeof value !== 'string' ? instead(value, at, what) : pattern.test(value) ? null : `${at} is no ${what}`;

export const number =
	(least: number, most: number, { whole = false }: { whole?: boolean } = {}): Shape =>
	(value, at) => {
		if (typeof value !== 'number' || !Number.isFinite(value)) return instead(value, at, 'a number');
		if (value < least || value > most) return `${at} is ${value}; it must lie between ${least} and ${most}`;
		return whole && !Number.isInteger(value) ? `${at} is ${value} instead of a whole number` : null;
	};

export const flag: Shape = (value, at) => (typeof value === 'boolean' ? null : instead(value, at, 'true or false'));

export const oneOf =
	(...values: readonly (string | number | boolean | null)[]): Shape =>
	(value, at) =>
		values.includes(value as string) ? null : `${at} must be one of ${values.join(', ')}`;

export const orNull =
	(shape: Shape): Shape =>
	(value, at) =>
		value === null ? null : shape(value, at);

export const list =
	(shape: Shape, { least = 0, most = 2000 }: { least?: number; most?: number } = {}): Shape =>
	(value, at) => {
		if (!Array.isArray(value)) return instead(value, at, 'a list');
		if (value.length < least) return least === 1 ? `${at} is empty` : `${at} has ${value.length} entries; at least ${least} are needed`;
		if (value.length > most) return `${at} has ${value.length} entries; at most ${most} are allowed`;
		return firstOf(value.entries(), ([i, each]) => shape(each, `${at}[${i}]`));
	};

/** Fields beside the named ones are left alone: users keep their own. */
export const object =
	(needed: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
	(value, at) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return instead(value, at, 'an object');
		const own = value as Record<string, unknown>;
		const below = (key: string): string => (at ? `${at}.${key}` : key);
		return (
			firstOf(Object.entries(needed), ([key, shape]) => shape(own[key], below(key))) ??
			firstOf(Object.entries(optional), ([key, shape]) => (own[key] === undefined ? null : shape(own[key], below(key))))
		);
	};

/** An object of any keys. */
export const record =
	(shape: Shape, most = 2000): Shape =>
	(value, at) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return instead(value, at, 'an object');
		const entries = Object.entries(value);
		if (entries.length > most) return `${at} has ${entries.length} fields; at most ${most} are allowed`;
		return firstOf(entries, ([key, each]) => shape(each, `${at}.${key.slice(0, 40)}`));
	};

/** One of several objects, told apart by a field. */
export const tagged =
	(tag: string, shapes: Record<string, Shape>): Shape =>
	(value, at) => {
		if (typeof value !== 'object' || value === null) return instead(value, at, 'an object');
		const kind = (value as Record<string, unknown>)[tag];
		const shape = typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
		return shape ? shape(value, at) : `${at}.${tag} must be one of ${Object.keys(shapes).join(', ')}`;
	};

export function both(...shapes: Shape[]): Shape {
	return (value, at) => firstOf(shapes, (shape) => shape(value, at));
}

function firstOf<T>(of: Iterable<T>, look: (one: T) => string | null): string | null {
	for (const one of of) {
		const problem = look(one);
		if (problem) return problem;
	}
	return null;
}

/** Whether text nests brackets deeper than anything we read. */
export function tooDeep(json: string): boolean {
	let depth = 0;
	let quoted = false;
	for (let i = 0; i < json.length; i++) {
		const letter = json.charCodeAt(i);
		if (quoted) {
			if (letter === 92) i++;
			else if (letter === 34) quoted = false;
		} else if (letter === 34) quoted = true;
		else if (letter === 91 || letter === 123) {
			if (++depth > DEEPEST) return true;
		} else if (letter === 93 || letter === 125) depth--;
	}
	return false;
}

/** JSON of a file with a known shape. `what` names the file for people. Errors: INPUT, NOT_FOUND. */
export async function readShaped<T>(path: string, shape: Shape, what: string, fix: string): Promise<T> {
	const json = await readFile(path, 'utf8').catch((cause: unknown) => {
		throw new OperatorError('NOT_FOUND', `${what} cannot be read`, { fix, cause });
	});
	const data = parsed(json, what, fix);
	const problem = shape(data, '');
	if (problem) throw new OperatorError('INPUT', `${what} cannot be used: ${problem}`, { fix });
	return data as T;
}

/** Parses JSON from outside. Errors: INPUT. */
export function parsed(json: string, what: string, fix: string): unknown {
	if (tooDeep(json)) throw new OperatorError('INPUT', `${what} cannot be used: it is nested too deeply`, { fix });
	try {
		return JSON.parse(json) as unknown;
	} catch (cause) {
		throw new OperatorError('INPUT', `${what} is no valid JSON`, { fix, cause });
	}
}
