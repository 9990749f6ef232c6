/**
 * A look at how two sentences are built, whichever way the one was found to tell the other: words that the source only compares with,
 * only names as somebody's, or ties to another number.
 */
import { argumentsOf, isPredicate, subtree } from './graph';
import type { Graph, Unit } from './graph';
import { isPronoun } from './match';
import { likeness } from './matching';
import { rows } from './rows';

const nominal = (unit: Unit): boolean => unit.kind === 'n' || unit.name || !!unit.quantity;
const inAll = (graph: Graph, word: RegExp): boolean => graph.units.some((unit) => word.test(unit.lower));

/** Why the sentence does not carry the statement after all, or null. */
export function standing(statement: Graph, source: Graph): string | null {
	return (
		onlyCompared(statement, source) ??
		rateLost(statement, source) ??
		otherStep(statement, source) ??
		onlyOwner(statement, source) ??
		anotherDoer(statement, source) ??
		gappedPart(statement, source) ??
		onlyDemanded(statement, source) ??
		onlyLost(statement, source) ??
		notTheSum(statement, source) ??
		rows(statement, source)
	);
}

const SUMS = /\b(?:altogether|in total|in all|all told|combined|sum)\b/i;
/** "50,000 euros, and a bonus of 20,000" told as "50,000 euros altogether". */
function notTheSum(statement: Graph, source: Graph): string | null {
	if (!SUMS.test(statement.text) || SUMS.test(source.text) || inAll(source, /^total/)) return null;
	const told = statement.units
		.filter((unit) => /^(?:money|measure)$/.test(unit.quantity?.kind ?? ''))
		.flatMap((unit) => matches(unit, source));
	for (const unit of told) {
		const other = source.units.find(
			(rival) =>
				!!rival.quantity &&
				!told.includes(rival) &&
				(rival.quantity.base?.dimension === unit.quantity!.base?.dimension ||
					(rival.quantity.kind === 'count' && source.units[rival.i + 1]?.kind !== 'n')) &&
				!/^(?:including|among)$/.test(source.units[rival.i - 1]?.lower ?? '') &&
				!/^of (?:it|them|whom|which)$/.test(`${source.units[rival.i + 1]?.lower} ${source.units[rival.i + 2]?.lower}`),
		);
		if (other) return `"${unit.text}" is not the sum: the source adds "${other.text}"`;
	}
	return null;
}

/** Counterparts of a statement's unit that are beyond doubt. */
const matches = (unit: Unit, source: Graph): Unit[] => source.units.filter((other) => likeness(unit, other) >= 0.8);

const COMPARES =
	/^(?:than|as|like|unlike|compared|versus|against|whereas|while|but|half|double|twice|times|rather|instead|beyond|above|below|over|under)$/;
/** "214 in the gardens, twice as many as in the fields" does not count anything in the fields. */
function onlyCompared(statement: Graph, source: Graph): string | null {
	if (inAll(statement, COMPARES)) return null;
	const standards = source.units.filter(
		(unit) =>
			unit.lower === 'than' ||
			(unit.lower === 'as' && unit.i > 1 && source.units.slice(Math.max(0, unit.i - 6), unit.i).some((other) => other.lower === 'as')),
	);
	for (const standard of standards) {
		const below = phraseBelow(source, standard).filter((unit) => unit !== standard);
		// "than it was built for": a clause says something of its own.
		if (!below.length || below.some(isPredicate)) continue;
		for (const unit of statement.units) {
			if (!nominal(unit)) continue;
			const there = matches(unit, source);
			if (there.length && there.every((other) => below.includes(other))) return `"${unit.text}" is only what the source compares with`;
		}
	}
	return null;
}

/** All units below one, without relative clauses. */
const phraseBelow = (graph: Graph, unit: Unit): Unit[] => [
	unit,
	...unit.kids
		.map((k) => graph.units[k]!)
		.filter((kid) => kid.label !== 'relcl')
		.flatMap((kid) => phraseBelow(graph, kid)),
];

const PER = /^(?:a|an|per|each|every)$/;
const RATE =
	/^(?:second|minute|hour|day|night|week|month|quarter|year|decade|head|person|passenger|employee|pupil|household|family|ton|tonne|kilo|kilogram|gram|litre|liter|mile|kilometre|metre|unit|copy|bag|game|match|season|acre|hectare)$/;
