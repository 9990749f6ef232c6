/**
 * Hard guards: what no judge of meaning may let pass. A judge (a chat model) may find a true rewording that the gate's rules refuse; these guards
 * lay the statement beside the sentences that are said to tell it, and look only at what can be checked without understanding it: numbers, names,
 * opposites, extent, corrected values, and those of the gate's own reasons that are seldom wrong. Which of them are hard was chosen by counting
 * on the repository's pages how many wrong and how many right statements each one stops.
 */
import type { SourceText } from '../asset';
import { contradiction, opposed, placesExchanged } from './contradiction';
import { attribution } from './cues';
import { mentionsDisowned } from './disowned';
import { excused, focusOf } from './hardFocus';
import { prepare, words } from './prepared';
import type { GroundVerdict } from './grounding';
import { bounded, halvesWritten, numberFollows } from './hardNumbers';
import { lemmaOf } from './meaning/lemma';
import { comparisonTurned, plainGraphOf, standing } from './meaning';
import { names } from './names';
import { quantities } from './quantities';
import { normalise } from './rewording';
import { contentStems } from './similarity';

/**
 * Reasons of the gate that a judge may overrule: another word, another role, a link of two facts. They come from a parse that cannot infer. All
 * others (a denial, a hedge, a speaker, a limit, a tense, a comparison) stay.
 */
const SOFT = [
	/^word not in this sentence/,
	/^not said by this sentence/,
	/^no sentence of the source/,
	/^it is no whole sentence/,
	/^it is not clear whom/,
	/^the source does not link these/,
	/^cut inside a noun phrase|^joined over something|^a verb between was left out/,
	/is not said of|" is said of "[^"]*", not of/,
	/^"[^"]*" belongs to "|^the number "[^"]*" belongs to "/,
	/^the source does not say "|^the source does not deny this|^nobody is said to have said/,
	/is only what the source compares with$/,
	// Looked at by the guards below, in every sentence that is cited.
	/^number not in this sentence|^name not in this sentence/,
];

/** Whether a judge may overrule this reason of the gate. */
export const isSoft = (reason: string): boolean => SOFT.some((pattern) => pattern.test(reason));

const UNSAID = 'who says so is missing:';
/** What the cited sentences share with a statement, at least, of what the page's nearest sentence shares with it. */
const SHARED = 0.5;
/** Sentences before a cited one in which a name may stand for its pronoun. */
const REACH = 3;
const NEGATOR = /\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without)\b/i;
/** Opposites that a sentence told from its other side has by right: "cats kill more birds", "turbines kill fewer than cats". */
const SIDES =
	/^(?:more|less|fewer|longer|shorter|faster|slower|higher|lower|better|worse|larger|bigger|smaller|older|younger|male|males|female|females|before|after|first|last|to|from|up|down|away|home|with|without|for|against|over|under|get|got|give|gave|take|took|sell|sold|buy|bought|selling|buying|has|have|had|lack|miss|missed|find|found|end)$/;
const ALL =
	/\b(?:all|every(?:one|body|thing)?(?! (?:second|third|fourth|other)\b)|each|always|whole|entire(?:ly)?|complete(?:ly)?|full(?:y)?|total(?:ly)?|both)\b/i;
const SAYS_ALL =
	/\b(?:all|every\w*|each|always|whole\w*|entire\w*|complete\w*|full\w*|total\w*|both|any\w*|no|none|nobody|nothing|never|100|two|throughout|only|across|(?:once|times|twice) an?|an? (?:day|week|month|year|night)|per)\b/i;
/** Words of which each excludes the others. */
const KINDS = [
	'january february march april may june july august september october november december',
	'monday tuesday wednesday thursday friday saturday sunday',
	'spring summer autumn winter',
	'second minute hour day week month year decade century',
	'north south east west',
].map((list) => new Set(list.split(' ')));

const singular = (word: string): string => word.replace(/s$/, '').replace(/ern$/, '');

/**
 * Why a statement cannot be what the cited sentences of a source say, whoever believes it; empty where no guard objects.
 * @param cited indexes of sentences of `source`
 * @param verdict the gate's on the same statement: its hard reasons count where its nearest sentence is among the cited
 */
