/**
 * The words of a scene whose picture is its words: the clause that makes the point, or the predicate alone ("Still depends on the
 * weather"), for the caption below says of whom. One noun would leave a viewer with nothing to read.
 */
import { attribution, parseDependencies, subtreeOf } from '../text';
import type { Dependent } from '../text';
import { coresOf, mainVerb, phraseFault, phraseTokens, shorterForms, startsImperative } from '../writing';
import { spansOf, wholeness } from './spans';
import type { Span } from './spans';
import { sentenceCase, wordCount } from './visuals/context';
import type { SceneContext } from './visuals/context';
import { reports } from './visuals/leads';

const POSTER_WORDS = 8;
/** A whole sentence or its point may be a little longer rather than lose what it says. */
const WHOLE_WORDS = 10;
/** The longest that a frame holds at a size that is read at a glance. */
const MOST_WORDS = 24;
const LEAST_PREDICATE = 3;
/** Predicates that say nothing without their subject or what follows elsewhere. */
const EMPTY = /^(?:be|is|are|was|were|been|has|have|had|do|does|did|say|says|said|means?|meant|calls?|called|include[sd]?)$/i;
const LEANS = /\b(?:it|they|them|he|him|she|this|that|these|those|which|who|one|ones|there)\b/i;
const POINTS = /\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|which|who|one|ones|there)\b/i;

/** Poster texts, best first; every word stands in the narration, in its order. */
export function posterTexts(context: SceneContext): string[] {
	const clauses = spansOf(context, POSTER_WORDS)
		.filter((span) => span.kind === 'clause' && wordCount(span.text) >= 3)
		// A clause cut before what belongs to it ("First American woman to walk" in space) says less, or something else.
		.map((span) => ({
			text: span.text,
			// An order without where and how ("Set one ice cube") says nothing.
			score:
				span.score +
				(/^\s*(?:[.,;:!?]|$)/.test(context.narration.slice(span.end))
					? 0.3
					: startsImperative(span.text.split(' ')[0] ?? '')
						? -2.6
						: -0.5),
		}));
	const half = (text: string): boolean =>
		/\bthan\b/.test(context.narration) && !/\bthan\b/.test(text) && /\b(?:more|fewer|less|\p{L}{3,}er)\b/iu.test(text);
	// What is said, without who says it: whether it may stand alone, the gate decides.
	const core = unattributed(context.narration);
	const { predicate, clause } = pointOf(core);
	// "Should ask their doctor first": whose it is, the caption says.
	const leaning = predicate ? '' : pointOf(core, POSTER_WORDS, true).predicate;
	// A predicate alone wins only against a clause that leaves the point out.
	const found = [
		...clauses,
		{ text: predicate, score: 2.55 },
		{ text: leaning, score: 2 },
		{ text: clause, score: 2.35 },
		{ text: wholeOf(context.narration), score: wordCount(context.narration) <= POSTER_WORDS ? 2.7 : 1.9 },
		// Rather a long poster than a noun that says nothing.
		...wideOf(context.narration).map((text, i) => ({ text, score: wordCount(text) > WHOLE_WORDS + 2 ? 0.1 : 1 - 0.1 * i })),
		// Of two sentences the first, where the second only leans on it.
		...firstOf(core).map((text, i) => ({ text, score: 1.95 - 0.05 * i })),
		...trimmedOf(core).map((text, i) => ({ text, score: 0.75 - 0.02 * i })),
		...halvesOf(core).map((text, i) => ({ text, score: 0.9 - 0.05 * i })),
		...(wordCount(core) > WHOLE_WORDS + 2 ? coresOf(core).map((text, i) => ({ text, score: 0.7 - 0.02 * i })) : []),
		// Without who says it; the gate decides whether that may be left out.
		{ text: reportedBehind(core, context.narration) ? core.replace(/[.!]$/, '') : '', score: 0.5 },
		// Where all of it is too much to read, what it is about: the caption says the rest.
		...themes(context).map((text, i) => ({ text, score: 0.6 - 0.05 * i })),
	].filter(
		({ text }) =>
			text !== '' &&
			!half(text) &&
			!reporterOnly(text, context.narration) &&
			!listOpened(text, context.narration) &&
			!dangles(text, context.narration) &&
			!invertedHead(text, context.narration),
	);
	// "It was to be 26 miles, but 385 yards were added": the point stands behind the turn.
	const turn = /,\sbut\s/.exec(context.narration)?.index ?? 0;
	const turned = (text: string): number => {
		const at = context.narration.toLowerCase().indexOf(text.toLowerCase());
		return at >= 0 && at + text.length <= turn ? 0.8 : 0;
	};
	const second = narrationBreak(context.narration);
	const pronoun = (text: string): number => (second > 0 && context.narration.indexOf(text) >= second && PRONOUN_FIRST.test(text) ? 1.2 : 0);
	// "Died in the water" of "Fourteen people died in the water and 31 against the doors": the figure is told.
	const figures = context.numbers.filter(({ kind }) => !/^(?:year|date|ordinal|time)$/.test(kind)).map(({ text }) => text.toLowerCase());
	const figured = (text: string): boolean => figures.some((figure) => text.toLowerCase().includes(figure));
	const readable = found.some(({ text }) => figured(text) && wordCount(text) <= WHOLE_WORDS + 2);
	const unfigured = (text: string): number => (readable && !figured(text) ? 1.2 : 0);
	// "Water came in" of fifteen words.
	const thin = (text: string): number => (wordCount(text) < 4 && wordCount(context.narration) > 9 ? 0.7 : 0);
	const worth = ({ text, score }: (typeof found)[number]): number => score - turned(text) - pronoun(text) - unfigured(text) - thin(text);
	return found.sort((a, b) => worth(b) - worth(a)).map(({ text }) => sentenceCase(text));
}

