/** Choosing sentences under a word budget so that each can be understood from those before it. */
import type { Similarity } from './rank';
import type { Unit } from './sentence';

export interface SelectInput {
	units: Unit[];
	/** Value of each unit, by id. */
	score: number[];
	/** Spoken words of each unit, by id. */
	words: number[];
	similarity: Similarity;
	/** Ids that are in already (hook, steps, ending): they satisfy needs and cost words. */
	fixed: number[];
	/** Heard, but not spoken again as a sentence (the hook's own unit). Costs nothing. */
	heard: number[];
	/** Guess at how each unit can be shown ("route", "share", …; empty for nothing special), by id. */
	kinds: string[];
	budget: number;
	/** Most picks. */
	limit: number;
	/** Gain a word-weighted bundle must have at least. */
	floor: number;
	/** Units that are not to be picked, by id. */
	barred: (id: number) => boolean;
}

/** Every unit that must be spoken before `id`, itself included. */
export function closure(units: Unit[], id: number, into = new Set<number>()): Set<number> {
	if (into.has(id)) return into;
	into.add(id);
	for (const need of units[id]?.needs ?? []) closure(units, need, into);
	return into;
}

/**
 * Greedy bundles: the sentence with the most value a word, together with all it presupposes, until the budget is full
 * (maximal marginal relevance, Carbonell and Goldstein 1998, over bundles). Returns ids in reading order.
 */
export function select(input: SelectInput): number[] {
	const { units, score, words, similarity, budget, limit } = input;
	const picked = new Set<number>(input.fixed);
	const heard = new Set<number>(input.heard);
	let used = [...picked].reduce((sum, id) => sum + (words[id] ?? 0), 0);
	const candidates = units.filter((unit) => unit.usable).map((unit) => unit.id);
	// A film of one number after another tires: the first of each kind of picture is worth more.
	const novelty = (id: number): number => {
		const kind = input.kinds[id] ?? '';
		return kind && ![...picked].some((other) => input.kinds[other] === kind) ? 0.16 : 0;
	};
	for (;;) {
		let best: { bundle: number[]; cost: number; gain: number } | undefined;
		for (const id of candidates) {
			if (picked.has(id) || heard.has(id)) continue;
			const bundle = [...closure(units, id)].filter((need) => !picked.has(need) && !heard.has(need));
			if (bundle.some(input.barred) || picked.size + bundle.length > limit) continue;
			const cost = bundle.reduce((sum, need) => sum + (words[need] ?? 0), 0);
			if (used + cost > budget) continue;
			const gain =
				bundle.reduce((sum, need) => sum + (marginal(need, picked, heard, units, score, similarity) + novelty(need)), 0) /
				Math.sqrt(bundle.length) /
				Math.pow(cost, 0.35);
			if (!best || gain > best.gain) best = { bundle, cost, gain };
		}
		if (!best || best.gain < input.floor) break;
		for (const id of best.bundle) picked.add(id);
		used += best.cost;
	}
	return [...picked].sort((a, b) => a - b);
}

function marginal(id: number, picked: Set<number>, heard: Set<number>, units: Unit[], score: number[], similarity: Similarity): number {
	let redundancy = 0;
	for (const other of [...picked, ...heard]) redundancy = Math.max(redundancy, similarity[id]?.[other] ?? 0);
	const unit = units[id];
	const neighbour = (other: number): boolean => (picked.has(other) || heard.has(other)) && units[other]?.source === unit?.source;
	const flow =
		(neighbour(id - 1) && units[id - 1]?.paragraph === unit?.paragraph ? 0.16 : 0) +
		(neighbour(id + 1) && units[id + 1]?.paragraph === unit?.paragraph ? 0.1 : 0);
	return 0.7 * (score[id] ?? 0) - 0.3 * redundancy + flow;
}
