/**
 * The title of a scene: at most six words of its narration, one to three of them marked. First choice is a whole small clause (subject, verb,
 * what follows) from which only articles and asides are deleted; second a noun phrase. A cut never parts a number from its unit or
 * bound, a name, a subject from what restricts it, or a verb from its "not".
 */
import { names } from '../text';
import type { Tagged } from '../text';
import { startsImperative } from '../writing';
import { sentenceCase, wordCount } from './visuals/context';
import type { SceneContext } from './visuals/context';

export const TITLE_WORDS = 6;

type Words = Pick<SceneContext, 'narration' | 'tokens' | 'numbers'>;
interface Span {
	text: string;
	score: number;
	number: boolean;
}

const POINTER =
	/^(it|its|they|them|their|he|she|him|his|her|this|that|these|those|which|who|whom|whose|what|ones?|such|there|here|then|so|also|other|another|both|how|if|when|while|because|although|where|we|us|our|i|my)$/i;
const DROPPED = /^(the|a|an|its|their|his|her|this|these|our|your)$/i;
const BOUND =
	/^(about|nearly|almost|some|roughly|around|over|under|least|most|than|only|fewer|more|less|perhaps|every|each|within|another|not)$/i;
const PARTICLE =
	/^(ahead|back|off|out|up|down|away|over|open|dry|clockwise|anticlockwise|home|together|apart|forward|late|early|wide|deep|high|long|first|last)$/i;
const SAYING = /^(said|says|say|added|told|asked|wrote|announced|replied|thought|expects?|promises)$/i;
const SUBORDINATE =
	/^(if|when|whenever|unless|until|although|though|because|as|since|after|before|once|that|which|who|whose|where|while|how|what|why|whether|than|so)$/i;
/** Words that open a new clause inside a sentence. */
const SPLITTER =
	/^(if|when|whenever|unless|until|although|though|because|since|after|before|once|that|which|who|whose|where|while|whereas|how|what|why|whether)$/i;
