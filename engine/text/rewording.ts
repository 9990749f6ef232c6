/**
 * Closed word lists behind the grounding gate. They are general English, no corpus words.
 */

const groups = (lists: string[]): Map<string, string> => {
	const map = new Map<string, string>();
	for (const list of lists) {
		const words = list.split(' ');
		for (const word of words) map.set(word, words[0]!);
	}
	return map;
};

/** Lemmas that say exactly the same in any sentence of ours. Deliberately short: a near-synonym is a changed claim. */
const SAME = groups([
	'rise increase climb',
	'fall drop decline decrease',
	'buy purchase acquire',
	'begin start',
	'film movie',
	'car automobile',
	'also too',
	'but however yet',
	'while whereas',
	'although though',
	'until till',
	'because since',
	'television tv',
	'child kid',
	'people person',
	'near nearby',
	'big large',
	'show display',
	'among amongst',
	'get receive obtain',
	'stop halt',
	'help assist',
	'towards toward',
	'around round',
	'almost nearly',
	'roughly about approximately around',
	'n’t not',
	'that which who',
	'and &',
	'to towards',
	'on upon',
	'percent %',
	'company firm business',
	'shut close',
	'build construct',
	'give provide',
	'allow let permit',
	'make produce',
	'worker employee',
	'vessel ship',
	'scientist researcher',
	'journey trip',
	'quick fast rapid',
	'wide broad',
	'whole entire',
	'often frequently',
	'rarely seldom',
	'later afterwards',
	'farther further',
	'annual yearly',
	'beat defeat',
	'student pupil',
	'hurt injure',
	'need require',
	'now currently',
]);

/** Canonical form of a lemma. */
export const canonical = (lemma: string): string => SAME.get(lemma) ?? lemma;

/** Words a rewording may add: they carry no claim. */
export const FREE = new Set([
	'the',
	'a',
	'an',
	'and',
	'that',
	'which',
	'who',
	'also',
	',',
	'then',
	'of',
	'or',
	'but',
	'itself',
	'themselves',
	'its',
	'their',
	'this',
	'there',
]);

/** Words that limit a claim: one that is dropped or added changes it. */
export const CRITICAL = new Set(
	(
		'not no never none nobody nothing nowhere neither nor without cannot hardly scarcely barely only merely just except unless if whether ' +
		'all every each any both some most many much few several half part less more least fewer almost nearly mostly mainly largely partly usually often sometimes rarely seldom generally typically normally ' +
		'may might could would should must can shall will probably possibly perhaps maybe likely unlikely potentially allegedly reportedly apparently supposedly presumably hopefully ' +
		'about around roughly approximately nearly under over above below up too even still yet already again first last next other another former alleged potential planned proposed possible expected suspected would-be so-called ' +
		'provisional draft maximum minimum average mean median total net gross annual monthly weekly daily further additional longer shorter instead rather ' +
		'largest smallest biggest highest lowest best worst oldest youngest fastest slowest'
	).split(' '),
);

/** Markers of a clause without which its main clause claims more. */
export const CONDITION = new Set([
	'if',
	'unless',
	'whether',
	'provided',
	'providing',
	'except',
	'when',
	'whenever',
	'once',
	'until',
	'till',
	'without',
	'lest',
	'supposing',
	'assuming',
	'in case',
]);

/** Phrases that limit a claim and may not be dropped from its end either. */
export const LIMITING_PHRASE =
	/^(?:without|except|excluding|unless|only|below|above|under|over|up to|at least|at most|at risk|but not|not|no |other than|apart from|rather than|instead of|among|until|if|per|in theory|in part|on paper|in talks|so far|as yet)\b/i;

/** Verbs whose "that" clause is true when they are: it may be stated without them. */
export const FACTIVE = new Set(['show', 'know', 'discover', 'learn', 'notice', 'realise', 'realize', 'remember', 'mean']);

/** Pronouns and pro-forms that stand for something named before. */
export const PRONOUN = new Set([
	'it',
	'they',
	'he',
	'she',
	'this',
	'that',
	'these',
	'those',
	'one',
	'ones',
	'its',
	'their',
	'his',
	'her',
	'them',
	'him',
	'both',
	'another',
	'other',
	'others',
]);

const CONTRACTIONS: [RegExp, string][] = [
	[/\bcan[’']t\b/gi, 'can not'],
	[/\bcannot\b/gi, 'can not'],
	[/\bwon[’']t\b/gi, 'will not'],
	[/\bshan[’']t\b/gi, 'shall not'],
	[/n[’']t\b/gi, ' not'],
	[/[’']re\b/gi, ' are'],
	[/[’']ll\b/gi, ' will'],
	[/[’']ve\b/gi, ' have'],
	[/\b(it|he|she|that|there|what|who)[’']s\b/gi, '$1 is'],
	[/\bI[’']m\b/g, 'I am'],
];

/** One spelling of quotes, blanks and contractions. */
export function normalise(text: string): string {
	let out = text
		.replace(/[\s\u00a0\u202f]+/g, ' ')
		.replace(/[“”„«»]/g, '"')
		.replace(/[‘’]/g, "'")
		.replace(/\p{Cf}/gu, '')
		.trim();
	for (const [pattern, by] of CONTRACTIONS) out = out.replace(pattern, by);
	return out;
}

/** Letters and digits only, lower case: equal for verbatim copies. */
export const verbatimKey = (text: string): string =>
	normalise(text)
		.toLowerCase()
		.replace(/[^\p{L}\p{N}%$£€.]+/gu, ' ')
		.replace(/\.(?!\d)/g, '')
		.replace(/\s+/g, ' ')
		.trim();
