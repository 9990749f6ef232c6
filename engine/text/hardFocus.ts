/**
 * Which parts of the cited sentences tell a statement, and which objections fall because what they rest on stands in another part, or is said in
 * other words. "The vote was not unanimous: two wanted a smaller step" denies nothing of the two.
 */
import { attribution } from './cues';
import { notContrary } from './hardOpposites';
import { partsOf } from './hardParts';
import { lemmaOf } from './meaning/lemma';
import { escapePattern } from './pattern';
import { contentStems } from './similarity';

/** The parts that have words of the statement, fewest first found: each adds one that the others lack. */
export function focusOf(said: string, told: string[]): string {
	const open = new Set(contentStems(said));
	const parts = told.flatMap((sentence) => partsOf(sentence)).map((text) => ({ text, stems: new Set(contentStems(text)) }));
	const taken = new Set<string>();
	for (;;) {
		const gain = ({ stems }: { stems: Set<string> }): number => [...stems].filter((stem) => open.has(stem)).length;
		const best = parts.reduce<(typeof parts)[number] | null>((a, b) => (!taken.has(b.text) && (!a || gain(b) > gain(a)) ? b : a), null);
		if (!best || !gain(best)) break;
		taken.add(best.text);
		for (const stem of best.stems) open.delete(stem);
	}
	return parts
		.filter(({ text }) => taken.has(text))
		.map(({ text }) => text)
		.join(' ; ');
}

const word = (list: string): RegExp => new RegExp(`(?<![\\p{L}])(?:${list})(?![\\p{L}])`, 'iu');
/** Hedges as the gate names them: the words that make them, and words that say as much. */
const HEDGES: Record<string, { by: RegExp; as: RegExp }> = {
	will: {
		by: word("will|'ll|shall|wo|won't|going to|(?:is|are|was|were|be) to|set to|due"),
		as: word(
			"will|'ll|shall|going to|(?:is|are) to|set to|due|plan\\w*|soon|tomorrow|from (?:next|\\p{Lu}\\p{L}+day|now on)|whether|about to",
		),
	},
	'may or could': {
		by: word('may|might|could|perhaps|possib\\w+|maybe|chance|risk'),
		as: word('may|might|could|perhaps|possib\\w+|maybe|can|able|allow\\w*|permit\\w*|whether|chance|risk'),
	},
	can: {
		by: word("can|cannot|can't|able|allow\\w*"),
		as: word('can|could|may|able|(?:got|have|has) (?:\\p{L}+ |\\d+ ){1,3}to|allow\\w*|possible|enough to|easy to|know how'),
	},
	'is allowed to': {
		by: word('allow\\w*|permit\\w*|enabl\\w+|lets?|letting'),
		as: word('may|can|could|allow\\w*|permit\\w*|able|lets?|free to|possible'),
	},
	'is likely to': {
		by: word('likely|probab\\w+|presumably|bound|sure'),
		as: word('likely|probab\\w+|presumably|seem\\w*|appear\\w*|chances|should|expect\\w*'),
	},
	'is expected to': {
		by: word('expect\\w*|forecast\\w*|predict\\w*|due|set to|anticipat\\w*|project\\w*'),
		as: word('expect\\w*|forecast\\w*|predict\\w*|due|should|likely|probab\\w+'),
	},
	must: {
		by: word('must|ha(?:s|ve|d) to|need\\w*|requir\\w*|oblig\\w*|forc\\w*|order\\w*|instruct\\w*'),
		as: word('must|ha(?:s|ve|d) to|need\\w*|requir\\w*|oblig\\w*|compulsory|mandatory'),
	},
	if: { by: word('if|whether|provided|lest'), as: word('if|whether|provided|unless|when|depends?|up to|as long as') },
	would: { by: word("would|'d"), as: word("would|'d|could|if") },
	'wants to': {
		by: word('want\\w*|wish\\w*|like|rather|prefer\\w*'),
		as: word('want\\w*|wish\\w*|would like|prefer\\w*|hope\\w*|need\\w*'),
	},
	'plans to': {
		by: word('plan\\w*|intend\\w*|aim\\w*|schedul\\w*'),
		as: word('plan\\w*|intend\\w*|aim\\w*|schedul\\w*|want\\w*|due|hope\\w*'),
	},
	'agrees to': { by: word('agree\\w*'), as: word('agree\\w*|decid\\w+') },
};
const NEGATING = word("not|n't|no|never|none|nobody|nothing|neither|nor|without|hardly|barely|scarcely|cannot|\\p{L}+n't");

