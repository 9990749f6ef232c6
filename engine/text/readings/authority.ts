/**
 * Acts told without their actor: "X has been fined £4.2 million, the Authority said" where the page says elsewhere that the authority
 * is the one who fines.
 */
import { attribution } from '../cues';
import { lemmaOf } from '../meaning/lemma';
import { parseDependencies } from '../parser';
import { asSentence, shapeOf } from './shape';

/** Acts of a body that announces them. */
const ACT =
	/^(?:fine|ban|suspend|charge|license|approve|reject|block|recall|sanction|penalise|penalize|disqualify|prosecute|censure|reprimand|order)$/;

const PASSIVE = /\b(?:been|was|were) \p{L}+ed\b/u;

/** The act with its actor, as a sentence, and the sentences that confirm him; null where the page does not make the speaker the one actor of such acts. */
export function withActor(sentence: string, core: string, sentences: readonly string[]): { text: string; confirmed: number[] } | null {
	const who = attribution(sentence);
	if (!who || who.pronoun) return null;
	const speaker = who.who.replace(/^the /i, '');
	const head = speaker.split(' ').at(-1)!.toLowerCase();
	if (!/^\p{Lu}/u.test(speaker) || !/^\p{Ll}{4,}$/u.test(head)) return null;
	if (!PASSIVE.test(core)) return null;
	const shape = shapeOf(core);
	if (!shape || shape.words[shape.subject]!.label !== 'nsubjpass' || shape.lead.trim()) return null;
	const verb = shape.words[shape.verb]!;
	const lemma = lemmaOf(verb.text, verb.tag);
	if (verb.tag !== 'VBN' || !ACT.test(lemma) || / by\b/.test(shape.rest)) return null;
	const tense = /^(?:(has|have) been|(was|were)) (?=\p{L}+$)/u.exec(shape.group);
	if (!tense) return null;
	const confirmed: number[] = [];
	for (const [index, other] of sentences.entries()) {
		// Parsed only where the act is spoken of at all.
		if (other === sentence || !other.toLowerCase().includes(lemma.slice(0, -1))) continue;
		for (const actor of actorsOf(other, lemma)) {
			if (actor.toLowerCase() !== speaker.toLowerCase() && actor.toLowerCase() !== head) return null;
			confirmed.push(index);
		}
	}
	if (!confirmed.length) return null;
	const name = who.who.replace(/^the /, 'The ');
	return { text: asSentence(`${name} ${verb.text} ${shape.noun}${shape.rest}`), confirmed: [...new Set(confirmed)] };
}

/** Who does it, in a sentence: subjects of the active verb and agents of the passive, without their articles. */
function actorsOf(sentence: string, lemma: string): string[] {
	const words = parseDependencies(sentence);
	const phrase = (i: number): string => {
		let first = i;
		while (first > 0 && words[first - 1]!.head === i && /^(?:compound|amod|poss|nmod)$/.test(words[first - 1]!.label)) first--;
		return sentence.slice(words[first]!.start, words[i]!.end);
	};
	return words.flatMap((word, v) => {
		if (!/^VB/.test(word.tag) || lemmaOf(word.text, word.tag) !== lemma) return [];
		return words.flatMap((other, i) => {
			const agent = other.label === 'pobj' && words[other.head]!.label === 'agent' && words[other.head]!.head === v;
			return (other.label === 'nsubj' && other.head === v) || agent ? [phrase(i)] : [];
		});
	});
}
