/**
 * Sentence splitting by rules: safe for decimals, abbreviations, initials, list numbers, quotes and ellipses.
 */

/** Titles and the like: a full stop after them never ends a sentence. */
const NEVER = new Set(
	(
		'mr mrs ms mx dr prof st mt ft rev hon gov sen rep gen col maj capt cmdr lt sgt cpl pte pres supt insp messrs mme mlle fr br sr jr ' +
		'vs v cf e.g i.e eg ie viz approx ca c fig figs vol vols nos pp ed eds art sec ch para app eq est dept univ assn ave blvd rd ' +
		'jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri min max ext tel'
	).split(' '),
);
/** These may stand inside or at the end of a sentence: the next word decides. */
const MAYBE = new Set(
	'inc ltd co corp plc llc bros etc al a.m p.m am pm u.s u.k u.n e.u u.s.a d.c b.c a.d ph.d m.d b.a m.a esq no'.split(' '),
);
/** Words that open a sentence far more often than they follow an abbreviation. */
const OPENERS = new Set(
	(
		'the a an it he she they we you i this that these those there here his her its their our your my in on at by for from with without after before ' +
		'when while if as but and or so yet then now once since until although though because however what why how who where which not no nobody ' +
		'all some most many each every both one two three four five six another other such still even only according to during under over ' +
		'meanwhile instead also'
	).split(' '),
);
const LIST_HEAD =
	/^(?:["“'‘(\[]?\s*)(?:(?:step|chapter|part|rule|tip|stage|phase|section|question|item|lesson|day|week|round|no|number|figure|table|act|scene|point|lap)\s+)?(?:\d{1,3}|[ivx]{1,5}|[a-z])$/i;
/** Words before a single capital that is a label, not an initial. */
const LABELS =
	/\b(?:plan|vitamin|grade|type|group|class|option|point|part|appendix|team|hepatitis|size|block|gate|hall|model|version|category|exhibit|world war)\s$/i;
const SAYING =
	/^(?:said|says|asked|asks|replied|answered|added|adds|wrote|writes|told|shouted|cried|called|joked|warned|explained|insisted|recalled|argued|noted)\b/;

const lastWord = (text: string): string => /[\p{L}\p{N}.&'’-]+$/u.exec(text)?.[0] ?? '';

/** Whether the full stop after `before` is part of an abbreviation, initial or list number, given what follows. */
function abbreviation(before: string, after: string): boolean {
	const word = lastWord(before);
	const key = word.toLowerCase();
	const next = /^["“'‘(\[]?([\p{L}\p{N}][\p{L}\p{N}'’-]*)/u.exec(after)?.[1] ?? '';
	const opener = /^\p{Lu}/u.test(next) && OPENERS.has(next.toLowerCase());
	if (/^no$/i.test(word)) return /^\d/.test(next);
	if (NEVER.has(key) && (key.length > 1 || word === key)) return true;
	if (MAYBE.has(key)) return !opener;
	if (/^\p{Lu}$/u.test(word)) {
		// "J. Smith", "met J. R. Holt", but "Plan B. Cats …" and "30 °C. Cats …"
		const lead = before.slice(0, before.length - 1);
		return !opener && word !== 'I' && !/[°º\d]\s?$/.test(lead) && !LABELS.test(lead);
	}
	if (/^(?:\p{Lu}\.)+\p{Lu}$/u.test(word)) return !opener;
	return false;
}

function splitParagraph(text: string): string[] {
	const out: string[] = [];
	let start = 0;
	const end = /([.!?…]+)(["”’'»)\]]*)(\s+|$)/gu;
	for (let match = end.exec(text); match; match = end.exec(text)) {
		const [, marks = '', closing = ''] = match;
		const stop = match.index + marks.length + closing.length;
		const after = text.slice(match.index + match[0].length);
		if (after === '') break;
		const before = text.slice(start, match.index);
		const first = /^["“'‘«(\[–—-]*\s*(\p{L}|\p{N}|\p{Sc})/u.exec(after)?.[1] ?? '';
		if (/^\p{Ll}/u.test(first)) continue;
		if (marks === '.' && !closing && (abbreviation(before, after) || LIST_HEAD.test(before.trim()))) continue;
		if (marks === '.' && closing && abbreviation(before, after) && !/["”]/.test(closing)) continue;
		// "Why?" Smith asked: the quote belongs to the sentence that names the speaker.
		if (/["”’']/.test(closing) && /[!?…]$/.test(marks)) {
			const speaker = /^(?:\p{Lu}[\p{L}.'’-]*\s+){1,3}/u.exec(after)?.[0];
			if (speaker && SAYING.test(after.slice(speaker.length))) continue;
		}
		out.push(text.slice(start, stop).trim());
		start = stop;
	}
	const rest = text.slice(start).trim();
	if (rest) out.push(rest);
	return out;
}

/**
 * Sentences of a text, in order, white space collapsed. An empty line always ends a sentence; a single line break is white space.
 */
export function splitSentences(text: string): string[] {
	return text
		.split(/\r?\n[ \t\u00a0]*\r?\n/)
		.map((paragraph) => paragraph.replace(/[\s\u00a0]+/g, ' ').trim())
		.filter(Boolean)
		.flatMap(splitParagraph);
}
