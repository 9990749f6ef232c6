/**
 * Names by capitals: multi-word, acronyms, "of" names, with care at the start of a sentence.
 */
import { knownWord } from './nlp';

export interface NameSpan {
	text: string;
	start: number;
	end: number;
}

/** Lower-case words that may stand inside a name, before another capital ("the" only after "of"). */
const JOIN = new Set([
	'of',
	'the',
	'&',
	'de',
	'del',
	'della',
	'di',
	'da',
	'do',
	'dos',
	'van',
	'von',
	'der',
	'den',
	'la',
	'le',
	'du',
	'al',
	'bin',
	'ibn',
	'y',
	'zu',
	'af',
	'av',
	'og',
	'upon',
	'aan',
	'ter',
	"d'",
]);
/** A name of several words goes on with "of" only behind these ("Nadia Fairweather of Leeds" is a person and a town). */
const OF_HEADS =
	/^(?:University|Bank|House|Office|Ministry|Minister|Department|Institute|Academy|College|Museum|Council|Court|Bay|Gulf|Isle|Cape|Church|School|Kingdom|Republic|State|States|Society|Union|Association|Federation|Duke|Prince|Bishop|Board|Chamber|Library|Museum|Port|City|County|Order|Battle|Treaty|Act|Strait|Sea|Lord)$/;
/** Words that are capitalised for other reasons. */
const NOT_NAMES = new Set(
	(
		'the a an it he she they we you i this that these those there here his her its their our your my in on at by for from with without after before when while if as but and or so yet then now ' +
		'once since until although though because however what why how who whom whose where which not no nobody none nothing neither all some most many each every both another other such still even ' +
		'only according to during under over meanwhile instead also of about among between against through into near like unlike across along around behind beyond despite except per than via one two ' +
		'three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred first second third last next more less few several half step ok yes please never always often sometimes ' +
		'mr mrs ms dr prof sir lady lord'
	).split(' '),
);
const CAPITAL = /^\p{Lu}/u;
const TOKEN = /[\p{L}\p{N}]+(?:[’'.&-][\p{L}\p{N}]+)*\.?|&|[^\s\p{L}\p{N}]/gu;

/** Whether a capitalised word at the start of a sentence is an ordinary word there: a function word, or one that the tagger's lexicon knows in lower case. */
function ordinaryStart(word: string): boolean {
	if (NOT_NAMES.has(word.toLowerCase())) return true;
	if (/^\p{Lu}{2,}|\p{Ll}\p{Lu}|\d/u.test(word)) return false;
	return knownWord(word) || word.split('-').every(knownWord);
}

/**
 * Names of a sentence in order. Titles ("Dr.") stay outside; "University of Leeds" and "Marlowe & Finch" are one name.
 * Weekdays and months count as names; numbers inside names ("Slate 3", "Apollo 11") belong to them.
 */
export function names(sentence: string): NameSpan[] {
	const tokens = [...sentence.matchAll(TOKEN)].map((m) => ({ text: m[0].replace(/(?<=\p{L}{2})\.$|(?<=\p{Ll})\.$/u, ''), start: m.index }));
	const out: NameSpan[] = [];
	let sentenceStart = true;
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i]!;
		const bare = token.text.replace(/[’']s$/, '');
		if (!/[\p{L}\p{N}]/u.test(token.text)) {
			if (!/^[“"‘'(\[&]$/.test(token.text)) sentenceStart = /^[.!?:]$/.test(token.text);
			continue;
		}
		const capital = CAPITAL.test(bare) && bare !== 'I' && sentence[token.start - 1] !== '°';
		const nextCapital =
			CAPITAL.test(tokens[i + 1]?.text ?? '') && /^\s$/.test(sentence.slice(token.start + token.text.length, tokens[i + 1]?.start ?? 0));
		const isName =
			capital &&
			!NOT_NAMES.has(bare.toLowerCase()) &&
			(!sentenceStart || nextCapital || /^&$/.test(tokens[i + 1]?.text ?? '') || !ordinaryStart(bare));
		// A full stop behind a lower-case word ends a sentence; behind a capital it may be an abbreviation.
		sentenceStart = /^\p{Ll}/u.test(token.text) && sentence[token.start + token.text.length] === '.';
		if (!isName) continue;
		let last = i;
		let possessive = bare !== token.text;
		for (let j = i + 1; j < tokens.length && !possessive; j++) {
			const text = tokens[j]!.text;
			const gap = sentence.slice(tokens[j - 1]!.start + tokens[j - 1]!.text.length, tokens[j]!.start);
			if (!/^\.?\s?$/.test(gap)) break;
			if (CAPITAL.test(text) && text !== 'I') {
				last = j;
				possessive = /[’']s$/.test(text);
			} else if (
				/^\d{1,3}$/.test(text) &&
				last === j - 1 &&
				!/^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/.test(tokens[j - 1]!.text)
			) {
				last = j;
				break;
			} else if (
				!JOIN.has(text) ||
				j - last > 2 ||
				(text === 'the' && tokens[j - 1]!.text !== 'of') ||
				(text === 'of' && last > i && !OF_HEADS.test(tokens[j - 1]!.text))
			)
				break;
		}
		const end = tokens[last]!.start + tokens[last]!.text.replace(/[’']s$/, '').length;
		out.push({ text: sentence.slice(token.start, end), start: token.start, end });
		i = last;
	}
	return out;
}
