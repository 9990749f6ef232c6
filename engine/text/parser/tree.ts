/** Walks over a sentence's dependencies. */
import type { Dependent } from './index';

/** A word and all it hangs on, itself first and the root last, as indexes. */
export function headsOf(words: readonly Dependent[], i: number): number[] {
	const found = [i];
	// Heads never go in a circle in a good parse; a bad one must still end.
	for (let k = i; words[k]!.head !== k && found.length <= words.length;) found.push((k = words[k]!.head));
	return found;
}

/** The words of a subtree in their order, its top included, as indexes. */
export const subtreeOf = (words: readonly Dependent[], top: number): number[] =>
	words.flatMap((_, i) => (headsOf(words, i).includes(top) ? [i] : []));
