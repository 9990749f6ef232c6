/** Builds the graph of a sentence: the parse, with what belongs together merged and what the parser takes otherwise than people do put right. */
import { names } from '../names';
import { parseDependencies } from '../parser';
import { quantities } from '../quantities';
import { isPredicate, type Graph, type Unit } from './graph';
import { lemmaOf } from './lemma';
import type { WordClass } from './lexicon';
import { isWord } from './lexicon';

const PHRASAL: Record<string, string> = {
	'go up': 'rise', 'go down': 'fall', 'come down': 'fall', 'set up': 'establish', 'give up': 'quit', 'turn down': 'reject', 'put off': 'postpone', 'call off': 'cancel', 'take over': 'acquire',
	'bring in': 'introduce', 'carry out': 'perform', 'find out': 'discover', 'drop out': 'quit', 'pull out': 'withdraw', 'break down': 'fail', 'point out': 'note', 'shut down': 'close', 'close down': 'close',
	'hand over': 'transfer', 'pay back': 'repay', 'speed up': 'accelerate', 'slow down': 'slow', 'use up': 'consume', 'make up': 'constitute', 'wipe out': 'destroy', 'pick up': 'collect', 'drive up': 'raise',
	'push up': 'raise', 'drive down': 'lower', 'push down': 'lower', 'go out': 'leave', 'run out': 'expire', 'lay off': 'dismiss', 'set off': 'start', 'kick off': 'start', 'end up': 'end', 'keep away': 'avoid', 'stay away': 'avoid', 'go ahead': 'proceed', 'give away': 'donate', 'look after': 'tend',
}; // prettier-ignore

/** A bound behind its number. */
const SUFFIX = /^ or (?:more|longer|higher|older|above|over|later|less|fewer|under|below|shorter|younger|lower|earlier)\b/;

const classOf = (tag: string): WordClass | 'x' =>
	/^NN/.test(tag)
		? 'n'
		: /^VB/.test(tag)
			? 'v'
			: /^JJ|^CD/.test(tag)
				? 'a'
				: /^RB/.test(tag)
					? 'r'
					: /^(?:FW|ADD|UH|XX|AFX)$/.test(tag)
						? 'n'
						: 'x';

