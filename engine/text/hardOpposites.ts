/**
 * Two opposites, one in a statement and one in its sentences, that do not contradict each other: the statement has a second turn ("the last time was
 * before …" for "the first time since …"), denies, tells a comparison from its other side, or means another word of the sentence.
 */
import { direction } from './cues';
import { partsOf } from './hardParts';
import { escapePattern } from './pattern';
import { quantities } from './quantities';
import { lemmaOf } from './meaning/lemma';
import { relation } from './meaning/lexicon';
import { contentStems } from './similarity';

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? [];

/** What turns a clause round without a "not". */
const TURNS =
	/\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|hardly|barely|cannot|forgot\w*|forgets?|fail\w*|avoid\w*|prevent\w*|refus\w*|warn\w*|wait\w*|until now|so far)\b|n['’]t\b/giu;
/** Whether a part denies the word itself: "not better". */
const denied = (part: string, other: string): boolean =>
	new RegExp(`\\b(?:not|n['’]t|never|no|hardly|neither|nor)\\s+(?:\\p{L}+\\s+)?${escapePattern(other)}(?!\\p{L})`, 'iu').test(part);

/** @param word of the statement, @param other of the cited sentences, its opposite */
export function notContrary(word: string, other: string, said: string, told: string): boolean {
	const parts = partsOf(told);
	const spots = parts.filter((part) => words(part).includes(other));
	const denies = (text: string): number =>
		(text.match(TURNS) ?? []).filter((turn) => turn.toLowerCase() !== word && turn.toLowerCase() !== other).length;
	if (spots.length && spots.every((part) => (denies(said) ? denies(said) === 1 && !denies(part) : denied(part, other)))) return true;
	const ours = words(said);
	const mine = new Set(contentStems(said));
	const shared = (part: string): number => contentStems(part).filter((stem) => mine.has(stem)).length;
	// Said of something else than the statement's: another part has the statement's own word.
	const nearest = Math.max(...spots.map(shared));
	if (
		parts.some(
			(part) => !spots.includes(part) && shared(part) >= nearest && words(part).some((own) => !ours.includes(own) && means(own, word)),
		)
	)
		return true;
	// "The last time was before …", "for the first time since …"
	if (/^(?:first|last)$/.test(word) && ours.includes('before') && /\bsince\b/i.test(told) && !/\bbefore\b/i.test(told)) return true;
	if (/^(?:earlier|later)$/.test(word) && /\b(?:should|was to|were to|had been|was meant|planned)\b/i.test(said)) return true;
	// An auxiliary, and "a few".
	if (/^(?:has|have|had)$/.test(other) || (word === 'few' && /\ba few\b/i.test(said))) return true;
	return otherSide(said, told) || winnerTold(word, other, said, told);
}

/** Whether a word of the source is what the statement's word says. */
function means(own: string, word: string): boolean {
	const way = direction(word);
	if (/^(?:up|down)$/.test(way) && direction(own) === way && !/^(?:more|less|fewer|up|down|higher|lower)$/.test(own)) return true;
	return (['v', 'n', 'a'] as const).some((kind) => {
		const tag = kind === 'v' ? 'VBD' : kind === 'n' ? 'NNS' : 'JJ';
		const found = relation(lemmaOf(own, tag), kind, lemmaOf(word, tag), kind);
		return found === 'same' || found === 'near';
	});
}

/** "Cold water dissolves more than warm water": the statement speaks of the second side, in the opposite word. */
function otherSide(said: string, told: string): boolean {
	const found = /(?:^|[.;:,] )([^.;:]*?)\b(?:more|less|fewer|\p{L}+er)\b[^.;:]*?\bthan\b([^.;:,]*)/iu.exec(told);
	if (!found || /\bthan\b/i.test(said)) return false;
	const mine = new Set(contentStems(said));
	const second = contentStems(found[2]!);
	const bare = quantities(found[1]!).reduce((text, { text: number }) => text.replace(number, ' '), found[1]!);
	const first = contentStems(bare).filter((stem) => !second.includes(stem));
	// "than those who did not"
	if (!second.length || /\b(?:not|n't)\b/.test(found[2]!)) return /\b(?:not|without|no)\b|n't/i.test(said);
	return second.some((stem) => mine.has(stem)) && !first.some((stem) => mine.has(stem));
}

const WON = /^(?:won|wins?|winner|winning|victory|beat|beats|beaten|defeat(?:ed|s)?)$/;
const LOST = /^(?:lost|loses?|loser|losing|defeat(?:ed|s)?|beaten)$/;
/** "Portsmere lost to Aldgate": Aldgate won. */
function winnerTold(word: string, other: string, said: string, told: string): boolean {
	if (!((WON.test(word) && LOST.test(other)) || (LOST.test(word) && WON.test(other)))) return false;
	const rival = new RegExp(
		`\\b${other}\\b[^.;:]{0,40}?\\b(?:to|against|by|over)\\s+(?:the\\s+)?(\\p{Lu}\\p{L}+)|\\b${other}\\s+(?:the\\s+)?(\\p{Lu}\\p{L}+)`,
		'u',
	).exec(told);
	const name = rival?.[1] ?? rival?.[2];
	const first = /\p{Lu}\p{L}+/u.exec(said.replace(/^(?:The|A|An) /, ''))?.[0];
	return !!name && name === first;
}
