/** Quotations with who said them. */
import { findPlaces, names } from '../../text';
import { escapePattern } from '../../text/pattern';
import { quotationsOf } from '../../writing';
import { cueOf, trimFragment, wordCount } from './context';
import type { Candidate, SceneContext } from './context';

const SPEAKER_NAME =
	"(?:Dr\\.\\s|Mr\\.?\\s|Councillor\\s|Professor\\s)?\\p{Lu}[\\p{L}’'-]+(?:\\s(?:van\\s|von\\s|de\\s)?\\p{Lu}[\\p{L}’'-]+){0,3}";
const bareOfQuotes = (part: string): string => part.replace(/["“][^"”]*["”]/g, ' " ');

/** Who says what stands in quotation marks, with what they are, as the words outside of the marks tell. */
function speakerOf(outside: string): { who: string; role?: string } | undefined {
	// "said Rovers manager Gill Harker", and not "said in a letter to Gill Harker".
	const titled =
		/\b(?:said|says|added|asked|wrote|replied|explained|warned)\s((?:\p{Lu}[\p{L}’'-]+\s){0,3}(?:(?!(?:in|on|at|to|by|with|from|for|of|the|an?|that|when|after|before|as|and|during|about)\s)\p{Ll}[\p{Ll}-]+\s){1,3})(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){1,2})(?=[.,]|$)/u.exec(
			outside,
		);
	const who =
		titled?.[2] ??
		// "said the Ravensholt coach, Marta Quill"
		/\b(?:said|says|added|asked|wrote|replied|explained|warned)\s(?:the|its|their|his|her|an?)\s[^,."“”]{3,40},\s(\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){1,2})(?=[.,])/u.exec(
			outside,
		)?.[1] ??
		new RegExp(`\\b(?:said|says|added|asked|wrote|replied)\\s(${SPEAKER_NAME})`, 'u').exec(outside)?.[1] ??
		/((?:Dr\.\s|Mr\.?\s)?\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){0,3}),?\s(?:\p{Ll}+\s)?(?:said|says|added|asked|called|wrote|told|put it)\b/u.exec(
			outside,
		)?.[1];
	if (!who) return undefined;
	const role = new RegExp(`${escapePattern(who)}(?:,\\s|\\sof\\s)((?:an?\\s|the\\s|its\\s|who\\s)?[^,".]{3,40})(?=[,.]|$)`).exec(
		outside,
	)?.[1];
	// "wrote its secretary, Paulo Brandt, in a letter": what stands before the name.
	const named = new RegExp(`(?:^|\\s)(?:the|its|their|his|her|an?)\\s([^,."“”]{3,40}),\\s${escapePattern(who)}`, 'i').exec(outside)?.[1];
	const told =
		role && !/^(?:in|on|at|to|after|when|before|during|as|by|with|from|while|told|said)\s/.test(role)
			? role
			: (named ?? titled?.[1]?.trim());
	return { who, ...(told ? { role: trimFragment(told.replace(/^who\s/, '')) } : {}) };
}

/** A real quotation with a speaker, who may stand in another sentence of the same quotation. */
export function quote(context: SceneContext): Candidate[] {
	const { narration, source, cites } = context;
	const [match, next] = [...narration.matchAll(/["“]([^"”]{8,})["”]/g)];
	if (!match) return [];
	const [before, after] = [narration.slice(0, match.index), narration.slice(match.index + match[0].length)];
	const first = (match[1] ?? '').replace(/,$/, '').trim();
	// "…," he said. "…": both sentences of what was said, where they end whole and follow one another.
	const goesOn = next && /^[^"“”]*[.]\s$/.test(narration.slice(match.index + match[0].length, next.index)) && /,["”]$/.test(match[0]);
	const second = (next?.[1] ?? '').trim();
	const both = goesOn ? `${first}. ${second.replace(/\.$/, '')}` : '';
	const text = both && wordCount(both) <= 22 ? both : first;
	// "One called for a resignation; the minister said that …": who speaks stands in the quotation's own clause.
	const outside = `${bareOfQuotes(before).split(/;\s/).at(-1) ?? ''} " ${bareOfQuotes(after).split(/;\s/)[0] ?? ''}`;
	const alone = !/\p{L}/u.test(outside);
	const told = alone && source ? quotationsOf(source.sentences, source.paragraphs).get(cites[0] ?? -1)?.told : undefined;
	// "…," she said: the one who spoke in the sentence before, or the only one whom it names.
	const pronoun =
		/"\W*(?:he|she)\s(?:said|says|added|asked|wrote)\b/i.test(outside) || /^\W*(?:he|she)\s(?:said|says|added)\W*$/i.test(outside);
	const at = alone ? told : pronoun ? cites[0] : undefined;
	const lent = at === undefined ? undefined : lentSpeaker(source, at, pronoun ? before : '');
	const speaker = alone || pronoun ? lent : speakerOf(outside);
	if (!speaker || wordCount(text) > 22 || wordCount(text) < 3) return [];
	const { who, role } = speaker;
	if (![first, text === both ? second : first].every(context.drawableName)) return [];
	if (!(lent ? context.allowed(who) : context.drawableName(who))) return [];
	return [
		{
			visual: {
				type: 'quote',
				text,
				who,
				...(role && wordCount(role) <= 6 && !/\d/.test(role) && context.drawable(role) ? { role } : {}),
				cues: [cueOf(narration, first)],
			},
			score: wordCount(text) >= 5 ? 6.4 : 4.8,
			...(lent ? { alsoCites: lent.cites.filter((index) => !cites.includes(index)) } : {}),
		},
	];
}

/** Who says the words of a sentence that names no speaker itself ("she said"): `before` is what stands before them in the scene. */
function lentSpeaker(
	source: SceneContext['source'],
	at: number,
	before: string,
): { who: string; role?: string; cites: number[] } | undefined {
	const only = (text: string): string | undefined => {
		const found = [
			...new Set(names(text.replace(/["“][^"”]*["”]/g, ' ')).flatMap(({ text: name }) => (/\s\p{Lu}/u.test(name) ? [name] : []))),
		];
		return found.length === 1 && findPlaces(found[0] ?? '').length === 0 ? found[0] : undefined;
	};
	const here = only(before);
	if (here) return { who: here, cites: [at] };
	for (let index = at; index >= Math.max(0, at - 2); index--) {
		const sentence = source?.sentences[index] ?? '';
		const spoken = speakerOf(bareOfQuotes(restored(sentence)));
		if (spoken && /["“”]/.test(sentence)) return { ...spoken, cites: [at, index] };
		const named = index < at ? only(sentence) : undefined;
		if (named) return { who: named, cites: [at, index] };
	}
	return undefined;
}

/** A sentence whose quotation began before it or goes on behind it, with both marks. */
const restored = (text: string): string =>
	(text.match(/"/g) ?? []).length & 1 ? (/^[^"]*[,.!?]"/.test(text) ? `"${text}` : `${text}"`) : text;
