/**
 * Whether a few words make a phrase that stands alone: a title, a label, a chapter's name. "Has to climb 26 metres" has no subject,
 * "Joins the Atlantic Ocean" neither, "Maps of the" breaks off; "No pump lifts it" points at something that is not there.
 */
import { names, splitSentences, tag } from '../text';
import type { Tagged } from '../text';
import { startsImperative } from './tidy';

const MODAL = /^(will|would|can|could|may|might|must|shall|should|to|cannot)$/i;
/** Verbs that the tagger takes for nouns or adjectives where nothing else in the clause is a verb. */
const VERB_FORMS =
	/^(costs?|lasts?|rises?|lies?|fades?|burns?|falls?|runs?|cuts?|puts?|sets?|hits?|lets?|beats?|spreads?|splits?|shuts?|closes?|opens?|starts?|stops?|turns?|moves?|needs?|counts?|measures?|covers?|holds?|leads?|lifts?|flows?|works?|ends?|begins?|floats?|sinks?|saves?|makes?|takes?|sends?|gives?|keeps?|stands?|carries|rates|drops?|climbs?|crosses|lives?|lands?|sails?|means?|pays?|buys?|sells?|freezes|melts?|conducts?|feels?|looks?|sounds?|charges?|protects?|failed|shows?|grows?|draws?|pulls?|pushes|drives?|fills?|changes?|helps?|waits?|loses?|wins?|warns?|fines?|kills?|hurts?|blinks?|talks?)$/i;
/** Verbs that can end a clause without an object. */
const ENDS_WELL =
	/^(fail(s|ed)?|won|wins?|open(s|ed)?|reopen(s|ed)?|close(s|d)?|shuts?|rose|rises?|fell|falls?|died?|dies|began|begins?|start(s|ed)?|end(s|ed)?|came|comes?|went|goes|go|arriv(e|es|ed)|return(s|ed)?|collaps(e|es|ed)|works?|worked|runs?|ran|melts?|melted|talks?|moves?|moved|sails?|sailed|helps?|changed?|changes|grew|grows?|stays?|stayed|sinks?|sank|floats?|floated|surviv(e|es|ed)|disappear(s|ed)?|stop(s|ped)?|froze|freezes|broke|breaks|burns?|burned|burnt|votes?|voted|matters?|mattered|counts?|waits?|waited|jump(s|ed)?|slip(s|ped)?|shrank|shrinks?|drops?|dropped|crash(es|ed)?|leak(s|ed)?|happen(s|ed)?|blinks?|sleeps?|slept|fades?|faded|spreads?|dives?|dived|landed|lands?|exist(s|ed)?|walk(s|ed)?|complain(s|ed)?|protects?|flies|flew|fly|swims?|swam|rusts?|bends?|bent|explod(e|es|ed)|vanish(es|ed)?|improv(e|es|ed)|hurts?|differ(s|ed)?|attended|push|pushed|followed|follows|play(s|ed)?|live[sd]?|speaks?|spoke|turn(s|ed)?|flow(s|ed)?|count(s|ed)?|climb(s|ed)?|float)$/i;
/** Verbs of which the plain form is common at the end of nothing: they want an object or a complement. */
const WANTS_MORE =
	/^(is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|become|becomes|became|make|makes|made|mean|means|meant|take|takes|took|give|gives|gave|hold|holds|held|lie|lies|lay|cost|costs|keep|keeps|kept|carry|carries|carried|bring|brings|brought|need|needs|needed|want|wants|wanted|say|says|said|show|shows|contain|contains|cover|covers|put|puts|measure|measures|use|uses|get|gets|got|let|lets|call|calls|find|finds|found|seem|seems|remain|remains|reach|reaches|reached|cause|causes|caused|include|includes|allow|allows|expect|expects|expected|serve|serves|send|sends|sent|lend|lends|raise|raises|raised|build|builds|add|adds|join|joins|adopt|adopts|adopted|depend|depends|feel|feels|last|lasts|belong|belongs|list|lists|name|names|named)$/i;
/** Determiners and the like that never end a phrase. */
const OPEN_END =
	/^(the|a|an|its|their|his|her|our|your|my|this|these|those|every|each|no|any|and|or|but|nor|so|as|than|that|which|who|whose|where|when|while|because|if|unless|although|though|whether|of|to|in|on|at|by|for|from|with|into|onto|about|between|among|against|during|since|until|per|via|without|within|towards?|is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|not|very|only|still|also|too|even|just|almost|nearly|mostly|more|most|less|fewer|such|some|said|says|called|both|either|neither|how|what|why|another|other|own|including|like|half|who|you|we|I|he|she|they|nowhere|never|ever|always|usually)$/i;