const NEGATION = /^(not|never|no|nobody|none|nothing|neither|nor|without|hardly|n['’]t)$/i;
const NOMINAL = new Set(['NOUN', 'PROPN', 'ADJ', 'NUM']);
const joinsName = (token: Tagged | undefined): boolean => !!token && /^(&|-|–|['’]s|['’])$/.test(token.text);

/** Parts of a narration between punctuation, with what opened them. */
function clausesOf(tokens: Tagged[]): Tagged[][] {
	const out: Tagged[][] = [];
	let current: Tagged[] = [];
	let verbSeen = false;
	const push = (): void => {
		if (current.length) out.push(current);
		current = [];
		verbSeen = false;
	};
	tokens.forEach((token, i) => {
		const next = tokens[i + 1];
		if (/^[,;:.!?“”"()]$/.test(token.text) || (/^[–—]$/.test(token.text) && !/^\d/.test(next?.text ?? ''))) return push();
		if (token.pos === 'CCONJ' && verbSeen && tokens.slice(i + 1, i + 7).some((later) => later.pos === 'VERB' || later.pos === 'AUX'))
			return push();
		if (
			current.length &&
			SPLITTER.test(token.text) &&
			(['SCONJ', 'PRON', 'ADV'].includes(token.pos) || /^(until|because|although|unless|whereas)$/i.test(token.text))
		)
			push();
		const participle =
			token.pos === 'VERB' &&
			tokens[i - 1]?.pos === 'NOUN' &&
			/(ed|en|built|made)$/.test(token.text) &&
			/^(of|by|from|with|in)$/.test(next?.text ?? '');
		if ((token.pos === 'VERB' && !participle) || token.pos === 'AUX') verbSeen = true;
		current.push(token);
	});
	push();
	return out;
}

/** Compact whole clauses, best first. */
export function clauseTitles(context: Words): Span[] {
	const out: Span[] = [];
	const spans = [...context.numbers, ...names(context.narration)];
	clausesOf(context.tokens).forEach((clause, order) => {
		const opener = clause[0];
		if (opener && order === 1 && /^(that|which|who)$/i.test(opener.text)) {
			// "A ship | that crosses Panama has to climb 26 metres": the main verb follows the relative clause.
			const main = secondVerb(clause);
			if (main > 0) for (const rest of predicates(context, clause, main, spans)) add('', rest, 1);
		}
		if (!opener || (SUBORDINATE.test(opener.text) && opener.pos !== 'ADP')) return;
		const imperative =
			(opener.pos === 'VERB' && !/(ing|ed)$/.test(opener.text)) ||
			(order === 0 && startsImperative(opener.text) && !['AUX', 'VERB'].includes(clause[1]?.pos ?? ''));
		const verb = imperative
			? 0
			: clause.findIndex(
					(token, i) =>
						i > 0 &&
						(token.pos === 'AUX' || token.pos === 'VERB') &&
						!/^(to)$/i.test(clause[i - 1]?.text ?? '') &&
						!(/ing$/.test(token.text) && clause[i - 1]?.pos !== 'AUX') &&
						!isParticiple(clause, i),
				);
		if (verb < 0) return;
		const subjects = imperative ? [''] : subjectsOf(context, clause, verb);
		const rests = predicates(context, clause, verb, spans);
		for (const subject of subjects) for (const rest of rests) add(subject, rest, order);
		// "Has been fined £2.4 million": the subject stands in the kicker or in the picture.
		if (!imperative && order === 0) for (const rest of rests) add('', rest, 1 + (/^(is|are|was|were|be)\b/.test(rest.text) ? 5 : 3));
	});
	function add(subject: string, rest: { text: string; end: boolean; number: boolean }, order: number): void {
		const full = [subject, rest.text].filter(Boolean).join(' ');
		const forms = [
			full,
			full.replace(/\s(?:the|a|an)(?=\s)(?!\s(?:day|week|month|year|hour|minute|second|share|person|time|head|lot|few)\b)/g, ''),
		];
		const text = forms.find((form) => wordCount(form) <= TITLE_WORDS);
		if (!text || wordCount(text) < 2) return;
		const words = wordCount(text);
		let score = 2 + (rest.end ? 0.55 : 0) + (rest.number ? 0.35 : 0) - 0.1 * Math.abs(words - 5) - 0.25 * order;
		if (text !== full) score -= 0.6;
		if (
			!subject &&
			!/^\p{Lu}/u.test(full) &&
			(words < 3 || /^(is|are|was|were|be|has(?! to)|have(?! to)|had)\b/.test(full)) &&
			!/\b(not|never|been)\b/.test(full)
		)
			return;
		if (words <= 2 && !rest.end) score -= 0.8;
		out.push({ text, score, number: rest.number });
	}
	return out.sort((a, b) => b.score - a.score);
}

/** Where the second verb group of a clause begins, or -1. */
function secondVerb(clause: Tagged[]): number {
	const verbal = (token: Tagged | undefined): boolean => token?.pos === 'VERB' || token?.pos === 'AUX';
	const starts = clause.flatMap((token, i) =>
		verbal(token) && !verbal(clause[i - 1]) && !['PART', 'ADV'].includes(clause[i - 1]?.pos ?? '') ? [i] : [],
	);
	return starts[1] ?? -1;
}

/** "A machine built of concrete still depends": a participle behind its noun, with the clause's own verb still to come. */
const isParticiple = (clause: Tagged[], i: number): boolean =>
	clause[i]?.pos === 'VERB' &&
	/(ed|en|built|made|held|lost|found|left|set|sold|kept)$/.test(clause[i]?.text ?? '') &&
	clause[i - 1]?.pos === 'NOUN' &&
	clause[i + 1]?.pos === 'ADP' &&
	clause.slice(i + 2).some((token, k, rest) => (token.pos === 'VERB' || token.pos === 'AUX') && !/^to$/i.test(rest[k - 1]?.text ?? ''));

/** The subject before a verb: with what restricts it, and without where only a time, place or name is lost. */
function subjectsOf(context: Words, clause: Tagged[], verb: number): string[] {
	let end = verb - 1;
	while (end >= 0 && (clause[end]?.pos === 'ADV' || clause[end]?.pos === 'PART') && !joinsName(clause[end])) end--;
	if (end < 0) return [];
	if (clause[end]?.pos === 'PRON') {
		const text = clause[end]?.text ?? '';
		return /^(nobody|nothing|everyone|everything|anyone|you|no one)$/i.test(text) ? [text] : [];
	}
	let from = nounStart(context, clause, end);
	if (from > end) return [];
	const found: string[] = [];
	const slice = (a: number, b: number): string => context.narration.slice(clause[a]?.start ?? 0, clause[b]?.end ?? 0);
	let droppable = true;
	let head = { from, end };
	for (let hops = 0; hops < 4; hops++) {
		const det = clause[head.from - 1];
		const before = det && (det.pos === 'DET' || DROPPED.test(det.text)) ? head.from - 2 : head.from - 1;
		if (clause[before]?.pos !== 'ADP') break;
		const nounEnd = before - 1;
		if (nounEnd < 0 || !NOMINAL.has(clause[nounEnd]?.pos ?? '')) return found.length ? found : hops > 0 ? found : [];
		const phrase = slice(before, head.end);
		droppable &&=
			/^(in|at|on|over|during|since|by|to)\s/.test(phrase) && /\d|\p{Lu}|\b(months?|years?|weeks?|period|quarter)\b/u.test(phrase.slice(3));
		head = { from: nounStart(context, clause, nounEnd), end: nounEnd };
		from = head.from;
	}
	// "Rainwater and gravity", "only 24 ships a day": the phrase is longer than its last noun.
	if (clause[from - 1]?.pos === 'CCONJ') {
		if (!NOMINAL.has(clause[from - 2]?.pos ?? '')) return [];
		from = nounStart(context, clause, from - 2);
		head = { from, end: head.end };
	} else if (/^an?$/i.test(clause[from - 1]?.text ?? '') && clause[from - 2]?.pos === 'NOUN') {
		from = nounStart(context, clause, from - 2);
		head = { from, end: head.end };
	}
	const quantifier = clause[from - 1];
	const start =
		quantifier && /^(no|every|each|some|most|few|many|any|all|both|half|neither|only)$/i.test(quantifier.text) ? from - 1 : from;
	if (POINTER.test(clause[start]?.text ?? '')) return [];
	found.push(slice(start, end));
	if (head.end !== end && droppable) found.push(slice(start, head.end));
	else if (head.end === end && start === from && from === end - 1 && clause[end]?.pos === 'NOUN' && clause[from]?.pos === 'ADJ')
		found.push(slice(end, end));
	return found;
}

/** First token of the noun phrase that ends at `end`; a name after a plain noun begins a phrase of its own ("minute | Piet van Aal"). */
function nounStart(context: Words, clause: Tagged[], end: number): number {
	let from = end + 1;
	const name = names(context.narration).find((found) => found.start <= (clause[end]?.start ?? 0) && found.end >= (clause[end]?.end ?? 0));
	for (let i = end; i >= 0; i--) {
		const token = clause[i];
		if (!token) break;
		if (name && token.start >= name.start) from = i;
		else if (name && from <= end && clause[from]?.pos === 'PROPN' && token.pos === 'NOUN') break;
		else if (NOMINAL.has(token.pos) || joinsName(token) || token.text === '-') from = i;
		else break;
	}
	return from;
}

/** Verb group plus complement, cut at each place where it is complete. */
function predicates(
	context: Words,
	clause: Tagged[],
	verb: number,
	keep: { start: number; end: number }[],
): { text: string; end: boolean; number: boolean }[] {
	const out: { text: string; end: boolean; number: boolean }[] = [];
	let begin = verb;
	while (clause[begin - 1]?.pos === 'ADV') begin--;
	const first = clause[begin] as Tagged;
	if (SAYING.test((clause[verb] as Tagged).text)) return out;
	let group = verb;
	while (
		clause[group + 1] &&
		(['AUX', 'VERB', 'PART', 'ADV'].includes(clause[group + 1]?.pos ?? '') || NEGATION.test(clause[group + 1]?.text ?? ''))
	)
		group++;
	if (clause.slice(verb, group + 1).some((token) => SAYING.test(token.text))) return out;
	for (let j = verb; j < clause.length && j < verb + 9; j++) {
		const last = clause[j] as Tagged;
		const next = clause[j + 1];
		const end = j === clause.length - 1;
		if (j < group) continue;
		if (POINTER.test(last.text)) {
			if (!end) continue;
			break;
		}
		if (j > group && SUBORDINATE.test(last.text) && last.pos !== 'ADP') break;
		if (last.pos === 'CCONJ') {
			if (['VERB', 'AUX', 'DET', 'ADP'].includes(next?.pos ?? '')) break;
			continue;
		}
		if (keep.some((range) => range.start < last.end && range.end > last.end)) continue;
		if (!completeAt(clause, group, j, end)) continue;
		const text = context.narration.slice(first.start, last.end);
		out.push({
			text,
			end,
			number: context.numbers.some((quantity) => quantity.kind !== 'ordinal' && quantity.start >= first.start && quantity.end <= last.end),
		});
	}
	return out;
}

function completeAt(clause: Tagged[], group: number, at: number, end: boolean): boolean {
	const last = clause[at] as Tagged;
	const next = clause[at + 1];
	if (['ADP', 'DET', 'CCONJ', 'SCONJ', 'AUX', 'PART'].includes(last.pos) && !PARTICLE.test(last.text)) return false;
	if (end) return true;
	const after = next?.text ?? '';
	if (after === 'than' && last.pos === 'NOUN' && /^(more|fewer|less|\p{L}+er)$/iu.test(clause[at - 1]?.text ?? '')) return true;
	if (
		joinsName(next) ||
		PARTICLE.test(after) ||
		/^(of|than|per|percent|million|billion|%|°C|such|enough)$/i.test(after) ||
		next?.pos === 'PRON'
	)
		return false;
	if (/^(which|whose|that|who)$/i.test(clause[at + 2]?.text ?? '') && next?.pos === 'ADP') return false;
	if (SUBORDINATE.test(after) && /^(that|which|who|whose|where|whether)$/i.test(after)) return false;
	if (/^(to)$/i.test(after) && clause[at + 2]?.pos === 'VERB' && last.pos !== 'NOUN') return false;
	if (last.pos === 'NOUN' || last.pos === 'PROPN' || last.pos === 'NUM')
		return (
			!NOMINAL.has(next?.pos ?? '') &&
			!['AUX', 'VERB'].includes(next?.pos ?? '') &&
			!(/^(between|from)$/i.test(clause[at - 1]?.text ?? '') && /^(and|to)$/.test(after)) &&
			after !== 'and' &&
			after !== 'or'
		);
	if (last.pos === 'ADJ')
		return at > group && ['ADP', 'SCONJ'].includes(next?.pos ?? '') && !/^(of|to|for|than|from|with|that)$/i.test(after);
	if (last.pos === 'ADV' || PARTICLE.test(last.text)) return at > group && ['ADP', 'SCONJ'].includes(next?.pos ?? '');
	return false;
}

/** Noun phrases without a verb, best first. */
export function phraseTitles(context: Words): Span[] {
	const { tokens, narration } = context;
	const spanned = names(narration);
	const keep = [...context.numbers, ...spanned];
	const negated = tokens.some((token) => NEGATION.test(token.text));
	const subjectEnd = tokens.findIndex((token) => token.pos === 'VERB' || token.pos === 'AUX');
	const out: Span[] = [];
	for (let i = 0; i < tokens.length; i++) {
		const first = tokens[i] as Tagged;
		const before = tokens[i - 1];
		const bound = BOUND.test(first.text) && (tokens[i + 1]?.pos === 'NUM' || /^\d/.test(tokens[i + 1]?.text ?? ''));
		if (!(NOMINAL.has(first.pos) || bound) || POINTER.test(first.text)) continue;
		if (before && (NOMINAL.has(before.pos) || joinsName(before) || /^(to|from|by|between|than|and|or|[$£€])$/i.test(before.text))) continue;
		if (before && BOUND.test(before.text) && (first.pos === 'NUM' || /^\d/.test(first.text))) continue;
		for (let j = i; j < tokens.length && j < i + 8; j++) {
			const last = tokens[j] as Tagged;
			if (
				/^[,;:.!?“”"()–—]$/.test(last.text) ||
				['VERB', 'AUX', 'SCONJ', 'CCONJ'].includes(last.pos) ||
				SUBORDINATE.test(last.text) ||
				(POINTER.test(last.text) && !(/^(its|their)$/i.test(last.text) && tokens[j - 1]?.pos === 'ADP')) ||
				(j > i && last.pos === 'DET' && NOMINAL.has(tokens[j - 1]?.pos ?? '')) ||
				(j > i && BOUND.test(last.text) && NOMINAL.has(tokens[j - 1]?.pos ?? ''))
			)
				break;
			const text = narration.slice(first.start, last.end);
			const words = wordCount(text);
			if (words > TITLE_WORDS) break;
			if (last.pos !== 'NOUN' && last.pos !== 'PROPN' && !(last.pos === 'NUM' && !NOMINAL.has(tokens[j + 1]?.pos ?? ''))) continue;
			const next = tokens[j + 1];
			if (
				NOMINAL.has(next?.pos ?? '') ||
				joinsName(next) ||
				/^(per|million|billion|percent|%|°C|who|that|which|whose|to|than)$/i.test(next?.text ?? '')
			)
				continue;
			if (next?.pos === 'ADP' && /^(which|whose)$/i.test(tokens[j + 2]?.text ?? '')) continue;
			if (
				spanned.some(
					(name) =>
						name.start > first.start &&
						name.start < last.end &&
						tokens[tokens.findIndex((token) => token.start >= name.start) - 1]?.pos === 'NOUN',
				)
			)
				continue;
			if (keep.some((range) => (range.start < first.start && range.end > first.start) || (range.start < last.end && range.end > last.end)))
				continue;
			const isSubject = subjectEnd > j;
			if (negated && !isSubject) continue;
			const number = context.numbers.some(
				(quantity) => quantity.kind !== 'ordinal' && quantity.start >= first.start && quantity.end <= last.end,
			);
			const content = tokens.slice(i, j + 1).filter((token) => !token.stop && NOMINAL.has(token.pos)).length;
			const clauseEnd = !next || /^[,;:.!?]$/.test(next.text);
			out.push({
				text,
				number,
				score:
					0.35 * Math.min(4, content) -
					0.08 * Math.abs(words - 4) +
					(number ? 0.4 : 0) +
					(clauseEnd ? 0.2 : 0) -
					(words === 1 ? 2 : 0) -
					(next?.text === 'of' ? 0.9 : 0),
			});
		}
	}
	return out.sort((a, b) => b.score - a.score);
}

/** A drawable title with one marked phrase, not yet used in the film. */
export function titleOf(context: SceneContext, used: Set<string>, avoidNumber = false): string {
	const question = /\?["”]?$/.test(context.narration.trim());
	const options = [...(question ? [] : clauseTitles(context)), ...phraseTitles(context)].map((span) => ({
		...span,
		score:
			span.score -
			(avoidNumber && span.number ? 0.3 : 0) -
			(overlaps(span.text, used) ? 1.2 : 0) -
			(sameAsNarration(span.text, context.narration) ? 0.3 : 0),
	}));
	options.sort((a, b) => b.score - a.score);
	const found = options
		.slice(0, 30)
		.find(
			(span) =>
				span.score > -0.6 &&
				!ATTRIBUTES.test(span.text) &&
				!BAD_OPENING.test(span.text) &&
				!used.has(span.text.toLowerCase()) &&
				context.drawable(span.text),
		);
	const text = found?.text ?? fallback(context);
	if (!text) return '';
	used.add(text.toLowerCase());
	return mark(sentenceCase(text), context);
}

const BAD_OPENING = /^(whose|which|who|that|than|so)\b/i;
const ATTRIBUTES = /\b(said|says|told|found|added|noted|wrote)$/i;
const sameAsNarration = (text: string, narration: string): boolean => wordCount(text) >= wordCount(narration) - 1 && wordCount(text) > 4;

function overlaps(text: string, used: Set<string>): boolean {
	const words = new Set(
		text
			.toLowerCase()
			.split(/\s+/)
			.filter((word) => word.length > 3),
	);
	return [...used].some(
		(other) => other.split(/\s+/).filter((word) => word.length > 3 && words.has(word)).length >= Math.max(2, words.size),
	);
}

const WEAK_END =
	/\s(?:the|a|an|of|in|on|at|by|for|from|with|to|and|or|but|is|are|was|were|that|which|who|its|their|his|her|about|not|has|have|had|be|as|than|will|would|could|it|up|said|how|what|every|so|very|more|most)$/i;

function fallback(context: SceneContext): string {
	const words = context.narration.replace(/["“”]/g, '').split(/\s+/);
	if (words.length <= TITLE_WORDS && !/\?$/.test(context.narration)) {
		const whole = words.join(' ').replace(/[.!]+$/, '');
		if (context.drawable(whole)) return whole;
	}
	if (/\?$/.test(context.narration) && words.length <= TITLE_WORDS && context.drawable(words.join(' '))) return words.join(' ');
	for (const border of context.narration.matchAll(/[,;:]/g)) {
		const head = context.narration.slice(0, border.index).replace(/["“”]/g, '');
		if (wordCount(head) >= 2 && wordCount(head) <= TITLE_WORDS && !WEAK_END.test(head) && context.drawable(head)) return head;
	}
	const [name] = names(context.narration);
	if (name && context.drawable(name.text) && wordCount(name.text) <= TITLE_WORDS) return name.text;
	for (let length = Math.min(TITLE_WORDS, words.length); length >= 2; length--) {
		const text = words
			.slice(0, length)
			.join(' ')
			.replace(/[,;:.!?]+$/, '');
		if (!WEAK_END.test(text) && !/[,;]|\b(said|says|told|found)\b/.test(text) && context.drawable(text)) return text;
	}
	return '';
}

/** Marks one to three words: the number with its unit, the negated predicate, else the last noun phrase. */
export function mark(title: string, context: Words): string {
	const words = title.split(' ');
	if (words.length <= 2) return `*${title}*`;
	const lower = title.toLowerCase();
	const number = context.numbers.find(
		(quantity) =>
			quantity.kind !== 'ordinal' && lower.includes(quantity.text.toLowerCase()) && !/^(one|a|an|half an?)$/i.test(quantity.text),
	);
	if (number) {
		const first = words.findIndex((_, i) =>
			lower
				.split(' ')
				.slice(i)
				.join(' ')
				.startsWith(number.text.toLowerCase().split(' ')[0] ?? '§'),
		);
		let count = wordCount(number.text);
		const nouns = new Set(context.tokens.filter((token) => token.pos === 'NOUN').map((token) => token.text.toLowerCase()));
		const follower = words[first + count]?.toLowerCase();
		if (
			count < 3 &&
			follower &&
			(nouns.has(follower) || /^(percent|%|degrees?)$/.test(follower)) &&
			number.kind !== 'year' &&
			number.kind !== 'date'
		)
			count++;
		if (first >= 0 && count <= 3 && first + count <= words.length) return wrap(words, first, count);
	}
	const negation = words.findIndex((word) => NEGATION.test(word));
	if (negation >= 0 && words.length - negation <= 3) return wrap(words, negation, words.length - negation);
	const light = new Set(
		context.tokens
			.filter((token) => ['ADP', 'DET', 'AUX', 'VERB', 'CCONJ', 'PART', 'PRON'].includes(token.pos))
			.map((token) => token.text.toLowerCase()),
	);
	let from = words.length - 1;
	while (from > 1 && words.length - from < 2 && !light.has((words[from - 1] ?? '').toLowerCase())) from--;
	return wrap(words, from, words.length - from);
}

const wrap = (words: string[], from: number, count: number): string => {
	const marked = words.slice(from, from + count).join(' ');
	return [...words.slice(0, from), `*${marked}*`, ...words.slice(from + count)].join(' ');
};

/** A fact, place or date for the small line above the title; undefined when the scene has none that the title lacks. */
export function kickerOf(context: SceneContext, title: string, drawn: string): string | undefined {
	const seen = `${title} ${drawn}`.replace(/\*/g, '').toLowerCase();
	const fresh = (text: string): boolean =>
		text.length > 1 && text.length <= 28 && !seen.includes(text.toLowerCase()) && context.drawable(text);
	// Two clauses may be about two places: the wrong one above the title would mislead.
	if (/;|,\s(?:but|while)\s/.test(context.narration)) return undefined;
	const place = context.places.find(
		(found) => fresh(found.name) && new RegExp(`(?<!\\p{Lu}\\p{L}*\\s)${found.name}(?!['’]?s?\\s\\p{Lu})`, 'u').test(context.narration),
	);
	if (place) return place.name;
	const date = context.numbers.find((quantity) => (quantity.kind === 'date' || quantity.kind === 'year') && fresh(quantity.text));
	if (date) return sentenceCase(date.text);
	const name = names(context.narration).find(
		(found) =>
			fresh(found.text) &&
			!/[.!?]\s/.test(found.text) &&
			wordCount(found.text) <= 4 &&
			!/\d|day$/.test(found.text) &&
			(found.start > 0 || wordCount(found.text) > 1) &&
			!/^['’]/.test(context.narration.slice(found.end)) &&
			!seen.includes((found.text.split(' ').at(-1) ?? '').toLowerCase()),
	);
	return name?.text;
}
