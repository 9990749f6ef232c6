/**
 * Cue words that change what a sentence claims: direction, negation, modality, attribution, question.
 */

export type Direction = 'up' | 'down' | 'level' | 'none';
export type Modality =
	| 'asserted'
	| 'expected'
	| 'planned'
	| 'possible'
	| 'probable'
	| 'conditional'
	| 'recommended'
	| 'required'
	| 'proposed'
	| 'predicted'
	| 'promised'
	| 'hoped'
	| 'offered'
	| 'rumoured';

export interface Attribution {
	/** Who says so, as written ("Oren Talbot", "the board", "it"). */
	who: string;
	/** The whole attributing phrase. */
	text: string;
	start: number;
	end: number;
	/** The speaker is a pronoun or definite stand-in ("it said"). */
	pronoun: boolean;
}

const word = (list: string): RegExp => new RegExp(`\\b(?:${list})\\b`, 'gi');
const UP = word(
	'rose|risen|rises?|rising|raise[sd]?|raising|increas(?:e|es|ed|ing)|higher|up|grew|grows?|growing|grown|growth|jump(?:s|ed|ing)?|climb(?:s|ed|ing)?|gain(?:s|ed|ing)?|' +
		'surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|trebl(?:e|es|ed)|quadrupl(?:e|es|ed)|expand(?:s|ed|ing)?|improv(?:e|es|ed|ing)|add(?:s|ed)|above|' +
		'longer|more|larger|bigger|faster|taller|deeper|heavier|widen(?:s|ed|ing)?|extend(?:s|ed)?|gone up|goes up',
);
const DOWN = word(
	'fell|falls?|falling|fallen|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|lower(?:s|ed|ing)?|down|shr[aiu]nk|shrinks?|shrinking|cut|cuts|cutting|reduc(?:e|es|ed|ing)|' +
		'sank|sinks?|sunk|slid|slip(?:s|ped)?|plung(?:e|es|ed|ing)|tumbl(?:e|es|ed|ing)|halv(?:e|es|ed|ing)|shed|lost|los(?:e|es|ing)|less|fewer|smaller|shorter|slower|lighter|below|' +
		'narrow(?:s|ed|ing)?|ease[sd]?|weaken(?:s|ed)?|shorten(?:s|ed)?',
);
const LEVEL = word('unchanged|flat|stable|steady|level|the same|stayed|stays|remain(?:s|ed)?|no change|hardly (?:moved|changed)');
const NEGATION =
	/\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|scarcely|barely|unable|refus(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|fail(?:s|ed|ing)? to|lack(?:s|ed|ing)?|rather than|instead of|no longer|far from)\b|n[’']t\b/gi;

const count = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;

/** Main direction of change. Comparative bounds ("more than 5", "up to 5") do not count. */
export function direction(sentence: string): Direction {
	const text = sentence.replace(
		/\b(?:more|less|fewer|lower|higher) than\b(?=\s+(?:[\d$£€]|an?\b|one|two|three|four|five|six|seven|eight|nine|ten|half))|\bup to\b|\b(?:no|any|once) more\b|\bmore or less\b/gi,
		' ',
	);
	const up = count(UP, text);
	const down = count(DOWN, text);
	if (up > down) return 'up';
	if (down > up) return 'down';
	if (count(LEVEL, text) > 0) return 'level';
	if (up === 0) return 'none';
	// As many of each: the first one is the main clause's.
	return text.search(UP) < text.search(DOWN) ? 'up' : 'down';
}

/** Rising and falling words in order, as a comparable string such as "+-". */
export function directionWords(sentence: string): string {
	return [...sentence.matchAll(UP)]
		.map((m) => [m.index, '+'] as const)
		.concat([...sentence.matchAll(DOWN)].map((m) => [m.index, '-'] as never))
		.sort((a, b) => a[0] - b[0])
		.map((m) => m[1])
		.join('');
}

/** Number of negating cues. */
export const negations = (sentence: string): number => count(NEGATION, sentence);

const MODAL: [Modality, RegExp][] = [
	['conditional', /\b(?:if|unless|provided that|as long as|would have)\b/i],
	['rumoured', /\b(?:rumou?r(?:s|ed)?|reportedly|allegedly|alleged|speculation|is said to|are said to|unconfirmed)\b/i],
	[
		'expected',
		/\b(?:expect(?:s|ed|ing)?|expectations?|due to|is due|are due|was due|set to|on course|awaits?|awaited|forecasts? (?:a|an|that))\b/i,
	],
	[
		'predicted',
		/\b(?:predict(?:s|ed|ions?)?|forecast(?:s|ers?)?|projects?(?=\s+(?:that|a|an|growth|losses))|projected|estimates? that)\b/i,
	],
	['promised', /\b(?:promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|vow(?:s|ed)?|guarante(?:e|es|ed)|undertook)\b/i],
	['hoped', /\b(?:hop(?:e|es|ed|ing)|hopefully|wish(?:es|ed)?)\b/i],
	['offered', /\b(?:offer(?:s|ed|ing)?)\b/i],
	['proposed', /\b(?:propos(?:e|es|ed|als?|ing)|suggest(?:s|ed)? (?:that|a)|draft|bid to|calls? for|called for)\b/i],
	[
		'planned',
		/\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|aim(?:s|ed)?|scheduled|will|shall|going to|meant to|is to|are to|was to|were to|wants? to|wanted to|[’']ll)\b/i,
	],
	['probable', /\b(?:probab(?:le|ly)|likely|presumably|most likely)\b/i],
	['recommended', /\b(?:should|recommend(?:s|ed|ation)?|advis(?:e|es|ed)|ought to|better to|best to|urge[sd]?)\b/i],
	['required', /\b(?:must|requir(?:e|es|ed)|ha(?:s|ve|d) to|need(?:s|ed)? to|oblig(?:ed|atory)|compulsory|mandatory|order(?:s|ed) to)\b/i],
	['possible', /\b(?:may|might|could|possibl[ey]|perhaps|maybe|can|potential(?:ly)?|at risk|consider(?:s|ed|ing)?|unlikely|uncertain)\b/i],
	['conditional', /\bwould\b/i],
];

/** All modality classes a sentence shows, in the order of their weight; empty when it plainly asserts. */
export function modalities(sentence: string): Modality[] {
	// "May" the month: capital, not at the start, beside a number or after a preposition.
	const text = sentence.replace(/\b(?:in|of|on|since|until|by|from|last|this|next|\d{1,2}(?:st|nd|rd|th)?)\s+May\b|\bMay\s+\d/g, ' ');
	return [...new Set(MODAL.filter(([, pattern]) => pattern.test(text)).map(([name]) => name))];
}

/** The strongest hedge of a sentence, 'asserted' when there is none. */
export const modality = (sentence: string): Modality => modalities(sentence)[0] ?? 'asserted';

/** Verbs of saying. */
export const SAY =
	'said|says|say|saying|told|tells|added|adds|wrote|writes|announced|announces|claimed|claims|argued|argues|reported|reports|stated|states|explained|explains|noted|notes|warned|warns|insisted|insists|admitted|admits|confirmed|confirms|estimates|estimated|believes|believed|thinks|suggested|suggests|recalled|replied|maintains|according to';
const WHO =
	"(?:(?:the|a|an|its|his|her|their|our|one|two|three|some|many)\\s+)?[\\p{L}\\p{N}][\\p{L}\\p{N}.'’&-]*(?:\\s+(?!that\\b|said\\b|says\\b)[\\p{L}\\p{N}][\\p{L}\\p{N}.'’&-]*){0,7}";
const SAYS = SAY.replace('|according to', '').replace('|reports', '').replace('|states', '').replace('|notes', '').replace('|claims', '');
const LATE = new RegExp(
	`[,”"’]\\s+((?:${WHO})\\s+(?:(?:has|have|had) )?(?:${SAYS}|found|finds|showed|shows)|(?:says|said|adds|added|wrote|writes|explains|explained|argues|argued|warned|warns|notes|recalled)\\s+(?:${WHO}))(?:\\s+(?:on|in|at|to|this|last)\\s[^,.;]{1,40})?(?=[.,;!?]|$|\\s[“"])`,
	'iu',
);
const ACCORDING = new RegExp(`(?:^|[,;]?\\s)((?:according|in the words) (?:to|of)\\s+(${WHO}))`, 'iu');
const EARLY = new RegExp(
	`^[“"]?(${WHO}(?:,[^,]{1,60},)?)\\s+(?:also |then |later |now |has |had |have )?(${SAYS})(?:\\s+(?:on|in|at|to|this|last)\\s[^,.;]{1,30}?)?(?:\\s+that\\b|:|,?\\s+[“"]|\\s+(?=(?:it|he|she|they|the|a|an|its|his|her|their|there|nobody|no)\\b)|\\s+(?<=\\b(?:said|says)\\s)(?!(?:no|nothing|so|on|in|yes|how|why|what|where|when|something|little|much|anything)\\b))`,
	'iu',
);
const STAND_IN =
	/^(?:it|he|she|they|we|i|you|(?:the|its|this) (?:company|firm|group|board|council|club|team|chain|maker|authority|agency|government|bank|study|report))$/i;

/** Who the sentence says its claim comes from, or null when the writer asserts it. */
export function attribution(sentence: string): Attribution | null {
	const found = (who: string, text: string, start: number): Attribution => {
		const name = who.trim().replace(/[,.]$/, '');
		return { who: name, text, start, end: start + text.length, pronoun: STAND_IN.test(name) };
	};
	const according = ACCORDING.exec(sentence);
	if (according) return found(according[2]!, according[0], according.index);
	const late = LATE.exec(sentence);
	if (late) {
		const who = late[1]!.replace(new RegExp(`^(?:${SAYS})\\s+|\\s+(?:(?:has|have|had) )?(?:${SAYS}|found|finds|showed|shows)$`, 'giu'), '');
		return found(who, late[0], late.index);
	}
	const early = EARLY.exec(sentence);
	if (early) return found(early[1]!, early[0], early.index);
	return null;
}

/** Whether the sentence asks. */
export const isQuestion = (sentence: string): boolean => /\?["”’')\]]*$/.test(sentence.trim());
