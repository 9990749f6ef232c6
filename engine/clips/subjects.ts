/** What sentences are about: their content words, where the subject turns, and how alike two stretches are. */

const SMALL = new Set(
	`a about after again all also always am an and another any are around as at away be because been before being both but by came can come could
	did do does doing don done down each even ever every few first for from get go going got had has have having he her here him his how i if in
	into is it its just know let like little long look made make many may me mean might more most much must my never new no not now of off oh on
	once one only or other our out over own people put really right said same say says see she should so some something such take tell than that
	the their them then there these they thing things think this those three through time to too two under up us use very want was way we well
	went were what when where which while who why will with without would year years yeah yes you your okay ok gonna lot kind sort actually
	isn doesn didn wasn weren hasn haven couldn wouldn shouldn ve re ll`.split(/\s+/),
);

/** Content words cut to their stems, in order; words of other scripts count as they are. */
export function stemsOf(text: string): string[] {
	return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
		.filter((word) => !SMALL.has(word) && (word.length > 2 || /\d/.test(word)))
		.map((word) => (/^[a-z]+$/.test(word) ? word.replace(/(?<=.{3})(?:ies|ing|ed|es|s|ly|e|y)$/, '') : word));
}

/** Sentences on either side that a turn of subject is judged by. */
const WINDOW = 7;

export class Subjects {
	private readonly stems: string[][];
	private readonly weight = new Map<string, number>();
	private readonly turns: number[];

	constructor(sentences: readonly string[]) {
		this.stems = sentences.map(stemsOf);
		const frequency = new Map<string, number>();
		for (const own of this.stems) for (const stem of new Set(own)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
		for (const [stem, n] of frequency) this.weight.set(stem, Math.log(1 + sentences.length / n));
		this.turns = Array.from({ length: sentences.length + 1 }, (_, i) => this.turnAt(i));
	}

	/** Tf-idf vector of sentences from … up to to, of length 1. */
	vector(from: number, to: number): Map<string, number> {
		const counts = new Map<string, number>();
		for (const own of this.stems.slice(Math.max(0, from), to)) for (const stem of own) counts.set(stem, (counts.get(stem) ?? 0) + 1);
		let square = 0;
		for (const [stem, n] of counts) {
			const value = (1 + Math.log(n)) * this.weight.get(stem)!;
			counts.set(stem, value);
			square += value * value;
		}
		const length = Math.sqrt(square) || 1;
		for (const [stem, value] of counts) counts.set(stem, value / length);
		return counts;
	}

	/** The stems that a stretch is most about. */
	top(from: number, to: number, count: number): string[] {
		return [...this.vector(from, to)].sort((a, b) => b[1] - a[1]).slice(0, count).map(([stem]) => stem); // prettier-ignore
	}

	/** 0–1: how much the subject turns before sentence i (TextTiling); 1 at both ends. */
	turn(i: number): number {
		return this.turns[i] ?? 0;
	}

	private turnAt(i: number): number {
		if (i === 0 || i === this.stems.length) return 1;
		return 1 - Math.min(1, 3 * cosine(this.vector(i - WINDOW, i), this.vector(i, i + WINDOW)));
	}

	/** 0–1: whether the second half of a stretch speaks of what the first does. */
	unity(from: number, to: number): number {
		if (to - from < 2) return 0.5;
		const middle = (from + to) >> 1;
		return Math.min(1, 3 * cosine(this.vector(from, middle), this.vector(middle, to)));
	}

	/** Share of a stretch's content words that are among these stems. */
	share(from: number, to: number, stems: readonly string[]): number {
		const own = this.stems.slice(from, to).flat();
		return own.filter((stem) => stems.includes(stem)).length / Math.max(1, own.length);
	}
}

/** Of two vectors of length 1. */
export function cosine(a: Map<string, number>, b: Map<string, number>): number {
	let total = 0;
	for (const [stem, value] of a) total += value * (b.get(stem) ?? 0);
	return total;
}
