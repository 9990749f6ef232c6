/**
 * How much of a script stands word for word in its sources.
 */
import type { SourceText } from '../asset';

/** Shortest run that counts as copied. */
export const COPIED_RUN = 5;

const words = (text: string): string[] =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.match(/[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? [];

/**
 * Share (0–1) of the narrations' words that stand in verbatim runs of at least five words of a source.
 *
 * Definition: narrations and sources become lower-case words (marks dropped; "1.5", "it's", "five-storey" are one word each). A word of a
 * narration is copied when it lies in a run of ≥ 5 consecutive words, inside one narration, that stands in the same order without a gap in
 * one source, sentence borders of the source included. The share is copied words ÷ all words of all narrations; 0 when there are none.
 */
export function copiedShare(narrations: string[], sources: SourceText[]): number {
	const runs = new Set<string>();
	for (const source of sources) {
		const all = words(source.sentences.join(' '));
		for (let i = 0; i + COPIED_RUN <= all.length; i++) runs.add(all.slice(i, i + COPIED_RUN).join(' '));
	}
	let total = 0;
	let copied = 0;
	for (const narration of narrations) {
		const own = words(narration);
		const hit = new Uint8Array(own.length);
		for (let i = 0; i + COPIED_RUN <= own.length; i++) if (runs.has(own.slice(i, i + COPIED_RUN).join(' '))) hit.fill(1, i, i + COPIED_RUN);
		total += own.length;
		copied += hit.reduce((sum, one) => sum + one, 0);
	}
	return total ? copied / total : 0;
}
