/** Which sentences carry a text: similarity, TextRank, redundancy. */
import { cosine, createEmbedder, tag } from '../text';

/** similarity[i][j] in 0–1. */
export type Similarity = number[][];

/**
 * Similarity of all sentences with each other: by MiniLM where its folder is given, else by tf-idf over stems.
 * `extra` texts (a title) are appended as last rows.
 */
export function similarityOf(sentences: string[], minilmDir: string | null): Similarity {
	const vectors = minilmDir ? createEmbedder(minilmDir).embed(sentences) : tfIdf(sentences);
	return vectors.map((a) => vectors.map((b) => Math.max(0, cosine(a, b))));
}

/** Dense tf-idf vectors over stems of content words. */
function tfIdf(sentences: string[]): Float32Array[] {
	const bags = sentences.map((sentence) => {
		const bag = new Map<string, number>();
		for (const token of tag(sentence))
			if (!token.stop && /[\p{L}\p{N}]/u.test(token.text)) bag.set(token.stem, (bag.get(token.stem) ?? 0) + 1);
		return bag;
	});
	const seenIn = new Map<string, number>();
	for (const bag of bags) for (const stem of bag.keys()) seenIn.set(stem, (seenIn.get(stem) ?? 0) + 1);
	const vocabulary = [...seenIn.keys()];
	return bags.map((bag) => {
		const vector = Float32Array.from(vocabulary, (stem) => (bag.get(stem) ?? 0) * Math.log(1 + sentences.length / (seenIn.get(stem) ?? 1)));
		const norm = Math.hypot(...vector) || 1;
		return vector.map((value) => value / norm);
	});
}

/** TextRank (Mihalcea and Tarau 2004) by power iteration, scaled so that the best is 1. */
export function textRank(similarity: Similarity, damping = 0.85): number[] {
	const n = similarity.length;
	if (n === 0) return [];
	const out = similarity.map((row, i) => row.reduce((sum, value, j) => sum + (i === j ? 0 : value), 0) || 1);
	let rank = new Array<number>(n).fill(1 / n);
	for (let round = 0; round < 40; round++) {
		rank = rank.map((_, i) => {
			let sum = 0;
			for (let j = 0; j < n; j++) if (j !== i) sum += ((similarity[j]?.[i] ?? 0) / (out[j] ?? 1)) * (rank[j] ?? 0);
			return (1 - damping) / n + damping * sum;
		});
	}
	const best = Math.max(...rank);
	return rank.map((value) => value / best);
}