export function hardReasons(statement: string, cited: readonly number[], source: SourceText, verdict?: GroundVerdict): string[] {
	const told = cited.flatMap((index) => source.sentences[index] ?? []).map((sentence) => halvesWritten(normalise(sentence)));
	if (!told.length || told.length < cited.length) return ['no sentence of the source is named'];
	const ready = prepare(source);
	const said = halvesWritten(normalise(statement));
	const text = told.join(' ');
	const reasons: string[] = [];
	if (!isNear(statement, cited, source)) reasons.push('the cited sentences have too little to do with it');
	if (verdict?.support.some((index) => cited.includes(index))) reasons.push(...verdict.reasons.filter((reason) => !isSoft(reason)));
	const heard = new Set(contentStems(text));
	const copy = contentStems(said).every((stem) => heard.has(stem));
	if (verdict?.reasons.length && copy && verdict.reasons.every((reason) => onlyChange(reason, text))) reasons.push(...verdict.reasons);
	const numbers = told.flatMap((sentence) => bounded(sentence, quantities(sentence)));
	const own = bounded(said, quantities(said));
	const counted = new Set(own.flatMap((quantity) => words(quantity.text)));
	for (const quantity of own)
		if (!numberFollows(quantity, numbers, text))
			reasons.push(`the number "${quantity.text}" does not stand in the cited sentences, nor follow from them`);
	reasons.push(...strangeNames(said, cited, source));
	const ours = new Set(words(said));
	const theirs = new Set(words(text));
	// "Not everybody" and "nearly every" claim less than all.
	if (
		ALL.test(said) &&
		!NEGATOR.test(said) &&
		!/\b(?:nearly|almost) (?:all|every)/i.test(said) &&
		!SAYS_ALL.test(text) &&
		!(/\balways\b/i.test(said) && /\bfirst time\b/i.test(text))
	)
		reasons.push(`the source does not say "${ALL.exec(said)![0]}"`);
	const added = [...ours].filter((word) => !theirs.has(word));
	const left = [...theirs].filter((word) => !ours.has(word));
	for (const kind of KINDS) {
		const other = added.find(
			(word) => kind.has(singular(word)) && !counted.has(word) && !left.some((own) => singular(own) === singular(word)),
		);
		if (other && left.some((word) => kind.has(singular(word)))) reasons.push(`"${other}" is another in the source`);
	}
	if (NEGATOR.test(said) === NEGATOR.test(text))
		for (const word of added.filter((one) => !SIDES.test(one))) {
			const other = left.find((own) => !SIDES.test(own) && opposed(word, own));
			if (other) reasons.push(`"${word}" says the opposite of "${other}"`);
		}
	// What somebody says is told as theirs, unless they speak of themselves ("it will close shops, it said").
	const speakers = told.map(attribution);
	if (!attribution(said) && speakers.every((speaker) => speaker && !speaker.pronoun)) reasons.push(`${UNSAID} "${speakers[0]!.who}"`);
	const turned = contradiction(said, told, [source.title, ...source.sentences].map(normalise));
	if (turned && !isSoft(turned)) reasons.push(turned);
	const graph = plainGraphOf(said);
	const graphs = cited.map((index) => ready.meaning.graph(index));
	if (graphs.some((other) => placesExchanged(graph, other))) reasons.push('two things have changed places');
	if (graphs.some((other) => comparisonTurned(graph, other))) reasons.push('the comparison with "than" is turned round');
	for (const other of graphs) {
		const stands = standing(graph, other);
		if (stands && !isSoft(stands)) reasons.push(stands);
	}
	for (const index of cited) {
		const stale = mentionsDisowned(statement, ready.disowned, index);
		if (stale) reasons.push(stale);
	}
	if (cited.some((index) => source.disowned?.includes(index))) reasons.push('the source takes this back');
	if (/\?["']*$/.test(said)) reasons.push('a question says nothing');
	// "Claes advises", "the auditors think": the speaker is named without a word of saying.
	const named = (reason: string): boolean =>
		reason.startsWith(UNSAID) &&
		words(reason.slice(UNSAID.length)).some((word) => word.length > 3 && [...ours].some((own) => own === word || kin(own, word)));
	const focus = focusOf(said, told);
	return [...new Set(reasons)].filter((reason) => !named(reason) && !(focus && excused(reason, said, focus, text)));
}

/** What is wrong with a near copy that only says the same of another, or only denies: where nothing else was changed, no rewording explains it. */
function onlyChange(reason: string, told: string): boolean {
	if (/^the source does not deny this/.test(reason)) return !NEGATOR.test(told) && !/\b(?:little|few|cannot)\b|n't\b/i.test(told);
	const doer = /^"([^"]+)" is said of "([^"]+)", not of "([^"]+)"$/.exec(reason);
	if (!doer) return false;
	const [, verb, theirs] = doer;
	const lemma = lemmaOf(verb!.toLowerCase(), 'VBD');
	return (
		!/^(?:\d.*|others?|ones?|most|some|it|they|he|she|two|three|four|five|six|seven|eight|nine|ten)$/i.test(theirs!) &&
		words(told).some((word) => lemmaOf(word, 'VBD') === lemma)
	);
}

