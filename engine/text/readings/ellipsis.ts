/**
 * Ellipsis written out: "Tarnbeck's revenue rose; Corrie Line's fell" and "the Hearth reached 430 megabits and the Ember 340" as the
 * sentences that they stand for.
 */
import { quantities } from '../quantities';
import type { Quantity } from '../quantities';
import { asSentence, shapeOf } from './shape';
import { inUnitOf, isBare } from './units';

/** Where two clauses or their remains meet. */
const JOINT = /;\s+|,?\s(?:and|but|while|whereas)\s|,\s/g;

/**
 * The sentences that an elliptical one stands for, in order; null where nothing was left out, or it cannot be told what.
 * @param side a source's reading claims no more than is sure: what stands only behind the first part is not carried to the others
 */
export function writtenOut(sentence: string, side: 'statement' | 'source'): string[] | null {
	return owners(sentence) ?? gapped(sentence, side);
}

/** "X's NOUN …; Y's VERB …": the noun is carried. */
function owners(sentence: string): string[] | null {
	for (const joint of sentence.matchAll(/;\s+|,?\s(?:and|but|while|whereas)\s/g)) {
		const second = sentence.slice(joint.index + joint[0].length);
		const owner = /^((?:[Tt]he )?\p{Lu}[\p{L}\p{N}.-]*(?: (?:& )?\p{Lu}[\p{L}\p{N}.-]*)*'s?)(?= \p{Ll})/u.exec(second)?.[1];
		if (!owner?.includes("'")) continue;
		const first = sentence.slice(0, joint.index);
		const head = ownedNoun(first);
		if (!head) continue;
		const full = `${owner} ${head}${second.slice(owner.length)}`;
		// "Corrie Line's ships sailed" leaves nothing out.
		const shape = shapeOf(second);
		if (!shape || shape.words[shape.verb]!.start !== firstWordAfter(second, owner.length)) continue;
		if (/^(?:do|does|did|has|have|had|is|was|are|were|will|would|can|could)$/.test(shape.words[shape.verb]!.text)) continue;
		return [asSentence(first), asSentence(withUnit(full, first))];
	}
	return null;
}

/** A clause's one bare number in the unit of the one number of the clause before: "sold 9,000 copies; Ida's sold 400". */
function withUnit(clause: string, before: string): string {
	const values = (text: string): Quantity[] => quantities(text).filter((quantity) => !/^(?:ordinal|date|year)$/.test(quantity.kind));
	const [own, ...more] = values(clause);
	const [other, ...others] = values(before);
	if (!own || !other || more.length || others.length || !isBare(own) || other.bound) return clause;
	const value = inUnitOf(own, other);
	return value === null ? clause : clause.slice(0, own.start) + value + clause.slice(own.end);
}

const firstWordAfter = (text: string, at: number): number => at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);

/** The noun that a subject's owner has ("operating profit" of "Tarnbeck's operating profit rose"); null where more hangs on it. */
function ownedNoun(clause: string): string | null {
	const shape = shapeOf(clause);
	if (!shape) return null;
	const { words, subject } = shape;
	const owner = words.findIndex((word) => word.head === subject && word.label === 'poss');
	if (owner < 0 || words.some((word, i) => word.head === subject && i > subject && /^(?:prep|relcl|acl|appos|conj|cc)$/.test(word.label)))
		return null;
	const mark = words[owner + 1]?.tag === 'POS' ? owner + 1 : owner;
	return clause.slice(words[mark]!.end, words[subject]!.end).trim() || null;
}

/** "X VERB Q1 …, Y Q2 and Z Q3": the verb, what leads the clause in and the unit are carried. */
function gapped(sentence: string, side: 'statement' | 'source'): string[] | null {
	const body = sentence.replace(/[.\s]+$/, '');
	const joints = [...body.matchAll(JOINT)];
	const members: { noun: string; quantity: Quantity; tail: string }[] = [];
	let end = body.length;
	let first = body;
	for (const joint of joints.reverse()) {
		const piece = body.slice(joint.index + joint[0].length, end);
		const member = gapMember(piece);
		if (!member) break;
		members.unshift(member);
		end = joint.index;
		first = body.slice(0, end);
	}
	if (!members.length) return null;
	const shape = shapeOf(first);
	if (!shape || !/^(?:nsubj|nsubjpass)$/.test(shape.words[shape.subject]!.label)) return null;
	// The number stands right behind the verb.
	const [own, ...others] = quantities(shape.rest);
	if (!own || !/^\s*(?:by\s)?$/.test(shape.rest.slice(0, own.boundStart))) return null;
	// "up to 900 tonnes and the Wharfe 640", "did not reach": how far the limit or the denial goes is not said.
	if ((own.bound && own.bound !== 'about') || /\b(?:not|n't|never)\b/.test(shape.group)) return null;
	// "has two children, Mia 9 and Tom 12" gives ages.
	if (own.kind === 'count' && /\b(?:have|has|had|includes?|included|comprises?|comprised|leaves?|left)$/.test(shape.group)) return null;
	// "900 tonnes of silt": the stuff goes with the unit.
	const stuff = own.kind === 'measure' ? (/^ of [\p{Ll}-]+(?=$|[ ,])/u.exec(shape.rest.slice(own.end))?.[0] ?? '') : '';
	const behind = shape.rest.slice(own.end + stuff.length);
	if (others.some((other) => other.kind === own.kind) || /[;:]/.test(behind)) return null;
	const opening = shape.rest.slice(0, own.boundStart);
	const out = [asSentence(first)];
	for (const member of members) {
		const bare = isBare(member.quantity);
		if (!bare && member.quantity.base?.dimension !== own.base?.dimension && member.quantity.kind !== own.kind) return null;
		const carried = bare ? inUnitOf(member.quantity, own) : member.quantity.text;
		if (carried === null) return null;
		const value = `${carried}${bare ? stuff : ''}`;
		const tail = member.tail || (side === 'statement' ? behind : '');
		out.push(asSentence(`${shape.lead}${member.noun} ${shape.group}${opening || ' '}${value}${tail}`));
	}
	return out;
}

/** "the Ember 340 in the garden": a definite noun phrase without a verb, its number, a phrase. */
function gapMember(piece: string): { noun: string; quantity: Quantity; tail: string } | null {
	const found = quantities(piece);
	const [quantity] = found;
	if (found.length !== 1 || !quantity || quantity.bound || !/^(?:count|measure|money|percent|points)$/.test(quantity.kind)) return null;
	const noun = piece.slice(0, quantity.start).trim();
	const tail = piece.slice(quantity.end);
	if (!/^(?:(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+)?(?:[\p{L}\p{N}][\p{L}\p{N}'&.-]*\s?){1,4}$/u.test(noun)) return null;
	if (!/^(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|\p{Lu}\S*)(?=\s|$)/u.test(noun)) return null;
	if (/\b(?:of|in|on|at|for|by|to|from|with|than|was|is|were|are|had|has|only|not|who|which|that|a|an)\b/i.test(noun)) return null;
	if (tail && !/^ (?:in|at|on|after|for|with)\s[^,;]+$/.test(tail)) return null;
	if (/\b(?:\p{L}{2,}est|eldest|other|others|rest|same|latter|former)$/u.test(noun) || shapeOf(`${piece}.`)) return null;
	return { noun, quantity, tail };
}