/** "International Coffee Organization" of "The International Coffee Organization expects …": who says it is not what is said. */
const reporterOnly = (text: string, narration: string): boolean => narration.indexOf(text) < 5 && reports(text, narration);

/** "Only last year did a team" of "Only last year did a team … find out why": an auxiliary before its subject waits for its verb. */
const invertedHead = (text: string, narration: string): boolean =>
	/^(?:Only|Never|Nor|Rarely|Seldom|Hardly|Not (?:only|until))\b/.test(narration) &&
	narration.startsWith(text) &&
	text.length < narration.replace(/[.!]$/, '').length;

/** Whether a text stops behind a pronoun in the middle of what is said: "The win lifts them" from fourth to second. */
const dangles = (text: string, narration: string): boolean => {
	const at = narration.toLowerCase().indexOf(text.toLowerCase());
	return at >= 0 && /\s(?:it|them|him|her|us|me)$/i.test(text) && /^\s(?!(?:and|but|or)\b)/.test(narration.slice(at + text.length));
};

/** Whether a text stops at the first thing of a list: "You need two jump leads" of "two jump leads, a second car and dry hands". */
export function listOpened(text: string, narration: string): boolean {
	const rest = narration.slice(narration.indexOf(text) + text.length);
	const more = narration.includes(text) ? /^,\s((?:[^,.;]+,\s)*[^,.;]+\s(?:and|or)\s[^,.;]+)[.!]$/.exec(rest)?.[1] : undefined;
	return !!more && mainVerb(phraseTokens(more)) < 1;
}

