/**
 * Word relations from WordNet 3.1 (Princeton's licence, see THIRD-PARTY.md), first senses only, and a list of our own for everyday
 * news verbs. A relation is directed: what the source says may be said with a word that is equal or broader, never with a narrower one.
 */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { OperatorError } from '../../errors';
import { assetPath } from '../../runtime/paths';
import { NEAR, NEVER } from './near';

export type WordClass = 'n' | 'v' | 'a' | 'r';
/** same: same lemma; near: a synonym; broader: the second word is a hypernym of the first; derived: another part of speech of it. */
export type Relation = 'same' | 'near' | 'broader' | 'derived';

interface Lexicon {
	senses: Map<string, number[]>;
	parents: number[][];
	derived: Record<string, string>;
	opposite: Record<string, string>;
}
let lexicon: Lexicon | undefined;

function load(): Lexicon {
	const path = assetPath('data', 'lexicon.json.br');
	let raw: { words: string; parents: string; derived: Record<string, string>; opposite: Record<string, string> };
	try {
		raw = JSON.parse(brotliDecompressSync(readFileSync(path)).toString('utf8')) as typeof raw;
	} catch (cause) {
		throw new OperatorError('ENGINE_MISSING', `The word tables are not in this pack (${path})`, {
			fix: 'Build the pack again (npm run build), or reinstall it.',
			cause,
		});
	}
	const numbers = (list: string): number[] => (list ? list.split('.').map((id) => parseInt(id, 36)) : []);
	const senses = new Map<string, number[]>();
	for (const line of raw.words.split('\n')) {
		const [lemma, ...classes] = line.split(' ');
		for (const entry of classes) senses.set(`${lemma}.${entry[0]}`, numbers(entry.slice(1)));
	}
	return { senses, parents: raw.parents.split(',').map(numbers), derived: raw.derived, opposite: raw.opposite };
}
const tables = (): Lexicon => (lexicon ??= load());

/** Whether the lexicon has the lemma in that class. */
export const isWord = (lemma: string, kind: WordClass): boolean => tables().senses.has(`${lemma}.${kind}`);
const listOf = (table: Record<string, string>, key: string): string[] => (Object.hasOwn(table, key) ? table[key]!.split(' ') : []);

/** Whether two lemmas of a class are opposites (directly, or a near synonym of one is). */
export function opposite(a: string, b: string, kind: WordClass): boolean {
	const direct = (x: string, y: string): boolean => listOf(tables().opposite, `${x}.${kind}`).includes(`${y}.${kind}`);
	return direct(a, b) || direct(b, a) || NEVER.some(([left, right]) => (left.has(a) && right.has(b)) || (left.has(b) && right.has(a)));
}

/** Sense ranks (0 first) may add up to this, so that rare senses do not meet. */
const REACH: Record<WordClass, number> = { n: 3, v: 4, a: 3, r: 3 };

const cache = new Map<string, Relation | null>();

/** How `other` may stand for `own` (a word of the source), or null when it may not. */
export function relation(own: string, ownClass: WordClass, other: string, otherClass: WordClass): Relation | null {
	if (own === other && ownClass === otherClass) return 'same';
	const key = `${own}.${ownClass}>${other}.${otherClass}`;
	const known = cache.get(key);
	if (known !== undefined) return known;
	const found = find(own, ownClass, other, otherClass);
	if (cache.size > 50000) cache.clear();
	cache.set(key, found);
	return found;
}

function find(own: string, ownClass: WordClass, other: string, otherClass: WordClass): Relation | null {
	if (ownClass === otherClass) {
		if (opposite(own, other, ownClass)) return null;
		if (NEAR[ownClass].get(own)?.has(other)) return 'near';
		return byOwnSenses(own, other, ownClass);
	}
	if (own === other) return 'derived';
	for (const [lemma, kind] of derivedOf(own, ownClass))
		if (kind === otherClass && (lemma === other || NEAR[kind].get(lemma)?.has(other))) return 'derived';
	if (derivedOf(other, otherClass).some(([lemma, kind]) => kind === ownClass && lemma === own)) return 'derived';
	if (byForm(own, other)) return 'derived';
	// "decision" for a near synonym of "decide".
	for (const [lemma, kind] of derivedOf(other, otherClass)) if (kind === ownClass && NEAR[kind].get(own)?.has(lemma)) return 'derived';
	return null;
}

const ENDINGS =
	/^(?:e?|y|s|al|ial|ic|ical|ful|ly|ness|ment|ion|ation|tion|ing|ed|able|ible|ive|ous|ious|ance|ence|ity|ty|th|ise|ize|ify|ism|ist|ary|ery|ally|fully)$/;
/** "harm" and "harmful", "restore" and "restoration": one word with a common ending. Endings that turn it round ("less", "er", "ee") do not count. */
function byForm(a: string, b: string): boolean {
	let shared = 0;
	while (shared < a.length && a[shared] === b[shared]) shared++;
	if (shared < 4 || shared < Math.min(a.length, b.length) - 2) return false;
	return ENDINGS.test(a.slice(shared)) && ENDINGS.test(b.slice(shared));
}

/** Other parts of speech of a lemma. */
export function derivedOf(lemma: string, kind: WordClass): [string, WordClass][] {
	return listOf(tables().derived, `${lemma}.${kind}`).map((entry) => {
		const [word, other] = entry.split('.');
		return [word!, other as WordClass];
	});
}

function byOwnSenses(own: string, other: string, kind: WordClass): Relation | null {
	const { senses, parents } = tables();
	const a = senses.get(`${own}.${kind}`);
	const b = senses.get(`${other}.${kind}`);
	if (!a || !b) return null;
	for (let i = 0; i < a.length; i++) {
		const j = b.indexOf(a[i]!);
		if (j >= 0 && i + j <= REACH[kind]) return 'near';
	}
	if (kind === 'r') return null;
	for (let i = 0; i < Math.min(a.length, 2); i++) {
		const up = parents[a[i]!] ?? [];
		const above = kind === 'n' ? [...up, ...up.flatMap((id) => parents[id] ?? [])] : up;
		const j = b.slice(0, 2).findIndex((id) => above.includes(id));
		if (j >= 0 && i + j <= (kind === 'v' ? 0 : 1)) return 'broader';
	}
	return null;
}
