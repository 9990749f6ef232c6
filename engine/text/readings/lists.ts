/**
 * Lists whose members leave out what the sentence, or the one before, has said: "the time is cut in half: four hours at 88, two hours at
 * 91"; "the order was reversed: 430 for the Hearth, 340 for the Ember".
 */
import { quantities } from '../quantities';
import type { Quantity } from '../quantities';
import { asSentence, lowered, shapeOf } from './shape';
import { dimensionOf, isBare, namedUnit, onlyUnit, unitTail } from './units';

interface Member {
	value: Quantity;
	preposition: string;
	/** What the value is given for. */
	at: string;
}

/** Nouns that are measured in a dimension: "the time" is told in hours. */
const MEASURED_IN: [RegExp, RegExp][] = [
	[/^(?:time|limit|duration|period|wait|delay)$/i, /^time/],
	[/^(?:price|cost|fee|fare|charge|rent|fine|wage|salary|toll)$/i, /^[A-Z]{3}$/],
	[/^(?:speed|pace)$/i, /^(?:speed|length\/time)/],
	[/^(?:distance|height|depth|length|width|range|limit)$/i, /^length/],
	[/^(?:weight|load|mass|dose)$/i, /^mass/],
	[/^(?:temperature)$/i, /^temperature/],
];
/** Verbs that say of any value that it was come to. */
const ATTAIN = /^(?:reach(?:es|ed)?|hit|hits|manage[sd]?|achieve[sd]?|record(?:s|ed)?|measure[sd]?|post(?:s|ed)?)$/i;

/** "four hours at 88": number first, then what it goes with; all members alike, at least two. */
function membersOf(list: string): Member[] | null {
	const pieces = list.replace(/[.\s]+$/, '').split(/;\s+|,\s+(?:and\s+|but\s+)?|\s+(?:and|but)\s+/);
	const out: Member[] = [];
	for (const piece of pieces) {
		const [value] = quantities(piece);
		const after = value && /^ (at|in|for|on|by|with|after) (?:about )?([^,;]+)$/.exec(piece.slice(value.end));
		if (!value || value.start > 0 || !after) return null;
		out.push({ value, preposition: after[1]!, at: after[2]! });
	}
	return out.length > 1 && out.every((member) => member.preposition === out[0]!.preposition) ? out : null;
}

/**
 * Sentences that the members of a list stand for.
 * @param before the sentences before it, nearest last
 */
export function listed(sentence: string, before: readonly string[]): string[] {
	const colon = /^([^:]+): (?=[\p{L}\p{N}$£€])/u.exec(sentence);
	const members = colon && membersOf(sentence.slice(colon[0].length));
	if (!colon || !members) return [];
	const shape = shapeOf(`${colon[1]}.`);
	if (!shape) return [];
	const measured = members.every((member) => member.value.kind !== 'count');
	if (measured) return scaled(members, colon[1]!, shape.noun, shape.group, before);
	return members.every((member) => isBare(member.value)) ? apiece(members, shape.lead, before.at(-1)) : [];
}

/** "The time …: four hours at 88": a noun that is told in such values, and the one scale named just before for the bare numbers. */
function scaled(members: Member[], head: string, noun: string, group: string, before: readonly string[]): string[] {
	const own = new Set(members.map((member) => dimensionOf(member.value)));
	const word = noun.split(' ').at(-1)!;
	if (own.size !== 1 || noun.split(' ').length > 3 || !/^(?:the|its|this)\b/i.test(noun)) return [];
	if (!MEASURED_IN.some(([nouns, dimension]) => nouns.test(word) && dimension.test([...own][0]!))) return [];
	const marks = members.map((member) => quantities(member.at));
	if (!marks.every((found, k) => found.length === 1 && isBare(found[0]!) && found[0]!.text === members[k]!.at)) return [];
	const near = [head, ...before.slice(-2)];
	const unit = onlyUnit([head], own) ?? onlyUnit(near, own) ?? (onlyUnit(near, own, true) ? null : namedUnit(near));
	if (!unit) return [];
	const verb = /^(?:was|were|had|did)\b|ed$/.test(group) && !/^(?:is|are|has|have)\b/.test(group) ? 'was' : 'is';
	return members.map((member) => asSentence(`${member.preposition} ${member.at}${unit} ${lowered(noun)} ${verb} ${member.value.text}`));
}

/** "430 for the Hearth, 340 for the Ember": who is measured, how and in what, stands in the sentence before; the circumstance is this one's. */
function apiece(members: Member[], lead: string, previous: string | undefined): string[] {
	if (!previous || !/\S/.test(lead) || members[0]!.preposition !== 'for') return [];
	const said = previous.toLowerCase();
	if (!members.every((member) => said.includes(member.at.toLowerCase().replace(/^the /, '')))) return [];
	const unit = onlyUnit([previous], undefined, true);
	const shape = shapeOf(previous);
	if (!unit || !shape) return [];
	const value = quantities(shape.rest)[0];
	if (!value || unitTail(value) !== unit || shape.rest.slice(0, value.boundStart).trim()) return [];
	const verbs = new Set([
		shape.group,
		...shape.words.filter((word) => /^VB[DZP]$/.test(word.tag) && ATTAIN.test(word.text)).map((word) => word.text),
	]);
	return members.flatMap((member) => [...verbs].map((verb) => asSentence(`${lead}${member.at} ${verb} ${member.value.text}${unit}`)));
}

/** Bare numbers of a comparison in the sentence's only unit: "112 litres a day, compared with 119 a year earlier". */
export function unitsFilled(sentence: string): string | null {
	const found = quantities(sentence);
	const unit = onlyUnit([sentence]);
	if (!unit || found.some((quantity) => /^(?:money|percent|points|range|score|fraction)$/.test(quantity.kind))) return null;
	let out = sentence;
	let filled = false;
	for (const quantity of [...found].reverse()) {
		if (
			!isBare(quantity) ||
			!/^(?:[.,;]|$| (?:a|the) (?:year|month|week|day) (?:earlier|before|ago)| (?:for|at|in|on) )/.test(sentence.slice(quantity.end))
		)
			continue;
		if (!/(?:compared with|against|than|up from|down from) $/.test(sentence.slice(0, quantity.start))) continue;
		out = out.slice(0, quantity.end) + unit + out.slice(quantity.end);
		filled = true;
	}
	return filled ? out : null;
}