/** A sentence without the phrase behind it that says whose words it is ("…, the company said"). */
function unattributed(narration: string): string {
	const who = attribution(narration);
	const behind = who && /^[.!]?$/.test(narration.slice(who.end).trim());
	return behind && !/["“”]/.test(narration) ? narration.slice(0, who.start).replace(/[,\s]+$/, '.') : narration;
}

/** Whether all but a few words behind a comma ("…, the authority said") is what is said, and no more than a poster holds. */
function reportedBehind(core: string, narration: string): boolean {
	const rest = narration.slice(core.replace(/[.!]$/, '').length);
	return core !== narration && /^,/.test(rest) && wordCount(rest) <= 6 && wordCount(core) <= WHOLE_WORDS + 4;
}

const DENIED = /\b(?:no|not|never|nobody|nothing|none|neither|nor|without|cannot|denied|denies|few|fewer|less|hardly|only)\b|n['’]t\b/i;

const SAYS = /^(?:say|says|said|told|tells|added|adds|wrote|writes|announced|argued|warned|claimed|reported|denied)$/i;

/**
 * What a sentence is about, in three to six words: the subject or object of what it says, or a number with its noun, best first; none where
 * it denies or limits ("talks" of "is not in talks"). Who says it is not what it is about.
 */
function themes(context: SceneContext): string[] {
	const { narration } = context;
	// "More than two days" of "If it lasts more than two days, see a doctor" says nothing.
	if (/(?:^|[.!]\s)(?:If|When|Unless|Until)\s/.test(narration)) return [];
	if (DENIED.test(narration) || /[“”"?]/.test(narration) || startsImperative(narration.split(' ')[0] ?? '')) return [];
	const words = parseDependencies(narration);
	const root = words.findIndex((word) => word.label === 'ROOT');
	const verbs = new Set(
		words.flatMap((word, i) => ((i === root || (word.head === root && word.label === 'ccomp')) && !SAYS.test(word.text) ? [i] : [])),
	);
	const heads = words.filter(
		(word) => verbs.has(word.head) && /^(?:nsubj|nsubjpass|dobj|attr)$/.test(word.label) && /^NNP?S?$/.test(word.tag),
	);
	const verbless = (span: Span): boolean =>
		!words.some((word) => word.start >= span.start && word.end <= span.end && /^(?:VB[DPZ]?|MD|TO)$/.test(word.tag));
	const about = (span: Span): boolean =>
		// "Harvest of 2026 to exceed demand" would tell what is only expected.
		(span.number && verbless(span)) ||
		(verbless(span) && heads.some((head) => head.start >= span.start && head.end <= span.end)) ||
		// "Largest American bank that ever failed" says enough by itself.
		(wordCount(span.text) >= 4 && (verbless(span) || /\s(?:that|who|which)\s/.test(span.text)));
	return (
		spansOf(context, 6)
			.filter((span) => span.kind === 'phrase' && wordCount(span.text) >= (/\d/.test(span.text) ? 2 : 3) && about(span))
			// "Nine minutes after a passenger" felt a bump.
			.filter((span) => !/\s(?:after|before|until|since|while|when)\s/.test(span.text))
			// "Apollo 11" of "Apollo 11, 14 and 15" is one of several.
			.filter((span) => !/^,\s[^,.;]+(?:,[^,.;]+)*\s(?:and|or)\s/.test(narration.slice(span.end)))
			.filter((span) => phraseFault(sentenceCase(span.text), { term: true }) === null)
			.slice(0, 4)
			.map((span) => span.text)
	);
}

/**
 * Whole clauses of a sentence too long for a poster, in their order; what stands behind a "but" first. None where a condition, a speaker or a
 * quotation may reach over both.
 */
function halvesOf(narration: string): string[] {
	const bare = narration.replace(/[.!]$/, '');
	if (wordCount(bare) <= WHOLE_WORDS + 2 || /["“”?]|^(?:If|When|Unless|Until|Although|While|Because)\s/.test(bare) || attribution(bare))
		return [];
	const parts = bare.split(/[;:]\s|,\s(?:and|so)\s|,\s(?=but\s|because\s|although\s)/);
	const standing = parts
		.map((text) => text.replace(/^(?:but|and)\s/i, '').trim())
		.filter(
			(text) =>
				parts.length > 1 &&
				wordCount(text) >= 4 &&
				wordCount(text) <= WHOLE_WORDS + 2 &&
				!POINTS.test(text) &&
				phraseFault(sentenceCase(text)) === null &&
				!/^(?:because|although)\s/.test(text) &&
				(mainVerb(phraseTokens(text)) > 0 || startsImperative(text.split(' ')[0] ?? '')),
		);
	return /,\sbut\s/.test(bare) ? standing.filter((text) => bare.endsWith(text)) : standing;
}

/** A sentence too long for a poster without its leading phrase of time, and in its shorter true forms: what the gate accepts of them is its point. */
function trimmedOf(narration: string): string[] {
	if (wordCount(narration) <= WHOLE_WORDS || /["“”?]/.test(narration)) return [];
	const bare = (text: string): string => text.replace(/[.!]$/, '');
	const led = bare(narration).replace(
		/^(?:In|On|By|Since|At|During|After|Before|Until|Between)\s(?:[^,]{2,32},\s|(?:\p{Lu}\p{Ll}+\s)?\d{4}\s)(?=(?:\p{L}+\s){2})/u,
		'',
	);
	const forms = [
		led,
		...shorterForms(narration).map(bare),
		...(led === bare(narration) ? [] : shorterForms(`${sentenceCase(led)}.`).map(bare)),
	];
	return [...new Set(forms)]
		.filter((text) => {
			const words = wordCount(text);
			return (
				words >= 4 &&
				words <= WHOLE_WORDS + 2 &&
				text !== bare(narration) &&
				!POINTS.test(text) &&
				phraseFault(sentenceCase(text)) === null &&
				mainVerb(phraseTokens(sentenceCase(text))) > 0
			);
		})
		.sort((a, b) => wordCount(b) - wordCount(a));
}

/** Sentences whose subject stands in the one before. */
const PRONOUN_FIRST = /^(?:It|They|He|She|This|That|These|Those)\s/;

/** Where the second sentence begins, or -1. */
const narrationBreak = (narration: string): number => {
	const at = /[.!]\s+(?=\p{Lu})/u.exec(narration);
	return at ? at.index + at[0].length : -1;
};

/** What the first of two sentences says, where the second opens with a pronoun: "It had begun so badly" says nothing alone. */
function firstOf(narration: string): string[] {
	const [first = '', second = ''] = narration.split(/(?<=[.!])\s+(?=\p{Lu})/u);
	if (!PRONOUN_FIRST.test(second) || /["“”?]/.test(first)) return [];
	const { predicate, clause } = pointOf(first, POSTER_WORDS);
	return [predicate, clause, wordCount(first) <= WHOLE_WORDS ? first.replace(/[.!]$/, '') : ''].filter((text) => text !== '');
}

/** The narration itself, where it is one short sentence. */
function wholeOf(narration: string): string {
	const bare = narration.replace(/[.!]$/, '');
	return /[.!?;“”"]/.test(bare) || wordCount(bare) > WHOLE_WORDS ? '' : bare;
}

/** The point in up to eleven words; the first clause where it stands alone; all that is said. */
function wideOf(narration: string): string[] {
	const { predicate, clause } = pointOf(narration, WHOLE_WORDS);
	const bare = narration.replace(/[.!]$/, '');
	const first = bare.split(/(?<!\d),\s|,\s(?!\d)|;\s/)[0] ?? '';
	const alone =
		first !== bare &&
		wordCount(first) >= 4 &&
		wordCount(first) <= WHOLE_WORDS &&
		!POINTS.test(first) &&
		// "When William of Orange came to the throne": then what?
		!/^(?:When|If|While|Although|Though|After|Before|Because|Since|As|Until|Once)\s/.test(first) &&
		phraseFault(first) === null &&
		mainVerb(phraseTokens(first)) > 0;
	// One of two sentences, where it stands alone.
	const sentences = bare.split(/(?<=\p{L}{3}[.!])\s+(?=\p{Lu})/u).map((text) => text.replace(/[.!]$/, ''));
	const one =
		sentences.length > 1 ? sentences.find((text) => wordCount(text) >= 4 && wordCount(text) <= WHOLE_WORDS && !/["“”?]/.test(text)) : '';
	return [clause, predicate, alone ? first : '', one ?? '', wordCount(bare) <= MOST_WORDS ? bare : ''];
}

/**
 * What the last sentence says of its subject, and the same with its subject, each in at most `most` words; empty where that
 * leans on what is not there. `leaning`: it may say "its" and "their".
 */
export function pointOf(narration: string, most = POSTER_WORDS, leaning = false): { predicate: string; clause: string } {
	const none = { predicate: '', clause: '' };
	const sentence = narration.split(/(?<=[.!?])\s+(?=\p{Lu})/u).at(-1) ?? '';
	if (/["“”?]/.test(sentence)) return none;
	const words = parseDependencies(sentence);
	const root = words.findIndex((word) => word.label === 'ROOT');
	const verb = words[root];
	if (!verb || !/^(?:VB|MD)/.test(verb.tag)) return none;
	const children = words.flatMap((word, i) => (i !== root && word.head === root ? [i] : []));
	// "If the pump fails, …" and "Nobody knows …": half of it would say something else.
	if (children.some((i) => i < root && /^(?:advcl|ccomp|expl|parataxis)$/.test(words[i]!.label))) return none;
	const subject = children.find((i) => /^[nc]subj/.test(words[i]!.label) && i < root);
	if (subject === undefined) return none;
	const entire = wholeness(sentence, words);
	const from = opening(words, root, children);
	const first = words[from];
	const cut = (start: number, end: number): string => (entire(start, end) ? sentence.slice(start, end).trim() : '');
	const denied = [subject, ...words.flatMap((word, i) => (word.head === subject ? [i] : []))].some((i) => LIMITS.test(words[i]!.text));
	const to = ending(words, root, from, most);
	const predicate = first && !denied && !EMPTY.test(first.text) ? cut(first.start, words[to]!.end) : '';
	const begins = subtreeOf(words, subject)[0]!;
	// "More people have walked on the Moon" than what?
	const compared = words.some((word) => /^than$/i.test(word.text));
	const until = ending(words, root, begins, most);
	const all = cut(words[begins]!.start, words[until]!.end);
	// "She hit balls" of "She hit balls against the wall of a sports hall": too short to say what is told.
	const bare = wordCount(all) < 4 && until < ending(words, root, begins, Infinity);
	const clause = compared || bare ? '' : all;
	const size = wordCount(predicate);
	return {
		predicate: (leaning ? LEANS : POINTS).test(predicate) || size < LEAST_PREDICATE || size > most ? '' : predicate,
		// The whole sentence may point where it likes: it stands in the caption as well.
		clause: wordCount(clause) > most || wordCount(clause) < LEAST_PREDICATE ? '' : clause,
	};
}

const LIMITS = /^(?:no|nobody|nothing|none|neither|few|hardly|only|more|fewer|less)$/i;

/** Where the predicate begins: with its adverbs and its "not"; a plain form of "be" or "have" is left out before something heavier. */
function opening(words: Dependent[], root: number, children: number[]): number {
	let from = root;
	while (from > 0 && children.includes(from - 1) && /^(?:advmod|neg|aux|auxpass)$/.test(words[from - 1]!.label)) from--;
	// "was | to be 26 miles" keeps its "was".
	while (from < root && /^(?:is|are|was|were|be|been|has|have|had)$/i.test(words[from]!.text) && words[from + 1]!.tag !== 'TO') from++;
	// "was never hungry enough", "were the largest planes ever seen": the copula is the root; what it says begins behind it.
	if (
		from === root &&
		/^(?:is|are|was|were|became|becomes)$/i.test(words[root]!.text) &&
		words[root + 1]?.tag !== 'TO' &&
		!/^(?:prep|punct)$/.test(words[root + 1]?.label ?? 'punct')
	)
		return root + 1;
	return from;
}

/** Last word before the next border; a phrase too long for a poster ends before its last adjunct. */
function ending(words: Dependent[], root: number, from: number, limit: number): number {
	// "between 1969 and 1971" is one phrase.
	const joins = (i: number): boolean =>
		/^and$/i.test(words[i]!.text) && /^CD$/.test(words[i - 1]?.tag ?? '') && /^CD$/.test(words[i + 1]?.tag ?? '');
	// "6–7, 7–6, 7–5": scores of one match are told together.
	const scores = (i: number): boolean =>
		words[i]!.text === ',' && /\d$/.test(words[i - 1]?.text ?? '') && /^\d/.test(words[i + 1]?.text ?? '');
	const borders = words.flatMap((word, i) =>
		i > root && !scores(i) && /^(?:[,;:.!?–—()]|and|but|while|because|so)$/i.test(word.text) && !joins(i) ? [i] : [],
	);
	let to = (borders[0] ?? words.length) - 1;
	const adjuncts = words.flatMap((word, i) =>
		i > root + 1 && i <= to && word.head === root && /^(?:prep|advcl|npadvmod)$/.test(word.label) ? [i] : [],
	);
	// "had never won a match | on the main tour": what is denied keeps where and when.
	const denied = words.slice(from, to + 1).some((word) => /^(?:not|never|no|nobody|nothing|none|n['’]t)$/i.test(word.text));
	while (to - from + 1 > limit && adjuncts.length && !denied) to = adjuncts.pop()! - 1;
	return to;
}
