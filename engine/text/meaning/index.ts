/**
 * Grounding by meaning: a statement is cut into its claims, and each must be told by one sentence of the source, in whatever words.
 */
import { compare } from './compare';
import type { Comparison } from './compare';
import { converses, OTHER_SIDE } from './converse';
import { graphOf } from './build';
import { isPredicate, subtree, surfaceSubject } from './graph';
import type { Graph, Unit } from './graph';
import { likeness } from './matching';
import { plain } from './plain';
import { settingOf } from './setting';
import type { Setting } from './setting';

export type { Graph } from './graph';
/** A sentence as a graph, its set phrases in plain words. */
export const plainGraphOf = (text: string): Graph => graphOf(plain(text));
export { comparisonTurned } from './comparison';
export { standing } from './standing';

/** Sentences of a source as graphs, made on demand. */
export interface MeaningSource {
	count: number;
	graph(index: number): Graph;
	setting(index: number): Setting;
	/** Lower-case words of a sentence, for a first choice. */
	words(index: number): Set<string>;
}

/**
 * @param sentences normalised sentences of one page, and readings of them
 * @param at the sentence in whose context each stands
 */
export function meaningSource(
	sentences: string[],
	at: (index: number) => number,
	topic: Set<string>,
	titleWords: Set<string>,
): MeaningSource {
	const graphs: (Graph | undefined)[] = [];
	const settings: (Setting | undefined)[] = [];
	const lowered = sentences.map((sentence) => new Set(sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu)));
	const together = (words: string[]): boolean => lowered.some((set) => words.every((word) => set.has(word)));
	const self: MeaningSource = {
		count: sentences.length,
		graph: (index) => (graphs[index] ??= graphOf(plain(sentences[index]!))),
		setting: (index) =>
			(settings[index] ??= settingOf(
				Array.from({ length: Math.min(4, at(index)) }, (_, k) => self.graph(at(index) - Math.min(4, at(index)) + k)),
				topic,
				titleWords,
				together,
			)),
		words: (index) => lowered[index]!,
	};
	return self;
}

/** The claims of a statement: the whole, and the finer cuts at clauses that only stand side by side. */
export function claims(graph: Graph): Set<number>[] {
	const cuts: Unit[] = [];
	for (const unit of graph.units) {
		if (!isPredicate(unit)) continue;
		const head = graph.units[unit.head]!;
		if (head === unit) continue;
		const mark = unit.kids.map((k) => graph.units[k]!).find((kid) => kid.label === 'mark');
		if (unit.label === 'conj' && isPredicate(head)) cuts.push(unit);
		else if (unit.label === 'advcl' && mark && /^(?:while|whereas|although|though)$/.test(mark.lower)) cuts.push(unit);
		else if (
			(unit.label === 'ccomp' || unit.label === 'parataxis') &&
			!mark &&
			graph.units.slice(Math.min(unit.i, head.i), Math.max(unit.i, head.i)).some((between) => between.text === ';')
		)
			cuts.push(unit);
		else if (unit.label === 'relcl') cuts.push(unit);
	}
	if (!cuts.length) return [];
	const owned = new Map<number, Unit>();
	for (const cut of cuts) for (const part of subtree(graph, cut)) owned.set(part.i, cut);
	// The innermost cut owns a unit.
	for (const cut of [...cuts].sort((a, b) => subtree(graph, b).length - subtree(graph, a).length))
		for (const part of subtree(graph, cut)) owned.set(part.i, cut);
	const parts: Set<number>[] = [new Set(graph.units.filter((unit) => !owned.has(unit.i)).map((unit) => unit.i))];
	for (const cut of cuts) {
		const part = new Set([...owned].filter(([, owner]) => owner === cut).map(([i]) => i));
		// What the clause borrows: its subject, or the noun of a relative clause.
		const borrowed = cut.label === 'relcl' ? [graph.units[cut.head]!] : surfaceSubject(graph, cut).filter((unit) => !part.has(unit.i));
		for (const unit of borrowed) for (const other of nounPhrase(graph, unit)) part.add(other.i);
		parts.push(part);
	}
	return parts;
}

