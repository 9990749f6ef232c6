/** Tags of a film: what people search for. Names, terms of two words, and nouns that the page is about; never a bare "half" or "measures". */
import type { Scene, SourceText, Topic } from '../asset';
import { knownWord, names, tag } from '../text';
import type { Tagged } from '../text';
import { mainVerb, normaliseSpaces, phraseTokens } from '../writing';
import { wordCount } from './visuals/context';

interface TagInput {
	texts: SourceText[];
	topic: Topic | undefined;
	scenes: Scene[];
	allowed: (text: string) => boolean;
}

const MOST = 12;
/** Below so many, what is said only once is taken too. */
const LEAST = 6;
const MOST_NAMES = 5;

/** Words of the calendar and the clock: no subject of a film. */
export const CALENDAR =
	/^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|years?|months?|weeks?|days?|hours?|minutes?|seconds?|today|tomorrow|yesterday|mornings?|afternoons?|evenings?|nights?|times?|decades?|centur(?:y|ies))$/i;
/** Nouns that say nothing alone, and units. */
const BARE = new RegExp(
	`^(?:${[
		'way thing lot kind sort type part piece bit half third quarter rest side end top bottom front back middle edge line point place spot area room floor wall door head hand face eye body foot life death case fact reason cause effect result answer question idea sense matter issue problem trouble change rise fall increase decrease drop gain loss growth level rate share number figure amount total sum average count half dozen hundred thousand million billion percent percentage',
		'measure step move plan project work job task use user need want help form name word term title list group set pair team member people person man woman men women child children boy girl family friend customer owner worker employee staff visitor reader viewer leader expert official spokesman spokeswoman minister company firm office service system process method model test study trial report survey research result data information detail example version',
		'price cost fee money pay payment bill value income budget profit month week year day hour minute second kilometre metre centimetre millimetre mile yard inch foot feet kilogram gram tonne ton litre gallon degree watt euro pound dollar cent coin size length width height weight depth speed distance temperature colour color shape sound light air water ground land world country state city town village street road home house building start begin beginning opening stop turn cut start try look chance risk order rule condition situation position role view story attempt effort fight game season habit lead head winner loser beginner burn burns feed layer scrape drink drank',
	]
		.join(' ')
		.split(' ')
		.join('|')})s?$`,
	'i',
);

