/**
 * The same event told from its other side: who gives is whom another gets from, who beats is whom another loses to. Made of a parse, for a
 * comparison with a statement that takes the other side.
 */
import { argumentsOf, isPassive, isPredicate, placeOf } from './graph';
import type { Graph, Unit } from './graph';

/** Where an argument stands: subject, object, or behind one of some prepositions. */
type Slot = 'subject' | 'object' | `prep:${string}`;

interface Frame {
	verb: RegExp;
	/** Verbs that tell it from the other side. */
	told: string[];
	/** Slots of the source, and where each goes; all must be filled. */
	moves: [Slot, Slot][];
	/** Words that the moved subject must be; what it goes to has a name then. */
	subject?: RegExp;
}

const FRAMES: Frame[] = [
	{ verb: /^(?:give|hand|award|grant|donate|send)$/, told: ['get', 'receive'], moves: [['subject', 'prep:from'], ['prep:to', 'subject']] },
	{ verb: /^sell$/, told: ['buy', 'purchase'], moves: [['subject', 'prep:from'], ['prep:to', 'subject']] },
	{ verb: /^lend$/, told: ['borrow'], moves: [['subject', 'prep:from'], ['prep:to', 'subject']] },
	{ verb: /^(?:get|receive)$/, told: ['give'], moves: [['subject', 'prep:to'], ['prep:from', 'subject']] },
	{ verb: /^(?:buy|purchase|acquire)$/, told: ['sell'], moves: [['subject', 'prep:to'], ['prep:from', 'subject']] },
	{ verb: /^(?:buy|purchase|acquire)$/, told: ['pay'], moves: [['subject', 'subject'], ['object', 'prep:for'], ['prep:for', 'object']] },
	{ verb: /^borrow$/, told: ['lend'], moves: [['subject', 'prep:to'], ['prep:from', 'subject']] },
	{ verb: /^learn$/, told: ['teach'], moves: [['subject', 'prep:to'], ['prep:from', 'subject']] },
	{ verb: /^(?:beat|defeat)$/, told: ['lose'], moves: [['subject', 'prep:to'], ['object', 'subject']] },
	{ verb: /^lose$/, told: ['beat', 'defeat'], moves: [['subject', 'object'], ['prep:to', 'subject']] },
	{ verb: /^own$/, told: ['belong'], moves: [['subject', 'prep:to'], ['object', 'subject']] },
	{ verb: /^belong$/, told: ['own'], moves: [['subject', 'object'], ['prep:to', 'subject']] },
	{ verb: /^employ$/, told: ['work'], moves: [['subject', 'prep:for'], ['object', 'subject']] },
	{ verb: /^work$/, told: ['employ'], moves: [['subject', 'object'], ['prep:for', 'subject']] },
	{ verb: /^come$/, told: ['supply', 'provide'], moves: [['subject', 'object'], ['prep:from', 'subject']] },
	{
		verb: /^go$/, told: ['win'], moves: [['subject', 'object'], ['prep:to', 'subject']],
		subject: /^(?:race|title|prize|award|medal|cup|trophy|match|game|final|stage|contract|seat|gold|silver|bronze|point)$/,
	},
]; // prettier-ignore

/** Verbs that may stand in a statement which takes the other side. */
export const OTHER_SIDE = new Set(FRAMES.flatMap((frame) => frame.told));

/** Whether one verb tells what the other does from its other side, so that the two are no opposites here. */
export const otherSideOf = (a: string, b: string): boolean =>
	FRAMES.some(({ verb, told }) => (verb.test(a) && told.includes(b)) || (verb.test(b) && told.includes(a)));

/** Parses that tell one event of a sentence from its other side with the verb `told`. */
export function converses(graph: Graph, told: string): Graph[] {
	const out: Graph[] = [];
	for (const verb of graph.units) {
		if (!isPredicate(verb) || isPassive(graph, verb) || verb.kids.some((k) => graph.units[k]!.label === 'neg')) continue;
		for (const frame of FRAMES) {
			if (!frame.verb.test(verb.lemma) || !frame.told.includes(told)) continue;
			const made = turn(graph, verb, frame, told);
			if (made) out.push(made);
		}
	}
	return out;
}

/** Heads of the phrase in a slot; a dative stands for "to". */
function filled(graph: Graph, verb: Unit, slot: Slot): Unit[] {
	const args = argumentsOf(graph, verb);
	const dative = (unit: Unit): boolean => unit.label === 'dative' && unit.tag !== 'IN';
	if (slot === 'subject') return args.subject.filter((unit) => unit.head === verb.i);
	if (slot === 'object') return args.object.filter((unit) => unit.head === verb.i && unit.label !== 'dative');
	const behind = graph.units.filter((unit) => {
		const place = placeOf(graph, unit);
		// "sold the island to Britain": the phrase may have been hung on the object.
		const above = graph.units[graph.units[unit.head]!.head]!;
		if (place.role !== slot || /^(?:IN|TO)$/.test(unit.tag)) return false;
		return above === verb || (above.label === 'dobj' && above.head === verb.i && place.governor === above.i);
	});
	return behind.length || slot !== 'prep:to' ? behind : args.object.filter((unit) => unit.head === verb.i && dative(unit));
}

function turn(source: Graph, of: Unit, frame: Frame, told: string): Graph | null {
	const graph: Graph = { ...source, units: source.units.map((unit) => ({ ...unit, kids: [...unit.kids] })) };
	const verb = graph.units[of.i]!;
	const moves = frame.moves.map(([from, to]) => ({ to, units: filled(graph, verb, from) }));
	if (moves.some(({ units }) => units.length !== 1)) return null;
	const subject = moves[frame.moves.findIndex(([from]) => from === 'subject')]?.units[0];
	const winner = moves.find(({ to }) => to === 'subject')!.units[0]!;
	// "The final went to penalties."
	if (frame.subject && !(subject && frame.subject.test(subject.lemma) && winner.name)) return null;
	// "paid 900 pounds for it": a price, not a purpose.
	if (told === 'pay' && !isSum(moves.find(({ to }) => to === 'object')!.units[0]!)) return null;
	Object.assign(verb, { lemma: told, lower: told, text: told });
	for (const { units } of moves) detach(graph, units[0]!);
	for (const { to, units } of moves) attach(graph, verb, units[0]!, to);
	return graph;
}

const isSum = (unit: Unit): boolean => unit.quantity?.kind === 'money' || /\bpounds?$/.test(unit.lower);

function detach(graph: Graph, unit: Unit): void {
	const head = graph.units[unit.head]!;
	head.kids = head.kids.filter((k) => k !== unit.i);
	// The preposition that is left alone says nothing.
	if (!/^(?:IN|TO)$/.test(head.tag) || head.kids.length) return;
	const above = graph.units[head.head]!;
	above.kids = above.kids.filter((k) => k !== head.i);
	Object.assign(head, { head: head.i, label: 'punct', text: ',', lower: ',', lemma: ',', tag: ',' });
}

function attach(graph: Graph, verb: Unit, unit: Unit, to: Slot): void {
	let above = verb;
	if (to.startsWith('prep:')) {
		const word = to.slice(5);
		above = {
			...verb,
			i: graph.units.length,
			text: word,
			lower: word,
			lemma: word,
			kind: 'x',
			tag: 'IN',
			head: verb.i,
			label: 'prep',
			kids: [],
		};
		graph.units.push(above);
		verb.kids.push(above.i);
	}
	Object.assign(unit, { head: above.i, label: to === 'subject' ? 'nsubj' : to === 'object' ? 'dobj' : 'pobj' });
	above.kids.push(unit.i);
}