const nounPhrase = (graph: Graph, unit: Unit): Unit[] => [
	unit,
	...unit.kids
		.map((k) => graph.units[k]!)
		.filter((kid) => !/^(?:relcl|acl|conj|cc|punct)$/.test(kid.label))
		.flatMap((kid) => subtree(graph, kid)),
];

export interface Told extends Comparison {
	index: number;
}

/** The sentence that tells the part of the statement that `mask` holds; else the nearest miss. */
export function tellingSentence(statement: Graph, mask: Set<number>, source: MeaningSource, allowed: (index: number) => boolean): Told {
	let best: Told = { ok: false, reasons: ['no sentence of the source says this'], coverage: -1, index: -1 };
	const sides = statement.units
		.filter((unit) => mask.has(unit.i) && isPredicate(unit) && OTHER_SIDE.has(unit.lemma))
		.map((unit) => unit.lemma);
	for (let index = 0; index < source.count; index++) {
		if (!allowed(index)) continue;
		const result = compare(statement, mask, source.graph(index), source.setting(index));
		if (result.ok) return { ...result, index };
		if (
			sides.some((told) => converses(source.graph(index), told).some((graph) => compare(statement, mask, graph, source.setting(index)).ok))
		)
			return { ...result, ok: true, reasons: [], index };
		const better =
			result.coverage > best.coverage + 0.01 || (result.coverage > best.coverage - 0.01 && result.reasons.length < best.reasons.length);
		if (better) best = { ...result, index };
	}
	return best;
}

/** Whether the source tells a sentence, whole or claim by claim. */
export function meant(
	text: string,
	source: MeaningSource,
	allowed: (index: number) => boolean,
	before?: string,
): { ok: boolean; reasons: string[]; support: number[] } {
	const graph = graphOf(plain(text));
	if (before !== undefined) graph.before = graphOf(before);
	// A fragment says nothing that can be told or denied.
	if (!graph.units.some(isPredicate)) return { ok: false, reasons: ['it is no whole sentence'], support: [] };
	const everything = new Set(graph.units.map((unit) => unit.i));
	const whole = tellingSentence(graph, everything, source, allowed);
	if (whole.ok) return { ok: true, reasons: [], support: [whole.index] };
	const parts = claims(graph);
	const support: number[] = [];
	for (const part of parts) {
		const told = tellingSentence(graph, part, source, allowed);
		if (!told.ok) return { ok: false, reasons: whole.reasons, support: whole.index < 0 ? [] : [whole.index] };
		support.push(told.index);
	}
	return parts.length
		? { ok: true, reasons: [], support: [...new Set(support)] }
		: { ok: false, reasons: whole.reasons, support: whole.index < 0 ? [] : [whole.index] };
}

/** Whether a pronoun that opens the source's sentence means what the narration's sentence before speaks of. */
export function pronounHolds(before: string, source: MeaningSource, index: number): boolean {
	const graph = source.graph(index);
	const setting = source.setting(index);
	const pronoun = graph.units.find((unit) => /^(?:PRP|PRP\$)$/.test(unit.tag));
	const spoken = graphOf(before);
	const subjects = spoken.units.filter((unit) => /^(?:nsubj|nsubjpass)$/.test(unit.label) && (unit.kind === 'n' || unit.name));
	if (!subjects.length) return false;
	// The narration's pronoun may stand where the source has a name.
	const targets = pronoun && pronoun.i < 3 ? [pronoun] : graph.units.filter((unit) => /^(?:nsubj|nsubjpass)$/.test(unit.label)).slice(0, 1);
	return targets.some((target) =>
		subjects.some((subject) => setting.standsFor(target, subject, graph) || likeness(subject, target) >= 0.6),
	);
}
