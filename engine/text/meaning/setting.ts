/**
 * What a sentence leans on: the sentences before it, whom its pronouns can mean, and the page's topic.
 */
import type { Match } from './match';
import { clauseOf, coordinated, isPredicate, subtree, surfaceSubject, placeOf } from './graph';
import type { Graph, Unit } from './graph';
import { likeness } from './matching';

/** Common stand-ins for a named body or thing. */
const BODY =
	/^(?:company|firm|group|chain|business|club|team|side|council|bank|agency|authority|charity|university|museum|airline|carrier|operator|developer|retailer|maker|manufacturer|publisher|start-?up|organisation|organization|institution|corporation|regulator|party|city|town|village|island|country)$/;
const PLACE = /^(?:city|town|village|island|country)$/;
const TRADE =
	/^(?:company|firm|group|chain|business|airline|carrier|operator|developer|retailer|maker|manufacturer|publisher|start-?up|corporation|bank)$/;
/** A common noun that names another kind of body than `noun` does. */
const otherKind = (noun: string, part: Unit): boolean =>
	!part.name && BODY.test(part.lemma) && part.lemma !== noun && !(TRADE.test(noun) && TRADE.test(part.lemma));
/** Nouns that stand for whoever or whatever a page is about. */
const GENERIC = /^(?:participant|volunteer|subject|animal|insect|bird|device|machine|building|creature|specimen)$/;
const PERSON = /^(?:he|she|his|her|him|hers)$/;
const THING = /^(?:it|its|itself|this|that)$/;
const MANY = /^(?:they|their|them|theirs|these|those|both)$/;

export interface Setting {
	/** Whether the source's pronoun or definite noun `theirs` can mean what the statement names. */
	standsFor(theirs: Unit, mine: Unit, source: Graph, statement?: Graph): boolean;
	/** Whether the page gives the longer name, or the title, that the statement has for a shorter one. */
	fullName(mine: Unit, theirs: Unit): boolean;
	/** Whether the source's two units are one thing: apposition, a pronoun for it, a relative clause's antecedent. */
	sameThing(source: Graph, a: Unit, b: Unit): boolean;
	/** Whether a pronoun of the statement can stand for one of the source's units. */
	pronounFits(statement: Graph, pronoun: Unit, list: Unit[], source: Graph): boolean;
	/** Whether a name that the sentence does not say is its unsaid owner ("Larkrise's sales" for "Sales"). */
	impliedOwner(unit: Unit, match: Match): boolean;
	before: Graph[];
	/** Whether the page's title has the word. */
	titled(unit: Unit): boolean;
}

interface Referent {
	units: Unit[];
	graph: Graph;
}

const nominal = (unit: Unit): boolean => unit.kind === 'n' || unit.name;

/** Noun phrases that "it", "they" or "she" of a following sentence can mean: named and nominal subjects, nearest first. */
function referents(before: Graph[]): Referent[] {
	const out: Referent[] = [];
	for (let k = before.length - 1; k >= 0 && k >= before.length - 4; k--) {
		const graph = before[k]!;
		const subjects = graph.units
			.filter((unit) => isPredicate(unit))
			.flatMap((verb) => (/^(?:ROOT|conj|ccomp|advcl)$/.test(verb.label) ? surfaceSubject(graph, verb) : []))
			.filter((unit) => nominal(unit));
		for (const unit of new Set(subjects)) out.push({ units: phrase(graph, unit), graph });
		if (subjects.some((unit) => unit.name)) break;
	}
	return out;
}

/** Head, compounds and appositions of a noun phrase: the words that name it. */
function phrase(graph: Graph, unit: Unit): Unit[] {
	return [
		unit,
		...unit.kids
			.map((k) => graph.units[k]!)
			.filter((kid) => /^(?:compound|appos|nmod|flat)$/.test(kid.label))
			.flatMap((kid) => (kid.label === 'appos' ? phrase(graph, kid) : [kid])),
	];
}

