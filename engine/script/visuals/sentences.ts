/** Visuals drawn from how a sentence is built: definitions, causes, dates, lists, comparisons. Every word of them stands in the sentence. */
import type { Visual } from '../../asset';
import { names } from '../../text';
import { escapePattern } from '../../text/pattern';
import { faultOf, mainVerb, phraseFault, sentenceTokens, startsImperative } from '../../writing';
import { drawnStrings } from '../drawn';
import { spansOf } from '../spans';
import { cueAt, cueOf, numbersOf, parsedSubject, sentenceCase, trimFragment, wordCount } from './context';
import type { Candidate, SceneContext } from './context';
import { heroes } from './numbers';
import { eventText } from './words';

const SUPERLATIVE = /^(?:an?|the)\s(?:\p{L}+\s)?(?:most|least|first|last|only|same|other|best|worst|\p{L}{3,}est)\b/iu;
const POINTS =
	/^(?:it|they|he|she|this|that|these|those|there|here|one|some|most|many|all|both|which|who|what|the (?:company|group|result|reason|difference|rest|other|others|idea|plan|price|aim|problem|trouble))\b/i;

/** "A bank run is a rush of customers who …", "Amphipods, small relatives of shrimp, …", "stored sugar, called glycogen". */
export function definition(context: SceneContext): Candidate[] {
	const narration = context.narration.replace(/^(?:Then|But|So|And|Yet)\s/, '').replace(/[.]$/, '');
	if (/[“”"]|\.\s\p{Lu}/u.test(narration)) return [];
	const made = (term: string, meaning: string, score: number): Candidate[] => [
		{
			visual: {
				type: 'definition',
				term: sentenceCase(term),
				meaning,
				cues: [cueOf(context.narration, term), cueOf(context.narration, meaning)],
			},
			score,
			title: sentenceCase(term),
		},
	];
	// "Noon is the moment when the Sun stands highest, and it reaches London first": what the word means ends before the comma.
	const explained = narration.replace(/,\s(?:and|but|so|which)\s.*$/, '');
	const whole = /^(?:(?:an?|the)\s)?((?:[\p{L}-]+\s){0,2}[\p{L}-]+)\s(?:is|are)\s((?:an?|the)\s.+|[\p{L}-]+ing\s.+)$/iu.exec(explained);
	if (whole) {
		const [, term = '', meaning = ''] = whole;
		const plain =
			!/[\p{Lu}]/u.test(term.slice(1)) &&
			!/^(?:an?|the)\s\p{Lu}/u.test(meaning) &&
			!/^(?:an?|the)\s/i.test(term) &&
			!POINTS.test(term) &&
			!SUPERLATIVE.test(meaning);
		const explains =
			/\b(?:that|who|which|where|when|in which|for|of|with)\b/.test(meaning) &&
			!/^\S+\s(?:part|list|factor|difference|question|matter|sign|warning|lot)\b/.test(meaning.replace(/^(?:an?|the)\s/, 'x '));
		const gerund = !/ing\s/.test(meaning.slice(0, 12)) || /ing$/.test(term);
		if (
			plain &&
			explains &&
			gerund &&
			wordCount(meaning) >= 4 &&
			wordCount(meaning) <= 22 &&
			!/,/.test(meaning) &&
			!sentenceTokens(term).some((token) => token.pos === 'NUM') &&
			!/\d/.test(term) &&
			context.drawable(`${term} is ${meaning}`)
		)
			return made(term, meaning, 6.6);
	}
	const apposed =
		/^((?:[\p{Lu}\p{L}-]+\s)?[\p{L}-]+),\s((?:an?\s|the\s)?(?:[\p{L}-]+\s){1,4}(?:of|for|that|from)\s[^,;]{3,40}),\s\p{L}/u.exec(narration);
	if (apposed) {
		const [, term = '', meaning = ''] = apposed;
		if (
			!/^(?:an?|the)\s/i.test(term) &&
			// "Smugglers, mostly boatmen from the villages, …" and "Parrotfish, which scrape …" add to them; they do not explain the word.
			!/^(?:mostly|mainly|largely|partly|chiefly|often|usually|many|most|some|few|all|both|half|each|which|who|whose|whom|where|when|like|such|including|especially|and|or|not|at|in|on|from|with)\b/i.test(
				meaning,
			) &&
			!/^(?:At|In|On|For|From|By|With|Under|After|Before|Since|Until|Among|Inside|Outside|Near|Last|This|That|Every|All|Most|Some)\b/.test(
				term,
			) &&
			!/\p{Lu}/u.test(meaning) &&
			!/\sand\s/.test(meaning) &&
			!names(narration).some((name) => name.start === 0 && /\s/.test(name.text)) &&
			!/\d/.test(apposed[0]) &&
			context.drawable(term) &&
			context.drawable(meaning)
		)
			return made(term, meaning, 5.6);
	}
	const called =
		/(?:^|\s)((?:[\p{Ll}-]+\s){1,2}[\p{Ll}-]+),?\s(?:called|known as)\s(?:the\s|an?\s)?([\p{Ll}-]{4,}(?:\s[\p{Ll}-]{4,})?)$/u.exec(
			narration,
		);
	if (called) {
		const meaning = trimFragment(called[1] ?? '');
		const tokens = sentenceTokens(meaning);
		const noun = /^(?:mostly|only|also)\s/.test(meaning) ? meaning.replace(/^\S+\s/, '') : meaning;
		const term = called[2] ?? '';
		if (tokens.length && !faultOf(sentenceTokens(noun)) && context.drawable(term) && context.drawable(noun)) return made(term, noun, 5.4);
	}
	return [];
}

/** A side of a cause: whole where it is short, else its best clause. */
function side(text: string): string {
	const bare = text.trim().replace(/[.,;]$/, '');
	if (wordCount(bare) <= 12) return bare;
	const words = { narration: bare, tokens: sentenceTokens(bare), numbers: numbersOf(bare) };
	// "Imo was travelling well" is cut out of "… well above the speed limit".
	const clause = spansOf(words, 8).find(({ kind, end }) => kind === 'clause' && /^\s*(?:[,;:]|$)/.test(bare.slice(end)));
	if (!clause) return '';
	return `${/\b(?:the|an?)\s$/i.exec(bare.slice(0, clause.start))?.[0] ?? ''}${clause.text}`;
}

/** "…, because …", "…, so …", "If …, …": what leads to what. */
export function cause(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”]|;/.test(narration)) return [];
	const whole = narration.replace(/[.!]$/, '');
	// "…, because he was too small. He is now 1.91 metres tall": what is told next is no cause.
	const told = whole.split(/[.!]\s(?=\p{Lu})/u);
	// "… is a warning. If it lasts more than two days, see a doctor": the condition with what follows from it.
	const last = told.length > 1 && /^(?:If|When)\s/.test(told.at(-1) ?? '') ? told.at(-1)! : '';
	const text = told.length > 1 && /\bbecause\s/.test(told[0] ?? '') ? told[0]! : last || whole;
	const found =
		/^(?<effect>[^,]{8,}?(?:,[^,]+)?),?\sbecause\s(?!of\b)(?<cause>[^,]{8,})$/.exec(text) ??
		/^(?<cause>[^,]{8,}),\s(?:and\s)?so\s(?!that\b|far\b|many\b|much\b)(?<effect>[^,]{8,})$/.exec(text) ??
		/^(?<cause>[^.]{8,})\.\sSo\s(?<effect>[^,.]{8,})$/.exec(text) ??
		/^(?<cause>(?:If|When)\s[^,]{8,}),\s(?<effect>[^,]{6,})$/.exec(text) ??
		/^(?<cause>[^;]{8,}),\swhich is why\s(?<effect>[^,]{6,})$/.exec(text) ??
		// "Kos could win this if it comes to a sprint": the condition stands behind.
		/^(?<effect>[^,]{8,}?)(?<!\b(?:only|even|just|except|than|as|know|knows|ask|asks|see|check|decide|decides|about|say|says|said))\s(?<cause>(?:if|when)\s[^,]{6,})$/.exec(
			text,
		);
	const parts = found?.groups;
	const behind = /^(?:if|when)\s/.test(parts?.cause ?? '');
	if (
		behind &&
		(/\b(?:not|never|no|only|nobody|nothing|said|told|asked|found|showed)\b|n['’]t\b/i.test(parts?.effect ?? '') ||
			/\b(?:was|were|had|did|\p{Ll}+ed)\b/u.test(parts?.cause ?? ''))
	)
		return [];
	// "When it was built in 1870, the sea was …" tells a time, no cause.
	if (/^When\b/.test(parts?.cause ?? '') && /\d|\b(?:was|were|had|did|\p{Ll}+ed)\b/u.test(parts?.cause ?? '')) return [];
	if (!parts || /\b(?:not|never|no)\b[^,]*[^,]\sbecause\s/.test(text) || /\b(?:so|as)\s(?:that|because)\b/.test(text)) return [];
	const [from, to] = [side(parts.cause ?? ''), side(parts.effect ?? '')];
	if (!from || !to || wordCount(from) < 2 || wordCount(to) < 2) return [];
	if (/^(?:it|they|he|she|this|that)\b/i.test(from) && /^(?:it|they|he|she|this|that)\b/i.test(to)) return [];
	if (![from, to].every((piece) => context.allowed(piece))) return [];
	const shown: Visual = {
		type: 'cause',
		cause: sentenceCase(from),
		effect: sentenceCase(to),
		cues: [cueOf(narration, from), cueOf(narration, to)],
	};
	if (!drawnStrings(shown).every((text) => text === '' || context.drawable(text))) return [];
	const numbers = heroes(context.numbers).filter((quantity) => /\d/.test(quantity.text)).length;
	return [
		{
			visual: shown,
			score: 6.1 - 0.3 * Math.min(2, numbers),
		},
	];
}

/** "Workers cut the tower from its base, lifted it with jacks and rolled it along steel rails": what somebody does, one thing after another. */
export function sequence(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”;]/.test(narration) || /\b(?:not|never|if|when|because|while)\b/i.test(narration)) return [];
	const sentence = narration.replace(/[.!]$/, '');
	const pieces = sentence.split(/,\s(?:and\s|then\s)?|\sand\s(?:then\s)?/);
	if (pieces.length < 3 || pieces.length > 4) return [];
	const tokens = sentenceTokens(pieces[0] ?? '');
	const verb = mainVerb(tokens);
	if (verb < 1 || verb > 5 || tokens[verb]?.pos !== 'VERB') return [];
	const items = [(pieces[0] ?? '').slice(tokens[verb]?.start ?? 0), ...pieces.slice(1)].map((piece) => piece.trim());
	const who = sentence.slice(0, tokens[verb]?.start ?? 0).trim();
	// "The one that replaced it, opened in 1890, used …": clauses about a thing, not what somebody does.
	if (/\b(?:that|which|who)$/.test(who) || items.some((item) => /\b(?:it|them)$/.test(item) && item === items[0])) return [];
	const named = wordCount(who) <= 5 && phraseFault(who, { term: true }) === null;
	const verbs = items.every((item) => sentenceTokens(item)[0]?.pos === 'VERB' && wordCount(item) >= 2 && wordCount(item) <= 8);
	if (!verbs || !items.every((item) => context.drawable(item))) return [];
	return [
		{
			...(named ? { title: who } : {}),
			visual: {
				type: 'steps',
				items: items.map((item) => ({ text: sentenceCase(item) })),
				cues: items.map((item) => cueOf(narration, item)),
			},
			score: 5.7,
		},
	];
}