/** Builds the graph of one normalised sentence. */
export function graphOf(text: string): Graph {
	const graph = build(text);
	if (graph.units.some(isPredicate)) return graph;
	// "Boil the kettle.": a capital may hide the verb of an instruction.
	const opening = /^["'(]*\p{Lu}\p{Ll}+(?=\s)/u.exec(text)?.[0];
	if (opening && isWord(opening.toLowerCase(), 'v')) {
		const lowered = build(opening.toLowerCase() + text.slice(opening.length));
		if (lowered.units.some(isPredicate)) return lowered;
	}
	return verbFromNoun(graph);
}

/** "Cotton wool protects.": taken for one long noun phrase, its last word is the verb. */
function verbFromNoun(graph: Graph): Graph {
	const root = graph.units[graph.roots[0] ?? -1];
	if (!root || root.tag !== 'NNS' || !isWord(lemmaOf(root.lower, 'VBZ'), 'v')) return graph;
	const before = root.kids.map((k) => graph.units[k]!).filter((kid) => kid.i < root.i && /^(?:compound|amod|nmod)$/.test(kid.label));
	const subject = before.at(-1);
	if (!subject || subject.i !== root.i - 1) return graph;
	Object.assign(root, { tag: 'VBZ', kind: 'v', lemma: lemmaOf(root.lower, 'VBZ') });
	Object.assign(subject, { label: 'nsubj' });
	for (const k of [...root.kids]) {
		const kid = graph.units[k]!;
		if (kid === subject || kid.i > subject.i) continue;
		kid.head = subject.i;
		subject.kids.push(k);
	}
	root.kids = root.kids.filter((k) => graph.units[k]!.head === root.i);
	return graph;
}

function build(text: string): Graph {
	const words = parseDependencies(text);
	const spans = names(text);
	const found = quantities(text).filter((q) => !(q.kind === 'count' && spans.some((span) => q.start > span.start && q.end <= span.end)));
	// Names of several words are one unit, as quantities are; a quantity wins where they meet.
	const titles = spans.filter((span) => !found.some((q) => q.boundStart < span.end && span.start < q.end));
	const groups = [
		...found.map((q) => ({ start: q.boundStart, end: q.end + (q.bound ? (SUFFIX.exec(text.slice(q.end))?.[0].length ?? 0) : 0) })),
		...titles,
	];
	const groupOf = words.map((word) => groups.findIndex((group) => word.start >= group.start && word.start < group.end));
	// The word of each group that hangs on something outside it, seen from its last word.
	const chief = groups.map((_, g) => {
		let at = groupOf.lastIndexOf(g);
		for (let steps = 0; at >= 0 && steps < words.length; steps++) {
			const head = words[at]!.head;
			if (head === at || groupOf[head] !== g) break;
			at = head;
		}
		return at;
	});
	const unitOf = new Array<number>(words.length).fill(-1);
	const units: Unit[] = [];
	words.forEach((word, w) => {
		const g = groupOf[w]!;
		if (g >= 0 && chief[g] !== w) return;
		const quantity = found[g] ?? null;
		const title = g >= found.length ? titles[g - found.length]! : null;
		const shown = quantity?.text ?? title?.text ?? word.text;
		const lower = shown.toLowerCase().replace(/’/g, "'");
		const name = !!title;
		let tag = title && !/^(?:NN|JJ)/.test(word.tag) ? 'NNP' : word.tag;
		let kind = quantity ? 'x' : classOf(tag);
		// A participle taken for an adjective, or the other way round, keeps its verb's base form.
		if (tag === 'JJ' && /(?:ed|ing)$/.test(lower) && !isWord(lower, 'a') && isWord(lemmaOf(lower, 'VBN'), 'v')) {
			tag = /ing$/.test(lower) ? 'VBG' : 'VBN';
			kind = 'v';
		}
		const lemma = quantity || name ? lower : lemmaOf(word.text, tag);
		const base = name || quantity || !/^(?:JJ|VB[ND]|RB)$/.test(tag) ? null : deniedBase(lower);
		if (base) kind = base.kind;
		unitOf[w] = units.length;
		units.push({
			i: units.length,
			text: shown,
			lower,
			lemma: base?.lemma ?? lemma,
			kind,
			tag,
			head: w,
			label: word.label,
			kids: [],
			quantity,
			name,
			parts: title ? (lower.match(/[\p{L}\p{N}]+/gu) ?? []) : [],
			degree: /^(?:JJR|RBR)$/.test(tag) ? 'more' : /^(?:JJS|RBS)$/.test(tag) ? 'most' : '',
			denies: !!base,
		});
	});
	words.forEach((_, w) => {
		if (unitOf[w]! < 0) unitOf[w] = unitOf[chief[groupOf[w]!]!]!;
	});
	const roots: number[] = [];
	for (const unit of units) {
		const head = words[unit.head]!.head;
		unit.head = head === unit.head ? unit.i : unitOf[head]!;
	}
	breakCycles(units);
	for (const unit of units)
		if (unit.head === unit.i) roots.push(unit.i);
		else units[unit.head]!.kids.push(unit.i);
	for (const unit of units)
		if (/^(?:JJ|NN)$/.test(unit.tag) && unit.kind !== 'x' && unit.kids.some((k) => units[k]!.label === 'auxpass')) {
			unit.tag = 'VBN';
			if (unit.kind === 'n') Object.assign(unit, { kind: 'v', lemma: lemmaOf(unit.text, 'VBN') });
		}
	for (const unit of units) {
		const particle = unit.kids
			.map((k) => units[k]!)
			.find((kid) => kid.label === 'prt' || (kid.label === 'advmod' && /^(?:away|up|down|back|out|off)$/.test(kid.lower)));
		if (!particle || unit.kind !== 'v') continue;
		const from = /^(?:keep|stay)$/.test(unit.lemma) && units[particle.i + 1]?.lower !== 'from';
		const whole = from ? undefined : PHRASAL[`${unit.lemma} ${particle.lower}`];
		unit.lower = whole ?? `${unit.lower} ${particle.lower}`;
		if (whole) {
			unit.lemma = whole;
			particle.label = 'prt';
		} else if (particle.label === 'prt' && !/^(?:up|out|off|down|on|in|over|away|back)$/.test(particle.lower))
			unit.lemma = `${unit.lemma} ${particle.lower}`;
	}
	for (const unit of units) {
		const head = units[unit.head]!;
		// "more quickly" is a comparative as "faster" is.
		if (unit.lower === 'more' && unit.label === 'advmod' && head !== unit && /^[ar]$/.test(head.kind) && !head.degree) {
			head.degree = 'more';
			Object.assign(unit, { label: 'prt', tag: 'RP', kind: 'x' });
		}
	}
	fromTo(units);
	betterOrWorse(units);
	means(units);
	partitives(units);
	// "…, and most chose London": a quantifier before a verb without a subject is its subject.
	for (const unit of units) {
		const head = units[unit.head]!;
		if (
			!/^(?:advmod|npadvmod|dep)$/.test(unit.label) ||
			!/^(?:most|many|few|some|all|none|half|both|neither|each|others)$/.test(unit.lower)
		)
			continue;
		if (unit.i < unit.head && /^VB[DZP]$/.test(head.tag) && !head.kids.some((k) => /^nsubj/.test(units[k]!.label)))
			Object.assign(unit, { label: 'nsubj', tag: 'DT' });
	}
	return { text, units, roots };
}

/** Merging words into one unit may close a ring of heads: its first unit is hung on the sentence's root instead. */
function breakCycles(units: Unit[]): void {
	const settled = new Set<number>();
	let root = units.find((unit) => unit.head === unit.i);
	for (const unit of units) {
		const path: Unit[] = [];
		let at = unit;
		while (!settled.has(at.i) && at.head !== at.i && !path.includes(at)) {
			path.push(at);
			at = units[at.head]!;
		}
		if (path.includes(at)) {
			root ??= at;
			at.head = root.i;
			if (at !== root) at.label = 'dep';
		}
		for (const one of path) settled.add(one.i);
		settled.add(at.i);
	}
}

function ancestorsOf(units: Unit[], unit: Unit): Unit[] {
	const out: Unit[] = [];
	for (let at = unit; at.head !== at.i && out.length < 40; at = units[at.head]!) out.push(units[at.head]!);
	return out;
}

/** "cut from 48 to 36": two phrases of the verb, whatever the parser made of them. */
function fromTo(units: Unit[]): void {
	for (let i = 0; i + 3 < units.length; i++) {
		const [from, low, to, high] = units.slice(i, i + 4) as [Unit, Unit, Unit, Unit];
		if (from.lower !== 'from' || !low.quantity || to.lower !== 'to' || !high.quantity) continue;
		let head = units[from.head]!;
		for (let steps = 0; steps < 6 && [low, high, to].includes(head) && head.head !== head.i; steps++) head = units[head.head]!;
		if (
			!/^(?:VB|NN)/.test(head.tag) ||
			[from, low, to, high].includes(head) ||
			ancestorsOf(units, head).some((unit) => [from, low, to, high].includes(unit))
		)
			continue;
		const hang = (unit: Unit, above: Unit, label: string): void => {
			units[unit.head]!.kids = units[unit.head]!.kids.filter((k) => k !== unit.i);
			Object.assign(unit, { head: above.i, label });
			above.kids.push(unit.i);
		};
		hang(from, head, 'prep');
		hang(low, from, 'pobj');
		hang(to, head, 'prep');
		hang(high, to, 'pobj');
		for (const quantity of [low, high]) quantity.kids = quantity.kids.filter((k) => ![from, low, to, high].some((unit) => unit.i === k));
	}
}

const BETTER: Record<string, string> = {
	better: 'improve',
	worse: 'worsen',
	bigger: 'grow',
	larger: 'grow',
	smaller: 'shrink',
	higher: 'rise',
	lower: 'fall',
	warmer: 'warm',
	cooler: 'cool',
	longer: 'lengthen',
	shorter: 'shorten',
	stronger: 'strengthen',
	weaker: 'weaken',
	wider: 'widen',
};
/** "got better" is "improved". */
function betterOrWorse(units: Unit[]): void {
	for (const unit of units) {
		if (unit.kind !== 'v' || !/^(?:get|become|grow)$/.test(unit.lemma)) continue;
		const how = unit.kids.map((k) => units[k]!).find((kid) => /^(?:acomp|advmod|oprd)$/.test(kid.label) && BETTER[kid.lower]);
		if (!how) continue;
		unit.lemma = BETTER[how.lower]!;
		unit.lower = unit.lemma;
		Object.assign(how, { label: 'prt', tag: 'RP' });
	}
}

/** "using convict labour" is "with convict labour". */
function means(units: Unit[]): void {
	for (const unit of units) {
		if (unit.lower !== 'using' || !/^(?:advcl|acl|prep|xcomp)$/.test(unit.label)) continue;
		Object.assign(unit, { tag: 'IN', kind: 'x', label: 'prep', lemma: 'using' });
		for (const k of unit.kids) if (units[k]!.label === 'dobj') units[k]!.label = 'pobj';
	}
}

/** "one of the hospitals", "most of the shops": the noun takes the place of its quantifier, which becomes its modifier. */
function partitives(units: Unit[]): void {
	for (const part of units) {
		if (!part.quantity && !/^(?:one|most|some|many|several|few|none|half|each|all|both|neither|much)$/.test(part.lower)) continue;
		if (part.quantity && part.quantity.kind !== 'count') continue;
		const of = part.kids.map((k) => units[k]!).find((kid) => kid.lower === 'of' && kid.label === 'prep' && kid.i === part.i + 1);
		const noun = of?.kids.map((k) => units[k]!).find((kid) => kid.label === 'pobj' && (kid.kind === 'n' || kid.name));
		if (!of || !noun) continue;
		const head = units[part.head]!;
		const root = head === part;
		Object.assign(noun, { label: part.label, head: root ? noun.i : head.i });
		if (!root) head.kids = head.kids.map((k) => (k === part.i ? noun.i : k));
		of.kids = of.kids.filter((k) => k !== noun.i);
		noun.kids = [...new Set([part.i, of.i, ...noun.kids, ...part.kids.filter((k) => k !== of.i)])];
		for (const k of part.kids) if (k !== of.i) units[k]!.head = noun.i;
		part.kids = [];
		Object.assign(part, { head: noun.i, label: part.quantity ? 'nummod' : 'det', partitive: true });
		Object.assign(of, { head: noun.i, label: 'case' });
	}
}

/** "unpaid", "unaffected", "unlikely": the word without its "un-", where that is a word. */
function deniedBase(lower: string): { lemma: string; kind: WordClass } | null {
	if (!/^un\p{Ll}{4,}$/u.test(lower) || /^(?:under|until|unless|unit|uniq|union|univers|unanim)/.test(lower)) return null;
	const rest = lower.slice(2);
	if (/(?:ed|en|d)$/.test(rest) && isWord(lemmaOf(rest, 'VBN'), 'v')) return { lemma: lemmaOf(rest, 'VBN'), kind: 'v' };
	if (isWord(rest, 'a')) return { lemma: rest, kind: 'a' };
	return null;
}
