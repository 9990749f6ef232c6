/**
 * Whether two units of a sentence stand to each other as two units of a statement do.
 */
import { argumentsOf, clauseOf, coordinated, isPredicate, placeOf, subtree } from './graph';
import type { Graph, Unit } from './graph';
import { familyOf, prepositionsAgree } from './matching';

const MODIFIER = /^(?:amod|compound|nmod|nummod|poss|appos|quantmod|advmod|npadvmod|acomp|relcl|acl|det|predet|punct|dep|case)$/;

const MEASURE =
	/^(?:distance|height|length|width|depth|weight|total|area|speed|price|cost|age|rate|level|size|pressure|temperature|period|mark|sum|amount|average|maximum|minimum|number|thickness|value|range|volume|capacity|fee|fine|salary|budget|stage|point|line|limit|share|stretch|span|profit|loss|dividend)$/;

/** Roles of `below` with regard to `above`, as the sentence has them; several where it is shared or coordinated. */
export function rolesOf(graph: Graph, above: Unit, below: Unit): string[] {
	const roles = new Set<string>();
	if (isPredicate(above) || above.kind === 'v') {
		const args = argumentsOf(graph, above);
		for (const [role, list] of [
			['subject', args.subject],
			['object', args.object],
			['complement', args.complement],
		] as const)
			if (list.flatMap((unit) => coordinated(graph, unit)).includes(below)) roles.add(role);
	}
	const place = placeOf(graph, below);
	if (place.governor === above.i) roles.add(place.role);
	// "shops and offices in Leeds": what hangs on the last of a row of nouns may hang on all.
	if (place.governor >= 0) {
		const governor = graph.units[place.governor]!;
		if (governor.label === 'conj' && governor.head === above.i && above.kind === 'n' && governor.kind === 'n' && place.role === 'prep:of')
			roles.add(place.role);
	}
	// "a distance of 29 kilometres", "the 30-kilometre mark", "900 people": the number stands where its noun does.
	if (below.quantity && place.governor >= 0) {
		const noun = graph.units[place.governor]!;
		const measures = MEASURE.test(noun.lemma) && /^(?:prep:of|amod|compound|nummod|nmod|appos)$/.test(place.role);
		if ((measures || place.role === 'nummod') && noun !== above && noun.kind === 'n')
			for (const role of rolesOf(graph, above, noun)) roles.add(role);
	}
	// Verbs in a row ("hopes to reach", "began digging"): what hangs on one hangs on the other.
	for (const [a, b] of [
		[above, place.governor >= 0 ? graph.units[place.governor]! : above],
		[place.governor >= 0 ? graph.units[place.governor]! : above, above],
	] as const)
		if (a !== b && /^(?:xcomp)$/.test(a.label) && a.head === b.i && place.governor >= 0) roles.add(place.role);
	return [...roles];
}

/**
 * Whether the source's `above` and `below` stand to each other as the statement's units with `role` do.
 * @param unit the statement's unit that hangs on its governor with `role`
 */
export function related(source: Graph, above: Unit, below: Unit, role: string, statement: Graph, unit: Unit): boolean {
	if (above === below) return true;
	const roles = rolesOf(source, above, below);
	const core = /^(?:subject|object|complement)$/.test(role);
	for (const own of roles) {
		if (own === role) return true;
		if (core) {
			// A noun made of the verb, or the verb of a noun.
			if (above.kind !== 'v' && (/^prep:(?:of|by|in|for|from|with|at|to|on)$/.test(own) || MODIFIER.test(own))) return true;
			if (role === 'complement' && MODIFIER.test(own)) return true;
			continue;
		}
		if (role.startsWith('prep:') && own.startsWith('prep:')) {
			if (prepositionsAgree(role, own)) return true;
			continue;
		}
		if (MODIFIER.test(role) && MODIFIER.test(own)) return true;
		// "the library's hours" / "library hours" / "hours of the library"
		if (role === 'prep:of' && (MODIFIER.test(own) || /^(?:subject|object)$/.test(own))) return true;
		if (own === 'prep:of' && MODIFIER.test(role)) return true;
		if (/^prep:/.test(role) && MODIFIER.test(own) && !strictPrep(role)) return true;
		if (/^prep:/.test(own) && MODIFIER.test(role) && !strictPrep(own)) return true;
		const governor = statement.units[placeOf(statement, unit).governor];
		if (
			/^(?:subject|object)$/.test(own) &&
			above.kind === 'v' &&
			governor &&
			governor.kind !== 'v' &&
			/^prep:(?:of|by|in|for|with)$/.test(role)
		)
			return true;
		// Another verb may take a preposition where the source's takes an object ("keep away from", "avoid").
		if (
			governor &&
			governor.kind === 'v' &&
			governor.lemma !== above.lemma &&
			own === 'object' &&
			/^prep:(?:of|with|to|for|at|on|into|from)$/.test(role)
		)
			return true;
		if (
			/^(?:object|npadvmod|advmod|prep:by|prep:of|nummod|complement)$/.test(own) &&
			/^(?:object|npadvmod|advmod|prep:by|prep:of|nummod|complement|dep)$/.test(role)
		)
			return true;
		if (own === 'advcl' || role === 'advcl') return true;
	}
	if (core) return role === 'complement' ? reversed(source, above, below) : false;
	if (reversed(source, above, below)) return true;
	return adjunct(source, above, below, role, unit);
}

const strictPrep = (role: string): boolean =>
	/^(?:since|from|until|after|before|than|without|against|despite|except|because|to|off|between)$/.test(familyOf(role));