const ADJECTIVE: Record<string, RegExp> = {
	day: /^(?:day|daily|days)$/, night: /^(?:night|nightly|nights)$/, week: /^(?:week|weekly|weeks)$/, month: /^(?:month|monthly|months)$/,
	quarter: /^(?:quarter|quarterly)$/, year: /^(?:year|yearly|annual|annually|years)$/, hour: /^(?:hour|hourly|hours)$/,
	person: /^(?:person|head|each|everyone|everybody)$/, head: /^(?:person|head|each|everyone|everybody)$/,
}; // prettier-ignore
/** "3 million dollars a day" is not 3 million dollars. */
function rateLost(statement: Graph, source: Graph): string | null {
	for (const unit of statement.units) {
		if (!unit.quantity || /^(?:ordinal|date|year|decade|century)$/.test(unit.quantity.kind)) continue;
		const there = source.units.filter((other) => other.quantity && likeness(unit, other) >= 0.8);
		const rates = there.map((other) => rateOf(source, other));
		const rate = rates[0];
		if (!rate || rates.some((other) => !other)) continue;
		const pattern = ADJECTIVE[rate.lemma];
		const kept = statement.units.some(
			(other) => other.lemma === rate.lemma || pattern?.test(other.lower) || (!!other.quantity && other.lower.includes(rate.lemma)),
		);
		if (!kept && !inAll(statement, /^(?:each|every|per|apiece)$/)) return `"a ${rate.text}" is missing after "${unit.text}"`;
	}
	return null;
}

function rateOf(graph: Graph, quantity: Unit): Unit | null {
	for (const skip of [1, 2]) {
		const [article, noun, after] = [graph.units[quantity.i + skip], graph.units[quantity.i + skip + 1], graph.units[quantity.i + skip + 2]];
		if (!article || !noun || !PER.test(article.lower) || !RATE.test(noun.lemma)) continue;
		// "sold 300 copies a week before", "a year ago"
		if (/^(?:before|after|ago|later|earlier|long|old)$/.test(after?.lower ?? '')) return null;
		if (skip === 2 && graph.units[quantity.i + 1]!.kind !== 'n') return null;
		return noun;
	}
	return null;
}

/** "fell by a quarter to 30" told as "fell by 30". */
function otherStep(statement: Graph, source: Graph): string | null {
	const step = (graph: Graph, unit: Unit): string => graph.units[unit.i - 1]?.lower ?? '';
	const STEP = /^(?:by|to|from)$/;
	for (const unit of statement.units) {
		const mine = step(statement, unit);
		if (!unit.quantity || !STEP.test(mine)) continue;
		const theirs = source.units.filter((other) => other.quantity && likeness(unit, other) >= 0.8).map((other) => step(source, other));
		if (theirs.length && theirs.every((other) => STEP.test(other) && other !== mine))
			return `"${mine} ${unit.text}" is "${theirs[0]} ${unit.text}" in the source`;
	}
	return null;
}

/** "The actor's brother was first" says nothing of the actor. */
function onlyOwner(statement: Graph, source: Graph): string | null {
	for (const verb of statement.units.filter(isPredicate)) {
		if (/^(?:have|own|get|lose|keep|see)$/.test(verb.lemma)) continue;
		for (const subject of argumentsOf(statement, verb).subject) {
			if (!nominal(subject) || subject.quantity) continue;
			const there = matches(subject, source);
			// "Lena's brother rows; Tom's coaches": Tom does not.
			if (
				there.length &&
				!subject.kids.some((k) => statement.units[k]!.tag === 'POS') &&
				there.every((other) => source.units[other.i + 1]?.tag === 'POS' && !/^poss$/.test(other.label))
			)
				return `the source speaks of what is "${subject.text}'s"`;
			if (!there.length || !there.every((other) => other.label === 'poss')) continue;
			const owned = there.map((other) => source.units[other.head]!);
			if (owned.every((thing) => /^nsubj/.test(thing.label) && !statement.units.some((unit) => likeness(unit, thing) >= 0.6)))
				return `the source speaks of the ${owned[0]!.text} of "${subject.text}"`;
		}
	}
	return null;
}

