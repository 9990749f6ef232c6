/**
 * A sentence as a graph of units: words, with each quantity (bound and unit included) merged into one, and who governs whom; and what is read
 * off it: predicates, subjects, arguments, places, clauses. build.ts makes it.
 */
import type { Quantity } from '../quantities';
import type { WordClass } from './lexicon';

export interface Unit {
	i: number;
	text: string;
	lower: string;
	lemma: string;
	/** Class of the word for the lexicon; "x" for everything else. */
	kind: WordClass | 'x';
	tag: string;
	head: number;
	label: string;
	kids: number[];
	quantity: Quantity | null;
	name: boolean;
	/** Words of a name, lower case. */
	parts: string[];
	degree: '' | 'more' | 'most';
	/** "un-": the word denies its base, which `lemma` gives. */
	denies: boolean;
	/** "one" of "one of the hospitals". */
	partitive?: boolean;
}

export interface Graph {
	text: string;
	units: Unit[];
	roots: number[];
	/** Of a narration: the sentence before, whose subject a pronoun means. */
	before?: Graph;
}

/** A place of a unit in its sentence: its governing content word and the role there, prepositions folded in. */
export interface Place {
	governor: number;
	role: string;
}

const VERBAL = /^VB/;
/** A verb that is no auxiliary, and makes a clause. */
export const isPredicate = (unit: Unit): boolean =>
	(VERBAL.test(unit.tag) && !/^(?:aux|auxpass|amod|compound|prt)$/.test(unit.label)) ||
	(unit.kind !== 'x' && unit.label === 'ROOT' && VERBAL.test(unit.tag));
/** Whether the unit, or something above it in its clause, is set against the claim ("instead of £2 million", "unlike Tarnbeck"). */
export function contrasted(graph: Graph, unit: Unit): boolean {
	const before = graph.units.slice(Math.max(0, unit.i - 5), unit.i).map((other) => other.lower);
	const at = Math.max(before.lastIndexOf('instead'), before.lastIndexOf('rather'));
	if (at >= 0 && /^(?:of|than)$/.test(before[at + 1] ?? '') && !before.slice(at).some((word) => /^[,;]$/.test(word))) return true;
	for (let at = unit, steps = 0; steps < 8; steps++) {
		if (/^(?:instead|rather|except|unlike|versus|excluding|besides)$/.test(at.lower)) return true;
		if (at.label === 'conj' && graph.units.slice(at.head, at.i).some((unit) => /^(?:instead|rather)$/.test(unit.lower))) return true;
		if (
			at.kids.some(
				(k) => /^(?:instead|rather)$/.test(graph.units[k]!.lower) && graph.units[k]!.i < at.i && at.label !== 'ROOT' && !isPredicate(at),
			)
		)
			return true;
		if (at.head === at.i || (isPredicate(at) && at !== unit)) return false;
		at = graph.units[at.head]!;
	}
	return false;
}
export const isPassive = (graph: Graph, unit: Unit): boolean =>
	unit.kids.some((k) => /^(?:auxpass|nsubjpass|agent)$/.test(graph.units[k]!.label)) ||
	(unit.tag === 'VBN' &&
		/^(?:acl|relcl|advcl|amod)$/.test(unit.label) &&
		!unit.kids.some((k) => /^(?:aux|nsubj|dobj)$/.test(graph.units[k]!.label)));

const kid = (graph: Graph, unit: Unit, pattern: RegExp): Unit[] =>
	unit.kids.map((k) => graph.units[k]!).filter((other) => pattern.test(other.label));
const RELATIVE = /^(?:W|IN$|DT$)/;

/** The unit and what is coordinated with it ("X and Y"). */
export function coordinated(graph: Graph, unit: Unit): Unit[] {
	return [unit, ...kid(graph, unit, /^conj$/).flatMap((other) => coordinated(graph, other))];
}

/** The subject as it stands before the verb; shared, controlled and relative ones included. */
export function surfaceSubject(graph: Graph, verb: Unit, depth = 0): Unit[] {
	const { units } = graph;
	const own = kid(graph, verb, /^(?:nsubj|nsubjpass|csubj|csubjpass)$/);
	const head = units[verb.head]!;
	if (own.length) {
		const list = own.flatMap((unit) => coordinated(graph, unit));
		const relative = own.every((unit) => RELATIVE.test(unit.tag) && /^(?:who|which|that|whom|whose)$/.test(unit.lower));
		return relative && verb.label === 'relcl' ? antecedents(graph, verb, head) : list;
	}
	if (depth > 6 || head === verb) return [];
	if (verb.label === 'conj') return head.tag.startsWith('VB') ? surfaceSubject(graph, head, depth + 1) : [];
	if (verb.label === 'relcl') return kid(graph, verb, /^nsubj/).length ? [] : coordinated(graph, head);
	if (verb.label === 'acl') return units[verb.i]!.tag === 'VB' ? [] : coordinated(graph, head);
	if (verb.label === 'xcomp') {
		const objects = kid(graph, head, /^(?:dobj|dative)$/);
		return objects.length ? objects.flatMap((unit) => coordinated(graph, unit)) : surfaceSubject(graph, head, depth + 1);
	}
	if (verb.label === 'advcl') return surfaceSubject(graph, head, depth + 1);
	if (verb.label === 'ccomp' && verb.tag === 'VBG') return surfaceSubject(graph, head, depth + 1);
	if (verb.label === 'pcomp') {
		let up = head;
		for (let steps = 0; steps < 6 && !VERBAL.test(up.tag) && up.head !== up.i; steps++) up = units[up.head]!;
		return VERBAL.test(up.tag) ? surfaceSubject(graph, up, depth + 1) : [];
	}
	return [];
}