/** Names that neither the cited sentences nor those right before them have. */
function strangeNames(said: string, cited: readonly number[], source: SourceText): string[] {
	const around = new Set(cited.flatMap((index) => Array.from({ length: REACH + 1 }, (_, k) => index - k)));
	const near = [source.title, ...[...around].flatMap((index) => source.sentences[index] ?? [])].map(normalise).join(' \n ');
	const known = new Set(words(near));
	const initials = new Set(
		[...near.matchAll(/(?:\p{Lu}\p{L}+ (?:of |and |for |the )*){1,6}\p{Lu}\p{L}+/gu)].map(([name]) =>
			name.replace(/^(?:The|A|An) /, '').replace(/[^\p{Lu}]/gu, ''),
		),
	);
	return names(said)
		.filter(({ text }) => !initials.has(text))
		.filter(({ text }) =>
			words(text).some(
				(word) => word.length > 1 && !known.has(word) && ![...known].some((other) => kin(word, other) || samePeople(word, other)),
			),
		)
		.map(({ text }) => `the name "${text}" does not stand near the cited sentences`);
}

/** "Kenyan" for "Kenya", "Odells" for "Odell". */
function kin(a: string, b: string): boolean {
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	return (
		long === `${short}s` ||
		(short.length >= 4 && long.length - short.length <= 4 && long.startsWith(short.slice(0, Math.max(4, short.length - 2))))
	);
}

/** A country, its people and its adjective, where they share no beginning. */
const PEOPLES = [
	'denmark danish danes dane', 'netherlands holland dutch', 'france french', 'greece greek greeks', 'switzerland swiss', 'spain spanish spaniards', 'poland polish poles pole', 'finland finnish finns',
	'sweden swedish swedes', 'turkey turkish turks', 'wales welsh', 'scotland scottish scots', 'ireland irish', 'england english', 'britain british britons uk', 'germany german germans', 'norway norwegian norwegians',
	'us usa america american americans', 'un nations', 'eu european', 'czechia czech czechs', 'thailand thai', 'iceland icelandic', 'philippines filipino filipinos', 'cyprus cypriot', 'peru peruvian', 'china chinese',
].map((list) => new Set(list.split(' '))); // prettier-ignore
const samePeople = (a: string, b: string): boolean => PEOPLES.some((people) => people.has(a) && people.has(b));

const stemmed = new WeakMap<SourceText, { of: Set<string>[]; weight: Map<string, number> }>();
/** Content stems of a source's sentences; a stem weighs the more, the fewer sentences have it. */
function stemsOf(source: SourceText): { of: Set<string>[]; weight: Map<string, number> } {
	const known = stemmed.get(source);
	if (known) return known;
	const of = source.sentences.map((sentence) => new Set(contentStems(sentence)));
	const weight = new Map<string, number>();
	for (const set of of) for (const stem of set) weight.set(stem, (weight.get(stem) ?? 0) + 1);
	for (const [stem, count] of weight) weight.set(stem, Math.log(1 + of.length / count));
	const made = { of, weight };
	stemmed.set(source, made);
	return made;
}

function isNear(statement: string, cited: readonly number[], source: SourceText): boolean {
	const { of, weight } = stemsOf(source);
	const mine = [...new Set(contentStems(statement))];
	const shared = (has: (stem: string) => boolean): number => mine.reduce((sum, stem) => sum + (has(stem) ? (weight.get(stem) ?? 0) : 0), 0);
	const nearest = Math.max(...of.map((set) => shared((stem) => set.has(stem))));
	return shared((stem) => cited.some((index) => of[index]!.has(stem))) >= SHARED * nearest;
}