const isNoun = ({ pos, text }: Tagged): boolean => (pos === 'NOUN' || pos === 'PROPN') && /^\p{L}[\p{L}’'-]*$/u.test(text);

/** Terms of two or three words ("sourdough starter", "social tariff") of a text. */
function termsOf(tokens: Tagged[], text: string): string[] {
	return tokens.flatMap((token, i) => {
		const next = tokens[i + 1];
		if (!next || token.end + 1 !== next.start || !isNoun(next)) return [];
		if (tokens[i + 2] && isNoun(tokens[i + 2]!) && tokens[i + 2]!.start === next.end + 1) return [];
		const adjective =
			token.pos === 'ADJ' &&
			!token.stop &&
			!/(?:est|er)$|^(?:first|last|next|other|same|such|own|few|many|more|new|old|big|small|good|bad|little|long|short|high|low|whole|typical|usual)$/i.test(
				token.text,
			);
		if (!(isNoun(token) || adjective) || /\d/.test(token.text + next.text) || token.text.length < 3) return [];
		if ([token, next].some(({ text: word }) => CALENDAR.test(word)) || (adjective && BARE.test(next.text))) return [];
		// "blooded animal" of "warm-blooded animal"; "burns energy", "bird lives" are clauses.
		if (
			text[token.start - 1] === '-' ||
			/[^s]s$/.test(token.text) ||
			mainVerb(phraseTokens(`the ${text.slice(token.start, next.end)}`)) >= 0
		)
			return [];
		if (/['’]s?$/.test(token.text) || UNITS.test(next.text) || (BARE.test(token.text) && BARE.test(next.text))) return [];
		return [text.slice(token.start, next.end)];
	});
}
const UNITS = /^(?:kilometres?|metres?|miles?|grams?|kilograms?|litres?|degrees?|pounds?|euros?|dollars?|percent|people|times?)$/i;

/** "Substitute Kofi Brennan" that opens a sentence is Kofi Brennan. */
function bareName(name: string, opens: boolean): string {
	const [first = '', ...rest] = name.split(' ');
	return opens &&
		rest.length &&
		first.split('-').every((part) => knownWord(part)) &&
		rest.every((word) => /^\p{Lu}/u.test(word)) &&
		!knownWord(rest[0]!)
		? rest.join(' ')
		: name;
}

/** Up to twelve tags, best first. */
export function tagsOf({ texts, topic, scenes, allowed }: TagInput): string[] {
	const tags: string[] = [];
	const take = (raw: string): void => {
		const text = normaliseSpaces(raw.replace(/[*#,"“”]/g, '').replace(/['’]s$/, '')).toLowerCase();
		const said = (other: string): boolean =>
			other === `${text}s` || text === `${other}s` || ` ${other} `.includes(` ${text} `) || ` ${text} `.includes(` ${other} `);
		if (
			tags.length < MOST &&
			text.length >= 3 &&
			text.length <= 30 &&
			!BARE.test(text) &&
			!CALENDAR.test(text) &&
			allowed(text) &&
			!tags.some(said)
		)
			tags.push(text);
	};
	for (const word of topic?.keywords ?? []) if (!/\d/.test(word)) take(word);

	const narration = scenes.filter((scene) => scene.visual.type !== 'outro').map((scene) => scene.narration);
	const tokens = narration.map((text) => phraseTokens(text));
	// "a French cargo ship" is not about French.
	const adjectives = new Set(tokens.flat().flatMap(({ text, pos }) => (pos === 'ADJ' ? [text] : [])));
	const nameCounts = new Map<string, number>();
	for (const text of narration)
		for (const { text: name, start } of names(text)) {
			const bare = bareName(name, start === 0);
			nameCounts.set(bare, (nameCounts.get(bare) ?? 0) + 1);
		}
	// "Orlin dam", "Egyptian tombs": what always stands behind a name belongs to it.
	const followed = (name: string): string => {
		const behind = new Set(
			tokens.flatMap((sentence, k) =>
				sentence.flatMap((token, i) => {
					if (token.text !== name) return [];
					const next = sentence[i + 1];
					return [next?.pos === 'NOUN' && /^\p{Ll}/u.test(next.text) && narration[k]![token.end] === ' ' ? next.text : ''];
				}),
			),
		);
		const [only = ''] = behind;
		return behind.size === 1 &&
			only &&
			!UNITS.test(only) &&
			mainVerb(phraseTokens(`${name} ${only}`)) < 0 &&
			!/ed$|^(?:drank|had|made)$/.test(only)
			? `${name} ${only}`
			: name;
	};
	// The full name stands for the surname.
	const whole = (name: string): string => [...nameCounts.keys()].find((other) => other !== name && other.endsWith(` ${name}`)) ?? name;
	const headline = [topic?.title ?? '', ...texts.slice(0, 1).map((source) => source.title)].find(Boolean) ?? '';
	const usable = (name: string): boolean =>
		wordCount(name) <= 4 && !/[.!?]\s|\d/.test(name) && !adjectives.has(name) && !CALENDAR.test(name) && !/^(?:I|We)$/.test(name);
	const ranked = [...nameCounts]
		.filter(([name]) => usable(name))
		.sort(([a, x], [b, y]) => y + (headline.includes(b) ? 2 : 0) - x - (headline.includes(a) ? 2 : 0));
	for (const [name] of ranked.slice(0, MOST_NAMES)) take(followed(whole(name)));

	const all = [...new Set([...narration, ...texts.flatMap((source) => source.sentences)])].join(' ').toLowerCase();
	const count = (term: string): number => all.split(term.toLowerCase()).length - 1;
	const title = phraseTokens(headline);
	for (const term of termsOf(title, headline)) if (!/^\p{Lu}/u.test(term) || headline.startsWith(term) || count(term) > 1) take(term);
	for (const token of title) if (token.pos === 'NOUN' && token.text.length >= 4 && count(token.lemma) > 1) take(token.text);

	const terms = [...new Set(narration.flatMap((text, i) => termsOf(tokens[i]!, text)))].filter((term) => !/\p{Lu}/u.test(term.slice(1)));
	for (const term of terms.sort((a, b) => count(b) - count(a))) if (count(term) > 1) take(term);

	if (tags.length < LEAST) for (const term of terms) if (tags.length < LEAST && tag(term).every(({ pos }) => pos === 'NOUN')) take(term);
	const single = (least: number): void => {
		for (const noun of [...nouns.values()].sort((a, b) => b.count - a.count))
			if (tags.length < MOST - 2 && noun.count >= least) take(noun.text);
	};
	const nouns = new Map<string, { text: string; count: number }>();
	for (const sentence of narration.map((text) => tag(text)))
		for (const [i, token] of sentence.entries()) {
			if (
				token.pos !== 'NOUN' ||
				token.stop ||
				token.text.length < 4 ||
				/\d|^(?:million|billion|hundred|thousand|dozen)$/.test(sentence[i - 1]?.text ?? '')
			)
				continue;
			const entry = nouns.get(token.stem) ?? { text: token.text, count: 0 };
			entry.count = count(token.lemma);
			nouns.set(token.stem, entry);
		}
	single(5);
	for (const least of [3, 2, 1]) if (tags.length < LEAST - 1) single(least);
	return tags;
}