/** The source hangs them the other way round ("a decision on rates", "rates were decided"). */
function reversed(graph: Graph, above: Unit, below: Unit): boolean {
	const place = placeOf(graph, above);
	if (
		place.governor === below.i &&
		(MODIFIER.test(place.role) || /^(?:prep:of|prep:with|prep:at|prep:in|prep:on|prep:for)$/.test(place.role))
	)
		return true;
	// Linked by a copula, "have", or both arguments of one verb of being.
	for (const unit of graph.units) {
		if (!/^(?:be|become|remain|have|stand|total|stay|include|cost|measure|weigh|contain|hold)$/.test(unit.lemma) || unit.kind !== 'v')
			continue;
		const args = argumentsOf(graph, unit);
		const left = args.subject.flatMap((u) => coordinated(graph, u));
		const right = [...args.object, ...args.complement].flatMap((u) => coordinated(graph, u));
		if ((left.includes(above) && right.includes(below)) || (left.includes(below) && right.includes(above))) return true;
	}
	return false;
}

/** A loose phrase: in the same clause, on the same verb or inside the same noun phrase, with a preposition that agrees. */
function adjunct(source: Graph, above: Unit, below: Unit, role: string, unit: Unit): boolean {
	const own = placeOf(source, below);
	const both = role.startsWith('prep:') && own.role.startsWith('prep:');
	// "has been chief since February" for "became chief in February".
	const began =
		familyOf(role) === 'since' &&
		/^prep:(?:in|on|at)$/.test(own.role) &&
		/^(?:become|start|begin|join|open|found|establish|launch|take)$/.test(source.units[clauseOf(source, below)]!.lemma);
	if (began) return clauseOf(source, above) === clauseOf(source, below);
	if (both && !prepositionsAgree(role, own.role)) return false;
	if (
		!both &&
		(strictPrep(role) || strictPrep(own.role)) &&
		role.startsWith('prep:') !== own.role.startsWith('prep:') &&
		!/^prep:to$/.test(own.role)
	)
		return false;
	// A number keeps its owner: only a number of time or place may float within its clause.
	if (unit.quantity && !/^(?:date|year|decade|century|time)$/.test(unit.quantity.kind)) {
		const governor = own.governor >= 0 ? source.units[own.governor]! : null;
		if (!governor) return false;
		const rival = source.units.filter(
			(other) =>
				other !== below &&
				other.quantity &&
				other.quantity.kind === unit.quantity!.kind &&
				clauseOf(source, other) === clauseOf(source, below),
		);
		if (rival.length)
			return (
				subtree(source, above).includes(below) &&
				own.governor !== above.i &&
				chain(source, below, above) <= 2 &&
				!rival.some((other) => chain(source, other, above) <= chain(source, below, above) && chain(source, other, above) >= 0)
			);
	}
	const holder = own.governor >= 0 ? source.units[own.governor]! : null;
	// It hangs on another noun or adjective ("warm at the bottom and cold at the top").
	if (
		holder &&
		/^[na]$/.test(holder.kind) &&
		holder !== above &&
		!isPredicate(above) &&
		!subtree(source, above).includes(holder) &&
		!subtree(source, holder).includes(above)
	)
		return false;
	if (/^(?:subject|object)$/.test(own.role) && isPredicate(above) && !subtree(source, above).includes(below)) return false;
	const a = clauseOf(source, above);
	const b = clauseOf(source, below);
	const [from, to] = [Math.min(above.i, below.i), Math.max(above.i, below.i)];
	if (source.units.slice(from, to).some((unit) => unit.text === ';')) return false;
	if (a === b) return true;
	// One level of a relative, participle or complement clause apart, in a line.
	const ancestors = (i: number): number[] => {
		const list = [i];
		for (let at = source.units[i]!; at.head !== at.i && list.length < 8; at = source.units[at.head]!)
			if (isPredicate(source.units[at.head]!)) list.push(at.head);
		return list;
	};
	const subordinate = (lower: number, upper: number): boolean => {
		const list = ancestors(lower);
		const at = list.indexOf(upper);
		if (at !== 1) return false;
		const clause = source.units[lower]!;
		// "drowned in the autumn of 1842, when a storm …": the time of the one is the other's.
		const same = /^(?:advcl|relcl)$/.test(clause.label) && clause.kids.some((k) => /^(?:when|while|as)$/.test(source.units[k]!.lower));
		return clause.label === 'xcomp' || (same && isTemporal(below) && subtree(source, clause).includes(above));
	};
	return subordinate(b, a) || subordinate(a, b);
}

/** Whether a unit tells a time: a date, a year, a day or season by name. */
export const isTemporal = (unit: Unit): boolean =>
	(!!unit.quantity && /^(?:date|year|decade|century|time)$/.test(unit.quantity.kind)) ||
	/^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|morning|afternoon|evening|night|week|weekend|month|year|day|today|yesterday|tomorrow|season|christmas|easter|quarter|century|decade|dusk|dawn|midnight|noon)$/.test(
		unit.lemma.replace(/(?<=day|month|week|year)s$/, ''),
	);

/** Steps from a unit up to one above it, −1 when it is not below. */
function chain(graph: Graph, below: Unit, above: Unit): number {
	let steps = 0;
	for (let at = below; steps < 20; steps++) {
		if (at === above) return steps;
		if (at.head === at.i) return -1;
		at = graph.units[at.head]!;
	}
	return -1;
}
