/** Words of one sentence → sounds, right to left, since "the", "to" and "a" listen to what follows. */
import { isVowel, withoutStress } from './alphabet';
import { tagWords, type Tag } from './tagger';
import { DETERMINER, isNameParticle, type Context, type Pronouncer, type Sounds } from './word';

export interface SpokenWord {
	text: string;
	/** Punctuation after the word that the voice hears as a pause: '' , ; : . ! ? — */
	pause: string;
	/** Say the letters' names. */
	spell?: boolean;
}

const PAST = /^(yesterday|ago|last|earlier|once|already|recently|was|were|had)$/;
const SHORT_TAG: Record<string, string> = { NOUN: 'N', PROPN: 'N', VERB: 'V', AUX: 'V', ADJ: 'J', ADV: 'R', DET: 'D', SCONJ: 'S' };

/** wink mistakes imperatives and some plural subjects; the neighbours put it right. */
function correctedTag(tags: Tag[], words: string[], i: number, previous: string, next: string): string {
	const tag = SHORT_TAG[tags[i]!] ?? tags[i] ?? '';
	const before = previous ? tags[i - 1] : '';
	const nounLike = tag === 'N' || tag === 'J';
	const objectFollows = DETERMINER.test(next) || /^(it|them|him|me|us|you)$/.test(next);
	const clauseStart =
		!previous || /^(so|then|now|please|and|or|to|just|never|always|don't|will|can|could|should|must|would|i|you|we|they)$/.test(previous);
	if (nounLike && objectFollows && clauseStart) return 'V';
	if (tag === 'V' && DETERMINER.test(previous) && previous !== 'that' && !DETERMINER.test(next)) return 'N';
	if (tag === 'N' && previous === 'to' && /^(DET|PRON)$/.test(tags[i + 1] ?? '')) return 'V';
	const pluralSubject = before === 'NOUN' && /[^s]s$/.test(previous);
	const verbContext =
		DETERMINER.test(next) || /^(SCONJ|ADV|DET)$/.test(tags[i + 1] ?? '') || (words[i] === 'close' && /^(at|in|on)$/.test(next));
	if (nounLike && (previous === 'who' || (pluralSubject && verbContext))) return 'V';
	if (tag === 'V' && before === 'ADJ' && i <= 1) return 'N';
	return tag;
}

/** Sounds of each word, in order. */
export function pronounce(words: SpokenWord[], pronouncer: Pronouncer): Sounds[] {
	const tags = tagWords(words);
	const lower = words.map((word) => word.text.toLowerCase());
	const capitals = words.filter((word) => !word.spell && /[A-Z]{2}/.test(word.text) && word.text === word.text.toUpperCase()).length;
	const shouting = words.length > 2 && capitals > words.length * 0.6;
	const out: Sounds[] = [];
	let vowelFollows: boolean | null = null;
	for (let i = words.length - 1; i >= 0; i--) {
		const { text, pause, spell } = words[i]!;
		if (pause) vowelFollows = null;
		const previous = i > 0 && !words[i - 1]!.pause ? lower[i - 1]! : '';
		const next = pause ? '' : (lower[i + 1] ?? '');
		let tag = correctedTag(tags, lower, i, previous, next);
		if (lower[i] === 'that') {
			const demonstrative = vowelFollows === null || tags[i] === 'DET' || (tags[i] === 'PRON' && (!previous || tags[i - 1] !== 'NOUN'));
			tag = demonstrative ? 'D' : '';
		}
		const context: Context = {
			tag,
			vowelFollows,
			first: i === 0,
			shouting,
			previous,
			beforePrevious: lower[i - 2] ?? '',
			next,
			verbAfterNext: tags[i + 2] === 'VERB',
			past: lower.some((word, k) => k !== i && (PAST.test(word) || (/[^e]ed$/.test(word) && tags[k] === 'VERB'))),
			nameFollows: /^\p{Lu}/u.test(words[i + 1]?.text ?? '') || isNameParticle(lower[i + 1] ?? ''),
		};
		const sounds: Sounds = spell ? { code: pronouncer.letters(text), source: 'letters' } : pronouncer.say(text, context);
		out[i] = sounds;
		const first = withoutStress(sounds.code)[0];
		if (first) vowelFollows = isVowel(first);
	}
	return out;
}