/** What a relative clause speaks of: its noun; behind a comma also the noun phrase in which that stands ("granite from Hollin, which …"). */
function antecedents(graph: Graph, verb: Unit, noun: Unit): Unit[] {
	const out = coordinated(graph, noun);
	const first = Math.min(verb.i, ...verb.kids);
	if (graph.units[first - 1]?.text !== ',') return out;
	let at = noun;
	for (let steps = 0; steps < 4 && at.label === 'pobj'; steps++) {
		const above = graph.units[graph.units[at.head]!.head]!;
		if (above.kind !== 'n' && !above.name) break;
		out.push(above);
		at = above;
	}
	return out;
}

export interface Arguments {
	subject: Unit[];
	object: Unit[];
	complement: Unit[];
}

/** Deep subject, object and complement of a verb: passives turned round, relative clauses and control resolved. */
export function argumentsOf(graph: Graph, verb: Unit): Arguments {
	const surface = surfaceSubject(graph, verb);
	const passive = isPassive(graph, verb);
	const objects = kid(graph, verb, /^(?:dobj|dative)$/).flatMap((unit) => coordinated(graph, unit));
	const complement = kid(graph, verb, /^(?:attr|acomp|oprd)$/).flatMap((unit) => coordinated(graph, unit));
	const agents = kid(graph, verb, /^agent$/).flatMap((by) => kid(graph, by, /^pobj$/).flatMap((unit) => coordinated(graph, unit)));
	const relative = objects.some((unit) => /^(?:which|that|whom|who)$/.test(unit.lower));
	const gapped = verb.label === 'relcl' && !objects.length && kid(graph, verb, /^nsubj$/).some((unit) => !RELATIVE.test(unit.tag));
	const antecedent = verb.label === 'relcl' && (relative || gapped) ? coordinated(graph, graph.units[verb.head]!) : [];
	if (passive) return { subject: agents, object: [...surface, ...objects], complement };
	return { subject: surface, object: [...objects.filter((unit) => !/^(?:which|that|whom)$/.test(unit.lower)), ...antecedent], complement };
}

/** Governor and role of a unit. Prepositions are folded in ("prep:in"); coordinated units have the place of the first. */
export function placeOf(graph: Graph, unit: Unit, depth = 0): Place {
	const { units } = graph;
	if (unit.head === unit.i || depth > 8) return { governor: -1, role: 'root' };
	const head = units[unit.head]!;
	if (unit.label === 'conj') return placeOf(graph, head, depth + 1);
	if (unit.label === 'pobj' || unit.label === 'pcomp') {
		const above = placeOfPreposition(graph, head, depth + 1);
		return { governor: above, role: head.label === 'agent' ? 'subject' : `prep:${head.lower}` };
	}
	const passive = isPassive(graph, head);
	switch (unit.label) {
		case 'nsubj':
		case 'csubj':
			return { governor: head.i, role: 'subject' };
		case 'nsubjpass':
		case 'csubjpass':
			return { governor: head.i, role: 'object' };
		case 'dobj':
			return { governor: head.i, role: passive ? 'object' : 'object' };
		case 'dative':
			return { governor: head.i, role: 'prep:to' };
		case 'attr':
		case 'acomp':
		case 'oprd':
			return { governor: head.i, role: 'complement' };
		case 'poss':
			return { governor: head.i, role: 'prep:of' };
		default:
			return { governor: head.i, role: unit.label };
	}
}

/** The content word on which a preposition hangs; chains ("from under") are followed. */
function placeOfPreposition(graph: Graph, preposition: Unit, depth: number): number {
	const head = graph.units[preposition.head]!;
	if (preposition.head === preposition.i) return -1;
	if (preposition.label === 'conj' && depth < 8) return placeOfPreposition(graph, head, depth + 1);
	if (/^(?:IN|TO)$/.test(head.tag) && head.label !== 'mark' && depth < 8 && head.head !== head.i)
		return placeOfPreposition(graph, head, depth + 1);
	return head.i;
}

/** The verb of the clause in which a unit stands (itself when it is one); −1 in a fragment. */
export function clauseOf(graph: Graph, unit: Unit): number {
	let at = unit;
	for (let steps = 0; steps < 40; steps++) {
		if (isPredicate(at)) return at.i;
		if (at.head === at.i) return at.i;
		at = graph.units[at.head]!;
	}
	return at.i;
}

/** All units below one, itself included. */
export function subtree(graph: Graph, unit: Unit): Unit[] {
	return [unit, ...unit.kids.flatMap((k) => subtree(graph, graph.units[k]!))];
}