/** "need not", "may not": leave or duty taken back. */
const DENIED = /\b(?:must|need|may|can|could|will|to)(?: not|n't)\b|\bcannot\b/i;

const CLAIMS =
	'(?:puts?|speaks?|spoke|promis(?:es|ed)|claims?|claimed|sees?|saw|demands?|demanded|denies|denied|disputes?|disputed|says|said|disagrees?|estimates?|estimated|expects?|expected)';
const ONLY_COUNTED =
	/\bonly (?=(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|a (?:third|quarter|fifth|tenth|dozen|few))\b|\d)/gi;
/** A public body that reports what it did, found or decided. */
const BODY = /(?:authority|office|council|police|ministry|agency|court|university|museum|hospital|department)$/i;
const PLAINLY_SAID = /\b(?:said|says|announced|reported|confirmed)\b/i;
/** "The company says" of a maker who has a name. */
const STAND_IN = /^(?:company|firm|maker|group|business|organisation|authority|operator|owner|club|agency|charity|team)$/i;
/** "The company speaks of 44 hours" where the company puts the figure there: the statement has a speaker, and the sentence has the same. */
function ownSpeaker(said: string, told: string): boolean {
	const who = new RegExp(`^(?:The |A |An |Its |Their )?((?:\\p{L}+ ){0,2}\\p{L}+) ${CLAIMS}\\b`, 'u').exec(said)?.[1]?.split(' ').at(-1);
	return !!who && new RegExp(`\\b${escapePattern(who)},? ${CLAIMS}\\b`, 'iu').test(told);
}

const saysCompany = (said: string): boolean => STAND_IN.test(attribution(said)?.who.replace(/^the /i, '') ?? '');

/** Whether an objection of the gate falls beside the parts that tell the statement. */
export function excused(reason: string, said: string, focus: string, told: string): boolean {
	const hedge = /^"([^"]+)" is missing: the source hedges "/.exec(reason);
	if (hedge) {
		// The month is no hedge.
		const plain = said.replace(/(?<=\p{L} )May\b/gu, '');
		const { by, as } = HEDGES[hedge[1]!] ?? {};
		if (!by) return false;
		const hedged = lemmaOf(/"([^"]+)"$/.exec(reason)?.[1]?.toLowerCase() ?? '', 'VB');
		const has = plain
			.toLowerCase()
			.match(/\p{L}+/gu)
			?.some((one) => lemmaOf(one, 'VBD') === hedged || lemmaOf(one, 'VB') === hedged);
		return (!has && !by.test(focus)) || (as!.test(plain) && !DENIED.test(plain));
	}
	if (/^the source denies this: "not" is missing/.test(reason)) return !NEGATING.test(focus);
	const speaker = /^who says so is missing: "([^"]+)"/.exec(reason);
	if (speaker && saysCompany(said) && speaker[1]!.split(' ').length === 1) return true;
	if (speaker && PLAINLY_SAID.test(told) && BODY.test(speaker[1]!) && !attribution(said)) return true;
	if (speaker) return !focus.toLowerCase().includes(speaker[1]!.toLowerCase().split(' ').at(-1)!) || ownSpeaker(said, told);
	// "Only three are known": three are.
	if (/^a limiting word is missing: "only"/i.test(reason)) return !told.replace(ONLY_COUNTED, '').match(/\bonly\b/i);
	// "all except music" denies music.
	if (/ is (?:what the source sets it against|excepted in the source)$/.test(reason))
		return NEGATING.test(said) && !NEGATING.test(told) && /\b(?:except|but|apart from|other than|without)\b/i.test(told);
	const other = /^said by "([^"]+)", not by "([^"]+)"/.exec(reason);
	if (other) return ownSpeaker(said, told) || (STAND_IN.test(other[2]!) && !word(other[2]!).test(told));
	const opposite = /^"([^"]+)" says the opposite of "([^"]+)"$/.exec(reason);
	if (opposite) return !word(opposite[2]!).test(focus) || notContrary(opposite[1]!, opposite[2]!, said, told);
	const past = /^"([^"]+)" is over in the source: keep the past tense/.exec(reason);
	// Who blamed or called something so is often told in the present.
	if (past)
		return /^(?:said|say|says|blamed|called|argued|claimed|warned|demanded|promised|noted|stressed|criticised|praised|insisted|expected|hoped|feared)$/i.test(
			past[1]!,
		);
	const when = /^"(?:last|this|next|past|coming) ([^"]+)" became "\1"/.exec(reason);
	return !!when && TIMES.test(when[1]!);
}

const TIMES =
	/^(?:spring|summer|autumn|fall|winter|week|weekend|month|year|season|night|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)$/i;