/** All of a short sentence but its date. */
function wholeEvent(narration: string, when: string): string {
	const bare = narration
		.replace(/[.!]$/, '')
		.replace(new RegExp(`\\s(?:in|on|from|by|until|since|before|after)\\s${escapePattern(when)}$`), '');
	const whole =
		bare !== narration.replace(/[.!]$/, '') && wordCount(bare) <= 12 && !/[,;:]|\b(?:it|they|he|she|its|their|one|ones)\b/i.test(bare);
	return whole && phraseFault(bare) === null ? bare : '';
}

/** The day, month or year of one event. */
export function date(context: SceneContext): Candidate[] {
	const { narration } = context;
	// "More people have walked on the Moon than …": half a comparison would say something else.
	if (/["“”]|\bthan\b/.test(narration)) return [];
	const dates = context.numbers.filter((quantity) => quantity.kind === 'date' || quantity.kind === 'year');
	const [when] = dates;
	if (!when || dates.length !== 1) return [];
	if (!/\b(?:in|on|since|until|by|from|of|before|after)\s$/i.test(narration.slice(0, when.start))) return [];
	const prefix = /\b(since|until|by|before|after|from|by the end of)\s$/i.exec(narration.slice(0, when.start))?.[1] ?? '';
	// "…, when the final was played over two days": what else is told of that time.
	const told = narration.slice(0, when.end) + narration.slice(when.end).replace(/,\s(?:when|where|which|who)\s.*$/, '.');
	const text = eventText(told.replace(/[.!]$/, ''), when.text, 9) || wholeEvent(told, when.text);
	if (wordCount(text) < 3) return [];
	const shown: Extract<Visual, { type: 'date' }> = {
		type: 'date',
		display: prefix ? `${sentenceCase(prefix)} ${when.text}` : sentenceCase(when.text),
		text,
		cues: [cueAt(narration, when.start)],
	};
	if (!drawnStrings(shown).every(context.drawable)) return [];
	const full = /\p{L}/u.test(when.text);
	const numbers = heroes(context.numbers).length;
	return [
		{
			visual: shown,
			score: 4.9 + (full ? 0.5 : 0) - 0.35 * numbers - (prefix ? 0.4 : 0),
			...(wordCount(text) <= 6 ? { title: text } : {}),
		},
	];
}

/** "shares, funds or crypto-assets": three or four things without numbers of their own, or two that are ruled out. */
export function list(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”;]/.test(narration)) return [];
	const match =
		/((?:[\p{L}\p{N}’'-]+\s){0,6}[\p{L}\p{N}’'-]+),\s((?:(?:[\p{L}\p{N}’'-]+\s){0,6}[\p{L}\p{N}’'-]+,\s)*)((?:[\p{L}\p{N}’'-]+\s){0,6}?[\p{L}\p{N}’'-]+),?\s(?:and|or)\s((?:[\p{L}\p{N}’'-]+\s){0,6}[\p{L}\p{N}’'-]+)(?=[.,]|$|\s(?:is|are|was|were|had|has|have|from|to|in|on|at|for|into|by|with)\b)/u.exec(
			narration,
		);
	// "a square, which has buildings on three sides and the sea on the fourth" is no list.
	if (!match || /,\s(?:which|who|whose|where)\s/.test(match[0])) return [];
	const middle = (match[2] ?? '').split(', ').filter(Boolean);
	// "Carry a spare tube of the right size, …": the first thing whole, behind its order.
	const ordered =
		/^(?:an?|the|some|your|one|two|three|four)\s/i.test(match[1] ?? '') && startsImperative(narration.slice(0, match.index).trim());
	const raw = [ordered ? (match[1] ?? '') : lastThing(match[1] ?? ''), ...middle, match[3] ?? '', firstThing(match[4] ?? '')];
	const items = raw.map((item) => bareThing(item));
	if (items.length < 3 || items.length > 5) return [];
	// "a pump": what has an article is a thing, whatever else the word may be.
	const named = (item: string, i: number): boolean => thing(item) || /^(?:an?|the|your)\s\p{Ll}+$/u.test(raw[i] ?? '');
	if (items.some((item, i) => !item || wordCount(item) > (items.length > 3 ? 4 : 7) || !named(item, i) || !context.drawable(item)))
		return [];
	if (new Set(items.map((item) => item.toLowerCase())).size !== items.length) return [];
	const before = narration.slice(0, match.index + (match[1] ?? '').length);
	const denied = /\b(?:not|never|no|nor|cannot|without)\b/.test(before);
	const wanted = /\b(?:need|needs|carry|bring|take|covers?|includes?|has|have)\b/.test(before);
	return [
		{
			visual: {
				type: 'list',
				items: items.map((item) => ({ text: sentenceCase(item) })),
				mark: denied ? 'cross' : wanted ? 'check' : 'dot',
				cues: items.map((item) => cueOf(narration, item)),
			},
			score:
				5.9 -
				// A number that one of the things holds ("a 12-volt battery") is drawn with it.
				0.4 *
					heroes(context.numbers).filter((quantity) => /\d/.test(quantity.text) && !items.some((item) => item.includes(quantity.text)))
						.length,
		},
	];
}

/** "Passwords and payment data were not exposed", "Rainwater and gravity do all the work": two things side by side. */
export function pair(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”;]/.test(narration)) return [];
	const sentence = (narration.split(/(?<=\.)\s/).find((part) => /\sand\s/.test(part)) ?? '').replace(/^(?:But|Yet|So)\s/, '');
	const tokens = sentenceTokens(sentence);
	const verb = mainVerb(tokens);
	const subject = verb > 1 ? sentence.slice(0, tokens[verb]?.start ?? 0).trim() : '';
	const parts = subject.split(/\sand\s/);
	const items = parts.length === 2 ? parts.map(bareThing) : [];
	if (items.length !== 2 || items.some((item) => !item || wordCount(item) > 3 || !thing(item) || !context.drawable(item))) return [];
	const denied = /\b(?:not|never|no)\b/.test(sentence);
	// What is said of the two stands above them: "Do all the work", "Not exposed".
	const said = sentence
		.slice(tokens[verb]?.start ?? 0)
		.replace(/^(?:is|are|was|were|has|have)\s(?=\S+\s?\S)/, '')
		.replace(/[.!]$/, '');
	const told = wordCount(said) >= 2 && wordCount(said) <= 6 && !/\b(?:it|its|they|them|their)\b/.test(said);
	// Crossed out without a word they would be denied altogether: Tempelhof was there, and not enough.
	if (denied && !(told && phraseFault(sentenceCase(said), { term: true }) === null && context.drawable(sentenceCase(said)))) return [];
	return [
		{
			...(told ? { title: sentenceCase(said) } : {}),
			visual: {
				type: 'list',
				items: items.map((item) => ({ text: sentenceCase(item) })),
				mark: denied ? 'cross' : 'dot',
				cues: items.map((item) => cueOf(narration, item)),
			},
			score: 4.2 + (denied ? 0.4 : 0),
		},
	];
}

/** "Maren Ostby, the chief executive, …", "the pilot Gail Halvorsen …": somebody and what they are. */
export function person(context: SceneContext): Candidate[] {
	const narration = context.narration.replace(/^(?:Then|But|So|And|Yet)\s/, '');
	if (/["“”]/.test(narration)) return [];
	const NAME = "\\p{Lu}[\\p{L}’'.-]+(?:\\s(?:van|von|de|der|da|al|bin)?\\s?\\p{Lu}[\\p{L}’'-]+){1,2}";
	const NOT = '(?!(?:At|In|On|For|From|By|With|Under|To|Of|But|And|When|After|Before|Since|While|As|Near|Inside|Among)\\s)';
	const after = new RegExp(`(?:^|\\s)${NOT}(${NAME}),\\s((?:an?|the|its|who)\\s[^,;.]{4,45})(?=[,.])`, 'u').exec(narration);
	const before = new RegExp(`^(?:The|Its|Their)\\s((?:\\p{L}+\\s){0,2}\\p{Ll}+)\\s(${NAME})\\s`, 'u').exec(narration);
	// "At Corrie Line, its larger neighbour, revenue fell": the sentence is about something else at it.
	const aside =
		after &&
		/\b(?:at|in|on|of|by|to|from|with|for|near|over|under|against|than|like)\s(?:the\s)?$/i.test(
			`${narration.slice(0, narration.indexOf(after[1] ?? ''))}`,
		);
	const [name, role] =
		after && !aside ? [after[1] ?? '', (after[2] ?? '').replace(/^who\s/, '')] : before ? [before[2] ?? '', before[1] ?? ''] : ['', ''];
	if (/^(?:first|last|next|old|new|former|later|had|has|was|were|is|are)\b/i.test(role)) return [];
	// What somebody did once ("who voted for the plan") is not what they are.
	if (after && /^who\s/.test(after[2] ?? '') && !/^\p{Ll}+s\b/u.test(role)) return [];
	if (!name || !role || wordCount(role) > 9 || /\d/.test(name) || !context.drawableName(name)) return [];
	if (!context.drawable(`${name}, ${role}`)) return [];
	return [
		{
			visual: { type: 'definition', term: name, meaning: role, cues: [cueOf(narration, name), cueOf(narration, role)] },
			score: 4.4,
			title: name,
		},
	];
}

const bareThing = (text: string): string => trimFragment(text.replace(/^(?:the|a|an|its|their|some|every|each|your|other)\s/i, ''));
/** The listed thing at the end of a longer phrase: "In June every road" → "road". */
function lastThing(text: string): string {
	const wanted = /^(?:.*\s)?(?:need|needs|carry|bring|take|switch off|cover|covers|include|includes)\s(.+)$/iu.exec(text)?.[1];
	if (wanted && wordCount(wanted) <= 7) return wanted;
	// "The chimneys hold copper": what stands behind the verb.
	const said = text.slice(parsedSubject(text)?.predicate ?? text.length);
	const object = said.slice(said.indexOf(' ') + 1);
	if (said.includes(' ') && wordCount(object) <= 2 && thing(object)) return object;
	const after =
		/(?:.*\s)?(?:in|on|at|with|of|from|by|for|to|are|were|is|was|including|need|needs|between|cover|covers|every|each|not|off|both|the|as|about)\s(.+)$/iu.exec(
			text,
		)?.[1];
	return after ?? (wordCount(text) <= 2 ? text : '');
}
const firstThing = (text: string): string =>
	text.split(
		/\s(?:in|on|at|from|by|for|to|are|were|is|was|into|with|within|before|after|during|until|since|through|that|who|which)\s/,
	)[0] ?? text;
/** Whether a listed piece is a thing: a noun phrase without a verb. */
function thing(text: string): boolean {
	const tokens = sentenceTokens(text);
	return (
		tokens.every((token, i) => ['NOUN', 'PROPN', 'ADJ', 'PUNCT', 'NUM', 'PART', 'ADP', ...(i > 0 ? ['DET'] : [])].includes(token.pos)) &&
		['NOUN', 'PROPN'].includes(tokens.at(-1)?.pos ?? '')
	);
}

/** "The middle of the canal is a lake, not a ditch", "340 tonnes, not 260": what it is not, and what it is. */
export function notThat(context: SceneContext): Candidate[] {
	const { narration } = context;
	const match =
		/^(.{3,60}?)\s(is|are|was|were|has gone|closes|took|takes|costs|goes|go|lies|come|comes|came|wants to be)\s((?:by\s|down\b|up\b)?[^,]{2,40}?)(?:\s(?:to|for)\s[^,]{3,30})?,\snot\s((?:by\s)?[^,.]{2,30})[.]$/u.exec(
			narration,
		);
	if (!match || /["“”;]/.test(narration)) return [];
	const subject = trimFragment((match[1] ?? '').replace(/^(?:So|But|Yet)\s/, '')).replace(/^(?:the|a|an)\s/i, '');
	const [right, wrong] = [match[3] ?? '', match[4] ?? ''];
	if (wordCount(right) > 5 || wordCount(wrong) > 4) return [];
	const left = { kicker: 'Not', value: sentenceCase(wrong), label: '' };
	const kicker = wordCount(subject) <= 5 && !POINTS.test(subject) && context.drawable(`${subject} ${right}`) ? sentenceCase(subject) : '';
	const other = { kicker, value: sentenceCase(right), label: '' };
	if (!context.drawable(`Not ${wrong}`) || !context.drawable(`${kicker} ${right}`.trim())) return [];
	return [{ visual: { type: 'split', left, right: other, cues: [cueOf(narration, wrong), cueOf(narration, right)] }, score: 5.8 }];
}

/** "The maps of Mars are better than the maps of the sea": two things and how they differ, without a figure. */
export function comparison(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”;]|\d/.test(narration)) return [];
	const match =
		/^(?:Yet\s|But\s)?((?:the|a|an)\s)?([^,]{3,40}?)\s(?:is|are|was|were|looks|feels|weighs|moves|grows)\s((?:\p{L}+\s)?(?:\p{L}{3,}er|more \p{L}+|less \p{L}+))\sthan\s((?:the|a|an)\s)?([^,]{3,40})[.]$/iu.exec(
			narration,
		);
	if (!match) return [];
	const [, , one = '', how = '', , other = ''] = match;
	if (wordCount(one) > 4 || wordCount(other) > 5 || POINTS.test(one) || phraseFault(one, { term: true })) return [];
	const [left, right] = [
		{ kicker: sentenceCase(how), value: sentenceCase(one), label: '' },
		{ kicker: 'Than', value: sentenceCase(other), label: '' },
	];
	if (!context.drawable(`${left.value} ${how}`) || !context.drawable(right.value)) return [];
	return [{ visual: { type: 'split', left, right, cues: [cueOf(narration, one), cueOf(narration, other)] }, score: 5.7 }];
}