/** "She broke Jansen's record" where Jansen broke it. */
function anotherDoer(statement: Graph, source: Graph): string | null {
	for (const verb of statement.units.filter(isPredicate)) {
		const doers = argumentsOf(statement, verb).subject;
		if (!doers.length || !doers.every((unit) => isPronoun(unit) && /^(?:he|she|it|they)$/.test(unit.lower))) continue;
		const same = source.units.filter((other) => isPredicate(other) && other.lemma === verb.lemma);
		if (same.length !== 1) continue;
		const theirs = argumentsOf(source, same[0]!).subject.filter((unit) => unit.name);
		const told = theirs.find((doer) =>
			subtree(statement, verb).some((unit) => unit.name && unit.i > verb.i && likeness(unit, doer) >= 0.9),
		);
		if (told) return `"${verb.text}" is said of "${told.text}"`;
	}
	return null;
}

/** "… was electric, in the capital every second one": what stands in a part without a verb has its own number. */
function gappedPart(statement: Graph, source: Graph): string | null {
	let part: Unit[] = [];
	const parts: Unit[][] = [];
	for (const unit of [...source.units]) {
		if (/^[,;:–—]$/.test(unit.text)) {
			parts.push(part);
			part = [];
		} else part.push(unit);
	}
	parts.push(part);
	const counts = (unit: Unit): boolean =>
		!!unit.quantity || /^(?:second|third|fourth|fifth|half|most|all|none|few|many|every)$/.test(unit.lower);
	for (const [k, gap] of parts.entries()) {
		if (k === 0 || gap.some(isPredicate)) continue;
		const own = gap.filter((unit) => counts(unit) && unit.lower !== 'every');
		if (!own.length || !gap.some((unit) => /^(?:one|ones|rest|others?|those)$/.test(unit.lower))) continue;
		const place = gap.filter((unit) => nominal(unit) && !counts(unit) && !/^(?:one|ones|rest|others?|those)$/.test(unit.lower));
		const inGap = statement.units.some((unit) => {
			const there = nominal(unit) && !unit.quantity ? matches(unit, source) : [];
			return there.length > 0 && there.every((other) => place.includes(other));
		});
		if (!inGap) continue;
		const stray = statement.units.find((unit) => {
			const there = counts(unit) ? source.units.filter((other) => other.lower === unit.lower || likeness(unit, other) >= 0.8) : [];
			return there.length > 0 && there.every((other) => !gap.includes(other));
		});
		if (stray && !own.some((unit) => statement.units.some((other) => other.lower === unit.lower && other !== stray)))
			return `"${stray.text}" belongs to another part of the sentence`;
	}
	return null;
}

const DEMANDS = /^(?:demand|insist|recommend|propose|suggest|urge|request|require|ask|want|prefer|advise|call)$/;
const WISHED = /^(?:should|must|would|may|might|could|will|ought|if|whether|supposed)$/;
/** "The opposition demands that she resign" does not say that she has resigned. */
function onlyDemanded(statement: Graph, source: Graph): string | null {
	if (statement.units.some((unit) => WISHED.test(unit.lower) || DEMANDS.test(unit.lemma))) return null;
	for (const told of source.units) {
		const above = source.units[told.head]!;
		if (told.label !== 'ccomp' || !/^VBP?$|^NN$/.test(told.tag) || !DEMANDS.test(above.lemma) || above === told) continue;
		const own = told.kids.map((k) => source.units[k]!);
		// "Insists that it pays" tells; "insists that it pay" wishes. A plural's verb does not show which.
		if (!own.some((kid) => kid.label === 'mark') || own.some((kid) => /^aux/.test(kid.label))) continue;
		if (/^(?:insist|suggest)$/.test(above.lemma) && own.some((kid) => kid.label === 'nsubj' && /^NNP?S$/.test(kid.tag))) continue;
		const verb = statement.units.find((unit) => isPredicate(unit) && unit.lemma === told.lower);
		if (verb) return `the source does not say that "${verb.text}" has happened`;
	}
	return null;
}

const LOSES = /^(?:lose|sell|abandon|destroy|demolish|lack|need|want|miss|shed|close|drop)$/;
/** "The island lost its school" does not say that it has one. */
function onlyLost(statement: Graph, source: Graph): string | null {
	for (const verb of statement.units) {
		if (!/^(?:has|have|owns?|keeps?)$/.test(verb.lower) || !isPredicate(verb)) continue;
		for (const unit of argumentsOf(statement, verb).object) {
			const there = matches(unit, source);
			if (there.length && there.every((other) => other.label === 'dobj' && LOSES.test(source.units[other.head]!.lemma)))
				if (!statement.units.some((other) => LOSES.test(other.lemma) || /^(?:no|not|n't|never)$/.test(other.lower)))
					return `the source does not say that "${unit.text}" is still there`;
		}
	}
	return null;
}
