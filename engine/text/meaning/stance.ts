/**
 * How a sentence stands to what it says: hedges, plans, negation, tense, conditions, and who says so.
 */
import { argumentsOf, isPassive, subtree } from './graph';
import type { Graph, Unit } from './graph';

export interface Speech {
	/** say, think, suggest, show, warn, … */
	kind: string;
	speaker: Unit[];
	/** Units that only carry the attribution. */
	units: Set<number>;
	/** "does not show that": what follows is not said. */
	denied: boolean;
}

export interface Stance {
	/** Classes such as "will", "may", "plan", "if". */
	operators: Set<string>;
	negations: number;
	tense: 'past' | 'present' | 'none';
	/** "is closing": may tell the near future. */
	progressive: boolean;
	imperative: boolean;
	speeches: Speech[];
}

const words = (map: Record<string, string>): Map<string, string> =>
	new Map(Object.entries(map).flatMap(([kind, list]) => list.split(' ').map((word) => [word, kind] as const)));

/** Words that govern another verb and say how sure or wanted it is. */
export const GOVERNING = words({
	expect: 'expect forecast predict project anticipate due slate foresee reckon',
	plan: 'plan intend aim schedule',
	want: 'want wish like prefer',
	hope: 'hope',
	propose: 'propose',
	consider: 'consider contemplate weigh',
	try: 'try attempt seek struggle strive',
	promise: 'promise pledge vow guarantee',
	agree: 'agree',
	offer: 'offer',
	threaten: 'threaten',
	refuse: 'refuse decline',
	fail: 'fail',
	allow: 'allow permit enable let',
	must: 'require oblige force compel need order instruct',
	ask: 'ask request urge call petition',
	should: 'recommend advise',
	suppose: 'suppose mean',
	seem: 'seem appear look',
	likely: 'likely bind sure',
	can: 'able',
	risk: 'risk',
	say: 'say report rumour rumor allege',
	set: 'set',
});
const NOUNS = words({
	plan: 'plan intention aim goal target ambition scheme',
	propose: 'proposal bid call demand',
	hope: 'hope wish',
	may: 'chance possibility risk danger threat potential opportunity',
	promise: 'promise pledge vow',
	offer: 'offer',
	try: 'attempt effort',
	expect: 'expectation forecast prediction',
});
const MODALS: Record<string, string> = {
	will: 'will', "'ll": 'will', wo: 'will', shall: 'will', may: 'may', might: 'may', could: 'may', can: 'can', ca: 'can', would: 'would', "'d": 'would', should: 'should', ought: 'should', must: 'must',
}; // prettier-ignore
const ADVERBS = words({
	likely: 'probably likely presumably',
	may: 'perhaps maybe possibly potentially',
	alleged: 'reportedly allegedly apparently supposedly seemingly',
	hope: 'hopefully',
});
const SPEECH = words({
	say: 'say tell add state write announce declare report note remark comment explain reply answer recall insist stress confirm according quote',
	claim: 'claim argue assert allege contend maintain complain accuse',
	warn: 'warn caution',
	admit: 'admit acknowledge concede',
	think: 'think believe reckon feel suspect fear worry',
	doubt: 'doubt',
	suggest: 'suggest hint imply indicate',
	show: 'find show discover demonstrate prove reveal establish conclude know realise realize learn mean',
	promise: 'promise pledge vow',
	estimate: 'estimate calculate',
	deny: 'deny dispute reject',
	hope: 'hope wish',
	expect: 'expect forecast predict anticipate project',
	recommend: 'recommend suggest advise urge propose demand',
	ask: 'ask wonder question',
	agree: 'agree decide vote',
});
const NEGATING = /^(?:not|n't|no|never|none|nobody|nothing|nowhere|neither|nor|hardly|scarcely|barely|without|cannot)$/;

export const speechOf = (lemma: string): string | undefined => SPEECH.get(lemma);

/** Negating words of the verb's own clause: "not", "never", and "no" or "nobody" among its arguments. */
function negationsOf(graph: Graph, verb: Unit): number {
	let count = verb.denies ? 1 : 0;
	const visit = (unit: Unit, top: boolean): void => {
		for (const k of unit.kids) {
			const kid = graph.units[k]!;
			if (!top && /^(?:not|n't)$/.test(kid.lower) && unit.label !== 'nsubj') continue;
			if (kid.denies && /^(?:acomp|attr|oprd|xcomp|amod|advmod)$/.test(kid.label) && top) count++;
			if (kid.label === 'neg' || (NEGATING.test(kid.lower) && !(kid.lower === 'no' && /^(?:JJR|RBR)$/.test(graph.units[kid.head]!.tag))))
				count++;
			if (/^(?:relcl|acl|advcl|ccomp|xcomp|conj|pcomp|parataxis)$/.test(kid.label)) continue;
			if (top || /^(?:pobj|prep|dobj|attr|nsubj|acomp|agent|nsubjpass|npadvmod|advmod|det|predet|compound|amod)$/.test(kid.label))
				visit(kid, false);
		}
	};
	visit(verb, true);
	return count;
}

const kids = (graph: Graph, unit: Unit): Unit[] => unit.kids.map((k) => graph.units[k]!);

/** Stance of the clause that `verb` heads. */
export function stanceOf(graph: Graph, verb: Unit): Stance {
	const { units } = graph;
	const operators = new Set<string>();
	const speeches = speechesOf(graph, verb);
	let negations = 0;
	let tense: Stance['tense'] = 'none';
	let progressive = false;
	let at = verb;
	let first = true;
	for (let steps = 0; steps < 8; steps++) {
		const own = kids(graph, at);
		const aux = own.filter((unit) => /^(?:aux|auxpass)$/.test(unit.label));
		for (const unit of aux) {
			const modal = MODALS[unit.lower];
			if (modal) operators.add(modal);
			// "have to", "has to": a verb whose complement is governed by "to".
		}
		for (const unit of own) {
			const kind = unit.label === 'advmod' || unit.label === 'intj' ? ADVERBS.get(unit.lower) : undefined;
			if (kind) operators.add(kind);
			if (unit.label === 'mark' && /^(?:if|unless|whether|lest)$/.test(unit.lower))
				operators.add(unit.lower === 'unless' ? 'unless' : 'if');
		}
		if (first || !/^(?:relcl)$/.test(at.label)) negations += negationsOf(graph, at);
		if (first || tense === 'none') {
			const lead = aux[0] ?? at;
			const found: Stance['tense'] = /^(?:VBD)$/.test(lead.tag)
				? 'past'
				: /^(?:VBZ|VBP)$/.test(lead.tag)
					? /^(?:have|has|'ve)$/.test(lead.lower) && (at.tag === 'VBN' || at.tag === 'VBD')
						? 'past'
						: 'present'
					: 'none';
			if (first || aux.some((unit) => unit.lower === 'to') || at.tag === 'VBG') tense = tense === 'none' ? found : tense;
			if (first && at.tag === 'VBG' && /^(?:is|are|'re|'s|am)$/.test(lead.lower)) progressive = true;
		}
		const head = units[at.head]!;
		if (head === at) break;
		const infinitive = aux.some((unit) => unit.lower === 'to');
		const { label } = at;
		if (label === 'conj' && /^VB/.test(head.tag)) {
			// "will close and reopen": the second verb shares the auxiliaries of the first where it has none of its own.
			const ownAux = aux.some((unit) => unit.lower !== 'to');
			const subject = own.some((unit) => /^nsubj/.test(unit.label));
			const alike = head.tag === at.tag || at.tag === 'VB' || at.tag === 'VBN';
			if (ownAux || subject || !alike) {
				break;
			}
			at = head;
			first = false;
			continue;
		}
		if (label === 'xcomp' || (label === 'ccomp' && infinitive) || (label === 'advcl' && infinitive && GOVERNING.has(head.lemma))) {
			const governor = complementOf(graph, head) ?? head;
			const kind =
				governor.lemma === 'have' || governor.lemma === 'need'
					? 'must'
					: governor.lemma === 'be'
						? 'will'
						: governor.lemma === 'go' && governor.tag === 'VBG'
							? 'will'
							: GOVERNING.get(governor.lemma);
			if (kind === 'fail') negations++;
			else if (/^(?:let|allow|permit)$/.test(governor.lemma) && governor.tag === 'VB' && governor.label !== 'xcomp')
				operators.add('should');
			else if (kind && (infinitive || kind !== 'set')) operators.add(kind === 'set' ? 'expect' : kind);
			at = head;
			first = false;
			continue;
		}
		if (label === 'ccomp' || label === 'parataxis') {
			const kind = SPEECH.get(head.lemma);
			if (kind) {
				if (kids(graph, head).some((unit) => unit.label === 'neg')) operators.add('unsaid');
				for (const operator of stanceShallow(graph, head)) operators.add(`said:${operator}`);
			} else if (/^(?:let|allow|permit)$/.test(head.lemma) && head.tag === 'VB' && head.label !== 'xcomp') operators.add('should');
			else if (GOVERNING.has(head.lemma)) operators.add(GOVERNING.get(head.lemma)!);
			else if (kids(graph, at).some((unit) => unit.label === 'mark')) operators.add(`under:${head.lemma}`);
			break;
		}
		if (label === 'acl') {
			const kind = NOUNS.get(head.lemma);
			if (kind && (infinitive || at.tag === 'VB' || kids(graph, at).some((unit) => unit.label === 'mark'))) operators.add(kind);
			else if (infinitive) operators.add('to');
			break;
		}
		if (label === 'pcomp') {
			const above = units[head.head]!;
			const kind =
				NOUNS.get(above.lemma) ??
				(/^VB/.test(above.tag)
					? (GOVERNING.get(above.lemma) ?? (/^(?:think|talk|dream)$/.test(above.lemma) ? 'consider' : undefined))
					: undefined);
			if (/^(?:without|instead|from)$/.test(head.lower) && !/^(?:result|come|stem|benefit)$/.test(above.lemma)) negations++;
			if (kind && /^(?:of|on|to|for|about)$/.test(head.lower)) operators.add(kind);
			else if (/^(?:accuse|suspect|charge|convict|acquit|warn|capable|worry|afraid)$/.test(above.lemma))
				operators.add(`under:${above.lemma}`);
			break;
		}
		if (label === 'advcl') {
			if (infinitive) operators.add('to');
			break;
		}
		break;
	}
	const imperative =
		verb.tag === 'VB' &&
		!kids(graph, verb).some((unit) => /^(?:nsubj|nsubjpass)$/.test(unit.label) || (unit.label === 'aux' && !/^(?:do)$/.test(unit.lower))) &&
		/^(?:ROOT|conj|ccomp|parataxis)$/.test(verb.label);
	return { operators, negations, tense, progressive, imperative, speeches };
}

/** Who is said to say a verb's clause: reporting verbs above it, in brackets beside it ("some claimed"), and "according to". */
function speechesOf(graph: Graph, verb: Unit): Speech[] {
	const { units } = graph;
	const out: Speech[] = [];
	for (let at = verb, steps = 0; steps < 12; steps++) {
		for (const unit of kids(graph, at)) {
			const kind = unit !== verb && /^(?:parataxis|intj)$/.test(unit.label) ? SPEECH.get(unit.lemma) : undefined;
			const open = kids(graph, unit).some((kid) => /^(?:ccomp|dobj|xcomp)$/.test(kid.label));
			if (kind && !open && kids(graph, unit).some((kid) => kid.label === 'nsubj')) out.push(speechFrom(graph, unit, kind));
			if (unit.lower === 'according') out.push(speechFrom(graph, unit, 'say'));
		}
		const head = units[at.head]!;
		if (head === at) break;
		if (/^(?:ccomp|parataxis)$/.test(at.label)) {
			const kind = SPEECH.get(head.lemma);
			if (kind) out.push(speechFrom(graph, head, kind));
		}
		// A second main clause beside the reporting one is the writer's own, unless it is reported too.
		at = head;
	}
	return out;
}

/** Operators of a reporting verb itself ("may say", "is expected to say"). */
function stanceShallow(graph: Graph, verb: Unit): string[] {
	return kids(graph, verb)
		.filter((unit) => unit.label === 'aux')
		.map((unit) => MODALS[unit.lower])
		.filter((kind): kind is string => !!kind);
}

/** "is likely to", "are due to", "is set to": the complement governs, not "be". */
function complementOf(graph: Graph, verb: Unit): Unit | undefined {
	if (verb.lemma !== 'be') return undefined;
	return kids(graph, verb).find((unit) => /^(?:acomp|attr|oprd)$/.test(unit.label));
}

function speechFrom(graph: Graph, verb: Unit, kind: string): Speech {
	const args = argumentsOf(graph, verb);
	let speaker = args.subject;
	if (!speaker.length && isPassive(graph, verb)) speaker = args.object;
	if (verb.lower === 'according')
		speaker = kids(graph, verb)
			.filter((unit) => unit.label === 'prep')
			.flatMap((to) => kids(graph, to).filter((unit) => unit.label === 'pobj'));
	const carried = new Set<number>([verb.i]);
	for (const unit of speaker) for (const part of subtree(graph, unit)) carried.add(part.i);
	for (const unit of kids(graph, verb)) {
		if (/^(?:ccomp|parataxis|conj|advcl|relcl)$/.test(unit.label)) {
			for (const part of kids(graph, unit)) if (part.label === 'mark' && part.lower === 'that') carried.add(part.i);
			continue;
		}
		for (const part of subtree(graph, unit)) carried.add(part.i);
	}
	return { kind, speaker, units: carried, denied: kids(graph, verb).some((unit) => unit.label === 'neg') };
}