/** @param topic words of the names in the page's title */
export function settingOf(before: Graph[], topic: Set<string>, titleWords: Set<string>, together: (words: string[]) => boolean): Setting {
	let known: Referent[] | undefined;
	const earlier = (): Referent[] => (known ??= referents(before));
	const titled = (unit: Unit): boolean => unit.parts.length > 0 && unit.parts.every((part) => topic.has(part));
	/** Referents inside the sentence, before the pronoun. */
	const inside = (source: Graph, pronoun: Unit): Referent[] =>
		source.units
			.filter(
				(unit) =>
					unit.i < pronoun.i &&
					nominal(unit) &&
					(/^(?:nsubj|nsubjpass|dobj|pobj|attr)$/.test(unit.label) || (unit.label === 'poss' && unit.name)),
			)
			.map((unit) => ({ units: phrase(source, unit), graph: source }));
	const meant = (source: Graph, pronoun: Unit): Unit[] => {
		const possessive = /^(?:its|their|his|her)$/.test(pronoun.lower);
		const near = inside(source, pronoun);
		const first = near.filter((ref) => /^(?:nsubj|nsubjpass)$/.test(ref.units[0]!.label));
		const list = possessive ? near : first;
		const all = [...list, ...earlier().filter(({ graph }) => sexFits(graph, pronoun))];
		return all.flatMap((ref) => ref.units);
	};
	/** Whether "the city" can mean one of the names: a place only where the title has it, nothing that is called another kind of body. */
	const fits = (noun: string, named: Unit[]): boolean => {
		if (!named.length) return true;
		if (PLACE.test(noun)) return named.some(titled);
		return named.some(
			(unit) =>
				!earlier().some((ref) => ref.units.some((part) => likeness(part, unit) >= 0.9) && ref.units.some((part) => otherKind(noun, part))),
		);
	};
	/** Names that a pronoun can mean: the named subject of its own sentence before all others. */
	const namedFor = (source: Graph, pronoun: Unit): Unit[] => {
		const own = inside(source, pronoun)
			.map((ref) => ref.units[0]!)
			.filter((unit) => unit.name && /^nsubj/.test(unit.label));
		return own.length ? own : meant(source, pronoun).filter((unit) => unit.name);
	};
	const self: Setting = {
		before,
		titled: (unit) => titleWords.has(unit.lower) || titleWords.has(unit.lemma),
		fullName: (mine) => together(mine.parts),
		standsFor(theirs, mine, source, statement) {
			if (!nominal(mine) || mine.quantity) return false;
			// "the company" for the name or pronoun that is the source's subject.
			if (
				statement &&
				!mine.name &&
				BODY.test(mine.lemma) &&
				definite(statement, mine) &&
				/^(?:nsubj|nsubjpass|poss)$/.test(theirs.label) &&
				(theirs.name || /^(?:it|they|its|their)$/.test(theirs.lower))
			)
				return (
					!source.units.some((unit) => unit.lemma === mine.lemma) && fits(mine.lemma, theirs.name ? [theirs] : namedFor(source, theirs))
				);
			// "the other group" for "the others".
			if (theirs.lower === 'others' && statement) return mine.kids.some((k) => statement.units[k]!.lower === 'other');
			// "the nurses" for "participants", on a page that speaks of nurses.
			if (
				GENERIC.test(theirs.lemma) &&
				mine.kind === 'n' &&
				!mine.name &&
				!source.units.some((unit) => likeness(mine, unit) >= 0.6) &&
				(titleWords.has(mine.lower) || titleWords.has(mine.lemma)) &&
				!theirs.kids.some((k) => /^(?:amod|compound|relcl|acl|prep)$/.test(source.units[k]!.label))
			)
				return true;
			// "there" for a place that the sentence names before.
			if (theirs.lower === 'there' && theirs.label === 'advmod')
				return source.units.some((unit) => unit.i < theirs.i && nominal(unit) && likeness(mine, unit) >= 0.6);
			// A name that the sentence itself says after the pronoun is somebody else.
			if (mine.name && source.units.some((unit) => unit.name && unit.i > theirs.i && likeness(mine, unit) >= 0.9)) return false;
			if (/^(?:PRP|PRP\$)$/.test(theirs.tag) && (PERSON.test(theirs.lower) || THING.test(theirs.lower) || MANY.test(theirs.lower))) {
				// A named subject of the same sentence is whom its pronoun means, not somebody of the sentence before.
				const subject = inside(source, theirs)
					.map((ref) => ref.units[0]!)
					.find((unit) => unit.name && /^(?:nsubj|nsubjpass)$/.test(unit.label));
				if (mine.name && subject && !MANY.test(theirs.lower) && likeness(mine, subject) === 0) return false;
				if (meant(source, theirs).some((unit) => likeness(mine, unit) >= 0.6)) return true;
				return (
					mine.name &&
					titled(mine) &&
					!PERSON.test(theirs.lower) &&
					earlier().every((ref) => !ref.units.some((unit) => unit.name && !titled(unit)))
				);
			}
			if (theirs.kind === 'n' && mine.name && BODY.test(theirs.lemma) && definite(source, theirs)) {
				const named = earlier().filter((ref) => ref.units.some((unit) => unit.name));
				const first = named[0]?.units ?? [];
				if (!fits(theirs.lemma, [mine])) return false;
				return first.some((unit) => likeness(mine, unit) >= 0.9) || (!named.length && titled(mine));
			}
			// "The device" for the one name of the title, while nothing else was spoken of.
			if (
				theirs.kind === 'n' &&
				mine.name &&
				titled(mine) &&
				definite(source, theirs) &&
				/^(?:nsubj|nsubjpass|poss)$/.test(theirs.label) &&
				before.length > 0 &&
				!source.units.some((unit) => unit.name && likeness(mine, unit) >= 0.9) &&
				!theirs.kids.some((k) => /^(?:amod|compound|prep|nmod)$/.test(source.units[k]!.label))
			)
				return (
					earlier().some((ref) => ref.units.some((unit) => unit.name)) &&
					earlier().every((ref) => !ref.units.some((unit) => unit.name && !titled(unit)))
				);
			return false;
		},
		sameThing(source, a, b) {
			if (a === b) return true;
			const apposed = (x: Unit, y: Unit): boolean =>
				/^(?:appos|compound|nmod)$/.test(x.label) && x.head === y.i && (x.label === 'appos' || (x.name && y.name));
			if (apposed(a, b) || apposed(b, a)) return true;
			const equated = (x: Unit, y: Unit): boolean =>
				/^(?:attr)$/.test(x.label) && source.units[x.head]!.lemma === 'be' && y.label === 'nsubj' && y.head === x.head;
			if (equated(a, b) || equated(b, a)) return true;
			if (a.head === b.head && a.label === 'compound' && b.label === 'compound' && a.name && b.name) return true;
			if (/^(?:who|which|that)$/.test(a.lower) || /^(?:who|which|that)$/.test(b.lower)) {
				const relative = /^(?:who|which|that)$/.test(a.lower) ? a : b;
				const verb = source.units[relative.head]!;
				return verb.label === 'relcl' && verb.head === (relative === a ? b : a).i;
			}
			// "paid for it": the payer is not what is paid for.
			const own = (pronoun: Unit, noun: Unit): boolean =>
				pronoun.tag === 'PRP' && !/sel(?:f|ves)$/.test(pronoun.lower) && clauseOf(source, pronoun) === clauseOf(source, noun);
			if (own(a, b) || own(b, a)) return false;
			if (/^(?:PRP|PRP\$)$/.test(a.tag) && nominal(b))
				return meant(source, a).includes(b) && inside(source, a).some((ref) => ref.units.includes(b));
			if (/^(?:PRP|PRP\$)$/.test(b.tag) && nominal(a))
				return meant(source, b).includes(a) && inside(source, b).some((ref) => ref.units.includes(a));
			return false;
		},
		pronounFits(statement, pronoun, list, source) {
			if (/^(?:you|we|i|your|our|one)$/.test(pronoun.lower))
				return !list.length || list.some((unit) => unit.lower === pronoun.lower || /^(?:you|we|people|one|your)$/.test(unit.lower));
			if (!list.length) return false;
			// What the pronoun means inside the statement must be what the source's unit is.
			const named = statement.units.filter(
				(unit) =>
					unit.i < pronoun.i &&
					nominal(unit) &&
					(/^(?:nsubj|nsubjpass)$/.test(unit.label) || (unit.name && /^(?:poss|dobj|pobj|dative)$/.test(unit.label))),
			);
			const earlierSubjects =
				named.length || !statement.before
					? []
					: statement.before.units.filter((unit) => nominal(unit) && /^(?:nsubj|nsubjpass)$/.test(unit.label));
			if (!named.length && !earlierSubjects.length) return true;
			const words = [
				...named.flatMap((unit) => phrase(statement, unit)),
				...earlierSubjects.flatMap((unit) => phrase(statement.before!, unit)),
			];
			return list.some((unit) => {
				if (/^(?:PRP|PRP\$)$/.test(unit.tag))
					return words.some(
						(word) => meant(source, unit).some((other) => likeness(word, other) >= 0.6) || self.standsFor(unit, word, source),
					);
				return phrase(source, unit).some((part) => words.some((word) => likeness(word, part) >= 0.6));
			});
		},
		impliedOwner(unit, match) {
			const { statement, source, map } = match;
			if (!unit.name && !(unit.label === 'poss' && definite(statement, unit) && titleWords.has(unit.lower))) return false;
			const place = placeOf(statement, unit);
			if (!/^(?:prep:(?:of|at|in|for)|compound|nmod|poss)$/.test(place.role) || place.governor < 0) return false;
			const owned = map.get(place.governor);
			if (!owned || !/^(?:nsubj|nsubjpass)$/.test(owned.label)) return false;
			if (subtree(source, owned).some((part) => part.name || /^(?:PRP\$)$/.test(part.tag))) return false;
			if (!owner(owned) && unit.name) return false;
			const named = earlier().filter((ref) => ref.units.some((part) => part.name));
			const first = named[0]?.units ?? [];
			return (
				first.some((part) => likeness(unit, part) >= 0.9) || (!named.length && titled(unit)) || (!unit.name && titleWords.has(unit.lower))
			);
		},
	};
	return self;
}

/** A sentence that goes on with "he" does not tell of a "she". */
function sexFits(graph: Graph, pronoun: Unit): boolean {
	const has = (word: string): boolean => graph.units.some((unit) => unit.lower === word);
	if (/^(?:she|her|hers|herself)$/.test(pronoun.lower)) return !has('he') || has('she');
	if (/^(?:he|his|him|himself)$/.test(pronoun.lower)) return !has('she') || has('he');
	return true;
}

const definite = (graph: Graph, unit: Unit): boolean => unit.kids.some((k) => /^(?:the|this|that|its)$/.test(graph.units[k]!.lower));
/** Nouns that belong to somebody even when nobody is named. */
const owner = (unit: Unit): boolean =>
	/^(?:revenue|sale|profit|loss|turnover|earnings|share|stock|margin|cost|price|wage|dividend|debt|order|employee|staff|worker|user|customer|passenger|member|lead|captain|coach|manager|director|board|chief|chairman|head|founder|owner|director|spokesman|spokeswoman|traffic|output|production|income|population|mayor|fare|ticket|fee)$/.test(
		unit.lemma,
	);

export { BODY, coordinated };