const PARTICLE = /^(up|down|out|off|back|away|together|apart|over|on|in|ahead|home|through|around|behind|open|ashore|again)$/i;
const CONTENT = new Set(['NOUN', 'PROPN', 'NUM', 'ADJ', 'VERB', 'ADV']);
const NOMINAL = new Set(['NOUN', 'PROPN', 'NUM']);
/** Third persons: they need a noun before them. */
const POINTS = /^(it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|here|there|one|ones|both)$/i;
const ELSEWHERE = /^(other|others|another|same|such|latter|former|else|too|also|again|then|so|similar|latter|rest|remainder)$/i;
const CLAUSE_QUESTION = /^(how|why|what|where|when|who|which|whose|whether)$/i;

/** Tokens of a phrase, with the tags that its being a phrase tells: a first word is lower-cased unless it is a name. */
export function phraseTokens(text: string): Tagged[] {
	// "Said Teodor Lisle": the capital is the sentence's, not the name's.
	const named = names(text).map((name) =>
		/^(?:Said|Says|Told|Asked|Added|Wrote)\s/.test(name.text) ? { ...name, start: name.start + name.text.indexOf(' ') + 1 } : name,
	);
	const lowered =
		named.some((name) => name.start === 0) || /^(?:I\b|\p{Lu}\p{Lu})/u.test(text)
			? text
			: text.replace(/^(["“]?)(\p{Lu})/u, (_, quote: string, letter: string) => quote + letter.toLowerCase());
	const tokens = tag(lowered).map((token) => ({ ...token, text: text.slice(token.start, token.end) || token.text }));
	for (const token of tokens)
		if (/^\p{L}/u.test(token.text) && named.some((name) => /\s/.test(name.text) && token.start >= name.start && token.end <= name.end))
			token.pos = 'PROPN';
	return retag(tokens);
}

/** Tokens of a text of several sentences; offsets refer to the whole. */
export function sentenceTokens(text: string): Tagged[] {
	let at = 0;
	return splitSentences(text).flatMap((sentence) => {
		const found = text.indexOf(sentence, at);
		const start = found < 0 ? at : found;
		at = start + sentence.length;
		return phraseTokens(sentence).map((token) => ({ ...token, start: token.start + start, end: token.end + start }));
	});
}

const finite = (token: Tagged | undefined): boolean => token?.pos === 'VERB' || token?.pos === 'AUX';

/** Corrects tags by their neighbours: a modal's verb, the only word of a clause that can be its verb. */
export function retag(tokens: Tagged[]): Tagged[] {
	let from = 0;
	tokens.forEach((token, i) => {
		const before = tokens[i - 1];
		const after = tokens[i + 1];
		if (before && MODAL.test(before.text) && (token.pos === 'ADJ' || token.pos === 'NOUN') && VERB_FORMS.test(token.text))
			token.pos = 'VERB';
		if (i === 0 && token.pos === 'VERB' && after?.text === 'of') token.pos = 'NOUN';
		if (/^(minus|plus)$/i.test(token.text) || (token.pos === 'ADJ' && after?.text === 'of')) token.pos = 'NOUN';
		if (/^(percent|per)$/i.test(token.text)) token.pos = token.text.toLowerCase() === 'per' ? 'ADP' : 'NOUN';
		if (token.pos === 'VERB' && before?.pos === 'ADP' && !/^to$/i.test(before.text) && /[^s]s$/.test(token.text)) token.pos = 'NOUN';
		if (i === 0 && token.pos === 'ADJ' && after?.pos === 'AUX') token.pos = 'NOUN';
		// "Filling loop", "Recycled aluminium": a participle that opens a phrase describes the noun behind it.
		if (i === 0 && token.pos === 'VERB' && /(ing|ed)$/.test(token.text) && after?.pos === 'NOUN') token.pos = 'ADJ';
		// "Links to shared calendars": a participle between a preposition and a noun describes the noun.
		if (
			token.pos === 'VERB' &&
			/(ed|en|ing)$/.test(token.text) &&
			/^(ADP|DET|PART|ADJ|NUM)$/.test(before?.pos ?? '') &&
			!/^to$/i.test(/(ed|en)$/.test(token.text) ? '' : (before?.text ?? '')) &&
			(after?.pos === 'NOUN' || after?.pos === 'ADJ')
		)
			token.pos = 'ADJ';
		if (/^[,;:.!?]$/.test(token.text) || i === tokens.length - 1) {
			const clause = tokens.slice(from, i + 1);
			if (!clause.some(finite)) promote(clause);
			from = i + 1;
		}
	});
	return tokens;
}

/** In a clause without a verb: the word that can be one, where a subject stands before it and something follows. */
function promote(clause: Tagged[]): void {
	for (let i = 1; i < clause.length; i++) {
		const token = clause[i] as Tagged;
		const before = clause[i - 1] as Tagged;
		const next = clause[i + 1];
		const third = token.pos === 'NOUN' && /[^s]s$/.test(token.text) && !!next && ['DET', 'NUM'].includes(next.pos);
		// "it wakes up", "birds use it": the pronoun beside it tells.
		if (
			token.pos === 'NOUN' &&
			((/^(?:it|he|she)$/i.test(before.text) && /[^s]s$/.test(token.text)) ||
				(/^(?:it|them|him|us|me)$/.test(next?.text ?? '') && NOMINAL.has(before.pos)))
		) {
			token.pos = 'VERB';
			return;
		}
		if (
			!(token.pos === 'NOUN' || token.pos === 'ADJ' || token.pos === 'ADV') ||
			!(VERB_FORMS.test(token.text) || ENDS_WELL.test(token.text) || third)
		)
			continue;
		if (!(NOMINAL.has(before.pos) || before.pos === 'PRON')) continue;
		const plural = /[^s]s$/.test(before.text) || before.pos === 'PRON';
		const agrees = /s$/.test(token.text) ? !plural || before.pos === 'PRON' : true;
		if (agrees && (!next || ['ADP', 'DET', 'NUM', 'ADV', 'ADJ', 'PRON', 'PUNCT', 'PROPN'].includes(next.pos) || plural)) {
			token.pos = 'VERB';
			return;
		}
	}
}

export interface PhraseOptions {
	/** A single name or term is enough ("Bank run", "Tegel"). */
	term?: boolean;
}

const PAST =
	/^(said|told|asked|made|took|gave|went|came|got|found|kept|left|lost|met|paid|ran|sat|saw|sold|sent|stood|taught|thought|won|wrote|built|began|broke|brought|caught|chose|fell|felt|flew|grew|held|heard|knew|led|rose|sank|spoke|spent|swam|threw|wore|were|was|did|had|seen|known|shown|grown|drawn|thrown|flown|born|worn|torn|driven|written|given|taken|fallen|broken|chosen|spoken|stolen|frozen|hidden|beaten|eaten)$/i;

/** Whether a phrase tells somebody to do something: "Clip the black lead", "Never put it in water", "Do not use the levers". */
function commands(tokens: Tagged[]): boolean {
	const [first, second, third] = tokens as [Tagged, Tagged | undefined, Tagged | undefined];
	if (/^do$/i.test(first.text)) return /^not$/i.test(second?.text ?? '') && third?.pos === 'VERB';
	if (/^(never|always)$/i.test(first.text)) return second?.pos === 'VERB' && !/(ed|ing|s)$/.test(second.text);
	if (PAST.test(first.text)) return false;
	const verb = first.pos === 'VERB' || startsImperative(first.text);
	return verb && !/(ed|ing|[^s]s)$/.test(first.text) && !['AUX', 'VERB'].includes(second?.pos ?? '') && !/^(of)$/i.test(second?.text ?? '');
}

/** What keeps a text from being a phrase of its own, or null. Marks (`*`) and a final full stop are ignored. */
export function phraseFault(raw: string, options: PhraseOptions = {}): string | null {
	const text = raw
		.replace(/\*/g, '')
		.replace(/[.…]+$/, '')
		.replace(/\s+/g, ' ')
		.trim();
	if (!/\p{L}/u.test(text)) return 'no words';
	if (/^[,;:.!?)\]–—-]|[,;:(\[–—-]$/u.test(text)) return 'begins or ends with punctuation';
	if ((text.match(/["“”]/g)?.length ?? 0) % 2 === 1) return 'half a quotation';
	if (halfScore(text)) return 'a score of one side';
	// "Subject: point" is two phrases, the second of which may lean on the first.
	const label = /^([^:]{2,40}): (.+)$/u.exec(text);
	if (label && !/\d$/.test(label[1] ?? '')) {
		const left = faultOf(phraseTokens(label[1] as string), true);
		return left ?? faultOf(phraseTokens(label[2] as string), true);
	}
	const parts = text.split(/[;!?]\s+|\.\s+(?=\p{Lu})/u).filter(Boolean);
	if (parts.length > 1) {
		for (const part of parts) {
			const fault = faultOf(phraseTokens(part), true);
			if (fault) return fault;
		}
		return null;
	}
	return faultOf(phraseTokens(text), options.term ?? false);
}

/** "Denby Town 3-2 at Castle Park" of "beat Denby Town 3-2 at Castle Park": the loser beside the winner's score. */
function halfScore(text: string): boolean {
	const side = /^(\p{Lu}[^,;:]*?)\s\d{1,2}[-–]\d{1,2}(?=$|\s(?:at|in|on|after|before|by|to|away|last|this)\b)/u.exec(text)?.[1];
	if (!side || /\b(?:score|result|lead|win|victory|defeat|loss|draw|ages?|aged)\b/i.test(side)) return false;
	const tokens = phraseTokens(text);
	return tokens.some(({ pos }) => pos === 'PROPN') && !(mainVerb(tokens) > 0);
}

/** The same for tokens already tagged in their sentence. */
export function faultOf(all: Tagged[], term = false): string | null {
	const question = all.at(-1)?.text === '?';
	const tokens = all.filter((token) => !/^["“”?!.]$/.test(token.text));
	const first = tokens[0];
	const last = tokens.at(-1);
	if (!first || !last) return 'no words';
	// "Jump-starting": a gerund can be a term.
	if (term && tokens.length <= 3 && /ing$/.test(last.text) && tokens.every((token) => ['VERB', 'NOUN', 'PUNCT', 'ADJ'].includes(token.pos)))
		return null;
	const verb = mainVerb(tokens);
	const content = tokens.filter((token) => CONTENT.has(token.pos) && !(token.pos === 'ADV' && token.stop));
	// Ends.
	const particle = PARTICLE.test(last.text) && tokens.length > 2 && tokens.some((token) => token.pos === 'VERB');
	if (OPEN_END.test(last.text) && !particle && !(question && /^(for|from|to|with|about|like)$/i.test(last.text)) && last.pos !== 'NOUN')
		return `ends with "${last.text}"`;
	if (['ADP', 'DET', 'CCONJ', 'SCONJ', 'PART'].includes(last.pos) && !particle && !/^(all|half)$/i.test(last.text))
		return `ends with "${last.text}"`;
	// Beginnings.
	const interrogative = CLAUSE_QUESTION.test(first.text) || question;
	const imperative = tokens.length > 1 && commands(tokens);
	if (/^(and|but|or|so|yet|nor|then|also|than)$/i.test(first.text) && !question) return `begins with "${first.text}"`;
	if (verb === 0 && !imperative && !question) return `begins with the verb "${first.text}"`;
	if (
		!interrogative &&
		!imperative &&
		/(ed|en|ing)$/.test(first.text) &&
		['VERB', 'ADJ'].includes(first.pos) &&
		verb < 1 &&
		(/ing$/.test(first.text) ? tokens[1]?.pos === 'DET' : tokens[1]?.pos !== 'NOUN' && tokens[1]?.pos !== 'ADJ') &&
		!/^(open|hidden|golden|wooden)$/i.test(first.text)
	)
		return `begins with "${first.text}"`;
	if (first.pos === 'PART' || (first.pos === 'AUX' && !question)) return `begins with "${first.text}"`;
	if ((first.pos === 'ADP' || first.pos === 'SCONJ') && !/^(about|over|under|up|minus|plus|around)$/i.test(first.text)) {
		if (verb < 0 || !subjectAfterLead(tokens, verb)) return `begins with "${first.text}"`;
	} else if ((first.pos === 'ADP' || first.pos === 'SCONJ') && verb < 0 && !tokens.slice(1, 3).some((token) => token.pos === 'NUM'))
		return `begins with "${first.text}"`;
	// "Every three minutes and flew": a second predicate without the first.
	if (verb > 1 && tokens[verb - 1]?.pos === 'CCONJ' && !imperative) return `"${tokens[verb]?.text}" lacks its subject`;
	if (/^(which|whose)$/i.test(first.text) && !question) return `begins with "${first.text}"`;
	if (
		/^(built|made|held|found|lost|set|known|seen|left|kept|sold|thought|born|driven|written|given|taken|long)$/i.test(first.text) &&
		!imperative &&
		/^(ADP|VERB|ADV|ADJ)$/.test(tokens[1]?.pos ?? '')
	)
		return `begins with "${first.text}"`;
	if (/^none$/i.test(first.text) && !/^of$/i.test(tokens[1]?.text ?? '')) return '"none" points elsewhere';
	if (/^that$/i.test(first.text) || (/^this$/i.test(first.text) && finite(tokens[1]))) return `"${first.text}" points elsewhere`;
	const ordinal = /^the$/i.test(first.text) ? 1 : 0;
	if (/^(first|second|third|fourth|fifth|last|two|three|others?)$/i.test(tokens[ordinal]?.text ?? '') && ordinal === 1 && finite(tokens[2]))
		return `"${tokens[1]?.text}" points elsewhere`;
	// What it points to must be inside.
	for (const [i, token] of tokens.entries()) {
		const earlier = tokens.slice(0, i).some((other) => other.pos === 'NOUN' || other.pos === 'PROPN');
		if (/^(it|there)$/i.test(token.text) && interrogative) continue;
		// "Regulators closed it": the subject of the same verb is not what it stands for.
		const object =
			/^(it|them|him)$/i.test(token.text) &&
			verb >= 0 &&
			i > verb &&
			// "People who have bought the salmon should not eat it": named in the clause about the subject.
			!tokens.slice(0, verb).some((other, k) => k > 0 && /^(?:who|which|that)$/i.test(other.text)) &&
			tokens.slice(0, i).filter((other) => NOMINAL.has(other.pos)).length < 3 &&
			!tokens.slice(0, i).some((other) => /^[,]$|^(and|but|when)$/.test(other.text));
		if (object && !imperative) return `"${token.text}" points elsewhere`;
		const dummy =
			(question && i <= 1) ||
			(/^there$/i.test(token.text) && /^(is|was|takes|took|are|were|'s|has|cost|costs)$/i.test(tokens[i + 1]?.text ?? ''));
		if (/^ones?$/i.test(token.text) && tokens[i - 1]?.pos === 'ADJ' && !earlier) return `"${token.text}" points elsewhere`;
		if (POINTS.test(token.text) && !earlier && !dummy && !(imperative && /^(it|them)$/i.test(token.text) && i > 2) && token.pos !== 'NUM')
			return `"${token.text}" points elsewhere`;
		if (
			ELSEWHERE.test(token.text) &&
			(i === 0 || /^(the|an?|this)$/i.test(tokens[i - 1]?.text ?? '')) &&
			!tokens.slice(0, i).some((other) => /^(two|three|both|all)$/i.test(other.text)) &&
			!/^(as|than)$/i.test(tokens[i + 2]?.text ?? '')
		)
			return `"${token.text}" points elsewhere`;
	}
	// "Each turn lies below the one" before.
	if (/^ones?$/i.test(last.text) && /^the$/i.test(tokens.at(-2)?.text ?? '')) return `ends with "the ${last.text}"`;
	// "A trench is a long", narrow valley.
	if (last.pos === 'ADJ' && /^an?$/i.test(tokens.at(-2)?.text ?? '')) return `ends with "${last.text}"`;
	if (verb >= 0) {
		if (
			!interrogative &&
			!imperative &&
			verb > 0 &&
			!tokens
				.slice(0, verb)
				.some(
					(token) =>
						NOMINAL.has(token.pos) || token.pos === 'PRON' || token.pos === 'DET' || (token.pos === 'VERB' && /ing$/.test(token.text)),
				)
		)
			return 'has no subject';
		const end = tokens[tokens.length - 1] as Tagged;
		// "were hardly sweating", "with five minutes left", "recalled after listeria found": nothing has to follow.
		const progressive = /ing$/.test(end.text) && tokens.slice(0, -1).some((token) => token.pos === 'AUX');
		const trailing =
			/(ed|en|left|found)$/.test(end.text) &&
			tokens.slice(1, -1).some((token) => /^(after|as|with)$/i.test(token.text)) &&
			NOMINAL.has(tokens.at(-2)?.pos ?? '');
		const closes =
			!progressive && !trailing && (end.pos === 'VERB' || end.pos === 'AUX' || (verb === tokens.length - 1 && WANTS_MORE.test(end.text)));
		if (
			closes &&
			(WANTS_MORE.test(end.text) || !ENDS_WELL.test(end.text)) &&
			!passive(tokens) &&
			!(interrogative && (ENDS_WELL.test(end.text) || /^(what|who|which)$/i.test(first.text)))
		)
			return `"${end.text}" lacks what follows it`;
		if (CLAUSE_QUESTION.test(first.text) && !question && tokens.length < 3) return 'too short';
		return content.length < 2 && !imperative && !interrogative && !passive(tokens) ? 'says too little' : null;
	}
	if (CLAUSE_QUESTION.test(first.text) && !question) return /^to$/i.test(tokens[1]?.text ?? '') ? null : 'a question without a verb';
	if (imperative) return null;
	// A noun phrase.
	if (tokens.some((token, i) => i > 0 && /^(until|unless|because|although|if|when)$/i.test(token.text))) return 'a clause without its verb';
	if (last.pos === 'ADJ' && ['ADP', 'DET', 'CCONJ'].includes(tokens.at(-2)?.pos ?? '')) return `ends with "${last.text}"`;
	if (
		first.pos === 'ADV' &&
		!/^(about|nearly|almost|only|exactly|just|roughly|more|less|most|least|twice|once|even|well|far|over|under|north|south|east|west)$/i.test(
			first.text,
		)
	)
		return `begins with "${first.text}"`;
	if (/^\d{4}$/.test(first.text) && tokens.length > 1 && !['NOUN', 'PROPN', 'ADJ'].includes(tokens[1]?.pos ?? ''))
		return 'begins with a year';
	if (tokens.some((token, i) => /^(into|onto)$/i.test(token.text) && i > 0)) return 'has no verb';
	if (
		tokens.some(
			(token, i) =>
				i > 0 &&
				/^(its|their|his|her|the|an?)$/i.test(token.text) &&
				['NOUN', 'PROPN'].includes(tokens[i - 1]?.pos ?? '') &&
				!(/^an?$/i.test(token.text) && UNIT.test(tokens[i + 1]?.text ?? '')),
		)
	)
		return 'two phrases without a verb';
	const apposed = tokens.findIndex(
		(token, i) =>
			i > 0 &&
			token.pos === 'NUM' &&
			['NOUN', 'PROPN'].includes(tokens[i - 1]?.pos ?? '') &&
			(tokens[i + 1]?.pos === 'NOUN' || /^[$£€]/.test(token.text)) &&
			!/^(number|bus|route|world|war|day|step|chapter|apollo)$/i.test(tokens[i - 1]?.text ?? ''),
	);
	if (apposed > 0 || tokens.some((token, i) => /^[$£€]$/.test(token.text) && i > 0 && ['NOUN', 'PROPN'].includes(tokens[i - 1]?.pos ?? '')))
		return 'two phrases without a verb';
	if (
		/^(?:\d{1,2}\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{4}\s\p{Ll}/u.test(
			tokens.map((token) => token.text).join(' '),
		)
	)
		return 'a date runs into a noun';
	const heads = tokens.filter((token) => token.pos === 'NOUN' || token.pos === 'PROPN');
	if (!heads.length) return 'has no noun';
	if (term) return null;
	const bareFigure = tokens.every(
		(token) =>
			token.pos === 'NUM' || UNIT.test(token.text) || /^(about|only|over|under|nearly|almost|some|to|of|a|per|[$£€%–-])$/i.test(token.text),
	);
	if (bareFigure) return 'a bare figure';
	if (content.length < 2 && !heads.some((token) => token.pos === 'PROPN')) return 'says too little';
	if (tokens.length === 1) return 'says too little';
	if (tokens.length <= 3 && DATE.test(tokens.map((token) => token.text).join(' '))) return 'a bare date';
	return null;
}

const UNIT =
	/^(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|yards?|feet|inch(?:es)?|(?:kilo|milli)?grams?|tons?|tonnes?|pounds?|lit(?:re|er)s?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|percent|points?|degrees?|celsius|dollars?|euros?|pence|cents?|volts?|watts?|(?:kilo|mega|giga)?(?:watts?|bits?|bytes?)|decibels?|times?|square|cubic|million|billion|thousand|hundred|°[CF])$/i;
const DATE =
	/^(?:(?:early|late|mid)\s)?(?:\d{1,2}\s)?(?:January|February|March|April|May|June|July|August|September|October|November|December)?\s?(?:\d{4})?$/;

/** A finite verb at this place: no infinitive after "to", no participle behind its noun or before one. */
export function finiteAt(tokens: Tagged[], i: number): boolean {
	const token = tokens[i];
	const before = tokens[i - 1];
	if (!token || !finite(token)) return false;
	if (before && /^to$/i.test(before.text)) return false;
	if (token.pos === 'VERB' && /ing$/.test(token.text) && before?.pos !== 'AUX') return false;
	if (token.pos === 'AUX' && /^(been|being|be)$/i.test(token.text) && before?.pos !== 'AUX' && !MODAL.test(before?.text ?? ''))
		return false;
	// "a machine built of concrete", "fish ever seen alive": a participle behind its noun.
	if (
		token.pos === 'VERB' &&
		/(ed|en|wn|ilt|ade|eld|ost|ound|eft|old|ept|een|own)$/.test(token.text) &&
		before &&
		!/^(AUX|PRON)$/.test(before.pos)
	) {
		const next = tokens[i + 1];
		const by = /^(by|of|from|in|at|with|to|alive|on|for|as)$/i.test(next?.text ?? '');
		const ever =
			/^(ever|never|once)$/i.test(before.text) && !tokens.slice(0, i).some((other) => other.pos === 'AUX') && !/ed$/.test(token.text);
		const later = tokens.slice(i + 1).some((other, k) => finite(other) && !/^to$/i.test(tokens[i + k]?.text ?? ''));
		if ((by || ever) && (later || /(en|wn|ilt|een)$/.test(token.text) || ever) && !/^(took|fell|rose)$/i.test(token.text)) return false;
	}
	return true;
}

/** "In 2021 no bank failed": a leading phrase, then a subject of its own before the verb. */
function subjectAfterLead(tokens: Tagged[], verb: number): boolean {
	let nominals = 0;
	let inNominal = false;
	for (let i = 1; i < verb; i++) {
		const token = tokens[i] as Tagged;
		const starts =
			token.pos === 'DET' ||
			token.pos === 'PRON' ||
			token.text === ',' ||
			/^(only|about|nearly|almost|every|each|no|more)$/i.test(token.text);
		if (starts) inNominal = false;
		if (NOMINAL.has(token.pos) || token.pos === 'PRON') {
			const yearBefore = /^\d{4}$/.test(tokens[i - 1]?.text ?? '');
			if (!inNominal || yearBefore) nominals++;
			inNominal = true;
		} else if (token.pos === 'ADP' || token.pos === 'CCONJ') {
			// "in 2021 and 2022", "at the end of the year": still the leading phrase.
			nominals--;
			inNominal = false;
		}
	}
	return nominals >= 2;
}

/** Index of the verb that carries the clause: not one inside "a ship that crosses Panama"; -1 for a noun phrase. */
export function mainVerb(tokens: Tagged[]): number {
	const verbs = tokens.flatMap((_, i) => (finiteAt(tokens, i) ? [i] : []));
	const opener = tokens.findIndex(
		(token, i) => i > 0 && /^(that|who|which)$/i.test(token.text) && ['NOUN', 'PROPN'].includes(tokens[i - 1]?.pos ?? ''),
	);
	if (opener < 0 || (verbs[0] ?? 0) < opener) return verbs[0] ?? -1;
	const groups = verbs.filter(
		(at, k) => k === 0 || tokens.slice((verbs[k - 1] ?? 0) + 1, at).some((token) => !['ADV', 'PART', 'VERB', 'AUX'].includes(token.pos)),
	);
	return groups[1] ?? -1;
}

const passive = (tokens: Tagged[]): boolean => {
	const end = tokens.at(-1);
	return (
		!!end &&
		/(ed|en|wn|ilt|ade|eld|ost|ound|eft|old|ept|ought|aid|ut|urt|et|own|un)$/.test(end.text) &&
		tokens.slice(0, -1).some((token) => token.pos === 'AUX' || /^(remain|stay|bec[ao]me|get|got)s?$/.test(token.text))
	);
};
